//! Meetings: the calendar, and one meeting with its bodies. They are no secret: deadlines rest on them. What a meeting
//! takes of the register stands in `incoming` and `outgoing`.

pub mod incoming;
pub mod outgoing;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::history::{self, Entry};
use super::register::{Name, name};
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{allocation, body, body_ancestor, meeting, meeting_body, person, registration, statement, subject};

/// Rows of one page of what is over, and the most that is shown of what is to come.
pub const PAGE: i64 = 50;
/// Rows of one page of a list of statements.
pub const ROWS: i64 = 100;
/// Rows that a document holds at most.
pub const MOST: i64 = 1000;

/// One meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub id: Uuid,
    pub handle: String,
    pub state: String,
    pub kind: String,
    pub title: String,
    pub place: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    /// Who convenes it first.
    pub bodies: Vec<Name>,
}

/// What is to come, and a page of what is over.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The next one first.
    pub coming: Vec<Meeting>,
    /// The last one first.
    pub over: Vec<Meeting>,
    /// The meeting after which the next page of what is over begins.
    pub next: Option<Uuid>,
}

/// One body's statements around one meeting: those of the days since its meeting before.
#[derive(Clone, Debug)]
pub struct Span {
    pub body: Name,
    /// The body and everything under it.
    pub tree: Vec<Uuid>,
    /// The trees that register for it, as far as they are the asker's.
    pub roots: Vec<Uuid>,
    /// The body's own, not one of its groups: it takes all that was registered.
    pub is_root: bool,
    /// The last day of its meeting before; none where none is known.
    pub after: Option<NaiveDate>,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

type Row = (Uuid, String, String, String, String, String, NaiveDate, NaiveDate);

/// What a row shows of a meeting, in the order of `Row`.
type Columns = (
    meeting::id,
    subject::handle,
    meeting::state,
    meeting::kind,
    meeting::title,
    meeting::place,
    meeting::starts_on,
    meeting::ends_on,
);
const COLUMNS: Columns = (
    meeting::id,
    subject::handle,
    meeting::state,
    meeting::kind,
    meeting::title,
    meeting::place,
    meeting::starts_on,
    meeting::ends_on,
);

/// The meetings, of one body where one is named.
pub async fn calendar(
    conn: &mut Conn,
    of: Option<Uuid>,
    after: Option<Uuid>,
    on: NaiveDate,
) -> Result<Calendar, FactsError> {
    let all = || {
        let mut query =
            meeting::table.inner_join(subject::table.on(subject::id.eq(meeting::id))).select(COLUMNS).into_boxed();
        if let Some(of) = of {
            let theirs = meeting_body::table.filter(meeting_body::body_id.eq(of)).select(meeting_body::meeting_id);
            query = query.filter(meeting::id.eq_any(theirs));
        }
        query
    };
    let coming: Vec<Row> =
        all().filter(meeting::ends_on.ge(on)).order((meeting::starts_on, meeting::id)).limit(PAGE).load(conn).await?;
    let begins: Option<NaiveDate> = match after {
        Some(id) => meeting::table.find(id).select(meeting::starts_on).first(conn).await.optional()?,
        None => None,
    };
    let mut query = all().filter(meeting::ends_on.lt(on));
    if let (Some(day), Some(id)) = (begins, after) {
        let same_day = meeting::starts_on.eq(day).and(meeting::id.lt(id));
        query = query.filter(meeting::starts_on.lt(day).or(same_day));
    }
    let mut over: Vec<Row> =
        query.order((meeting::starts_on.desc(), meeting::id.desc())).limit(PAGE + 1).load(conn).await?;
    let more = over.len() as i64 > PAGE;
    over.truncate(PAGE as usize);
    let next = over.last().filter(|_| more).map(|row| row.0);
    let ids: Vec<Uuid> = coming.iter().chain(&over).map(|row| row.0).collect();
    let mut bodies = bodies(conn, &ids).await?;
    let mut shown = |rows: Vec<Row>| rows.into_iter().map(|row| one(row, &mut bodies)).collect();
    Ok(Calendar { coming: shown(coming), over: shown(over), next })
}

fn one((id, handle, state, kind, title, place, starts, ends): Row, of: &mut HashMap<Uuid, Vec<Name>>) -> Meeting {
    Meeting { bodies: of.remove(&id).unwrap_or_default(), id, handle, state, kind, title, place, starts, ends }
}

async fn bodies(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, Vec<Name>>, FactsError> {
    let rows: Vec<(Uuid, Uuid, String, String)> = meeting_body::table
        .inner_join(body::table.on(body::id.eq(meeting_body::body_id)))
        .filter(meeting_body::meeting_id.eq_any(of))
        .order((meeting_body::meeting_id, meeting_body::position))
        .select((meeting_body::meeting_id, body::id, body::short_name, body::side))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<Name>> = HashMap::new();
    for (meeting, id, short_name, side) in rows {
        all.entry(meeting).or_default().push(name(Some(id), short_name, Some(&side)));
    }
    Ok(all)
}

/// Something of the asker's own work that is due by a meeting.
#[derive(Clone, Debug)]
pub struct DueBy {
    pub statement: String,
    pub title: String,
    pub body: Name,
    pub assignee: String,
    pub due: NaiveDate,
}

/// What the asker's bodies have to do by a meeting, the first due first, and what became of the meeting's own days.
pub async fn hanging(conn: &mut Conn, sight: &Sight, of: Uuid) -> Result<(Vec<DueBy>, Vec<Entry>), FactsError> {
    type Row = (String, String, (Uuid, String, String), String, NaiveDate);
    let rows: Vec<Row> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::due_meeting_id.eq(of).and(registration::body_id.eq_any(&sight.roots)))
        .filter(allocation::state.eq_any(standing::open_allocations()))
        .order((allocation::due, allocation::id))
        .select((
            subject::handle,
            statement::title,
            (body::id, body::short_name, body::side),
            person::name,
            allocation::due,
        ))
        .limit(ROWS)
        .load(conn)
        .await?;
    let one = |(statement, title, (id, short_name, side), assignee, due): Row| DueBy {
        statement,
        title,
        body: name(Some(id), short_name, Some(&side)),
        assignee,
        due,
    };
    let (past, _) = history::load(conn, &[of], None).await?;
    Ok((rows.into_iter().map(one).collect(), past))
}

/// The meeting with this handle.
pub async fn by_handle(conn: &mut Conn, handle: &str) -> Result<Option<Meeting>, FactsError> {
    let row: Option<Row> = meeting::table
        .inner_join(subject::table.on(subject::id.eq(meeting::id)))
        .filter(subject::handle.eq(handle))
        .select(COLUMNS)
        .first(conn)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let mut bodies = bodies(conn, &[row.0]).await?;
    Ok(Some(one(row, &mut bodies)))
}

/// What each body of the meeting takes from the register, as far as the asker is of its tree.
pub async fn spans(conn: &mut Conn, sight: &Sight, of: &Meeting) -> Result<Vec<Span>, FactsError> {
    let mut all = Vec::new();
    for body in &of.bodies {
        let Some(id) = body.id else { continue };
        let above: Vec<(Uuid, bool, i16)> = body_ancestor::table
            .filter(body_ancestor::body_id.eq(id).and(body_ancestor::ancestor_id.eq_any(&sight.roots)))
            .select((body_ancestor::ancestor_id, body_ancestor::is_root, body_ancestor::depth))
            .load(conn)
            .await?;
        let roots: Vec<Uuid> = above.iter().filter(|(_, root, depth)| *root || *depth == 0).map(|one| one.0).collect();
        if roots.is_empty() {
            continue;
        }
        let tree = body_ancestor::table.filter(body_ancestor::ancestor_id.eq(id)).select(body_ancestor::body_id);
        let before = meeting::table
            .inner_join(meeting_body::table.on(meeting_body::meeting_id.eq(meeting::id)))
            .filter(meeting_body::body_id.eq(id).and(meeting::ends_on.lt(of.starts)))
            .filter(meeting::state.eq_any(standing::meetings()))
            .order(meeting::ends_on.desc())
            .select(meeting::ends_on);
        all.push(Span {
            body: body.clone(),
            tree: tree.load(conn).await?,
            is_root: roots.contains(&id),
            roots,
            after: before.first(conn).await.optional()?,
            starts: of.starts,
            ends: of.ends,
        });
    }
    Ok(all)
}

/// The page of these keys: sorted, each once, and one more than the page tells that there is more.
fn page(mut keys: Vec<Uuid>, limit: i64) -> (Vec<Uuid>, bool) {
    keys.sort_unstable();
    keys.dedup();
    let more = keys.len() as i64 > limit;
    keys.truncate(limit as usize);
    (keys, more)
}
