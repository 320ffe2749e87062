//! Bodies, people, appointments, meetings and work items, as plain records.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::clause::practice;
use super::command::{AllocationCommand, Command, DestinationCommand, Kind, RecordCommand, RegistrationCommand};
use super::decision::{Change, Circumstances, Decision, RecordChange};
use super::named::Named;
use super::people::{Actor, Role};
use super::procedure::engine::{Case, Heard, Refusal, Rests, Severity, Who};
use super::procedure::record::{Act, Guard, PROCEDURE, State};
use super::reference::{AddressKind, BodyKind, MeetingKind, Side};
use super::said::Said;
use crate::said;

/// What is written down.
#[derive(Clone, Debug)]
pub enum Recorded {
    Body(BodyRecord),
    Person(PersonRecord),
    Appointment(AppointmentRecord),
    Meeting(MeetingRecord),
    WorkItem(WorkItemRecord),
}

#[derive(Clone, Debug)]
pub struct BodyRecord {
    pub kind: BodyKind,
    pub short_name: String,
    pub title: String,
    pub side: Side,
    pub zone: String,
    pub kept_here: bool,
    pub parents: Vec<Uuid>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub study_period: Option<String>,
    pub go_live: Option<NaiveDate>,
    /// What each is for, name and address; valid as long as the body.
    pub addresses: Vec<(AddressKind, String, String)>,
    /// Series of numbers given here: scheme, form with `{n}`, next.
    pub series: Vec<(String, String, i64)>,
}

/// One dated entry of the address book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRecord {
    pub kind: AddressKind,
    pub name: String,
    pub address: String,
    pub from: NaiveDate,
    /// The last day on which it is used.
    pub to: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct PersonRecord {
    pub name: String,
    pub email: String,
    pub organisation: String,
    pub country: String,
    pub tel: String,
    pub administrator: bool,
}

#[derive(Clone, Debug)]
pub struct AppointmentRecord {
    pub person: Uuid,
    pub role: Role,
    pub body: Uuid,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    /// The appointing decision (G-PER-01).
    pub decision: String,
}

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

#[derive(Clone, Debug)]
pub struct WorkItemRecord {
    pub body: Uuid,
    pub name: String,
    pub title: String,
    pub status: String,
}

impl Recorded {
    pub fn kind(&self) -> Kind {
        match self {
            Recorded::Body(_) => Kind::Body,
            Recorded::Person(_) => Kind::Person,
            Recorded::Appointment(_) => Kind::Appointment,
            Recorded::Meeting(_) => Kind::Meeting,
            Recorded::WorkItem(_) => Kind::WorkItem,
        }
    }

    fn name(&self) -> String {
        match self {
            Recorded::Body(body) => body.short_name.clone(),
            Recorded::Person(person) => person.name.clone(),
            Recorded::Appointment(appointment) => appointment.role.name().to_owned(),
            Recorded::Meeting(meeting) => meeting.title.clone(),
            Recorded::WorkItem(item) => item.name.clone(),
        }
    }
}

/// All that decisions about one record rest on.
#[derive(Clone, Debug)]
pub struct RecordFacts {
    pub id: Uuid,
    pub kind: Kind,
    pub version: i32,
    pub state: Option<State>,
    /// In which bodies a role counts: for a body that is kept here, and whoever serves in it, itself and what decides for
    /// it; nowhere where only an administrator may. None: the record is every secretariat's, as the address book of a body
    /// that is not here (PR-16).
    pub authority: Option<Vec<Uuid>>,
    /// Appointments that end with it.
    pub appointments: Vec<Uuid>,
}

impl RecordFacts {
    /// What is not written down yet, under somebody's authority.
    pub fn unborn(kind: Kind, authority: Option<Vec<Uuid>>) -> RecordFacts {
        RecordFacts { id: Uuid::nil(), kind, version: 0, state: None, authority, appointments: Vec::new() }
    }
}

struct RecordCase<'a> {
    facts: &'a RecordFacts,
    at: Circumstances<'a>,
}

impl Case<State, Guard> for RecordCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }
    fn is(&self, who: Who) -> bool {
        match (who, self.at.actor) {
            (Who::Role(role), Actor::Person { appointments, .. }) => {
                let counts = |body| self.facts.authority.as_ref().is_none_or(|bodies| bodies.contains(body));
                appointments.iter().any(|a| a.role == role && a.held_on(self.at.occurred_on) && counts(&a.body))
            }
            (Who::Administrator, Actor::Person { administrator, .. }) => *administrator,
            (Who::Importer, Actor::Importer) | (Who::System, Actor::System) => true,
            (
                Who::Role(_)
                | Who::Author
                | Who::Doer
                | Who::Assignee
                | Who::Administrator
                | Who::System
                | Who::Importer,
                _,
            ) => false,
        }
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
        None
    }
}

/// Whether this actor may do the act to the record as it stands.
pub fn may(facts: &RecordFacts, actor: &Actor, act: Act, on: NaiveDate) -> bool {
    let at = Circumstances { actor, occurred_on: on, today: on, reason: None };
    PROCEDURE.judge(&RecordCase { facts, at }, act, None, Heard::Facts).is_ok()
}

/// Decides one command on one record.
pub fn decide(
    facts: &RecordFacts,
    at: Circumstances<'_>,
    command: &RecordCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let passed = PROCEDURE.judge(&RecordCase { facts, at }, command.act(), at.reason, Heard::All)?;
    if let RecordCommand::End { on, .. } = command
        && *on > at.today
    {
        return Err(vec![ends_later(*on)]);
    }
    let unchanged = RecordChange { state: State::Recorded.name(), record: None, ended_on: None, address: None };
    let (state, change) = match command {
        RecordCommand::Record(record) => {
            (State::Recorded, RecordChange { record: Some((**record).clone()), ..unchanged })
        }
        RecordCommand::End { on, .. } => {
            (State::Ended, RecordChange { state: State::Ended.name(), ended_on: Some(*on), ..unchanged })
        }
        RecordCommand::AddAddress(entry) => {
            (State::Recorded, RecordChange { address: Some((**entry).clone()), ..unchanged })
        }
    };
    let mut decision = Decision::by(&passed, facts.state, state, Change::Record(change));
    match command {
        RecordCommand::Record(record) => decision.changed("name", Value::Null, record.name()),
        RecordCommand::End { on, .. } => {
            decision.changed("valid_to", Value::Null, json!(on));
            for appointment in &facts.appointments {
                let end = RecordCommand::End { kind: Kind::Appointment, on: *on };
                decision.then(Some(*appointment), Command::Record(end));
            }
        }
        RecordCommand::AddAddress(entry) => {
            decision.brings("address_kind", entry.kind.name());
            decision.brings("address_name", entry.name.clone());
            decision.brings("address", entry.address.clone());
            decision.brings("valid_from", entry.from.to_string());
            decision.brings("valid_to", json!(entry.to));
        }
    }
    Ok(Some(decision))
}

/// An end is of today or before: until then it is in force.
fn ends_later(on: NaiveDate) -> Refusal {
    Refusal {
        code: "in-the-future".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-in-the-future", on = on),
        clause: Some(practice("PR-5")),
        who: Vec::new(),
        field: Some("ended_on".to_owned()),
    }
}

/// The command that undoes what a follow-on did to a subject of that kind (PR-7).
pub fn take_back(kind: Kind, of: Uuid) -> Option<Command> {
    match kind {
        Kind::Destination => Some(Command::Destination(DestinationCommand::TakeBack { of: Some(of) })),
        Kind::Registration => Some(Command::Registration(RegistrationCommand::Void)),
        Kind::Allocation => Some(Command::Allocation(AllocationCommand::TakeBack)),
        Kind::Statement | Kind::Body | Kind::Person | Kind::Appointment | Kind::Meeting | Kind::WorkItem => None,
    }
}
