//! The official numbers of what a list shows.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::facts::{Conn, FactsError};
use crate::schema::number;

/// The numbers of these subjects that were not voided, each subject's own in the order of scheme and time.
pub(super) async fn of(
    conn: &mut Conn,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<String>>, FactsError> {
    let subjects: Vec<Uuid> = subjects.into_iter().collect();
    let rows: Vec<(Uuid, String)> = number::table
        .filter(number::subject_id.eq_any(subjects).and(number::voided_by.is_null()))
        .order((number::scheme, number::id))
        .select((number::subject_id, number::value))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    rows.into_iter().for_each(|(subject, value)| all.entry(subject).or_default().push(value));
    Ok(all)
}
