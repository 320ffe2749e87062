//! Who may see what: the trees of an actor's appointments, and whether a statement is in one of them. The same rows are
//! the predicate of every page's query.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, Place};
use crate::domain::people::Actor;
use crate::schema::{
    body_ancestor, destination, registration, statement, statement_named, statement_reply, statement_sight,
};

/// What one actor sees: trees by their roots, and what names them.
#[derive(Clone, Debug)]
pub struct Sight {
    pub roots: Vec<Uuid>,
    pub person: Uuid,
}

/// A body, one above it (itself included), whether that decides, and how far up it is.
pub type Above = (Uuid, Uuid, bool, i16);

/// Everything above these bodies.
pub async fn links(conn: &mut Conn, of: &[Uuid]) -> Result<Vec<Above>, FactsError> {
    Ok(body_ancestor::table
        .filter(body_ancestor::body_id.eq_any(of))
        .select((body_ancestor::body_id, body_ancestor::ancestor_id, body_ancestor::is_root, body_ancestor::depth))
        .load(conn)
        .await?)
}

/// The deciding levels above the bodies in which the actor serves on that day. A body without one is its own.
pub async fn roots(conn: &mut Conn, actor: &Actor, on: NaiveDate) -> Result<Vec<Uuid>, FactsError> {
    let Actor::Person { appointments, .. } = actor else { return Ok(Vec::new()) };
    let serves: Vec<Uuid> = appointments.iter().filter(|a| a.held_on(on)).map(|a| a.body).collect();
    let links = links(conn, &serves).await?;
    Ok(nearest(&serves, &links))
}

/// The same of many people: one query, however many.
pub async fn of_all(conn: &mut Conn, actors: &[Actor], on: NaiveDate) -> Result<Vec<Sight>, FactsError> {
    let people: Vec<(Uuid, Vec<Uuid>)> = actors
        .iter()
        .filter_map(|actor| match actor {
            Actor::Person { id, appointments, .. } => {
                Some((*id, appointments.iter().filter(|a| a.held_on(on)).map(|a| a.body).collect()))
            }
            Actor::System | Actor::Clock | Actor::Importer => None,
        })
        .collect();
    let serves: Vec<Uuid> = people.iter().flat_map(|(_, bodies)| bodies.iter().copied()).collect();
    let links = links(conn, &serves).await?;
    Ok(people.into_iter().map(|(person, bodies)| Sight { roots: nearest(&bodies, &links), person }).collect())
}

/// Which of these statements, by their keys, each of these people sees: two queries, however many.
pub async fn seen(conn: &mut Conn, sights: &[Sight], keys: &[i64]) -> Result<HashSet<(Uuid, i64)>, FactsError> {
    let roots: Vec<Uuid> = sights.iter().flat_map(|sight| sight.roots.iter().copied()).collect();
    let people: Vec<Uuid> = sights.iter().map(|sight| sight.person).collect();
    let in_trees: Vec<(Uuid, i64)> = statement_sight::table
        .filter(statement_sight::root_id.eq_any(roots).and(statement_sight::seq.eq_any(keys)))
        .select((statement_sight::root_id, statement_sight::seq))
        .load(conn)
        .await?;
    let named: Vec<(Uuid, i64)> = statement_named::table
        .filter(statement_named::person_id.eq_any(people).and(statement_named::seq.eq_any(keys)))
        .select((statement_named::person_id, statement_named::seq))
        .load(conn)
        .await?;
    let mut by_root: HashMap<Uuid, Vec<i64>> = HashMap::new();
    in_trees.into_iter().for_each(|(root, seq)| by_root.entry(root).or_default().push(seq));
    let in_sight = |sight: &Sight| -> Vec<(Uuid, i64)> {
        let of = sight.roots.iter().filter_map(|root| by_root.get(root));
        of.flatten().map(|seq| (sight.person, *seq)).collect()
    };
    Ok(sights.iter().flat_map(in_sight).chain(named).collect())
}

/// The nearest roots of each body; the body itself where it has none.
pub fn nearest(bodies: &[Uuid], links: &[Above]) -> Vec<Uuid> {
    let mut all = Vec::new();
    for body in bodies {
        let mine = || links.iter().filter(|(of, _, is_root, _)| of == body && *is_root);
        let depth = mine().map(|link| link.3).min();
        let mut roots: Vec<Uuid> = mine().filter(|link| Some(link.3) == depth).map(|link| link.1).collect();
        if roots.is_empty() {
            roots.push(*body);
        }
        all.extend(roots);
    }
    all.sort();
    all.dedup();
    all
}

/// Whether the statement is in sight.
pub async fn sees(conn: &mut Conn, sight: &Sight, statement: Uuid) -> Result<bool, FactsError> {
    let in_tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement).and(statement_sight::root_id.eq_any(&sight.roots)));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement).and(statement_named::person_id.eq(sight.person)));
    Ok(diesel::select(exists(in_tree).or(exists(named))).get_result(conn).await?)
}

/// Statements from or to these bodies, that they received, or that answer one of theirs: whoever sees them may change with
/// what the bodies belong to. In the order of their ids, up to
/// `TOUCHED` of each sort.
pub async fn touched(conn: &mut Conn, bodies: &[Uuid]) -> Result<Vec<Uuid>, FactsError> {
    let sent = statement::table.filter(statement::owner_id.eq_any(bodies)).select(statement::id).limit(TOUCHED);
    let mut all: Vec<Uuid> = sent.load(conn).await?;
    let to = destination::table.filter(destination::body_id.eq_any(bodies)).select(destination::statement_id);
    all.extend(to.limit(TOUCHED).load::<Uuid>(conn).await?);
    let received = registration::table.filter(registration::body_id.eq_any(bodies)).select(registration::statement_id);
    all.extend(received.limit(TOUCHED).load::<Uuid>(conn).await?);
    let answers = statement_reply::table
        .inner_join(statement::table.on(statement::id.eq(statement_reply::answers_id)))
        .filter(statement::owner_id.eq_any(bodies))
        .select(statement_reply::reply_id);
    all.extend(answers.limit(TOUCHED).load::<Uuid>(conn).await?);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Statements that are looked at where bodies move; more are too many for one step.
const TOUCHED: i64 = 10_000;

/// The deciding levels of one body.
pub async fn roots_of(conn: &mut Conn, body: Uuid) -> Result<Vec<Uuid>, FactsError> {
    let links = links(conn, &[body]).await?;
    Ok(nearest(&[body], &links))
}

/// Whether the actor, a person, sees on that day what stands in this place: what a receiving body does with a statement is
/// seen by that body alone (PR-3), everything else by whoever sees the statement. One query for those who serve somewhere.
pub async fn actor_sees(conn: &mut Conn, actor: &Actor, on: NaiveDate, place: &Place) -> Result<bool, FactsError> {
    let (Actor::Person { id, appointments, .. }, Some(statement)) = (actor, place.statement) else { return Ok(false) };
    let serves: Vec<Uuid> = appointments.iter().filter(|a| a.held_on(on)).map(|a| a.body).collect();
    let in_tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement))
        .filter(statement_sight::root_id.eq(body_ancestor::ancestor_id));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement).and(statement_named::person_id.eq(id)));
    type Row = ((Uuid, Uuid, bool, i16), bool, bool);
    let rows: Vec<Row> = body_ancestor::table
        .filter(body_ancestor::body_id.eq_any(&serves))
        .select((
            (body_ancestor::body_id, body_ancestor::ancestor_id, body_ancestor::is_root, body_ancestor::depth),
            exists(in_tree),
            exists(named),
        ))
        .load(conn)
        .await?;
    let Some((_, _, named)) = <[Row]>::first(&rows) else {
        let nowhere = Sight { roots: Vec::new(), person: *id };
        return Ok(place.receiver.is_none() && sees(conn, &nowhere, statement).await?);
    };
    let links: Vec<(Uuid, Uuid, bool, i16)> = rows.iter().map(|row| row.0).collect();
    let roots = nearest(&serves, &links);
    let seen = |root: &Uuid| rows.iter().any(|(link, seen, _)| link.1 == *root && *seen);
    Ok(place.receiver.is_none_or(|receiver| roots.contains(&receiver)) && (*named || roots.iter().any(seen)))
}
