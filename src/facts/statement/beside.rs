//! Another statement that one is a corrigendum of, or goes into.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::answered::{named, sender_numbers};
use super::{Conn, FactsError, body, word};
use crate::domain::command::StatementCommand;
use crate::domain::standing;
use crate::domain::statement::{Beside, follows};
use crate::domain::title::Answered;
use crate::schema::{destination, statement};

/// The statement with this id; none where there is none.
pub(super) async fn load(conn: &mut Conn, id: Option<Uuid>) -> Result<Option<Beside>, FactsError> {
    let Some(id) = id else { return Ok(None) };
    let columns = (statement::state, statement::owner_id, statement::corrects_id);
    let row: Option<(String, Uuid, Option<Uuid>)> =
        statement::table.find(id).select(columns).first(conn).await.optional()?;
    let (Some((state, owner, corrects)), Some((_, handle, title, date, source))) =
        (row, named(conn, &[id]).await?.remove(&id))
    else {
        return Ok(None);
    };
    let number = sender_numbers(conn, &[id]).await?.remove(&id);
    let addressed = destination::table
        .filter(destination::statement_id.eq(id).and(destination::state.eq_any(standing::destinations())))
        .order(destination::position)
        .select((destination::body_id, destination::printed))
        .load(conn)
        .await?;
    let (state, roots) = (word("statement.state", &state)?, follows::roots(&body::load(conn, owner).await?));
    let named = Answered { number, source, date };
    Ok(Some(Beside { id, handle, title, state, roots, named, addressed, corrects }))
}

/// What a statement that is about to be born corrects.
pub(super) fn corrected(command: &StatementCommand) -> Option<Uuid> {
    match command {
        StatementCommand::Draft { corrects, .. } => *corrects,
        StatementCommand::Record(recorded) => recorded.corrects,
        StatementCommand::RecordOwn(past) => past.corrects,
        _ => None,
    }
}
