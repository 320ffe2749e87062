//! One meeting: the facts, what its guards mean, what moves with it, and who is told. Days of a meeting are whole days where
//! it meets.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::calendar::{Due, MeetingSpan, allocation_due};
use super::command::{AllocationCommand, Command, MeetingCommand};
use super::decision::{Change, Circumstances, Decision, FollowOn, MeetingChange};
use super::named::Named;
use super::notice::{Notice, Officer, Recipient, Telling, merged};
use super::people::Actor;
use super::procedure::engine::{Audience, Case, Heard, Offer, Refusal, Rests, To, Who};
use super::procedure::meeting::{Act, CONVENERS, Guard, PROCEDURE, State};
use super::reference::MeetingKind;
use super::said::Said;
use crate::said;

/// A meeting as it is written down.
#[derive(Clone, Debug)]
pub struct MeetingRecord {
    /// Who convenes it.
    pub body: Uuid,
    /// Those who meet with it, where the meeting is joint (PR-19).
    pub jointly_with: Vec<Uuid>,
    pub kind: MeetingKind,
    pub title: String,
    pub place: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

/// When and where a meeting is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    /// Empty: not known yet, or no place at all.
    pub place: String,
}

/// An allocation whose due date was given by the meeting, and that somebody still works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hanging {
    pub id: Uuid,
    pub assignee: Uuid,
    /// The body that allocated it: what it has to do is its own (PR-3).
    pub receiver: Uuid,
    /// The statement's handle.
    pub statement: String,
    pub body: String,
    pub due: Due,
    /// The other meetings of the body that allocated it.
    pub others: Vec<MeetingSpan>,
}

/// All that decisions about one meeting rest on.
#[derive(Clone, Debug)]
pub struct MeetingFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    pub title: String,
    pub held: Held,
    /// In which bodies a role counts: those that meet and are kept here, and what is above them. None: it is a meeting of
    /// partners alone, which every secretariat may write down, because deadlines rest on it (D-LS-05).
    pub authority: Option<Vec<Uuid>>,
    /// The same for the body that convenes it. Where that is not kept here, its decision is recorded by whoever meets with it
    /// (PR-2).
    pub convener: Option<Vec<Uuid>>,
    /// Who serves in the bodies that meet.
    pub officers: Vec<Officer>,
    pub hanging: Vec<Hanging>,
    /// Where it was cancelled: the event, and the due dates as they were before.
    pub cancelled: Option<(Uuid, Vec<(Uuid, Due)>)>,
}

/// One act on one meeting.
pub struct MeetingCase<'a> {
    pub facts: &'a MeetingFacts,
    pub at: Circumstances<'a>,
    pub command: Option<&'a MeetingCommand>,
}

impl Case<State, Guard> for MeetingCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        self.serves(who, self.facts.authority.as_deref())
    }

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        let (holds, said) = match guard {
            Guard::ReasonGiven => (self.at.reason.is_some_and(super::text::given), said!("guard-reason-given-no")),
            Guard::SomethingMoves => {
                let moves = match self.command {
                    Some(MeetingCommand::Reschedule(held)) => *held != self.facts.held,
                    _ => true,
                };
                (moves, said!("guard-something-moves-no"))
            }
            Guard::Convenes => (self.convenes(), said!("guard-convenes-no")),
        };
        if holds { Ok(()) } else { Err(said) }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::ReasonGiven | Guard::SomethingMoves => Rests::OnInput,
            Guard::Convenes => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReasonGiven => Some("reason"),
            Guard::SomethingMoves => Some("starts_on"),
            Guard::Convenes => None,
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        None
    }
}

impl MeetingCase<'_> {
    /// Whether the actor is that in one of these bodies; none: in any.
    fn serves(&self, who: Who, of: Option<&[Uuid]>) -> bool {
        match (who, self.at.actor) {
            // Who writes records down does so today, of whatever day the meeting is.
            (Who::Role(role), Actor::Person { appointments, .. }) => appointments.iter().any(|a| {
                a.role == role && a.held_on(self.at.today) && of.is_none_or(|bodies| bodies.contains(&a.body))
            }),
            (Who::Administrator, Actor::Person { administrator, .. }) => *administrator,
            (Who::Importer, Actor::Importer) | (Who::System, Actor::System) => true,
            _ => false,
        }
    }

    fn convenes(&self) -> bool {
        CONVENERS.iter().any(|who| self.serves(*who, self.facts.convener.as_deref()))
    }
}

/// Every act on the meeting that the table has now, with this actor's answer.
pub fn offers(facts: &MeetingFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&MeetingCase { facts, at, command: None })
}

/// Whether this person may write down a meeting at all; for which bodies is asked of each.
pub fn may_record(at: Circumstances<'_>) -> bool {
    let facts = MeetingFacts::unborn(None);
    PROCEDURE.judge(&MeetingCase { facts: &facts, at, command: None }, Act::Record, None, Heard::Facts).is_ok()
}

impl MeetingFacts {
    /// What is not written down yet, under somebody's authority.
    pub fn unborn(authority: Option<Vec<Uuid>>) -> MeetingFacts {
        MeetingFacts {
            id: Uuid::nil(),
            handle: String::new(),
            version: 0,
            state: None,
            title: String::new(),
            held: Held::default(),
            convener: authority.clone(),
            authority,
            officers: Vec::new(),
            hanging: Vec::new(),
            cancelled: None,
        }
    }

    /// The due dates that follow where it is held so. One that lies behind by then stays: nothing hangs on what is over.
    fn moved_to(&self, held: &Held, on: NaiveDate) -> Vec<(&Hanging, Due)> {
        if held.starts <= on {
            return Vec::new();
        }
        let span = MeetingSpan { id: self.id, title: self.title.clone(), starts: held.starts, ends: held.ends };
        self.moving(|_| allocation_due(on, None, std::slice::from_ref(&span)))
    }

    /// The due dates that follow where it is not held at all: by the same rule, from what there is without it.
    fn without(&self, on: NaiveDate) -> Vec<(&Hanging, Due)> {
        self.moving(|part| allocation_due(on, None, &part.others))
    }

    fn moving(&self, due: impl Fn(&Hanging) -> Due) -> Vec<(&Hanging, Due)> {
        let all = self.hanging.iter().map(|part| (part, due(part)));
        all.filter(|(part, due)| part.due != *due).collect()
    }
}

/// What follows from a command: the due dates that move, each with the allocation.
fn moves<'a>(facts: &'a MeetingFacts, command: &MeetingCommand, on: NaiveDate) -> Vec<(&'a Hanging, Due)> {
    match command {
        MeetingCommand::Record(_) => Vec::new(),
        MeetingCommand::Reschedule(held) => facts.moved_to(held, on),
        MeetingCommand::Cancel => facts.without(on),
        MeetingCommand::TakeBack => {
            let before = facts.cancelled.iter().flat_map(|(_, before)| before);
            let part = |id: &Uuid| facts.hanging.iter().find(|part| part.id == *id);
            before.filter_map(|(id, due)| Some((part(id)?, due.clone()))).collect()
        }
    }
}

/// Decides one command on one meeting.
pub fn decide(
    facts: &MeetingFacts,
    at: Circumstances<'_>,
    command: &MeetingCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let act = command.act();
    let case = MeetingCase { facts, at, command: Some(command) };
    let row = PROCEDURE.judge(&case, act, at.reason, Heard::All)?;
    let to = match row.row.to {
        To::State(state) => state,
        To::Same | To::OneOf(_) => facts.state.unwrap_or(State::Planned),
    };
    let change = match command {
        MeetingCommand::Record(record) => MeetingChange { born: Some((**record).clone()), ..MeetingChange::default() },
        MeetingCommand::Reschedule(held) => MeetingChange { held: Some(held.clone()), ..MeetingChange::default() },
        MeetingCommand::Cancel | MeetingCommand::TakeBack => MeetingChange::default(),
    };
    let change = MeetingChange { state: to.name(), ..change };
    let mut decision = Decision::by(&row, facts.state, to, Change::Meeting(change));
    match command {
        MeetingCommand::Record(record) => decision.changed("name", Value::Null, record.title.clone()),
        MeetingCommand::Reschedule(held) => {
            decision.changed("starts_on", json!(facts.held.starts), json!(held.starts));
            decision.changed("ends_on", json!(facts.held.ends), json!(held.ends));
            decision.changed("place", facts.held.place.clone(), held.place.clone());
        }
        MeetingCommand::TakeBack => {
            if let Some((event, _)) = &facts.cancelled {
                decision.brings("takes_back", event.to_string());
            }
        }
        MeetingCommand::Cancel => {}
    }
    if let Some(reason) = at.reason.filter(|reason| super::text::given(reason)) {
        decision.brings("reason", reason);
    }
    let moves = moves(facts, command, at.occurred_on);
    let follows = |(part, due): &(&Hanging, Due)| {
        let command = AllocationCommand::MoveDue { due: due.clone(), told_elsewhere: true };
        FollowOn::new(Some(part.id), Command::Allocation(command))
    };
    decision.then = moves.iter().map(follows).collect();
    decision.tell = told(facts, &moves, row.row.tell);
    letter(facts, command, &mut decision);
    Ok(Some(decision))
}

/// Who is told, once, with everything that moves for them. Without a command what moves is not known yet.
pub fn telling(
    facts: &MeetingFacts,
    command: Option<&MeetingCommand>,
    on: NaiveDate,
    audiences: &[Audience],
) -> Vec<Telling> {
    let moves = command.map(|command| moves(facts, command, on)).unwrap_or_default();
    told(facts, &moves, audiences)
}

fn told(facts: &MeetingFacts, moves: &[(&Hanging, Due)], audiences: &[Audience]) -> Vec<Telling> {
    if !audiences.contains(&Audience::Serving) {
        return Vec::new();
    }
    let serving = facts.officers.iter().map(Recipient::officer);
    let having = moves.iter().filter_map(|(part, due)| {
        let officer = facts.officers.iter().find(|officer| officer.person == part.assignee)?;
        let reason = said!(
            "reason-due-moves",
            statement = part.statement.clone(),
            body = part.body.clone(),
            before = part.due.on,
            due = due.on
        );
        Some(Recipient::person(officer.person, &officer.name, &officer.address, reason))
    });
    let recipients = serving.chain(having).collect();
    merged(vec![Telling { notice: Notice::MeetingMoved, recipients }])
}

fn letter(facts: &MeetingFacts, command: &MeetingCommand, decision: &mut Decision) {
    let after = match command {
        MeetingCommand::Reschedule(held) => held,
        MeetingCommand::Record(_) | MeetingCommand::Cancel | MeetingCommand::TakeBack => &facts.held,
    };
    let said = &mut decision.letter;
    said.insert("title".into(), Value::from(facts.title.clone()));
    said.insert("meeting".into(), json!({"before": facts.held, "after": after}));
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<Act> {
    Named::from_name(name)
}
