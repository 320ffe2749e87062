//! The facts of one allocation.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::registration::of_statement;
use super::{Conn, FactsError, body, word};
use crate::domain::allocation::AllocationFacts;
use crate::domain::command::AllocationCommand;
use crate::domain::named::Named;
use crate::domain::procedure::allocation::Act;
use crate::domain::reference::Purpose;
use crate::schema::{allocation, event, event_payload, registration, subject};

type Row = (i32, String, Uuid, Uuid, bool, String, Uuid, NaiveDate);

/// The allocation with this id, on the day of the act.
pub async fn load(conn: &mut Conn, id: Uuid, lock: bool, on: NaiveDate) -> Result<AllocationFacts, FactsError> {
    let query = allocation::table.filter(allocation::id.eq(id)).select((
        allocation::version,
        allocation::state,
        allocation::registration_id,
        allocation::body_id,
        allocation::lead,
        allocation::purpose,
        allocation::assignee_id,
        allocation::due,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (version, state, of, body_id, lead, purpose, assignee, due): Row =
        row.optional()?.ok_or(FactsError::Missing("allocation", id))?;
    let handle: String = subject::table.filter(subject::id.eq(id)).select(subject::handle).first(conn).await?;
    let mut facts = around(conn, id, of, body_id, on).await?;
    facts.handle = handle;
    facts.version = version;
    facts.state = Some(word("allocation.state", &state)?);
    facts.lead = lead;
    facts.purpose = word("allocation.purpose", &purpose)?;
    facts.assignee = Some(assignee);
    facts.due = due;
    Ok(facts)
}

/// The facts of an allocation that is about to be born.
pub async fn unborn(
    conn: &mut Conn,
    id: Uuid,
    command: &AllocationCommand,
    on: NaiveDate,
) -> Result<AllocationFacts, FactsError> {
    let AllocationCommand::Assign { registration, wanted, due, .. } = command else {
        return Err(FactsError::Missing("allocation", id));
    };
    let mut facts = around(conn, id, *registration, wanted.body, on).await?;
    facts.lead = wanted.lead;
    facts.purpose = wanted.purpose;
    facts.due = *due;
    Ok(facts)
}

async fn around(
    conn: &mut Conn,
    id: Uuid,
    of: Uuid,
    body_id: Uuid,
    on: NaiveDate,
) -> Result<AllocationFacts, FactsError> {
    let (registering, statement): (Uuid, Uuid) = registration::table
        .filter(registration::id.eq(of))
        .select((registration::body_id, registration::statement_id))
        .first(conn)
        .await?;
    let statement = of_statement(conn, statement).await?;
    let tree = body::tree(conn, registering).await?;
    let officers = body::officers(conn, &tree, on).await?;
    let meetings = body::meetings(conn, registering, on).await?;
    Ok(AllocationFacts {
        id,
        handle: String::new(),
        version: 0,
        state: None,
        body: body::load(conn, body_id).await?,
        registration: of,
        statement_handle: statement.handle,
        title: statement.title,
        source: statement.source,
        deadline: statement.deadline,
        lead: false,
        purpose: Purpose::Information,
        assignee: None,
        due: on,
        tree,
        officers,
        meetings,
    })
}

/// All allocations of one registration: one load of what they share, however many there are.
pub async fn all_of(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Vec<AllocationFacts>, FactsError> {
    type Each = (Uuid, i32, String, Uuid, bool, String, Uuid, NaiveDate, String);
    let rows: Vec<Each> = allocation::table
        .inner_join(subject::table.on(subject::id.eq(allocation::id)))
        .filter(allocation::registration_id.eq(of))
        .order(allocation::id)
        .select((
            allocation::id,
            allocation::version,
            allocation::state,
            allocation::body_id,
            allocation::lead,
            allocation::purpose,
            allocation::assignee_id,
            allocation::due,
            subject::handle,
        ))
        .load(conn)
        .await?;
    let Some(first) = rows.as_slice().first() else { return Ok(Vec::new()) };
    let shared = around(conn, first.0, of, first.3, on).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.3).collect();
    let bodies = body::load_all(conn, &ids).await?;
    rows.into_iter()
        .map(|(id, version, state, body_id, lead, purpose, assignee, due, handle)| {
            Ok(AllocationFacts {
                id,
                handle,
                version,
                state: Some(word("allocation.state", &state)?),
                body: bodies.get(&body_id).cloned().ok_or(FactsError::Missing("body", body_id))?,
                lead,
                purpose: word("allocation.purpose", &purpose)?,
                assignee: Some(assignee),
                due,
                ..shared.clone()
            })
        })
        .collect()
}

/// Where an allocation was taken up last: the meeting as typed, or "by correspondence".
pub async fn taken_up_at(conn: &mut Conn, allocation: Uuid) -> Result<Option<String>, FactsError> {
    let data: Option<Value> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq(allocation).and(event::act.eq(Act::Consider.name())))
        .order(event::seq.desc())
        .select(event_payload::data.nullable())
        .first(conn)
        .await
        .optional()?
        .flatten();
    let meeting = data.as_ref().and_then(|data| data.get("brought")?.get("meeting")?.as_str());
    Ok(meeting.map(str::to_owned).filter(|meeting| !meeting.trim().is_empty()))
}
