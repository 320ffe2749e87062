//! `entente act` and `entente user` on the demo.

use super::Base;

const RAPPORTEUR: &str = "rapporteur-q14-17@example.org";
const COUNSELLOR: &str = "counsellor-sg17@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn acts_answer_in_sentences() {
    let base = Base::with_demo().await;

    let refused = base.entente(&["act", "SG17-LS1", "close", "--as", RAPPORTEUR]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.starts_with("Nothing was changed:\n  - "), "{}", refused.err);
    assert!(refused.out.is_empty());

    let not_from_here = base.entente(&["act", "LS-1002", "submit", "--as", RAPPORTEUR]);
    assert!(not_from_here.err.contains("is not possible now"), "{}", not_from_here.err);

    let field = base.entente(&["act", "--new", "statement", "draft", "--as", RAPPORTEUR, "-f", "owner=Q14/17"]);
    assert_eq!(field.code, 1);
    assert!(field.err.contains("  - topic: "), "{}", field.err);

    let unknown = base.entente(&["act", "--new", "statement", "draft", "--as", RAPPORTEUR, "-f", "owner=Q99/17"]);
    assert_eq!(unknown.err, "entente: There is no body called “Q99/17”.\n");
    let act = base.entente(&["act", "LS-1001", "publish", "--as", RAPPORTEUR]);
    assert!(act.err.contains("“publish” is nothing that can be done here"), "{}", act.err);
    let nobody = base.entente(&["act", "LS-1001", "close", "--as", "nobody@example.org"]);
    assert!(nobody.err.contains("no person with the address"), "{}", nobody.err);
    let nothing = base.entente(&["act", "LS-9999", "close", "--as", RAPPORTEUR]);
    assert!(nothing.err.contains("nothing called “LS-9999”"), "{}", nothing.err);
    // The committee's people do not see the group's drafts.
    let draft = base
        .column(
            "SELECT handle FROM statement JOIN subject USING (id) WHERE title LIKE '%decentralized identifiers in%'",
        )
        .await;
    let hidden = base.entente(&["act", &draft[0], "submit", "--as", "manager-tc307@example.org"]);
    assert!(hidden.err.contains("may not see it"), "{}", hidden.err);
    assert_eq!(base.column("SELECT count(*) FROM event WHERE recorded_at > '2023-08-16'").await, ["0"]);

    done(&base).await;
}

async fn done(base: &Base) {
    let destinations = r#"destinations={"body":"ISO/TC 68","purpose":"action","deadline":"2023-10-20"}"#;
    let arguments = ["-f", "owner=Q14/17", "-f", "topic=digital assets", "-f", destinations, "--key", "once"];
    let draft = ["act", "--new", "statement", "draft", "--as", RAPPORTEUR];
    let drafted = base.entente(&[&draft[..], &arguments[..]].concat());
    assert_eq!(drafted.code, 0, "{}", drafted.err);
    assert!(drafted.out.contains("started the draft. It is now “Draft” (version 1)."), "{}", drafted.out);
    let again = base.entente(&[&draft[..], &arguments[..]].concat());
    assert!(again.out.contains("was done before under the same key"), "{}", again.out);
    let handle = drafted.out.split(':').next().unwrap().to_owned();
    let stale = base.entente(&["act", &handle, "submit", "--as", RAPPORTEUR, "--version", "7"]);
    assert!(stale.err.contains("The version is 1 now"), "{}", stale.err);

    let awaited = base.entente(&["show", "SG17-LS2"]);
    assert!(awaited.out.contains("ISO/TC 68: for action, 22 Aug 2023. Reply awaited"), "{}", awaited.out);
    let closed =
        base.entente(&["act", "SG17-LS2", "close-without-reply", "--as", COUNSELLOR, "-f", "reason=No answer came."]);
    assert_eq!(closed.code, 0, "{}", closed.err);
    assert!(closed.out.contains("reads of it in the daily digest"), "{}", closed.out);

    let added = ["user", "add", "new@example.org", "--name", "New Expert", "--password-stdin"];
    let mut child =
        super::entente(&added).env("DATABASE_URL", &base.url).stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"correct horse battery\n").unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(base.column("SELECT count(*) FROM credential").await, ["1"]);
    let doctor = base.entente(&["doctor"]);
    assert!(doctor.out.contains("none pending"), "{}", doctor.out);
    assert!(doctor.out.contains("each as it was written (0 erased)"), "{}", doctor.out);
    base.column(
        "ALTER TABLE event_payload DISABLE TRIGGER USER; UPDATE event_payload SET data = data || '{\"x\": 1}'
         WHERE event_id = (SELECT max(id::text)::uuid FROM event)",
    )
    .await;
    let doctor = base.entente(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("was changed afterwards, or is missing"), "{}", doctor.out);
}
