//! One statement's page: everything that stands on it and the facts that its buttons rest on, each row read once, in a
//! fixed number of queries. What belongs to another body's side (its registration, its letters, its history) is left out
//! unless the asker is in that body's tree.

mod forwarded;
mod letters;
pub mod notes;
mod received;
mod recorded;
mod reminders;
pub mod thread;

pub use super::history::{Entry, PAGE as HISTORY_PAGE};
pub use forwarded::Forwarded;
pub use letters::Letter;
pub use received::{Allocation, Registration};
pub use recorded::Recorded;
pub use thread::{Direction, Related, once};

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::history;
use super::register::{Name, name};
use crate::domain::command::Extent;
use crate::domain::content::{Contact, FileRef};
use crate::domain::destination::{DestinationFacts, Linked};
use crate::domain::named::Named;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::domain::statement::StatementFacts;
use crate::facts::destination::of_statement;
use crate::facts::sight::Sight;
use crate::facts::statement::{Read, Recorder, Row, ToRow, assemble, written_down};
use crate::facts::{self, Conn, FactsError};
use crate::schema::{destination, event, file, number, person, statement, statement_named, statement_sight, subject};

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct Statement {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub since: DateTime<Utc>,
    pub owner: Name,
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
    /// To which bodies it was passed on, as far as that is the asker's to know.
    pub forwarded: Vec<Forwarded>,
    /// Each with its size in bytes.
    pub files: Vec<(FileRef, i64)>,
    pub thread: Vec<Related>,
    pub letters: Vec<Letter>,
    /// What the asker's own bodies note on it.
    pub notes: notes::Notes,
    pub history: Vec<Entry>,
    /// The key of the next older page of the history.
    pub older: Option<Uuid>,
    /// The asker is in the owner's tree.
    pub ours: bool,
    /// What its acts rest on; only where it is ours, or was written down here.
    pub facts: Option<Box<StatementFacts>>,
    /// For what was only written down here.
    pub recorded: Option<Recorded>,
}

#[derive(Clone, Debug)]
pub struct Destination {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub to: Name,
    pub purpose: String,
    pub deadline: Option<NaiveDate>,
    /// The day by which an interim reply promised the rest.
    pub expected_on: Option<NaiveDate>,
    /// The day of the newest reminder, while it stands.
    pub reminded_on: Option<NaiveDate>,
    /// The newest act that people did to the addressee itself.
    pub newest: Option<String>,
}

impl Statement {
    /// The replies that are linked to an addressee, as far as the asker sees them.
    pub fn replies(&self, to: Uuid) -> impl Iterator<Item = &Related> {
        self.thread.iter().filter(move |one| one.asked == Some(to) && one.direction == Direction::AnsweredBy)
    }

    /// What the acts on an addressee rest on; none where the statement is another body's that was sent here.
    pub fn addressee(&self, of: &Destination) -> Option<DestinationFacts> {
        let facts = self.facts.as_ref()?;
        let to = facts.destinations.iter().find(|to| to.id == of.id)?;
        let link = |one: &Related| Linked {
            reply: one.id,
            handle: one.handle.clone(),
            extent: Extent::from_name(&one.extent).unwrap_or_default(),
            expected_on: one.expected_on,
        };
        let links = self.replies(of.id).map(link).collect();
        Some(DestinationFacts { newest: of.newest.clone(), ..of_statement(facts, to, &of.handle, links) })
    }
}

/// The page of the statement with this handle on that day, if the asker sees it: not visible is not there. `before` pages
/// the history.
pub async fn load(
    conn: &mut Conn,
    sight: &Sight,
    handle: &str,
    before: Option<Uuid>,
    on: NaiveDate,
) -> Result<Option<Statement>, FactsError> {
    let Some(base) = base(conn, sight, handle).await? else { return Ok(None) };
    let (id, passed_on) = (base.row.id, base.passed_on);
    let links = (base.row.corrects_id, base.row.merged_into_id);
    let destinations = destinations(conn, id).await?;
    let received = received::rows(conn, sight, id).await?;
    let files = files(conn, id).await?;
    let read = Read {
        row: base.row.clone(),
        handle: base.handle.clone(),
        author: base.author.clone(),
        destinations: destinations.iter().map(|to| to.row.clone()).collect(),
        files: files.iter().map(|(file, _)| file.clone()).collect(),
        recorder: match standing::is_issued_elsewhere(&base.row.state) {
            true => Recorder::load(conn, id).await?,
            false => None,
        },
    };
    let mut known = read.bodies();
    known.extend(received.bodies());
    let bodies = facts::body::load_all(conn, &known).await?;
    let owner = bodies.get(&base.row.owner_id).ok_or(FactsError::Missing("body", base.row.owner_id))?;
    let ours = owner.roots().iter().any(|root| sight.roots.contains(&root.id)) || sight.roots.contains(&owner.root());
    let mut page = base.page(&destinations, &bodies, files)?;
    page.recorded = read.recorder.as_ref().map(|recorder| Recorded::of(recorder, owner));
    page.facts = match (ours, &read.recorder) {
        (true, _) => Some(Box::new(assemble(conn, read, &bodies, on).await?)),
        (false, Some(by)) => Some(Box::new(written_down(conn, &read, &bodies, by).await?)),
        (false, None) => None,
    };
    page.ours = ours;
    if let (false, Some(decision)) = (ours, page.decision.as_mut().and_then(Value::as_object_mut)) {
        // Whom the chair asked is the sender's own; that it was decided, and when, goes with the statement.
        decision.remove("consulted");
    }
    if !ours {
        // How it was sent is our own evidence.
        page.how_sent.clear();
    }
    if passed_on {
        page.forwarded = forwarded::load(conn, sight, &page).await?;
    }
    page.registrations = received.load(conn, &page, &bodies, on).await?;
    page.thread = thread::load(conn, sight, id, links).await?;
    around(conn, sight, &mut page, before).await?;
    Ok(Some(page))
}

/// The newest events of a statement alone, without those of its parts.
pub async fn newest(conn: &mut Conn, sight: &Sight, id: Uuid) -> Result<Vec<Entry>, FactsError> {
    if !facts::sight::sees(conn, sight, id).await? {
        return Ok(Vec::new());
    }
    Ok(history::load(conn, &[id], None).await?.0)
}

/// Numbers, letters, notes and history.
async fn around(conn: &mut Conn, sight: &Sight, page: &mut Statement, before: Option<Uuid>) -> Result<(), FactsError> {
    let mut numbers = numbers(conn, page.id, &page.registrations).await?;
    for registration in &mut page.registrations {
        registration.number = numbers.iter().find(|row| row.0 == registration.id).map(|row| row.2.clone());
    }
    numbers.retain(|row| row.0 == page.id);
    page.numbers = numbers.into_iter().map(|(_, scheme, value)| (scheme, value)).collect();
    let mut subjects: Vec<Uuid> = Vec::new();
    if page.ours || standing::is_issued_elsewhere(&page.state) {
        subjects.push(page.id);
        subjects.extend(page.destinations.iter().map(|to| to.id));
        if standing::is_awaiting_reply(&page.state) {
            reminders::load(conn, page).await?;
        }
    }
    for registration in &page.registrations {
        subjects.push(registration.id);
        subjects.extend(registration.allocations.iter().map(|allocation| allocation.id));
    }
    page.letters = letters::load(conn, &subjects).await?;
    page.notes = notes::load(conn, sight, page.id, None).await?;
    let own: Vec<Uuid> = page.notes.bodies.iter().map(|(body, _)| *body).collect();
    (page.history, page.older) = history::with_notes(conn, &subjects, (page.id, &own), before).await?;
    Ok(())
}

#[derive(Queryable)]
struct Base {
    row: Row,
    more: (DateTime<Utc>, String, String, Option<NaiveDate>, String, Option<NaiveDate>),
    author: Option<(String, String)>,
    handle: String,
    passed_on: bool,
}

async fn base(conn: &mut Conn, sight: &Sight, handle: &str) -> Result<Option<Base>, FactsError> {
    let tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement::id))
        .filter(statement_named::person_id.eq(sight.person));
    Ok(statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .left_join(person::table.on(person::id.nullable().eq(statement::author_id)))
        .filter(subject::handle.eq(handle))
        .filter(exists(tree).or(exists(named)))
        .select((
            Row::as_select(),
            (
                statement::since,
                statement::keywords,
                statement::approval,
                statement::issued_on,
                statement::how_sent,
                statement::deadline,
            ),
            (person::name, person::email).nullable(),
            subject::handle,
            exists(forwarded::of(statement::id)),
        ))
        .first(conn)
        .await
        .optional()?)
}

impl Base {
    fn page(
        self,
        destinations: &[To],
        bodies: &HashMap<Uuid, BodyFacts>,
        files: Vec<(FileRef, i64)>,
    ) -> Result<Statement, FactsError> {
        let (row, (since, keywords, approval, issued_on, how_sent, deadline)) = (self.row, self.more);
        let owner = named(bodies, row.owner_id).ok_or(FactsError::Missing("body", row.owner_id))?;
        let addressed = destinations.iter().filter(|to| standing::is_addressed(&to.row.state));
        Ok(Statement {
            id: row.id,
            handle: self.handle,
            version: row.version,
            state: row.state,
            since,
            title: row.title,
            language: row.language,
            prepared_at: row.prepared_at,
            abstract_text: row.abstract_,
            body: row.body,
            contacts: serde_json::from_value(row.contacts).unwrap_or_default(),
            questions: serde_json::from_value(row.questions).unwrap_or_default(),
            keywords,
            approval,
            issued_on,
            level: row.level,
            decision: row.decision,
            content_hash: row.content_hash,
            how_sent,
            deadline,
            owner,
            author: self.author.map(|(name, _)| name),
            destinations: addressed.map(|to| to.shown(bodies)).collect(),
            files,
            numbers: Vec::new(),
            registrations: Vec::new(),
            forwarded: Vec::new(),
            thread: Vec::new(),
            letters: Vec::new(),
            notes: notes::Notes::default(),
            history: Vec::new(),
            older: None,
            ours: false,
            facts: None,
            recorded: None,
        })
    }
}

/// A body's name, where it is one of these.
fn named(bodies: &HashMap<Uuid, BodyFacts>, id: Uuid) -> Option<Name> {
    bodies.get(&id).map(|body| Name { id: Some(id), name: body.short_name.clone(), side: body.side })
}

#[derive(Queryable)]
struct To {
    row: ToRow,
    handle: String,
    version: i32,
    newest: Option<String>,
}

impl To {
    fn shown(&self, bodies: &HashMap<Uuid, BodyFacts>) -> Destination {
        let row = &self.row;
        Destination {
            id: row.id,
            handle: self.handle.clone(),
            version: self.version,
            state: row.state.clone(),
            to: row.body_id.and_then(|id| named(bodies, id)).unwrap_or_else(|| name(None, row.printed.clone(), None)),
            purpose: row.purpose.clone(),
            deadline: row.deadline,
            expected_on: row.expected_on,
            reminded_on: None,
            newest: self.newest.clone(),
        }
    }
}

async fn destinations(conn: &mut Conn, of: Uuid) -> Result<Vec<To>, FactsError> {
    let own = event::table.filter(event::subject_id.eq(destination::id).and(event::cause.is_null()));
    let newest = own.order(event::seq.desc()).select(event::act).limit(1).single_value();
    Ok(destination::table
        .inner_join(subject::table.on(subject::id.eq(destination::id)))
        .filter(destination::statement_id.eq(of))
        .order((destination::position, destination::id))
        .select((
            (
                destination::id,
                destination::state,
                destination::position,
                destination::body_id,
                destination::printed,
                destination::purpose,
                destination::deadline,
                destination::expected_on,
            ),
            subject::handle,
            destination::version,
            newest,
        ))
        .load(conn)
        .await?)
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
