//! The page of an error: what happened, in a sentence, and what to do.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/problem/problem.html")]
pub struct Problem {
    pub page: Page,
    /// The status as people may quote it.
    pub status: u16,
    pub sentences: Vec<String>,
    pub links: Vec<Link>,
    /// What to quote when asking for help.
    pub reference: Option<String>,
}
