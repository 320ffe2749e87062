//! A list as a Word document: all that is in it is read back, and the same list gives the same bytes.

use entente::exchange::document::{DocumentKind, extract};
use entente::exchange::table_docx::{Column, TableDocument, write};

fn list() -> TableDocument {
    let column = |head: &str, share| Column { head: head.into(), share };
    let cell = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    TableDocument {
        header: "SG17 meeting, August 2023".into(),
        title: "Incoming statements of SG17".into(),
        about: vec!["2 statements, as they stood on 16 Aug 2023.".into()],
        columns: vec![column("Document", 1), column("Title", 3)],
        rows: vec![
            vec![cell(&["SG17-TD1101", "N 1021"]), cell(&["LS on <identity> & \"trust\""])],
            vec![cell(&[]), cell(&["بيان الاتصال"])],
        ],
        empty: "Nothing came in.".into(),
        language: "en".into(),
        author: "SG17".into(),
    }
}

fn lines(list: &TableDocument) -> Vec<String> {
    extract(DocumentKind::Docx, &write(list)).unwrap().lines
}

#[test]
fn every_line_of_a_list_is_read_back() {
    let text = lines(&list()).join("\n");
    for said in [
        "Incoming statements of SG17",
        "2 statements",
        "Document",
        "SG17-TD1101",
        "N 1021",
        "LS on <identity> & \"trust\"",
        "بيان الاتصال",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Nothing came in."));
    assert_eq!(write(&list()), write(&list()));
}

#[test]
fn an_empty_list_says_so() {
    let text = lines(&TableDocument { rows: vec![], ..list() }).join("\n");
    assert!(text.contains("Nothing came in.") && !text.contains("Document"), "{text}");
}
