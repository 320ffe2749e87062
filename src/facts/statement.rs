//! The facts of one statement.

mod answered;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::find::number_form;
use super::{Conn, FactsError, body, known, last, sight, word};
use crate::domain::command::StatementCommand;
use crate::domain::content::{Addressee, Content, FileRef};
use crate::domain::notice::Officer;
use crate::domain::people::Role;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::domain::statement::{StatementFacts, To};
use crate::schema::{
    appointment, body as body_row, body_ancestor, destination, event, number, person, statement, statement_file,
    subject,
};

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
    let read = Read { row, handle, author: name.zip(address), destinations, files: files(conn, id).await?, recorder };
    let bodies = body::load_all(conn, &read.bodies()).await?;
    let facts = assemble(conn, read, &bodies, on).await?;
    let number_taken_by = taken(conn, id, facts.owner.root(), "ls", typed).await?;
    Ok(StatementFacts { number_taken_by, ..facts })
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
    let answers = answered::load(conn, owner.root(), links).await?;
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
        questions: serde_json::from_value(row.questions).unwrap_or_default(),
        study_period,
        destinations,
        answers,
        meetings,
        officers,
        known: Vec::new(),
        number_taken_by: None,
        last,
        letters_left,
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
            let extent = crate::domain::named::Named::name(*extent);
            (*owner, None, answered::allocations(conn, answers, extent).await?)
        }
        StatementCommand::Record(recorded) => {
            let links = recorded.answers.iter().map(|ours| answered::Link::to(*ours)).collect();
            (recorded.source, recorded.receipt.as_ref().map(|receipt| receipt.body), links)
        }
        _ => return Err(FactsError::Missing("statement", id)),
    };
    let owner = body::load(conn, owner).await?;
    let known = known(conn, command, receiver, &owner).await?;
    let authority = match receiver {
        Some(receiver) => body::load(conn, receiver).await?.authority(),
        None => owner.authority(),
    };
    let answers = answered::load(conn, owner.root(), links).await?;
    let officers = body::officers(conn, &owner.authority(), on).await?;
    Ok(StatementFacts { authority, answers, officers, known, ..bare(id, owner) })
}

/// What take back rests on, of a statement that was only written down here: its page shows no other act.
pub async fn written_down(
    conn: &mut Conn,
    id: Uuid,
    owner: BodyFacts,
    state: &str,
    recorder: &Recorder,
) -> Result<StatementFacts, FactsError> {
    let (last, letters_left) = last::load(conn, id).await?;
    let (state, authority) = (Some(word("statement.state", state)?), recorder.authority());
    Ok(StatementFacts { state, authority, last, letters_left, ..bare(id, owner) })
}

/// Who wrote another body's statement down, by the appointment that their event names.
#[derive(Clone, Debug)]
pub struct Recorder {
    pub at: DateTime<Utc>,
    /// The body in which they served; none where nobody did, as with an import.
    pub body: Option<(Uuid, String)>,
    /// That body and the bodies above it: is it a deciding level, and how far up.
    chain: Vec<(Uuid, bool, i16)>,
}

impl Recorder {
    /// The recorder of a statement that was only written down here; none for any other.
    pub async fn load(conn: &mut Conn, id: Uuid) -> Result<Option<Recorder>, FactsError> {
        type Row = (DateTime<Utc>, Option<(Uuid, String)>, Option<(Uuid, bool, i16)>);
        let rows: Vec<Row> = event::table
            .left_join(appointment::table.on(appointment::id.nullable().eq(event::appointment_id)))
            .left_join(body_row::table.on(body_row::id.eq(appointment::body_id)))
            .left_join(body_ancestor::table.on(body_ancestor::body_id.eq(appointment::body_id)))
            .filter(event::subject_id.eq(id).and(event::seq.eq(1)).and(event::act.eq("record")))
            .select((
                event::recorded_at,
                (body_row::id, body_row::short_name).nullable(),
                (body_ancestor::ancestor_id, body_ancestor::is_root, body_ancestor::depth).nullable(),
            ))
            .load(conn)
            .await?;
        let Some((at, body, _)) = <[Row]>::first(&rows).cloned() else { return Ok(None) };
        Ok(Some(Recorder { at, body, chain: rows.into_iter().filter_map(|(_, _, link)| link).collect() }))
    }

    /// The bodies up to the deciding level, in which a role counts (PR-7: the doer or the secretariat).
    fn authority(&self) -> Vec<Uuid> {
        let top = self.chain.iter().filter(|link| link.1).map(|link| link.2).min();
        self.chain.iter().filter(|link| top.is_none_or(|top| link.2 <= top)).map(|link| link.0).collect()
    }

    /// The deciding levels of the body.
    pub fn roots(&self) -> Vec<Uuid> {
        let Some((body, _)) = &self.body else { return Vec::new() };
        let links: Vec<_> = self.chain.iter().map(|(id, is_root, depth)| (*body, *id, *is_root, *depth)).collect();
        sight::nearest(&[*body], &links)
    }
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
        questions: Vec::new(),
        study_period: String::new(),
        destinations: Vec::new(),
        answers: Vec::new(),
        meetings: Vec::new(),
        officers: Vec::new(),
        known: Vec::new(),
        number_taken_by: None,
        last: None,
        letters_left: 0,
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
    let StatementCommand::Record(recorded) = command else { return Ok(Vec::new()) };
    let register = receiver.unwrap_or(owner.root());
    let mut registers = sight::roots_of(conn, register).await?;
    registers.push(register);
    let files = &recorded.content.files;
    let known = known::already(conn, &registers, owner.id, &recorded.numbers, files).await?;
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
    let addresses = body::addresses(conn, &ids, on).await?;
    let one = |to: &ToRow| {
        Ok(To {
            id: to.id,
            state: word("destination.state", &to.state)?,
            position: to.position,
            body: to.body_id.and_then(|id| bodies.get(&id).cloned()),
            printed: to.printed.clone(),
            purpose: word("destination.purpose", &to.purpose)?,
            deadline: to.deadline,
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

/// The schemes whose numbers stand in one series: a committee numbers what it sends among its N-documents.
pub fn in_one_series(scheme: &str) -> &'static [&'static str] {
    match scheme {
        "ls" => &["ls", "n"],
        "n" => &["n", "ls"],
        "td" => &["td"],
        _ => &["other"],
    }
}

/// The handle of another subject that has this number already.
pub async fn taken(
    conn: &mut Conn,
    own: Uuid,
    body: Uuid,
    scheme: &str,
    typed: Option<&str>,
) -> Result<Option<String>, FactsError> {
    let Some(typed) = typed else { return Ok(None) };
    Ok(number::table
        .inner_join(subject::table.on(subject::id.eq(number::subject_id)))
        .filter(number::body_id.eq(body).and(number::scheme.eq_any(in_one_series(scheme))))
        .filter(number::form.eq(number_form(typed)).and(number::subject_id.ne(own)))
        .select(subject::handle)
        .first(conn)
        .await
        .optional()?)
}
