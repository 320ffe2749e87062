//! `entente intake`, on the two documents that a visitor of the demo can try.

use std::path::PathBuf;

use super::{entente, said};
use entente::exchange::statement_docx::{FormRow, StatementForm, write};

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static").join(format!("demo-{name}"))
}

/// What the samples say: invented, between real bodies.
fn form() -> StatementForm {
    StatementForm {
        number: "SG13-LS58".into(),
        letterhead: vec![
            "INTERNATIONAL TELECOMMUNICATION UNION".into(),
            "TELECOMMUNICATION STANDARDIZATION SECTOR".into(),
            "STUDY PERIOD 2022-2024".into(),
        ],
        rows: vec![
            FormRow::new("Study period:", ["2022-2024"]).beside(["Original: English"]),
            FormRow::new("Question(s):", ["16/13"]).beside(["Geneva, 14 - 25 August 2023"]),
            FormRow::new("Source:", ["ITU-T Study Group 13"]),
            FormRow::new("Title:", ["LS on trust in networks that use distributed ledgers"]),
        ],
        heading: "LIAISON STATEMENT".into(),
        asks: vec![
            FormRow::new("For action to:", ["ITU-T SG17"]),
            FormRow::new("For information to:", ["ISO/TC 307"]),
            FormRow::new("Approval:", ["ITU-T Study Group 13 by correspondence (15 August 2023)"]),
            FormRow::new("Deadline:", ["29 September 2023"]),
        ],
        contacts: vec![
            FormRow::new("Contact:", ["Rapporteur Q16/13", "A member of ITU-T", "Switzerland"])
                .beside(["Tel: +41 22 555 01 00", "E-mail: rapporteur@example.org"]),
        ],
        abstract_text: Some(FormRow::new(
            "Abstract:",
            ["SG13 asks SG17 which of its Recommendations apply to trust between networks that share a ledger."],
        )),
        body_markdown: "SG13 is drafting a Recommendation on trust between networks that share a ledger.\n\n\
            SG13 asks SG17:\n\n1. which of its Recommendations on the security of distributed ledgers apply;\n\
            2. whether SG17 wishes to review the draft.\n\nSG13 looks forward to a reply by 29 September 2023."
            .into(),
        attachments: None,
        language: "en-GB".into(),
        title: "LS on trust in networks that use distributed ledgers".into(),
        author: "ITU-T Study Group 13".into(),
    }
}

#[test]
fn the_sample_is_what_the_program_writes() {
    let path = sample("liaison-statement.docx");
    if std::env::var_os("ENTENTE_BLESS").is_some() {
        std::fs::write(&path, write(&form())).unwrap();
    }
    assert!(std::fs::read(path).unwrap() == write(&form()), "ENTENTE_BLESS=1 cargo test cli::intake writes it anew");
}

#[test]
fn both_samples_are_read_with_the_line_of_each_value() {
    for name in ["liaison-statement.docx", "liaison-statement.pdf"] {
        let path = sample(name);
        let read = said(&entente(&["intake", path.to_str().unwrap()]).output().unwrap());
        assert_eq!(read.code, 0, "{}", read.err);
        assert!(read.out.contains("liaison statement form of ITU-T"), "{}", read.out);
        let line = |label: &str, value: &str| {
            let found = read.out.lines().find(|line| line.contains(label) && line.contains(value));
            let found = found.unwrap_or_else(|| panic!("{name}: no {label} {value} in\n{}", read.out));
            let digits: String = found.trim_start().chars().take_while(char::is_ascii_digit).collect();
            assert!(digits.parse::<usize>().unwrap() > 0, "{found}");
        };
        line("Title", "LS on trust in networks that use distributed ledgers");
        line("Number", "SG13-LS58");
        line("For action", "SG17");
        line("For information", "ISO/TC 307");
        line("Deadline", "2023-09-29");
        line("E-mail", "rapporteur@example.org");
    }
}

#[test]
fn json_holds_the_values_and_the_lines() {
    let path = sample("liaison-statement.docx");
    let read = said(&entente(&["intake", "--json", path.to_str().unwrap()]).output().unwrap());
    let json: serde_json::Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!(json["form"], "itu_t");
    let values = json["values"].as_array().unwrap();
    let title = values.iter().find(|value| value["field"] == "title").unwrap();
    let line = title["line"].as_u64().unwrap() as usize;
    assert!(json["lines"][line].as_str().unwrap().contains("LS on trust in networks"), "{title}");
}

#[test]
fn a_file_that_cannot_be_read_is_a_sentence_and_the_others_are_read_all_the_same() {
    let path = sample("liaison-statement.docx");
    let read = entente(&["intake", "/nonexistent/a.docx", "Makefile", path.to_str().unwrap()]);
    let read = said(&{ read }.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap());
    assert_eq!(read.code, 1);
    assert!(read.err.contains("/nonexistent/a.docx: cannot be opened"), "{}", read.err);
    assert!(read.err.contains("Makefile: is no Word, PDF or text document."), "{}", read.err);
    assert!(read.out.contains("LS on trust"), "{}", read.out);
}

#[test]
fn little_found_is_no_failure() {
    let path = std::env::temp_dir().join(format!("entente-{}.txt", uuid::Uuid::new_v4().simple()));
    std::fs::write(&path, "Good morning.\n").unwrap();
    let read = said(&entente(&["intake", path.to_str().unwrap()]).output().unwrap());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(read.out.contains("no form that is known"), "{}", read.out);
}
