//! Writing an outgoing statement, and its preview as it will leave.

use askama::Template;

use super::Page;
use super::act::Stale;
use super::parts::*;
use super::templates::Offer;
use crate::web::markdown::Html;

/// The form.
#[derive(Template)]
#[template(path = "pages/liaisons/draft.html")]
pub struct Draft {
    pub page: Page,
    /// The handle, none before the first saving.
    pub handle: Option<String>,
    pub action: String,
    pub back: String,
    /// Where the form goes that is to be seen as it will leave, once it is saved.
    pub preview: String,
    /// Why it came back.
    pub returned: Option<Returned>,
    /// What it answers and corrects.
    pub beside: Vec<Fact>,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    /// Templates that it can use.
    pub templates: Option<Offer>,
    /// Title, destinations, contacts, abstract, text, in the order of the form.
    pub fields: Vec<Field>,
    pub files: Vec<FileLink>,
    /// Where a file is added, once the draft exists, with its field.
    pub attach: Option<Attach>,
    /// What is still missing before it can go on, as hints.
    pub missing: Vec<Refusal>,
    pub key: String,
    pub version: String,
    /// The rules say no already: there is nothing to press.
    pub blocked: bool,
}

/// The small form that adds a file.
pub struct Attach {
    pub action: String,
    pub field: Field,
}

/// The document as it will go out.
#[derive(Template)]
#[template(path = "pages/liaisons/preview.html")]
pub struct Preview {
    pub page: Page,
    pub handle: String,
    pub back: String,
    /// The lines above the form: the organisation and its sector, or the committee.
    pub letterhead: Vec<String>,
    /// The number, or the words that it is given at sending.
    pub number: String,
    /// The rows above the heading, in the order of the form.
    pub rows: Vec<FormRow>,
    pub heading: String,
    /// The rows below it: who is asked for what, until when, the contacts, the abstract.
    pub asks: Vec<FormRow>,
    pub text: Html,
    /// The label above the files, where there are any.
    pub attachments: Option<String>,
    pub files: Vec<FileLink>,
    pub download: Vec<Link>,
    pub letters: Vec<LetterRow>,
    /// Whom no letter reaches though it is sent to them.
    pub unreached: Vec<Value>,
    pub problems: Vec<Problem>,
}

/// A row of the printed form.
pub struct FormRow {
    pub label: String,
    pub lines: Vec<String>,
    /// What stands at its right without a label of its own.
    pub beside: Vec<String>,
}
