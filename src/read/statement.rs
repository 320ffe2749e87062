//! One statement's page: everything that stands on it, in a fixed number of queries. What belongs to another body's side
//! (its registration, its letters, its history) is left out unless the asker is in that body's tree.

mod history;
mod letters;
mod recorded;
mod thread;

pub use history::{Entry, PAGE as HISTORY_PAGE};
pub use letters::Letter;
pub use recorded::Recorded;
pub use thread::{Direction, Related};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::register::{Name, name};
use crate::domain::content::{Contact, FileRef};
use crate::domain::said::Said;
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{allocation, body, destination, file, number, person, registration, statement, subject};

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct Statement {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub since: DateTime<Utc>,
    pub owner: Name,
    /// The owner works in this tool.
    pub owner_here: bool,
    pub author: Option<String>,
    pub title: String,
    pub language: String,
    pub prepared_at: String,
    pub abstract_text: String,
    pub body: String,
    pub contacts: Vec<Contact>,
    pub questions: Vec<String>,
    pub keywords: String,
    pub approval: String,
    pub issued_on: Option<NaiveDate>,
    pub level: Option<String>,
    pub decision: Option<Value>,
    pub content_hash: Vec<u8>,
    pub how_sent: String,
    pub deadline: Option<NaiveDate>,
    /// Scheme and value, the sender's.
    pub numbers: Vec<(String, String)>,
    pub destinations: Vec<Destination>,
    pub registrations: Vec<Registration>,
    /// Each with its size in bytes.
    pub files: Vec<(FileRef, i64)>,
    pub thread: Vec<Related>,
    pub letters: Vec<Letter>,
    pub history: Vec<Entry>,
    /// The key of the next older page of the history.
    pub older: Option<Uuid>,
    /// The asker is in the owner's tree.
    pub ours: bool,
    /// For what was only written down here.
    pub recorded: Option<Recorded>,
}

#[derive(Clone, Debug)]
pub struct Destination {
    pub id: Uuid,
    pub state: String,
    pub to: Name,
    pub purpose: String,
    pub deadline: Option<NaiveDate>,
    /// The handle of the statement that answered.
    pub answered_by: Option<String>,
}

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
}

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
    registration: Uuid,
}

/// The page of this statement; the caller has found it visible. `before` pages the history.
pub async fn load(conn: &mut Conn, sight: &Sight, id: Uuid, before: Option<Uuid>) -> Result<Statement, FactsError> {
    let mut page = base(conn, id).await?;
    page.ours = crate::facts::sight::roots_of(conn, page.owner.id.unwrap_or_default())
        .await?
        .iter()
        .any(|root| sight.roots.contains(root));
    if let (false, Some(decision)) = (page.ours, page.decision.as_mut().and_then(Value::as_object_mut)) {
        // Whom the chair asked is the sender's own; that it was decided, and when, goes with the statement.
        decision.remove("consulted");
    }
    page.destinations = destinations(conn, id).await?;
    page.registrations = registrations(conn, sight, id).await?;
    let mut numbers = numbers(conn, id, &page.registrations).await?;
    for registration in &mut page.registrations {
        registration.number = numbers.iter().find(|row| row.0 == registration.id).map(|row| row.2.clone());
    }
    numbers.retain(|row| row.0 == id);
    page.numbers = numbers.into_iter().map(|(_, scheme, value)| (scheme, value)).collect();
    page.files = files(conn, id).await?;
    page.thread = thread::load(conn, sight, id).await?;
    let mut subjects: Vec<Uuid> = Vec::new();
    let written_down = standing::is_issued_elsewhere(&page.state);
    if written_down {
        page.recorded = recorded::load(conn, id, page.owner.id.unwrap_or_default(), page.owner_here).await?;
    }
    if page.ours || written_down {
        subjects.push(id);
        subjects.extend(page.destinations.iter().map(|to| to.id));
    }
    for registration in &page.registrations {
        subjects.push(registration.id);
        subjects.extend(registration.allocations.iter().map(|allocation| allocation.id));
    }
    page.letters = letters::load(conn, &subjects).await?;
    (page.history, page.older) = history::load(conn, &subjects, before).await?;
    Ok(page)
}

type Base = (
    (i32, String, DateTime<Utc>, String, String, String, String, String, Value, Value),
    (String, String, Option<NaiveDate>, Option<String>, Option<Value>, Vec<u8>, String, Option<NaiveDate>),
    (Uuid, String, String, bool),
    Option<String>,
    String,
);

async fn base(conn: &mut Conn, id: Uuid) -> Result<Statement, FactsError> {
    let row: Option<Base> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .left_join(person::table.on(person::id.nullable().eq(statement::author_id)))
        .filter(statement::id.eq(id))
        .select((
            (
                statement::version,
                statement::state,
                statement::since,
                statement::title,
                statement::language,
                statement::prepared_at,
                statement::abstract_,
                statement::body,
                statement::contacts,
                statement::questions,
            ),
            (
                statement::keywords,
                statement::approval,
                statement::issued_on,
                statement::level,
                statement::decision,
                statement::content_hash,
                statement::how_sent,
                statement::deadline,
            ),
            (body::id, body::short_name, body::side, body::kept_here),
            person::name.nullable(),
            subject::handle,
        ))
        .first(conn)
        .await
        .optional()?;
    let (text, facts, owner, author, handle) = row.ok_or(FactsError::Missing("statement", id))?;
    Ok(Statement {
        id,
        handle,
        version: text.0,
        state: text.1,
        since: text.2,
        title: text.3,
        language: text.4,
        prepared_at: text.5,
        abstract_text: text.6,
        body: text.7,
        contacts: serde_json::from_value(text.8).unwrap_or_default(),
        questions: serde_json::from_value(text.9).unwrap_or_default(),
        keywords: facts.0,
        approval: facts.1,
        issued_on: facts.2,
        level: facts.3,
        decision: facts.4,
        content_hash: facts.5,
        how_sent: facts.6,
        deadline: facts.7,
        owner: name(Some(owner.0), owner.1, Some(&owner.2)),
        owner_here: owner.3,
        author,
        numbers: Vec::new(),
        destinations: Vec::new(),
        registrations: Vec::new(),
        files: Vec::new(),
        thread: Vec::new(),
        letters: Vec::new(),
        history: Vec::new(),
        older: None,
        ours: false,
        recorded: None,
    })
}

async fn destinations(conn: &mut Conn, of: Uuid) -> Result<Vec<Destination>, FactsError> {
    type Row =
        (Uuid, String, Option<Uuid>, String, String, Option<NaiveDate>, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Row> = destination::table
        .left_join(body::table.on(body::id.nullable().eq(destination::body_id)))
        .left_join(subject::table.on(subject::id.nullable().eq(destination::answered_by)))
        .filter(destination::statement_id.eq(of).and(destination::state.eq_any(standing::destinations())))
        .order((destination::position, destination::id))
        .select((
            destination::id,
            destination::state,
            destination::body_id,
            destination::printed,
            destination::purpose,
            destination::deadline,
            body::short_name.nullable(),
            body::side.nullable(),
            subject::handle.nullable(),
        ))
        .load(conn)
        .await?;
    let one = |(id, state, body, printed, purpose, deadline, short, side, answered_by): Row| Destination {
        id,
        state,
        to: name(body, short.unwrap_or(printed), side.as_deref()),
        purpose,
        deadline,
        answered_by,
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn registrations(conn: &mut Conn, sight: &Sight, of: Uuid) -> Result<Vec<Registration>, FactsError> {
    type Row = (Uuid, String, i32, String, DateTime<Utc>, NaiveDate, String, (Uuid, String, String));
    let rows: Vec<Row> = registration::table
        .inner_join(body::table.on(body::id.eq(registration::body_id)))
        .inner_join(subject::table.on(subject::id.eq(registration::id)))
        .filter(registration::statement_id.eq(of).and(registration::body_id.eq_any(&sight.roots)))
        .order((registration::state.eq_any(standing::registrations()).desc(), registration::id))
        .select((
            registration::id,
            subject::handle,
            registration::version,
            registration::state,
            registration::since,
            registration::received_on,
            registration::channel,
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let allocations = allocations(conn, &ids).await?;
    let one = |(id, handle, version, state, since, received_on, channel, body): Row| Registration {
        id,
        handle,
        version,
        state,
        since,
        body: name(Some(body.0), body.1, Some(&body.2)),
        received_on,
        channel,
        number: None,
        allocations: allocations.iter().filter(|allocation| allocation.registration == id).cloned().collect(),
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn allocations(conn: &mut Conn, of: &[Uuid]) -> Result<Vec<Allocation>, FactsError> {
    type Row =
        ((Uuid, String, i32, String, Uuid), (bool, String, NaiveDate, Value, String), (Uuid, String, String), String);
    let rows: Vec<Row> = allocation::table
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .inner_join(subject::table.on(subject::id.eq(allocation::id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::registration_id.eq_any(of).and(allocation::state.eq_any(standing::allocations())))
        .order((allocation::lead.desc(), allocation::id))
        .select((
            (allocation::id, subject::handle, allocation::version, allocation::state, allocation::registration_id),
            (allocation::lead, allocation::purpose, allocation::due, allocation::due_rule, allocation::note),
            (body::id, body::short_name, body::side),
            person::name,
        ))
        .load(conn)
        .await?;
    let one = |((id, handle, version, state, registration), (lead, purpose, due, rule, note), body, assignee): Row| {
        let body = name(Some(body.0), body.1, Some(&body.2));
        let due_rule = serde_json::from_value(rule).ok();
        Allocation { id, handle, version, state, body, lead, purpose, assignee, due, due_rule, note, registration }
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn numbers(
    conn: &mut Conn,
    of: Uuid,
    registrations: &[Registration],
) -> Result<Vec<(Uuid, String, String)>, FactsError> {
    let mut subjects = vec![of];
    subjects.extend(registrations.iter().map(|registration| registration.id));
    Ok(number::table
        .filter(number::subject_id.eq_any(subjects).and(number::voided_by.is_null()))
        .order((number::scheme, number::id))
        .select((number::subject_id, number::scheme, number::value))
        .load(conn)
        .await?)
}

async fn files(conn: &mut Conn, of: Uuid) -> Result<Vec<(FileRef, i64)>, FactsError> {
    use crate::schema::statement_file as sf;
    type Row = (Vec<u8>, String, String, String, i64);
    let rows: Vec<Row> = sf::table
        .inner_join(file::table.on(file::hash.eq(sf::hash)))
        .filter(sf::statement_id.eq(of))
        .order(sf::position)
        .select((sf::hash, sf::name, sf::media_type, sf::role, file::size))
        .load(conn)
        .await?;
    let one = |(hash, name, media_type, role, size): Row| {
        (FileRef { hash: hex::encode(hash), name, media_type, original: role == "original" }, size)
    };
    Ok(rows.into_iter().map(one).collect())
}
