//! Logging an incoming statement: the file first, then the form beside what was read in it.

use askama::Template;

use super::Page;
use super::parts::*;

/// Step 1: a file, or none.
#[derive(Template)]
#[template(path = "pages/liaisons/intake_file.html")]
pub struct IntakeFile {
    pub page: Page,
    pub action: String,
    pub problems: Vec<Problem>,
    pub fields: Vec<Field>,
    /// The form without a document.
    pub by_hand: Option<String>,
    /// The form for a statement of our own as it was.
    pub own: String,
}

/// Step 2: the form, each value with the line where it was found.
#[derive(Template)]
#[template(path = "pages/liaisons/intake_form.html")]
pub struct IntakeForm {
    pub page: Page,
    pub action: String,
    pub problems: Vec<Problem>,
    /// What the reader should know of the reading: what kind of form, how much was found, what failed.
    pub reading: Vec<String>,
    pub file: Option<FileLink>,
    pub lines: Vec<ReadLine>,
    /// Known statements that may be the same.
    pub known: Vec<Value>,
    pub fields: Vec<Field>,
    pub key: String,
    /// The verb of the button.
    pub verb: String,
    pub back: String,
}

/// A line of the document; the anchor is `line-<n>`.
pub struct ReadLine {
    pub number: usize,
    pub text: String,
    /// A value was taken from it.
    pub marked: bool,
}
