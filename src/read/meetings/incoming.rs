//! What came in for a meeting: registered since the meeting before, and what was registered earlier and not disposed of
//! when the meeting began (PR-20). Seven queries, however many rows.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Span, page};
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::register::{Name, name};
use crate::read::{asked, numbers};
use crate::schema::{
    allocation, body, body_ancestor, event, number, registration, statement, statement_reply, subject,
};

/// One statement that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub registration: Uuid,
    pub handle: String,
    pub state: String,
    pub received_on: NaiveDate,
    /// Registered before the days of this meeting.
    pub carried_over: bool,
    pub title: String,
    pub from: Name,
    pub deadline: Option<NaiveDate>,
    /// What is asked of the body, where it is named among the addressees.
    pub purpose: Option<String>,
    pub theirs: Vec<String>,
    pub ours: Vec<String>,
    pub allocations: Vec<Allocated>,
    pub replies: Vec<Reply>,
    /// The body that has it now.
    pub forwarded_to: Option<String>,
}

/// Where one part of it lies, and what came of that.
#[derive(Clone, Debug)]
pub struct Allocated {
    pub body: String,
    pub lead: bool,
    pub purpose: String,
    pub state: String,
}

/// A reply that the body wrote: its number where it has one, and its handle.
#[derive(Clone, Debug)]
pub struct Reply {
    pub handle: String,
    pub number: Option<String>,
    pub state: String,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Incoming>,
    /// The registration after which the next page begins.
    pub next: Option<Uuid>,
}

/// The registrations by their key, from behind one of them.
async fn keys(
    conn: &mut Conn,
    sight: &Sight,
    of: &Span,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, FactsError> {
    let all = || {
        let mut query = registration::table
            .filter(registration::body_id.eq_any(&of.roots).and(registration::body_id.eq_any(&sight.roots)))
            .filter(registration::received_on.le(of.ends))
            .filter(registration::state.eq_any(standing::registrations()))
            .order(registration::id)
            .select(registration::id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(registration::id.gt(after));
        }
        if !of.is_root {
            let here = allocation::table
                .filter(allocation::registration_id.eq(registration::id).and(allocation::body_id.eq_any(&of.tree)))
                .filter(allocation::state.eq_any(standing::allocations()));
            query = query.filter(exists(here));
        }
        query
    };
    let Some(before) = of.after else { return Ok(all().load(conn).await?) };
    let mut found: Vec<Uuid> = all().filter(registration::received_on.gt(before)).load(conn).await?;
    let open: Vec<Uuid> = all().filter(registration::state.eq_any(standing::open_registrations())).load(conn).await?;
    // What is recorded of a day is recorded on it or later, so that the state's own time finds the few; a day's margin is
    // for the zones.
    let begun = of.starts.pred_opt().unwrap_or(of.starts).and_time(chrono::NaiveTime::MIN).and_utc();
    let newest = event::table.filter(event::subject_id.eq(registration::id)).order(event::seq.desc());
    let came = newest.select(event::occurred_on).limit(1).single_value();
    let settled: Vec<Uuid> = all()
        .filter(registration::state.eq_any(standing::settled_registrations()).and(registration::since.ge(begun)))
        .filter(came.ge(of.starts))
        .load(conn)
        .await?;
    found.extend(open);
    found.extend(settled);
    Ok(found)
}

/// How many there are, up to so many.
pub async fn count(conn: &mut Conn, sight: &Sight, of: &Span, most: i64) -> Result<(usize, bool), FactsError> {
    let (keys, more) = page(keys(conn, sight, of, None, most + 1).await?, most);
    Ok((keys.len(), more))
}

/// One page, in the order of registering.
pub async fn page_of(
    conn: &mut Conn,
    sight: &Sight,
    of: &Span,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Page, FactsError> {
    let (keys, more) = page(keys(conn, sight, of, after, limit + 1).await?, limit);
    let next = keys.last().copied().filter(|_| more);
    Ok(Page { rows: rows(conn, sight, of, &keys).await?, next })
}

type Base =
    ((Uuid, String, NaiveDate, Option<String>), (Uuid, String, String, Option<NaiveDate>), (Uuid, String, String));

async fn rows(conn: &mut Conn, sight: &Sight, of: &Span, keys: &[Uuid]) -> Result<Vec<Incoming>, FactsError> {
    let to = diesel::alias!(body as to);
    let forwarded_to = to.filter(to.field(body::id).nullable().eq(registration::forwarded_to_id));
    let base: Vec<Base> = registration::table
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(registration::id.eq_any(keys))
        .order(registration::id)
        .select((
            (
                registration::id,
                registration::state,
                registration::received_on,
                forwarded_to.select(to.field(body::short_name)).single_value(),
            ),
            (statement::id, subject::handle, statement::title, statement::deadline),
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    let statements: Vec<Uuid> = base.iter().map(|row| row.1.0).collect();
    let mut numbers = numbers::of(conn, statements.iter().chain(keys).copied()).await?;
    let mut asked = asked::of(conn, sight, &of.roots, &statements).await?;
    let mut allocations = allocations(conn, keys).await?;
    let mut replies = replies(conn, of, &statements).await?;
    let row = |(own, about, from): Base| Incoming {
        registration: own.0,
        handle: about.1,
        state: own.1,
        received_on: own.2,
        carried_over: of.after.is_some_and(|before| own.2 <= before),
        title: about.2,
        from: name(Some(from.0), from.1, Some(&from.2)),
        deadline: asked.get(&about.0).and_then(|asked| asked.deadline).or(about.3),
        purpose: asked.remove(&about.0).map(|asked| asked.purpose),
        theirs: numbers.remove(&about.0).unwrap_or_default(),
        ours: numbers.remove(&own.0).unwrap_or_default(),
        allocations: allocations.remove(&own.0).unwrap_or_default(),
        replies: replies.remove(&about.0).unwrap_or_default(),
        forwarded_to: own.3,
    };
    Ok(base.into_iter().map(row).collect())
}

async fn allocations(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, Vec<Allocated>>, FactsError> {
    let rows: Vec<(Uuid, String, bool, String, String)> = allocation::table
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .filter(allocation::registration_id.eq_any(of).and(allocation::state.eq_any(standing::allocations())))
        .order((allocation::lead.desc(), allocation::id))
        .select((
            allocation::registration_id,
            body::short_name,
            allocation::lead,
            allocation::purpose,
            allocation::state,
        ))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<Allocated>> = HashMap::new();
    for (registration, body, lead, purpose, state) in rows {
        all.entry(registration).or_default().push(Allocated { body, lead, purpose, state });
    }
    Ok(all)
}

/// The replies of the trees themselves.
async fn replies(conn: &mut Conn, of: &Span, statements: &[Uuid]) -> Result<HashMap<Uuid, Vec<Reply>>, FactsError> {
    let ours = body_ancestor::table
        .filter(body_ancestor::body_id.eq(statement::owner_id))
        .filter(body_ancestor::ancestor_id.eq_any(&of.roots));
    let rows: Vec<(Uuid, String, Option<String>, String)> = statement_reply::table
        .inner_join(statement::table.on(statement::id.eq(statement_reply::reply_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .left_join(number::table.on(number::subject_id.eq(statement::id).and(number::voided_by.is_null())))
        .filter(statement_reply::answers_id.eq_any(statements).and(exists(ours)))
        .filter(statement::state.eq_any(standing::unsent()).or(statement::state.eq_any(standing::left())))
        .order((statement::seq, number::id))
        .select((statement_reply::answers_id, subject::handle, number::value.nullable(), statement::state))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<Reply>> = HashMap::new();
    for (answers, handle, number, state) in rows {
        let there = all.entry(answers).or_default();
        if there.iter().all(|reply| reply.handle != handle) {
            there.push(Reply { handle, number, state });
        }
    }
    Ok(all)
}
