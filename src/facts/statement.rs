//! The facts of one statement.

mod answered;
mod beside;
mod left;
mod recorder;
mod seen;
mod written;

pub use left::{as_it_left, as_passed_on, as_written};
pub use recorder::Recorder;
pub use seen::changed_since;
pub use written::of;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, body, known, last, sight, word};
use crate::domain::command::StatementCommand;
use crate::domain::content::{Addressee, Content, FileRef};
use crate::domain::notice::Officer;
use crate::domain::people::Role;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::domain::statement::{StatementFacts, To, Written};
use crate::schema::{destination, number, person, statement, statement_file, subject};

/// The row that a statement's rules are asked about, as the door and a page read it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = statement)]
pub struct Row {
    pub id: Uuid,
    pub version: i32,
    pub state: String,
    pub owner_id: Uuid,
    pub author_id: Option<Uuid>,
    pub topic: String,
    pub title: String,
    pub language: String,
    pub prepared_at: String,
    pub abstract_: String,
    pub body: String,
    pub contacts: Value,
    pub level: Option<String>,
    pub content_hash: Vec<u8>,
    pub approved_hash: Option<Vec<u8>>,
    pub decision: Option<Value>,
    pub questions: Value,
    pub deadline: Option<NaiveDate>,
    pub reply_due: Option<NaiveDate>,
    pub corrects_id: Option<Uuid>,
    pub merged_into_id: Option<Uuid>,
}

/// The row of one destination.
#[derive(Clone, Debug, Queryable)]
pub struct ToRow {
    pub id: Uuid,
    pub state: String,
    pub position: i16,
    pub body_id: Option<Uuid>,
    pub printed: String,
    pub purpose: String,
    pub deadline: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
}

/// A statement's own rows, as they were read once for all that is asked of them.
#[derive(Clone, Debug)]
pub struct Read {
    pub row: Row,
    pub handle: String,
    /// Name and address.
    pub author: Option<(String, String)>,
    pub destinations: Vec<ToRow>,
    pub files: Vec<FileRef>,
    /// Set where it was only written down here.
    pub recorder: Option<Recorder>,
}

impl Read {
    /// Every body that stands in the rows.
    pub fn bodies(&self) -> Vec<Uuid> {
        self.destinations.iter().filter_map(|to| to.body_id).chain([self.row.owner_id]).collect()
    }
}

/// The statement with this id, on the day of the act. `typed` is the number that somebody wants to give it.
pub async fn load(
    conn: &mut Conn,
    id: Uuid,
    lock: bool,
    on: NaiveDate,
    typed: Option<&str>,
) -> Result<StatementFacts, FactsError> {
    // Not joined: the lock is on the statement's own row alone.
    let handle = subject::table.filter(subject::id.eq(statement::id)).select(subject::handle).single_value();
    let author = || person::table.filter(person::id.nullable().eq(statement::author_id));
    let query = statement::table.filter(statement::id.eq(id)).select((
        Row::as_select(),
        handle.assume_not_null(),
        author().select(person::name).single_value(),
        author().select(person::email).single_value(),
    ));
    let found = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    type Found = (Row, String, Option<String>, Option<String>);
    let (row, handle, name, address): Found = found.optional()?.ok_or(FactsError::Missing("statement", id))?;
    let destinations = destinations(conn, id, lock).await?;
    let recorder = if standing::is_issued_elsewhere(&row.state) { Recorder::load(conn, id).await? } else { None };
    let state = row.state.clone();
    let read = Read { row, handle, author: name.zip(address), destinations, files: files(conn, id).await?, recorder };
    let bodies = body::load_all(conn, &read.bodies()).await?;
    let facts = assemble(conn, read, &bodies, on).await?;
    let number_taken_by = super::number::taken(conn, id, facts.owner.root(), "ls", typed).await?;
    let written = written::written(conn, id, &state).await?;
    Ok(StatementFacts { number_taken_by, written, ..facts })
}

/// The facts around rows that were read, with the bodies that stand in them.
pub async fn assemble(
    conn: &mut Conn,
    read: Read,
    bodies: &HashMap<Uuid, BodyFacts>,
    on: NaiveDate,
) -> Result<StatementFacts, FactsError> {
    let id = read.row.id;
    let owner = bodies.get(&read.row.owner_id).cloned().ok_or(FactsError::Missing("body", read.row.owner_id))?;
    let destinations = addressed(conn, &read.destinations, bodies, on).await?;
    let links = answered::links(conn, id).await?;
    let answers = answered::load(conn, &owner, links).await?;
    let officers = body::officers(conn, &owner.authority(), on).await?;
    let (last, letters_left) = last::load(conn, id).await?;
    let (study_period, meetings) = body::calendar(conn, owner.root(), on).await?;
    let content = content(&read.row, &destinations, read.files)?;
    let row = read.row;
    let authority = read.recorder.map_or_else(|| owner.authority(), |recorder| recorder.authority());
    Ok(StatementFacts {
        id,
        handle: read.handle,
        version: row.version,
        state: Some(word("statement.state", &row.state)?),
        authority,
        author: author(row.author_id, read.author, &owner),
        title: row.title,
        content,
        content_hash: row.content_hash,
        approved_hash: row.approved_hash,
        level: row.level.as_deref().map(|level| word("statement.level", level)).transpose()?,
        decision: row.decision,
        deadline: row.deadline,
        reply_due: row.reply_due,
        questions: serde_json::from_value(row.questions).unwrap_or_default(),
        written: Written::default(),
        study_period,
        destinations,
        answers,
        corrects: beside::load(conn, row.corrects_id).await?,
        into: beside::load(conn, row.merged_into_id).await?,
        taken: Vec::new(),
        meetings,
        officers,
        known: Vec::new(),
        number_taken_by: None,
        last,
        letters_left,
        never_reached: match standing::is_sent_in_error(&row.state) {
            true => left::never_reached(conn, id).await?,
            false => Vec::new(),
        },
        owner,
    })
}

/// The facts of a statement that is about to be born under this id.
pub async fn unborn(
    conn: &mut Conn,
    id: Uuid,
    command: &StatementCommand,
    on: NaiveDate,
) -> Result<StatementFacts, FactsError> {
    let (owner, receiver, links) = match command {
        StatementCommand::Draft { owner, answers, extent, .. } => {
            (*owner, None, answered::allocations(conn, answers, *extent).await?)
        }
        StatementCommand::Record(recorded) => {
            let links = recorded.answers.iter().map(|ours| answered::Link::to(*ours, recorded.extent)).collect();
            (recorded.source, recorded.receipt.as_ref().map(|receipt| receipt.body), links)
        }
        StatementCommand::RecordOwn(past) => {
            let links = past.answers.iter().map(|incoming| answered::Link::to(*incoming, past.extent)).collect();
            (past.owner, None, links)
        }
        _ => return Err(FactsError::Missing("statement", id)),
    };
    let owner = body::load(conn, owner).await?;
    let known = known(conn, command, receiver, &owner).await?;
    let authority = match receiver {
        Some(receiver) => body::load(conn, receiver).await?.authority(),
        None => owner.authority(),
    };
    let answers = answered::load(conn, &owner, links).await?;
    let officers = body::officers(conn, &owner.authority(), on).await?;
    let number_taken_by = match command {
        StatementCommand::RecordOwn(past) => {
            super::number::taken(conn, id, owner.root(), "ls", past.number.as_deref()).await?
        }
        _ => None,
    };
    let corrects = beside::load(conn, beside::corrected(command)).await?;
    Ok(StatementFacts { authority, answers, corrects, officers, known, number_taken_by, ..bare(id, owner) })
}

/// What take back and corrections rest on, of a statement that was only written down here: its page shows no other act.
pub async fn written_down(
    conn: &mut Conn,
    read: &Read,
    bodies: &HashMap<Uuid, BodyFacts>,
    recorder: &Recorder,
) -> Result<StatementFacts, FactsError> {
    let row = &read.row;
    let owner = bodies.get(&row.owner_id).cloned().ok_or(FactsError::Missing("body", row.owner_id))?;
    let (last, letters_left) = last::load(conn, row.id).await?;
    let (state, authority) = (Some(word("statement.state", &row.state)?), recorder.authority());
    // Nobody here writes to them.
    let destinations = named(&read.destinations, bodies, &Addresses::new())?;
    Ok(StatementFacts { state, authority, last, letters_left, destinations, ..bare(row.id, owner) })
}

/// Nothing but whose it is.
fn bare(id: Uuid, owner: BodyFacts) -> StatementFacts {
    StatementFacts {
        id,
        handle: String::new(),
        version: 0,
        state: None,
        authority: owner.authority(),
        author: None,
        title: String::new(),
        content: Content::default(),
        content_hash: Vec::new(),
        approved_hash: None,
        level: None,
        decision: None,
        deadline: None,
        reply_due: None,
        questions: Vec::new(),
        written: Written::default(),
        study_period: String::new(),
        destinations: Vec::new(),
        answers: Vec::new(),
        corrects: None,
        into: None,
        taken: Vec::new(),
        meetings: Vec::new(),
        officers: Vec::new(),
        known: Vec::new(),
        number_taken_by: None,
        last: None,
        letters_left: 0,
        never_reached: Vec::new(),
        owner,
    }
}

/// What may be here already of a statement that is to be written down, in the register that it is for.
async fn known(
    conn: &mut Conn,
    command: &StatementCommand,
    receiver: Option<Uuid>,
    owner: &BodyFacts,
) -> Result<Vec<String>, FactsError> {
    let (numbers, files) = match command {
        StatementCommand::Record(recorded) => (recorded.numbers.as_slice(), &recorded.content.files),
        // A number of our own that is taken is refused by the register of numbers.
        StatementCommand::RecordOwn(past) => (&[][..], &past.content.files),
        _ => return Ok(Vec::new()),
    };
    let register = receiver.unwrap_or(owner.root());
    let mut registers = sight::roots_of(conn, register).await?;
    registers.push(register);
    let known = known::already(conn, &registers, owner.id, numbers, files).await?;
    Ok(known.into_iter().map(|one| one.handle).collect())
}

async fn destinations(conn: &mut Conn, of: Uuid, lock: bool) -> Result<Vec<ToRow>, FactsError> {
    let query = destination::table
        .filter(destination::statement_id.eq(of))
        .order((destination::position, destination::id))
        .select((
            destination::id,
            destination::state,
            destination::position,
            destination::body_id,
            destination::printed,
            destination::purpose,
            destination::deadline,
            destination::expected_on,
        ));
    Ok(if lock { query.for_share().load(conn).await? } else { query.load(conn).await? })
}

async fn addressed(
    conn: &mut Conn,
    rows: &[ToRow],
    bodies: &HashMap<Uuid, BodyFacts>,
    on: NaiveDate,
) -> Result<Vec<To>, FactsError> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|to| to.body_id).collect();
    named(rows, bodies, &body::addresses(conn, &ids, on).await?)
}

type Addresses = HashMap<Uuid, Vec<(String, String)>>;

/// The addressees of these rows, with the bodies that they are and their addresses.
fn named(rows: &[ToRow], bodies: &HashMap<Uuid, BodyFacts>, addresses: &Addresses) -> Result<Vec<To>, FactsError> {
    let one = |to: &ToRow| {
        Ok(To {
            id: to.id,
            state: word("destination.state", &to.state)?,
            position: to.position,
            body: to.body_id.and_then(|id| bodies.get(&id).cloned()),
            printed: to.printed.clone(),
            purpose: word("destination.purpose", &to.purpose)?,
            deadline: to.deadline,
            expected_on: to.expected_on,
            addresses: to.body_id.and_then(|id| addresses.get(&id).cloned()).unwrap_or_default(),
        })
    };
    rows.iter().map(one).collect()
}

fn content(row: &Row, destinations: &[To], files: Vec<FileRef>) -> Result<Content, FactsError> {
    let standing = destinations.iter().filter(|to| to.state.stands());
    let addressees = standing.map(|to| Addressee {
        body: to.body.as_ref().map(|body| body.id),
        printed: to.printed.clone(),
        purpose: to.purpose,
        deadline: to.deadline,
    });
    Ok(Content {
        topic: row.topic.clone(),
        language: row.language.clone(),
        prepared_at: row.prepared_at.clone(),
        abstract_text: row.abstract_.clone(),
        body: row.body.clone(),
        contacts: serde_json::from_value(row.contacts.clone())
            .map_err(|_| FactsError::Unknown("statement.contacts", row.contacts.to_string()))?,
        destinations: addressees.collect(),
        files,
    })
}

/// The files of a statement in order.
pub async fn files(conn: &mut Conn, of: Uuid) -> Result<Vec<FileRef>, FactsError> {
    let rows: Vec<(Vec<u8>, String, String, String)> = statement_file::table
        .filter(statement_file::statement_id.eq(of))
        .order(statement_file::position)
        .select((statement_file::hash, statement_file::name, statement_file::media_type, statement_file::role))
        .load(conn)
        .await?;
    let file = |(hash, name, media_type, role): (Vec<u8>, String, String, String)| FileRef {
        hash: hex::encode(hash),
        name,
        media_type,
        original: role == "original",
    };
    Ok(rows.into_iter().map(file).collect())
}

fn author(id: Option<Uuid>, known: Option<(String, String)>, owner: &BodyFacts) -> Option<Officer> {
    let ((name, address), person) = (known?, id?);
    Some(Officer { person, name, address, role: Role::Expert, body: owner.id, body_name: owner.short_name.clone() })
}

/// The number under which it left, and when.
pub async fn as_sent(conn: &mut Conn, id: Uuid) -> Result<(Option<String>, Option<NaiveDate>), FactsError> {
    let given = number::table
        .filter(number::subject_id.eq(statement::id).and(number::scheme.eq("ls")).and(number::voided_by.is_null()))
        .select(number::value)
        .limit(1)
        .single_value();
    Ok(statement::table.find(id).select((given, statement::issued_on)).first(conn).await?)
}
