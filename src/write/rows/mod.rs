//! The rows themselves. Private to the door: every function wants its open transaction.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::door::Tx;
use super::order::Error;
use crate::domain::command::Kind;
use crate::domain::decision::{Change, Decision};

pub(super) mod event;
pub(super) mod gathered;
pub(super) mod key;
pub(super) mod letter;
mod mended;
mod merged;
pub(super) mod subject;

mod allocation;
mod destination;
mod meeting;
mod note;
mod number;
mod record;
mod registration;
mod restore;
mod set_aside;
mod sight;
mod statement;
mod template;
mod words;

pub(super) use statement::not_stored as file_not_stored;

/// What a row was given: its new version, and the number where one was wanted.
pub(super) struct Written {
    pub version: i32,
    pub number: Option<String>,
}

/// Makes the decision's change true.
pub(super) async fn apply(
    tx: &mut Tx<'_>,
    id: Uuid,
    event: Uuid,
    kind: Kind,
    decision: &Decision,
) -> Result<Written, Error> {
    match &decision.change {
        Change::Statement(change) => statement::apply(tx, id, event, change).await,
        Change::Destination(change) => Ok(just(destination::apply(tx, id, change).await?)),
        Change::Registration(change) => registration::apply(tx, id, event, change).await,
        Change::Allocation(change) => Ok(just(allocation::apply(tx, id, change).await?)),
        Change::Note(change) => Ok(just(note::apply(tx, id, event, change).await?)),
        Change::Meeting(change) => Ok(just(meeting::apply(tx, id, change).await?)),
        Change::Record(change) => Ok(just(record::apply(tx, id, event, kind, change).await?)),
        Change::Restore => Ok(just(restore::apply(tx, id, kind, decision).await?)),
    }
}

fn just(version: i32) -> Written {
    Written { version, number: None }
}

/// Version and state as they stand at the end of a command, for the receipt.
pub(super) async fn current(tx: &mut Tx<'_>, kind: Kind, id: Uuid) -> Result<Option<(i32, String)>, Error> {
    use crate::schema::{allocation as al, destination as de, registration as re, statement as st};
    Ok(match kind {
        Kind::Statement => Some(st::table.find(id).select((st::version, st::state)).first(tx.conn).await?),
        Kind::Registration => Some(re::table.find(id).select((re::version, re::state)).first(tx.conn).await?),
        Kind::Allocation => Some(al::table.find(id).select((al::version, al::state)).first(tx.conn).await?),
        Kind::Destination => Some(de::table.find(id).select((de::version, de::state)).first(tx.conn).await?),
        Kind::Body | Kind::Person | Kind::Appointment | Kind::Note | Kind::Meeting | Kind::WorkItem => None,
    })
}
