//! The page about the API.

use askama::Template;

use super::Page;

#[derive(Template)]
#[template(path = "pages/api/index.html")]
pub struct Api {
    pub page: Page,
    pub operations: Vec<Operation>,
    pub acts: Vec<Act>,
    /// The OpenAPI document.
    pub document: String,
}

/// One operation.
pub struct Operation {
    pub method: String,
    pub path: String,
    pub about: String,
}

/// One act on one kind of subject.
pub struct Act {
    pub path: String,
    pub verb: String,
    pub procedure: String,
    pub href: String,
    /// The fields that it asks beside when and why.
    pub fields: Vec<String>,
}
