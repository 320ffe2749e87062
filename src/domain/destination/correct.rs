//! What was asked of an addressee, by when, or who it is, was written wrongly: it is mended with a reason, and the sent
//! text stays (PR-7).

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DestinationFacts, Row, awaits, moved};
use crate::domain::calendar::{Due, MeetingSpan, allocation_due};
use crate::domain::command::{
    AllocationCommand, Command, Correction, Kind, Receipt, RegistrationCommand, StatementCommand,
};
use crate::domain::decision::{Circumstances, Decision, DestinationChange, FollowOn};
use crate::domain::named::Named;
use crate::domain::procedure::destination::State;
use crate::domain::procedure::statement;
use crate::domain::reference::Purpose;

/// What corrections rest on beside the addressee itself.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The body that the addressee is, where that is known.
    pub body: Option<Uuid>,
    /// The body that the command says it is.
    pub meant: Option<Meant>,
    /// The sender.
    pub owner: Uuid,
    /// The deciding level of the sender.
    pub owner_root: Uuid,
    /// The other addressees that stand: body and deadline.
    pub others: Vec<(Option<Uuid>, Option<NaiveDate>)>,
    /// Open allocations here whose due date nobody chose.
    pub parts: Vec<Dated>,
    /// What the newest correction moved: the allocation, with its due date as it was before.
    pub moved: Vec<(Uuid, Due)>,
    /// How the newest correction found the statement, where it changed that: its state, and the day on record by which a
    /// reply was awaited.
    pub found: Option<(String, Option<NaiveDate>)>,
}

/// The body that a printed addressee means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub id: Uuid,
    pub name: String,
    /// Its deciding level.
    pub root: Uuid,
    /// Its register is here, and does not have the statement yet.
    pub to_receive: bool,
}

/// An allocation with the day on which it is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    pub id: Uuid,
    /// The body that registered the statement.
    pub receiver: Uuid,
    pub due: Due,
    /// The meetings of the body that allocated it.
    pub meetings: Vec<MeetingSpan>,
}

/// The correction says something that does not stand already.
pub(super) fn differs(facts: &DestinationFacts, wanted: &Correction) -> bool {
    let other_body = wanted.body.is_some() && wanted.body != facts.around.body;
    wanted.purpose != facts.purpose || wanted.deadline != facts.deadline || other_body
}

/// The addressee as it should have been. Where nobody has answered, what it waits for follows; the statement's sum, its
/// deadline and the due dates that came from it follow too.
pub(super) fn corrected(facts: &DestinationFacts, row: &Row, wanted: &Correction, at: Circumstances<'_>) -> Decision {
    let to = match facts.state {
        Some(State::NoReplyNeeded | State::Awaited) | None => unanswered(wanted.purpose, wanted.deadline),
        Some(state) => state,
    };
    let meant = facts.around.meant.as_ref().filter(|meant| Some(meant.id) != facts.around.body);
    let change = DestinationChange {
        purpose: Some(wanted.purpose),
        deadline: Some(wanted.deadline),
        body: meant.map(|meant| Some(meant.id)),
        ..DestinationChange::default()
    };
    let mut decision = moved(facts, row, to, change);
    decision.changed("purpose", facts.purpose.name(), wanted.purpose.name());
    decision.changed("deadline", json!(facts.deadline), json!(wanted.deadline));
    if let Some(meant) = meant {
        decision.changed("body_id", json!(facts.around.body), json!(meant.id));
        decision.changed("addressee", facts.name.clone(), meant.name.clone());
    }
    decision.then(Some(facts.statement), Command::Statement(StatementCommand::Settle));
    decision.then.extend(due_dates(facts, wanted.deadline, at.occurred_on));
    if let Some(meant) = meant.filter(|meant| receives(facts, meant)) {
        let (body, received_on, channel) = (meant.root, at.occurred_on, "entente".to_owned());
        let receipt = Receipt { body, received_on, channel, register: None, past: None };
        let receive = RegistrationCommand::Receive { statement: facts.statement, receipt };
        decision.then(None, Command::Registration(receive));
    }
    decision
}

/// A body kept here finds in its intake what was sent to it, also where nobody knew that it is it (PR-3).
fn receives(facts: &DestinationFacts, meant: &Meant) -> bool {
    let left = facts.statement_state.is_some_and(statement::State::has_left);
    left && meant.to_receive && meant.root != facts.around.owner_root
}

/// Where an addressee stands as long as nobody has answered (PR-9).
pub fn unanswered(purpose: Purpose, deadline: Option<NaiveDate>) -> State {
    if awaits(purpose, deadline) { State::Awaited } else { State::NoReplyNeeded }
}

/// Where it would stand without its answers: as it stood last, unless what is asked was corrected since. A wait that was
/// ended stays ended.
pub fn unanswered_now(facts: &DestinationFacts, last: State) -> State {
    match last {
        State::Awaited | State::NoReplyNeeded => unanswered(facts.purpose, facts.deadline),
        other => other,
    }
}

/// The due dates that nobody chose follow the latest day that the sender asks for: where there is none any more, they follow
/// the meetings, and where there is one only now, they follow that.
pub fn due_dates(facts: &DestinationFacts, deadline: Option<NaiveDate>, on: NaiveDate) -> Vec<FollowOn> {
    let latest = |own: Option<NaiveDate>| facts.around.others.iter().filter_map(|(_, other)| *other).chain(own).max();
    let (before, after) = (latest(facts.deadline), latest(deadline));
    if before == after {
        return Vec::new();
    }
    let moves = |part: &Dated| {
        let due = allocation_due(on, after, &part.meetings);
        (due != part.due).then(|| FollowOn::new(Some(part.id), move_due(due)))
    };
    facts.around.parts.iter().filter_map(moves).collect()
}

fn move_due(due: Due) -> Command {
    Command::Allocation(AllocationCommand::MoveDue { due, told_elsewhere: false })
}

/// Everything as the newest correction found it, day and rule of each allocation included.
pub(super) fn restored(facts: &DestinationFacts, row: &Row) -> Decision {
    let last = facts.last.as_ref();
    let before = |column: &str| last.and_then(|last| last.before.get(column));
    let to = last.and_then(|last| last.from.as_deref()).and_then(State::from_name);
    let to = to.or(facts.state).unwrap_or(State::Planned);
    let purpose = before("purpose").and_then(Value::as_str).and_then(Purpose::from_name);
    let deadline = before("deadline").map(read::<NaiveDate>);
    let body = before("body_id").map(read::<Uuid>);
    let change = DestinationChange { purpose, deadline, body, ..DestinationChange::default() };
    let mut decision = moved(facts, row, to, change);
    if let Some(purpose) = purpose {
        decision.changed("purpose", facts.purpose.name(), purpose.name());
    }
    if let Some(deadline) = deadline {
        decision.changed("deadline", json!(facts.deadline), json!(deadline));
    }
    if let (Some(body), Some(name)) = (body, before("addressee")) {
        decision.changed("body_id", json!(facts.around.body), json!(body));
        decision.changed("addressee", facts.name.clone(), name.clone());
    }
    let found = facts.around.found.as_ref();
    let settle = match found.filter(|(state, _)| statement::State::from_name(state) == Some(statement::State::Closed)) {
        Some((_, reply_due)) => StatementCommand::CloseAgain { reply_due: *reply_due },
        None => StatementCommand::Settle,
    };
    decision.then(Some(facts.statement), Command::Statement(settle));
    for (part, due) in &facts.around.moved {
        decision.then(Some(*part), move_due(due.clone()));
    }
    for (subject, _) in last.iter().flat_map(|last| &last.follow_ons).filter(|(_, kind)| *kind == Kind::Registration) {
        decision.then(Some(*subject), Command::Registration(RegistrationCommand::Void));
    }
    if let Some(last) = last {
        decision.brings("takes_back", last.event.to_string());
        decision.letter.insert("undone".into(), Value::from(last.act.clone()));
    }
    decision
}

/// A value of an event, or none where it was none.
fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}
