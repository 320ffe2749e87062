//! The notes on a statement, on its page and on their own.

use askama::Template;

use super::Page;
use super::parts::*;

/// Notes, newest first, and the form that writes one.
pub struct Notes {
    pub notes: Vec<Note>,
    /// Where all of them stand, as far as there are more.
    pub all: Option<String>,
    /// None for whoever reads none and writes none: their own body has not got the statement.
    pub form: Option<Form>,
}

/// The form of a new one.
pub struct Form {
    pub action: String,
    pub key: String,
    /// Who reads it: "Read in SG17 alone …".
    pub who_reads: String,
    pub fields: Vec<Field>,
}

/// One note.
pub struct Note {
    /// Its handle, also the anchor.
    pub handle: String,
    pub author: String,
    pub mine: bool,
    pub written: Moment,
    pub corrected: Option<Moment>,
    /// Whose it is, where the reader serves in several.
    pub body: Option<String>,
    /// None where it was struck out or erased.
    pub text: Option<String>,
    /// Why there is no text: "Struck out by …".
    pub gone: Option<String>,
    pub reason: Option<String>,
    pub possible: Vec<Offer>,
}

/// All notes on one statement.
#[derive(Template)]
#[template(path = "pages/liaisons/notes.html")]
pub struct NotesPage {
    pub page: Page,
    pub back: Link,
    pub title: String,
    pub problems: Vec<Problem>,
    pub notes: Notes,
    pub pager: Pager,
}
