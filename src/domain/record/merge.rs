//! A provisional body turns out to be one that is there already: all that names it names the other from then on (PR-16).

use serde_json::json;
use uuid::Uuid;

use super::RecordFacts;
use crate::domain::command::{Command, RecordCommand};
use crate::domain::decision::Decision;

/// What a merge rests on.
#[derive(Clone, Debug, Default)]
pub struct Merging {
    /// The names of both.
    pub from: String,
    pub into: String,
    /// The other is in force, and is another.
    pub into_another: bool,
    /// Somebody serves in it, something belongs to it, it meets, or it keeps a register: more than a sender does.
    pub hangs: bool,
    /// A number that both have, or a statement that is addressed to both: what may be here twice.
    pub twice: Option<String>,
    /// The statements that it sent or is addressed by.
    pub statements: Vec<Uuid>,
}

/// It becomes the other; the other's history says so too.
pub(super) fn merging(decision: &mut Decision, facts: &RecordFacts, into: Uuid) {
    let Some(merging) = &facts.around.merging else { return };
    decision.brings("into", merging.into.clone());
    decision.brings("into_id", into.to_string());
    decision.brings("statements", json!(merging.statements));
    let absorb = RecordCommand::Absorb { from: facts.id, name: merging.from.clone() };
    decision.then(Some(into), Command::Record(absorb));
}
