//! The text of a DOCX, read from its own XML: content controls, ticks, soft breaks, inserted text and the page header
//! with the document's number are where the forms keep their values, and general readers lose them.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{ReadError, doc, text};

mod markup;

/// What all parts we read may unfold to together, and how many entries the archive may list.
const UNFOLDED: u64 = 64 * 1024 * 1024;
const ENTRIES: usize = 10_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn lines(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    if bytes.starts_with(&doc::CONTAINER) {
        return Err(if doc::is_locked(bytes) { ReadError::Locked } else { ReadError::Damaged });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
    if archive.len() > ENTRIES {
        return Err(ReadError::TooLarge);
    }
    let mut left = UNFOLDED;
    let names = names(&archive);
    let mut lines: Vec<String> = Vec::new();
    for header in names.iter().filter(|name| is_header(name)) {
        for line in markup::lines(&part(&mut archive, header, &mut left)?)? {
            if is_worth_keeping(&line) && !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let main = names.iter().find(|name| is_main(name)).ok_or(ReadError::Damaged)?;
    lines.extend(markup::lines(&part(&mut archive, main, &mut left)?)?);
    Ok(lines)
}

/// The names of the entries in an order that does not depend on the program that packed them.
fn names(archive: &Archive<'_>) -> Vec<String> {
    let mut names: Vec<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
    names.sort();
    names
}

fn is_header(name: &str) -> bool {
    name.starts_with("word/header") && name.ends_with(".xml")
}

/// A header repeats the page number; only words and document numbers tell something.
fn is_worth_keeping(line: &str) -> bool {
    line.chars().any(char::is_alphabetic)
}

/// `word/document.xml`, or the numbered name that some programs give it.
fn is_main(name: &str) -> bool {
    let number = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

/// Unfolds one part, within what is left of the allowance. The declared size is believed only when it refuses.
fn part(archive: &mut Archive<'_>, name: &str, left: &mut u64) -> Result<String, ReadError> {
    let mut entry = archive.by_name(name).map_err(refusal)?;
    if entry.size() > *left {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::new();
    entry.by_ref().take(*left + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Damaged)?;
    *left = left.checked_sub(bytes.len() as u64).ok_or(ReadError::TooLarge)?;
    Ok(text::decoded(&bytes))
}

fn refusal(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Locked,
        // The library's enum is open; whatever else it meets, the archive is not one we can read.
        _ => ReadError::Damaged,
    }
}
