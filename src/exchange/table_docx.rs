//! A list as a Word document: a title, lines about it, and one table on lying pages whose head is repeated on each. The
//! same list gives the same bytes.

use std::fmt::Write;

use super::word::markup::{Look, escaped, is_rtl_language, line, paragraph, run};
use super::word::{self, Paper, section};

/// Width of the page between its margins, in twentieths of a point.
const WIDTH: u32 = 14_570;

/// Smaller than the text of a letter: a row of a list has to be seen at once.
const STYLES: &str = concat!(
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="ListCell"><w:name w:val="List Cell"/>"#,
    r#"<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>"#,
    r#"<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="ListHead"><w:name w:val="List Head"/>"#,
    r#"<w:basedOn w:val="ListCell"/><w:qFormat/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="ListAbout"><w:name w:val="List About"/>"#,
    r#"<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr>"#,
    r#"<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>"#,
);

/// A column: its head, and its share of the width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    pub share: u32,
}

/// All that the document says, in the words of its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDocument {
    /// Printed in the header of each page.
    pub header: String,
    pub title: String,
    /// Lines below the title.
    pub about: Vec<String>,
    pub columns: Vec<Column>,
    /// A row a line of the list; a cell has one paragraph a line.
    pub rows: Vec<Vec<Vec<String>>>,
    /// Said instead of the table where there is no row.
    pub empty: String,
    /// BCP 47; decides the spelling checker and the direction of the page.
    pub language: String,
    /// The document's property.
    pub author: String,
}

/// Writes the document.
pub fn write(list: &TableDocument) -> Vec<u8> {
    let rtl = is_rtl_language(&list.language);
    let mut body = line("Heading1", &list.title, rtl);
    list.about.iter().for_each(|text| body.push_str(&line("ListAbout", text, rtl)));
    if list.rows.is_empty() {
        body.push_str(&line("Normal", &list.empty, rtl));
    } else {
        body.push_str(&paragraph("AfterTable", "", rtl, &run("", Look::default())));
        body.push_str(&table(list, rtl));
        body.push_str(&paragraph("AfterTable", "", rtl, ""));
    }
    body.push_str(&section(true, rtl));
    word::write(&Paper {
        body,
        number: &list.header,
        title: &list.title,
        author: &list.author,
        language: &list.language,
        styles: STYLES,
        ..Paper::default()
    })
}

fn table(list: &TableDocument, rtl: bool) -> String {
    let visual = if rtl { "<w:bidiVisual/>" } else { "" };
    let mut out = format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>"#,
        escaped(&list.title)
    );
    let shares: u32 = list.columns.iter().map(|column| column.share).sum();
    let widths: Vec<u32> = list.columns.iter().map(|column| WIDTH * column.share / shares.max(1)).collect();
    for width in &widths {
        let _ = write!(out, r#"<w:gridCol w:w="{width}"/>"#);
    }
    out.push_str("</w:tblGrid>");
    let heads: Vec<Vec<String>> = list.columns.iter().map(|column| vec![column.head.clone()]).collect();
    out.push_str(&row(&heads, &widths, "ListHead", "<w:tblHeader/>", rtl));
    list.rows.iter().for_each(|cells| out.push_str(&row(cells, &widths, "ListCell", "", rtl)));
    out.push_str("</w:tbl>");
    out
}

/// A row stays whole on its page.
fn row(cells: &[Vec<String>], widths: &[u32], style: &str, more: &str, rtl: bool) -> String {
    let mut out = format!("<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>");
    for (lines, width) in cells.iter().zip(widths) {
        out.push_str(&word::markup::cell(*width, 1, style, lines, rtl));
    }
    out.push_str("</w:tr>");
    out
}
