//! The outgoing statement as the Word document that its letters carry: the frozen statement laid on the ITU-T form, in
//! the order of the handbook's section 15. The same statement gives the same bytes.

use crate::domain::content::Contact;
use crate::domain::statement::outgoing::Outgoing;
use crate::exchange::statement_docx;
pub use crate::exchange::statement_docx::{FormRow, StatementForm};
use crate::words::Words;

/// The media type of the document.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The document of a statement. Without a number it is the preview.
pub fn docx(outgoing: &Outgoing, words: &Words) -> Vec<u8> {
    statement_docx::write(&form(outgoing, words))
}

/// The name under which it is attached: its number, or the handle where it has none.
pub fn file_name(outgoing: &Outgoing, handle: &str, words: &Words) -> String {
    let number = outgoing.number.as_deref().filter(|number| !number.is_empty()).unwrap_or(handle);
    words.fill("document-file-name", "number", number)
}

/// All that the document says: the preview shows the same value.
pub fn form(outgoing: &Outgoing, words: &Words) -> StatementForm {
    let number = outgoing.number.clone().filter(|number| !number.is_empty());
    let files = outgoing.files.iter().filter(|file| !file.original).map(|file| file.name.clone()).collect::<Vec<_>>();
    StatementForm {
        number: number.unwrap_or_else(|| words.t("document-number-to-come")),
        letterhead: letterhead(outgoing, words),
        rows: head(outgoing, words),
        heading: words.t("document-heading"),
        asks: asks(outgoing, words),
        contacts: outgoing.contacts.iter().map(|contact| contact_row(contact, words)).collect(),
        abstract_text: filled(&outgoing.abstract_text)
            .then(|| FormRow::new(words.t("document-abstract"), outgoing.abstract_text.trim().lines())),
        body_markdown: outgoing.body.clone(),
        attachments: (!files.is_empty()).then(|| FormRow::new(words.t("document-attachments"), files)),
        language: language_tag(&outgoing.language),
        title: outgoing.title.clone(),
        author: signed(outgoing, words),
    }
}

/// Study groups have study periods; a committee signs with its own name.
fn is_of_itu(outgoing: &Outgoing) -> bool {
    filled(&outgoing.study_period)
}

/// Who signs, with the full name where there is one.
pub fn signed(outgoing: &Outgoing, words: &Words) -> String {
    outgoing.signed.as_ref().map_or_else(|| outgoing.source.clone(), |said| words.say(said))
}

fn letterhead(outgoing: &Outgoing, words: &Words) -> Vec<String> {
    match is_of_itu(outgoing) {
        true => vec![words.t("document-letterhead-organisation"), words.t("document-letterhead-sector")],
        false => vec![outgoing.source.clone()],
    }
}

fn head(outgoing: &Outgoing, words: &Words) -> Vec<FormRow> {
    let original = words.fill("document-original", "language", &language(outgoing, words));
    let mut rows = Vec::new();
    if is_of_itu(outgoing) {
        rows.push(FormRow::new(words.t("document-study-period"), [&outgoing.study_period]).beside([original]));
        let questions = or_none(&outgoing.questions.join(", "), words);
        rows.push(FormRow::new(words.t("document-questions"), [questions]).beside([&outgoing.prepared_at]));
        let group = FormRow::new(words.t("document-study-group"), [&outgoing.group]);
        rows.push(match filled(&outgoing.working_party) {
            true => group.beside([words.fill("document-working-party", "number", &outgoing.working_party)]),
            false => group,
        });
    } else {
        let group = FormRow::new(words.t("document-committee"), [&outgoing.group]);
        rows.push(group.beside([original]));
        rows.push(FormRow::new(words.t("document-meeting"), [or_none(&outgoing.prepared_at, words)]));
    }
    rows.push(FormRow::new(words.t("document-source"), [signed(outgoing, words)]));
    rows.push(FormRow::new(words.t("document-title"), [&outgoing.title]));
    rows
}

fn asks(outgoing: &Outgoing, words: &Words) -> Vec<FormRow> {
    let to = |label: &str, bodies: &[String]| match bodies.is_empty() {
        true => FormRow::new(words.t(label), [words.t("document-none")]),
        false => FormRow::new(words.t(label), bodies),
    };
    // The form of ITU-T has the first and the last of these whether they are used or not, and the second where it is
    // (PR-17); a committee's letter names only whom it asks (PR-1).
    let itu = is_of_itu(outgoing);
    let all = [
        ("document-for-action", &outgoing.for_action, itu),
        ("document-for-comment", &outgoing.for_comment, false),
        ("document-for-information", &outgoing.for_information, itu),
    ];
    let printed = all.into_iter().filter(|(_, bodies, always)| *always || !bodies.is_empty());
    let mut rows: Vec<FormRow> = printed.map(|(label, bodies, _)| to(label, bodies)).collect();
    let approval = outgoing.approval.as_ref().map(|said| words.say_formally(said)).unwrap_or_default();
    rows.push(FormRow::new(words.t("document-approval"), [or_none(&approval, words)]));
    let deadline = outgoing.deadline.map(|day| words.long_date(day)).unwrap_or_default();
    if itu || filled(&deadline) {
        rows.push(FormRow::new(words.t("document-deadline"), [or_none(&deadline, words)]));
    }
    rows
}

fn contact_row(contact: &Contact, words: &Words) -> FormRow {
    let who = [&contact.name, &contact.organisation, &contact.country];
    let mut beside = Vec::new();
    if filled(&contact.tel) {
        beside.push(words.fill("document-tel", "tel", contact.tel.trim()));
    }
    if filled(&contact.email) {
        beside.push(words.fill("document-email", "email", contact.email.trim()));
    }
    let lines: Vec<&str> = who.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    FormRow::new(words.t("document-contact"), lines).beside(beside)
}

/// The language's name, or its code where nobody named it.
fn language(outgoing: &Outgoing, words: &Words) -> String {
    let key = format!("language-{}", outgoing.language);
    if words.has(&key) { words.t(&key) } else { outgoing.language.clone() }
}

/// English here is British, as the editorial guides ask.
fn language_tag(language: &str) -> String {
    if language == "en" || language.is_empty() { "en-GB".to_owned() } else { language.to_owned() }
}

fn filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn or_none(text: &str, words: &Words) -> String {
    if filled(text) { text.to_owned() } else { words.t("document-none") }
}
