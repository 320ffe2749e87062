//! Lists of those a statement goes to: parted at commas and semicolons outside brackets, and short names completed from
//! the one before ("ITU-T SG98, SG99").

use super::rows::{Row, is_nothing};
use crate::exchange::document::DocumentKind;
use crate::exchange::reading::{Field, Found};

/// Tags of the parts of one organisation; a short name that begins with one belongs to whom the name before names.
const FAMILIES: [(&str, &[&str]); 2] = [("ITU-", &["SG", "TSAG"]), ("3GPP", &["SA", "CT", "RAN", "GERAN", "TSG"])];

/// Tags that repeat the place of the same tag in the name before: `ISO/IEC JTC 1/SC 98, SC 99`.
const TAGS: [&str; 11] = ["TSAG", "SG", "JWG", "WG", "WP", "SC", "TC", "GERAN", "RAN", "SA", "CT"];

/// Everyone whom the rows name, in order.
pub fn named<'a>(field: Field, rows: impl Iterator<Item = &'a Row>, kind: DocumentKind) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for row in rows {
        let (text, starts) = run_together(row, kind);
        let line_at =
            |at: usize| starts.iter().rev().find(|(start, _)| *start <= at).map_or(row.line, |(_, line)| *line);
        for (from, to) in parts(&text) {
            let printed = text.get(from..to).unwrap_or_default().replace('\n', " ");
            let trimmed = printed.trim().trim_end_matches('.').trim();
            if is_nothing(trimmed) {
                continue;
            }
            let from = from + printed.len() - printed.trim_start().len();
            let found = Found::printed(field, trimmed, line_at(from), line_at(to.saturating_sub(1).max(from)));
            let full = all.last().and_then(|before| completed(&before.value, trimmed));
            all.push(match full {
                Some(full) => found.read_as(full, false),
                None => found.read_as(trimmed, !has_bare_numbers(trimmed)),
            });
        }
    }
    all
}

/// The words of a row with a line break where one addressee ends and the next begins, and where each line starts. In a
/// DOCX a line of a cell is a paragraph that somebody ended; in a PDF it may be a name that had no more room.
fn run_together(row: &Row, kind: DocumentKind) -> (String, Vec<(usize, usize)>) {
    let listed = row.parts.iter().any(|part| has_separator(&part.text));
    let own_lines = match kind {
        DocumentKind::Docx | DocumentKind::Text => true,
        DocumentKind::Pdf | DocumentKind::Doc => !listed,
    };
    let (mut text, mut starts) = (String::new(), Vec::new());
    for part in &row.parts {
        if !text.is_empty() {
            let unfinished = text.ends_with(['/', '(', '-', '&']) || depth(&text) > 0;
            let parted = ends_body(&text) && !is_lower_part(&part.text) || text.ends_with(|c: char| c.is_ascii_digit());
            text.push(if own_lines && !unfinished && parted && begins_body(&part.text) { '\n' } else { ' ' });
        }
        starts.push((text.len(), part.line));
        text.push_str(&part.text);
    }
    (text, starts)
}

/// Whether a comma or semicolon outside brackets parts names.
fn has_separator(text: &str) -> bool {
    text.char_indices().any(|(at, c)| matches!(c, ',' | ';') && depth(&text[..at]) <= 0)
}

/// Whether a line begins with a part of a body: "JTC 1/SC 27" after "ISO/IEC".
fn is_lower_part(text: &str) -> bool {
    let tag: String = text.chars().take_while(|c| c.is_ascii_uppercase()).collect();
    tag == "JTC" || TAGS.contains(&tag.as_str())
}

fn depth(text: &str) -> i32 {
    text.chars().map(|c| i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'))).sum()
}

/// Where each addressee begins and ends.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut depth) = (0, 0i32);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            ',' | ';' | '\n' if depth == 0 => {
                push(text, &mut found, from, at);
                from = at + letter.len_utf8();
            }
            ' ' if depth == 0 => {
                let rest = text.get(at..).unwrap_or_default();
                let joint = [" & ", " and "].into_iter().find(|joint| rest.starts_with(joint));
                let next = joint.and_then(|joint| rest.get(joint.len()..)).filter(|next| begins_body(next));
                if let Some(next) = next.filter(|_| ends_body(text.get(from..at).unwrap_or_default())) {
                    push(text, &mut found, from, at);
                    from = text.len() - next.len();
                }
            }
            _ => {}
        }
    }
    push(text, &mut found, from, text.len());
    found
}

/// A piece without letters ("9, 10/96") is more of the piece before.
fn push(text: &str, found: &mut Vec<(usize, usize)>, from: usize, to: usize) {
    let piece = text.get(from..to).unwrap_or_default().trim();
    let piece = piece.strip_prefix("and ").unwrap_or(piece);
    let more = piece.chars().any(|c| c.is_ascii_digit()) && !piece.chars().any(char::is_alphabetic);
    match found.last_mut() {
        Some(last) if more => last.1 = to,
        Some(_) | None => {
            let trimmed = text.get(from..to).unwrap_or_default().trim_start();
            let skipped = if trimmed.starts_with("and ") && begins_body(&trimmed[4..]) { 4 } else { 0 };
            found.push((to - trimmed.len() + skipped, to));
        }
    }
}

/// Whether a text begins as names of bodies do: with a word of capitals (`SG99`, `3GPP`, `oneM2M`, `ISO/IEC`).
fn begins_body(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(is_acronym) || text.trim_start().to_lowercase().starts_with("all ")
}

fn ends_body(text: &str) -> bool {
    let word = text.split_whitespace().last().unwrap_or_default();
    is_acronym(word) || word.ends_with(|c: char| c.is_ascii_digit() || c == ')')
}

fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// The full name behind a short one, from the name before it.
fn completed(before: &str, short: &str) -> Option<String> {
    let tag: String = short.chars().take_while(|c| c.is_ascii_uppercase()).collect();
    let rest = short.get(tag.len()..)?;
    if !(rest.is_empty() || rest.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let place = |at: &usize| *at > 0 && before.get(..*at).is_some_and(|head| head.ends_with([' ', '/']));
    if TAGS.contains(&tag.as_str())
        && let Some(at) = before.match_indices(&tag).map(|(at, _)| at).find(place)
    {
        return Some(format!("{}{short}", &before[..at]));
    }
    let (_, family) =
        (FAMILIES.iter()).find(|(head, tags)| before.starts_with(head) && tags.contains(&tag.as_str()))?;
    let head = before.split([' ', '/']).next()?;
    (!family.is_empty()).then(|| format!("{head} {short}"))
}

fn has_bare_numbers(text: &str) -> bool {
    text.split(',').skip(1).any(|piece| !piece.chars().any(char::is_alphabetic))
}
