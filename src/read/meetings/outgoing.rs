//! What goes out from a meeting: sent or decided since the meeting before, and, until the meeting is over, what is still
//! being written or decided on (PR-20). Six queries, however many rows.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Span, page};
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::numbers;
use crate::read::register::{Name, name};
use crate::schema::{body, destination, statement, statement_reply, statement_sight, subject};

/// One statement that goes out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: Uuid,
    pub handle: String,
    pub state: String,
    pub title: String,
    pub owner: Name,
    /// Where it was prepared, as the form prints it.
    pub prepared_at: String,
    pub level: Option<String>,
    /// The day of the decision to send it.
    pub decided_on: Option<NaiveDate>,
    pub issued_on: Option<NaiveDate>,
    pub numbers: Vec<String>,
    pub to: Vec<Addressed>,
    /// Handles of what it answers.
    pub answers: Vec<String>,
}

/// To whom, for what, and by when.
#[derive(Clone, Debug)]
pub struct Addressed {
    pub body: Name,
    pub purpose: String,
    pub deadline: Option<NaiveDate>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Outgoing>,
    /// The statement after which the next page begins.
    pub next: Option<Uuid>,
}

/// The statements by their key, from behind one of them.
async fn keys(
    conn: &mut Conn,
    sight: &Sight,
    of: &Span,
    after: Option<Uuid>,
    limit: i64,
    on: NaiveDate,
) -> Result<Vec<Uuid>, FactsError> {
    let all = || {
        let seen = statement_sight::table
            .filter(statement_sight::statement_id.eq(statement::id))
            .filter(statement_sight::root_id.eq_any(&of.roots).and(statement_sight::root_id.eq_any(&sight.roots)));
        let mut query = statement::table
            .filter(statement::owner_id.eq_any(&of.tree).and(exists(seen)))
            .order(statement::id)
            .select(statement::id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(statement::id.gt(after));
        }
        query
    };
    // PostgreSQL knows no day as early as chrono's first.
    let since = of.after.or(NaiveDate::from_ymd_opt(1, 1, 1)).unwrap_or(of.starts);
    let left = || all().filter(statement::state.eq_any(standing::left()));
    let sent = left().filter(statement::issued_on.gt(since).and(statement::issued_on.le(of.ends)));
    let mut found: Vec<Uuid> = sent.load(conn).await?;
    // Approved at the meeting and sent after it, as is usual.
    let decided = || {
        let day = "COALESCE(statement.decision->>'on', '0001-01-01')::date";
        sql::<Bool>(&format!("{day} > "))
            .bind::<Date, _>(since)
            .sql(&format!(" AND {day} <= "))
            .bind::<Date, _>(of.ends)
    };
    let later: Vec<Uuid> = left().filter(statement::issued_on.gt(of.ends)).filter(decided()).load(conn).await?;
    found.extend(later);
    let unsent = || all().filter(statement::state.eq_any(standing::unsent()));
    let waiting: Vec<Uuid> = match of.ends < on {
        true => unsent().filter(decided()).load(conn).await?,
        false => unsent().load(conn).await?,
    };
    found.extend(waiting);
    Ok(found)
}

/// How many there are, up to so many.
pub async fn count(
    conn: &mut Conn,
    sight: &Sight,
    of: &Span,
    most: i64,
    on: NaiveDate,
) -> Result<(usize, bool), FactsError> {
    let (keys, more) = page(keys(conn, sight, of, None, most + 1, on).await?, most);
    Ok((keys.len(), more))
}

/// One page, in the order of writing.
pub async fn page_of(
    conn: &mut Conn,
    sight: &Sight,
    of: &Span,
    after: Option<Uuid>,
    limit: i64,
    on: NaiveDate,
) -> Result<Page, FactsError> {
    let (keys, more) = page(keys(conn, sight, of, after, limit + 1, on).await?, limit);
    let next = keys.last().copied().filter(|_| more);
    Ok(Page { rows: rows(conn, &keys).await?, next })
}

#[derive(Queryable)]
struct Base {
    id: Uuid,
    handle: String,
    state: String,
    title: String,
    prepared_at: String,
    level: Option<String>,
    decision: Option<Value>,
    issued_on: Option<NaiveDate>,
    owner: (Uuid, String, String),
}

async fn rows(conn: &mut Conn, keys: &[Uuid]) -> Result<Vec<Outgoing>, FactsError> {
    let base: Vec<Base> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq_any(keys))
        .order(statement::id)
        .select((
            statement::id,
            subject::handle,
            statement::state,
            statement::title,
            statement::prepared_at,
            statement::level,
            statement::decision,
            statement::issued_on,
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    let mut numbers = numbers::of(conn, keys.iter().copied()).await?;
    let mut to = addressed(conn, keys).await?;
    let mut answers = answers(conn, keys).await?;
    let decided = |record: &Value| record.get("on").and_then(Value::as_str).and_then(|day| day.parse().ok());
    let row = |base: Base| Outgoing {
        decided_on: base.decision.as_ref().and_then(decided),
        numbers: numbers.remove(&base.id).unwrap_or_default(),
        to: to.remove(&base.id).unwrap_or_default(),
        answers: answers.remove(&base.id).unwrap_or_default(),
        id: base.id,
        handle: base.handle,
        state: base.state,
        title: base.title,
        owner: name(Some(base.owner.0), base.owner.1, Some(&base.owner.2)),
        prepared_at: base.prepared_at,
        level: base.level,
        issued_on: base.issued_on,
    };
    Ok(base.into_iter().map(row).collect())
}

async fn addressed(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, Vec<Addressed>>, FactsError> {
    type To = (Uuid, Option<Uuid>, String, String, Option<NaiveDate>, Option<String>, Option<String>);
    let rows: Vec<To> = destination::table
        .left_join(body::table.on(body::id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(of).and(destination::state.eq_any(standing::destinations())))
        .order((destination::statement_id, destination::position))
        .select((
            destination::statement_id,
            destination::body_id,
            destination::printed,
            destination::purpose,
            destination::deadline,
            body::short_name.nullable(),
            body::side.nullable(),
        ))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<Addressed>> = HashMap::new();
    for (statement, id, printed, purpose, deadline, short_name, side) in rows {
        let body = name(id, short_name.unwrap_or(printed), side.as_deref());
        all.entry(statement).or_default().push(Addressed { body, purpose, deadline });
    }
    Ok(all)
}

async fn answers(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, FactsError> {
    let rows: Vec<(Uuid, String)> = statement_reply::table
        .inner_join(subject::table.on(subject::id.eq(statement_reply::answers_id)))
        .filter(statement_reply::reply_id.eq_any(of))
        .order((statement_reply::reply_id, statement_reply::answers_id))
        .select((statement_reply::reply_id, subject::handle))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (reply, handle) in rows {
        let there = all.entry(reply).or_default();
        if !there.contains(&handle) {
            there.push(handle);
        }
    }
    Ok(all)
}
