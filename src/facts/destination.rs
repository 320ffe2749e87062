//! The facts of one destination.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::DestinationCommand;
use crate::domain::destination::DestinationFacts;
use crate::domain::procedure::destination::State;
use crate::schema::{body, destination, event, statement};

type Row = (i32, String, Uuid, String, Option<NaiveDate>, i16);

/// The destination with this id.
pub async fn load(conn: &mut Conn, id: Uuid, lock: bool) -> Result<DestinationFacts, FactsError> {
    let query = destination::table.filter(destination::id.eq(id)).select((
        destination::version,
        destination::state,
        destination::statement_id,
        destination::purpose,
        destination::deadline,
        destination::position,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (version, state, of, purpose, deadline, position): Row =
        row.optional()?.ok_or(FactsError::Missing("destination", id))?;
    let (statement_state, go_live) = of_statement(conn, of).await?;
    let state: State = word("destination.state", &state)?;
    let before = if state.is_answered() { before_answer(conn, id).await? } else { None };
    Ok(DestinationFacts {
        id,
        version,
        state: Some(state),
        statement: of,
        statement_state,
        purpose: word("destination.purpose", &purpose)?,
        deadline,
        position,
        before,
        go_live,
    })
}

/// The facts of a destination that is about to be born.
pub async fn unborn(conn: &mut Conn, id: Uuid, command: &DestinationCommand) -> Result<DestinationFacts, FactsError> {
    let (DestinationCommand::Plan { statement, position, to } | DestinationCommand::Record { statement, position, to }) =
        command
    else {
        return Err(FactsError::Missing("destination", id));
    };
    let (statement_state, go_live) = of_statement(conn, *statement).await?;
    Ok(DestinationFacts {
        id,
        version: 0,
        state: None,
        statement: *statement,
        statement_state,
        purpose: to.purpose,
        deadline: to.deadline,
        position: *position,
        before: None,
        go_live,
    })
}

async fn before_answer(conn: &mut Conn, id: Uuid) -> Result<Option<State>, FactsError> {
    let from: Option<Option<String>> = event::table
        .filter(event::subject_id.eq(id).and(event::act.eq("answer")))
        .order(event::seq.desc())
        .select(event::from_state)
        .first(conn)
        .await
        .optional()?;
    from.flatten().map(|from| word("destination.state", &from)).transpose()
}

async fn of_statement(
    conn: &mut Conn,
    of: Uuid,
) -> Result<(Option<crate::domain::procedure::statement::State>, Option<NaiveDate>), FactsError> {
    let (state, go_live): (String, Option<NaiveDate>) = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq(of))
        .select((statement::state, body::go_live))
        .first(conn)
        .await?;
    Ok((Some(word("statement.state", &state)?), go_live))
}
