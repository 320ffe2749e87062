//! Decisions on a statement: at which level, on which text. An approval binds to the hash of the text that was decided
//! (PR-8), also where the text changes in the same act.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::StatementFacts;
use super::decide::{Row, moved, named_title};
use crate::domain::command::{Approval, StatementCommand};
use crate::domain::content::{Addressee, Content};
use crate::domain::decision::{Circumstances, Decision, StatementChange};
use crate::domain::named::Named;

/// The decision that the command records; the text of an editorial correction keeps the level it was approved at.
pub(super) fn approved(
    facts: &StatementFacts,
    row: &Row,
    command: &StatementCommand,
    at: Circumstances<'_>,
) -> Decision {
    let (mut change, changes) = match command {
        StatementCommand::ApproveAsAmended { text, .. } | StatementCommand::CorrectEditorially(text) => {
            let destinations = facts.content.destinations.clone();
            new_text(facts, &Content { destinations, ..(**text).clone() })
        }
        _ => (StatementChange::default(), BTreeMap::new()),
    };
    let hash = match (&change.content, &change.title) {
        (Some(content), Some(title)) => content.hash(title),
        _ => facts.content_hash.clone(),
    };
    change.approved_hash = Some(Some(hash.clone()));
    let recorded = command.approval().map(|(level, approval)| (level, record(approval, at.occurred_on)));
    if let Some((level, record)) = &recorded {
        change.level = Some(Some(level.name()));
        change.decision = Some(record.clone());
    }
    let mut decision = moved(facts, row, change);
    decision.changes.extend(changes);
    decision.changed("approved_hash", hashed(facts.approved_hash.as_deref()), hashed(Some(&hash)));
    decision.changed("content_hash", hashed(Some(&facts.content_hash)), hashed(Some(&hash)));
    decision.brings("content_hash", hex::encode(&hash));
    if let Some((level, record)) = recorded {
        decision.changed("level", json!(facts.level.map(Named::name)), level.name());
        decision.changed("decision", json!(facts.decision), record.clone());
        decision.brings("decision", record);
        decision.decided_by = Some(format!("{}: {}", facts.owner.root_name(), level.name()));
    }
    decision
}

fn hashed(hash: Option<&[u8]>) -> Value {
    hash.map_or(Value::Null, |hash| Value::from(hex::encode(hash)))
}

/// What the record of the decision holds: the parts that were given, and the day.
pub(super) fn record(approval: &Approval, on: NaiveDate) -> Value {
    let mut record: Map<String, Value> = approval
        .parts()
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .collect();
    record.insert("on".to_owned(), Value::from(on.to_string()));
    Value::Object(record)
}

fn planned(of: &Content) -> Value {
    of.destinations.iter().map(Addressee::row).collect()
}

/// Another text for the statement, and each field of it that differs.
pub(super) fn new_text(
    facts: &StatementFacts,
    content: &Content,
) -> (StatementChange, BTreeMap<String, (Value, Value)>) {
    let (before, title) = (&facts.content, named_title(facts, content));
    let fields = [
        ("title", json!(facts.title), json!(title)),
        ("topic", json!(before.topic), json!(content.topic)),
        ("prepared_at", json!(before.prepared_at), json!(content.prepared_at)),
        ("abstract", json!(before.abstract_text), json!(content.abstract_text)),
        ("body", json!(before.body), json!(content.body)),
        ("language", json!(before.language), json!(content.language)),
        ("contacts", json!(before.contacts), json!(content.contacts)),
        ("files", json!(before.files), json!(content.files)),
        // Each addressee has an event of its own; this is the list that a person wrote, whole.
        ("planned", planned(before), planned(content)),
    ];
    let changes = fields
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| (name.to_owned(), (old, new)))
        .collect();
    let change = StatementChange {
        content: Some(content.clone()),
        deadline: Some(content.deadline()),
        title: Some(title),
        ..StatementChange::default()
    };
    (change, changes)
}
