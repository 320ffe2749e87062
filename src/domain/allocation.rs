//! One Question's part of a registered statement: the facts, what its guards mean, what each act does.

mod audience;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::calendar::{Due, MeetingSpan, allocation_due};
use super::command::{AllocationCommand, AllocationWanted, Command, RegistrationCommand};
use super::decision::{AllocationBirth, AllocationChange, Change, Circumstances, Decision, FollowOn};
use super::named::Named;
use super::notice::Officer;
use super::people::Actor;
use super::procedure::allocation::{Act, Guard, PROCEDURE, State};
use super::procedure::engine::{Case, Heard, Offer, Passed, Refusal, Rests, To, WaitingFor, Who};
use super::reference::{BodyFacts, Purpose};
use super::said::Said;
use crate::said;

pub use audience::{assignee_after, notice, readers, telling};

/// All that decisions about one allocation rest on.
#[derive(Clone, Debug)]
pub struct AllocationFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    /// The Question or working group that has it.
    pub body: BodyFacts,
    pub registration: Uuid,
    pub statement_handle: String,
    pub title: String,
    pub source: String,
    pub deadline: Option<NaiveDate>,
    pub lead: bool,
    pub purpose: Purpose,
    pub assignee: Option<Uuid>,
    /// The day, with the rule that gave it, or that a person chose it.
    pub due: Due,
    /// Bodies of the registering body's tree and who serves in it, for a new place or person.
    pub tree: Vec<Uuid>,
    pub officers: Vec<Officer>,
    pub meetings: Vec<MeetingSpan>,
    /// Where its newest act found it.
    pub before: Option<State>,
    /// A reply that was sent and not taken back answers it, in full or in part.
    pub answered_again: bool,
    /// A reply that was not sent yet is there for it.
    pub drafted_again: bool,
}

/// One act on one allocation.
pub struct AllocationCase<'a> {
    pub facts: &'a AllocationFacts,
    pub at: Circumstances<'a>,
    pub command: Option<&'a AllocationCommand>,
}

/// Every act on the allocation that the table has now, with this actor's answer.
pub fn offers(facts: &AllocationFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&AllocationCase { facts, at, command: None })
}

/// Whether this actor is somebody who works on it.
pub fn works_on(facts: &AllocationFacts, at: Circumstances<'_>) -> bool {
    let case = AllocationCase { facts, at, command: None };
    PROCEDURE.row(Some(State::Assigned), Act::Consider).is_some_and(|row| row.who.iter().any(|who| case.is(*who)))
}

/// Whether this actor may draft a reply for it now: the work has been taken up, and they are somebody who works on it.
pub fn may_answer(facts: &AllocationFacts, at: Circumstances<'_>) -> bool {
    let answers =
        PROCEDURE.row(facts.state, Act::PrepareReply).is_some() || facts.state == Some(State::ReplyInPreparation);
    answers && works_on(facts, at)
}

/// No reply has been started yet: one is what the state waits for.
pub fn unanswered(facts: &AllocationFacts) -> bool {
    PROCEDURE.row(facts.state, Act::PrepareReply).is_some()
}

/// Somebody still has work with it.
pub fn is_open(facts: &AllocationFacts) -> bool {
    facts.state.is_some_and(|state| PROCEDURE.waiting_for(state) == WaitingFor::Assignee)
}

impl Case<State, Guard> for AllocationCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        match (who, self.at.actor) {
            (Who::Role(role), actor) => {
                actor.appointment_for(&[role], &self.facts.body.authority(), self.at.occurred_on).is_some()
            }
            (Who::Assignee, Actor::Person { id, .. }) => self.facts.assignee == Some(*id),
            (Who::System, Actor::System) => true,
            (
                Who::Author
                | Who::Doer
                | Who::Assignee
                | Who::Serving
                | Who::Administrator
                | Who::System
                | Who::Importer,
                _,
            ) => false,
        }
    }

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        match guard {
            Guard::AssigneeServesThere => self.assignee_serves(),
            Guard::DueAhead => match self.wanted_due() {
                Some(due) if due < self.at.occurred_on => Err(said!("guard-due-ahead-no", due = due)),
                Some(_) | None => Ok(()),
            },
            Guard::ReasonGiven => held(self.at.reason.is_some_and(filled), || said!("guard-reason-given-no")),
            Guard::MeetingNamed => {
                let named = matches!(self.command, Some(AllocationCommand::Consider { meeting }) if filled(meeting));
                held(named, || said!("guard-meeting-or-correspondence-no"))
            }
            Guard::NoReplyNeeded => {
                let said_so = matches!(self.command, Some(AllocationCommand::Note { no_reply_needed: true }));
                let information = self.facts.purpose == Purpose::Information;
                held(information || said_so, || said!("guard-no-reply-needed-no"))
            }
            Guard::ActionWritten => {
                let written = matches!(self.command, Some(AllocationCommand::TakeAction { action }) if filled(action));
                held(written, || said!("guard-action-written-no"))
            }
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::AssigneeServesThere
            | Guard::DueAhead
            | Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::NoReplyNeeded
            | Guard::ActionWritten => Rests::OnInput,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::AssigneeServesThere => Some("assignee"),
            Guard::DueAhead => Some("due"),
            Guard::ReasonGiven => Some("reason"),
            Guard::MeetingNamed => Some("meeting"),
            Guard::NoReplyNeeded => Some("no_reply_needed"),
            Guard::ActionWritten => Some("action"),
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        self.facts.body.go_live
    }
}

impl AllocationCase<'_> {
    fn wanted_due(&self) -> Option<NaiveDate> {
        match self.command {
            Some(AllocationCommand::Assign { due, .. }) => Some(due.on),
            Some(AllocationCommand::Reassign { due, .. }) => *due,
            _ => None,
        }
    }

    fn assignee_serves(&self) -> Result<(), Said> {
        let (body, assignee) = match self.command {
            Some(AllocationCommand::Assign { wanted, .. }) => (Some(wanted.body), wanted.assignee),
            Some(AllocationCommand::Reassign { assignee, .. }) => (None, *assignee),
            Some(AllocationCommand::Redirect { body, assignee }) => (Some(*body), *assignee),
            _ => return Ok(()),
        };
        let (root, facts) = (self.facts.body.root_name().to_owned(), self.facts);
        held(body.is_none_or(|body| facts.tree.contains(&body)), || {
            said!("guard-body-in-tree-no", body = root.clone())
        })?;
        let serves = facts.officers.iter().any(|officer| officer.person == assignee);
        held(serves, || said!("guard-assignee-serves-there-no", body = root.clone()))
    }
}

fn filled(text: &str) -> bool {
    super::text::given(text)
}

fn held(condition: bool, otherwise: impl FnOnce() -> Said) -> Result<(), Said> {
    if condition { Ok(()) } else { Err(otherwise()) }
}

type Row = Passed<State, Act, Guard>;

/// Decides one command on one allocation.
pub fn decide(
    facts: &AllocationFacts,
    at: Circumstances<'_>,
    command: &AllocationCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let case = AllocationCase { facts, at, command: Some(command) };
    let row = PROCEDURE.judge(&case, command.act(), at.reason, Heard::All)?;
    let mut decision = match command {
        AllocationCommand::Assign { registration, wanted, due } => assigned(facts, &row, *registration, wanted, due),
        AllocationCommand::Reassign { assignee, due } => reassigned(facts, &row, *assignee, *due, at),
        AllocationCommand::Redirect { body, assignee } => redirected(facts, &row, *body, *assignee, at),
        AllocationCommand::MoveDue { due, .. } => moved_due(facts, &row, due),
        AllocationCommand::Consider { meeting } => brought(facts, &row, "meeting", meeting),
        AllocationCommand::Note { .. } => moved(facts, &row, AllocationChange::default()),
        AllocationCommand::PrepareReply { reply } | AllocationCommand::Reply { reply } => {
            brought(facts, &row, "reply", &reply.to_string())
        }
        AllocationCommand::TakeAction { action } => brought(facts, &row, "action", action),
        // Another reply answers it, or is still being written: this one was not the last word.
        AllocationCommand::TakeBack if facts.answered_again => return Ok(None),
        AllocationCommand::AbandonReply if facts.drafted_again && *at.actor == Actor::System => return Ok(None),
        AllocationCommand::TakeBack => taken_back(facts, &row),
        AllocationCommand::AbandonReply | AllocationCommand::Defer | AllocationCommand::Forward => {
            moved(facts, &row, AllocationChange::default())
        }
    };
    if let Some(reason) = at.reason.filter(|reason| filled(reason)) {
        decision.brings("reason", reason);
    }
    if !matches!(command, AllocationCommand::Assign { .. } | AllocationCommand::MoveDue { .. }) {
        let registration = Command::Registration(RegistrationCommand::Settle);
        decision.then.push(FollowOn { subject: Some(facts.registration), command: registration, reason: None });
    }
    let act = command.act();
    let elsewhere = matches!(command, AllocationCommand::MoveDue { told_elsewhere: true, .. });
    let tell = if elsewhere { &[] } else { row.row.tell };
    decision.tell = telling(facts, act, assignee_after(facts, act, Some(command)), tell);
    letter(facts, command, &mut decision);
    Ok(Some(decision))
}

fn letter(facts: &AllocationFacts, command: &AllocationCommand, decision: &mut Decision) {
    let said = &mut decision.letter;
    said.insert("title".into(), Value::from(facts.title.clone()));
    said.insert("source".into(), Value::from(facts.source.clone()));
    said.insert("statement".into(), Value::from(facts.statement_handle.clone()));
    said.insert("body".into(), Value::from(facts.body.short_name.clone()));
    said.insert("deadline".into(), json!(facts.deadline));
    if let Change::Allocation(AllocationChange { due: Some(due), .. }) = &decision.change {
        let said = &mut decision.letter;
        said.insert("due".into(), json!(due.on));
        said.insert("due_rule".into(), json!(due.rule));
        said.insert("purpose".into(), Value::from(facts.purpose.name()));
        said.insert("lead".into(), Value::from(facts.lead));
    }
    if let AllocationCommand::MoveDue { .. } = command {
        decision.letter.insert("due_before".into(), json!(facts.due.on));
    }
    if let AllocationCommand::Assign { wanted, .. } = command {
        decision.letter.insert("note".into(), Value::from(wanted.note.clone()));
    }
}

fn moved(facts: &AllocationFacts, row: &Row, change: AllocationChange) -> Decision {
    let to = match row.row.to {
        To::State(state) => state,
        To::Same | To::OneOf(_) => facts.state.unwrap_or(State::Assigned),
    };
    moved_to(facts, row, to, change)
}

/// Back to where the newest act found it; what was allocated by mistake is void.
fn taken_back(facts: &AllocationFacts, row: &Row) -> Decision {
    match (row.row.to, facts.before) {
        (To::OneOf(_), Some(before)) => moved_to(facts, row, before, AllocationChange::default()),
        _ => moved(facts, row, AllocationChange::default()),
    }
}

fn moved_to(facts: &AllocationFacts, row: &Row, to: State, mut change: AllocationChange) -> Decision {
    change.state = Some(to.name());
    Decision::by(row, facts.state, to, Change::Allocation(change))
}

fn brought(facts: &AllocationFacts, row: &Row, field: &str, value: &str) -> Decision {
    let mut decision = moved(facts, row, AllocationChange::default());
    decision.brings(field, value);
    decision
}

fn assigned(facts: &AllocationFacts, row: &Row, registration: Uuid, wanted: &AllocationWanted, due: &Due) -> Decision {
    let change = AllocationChange {
        born: Some(AllocationBirth {
            registration,
            body: wanted.body,
            lead: wanted.lead,
            purpose: wanted.purpose,
            note: wanted.note.clone(),
        }),
        assignee: Some(wanted.assignee),
        due: Some(due.clone()),
        ..AllocationChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("assignee_id", Value::Null, wanted.assignee.to_string());
    decision.changed("due", Value::Null, due.on.to_string());
    decision
}

fn reassigned(
    facts: &AllocationFacts,
    row: &Row,
    assignee: Uuid,
    due: Option<NaiveDate>,
    at: Circumstances<'_>,
) -> Decision {
    let due = due.map_or_else(|| allocation_due(at.occurred_on, facts.deadline, &facts.meetings), Due::typed);
    let change = AllocationChange { assignee: Some(assignee), due: Some(due.clone()), ..AllocationChange::default() };
    let mut decision = moved(facts, row, change);
    decision.changed("assignee_id", json!(facts.assignee), assignee.to_string());
    decision.changed("due", facts.due.on.to_string(), due.on.to_string());
    decision
}

/// The same rule, from the day that it starts from now; what was there before is kept for *take back*.
fn moved_due(facts: &AllocationFacts, row: &Row, due: &Due) -> Decision {
    let change = AllocationChange { due: Some(due.clone()), ..AllocationChange::default() };
    let mut decision = moved(facts, row, change);
    decision.changed("due", facts.due.on.to_string(), due.on.to_string());
    decision.changed("due_rule", json!(facts.due.rule), json!(due.rule));
    decision.changed("due_meeting", json!(facts.due.meeting), json!(due.meeting));
    decision
}

/// The new place gets an allocation of its own; this one stays as the record of where it went (I6).
fn redirected(facts: &AllocationFacts, row: &Row, body: Uuid, assignee: Uuid, at: Circumstances<'_>) -> Decision {
    let mut decision = moved(facts, row, AllocationChange::default());
    let note = at.reason.unwrap_or_default();
    decision.then.push(of_redirecting(facts, body, assignee, note, at.occurred_on));
    decision
}

/// What follows from sending it to that body and person on that day. The page of the act says beforehand whom that will
/// tell.
pub fn of_redirecting(facts: &AllocationFacts, body: Uuid, assignee: Uuid, note: &str, on: NaiveDate) -> FollowOn {
    let (purpose, lead, note) = (facts.purpose, facts.lead, note.to_owned());
    let wanted = AllocationWanted { body, assignee, purpose, lead, due: None, note };
    let due = allocation_due(on, facts.deadline, &facts.meetings);
    let assign = AllocationCommand::Assign { registration: facts.registration, wanted, due };
    FollowOn::new(None, Command::Allocation(assign))
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<super::procedure::allocation::Act> {
    super::named::Named::from_name(name)
}
