//! What a statement asked when it left, and whom it never reached: corrections of its addressees mend the record, not the
//! text that was sent (PR-7).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::destination::Act;
use crate::domain::named::Named;
use crate::domain::notice::Notice;
use crate::domain::procedure::statement::Act as OfStatement;
use crate::domain::reference::Purpose;
use crate::domain::statement::StatementFacts;
use crate::domain::statement::outgoing::{Outgoing, outgoing};
use crate::facts::{Conn, FactsError};
use crate::schema::{event, event_payload, outbox};

/// Puts the addressees of a statement that has left back to what its text says. What was only written down here is as
/// corrected: our copy was wrong, not its text.
pub async fn as_it_left(conn: &mut Conn, facts: &mut StatementFacts) -> Result<(), FactsError> {
    if !facts.state.is_some_and(|state| state.has_left()) {
        return Ok(());
    }
    let ids: Vec<Uuid> = facts.destinations.iter().map(|to| to.id).collect();
    let rows: Vec<(Uuid, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq_any(ids).and(event::act.eq(Act::Correct.name())))
        .order((event::subject_id, event::seq))
        .select((event::subject_id, event_payload::data))
        .load(conn)
        .await?;
    let mut before: HashMap<(Uuid, &'static str), Value> = HashMap::new();
    for (id, data) in rows {
        for column in ["purpose", "deadline", "body_id"] {
            let was = data.get("changes").and_then(|all| all.get(column)?.get(0)).cloned();
            // The first correction of a field found it as it was sent.
            if let Some(was) = was {
                before.entry((id, column)).or_insert(was);
            }
        }
    }
    for to in &mut facts.destinations {
        if let Some(purpose) = before.get(&(to.id, "purpose")).and_then(Value::as_str).and_then(Purpose::from_name) {
            to.purpose = purpose;
        }
        if let Some(deadline) = before.get(&(to.id, "deadline")) {
            to.deadline = serde_json::from_value::<NaiveDate>(deadline.clone()).ok();
        }
        if before.contains_key(&(to.id, "body_id")) {
            to.body = None;
        }
    }
    if let Some(questions) = questions_as_sent(conn, facts.id).await? {
        facts.questions = questions;
    }
    Ok(())
}

/// The Questions that its document was sent with, where they were corrected since.
async fn questions_as_sent(conn: &mut Conn, id: Uuid) -> Result<Option<Vec<String>>, FactsError> {
    let sendings = [OfStatement::Send.name(), OfStatement::RecordSent.name()];
    let sent: Option<i32> = event::table
        .filter(event::subject_id.eq(id).and(event::act.eq_any(sendings)))
        .select(diesel::dsl::max(event::seq))
        .first(conn)
        .await?;
    let first: Option<Value> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq(id).and(event::act.eq(OfStatement::CorrectQuestions.name())))
        .filter(event::seq.gt(sent.unwrap_or_default()))
        .order(event::seq)
        .select(event_payload::data)
        .first(conn)
        .await
        .optional()?;
    let was = first.as_ref().and_then(|data| data.get("changes")?.get("questions")?.get(0)).cloned();
    Ok(was.and_then(|was| serde_json::from_value(was).ok()))
}

/// Addresses for which letters with the statement were queued, and none left.
pub(super) async fn never_reached(conn: &mut Conn, id: Uuid) -> Result<Vec<String>, FactsError> {
    let queued: Vec<(String, bool)> = outbox::table
        .filter(outbox::statement_id.eq(id).and(outbox::outside.eq(true)))
        .filter(outbox::notice.eq(Notice::StatementSent.name()))
        .select((outbox::address, outbox::state.eq("sent")))
        .load(conn)
        .await?;
    let reached = |address: &String| queued.iter().any(|(to, left)| to == address && *left);
    Ok(queued.iter().map(|(address, _)| address).filter(|address| !reached(address)).cloned().collect())
}

/// The statement as a body that received it passes it on, and whether that is what came in from outside: then its document is
/// among the files, and none is made here.
pub async fn as_passed_on(conn: &mut Conn, id: Uuid, on: NaiveDate) -> Result<(Outgoing, bool), FactsError> {
    let facts = super::load(conn, id, false, on, None).await?;
    if !facts.state.is_some_and(|state| state.is_issued_elsewhere()) {
        return Ok((as_written(conn, id, on).await?, false));
    }
    let number = <[String]>::first(&facts.written.numbers).cloned();
    Ok((outgoing(&facts, number, facts.written.issued_on), true))
}

/// The statement as its letters carried it; where none was written here, as it left.
pub async fn as_written(conn: &mut Conn, id: Uuid, on: NaiveDate) -> Result<Outgoing, FactsError> {
    let written: Option<Value> = outbox::table
        .filter(outbox::statement_id.eq(id).and(outbox::subject_id.eq(id)))
        .filter(outbox::notice.eq(Notice::StatementSent.name()).and(outbox::state.ne("cancelled")))
        .order(outbox::seq.desc())
        .select(outbox::facts)
        .first(conn)
        .await
        .optional()?;
    let written = written.and_then(|facts| facts.get("outgoing").cloned());
    if let Some(document) = written.and_then(|document| serde_json::from_value(document).ok()) {
        return Ok(document);
    }
    let (number, issued_on) = super::as_sent(conn, id).await?;
    let mut facts = super::load(conn, id, false, issued_on.unwrap_or(on), None).await?;
    as_it_left(conn, &mut facts).await?;
    Ok(outgoing(&facts, number, issued_on))
}
