//! The parts of the package around the body: the form's table, styles, numbering, header, footer and properties.

use std::fmt::Write;

use super::commonmark::Body;
use super::markup::{Look, cell, escaped, is_rtl_language, line, paragraph, run};
use super::{FormRow, StatementForm};

pub(super) const CONTENT_TYPES: &str = include_str!("content_types.xml");
pub(super) const PACKAGE_RELATIONS: &str = include_str!("package_relations.xml");
pub(super) const APP: &str = include_str!("app.xml");
pub(super) const SETTINGS: &str = include_str!("settings.xml");
pub(super) const FOOTER: &str = include_str!("footer.xml");
const STYLES: &str = include_str!("styles.xml");
const NUMBERING: &str = include_str!("numbering.xml");

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The three columns of the form: label, value, what stands at the right.
const COLUMNS: [u32; 3] = [2211, 3077, 4350];

pub(super) fn document(form: &StatementForm, body: &Body) -> String {
    let rtl = is_rtl_language(&form.language);
    let mut out = format!("{HEAD}<w:document {SPACES}><w:body>");
    out.push_str(&table(form, rtl));
    out.push_str(&paragraph("AfterTable", "", rtl, ""));
    out.push_str(&body.xml);
    if let Some(attachments) = &form.attachments {
        out.push_str(&line("AttachmentsLabel", &attachments.label, rtl));
        for text in &attachments.lines {
            out.push_str(&line("Attachment", text, rtl));
        }
    }
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    let _ = write!(
        out,
        concat!(
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/>"#,
            r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" "#,
            r#"w:header="567" w:footer="567" w:gutter="0"/>{}</w:sectPr></w:body></w:document>"#
        ),
        bidi
    );
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

pub(super) fn document_relations(links: &[String]) -> String {
    let mut out =
        format!(r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#);
    let own = [
        ("rStyles", "styles", "styles.xml"),
        ("rNumbering", "numbering", "numbering.xml"),
        ("rSettings", "settings", "settings.xml"),
        ("rHeader", "header", "header1.xml"),
        ("rFooter", "footer", "footer1.xml"),
    ];
    for (id, kind, target) in own {
        let _ = write!(out, r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#);
    }
    for (at, link) in links.iter().enumerate() {
        let _ = write!(
            out,
            r#"<Relationship Id="rLink{}" Type="{RELATIONS}/hyperlink" Target="{}" TargetMode="External"/>"#,
            at + 1,
            escaped(link)
        );
    }
    out.push_str("</Relationships>");
    out
}

/// One instance a list, so that each ordered list begins at its own number.
pub(super) fn numbering(lists: &[u64]) -> String {
    let mut nums = String::from(r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#);
    for (at, start) in lists.iter().enumerate() {
        let _ = write!(nums, r#"<w:num w:numId="{}"><w:abstractNumId w:val="1"/>"#, at + 2);
        for level in 0..9 {
            let _ = write!(
                nums,
                r#"<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{}"/></w:lvlOverride>"#,
                start.min(&32_767)
            );
        }
        nums.push_str("</w:num>");
    }
    NUMBERING.replace("<!--nums-->", &nums)
}

pub(super) fn styles(language: &str) -> String {
    let allowed = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    STYLES.replace("@language@", if allowed { language } else { "en-GB" })
}

pub(super) fn header(number: &str) -> String {
    let number = paragraph("Header", "", false, &run(number, Look::default()));
    format!("{HEAD}<w:hdr {SPACES}>{number}</w:hdr>")
}

/// The properties hold no dates: they would differ each time the document is made.
pub(super) fn core(form: &StatementForm) -> String {
    format!(
        concat!(
            "{}",
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>"#,
            r#"<dc:identifier>{}</dc:identifier><dc:language>{}</dc:language></cp:coreProperties>"#
        ),
        HEAD,
        escaped(&form.title),
        escaped(&form.author),
        escaped(&form.number),
        escaped(&form.language)
    )
}
