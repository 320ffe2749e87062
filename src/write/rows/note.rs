//! Note rows. The statement is not touched: who edits it at this moment has nothing to compare.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::decision::NoteChange;
use crate::schema::{digest_item, event, note};

/// Writes one note's change.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, event: Uuid, change: &NoteChange) -> Result<i32, Error> {
    if let Some((statement, body, author)) = change.born {
        diesel::insert_into(note::table)
            .values((
                note::id.eq(id),
                note::version.eq(1),
                note::state.eq(change.state),
                note::statement_id.eq(statement),
                note::body_id.eq(body),
                note::author_id.eq(author),
                note::written_by.eq(event),
                note::words_of.eq(event),
            ))
            .execute(tx.conn)
            .await?;
        return Ok(1);
    }
    if change.struck {
        let events = event::table.filter(event::subject_id.eq(id)).select(event::id);
        let waiting =
            digest_item::table.filter(digest_item::event_id.eq_any(events).and(digest_item::outcome.is_null()));
        diesel::delete(waiting).execute(tx.conn).await?;
    }
    Ok(diesel::update(note::table.find(id))
        .set((
            note::state.eq(change.state),
            note::version.eq(note::version + 1),
            change.words.then(|| note::words_of.eq(event)),
            note::struck_by.eq(change.struck.then_some(event)),
        ))
        .returning(note::version)
        .get_result(tx.conn)
        .await?)
}
