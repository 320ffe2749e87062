//! Bodies and their address book.

use askama::Template;

use super::Page;
use super::act::Stale;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/bodies/index.html")]
pub struct Bodies {
    pub page: Page,
    pub rows: Vec<Row>,
    /// What can be done here.
    pub acts: Vec<Link>,
    /// Where the list goes on.
    pub next: Option<String>,
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
    pub addresses: Vec<Entry>,
    /// Where its statements are.
    pub statements: String,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    /// The form that adds an address; none for readers who may not.
    pub form: Option<Form>,
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
    /// Used today.
    pub current: bool,
}

/// The form.
pub struct Form {
    pub action: String,
    pub verb: String,
    pub does: String,
    pub fields: Vec<Field>,
    pub key: String,
}
