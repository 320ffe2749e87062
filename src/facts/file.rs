//! Files by their hash, and who may have one: a hash alone opens nothing.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Jsonb};
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::sight::{Sight, roots_of};
use super::{Conn, FactsError};
use crate::schema::{
    event, event_payload, file, file_chunk, outbox, statement, statement_file, statement_named, statement_sight, upload,
};

/// The media type of the documents made here.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of an upload whose bringer did not say.
const BYTES: &str = "application/octet-stream";

/// What is known of a file without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    pub size: i64,
    pub created_at: chrono::DateTime<chrono::Utc>,
}

/// Events that one file is looked for in; no draft comes near.
const MOST: i64 = 200;

/// Size and age of a file, if it is there.
pub async fn meta(conn: &mut Conn, hash: &[u8]) -> Result<Option<Meta>, FactsError> {
    let row = file::table.find(hash).select((file::size, file::created_at)).first(conn).await.optional()?;
    Ok(row.map(|(size, created_at)| Meta { size, created_at }))
}

/// The bytes of a file, if it is there.
pub async fn load(conn: &mut Conn, hash: &[u8]) -> Result<Option<Vec<u8>>, FactsError> {
    if meta(conn, hash).await?.is_none() {
        return Ok(None);
    }
    let pieces: Vec<Vec<u8>> = file_chunk::table
        .filter(file_chunk::hash.eq(hash))
        .order(file_chunk::n)
        .select(file_chunk::data)
        .load(conn)
        .await?;
    Ok(Some(pieces.concat()))
}

/// The media type under which the asker may have the file: they uploaded it, it goes with a statement
/// that they see, or the history that they see names it.
/// None: they may not, or there is none, which look the same.
pub async fn visible(conn: &mut Conn, sight: &Sight, hash: &[u8]) -> Result<Option<String>, FactsError> {
    Ok(in_reach(conn, sight, &[hash.to_vec()]).await?.remove(hash))
}

/// Whether the asker may have every one of these.
pub async fn all_visible(conn: &mut Conn, sight: &Sight, hashes: &[Vec<u8>]) -> Result<bool, FactsError> {
    let wanted: BTreeSet<&Vec<u8>> = hashes.iter().collect();
    Ok(in_reach(conn, sight, hashes).await?.len() == wanted.len())
}

/// Those of the files that the asker may have, each with its media type.
async fn in_reach(conn: &mut Conn, sight: &Sight, hashes: &[Vec<u8>]) -> Result<BTreeMap<Vec<u8>, String>, FactsError> {
    let tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement_file::statement_id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement_file::statement_id))
        .filter(statement_named::person_id.eq(sight.person));
    let mut found: BTreeMap<Vec<u8>, String> = statement_file::table
        .filter(statement_file::hash.eq_any(hashes))
        .filter(exists(tree).or(exists(named)))
        .select((statement_file::hash, statement_file::media_type))
        .load(conn)
        .await?
        .into_iter()
        .collect();
    if hashes.iter().all(|hash| found.contains_key(hash)) {
        return Ok(found);
    }
    let uploaded: Vec<(Vec<u8>, String)> = upload::table
        .filter(upload::hash.eq_any(hashes).and(upload::person_id.eq(sight.person)))
        .select((upload::hash, upload::media_type))
        .load(conn)
        .await?;
    for (hash, media_type) in uploaded {
        let said = if media_type.is_empty() { BYTES.to_owned() } else { media_type };
        found.entry(hash).or_insert(said);
    }
    if hashes.iter().all(|hash| found.contains_key(hash)) {
        return Ok(found);
    }
    let tree = statement_sight::table
        .filter(statement_sight::statement_id.nullable().eq(outbox::statement_id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let sent: Vec<Option<Vec<u8>>> = outbox::table
        .filter(outbox::document.eq_any(hashes))
        .filter(exists(tree))
        .select(outbox::document)
        .distinct()
        .load(conn)
        .await?;
    found.extend(sent.into_iter().flatten().map(|hash| (hash, DOCX.to_owned())));
    for hash in hashes {
        if !found.contains_key(hash)
            && let Some(media_type) = taken_out(conn, sight, hash).await?
        {
            found.insert(hash.clone(), media_type);
        }
    }
    Ok(found)
}

/// A file that a statement had and has no more: its history names it, which the tree that wrote the statement sees.
async fn taken_out(conn: &mut Conn, sight: &Sight, hash: &[u8]) -> Result<Option<String>, FactsError> {
    let hash = hex::encode(hash);
    // As the index has it (`event_payload_files`).
    let before = diesel::dsl::sql::<Bool>("event_payload.data #> '{changes,files,0}' IS NOT NULL AND ")
        .sql("event_payload.data #> '{changes,files,0}' @> ")
        .bind::<Jsonb, _>(json!([{"hash": hash}]));
    let rows: Vec<(Value, Uuid)> = event_payload::table
        .inner_join(event::table.on(event::id.eq(event_payload::event_id)))
        .inner_join(statement::table.on(statement::id.eq(event::subject_id)))
        .filter(before)
        .order(event::id.desc())
        .select((event_payload::data, statement::owner_id))
        .limit(MOST)
        .load(conn)
        .await?;
    for (data, owner) in rows {
        if roots_of(conn, owner).await?.iter().any(|root| sight.roots.contains(root)) {
            let files = data["changes"]["files"][0].as_array().cloned().unwrap_or_default();
            let named = files.iter().find(|file| file["hash"] == hash.as_str());
            return Ok(named.map(|file| file["media_type"].as_str().unwrap_or(BYTES).to_owned()));
        }
    }
    Ok(None)
}
