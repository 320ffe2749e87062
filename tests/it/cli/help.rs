//! What the program says of itself.

use super::{entente, said};

#[test]
fn the_help_lists_every_verb_but_the_hidden_one() {
    let help = said(&entente(&["--help"]).output().unwrap());
    assert_eq!(help.code, 0);
    let verbs = ["run", "serve", "worker", "migrate", "demo", "intake", "act", "show", "procedures", "doctor", "user"];
    for verb in verbs.iter().chain(&["backup", "restore", "outbox", "cluster"]) {
        assert!(help.out.lines().any(|line| line.starts_with(&format!("  {verb} "))), "{verb}:\n{}", help.out);
        assert_eq!(said(&entente(&[verb, "--help"]).output().unwrap()).code, 0, "{verb}");
    }
    assert!(!help.out.contains("  read "), "{}", help.out);
    assert!(help.out.contains("Exit codes"));
}

#[test]
fn a_verb_that_is_not_there_is_told_with_exit_code_2() {
    let wrong = said(&entente(&["frobnicate"]).output().unwrap());
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("frobnicate"), "{}", wrong.err);
}

#[test]
fn a_setting_that_is_not_understood_is_a_sentence_with_exit_code_1() {
    let wrong = said(&entente(&["run"]).env("ENTENTE_LISTEN", "8080").output().unwrap());
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.starts_with("entente: ENTENTE_LISTEN=8080 is not understood"), "{}", wrong.err);
}

#[test]
fn a_port_in_use_is_a_sentence_and_no_database_is_started_for_it() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let folder = format!("/tmp/entente-no-data-{}", uuid::Uuid::new_v4().simple());
    let run = entente(&["run"]).env("ENTENTE_LISTEN", &listen).env("ENTENTE_DATA", &folder).output().unwrap();
    let run = said(&run);
    assert_eq!(run.code, 1);
    assert!(run.err.contains(&format!("{listen} is taken by another program")), "{}", run.err);
    assert!(!std::path::Path::new(&folder).exists());
}

#[test]
fn the_procedures_are_printed_by_name() {
    let names = said(&entente(&["procedures"]).output().unwrap());
    assert!(names.out.lines().any(|line| line == "statement"), "{}", names.out);
    let one = said(&entente(&["procedures", "statement"]).output().unwrap());
    assert!(one.out.contains("| O2 |") || one.out.contains("O2"), "{}", one.out);
    let none = said(&entente(&["procedures", "nothing"]).output().unwrap());
    assert_eq!(none.code, 1);
    assert!(none.err.contains("There are: "), "{}", none.err);
}
