//! What can be asked of a statement.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Approval;
use crate::domain::content::Content;
use crate::domain::procedure::registration;
use crate::domain::procedure::statement::{self, State};
use crate::domain::statement::Level;
use crate::named;

/// How a statement leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// As typed; none takes the next number of the series.
    pub number: Option<String>,
    /// For destinations without an address: how it was sent (PR-16).
    pub how_sent: String,
}

/// What every recipient of a statement that was sent in error is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retraction {
    pub text: String,
    /// For destinations without an address: how it was sent (PR-16).
    pub how_sent: String,
}

/// What those who have not answered are told (PR-12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reminder {
    pub text: String,
    /// For those of them without an address: how they were reminded (PR-16).
    pub how_sent: String,
}

/// Another body's statement as it came in.
#[derive(Clone, Debug, Default)]
pub struct RecordedStatement {
    pub source: Uuid,
    pub title: String,
    pub content: Content,
    pub questions: Vec<String>,
    pub keywords: String,
    pub approval: String,
    pub issued_on: Option<NaiveDate>,
    /// Its numbers as printed.
    pub numbers: Vec<String>,
    /// The statement of ours that it answers.
    pub answers: Option<Uuid>,
    /// How much of it.
    pub extent: Extent,
    /// The day by which an interim reply promises the rest.
    pub expected_on: Option<NaiveDate>,
    /// The body here that received it, and how.
    pub receipt: Option<Receipt>,
    /// The statement of the same sender that it corrects (PR-9).
    pub corrects: Option<Uuid>,
}

/// A statement of our own as it was before it was written down here (PR-6).
#[derive(Clone, Debug)]
pub struct PastStatement {
    pub owner: Uuid,
    /// The state it had; what follows from its addressees follows from them.
    pub state: State,
    pub questions: Vec<String>,
    pub content: Content,
    /// At which level it was decided to send it, as far as it is known.
    pub level: Option<Level>,
    pub approval: Approval,
    pub decided_on: Option<NaiveDate>,
    pub issued_on: Option<NaiveDate>,
    /// As it was printed.
    pub number: Option<String>,
    pub how_sent: String,
    /// The statement that it answers; it is linked, and nothing follows there.
    pub answers: Option<Uuid>,
    pub extent: Extent,
    /// The statement of ours that it corrects (PR-9).
    pub corrects: Option<Uuid>,
}

/// What stands on another body's statement, as it should have been written down (PR-7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    pub source: Uuid,
    pub title: String,
    /// Its numbers as printed.
    pub numbers: Vec<String>,
    pub issued_on: Option<NaiveDate>,
    pub questions: Vec<String>,
}

/// The receipt of a statement by a body kept here.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub body: Uuid,
    pub received_on: NaiveDate,
    pub channel: String,
    /// Registers it in the same transaction, under this number or the next of the series.
    pub register: Option<Option<String>>,
    /// What had come of it when it was written down: it enters in that state, and nobody is told (PR-6).
    pub past: Option<registration::State>,
}

#[derive(Clone, Debug)]
pub enum StatementCommand {
    Draft {
        owner: Uuid,
        questions: Vec<String>,
        content: Content,
        /// The allocations here that it answers.
        answers: Vec<Uuid>,
        extent: Extent,
        /// The statement of ours that it corrects (PR-9).
        corrects: Option<Uuid>,
    },
    Record(Box<RecordedStatement>),
    RecordOwn(Box<PastStatement>),
    /// Of what another body issued: who, what, when and under which numbers was written down wrongly (PR-7).
    Correct(Heading),
    /// The Questions under which a statement of ours is filed.
    CorrectQuestions(Vec<String>),
    Edit(Content),
    Submit,
    Return,
    AgreeAtRapporteurMeeting(Approval),
    ApproveAtWp(Approval),
    ApproveAtSg(Approval),
    ApproveByCorrespondence(Approval),
    RecommendInWg(Approval),
    ApproveByResolution(Approval),
    ApproveByBallot(Approval),
    ApproveBetweenMeetings(Approval),
    ApproveAtOwnLevel(Approval),
    /// New text in the same act; the approval binds to it (PR-8). Its destinations stay.
    ApproveAsAmended {
        level: Level,
        approval: Approval,
        text: Box<Content>,
    },
    /// New words before sending; the approval binds to them (PR-8). Its destinations stay.
    CorrectEditorially(Box<Content>),
    Postpone,
    Resume,
    Send(Sending),
    /// Sent already, outside this program (PR-6): no letter leaves.
    RecordSent(Sending),
    Settle,
    /// Brings the sum up to date where the correction that had opened it again is taken back: closed as it was, with the
    /// day on record by which a reply had been awaited.
    CloseAgain {
        reply_due: Option<NaiveDate>,
    },
    Close {
        follow_up: String,
    },
    Remind(Reminder),
    CloseWithoutReply,
    /// It left by mistake: what is awaited is awaited no more, and a retraction is prepared (PR-7).
    MarkSentInError,
    Retract(Retraction),
    Withdraw,
    /// This other draft does its work from now on (PR-13).
    MergeInto(Uuid),
    /// What that draft was written for is answered here.
    TakeOver {
        from: Uuid,
    },
    /// It goes its own way again.
    GiveBack {
        to: Uuid,
    },
    TakeBack,
}

named! {
    /// How much of a statement a reply answers, the fullest first (PR-9).
    #[derive(Default)]
    pub enum Extent {
        #[default]
        Full = "full",
        Part = "part",
        Interim = "interim",
        Related = "related",
    }
}

impl Extent {
    /// Nothing is left to answer: an interim reply says that more comes, a related one answers nothing (PR-9).
    pub fn answers(self) -> bool {
        match self {
            Extent::Full | Extent::Part => true,
            Extent::Interim | Extent::Related => false,
        }
    }
}

impl StatementCommand {
    /// The text that the command brings along.
    pub fn text(&self) -> Option<&Content> {
        match self {
            StatementCommand::Draft { content, .. } | StatementCommand::Edit(content) => Some(content),
            StatementCommand::ApproveAsAmended { text, .. } | StatementCommand::CorrectEditorially(text) => Some(text),
            StatementCommand::Record(recorded) => Some(&recorded.content),
            StatementCommand::RecordOwn(past) => Some(&past.content),
            StatementCommand::Correct(_)
            | StatementCommand::CorrectQuestions(_)
            | StatementCommand::Submit
            | StatementCommand::Return
            | StatementCommand::AgreeAtRapporteurMeeting(_)
            | StatementCommand::ApproveAtWp(_)
            | StatementCommand::ApproveAtSg(_)
            | StatementCommand::ApproveByCorrespondence(_)
            | StatementCommand::RecommendInWg(_)
            | StatementCommand::ApproveByResolution(_)
            | StatementCommand::ApproveByBallot(_)
            | StatementCommand::ApproveBetweenMeetings(_)
            | StatementCommand::ApproveAtOwnLevel(_)
            | StatementCommand::Postpone
            | StatementCommand::Resume
            | StatementCommand::Send(_)
            | StatementCommand::RecordSent(_)
            | StatementCommand::Settle
            | StatementCommand::CloseAgain { .. }
            | StatementCommand::Close { .. }
            | StatementCommand::Remind(_)
            | StatementCommand::CloseWithoutReply
            | StatementCommand::MarkSentInError
            | StatementCommand::Retract(_)
            | StatementCommand::Withdraw
            | StatementCommand::MergeInto(_)
            | StatementCommand::TakeOver { .. }
            | StatementCommand::GiveBack { .. }
            | StatementCommand::TakeBack => None,
        }
    }

    pub fn act(&self) -> statement::Act {
        use statement::Act as A;
        match self {
            StatementCommand::Draft { .. } => A::Draft,
            StatementCommand::Record(_) => A::Record,
            StatementCommand::RecordOwn(_) => A::RecordOwn,
            StatementCommand::Edit(_) => A::Edit,
            StatementCommand::Submit => A::Submit,
            StatementCommand::Return => A::Return,
            StatementCommand::AgreeAtRapporteurMeeting(_) => A::AgreeAtRapporteurMeeting,
            StatementCommand::ApproveAtWp(_) => A::ApproveAtWp,
            StatementCommand::ApproveAtSg(_) => A::ApproveAtSg,
            StatementCommand::ApproveByCorrespondence(_) => A::ApproveByCorrespondence,
            StatementCommand::RecommendInWg(_) => A::RecommendInWg,
            StatementCommand::ApproveByResolution(_) => A::ApproveByResolution,
            StatementCommand::ApproveByBallot(_) => A::ApproveByBallot,
            StatementCommand::ApproveBetweenMeetings(_) => A::ApproveBetweenMeetings,
            StatementCommand::ApproveAtOwnLevel(_) => A::ApproveAtOwnLevel,
            StatementCommand::ApproveAsAmended { .. } => A::ApproveAsAmended,
            StatementCommand::CorrectEditorially(_) => A::CorrectEditorially,
            StatementCommand::Correct(_) => A::Correct,
            StatementCommand::CorrectQuestions(_) => A::CorrectQuestions,
            StatementCommand::Postpone => A::Postpone,
            StatementCommand::Resume => A::Resume,
            StatementCommand::Send(_) => A::Send,
            StatementCommand::RecordSent(_) => A::RecordSent,
            StatementCommand::Settle | StatementCommand::CloseAgain { .. } => A::Settle,
            StatementCommand::Close { .. } => A::Close,
            StatementCommand::Remind(_) => A::Remind,
            StatementCommand::CloseWithoutReply => A::CloseWithoutReply,
            StatementCommand::MarkSentInError => A::MarkSentInError,
            StatementCommand::Retract(_) => A::Retract,
            StatementCommand::Withdraw => A::Withdraw,
            StatementCommand::MergeInto(_) => A::MergeInto,
            StatementCommand::TakeOver { .. } => A::TakeOver,
            StatementCommand::GiveBack { .. } => A::GiveBack,
            StatementCommand::TakeBack => A::TakeBack,
        }
    }
}
