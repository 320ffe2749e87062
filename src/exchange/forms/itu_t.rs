//! The liaison statement form of ITU-T (Rec. A.1, figure 1-1, and the templates of the study groups), of any study
//! period: rows may be missing, stand in another order, or carry the labels of older editions.

use super::rows::{Head, Label, Labels, Part, Row, body, cut, is_nothing};
use super::{addressees, contacts, dates, numbers};
use crate::exchange::document::Document;
use crate::exchange::reading::{Field, Found};

const LABELS: Labels = &[
    ("document number", Label::Number),
    ("document no", Label::Number),
    ("ls number", Label::Number),
    ("reference", Label::Reference),
    ("ref", Label::Reference),
    ("study period", Label::StudyPeriod),
    ("original", Label::Language),
    ("language", Label::Language),
    ("question(s)", Label::Questions),
    ("questions", Label::Questions),
    ("question", Label::Questions),
    ("meeting, place and dates", Label::PlaceAndDates),
    ("meeting, date", Label::PlaceAndDates),
    ("place and dates", Label::PlaceAndDates),
    ("place, date", Label::PlaceAndDates),
    ("study group", Label::Other),
    ("working party", Label::Other),
    ("meeting", Label::PlaceAndDates),
    ("source", Label::Source),
    ("title", Label::Title),
    ("subject", Label::Title),
    ("for action to", Label::ForAction),
    ("for action", Label::ForAction),
    ("for comments to", Label::ForComment),
    ("for comment to", Label::ForComment),
    ("for comments", Label::ForComment),
    ("for comment", Label::ForComment),
    ("for information to", Label::ForInformation),
    ("for information", Label::ForInformation),
    ("for info to", Label::ForInformation),
    ("liaison statement to", Label::To),
    ("to", Label::To),
    ("cc", Label::Copy),
    ("copy to", Label::Copy),
    ("purpose", Label::Purpose),
    ("for", Label::Purpose),
    ("approval", Label::Approval),
    ("approved at", Label::Approval),
    ("approved by", Label::Approval),
    ("approved", Label::Approval),
    ("agreed at", Label::Approval),
    ("agreed by", Label::Approval),
    ("agreed to at", Label::Approval),
    ("agreed", Label::Approval),
    ("deadline for response", Label::Deadline),
    ("deadline for reply", Label::Deadline),
    ("response deadline", Label::Deadline),
    ("deadline", Label::Deadline),
    ("additional contact", Label::Contact),
    ("contact person", Label::Contact),
    ("contact(s)", Label::Contact),
    ("contacts", Label::Contact),
    ("contact", Label::Contact),
    ("telephone", Label::Tel),
    ("phone", Label::Tel),
    ("tel", Label::Tel),
    ("fax", Label::Fax),
    ("e-mail", Label::Email),
    ("email", Label::Email),
    ("key words", Label::Keywords),
    ("keywords", Label::Keywords),
    ("abstract", Label::Abstract),
    ("summary", Label::Abstract),
    ("attachment(s)", Label::Attachments),
    ("attachments", Label::Attachments),
    ("attachment", Label::Attachments),
];

/// Reads the form.
pub fn read(document: &Document) -> Vec<Found> {
    let head = cut(document, LABELS, |_| false);
    let mut all: Vec<Found> = Vec::new();
    all.extend(number(document, &head));
    all.extend(head.found(Label::Reference, Field::Reference).map(without_bracket));
    all.extend(study_period(document, &head));
    all.extend(head.found(Label::Language, Field::Language));
    all.extend(questions(&head));
    all.extend(head.found(Label::Source, Field::Source));
    all.extend(head.found(Label::Title, Field::Title));
    all.extend(reply_to(&head));
    for (label, field) in [
        (Label::ForAction, Field::ForAction),
        (Label::ForComment, Field::ForComment),
        (Label::ForInformation, Field::ForInformation),
    ] {
        all.extend(addressees::named(field, head.all(label), document.kind));
    }
    all.extend(to_with_purpose(&head, document));
    all.extend(head.found(Label::Approval, Field::Approval));
    all.extend(deadline(&head));
    all.extend(contacts::named(&head));
    all.extend(keywords(&head));
    all.extend(head.found(Label::Abstract, Field::Abstract));
    all.extend(attachments(document, &head));
    all.extend(body(document, head.body));
    all
}

fn without_bracket(found: Found) -> Found {
    let value = found.value.trim_end_matches(')').trim().to_owned();
    let kept = if value.matches('(').count() > value.matches(')').count() { format!("{value})") } else { value };
    found.read_as(kept, true)
}

/// The document's own number: in its row, in the head, or in the header of a later page; a temporary document's number
/// only where the statement has none of its own.
fn number(document: &Document, head: &Head) -> Option<Found> {
    let of = |part: &Part, number: String, sure: bool| {
        Found::printed(Field::Number, number.clone(), part.line, part.line).read_as(number, sure)
    };
    let own = head.found(Label::Number, Field::Number);
    let loose = || head.loose.iter().find_map(|part| Some(of(part, numbers::liaison_statement(&part.text)?, true)));
    let headers = || {
        document.lines.iter().enumerate().find_map(|(line, text)| {
            let text = text.trim();
            let number = numbers::liaison_statement(text).filter(|number| number == text)?;
            Some(Found::printed(Field::Number, number, line, line))
        })
    };
    let temporary =
        || head.loose.iter().find_map(|part| Some(of(part, numbers::temporary_document(&part.text)?, false)));
    own.or_else(loose).or_else(headers).or_else(temporary)
}

/// "STUDY PERIOD 2022-2024" stands in the letterhead without a colon.
fn study_period(document: &Document, head: &Head) -> Option<Found> {
    let head = document.lines.iter().enumerate().take(head.body);
    head.filter(|(_, text)| text.to_lowercase().contains("study period")).find_map(|(line, text)| {
        let years: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4).collect();
        let [from, to] = years.first_chunk::<2>()?;
        Some(Found::printed(Field::StudyPeriod, format!("{from}-{to}"), line, line))
    })
}

/// The Questions, and beside them the place and dates, which carry no label of their own.
fn questions(head: &Head) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for row in head.all(Label::Questions) {
        let first = row.parts.first().map_or(0, |part| part.column);
        let mut place: Vec<&Part> = Vec::new();
        let mut rest: Vec<Part> = Vec::new();
        for part in &row.parts {
            let words: Vec<&str> = part.text.split_whitespace().collect();
            let taken = words.iter().take_while(|word| is_question(word)).count();
            // "3-14 April 2023" in a cell of its own begins like a list of Questions.
            if taken == 0 || (taken < words.len() && part.column > first) {
                place.push(part);
                continue;
            }
            all.extend(listed_questions(&words[..taken].join(" "), part.line));
            if taken < words.len() {
                rest.push(Part { text: words[taken..].join(" "), ..part.clone() });
            }
        }
        let parts = rest.iter().chain(place).cloned().collect();
        let place = Row { label: Label::PlaceAndDates, parts, ..row.clone() };
        all.extend(place.found(Field::PlaceAndDates));
    }
    if !all.iter().any(|found| found.field == Field::PlaceAndDates) {
        all.extend(head.found(Label::PlaceAndDates, Field::PlaceAndDates));
    }
    all
}

fn is_question(word: &str) -> bool {
    let bare = word.trim_matches([',', ';', '.', '(', ')']).to_lowercase();
    let number = bare.trim_start_matches("qs").trim_start_matches('q');
    matches!(bare.as_str(), "q" | "qs" | "all" | "and" | "&" | "-" | "–" | "n/a")
        || bare.starts_with("all/")
        || (number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || "/,-qQ".contains(c)))
}

/// "Q8, 9 and 10/96" names three Questions of study group 96.
fn listed_questions(text: &str, line: usize) -> Vec<Found> {
    let words: Vec<&str> = text
        .split([',', ';', ' ', '&'])
        .map(|word| word.trim_matches(['.', '(', ')']).trim_start_matches(['Q', 'q']).trim_start_matches('s'))
        .filter(|word| !is_nothing(word) && *word != "and")
        .collect();
    let mut all: Vec<Found> = Vec::new();
    let mut group: Option<&str> = None;
    for word in words.iter().rev() {
        let found = Found::printed(Field::Questions, *word, line, line);
        match (word.split_once('/'), group) {
            (Some((_, named)), _) => {
                group = Some(named);
                all.push(found);
            }
            (None, Some(named)) => all.push(found.read_as(format!("{word}/{named}"), false)),
            (None, None) => all.push(found),
        }
    }
    all.reverse();
    all
}

/// "(reply to SG99-LS7)" in the title.
fn reply_to(head: &Head) -> Option<Found> {
    let title = head.found(Label::Title, Field::Title)?;
    named_in_title(&title)
}

/// The statement that a title says it answers.
pub fn named_in_title(title: &Found) -> Option<Found> {
    let lower = title.printed.to_lowercase();
    let (at, words) = ["reply to ", "in response to ", "response to "]
        .iter()
        .find_map(|words| lower.find(words).map(|at| (at, words)))?;
    let rest = title.printed.get(at + words.len()..)?;
    let mut depth = 0i32;
    let end = rest.find(|c: char| {
        depth += i32::from("([".contains(c)) - i32::from(")]".contains(c));
        depth < 0
    });
    let printed = rest.get(..end.unwrap_or(rest.len()))?.trim();
    let found = Found::printed(Field::ReplyTo, printed, title.line, title.to_line);
    let number = numbers::any(printed);
    let sure = number.is_some();
    Some(found.read_as(number.unwrap_or_else(|| printed.to_owned()), sure))
}

/// Forms before 2009 have "To:" with "Purpose:" beneath; without a purpose nobody can tell what is asked.
fn to_with_purpose(head: &Head, document: &Document) -> Vec<Found> {
    let purpose = head.found(Label::Purpose, Field::Body).map(|found| found.value.to_lowercase()).unwrap_or_default();
    let (field, sure) = match () {
        () if purpose.contains("action") => (Field::ForAction, true),
        () if purpose.contains("comment") => (Field::ForComment, true),
        () if purpose.contains("info") => (Field::ForInformation, true),
        () => (Field::ForAction, false),
    };
    let mut all = addressees::named(field, head.all(Label::To), document.kind);
    for found in &mut all {
        found.sure = found.sure && sure;
    }
    all.extend(addressees::named(Field::ForInformation, head.all(Label::Copy), document.kind));
    all
}

/// The date by which an answer is asked for; words without a date are kept for a person to read.
pub fn deadline(head: &Head) -> Option<Found> {
    let found = head.found(Label::Deadline, Field::Deadline)?;
    let dated = dates::first(&found.printed);
    Some(found.read_as(dated.map(|it| it.date.to_string()).unwrap_or_default(), dated.is_some_and(|it| it.sure)))
}

fn keywords(head: &Head) -> Vec<Found> {
    let Some(row) = head.found(Label::Keywords, Field::Keywords) else { return Vec::new() };
    let words = row.printed.split([',', ';']).map(str::trim).map(|word| word.trim_end_matches('.'));
    words
        .filter(|word| !is_nothing(word))
        .map(|word| Found::printed(Field::Keywords, word, row.line, row.to_line))
        .collect()
}

/// Attachments in their row of the head, or in a line "Attachment(s): …" of the body with the lines beneath it.
pub fn attachments(document: &Document, head: &Head) -> Vec<Found> {
    let mut parts: Vec<Part> = head.all(Label::Attachments).flat_map(|row| row.parts.clone()).collect();
    let starts = ["attachments", "attachment(s)", "attachment", "annexes attached"];
    for (line, text) in document.lines.iter().enumerate().skip(head.body) {
        let text = text.trim();
        let lower = text.to_lowercase();
        let Some(value) = starts.iter().find_map(|start| lower.strip_prefix(start)?.trim_start().strip_prefix(':'))
        else {
            continue;
        };
        let value = text.get(text.len() - value.len()..).unwrap_or_default().trim();
        if !value.is_empty() {
            parts.push(Part { line, column: 0, text: value.to_owned() });
        }
        let below = document
            .lines
            .iter()
            .enumerate()
            .skip(line + 1)
            .skip_while(|(at, text)| *at == line + 1 && value.is_empty() && text.trim().is_empty());
        let below = below.take_while(|(_, text)| !text.trim().is_empty());
        parts.extend(below.map(|(line, text)| Part { line, column: 0, text: text.trim().to_owned() }));
        break;
    }
    parts.iter().flat_map(listed_attachments).collect()
}

/// One a line, or several where each piece is a file or a number: titles have commas of their own.
pub fn listed_attachments(part: &Part) -> Vec<Found> {
    let is_document = |piece: &str| {
        let ending = piece.rsplit_once('.').map(|(_, ending)| ending.trim());
        ending.is_some_and(|ending| (2..=4).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric))
            || numbers::any(piece).is_some()
    };
    let by_comma: Vec<&str> = part.text.split([',', ';']).map(str::trim).collect();
    let pieces = match by_comma.iter().all(|piece| is_document(piece)) {
        true => by_comma,
        false => part.text.split(';').map(str::trim).collect(),
    };
    let count = |piece: &str| piece.chars().all(|c| c.is_ascii_digit());
    let bare = pieces.into_iter().map(|piece| piece.trim_start_matches(['-', '–', '•', '·', '*', ' ']));
    bare.filter(|piece| !is_nothing(piece) && !count(piece))
        .map(|piece| Found::printed(Field::Attachments, piece, part.line, part.line))
        .collect()
}
