//! Who somebody is: name, address and roles, for the frame of pages and the demo's list of people.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, person, subject};

/// The demo lists no more people than this.
const MOST_PEOPLE: i64 = 60;

/// A role in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub role: Role,
    pub body: String,
    /// The body is one of ITU-T.
    pub itu: bool,
}

/// Somebody of the demo.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub id: Uuid,
    pub name: String,
    pub administrator: bool,
    pub roles: Vec<Served>,
}

/// The person's address, unless they have left.
pub async fn email(conn: &mut Conn, id: Uuid) -> Result<Option<String>, FactsError> {
    let found = person::table
        .filter(person::id.eq(id).and(person::state.eq_any(standing::in_force())))
        .select(person::email)
        .first(conn)
        .await
        .optional()?;
    Ok(found)
}

/// Everybody who holds a role on that day or sets the deployment up: whom one can be in the demo.
pub async fn everybody(conn: &mut Conn, on: NaiveDate) -> Result<Vec<Somebody>, FactsError> {
    let people: Vec<(Uuid, String, bool)> = person::table
        .filter(person::state.eq_any(standing::in_force()))
        .order((person::administrator, person::name, person::id))
        .limit(MOST_PEOPLE)
        .select((person::id, person::name, person::administrator))
        .load(conn)
        .await?;
    let ids: Vec<Uuid> = people.iter().map(|one| one.0).collect();
    let held = served(conn, &ids, on).await?;
    let everybody = people.into_iter().map(|(id, name, administrator)| {
        let roles = held.iter().filter(|(of, _)| *of == id).map(|(_, served)| served.clone()).collect();
        Somebody { id, name, administrator, roles }
    });
    Ok(everybody.filter(|one| one.administrator || !one.roles.is_empty()).collect())
}

/// The roles that these people hold on a day.
pub(super) async fn served(conn: &mut Conn, people: &[Uuid], on: NaiveDate) -> Result<Vec<(Uuid, Served)>, FactsError> {
    let begun = appointment::valid_from.le(on);
    let not_over = appointment::valid_to.is_null().or(appointment::valid_to.ge(on));
    let rows: Vec<(Uuid, String, String, String)> = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(appointment::person_id.eq_any(people).and(begun).and(not_over.assume_not_null()))
        .order((body::short_name, appointment::role))
        .select((appointment::person_id, appointment::role, body::short_name, body::side))
        .load(conn)
        .await?;
    rows.into_iter()
        .map(|(of, role, body, side)| {
            let role = Role::from_name(&role).ok_or(FactsError::Unknown("appointment.role", role))?;
            Ok((of, Served { role, body, itu: side == "itu" }))
        })
        .collect()
}

/// A person, or the person of an appointment, with what they were appointed to.
pub struct OfRecord {
    pub handle: String,
    pub name: String,
    pub served: Option<(Role, String)>,
}

/// Whom this record is about.
pub async fn of_record(conn: &mut Conn, id: Uuid) -> Result<Option<OfRecord>, FactsError> {
    let appointed: Option<(Uuid, String, String)> = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(appointment::id.eq(id))
        .select((appointment::person_id, appointment::role, body::short_name))
        .first(conn)
        .await
        .optional()?;
    let who = appointed.as_ref().map_or(id, |(person, _, _)| *person);
    let found: Option<(String, String)> = person::table
        .inner_join(subject::table.on(subject::id.eq(person::id)))
        .filter(person::id.eq(who))
        .select((subject::handle, person::name))
        .first(conn)
        .await
        .optional()?;
    let Some((handle, name)) = found else { return Ok(None) };
    let served = match appointed {
        Some((_, role, body)) => {
            let known = Role::from_name(&role).ok_or(FactsError::Unknown("appointment.role", role))?;
            Some((known, body))
        }
        None => None,
    };
    Ok(Some(OfRecord { handle, name, served }))
}
