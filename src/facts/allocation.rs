//! The facts of one allocation.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::registration::of_registration;
use super::{Conn, FactsError, body, word};
use crate::domain::allocation::AllocationFacts;
use crate::domain::calendar::{Due, allocation_due};
use crate::domain::command::{AllocationCommand, Extent};
use crate::domain::named::Named;
use crate::domain::procedure::allocation::Act;
use crate::domain::reference::{BodyFacts, Purpose};
use crate::domain::registration::{Part, RegistrationFacts};
use crate::domain::standing;
use crate::schema::{allocation, event, event_payload, meeting, registration, statement, statement_reply, subject};

/// The row that an allocation's rules are asked about, as the door and a page read it.
#[derive(Clone, Debug, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub registration: Uuid,
    pub body: Uuid,
    pub lead: bool,
    pub purpose: String,
    pub assignee: Uuid,
    pub due: DueColumns,
}

/// A due date as it is kept: the day, its rule, and the meeting with which it moves.
pub(super) type DueColumns = (NaiveDate, Value, Option<Uuid>);

/// What *take back* and a withdrawn reply rest on.
#[derive(Clone, Debug, Queryable)]
struct Past {
    before: Option<String>,
    answered: bool,
    drafted: bool,
}

impl Row {
    /// The allocation as the registration's rules see it.
    pub fn part(&self) -> Result<Part, FactsError> {
        let (state, purpose) = (word("allocation.state", &self.state)?, word("allocation.purpose", &self.purpose)?);
        Ok(Part { id: self.id, state, lead: self.lead, purpose, body: self.body })
    }

    /// The allocation under its registration: nothing more is to be read.
    pub fn under(&self, of: &RegistrationFacts, body: BodyFacts) -> Result<AllocationFacts, FactsError> {
        let facts = AllocationFacts {
            id: self.id,
            handle: String::new(),
            version: 0,
            state: None,
            body,
            registration: of.id,
            statement_handle: of.statement_handle.clone(),
            title: of.title.clone(),
            source: of.source.clone(),
            deadline: of.deadline,
            lead: false,
            purpose: Purpose::Information,
            assignee: None,
            due: due(&self.due)?,
            tree: of.tree.clone(),
            officers: of.officers.clone(),
            meetings: of.meetings.clone(),
            before: None,
            answered_again: false,
            drafted_again: false,
        };
        self.onto(facts)
    }

    fn onto(&self, facts: AllocationFacts) -> Result<AllocationFacts, FactsError> {
        Ok(AllocationFacts {
            handle: self.handle.clone(),
            version: self.version,
            state: Some(word("allocation.state", &self.state)?),
            lead: self.lead,
            purpose: word("allocation.purpose", &self.purpose)?,
            assignee: Some(self.assignee),
            due: due(&self.due)?,
            ..facts
        })
    }
}

/// The allocation with this id, on the day of the act.
pub async fn load(conn: &mut Conn, id: Uuid, lock: bool, on: NaiveDate) -> Result<AllocationFacts, FactsError> {
    let handle = subject::table.filter(subject::id.eq(allocation::id)).select(subject::handle).single_value();
    // That its day moved took it nowhere.
    let newest = event::table
        .filter(event::subject_id.eq(allocation::id).and(event::act.ne(Act::MoveDue.name())))
        .order(event::seq.desc());
    let found = newest.select(event::from_state).limit(1).single_value();
    let reply = |states: Vec<&'static str>| {
        let of = statement_reply::table.inner_join(statement::table.on(statement::id.eq(statement_reply::reply_id)));
        exists(of.filter(statement_reply::allocation_id.eq(allocation::id.nullable())).filter(
            statement_reply::extent.eq_any(Extent::names_where(Extent::answers)).and(statement::state.eq_any(states)),
        ))
    };
    let query = allocation::table.filter(allocation::id.eq(id)).select((
        (
            allocation::id,
            handle.assume_not_null(),
            allocation::version,
            allocation::state,
            allocation::registration_id,
            allocation::body_id,
            allocation::lead,
            allocation::purpose,
            allocation::assignee_id,
            (allocation::due, allocation::due_rule, allocation::due_meeting_id),
        ),
        (found, reply(standing::left()), reply(standing::unsent())),
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (row, past): (Row, Past) = row.optional()?.ok_or(FactsError::Missing("allocation", id))?;
    let facts = AllocationFacts {
        before: past.before.as_deref().map(|state| word("allocation.state", state)).transpose()?,
        answered_again: past.answered,
        drafted_again: past.drafted,
        ..around(conn, id, row.registration, row.body, on).await?
    };
    row.onto(facts)
}

/// The facts of an allocation that is about to be born.
pub async fn unborn(
    conn: &mut Conn,
    id: Uuid,
    command: &AllocationCommand,
    on: NaiveDate,
) -> Result<AllocationFacts, FactsError> {
    let AllocationCommand::Assign { registration, wanted, due } = command else {
        return Err(FactsError::Missing("allocation", id));
    };
    let mut facts = around(conn, id, *registration, wanted.body, on).await?;
    facts.lead = wanted.lead;
    facts.purpose = wanted.purpose;
    facts.due = due.clone();
    Ok(facts)
}

async fn around(
    conn: &mut Conn,
    id: Uuid,
    of: Uuid,
    body_id: Uuid,
    on: NaiveDate,
) -> Result<AllocationFacts, FactsError> {
    let (registering, statement) = of_registration(conn, of).await?;
    let (tree, officers) = body::tree(conn, registering, on).await?;
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
        due: Due::typed(on),
        tree,
        officers,
        meetings,
        before: None,
        answered_again: false,
        drafted_again: false,
    })
}

/// A due date, as it is kept.
pub(super) fn due((on, kept, meeting): &DueColumns) -> Result<Due, FactsError> {
    let rule = serde_json::from_value(kept.clone());
    let rule = rule.map_err(|_| FactsError::Unknown("allocation.due_rule", kept.to_string()))?;
    Ok(Due { on: *on, rule, meeting: *meeting })
}

/// The due dates that followed from an event, as they were before. Those that somebody has changed since stay as they are. One
/// that a meeting gave is given anew where the meeting was moved or cancelled since: no day comes back that no longer holds.
/// `own` is the meeting that the event cancelled, whose cancellation is taken back with it (PR-19).
pub(super) async fn moved_by(
    conn: &mut Conn,
    cause: Uuid,
    own: Option<Uuid>,
    on: NaiveDate,
) -> Result<Vec<(Uuid, Due)>, FactsError> {
    let rows: Vec<(Uuid, Uuid, DueColumns, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .inner_join(allocation::table.on(allocation::id.eq(event::subject_id)))
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(event::cause.eq(cause).and(event::act.eq(Act::MoveDue.name())))
        .order(allocation::id)
        .select((
            allocation::id,
            registration::body_id,
            (allocation::due, allocation::due_rule, allocation::due_meeting_id),
            event_payload::data,
        ))
        .load(conn)
        .await?;
    let (mut all, mut meetings) = (Vec::new(), HashMap::new());
    for (id, receiver, now, data) in rows {
        let Some(mut before) = as_it_was(&now, &data)? else { continue };
        if let Some(meeting) = before.meeting {
            let (held, starts) = match meetings.entry(meeting) {
                Entry::Occupied(there) => *there.get(),
                Entry::Vacant(place) => *place.insert(meeting_of(conn, meeting, false).await?),
            };
            let fits = before.is_by(starts);
            if own == Some(meeting) {
                // Where it was over when it was moved, the day comes back and hangs on nothing.
                before.meeting = before.meeting.filter(|_| fits);
            } else if !(held && fits) {
                before = allocation_due(on, None, &body::meetings(conn, receiver, on).await?);
            }
        }
        all.push((id, before));
    }
    Ok(all)
}

/// The due date before an event that moved it; none where somebody has changed it since.
fn as_it_was(now: &DueColumns, data: &Value) -> Result<Option<Due>, FactsError> {
    // What did not change with it stands as it is.
    let change = |column: &str, at: usize| data.get("changes").and_then(|all| all.get(column)?.get(at)).cloned();
    let after = |column: &str, now: Value| change(column, 1).is_none_or(|after| after == now);
    if !(after("due", json!(now.0)) && after("due_rule", now.1.clone()) && after("due_meeting", json!(now.2))) {
        return Ok(None);
    }
    let on = change("due", 0).and_then(|day| serde_json::from_value(day).ok()).unwrap_or(now.0);
    let rule = change("due_rule", 0).unwrap_or_else(|| now.1.clone());
    let meeting = change("due_meeting", 0).map_or(now.2, |id| serde_json::from_value(id).unwrap_or_default());
    due(&(on, rule, meeting)).map(Some)
}

/// Whether a meeting stands, and the day on which it begins. `lock`: it is neither moved nor cancelled before this is done.
pub async fn meeting_of(conn: &mut Conn, of: Uuid, lock: bool) -> Result<(bool, NaiveDate), FactsError> {
    let query = meeting::table.filter(meeting::id.eq(of)).select((meeting::state, meeting::starts_on));
    let row = if lock { query.for_share().first(conn).await } else { query.first(conn).await };
    let (state, starts): (String, NaiveDate) = row.optional()?.ok_or(FactsError::Missing("meeting", of))?;
    Ok((standing::is_held(&state), starts))
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
