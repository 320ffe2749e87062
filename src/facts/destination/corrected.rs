//! What the correction of an addressee rests on, and what taking one back restores.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::calendar::MeetingSpan;
use crate::domain::command::DestinationCommand;
use crate::domain::destination::{Dated, DestinationFacts, Meant};
use crate::domain::standing;
use crate::facts::allocation::{DueColumns, due, moved_by};
use crate::facts::{Conn, FactsError, body, last};
use crate::schema::{allocation, destination, event, event_payload, registration, statement};

/// Fills in what corrections rest on, on the day of the act.
pub(super) async fn load(
    conn: &mut Conn,
    facts: &mut DestinationFacts,
    body: Option<Uuid>,
    command: Option<&DestinationCommand>,
    on: NaiveDate,
) -> Result<(), FactsError> {
    facts.around.body = body;
    facts.around.others = others(conn, facts).await?;
    facts.around.parts = parts(conn, facts.statement, on).await?;
    if let Some(DestinationCommand::Correct(wanted)) = command
        && let Some(named) = wanted.body
    {
        facts.around.meant = Some(meant(conn, facts.statement, named).await?);
    }
    (facts.last, _) = last::load(conn, facts.id).await?;
    facts.newest = facts.last.as_ref().map(|last| last.act.clone());
    if let Some(last) = &facts.last {
        facts.around.moved = moved_by(conn, last.event, None, on).await?;
        if let Some(DestinationCommand::TakeBack { .. }) = command {
            facts.around.found = found(conn, facts.statement, last.event).await?;
        }
    }
    Ok(())
}

async fn others(
    conn: &mut Conn,
    facts: &DestinationFacts,
) -> Result<Vec<(Option<Uuid>, Option<NaiveDate>)>, FactsError> {
    Ok(destination::table
        .filter(destination::statement_id.eq(facts.statement).and(destination::id.ne(facts.id)))
        .filter(destination::state.eq_any(standing::destinations()))
        .order(destination::position)
        .select((destination::body_id, destination::deadline))
        .load(conn)
        .await?)
}

/// Open allocations of every body kept here that received it, whose due date nobody chose.
async fn parts(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Vec<Dated>, FactsError> {
    type Row = (Uuid, DueColumns, Uuid);
    let rows: Vec<Row> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(registration::statement_id.eq(of).and(allocation::state.eq_any(standing::open_allocations())))
        .order(allocation::id)
        .select((
            allocation::id,
            (allocation::due, allocation::due_rule, allocation::due_meeting_id),
            registration::body_id,
        ))
        .load(conn)
        .await?;
    let mut meetings: HashMap<Uuid, Vec<MeetingSpan>> = HashMap::new();
    let mut all = Vec::new();
    for (id, kept, receiver) in rows {
        let due = due(&kept)?;
        if due.is_typed() {
            continue;
        }
        let meetings = match meetings.entry(receiver) {
            Entry::Occupied(there) => there.get().clone(),
            Entry::Vacant(place) => place.insert(body::meetings(conn, receiver, on).await?).clone(),
        };
        all.push(Dated { id, receiver, due, meetings });
    }
    Ok(all)
}

/// The body that a printed addressee is said to mean.
async fn meant(conn: &mut Conn, of: Uuid, id: Uuid) -> Result<Meant, FactsError> {
    let named = body::load(conn, id).await?;
    let root = named.root();
    let there = registration::table
        .filter(registration::statement_id.eq(of).and(registration::body_id.eq(root)))
        .filter(registration::state.eq_any(standing::registrations()));
    let received: bool = diesel::select(exists(there)).get_result(conn).await?;
    Ok(Meant { id, name: named.short_name.clone(), root, to_receive: named.kept_here && !received })
}

/// How an event found the statement that it brought up to date.
async fn found(conn: &mut Conn, of: Uuid, cause: Uuid) -> Result<Option<(String, Option<NaiveDate>)>, FactsError> {
    let row: Option<(Option<String>, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::cause.eq(cause).and(event::subject_id.eq(of)))
        .select((event::from_state, event_payload::data))
        .first(conn)
        .await
        .optional()?;
    let Some((Some(state), data)) = row else { return Ok(None) };
    let day = match data.get("changes").and_then(|all| all.get("reply_due")?.get(0)).cloned() {
        Some(day) => serde_json::from_value(day).ok().flatten(),
        // What did not change with it stands as it is.
        None => statement::table.find(of).select(statement::reply_due).first(conn).await?,
    };
    Ok(Some((state, day)))
}
