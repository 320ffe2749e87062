//! What came in for a body and was given to nobody yet: the rows of the allocation table, a page by key.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::register::{Name, name};
use super::{asked, numbers};
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{body, registration, statement, subject};

/// Rows of one page: what a secretariat routes in a sitting.
pub const PAGE: i64 = 60;

/// One statement that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub registration: Uuid,
    /// The handle of what was received.
    pub received_as: String,
    pub version: i32,
    pub state: String,
    pub received_on: NaiveDate,
    pub handle: String,
    pub title: String,
    pub from: Name,
    pub deadline: Option<NaiveDate>,
    /// What its sender asks of the body, where it is among the addressees.
    pub purpose: Option<String>,
    /// The sender's numbers, then ours.
    pub numbers: Vec<String>,
}

/// One page, and the key at which the next begins.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<Waiting>,
    pub next: Option<Uuid>,
}

/// What waits at this body, oldest first; nothing of a body that is not the asker's.
pub async fn page(conn: &mut Conn, sight: &Sight, of: Uuid, after: Option<Uuid>) -> Result<Page, FactsError> {
    type Row =
        ((Uuid, i32, String, NaiveDate, String), (Uuid, String, String, Option<NaiveDate>), (Uuid, String, String));
    let own = diesel::alias!(subject as own);
    let mut query = registration::table
        .inner_join(own.on(own.field(subject::id).eq(registration::id)))
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(registration::body_id.eq(of).and(registration::body_id.eq_any(&sight.roots)))
        .filter(registration::state.eq_any(standing::unallocated()))
        .order(registration::id)
        .select((
            (
                registration::id,
                registration::version,
                registration::state,
                registration::received_on,
                own.field(subject::handle),
            ),
            (statement::id, subject::handle, statement::title, statement::deadline),
            (body::id, body::short_name, body::side),
        ))
        .limit(PAGE + 1)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(registration::id.gt(after));
    }
    let mut rows: Vec<Row> = query.load(conn).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let numbers = numbers::of(conn, rows.iter().flat_map(|row| [row.1.0, row.0.0])).await?;
    let numbered = |subject: &Uuid| numbers.get(subject).cloned().unwrap_or_default();
    let statements: Vec<Uuid> = rows.iter().map(|row| row.1.0).collect();
    let mut asked = asked::of(conn, sight, &[of], &statements).await?;
    let next = rows.last().filter(|_| more).map(|row| row.0.0);
    let waiting = |(own, of, from): Row| Waiting {
        numbers: [numbered(&of.0), numbered(&own.0)].concat(),
        registration: own.0,
        version: own.1,
        state: own.2,
        received_on: own.3,
        received_as: own.4,
        handle: of.1,
        title: of.2,
        from: name(Some(from.0), from.1, Some(&from.2)),
        purpose: asked.remove(&of.0).map(|asked| asked.purpose),
        deadline: of.3,
    };
    Ok(Page { rows: rows.into_iter().map(waiting).collect(), next })
}

/// Handle, title and state of these registrations of a body that were given to somebody meanwhile.
pub async fn taken(
    conn: &mut Conn,
    sight: &Sight,
    of: Uuid,
    ids: &[Uuid],
) -> Result<Vec<(String, String, String)>, FactsError> {
    Ok(registration::table
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(registration::body_id.eq(of).and(registration::body_id.eq_any(&sight.roots)))
        .filter(registration::id.eq_any(ids))
        .order(registration::id)
        .select((subject::handle, statement::title, registration::state))
        .load(conn)
        .await?)
}
