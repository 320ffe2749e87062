//! Whether a statement that came in is here already: the same number of the same sender, or the same document (PR-14).

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::find::number_form;
use super::{Conn, FactsError, sight};
use crate::domain::content::FileRef;
use crate::domain::standing;
use crate::schema::{body_ancestor, number, registration, statement, statement_file, subject};

/// Candidates that are looked at; a number that more carry tells nothing.
const MOST: i64 = 50;

/// A statement that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: Uuid,
    pub handle: String,
    pub title: String,
}

/// Those in the registers of these bodies, or written by them, that the sender's numbers or the document point to.
pub async fn already(
    conn: &mut Conn,
    registers: &[Uuid],
    sender: Uuid,
    numbers: &[String],
    files: &[FileRef],
) -> Result<Vec<Known>, FactsError> {
    let (numbered, filed) = (by_number(conn, numbers).await?, by_file(conn, files).await?);
    if numbered.is_empty() && filed.is_empty() {
        return Ok(Vec::new());
    }
    let roots = sight::roots_of(conn, sender).await?;
    let of_sender = body_ancestor::table
        .filter(body_ancestor::body_id.eq(statement::owner_id).and(body_ancestor::ancestor_id.eq_any(roots)));
    let received = registration::table
        .filter(registration::statement_id.eq(statement::id).and(registration::state.eq_any(standing::registrations())))
        .filter(registration::body_id.eq_any(registers));
    let written = body_ancestor::table
        .filter(body_ancestor::body_id.eq(statement::owner_id).and(body_ancestor::ancestor_id.eq_any(registers)));
    let rows: Vec<(Uuid, String, String)> = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq_any(&filed).or(statement::id.eq_any(&numbered).and(exists(of_sender))))
        .filter(exists(received).or(exists(written)).and(statement::state.eq_any(standing::statements())))
        .order(statement::seq)
        .select((statement::id, subject::handle, statement::title))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, handle, title)| Known { id, handle, title }).collect())
}

async fn by_number(conn: &mut Conn, numbers: &[String]) -> Result<Vec<Uuid>, FactsError> {
    let Some((first, others)) = numbers.split_first() else { return Ok(Vec::new()) };
    let mut query = number::table
        .select((number::subject_id, number::scheme))
        .filter(number::form.eq(number_form(first)))
        .limit(MOST)
        .into_boxed();
    for other in others {
        query = query.or_filter(number::form.eq(number_form(other)));
    }
    let rows: Vec<(Uuid, String)> = query.load(conn).await?;
    Ok(rows.into_iter().filter(|(_, scheme)| matches!(scheme.as_str(), "ls" | "other")).map(|(id, _)| id).collect())
}

/// The same document; an annex that goes with several statements says nothing.
async fn by_file(conn: &mut Conn, files: &[FileRef]) -> Result<Vec<Uuid>, FactsError> {
    let documents = files.iter().filter(|file| file.original);
    let hashes: BTreeSet<Vec<u8>> = documents.filter_map(|file| hex::decode(&file.hash).ok()).collect();
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(statement_file::table
        .filter(statement_file::hash.eq_any(hashes).and(statement_file::role.eq("original")))
        .select(statement_file::statement_id)
        .limit(MOST)
        .load(conn)
        .await?)
}
