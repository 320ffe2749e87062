//! The thread: what a statement answers and what answers it, as far as the asker may see them.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::register::{Name, name};
use crate::schema::{body, statement, statement_named, statement_reply, statement_sight, subject};

/// Which way the link goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// This statement answers that one.
    Answers,
    /// That one answers this statement.
    AnsweredBy,
}

/// Another statement of the thread.
#[derive(Clone, Debug)]
pub struct Related {
    pub direction: Direction,
    pub handle: String,
    pub title: String,
    pub from: Name,
    pub state: String,
    pub issued_on: Option<NaiveDate>,
    pub extent: String,
    /// The addressee of this statement that it is linked to, and the day by which it promises more.
    pub asked: Option<Uuid>,
    pub expected_on: Option<NaiveDate>,
    pub id: Uuid,
}

/// Links that one page shows.
const MOST: i64 = 200;

/// Both directions in one query, limited to what is visible: first what it answers.
pub(super) async fn load(conn: &mut Conn, sight: &Sight, of: Uuid) -> Result<Vec<Related>, FactsError> {
    let visible = || {
        let tree = statement_sight::table
            .filter(statement_sight::statement_id.eq(statement::id))
            .filter(statement_sight::root_id.eq_any(sight.roots.clone()));
        let named = statement_named::table
            .filter(statement_named::statement_id.eq(statement::id))
            .filter(statement_named::person_id.eq(sight.person));
        exists(tree).or(exists(named))
    };
    type Row = (
        (Uuid, Uuid, Option<Uuid>, Option<NaiveDate>),
        (String, String, String, Option<NaiveDate>, String),
        (Uuid, String, String),
    );
    let other = statement::id.eq(statement_reply::answers_id).or(statement::id.eq(statement_reply::reply_id));
    let rows: Vec<Row> = statement_reply::table
        .inner_join(statement::table.on(other.and(statement::id.ne(of))))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement_reply::reply_id.eq(of).or(statement_reply::answers_id.eq(of)))
        .filter(visible())
        .order(((statement_reply::reply_id.eq(of)).desc(), statement::seq))
        .select((
            (statement_reply::reply_id, statement::id, statement_reply::destination_id, statement_reply::expected_on),
            (subject::handle, statement::title, statement::state, statement::issued_on, statement_reply::extent),
            (body::id, body::short_name, body::side),
        ))
        .limit(MOST)
        .load(conn)
        .await?;
    let one = |((reply, id, asked, expected_on), (handle, title, state, issued_on, extent), from): Row| {
        let direction = if reply == of { Direction::Answers } else { Direction::AnsweredBy };
        let from = name(Some(from.0), from.1, Some(&from.2));
        Related { direction, handle, title, from, state, issued_on, extent, asked, expected_on, id }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Each statement of the thread once: a reply has a link for each of our bodies that the statement was given to, and for
/// each addressee that it answers for. The link of an addressee says best how much.
pub fn once(all: &[Related]) -> Vec<&Related> {
    let mut each: Vec<&Related> = Vec::new();
    for one in all {
        match each.iter_mut().find(|other| other.id == one.id && other.direction == one.direction) {
            Some(other) if other.asked.is_none() && one.asked.is_some() => *other = one,
            Some(_) => {}
            None => each.push(one),
        }
    }
    each
}
