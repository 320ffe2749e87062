//! The receiving side of a statement, as far as the asker is of it: registrations and allocations with their facts.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Statement, named};
use crate::domain::allocation::AllocationFacts;
use crate::domain::reference::BodyFacts;
use crate::domain::registration::RegistrationFacts;
use crate::domain::said::Said;
use crate::domain::standing;
use crate::facts::registration::{Of, assemble};
use crate::facts::sight::Sight;
use crate::facts::{self, Conn, FactsError};
use crate::read::register::Name;
use crate::schema::{allocation, person, registration, subject};

/// One body's registration of the statement.
#[derive(Clone, Debug)]
pub struct Registration {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub since: DateTime<Utc>,
    pub body: Name,
    pub received_on: NaiveDate,
    pub channel: String,
    pub number: Option<String>,
    pub allocations: Vec<Allocation>,
    /// What its acts rest on.
    pub facts: RegistrationFacts,
}

/// One part of a registration.
#[derive(Clone, Debug)]
pub struct Allocation {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub body: Name,
    pub lead: bool,
    pub purpose: String,
    pub assignee: String,
    pub due: NaiveDate,
    pub due_rule: Option<Said>,
    pub note: String,
    /// What its acts rest on.
    pub facts: AllocationFacts,
}

#[derive(Queryable)]
struct Row {
    row: facts::registration::Row,
    more: (DateTime<Utc>, NaiveDate, String),
}

#[derive(Queryable)]
struct Part {
    row: facts::allocation::Row,
    more: (String, String),
}

/// The rows before the bodies that stand in them are known. Only `rows` makes it, so that all of it is in sight.
pub(super) struct Received {
    registrations: Vec<Row>,
    parts: Vec<Part>,
}

/// The rows of the registrations that the asker's own trees made; a second query where there are any.
pub(super) async fn rows(conn: &mut Conn, sight: &Sight, of: Uuid) -> Result<Received, FactsError> {
    let registrations: Vec<Row> = registration::table
        .inner_join(subject::table.on(subject::id.eq(registration::id)))
        .filter(registration::statement_id.eq(of).and(registration::body_id.eq_any(&sight.roots)))
        .order((registration::state.eq_any(standing::registrations()).desc(), registration::id))
        .select((
            (
                registration::id,
                subject::handle,
                registration::version,
                registration::state,
                registration::statement_id,
                registration::body_id,
                registration::confidential,
            ),
            (registration::since, registration::received_on, registration::channel),
        ))
        .load(conn)
        .await?;
    let ids: Vec<Uuid> = registrations.iter().map(|one| one.row.id).collect();
    let parts = if ids.is_empty() { Vec::new() } else { parts(conn, &ids).await? };
    Ok(Received { registrations, parts })
}

async fn parts(conn: &mut Conn, of: &[Uuid]) -> Result<Vec<Part>, FactsError> {
    Ok(allocation::table
        .inner_join(subject::table.on(subject::id.eq(allocation::id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::registration_id.eq_any(of))
        .order(allocation::id)
        .select((
            (
                allocation::id,
                subject::handle,
                allocation::version,
                allocation::state,
                allocation::registration_id,
                allocation::body_id,
                allocation::lead,
                allocation::purpose,
                allocation::assignee_id,
                (allocation::due, allocation::due_rule, allocation::due_meeting_id),
            ),
            (allocation::note, person::name),
        ))
        .load(conn)
        .await?)
}

impl Received {
    /// Every body that stands in the rows.
    pub(super) fn bodies(&self) -> Vec<Uuid> {
        self.registrations.iter().map(|one| one.row.body).chain(self.parts.iter().map(|one| one.row.body)).collect()
    }

    /// The registrations with their facts on that day, those in force first.
    pub(super) async fn load(
        self,
        conn: &mut Conn,
        page: &Statement,
        bodies: &HashMap<Uuid, BodyFacts>,
        on: NaiveDate,
    ) -> Result<Vec<Registration>, FactsError> {
        let body = |id: Uuid| bodies.get(&id).cloned().ok_or(FactsError::Missing("body", id));
        let of = Of {
            handle: page.handle.clone(),
            title: page.title.clone(),
            source: page.owner.name.clone(),
            deadline: page.deadline,
            sent: standing::reaches_others(&page.state),
            disowned: standing::is_disowned(&page.state),
        };
        let mut all = Vec::new();
        for Row { row, more: (since, received_on, channel) } in self.registrations {
            let own = || self.parts.iter().filter(|part| part.row.registration == row.id);
            let parts = own().map(|part| part.row.part()).collect::<Result<_, _>>()?;
            let (state, name) = (row.state.clone(), named(bodies, row.body));
            let name = name.ok_or(FactsError::Missing("body", row.body))?;
            let allocated: Vec<&Part> = own().filter(|part| standing::is_allocated(&part.row.state)).collect();
            let facts = assemble(conn, row.clone(), of.clone(), body(row.body)?, parts, on).await?;
            let mut allocations = Vec::new();
            for part in allocated {
                allocations.push(part.shown(part.row.under(&facts, body(part.row.body)?)?));
            }
            allocations.sort_by_key(|one| (!one.lead, one.id));
            let (id, handle, version, number) = (row.id, row.handle, row.version, None);
            let registration = Registration {
                id,
                handle,
                version,
                state,
                since,
                body: name,
                received_on,
                channel,
                number,
                allocations,
                facts,
            };
            all.push(registration);
        }
        Ok(all)
    }
}

impl Part {
    fn shown(&self, facts: AllocationFacts) -> Allocation {
        let (row, (note, assignee)) = (&self.row, &self.more);
        Allocation {
            id: row.id,
            handle: row.handle.clone(),
            version: row.version,
            state: row.state.clone(),
            body: Name { id: Some(row.body), name: facts.body.short_name.clone(), side: facts.body.side },
            lead: row.lead,
            purpose: row.purpose.clone(),
            assignee: assignee.clone(),
            due: facts.due.on,
            due_rule: Some(facts.due.rule.clone()),
            note: note.clone(),
            facts,
        }
    }
}
