//! The facts of a plain record: whether it is there.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, body as bodies};
use crate::domain::command::Kind;
use crate::domain::procedure::record::State;
use crate::domain::record::RecordFacts;
use crate::schema::{body, event};

/// The record with this id. Its state is that of its newest event, since all five tables share one procedure. A body is
/// locked where it is to be changed: two may write into one address book.
pub async fn load(conn: &mut Conn, id: Uuid, kind: Kind, lock: bool) -> Result<RecordFacts, FactsError> {
    if lock && kind == Kind::Body {
        let row = body::table.find(id).select(body::id).for_no_key_update();
        row.first::<Uuid>(conn).await.optional()?.ok_or(FactsError::Missing("body", id))?;
    }
    let newest: Option<(String, i32)> = event::table
        .filter(event::subject_id.eq(id))
        .order(event::seq.desc())
        .select((event::to_state, event::seq))
        .first(conn)
        .await
        .optional()?;
    let (state, version) = newest.ok_or(FactsError::Missing("record", id))?;
    let state: State = super::word("record.state", &state)?;
    let authority = if kind == Kind::Body { authority(conn, id).await? } else { None };
    Ok(RecordFacts { id, kind, version, state: Some(state), authority })
}

/// Where a role counts for a body that is kept here.
async fn authority(conn: &mut Conn, id: Uuid) -> Result<Option<Vec<Uuid>>, FactsError> {
    let body = bodies::load(conn, id).await?;
    Ok(body.kept_here.then(|| body.authority()))
}

/// The facts of a record that is about to be born.
pub fn unborn(id: Uuid, kind: Kind) -> RecordFacts {
    RecordFacts { id, kind, version: 0, state: None, authority: None }
}
