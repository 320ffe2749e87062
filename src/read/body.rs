//! One body's page: what it is, its address book, who serves in it, when it meets; and the list of all. What it and ours
//! owe each other stands in `owed`.

pub mod numbers;
pub mod owed;
pub mod templates;
pub mod work;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::record::RecordFacts;
use crate::domain::reference::Side;
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, body_address, body_parent, event, meeting, meeting_body, person, subject};

/// Rows of one page of the list.
pub const PAGE: i64 = 100;
/// Addresses, officers, and bodies under one; none comes near.
const MOST: i64 = 200;
/// Officers of before that are shown.
const FORMER: i64 = 50;

/// A body with its handle.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: Uuid,
    pub handle: String,
    pub short_name: String,
    pub title: String,
    pub kind: String,
    pub side: Side,
    pub kept_here: bool,
    pub from: NaiveDate,
    /// Its last day.
    pub to: Option<NaiveDate>,
    /// Addresses to which statements go on that day, where a list counts them.
    pub addresses: usize,
}

/// One entry of the address book, in force, past or to come.
#[derive(Clone, Debug, Queryable)]
pub struct Address {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub address: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    /// When it was written into the book, and the name of who did.
    pub added: Option<DateTime<Utc>>,
    pub by: Option<String>,
}

/// Who serves in a body, or did: by which decision, from which day on.
#[derive(Clone, Debug, Queryable)]
pub struct Officer {
    pub name: String,
    pub role: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub decision: String,
}

/// The meeting that a body comes to next, or is in.
#[derive(Clone, Debug, Queryable)]
pub struct Meeting {
    pub handle: String,
    pub title: String,
    pub place: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

/// All that the page shows, save statements.
#[derive(Clone, Debug)]
pub struct Body {
    pub line: Line,
    pub study_period: Option<String>,
    pub go_live: Option<NaiveDate>,
    pub zone: String,
    pub parents: Vec<Line>,
    /// Directly under it, those that ended too.
    pub children: Vec<Line>,
    pub addresses: Vec<Address>,
    /// Who serves in the body itself on that day.
    pub officers: Vec<Officer>,
    /// Who did, the last first.
    pub former: Vec<Officer>,
    pub meeting: Option<Meeting>,
    /// What its forms rest on.
    pub facts: RecordFacts,
}

type Row = (Uuid, String, String, String, String, String, bool, NaiveDate, Option<NaiveDate>);

/// What a row shows of a body, in the order of `Row`.
type Columns = (
    body::id,
    subject::handle,
    body::short_name,
    body::title,
    body::kind,
    body::side,
    body::kept_here,
    body::valid_from,
    body::valid_to,
);
const COLUMNS: Columns = (
    body::id,
    subject::handle,
    body::short_name,
    body::title,
    body::kind,
    body::side,
    body::kept_here,
    body::valid_from,
    body::valid_to,
);

fn line((id, handle, short_name, title, kind, side, kept_here, from, to): Row, addresses: usize) -> Line {
    let side = if side == "itu" { Side::Itu } else { Side::Partner };
    Line { id, handle, short_name, title, kind, side, kept_here, from, to, addresses }
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct Page {
    pub lines: Vec<Line>,
    /// The body after which the next page begins.
    pub next: Option<Uuid>,
}

type Key = (String, String, Uuid);

/// The bodies in force on that day by side and name, from behind one of them.
pub async fn page(conn: &mut Conn, after: Option<Uuid>, on: NaiveDate) -> Result<Page, FactsError> {
    let key = body::table.select((body::side, body::short_name, body::id));
    let begins: Option<Key> = match after {
        Some(id) => key.filter(body::id.eq(id)).first(conn).await.optional()?,
        None => None,
    };
    let mut query = body::table
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .filter(body::state.eq_any(standing::in_force()))
        .filter(body::valid_to.is_null().or(body::valid_to.ge(on)))
        .order((body::side, body::short_name, body::id))
        .select(COLUMNS)
        .limit(PAGE + 1)
        .into_boxed();
    if let Some((side, name, id)) = begins {
        let same_name = body::short_name.eq(name.clone()).and(body::id.gt(id));
        let behind = body::side.eq(side.clone()).and(body::short_name.gt(name).or(same_name));
        query = query.filter(body::side.ge(side.clone())).filter(body::side.gt(side).or(behind));
    }
    let mut rows: Vec<Row> = query.load(conn).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let addresses = crate::facts::body::addresses(conn, &ids, on).await?;
    let count = |id: &Uuid| addresses.get(id).map_or(0, Vec::len);
    let lines: Vec<Line> =
        rows.into_iter().map(|row| (count(&row.0), row)).map(|(count, row)| line(row, count)).collect();
    let next = lines.last().filter(|_| more).map(|line| line.id);
    Ok(Page { lines, next })
}

/// Senders of whom only the name is known (PR-16), the first by name.
pub async fn provisional(conn: &mut Conn) -> Result<Vec<Line>, FactsError> {
    let rows: Vec<Row> = body::table
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        // As a literal, so that the index over these alone is taken.
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("body.kind = 'provisional'"))
        .filter(body::state.eq_any(standing::in_force()))
        .order((body::short_name, body::id))
        .select(COLUMNS)
        .limit(PAGE)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| line(row, 0)).collect())
}

/// The handle of the body into which the one with this handle was merged.
pub async fn merged_into(conn: &mut Conn, handle: &str) -> Result<Option<String>, FactsError> {
    let into: Option<Option<Uuid>> = body::table
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .filter(subject::handle.eq(handle))
        .select(body::merged_into)
        .first(conn)
        .await
        .optional()?;
    match into.flatten() {
        Some(into) => crate::facts::find::handle_of(conn, into).await,
        None => Ok(None),
    }
}

/// The body with this handle.
pub async fn by_handle(conn: &mut Conn, handle: &str, on: NaiveDate) -> Result<Option<Body>, FactsError> {
    type Found = (Row, (Option<String>, Option<NaiveDate>, String));
    let found: Option<Found> = body::table
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .filter(subject::handle.eq(handle))
        .select((COLUMNS, (body::study_period, body::go_live, body::zone)))
        .first(conn)
        .await
        .optional()?;
    let Some((row, (study_period, go_live, zone))) = found else { return Ok(None) };
    let line = line(row, 0);
    let above = body_parent::table.filter(body_parent::body_id.eq(line.id)).select(body_parent::parent_id);
    let below = body_parent::table.filter(body_parent::parent_id.eq(line.id)).select(body_parent::body_id);
    let kin = || body::table.inner_join(subject::table.on(subject::id.eq(body::id))).select(COLUMNS).limit(MOST);
    let parents: Vec<Row> = kin().filter(body::id.eq_any(above)).order((body::short_name, body::id)).load(conn).await?;
    let children: Vec<Row> =
        kin().filter(body::id.eq_any(below)).order((body::short_name, body::id)).load(conn).await?;
    let lines = |rows: Vec<Row>| rows.into_iter().map(|row| self::line(row, 0)).collect();
    Ok(Some(Body {
        study_period,
        go_live,
        zone,
        parents: lines(parents),
        children: lines(children),
        addresses: addresses(conn, line.id).await?,
        officers: officers(conn, line.id, on).await?,
        former: former(conn, line.id, on).await?,
        meeting: next_meeting(conn, line.id, on).await?,
        facts: crate::facts::record::load(conn, line.id, Kind::Body, false).await?,
        line,
    }))
}

async fn addresses(conn: &mut Conn, of: Uuid) -> Result<Vec<Address>, FactsError> {
    Ok(body_address::table
        .left_join(event::table.on(event::id.nullable().eq(body_address::event_id)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(body_address::body_id.eq(of))
        .order((body_address::valid_from.desc(), body_address::id.desc()))
        .select((
            body_address::id,
            body_address::kind,
            body_address::name,
            body_address::address,
            body_address::valid_from,
            body_address::valid_to,
            event::recorded_at.nullable(),
            person::name.nullable(),
        ))
        .limit(MOST)
        .load(conn)
        .await?)
}

async fn officers(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Vec<Officer>, FactsError> {
    Ok(appointment::table
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .filter(appointment::body_id.eq(of).and(appointment::state.eq_any(standing::in_force())))
        .filter(appointment::valid_from.le(on))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .order((appointment::role, person::name, appointment::id))
        .select(OFFICER)
        .limit(MOST)
        .load(conn)
        .await?)
}

/// What a row shows of who serves, in the order of `Officer`.
type OfficerColumns =
    (person::name, appointment::role, appointment::valid_from, appointment::valid_to, appointment::decision);
const OFFICER: OfficerColumns =
    (person::name, appointment::role, appointment::valid_from, appointment::valid_to, appointment::decision);

/// Whose service is over; what ended before it began is no service.
async fn former(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Vec<Officer>, FactsError> {
    Ok(appointment::table
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .filter(appointment::body_id.eq(of).and(appointment::valid_to.lt(on)))
        .filter(appointment::valid_to.assume_not_null().ge(appointment::valid_from))
        .order((appointment::valid_to.desc(), person::name, appointment::id))
        .select(OFFICER)
        .limit(FORMER)
        .load(conn)
        .await?)
}

async fn next_meeting(conn: &mut Conn, of: Uuid, on: NaiveDate) -> Result<Option<Meeting>, FactsError> {
    Ok(meeting::table
        .inner_join(meeting_body::table.on(meeting_body::meeting_id.eq(meeting::id)))
        .inner_join(subject::table.on(subject::id.eq(meeting::id)))
        .filter(meeting_body::body_id.eq(of).and(meeting::ends_on.ge(on)))
        .filter(meeting::state.eq_any(standing::in_force()))
        .order((meeting::starts_on, meeting::id))
        .select((subject::handle, meeting::title, meeting::place, meeting::starts_on, meeting::ends_on))
        .first(conn)
        .await
        .optional()?)
}
