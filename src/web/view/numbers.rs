//! The numbers of a body.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/bodies/numbers.html")]
pub struct Numbers {
    pub page: Page,
    /// The body.
    pub back: Link,
    /// Its series; the one that is shown says so.
    pub series: Vec<Tab>,
    pub facts: Vec<Fact>,
    pub acts: Vec<Link>,
    pub reserved: Vec<Aside>,
    pub gaps: Vec<Gap>,
    /// The series counts: only then there are gaps to be known.
    pub counts: bool,
    pub given: Vec<Given>,
    pub void: Vec<Aside>,
    pub history: Vec<Entry>,
    pub older_reserved: Option<String>,
    pub older_gaps: Option<String>,
    pub older_given: Option<String>,
    pub older_void: Option<String>,
    pub older_history: Option<String>,
    /// Where every list begins with the newest, if one of them does not.
    pub newest: Option<String>,
}

/// A series.
pub struct Tab {
    pub label: String,
    pub href: String,
    pub here: bool,
}

/// A number that was given.
pub struct Given {
    pub number: String,
    /// Handle and title of the statement; none where the reader does not see it.
    pub to: Option<To>,
    pub when: Option<Moment>,
    pub by: String,
    /// Given up; what it had been reserved for.
    pub notes: Vec<String>,
}

/// The statement that has it.
pub struct To {
    pub handle: String,
    pub title: String,
    pub href: String,
}

/// A number that is reserved or void.
pub struct Aside {
    pub number: String,
    /// For what, or why.
    pub what: String,
    pub note: Option<String>,
    pub since: Moment,
    pub by: String,
    pub acts: Vec<Link>,
}

/// Missing numbers.
pub struct Gap {
    pub numbers: String,
    pub count: String,
    /// The series has not come so far yet.
    pub to_come: bool,
    /// Where the only one of them is made void.
    pub void: Option<String>,
}
