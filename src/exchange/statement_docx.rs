//! The outgoing statement as a Word document in the liaison statement form of ITU-T. The same form gives the same
//! bytes: the document is made again from its frozen row and must have the hash it was sent under.

mod commonmark;
mod parts;

use super::word::{self, Paper, markup};

/// One row of the form: the label, the lines of its value, and what stands at the right of it without a label of its
/// own (the place and dates beside the Questions, telephone and mail beside a contact).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormRow {
    pub label: String,
    pub lines: Vec<String>,
    pub beside: Vec<String>,
}

impl FormRow {
    /// A row with nothing at its right.
    pub fn new(label: impl Into<String>, lines: impl IntoIterator<Item = impl Into<String>>) -> FormRow {
        FormRow { label: label.into(), lines: lines.into_iter().map(Into::into).collect(), beside: Vec::new() }
    }

    /// The same row with these lines at its right.
    pub fn beside(self, lines: impl IntoIterator<Item = impl Into<String>>) -> FormRow {
        FormRow { beside: lines.into_iter().map(Into::into).collect(), ..self }
    }
}

/// All that the document says, in the words of its language. The order is that of the form (handbook, 15).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementForm {
    /// The document's number, printed in the header of each page.
    pub number: String,
    /// The lines at the top: the organisation, the sector, the study period.
    pub letterhead: Vec<String>,
    /// The rows above the heading: study period, original, Questions, meeting, study group, source, title.
    pub rows: Vec<FormRow>,
    /// "LIAISON STATEMENT".
    pub heading: String,
    /// The rows below the heading: for action, comment and information to, approval, deadline.
    pub asks: Vec<FormRow>,
    /// One row a contact: name, organisation and country, with telephone and mail beside.
    pub contacts: Vec<FormRow>,
    pub abstract_text: Option<FormRow>,
    /// CommonMark with tables.
    pub body_markdown: String,
    /// The label and one line an attachment; printed below the body.
    pub attachments: Option<FormRow>,
    /// BCP 47: `en-GB`, `ar-SA`; decides the spelling checker and the direction of the page.
    pub language: String,
    /// The document's properties.
    pub title: String,
    pub author: String,
}

/// Writes the document.
pub fn write(form: &StatementForm) -> Vec<u8> {
    let text = commonmark::body(&form.body_markdown, markup::is_rtl_language(&form.language));
    word::write(&Paper {
        body: parts::document(form, &text),
        number: &form.number,
        title: &form.title,
        author: &form.author,
        language: &form.language,
        styles: "",
        lists: &text.lists,
        links: &text.links,
    })
}
