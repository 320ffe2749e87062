//! What waits to be told in the digests of some people, and whether they may see it now. Found by having no outcome: a row
//! of a transaction that committed late waits like any other.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::standing;
use crate::facts::sight::{self, Sight};
use crate::facts::{Conn, FactsError};
use crate::schema::{allocation, digest_item, note, registration, statement};

/// One line of a digest to come.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: Uuid,
    pub person: Uuid,
    /// The statement's key, for its handle and for sight.
    pub statement: i64,
    /// The body whose own work it is, which alone reads of it (PR-3): the one that received it or noted something on it, or the sender's for what
    /// happened to the statement itself.
    pub receiver: Option<Uuid>,
    pub facts: Value,
    pub queued_at: DateTime<Utc>,
    pub seen: bool,
}

type Row = (Uuid, Uuid, (i64, Uuid, String), (Option<Uuid>, Option<Uuid>), Option<Uuid>, Value, DateTime<Utc>);

/// The oldest items that wait for people with these sights, up to so many; the rest waits on. Five queries, however many.
pub async fn waiting(conn: &mut Conn, sights: &[Sight], most: i64) -> Result<Vec<Item>, FactsError> {
    let people: Vec<Uuid> = sights.iter().map(|sight| sight.person).collect();
    let rows: Vec<Row> = digest_item::table
        .inner_join(statement::table.on(statement::id.eq(digest_item::statement_id)))
        .left_join(registration::table.on(registration::id.eq(digest_item::subject_id)))
        .left_join(allocation::table.on(allocation::id.eq(digest_item::subject_id)))
        .left_join(note::table.on(note::id.eq(digest_item::subject_id)))
        .filter(digest_item::person_id.eq_any(people).and(digest_item::outcome.is_null()))
        .order(digest_item::seq)
        .limit(most)
        .select((
            digest_item::id,
            digest_item::person_id,
            (statement::seq, statement::owner_id, statement::state),
            (registration::body_id.nullable(), note::body_id.nullable()),
            allocation::registration_id.nullable(),
            digest_item::facts,
            digest_item::queued_at,
        ))
        .load(conn)
        .await?;
    let registered: Vec<Uuid> = rows.iter().filter_map(|row| row.4).collect();
    let receivers: HashMap<Uuid, Uuid> = registration::table
        .filter(registration::id.eq_any(registered))
        .select((registration::id, registration::body_id))
        .load::<(Uuid, Uuid)>(conn)
        .await?
        .into_iter()
        .collect();
    let mut owners: Vec<Uuid> = rows.iter().map(|row| row.2.1).collect();
    owners.sort_unstable();
    owners.dedup();
    let links = sight::links(conn, &owners).await?;
    let of_owners: HashMap<Uuid, Vec<Uuid>> =
        owners.iter().map(|owner| (*owner, sight::nearest(&[*owner], &links))).collect();
    let mut keys: Vec<i64> = rows.iter().map(|row| row.2.0).collect();
    keys.sort_unstable();
    keys.dedup();
    let seen = sight::seen(conn, sights, &keys).await?;
    let roots: HashMap<Uuid, &[Uuid]> = sights.iter().map(|sight| (sight.person, sight.roots.as_slice())).collect();
    let item = |(id, person, statement, (registered, noted), part, facts, queued_at): Row| {
        let (statement, owner, state) = statement;
        // What we did with our own statement is read by our own tree; what was only written down here, by whoever sees it.
        let sender = || {
            let of_owner = of_owners.get(&owner).filter(|_| !standing::is_issued_elsewhere(&state))?;
            let mine = of_owner.iter().find(|root| roots.get(&person).is_some_and(|roots| roots.contains(root)));
            mine.or(<[Uuid]>::first(of_owner)).copied()
        };
        let receiver = registered.or(noted).or_else(|| receivers.get(&part?).copied()).or_else(sender);
        let theirs = receiver.is_none_or(|receiver| roots.get(&person).is_some_and(|roots| roots.contains(&receiver)));
        let seen = theirs && seen.contains(&(person, statement));
        Item { id, person, statement, receiver, facts, queued_at, seen }
    };
    Ok(rows.into_iter().map(item).collect())
}
