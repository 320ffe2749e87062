//! What stands on another body's statement was written down wrongly: it is mended with a reason, and its text stays (PR-7). A
//! wrong correction is mended by another, so that the recording itself can still be taken back.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::StatementFacts;
use super::decide::{Row, moved};
use crate::domain::command::Heading;
use crate::domain::decision::{Decision, StatementChange};
use crate::domain::title;

/// What is written down of another body's statement beside its text; empty for what is our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub issued_on: Option<NaiveDate>,
    /// Its numbers as printed, those in force, oldest first.
    pub numbers: Vec<String>,
    /// The earliest day on which a body here received it.
    pub received_on: Option<NaiveDate>,
    /// The body that the command says it is from, with its name.
    pub source: Option<(Uuid, String)>,
}

/// The heading says something that does not stand already.
pub(super) fn differs(facts: &StatementFacts, wanted: &Heading) -> bool {
    wanted.source != facts.owner.id
        || wanted.title != facts.title
        || wanted.issued_on != facts.written.issued_on
        || wanted.numbers != facts.written.numbers
        || wanted.questions != facts.questions
}

/// The heading as it should have been written down.
pub(super) fn corrected(facts: &StatementFacts, row: &Row, wanted: &Heading) -> Decision {
    let mut content = facts.content.clone();
    content.topic = title::topic(&wanted.title).to_owned();
    let source = facts.written.source.clone().filter(|(id, _)| *id != facts.owner.id);
    let numbers = (wanted.numbers != facts.written.numbers).then(|| wanted.numbers.clone());
    let change = StatementChange {
        owner: source.as_ref().map(|(id, _)| *id),
        content: Some(content),
        title: Some(wanted.title.clone()),
        issued_on: Some(wanted.issued_on),
        questions: Some(wanted.questions.clone()),
        numbers_as_printed: numbers,
        ..StatementChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("title", facts.title.clone(), wanted.title.clone());
    decision.changed("issued_on", json!(facts.written.issued_on), json!(wanted.issued_on));
    decision.changed("numbers", json!(facts.written.numbers), json!(wanted.numbers));
    decision.changed("questions", json!(facts.questions), json!(wanted.questions));
    if let Some((id, name)) = source {
        decision.changed("owner_id", json!(facts.owner.id), json!(id));
        decision.changed("source", facts.owner.short_name.clone(), name);
    }
    decision
}

/// The Questions under which it should have been filed; the document that left keeps those it was printed with.
pub(super) fn refiled(facts: &StatementFacts, row: &Row, questions: &[String]) -> Decision {
    let change = StatementChange { questions: Some(questions.to_vec()), ..StatementChange::default() };
    let mut decision = moved(facts, row, change);
    decision.changed("questions", json!(facts.questions), json!(questions));
    decision
}
