//! One letter of the outbox, and what surrounds it when it is written: its thread, the body that answers are for, and
//! whether its reader may still see what it tells of.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, actor, sight};
use crate::domain::standing;
use crate::schema::{
    allocation, body, body_address, body_ancestor, event, number, outbox, person, registration, statement,
};

/// A letter as it was frozen at commit, and how far it has come.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct OutboxRow {
    pub id: Uuid,
    pub seq: i64,
    /// None for a letter that tells of many.
    pub event_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub statement_id: Option<Uuid>,
    pub lane: String,
    pub notice: String,
    pub person_id: Option<Uuid>,
    pub name: String,
    pub address: String,
    pub outside: bool,
    pub reasons: Value,
    pub facts: Value,
    pub not_before: DateTime<Utc>,
    pub attempts: i16,
    pub document: Option<Vec<u8>>,
}

/// What a letter is written with besides its own row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The procedure of the event: `statement`, `registration` …
    pub kind: String,
    /// The title in the first letter of the lane: mail programs keep a thread together by it.
    pub first_title: Option<String>,
    /// Name and address to which answers go.
    pub answers_to: Option<(String, String)>,
}

/// What goes in this letter with others, in the order in which it was done.
pub async fn held(conn: &mut Conn, letter: Uuid) -> Result<Vec<OutboxRow>, FactsError> {
    Ok(outbox::table
        .filter(outbox::gathered_in.eq(letter).and(outbox::state.eq("gathered")))
        .order(outbox::seq)
        .select(OutboxRow::as_select())
        .load(conn)
        .await?)
}

/// What surrounds a letter on that day.
pub async fn around(conn: &mut Conn, row: &OutboxRow, on: NaiveDate) -> Result<Around, FactsError> {
    let (Some(event), Some(subject)) = (row.event_id, row.subject_id) else { return Ok(Around::default()) };
    let kind: String = event::table.find(event).select(event::kind).first(conn).await?;
    let mut first: Option<Value> = None;
    if let Some(statement) = row.statement_id {
        first = outbox::table
            .filter(outbox::statement_id.eq(statement).and(outbox::lane.eq(&row.lane)))
            .order(outbox::seq)
            .select(outbox::facts)
            .first(conn)
            .await
            .optional()?;
    }
    let first_title = first.as_ref().and_then(|facts| facts.get("title")).and_then(Value::as_str).map(str::to_owned);
    let answers_to = match body_of(conn, subject, row.statement_id, &kind).await? {
        Some(body) => intake(conn, body, on).await?,
        None => None,
    };
    Ok(Around { kind, first_title, answers_to })
}

/// The newest number of what the letter tells of: in the register of the body that received it, or the sender's.
pub async fn number(conn: &mut Conn, row: &OutboxRow) -> Result<Option<String>, FactsError> {
    let Some(subject) = row.subject_id else { return Ok(None) };
    let part = allocation::table.find(subject).select(allocation::registration_id).first(conn).await.optional()?;
    Ok(number::table
        .filter(number::subject_id.eq(part.unwrap_or(subject)).and(number::voided_by.is_null()))
        .order(number::id.desc())
        .select(number::value)
        .first(conn)
        .await
        .optional()?)
}

/// The body here that the letter comes from: the receiving one for a statement received, else the sender, unless it is
/// another organisation's.
async fn body_of(conn: &mut Conn, of: Uuid, statement: Option<Uuid>, kind: &str) -> Result<Option<Uuid>, FactsError> {
    Ok(match kind {
        "registration" => registration::table.find(of).select(registration::body_id).first(conn).await.optional()?,
        "allocation" => allocation::table
            .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
            .filter(allocation::id.eq(of))
            .select(registration::body_id)
            .first(conn)
            .await
            .optional()?,
        _ => statement::table
            .inner_join(body::table.on(body::id.eq(statement::owner_id)))
            .filter(statement::id.eq(statement.unwrap_or(of)).and(body::kept_here.eq(true)))
            .select(body::id)
            .first(conn)
            .await
            .optional()?,
    })
}

/// The intake address of the body or of the nearest above it that has one.
async fn intake(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Option<(String, String)>, FactsError> {
    let standing =
        body_address::valid_from.le(on).and(body_address::valid_to.is_null().or(body_address::valid_to.ge(on)));
    Ok(body_ancestor::table
        .inner_join(body_address::table.on(body_address::body_id.eq(body_ancestor::ancestor_id)))
        .filter(body_ancestor::body_id.eq(of).and(body_address::kind.eq("intake")))
        .filter(standing.assume_not_null())
        .order((body_ancestor::depth, body_address::id))
        .select((body_address::name, body_address::address))
        .first(conn)
        .await
        .optional()?)
}

/// Whether the reader may still see what the letter tells of: the statement, and whose own work it is (PR-3). Letters to
/// addresses of bodies follow the statement itself.
pub async fn reader_sees(conn: &mut Conn, row: &OutboxRow, on: NaiveDate) -> Result<bool, FactsError> {
    let (Some(reader), Some(statement)) = (row.person_id, row.statement_id) else { return Ok(true) };
    let Some(sight) = sight_of(conn, reader, on).await? else { return Ok(false) };
    let whose = match row.subject_id {
        Some(subject) => whose(conn, subject, statement).await?,
        None => None,
    };
    let theirs = match whose {
        Some(body) => sight::roots_of(conn, body).await?.iter().any(|root| sight.roots.contains(root)),
        None => true,
    };
    Ok(theirs && sight::sees(conn, &sight, statement).await?)
}

/// The body whose own work a subject is: the one that received it, or the sender of a statement that was not only written
/// down here.
async fn whose(conn: &mut Conn, subject: Uuid, of: Uuid) -> Result<Option<Uuid>, FactsError> {
    let registered = registration::table
        .left_join(allocation::table.on(allocation::registration_id.eq(registration::id)))
        .filter(registration::id.eq(subject).or(allocation::id.eq(subject).assume_not_null()))
        .select(registration::body_id);
    if let Some(receiver) = registered.first(conn).await.optional()? {
        return Ok(Some(receiver));
    }
    let (owner, state): (Uuid, String) =
        statement::table.find(of).select((statement::owner_id, statement::state)).first(conn).await?;
    Ok((!standing::is_issued_elsewhere(&state)).then_some(owner))
}

/// What the reader sees on that day, unless they have left.
pub async fn sight_of(conn: &mut Conn, reader: Uuid, on: NaiveDate) -> Result<Option<sight::Sight>, FactsError> {
    let here = person::table.filter(person::id.eq(reader).and(person::state.eq_any(standing::in_force())));
    if !diesel::select(diesel::dsl::exists(here)).get_result::<bool>(conn).await? {
        return Ok(None);
    }
    let reading = actor::load(conn, reader).await?;
    let roots = sight::roots(conn, &reading, on).await?;
    Ok(Some(sight::Sight { roots, person: reader }))
}

/// The document that another letter of the same event carries already.
pub async fn document_of(conn: &mut Conn, of: Uuid) -> Result<Option<Vec<u8>>, FactsError> {
    let found: Option<Option<Vec<u8>>> = outbox::table
        .filter(outbox::event_id.eq(of).and(outbox::document.is_not_null()))
        .select(outbox::document)
        .first(conn)
        .await
        .optional()?;
    Ok(found.flatten())
}
