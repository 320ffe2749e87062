//! Papers made for the tests: small DOCX and PDF files with invented content, and a filled form to write.

use std::io::{Cursor, Write};

use entente::exchange::statement_docx::{FormRow, StatementForm};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip with these entries.
pub fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A DOCX whose body is this markup.
pub fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:w14="w14" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#
    );
    packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A paragraph of plain text.
pub fn p(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\t', "</w:t><w:tab/><w:t>");
    format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", text.replace('\n', "</w:t><w:br/><w:t>"))
}

/// A table of text; a line break in a cell begins a paragraph.
pub fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc><w:tcPr/>{}</w:tc>", text.split('\n').map(p).collect::<String>());
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// A PDF of one page: each piece of text with its place in points from the lower left corner. The pieces are drawn in
/// the order given, as programs draw the columns of a table one after the other.
pub fn pdf(pieces: &[(f64, f64, &str)]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    let drawn: String =
        pieces.iter().map(|(x, y, text)| format!("BT /F1 11 Tf {x} {y} Td ({}) Tj ET\n", escaped(text))).collect();
    let widths = vec!["500"; 224].join(" ");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}endstream", drawn.len()),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [{widths}] >>"
        ),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

/// A filled form, as the write side would hand it over.
pub fn statement() -> StatementForm {
    StatementForm {
        number: "SG17-LS412".into(),
        letterhead: vec![
            "INTERNATIONAL TELECOMMUNICATION UNION".into(),
            "TELECOMMUNICATION STANDARDIZATION SECTOR".into(),
        ],
        rows: vec![
            FormRow::new("Study period:", ["2022-2024"]).beside(["Original: English"]),
            FormRow::new("Question(s):", ["14/17"]).beside(["Geneva, 21 February - 3 March 2023"]),
            FormRow::new("Source:", ["ITU-T Study Group 17"]),
            FormRow::new("Title:", ["LS on the naming of ledger entries (reply to ISO/IEC JTC 1/SC 27 N 15001)"]),
        ],
        heading: "LIAISON STATEMENT".into(),
        asks: vec![
            FormRow::new("For action to:", ["ISO/IEC JTC 1/SC 27", "ISO/TC 307 (attention: WG 1, WG 3)"]),
            FormRow::new("For comment to:", Vec::<String>::new()),
            FormRow::new("For information to:", ["ITU-T SG13, SG20"]),
            FormRow::new("Approval:", ["ITU-T Study Group 17 meeting (Geneva, 3 March 2023)"]),
            FormRow::new("Deadline:", ["30 June 2023"]),
        ],
        contacts: vec![
            FormRow::new("Contact:", ["Rapporteur Q14/17", "Example Laboratories", "Ruritania"])
                .beside(["Tel: +00 12 345 6789", "E-mail: rapporteur.q14@example.org"]),
            FormRow::new("Contact:", ["Editor X.ledger", "Sample Institute", "Freedonia"])
                .beside(["Tel: +00 98 765 4321", "E-mail: editor@example.org"]),
        ],
        abstract_text: Some(FormRow::new(
            "Abstract:",
            ["This liaison statement asks for views on the naming of ledger entries & their <scope>."],
        )),
        body_markdown: BODY.into(),
        attachments: Some(FormRow::new("Attachments:", ["TD123/GEN, draft new Recommendation X.ledger", "names.xlsx"])),
        language: "en-GB".into(),
        title: "LS on the naming of ledger entries".into(),
        author: "ITU-T Study Group 17".into(),
    }
}

const BODY: &str = "# Introduction

ITU-T Study Group 17 thanks **ISO/TC 307** for its statement and has *noted* it. The draft is at
[the work programme](https://example.org/wp?a=1&b=2).

## Requests

We kindly ask you to:

1. review clause 6 of the draft;
2. tell us
   - which names collide, and
   - which of them are in use;
3. reply before the deadline.

> A name that two registers give to different things is a name that nobody can use.

| Term | ITU-T | ISO |
|---|---|---|
| ledger | X.1400 | 22739 |
| node | X.1400 | |

Another list begins anew:

1. first
2. second

Inline `code`, and a rule:

---

```
entry = name, \":\", value ;
```
";
