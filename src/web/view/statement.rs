//! The page of a statement, in the skeleton of every object: number and title, state and whose turn it is, what can be
//! done, the facts, the text, the thread, who was told, the history.

use askama::Template;

use super::Page;
use super::diagram::Diagram;
use super::note::Notes;
use super::parts::*;
use crate::web::markdown::Html;

#[derive(Template)]
#[template(path = "pages/liaisons/statement.html")]
pub struct Statement {
    pub page: Page,
    pub handle: String,
    /// Numbers as printed.
    pub numbers: Vec<String>,
    pub title: String,
    pub chip: Chip,
    pub ball: Option<Ball>,
    /// Why it came back, while it is a draft again.
    pub returned: Option<Returned>,
    /// For its recipients: that it is to be disregarded.
    pub retracted: Option<String>,
    pub possible: Vec<Offer>,
    pub refused: Vec<Offer>,
    /// "You are here", and the whole procedure.
    pub here: Option<Diagram>,
    pub procedure: Option<Link>,
    /// The document as it goes or went out.
    pub preview: Option<String>,
    pub facts: Vec<Fact>,
    pub destinations: Vec<Destination>,
    pub registrations: Vec<Registration>,
    pub abstract_text: Option<String>,
    pub text: Html,
    /// The hash of the frozen text.
    pub text_hash: Option<String>,
    pub files: Vec<FileLink>,
    pub thread: Vec<Related>,
    pub notes: Notes,
    pub letters: Vec<LetterRow>,
    /// The form that tries again those that were not delivered.
    pub again: Option<String>,
    pub history: Vec<Entry>,
    pub pager: Pager,
}

/// To whom the statement goes, and what they owe.
pub struct Destination {
    pub body: Body,
    pub purpose: String,
    pub deadline: Option<Moment>,
    pub relative: Option<String>,
    /// The day by which an interim reply promised the rest.
    pub promised: Option<Moment>,
    pub late: bool,
    /// The day of the newest reminder, while a reply is awaited.
    pub reminded: Option<Moment>,
    pub delivery: Option<Chip>,
    pub reply: Chip,
    /// Statements that answer, and how fully.
    pub answers: Vec<Value>,
    pub possible: Vec<Offer>,
}

/// The statement in the register of one body that is kept here.
pub struct Registration {
    pub body: Body,
    pub number: Option<String>,
    pub chip: Chip,
    pub ball: Option<Ball>,
    pub facts: Vec<Fact>,
    pub allocations: Vec<Allocation>,
    pub possible: Vec<Offer>,
    pub refused: Vec<Offer>,
}

/// What one body makes of it.
pub struct Allocation {
    pub body: Body,
    pub leads: bool,
    pub assignee: String,
    pub due: Option<Moment>,
    /// The rule that the due date comes from.
    pub rule: Option<String>,
    pub late: bool,
    pub chip: Chip,
    pub disposition: Option<String>,
    pub possible: Vec<Offer>,
}

/// Another statement of the thread.
pub struct Related {
    /// "Replies to", "Answered by".
    pub how: String,
    pub handle: String,
    pub href: String,
    pub title: String,
    pub from: Body,
    pub date: Option<Moment>,
    pub note: Option<String>,
}
