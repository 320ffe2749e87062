//! What can be asked of a meeting and of a plain record.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Kind;
use crate::domain::meeting::{Held, MeetingRecord};
use crate::domain::numbering::Series;
use crate::domain::procedure::{meeting, record};
use crate::domain::record::{AddressRecord, BodyCorrection, PersonCorrection, Recorded};
use crate::domain::template::Template;

#[derive(Clone, Debug)]
pub enum MeetingCommand {
    Record(Box<MeetingRecord>),
    /// On other days or at another place (PR-19).
    Reschedule(Held),
    Cancel,
    /// It was not cancelled, or is held after all.
    TakeBack,
}

impl MeetingCommand {
    pub fn act(&self) -> meeting::Act {
        match self {
            MeetingCommand::Record(_) => meeting::Act::Record,
            MeetingCommand::Reschedule(_) => meeting::Act::Reschedule,
            MeetingCommand::Cancel => meeting::Act::Cancel,
            MeetingCommand::TakeBack => meeting::Act::TakeBack,
        }
    }
}

#[derive(Clone, Debug)]
pub enum RecordCommand {
    Record(Box<Recorded>),
    End {
        kind: Kind,
        on: NaiveDate,
    },
    /// Of a body.
    AddAddress(Box<AddressRecord>),
    /// The end was a mistake (PR-7).
    TakeBack {
        kind: Kind,
    },
    CorrectBody(Box<BodyCorrection>),
    CorrectPerson(Box<PersonCorrection>),
    /// One entry of a body's address book: its last day.
    EndAddress {
        entry: Uuid,
        on: NaiveDate,
    },
    CorrectAddress {
        entry: Uuid,
        to: Box<AddressRecord>,
    },
    /// A provisional body is that one: all that names it names the other.
    MergeInto {
        into: Uuid,
    },
    /// What the other of the two is told of it.
    Absorb {
        from: Uuid,
        name: String,
    },
    /// A number of the body's for something to come; none typed takes the next of the series.
    ReserveNumber {
        of: Series,
        number: Option<String>,
        reserved_for: String,
    },
    /// Nobody needs it after all: free again, and a gap until somebody has it.
    ReleaseNumber {
        of: Series,
        number: String,
    },
    /// Nobody is ever to have it.
    VoidNumber {
        of: Series,
        number: String,
    },
    /// A template of replies that the body keeps.
    Template(TemplateCommand),
}

/// What is done to the templates of a body.
#[derive(Clone, Debug)]
pub enum TemplateCommand {
    Add(Box<Template>),
    Correct {
        template: Uuid,
        to: Box<Template>,
    },
    /// Nobody chooses it any more.
    End {
        template: Uuid,
    },
    /// Its end was a mistake (PR-7).
    PutBack {
        template: Uuid,
    },
}

impl TemplateCommand {
    fn act(&self) -> record::Act {
        match self {
            TemplateCommand::Add(_) => record::Act::AddTemplate,
            TemplateCommand::Correct { .. } => record::Act::CorrectTemplate,
            TemplateCommand::End { .. } => record::Act::EndTemplate,
            TemplateCommand::PutBack { .. } => record::Act::PutBackTemplate,
        }
    }

    /// The one that it names; none that is there yet, where one is added.
    pub fn of(&self) -> Option<Uuid> {
        match self {
            TemplateCommand::Add(_) => None,
            TemplateCommand::Correct { template, .. }
            | TemplateCommand::End { template }
            | TemplateCommand::PutBack { template } => Some(*template),
        }
    }
}

impl RecordCommand {
    pub fn act(&self) -> record::Act {
        match self {
            RecordCommand::Record(_) => record::Act::Record,
            RecordCommand::End { .. } => record::Act::End,
            RecordCommand::AddAddress(_) => record::Act::AddAddress,
            RecordCommand::TakeBack { .. } => record::Act::TakeBack,
            RecordCommand::CorrectBody(_) | RecordCommand::CorrectPerson(_) => record::Act::Correct,
            RecordCommand::EndAddress { .. } => record::Act::EndAddress,
            RecordCommand::CorrectAddress { .. } => record::Act::CorrectAddress,
            RecordCommand::MergeInto { .. } => record::Act::MergeInto,
            RecordCommand::Absorb { .. } => record::Act::Absorb,
            RecordCommand::ReserveNumber { .. } => record::Act::ReserveNumber,
            RecordCommand::ReleaseNumber { .. } => record::Act::ReleaseNumber,
            RecordCommand::VoidNumber { .. } => record::Act::VoidNumber,
            RecordCommand::Template(command) => command.act(),
        }
    }
}
