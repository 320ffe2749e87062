//! What waits for a person: drafts, what they were given, and what their role decides or registers. For the home page of
//! one and for the digests of many; the number of queries is the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Allocated, Turn, allocated, once, registrations, statements, states, written};
use crate::domain::people::{Actor, Role};
use crate::domain::procedure::engine::WaitingFor;
use crate::domain::procedure::{registration as re, statement as st};
use crate::facts::{Conn, FactsError, sight};
use crate::schema::body_ancestor;

/// Bodies under one person's appointments, by what they may decide there.
#[derive(Clone, Debug)]
pub struct Tree {
    person: Uuid,
    pub(super) all: Vec<Uuid>,
    chair: Vec<Uuid>,
    secretariat: Vec<Uuid>,
}

/// The trees of these people on that day: one query.
pub async fn trees(conn: &mut Conn, actors: &[Actor], today: NaiveDate) -> Result<Vec<Tree>, FactsError> {
    let held: Vec<(Uuid, Vec<(Role, Uuid)>)> = actors.iter().filter_map(|actor| held_by(actor, today)).collect();
    let bodies: Vec<Uuid> = held.iter().flat_map(|(_, held)| held.iter().map(|(_, body)| *body)).collect();
    let above = diesel::alias!(body_ancestor as above);
    type Under = (Uuid, (Uuid, Uuid, bool, i16));
    let under: Vec<Under> = body_ancestor::table
        .inner_join(above.on(above.field(body_ancestor::body_id).eq(body_ancestor::body_id)))
        .filter(body_ancestor::ancestor_id.eq_any(&bodies))
        .select((
            body_ancestor::ancestor_id,
            above.fields((
                body_ancestor::body_id,
                body_ancestor::ancestor_id,
                body_ancestor::is_root,
                body_ancestor::depth,
            )),
        ))
        .load(conn)
        .await?;
    let mut links: HashMap<Uuid, Vec<(Uuid, Uuid, bool, i16)>> = HashMap::new();
    let mut below: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
    for (top, link) in under {
        let there = links.entry(link.0).or_default();
        if !there.contains(&link) {
            there.push(link);
        }
        below.entry(top).or_default().insert(link.0);
    }
    let roots: HashMap<Uuid, Vec<Uuid>> =
        links.iter().map(|(body, links)| (*body, sight::nearest(&[*body], links))).collect();
    let tree = |(person, held): (Uuid, Vec<(Role, Uuid)>)| {
        // Whoever serves above a study group or a committee does not see its register by that.
        let sees: HashSet<Uuid> = held.iter().filter_map(|(_, body)| roots.get(body)).flatten().copied().collect();
        let seen = |body: &&Uuid| roots.get(*body).is_some_and(|roots| roots.iter().any(|root| sees.contains(root)));
        let of = |wanted: &dyn Fn(Role) -> bool| -> Vec<Uuid> {
            let tops = held.iter().filter(|(role, _)| wanted(*role)).filter_map(|(_, body)| below.get(body));
            tops.flatten().filter(seen).copied().collect()
        };
        let waits = |whom: WaitingFor| move |role: Role| whom.roles().contains(&role);
        Tree {
            person,
            all: of(&|_| true),
            chair: of(&waits(WaitingFor::Approver)),
            secretariat: of(&waits(WaitingFor::Secretariat)),
        }
    };
    Ok(held.into_iter().map(tree).collect())
}

fn held_by(actor: &Actor, today: NaiveDate) -> Option<(Uuid, Vec<(Role, Uuid)>)> {
    match actor {
        Actor::Person { id, appointments, .. } => {
            Some((*id, appointments.iter().filter(|a| a.held_on(today)).map(|a| (a.role, a.body)).collect()))
        }
        Actor::System | Actor::Clock | Actor::Importer => None,
    }
}

/// What waits for each of them, longest first: of each body, and of each person, no more rows than a page has, and of a
/// register those with the nearest deadlines as well.
pub async fn of(conn: &mut Conn, trees: &[Tree]) -> Result<HashMap<Uuid, Vec<Turn>>, FactsError> {
    let people: Vec<Uuid> = trees.iter().map(|tree| tree.person).collect();
    let mut all: HashMap<Uuid, Vec<Turn>> = HashMap::new();
    let named = allocated(conn, Allocated::To(&people)).await?;
    let drafts = written(conn, &people, st::State::is_with_its_author, true).await?;
    named.into_iter().chain(drafts).for_each(|(person, turn)| all.entry(person).or_default().push(turn));
    type Bodies = fn(&Tree) -> &Vec<Uuid>;
    let roles: [(Bodies, WaitingFor); 2] =
        [(|tree| &tree.chair, WaitingFor::Approver), (|tree| &tree.secretariat, WaitingFor::Secretariat)];
    for (bodies, waiting) in roles {
        let of: Vec<Uuid> = trees.iter().flat_map(|tree| bodies(tree).iter().copied()).collect();
        let decided = statements(conn, &of, &states(&st::PROCEDURE, waiting), true).await?;
        let registered = registrations(conn, &of, &states(&re::PROCEDURE, waiting)).await?;
        for (body, turn) in decided.into_iter().chain(registered) {
            for tree in trees.iter().filter(|tree| bodies(tree).contains(&body)) {
                all.entry(tree.person).or_default().push(turn.clone());
            }
        }
    }
    for list in all.values_mut() {
        once(list);
        list.sort_by_key(|turn| turn.since);
    }
    Ok(all)
}
