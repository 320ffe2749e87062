//! The thread: what a statement answers and what answers it, as far as the asker may see them.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Extent;
use crate::domain::named::Named as _;
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::register::{Name, name};
use crate::schema::{
    allocation, body, registration, statement, statement_named, statement_reply, statement_sight, subject,
};

/// Which way the link goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// This statement answers that one.
    Answers,
    /// That one answers this statement.
    AnsweredBy,
    /// This statement is a corrigendum of that one (PR-9).
    Corrects,
    CorrectedBy,
    /// The work of this draft goes on in that one (PR-13).
    MergedInto,
    TookOver,
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
    /// How much of it a reply answers; empty where it is none.
    pub extent: String,
    /// The addressee of this statement that it is linked to, and the day by which it promises more.
    pub asked: Option<Uuid>,
    pub expected_on: Option<NaiveDate>,
    pub id: Uuid,
}

/// Links that one page shows.
const MOST: i64 = 200;

/// Both directions, limited to what is visible: first what it answers, last what it corrects or was merged into, and what
/// corrects it or was merged into it.
pub(super) async fn load(
    conn: &mut Conn,
    sight: &Sight,
    of: Uuid,
    links: (Option<Uuid>, Option<Uuid>),
) -> Result<Vec<Related>, FactsError> {
    let mut all = replies(conn, sight, of).await?;
    all.extend(beside(conn, sight, of, links).await?);
    Ok(all)
}

/// The statement is in sight of these trees, or of this person by name.
#[diesel::dsl::auto_type]
fn visible(roots: Vec<Uuid>, person: Uuid) -> _ {
    exists(
        statement_sight::table
            .filter(statement_sight::statement_id.eq(statement::id))
            .filter(statement_sight::root_id.eq_any(roots)),
    )
    .or(exists(
        statement_named::table
            .filter(statement_named::statement_id.eq(statement::id))
            .filter(statement_named::person_id.eq(person)),
    ))
}

/// How a statement is named in a link to it.
#[derive(Clone, Debug, Queryable)]
pub struct Named {
    pub id: Uuid,
    pub handle: String,
    pub title: String,
}

/// Those of these statements that the asker sees, in the order in which they were written down.
pub async fn named(conn: &mut Conn, sight: &Sight, of: &[Uuid]) -> Result<Vec<Named>, FactsError> {
    Ok(statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq_any(of))
        .filter(visible(sight.roots.clone(), sight.person))
        .order(statement::seq)
        .select((statement::id, subject::handle, statement::title))
        .load(conn)
        .await?)
}

/// The statements that these allocations are of, as far as they stand in a register that the asker sees (PR-3).
pub async fn allocated(conn: &mut Conn, sight: &Sight, of: &[Uuid]) -> Result<Vec<Uuid>, FactsError> {
    Ok(allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(allocation::id.eq_any(of).and(registration::body_id.eq_any(&sight.roots)))
        .select(registration::statement_id)
        .load(conn)
        .await?)
}

/// Links that are no replies: what it corrects or went into, and what corrects it or went into it.
async fn beside(
    conn: &mut Conn,
    sight: &Sight,
    of: Uuid,
    (corrects, into): (Option<Uuid>, Option<Uuid>),
) -> Result<Vec<Related>, FactsError> {
    type Row = ((Uuid, Option<Uuid>), (String, String, String, Option<NaiveDate>), (Uuid, String, String));
    let ours: Vec<Uuid> = corrects.into_iter().chain(into).collect();
    let other = statement::id.eq_any(ours);
    let theirs = statement::corrects_id.eq(of).or(statement::merged_into_id.eq(of));
    let rows: Vec<Row> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(theirs.or(other.nullable()))
        .filter(statement::state.eq_any(standing::statements()))
        .filter(visible(sight.roots.clone(), sight.person))
        .order(statement::seq)
        .select((
            (statement::id, statement::corrects_id),
            (subject::handle, statement::title, statement::state, statement::issued_on),
            (body::id, body::short_name, body::side),
        ))
        .limit(MOST)
        .load(conn)
        .await?;
    let one = |((id, of_another), (handle, title, state, issued_on), from): Row| {
        let direction = match id {
            id if Some(id) == corrects => Direction::Corrects,
            id if Some(id) == into => Direction::MergedInto,
            _ if of_another == Some(of) => Direction::CorrectedBy,
            _ => Direction::TookOver,
        };
        let from = name(Some(from.0), from.1, Some(&from.2));
        let extent = String::new();
        Related { direction, handle, title, from, state, issued_on, extent, asked: None, expected_on: None, id }
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn replies(conn: &mut Conn, sight: &Sight, of: Uuid) -> Result<Vec<Related>, FactsError> {
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
        .filter(visible(sight.roots.clone(), sight.person))
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
/// each addressee that it answers for. The link of an addressee says best how much, then the fullest.
pub fn once(all: &[Related]) -> Vec<&Related> {
    let mut each: Vec<&Related> = Vec::new();
    for one in all {
        match each.iter_mut().find(|other| other.id == one.id && other.direction == one.direction) {
            Some(other) if other.asked.is_none() && (one.asked.is_some() || fuller(one, other)) => *other = one,
            Some(_) => {}
            None => each.push(one),
        }
    }
    each
}

fn fuller(one: &Related, other: &Related) -> bool {
    let extent = |of: &Related| Extent::from_name(&of.extent);
    extent(one) < extent(other)
}
