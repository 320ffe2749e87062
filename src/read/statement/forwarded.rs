//! Who passed a statement on to whom (PR-13): for whoever passed it on, whoever has it now, and its sender.

use chrono::NaiveDate;
use diesel::dsl::{Eq, Filter, IsNotNull};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Statement;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::register::{Name, name};
use crate::schema::{body, registration, statement};

/// One body passed it on to another.
#[derive(Clone, Debug)]
pub struct Forwarded {
    pub from: Name,
    pub to: Name,
    pub on: NaiveDate,
}

type PassedOn = Filter<registration::table, IsNotNull<registration::forwarded_to_id>>;

/// The registrations of a statement that were passed on.
pub(super) fn of(id: statement::id) -> Filter<PassedOn, Eq<registration::statement_id, statement::id>> {
    registration::table.filter(registration::forwarded_to_id.is_not_null()).filter(registration::statement_id.eq(id))
}

type Row = (NaiveDate, (Uuid, String, String), (Uuid, String, String));

/// Every way that the asker's trees passed it on, got it on, or sent it on, oldest first.
pub(super) async fn load(conn: &mut Conn, sight: &Sight, page: &Statement) -> Result<Vec<Forwarded>, FactsError> {
    let to = diesel::alias!(body as to);
    let theirs = registration::body_id
        .eq_any(&sight.roots)
        .or(registration::forwarded_to_id.assume_not_null().eq_any(&sight.roots));
    let mut query = registration::table
        .inner_join(body::table.on(body::id.eq(registration::body_id)))
        .inner_join(to.on(to.field(body::id).nullable().eq(registration::forwarded_to_id)))
        .filter(registration::statement_id.eq(page.id))
        .order(registration::id)
        .select((
            registration::forwarded_on.assume_not_null(),
            (body::id, body::short_name, body::side),
            (to.field(body::id), to.field(body::short_name), to.field(body::side)),
        ))
        .into_boxed();
    if !page.ours {
        query = query.filter(theirs);
    }
    let rows: Vec<Row> = query.load(conn).await?;
    let named = |(id, short_name, side): (Uuid, String, String)| name(Some(id), short_name, Some(&side));
    Ok(rows.into_iter().map(|(on, from, to)| Forwarded { from: named(from), to: named(to), on }).collect())
}
