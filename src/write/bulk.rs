//! Many items in one sitting: each whole or not at all, what refuses told beside what was done, one letter a person. A
//! rehearsal is the same run rolled back, so that it cannot say anything else.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::door::{Door, REPEATS, all};
use super::order::{Error, Order, Receipt};
use super::rows::{self, gathered};
use crate::db::DbError;
use crate::domain::named::Named;
use crate::domain::notice::SEVERAL;
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
    /// The statements that it tells of; none for a meeting.
    pub statements: BTreeSet<Uuid>,
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
        let (mut bulk, mut events, mut new) = (Bulk::default(), Vec::new(), Vec::new());
        for orders in items {
            let item = conn.transaction(async |conn| {
                let mut tx = self.tx(conn, now, actor);
                all(&mut tx, actor, orders).await
            });
            match item.await {
                Ok(receipts) => {
                    events.extend(receipts.iter().map(|receipt| receipt.event));
                    // What was done before under the same key was told then.
                    new.extend(receipts.iter().filter(|receipt| !receipt.repeated).map(|receipt| receipt.event));
                    let last = receipts.into_iter().next_back();
                    bulk.items.push(last.ok_or_else(|| Error::Broken("no receipt".to_owned())));
                }
                Err(error @ (Error::Db(_) | Error::Broken(_))) => return Err(Left::Broken(error)),
                Err(refused) => bulk.items.push(Err(refused)),
            }
        }
        gathered::gather(conn, now, &new).await?;
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
    type Row = (Uuid, Option<Uuid>, String, String, String, Option<Uuid>);
    let rows: Vec<Row> = outbox::table
        .inner_join(event::table.on(event::id.nullable().eq(outbox::event_id)))
        .filter(event::id.eq_any(events).or(event::cause.eq_any(events)))
        .order((outbox::name, outbox::seq))
        .select((outbox::id, outbox::gathered_in, outbox::name, outbox::address, outbox::notice, outbox::statement_id))
        .load(conn)
        .await?;
    let mut letters: Vec<(Uuid, Told)> = Vec::new();
    for (id, gathered_in, name, address, notice, statement) in rows {
        let letter = gathered_in.unwrap_or(id);
        match letters.iter_mut().find(|(known, _)| *known == letter) {
            Some((_, told)) => told.statements.extend(statement),
            None => {
                let notice = if gathered_in.is_some() { SEVERAL.to_owned() } else { notice };
                letters.push((letter, Told { name, address, notice, statements: statement.into_iter().collect() }));
            }
        }
    }
    Ok(letters.into_iter().map(|(_, told)| told).collect())
}
