//! The demo's post office: the letters that its sink has caught.

use askama::Template;

use super::Page;
use super::parts::*;
use crate::web::markdown::Html;

#[derive(Template)]
#[template(path = "pages/letters/index.html")]
pub struct PostOffice {
    pub page: Page,
    pub action: String,
    pub filters: Vec<Field>,
    pub letters: Vec<Caught>,
    pub pager: Pager,
}

/// One letter of the list.
pub struct Caught {
    pub href: String,
    pub subject: String,
    pub to: String,
    /// What it tells, in a word or two.
    pub notice: Option<String>,
    pub at: Moment,
    pub files: usize,
}

#[derive(Template)]
#[template(path = "pages/letters/show.html")]
pub struct Letter {
    pub page: Page,
    pub subject: String,
    /// From, to, date and the like first, each with its own label.
    pub facts: Vec<Fact>,
    /// All header lines as sent.
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: Option<Html>,
    pub files: Vec<FileLink>,
    pub raw: Option<String>,
    pub back: String,
}
