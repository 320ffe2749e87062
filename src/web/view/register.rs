//! The register of statements: filters in the address, a table, a pager by key.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/liaisons/register.html")]
pub struct Register {
    pub page: Page,
    pub action: String,
    pub filters: Vec<Field>,
    /// The register without filters, when any is set.
    pub reset: Option<String>,
    pub rows: Vec<Row>,
    /// The reader serves somewhere: there is an allocation table.
    pub allocates: bool,
    /// The reader takes steps for several statements at once.
    pub steps: bool,
    /// What can be sorted by, the one in force without address.
    pub sorts: Vec<Sort>,
    /// How many there are, in words.
    pub total: String,
    pub pager: Pager,
    /// The sentence of the empty list, and its ways on.
    pub empty: String,
    pub empty_links: Vec<Link>,
    /// Exports of exactly these rows.
    pub exports: Vec<Link>,
}

/// One statement in the register.
pub struct Row {
    pub handle: String,
    pub href: String,
    /// Numbers as printed, each with its body's register.
    pub numbers: Vec<String>,
    pub title: String,
    pub incoming: bool,
    pub from: Vec<Body>,
    pub to: Vec<Body>,
    pub chip: Chip,
    pub ball: Option<Ball>,
    pub date: Option<Moment>,
    pub deadline: Option<Moment>,
    pub late: bool,
}

/// A way to sort.
pub struct Sort {
    pub label: String,
    pub href: Option<String>,
}
