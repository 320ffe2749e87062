//! A person as an actor: with all their appointments, past ones too.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::people::{Actor, Appointment};
use crate::schema::{appointment, person};

/// The person with this id as an actor.
pub async fn load(conn: &mut Conn, id: Uuid) -> Result<Actor, FactsError> {
    let (name, administrator): (String, bool) = person::table
        .filter(person::id.eq(id))
        .select((person::name, person::administrator))
        .first(conn)
        .await
        .optional()?
        .ok_or(FactsError::Missing("person", id))?;
    type Row = (Uuid, String, Uuid, NaiveDate, Option<NaiveDate>);
    let rows: Vec<Row> = appointment::table
        .filter(appointment::person_id.eq(id))
        .order(appointment::valid_from)
        .select((
            appointment::id,
            appointment::role,
            appointment::body_id,
            appointment::valid_from,
            appointment::valid_to,
        ))
        .load(conn)
        .await?;
    let appointments = rows
        .into_iter()
        .map(|(appointment, role, body, from, to)| {
            Ok(Appointment { id: appointment, person: id, role: word("appointment.role", &role)?, body, from, to })
        })
        .collect::<Result<_, FactsError>>()?;
    Ok(Actor::Person { id, name, appointments, administrator })
}
