//! What was written down of another body's statement beside its text, and the facts that a command is decided on.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::find::numbers_of;
use super::{Conn, FactsError, answered, beside, load, unborn};
use crate::domain::command::StatementCommand;
use crate::domain::standing;
use crate::domain::statement::{StatementFacts, Written};
use crate::schema::{body, registration, statement};

/// The facts that a command is decided on: of the statement, locked, or of one that is about to be born.
pub async fn of(
    conn: &mut Conn,
    id: Uuid,
    born: bool,
    command: &StatementCommand,
    on: NaiveDate,
) -> Result<StatementFacts, FactsError> {
    if born {
        return unborn(conn, id, command, on).await;
    }
    let typed = match command {
        StatementCommand::Send(sending) => sending.number.as_deref(),
        _ => None,
    };
    let mut facts = load(conn, id, true, on, typed).await?;
    if let StatementCommand::Correct(heading) = command {
        let name = body::table.find(heading.source).select(body::short_name).first(conn).await.optional()?;
        facts.written.source = name.map(|name| (heading.source, name));
    }
    match command {
        StatementCommand::MergeInto(into) => facts.into = beside::load(conn, Some(*into)).await?,
        StatementCommand::TakeOver { from } => {
            let links = answered::links(conn, *from).await?;
            facts.taken = answered::load(conn, &facts.owner, links).await?;
        }
        _ => {}
    }
    Ok(facts)
}

/// What was written down of it; nothing for what is our own.
pub(super) async fn written(conn: &mut Conn, id: Uuid, state: &str) -> Result<Written, FactsError> {
    if !standing::is_issued_elsewhere(state) {
        return Ok(Written::default());
    }
    let issued_on = statement::table.find(id).select(statement::issued_on).first(conn).await?;
    let received = registration::table
        .filter(registration::statement_id.eq(id).and(registration::state.eq_any(standing::registrations())))
        .select(diesel::dsl::min(registration::received_on));
    let received_on = received.first(conn).await?;
    Ok(Written { issued_on, numbers: numbers_of(conn, id).await?, received_on, source: None })
}
