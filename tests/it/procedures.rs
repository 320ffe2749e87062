//! `docs/procedures` is printed from the tables; this holds it to them. `ENTENTE_PRINT=1` prints it anew.

use std::path::Path;

use entente::cli::procedures::{documents, run};

use crate::rules_words::say;

#[test]
fn the_documents_say_what_the_tables_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/procedures");
    if std::env::var_os("ENTENTE_PRINT").is_some() {
        run(&folder, false, &say).unwrap();
    }
    for (name, text) in documents(&say) {
        let there = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            there == text,
            "docs/procedures/{name} is not what the tables say: run `make procedures`, and read the diff"
        );
    }
}

#[test]
fn a_check_writes_nothing_and_a_second_printing_changes_nothing() {
    let folder = std::env::temp_dir().join(format!("entente-procedures-{}", std::process::id()));
    assert!(!run(&folder, true, &say).unwrap());
    assert!(!folder.exists());
    assert!(!run(&folder, false, &say).unwrap());
    assert!(run(&folder, false, &say).unwrap() && run(&folder, true, &say).unwrap());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn no_document_has_a_hole_in_its_words() {
    for (name, text) in documents(&say) {
        assert!(!text.contains('⟦'), "{name}: {:?}", text.split('⟦').nth(1));
    }
}
