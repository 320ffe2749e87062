//! The form that writes down a body, a person or an appointment, or ends one.

use askama::Template;

use super::Page;
use super::act::Stale;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/records/form.html")]
pub struct RecordForm {
    pub page: Page,
    /// What it is about, where it is there already; it leads back.
    pub back: Link,
    pub does: Vec<String>,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    pub action: String,
    pub verb: String,
    pub fields: Vec<Field>,
    pub key: String,
    /// What was looked at, where a correction would hide what somebody else wrote since.
    pub version: Option<i32>,
}

impl RecordForm {
    /// It has rows that more are added to, or files.
    pub fn is_long(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.control, Control::File { .. } | Control::Destinations { .. }))
    }
}
