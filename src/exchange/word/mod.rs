//! The package of a Word document around its body: relations, styles, numbering, header, footer and properties. The same
//! paper gives the same bytes, so that a document can be made again and still have its hash.

pub(super) mod markup;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use markup::{Look, escaped, paragraph, run};

const CONTENT_TYPES: &str = include_str!("content_types.xml");
const PACKAGE_RELATIONS: &str = include_str!("package_relations.xml");
const APP: &str = include_str!("app.xml");
const SETTINGS: &str = include_str!("settings.xml");
const FOOTER: &str = include_str!("footer.xml");
const STYLES: &str = include_str!("styles.xml");
const NUMBERING: &str = include_str!("numbering.xml");

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// All that becomes one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper<'a> {
    /// What stands in the body, its section last.
    pub body: String,
    /// Printed in the header of each page.
    pub number: &'a str,
    pub title: &'a str,
    pub author: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// Styles beside those of every document.
    pub styles: &'a str,
    /// Where each numbered list begins.
    pub lists: &'a [u64],
    /// The addresses that the body leads to, in their order.
    pub links: &'a [String],
}

/// The section at the end of a body: an A4 page, upright or lying, with header and footer.
pub(super) fn section(lying: bool, rtl: bool) -> String {
    let size = match lying {
        false => r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        true => r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
    };
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    format!(
        concat!(
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/>"#,
            r#"{}<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" "#,
            r#"w:header="567" w:footer="567" w:gutter="0"/>{}</w:sectPr>"#
        ),
        size, bidi
    )
}

/// Writes the document.
pub(super) fn write(paper: &Paper<'_>) -> Vec<u8> {
    // Packing in memory fails only beyond the four gigabytes of the format, and a body ends long before.
    packed(paper).unwrap_or_default()
}

fn packed(paper: &Paper<'_>) -> ZipResult<Vec<u8>> {
    let files: [(&str, String); 11] = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", core(paper)),
        ("docProps/app.xml", APP.to_owned()),
        ("word/document.xml", format!("{HEAD}<w:document {SPACES}><w:body>{}</w:body></w:document>", paper.body)),
        ("word/_rels/document.xml.rels", document_relations(paper.links)),
        ("word/styles.xml", styles(paper)),
        ("word/numbering.xml", numbering(paper.lists)),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", header(paper.number)),
        ("word/footer1.xml", FOOTER.to_owned()),
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

fn document_relations(links: &[String]) -> String {
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
fn numbering(lists: &[u64]) -> String {
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

fn styles(paper: &Paper<'_>) -> String {
    let language = paper.language;
    let allowed = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let all = STYLES.replace("@language@", if allowed { language } else { "en-GB" });
    all.replace("</w:styles>", &format!("{}</w:styles>", paper.styles))
}

fn header(number: &str) -> String {
    let number = paragraph("Header", "", false, &run(number, Look::default()));
    format!("{HEAD}<w:hdr {SPACES}>{number}</w:hdr>")
}

/// The properties hold no dates: they would differ each time the document is made.
fn core(paper: &Paper<'_>) -> String {
    format!(
        concat!(
            "{}",
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>"#,
            r#"<dc:identifier>{}</dc:identifier><dc:language>{}</dc:language></cp:coreProperties>"#
        ),
        HEAD,
        escaped(paper.title),
        escaped(paper.author),
        escaped(paper.number),
        escaped(paper.language)
    )
}
