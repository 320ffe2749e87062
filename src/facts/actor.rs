//! A person as an actor: with all their appointments, past ones too; and as somebody who is signed in.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::deployment::letters_leave;
use super::sight::{Sight, nearest};
use super::{Conn, FactsError, word};
use crate::domain::named::Named;
use crate::domain::people::{Actor, Appointment, Role};
use crate::domain::standing;
use crate::schema::{appointment, body, body_ancestor, person, preference};

/// The person with this id as an actor.
pub async fn load(conn: &mut Conn, id: Uuid) -> Result<Actor, FactsError> {
    load_all(conn, &[id]).await?.pop().ok_or(FactsError::Missing("person", id))
}

/// These people as actors, as far as there are such people: two queries, however many.
pub async fn load_all(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Actor>, FactsError> {
    let people: Vec<(Uuid, String, bool)> = person::table
        .filter(person::id.eq_any(ids))
        .order(person::id)
        .select((person::id, person::name, person::administrator))
        .load(conn)
        .await?;
    type Row = (Uuid, Uuid, String, Uuid, NaiveDate, Option<NaiveDate>);
    let rows: Vec<Row> = appointment::table
        .filter(appointment::person_id.eq_any(ids))
        .order(appointment::valid_from)
        .select((
            appointment::person_id,
            appointment::id,
            appointment::role,
            appointment::body_id,
            appointment::valid_from,
            appointment::valid_to,
        ))
        .load(conn)
        .await?;
    let mut held: HashMap<Uuid, Vec<Appointment>> = HashMap::new();
    for (person, id, role, body, from, to) in rows {
        let role = word("appointment.role", &role)?;
        held.entry(person).or_default().push(Appointment { id, person, role, body, from, to });
    }
    let actor = |(id, name, administrator)| {
        let appointments = held.remove(&id).unwrap_or_default();
        Actor::Person { id, name, appointments, administrator }
    };
    Ok(people.into_iter().map(actor).collect())
}

/// Somebody who is signed in: who they are, what they see and which roles they hold on a day.
#[derive(Clone, Debug)]
pub struct Known {
    pub actor: Actor,
    pub name: String,
    pub email: String,
    /// In which they read, if they said so.
    pub language: Option<String>,
    pub sight: Sight,
    /// Each with its body's name, in the order of the bodies.
    pub roles: Vec<(Role, String)>,
    /// Letters leave from this database; it is no copy.
    pub letters_leave: bool,
}

#[derive(Queryable)]
struct Served {
    id: Uuid,
    role: String,
    body_id: Uuid,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    body: String,
    ancestor: Uuid,
    is_root: bool,
    depth: i16,
}

/// The person, unless they have left: one query, a row for each ancestor of each body that they ever served in.
pub async fn known(conn: &mut Conn, id: Uuid, on: NaiveDate) -> Result<Option<Known>, FactsError> {
    type Row = ((String, String, bool, bool, Option<String>), Option<Served>);
    let rows: Vec<Row> = person::table
        .left_join(preference::table.on(preference::person_id.eq(person::id)))
        .left_join(
            appointment::table
                .inner_join(body::table.on(body::id.eq(appointment::body_id)))
                .inner_join(body_ancestor::table.on(body_ancestor::body_id.eq(appointment::body_id)))
                .on(appointment::person_id.eq(person::id)),
        )
        .filter(person::id.eq(id).and(person::state.eq_any(standing::in_force())))
        .order((appointment::valid_from, appointment::id))
        .select((
            (person::name, person::email, person::administrator, letters_leave(), preference::language.nullable()),
            (
                appointment::id,
                appointment::role,
                appointment::body_id,
                appointment::valid_from,
                appointment::valid_to,
                body::short_name,
                body_ancestor::ancestor_id,
                body_ancestor::is_root,
                body_ancestor::depth,
            )
                .nullable(),
        ))
        .load(conn)
        .await?;
    let Some((person, _)) = <[Row]>::first(&rows) else { return Ok(None) };
    let (name, email, administrator, letters_leave, language) = person.clone();
    let served: Vec<Served> = rows.into_iter().filter_map(|(_, served)| served).collect();
    let links: Vec<(Uuid, Uuid, bool, i16)> =
        served.iter().map(|row| (row.body_id, row.ancestor, row.is_root, row.depth)).collect();
    let mut appointments: Vec<Appointment> = Vec::new();
    let mut roles: Vec<(Role, String)> = Vec::new();
    for row in served {
        if appointments.iter().any(|known| known.id == row.id) {
            continue;
        }
        let role: Role = word("appointment.role", &row.role)?;
        let held =
            Appointment { id: row.id, person: id, role, body: row.body_id, from: row.valid_from, to: row.valid_to };
        if held.held_on(on) {
            roles.push((role, row.body));
        }
        appointments.push(held);
    }
    roles.sort_by(|a, b| (&a.1, a.0.name()).cmp(&(&b.1, b.0.name())));
    let serves: Vec<Uuid> = appointments.iter().filter(|a| a.held_on(on)).map(|a| a.body).collect();
    let sight = Sight { roots: nearest(&serves, &links), person: id };
    let actor = Actor::Person { id, name: name.clone(), appointments, administrator };
    Ok(Some(Known { actor, name, email, language, sight, roles, letters_leave }))
}
