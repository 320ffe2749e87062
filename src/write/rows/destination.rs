//! Destination rows.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::decision::DestinationChange;
use crate::domain::named::Named;
use crate::schema::destination;

#[derive(AsChangeset)]
#[diesel(table_name = destination)]
struct Patch {
    state: Option<String>,
    purpose: Option<String>,
    deadline: Option<Option<NaiveDate>>,
    position: Option<i16>,
    answered_by: Option<Option<Uuid>>,
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
        answered_by: change.answered_by,
    };
    Ok(diesel::update(destination::table.find(id))
        .set((patch, destination::version.eq(destination::version + 1)))
        .returning(destination::version)
        .get_result(tx.conn)
        .await?)
}
