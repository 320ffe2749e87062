//! The facts of one statement.

use std::collections::HashMap;

use chrono::NaiveDate;
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
use crate::domain::statement::{AnsweredHere, StatementFacts, To};
use crate::domain::title::Answered;
use crate::schema::{
    allocation, body as bodies, body_ancestor, destination, number, person, registration, statement, statement_file,
    statement_reply, subject,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = statement)]
struct Row {
    id: Uuid,
    version: i32,
    state: String,
    owner_id: Uuid,
    author_id: Option<Uuid>,
    topic: String,
    title: String,
    language: String,
    prepared_at: String,
    abstract_: String,
    body: String,
    contacts: Value,
    level: Option<String>,
    content_hash: Vec<u8>,
    approved_hash: Option<Vec<u8>>,
    decision: Option<Value>,
    questions: Value,
}

/// The statement with this id, on the day of the act. `typed` is the number that somebody wants to give it.
pub async fn load(
    conn: &mut Conn,
    id: Uuid,
    lock: bool,
    on: NaiveDate,
    typed: Option<&str>,
) -> Result<StatementFacts, FactsError> {
    let query = statement::table.filter(statement::id.eq(id)).select(Row::as_select());
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let row: Row = row.optional()?.ok_or(FactsError::Missing("statement", id))?;
    let owner = body::load(conn, row.owner_id).await?;
    let handle: String = subject::table.filter(subject::id.eq(id)).select(subject::handle).first(conn).await?;
    let (destinations, content) = content(conn, &row, lock, on).await?;
    let links: Vec<(Uuid, Option<Uuid>, String)> = statement_reply::table
        .filter(statement_reply::reply_id.eq(id))
        .order(statement_reply::answers_id)
        .select((statement_reply::answers_id, statement_reply::allocation_id, statement_reply::extent))
        .load(conn)
        .await?;
    let answers = answered(conn, owner.root(), links).await?;
    let officers = officers(conn, &owner, on).await?;
    let last = last::load(conn, id).await?;
    let letters_left = match &last {
        Some(last) => last::letters_left(conn, last.event).await?,
        None => 0,
    };
    Ok(StatementFacts {
        id: row.id,
        handle,
        version: row.version,
        state: Some(word("statement.state", &row.state)?),
        authority: owner.authority(),
        author: author(conn, row.author_id, &owner).await?,
        title: row.title,
        content,
        content_hash: row.content_hash,
        approved_hash: row.approved_hash,
        level: row.level.as_deref().map(|level| word("statement.level", level)).transpose()?,
        decision: row.decision,
        questions: serde_json::from_value(row.questions).unwrap_or_default(),
        study_period: study_period(conn, &owner).await?,
        destinations,
        answers,
        meetings: body::meetings(conn, owner.root(), on).await?,
        officers,
        known: Vec::new(),
        number_taken_by: taken(conn, id, owner.root(), "ls", typed).await?,
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
            (*owner, None, allocations(conn, answers, extent).await?)
        }
        StatementCommand::Record(recorded) => {
            let links = recorded.answers.iter().map(|ours| (*ours, None, "full".to_owned())).collect();
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
    let answers = answered(conn, owner.root(), links).await?;
    let officers = officers(conn, &owner, on).await?;
    Ok(StatementFacts { authority, answers, officers, known, ..bare(id, owner) })
}

/// What take back rests on, of a statement that was only written down here: its page shows no other act.
pub async fn written_down(conn: &mut Conn, id: Uuid, owner: Uuid, state: &str) -> Result<StatementFacts, FactsError> {
    let owner = body::load(conn, owner).await?;
    let last = last::load(conn, id).await?;
    let letters_left = match &last {
        Some(last) => last::letters_left(conn, last.event).await?,
        None => 0,
    };
    Ok(StatementFacts { state: Some(word("statement.state", state)?), last, letters_left, ..bare(id, owner) })
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

#[derive(Queryable)]
struct ToRow {
    id: Uuid,
    state: String,
    position: i16,
    body_id: Option<Uuid>,
    printed: String,
    purpose: String,
    deadline: Option<NaiveDate>,
}

async fn content(conn: &mut Conn, row: &Row, lock: bool, on: NaiveDate) -> Result<(Vec<To>, Content), FactsError> {
    let query = destination::table
        .filter(destination::statement_id.eq(row.id))
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
    let rows: Vec<ToRow> = if lock { query.for_share().load(conn).await? } else { query.load(conn).await? };
    let ids: Vec<Uuid> = rows.iter().filter_map(|to| to.body_id).collect();
    let mut known = body::load_all(conn, &ids).await?;
    let mut addresses = body::addresses(conn, &ids, on).await?;
    let mut destinations = Vec::new();
    for to in rows {
        let of = to.body_id;
        destinations.push(To {
            id: to.id,
            state: word("destination.state", &to.state)?,
            position: to.position,
            body: of.and_then(|id| known.remove(&id)),
            printed: to.printed,
            purpose: word("destination.purpose", &to.purpose)?,
            deadline: to.deadline,
            addresses: of.and_then(|id| addresses.remove(&id)).unwrap_or_default(),
        });
    }
    let files = files(conn, row.id).await?;
    let standing = destinations.iter().filter(|to| to.state.stands());
    let addressees = standing.map(|to| Addressee {
        body: to.body.as_ref().map(|body| body.id),
        printed: to.printed.clone(),
        purpose: to.purpose,
        deadline: to.deadline,
    });
    let content = Content {
        topic: row.topic.clone(),
        language: row.language.clone(),
        prepared_at: row.prepared_at.clone(),
        abstract_text: row.abstract_.clone(),
        body: row.body.clone(),
        contacts: serde_json::from_value(row.contacts.clone())
            .map_err(|_| FactsError::Unknown("statement.contacts", row.contacts.to_string()))?,
        destinations: addressees.collect(),
        files,
    };
    Ok((destinations, content))
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

/// The study period of the deciding level, as the form prints it; empty where it has none.
async fn study_period(conn: &mut Conn, owner: &BodyFacts) -> Result<String, FactsError> {
    let of = owner.root();
    let period: Option<String> =
        bodies::table.filter(bodies::id.eq(of)).select(bodies::study_period).first(conn).await?;
    Ok(period.unwrap_or_default())
}

/// Who decides and sends for the owning body: those who serve in it and above it, up to the deciding level.
async fn officers(conn: &mut Conn, owner: &BodyFacts, on: NaiveDate) -> Result<Vec<Officer>, FactsError> {
    body::officers(conn, &owner.authority(), on).await
}

async fn author(conn: &mut Conn, id: Option<Uuid>, owner: &BodyFacts) -> Result<Option<Officer>, FactsError> {
    let Some(id) = id else { return Ok(None) };
    let (name, address): (String, String) =
        person::table.filter(person::id.eq(id)).select((person::name, person::email)).first(conn).await?;
    let (role, body, body_name) = (Role::Expert, owner.id, owner.short_name.clone());
    Ok(Some(Officer { person: id, name, address, role, body, body_name }))
}

/// The statements that these allocations came from.
async fn allocations(
    conn: &mut Conn,
    ids: &[Uuid],
    extent: &str,
) -> Result<Vec<(Uuid, Option<Uuid>, String)>, FactsError> {
    let rows: Vec<(Uuid, Uuid)> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(allocation::id.eq_any(ids))
        .order(allocation::id)
        .select((registration::statement_id, allocation::id))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(statement, allocation)| (statement, Some(allocation), extent.to_owned())).collect())
}

/// What a reply names of the statements that it answers, and the destination there that stands for our tree.
async fn answered(
    conn: &mut Conn,
    our_root: Uuid,
    links: Vec<(Uuid, Option<Uuid>, String)>,
) -> Result<Vec<AnsweredHere>, FactsError> {
    let ids: Vec<Uuid> = links.iter().map(|(statement, _, _)| *statement).collect();
    type Named = (Uuid, String, String, Option<NaiveDate>, String);
    let rows: Vec<Named> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(bodies::table.on(bodies::id.eq(statement::owner_id)))
        .filter(statement::id.eq_any(&ids))
        .select((statement::id, subject::handle, statement::title, statement::issued_on, bodies::short_name))
        .load(conn)
        .await?;
    let mut named: HashMap<Uuid, Named> = rows.into_iter().map(|row| (row.0, row)).collect();
    let mut numbers = sender_numbers(conn, &ids).await?;
    let ours: Vec<(Uuid, Uuid)> = destination::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(&ids))
        .filter(body_ancestor::ancestor_id.eq(our_root))
        .filter(destination::state.eq_any(standing::unanswered()))
        .order((destination::statement_id, destination::position.desc()))
        .select((destination::statement_id, destination::id))
        .load(conn)
        .await?;
    let ours: HashMap<Uuid, Uuid> = ours.into_iter().collect();
    let states = allocation_states(conn, &links).await?;
    let mut all = Vec::new();
    for (of, allocation, extent) in links {
        let (_, handle, title, date, source) = named.remove(&of).ok_or(FactsError::Missing("statement", of))?;
        let answered = Answered { number: numbers.remove(&of), source, date };
        let destination = ours.get(&of).copied();
        let allocation_state = allocation.and_then(|id| states.get(&id).copied());
        all.push(AnsweredHere {
            statement: of,
            handle,
            title,
            answered,
            allocation,
            allocation_state,
            extent,
            destination,
        });
    }
    Ok(all)
}

async fn allocation_states(
    conn: &mut Conn,
    links: &[(Uuid, Option<Uuid>, String)],
) -> Result<HashMap<Uuid, crate::domain::procedure::allocation::State>, FactsError> {
    let ids: Vec<Uuid> = links.iter().filter_map(|(_, allocation, _)| *allocation).collect();
    let rows: Vec<(Uuid, String)> = allocation::table
        .filter(allocation::id.eq_any(ids))
        .select((allocation::id, allocation::state))
        .load(conn)
        .await?;
    rows.into_iter().map(|(id, state)| Ok((id, word("allocation.state", &state)?))).collect()
}

/// The number that the sender gave: its own series first, then as printed by others.
async fn sender_numbers(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .filter(number::subject_id.eq_any(ids).and(number::scheme.eq_any(["ls", "other"])))
        .filter(number::voided_by.is_null())
        .order((number::subject_id, number::scheme.desc(), number::id.desc()))
        .select((number::subject_id, number::value))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The handle of another subject that has this number already.
pub(super) async fn taken(
    conn: &mut Conn,
    own: Uuid,
    body: Uuid,
    scheme: &str,
    typed: Option<&str>,
) -> Result<Option<String>, FactsError> {
    let Some(typed) = typed else { return Ok(None) };
    Ok(number::table
        .inner_join(subject::table.on(subject::id.eq(number::subject_id)))
        .filter(number::body_id.eq(body).and(number::scheme.eq(scheme)))
        .filter(number::form.eq(number_form(typed)).and(number::subject_id.ne(own)))
        .select(subject::handle)
        .first(conn)
        .await
        .optional()?)
}
