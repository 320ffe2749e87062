//! Statements written as letters: IETF and IEEE 802 free form, ISO committee letters. A few labelled lines, then text.

use super::rows::{Head, Label, Labels, Part, body, cut};
use super::{addressees, contacts, dates, itu_t, numbers};
use crate::exchange::document::Document;
use crate::exchange::reading::{Field, Found};

const LABELS: Labels = &[
    ("document number", Label::Number),
    ("document no", Label::Number),
    ("to", Label::To),
    ("for action to", Label::ForAction),
    ("for comment to", Label::ForComment),
    ("for information to", Label::ForInformation),
    ("from", Label::From),
    ("source", Label::Source),
    ("cc", Label::Copy),
    ("copy", Label::Copy),
    ("copy to", Label::Copy),
    ("date", Label::Date),
    ("title", Label::Title),
    ("subject", Label::Title),
    ("re", Label::Title),
    ("purpose", Label::Purpose),
    ("action requested", Label::Purpose),
    ("for action", Label::Purpose),
    ("for comment", Label::Purpose),
    ("for information", Label::Purpose),
    ("in response to", Label::ReplyTo),
    ("response to", Label::ReplyTo),
    ("reply to", Label::ReplyTo),
    ("deadline", Label::Deadline),
    ("due date", Label::Deadline),
    ("contact", Label::Contact),
    ("contacts", Label::Contact),
    ("response contacts", Label::Contact),
    ("technical contacts", Label::Contact),
    ("e-mail", Label::Email),
    ("email", Label::Email),
    ("attachments", Label::Attachments),
    ("attachment", Label::Attachments),
];

/// Offices that a sender holds, before the body's name.
const OFFICES: [&str; 8] =
    ["co-chair", "vice-chair", "chairman", "chairperson", "chair", "convenor", "secretary", "secretariat"];

/// Reads the letter.
pub fn read(document: &Document) -> Vec<Found> {
    let mut head = cut(document, LABELS, |line| line.to_lowercase().starts_with("dear "));
    let last = head.rows.iter().map(|row| row.to_line()).max().unwrap_or(0);
    if head.body == document.lines.len() {
        // No label that closes a head: the first line below all labels begins the text.
        head.body = head.loose.iter().map(|part| part.line).find(|line| *line > last).unwrap_or(head.body);
    }
    let mut all: Vec<Found> = Vec::new();
    all.extend(number(&head, last));
    all.extend(date(&head));
    all.extend(source(&head));
    let title = head.found(Label::Title, Field::Title).or_else(|| {
        let (title, below) = heading(document, head.body)?;
        head.body = below;
        Some(title)
    });
    let body = body(document, head.body);
    all.extend(reply_to(&head, title.as_ref(), body.as_ref()));
    all.extend(title);
    all.extend(addressed(&head, document));
    all.extend(itu_t::deadline(&head));
    all.extend(contacts::named(&head));
    all.extend(itu_t::attachments(document, &head));
    all.extend(body);
    all
}

/// The N-document or other number in the head.
fn number(head: &Head, last: usize) -> Option<Found> {
    let loose = head.loose.iter().filter(|part| part.line <= last);
    head.found(Label::Number, Field::Number).or_else(|| {
        let of = |part: &Part| Some(Found::printed(Field::Number, numbers::any(&part.text)?, part.line, part.line));
        loose.into_iter().find_map(of)
    })
}

fn date(head: &Head) -> Option<Found> {
    let found = head.found(Label::Date, Field::Date)?;
    let dated = dates::first(&found.printed)?;
    Some(found.read_as(dated.date.to_string(), dated.sure))
}

/// The body that sends: its row, or the body whose office the sender holds ("…, Chair of the Example Group").
fn source(head: &Head) -> Vec<Found> {
    if let Some(source) = head.found(Label::Source, Field::Source) {
        return vec![source];
    }
    let Some(from) = head.found(Label::From, Field::Source) else { return Vec::new() };
    let lower = from.printed.to_lowercase();
    let office = OFFICES.iter().find_map(|office| lower.find(office).map(|at| (at, office)));
    let Some((at, office)) = office.filter(|(at, _)| *at > 0) else { return vec![from] };
    let after = from.printed.get(at + office.len()..).unwrap_or_default().trim_start_matches([',', ' ']);
    let body = ["of the ", "of "].iter().find_map(|of| after.strip_prefix(of)).unwrap_or(after).to_owned();
    let person = from.printed.get(..at).unwrap_or_default().trim_end_matches([',', ' ']).to_owned();
    if body.is_empty() {
        return vec![from];
    }
    let (line, to_line) = (from.line, from.to_line);
    let mut all = vec![from.read_as(body, false)];
    let (name, email) = person.split_once(['(', '<']).unwrap_or((&person, ""));
    let contact = |field, text: &str| Found::printed(field, text, line, to_line).read_as(text, false);
    all.push(contact(Field::ContactName, name.trim()));
    let email = email.trim_matches([')', '>', ' ']);
    all.extend(email.contains('@').then(|| contact(Field::ContactEmail, email)));
    all
}

/// The first line of the text where it is a heading: short, and no sentence.
fn heading(document: &Document, from: usize) -> Option<(Found, usize)> {
    let (line, text) = document.lines.iter().enumerate().skip(from).find(|(_, text)| !text.trim().is_empty())?;
    let text = text.trim().trim_matches(['#', '*', ' ']);
    let is_heading = text.chars().count() <= 160 && !text.ends_with(['.', ',', ':', ';']);
    let is_heading = is_heading && !text.to_lowercase().starts_with("dear ");
    is_heading.then(|| (Found::printed(Field::Title, text, line, line).read_as(text, false), line + 1))
}

/// Those the letter goes to; what is asked of them stands in "Purpose" or on a line "For Information".
fn addressed(head: &Head, document: &Document) -> Vec<Found> {
    let purposes = head.all(Label::Purpose).map(|row| row.text().to_lowercase());
    let field = purposes.into_iter().find_map(|purpose| match () {
        () if purpose.starts_with("for action") || purpose.starts_with("action") => Some(Field::ForAction),
        () if purpose.starts_with("for comment") || purpose.starts_with("comment") => Some(Field::ForComment),
        () if purpose.starts_with("for info") || purpose.starts_with("info") => Some(Field::ForInformation),
        () => None,
    });
    let mut all = addressees::named(field.unwrap_or(Field::ForAction), head.all(Label::To), document.kind);
    for found in &mut all {
        found.sure = found.sure && field.is_some();
    }
    for (label, field) in [
        (Label::ForAction, Field::ForAction),
        (Label::ForComment, Field::ForComment),
        (Label::ForInformation, Field::ForInformation),
        (Label::Copy, Field::ForInformation),
    ] {
        all.extend(addressees::named(field, head.all(label), document.kind));
    }
    all
}

/// What the letter answers: its row, its title, or the statement that its first paragraph gives thanks for.
fn reply_to(head: &Head, title: Option<&Found>, body: Option<&Found>) -> Option<Found> {
    if let Some(found) = head.found(Label::ReplyTo, Field::ReplyTo) {
        let number = numbers::any(&found.printed);
        let (sure, printed) = (number.is_some(), found.printed.clone());
        return Some(found.read_as(number.unwrap_or(printed), sure));
    }
    if let Some(found) = title.and_then(itu_t::named_in_title) {
        return Some(found);
    }
    let body = body?;
    let (at, first) = body.printed.lines().enumerate().find(|(_, line)| line.len() > 60)?;
    let lower = first.to_lowercase();
    let thanked = lower.contains("thank") && lower.contains("liaison");
    let number = numbers::liaison_statement(first).filter(|_| thanked)?;
    Some(Found::printed(Field::ReplyTo, number.clone(), body.line + at, body.line + at).read_as(number, false))
}
