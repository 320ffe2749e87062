//! Letters are queued in the transaction of the change that they tell of: one row an address, with the facts and all
//! reasons frozen. What can wait for the daily digest is queued beside them, one row a person.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::command::Kind;
use crate::domain::decision::{Circumstances, Decision};
use crate::domain::named::Named;
use crate::domain::notice::{Notice, Pace, Recipient, queued};
use crate::domain::people::Actor;
use crate::domain::statement::outgoing::outgoing;
use crate::facts;
use crate::schema::{digest_item, outbox, person};

/// The letters of one event.
pub(in crate::write) struct Letters<'a> {
    pub event: Uuid,
    pub kind: Kind,
    pub subject: Uuid,
    pub statement: Option<Uuid>,
    /// The handle of the thread: with the address it makes the lane.
    pub handle: &'a str,
    pub number: Option<String>,
    pub at: Circumstances<'a>,
    /// Tells another body here of what is still leaving: held as the letters to outside are, so that it can be stopped.
    pub leaves: bool,
}

/// Queues the letters that the decision tells, and what it adds to the next digests.
pub(in crate::write) async fn queue(tx: &mut Tx<'_>, letters: &Letters<'_>, decision: &Decision) -> Result<(), Error> {
    let recipients = queued(&decision.tell, tx.asker);
    if recipients.is_empty() {
        return Ok(());
    }
    let frozen = frozen(tx, letters, decision, &recipients).await?;
    let (at_once, daily): (Vec<_>, Vec<_>) =
        recipients.into_iter().partition(|(notice, _)| notice.pace() == Pace::AtOnce);
    for_digests(tx, letters, decision, &frozen, &daily).await?;
    let rows: Vec<_> = at_once
        .into_iter()
        .map(|(notice, recipient)| {
            let not_before = if recipient.outside || letters.leaves { tx.now + tx.hold } else { tx.now };
            (
                outbox::id.eq(Uuid::now_v7()),
                outbox::event_id.eq(letters.event),
                outbox::subject_id.eq(letters.subject),
                outbox::statement_id.eq(letters.statement),
                outbox::lane.eq(format!("{} {}", letters.handle, recipient.address.to_lowercase())),
                outbox::notice.eq(notice.name()),
                outbox::person_id.eq(recipient.person),
                outbox::name.eq(&recipient.name),
                (
                    outbox::address.eq(recipient.address.to_lowercase()),
                    outbox::outside.eq(recipient.outside),
                    outbox::reasons.eq(json!(recipient.reasons)),
                    outbox::facts.eq(&frozen),
                    outbox::queued_at.eq(tx.now),
                    outbox::not_before.eq(not_before),
                    outbox::next_at.eq(not_before),
                ),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.letters += diesel::insert_into(outbox::table).values(rows).execute(tx.conn).await? as i64;
    Ok(())
}

/// One line in the next digest of each of these people: what the history says, and the state that it led to.
async fn for_digests(
    tx: &mut Tx<'_>,
    letters: &Letters<'_>,
    decision: &Decision,
    frozen: &Value,
    daily: &[(Notice, &Recipient)],
) -> Result<(), Error> {
    let Some(statement) = letters.statement else { return Ok(()) };
    let mut line = serde_json::Map::new();
    for field in ["handle", "title", "act", "by", "occurred_on", "reason", "undone", "number", "body"] {
        line.extend(frozen.get(field).map(|value| (field.to_owned(), value.clone())));
    }
    line.insert("kind".into(), Value::from(letters.kind.name()));
    // A note is written, and that is all.
    if decision.from != Some(decision.to) && letters.kind != Kind::Note {
        line.insert("to".into(), Value::from(decision.to));
    }
    let row = |person: Uuid| {
        (
            digest_item::id.eq(Uuid::now_v7()),
            digest_item::event_id.eq(letters.event),
            digest_item::person_id.eq(person),
            digest_item::subject_id.eq(letters.subject),
            digest_item::statement_id.eq(statement),
            digest_item::facts.eq(json!(line)),
            digest_item::queued_at.eq(tx.now),
        )
    };
    let rows: Vec<_> = daily.iter().filter_map(|(_, recipient)| recipient.person).map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(digest_item::table).values(rows).execute(tx.conn).await?;
    Ok(())
}

/// What the letters say: the act, who did it, the facts of the subject's letter, and for a statement that goes out the
/// whole of it, so that its document is the same whenever it is made.
async fn frozen(
    tx: &mut Tx<'_>,
    letters: &Letters<'_>,
    decision: &Decision,
    recipients: &[(Notice, &Recipient)],
) -> Result<Value, Error> {
    let mut said = decision.letter.clone();
    let by = match (letters.at.actor, tx.asker) {
        (Actor::Person { name, .. }, _) => name.clone(),
        // What follows is told as the doing of whoever asked.
        (Actor::System | Actor::Clock | Actor::Importer, Some(asker)) => {
            person::table.find(asker).select(person::name).first(tx.conn).await?
        }
        (Actor::System | Actor::Clock | Actor::Importer, None) => String::new(),
    };
    said.insert("handle".into(), Value::from(letters.handle));
    said.insert("act".into(), Value::from(decision.act));
    said.insert("by".into(), Value::from(by));
    said.insert("occurred_on".into(), json!(letters.at.occurred_on));
    for field in ["reason", "decision", "follow_up", "retraction", "reminder", "told_sender"] {
        if let Some(value) = decision.brought.get(field) {
            said.insert(field.into(), value.clone());
        }
    }
    if let Some(number) = &letters.number {
        said.insert("number".into(), Value::from(number.clone()));
    }
    let reminds = recipients.iter().any(|(notice, _)| *notice == Notice::Reminder);
    if let (true, Some(statement)) = (reminds, letters.statement) {
        let document = facts::statement::as_written(tx.conn, statement, letters.at.occurred_on).await?;
        said.insert("number".into(), json!(document.number));
        said.insert("outgoing".into(), json!(document));
    }
    let passes_on = recipients.iter().any(|(notice, _)| matches!(notice, Notice::Forwarded | Notice::ForwardedOn));
    if let (true, Some(statement)) = (passes_on, letters.statement) {
        let (document, as_received) =
            facts::statement::as_passed_on(tx.conn, statement, letters.at.occurred_on).await?;
        said.insert("number".into(), json!(document.number));
        said.insert("as_received".into(), Value::from(as_received));
        said.insert("outgoing".into(), json!(document));
    }
    let retracts = recipients.iter().any(|(notice, _)| *notice == Notice::Retraction);
    if let (true, Some(statement)) = (retracts, letters.statement) {
        let facts = facts::statement::load(tx.conn, statement, false, letters.at.occurred_on, None).await?;
        let (number, issued_on) = facts::statement::as_sent(tx.conn, statement).await?;
        said.insert("number".into(), json!(number));
        said.insert("outgoing".into(), json!(outgoing(&facts, number, issued_on)));
    }
    let goes_out = recipients.iter().any(|(notice, _)| matches!(notice, Notice::StatementSent | Notice::SentCopy));
    if let (true, Some(statement)) = (goes_out, letters.statement) {
        let facts = facts::statement::load(tx.conn, statement, false, letters.at.occurred_on, None).await?;
        let document = outgoing(&facts, letters.number.clone(), Some(letters.at.occurred_on));
        said.insert("outgoing".into(), json!(document));
    }
    Ok(json!(said))
}
