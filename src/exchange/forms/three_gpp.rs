//! The liaison statement form of 3GPP (TR 21.900, annex): "To" asks for action, "Cc" informs.

use super::rows::{Head, Label, Labels, Part, body, cut};
use super::{addressees, contacts, itu_t, numbers};
use crate::exchange::document::Document;
use crate::exchange::reading::{Field, Found};

const LABELS: Labels = &[
    ("title", Label::Title),
    ("subject", Label::Title),
    ("response to", Label::ReplyTo),
    ("reply to", Label::ReplyTo),
    ("in response to", Label::ReplyTo),
    ("release", Label::Other),
    ("work item", Label::Other),
    ("study item", Label::Other),
    ("source", Label::Source),
    ("from", Label::Source),
    ("to", Label::To),
    ("cc", Label::Copy),
    ("copy", Label::Copy),
    ("deadline", Label::Deadline),
    ("date", Label::Date),
    ("contact person", Label::Contact),
    ("contact", Label::Contact),
    ("name", Label::Name),
    ("tel. number", Label::Tel),
    ("telephone", Label::Tel),
    ("tel", Label::Tel),
    ("e-mail address", Label::Email),
    ("email address", Label::Email),
    ("e-mail", Label::Email),
    ("email", Label::Email),
    ("send any reply ls to", Label::Other),
    ("send any reply to", Label::Other),
    ("attachments", Label::Attachments),
    ("attachment", Label::Attachments),
];

/// Reads the form.
pub fn read(document: &Document) -> Vec<Found> {
    let head = cut(document, LABELS, begins_body);
    let mut all = number_and_place(&head);
    all.extend(head.found(Label::Source, Field::Source));
    all.extend(head.found(Label::Title, Field::Title));
    all.extend(reply_to(&head));
    all.extend(addressees::named(Field::ForAction, head.all(Label::To), document.kind));
    all.extend(addressees::named(Field::ForInformation, head.all(Label::Copy), document.kind));
    all.extend(itu_t::deadline(&head));
    all.extend(contacts::named(&head));
    all.extend(head.all(Label::Attachments).flat_map(|row| row.parts.iter().flat_map(itu_t::listed_attachments)));
    all.extend(body(document, head.body));
    all
}

/// "1. Overall Description:", whatever stands between number and words.
fn begins_body(line: &str) -> bool {
    let bare = line.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.' || c == ')');
    bare.to_lowercase().starts_with("overall description")
}

/// A statement passed on from one meeting to another carries a header for each; the last is its own. The other numbers
/// are references.
fn number_and_place(head: &Head) -> Vec<Found> {
    let first_row = head.rows.first().map_or(usize::MAX, |row| row.line);
    let before: Vec<&Part> =
        head.loose.iter().filter(|part| part.line < first_row && !part.text.starts_with('(')).collect();
    let numbered = before.iter().filter_map(|part| Some((part.line, numbers::three_gpp(&part.text)?)));
    let mut found: Vec<Found> =
        numbered.map(|(line, number)| Found::printed(Field::Reference, number, line, line)).collect();
    let Some(own) = found.pop() else { return found };
    let has_year = |part: &Part| {
        part.text.split(|c: char| !c.is_ascii_digit()).any(|word| word.len() == 4 && word.starts_with("20"))
    };
    let place = before.iter().find(|part| part.line > own.line && has_year(part));
    found.extend(place.map(|part| Found::printed(Field::PlaceAndDates, part.text.as_str(), part.line, part.line)));
    found.insert(0, Found { field: Field::Number, ..own });
    found
}

/// "LS (S9-990007) on …": the number, where there is one.
fn reply_to(head: &Head) -> Option<Found> {
    let found = head.found(Label::ReplyTo, Field::ReplyTo)?;
    let number = numbers::any(&found.printed);
    let (sure, printed) = (number.is_some(), found.printed.clone());
    Some(found.read_as(number.unwrap_or(printed), sure))
}
