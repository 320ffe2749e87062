//! How far a deployment has begun: what is there already, and what a new administrator still has to do.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, person, subject};

/// How many are named of each.
const NAMED: i64 = 5;

/// Somebody or something by name, with its handle.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct There {
    pub name: String,
    pub handle: String,
}

/// A secretary and the body that they serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secretary {
    pub person: There,
    pub role: String,
    pub body: String,
}

/// What is there already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// Bodies kept here.
    pub bodies: Vec<There>,
    /// People who are no administrators, the newest first.
    pub people: Vec<There>,
    /// Who serves one of the bodies.
    pub secretaries: Vec<Secretary>,
    /// A first statement.
    pub statement: bool,
}

/// Whether a body is kept here: before that there is nothing to do but to begin.
pub async fn has_begun(conn: &mut Conn) -> Result<bool, FactsError> {
    Ok(!bodies(conn).await?.is_empty())
}

/// Looks.
pub async fn begun(conn: &mut Conn, on: NaiveDate) -> Result<Begun, FactsError> {
    let bodies = bodies(conn).await?;
    let people = person::table
        .inner_join(subject::table.on(subject::id.eq(person::id)))
        .filter(person::administrator.eq(false).and(person::state.eq_any(standing::in_force())))
        .order(person::id.desc())
        .limit(NAMED)
        .select((person::name, subject::handle))
        .load(conn)
        .await?;
    // Whether there is one at all, which an administrator may know of what they may not see.
    let statements = subject::table.filter(subject::kind.eq(Kind::Statement.name()));
    let statement = diesel::select(exists(statements)).get_result(conn).await?;
    Ok(Begun { bodies, people, secretaries: secretaries(conn, on).await?, statement })
}

async fn bodies(conn: &mut Conn) -> Result<Vec<There>, FactsError> {
    let kept = body::kept_here.eq(true).and(body::state.eq_any(standing::in_force()));
    Ok(body::table
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .filter(kept)
        .order(body::id)
        .limit(NAMED)
        .select((body::short_name, subject::handle))
        .load(conn)
        .await?)
}

async fn secretaries(conn: &mut Conn, on: NaiveDate) -> Result<Vec<Secretary>, FactsError> {
    let roles = [Role::Counsellor.name(), Role::CommitteeManager.name()];
    let rows: Vec<(There, String, String)> = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .inner_join(subject::table.on(subject::id.eq(appointment::person_id)))
        .filter(body::kept_here.eq(true).and(appointment::role.eq_any(roles)))
        .filter(appointment::state.eq_any(standing::in_force()).and(appointment::valid_from.le(on)))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .order(appointment::id)
        .limit(NAMED)
        .select(((person::name, subject::handle), appointment::role, body::short_name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(person, role, body)| Secretary { person, role, body }).collect())
}
