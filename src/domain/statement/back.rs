//! *Take back* (PR-7): the newest step is reversed, with what followed from it.

use serde_json::{Value, json};

use super::decide::{Row, goal};
use super::{StatementFacts, past};
use crate::domain::decision::{Change, Decision};
use crate::domain::named::Named;
use crate::domain::procedure::statement::{Act, State};

/// Puts the statement and what followed back to where the newest act found them.
pub(super) fn taken_back(facts: &StatementFacts, row: &Row) -> Decision {
    let last = facts.last.as_ref();
    let before = last.and_then(|last| last.from.as_deref()).and_then(State::from_name).unwrap_or(State::Draft);
    // A reminder moved nothing: what came since stays.
    let reminder = last.is_some_and(|last| last.act == Act::Remind.name());
    let written = last.is_some_and(|last| last.act == Act::RecordOwn.name());
    let chosen = if written { State::Void } else { facts.state.filter(|_| reminder).unwrap_or(before) };
    let to = goal(facts, row, chosen);
    let mut decision = Decision::by(row, facts.state, to, Change::Restore);
    if let Some(last) = last {
        // What was written down by mistake stays as it was written, and is void.
        let columns = last.before.iter().filter(|(column, _)| *column != "state" && to != State::Void);
        for (column, value) in columns {
            decision.changes.insert(column.clone(), (Value::Null, value.clone()));
        }
        // The level goes back, and with it the record of who decided at that level.
        if last.before.contains_key("level") {
            decision.changed("decision", json!(facts.decision), json!(last.decision_before));
        }
        if written {
            past::forgotten(&mut decision, facts);
        }
        for (subject, kind) in last.follow_ons.iter().filter(|_| !written) {
            if let Some(command) = crate::domain::record::take_back(*kind, facts.id) {
                decision.then(Some(*subject), command);
            }
        }
        if last.act == Act::MarkSentInError.name() {
            // What was stopped by mistake goes on.
            decision.brings("letters_go_on", true);
        }
        decision.brings("takes_back", last.event.to_string());
        decision.letter.insert("undone".into(), Value::from(last.act.clone()));
    }
    decision
}
