//! From a handle or a number to a subject that the asker may see.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::facts::find::number_form;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError, Place, place};
use crate::schema::number;

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
    if Kind::of_handle(handle).is_none() {
        return Ok(None);
    }
    let found = place::of_handle(conn, handle, sight).await?.filter(|found| found.seen);
    Ok(found.map(|found| Found { id: found.id, kind: found.kind, handle: handle.to_owned(), place: found.place }))
}

/// The subject with this id, if the asker may see it.
pub async fn by_id(conn: &mut Conn, sight: &Sight, id: Uuid) -> Result<Option<Found>, FactsError> {
    let Some(found) = place::of_id(conn, id, sight).await?.filter(|found| found.seen) else { return Ok(None) };
    let handle = found.place.own.clone();
    Ok(Some(Found { id: found.id, kind: found.kind, handle, place: found.place }))
}

/// The handles of the visible statements that carry this number, newest first.
pub async fn by_number(conn: &mut Conn, sight: &Sight, value: &str) -> Result<Vec<String>, FactsError> {
    let rows: Vec<Uuid> = number::table
        .filter(number::form.eq(number_form(value)))
        .order(number::id.desc())
        .select(number::subject_id)
        .limit(20)
        .load(conn)
        .await?;
    let mut handles = Vec::new();
    for id in rows {
        let Some(found) = place::of_id(conn, id, sight).await?.filter(|found| found.seen) else { continue };
        if !handles.contains(&found.place.handle) {
            handles.push(found.place.handle);
        }
    }
    Ok(handles)
}
