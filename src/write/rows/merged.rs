//! Rows of a provisional body that is another: from now on they name that one.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::{mended, record};
use crate::facts;
use crate::schema::{body, body_address, body_alias, body_ancestor, body_parent, destination, number, statement};

/// Everything that names the one names the other; the one is left with its history, and found by its name.
pub(super) async fn apply(tx: &mut Tx<'_>, from: Uuid, event: Uuid, into: Uuid, state: &str) -> Result<(), Error> {
    record::alone(tx, mended::ABOVE).await?;
    let statements = facts::sight::touched(tx.conn, &[from]).await?;
    let sent = statement::table.filter(statement::owner_id.eq(from));
    diesel::update(sent).set(statement::owner_id.eq(into)).execute(tx.conn).await?;
    let addressed = destination::table.filter(destination::body_id.eq(from));
    diesel::update(addressed).set(destination::body_id.eq(into)).execute(tx.conn).await?;
    let numbers = number::table.filter(number::body_id.eq(from));
    diesel::update(numbers).set(number::body_id.eq(into)).execute(tx.conn).await?;
    let book = body_address::table.filter(body_address::body_id.eq(from));
    diesel::update(book).set(body_address::body_id.eq(into)).execute(tx.conn).await?;
    names(tx, from, event, into).await?;
    diesel::delete(body_parent::table.filter(body_parent::body_id.eq(from))).execute(tx.conn).await?;
    let above = body_ancestor::table.filter(body_ancestor::body_id.eq(from).and(body_ancestor::ancestor_id.ne(from)));
    diesel::delete(above).execute(tx.conn).await?;
    let set = (body::state.eq(state), body::merged_into.eq(into));
    diesel::update(body::table.find(from)).set(set).execute(tx.conn).await?;
    mended::seen_anew(tx, &statements).await
}

/// The other is found by its name, and by those that it had before.
async fn names(tx: &mut Tx<'_>, from: Uuid, event: Uuid, into: Uuid) -> Result<(), Error> {
    let former = body_alias::table.filter(body_alias::body_id.eq(from)).select(body_alias::name);
    let mut all: Vec<String> = former.load(tx.conn).await?;
    all.push(body::table.find(from).select(body::short_name).first(tx.conn).await?);
    for name in all {
        mended::alias(tx, into, event, &name).await?;
    }
    diesel::delete(body_alias::table.filter(body_alias::body_id.eq(from))).execute(tx.conn).await?;
    Ok(())
}
