//! The body of the document: the form's table, the text, the attachments.

use std::fmt::Write;

use super::commonmark::Body;
use super::{FormRow, StatementForm};
use crate::exchange::word::markup::{cell, escaped, is_rtl_language, line, paragraph};
use crate::exchange::word::section;

/// The three columns of the form: label, value, what stands at the right.
const COLUMNS: [u32; 3] = [2211, 3077, 4350];

pub(super) fn document(form: &StatementForm, body: &Body) -> String {
    let rtl = is_rtl_language(&form.language);
    let mut out = table(form, rtl);
    out.push_str(&paragraph("AfterTable", "", rtl, ""));
    out.push_str(&body.xml);
    if let Some(attachments) = &form.attachments {
        out.push_str(&line("AttachmentsLabel", &attachments.label, rtl));
        for text in &attachments.lines {
            out.push_str(&line("Attachment", text, rtl));
        }
    }
    out.push_str(&section(false, rtl));
    out
}

fn table(form: &StatementForm, rtl: bool) -> String {
    let visual = if rtl { "<w:bidiVisual/>" } else { "" };
    let mut out = format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="Form"/>{visual}<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>"#,
        escaped(&form.heading)
    );
    for column in COLUMNS {
        let _ = write!(out, r#"<w:gridCol w:w="{column}"/>"#);
    }
    out.push_str("</w:tblGrid>");
    if !form.letterhead.is_empty() {
        out.push_str(&wide("Letterhead", &form.letterhead, rtl));
    }
    out.extend(form.rows.iter().map(|it| row(it, rtl)));
    out.push_str(&wide("FormHeading", std::slice::from_ref(&form.heading), rtl));
    out.extend(form.asks.iter().chain(&form.contacts).chain(&form.abstract_text).map(|it| row(it, rtl)));
    out.push_str("</w:tbl>");
    out
}

/// A row over all columns.
fn wide(style: &str, lines: &[String], rtl: bool) -> String {
    let cell = cell(COLUMNS.iter().sum(), 3, style, lines, rtl);
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>")
}

fn row(row: &FormRow, rtl: bool) -> String {
    let [label, value, right] = COLUMNS;
    let mut cells = cell(label, 1, "FormLabel", std::slice::from_ref(&row.label), rtl);
    if row.beside.is_empty() {
        cells.push_str(&cell(value + right, 2, "FormValue", &row.lines, rtl));
    } else {
        cells.push_str(&cell(value, 1, "FormValue", &row.lines, rtl));
        cells.push_str(&cell(right, 1, "FormValue", &row.beside, rtl));
    }
    // A long abstract may go over the page; a row of a few lines stays whole.
    let split = if row.lines.iter().map(String::len).sum::<usize>() > 600 { "" } else { "<w:cantSplit/>" };
    format!("<w:tr><w:trPr>{split}</w:trPr>{cells}</w:tr>").replace("<w:trPr></w:trPr>", "")
}
