//! Meeting rows.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::decision::MeetingChange;
use crate::domain::meeting::MeetingRecord;
use crate::domain::named::Named;
use crate::schema::{meeting, meeting_body};

/// Writes one meeting's change.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, change: &MeetingChange) -> Result<i32, Error> {
    if let Some(record) = &change.born {
        insert(tx, id, record, change.state).await?;
        return Ok(1);
    }
    let held = change.held.as_ref().map(|held| {
        (meeting::starts_on.eq(held.starts), meeting::ends_on.eq(held.ends), meeting::place.eq(&held.place))
    });
    Ok(diesel::update(meeting::table.find(id))
        .set((meeting::state.eq(change.state), held, meeting::version.eq(meeting::version + 1)))
        .returning(meeting::version)
        .get_result(tx.conn)
        .await?)
}

async fn insert(tx: &mut Tx<'_>, id: Uuid, record: &MeetingRecord, state: &str) -> Result<(), Error> {
    diesel::insert_into(meeting::table)
        .values((
            meeting::id.eq(id),
            meeting::version.eq(1),
            meeting::state.eq(state),
            meeting::body_id.eq(record.body),
            meeting::kind.eq(record.kind.name()),
            meeting::title.eq(&record.title),
            meeting::place.eq(&record.place),
            (meeting::starts_on.eq(record.starts), meeting::ends_on.eq(record.ends)),
        ))
        .execute(tx.conn)
        .await?;
    let bodies = std::iter::once(&record.body).chain(&record.jointly_with).zip(0_i16..);
    let rows: Vec<_> = bodies
        .map(|(body, position)| {
            (meeting_body::meeting_id.eq(id), meeting_body::body_id.eq(body), meeting_body::position.eq(position))
        })
        .collect();
    diesel::insert_into(meeting_body::table).values(rows).execute(tx.conn).await?;
    Ok(())
}
