//! What statements ask of the trees that register them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{body_ancestor, destination};

/// For what a statement is sent to a body, and by when it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub purpose: String,
    pub deadline: Option<NaiveDate>,
}

/// What each of these statements asks of these trees, which are the asker's own: where several of their bodies are addressed,
/// what asks most.
pub(super) async fn of(
    conn: &mut Conn,
    sight: &Sight,
    roots: &[Uuid],
    statements: &[Uuid],
) -> Result<HashMap<Uuid, Asked>, FactsError> {
    let rows: Vec<(Uuid, String, Option<NaiveDate>)> = destination::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.nullable().eq(destination::body_id)))
        .filter(destination::statement_id.eq_any(statements).and(body_ancestor::ancestor_id.eq_any(roots)))
        .filter(body_ancestor::ancestor_id.eq_any(&sight.roots))
        .filter(destination::state.eq_any(standing::destinations()))
        // `action`, `comment`, `information`: their names stand in the order of what they ask, and the last one is kept.
        .order((destination::purpose.desc(), destination::position.desc()))
        .select((destination::statement_id, destination::purpose, destination::deadline))
        .load(conn)
        .await?;
    let one = |(statement, purpose, deadline)| (statement, Asked { purpose, deadline });
    Ok(rows.into_iter().map(one).collect())
}
