//! A document as lines of text, whatever program wrote it. Columns of a table are kept apart by tabs, and a line that
//! continues a cell begins with one, so that one grammar reads the forms of all kinds.

mod doc;
mod docx;
mod pdf;
mod text;

use serde::{Deserialize, Serialize};

use crate::domain::said::Said;
use crate::said;

/// The kinds of document whose text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Pdf,
    Docx,
    Doc,
    Text,
}

impl DocumentKind {
    /// Every kind, in the order of the command line's help.
    pub const ALL: [DocumentKind; 4] = [DocumentKind::Pdf, DocumentKind::Docx, DocumentKind::Doc, DocumentKind::Text];

    /// The kind of a file: by what its first bytes say, then by its name. `None` is a file that is kept unread.
    pub fn of(name: &str, bytes: &[u8]) -> Option<DocumentKind> {
        let name = name.to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        if bytes.iter().take(1024).copied().collect::<Vec<u8>>().windows(5).any(|window| window == b"%PDF-") {
            return Some(DocumentKind::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return (ends(&[".docx", ".docm", ".dotx"]) || holds(b"word/")).then_some(DocumentKind::Docx);
        }
        if bytes.starts_with(&doc::CONTAINER) {
            // A DOCX with a password is wrapped in the container of the old format; its reader says so.
            return match () {
                () if ends(&[".docx", ".docm"]) => Some(DocumentKind::Docx),
                () if ends(&[".doc", ".dot"]) || holds(&doc::wide("WordDocument")) => Some(DocumentKind::Doc),
                () => None,
            };
        }
        let written = ends(&[".txt", ".text", ".md", ".markdown"]);
        (written && text::looks_written(bytes)).then_some(DocumentKind::Text)
    }

    /// The word of this kind on the command line.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Pdf => "pdf",
            DocumentKind::Docx => "docx",
            DocumentKind::Doc => "doc",
            DocumentKind::Text => "text",
        }
    }

    /// The kind that a word of the command line names.
    pub fn from_word(word: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The text of a document, line by line, as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub kind: DocumentKind,
    pub lines: Vec<String>,
}

/// Why a document could not be read. The file itself is kept in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ReadError {
    /// No program for this kind is installed (antiword, catdoc).
    #[error("no reader for this kind is installed")]
    NoReader,
    /// It asks for a password.
    #[error("protected by a password")]
    Locked,
    /// It is not what its name or first bytes say, or is cut short.
    #[error("damaged")]
    Damaged,
    /// It unfolds to more than we are willing to hold.
    #[error("too large when unfolded")]
    TooLarge,
    /// It has pictures only, as a scan has.
    #[error("holds no text")]
    NoText,
    /// The reader was stopped at its time limit.
    #[error("took too long")]
    TooSlow,
    /// The reader ended without an answer.
    #[error("the reader died")]
    Died,
}

impl ReadError {
    /// Every reason, so that a test can look up each sentence.
    pub const ALL: [ReadError; 7] = [
        ReadError::NoReader,
        ReadError::Locked,
        ReadError::Damaged,
        ReadError::TooLarge,
        ReadError::NoText,
        ReadError::TooSlow,
        ReadError::Died,
    ];

    /// The sentence a person reads.
    pub fn said(&self) -> Said {
        match self {
            ReadError::NoReader => said!("reading-no-reader"),
            ReadError::Locked => said!("reading-locked"),
            ReadError::Damaged => said!("reading-damaged"),
            ReadError::TooLarge => said!("reading-too-large"),
            ReadError::NoText => said!("reading-no-text"),
            ReadError::TooSlow => said!("reading-too-slow"),
            ReadError::Died => said!("reading-died"),
        }
    }
}

/// Reads the text of a document. Call it only in the child process (`entente read`): its libraries may panic, loop or
/// ask for all memory when the file was made to do harm.
pub fn extract(kind: DocumentKind, bytes: &[u8]) -> Result<Document, ReadError> {
    let raw = match kind {
        DocumentKind::Pdf => pdf::lines(bytes)?,
        DocumentKind::Docx => docx::lines(bytes)?,
        DocumentKind::Doc => doc::lines(bytes)?,
        DocumentKind::Text => text::lines(bytes),
    };
    let lines = tidied(raw);
    if lines.is_empty() {
        return Err(ReadError::NoText);
    }
    Ok(Document { kind, lines })
}

/// Without control characters, without spaces at the ends of lines, and never two blank lines together.
fn tidied(raw: Vec<String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::with_capacity(raw.len());
    for line in raw {
        let kept: String = line.chars().filter(|c| *c == '\t' || !c.is_control()).collect();
        let kept = kept.trim_end();
        if !kept.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(kept.to_owned());
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
