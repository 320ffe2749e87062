//! What each act asks of the person who does it: the fields of its form, in the order in which a page shows them. Pages,
//! API, command line and the typed reader in `form.rs` share this one list.

mod records;

use super::command::Kind;
use super::named::Named;
use super::procedure::engine::Who;
use super::procedure::printed::Printed;
use super::procedure::{allocation, destination, meeting, note, record, registration, statement};
use super::statement::FINAL_LEVELS;
pub use records::{ADDRESS_KINDS, BODY_KINDS, MEETING_KINDS, ROLES, SIDES};

/// One field of an act. Its label is the message `field-<name>`, its hint `field-<name>-hint` where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub name: &'static str,
    pub kind: AskKind,
    pub required: bool,
}

/// What a field takes. Lengths are in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskKind {
    Line {
        max: usize,
    },
    /// Long text without markup.
    Lines {
        max: usize,
    },
    Markdown {
        max: usize,
    },
    Day,
    Person,
    Body,
    /// A statement that is here already.
    Statement,
    Purpose,
    /// One of these; the label of each is the message `<field>-<choice>`.
    Choice(&'static [&'static str]),
    Tick,
    /// Rows of body, purpose and deadline; the words of a document may stand for a body that nobody knows here. `told`:
    /// the purpose must be, as in what we write; what others send may leave it out (PR-15).
    Destinations {
        told: bool,
    },
    Contacts,
    Questions,
    /// Numbers as printed, one a line.
    Numbers,
    /// Allocations here that the draft answers.
    Answers,
    Files,
    Allocations,
}

const TITLE: usize = 500;
const LINE: usize = 300;
const NOTE: usize = 2_000;
const ABSTRACT: usize = 10_000;
const TEXT: usize = 200_000;
const NUMBER: usize = 80;

/// The languages of the Union, by their ISO 639-1 codes.
pub const LANGUAGES: &[&str] = &["en", "ar", "zh", "es", "fr", "ru"];
/// How much of a statement a reply answers (PR-9).
pub const EXTENTS: &[&str] = &["full", "part", "interim", "related"];
/// What a received statement is numbered as; a contribution is offered so that its refusal can teach (scenario 18).
pub const NUMBERED_AS: &[&str] = &["td", "contribution"];

const fn must(name: &'static str, kind: AskKind) -> Ask {
    Ask { name, kind, required: true }
}

const fn may(name: &'static str, kind: AskKind) -> Ask {
    Ask { name, kind, required: false }
}

const CONTENT: &[Ask] = &[
    must("topic", AskKind::Line { max: LINE }),
    may("destinations", AskKind::Destinations { told: true }),
    may("prepared_at", AskKind::Line { max: LINE }),
    may("language", AskKind::Choice(LANGUAGES)),
    may("contacts", AskKind::Contacts),
    may("abstract", AskKind::Lines { max: ABSTRACT }),
    may("body", AskKind::Markdown { max: TEXT }),
    may("files", AskKind::Files),
];

/// What had come of a statement when it was written down; the first says that it is open.
pub const DISPOSITIONS: &[&str] = &["open", "noted", "replied", "action_taken", "closed", "rejected"];

const RECORD: &[Ask] = &[
    must("source", AskKind::Body),
    may("title", AskKind::Line { max: TITLE }),
    may("numbers", AskKind::Numbers),
    may("issued_on", AskKind::Day),
    may("destinations", AskKind::Destinations { told: false }),
    may("questions", AskKind::Questions),
    may("prepared_at", AskKind::Line { max: LINE }),
    may("approval", AskKind::Line { max: LINE }),
    may("language", AskKind::Choice(LANGUAGES)),
    may("contacts", AskKind::Contacts),
    may("keywords", AskKind::Line { max: LINE }),
    may("abstract", AskKind::Lines { max: ABSTRACT }),
    may("body", AskKind::Markdown { max: TEXT }),
    may("files", AskKind::Files),
    may("answers_statement", AskKind::Statement),
    may("extent", AskKind::Choice(EXTENTS)),
    may("expected_on", AskKind::Day),
    may("corrects", AskKind::Statement),
    may("receiving_body", AskKind::Body),
    may("received_on", AskKind::Day),
    may("channel", AskKind::Line { max: LINE }),
    may("register", AskKind::Tick),
    may("td_number", AskKind::Line { max: NUMBER }),
    may("disposition", AskKind::Choice(DISPOSITIONS)),
];

/// How the past state of a statement of our own is chosen.
pub const PAST_STATES: &[&str] = &[
    "in_review",
    "agreed",
    "approved_at_wp",
    "recommended",
    "approved",
    "postponed",
    "sent",
    "closed",
    "withdrawn",
    "retracted",
];

/// A statement of our own as it was: what a draft asks, and what became of it.
fn record_own() -> Vec<Ask> {
    let (what, text) = CONTENT.split_at(2);
    let mut all = vec![must("owner", AskKind::Body)];
    all.extend_from_slice(what);
    all.extend([
        must("past_state", AskKind::Choice(PAST_STATES)),
        may("number", AskKind::Line { max: NUMBER }),
        may("issued_on", AskKind::Day),
        may("how_sent", AskKind::Lines { max: NOTE }),
        may("level", AskKind::Choice(FINAL_LEVELS)),
        may("meeting", AskKind::Line { max: LINE }),
        may("decision", AskKind::Line { max: NUMBER }),
        may("decided_on", AskKind::Day),
        DOCUMENT,
        may("answered_statement", AskKind::Statement),
        may("extent", AskKind::Choice(EXTENTS)),
        may("corrects", AskKind::Statement),
        may("questions", AskKind::Questions),
    ]);
    all.extend_from_slice(text);
    all
}

const HEADING: &[Ask] = &[
    must("source", AskKind::Body),
    may("title", AskKind::Line { max: TITLE }),
    may("numbers", AskKind::Numbers),
    may("issued_on", AskKind::Day),
    may("questions", AskKind::Questions),
];

const RECEIVE: &[Ask] = &[
    must("statement", AskKind::Statement),
    must("receiving_body", AskKind::Body),
    must("received_on", AskKind::Day),
    may("channel", AskKind::Line { max: LINE }),
    may("register", AskKind::Tick),
    may("td_number", AskKind::Line { max: NUMBER }),
];

/// The text alone: its destinations stay as they are.
fn text_alone() -> impl Iterator<Item = Ask> {
    CONTENT.iter().filter(|ask| ask.name != "destinations").copied()
}

const SEND: &[Ask] = &[may("number", AskKind::Line { max: NUMBER }), may("how_sent", AskKind::Lines { max: NOTE })];

const RECORD_SENT: &[Ask] =
    &[may("number", AskKind::Line { max: NUMBER }), must("how_sent", AskKind::Lines { max: NOTE })];

const DOCUMENT: Ask = may("document", AskKind::Line { max: LINE });

const MEETING: &[Ask] = &[must("meeting", AskKind::Line { max: LINE }), DOCUMENT];

const AS_AMENDED: &[Ask] = &[
    must("level", AskKind::Choice(FINAL_LEVELS)),
    may("meeting", AskKind::Line { max: LINE }),
    may("consulted", AskKind::Lines { max: NOTE }),
    may("decision", AskKind::Line { max: NUMBER }),
    may("result", AskKind::Lines { max: NOTE }),
    may("own_level", AskKind::Line { max: LINE }),
    DOCUMENT,
];

/// The fields of an act that a person can do; none for an act of the system or of no table. The envelope is not in it.
pub fn asks(kind: Kind, act: &str) -> Option<Vec<Ask>> {
    match kind {
        Kind::Statement => statement_asks(statement::Act::from_name(act)?),
        Kind::Registration => registration_asks(registration::Act::from_name(act)?),
        Kind::Allocation => allocation_asks(allocation::Act::from_name(act)?),
        Kind::Destination => destination_asks(destination::Act::from_name(act)?),
        Kind::Body => records::body(record::Act::from_name(act)?),
        Kind::Person => records::person(record::Act::from_name(act)?),
        Kind::Appointment => records::appointment(record::Act::from_name(act)?),
        Kind::Note => Some(note_asks(note::Act::from_name(act)?)),
        Kind::Meeting => Some(records::meeting(meeting::Act::from_name(act)?)),
        Kind::WorkItem => None,
    }
}

fn destination_asks(act: destination::Act) -> Option<Vec<Ask>> {
    use destination::Act as A;
    Some(match act {
        A::Answer => vec![
            must("reply", AskKind::Statement),
            may("extent", AskKind::Choice(EXTENTS)),
            may("expected_on", AskKind::Day),
        ],
        A::Unlink => vec![must("reply", AskKind::Statement)],
        A::Correct => {
            vec![must("purpose", AskKind::Purpose), may("deadline", AskKind::Day), may("addressee_body", AskKind::Body)]
        }
        A::TakeBack => Vec::new(),
        A::Plan | A::Change | A::Drop | A::Deliver | A::GiveUp | A::Record => return None,
    })
}

fn statement_asks(act: statement::Act) -> Option<Vec<Ask>> {
    use statement::Act as A;
    Some(match act {
        A::Draft => {
            let mut all = vec![must("owner", AskKind::Body), may("questions", AskKind::Questions)];
            all.extend_from_slice(CONTENT);
            all.push(may("answers", AskKind::Answers));
            all.push(may("extent", AskKind::Choice(EXTENTS)));
            all.push(may("corrects", AskKind::Statement));
            all
        }
        A::Record => RECORD.to_vec(),
        A::RecordOwn => record_own(),
        A::Edit => CONTENT.to_vec(),
        A::AgreeAtRapporteurMeeting | A::ApproveAtWp | A::ApproveAtSg | A::RecommendInWg => MEETING.to_vec(),
        A::ApproveByCorrespondence => vec![must("consulted", AskKind::Lines { max: NOTE }), DOCUMENT],
        A::ApproveBetweenMeetings => vec![must("agreed_with", AskKind::Lines { max: NOTE }), DOCUMENT],
        A::ApproveByResolution => {
            vec![
                must("meeting", AskKind::Line { max: LINE }),
                must("decision", AskKind::Line { max: NUMBER }),
                DOCUMENT,
            ]
        }
        A::ApproveByBallot => {
            vec![
                must("decision", AskKind::Line { max: NUMBER }),
                must("result", AskKind::Lines { max: NOTE }),
                DOCUMENT,
            ]
        }
        A::ApproveAtOwnLevel => vec![must("own_level", AskKind::Line { max: LINE }), DOCUMENT],
        A::ApproveAsAmended => AS_AMENDED.iter().copied().chain(text_alone()).collect(),
        A::Correct => HEADING.to_vec(),
        A::CorrectQuestions => vec![may("questions", AskKind::Questions)],
        A::CorrectEditorially => text_alone().collect(),
        A::Send => SEND.to_vec(),
        A::RecordSent => RECORD_SENT.to_vec(),
        A::Close => vec![must("follow_up", AskKind::Lines { max: NOTE })],
        A::Retract => {
            vec![must("retraction", AskKind::Lines { max: NOTE }), may("how_sent", AskKind::Lines { max: NOTE })]
        }
        A::Remind => {
            vec![must("reminder", AskKind::Lines { max: NOTE }), may("how_sent", AskKind::Lines { max: NOTE })]
        }
        A::MarkSentInError => Vec::new(),
        A::Submit | A::Return | A::Postpone | A::Resume | A::CloseWithoutReply | A::Withdraw | A::TakeBack => {
            Vec::new()
        }
        A::MergeInto => vec![must("goes_into", AskKind::Statement)],
        A::Settle | A::TakeOver | A::GiveBack => return None,
    })
}

fn registration_asks(act: registration::Act) -> Option<Vec<Ask>> {
    use registration::Act as A;
    Some(match act {
        A::Receive => RECEIVE.to_vec(),
        A::Register => {
            vec![may("as", AskKind::Choice(NUMBERED_AS)), may("number", AskKind::Line { max: NUMBER })]
        }
        A::MakeAvailable => vec![may("agreed_by", AskKind::Line { max: LINE })],
        A::Allocate => vec![must("allocations", AskKind::Allocations)],
        A::Forward => vec![
            must("forward_to", AskKind::Body),
            must("told_sender", AskKind::Lines { max: NOTE }),
            may("how_sent", AskKind::Lines { max: NOTE }),
        ],
        A::Correct => vec![
            must("received_on", AskKind::Day),
            may("channel", AskKind::Line { max: LINE }),
            may("new_number", AskKind::Line { max: NUMBER }),
            may("note", AskKind::Lines { max: NOTE }),
        ],
        A::Reject | A::Reopen | A::NoteWithoutDiscussion | A::Close | A::Void | A::TakeBack => Vec::new(),
        A::Record | A::Settle => return None,
    })
}

fn allocation_asks(act: allocation::Act) -> Option<Vec<Ask>> {
    use allocation::Act as A;
    Some(match act {
        A::Reassign => vec![must("assignee", AskKind::Person), may("due", AskKind::Day)],
        A::Redirect => vec![must("body_id", AskKind::Body), must("assignee", AskKind::Person)],
        A::Consider => vec![must("meeting", AskKind::Line { max: LINE })],
        A::Note => vec![may("no_reply_needed", AskKind::Tick)],
        A::TakeAction => vec![must("action", AskKind::Lines { max: NOTE })],
        A::AbandonReply | A::Defer => Vec::new(),
        A::Assign | A::Forward | A::MoveDue | A::PrepareReply | A::Reply | A::TakeBack => return None,
    })
}

fn note_asks(act: note::Act) -> Vec<Ask> {
    use note::Act as A;
    const WORDS: Ask = must("note_text", AskKind::Lines { max: ABSTRACT });
    match act {
        A::Write => vec![must("statement", AskKind::Statement), must("note_body", AskKind::Body), WORDS],
        A::Correct => vec![WORDS],
        A::Strike | A::TakeBack => Vec::new(),
    }
}

/// What every act takes beside its own fields: when it happened (PR-5) and why. The reason is required where a row of the
/// table says so; elsewhere it lets a soft guard pass.
pub fn envelope(kind: Kind, act: &str) -> Vec<Ask> {
    let required = procedure(kind).is_some_and(|printed| {
        let mut rows = printed.rows.iter().filter(|row| row.act == act);
        rows.any(|row| row.checks.iter().any(|check| check.name == "reason_given"))
    });
    vec![may("occurred_on", AskKind::Day), Ask { name: "reason", kind: AskKind::Lines { max: NOTE }, required }]
}

/// Whether a person can do the act at all: some row of the table names somebody who is not the system.
pub fn by_people(printed: &Printed, act: &str) -> bool {
    let person = |who: &Who| !matches!(who, Who::System | Who::Importer);
    printed.rows.iter().any(|row| row.act == act && row.who.iter().any(person))
}

fn procedure(kind: Kind) -> Option<Printed> {
    match kind {
        Kind::Statement => Some(statement::PROCEDURE.printed()),
        Kind::Registration => Some(registration::PROCEDURE.printed()),
        Kind::Allocation => Some(allocation::PROCEDURE.printed()),
        Kind::Destination => Some(destination::PROCEDURE.printed()),
        Kind::Note => Some(note::PROCEDURE.printed()),
        Kind::Meeting => Some(meeting::PROCEDURE.printed()),
        Kind::Body | Kind::Person | Kind::Appointment | Kind::WorkItem => Some(record::PROCEDURE.printed()),
    }
}

#[cfg(test)]
mod tests;
