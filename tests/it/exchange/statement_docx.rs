//! The outgoing statement as a Word document.

use super::paper::statement;
use entente::exchange::document::{DocumentKind, extract};
use entente::exchange::reading::{Field, Form, read_statement};
use entente::exchange::statement_docx::{FormRow, StatementForm, write};
use std::io::{Cursor, Read};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_statement_gives_the_same_bytes() {
    let (one, other) = (write(&statement()), write(&statement()));
    assert_eq!(one, other);
    let mut archive = zip::ZipArchive::new(Cursor::new(&one)).unwrap();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).unwrap();
        let date = entry.last_modified().unwrap();
        assert_eq!((date.year(), date.month(), date.day(), date.hour()), (1980, 1, 1, 0), "{}", entry.name().unwrap());
    }
    let core = part(&one, "docProps/core.xml");
    assert!(core.contains("<dc:title>LS on the naming of ledger entries</dc:title>"), "{core}");
    assert!(!core.contains("dcterms"), "a date would make each copy another file: {core}");
    let other = StatementForm { number: "SG17-LS413".into(), ..statement() };
    assert_ne!(one, write(&other));
}

#[test]
fn what_is_written_is_read_back_from_the_form() {
    let document = extract(DocumentKind::Docx, &write(&statement())).unwrap();
    let reading = read_statement(&document);
    assert_eq!(reading.form, Form::ItuT);
    assert_eq!(reading.text(Field::Number), Some("SG17-LS412"));
    assert_eq!(reading.text(Field::StudyPeriod), Some("2022-2024"));
    assert_eq!(reading.text(Field::Language), Some("English"));
    assert_eq!(reading.texts(Field::Questions), ["14/17"]);
    assert_eq!(reading.text(Field::PlaceAndDates), Some("Geneva, 21 February - 3 March 2023"));
    assert_eq!(reading.texts(Field::ForAction), ["ISO/IEC JTC 1/SC 27", "ISO/TC 307 (attention: WG 1, WG 3)"]);
    assert_eq!(reading.texts(Field::ForComment), Vec::<&str>::new());
    assert_eq!(reading.texts(Field::ForInformation), ["ITU-T SG13", "ITU-T SG20"]);
    assert_eq!(reading.text(Field::Deadline), Some("2023-06-30"));
    assert_eq!(reading.text(Field::ReplyTo), Some("ISO/IEC JTC 1/SC 27 N 15001"));
    assert_eq!(reading.texts(Field::ContactName), ["Rapporteur Q14/17", "Editor X.ledger"]);
    assert_eq!(reading.texts(Field::ContactCountry), ["Ruritania", "Freedonia"]);
    assert_eq!(reading.texts(Field::ContactEmail), ["rapporteur.q14@example.org", "editor@example.org"]);
    assert_eq!(reading.contacts().len(), 2);
    assert_eq!(
        reading.text(Field::Abstract),
        Some("This liaison statement asks for views on the naming of ledger entries & their <scope>.")
    );
    assert_eq!(reading.texts(Field::Attachments), ["TD123/GEN, draft new Recommendation X.ledger", "names.xlsx"]);
    assert!(reading.text(Field::Body).unwrap().starts_with("Introduction\n"));
}

#[test]
fn naughty_strings_come_back_as_they_were_typed() {
    let naughty = [
        "undefined",
        "NULL",
        "-1",
        "1/0",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "&amp; &lt; ]]> <![CDATA[",
        "مناقشة سبل استخدام اللغة",
        "田中さんにあげて下さい",
        "👩‍👩‍👧‍👦 🏳️‍🌈",
        "T̷o̷ ̷i̷n̷v̷o̷k̷e̷",
        "${jndi:x}",
        "a\\b\"c'd",
        "ﷺ",
        "𝒯𝒽𝑒",
        "soft\u{ad}hyphen",
        "zero\u{200b}width",
        "\u{202e}right to left",
        "=cmd|' /C calc'!A0",
    ];
    for text in naughty {
        let form = StatementForm { rows: vec![FormRow::new("Title:", [text])], number: text.into(), ..statement() };
        let document = extract(DocumentKind::Docx, &write(&form)).unwrap();
        assert!(document.lines.contains(&format!("Title:\t{text}")), "{text:?} in {:#?}", &document.lines[..12]);
    }
}

#[test]
fn letters_that_xml_forbids_are_left_out_of_the_document() {
    let text = "one\u{0}two\u{b}three\u{fffe}four\u{1b}[31m";
    let form = StatementForm { rows: vec![FormRow::new("Title:", [text])], title: text.into(), ..statement() };
    let document = extract(DocumentKind::Docx, &write(&form)).unwrap();
    assert!(document.lines.contains(&"Title:\tonetwothreefour[31m".to_owned()));
}

#[test]
fn a_link_that_could_run_something_is_printed_as_text() {
    let form = StatementForm {
        body_markdown: "[here](javascript:alert(1)) [there](https://example.org)".into(),
        ..statement()
    };
    let bytes = write(&form);
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    assert!(!relations.contains("javascript") && relations.contains("https://example.org"), "{relations}");
    assert!(part(&bytes, "word/document.xml").contains(">here<"));
}

#[test]
fn every_cell_holds_a_paragraph_and_each_ordered_list_begins_at_its_own_number() {
    let bytes = write(&statement());
    let document = part(&bytes, "word/document.xml");
    assert!(!document.contains("</w:tcPr></w:tc>"), "an empty cell is what Word calls a damaged document");
    let numbering = part(&bytes, "word/numbering.xml");
    assert_eq!(numbering.matches("<w:num ").count(), 3, "bullets and two ordered lists");
    assert!(document.contains(r#"<w:numId w:val="3"/>"#));
}

#[test]
fn an_arabic_statement_is_laid_out_from_the_right() {
    let form = StatementForm { language: "ar-SA".into(), body_markdown: "مرحبا".into(), ..statement() };
    let bytes = write(&form);
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("<w:bidiVisual/>"));
    let deadline = document.split("<w:p>").find(|paragraph| paragraph.contains("30 June 2023")).unwrap();
    assert!(!deadline.contains("<w:bidi/>") && deadline.contains(r#"<w:jc w:val="right"/>"#), "{deadline}");
    assert!(part(&bytes, "word/styles.xml").contains(r#"<w:lang w:val="ar-SA""#));
}
