//! Idempotency: a key is unique per actor and kept with the command's hash.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::super::door::Tx;
use super::super::order::{Error, Receipt};
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::said;
use crate::schema::command_key;

fn name(actor: &Actor) -> String {
    actor.person().map_or_else(|| actor.kind().to_owned(), |id| id.to_string())
}

/// Takes the key for this command. If it was used before for the same command, its receipt comes back; for another
/// command it is refused. A second caller with the same key waits here until the first has committed.
pub(in crate::write) async fn claim(
    tx: &mut Tx<'_>,
    actor: &Actor,
    key: &str,
    hash: &[u8],
) -> Result<Option<Receipt>, Error> {
    if take(tx.conn, tx.now, actor, key, hash).await? {
        return Ok(None);
    }
    let receipt: Option<Value> =
        command_key::table.find((name(actor), key)).select(command_key::receipt).first(tx.conn).await?;
    let receipt = receipt.and_then(|value| serde_json::from_value::<Receipt>(value).ok());
    receipt
        .map(|receipt| Some(Receipt { repeated: true, ..receipt }))
        .ok_or_else(|| Error::Broken(format!("key {key} has no receipt")))
}

/// Takes the key for what this hash stands for. False: it was taken for the same before; for anything else it is refused.
pub(in crate::write) async fn take(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    actor: &Actor,
    key: &str,
    hash: &[u8],
) -> Result<bool, Error> {
    let taken = diesel::insert_into(command_key::table)
        .values((
            command_key::actor.eq(name(actor)),
            command_key::key.eq(key),
            command_key::hash.eq(hash),
            command_key::recorded_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if taken == 1 {
        return Ok(true);
    }
    let known: Vec<u8> = command_key::table.find((name(actor), key)).select(command_key::hash).first(conn).await?;
    if known == hash { Ok(false) } else { Err(Error::Refused(vec![reused()])) }
}

/// Keeps the receipt beside its key.
pub(in crate::write) async fn keep(tx: &mut Tx<'_>, actor: &Actor, key: &str, receipt: &Receipt) -> Result<(), Error> {
    let value = serde_json::to_value(receipt).map_err(|error| Error::Broken(error.to_string()))?;
    diesel::update(command_key::table.find((name(actor), key)))
        .set(command_key::receipt.eq(value))
        .execute(tx.conn)
        .await?;
    Ok(())
}

fn reused() -> Refusal {
    Refusal {
        code: "key-reused".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-key-reused"),
        clause: None,
        who: Vec::new(),
        field: None,
    }
}
