//! The facts of one destination.

mod corrected;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::statement::Recorder;
use super::{Conn, FactsError, body, word};
use crate::domain::command::{DestinationCommand, Extent};
use crate::domain::destination::{Around, DestinationFacts, Linked, Reply, unanswered_now};
use crate::domain::named::Named;
use crate::domain::notice::Officer;
use crate::domain::people::Role;
use crate::domain::procedure::destination::State;
use crate::domain::reference::Purpose;
use crate::domain::standing;
use crate::domain::statement::{StatementFacts, To};
use crate::schema::{body as body_row, destination, event, person, statement, statement_reply, subject};

type Row = (i32, String, Uuid, Option<Uuid>, String, String, Option<NaiveDate>, Option<NaiveDate>, i16);

/// The destination with this id. What only people's acts rest on is read where the command may be theirs; sending to sixty
/// bodies asks for none of it.
pub async fn load(
    conn: &mut Conn,
    id: Uuid,
    lock: bool,
    command: Option<&DestinationCommand>,
    on: NaiveDate,
) -> Result<DestinationFacts, FactsError> {
    let query = destination::table.filter(destination::id.eq(id)).select((
        destination::version,
        destination::state,
        destination::statement_id,
        destination::body_id,
        destination::printed,
        destination::purpose,
        destination::deadline,
        destination::expected_on,
        destination::position,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let row: Option<Row> = row.optional()?;
    let (version, state, of, to, printed, purpose, deadline, expected_on, position) =
        row.ok_or(FactsError::Missing("destination", id))?;
    let state: State = word("destination.state", &state)?;
    let mut facts = bare(conn, id, of).await?;
    (facts.version, facts.state, facts.position) = (version, Some(state), position);
    (facts.purpose, facts.deadline, facts.expected_on) =
        (word("destination.purpose", &purpose)?, deadline, expected_on);
    if state.is_answerable() {
        facts.links = links(conn, id).await?;
        facts.unanswered = if state.is_answered() { unanswered(conn, &facts).await? } else { Some(state) };
    }
    let named = match command {
        Some(DestinationCommand::Answer { reply, .. } | DestinationCommand::Unlink { reply }) => Some(*reply),
        Some(
            DestinationCommand::Plan { .. }
            | DestinationCommand::Change { .. }
            | DestinationCommand::Drop
            | DestinationCommand::Deliver
            | DestinationCommand::GiveUp
            | DestinationCommand::Record { .. }
            | DestinationCommand::TakeBack { of: Some(_) },
        ) => return Ok(facts),
        Some(DestinationCommand::Correct(_) | DestinationCommand::TakeBack { of: None }) | None => None,
    };
    facts.reply = match named {
        Some(reply) => Some(named_reply(conn, reply).await?),
        None => None,
    };
    around_people(conn, &mut facts, to, printed).await?;
    if state.is_correctable() && named.is_none() {
        corrected::load(conn, &mut facts, to, command, on).await?;
    }
    Ok(facts)
}

/// The facts of a destination that is about to be born.
pub async fn unborn(conn: &mut Conn, id: Uuid, command: &DestinationCommand) -> Result<DestinationFacts, FactsError> {
    let (DestinationCommand::Plan { statement, position, to }
    | DestinationCommand::Record { statement, position, to, .. }) = command
    else {
        return Err(FactsError::Missing("destination", id));
    };
    let facts = bare(conn, id, *statement).await?;
    Ok(DestinationFacts { purpose: to.purpose, deadline: to.deadline, position: *position, ..facts })
}

/// What a page offers at one addressee of a statement whose facts it has.
pub fn of_statement(facts: &StatementFacts, to: &To, handle: &str, links: Vec<Linked>) -> DestinationFacts {
    DestinationFacts {
        id: to.id,
        handle: handle.to_owned(),
        version: 0,
        state: Some(to.state),
        statement: facts.id,
        statement_state: facts.state,
        title: facts.title.clone(),
        name: to.name().to_owned(),
        purpose: to.purpose,
        deadline: to.deadline,
        expected_on: to.expected_on,
        position: to.position,
        unanswered: None,
        links,
        reply: None,
        around: Around::default(),
        newest: None,
        last: None,
        authority: facts.authority.clone(),
        author: facts.author.clone(),
        go_live: facts.owner.go_live,
    }
}

/// A statement's addressee with what any of its acts needs.
async fn bare(conn: &mut Conn, id: Uuid, of: Uuid) -> Result<DestinationFacts, FactsError> {
    let (state, title, go_live): (String, String, Option<NaiveDate>) = statement::table
        .inner_join(body_row::table.on(body_row::id.eq(statement::owner_id)))
        .filter(statement::id.eq(of))
        .select((statement::state, statement::title, body_row::go_live))
        .first(conn)
        .await?;
    Ok(DestinationFacts {
        id,
        handle: String::new(),
        version: 0,
        state: None,
        statement: of,
        statement_state: Some(word("statement.state", &state)?),
        title,
        name: String::new(),
        purpose: Purpose::Information,
        deadline: None,
        expected_on: None,
        position: 0,
        unanswered: None,
        links: Vec::new(),
        reply: None,
        around: Around::default(),
        newest: None,
        last: None,
        authority: Vec::new(),
        author: None,
        go_live,
    })
}

/// Names, the bodies in which a role counts, and the author.
async fn around_people(
    conn: &mut Conn,
    facts: &mut DestinationFacts,
    to: Option<Uuid>,
    printed: String,
) -> Result<(), FactsError> {
    type Author = Option<(Uuid, String, String)>;
    let (owner, author, handle): (Uuid, Author, String) = statement::table
        .inner_join(subject::table.on(subject::id.eq(facts.id)))
        .left_join(person::table.on(person::id.nullable().eq(statement::author_id)))
        .filter(statement::id.eq(facts.statement))
        .select((statement::owner_id, (person::id, person::name, person::email).nullable(), subject::handle))
        .first(conn)
        .await?;
    let wanted: Vec<Uuid> = to.into_iter().chain([owner]).collect();
    let bodies = body::load_all(conn, &wanted).await?;
    let owner = bodies.get(&owner).ok_or(FactsError::Missing("body", owner))?;
    facts.handle = handle;
    facts.name = to.and_then(|id| bodies.get(&id)).map_or(printed, |body| body.short_name.clone());
    let elsewhere = facts.statement_state.is_some_and(|state| state.is_issued_elsewhere());
    let recorder = if elsewhere { Recorder::load(conn, facts.statement).await? } else { None };
    facts.authority = recorder.map_or_else(|| owner.authority(), |recorder| recorder.authority());
    (facts.around.owner, facts.around.owner_root) = (owner.id, owner.root());
    facts.author = author.map(|(person, name, address)| Officer {
        person,
        name,
        address,
        role: Role::Expert,
        body: owner.id,
        body_name: owner.short_name.clone(),
    });
    Ok(())
}

async fn links(conn: &mut Conn, id: Uuid) -> Result<Vec<Linked>, FactsError> {
    let rows: Vec<(Uuid, String, String, Option<NaiveDate>)> = statement_reply::table
        .inner_join(subject::table.on(subject::id.eq(statement_reply::reply_id)))
        .filter(statement_reply::destination_id.eq(id))
        .order(subject::created_at)
        .select((statement_reply::reply_id, subject::handle, statement_reply::extent, statement_reply::expected_on))
        .load(conn)
        .await?;
    let link = |(reply, handle, extent, expected_on): (Uuid, String, String, Option<NaiveDate>)| {
        let extent: Extent = word("statement_reply.extent", &extent)?;
        Ok(Linked { reply, handle, extent, expected_on })
    };
    rows.into_iter().map(link).collect()
}

async fn named_reply(conn: &mut Conn, id: Uuid) -> Result<Reply, FactsError> {
    let found: Option<(String, String)> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq(id))
        .select((subject::handle, statement::state))
        .first(conn)
        .await
        .optional()?;
    let (handle, state) = found.ok_or(FactsError::Missing("statement", id))?;
    Ok(Reply { handle, sent: standing::was_sent(&state) })
}

/// Where it stood last without an answer; what is asked of it may have been corrected since.
async fn unanswered(conn: &mut Conn, facts: &DestinationFacts) -> Result<Option<State>, FactsError> {
    let states = State::names_where(State::is_unanswered);
    let newest: Option<String> = event::table
        .filter(event::subject_id.eq(facts.id).and(event::to_state.eq_any(states)))
        .order(event::seq.desc())
        .select(event::to_state)
        .first(conn)
        .await
        .optional()?;
    let newest = newest.map(|state| word("destination.state", &state)).transpose()?;
    Ok(newest.map(|state| unanswered_now(facts, state)))
}
