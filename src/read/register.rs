//! The register: one page of the statements that the asker may see, with what each row shows. Six queries, however many
//! rows.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::numbers;
use super::seen::{Filter, From, Seen, Total};
use crate::domain::named::Named;
use crate::domain::reference::Side;
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{body, destination, registration, statement};

/// Rows of one page.
pub const PAGE: i64 = 50;
/// Totals are counted to here, then "1,000+".
pub const COUNTED: i64 = 1000;

/// A body's name and side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub id: Option<Uuid>,
    pub name: String,
    pub side: Side,
}

/// One row of the register.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub seq: i64,
    pub state: String,
    pub since: DateTime<Utc>,
    pub title: String,
    pub owner: Name,
    pub issued_on: Option<NaiveDate>,
    pub deadline: Option<NaiveDate>,
    /// The next day on which a reply is due to its sender.
    pub reply_due: Option<NaiveDate>,
    pub to: Vec<Name>,
    pub numbers: Vec<String>,
    /// The asker's own registration of it: state, since, received on.
    pub registered: Option<Registered>,
}

#[derive(Clone, Debug)]
pub struct Registered {
    pub id: Uuid,
    pub state: String,
    pub since: DateTime<Utc>,
    pub received_on: NaiveDate,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Row>,
    pub newer: Option<i64>,
    pub older: Option<i64>,
    /// At most `COUNTED` + 1.
    pub total: i64,
}

/// The page that begins there.
pub async fn page(conn: &mut Conn, sight: &Sight, filter: &Filter, from: From) -> Result<Page, FactsError> {
    let mut keys: Vec<(Uuid, i64)> = Seen::new(sight, filter, from, PAGE + 1).load(conn).await?;
    let more = keys.len() as i64 > PAGE;
    keys.truncate(PAGE as usize);
    let ascending = matches!(from, From::After(_));
    if ascending {
        keys.reverse();
    }
    let (first, last) = (keys.as_slice().first().map(|key| key.1), keys.last().map(|key| key.1));
    let (newer, older) = match from {
        From::Newest => (None, last.filter(|_| more)),
        From::Before(_) => (first, last.filter(|_| more)),
        From::After(_) => (first.filter(|_| more), last),
    };
    let total = total(conn, sight, filter).await?;
    let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
    Ok(Page { rows: rows(conn, sight, &ids).await?, newer, older, total })
}

/// The newest that fit, and whether there are more. Five queries, however many rows.
pub async fn newest(
    conn: &mut Conn,
    sight: &Sight,
    filter: &Filter,
    limit: usize,
) -> Result<(Vec<Row>, bool), FactsError> {
    let mut keys: Vec<(Uuid, i64)> = Seen::new(sight, filter, From::Newest, limit as i64 + 1).load(conn).await?;
    let more = keys.len() > limit;
    keys.truncate(limit);
    let ids: Vec<Uuid> = keys.into_iter().map(|key| key.0).collect();
    Ok((rows(conn, sight, &ids).await?, more))
}

/// How many there are, counted to one more than `COUNTED`.
pub async fn total(conn: &mut Conn, sight: &Sight, filter: &Filter) -> Result<i64, FactsError> {
    Ok(Total(Seen::new(sight, filter, From::Newest, COUNTED + 1)).get_result(conn).await?)
}

#[derive(Queryable)]
struct Base {
    id: Uuid,
    seq: i64,
    state: String,
    since: DateTime<Utc>,
    title: String,
    issued_on: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
    reply_due: Option<NaiveDate>,
    owner: (Uuid, String, String),
}

/// What the rows of these visible statements show, in the order of their keys, newest first.
async fn rows(conn: &mut Conn, sight: &Sight, ids: &[Uuid]) -> Result<Vec<Row>, FactsError> {
    let base: Vec<Base> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq_any(ids))
        .order(statement::seq.desc())
        .select((
            statement::id,
            statement::seq,
            statement::state,
            statement::since,
            statement::title,
            statement::issued_on,
            statement::deadline,
            statement::reply_due,
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    let mut to = destinations(conn, ids).await?;
    let mut registered = registrations(conn, sight, ids).await?;
    let own = registered.values().map(|own: &Registered| own.id);
    let mut numbers = numbers::of(conn, ids.iter().copied().chain(own)).await?;
    let mut row = |base: Base| Row {
        to: to.remove(&base.id).unwrap_or_default(),
        // The sender's first, then the asker's own document number.
        numbers: [Some(base.id), registered.get(&base.id).map(|own| own.id)]
            .into_iter()
            .flatten()
            .flat_map(|subject| numbers.remove(&subject).unwrap_or_default())
            .collect(),
        registered: registered.remove(&base.id),
        owner: name(Some(base.owner.0), base.owner.1, Some(&base.owner.2)),
        id: base.id,
        seq: base.seq,
        state: base.state,
        since: base.since,
        title: base.title,
        issued_on: base.issued_on,
        deadline: base.deadline,
        reply_due: base.reply_due,
    };
    Ok(base.into_iter().map(&mut row).collect())
}

pub(in crate::read) fn name(id: Option<Uuid>, name: String, side: Option<&str>) -> Name {
    // A name that no body here has is of the side that it prints.
    let itu = side.map_or_else(|| name.to_uppercase().starts_with("ITU"), |side| side == Side::Itu.name());
    Name { id, name, side: if itu { Side::Itu } else { Side::Partner } }
}

pub(in crate::read) async fn destinations(
    conn: &mut Conn,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Name>>, FactsError> {
    type To = (Uuid, Option<Uuid>, String, Option<String>, Option<String>);
    let rows: Vec<To> = destination::table
        .left_join(body::table.on(body::id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(ids).and(destination::state.eq_any(standing::destinations())))
        .order((destination::statement_id, destination::position))
        .select((
            destination::statement_id,
            destination::body_id,
            destination::printed,
            body::short_name.nullable(),
            body::side.nullable(),
        ))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<Name>> = HashMap::new();
    for (of, id, printed, short_name, side) in rows {
        all.entry(of).or_default().push(name(id, short_name.unwrap_or(printed), side.as_deref()));
    }
    Ok(all)
}

async fn registrations(conn: &mut Conn, sight: &Sight, ids: &[Uuid]) -> Result<HashMap<Uuid, Registered>, FactsError> {
    let rows: Vec<(Uuid, Uuid, String, DateTime<Utc>, NaiveDate)> = registration::table
        .filter(registration::statement_id.eq_any(ids).and(registration::body_id.eq_any(&sight.roots)))
        .order((registration::state.eq_any(standing::registrations()), registration::id))
        .select((
            registration::statement_id,
            registration::id,
            registration::state,
            registration::since,
            registration::received_on,
        ))
        .load(conn)
        .await?;
    let one = |(of, id, state, since, received_on)| (of, Registered { id, state, since, received_on });
    Ok(rows.into_iter().map(one).collect())
}

/// Our own statements that still await a reply, as choices: id, and handle with title.
pub async fn awaited_here(conn: &mut Conn, sight: &Sight) -> Result<Vec<(String, String)>, FactsError> {
    use crate::schema::{body_ancestor, statement_sight};
    use diesel::dsl::exists;
    let ours = body_ancestor::table
        .filter(body_ancestor::body_id.eq(statement::owner_id))
        .filter(body_ancestor::ancestor_id.eq_any(&sight.roots));
    let visible = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let rows: Vec<(Uuid, i64, String)> = statement::table
        .filter(statement::state.eq_any(standing::left()))
        .filter(exists(ours).and(exists(visible)))
        .order(statement::seq.desc())
        .select((statement::id, statement::seq, statement::title))
        .limit(200)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, seq, title)| (id.to_string(), format!("LS-{seq} {title}"))).collect())
}
