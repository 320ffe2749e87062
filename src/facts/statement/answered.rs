//! What a reply answers: the statements, and where each stands with us.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Extent;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::domain::statement::AnsweredHere;
use crate::domain::title::Answered;
use crate::facts::{Conn, FactsError, word};
use crate::schema::{
    allocation, body, body_ancestor, destination, number, registration, statement, statement_reply, subject,
};

/// A reply's link to a statement, with the allocation that it was written for and that one's state.
#[derive(Clone, Debug)]
pub(super) struct Link {
    statement: Uuid,
    allocation: Option<Uuid>,
    state: Option<String>,
    extent: Extent,
    drafts: Vec<Option<Uuid>>,
}

impl Link {
    /// The statement answered, as another body's record says it.
    pub(super) fn to(statement: Uuid, extent: Extent) -> Link {
        Link { statement, allocation: None, state: None, extent, drafts: vec![None] }
    }
}

/// What a reply that is there answers: once, however many drafts that were written for it went into the reply, and as much
/// of it as the fullest of them.
pub(super) async fn links(conn: &mut Conn, reply: Uuid) -> Result<Vec<Link>, FactsError> {
    type Row = (Uuid, Option<Uuid>, Option<String>, String, Option<Uuid>);
    let rows: Vec<Row> = statement_reply::table
        .left_join(allocation::table.on(allocation::id.nullable().eq(statement_reply::allocation_id)))
        .filter(statement_reply::reply_id.eq(reply).and(statement_reply::destination_id.is_null()))
        .order((statement_reply::answers_id, statement_reply::allocation_id, statement_reply::taken_over_from))
        .select((
            statement_reply::answers_id,
            statement_reply::allocation_id,
            allocation::state.nullable(),
            statement_reply::extent,
            statement_reply::taken_over_from,
        ))
        .load(conn)
        .await?;
    let mut links: Vec<Link> = Vec::new();
    for (statement, allocation, state, extent, draft) in rows {
        let extent = word("statement_reply.extent", &extent)?;
        match links.last_mut().filter(|one| one.statement == statement && one.allocation == allocation) {
            Some(one) => {
                one.extent = one.extent.min(extent);
                one.drafts.push(draft);
            }
            None => links.push(Link { statement, allocation, state, extent, drafts: vec![draft] }),
        }
    }
    Ok(links)
}

/// The statements that these allocations came from.
pub(super) async fn allocations(conn: &mut Conn, ids: &[Uuid], extent: Extent) -> Result<Vec<Link>, FactsError> {
    let rows: Vec<(Uuid, Uuid, String)> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(allocation::id.eq_any(ids))
        .order(allocation::id)
        .select((registration::statement_id, allocation::id, allocation::state))
        .load(conn)
        .await?;
    let link =
        |(statement, id, state)| Link { allocation: Some(id), state: Some(state), ..Link::to(statement, extent) };
    Ok(rows.into_iter().map(link).collect())
}

/// What a reply names of the statements that it answers, and the destination there that stands for us.
pub(super) async fn load(conn: &mut Conn, us: &BodyFacts, links: Vec<Link>) -> Result<Vec<AnsweredHere>, FactsError> {
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = links.iter().map(|link| link.statement).collect();
    let named = named(conn, &ids).await?;
    let numbers = sender_numbers(conn, &ids).await?;
    let ours = asked_of(conn, us, &ids).await?;
    let mut all = Vec::new();
    for link in links {
        let of = link.statement;
        let (_, handle, title, date, source) = named.get(&of).cloned().ok_or(FactsError::Missing("statement", of))?;
        all.push(AnsweredHere {
            statement: of,
            handle,
            title,
            answered: Answered { number: numbers.get(&of).cloned(), source, date },
            allocation: link.allocation,
            allocation_state: link.state.map(|state| word("allocation.state", &state)).transpose()?,
            extent: link.extent,
            destination: ours.get(&of).copied(),
            drafts: link.drafts,
        });
    }
    Ok(all)
}

/// The addressee of each statement that stands for us: ourselves by name, else the first of our tree that has not answered
/// yet, else the first.
async fn asked_of(conn: &mut Conn, us: &BodyFacts, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, FactsError> {
    type Row = (Uuid, Uuid, Option<Uuid>, String, i16);
    let rows: Vec<Row> = destination::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(ids))
        .filter(body_ancestor::ancestor_id.eq(us.root()))
        .filter(destination::state.eq_any(standing::answerable()))
        .select((
            destination::statement_id,
            destination::id,
            destination::body_id,
            destination::state,
            destination::position,
        ))
        .load(conn)
        .await?;
    let mut nearest: HashMap<Uuid, ((bool, bool, i16), Uuid)> = HashMap::new();
    for (of, id, body, state, position) in rows {
        let rank = (body != Some(us.id), standing::is_answered(&state), position);
        let best = nearest.entry(of).or_insert((rank, id));
        if rank < best.0 {
            *best = (rank, id);
        }
    }
    Ok(nearest.into_iter().map(|(of, (_, id))| (of, id)).collect())
}

pub(super) type Named = (Uuid, String, String, Option<NaiveDate>, String);

pub(super) async fn named(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, Named>, FactsError> {
    let rows: Vec<Named> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq_any(ids))
        .select((statement::id, subject::handle, statement::title, statement::issued_on, body::short_name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.0, row)).collect())
}

/// The number that the sender gave: its own series first, then as printed by others.
pub(super) async fn sender_numbers(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, FactsError> {
    let rows: Vec<(Uuid, String)> = number::table
        .filter(number::subject_id.eq_any(ids).and(number::scheme.eq_any(["ls", "other"])))
        .filter(number::voided_by.is_null())
        .order((number::subject_id, number::scheme.desc(), number::id.desc()))
        .select((number::subject_id, number::value))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
