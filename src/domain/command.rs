//! Everything that can be asked of the door, typed: what a page, the API, the command line or a job wants done to
//! one subject.

mod approval;
mod forwarding;
mod note;
mod records;
mod statement;

pub use self::statement::{
    Extent, Heading, PastStatement, Receipt, RecordedStatement, Reminder, Retraction, Sending, StatementCommand,
};
pub use approval::Approval;
pub use forwarding::Forwarding;
pub use note::NoteCommand;
pub use records::{MeetingCommand, RecordCommand, TemplateCommand};

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendar::Due;
use super::content::Addressee;
use super::procedure::{allocation, destination, registration};
use super::reference::Purpose;
use crate::domain::named::Named;
use crate::named;

named! {
    /// The subjects that have a procedure, and what their handles begin with.
    pub enum Kind {
        Statement = "statement",
        Destination = "destination",
        Registration = "registration",
        Allocation = "allocation",
        Body = "body",
        Person = "person",
        Appointment = "appointment",
        Note = "note",
        Meeting = "meeting",
        WorkItem = "work_item",
    }
}

impl Kind {
    /// The letters before the hyphen of a handle.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::Statement => "LS",
            Kind::Destination => "TO",
            Kind::Registration => "IN",
            Kind::Allocation => "AL",
            Kind::Body => "BO",
            Kind::Person => "PE",
            Kind::Appointment => "AP",
            Kind::Note => "NO",
            Kind::Meeting => "ME",
            Kind::WorkItem => "WI",
        }
    }

    /// The procedure whose words say what is done to it: plain records share one.
    pub fn procedure(self) -> &'static str {
        match self {
            Kind::Statement
            | Kind::Destination
            | Kind::Registration
            | Kind::Allocation
            | Kind::Note
            | Kind::Meeting => self.name(),
            Kind::Body | Kind::Person | Kind::Appointment | Kind::WorkItem => "record",
        }
    }

    /// The kind that a handle belongs to.
    pub fn of_handle(handle: &str) -> Option<Kind> {
        let (prefix, digits) = handle.split_once('-')?;
        let fits = !digits.is_empty() && digits.len() < 19 && digits.bytes().all(|b| b.is_ascii_digit());
        Kind::ALL.iter().copied().find(|kind| fits && kind.prefix() == prefix)
    }
}

/// One thing to be done to one subject.
#[derive(Clone, Debug)]
pub enum Command {
    Statement(StatementCommand),
    Destination(DestinationCommand),
    Registration(RegistrationCommand),
    Allocation(AllocationCommand),
    Note(NoteCommand),
    Meeting(MeetingCommand),
    Record(RecordCommand),
}

impl Command {
    /// The kind of subject it changes.
    pub fn kind(&self) -> Kind {
        match self {
            Command::Statement(_) => Kind::Statement,
            Command::Destination(_) => Kind::Destination,
            Command::Registration(_) => Kind::Registration,
            Command::Allocation(_) => Kind::Allocation,
            Command::Note(_) => Kind::Note,
            Command::Meeting(_) => Kind::Meeting,
            Command::Record(RecordCommand::Record(record)) => record.kind(),
            Command::Record(RecordCommand::End { kind, .. } | RecordCommand::TakeBack { kind }) => *kind,
            Command::Record(RecordCommand::CorrectPerson(_)) => Kind::Person,
            Command::Record(
                RecordCommand::AddAddress(_)
                | RecordCommand::CorrectBody(_)
                | RecordCommand::EndAddress { .. }
                | RecordCommand::CorrectAddress { .. }
                | RecordCommand::MergeInto { .. }
                | RecordCommand::Absorb { .. }
                | RecordCommand::ReserveNumber { .. }
                | RecordCommand::ReleaseNumber { .. }
                | RecordCommand::VoidNumber { .. }
                | RecordCommand::Template(_),
            ) => Kind::Body,
        }
    }
}

impl Command {
    /// Writes down what was before: it may be of any day (PR-6).
    pub fn records(&self) -> bool {
        matches!(
            self,
            Command::Record(_)
                | Command::Meeting(MeetingCommand::Record(_))
                | Command::Statement(StatementCommand::Record(_) | StatementCommand::RecordOwn(_))
        )
    }

    /// Happens on the other side as a consequence: why we did what led to it stays with us.
    pub fn crosses(&self) -> bool {
        matches!(
            self,
            Command::Registration(RegistrationCommand::Receive { .. })
                | Command::Destination(DestinationCommand::Answer { .. })
                | Command::Allocation(AllocationCommand::MoveDue { .. })
        )
    }

    /// Brings a sum up to date: its parts have days of their own, which need not come in order.
    pub fn sums_up(&self) -> bool {
        matches!(
            self,
            Command::Statement(StatementCommand::Settle | StatementCommand::CloseAgain { .. })
                | Command::Registration(RegistrationCommand::Settle)
        )
    }
}

#[derive(Clone, Debug)]
pub enum DestinationCommand {
    Plan {
        statement: Uuid,
        position: i16,
        to: Addressee,
    },
    Change {
        position: i16,
        to: Addressee,
    },
    Drop,
    Deliver,
    /// Links a reply to this addressee; again under another extent corrects the link (PR-9).
    Answer {
        reply: Uuid,
        extent: Extent,
        expected_on: Option<NaiveDate>,
    },
    Unlink {
        reply: Uuid,
    },
    GiveUp,
    /// Of a statement that is written down after it happened: where the addressee stands then.
    Record {
        statement: Uuid,
        position: i16,
        to: Addressee,
        state: destination::State,
    },
    /// What was asked of it, by when, or who it is was written wrongly; the sent text stays (PR-7).
    Correct(Correction),
    /// Takes back what followed here from the newest act on that statement; none, the newest correction here.
    TakeBack {
        of: Option<Uuid>,
    },
}

/// An addressee as it should have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub purpose: Purpose,
    /// Whole day in the sender's zone.
    pub deadline: Option<NaiveDate>,
    /// The body that the words as printed mean; none leaves it as it is.
    pub body: Option<Uuid>,
}

impl DestinationCommand {
    pub fn act(&self) -> destination::Act {
        use destination::Act as A;
        match self {
            DestinationCommand::Plan { .. } => A::Plan,
            DestinationCommand::Change { .. } => A::Change,
            DestinationCommand::Drop => A::Drop,
            DestinationCommand::Deliver => A::Deliver,
            DestinationCommand::Answer { .. } => A::Answer,
            DestinationCommand::Unlink { .. } => A::Unlink,
            DestinationCommand::GiveUp => A::GiveUp,
            DestinationCommand::Record { .. } => A::Record,
            DestinationCommand::Correct(_) => A::Correct,
            DestinationCommand::TakeBack { .. } => A::TakeBack,
        }
    }
}

#[derive(Clone, Debug)]
pub enum RegistrationCommand {
    Receive {
        statement: Uuid,
        receipt: Receipt,
    },
    /// The scheme is a TD for ITU-T groups and an N-document for committees; a contribution is refused (scenario 18).
    Register {
        as_contribution: bool,
        number: Option<String>,
    },
    Reject,
    Reopen,
    MakeAvailable {
        agreed_by: String,
    },
    Allocate(Vec<AllocationWanted>),
    NoteWithoutDiscussion,
    /// To another body, which it is the business of (PR-13).
    Forward(Forwarding),
    Settle,
    Close,
    Void,
    /// When or how it came, its number here or the note were written wrongly (PR-7).
    Correct(ReceiptCorrection),
    TakeBack,
}

/// A receipt as it should have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptCorrection {
    pub received_on: NaiveDate,
    pub channel: String,
    /// None leaves the number as it is.
    pub number: Option<String>,
    pub note: String,
}

/// One allocation as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationWanted {
    pub body: Uuid,
    pub assignee: Uuid,
    pub purpose: Purpose,
    pub lead: bool,
    /// None takes the rule's date.
    pub due: Option<NaiveDate>,
    pub note: String,
}

impl RegistrationCommand {
    pub fn act(&self) -> registration::Act {
        use registration::Act as A;
        match self {
            RegistrationCommand::Receive { receipt, .. } if receipt.past.is_some() => A::Record,
            RegistrationCommand::Receive { .. } => A::Receive,
            RegistrationCommand::Register { .. } => A::Register,
            RegistrationCommand::Reject => A::Reject,
            RegistrationCommand::Reopen => A::Reopen,
            RegistrationCommand::MakeAvailable { .. } => A::MakeAvailable,
            RegistrationCommand::Allocate(_) => A::Allocate,
            RegistrationCommand::NoteWithoutDiscussion => A::NoteWithoutDiscussion,
            RegistrationCommand::Forward(_) => A::Forward,
            RegistrationCommand::Settle => A::Settle,
            RegistrationCommand::Close => A::Close,
            RegistrationCommand::Void => A::Void,
            RegistrationCommand::Correct(_) => A::Correct,
            RegistrationCommand::TakeBack => A::TakeBack,
        }
    }
}

#[derive(Clone, Debug)]
pub enum AllocationCommand {
    Assign {
        registration: Uuid,
        wanted: AllocationWanted,
        due: Due,
    },
    Reassign {
        assignee: Uuid,
        due: Option<NaiveDate>,
    },
    Redirect {
        body: Uuid,
        assignee: Uuid,
    },
    /// Follows from passing the whole statement on to another body.
    Forward,
    /// The day that its rule started from has moved: a sender's deadline, a meeting.
    MoveDue {
        due: Due,
        /// Whoever has it is told in another letter of the same change, once for all that is theirs (PR-19).
        told_elsewhere: bool,
    },
    Consider {
        meeting: String,
    },
    Note {
        no_reply_needed: bool,
    },
    PrepareReply {
        reply: Uuid,
    },
    AbandonReply,
    Reply {
        reply: Uuid,
    },
    TakeAction {
        action: String,
    },
    Defer,
    TakeBack,
}

impl AllocationCommand {
    pub fn act(&self) -> allocation::Act {
        use allocation::Act as A;
        match self {
            AllocationCommand::Assign { .. } => A::Assign,
            AllocationCommand::Reassign { .. } => A::Reassign,
            AllocationCommand::Redirect { .. } => A::Redirect,
            AllocationCommand::Forward => A::Forward,
            AllocationCommand::MoveDue { .. } => A::MoveDue,
            AllocationCommand::Consider { .. } => A::Consider,
            AllocationCommand::Note { .. } => A::Note,
            AllocationCommand::PrepareReply { .. } => A::PrepareReply,
            AllocationCommand::AbandonReply => A::AbandonReply,
            AllocationCommand::Reply { .. } => A::Reply,
            AllocationCommand::TakeAction { .. } => A::TakeAction,
            AllocationCommand::Defer => A::Defer,
            AllocationCommand::TakeBack => A::TakeBack,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_tells_its_kind() {
        assert_eq!(Kind::of_handle("LS-1042"), Some(Kind::Statement));
        assert_eq!(Kind::of_handle("IN-7"), Some(Kind::Registration));
        for wrong in ["LS-", "LS", "XX-1", "LS-1a", "ls-1", "LS-99999999999999999999", "LS-１"] {
            assert_eq!(Kind::of_handle(wrong), None, "{wrong}");
        }
    }
}
