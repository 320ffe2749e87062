//! From what a page, the API or the command line hands in to a typed command. Everything is read before anything is
//! refused, so that a form comes back with all its problems at once; a guard's question (is a meeting named?) is left to
//! the guard.

mod lists;
mod mended;
mod reader;
mod records;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::ask::{Ask, asks, envelope as envelope_asks};
use super::command::{
    AllocationCommand, Approval, Command, Correction, DestinationCommand, Extent, Forwarding, Heading, Kind,
    NoteCommand, PastStatement, Receipt, ReceiptCorrection, RecordedStatement, RegistrationCommand, Reminder,
    Retraction, Sending, StatementCommand,
};
use super::content::Content;
use super::named::Named;
use super::procedure::statement::State;
use super::procedure::{allocation, destination, meeting, note, record, registration, statement};
use super::said::Said;
use super::statement::Level;
use super::title;
use crate::said;
pub use lists::MOST_ROWS;
use reader::Reader;

/// What is wrong with one field; `destinations.2.deadline` is the deadline of the third row.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldProblem {
    pub field: String,
    pub said: Said,
}

/// What every act takes beside its own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// None: today.
    pub occurred_on: Option<NaiveDate>,
    pub reason: Option<String>,
}

/// Reads the command for one act. The fields of the envelope may stand beside its own; any other is a problem.
pub fn command(kind: Kind, act: &str, fields: &Map<String, Value>) -> Result<Command, Vec<FieldProblem>> {
    let Some(mut known) = asks(kind, act) else {
        return Err(vec![FieldProblem { field: "act".to_owned(), said: said!("form-act-unknown") }]);
    };
    known.extend(envelope_asks(kind, act));
    let mut from = Reader::new(fields, &known);
    from.refuse_unknown();
    let command = match kind {
        Kind::Statement => statement::Act::from_name(act).and_then(|act| statement_command(act, &mut from)),
        Kind::Registration => registration::Act::from_name(act).and_then(|act| registration_command(act, &mut from)),
        Kind::Allocation => allocation::Act::from_name(act).and_then(|act| allocation_command(act, &mut from)),
        Kind::Destination => destination::Act::from_name(act).and_then(|act| destination_command(act, &mut from)),
        Kind::Note => note::Act::from_name(act).and_then(|act| note_command(act, &mut from)),
        Kind::Meeting => meeting::Act::from_name(act).and_then(|act| records::meeting_command(act, &mut from)),
        Kind::Body | Kind::Person | Kind::Appointment => {
            record::Act::from_name(act).and_then(|act| records::command(kind, act, &mut from))
        }
        Kind::WorkItem => None,
    };
    match command {
        Some(command) if from.problems.is_empty() => Ok(command),
        Some(_) | None => Err(from.problems),
    }
}

/// Reads when it happened and why; other fields are not looked at.
pub fn envelope(fields: &Map<String, Value>) -> Result<Envelope, Vec<FieldProblem>> {
    let known: Vec<Ask> = envelope_asks(Kind::Statement, "submit");
    let mut from = Reader::new(fields, &known);
    let occurred_on = from.day("occurred_on");
    let reason = Some(from.text("reason")).filter(|reason| !reason.is_empty());
    if from.problems.is_empty() { Ok(Envelope { occurred_on, reason }) } else { Err(from.problems) }
}

/// A line of a form that no act asks for, as we keep lines; empty where there is none.
pub fn line(fields: &Map<String, Value>, name: &str, most: usize) -> Result<String, Said> {
    reader::clean(fields.get(name).unwrap_or(&Value::Null), reader::Shape::Line, most)
}

fn note_command(act: note::Act, from: &mut Reader<'_>) -> Option<Command> {
    use note::Act as A;
    Some(Command::Note(match act {
        A::Write => {
            let (statement, body) = (from.id_required("statement"), from.id_required("note_body"));
            let text = from.text_required("note_text");
            NoteCommand::Write { statement: statement?, body: body?, text }
        }
        A::Correct => NoteCommand::Correct { text: from.text_required("note_text") },
        A::Strike => NoteCommand::Strike,
        A::TakeBack => NoteCommand::TakeBack,
    }))
}

fn statement_command(act: statement::Act, from: &mut Reader<'_>) -> Option<Command> {
    use statement::Act as A;
    Some(Command::Statement(match act {
        A::Draft => {
            let owner = from.id_required("owner");
            let questions = from.lines_list("questions");
            let content = draft_content(from);
            let (answers, extent, corrects) = (from.ids("answers"), extent(from), from.id("corrects"));
            StatementCommand::Draft { owner: owner?, questions, content, answers, extent, corrects }
        }
        A::Record => StatementCommand::Record(Box::new(recorded(from)?)),
        A::RecordOwn => StatementCommand::RecordOwn(Box::new(as_it_was(from)?)),
        A::Edit => StatementCommand::Edit(draft_content(from)),
        A::Submit => StatementCommand::Submit,
        A::Return => StatementCommand::Return,
        A::AgreeAtRapporteurMeeting => StatementCommand::AgreeAtRapporteurMeeting(approval(from)),
        A::ApproveAtWp => StatementCommand::ApproveAtWp(approval(from)),
        A::ApproveAtSg => StatementCommand::ApproveAtSg(approval(from)),
        A::ApproveByCorrespondence => StatementCommand::ApproveByCorrespondence(approval(from)),
        A::RecommendInWg => StatementCommand::RecommendInWg(approval(from)),
        A::ApproveByResolution => StatementCommand::ApproveByResolution(approval(from)),
        A::ApproveByBallot => StatementCommand::ApproveByBallot(approval(from)),
        A::ApproveBetweenMeetings => StatementCommand::ApproveBetweenMeetings(approval(from)),
        A::ApproveAtOwnLevel => StatementCommand::ApproveAtOwnLevel(approval(from)),
        A::ApproveAsAmended => {
            let (level, approval) = (from.choice("level").and_then(|name| Level::from_name(&name)), approval(from));
            let text = Box::new(draft_content(from));
            if level.is_none() {
                from.missing("level");
            }
            StatementCommand::ApproveAsAmended { level: level?, approval, text }
        }
        A::Correct => StatementCommand::Correct(heading(from)?),
        A::CorrectQuestions => StatementCommand::CorrectQuestions(from.lines_list("questions")),
        A::CorrectEditorially => StatementCommand::CorrectEditorially(Box::new(draft_content(from))),
        A::Postpone => StatementCommand::Postpone,
        A::Resume => StatementCommand::Resume,
        A::Send => StatementCommand::Send(sending(from)),
        A::RecordSent => StatementCommand::RecordSent(sending(from)),
        A::Close => StatementCommand::Close { follow_up: from.text("follow_up") },
        A::CloseWithoutReply => StatementCommand::CloseWithoutReply,
        A::MarkSentInError => StatementCommand::MarkSentInError,
        A::Retract => {
            let (text, how_sent) = (from.text("retraction"), from.text("how_sent"));
            StatementCommand::Retract(Retraction { text, how_sent })
        }
        A::Remind => {
            let (text, how_sent) = (from.text("reminder"), from.text("how_sent"));
            StatementCommand::Remind(Reminder { text, how_sent })
        }
        A::Withdraw => StatementCommand::Withdraw,
        A::MergeInto => StatementCommand::MergeInto(from.id_required("goes_into")?),
        A::TakeBack => StatementCommand::TakeBack,
        A::Settle | A::TakeOver | A::GiveBack => return None,
    }))
}

fn registration_command(act: registration::Act, from: &mut Reader<'_>) -> Option<Command> {
    use registration::Act as A;
    Some(Command::Registration(match act {
        A::Receive => {
            let statement = from.id_required("statement");
            let body = from.id_required("receiving_body");
            let receipt = receipt(from, body);
            RegistrationCommand::Receive { statement: statement?, receipt: receipt? }
        }
        A::Register => RegistrationCommand::Register {
            as_contribution: from.choice("as").as_deref() == Some("contribution"),
            number: from.some_text("number"),
        },
        A::Reject => RegistrationCommand::Reject,
        A::Reopen => RegistrationCommand::Reopen,
        A::MakeAvailable => RegistrationCommand::MakeAvailable { agreed_by: from.text("agreed_by") },
        A::Allocate => RegistrationCommand::Allocate(from.allocations("allocations")),
        A::NoteWithoutDiscussion => RegistrationCommand::NoteWithoutDiscussion,
        A::Forward => {
            let to = from.id_required("forward_to");
            let (told_sender, how_sent) = (from.text("told_sender"), from.text("how_sent"));
            RegistrationCommand::Forward(Forwarding { to: to?, told_sender, how_sent })
        }
        A::Close => RegistrationCommand::Close,
        A::Void => RegistrationCommand::Void,
        A::Correct => {
            let (received_on, channel) = (from.day_required("received_on"), from.text("channel"));
            let (number, note) = (from.some_text("new_number"), from.text("note"));
            RegistrationCommand::Correct(ReceiptCorrection { received_on: received_on?, channel, number, note })
        }
        A::TakeBack => RegistrationCommand::TakeBack,
        A::Record | A::Settle => return None,
    }))
}

fn destination_command(act: destination::Act, from: &mut Reader<'_>) -> Option<Command> {
    use destination::Act as A;
    Some(Command::Destination(match act {
        A::Answer => {
            let (reply, (extent, expected_on)) = (from.id_required("reply"), how_answered(from));
            DestinationCommand::Answer { reply: reply?, extent, expected_on }
        }
        A::Unlink => DestinationCommand::Unlink { reply: from.id_required("reply")? },
        A::Correct => {
            let (purpose, deadline) = (from.chosen_purpose("purpose"), from.day("deadline"));
            let body = from.id("addressee_body");
            DestinationCommand::Correct(Correction { purpose: purpose?, deadline, body })
        }
        A::TakeBack => DestinationCommand::TakeBack { of: None },
        A::Plan | A::Change | A::Drop | A::Deliver | A::GiveUp | A::Record => return None,
    }))
}

fn allocation_command(act: allocation::Act, from: &mut Reader<'_>) -> Option<Command> {
    use allocation::Act as A;
    Some(Command::Allocation(match act {
        A::Reassign => {
            let (assignee, due) = (from.id_required("assignee"), from.day("due"));
            AllocationCommand::Reassign { assignee: assignee?, due }
        }
        A::Redirect => {
            let (body, assignee) = (from.id_required("body_id"), from.id_required("assignee"));
            AllocationCommand::Redirect { body: body?, assignee: assignee? }
        }
        A::Consider => AllocationCommand::Consider { meeting: from.text("meeting") },
        A::Note => AllocationCommand::Note { no_reply_needed: from.tick("no_reply_needed") },
        A::AbandonReply => AllocationCommand::AbandonReply,
        A::TakeAction => AllocationCommand::TakeAction { action: from.text("action") },
        A::Defer => AllocationCommand::Defer,
        A::Assign | A::Forward | A::MoveDue | A::PrepareReply | A::Reply | A::TakeBack => return None,
    }))
}

/// The record of a decision: what the act asks of it, the rest empty.
fn approval(from: &mut Reader<'_>) -> Approval {
    let consulted = from.text("consulted");
    Approval {
        meeting: from.text("meeting"),
        consulted: if consulted.is_empty() { from.text("agreed_with") } else { consulted },
        decision: from.text("decision"),
        result: from.text("result"),
        own_level: from.text("own_level"),
        document: from.text("document"),
    }
}

fn sending(from: &mut Reader<'_>) -> Sending {
    Sending { number: from.some_text("number"), how_sent: from.text("how_sent") }
}

/// How much a reply answers, and the day on which an interim one promises the rest (PR-9).
fn how_answered(from: &mut Reader<'_>) -> (Extent, Option<NaiveDate>) {
    let (extent, expected_on) = (extent(from), from.day("expected_on"));
    if expected_on.is_some() && extent != Extent::Interim {
        from.problem("expected_on", said!("form-expected-interim"));
    }
    (extent, expected_on)
}

fn extent(from: &mut Reader<'_>) -> Extent {
    from.choice("extent").and_then(|name| Extent::from_name(&name)).unwrap_or(Extent::Full)
}

/// A draft needs its topic from the first day: it is what every list shows of it. The rest is asked at submission.
fn draft_content(from: &mut Reader<'_>) -> Content {
    let topic = from.text_required("topic");
    let language = from.choice("language").unwrap_or_else(|| "en".to_owned());
    content(from, topic, language)
}

fn content(from: &mut Reader<'_>, topic: String, language: String) -> Content {
    Content {
        topic,
        language,
        prepared_at: from.text("prepared_at"),
        abstract_text: from.text("abstract"),
        body: from.text("body"),
        contacts: from.contacts("contacts"),
        destinations: from.destinations("destinations"),
        files: from.files("files"),
    }
}

/// What others send is never refused for missing fields (PR-15): only the source is needed here, and a day where a
/// receiving body is named.
fn recorded(from: &mut Reader<'_>) -> Option<RecordedStatement> {
    let source = from.id_required("source");
    let title = from.text("title");
    let language = from.choice("language").unwrap_or_default();
    let content = content(from, title::topic(&title).to_owned(), language);
    let (questions, numbers) = (from.lines_list("questions"), from.lines_list("numbers"));
    let (keywords, approval) = (from.text("keywords"), from.text("approval"));
    let (issued_on, answers) = (from.day("issued_on"), from.id("answers_statement"));
    let ((extent, expected_on), corrects) = (how_answered(from), from.id("corrects"));
    let body = from.id("receiving_body");
    let receipt = match body {
        Some(body) => receipt(from, Some(body)),
        None => {
            from.refuse_receipt_without_body();
            None
        }
    };
    Some(RecordedStatement {
        source: source?,
        title,
        content,
        questions,
        keywords,
        approval,
        issued_on,
        numbers,
        answers,
        extent,
        expected_on,
        receipt,
        corrects,
    })
}

/// A statement of our own, as it was: the body, the topic and the state are needed, the rest is told as not known (PR-6).
fn as_it_was(from: &mut Reader<'_>) -> Option<PastStatement> {
    let (owner, state) =
        (from.id_required("owner"), from.choice("past_state").and_then(|name| State::from_name(&name)));
    if state.is_none() {
        from.missing("past_state");
    }
    let (questions, content) = (from.lines_list("questions"), draft_content(from));
    let level = from.choice("level").and_then(|name| Level::from_name(&name));
    let (approval, decided_on, issued_on) = (approval(from), from.day("decided_on"), from.day("issued_on"));
    let (number, how_sent) = (from.some_text("number"), from.text("how_sent"));
    let (answers, extent, corrects) = (from.id("answered_statement"), extent(from), from.id("corrects"));
    Some(PastStatement {
        owner: owner?,
        state: state?,
        questions,
        content,
        level,
        approval,
        decided_on,
        issued_on,
        number,
        how_sent,
        answers,
        extent,
        corrects,
    })
}

/// What stands on another body's statement; each number and Question once.
fn heading(from: &mut Reader<'_>) -> Option<Heading> {
    let (source, title) = (from.id_required("source"), from.text("title"));
    let (numbers, issued_on, questions) =
        (from.lines_list("numbers"), from.day("issued_on"), from.lines_list("questions"));
    Some(Heading { source: source?, title, numbers, issued_on, questions })
}

fn receipt(from: &mut Reader<'_>, body: Option<uuid::Uuid>) -> Option<Receipt> {
    let received_on = from.day_required("received_on");
    let (channel, register, number) = (from.text("channel"), from.tick("register"), from.some_text("td_number"));
    // A number that is typed is a registration, ticked or not.
    let register = (register || number.is_some()).then_some(number);
    let past = from.choice("disposition").and_then(|name| registration::State::from_name(&name));
    Some(Receipt { body: body?, received_on: received_on?, channel, register, past })
}

#[cfg(test)]
mod tests;
