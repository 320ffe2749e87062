//! Bodies and their address book.

use askama::Template;

use super::Page;
use super::act::Stale;
use super::home::Due;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/bodies/index.html")]
pub struct Bodies {
    pub page: Page,
    pub rows: Vec<Row>,
    /// Senders of whom only the name is known.
    pub provisional: Vec<Provisional>,
    /// What can be done here.
    pub acts: Vec<Link>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// One of them, and where it is said who that is; nowhere for readers who may not.
pub struct Provisional {
    pub body: Body,
    pub since: Moment,
    pub complete: Option<String>,
    pub merge: Option<String>,
}

/// One body of the list.
pub struct Row {
    pub body: Body,
    pub title: String,
    pub kind: String,
    pub addresses: usize,
}

#[derive(Template)]
#[template(path = "pages/bodies/show.html")]
pub struct BodyPage {
    pub page: Page,
    pub name: String,
    pub title: String,
    pub back: String,
    pub facts: Vec<Fact>,
    pub acts: Vec<Link>,
    /// What each side owes the other; none of it for a body of the reader's own.
    pub owed: Vec<Owed>,
    pub newest: Newest,
    pub officers: Vec<Officer>,
    pub former: Vec<Officer>,
    /// What it belongs to, and what belongs to it.
    pub kin: Vec<Kin>,
    pub meeting: Option<Meeting>,
    /// All its meetings.
    pub calendar: String,
    pub addresses: Vec<Entry>,
    /// No longer in use, or not yet.
    pub others: Vec<Entry>,
    /// What was done to its record. Qualified: an entry of the address book has the same name here.
    pub history: Vec<super::parts::Entry>,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    /// The form that adds an address; none for readers who may not.
    pub form: Option<Form>,
}

/// Open replies of one side.
pub struct Owed {
    pub id: &'static str,
    pub head: String,
    pub none: String,
    pub rows: Vec<Open>,
    /// The whole list.
    pub all: String,
}

/// One open reply.
pub struct Open {
    pub handle: String,
    pub href: String,
    pub numbers: Vec<String>,
    pub title: String,
    pub due: Option<Due>,
    /// As whom it was asked, or who has it.
    pub about: String,
}

/// Its newest statements.
pub struct Newest {
    pub rows: Vec<Statement>,
    /// The whole list.
    pub all: String,
}

/// One statement of them.
pub struct Statement {
    pub handle: String,
    pub href: String,
    pub numbers: Vec<String>,
    pub title: String,
    pub from: Vec<Body>,
    pub to: Vec<Body>,
    pub chip: Chip,
    pub date: Option<Moment>,
}

/// Who serves or served in it.
pub struct Officer {
    pub name: String,
    pub role: String,
    pub from: Moment,
    pub to: Option<Moment>,
    pub decision: String,
}

/// Bodies above or below it.
pub struct Kin {
    pub label: String,
    pub rows: Vec<Relative>,
}

/// One of them, and from when to when it is there.
pub struct Relative {
    pub body: Body,
    pub valid: String,
}

/// The meeting that comes next.
pub struct Meeting {
    pub title: String,
    pub href: String,
    pub days: String,
    pub place: String,
}

/// One entry of the address book.
pub struct Entry {
    pub kind: String,
    pub name: String,
    pub address: String,
    pub from: Moment,
    pub to: Option<Moment>,
    /// When it was added, and by whom.
    pub added: Option<Moment>,
    pub by: String,
    /// Where it is corrected and ended, by readers who may.
    pub correct: Option<String>,
    pub end: Option<String>,
}

/// The form.
pub struct Form {
    pub action: String,
    pub verb: String,
    pub does: String,
    pub fields: Vec<Field>,
    pub key: String,
}
