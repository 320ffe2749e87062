//! The words of a statement, put back to what the act that is taken back found: its text, its files, and the hashes that
//! an approval binds to.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::statement::files;
use crate::domain::content::FileRef;
use crate::schema::statement;

#[derive(AsChangeset, Default)]
#[diesel(table_name = statement)]
struct Words {
    title: Option<String>,
    topic: Option<String>,
    prepared_at: Option<String>,
    abstract_: Option<String>,
    body: Option<String>,
    language: Option<String>,
    contacts: Option<Value>,
    content_hash: Option<Vec<u8>>,
    approved_hash: Option<Option<Vec<u8>>>,
}

/// Puts back what `changes` names of the text; other columns are not its business.
pub(super) async fn back(tx: &mut Tx<'_>, id: Uuid, changes: &BTreeMap<String, (Value, Value)>) -> Result<(), Error> {
    let before = |column: &str| changes.get(column).map(|(_, before)| before);
    let text = |column: &str| before(column).and_then(Value::as_str).map(str::to_owned);
    let words = Words {
        title: text("title"),
        topic: text("topic"),
        prepared_at: text("prepared_at"),
        abstract_: text("abstract"),
        body: text("body"),
        language: text("language"),
        contacts: before("contacts").cloned(),
        content_hash: before("content_hash").map(hash).transpose()?.flatten(),
        approved_hash: before("approved_hash").map(hash).transpose()?,
    };
    let there =
        ["title", "topic", "prepared_at", "abstract", "body", "language", "contacts", "content_hash", "approved_hash"];
    if there.iter().any(|column| changes.contains_key(*column)) {
        diesel::update(statement::table.find(id)).set(words).execute(tx.conn).await?;
    }
    if let Some(list) = before("files") {
        let list: Vec<FileRef> = serde_json::from_value(list.clone())
            .map_err(|error| Error::Broken(format!("files of an event: {error}")))?;
        files(tx, id, &list).await?;
    }
    Ok(())
}

fn hash(value: &Value) -> Result<Option<Vec<u8>>, Error> {
    let Some(text) = value.as_str() else { return Ok(None) };
    hex::decode(text).map(Some).map_err(|_| Error::Broken(format!("{text} is no hash")))
}
