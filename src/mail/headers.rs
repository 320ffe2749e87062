//! Words, addresses and identifiers made fit for a header. Names and subjects come from people and from foreign
//! documents: whatever they hold, they stay one value of one header. Text is tamed, addresses are refused.

use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Mailboxes};

use super::letter::{LetterError, Party};

/// A name is cut here: a display name longer than this is no name, and a line of a header may not pass 998 bytes.
const NAME_CHARS: usize = 150;
/// A subject is cut here, for the same reason.
const SUBJECT_CHARS: usize = 300;
const FILE_NAME_CHARS: usize = 120;
/// A path of RFC 5321 is at most 254 bytes long.
const ADDRESS_BYTES: usize = 254;
const ID_BYTES: usize = 250;
/// A thread's references: the first letter and the newest, so that no header grows with the thread.
const REFERENCES: usize = 20;

/// One line of visible text: line breaks of every kind, controls and direction overrides become one space or nothing.
fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut chars = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
            chars += 1;
        }
        for c in word.chars() {
            if chars >= limit {
                line.push('…');
                return line;
            }
            line.push(c);
            chars += 1;
        }
    }
    line
}

/// Directions and isolates (Fluent puts them around arguments) and the byte order mark: unseen, and a way to show a
/// name backwards.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The `Subject`. Text that already looks like an encoded word is encoded once more, so that nobody reads a decoded
/// version that was never written here.
pub(super) fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let line = one_line(text, SUBJECT_CHARS);
    if line.contains("=?") {
        let encoded = encoded_words(&line);
        HeaderValue::dangerous_new_pre_encoded(name, line, encoded)
    } else {
        HeaderValue::new(name, line)
    }
}

/// RFC 2047 encoded words (Q), folded, for what lettre would leave as it is.
fn encoded_words(line: &str) -> String {
    const PAYLOAD: usize = 60;
    let mut words = vec![String::new()];
    for c in line.chars() {
        let mut bytes = [0u8; 4];
        let piece: String = c
            .encode_utf8(&mut bytes)
            .bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("={b:02X}") })
            .collect();
        match words.last_mut() {
            Some(word) if word.len() + piece.len() <= PAYLOAD => word.push_str(&piece),
            Some(_) | None => words.push(piece),
        }
    }
    words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

/// One person as a mailbox; an address that could be more than one address is refused, never repaired.
pub(super) fn mailbox(party: &Party) -> Result<Mailbox, LetterError> {
    let name = one_line(&party.name, NAME_CHARS);
    Ok(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address(&party.address)?))
}

/// The same as the one value of a header such as `To`.
pub(super) fn mailboxes(party: &Party) -> Result<Mailboxes, LetterError> {
    Ok(Mailboxes::from(mailbox(party)?))
}

/// An address without quotes, comments, groups, routes and literals: `local@domain` and nothing else.
pub(super) fn address(text: &str) -> Result<Address, LetterError> {
    let refused = || LetterError::Address(one_line(text, NAME_CHARS));
    let fits = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    let sound = text.len() <= ADDRESS_BYTES && text.chars().all(fits) && !text.contains("=?");
    if !sound {
        return Err(refused());
    }
    // lettre refuses a second @ outside quotes, and quotes have not come so far.
    text.parse().map_err(|_| refused())
}

/// `<left@right>` from an identifier with or without its angle brackets, or nothing when it is none.
pub(super) fn message_id(text: &str) -> Option<String> {
    let inner = text.trim();
    let inner = inner.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(inner);
    let fits = |c: char| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c);
    let (left, right) = inner.split_once('@')?;
    let sound = inner.len() <= ID_BYTES
        && inner.chars().all(fits)
        && !left.is_empty()
        && !right.is_empty()
        && !right.contains('@')
        && !inner.contains("=?");
    sound.then(|| format!("<{inner}>"))
}

/// The thread, oldest first: identifiers of foreign letters that are none are left out rather than stop our letter.
pub(super) fn references(ids: &[String]) -> Option<String> {
    let mut sound: Vec<String> = ids.iter().filter_map(|id| message_id(id)).collect();
    if sound.len() > REFERENCES {
        let newest = sound.split_off(sound.len() - (REFERENCES - 1));
        sound.truncate(1);
        sound.extend(newest);
    }
    (!sound.is_empty()).then(|| sound.join(" "))
}

/// The `List-Id` of RFC 2919, by which people sort their mail; letters that an identifier cannot hold become hyphens.
pub(super) fn list_id(text: &str) -> Option<String> {
    let inner: String = text
        .trim_matches(|c: char| c == '<' || c == '>' || c.is_whitespace())
        .chars()
        .take(SUBJECT_CHARS)
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '_' { c } else { '-' })
        .collect();
    (!inner.is_empty()).then(|| format!("<{inner}>"))
}

/// A name for an attached file: one line, no folder, never empty.
pub(super) fn file_name(text: &str) -> String {
    let line = one_line(text, FILE_NAME_CHARS).replace(['/', '\\', ':', '"'], "_");
    if line.trim_matches(['.', ' ', '_']).is_empty() { "file".to_owned() } else { line }
}
