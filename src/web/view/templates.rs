//! The templates of replies of a body, their forms, and what a draft offers of them.

use askama::Template;

use super::Page;
use super::act::Stale;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/bodies/templates.html")]
pub struct Templates {
    pub page: Page,
    /// The body.
    pub back: Link,
    pub acts: Vec<Link>,
    pub in_use: Vec<Kept>,
    pub ended: Vec<Kept>,
    pub history: Vec<Entry>,
    pub older_ended: Option<String>,
    pub older_history: Option<String>,
    /// Where both lists begin with the newest, if one of them does not.
    pub newest: Option<String>,
    /// What can be filled.
    pub placeholders: Vec<Fact>,
}

/// A template in use, or one that has ended.
pub struct Kept {
    pub name: String,
    pub abstract_text: Option<String>,
    pub text: String,
    /// When it was written so, or ended.
    pub at: Moment,
    pub by: String,
    pub acts: Vec<Link>,
}

/// The form that adds one, corrects it, ends it or puts it back.
#[derive(Template)]
#[template(path = "pages/bodies/template_form.html")]
pub struct TemplateForm {
    pub page: Page,
    /// All of the body.
    pub back: Link,
    pub does: String,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    pub action: String,
    pub verb: String,
    pub fields: Vec<Field>,
    /// What can be filled; none where no words are asked for.
    pub placeholders: Vec<Fact>,
    pub key: String,
    pub version: Option<i32>,
    /// The rules say no already.
    pub blocked: bool,
}

/// Those that a draft can use.
pub struct Offer {
    /// The list to choose from.
    pub field: Field,
    /// What one has just brought into the form, and what is still open.
    pub said: Vec<String>,
}
