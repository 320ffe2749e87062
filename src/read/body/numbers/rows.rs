//! The rows of the register: numbers given, and numbers that were set aside.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{FEW, PAGE, Page};
use crate::domain::numbering::Series;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{
    event, number, number_set_aside as aside, person, registration, statement, statement_named, statement_sight,
    subject,
};

/// A number that was given.
#[derive(Clone, Debug)]
pub struct Given {
    pub id: Uuid,
    pub value: String,
    /// To which statement; none where the reader does not see it: the number is taken, and that is all.
    pub statement: Option<Statement>,
    /// Its subject gave it up for another; it stays used.
    pub given_up: bool,
    /// What it had been reserved for.
    pub reserved_for: Option<String>,
    /// When and by whom it was given; none where the statement is not seen.
    pub at: Option<DateTime<Utc>>,
    pub by: Option<String>,
}

/// The statement that has a number, as sender or as receiver.
#[derive(Clone, Debug)]
pub struct Statement {
    pub handle: String,
    pub title: String,
}

/// A number that is reserved, or void.
#[derive(Clone, Debug)]
pub struct Aside {
    /// The row, or for what is void the event: the key of its list.
    pub key: Uuid,
    pub value: String,
    pub reserved_for: String,
    pub why_void: String,
    /// When and by whom it was reserved or made void.
    pub at: DateTime<Utc>,
    pub by: Option<String>,
}

type Number = (Uuid, String, Uuid, Option<Uuid>, Uuid, String, Option<Uuid>);

/// The page of numbers given before that one. Four queries.
pub(super) async fn given(
    conn: &mut Conn,
    sight: &Sight,
    body: Uuid,
    of: &Series,
    after: Option<Uuid>,
) -> Result<Page<Given, Uuid>, FactsError> {
    let mut query = number::table
        .left_join(registration::table.on(registration::id.eq(number::subject_id)))
        .filter(number::body_id.eq(body).and(number::series.eq(&of.scheme)).and(number::period.eq(&of.period)))
        .order(number::id.desc())
        .select((
            number::id,
            number::value,
            number::subject_id,
            registration::statement_id.nullable(),
            number::event_id,
            number::form,
            number::voided_by,
        ))
        .limit(PAGE as i64 + 1)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(number::id.lt(after));
    }
    let rows: Vec<Number> = query.load(conn).await?;
    let of_row = |row: &Number| row.3.unwrap_or(row.2);
    let statements = seen(conn, sight, rows.iter().map(of_row).collect()).await?;
    let doers = doers(conn, rows.iter().map(|row| row.4).collect()).await?;
    let forms: Vec<&str> = rows.iter().map(|row| row.5.as_str()).collect();
    let reserved: Vec<(String, String)> = aside::table
        .filter(aside::body_id.eq(body).and(aside::series.eq(&of.scheme)).and(aside::period.eq(&of.period)))
        .filter(aside::form.eq_any(forms).and(aside::taken_by.is_not_null()))
        .select((aside::form, aside::reserved_for))
        .load(conn)
        .await?;
    let reserved: HashMap<String, String> = reserved.into_iter().collect();
    let row = |row: Number| {
        let statement = statements.get(&of_row(&row)).cloned();
        let done = doers.get(&row.4).filter(|_| statement.is_some()).cloned();
        let (at, by) = done.map_or((None, None), |(at, by)| (Some(at), by));
        let reserved_for = reserved.get(&row.5).cloned();
        Given { id: row.0, value: row.1, statement, given_up: row.6.is_some(), reserved_for, at, by }
    };
    Ok(Page::of(rows.into_iter().map(row).collect(), PAGE, |one| one.id))
}

/// Those of these statements that the reader sees, with handle and title.
async fn seen(conn: &mut Conn, sight: &Sight, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Statement>, FactsError> {
    let in_tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id).and(statement_sight::root_id.eq_any(&sight.roots)));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement::id).and(statement_named::person_id.eq(sight.person)));
    let rows: Vec<(Uuid, String, String)> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq_any(ids))
        .filter(exists(in_tree).or(exists(named)))
        .select((statement::id, subject::handle, statement::title))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, handle, title)| (id, Statement { handle, title })).collect())
}

/// When each of these events was, and who did it; what followed from another is the doing of whoever did that.
async fn doers(
    conn: &mut Conn,
    events: Vec<Uuid>,
) -> Result<HashMap<Uuid, (DateTime<Utc>, Option<String>)>, FactsError> {
    let cause = diesel::alias!(event as cause);
    let by_cause = event::actor_id.is_null().and(person::id.nullable().eq(cause.field(event::actor_id)));
    let rows: Vec<(Uuid, DateTime<Utc>, Option<String>)> = event::table
        .left_join(cause.on(cause.field(event::id).nullable().eq(event::cause)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id).or(by_cause)))
        .filter(event::id.eq_any(events))
        .select((event::id, event::recorded_at, person::name.nullable()))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, at, by)| (id, (at, by))).collect())
}

/// Reserved and not yet taken, the newest first. Two queries.
pub(super) async fn reserved(
    conn: &mut Conn,
    body: Uuid,
    of: &Series,
    after: Option<Uuid>,
) -> Result<Page<Aside, Uuid>, FactsError> {
    let mut query = aside::table
        .filter(aside::body_id.eq(body).and(aside::series.eq(&of.scheme)).and(aside::period.eq(&of.period)))
        .filter(aside::voided_by.is_null().and(aside::taken_by.is_null()))
        .order(aside::id.desc())
        .select((aside::id, aside::value, aside::reserved_for, aside::why_void, aside::reserved_by.assume_not_null()))
        .limit(FEW as i64 + 1)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(aside::id.lt(after));
    }
    let rows = query.load(conn).await?;
    told(conn, rows).await
}

/// Void, the newest first. Two queries.
pub(super) async fn void(
    conn: &mut Conn,
    body: Uuid,
    of: &Series,
    after: Option<Uuid>,
) -> Result<Page<Aside, Uuid>, FactsError> {
    let event = aside::voided_by.assume_not_null();
    let mut query = aside::table
        .filter(aside::body_id.eq(body).and(aside::series.eq(&of.scheme)).and(aside::period.eq(&of.period)))
        .filter(aside::voided_by.is_not_null())
        .order(aside::voided_by.desc())
        .select((event, aside::value, aside::reserved_for, aside::why_void, event))
        .limit(FEW as i64 + 1)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(aside::voided_by.lt(after));
    }
    let rows = query.load(conn).await?;
    told(conn, rows).await
}

type Row = (Uuid, String, String, String, Uuid);

async fn told(conn: &mut Conn, rows: Vec<Row>) -> Result<Page<Aside, Uuid>, FactsError> {
    let doers = doers(conn, rows.iter().map(|row| row.4).collect()).await?;
    let row = |(key, value, reserved_for, why_void, event): Row| {
        let (at, by) = doers.get(&event).cloned().unwrap_or_default();
        Aside { key, value, reserved_for, why_void, at, by }
    };
    Ok(Page::of(rows.into_iter().map(row).collect(), FEW, |one| one.key))
}
