//! Home: what waits for the reader, what the reader waits for, what is due and what is late.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/home/home.html")]
pub struct Home {
    pub page: Page,
    pub mine: Section,
    pub others: Section,
    pub due: Section,
    pub late: Section,
}

/// One of the four lists.
pub struct Section {
    pub rows: Vec<Turn>,
    /// How many there are in all: `12`, `1,000+`.
    pub total: String,
    /// The whole list, when it is longer than what is shown.
    pub all: Option<String>,
    /// What the empty list offers.
    pub links: Vec<Link>,
}

/// One object that waits for somebody.
pub struct Turn {
    pub handle: String,
    pub href: String,
    pub title: String,
    pub chip: Chip,
    /// The other side of it.
    pub with: Option<Body>,
    pub ball: Ball,
    pub due: Option<Due>,
}

/// A day and how far away it is.
pub struct Due {
    pub date: Moment,
    /// `in 6 days`.
    pub relative: String,
    pub late: bool,
}

impl Section {
    /// An empty list that offers these ways on.
    pub fn empty(links: Vec<Link>) -> Section {
        Section { rows: Vec::new(), total: String::from("0"), all: None, links }
    }
}
