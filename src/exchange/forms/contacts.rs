//! The people to write to: name, organisation and country on lines of their own, telephone and mail beside them.

use super::rows::{Head, Label, Part, Row, is_nothing};
use crate::exchange::reading::{Field, Found};

/// A contact as its row and the telephone and mail rows that follow it.
#[derive(Default)]
struct Contact<'a> {
    lines: Vec<&'a Part>,
    tels: Vec<&'a Part>,
    emails: Vec<&'a Part>,
}

/// Every contact of a head, numbered from 0.
pub fn named(head: &Head) -> Vec<Found> {
    let mut contacts: Vec<Contact<'_>> = Vec::new();
    for row in &head.rows {
        match row.label {
            Label::Contact => contacts.push(begun(row)),
            // The 3GPP form has "Contact Person:" as a heading and the name in a row of its own.
            Label::Name => match contacts.last_mut().filter(|contact| contact.lines.is_empty()) {
                Some(contact) => contact.lines.extend(&row.parts),
                None => contacts.push(begun(row)),
            },
            Label::Tel => contacts.iter_mut().last().into_iter().for_each(|it| it.tels.extend(&row.parts)),
            Label::Email => contacts.iter_mut().last().into_iter().for_each(|it| it.emails.extend(&row.parts)),
            _ => {}
        }
    }
    let contacts = contacts.into_iter().flat_map(parted).collect::<Vec<_>>();
    contacts.iter().enumerate().flat_map(|(group, contact)| found(contact, group)).collect()
}

fn begun(row: &Row) -> Contact<'_> {
    let mut contact = Contact::default();
    for part in row.parts.iter().filter(|part| !is_nothing(&part.text)) {
        let digits = part.text.chars().filter(char::is_ascii_digit).count();
        match () {
            () if part.text.contains('@') && !part.text.contains(',') => contact.emails.push(part),
            () if part.text.starts_with('+') && digits >= 6 => contact.tels.push(part),
            () => contact.lines.push(part),
        }
    }
    contact
}

/// Several people in one cell, three lines each, with as many addresses.
fn parted(contact: Contact<'_>) -> Vec<Contact<'_>> {
    let people = contact.emails.len();
    if people < 2 || contact.lines.len() != people * 3 {
        return vec![contact];
    }
    let tels_match = contact.tels.len() == people;
    let each = contact.lines.chunks(3).zip(&contact.emails).enumerate();
    each.map(|(at, (lines, email))| Contact {
        lines: lines.to_vec(),
        tels: contact.tels.get(at).filter(|_| tels_match).into_iter().copied().collect(),
        emails: vec![*email],
    })
    .collect()
}

fn found(contact: &Contact<'_>, group: usize) -> Vec<Found> {
    let whole = |field, part: &Part| Found::printed(field, part.text.as_str(), part.line, part.line);
    let mut all: Vec<Found> = match contact.lines.as_slice() {
        [] => Vec::new(),
        [one] => on_one_line(one),
        [name, organisation] => {
            let organisation = whole(Field::ContactOrganisation, organisation);
            let sure = organisation.value.clone();
            vec![whole(Field::ContactName, name), organisation.read_as(sure, false)]
        }
        [name, between @ .., country] => {
            let text = between.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(", ");
            let (from, to) = (between.first().map_or(name.line, |it| it.line), country.line.saturating_sub(1));
            let organisation = Found::printed(Field::ContactOrganisation, text.clone(), from, to.max(from));
            vec![
                whole(Field::ContactName, name),
                organisation.read_as(text, between.len() == 1),
                whole(Field::ContactCountry, country),
            ]
        }
    };
    all.extend(contact.tels.iter().filter(|part| !is_nothing(&part.text)).map(|part| whole(Field::ContactTel, part)));
    all.extend(contact.emails.iter().filter_map(|part| email(part)));
    all.into_iter().map(|found| found.of_group(group)).collect()
}

/// "Name, organisation, country": read, but for a person to look at.
fn on_one_line(part: &Part) -> Vec<Found> {
    let whole = |field, text: &str| Found::printed(field, text, part.line, part.line);
    let mut pieces: Vec<&str> = part.text.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let mut email = None;
    pieces.retain(|piece| {
        if piece.contains('@') {
            email = Some(*piece);
        }
        !piece.contains('@')
    });
    let unsure = |field, text: &str| whole(field, text).read_as(text, false);
    let mut all = match pieces.as_slice() {
        [] => Vec::new(),
        [name] => vec![whole(Field::ContactName, name)],
        [name, organisation] => {
            vec![unsure(Field::ContactName, name), unsure(Field::ContactOrganisation, organisation)]
        }
        [name, between @ .., country] => vec![
            unsure(Field::ContactName, name),
            unsure(Field::ContactOrganisation, &between.join(", ")),
            unsure(Field::ContactCountry, country),
        ],
    };
    all.extend(email.map(|email| whole(Field::ContactEmail, email).read_as(bare(email), true)));
    all
}

/// An address as it can be written to: without `mailto:`, and with "dot" and "at" read.
fn email(part: &Part) -> Option<Found> {
    if is_nothing(&part.text) {
        return None;
    }
    let found = Found::printed(Field::ContactEmail, part.text.as_str(), part.line, part.line);
    if part.text.contains('@') {
        let value = bare(&part.text);
        return Some(found.read_as(value, true));
    }
    let read = [" [at] ", " (at) ", "[at]", "(at)", " at "]
        .iter()
        .fold(part.text.clone(), |text, at| text.replacen(at, "@", 1));
    let read = [" [dot] ", " (dot) ", "[dot]", "(dot)", " dot "].iter().fold(read, |text, dot| text.replace(dot, "."));
    let is_address = read.matches('@').count() == 1 && !read.contains(' ');
    is_address.then(|| found.read_as(read, false))
}

fn bare(text: &str) -> String {
    let word = text.split([' ', ',', ';', '<', '>', '(', ')']).find(|word| word.contains('@')).unwrap_or(text);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    word.trim_matches(['.', '"', '\'']).to_owned()
}
