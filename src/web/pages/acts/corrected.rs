//! Corrections: the form begins with what stands, and asks for nothing that cannot be corrected (PR-7).

use serde_json::{Map, Value, json};

use super::Asked;
use super::forwarded::passes_on;
use crate::domain::destination::{Act as OfAddressee, act_named};
use crate::domain::meeting;
use crate::domain::named::Named;
use crate::domain::note;
use crate::domain::procedure::meeting::Act as OfMeeting;
use crate::domain::procedure::note::{Act as OfNote, State as OfNoteState};
use crate::domain::procedure::registration::Act as OfReceipt;
use crate::domain::procedure::statement::Act as OfStatement;
use crate::domain::registration::{self, RegistrationFacts};
use crate::domain::statement;
use crate::facts::subject::SubjectFacts;
use crate::web::view::parts::Field;
use crate::words::Words;

/// What stands, where nothing was typed yet.
pub(super) fn as_it_stands(asked: &Asked, values: &mut Map<String, Value>) {
    if let SubjectFacts::Destination(facts) = &asked.facts
        && act_named(&asked.act) == Some(OfAddressee::Correct)
        && !values.contains_key("purpose")
    {
        values.insert("purpose".to_owned(), json!(facts.purpose.name()));
        values.insert("deadline".to_owned(), json!(facts.deadline));
    }
    if let SubjectFacts::Registration(facts) = &asked.facts
        && registration::act_named(&asked.act) == Some(OfReceipt::Correct)
        && !values.contains_key("received_on")
    {
        receipt_as_it_stands(facts, values);
    }
    if let SubjectFacts::Statement(facts) = &asked.facts
        && statement::act_named(&asked.act) == Some(OfStatement::Correct)
        && !values.contains_key("source")
    {
        values.insert("source".to_owned(), json!(facts.owner.id));
        values.insert("title".to_owned(), json!(facts.title));
        values.insert("numbers".to_owned(), json!(facts.written.numbers.join("\n")));
        values.insert("issued_on".to_owned(), json!(facts.written.issued_on));
        values.insert("questions".to_owned(), json!(facts.questions.join("\n")));
    }
    if let SubjectFacts::Statement(facts) = &asked.facts
        && statement::act_named(&asked.act) == Some(OfStatement::CorrectQuestions)
        && !values.contains_key("questions")
    {
        values.insert("questions".to_owned(), json!(facts.questions.join("\n")));
    }
    if let SubjectFacts::Note(facts) = &asked.facts
        && note::act_named(&asked.act) == Some(OfNote::Correct)
        && facts.state.is_some_and(OfNoteState::is_read)
        && !values.contains_key("note_text")
    {
        values.insert("note_text".to_owned(), json!(facts.text));
    }
    if let SubjectFacts::Meeting(facts) = &asked.facts
        && meeting::act_named(&asked.act) == Some(OfMeeting::Reschedule)
        && !values.contains_key("starts_on")
    {
        values.insert("starts_on".to_owned(), json!(facts.held.starts));
        values.insert("ends_on".to_owned(), json!(facts.held.ends));
        values.insert("place".to_owned(), json!(facts.held.place));
    }
}

/// When and how it came, and its number here, where nothing was typed yet.
fn receipt_as_it_stands(facts: &RegistrationFacts, values: &mut Map<String, Value>) {
    let written = &facts.written;
    values.insert("received_on".to_owned(), json!(written.received_on));
    values.insert("channel".to_owned(), json!(written.channel));
    values.insert("new_number".to_owned(), json!(written.number));
    values.insert("note".to_owned(), json!(written.note));
}

/// Who an addressee is can be said only where nobody knew it, and another number given only where there is one.
pub(super) fn only_what_can_be(asked: &Asked, fields: &mut Vec<Field>) {
    match &asked.facts {
        SubjectFacts::Destination(facts) if facts.around.body.is_some() => {
            fields.retain(|field| field.name != "addressee_body");
        }
        SubjectFacts::Registration(facts) if facts.written.number.is_none() => {
            fields.retain(|field| field.name != "new_number");
        }
        SubjectFacts::Statement(_)
        | SubjectFacts::Destination(_)
        | SubjectFacts::Registration(_)
        | SubjectFacts::Allocation(_)
        | SubjectFacts::Note(_)
        | SubjectFacts::Meeting(_) => {}
    }
}

/// What the act does, and to which words where those are not in the form.
pub(super) fn does(words: &Words, asked: &Asked, key: &str) -> Vec<String> {
    let does = words.has(key).then(|| words.t(key));
    let note = match &asked.facts {
        // What was struck out is read by nobody, on no page.
        SubjectFacts::Note(facts)
            if note::act_named(&asked.act) != Some(OfNote::Correct)
                && facts.state.is_some_and(OfNoteState::is_read) =>
        {
            facts.text.as_deref()
        }
        _ => None,
    };
    does.into_iter().chain(note.map(|text| words.fill("notes-says", "text", text))).collect()
}

/// Who is told whom the form does not name yet.
pub(super) fn told_later(words: &Words, asked: &Asked) -> String {
    match &asked.facts {
        SubjectFacts::Destination(_) => words.t("act-told-due"),
        SubjectFacts::Meeting(_) => words.t("act-told-moves"),
        SubjectFacts::Registration(_) if passes_on(asked).is_some() => words.t("act-told-forwarded"),
        SubjectFacts::Statement(_)
        | SubjectFacts::Registration(_)
        | SubjectFacts::Allocation(_)
        | SubjectFacts::Note(_) => words.t("act-told-chosen"),
    }
}
