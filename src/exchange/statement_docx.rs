//! The outgoing statement as a Word document in the liaison statement form of ITU-T. The same form gives the same
//! bytes: the document is made again from its frozen row and must have the hash it was sent under.

mod commonmark;
mod markup;
mod parts;

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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
    // Packing in memory fails only beyond the four gigabytes of the format, and a body ends long before.
    packed(form).unwrap_or_default()
}

fn packed(form: &StatementForm) -> ZipResult<Vec<u8>> {
    let body = commonmark::body(&form.body_markdown, markup::is_rtl_language(&form.language));
    let files: [(&str, String); 11] = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(form)),
        ("docProps/app.xml", parts::APP.to_owned()),
        ("word/document.xml", parts::document(form, &body)),
        ("word/_rels/document.xml.rels", parts::document_relations(&body.links)),
        ("word/styles.xml", parts::styles(&form.language)),
        ("word/numbering.xml", parts::numbering(&body.lists)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::header(&form.number)),
        ("word/footer1.xml", parts::FOOTER.to_owned()),
    ];
    // The day the format began: the time of writing would make each copy another file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
