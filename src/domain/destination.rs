//! One addressee of a statement. No guard stands here: each act follows from one on the statement.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::command::{Command, DestinationCommand, StatementCommand};
use super::content::Addressee;
use super::decision::{Change, Circumstances, Decision, DestinationBirth, DestinationChange, FollowOn};
use super::named::Named;
use super::people::Actor;
use super::procedure::destination::{Guard, PROCEDURE, State};
use super::procedure::engine::{Case, Heard, Passed, Refusal, Rests, Who};
use super::procedure::statement;
use super::reference::Purpose;
use super::said::Said;

/// All that decisions about one destination rest on.
#[derive(Clone, Debug)]
pub struct DestinationFacts {
    pub id: Uuid,
    pub version: i32,
    pub state: Option<State>,
    pub statement: Uuid,
    pub statement_state: Option<statement::State>,
    pub purpose: Purpose,
    pub deadline: Option<NaiveDate>,
    pub position: i16,
    /// Where it stood before it was answered.
    pub before: Option<State>,
    pub go_live: Option<NaiveDate>,
}

struct DestinationCase<'a> {
    facts: &'a DestinationFacts,
    at: Circumstances<'a>,
}

impl Case<State, Guard> for DestinationCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }
    fn is(&self, who: Who) -> bool {
        matches!((who, self.at.actor), (Who::System, Actor::System))
    }
    fn holds(&self, guard: Guard) -> Result<(), Said> {
        match guard {}
    }
    fn rests(guard: Guard) -> Rests {
        match guard {}
    }
    fn code(guard: Guard) -> &'static str {
        match guard {}
    }
    fn field(guard: Guard) -> Option<&'static str> {
        match guard {}
    }
    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }
    fn go_live(&self) -> Option<NaiveDate> {
        self.facts.go_live
    }
}

type Row = Passed<State, super::procedure::destination::Act, Guard>;

/// Decides one command on one destination.
pub fn decide(
    facts: &DestinationFacts,
    at: Circumstances<'_>,
    command: &DestinationCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let row = PROCEDURE.judge(&DestinationCase { facts, at }, command.act(), at.reason, Heard::All)?;
    let decision = match command {
        DestinationCommand::Plan { statement, position, to } => {
            born(facts, &row, State::Planned, *statement, *position, to)
        }
        DestinationCommand::Record { statement, position, to } => {
            born(facts, &row, State::NotTracked, *statement, *position, to)
        }
        DestinationCommand::Change { position, to } => changed(facts, &row, *position, to),
        DestinationCommand::Drop => moved(facts, &row, State::Dropped, DestinationChange::default()),
        DestinationCommand::Deliver => {
            let to = if awaits(facts) { State::Awaited } else { State::NoReplyNeeded };
            moved(facts, &row, to, DestinationChange::default())
        }
        DestinationCommand::Answer { by } => answered(facts, &row, *by),
        DestinationCommand::GiveUp => moved(facts, &row, State::NotAnswered, DestinationChange::default()),
        DestinationCommand::TakeBack => taken_back(facts, &row),
    };
    Ok(Some(decision))
}

/// A reply is awaited where action is asked, or comment by a day; a comment without a day needs none (PR-9).
fn awaits(facts: &DestinationFacts) -> bool {
    match facts.purpose {
        Purpose::Action => true,
        Purpose::Comment => facts.deadline.is_some(),
        Purpose::Information => false,
    }
}

fn moved(facts: &DestinationFacts, row: &Row, to: State, mut change: DestinationChange) -> Decision {
    change.state = Some(to.name());
    Decision::by(row, facts.state, to, Change::Destination(change))
}

fn born(facts: &DestinationFacts, row: &Row, state: State, statement: Uuid, position: i16, to: &Addressee) -> Decision {
    let change = DestinationChange {
        born: Some(DestinationBirth { statement, body: to.body, printed: to.printed.clone() }),
        purpose: Some(to.purpose),
        deadline: Some(to.deadline),
        position: Some(position),
        ..DestinationChange::default()
    };
    let mut decision = moved(facts, row, state, change);
    decision.changed("purpose", Value::Null, to.purpose.name());
    decision.changed("deadline", Value::Null, json!(to.deadline));
    decision
}

fn changed(facts: &DestinationFacts, row: &Row, position: i16, to: &Addressee) -> Decision {
    let change = DestinationChange {
        purpose: Some(to.purpose),
        deadline: Some(to.deadline),
        position: Some(position),
        ..DestinationChange::default()
    };
    let mut decision = moved(facts, row, facts.state.unwrap_or(State::Planned), change);
    decision.changed("purpose", facts.purpose.name(), to.purpose.name());
    decision.changed("deadline", json!(facts.deadline), json!(to.deadline));
    decision.changed("position", facts.position, position);
    decision
}

/// Back to where the newest step found it. A reply that is taken back leaves what it answered as it was before, and the
/// statement's sum with it.
fn taken_back(facts: &DestinationFacts, row: &Row) -> Decision {
    match facts.state {
        Some(State::Answered) => {
            let waits = if awaits(facts) { State::Awaited } else { State::NoReplyNeeded };
            let before = match facts.before {
                Some(State::NotAnswered) => State::NotAnswered,
                Some(_) | None => waits,
            };
            let change = DestinationChange { answered_by: Some(None), ..DestinationChange::default() };
            let mut decision = moved(facts, row, before, change);
            decision.then(Some(facts.statement), Command::Statement(StatementCommand::Settle));
            decision
        }
        Some(State::NotAnswered) => moved(facts, row, State::Awaited, DestinationChange::default()),
        Some(State::NotTracked) => moved(facts, row, State::Dropped, DestinationChange::default()),
        Some(State::Planned | State::Dropped | State::NoReplyNeeded | State::Awaited) | None => {
            moved(facts, row, State::Planned, DestinationChange::default())
        }
    }
}

/// A reply may be linked in every state after Sent; the statement's state is the sum (PR-9).
fn answered(facts: &DestinationFacts, row: &Row, by: Uuid) -> Decision {
    let change = DestinationChange { answered_by: Some(Some(by)), ..DestinationChange::default() };
    let mut decision = moved(facts, row, State::Answered, change);
    decision.changed("answered_by", Value::Null, by.to_string());
    decision.then.push(FollowOn {
        subject: Some(facts.statement),
        command: Command::Statement(StatementCommand::Settle),
        reason: None,
    });
    decision
}
