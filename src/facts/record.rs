//! The facts of a plain record: whether it is there.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError};
use crate::domain::command::Kind;
use crate::domain::procedure::record::State;
use crate::domain::record::RecordFacts;
use crate::schema::event;

/// The record with this id. Its state is that of its newest event, since all five tables share one procedure.
pub async fn load(conn: &mut Conn, id: Uuid, kind: Kind) -> Result<RecordFacts, FactsError> {
    let newest: Option<(String, i32)> = event::table
        .filter(event::subject_id.eq(id))
        .order(event::seq.desc())
        .select((event::to_state, event::seq))
        .first(conn)
        .await
        .optional()?;
    let (state, version) = newest.ok_or(FactsError::Missing("record", id))?;
    let state: State = super::word("record.state", &state)?;
    Ok(RecordFacts { id, kind, version, state: Some(state) })
}

/// The facts of a record that is about to be born.
pub fn unborn(id: Uuid, kind: Kind) -> RecordFacts {
    RecordFacts { id, kind, version: 0, state: None }
}
