//! Our own statements from which one step leads on: the rows of the table of that step, a page by key.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::register::{Name, destinations, name};
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{body, body_ancestor, statement, subject};

/// Rows of one page: what a secretariat does in a sitting.
pub const PAGE: i64 = 60;

/// One statement for which the step may be taken.
#[derive(Clone, Debug)]
pub struct Ready {
    pub id: Uuid,
    pub version: i32,
    pub state: String,
    pub handle: String,
    pub title: String,
    pub from: Name,
    pub to: Vec<Name>,
    pub deadline: Option<NaiveDate>,
}

/// One page, and the key at which the next begins.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Ready>,
    pub next: Option<i64>,
}

/// The statements that the asker's bodies wrote and that are in one of these states, oldest first.
pub async fn page(
    conn: &mut Conn,
    sight: &Sight,
    states: &[&'static str],
    after: Option<i64>,
) -> Result<Page, FactsError> {
    type Row = ((Uuid, i64, i32, String), (String, String, Option<NaiveDate>), (Uuid, String, String));
    let own =
        body_ancestor::table.filter(body_ancestor::ancestor_id.eq_any(&sight.roots)).select(body_ancestor::body_id);
    let mut query = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::owner_id.eq_any(own).and(statement::state.eq_any(states)))
        .order(statement::seq)
        .select((
            (statement::id, statement::seq, statement::version, statement::state),
            (subject::handle, statement::title, statement::deadline),
            (body::id, body::short_name, body::side),
        ))
        .limit(PAGE + 1)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(statement::seq.gt(after));
    }
    let mut rows: Vec<Row> = query.load(conn).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|row| row.0.1);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0.0).collect();
    let mut to = destinations(conn, &ids).await?;
    let ready = |((id, _, version, state), (handle, title, deadline), from): Row| Ready {
        to: to.remove(&id).unwrap_or_default(),
        from: name(Some(from.0), from.1, Some(&from.2)),
        id,
        version,
        state,
        handle,
        title,
        deadline,
    };
    Ok(Page { rows: rows.into_iter().map(ready).collect(), next })
}
