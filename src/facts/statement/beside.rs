//! Another statement that one is a corrigendum of, or goes into.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::answered::{named, sender_numbers};
use super::{Conn, FactsError, body, word};
use crate::domain::command::StatementCommand;
use crate::domain::standing;
use crate::domain::statement::Beside;
use crate::domain::title::Answered;
use crate::schema::{destination, statement};

/// The statement with this id; none where there is none.
pub(super) async fn load(conn: &mut Conn, id: Option<Uuid>) -> Result<Option<Beside>, FactsError> {
    let Some(id) = id else { return Ok(None) };
    let row: Option<(String, Uuid)> =
        statement::table.find(id).select((statement::state, statement::owner_id)).first(conn).await.optional()?;
    let (Some((state, owner)), Some((_, handle, title, date, source))) = (row, named(conn, &[id]).await?.remove(&id))
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
    let (state, root) = (word("statement.state", &state)?, body::load(conn, owner).await?.root());
    Ok(Some(Beside { id, handle, title, state, root, named: Answered { number, source, date }, addressed }))
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
