//! People and what they are appointed to.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/people/index.html")]
pub struct People {
    pub page: Page,
    pub rows: Vec<Row>,
    /// What can be done here.
    pub acts: Vec<Link>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// One person of the list.
pub struct Row {
    pub name: String,
    pub href: String,
    pub email: String,
    pub organisation: String,
    pub roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/people/show.html")]
pub struct PersonPage {
    pub page: Page,
    pub back: String,
    pub facts: Vec<Fact>,
    pub held: Vec<Held>,
    pub acts: Vec<Link>,
    pub problems: Vec<Problem>,
    /// The form that gives a password; none for readers who may not.
    pub password: Option<Password>,
}

/// One appointment.
pub struct Held {
    pub role: String,
    pub body: Body,
    pub from: Moment,
    pub to: Option<Moment>,
    pub decision: String,
    /// Held today.
    pub current: bool,
    /// It was ended before it began.
    pub never_began: bool,
    /// Where it is ended, and where that is taken back.
    pub end: Option<String>,
    pub take_back: Option<String>,
}

/// The form.
pub struct Password {
    pub action: String,
    pub fields: Vec<Field>,
}
