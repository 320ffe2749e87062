//! Allocation rows.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::sight;
use crate::db::DbError;
use crate::domain::calendar::Due;
use crate::domain::decision::{AllocationBirth, AllocationChange};
use crate::domain::named::Named;
use crate::domain::standing;
use crate::facts;
use crate::schema::{allocation, registration, statement};

/// Writes one allocation's change.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, change: &AllocationChange) -> Result<i32, Error> {
    if let Some(birth) = &change.born {
        insert(tx, id, birth, change).await?;
    }
    if let Some(assignee) = change.assignee {
        let (of, seq): (Uuid, i64) = allocation::table
            .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
            .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
            .filter(allocation::id.eq(id))
            .select((statement::id, statement::seq))
            .first(tx.conn)
            .await?;
        sight::name(tx, of, seq, assignee).await?;
    }
    if let Some(due) = &change.due {
        hold(tx, due).await?;
    }
    let state = change.state.map(|state| (allocation::state.eq(state), allocation::since.eq(tx.now)));
    let assignee = change.assignee.map(|assignee| allocation::assignee_id.eq(assignee));
    let due = change.due.as_ref().map(|due| {
        (
            allocation::due.eq(due.on),
            allocation::due_rule.eq(json!(due.rule)),
            allocation::due_meeting_id.eq(due.meeting),
        )
    });
    let version = diesel::update(allocation::table.find(id))
        .set((state, assignee, due, allocation::version.eq(allocation::version + 1)))
        .returning(allocation::version)
        .get_result(tx.conn)
        .await?;
    if change.state.is_some_and(|state| !standing::is_allocated(state)) {
        sight::unname(tx, id).await?;
    }
    Ok(version)
}

/// Keeps the meeting that gave a due date where it is until this is done. One that was moved since the date was reckoned
/// gives another, and did not find this allocation among those that hang on it: all is done once more (PR-19).
async fn hold(tx: &mut Tx<'_>, due: &Due) -> Result<(), Error> {
    let Some(meeting) = due.meeting else { return Ok(()) };
    let (held, starts) = facts::allocation::meeting_of(tx.conn, meeting, true).await?;
    match held && due.is_by(starts) {
        true => Ok(()),
        false => Err(Error::Db(DbError::Repeat("the meeting that gave a due date was moved".to_owned()))),
    }
}

async fn insert(tx: &mut Tx<'_>, id: Uuid, birth: &AllocationBirth, change: &AllocationChange) -> Result<(), Error> {
    let (Some(assignee), Some(due)) = (change.assignee, &change.due) else {
        return Err(Error::Broken("an allocation is born without assignee or due date".to_owned()));
    };
    diesel::insert_into(allocation::table)
        .values((
            allocation::id.eq(id),
            allocation::version.eq(0),
            allocation::state.eq(change.state.unwrap_or_default()),
            allocation::since.eq(tx.now),
            allocation::registration_id.eq(birth.registration),
            allocation::body_id.eq(birth.body),
            allocation::lead.eq(birth.lead),
            allocation::purpose.eq(birth.purpose.name()),
            allocation::assignee_id.eq(assignee),
            allocation::due.eq(due.on),
            allocation::due_rule.eq(json!(due.rule)),
            allocation::note.eq(&birth.note),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}
