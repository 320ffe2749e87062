//! From a handle or a number to a subject that the asker may see.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::facts::sight::{Sight, sees};
use crate::facts::{Conn, FactsError, Place, place};
use crate::schema::{number, subject};

/// A subject by its handle, with the statement that it belongs to.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: Uuid,
    pub kind: Kind,
    pub handle: String,
    pub place: Place,
}

/// The subject with this handle, if the asker may see it: not visible is not there.
pub async fn by_handle(conn: &mut Conn, sight: &Sight, handle: &str) -> Result<Option<Found>, FactsError> {
    let Some(kind) = Kind::of_handle(handle) else { return Ok(None) };
    let id: Option<Uuid> =
        subject::table.filter(subject::handle.eq(handle)).select(subject::id).first(conn).await.optional()?;
    let Some(id) = id else { return Ok(None) };
    let place = place::of_subject(conn, kind, id).await?;
    let visible = match place.statement {
        Some(statement) => sees(conn, sight, statement).await?,
        None => false,
    };
    Ok(visible.then(|| Found { id, kind, handle: handle.to_owned(), place }))
}

/// The handles of the visible statements that carry this number, newest first.
pub async fn by_number(conn: &mut Conn, sight: &Sight, value: &str) -> Result<Vec<String>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .inner_join(subject::table.on(subject::id.eq(number::subject_id)))
        .filter(lower(number::value).eq(value.trim().to_lowercase()))
        .order(number::id.desc())
        .select((subject::id, subject::kind))
        .limit(20)
        .load(conn)
        .await?;
    let mut handles = Vec::new();
    for (id, kind) in rows {
        let Some(kind) = crate::domain::named::Named::from_name(&kind) else { continue };
        let place = place::of_subject(conn, kind, id).await?;
        let Some(statement) = place.statement else { continue };
        if sees(conn, sight, statement).await? && !handles.contains(&place.handle) {
            handles.push(place.handle);
        }
    }
    Ok(handles)
}

diesel::define_sql_function! {
    /// PostgreSQL's `lower`.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
