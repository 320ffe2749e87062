//! The allocation table: what came in, a row each, to be routed in one sitting.

use askama::Template;

use super::Page;
use super::parts::*;
use super::several::Outcome;

#[derive(Template)]
#[template(path = "pages/liaisons/allocating.html")]
pub struct Allocating {
    pub page: Page,
    pub action: String,
    /// The body whose table it is, and the others of the reader.
    pub body: String,
    pub bodies: Vec<Choice>,
    pub rows: Vec<Row>,
    pub purposes: Vec<Choice>,
    pub people: Vec<Choice>,
    /// Names for the field of Questions.
    pub places: Vec<String>,
    /// Numbers that are reserved, and what each is for.
    pub reserved: Vec<String>,
    pub reserved_said: Option<String>,
    /// The chair's agreement, where the procedure asks for it.
    pub agreed_by: Option<String>,
    /// What a rehearsal, or the act itself, came to.
    pub outcome: Option<Outcome>,
    /// Ways on from an empty table.
    pub ways: Vec<Link>,
    pub next: Option<String>,
    pub key: String,
}

/// One statement that waits.
pub struct Row {
    pub registration: String,
    pub version: String,
    pub handle: String,
    pub href: String,
    pub title: String,
    pub numbers: Vec<String>,
    pub from: Body,
    pub received: Moment,
    pub deadline: Option<Moment>,
    /// Has its number already: none is asked for.
    pub numbered: bool,
    pub number: String,
    pub questions: String,
    pub information: String,
    pub purpose: String,
    pub assignee: String,
    pub due: String,
    pub note: bool,
    pub problems: Vec<String>,
    /// What its sender asks of the body, where it says so.
    pub asked: Option<String>,
    /// Where it is passed on to another body instead.
    pub forward: Option<String>,
    /// What became of it, or would.
    pub becomes: Option<Chip>,
    /// Where its parts go, and until when.
    pub goes_to: Vec<String>,
}
