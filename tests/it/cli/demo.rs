//! The demo: what is in it, and what is not.

use std::collections::BTreeMap;

use super::Base;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_stands_as_it_did_on_16_august_2023() {
    let base = Base::with_demo().await;
    let again = base.entente(&["demo"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("The database is not empty"), "{}", again.err);

    states(&base).await;
    people(&base).await;
    clock_and_letters(&base).await;
    the_first_two(&base).await;
    no_name_of_the_seed(&base).await;
}

async fn states(base: &Base) {
    assert_eq!(base.column("SELECT count(*) FROM body").await, ["25"]);
    let kept = "SELECT short_name FROM body WHERE kept_here ORDER BY short_name";
    let kept = base.column(kept).await;
    assert!(kept.contains(&"SG17".to_owned()) && kept.contains(&"ISO/TC 307/JWG 4".to_owned()), "{kept:?}");
    assert!(!kept.contains(&"SG16".to_owned()) && kept.len() == 11, "{kept:?}");
    let parents = "SELECT p.short_name FROM body_parent JOIN body b ON b.id = body_id JOIN body p ON p.id = parent_id
                   WHERE b.short_name = 'ISO/TC 307/JWG 4' ORDER BY 1";
    assert_eq!(base.column(parents).await, ["ISO/IEC JTC 1/SC 27", "ISO/TC 307"]);
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for state in base.column("SELECT state FROM statement").await {
        *counted.entry(state).or_default() += 1;
    }
    let expected = [
        ("approved", 1),
        ("awaiting_reply", 3),
        ("closed", 2),
        ("draft", 3),
        ("in_review", 1),
        ("issued", 11),
        ("recommended", 1),
        ("replied", 1),
    ];
    assert_eq!(counted, expected.map(|(state, count)| (state.to_owned(), count)).into());
    let kept = "SELECT b.short_name FROM reply_template JOIN body b ON b.id = body_id ORDER BY 1";
    assert_eq!(base.column(kept).await, ["ISO/TC 307", "SG17", "SG17"]);
    let overdue = "SELECT count(*) FROM destination WHERE state = 'awaited' AND deadline < '2023-08-16'";
    assert_eq!(base.column(overdue).await, ["1"]);
    // Every state of work that a secretariat meets is there once at least.
    let met = base.column("SELECT DISTINCT state FROM registration ORDER BY state").await;
    for state in [
        "received",
        "registered",
        "available",
        "allocated",
        "under_consideration",
        "reply_in_preparation",
        "noted",
        "deferred",
        "replied",
        "closed",
    ] {
        assert!(met.contains(&state.to_owned()), "{state}: {met:?}");
    }
    let elsewhere = "SELECT count(*) FROM registration r JOIN body b ON b.id = r.body_id WHERE NOT b.kept_here";
    assert_eq!(base.column(elsewhere).await, ["0"]);
}

async fn people(base: &Base) {
    let emails = base.column("SELECT email FROM person").await;
    assert_eq!(emails.len(), 22);
    assert!(emails.iter().all(|email| email.ends_with("@example.org")), "{emails:?}");
    let addresses = base.column("SELECT address FROM body_address UNION SELECT address FROM outbox").await;
    assert!(addresses.iter().all(|address| address.ends_with("@example.org")), "{addresses:?}");
    let holders = "SELECT count(*) FROM appointment a JOIN body b ON b.id = body_id WHERE role = 'rapporteur' AND short_name = 'Q14/17'";
    assert_eq!(base.column(holders).await, ["2"]);
    let without = "SELECT count(*) FROM appointment WHERE decision = ''";
    assert_eq!(base.column(without).await, ["0"]);
    assert_eq!(base.column("SELECT email FROM person WHERE administrator").await, ["administrator@example.org"]);
}

async fn clock_and_letters(base: &Base) {
    let today = "SELECT to_char((now() + make_interval(secs => (value->>'offset_seconds')::bigint)) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')
                 FROM deployment WHERE key = 'clock'";
    assert_eq!(base.column(today).await, ["2023-08-16 07"]);
    assert_eq!(base.column("SELECT DISTINCT state FROM outbox").await, ["sent"]);
    assert_eq!(base.column("SELECT count(*) FROM outbox WHERE sent_at <> not_before OR text IS NULL").await, ["0"]);
    let caught = "SELECT count(*) FROM caught_letter UNION ALL SELECT count(*) FROM outbox";
    let counts = base.column(caught).await;
    assert!(counts[0] == counts[1] && counts[0].parse::<i64>().unwrap() > 30, "{counts:?}");
    let late = "SELECT count(*) FROM event WHERE recorded_at >= '2023-08-16' OR recorded_at::date <> occurred_on";
    assert_eq!(base.column(late).await, ["0"]);
}

async fn the_first_two(base: &Base) {
    let first = base.entente(&["show", "SG17-LS1"]);
    assert!(first.out.contains("ISO/TC 307: for action, 22 Aug 2023. Answered"), "{}", first.out);
    assert!(first.out.contains("State         Replied"), "{}", first.out);
    assert!(first.out.contains("ISO/TC 307 (N 1012)"), "{}", first.out);
    let second = base.entente(&["show", "LS-1002"]);
    assert!(second.out.contains("Numbers       SG17-LS2"), "{}", second.out);
    assert!(second.out.contains("ISO/TC 68: for action, 22 Aug 2023. Reply awaited"), "{}", second.out);
}

/// The persons of the workshop are nowhere in the demo: not in a row, not in a letter.
async fn no_name_of_the_seed(base: &Base) {
    let folder = format!("{}/../shared/data/seed", env!("CARGO_MANIFEST_DIR"));
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: no seed on this machine");
        return;
    };
    let text: String = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let names = names_in(&text);
    assert!(names.len() > 8, "the reading of the seed is broken: {} names", names.len());
    let everything = "SELECT row_to_json(t)::text FROM person t UNION ALL SELECT row_to_json(t)::text FROM statement t
        UNION ALL SELECT data::text FROM event_payload UNION ALL SELECT coalesce(text, '') || facts::text FROM outbox
        UNION ALL SELECT row_to_json(t)::text FROM body t UNION ALL SELECT row_to_json(t)::text FROM meeting t";
    let everything = base.column(everything).await.join("\n").to_lowercase();
    for name in names {
        assert!(!everything.contains(&name.to_lowercase()), "a name of the seed is in the demo");
    }
}

/// Names as the slides have them: `**Moderator:** First Last, body` and `- First Last, body: "title"`.
fn names_in(text: &str) -> Vec<String> {
    let role = |line: &str| {
        ["Moderator", "Welcome", "Opening remark", "Master of"].iter().any(|word| line.contains(word))
            || line.starts_with("  - ")
    };
    let name = |line: &str| -> Option<String> {
        let line = line.trim_start_matches([' ', '-', '*']);
        let after = line.split("** ").nth(1).unwrap_or(line);
        let name = after.split(',').next()?.trim();
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        ((2..=4).contains(&words.len()) && words.iter().all(capital) && after.contains(',')).then(|| name.to_owned())
    };
    text.lines().filter(|line| role(line)).filter_map(name).collect()
}
