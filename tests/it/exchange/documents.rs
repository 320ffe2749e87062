//! Documents as lines of text.

use std::time::{Duration, Instant};

use super::paper::{docx, p, packed, pdf, table};
use entente::exchange::document::{DocumentKind, ReadError, extract};

fn lines(kind: DocumentKind, bytes: &[u8]) -> Vec<String> {
    extract(kind, bytes).unwrap().lines
}

#[test]
fn a_document_is_known_by_its_bytes_before_its_name() {
    assert_eq!(DocumentKind::of("statement.txt", b"%PDF-1.4 and so on"), Some(DocumentKind::Pdf));
    assert_eq!(DocumentKind::of("statement.bin", &docx(&p("x"))), Some(DocumentKind::Docx));
    assert_eq!(DocumentKind::of("README.MD", b"# Title"), Some(DocumentKind::Text));
    assert_eq!(DocumentKind::of("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), Some(DocumentKind::Doc));
    assert_eq!(DocumentKind::of("slides.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), None);
    assert_eq!(DocumentKind::of("sheet.xlsx", &packed(&[("xl/workbook.xml", b"<x/>")])), None);
    assert_eq!(DocumentKind::of("picture.txt", b"\x89PNG\x00\x00"), None);
    assert_eq!(DocumentKind::of("empty", b""), None);
}

#[test]
fn cells_of_a_row_stand_on_one_line_and_lines_of_a_cell_below_each_other() {
    let body =
        table(&[&["Title:", "On ledgers"], &["Contact:", "A. Person\nExample Org", "Tel: 1\nE-mail: 2"], &["", ""]]);
    let expected = ["Title:\tOn ledgers", "Contact:\tA. Person\tTel: 1", "\tExample Org\tE-mail: 2", "", "Body"];
    assert_eq!(lines(DocumentKind::Docx, &docx(&format!("{body}{}", p("Body")))), expected);
}

#[test]
fn a_soft_break_ends_a_line_and_a_tab_stays() {
    assert_eq!(
        lines(DocumentKind::Docx, &docx(&p("To: SG 99\nFor Information\tnow"))),
        ["To: SG 99", "For Information\tnow"]
    );
}

#[test]
fn inserted_text_is_read_and_removed_text_is_not() {
    let body = "<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>kindly </w:t></w:r></w:ins>\
                <w:del><w:r><w:delText>urgently </w:delText><w:t>never </w:t></w:r></w:del><w:r><w:t>ask &amp; &#233;</w:t></w:r></w:p>";
    assert_eq!(lines(DocumentKind::Docx, &docx(body)), ["We kindly ask & é"]);
}

#[test]
fn a_filled_content_control_is_read_and_its_placeholder_is_not() {
    let control = |properties: &str, text: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", p(text))
    };
    let body = control("", "30 June 2023") + &control("<w:showingPlcHdr/>", "Click here to enter a date.");
    assert_eq!(lines(DocumentKind::Docx, &docx(&body)), ["30 June 2023"]);
}

#[test]
fn ticks_of_both_kinds_are_seen() {
    let new = |on: u8| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:sym w:font="x" w:char="F0"/></w:r></w:sdtContent></w:sdt>"#
        )
    };
    let old = r#"<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"#;
    let body = format!("<w:p>{}{}{old}</w:p>", new(1), new(0));
    assert_eq!(lines(DocumentKind::Docx, &docx(&body)), ["☒☐☒"]);
}

#[test]
fn the_number_in_the_page_header_is_read() {
    let header = format!(r#"<w:hdr xmlns:w="w">{}{}</w:hdr>"#, p("SG99-LS7"), p("- 2 -"));
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{}</w:body></w:document>"#, p("Text"));
    let bytes = packed(&[("word/document.xml", document.as_bytes()), ("word/header1.xml", header.as_bytes())]);
    assert_eq!(lines(DocumentKind::Docx, &bytes), ["SG99-LS7", "", "Text"]);
}

#[test]
fn the_columns_of_a_pdf_stay_apart_in_whatever_order_they_are_drawn() {
    let bytes = pdf(&[
        (400.0, 700.0, "Tel: 1"),
        (160.0, 700.0, "A. Person"),
        (60.0, 700.0, "Contact:"),
        (60.0, 660.0, "Abstract:"),
        (160.0, 686.0, "Example Org"),
        (160.0, 660.0, "Short (very)"),
        (400.0, 686.0, "E-mail: 2"),
    ]);
    let expected = ["Contact:\tA. Person\tTel: 1", "\tExample Org\tE-mail: 2", "", "Abstract:\tShort (very)"];
    assert_eq!(lines(DocumentKind::Pdf, &bytes), expected);
}

#[test]
fn a_text_is_read_in_the_letters_it_was_written_with() {
    assert_eq!(lines(DocumentKind::Text, "é “x”\r\nsecond\u{0}".as_bytes()), ["é “x”", "second"]);
    assert_eq!(lines(DocumentKind::Text, b"caf\xe9 \x93x\x94 \x80"), ["café “x” €"]);
    assert_eq!(lines(DocumentKind::Text, b"\xff\xfeh\x00i\x00"), ["hi"]);
}

#[test]
fn a_zip_bomb_is_refused_at_once() {
    let bomb = packed(&[("word/document.xml", &vec![b' '; 80 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024);
    let start = Instant::now();
    assert_eq!(extract(DocumentKind::Docx, &bomb), Err(ReadError::TooLarge));
    let many: Vec<String> = (0..10_001).map(|at| format!("word/{at}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let crowd = packed(&many);
    let counted = Instant::now();
    assert_eq!(extract(DocumentKind::Docx, &crowd), Err(ReadError::TooLarge));
    assert!(counted.elapsed() < Duration::from_secs(2), "{:?}", counted.elapsed());
    assert!(start.elapsed() < Duration::from_secs(20), "making the crowd is not counted");
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_refused_within_two_seconds() {
    let mut bomb = packed(&[("word/document.xml", &vec![b' '; 80 * 1024 * 1024])]);
    // The size stands at the end of each header; both are made to say 16 bytes.
    let real = (80u32 * 1024 * 1024).to_le_bytes();
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == real {
            bomb[at..at + 4].copy_from_slice(&16u32.to_le_bytes());
        }
    }
    let start = Instant::now();
    assert!(extract(DocumentKind::Docx, &bomb).is_err());
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn damaged_locked_and_empty_files_each_say_so() {
    assert_eq!(extract(DocumentKind::Docx, b"PK\x03\x04 and nothing"), Err(ReadError::Damaged));
    assert_eq!(extract(DocumentKind::Docx, &docx("<w:p>")), Err(ReadError::Damaged));
    let deep = format!("{}{}{}", "<w:sdt>".repeat(300), p("deep"), "</w:sdt>".repeat(300));
    assert_eq!(extract(DocumentKind::Docx, &docx(&deep)), Err(ReadError::Damaged));
    assert_eq!(extract(DocumentKind::Docx, &packed(&[("word/other.xml", b"<x/>")])), Err(ReadError::Damaged));
    assert_eq!(extract(DocumentKind::Pdf, b"%PDF-1.7 cut short"), Err(ReadError::Damaged));
    assert_eq!(extract(DocumentKind::Pdf, &pdf(&[])), Err(ReadError::NoText));
    assert_eq!(extract(DocumentKind::Text, b" \n\n\x07"), Err(ReadError::NoText));
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(extract(DocumentKind::Docx, &locked), Err(ReadError::Locked));
    assert_eq!(extract(DocumentKind::Doc, &locked), Err(ReadError::Locked));
}

#[test]
fn every_reason_has_a_sentence_of_its_own() {
    let keys: std::collections::BTreeSet<String> = ReadError::ALL.iter().map(|error| error.said().key).collect();
    assert_eq!(keys.len(), ReadError::ALL.len());
    assert!(keys.iter().all(|key| key.starts_with("reading-")), "{keys:?}");
}
