//! One body's page: what it is, its address book, who serves in it; and the list of all.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::record::RecordFacts;
use crate::domain::reference::Side;
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, body_address, body_parent, event, person, subject};

/// Rows of one page of the list.
pub const PAGE: i64 = 100;
/// Addresses and officers of one body; none comes near.
const MOST: i64 = 1000;

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
    /// Addresses to which statements go on that day, where a list counts them.
    pub addresses: usize,
}

/// One entry of the address book, in force, past or to come.
#[derive(Clone, Debug, Queryable)]
pub struct Address {
    pub kind: String,
    pub name: String,
    pub address: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    /// When it was written into the book, and the name of who did.
    pub added: Option<DateTime<Utc>>,
    pub by: Option<String>,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct Body {
    pub line: Line,
    pub parents: Vec<Line>,
    pub addresses: Vec<Address>,
    /// Name and role of who serves in the body itself on that day.
    pub officers: Vec<(String, String)>,
    /// What its form rests on.
    pub facts: RecordFacts,
}

type Row = (Uuid, String, String, String, String, String, bool);

fn line((id, handle, short_name, title, kind, side, kept_here): Row, addresses: usize) -> Line {
    let side = if side == "itu" { Side::Itu } else { Side::Partner };
    Line { id, handle, short_name, title, kind, side, kept_here, addresses }
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
        .select((body::id, subject::handle, body::short_name, body::title, body::kind, body::side, body::kept_here))
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

/// The body with this handle.
pub async fn by_handle(conn: &mut Conn, handle: &str, on: NaiveDate) -> Result<Option<Body>, FactsError> {
    let row = || {
        body::table.inner_join(subject::table.on(subject::id.eq(body::id))).select((
            body::id,
            subject::handle,
            body::short_name,
            body::title,
            body::kind,
            body::side,
            body::kept_here,
        ))
    };
    let found: Option<Row> = row().filter(subject::handle.eq(handle)).first(conn).await.optional()?;
    let Some(line) = found.map(|row| line(row, 0)) else { return Ok(None) };
    let above = body_parent::table.filter(body_parent::body_id.eq(line.id)).select(body_parent::parent_id);
    let parents: Vec<Row> = row().filter(body::id.eq_any(above)).order((body::short_name, body::id)).load(conn).await?;
    let parents = parents.into_iter().map(|row| self::line(row, 0)).collect();
    let addresses = body_address::table
        .left_join(event::table.on(event::id.nullable().eq(body_address::event_id)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(body_address::body_id.eq(line.id))
        .order((body_address::valid_from.desc(), body_address::id.desc()))
        .select((
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
        .await?;
    let officers = appointment::table
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .filter(appointment::body_id.eq(line.id).and(appointment::state.eq_any(standing::in_force())))
        .filter(appointment::valid_from.le(on))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .order((person::name, appointment::id))
        .select((person::name, appointment::role))
        .limit(MOST)
        .load(conn)
        .await?;
    let facts = crate::facts::record::load(conn, line.id, Kind::Body, false).await?;
    Ok(Some(Body { line, parents, addresses, officers, facts }))
}
