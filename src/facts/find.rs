//! Subjects by what people call them: a handle, a body's short name, an address, a number.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::Kind;
use crate::domain::standing;
use crate::schema::{allocation, body, body_alias, number, person, registration, subject};

/// The subject with this handle.
pub async fn handle(conn: &mut Conn, handle: &str) -> Result<Option<(Uuid, Kind)>, FactsError> {
    let found: Option<(Uuid, String)> = subject::table
        .filter(subject::handle.eq(handle.to_uppercase()))
        .select((subject::id, subject::kind))
        .first(conn)
        .await
        .optional()?;
    found.map(|(id, kind)| Ok((id, word("subject.kind", &kind)?))).transpose()
}

/// The handle of a subject.
pub async fn handle_of(conn: &mut Conn, id: Uuid) -> Result<Option<String>, FactsError> {
    Ok(subject::table.find(id).select(subject::handle).first(conn).await.optional()?)
}

/// The body of this short name, the newest where the name was used again; else the one that had it (PR-16).
pub async fn body(conn: &mut Conn, name: &str) -> Result<Option<Uuid>, FactsError> {
    let found = body::table
        .filter(lower(body::short_name).eq(name.to_lowercase()).and(body::merged_into.is_null()))
        .order(body::valid_from.desc())
        .select(body::id)
        .first(conn)
        .await
        .optional()?;
    if found.is_some() { Ok(found) } else { formerly(conn, name).await }
}

/// The body that had this name, or into which the one of this name was merged; the newest where several did.
pub async fn formerly(conn: &mut Conn, name: &str) -> Result<Option<Uuid>, FactsError> {
    Ok(body_alias::table
        .filter(number_form(body_alias::name).eq(number_form(name)))
        .order(body_alias::event_id.desc())
        .select(body_alias::body_id)
        .first(conn)
        .await
        .optional()?)
}

/// The person with this address.
pub async fn person(conn: &mut Conn, address: &str) -> Result<Option<Uuid>, FactsError> {
    Ok(person::table
        .filter(lower(person::email).eq(address.to_lowercase()))
        .select(person::id)
        .first(conn)
        .await
        .optional()?)
}

/// The people who set the deployment up.
pub async fn administrators(conn: &mut Conn) -> Result<Vec<Uuid>, FactsError> {
    let all = person::table.filter(person::administrator.eq(true)).filter(person::state.eq_any(standing::in_force()));
    Ok(all.order(person::id).select(person::id).load(conn).await?)
}

/// The subjects that have this official number.
pub async fn number(conn: &mut Conn, value: &str) -> Result<Vec<(Uuid, Kind)>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .inner_join(subject::table.on(subject::id.eq(number::subject_id)))
        .filter(number::form.eq(number_form(value)))
        .order(number::id)
        .select((subject::id, subject::kind))
        .load(conn)
        .await?;
    rows.into_iter().map(|(id, kind)| Ok((id, word("subject.kind", &kind)?))).collect()
}

/// The official numbers of a subject, oldest first.
pub async fn numbers_of(conn: &mut Conn, id: Uuid) -> Result<Vec<String>, FactsError> {
    let all = number::table.filter(number::subject_id.eq(id).and(number::voided_by.is_null())).order(number::id);
    Ok(all.select(number::value).load(conn).await?)
}

/// The receiving side of a statement: registration and body.
pub async fn registrations(conn: &mut Conn, statement: Uuid) -> Result<Vec<(Uuid, Uuid)>, FactsError> {
    let all = registration::table.filter(registration::statement_id.eq(statement)).order(registration::id);
    Ok(all.select((registration::id, registration::body_id)).load(conn).await?)
}

/// The parts of a registration: allocation and body.
pub async fn allocations(conn: &mut Conn, of: Uuid) -> Result<Vec<(Uuid, Uuid)>, FactsError> {
    let all = allocation::table.filter(allocation::registration_id.eq(of)).order(allocation::id);
    Ok(all.select((allocation::id, allocation::body_id)).load(conn).await?)
}

diesel::define_sql_function! {
    /// The form in which numbers and names are compared: whatever the dash, the blanks and the case (PR-10).
    fn number_form(value: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
diesel::define_sql_function! {
    /// PostgreSQL's `lower`.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
