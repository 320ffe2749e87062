//! Many items in one sitting: each whole or not at all, what refuses told beside what was done. A rehearsal is the same run
//! rolled back, so that it cannot say anything else.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::door::{Door, REPEATS, all};
use super::order::{Error, Order, Receipt};
use super::rows;
use crate::db::DbError;
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::allocation::Act;
use crate::schema::{allocation, body, event, outbox, person};

/// What came of a bulk, item by item, and whom it tells.
#[derive(Debug, Default)]
pub struct Bulk {
    pub items: Vec<Result<Receipt, Error>>,
    pub letters: Vec<Told>,
    /// In the order of the items.
    pub given: Vec<Given>,
}

/// Who was given what, until when.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Given {
    pub registration: Uuid,
    pub body: String,
    pub assignee: String,
    pub purpose: String,
    pub due: NaiveDate,
}

/// One letter of a bulk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub name: String,
    pub address: String,
    pub notice: String,
}

/// A whole request that is done once: each of its acts has a key of its own, and another request under this one is refused.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    pub key: &'a str,
    /// What stands for all that it asks.
    pub hash: &'a [u8],
}

/// Why the outer transaction does not commit.
enum Left {
    Rehearsed(Bulk),
    Broken(Error),
}

impl From<diesel::result::Error> for Left {
    fn from(error: diesel::result::Error) -> Self {
        Left::Broken(error.into())
    }
}

impl Door {
    /// Does the orders of each item in turn, all in one transaction; an item that is refused leaves nothing behind and
    /// stops no other. `rehearse` changes nothing and answers the same.
    pub async fn bulk(
        &self,
        now: DateTime<Utc>,
        actor: &Actor,
        items: &[Vec<Order>],
        once: Option<Once<'_>>,
        rehearse: bool,
    ) -> Result<Bulk, Error> {
        let mut tries = 0;
        loop {
            let mut conn = self.connection().await?;
            let run = conn.transaction(async |conn| {
                if let Some(Once { key, hash }) = once {
                    rows::key::take(conn, now, actor, key, hash).await.map_err(Left::Broken)?;
                }
                self.run(conn, now, actor, items, rehearse).await
            });
            match run.await {
                Ok(bulk) | Err(Left::Rehearsed(bulk)) => return Ok(bulk),
                Err(Left::Broken(Error::Db(DbError::Repeat(_)))) if tries < REPEATS => tries += 1,
                Err(Left::Broken(error)) => return Err(error),
            }
        }
    }

    async fn run(
        &self,
        conn: &mut AsyncPgConnection,
        now: DateTime<Utc>,
        actor: &Actor,
        items: &[Vec<Order>],
        rehearse: bool,
    ) -> Result<Bulk, Left> {
        let (mut bulk, mut events) = (Bulk::default(), Vec::new());
        for orders in items {
            let item = conn.transaction(async |conn| {
                let mut tx = self.tx(conn, now, actor);
                all(&mut tx, actor, orders).await
            });
            match item.await {
                Ok(receipts) => {
                    events.extend(receipts.iter().map(|receipt| receipt.event));
                    let last = receipts.into_iter().next_back();
                    bulk.items.push(last.ok_or_else(|| Error::Broken("no receipt".to_owned())));
                }
                Err(error @ (Error::Db(_) | Error::Broken(_))) => return Err(Left::Broken(error)),
                Err(refused) => bulk.items.push(Err(refused)),
            }
        }
        bulk.letters = told(conn, &events).await?;
        bulk.given = given(conn, &events).await?;
        if rehearse { Err(Left::Rehearsed(bulk)) } else { Ok(bulk) }
    }
}

/// The allocations that followed from these events.
async fn given(conn: &mut AsyncPgConnection, events: &[Uuid]) -> QueryResult<Vec<Given>> {
    let born = event::table
        .filter(event::cause.eq_any(events).and(event::act.eq(Act::Assign.name())))
        .select(event::subject_id);
    allocation::table
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::id.eq_any(born))
        .order(allocation::id)
        .select((allocation::registration_id, body::short_name, person::name, allocation::purpose, allocation::due))
        .load(conn)
        .await
}

/// The letters of these events and of what followed from them.
async fn told(conn: &mut AsyncPgConnection, events: &[Uuid]) -> QueryResult<Vec<Told>> {
    let rows: Vec<(String, String, String)> = outbox::table
        .inner_join(event::table.on(event::id.nullable().eq(outbox::event_id)))
        .filter(event::id.eq_any(events).or(event::cause.eq_any(events)))
        .order((outbox::name, outbox::seq))
        .select((outbox::name, outbox::address, outbox::notice))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(name, address, notice)| Told { name, address, notice }).collect())
}
