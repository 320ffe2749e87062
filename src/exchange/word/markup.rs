//! Runs, paragraphs and cells of WordprocessingML, from any text that a person may type.

use std::fmt::Write;

/// How a run looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::exchange) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub code: bool,
    pub link: bool,
}

/// Text for XML: the letters that XML forbids are gone, the five it gives a meaning are spelt out.
pub(in crate::exchange) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| is_allowed(*letter)) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(letter),
        }
    }
    out
}

fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n') || (!letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
}

/// Whether a text begins in a script written from the right.
pub(in crate::exchange) fn is_rtl(text: &str) -> bool {
    text.chars().find(|letter| letter.is_alphabetic()).is_some_and(
        |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

/// Whether a language is written from the right.
pub(in crate::exchange) fn is_rtl_language(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default().to_lowercase();
    matches!(language.as_str(), "ar" | "he" | "fa" | "ur")
}

/// A run of text; line breaks and tabs in it become Word's own.
pub(in crate::exchange) fn run(text: &str, look: Look) -> String {
    let mut properties = String::new();
    let mut add = |on: bool, property: &str| properties.push_str(if on { property } else { "" });
    add(look.link, r#"<w:rStyle w:val="Hyperlink"/>"#);
    add(look.code && !look.link, r#"<w:rStyle w:val="Code"/>"#);
    add(look.bold, "<w:b/><w:bCs/>");
    add(look.italic, "<w:i/><w:iCs/>");
    add(look.struck, "<w:strike/>");
    add(is_rtl(text), "<w:rtl/>");
    let mut out = String::from("<w:r>");
    if !properties.is_empty() {
        let _ = write!(out, "<w:rPr>{properties}</w:rPr>");
    }
    for (at, line) in text.split(['\n', '\u{2028}', '\u{2029}', '\u{85}']).enumerate() {
        out.push_str(if at > 0 { "<w:br/>" } else { "" });
        for (at, piece) in line.split('\t').enumerate() {
            out.push_str(if at > 0 { "<w:tab/>" } else { "" });
            if !piece.is_empty() {
                let _ = write!(out, r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(piece));
            }
        }
    }
    out.push_str("</w:r>");
    out
}

/// A paragraph of one style; `more` are its other properties, in the order of the schema.
pub(in crate::exchange) fn paragraph(style: &str, more: &str, rtl: bool, runs: &str) -> String {
    // The properties before and after the direction have their fixed place.
    let (before, after) = more.split_once('|').unwrap_or((more, ""));
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{bidi}{after}</w:pPr>{runs}</w:p>"#)
}

/// A paragraph of one line of text, in the direction of its own letters: a Latin name on an Arabic page keeps its full
/// stops and brackets where they belong, and stands at the page's side.
pub(in crate::exchange) fn line(style: &str, text: &str, page_rtl: bool) -> String {
    let rtl = if text.chars().any(char::is_alphabetic) { is_rtl(text) } else { page_rtl };
    let moved = page_rtl && !rtl && style != "FormHeading";
    let more = if moved { r#"|<w:jc w:val="right"/>"# } else { "" };
    paragraph(style, more, rtl, &run(text, Look::default()))
}

/// A cell with one paragraph a line; an empty cell keeps the one paragraph that Word asks for.
pub(in crate::exchange) fn cell(width: u32, span: u32, style: &str, lines: &[String], rtl: bool) -> String {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    let mut paragraphs: String = lines.iter().map(|text| line(style, text, rtl)).collect();
    if paragraphs.is_empty() {
        paragraphs = paragraph(style, "", rtl, "");
    }
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{paragraphs}</w:tc>"#)
}
