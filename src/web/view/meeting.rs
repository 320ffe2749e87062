//! Meetings: the calendar, one meeting, and the lists of statements that it takes.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/meetings/index.html")]
pub struct Meetings {
    pub page: Page,
    pub action: String,
    pub bodies: Vec<Choice>,
    /// The calendar of all bodies, where one is chosen.
    pub reset: Option<String>,
    pub coming: Vec<Row>,
    pub over: Vec<Row>,
    /// Where what is over goes on.
    pub next: Option<String>,
    pub acts: Vec<Link>,
}

/// One meeting of the calendar.
pub struct Row {
    pub title: String,
    pub href: String,
    pub kind: String,
    pub bodies: Vec<Body>,
    pub place: String,
    pub starts: Moment,
    pub ends: Moment,
    /// It is in session, was cancelled: a chip where there is something to say.
    pub chip: Option<Chip>,
}

#[derive(Template)]
#[template(path = "pages/meetings/show.html")]
pub struct MeetingPage {
    pub page: Page,
    pub handle: String,
    pub title: String,
    pub chip: Option<Chip>,
    pub back: String,
    pub facts: Vec<Fact>,
    pub papers: Vec<Papers>,
    pub possible: Vec<Offer>,
    pub refused: Vec<Offer>,
    /// What the reader's bodies have to do by it.
    pub due: Vec<DueRow>,
    /// What became of its days; for those who serve in its bodies.
    pub history: Vec<Entry>,
}

/// An allocation whose due date the meeting gave.
pub struct DueRow {
    pub title: Link,
    pub body: Body,
    pub assignee: String,
    pub due: Moment,
    pub late: bool,
}

/// The lists of one body.
pub struct Papers {
    pub body: String,
    /// Which days they are about.
    pub days: String,
    pub lists: Vec<Paper>,
}

/// One list, and its documents.
pub struct Paper {
    pub label: String,
    pub href: String,
    /// How many statements.
    pub count: String,
    pub files: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/meetings/list.html")]
pub struct List {
    pub page: Page,
    pub back: Link,
    pub about: Vec<String>,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Vec<Line>>>,
    pub empty: String,
    pub exports: Vec<Link>,
    pub next: Option<String>,
}

/// One line of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub href: Option<String>,
    /// Said beside the others.
    pub note: bool,
    /// A number or a day, which stays on one line.
    pub whole: bool,
}
