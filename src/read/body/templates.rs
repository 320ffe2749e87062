//! Templates of replies that a body keeps, for those who serve in its tree; and what fills one, of statements that the
//! asker sees.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::numbers::in_sight;
use crate::domain::procedure::record::Act;
use crate::domain::standing;
use crate::domain::template::{Answered, MOST, Template};
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::history::{self, Entry};
use crate::schema::{
    allocation, body, body_ancestor, destination, event, number, person, registration, reply_template as kept,
    statement, statement_named, statement_sight,
};

/// Ended templates of one page.
pub const PAGE: usize = 20;
/// Templates that a form offers to somebody who serves in several bodies.
const OFFERED: i64 = 4 * MOST as i64;

/// The acts that the page of templates tells, and the body's own history does not.
pub const ACTS: &[Act] = &[Act::AddTemplate, Act::CorrectTemplate, Act::EndTemplate, Act::PutBackTemplate];

/// A template as it stands.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Uuid,
    pub template: Template,
    /// When and by whom it was written so, or ended.
    pub at: DateTime<Utc>,
    pub by: Option<String>,
}

/// Behind which row of each list the page begins; none: at the newest.
#[derive(Clone, Copy, Debug, Default)]
pub struct After {
    pub ended: Option<Uuid>,
    pub history: Option<Uuid>,
}

/// All that the page of a body's templates shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// By name; no body has more than a page of them.
    pub in_use: Vec<Kept>,
    /// The last that ended first.
    pub ended: Vec<Kept>,
    /// The key of the next page of those.
    pub older_ended: Option<Uuid>,
    pub history: Vec<Entry>,
    pub older: Option<Uuid>,
}

/// One that can be used in a draft.
#[derive(Clone, Debug, Queryable)]
pub struct Offered {
    pub id: Uuid,
    pub name: String,
    pub body: Uuid,
    /// The short name of that.
    pub of: String,
}

type Row = (Uuid, (String, String, String), (DateTime<Utc>, Option<String>), Option<Uuid>);

fn kept_as((id, (name, abstract_text, text), (at, by), _): Row) -> Kept {
    Kept { id, template: Template { name, abstract_text, text }, at, by }
}

/// The templates of a body; none to who neither serves in its tree nor administrates. Three queries, however many there are.
pub async fn page(
    conn: &mut Conn,
    (sight, administrates): (&Sight, bool),
    body: Uuid,
    after: After,
) -> Result<Option<Page>, FactsError> {
    if !administrates && !in_sight(sight, body) {
        return Ok(None);
    }
    let in_use: Vec<Row> = kept::table
        .inner_join(event::table.on(event::id.eq(kept::words_of)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(kept::body_id.eq(body).and(kept::ended_by.is_null()))
        .order((kept::name, kept::id))
        .select((
            kept::id,
            (kept::name, kept::abstract_, kept::text),
            (event::recorded_at, person::name.nullable()),
            kept::ended_by,
        ))
        .limit(MOST as i64)
        .load(conn)
        .await?;
    let mut query = kept::table
        .inner_join(event::table.on(event::id.nullable().eq(kept::ended_by)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(kept::body_id.eq(body).and(kept::ended_by.is_not_null()))
        .order(kept::ended_by.desc())
        .select((
            kept::id,
            (kept::name, kept::abstract_, kept::text),
            (event::recorded_at, person::name.nullable()),
            kept::ended_by,
        ))
        .limit(PAGE as i64 + 1)
        .into_boxed();
    if let Some(after) = after.ended {
        query = query.filter(kept::ended_by.lt(after));
    }
    let mut ended: Vec<Row> = query.load(conn).await?;
    let more = ended.len() > PAGE;
    ended.truncate(PAGE);
    let older_ended = ended.last().filter(|_| more).and_then(|row| row.3);
    let (history, older) = history::some(conn, &[body], after.history, history::Of::Only(ACTS)).await?;
    let (in_use, ended) = (in_use.into_iter().map(kept_as).collect(), ended.into_iter().map(kept_as).collect());
    Ok(Some(Page { in_use, ended, older_ended, history, older }))
}

/// Those in use of the bodies in whose trees the asker serves, by body and name. One query.
pub async fn offered(conn: &mut Conn, sight: &Sight) -> Result<Vec<Offered>, FactsError> {
    Ok(kept::table
        .inner_join(body::table.on(body::id.eq(kept::body_id)))
        .filter(kept::body_id.eq_any(&sight.roots).and(kept::ended_by.is_null()))
        .order((body::short_name, kept::name, kept::id))
        .select((kept::id, kept::name, kept::body_id, body::short_name))
        .limit(OFFERED)
        .load(conn)
        .await?)
}

/// One of those, with the body that keeps it and that one's short name.
pub async fn chosen(conn: &mut Conn, sight: &Sight, id: Uuid) -> Result<Option<(Template, Uuid, String)>, FactsError> {
    let row: Option<(String, String, String, Uuid, String)> = kept::table
        .inner_join(body::table.on(body::id.eq(kept::body_id)))
        .filter(kept::id.eq(id).and(kept::body_id.eq_any(&sight.roots)).and(kept::ended_by.is_null()))
        .select((kept::name, kept::abstract_, kept::text, kept::body_id, body::short_name))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|(name, abstract_text, text, body, of)| (Template { name, abstract_text, text }, body, of)))
}

/// The statements that these allocations of the asker's own bodies came from.
pub async fn given_as(conn: &mut Conn, sight: &Sight, allocations: &[Uuid]) -> Result<Vec<Uuid>, FactsError> {
    Ok(allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(allocation::id.eq_any(allocations).and(registration::body_id.eq_any(&sight.roots)))
        .order(allocation::id)
        .select(registration::statement_id)
        .load(conn)
        .await?)
}

/// What a reply of this deciding body names of the statements that it answers, as far as the asker sees them. Four queries.
pub async fn answered(
    conn: &mut Conn,
    sight: &Sight,
    body: Uuid,
    statements: &[Uuid],
) -> Result<Vec<Answered>, FactsError> {
    let in_tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id).and(statement_sight::root_id.eq_any(&sight.roots)));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement::id).and(statement_named::person_id.eq(sight.person)));
    type Seen = (Uuid, String, Option<NaiveDate>, String, Option<NaiveDate>);
    let seen: Vec<Seen> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq_any(statements))
        .filter(exists(in_tree).or(exists(named)))
        .order(statement::id)
        .select((statement::id, statement::title, statement::issued_on, body::short_name, statement::deadline))
        .load(conn)
        .await?;
    let ids: Vec<Uuid> = seen.iter().map(|row| row.0).collect();
    let deadlines = deadlines(conn, body, &ids).await?;
    let theirs = their_numbers(conn, &ids).await?;
    let ours = own_numbers(conn, body, &ids).await?;
    let one = |(id, title, issued_on, source, latest): Seen| Answered {
        number: theirs.get(&id).cloned(),
        title,
        issued_on,
        source,
        deadline: deadlines.get(&id).copied().unwrap_or(latest),
        our_number: ours.get(&id).cloned(),
    };
    Ok(seen.into_iter().map(one).collect())
}

/// By when each asks for the reply of this body or one under it: the first day, where it asks several of them.
async fn deadlines(conn: &mut Conn, body: Uuid, of: &[Uuid]) -> Result<HashMap<Uuid, Option<NaiveDate>>, FactsError> {
    let rows: Vec<(Uuid, Option<NaiveDate>)> = destination::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(of).and(body_ancestor::ancestor_id.eq(body)))
        .filter(destination::state.eq_any(standing::destinations()))
        .select((destination::statement_id, destination::deadline))
        .load(conn)
        .await?;
    let mut first: HashMap<Uuid, Option<NaiveDate>> = HashMap::new();
    for (id, deadline) in rows {
        let there = first.entry(id).or_insert(deadline);
        *there = match (*there, deadline) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    Ok(first)
}

/// The numbers that the senders gave: their own series first, then as printed by others.
async fn their_numbers(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, String>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .filter(number::subject_id.eq_any(of).and(number::voided_by.is_null()))
        .filter(number::scheme.eq_any(["ls", "other"]))
        .order((number::subject_id, number::scheme.desc(), number::id.desc()))
        .select((number::subject_id, number::value))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The numbers that this body registered them under.
async fn own_numbers(conn: &mut Conn, body: Uuid, of: &[Uuid]) -> Result<HashMap<Uuid, String>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .inner_join(registration::table.on(registration::id.eq(number::subject_id)))
        .filter(registration::statement_id.eq_any(of).and(registration::body_id.eq(body)))
        .filter(number::voided_by.is_null())
        .order(number::id)
        .select((registration::statement_id, number::value))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
