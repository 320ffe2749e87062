//! What each act of the registration does.

use chrono::NaiveDate;
use serde_json::Value;

use super::{RegistrationCase, RegistrationFacts, correct, forward, telling};
use crate::domain::calendar::Due;
use crate::domain::command::{AllocationCommand, AllocationWanted, Command, RegistrationCommand};
use crate::domain::decision::{
    Change, Circumstances, Decision, FollowOn, NumberWanted, RegistrationBirth, RegistrationChange,
};
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Heard, Passed, Refusal, To};
use crate::domain::procedure::registration::{Act, Guard, PROCEDURE, State};
use crate::domain::text;

pub(super) type Row = Passed<State, Act, Guard>;

/// Decides one command on one registration. `Ok(None)`: nothing to change (only for `Settle`).
pub fn decide(
    facts: &RegistrationFacts,
    at: Circumstances<'_>,
    command: &RegistrationCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    if matches!(command, RegistrationCommand::Settle) && settled(facts).is_none() {
        return Ok(None);
    }
    let case = RegistrationCase { facts, at, command: Some(command) };
    let row = PROCEDURE.judge(&case, command.act(), at.reason, Heard::All)?;
    let mut decision = match command {
        RegistrationCommand::Receive { statement, receipt } => received(facts, &row, *statement, receipt),
        RegistrationCommand::Register { number, .. } => registered(facts, &row, number),
        RegistrationCommand::MakeAvailable { agreed_by } => {
            let mut decision = moved(facts, &row, State::Available);
            decision.brings("agreed_by", agreed_by.clone());
            decision
        }
        RegistrationCommand::Allocate(wanted) => allocated(facts, &row, wanted, at),
        RegistrationCommand::Forward(wanted) => forward::forwarded(facts, &row, wanted, at),
        RegistrationCommand::Settle => moved(facts, &row, settled(facts).unwrap_or(State::Allocated)),
        RegistrationCommand::Correct(wanted) => correct::corrected(facts, &row, wanted),
        RegistrationCommand::TakeBack if corrected_last(facts) => correct::restored(facts, &row),
        RegistrationCommand::TakeBack => taken_back(facts, &row),
        RegistrationCommand::Reject
        | RegistrationCommand::Reopen
        | RegistrationCommand::NoteWithoutDiscussion
        | RegistrationCommand::Close
        | RegistrationCommand::Void => moved(facts, &row, State::Received),
    };
    if let Some(reason) = at.reason.filter(|reason| text::given(reason)) {
        decision.brings("reason", reason);
    }
    decision.tell = telling(facts, command.act(), row.row.tell);
    decision.letter.insert("title".into(), Value::from(facts.title.clone()));
    decision.letter.insert("source".into(), Value::from(facts.source.clone()));
    decision.letter.insert("statement".into(), Value::from(facts.statement_handle.clone()));
    Ok(Some(decision))
}

fn corrected_last(facts: &RegistrationFacts) -> bool {
    facts.last.as_ref().is_some_and(|last| last.act == Act::Correct.name())
}

pub(super) fn moved(facts: &RegistrationFacts, row: &Row, chosen: State) -> Decision {
    let to = match row.row.to {
        To::State(state) => state,
        To::Same => facts.state.unwrap_or(chosen),
        To::OneOf(_) => chosen,
    };
    let change = RegistrationChange { state: Some(to.name()), ..RegistrationChange::default() };
    Decision::by(row, facts.state, to, Change::Registration(change))
}

fn received(
    facts: &RegistrationFacts,
    row: &Row,
    statement: uuid::Uuid,
    receipt: &crate::domain::command::Receipt,
) -> Decision {
    let state = receipt.past.unwrap_or(State::Received);
    let change = RegistrationChange {
        state: Some(state.name()),
        born: Some(RegistrationBirth {
            statement,
            body: facts.body.id,
            received_on: receipt.received_on,
            channel: receipt.channel.clone(),
            note: String::new(),
        }),
        number: printed_then(facts, receipt),
        ..RegistrationChange::default()
    };
    let mut decision = Decision::by(row, facts.state, state, Change::Registration(change));
    decision.changed("received_on", Value::Null, receipt.received_on.to_string());
    decision.brings("channel", receipt.channel.clone());
    if let Some(body) = &facts.forwarded_by {
        decision.letter.insert("forwarded_by".into(), Value::from(body.clone()));
    }
    if let Some(number) = receipt.register.as_ref().filter(|_| receipt.past.is_none()) {
        let register = RegistrationCommand::Register { as_contribution: false, number: number.clone() };
        decision.then(Some(facts.id), Command::Registration(register));
    }
    decision
}

/// The number that it was filed under, as it was printed, or the next of the series where it is registered only now.
fn printed_then(facts: &RegistrationFacts, receipt: &crate::domain::command::Receipt) -> Option<NumberWanted> {
    let typed = receipt.register.clone().filter(|_| receipt.past.is_some_and(|past| past != State::Rejected))?;
    Some(NumberWanted { scheme: facts.scheme(), body: facts.body.id, period: String::new(), typed })
}

fn registered(facts: &RegistrationFacts, row: &Row, number: &Option<String>) -> Decision {
    let mut decision = moved(facts, row, State::Registered);
    if let Change::Registration(change) = &mut decision.change {
        change.number = Some(NumberWanted {
            scheme: facts.scheme(),
            body: facts.body.id,
            period: String::new(),
            typed: number.clone(),
        });
    }
    decision
}

fn allocated(facts: &RegistrationFacts, row: &Row, wanted: &[AllocationWanted], at: Circumstances<'_>) -> Decision {
    let to = match facts.state {
        Some(state @ (State::UnderConsideration | State::ReplyInPreparation | State::Deferred)) => state,
        _ => State::Allocated,
    };
    let mut decision = moved(facts, row, to);
    decision.then = of_allocating(facts, wanted, at.occurred_on);
    decision
}

/// What follows from allocating it so on that day: an assignment for each, and the sum settled. The page of the act says
/// beforehand whom that will tell.
pub fn of_allocating(facts: &RegistrationFacts, wanted: &[AllocationWanted], on: NaiveDate) -> Vec<FollowOn> {
    let assign = |one: &AllocationWanted| {
        let due = match one.due {
            // The form proposes the rule's own date: leaving it there is not choosing another.
            Some(typed) if typed != facts.due(on).on => Due::typed(typed),
            Some(_) | None => facts.due(on),
        };
        let assign = AllocationCommand::Assign { registration: facts.id, wanted: one.clone(), due };
        FollowOn::new(None, Command::Allocation(assign))
    };
    let mut then: Vec<FollowOn> = wanted.iter().map(assign).collect();
    then.push(FollowOn::new(Some(facts.id), Command::Registration(RegistrationCommand::Settle)));
    then
}

/// The state that the allocations sum up to, where it differs from the one that stands.
fn settled(facts: &RegistrationFacts) -> Option<State> {
    let open = matches!(
        facts.state,
        Some(
            State::Allocated
                | State::UnderConsideration
                | State::ReplyInPreparation
                | State::Deferred
                | State::Noted
                | State::Replied
                | State::ActionTaken
        )
    );
    facts.sum().filter(|sum| open && Some(*sum) != facts.state)
}

fn taken_back(facts: &RegistrationFacts, row: &Row) -> Decision {
    let last = facts.last.as_ref();
    let before = last.and_then(|last| last.from.as_deref()).and_then(State::from_name).unwrap_or(State::Received);
    let mut decision = Decision::by(row, facts.state, before, Change::Restore);
    if let Some(last) = last {
        for (subject, kind) in last.follow_ons.iter().filter(|(subject, _)| *subject != facts.id) {
            if let Some(command) = crate::domain::record::take_back(*kind, facts.statement) {
                decision.then(Some(*subject), command);
            }
        }
        decision.brings("takes_back", last.event.to_string());
    }
    if facts.state == Some(State::Closed) {
        // Its parts may have moved on while it was closed.
        decision.then(Some(facts.id), Command::Registration(RegistrationCommand::Settle));
    }
    decision
}
