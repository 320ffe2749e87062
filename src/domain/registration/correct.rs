//! When or how a statement came, its number here or the note were written wrongly: mended with a reason (PR-7).

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::RegistrationFacts;
use super::decide::Row;
use crate::domain::command::ReceiptCorrection;
use crate::domain::decision::{Change, Decision, NumberWanted, RegistrationChange};
use crate::domain::procedure::registration::State;
use crate::domain::text;

/// A receipt as it is written down, and the days that it must fit; only where it is to be corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub received_on: Option<NaiveDate>,
    pub channel: String,
    pub note: String,
    /// The number that is in force.
    pub number: Option<String>,
    /// The day on which its sender issued it.
    pub issued_on: Option<NaiveDate>,
    /// The earliest day of what was done with it here.
    pub next_on: Option<NaiveDate>,
}

/// The number is to become another one; blanks and kinds of dash make no other (PR-10).
pub(super) fn renumbered<'a>(facts: &RegistrationFacts, wanted: &'a ReceiptCorrection) -> Option<&'a str> {
    let now = facts.written.number.as_deref().unwrap_or_default();
    wanted.number.as_deref().filter(|number| !text::same(&read(number), &read(now)))
}

fn read(number: &str) -> String {
    let dash = |c: char| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}') { '-' } else { c };
    number.chars().filter(|c| !c.is_whitespace()).map(dash).collect()
}

/// The correction says something that does not stand already.
pub(super) fn differs(facts: &RegistrationFacts, wanted: &ReceiptCorrection) -> bool {
    let there = &facts.written;
    Some(wanted.received_on) != there.received_on
        || wanted.channel != there.channel
        || wanted.note != there.note
        || renumbered(facts, wanted).is_some()
}

/// The receipt as it should have been; its old number is given up and stays used (PR-10).
pub(super) fn corrected(facts: &RegistrationFacts, row: &Row, wanted: &ReceiptCorrection) -> Decision {
    let number = renumbered(facts, wanted).map(str::to_owned);
    written(facts, row, Some(wanted.received_on), Some(wanted.channel.clone()), Some(wanted.note.clone()), number)
}

/// The receipt as the newest correction found it.
pub(super) fn restored(facts: &RegistrationFacts, row: &Row) -> Decision {
    let last = facts.last.as_ref();
    let before = |column: &str| last.and_then(|last| last.before.get(column)).and_then(Value::as_str);
    let text = |column: &str| before(column).map(str::to_owned);
    let received_on = before("received_on").and_then(|day| day.parse().ok());
    let mut decision = written(facts, row, received_on, text("channel"), text("note"), text("number"));
    if let Some(last) = last {
        decision.brings("takes_back", last.event.to_string());
        decision.letter.insert("undone".into(), Value::from(last.act.clone()));
    }
    decision
}

/// What is none stays.
fn written(
    facts: &RegistrationFacts,
    row: &Row,
    received_on: Option<NaiveDate>,
    channel: Option<String>,
    note: Option<String>,
    number: Option<String>,
) -> Decision {
    let (there, state) = (&facts.written, facts.state.unwrap_or(State::Received));
    let wanted = number.clone().map(|typed| NumberWanted {
        scheme: facts.scheme(),
        body: facts.body.id,
        period: String::new(),
        typed: Some(typed),
    });
    let change = RegistrationChange {
        received_on,
        channel: channel.clone(),
        note: note.clone(),
        number: wanted,
        ..RegistrationChange::default()
    };
    let mut decision = Decision::by(row, facts.state, state, Change::Registration(change));
    if let Some(received_on) = received_on {
        decision.changed("received_on", json!(there.received_on), json!(received_on));
    }
    if let Some(channel) = channel {
        decision.changed("channel", there.channel.clone(), channel);
    }
    if let Some(note) = note {
        decision.changed("note", there.note.clone(), note);
    }
    if let Some(number) = number {
        decision.changed("number", json!(there.number), json!(number));
    }
    decision
}
