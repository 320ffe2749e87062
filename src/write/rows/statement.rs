//! Statement rows.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::{Written, number, restore, sight, subject};
use crate::domain::content::{Content, FileRef};
use crate::domain::decision::{Answers, StatementBirth, StatementChange};
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::said;
use crate::schema::{file, statement, statement_file, statement_reply};

#[derive(AsChangeset, Default)]
#[diesel(table_name = statement)]
struct Patch {
    state: Option<String>,
    since: Option<DateTime<Utc>>,
    topic: Option<String>,
    title: Option<String>,
    language: Option<String>,
    prepared_at: Option<String>,
    abstract_: Option<String>,
    body: Option<String>,
    contacts: Option<Value>,
    approval: Option<String>,
    issued_on: Option<Option<NaiveDate>>,
    owner_id: Option<Uuid>,
    questions: Option<Value>,
    level: Option<Option<String>>,
    decision: Option<Option<Value>>,
    content_hash: Option<Vec<u8>>,
    approved_hash: Option<Option<Vec<u8>>>,
    deadline: Option<Option<NaiveDate>>,
    how_sent: Option<String>,
    reply_due: Option<Option<NaiveDate>>,
    corrects_id: Option<Option<Uuid>>,
    merged_into_id: Option<Option<Uuid>>,
}

/// Writes one statement's change: the row, its files, links, numbers and sight.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, event: Uuid, change: &StatementChange) -> Result<Written, Error> {
    if let Some(birth) = &change.born {
        insert(tx, id, birth, change).await?;
    }
    let mut patch = patch(change);
    patch.since = change.state.is_some().then_some(tx.now);
    let version: i32 = diesel::update(statement::table.find(id))
        .set((patch, statement::version.eq(statement::version + 1)))
        .returning(statement::version)
        .get_result(tx.conn)
        .await?;
    if let Some(content) = &change.content {
        files(tx, id, &content.files).await?;
    }
    if change.letters_stop {
        restore::hold_back(tx, id).await?;
    }
    links(tx, id, &change.answers, None).await?;
    if let Some((from, taken)) = &change.taken_over {
        links(tx, id, taken, Some(*from)).await?;
    }
    if let Some(to) = change.given_back {
        let taken = statement_reply::reply_id.eq(id).and(statement_reply::taken_over_from.eq(to));
        diesel::delete(statement_reply::table.filter(taken)).execute(tx.conn).await?;
    }
    for printed in &change.printed_numbers {
        number::printed(tx, id, event, printed).await?;
    }
    let number = match &change.number {
        Some(wanted) => Some(number::give(tx, id, event, wanted).await?),
        None => None,
    };
    if let Some(all) = &change.numbers_as_printed {
        number::as_printed(tx, id, event, all).await?;
    }
    if change.born.is_some() || change.seen_by.is_some() || change.owner.is_some() {
        sight::refresh(tx, id).await?;
    }
    Ok(Written { version, number })
}

/// What it answers; `from` is the draft that was merged into it and had been written for that.
async fn links(tx: &mut Tx<'_>, id: Uuid, all: &[Answers], from: Option<Uuid>) -> Result<(), Error> {
    for answers in all {
        diesel::insert_into(statement_reply::table)
            .values((
                statement_reply::reply_id.eq(id),
                statement_reply::answers_id.eq(answers.statement),
                statement_reply::allocation_id.eq(answers.allocation),
                statement_reply::extent.eq(answers.extent),
                statement_reply::taken_over_from.eq(from),
            ))
            .execute(tx.conn)
            .await?;
    }
    Ok(())
}

/// The bare row; all else comes with the patch that follows.
async fn insert(tx: &mut Tx<'_>, id: Uuid, birth: &StatementBirth, change: &StatementChange) -> Result<(), Error> {
    let seq = subject::seq(tx, id).await?;
    diesel::insert_into(statement::table)
        .values((
            statement::id.eq(id),
            statement::seq.eq(seq),
            statement::version.eq(0),
            statement::state.eq(change.state.unwrap_or_default()),
            statement::since.eq(tx.now),
            statement::owner_id.eq(birth.owner),
            statement::author_id.eq(birth.author),
            statement::topic.eq(""),
            statement::title.eq(""),
            statement::questions.eq(json!(birth.questions)),
            statement::keywords.eq(&birth.keywords),
            statement::content_hash.eq(Vec::<u8>::new()),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

fn patch(change: &StatementChange) -> Patch {
    let content = change.content.as_ref();
    let text = |of: fn(&Content) -> &String| content.map(|content| of(content).clone());
    Patch {
        state: change.state.map(str::to_owned),
        topic: text(|c| &c.topic),
        title: change.title.clone(),
        language: text(|c| &c.language),
        prepared_at: text(|c| &c.prepared_at),
        abstract_: text(|c| &c.abstract_text),
        body: text(|c| &c.body),
        contacts: content.map(|c| json!(c.contacts)),
        approval: change.approval.clone(),
        issued_on: change.issued_on,
        owner_id: change.owner,
        questions: change.questions.as_ref().map(|questions| json!(questions)),
        level: change.level.map(|level| level.map(str::to_owned)),
        // Null: what was decided holds no more.
        decision: change.decision.clone().map(|record| Some(record).filter(|record| !record.is_null())),
        content_hash: content.map(|c| c.hash(change.title.as_deref().unwrap_or_default())),
        approved_hash: change.approved_hash.clone(),
        deadline: change.deadline,
        how_sent: change.how_sent.clone(),
        reply_due: change.reply_due,
        corrects_id: change.corrects.map(Some),
        merged_into_id: change.merged_into,
        ..Patch::default()
    }
}

pub(super) async fn files(tx: &mut Tx<'_>, id: Uuid, wanted: &[FileRef]) -> Result<(), Error> {
    diesel::delete(statement_file::table.filter(statement_file::statement_id.eq(id))).execute(tx.conn).await?;
    for (position, wanted) in wanted.iter().enumerate() {
        let hash = hex::decode(&wanted.hash).map_err(|_| Error::Broken(format!("{} is no hash", wanted.hash)))?;
        let stored: i64 = file::table.filter(file::hash.eq(&hash)).count().get_result(tx.conn).await?;
        if stored == 0 {
            return Err(Error::Refused(vec![not_stored()]));
        }
        diesel::insert_into(statement_file::table)
            .values((
                statement_file::statement_id.eq(id),
                statement_file::position.eq(position as i16),
                statement_file::hash.eq(hash),
                statement_file::name.eq(&wanted.name),
                statement_file::media_type.eq(&wanted.media_type),
                statement_file::role.eq(if wanted.original { "original" } else { "attachment" }),
            ))
            .execute(tx.conn)
            .await?;
    }
    Ok(())
}

pub(in crate::write) fn not_stored() -> Refusal {
    Refusal {
        code: "file-not-stored".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-file-not-stored"),
        clause: None,
        who: Vec::new(),
        field: Some("files".to_owned()),
    }
}
