//! The row that gives a subject its handle.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::schema::subject;

/// Gives a new subject its handle, for good.
pub(in crate::write) async fn insert(tx: &mut Tx<'_>, id: Uuid, kind: Kind) -> Result<String, Error> {
    let sequence = if kind == Kind::Statement { "handle_ls" } else { "handle_other" };
    let next = diesel::dsl::sql::<BigInt>(&format!("nextval('{sequence}')"));
    let number: i64 = diesel::select(next).get_result(tx.conn).await?;
    let handle = format!("{}-{number}", kind.prefix());
    diesel::insert_into(subject::table)
        .values((
            subject::id.eq(id),
            subject::kind.eq(kind.name()),
            subject::handle.eq(&handle),
            subject::created_at.eq(tx.now),
        ))
        .execute(tx.conn)
        .await?;
    Ok(handle)
}

/// The handle of a subject that is there.
pub(in crate::write) async fn handle(tx: &mut Tx<'_>, id: Uuid) -> Result<String, Error> {
    Ok(subject::table.find(id).select(subject::handle).first(tx.conn).await?)
}

/// The number in a handle, by which lists are paged.
pub(super) async fn seq(tx: &mut Tx<'_>, id: Uuid) -> Result<i64, Error> {
    let handle = handle(tx, id).await?;
    let digits = handle.rsplit('-').next().unwrap_or_default();
    digits.parse().map_err(|_| Error::Broken(format!("handle {handle} has no number")))
}
