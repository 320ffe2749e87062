//! Destination rows.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::sight;
use crate::domain::decision::{DestinationChange, LinkChange};
use crate::domain::named::Named;
use crate::schema::{destination, statement_reply};

#[derive(AsChangeset)]
#[diesel(table_name = destination)]
struct Patch {
    state: Option<String>,
    purpose: Option<String>,
    deadline: Option<Option<NaiveDate>>,
    position: Option<i16>,
    expected_on: Option<Option<NaiveDate>>,
    body_id: Option<Option<Uuid>>,
}

/// Writes one destination's change.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, change: &DestinationChange) -> Result<i32, Error> {
    if let Some(birth) = &change.born {
        diesel::insert_into(destination::table)
            .values((
                destination::id.eq(id),
                destination::version.eq(0),
                destination::state.eq(change.state.unwrap_or_default()),
                destination::statement_id.eq(birth.statement),
                destination::position.eq(change.position.unwrap_or(0)),
                destination::body_id.eq(birth.body),
                destination::printed.eq(&birth.printed),
                destination::purpose.eq(change.purpose.map_or("information", Named::name)),
            ))
            .execute(tx.conn)
            .await?;
    }
    let patch = Patch {
        state: change.state.map(str::to_owned),
        purpose: change.purpose.map(|purpose| purpose.name().to_owned()),
        deadline: change.deadline,
        position: change.position,
        expected_on: change.expected_on,
        body_id: change.body,
    };
    if let Some(link) = &change.link {
        relink(tx, id, link).await?;
    }
    let (version, of): (i32, Uuid) = diesel::update(destination::table.find(id))
        .set((patch, destination::version.eq(destination::version + 1)))
        .returning((destination::version, destination::statement_id))
        .get_result(tx.conn)
        .await?;
    if change.body.is_some() || change.born.is_some() {
        // Another body sees it now, or sees it no more.
        sight::refresh(tx, of).await?;
    }
    Ok(version)
}

/// Sets or takes off one link of a reply; whose statement it answers sees it from then on (PR-2).
async fn relink(tx: &mut Tx<'_>, id: Uuid, link: &LinkChange) -> Result<(), Error> {
    let (LinkChange::Set { reply, .. } | LinkChange::Off { reply }) = link;
    let there = statement_reply::destination_id.eq(id).and(statement_reply::reply_id.eq(reply));
    diesel::delete(statement_reply::table.filter(there)).execute(tx.conn).await?;
    if let LinkChange::Set { reply, statement, extent, expected_on } = link {
        diesel::insert_into(statement_reply::table)
            .values((
                statement_reply::reply_id.eq(reply),
                statement_reply::answers_id.eq(statement),
                statement_reply::destination_id.eq(id),
                statement_reply::extent.eq(extent),
                statement_reply::expected_on.eq(expected_on),
            ))
            .execute(tx.conn)
            .await?;
    }
    sight::refresh(tx, *reply).await
}
