//! Bodies, people, appointments and work items, as plain records.

mod authority;
mod correct;
mod ending;
mod guards;
mod merge;
mod numbers;
mod templates;

pub use authority::Above;
pub use correct::{Around, BodyCorrection, Mended, PersonCorrection};
pub use ending::{Ended, Term};
pub use guards::{hindered, may};
pub use merge::Merging;
pub use numbers::Numbering;
pub use templates::{Keeping, TemplateRow};

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::command::{
    AllocationCommand, Command, DestinationCommand, Kind, RecordCommand, RegistrationCommand, StatementCommand,
};
use super::decision::{Change, Circumstances, Decision, RecordChange};
use super::named::Named;
use super::people::Role;
use super::procedure::engine::{Heard, Refusal};
use super::procedure::record::{PROCEDURE, State};
use super::reference::{AddressKind, BodyKind, Side};
use guards::RecordCase;

/// What is written down.
#[derive(Clone, Debug)]
pub enum Recorded {
    Body(BodyRecord),
    Person(PersonRecord),
    Appointment(AppointmentRecord),
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
            Recorded::WorkItem(_) => Kind::WorkItem,
        }
    }

    fn name(&self) -> String {
        match self {
            Recorded::Body(body) => body.short_name.clone(),
            Recorded::Person(person) => person.name.clone(),
            Recorded::Appointment(appointment) => appointment.role.name().to_owned(),
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
    /// The same for the address book of a joint body, which opens no tree: each of its parents counts.
    pub book: Option<Vec<Uuid>>,
    /// Its first and last day; a person begins where they were written down.
    pub begins: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    /// Appointments in force of a person or in a body.
    pub appointments: Vec<Term>,
    /// The end that stands, where it has ended.
    pub ended: Option<Ended>,
    /// The only administrator in force.
    pub last_administrator: bool,
    /// Another body has the name of a body that ended.
    pub name_taken: bool,
    /// The person and the body of an appointment are in force.
    pub parties_in_force: bool,
    /// A body written down from a statement, to be completed (PR-16).
    pub provisional: bool,
    /// A body that is kept here and decides: what it and those under it send and receive is numbered in its name, and
    /// templates of replies are its own.
    pub numbers_here: bool,
    /// What the command to be judged names.
    pub around: Around,
}

impl RecordFacts {
    /// What is not written down yet, under somebody's authority.
    pub fn unborn(kind: Kind, authority: Option<Vec<Uuid>>) -> RecordFacts {
        RecordFacts {
            id: Uuid::nil(),
            kind,
            version: 0,
            state: None,
            book: authority.clone(),
            authority,
            begins: None,
            ends: None,
            appointments: Vec::new(),
            ended: None,
            last_administrator: false,
            name_taken: false,
            parties_in_force: true,
            provisional: false,
            numbers_here: false,
            around: Around::default(),
        }
    }
}

/// An address that a letter can be sent to: `local@domain` and nothing else, within the lengths of RFC 5321, 4.5.3.1, and in
/// ASCII, since our post does not speak SMTPUTF8.
pub fn is_address(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let whole = |part: &str| part.split('.').all(|label| !label.is_empty()) && part.chars().all(fits);
    let parts = text.split_once('@').filter(|(local, _)| local.len() <= 64 && text.len() <= 254);
    parts.is_some_and(|(local, domain)| whole(local) && whole(domain))
}

/// A body's name is told from others by its letters and digits.
pub fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Decides one command on one record.
pub fn decide(
    facts: &RecordFacts,
    at: Circumstances<'_>,
    command: &RecordCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let case = RecordCase { facts, act: command.act(), command: Some(command), at };
    let passed = PROCEDURE.judge(&case, command.act(), at.reason, Heard::All)?;
    let unchanged =
        RecordChange { state: State::Recorded.name(), record: None, valid_to: None, address: None, mended: None };
    let by = |state: State, change: RecordChange| {
        let change = Change::Record(RecordChange { state: state.name(), ..change });
        Decision::by(&passed, facts.state, state, change)
    };
    Ok(Some(match command {
        RecordCommand::Record(record) => {
            let born = RecordChange { record: Some((**record).clone()), ..unchanged };
            let mut decision = by(State::Recorded, born);
            decision.changed("name", Value::Null, record.name());
            decision
        }
        RecordCommand::End { on, .. } => {
            let end = facts.end(*on, at.today)?;
            let mut decision = by(State::Ended, RecordChange { valid_to: Some(Some(end)), ..unchanged });
            facts.ending(&mut decision, end, at.today);
            decision
        }
        RecordCommand::TakeBack { .. } => {
            let before = facts.ended.as_ref().and_then(|ended| ended.valid_to_before);
            let mut decision = by(State::Recorded, RecordChange { valid_to: Some(before), ..unchanged });
            facts.taking_back(&mut decision);
            decision
        }
        RecordCommand::AddAddress(entry) => {
            let mut decision = by(State::Recorded, RecordChange { address: Some((**entry).clone()), ..unchanged });
            entry_told(&mut decision, entry);
            decision
        }
        RecordCommand::CorrectBody(_)
        | RecordCommand::CorrectPerson(_)
        | RecordCommand::EndAddress { .. }
        | RecordCommand::CorrectAddress { .. }
        | RecordCommand::MergeInto { .. }
        | RecordCommand::Absorb { .. }
        | RecordCommand::ReserveNumber { .. }
        | RecordCommand::ReleaseNumber { .. }
        | RecordCommand::VoidNumber { .. }
        | RecordCommand::Template(_) => {
            let merges = matches!(command, RecordCommand::MergeInto { .. });
            let mended = correct::mended(facts, command, at.reason)?;
            let state = if merges { State::Merged } else { State::Recorded };
            let mut decision = by(state, RecordChange { mended, ..unchanged });
            correct::tell(&mut decision, facts, command);
            // Why stays with what was done.
            if let Some(reason) = at.reason {
                decision.brings("reason", reason);
            }
            decision
        }
    }))
}

fn entry_told(decision: &mut Decision, entry: &AddressRecord) {
    decision.brings("address_kind", entry.kind.name());
    decision.brings("address_name", entry.name.clone());
    decision.brings("address", entry.address.clone());
    decision.brings("valid_from", entry.from.to_string());
    decision.brings("valid_to", json!(entry.to));
}

/// The command that undoes what a follow-on did to a subject of that kind (PR-7).
pub fn take_back(kind: Kind, of: Uuid) -> Option<Command> {
    match kind {
        Kind::Destination => Some(Command::Destination(DestinationCommand::TakeBack { of: Some(of) })),
        Kind::Registration => Some(Command::Registration(RegistrationCommand::Void)),
        Kind::Allocation => Some(Command::Allocation(AllocationCommand::TakeBack)),
        // A draft that took over what another was written for.
        Kind::Statement => Some(Command::Statement(StatementCommand::GiveBack { to: of })),
        Kind::Body | Kind::Person | Kind::Appointment | Kind::Note | Kind::Meeting | Kind::WorkItem => None,
    }
}
