//! Bodies that a form names: one that nobody knows is told at its row, and a sender that is typed is written down once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::body;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, House};

/// Where and how the answer says that a row names no body.
fn told(answer: &Answer, field: &str) {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let told = answer.json["refusals"].as_array().unwrap();
    let of = told.iter().find(|one| one["field"] == field).unwrap_or_else(|| panic!("{}", answer.text));
    assert!(of["sentence"].as_str().unwrap().contains("not known here"), "{of}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_addressee_that_nobody_knows_is_told_at_its_row() {
    let house = House::open().await;
    let (rapporteur, counsellor) = (house.client("rapporteur").await, house.client("counsellor").await);
    let known = house.world.body("ISO/TC 307");
    let to = json!([{"body": known, "purpose": "information"}, {"body": Uuid::now_v7(), "purpose": "information"}]);
    let mut draft = house.draft();
    draft["destinations"] = to.clone();
    told(&rapporteur.post("/api/v1/liaisons", &draft).await, "destinations.1.body");

    let good = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
    let edit = json!({"topic": "terms", "destinations": to});
    let path = format!("/api/v1/acts/{}/edit", good["handle"].as_str().unwrap());
    told(&rapporteur.post(&path, &edit).await, "destinations.1.body");

    let record = json!({"source": known, "title": "LS on x", "body": "Text.", "destinations": to});
    told(&counsellor.post("/api/v1/liaisons/record", &record).await, "destinations.1.body");

    let (mut browser, csrf) = house.browser("counsellor").await;
    let (source, unknown) = (known.to_string(), Uuid::now_v7().to_string());
    let typed =
        [("csrf", csrf.as_str()), ("source", &source), ("body", "Text."), ("destinations-0-body", unknown.as_str())];
    let page = browser.post("/liaisons/intake/by-hand", &typed).await;
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(page.body.contains("not known here"), "{}", page.body);

    let handle = good["handle"].as_str().unwrap();
    let field = format!(r#"destinations={{"body":"{unknown}","purpose":"information"}}"#);
    let (done, said) = house.command("rapporteur", &["act", handle, "edit", "-f", "topic=x", "-f", &field]);
    assert!(!done && (said.contains("not known here") || said.contains("no body called")), "{said}");
}

/// The intake by hand from this new sender, in a browser of its own.
async fn from_new(house: &House, who: &str, key: &str, sender: &str, more: &[(&str, &str)]) -> (u16, String, String) {
    let (mut browser, csrf) = house.browser(who).await;
    let own = house.world.body(if who == "manager" { "ISO/TC 307" } else { "SG17" }).to_string();
    let typed = [
        ("csrf", csrf.as_str()),
        ("key", key),
        ("source_new", sender),
        ("title", "LS on something new"),
        ("body", "Text."),
        ("receiving_body", &own),
        ("received_on", "2023-03-06"),
    ];
    let answer = browser.post("/liaisons/intake/by-hand", &[&typed[..], more].concat()).await;
    (answer.status, answer.header("location").to_owned(), answer.body)
}

async fn bodies(house: &House, name: &str) -> Vec<Uuid> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let all: Vec<(Uuid, String)> = body::table.select((body::id, body::short_name)).load(&mut conn).await.unwrap();
    all.into_iter().filter(|(_, one)| one.eq_ignore_ascii_case(name)).map(|(id, _)| id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intake_from_a_new_sender_pressed_twice_is_done_once() {
    let house = House::open().await;
    let first = from_new(&house, "counsellor", "k1", "Ledger Forum", &[]).await;
    let again = from_new(&house, "counsellor", "k1", "Ledger Forum", &[]).await;
    assert_eq!((first.0, again.0), (303, 303), "{}", again.2);
    assert_eq!(first.1, again.1);
    let key = |n| format!("k{n}");
    // At the same moment, too: the second waits for the first.
    let (a, b) = (key(2), key(2));
    let twice = tokio::join!(
        from_new(&house, "counsellor", &a, "Other Forum", &[]),
        from_new(&house, "counsellor", &b, "Other Forum", &[])
    );
    assert_eq!((twice.0.0, twice.1.0), (303, 303), "{}{}", twice.0.2, twice.1.2);
    assert_eq!(twice.0.1, twice.1.1);
    assert_eq!((bodies(&house, "Ledger Forum").await.len(), bodies(&house, "Other Forum").await.len()), (1, 1));
    // Another statement under the key is another matter.
    let other = from_new(&house, "counsellor", "k1", "Ledger Forum", &[("numbers", "LF 8")]).await;
    assert_eq!(other.0, 409, "{}", other.2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_type_the_same_new_sender_at_once_write_it_down_once() {
    let house = House::open().await;
    for n in 0..4 {
        let (name, low) = (format!("New Forum {n}"), format!("new forum {n}"));
        let (one, other) = (format!("one {n}"), format!("other {n}"));
        let more = [("title", "Another"), ("reason", "Another one.")];
        let both = tokio::join!(
            from_new(&house, "counsellor", &one, &name, &[]),
            from_new(&house, "manager", &other, if n % 2 == 0 { &name } else { &low }, &more),
        );
        for (status, _, text) in [&both.0, &both.1] {
            assert!([303, 422].contains(status), "{status} {text}");
            assert!(*status == 303 || text.contains("Choose it in the list"), "{text}");
        }
        assert!(both.0.0 == 303 || both.1.0 == 303);
        assert_eq!(bodies(&house, &name).await.len(), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_is_here_already_is_that_one() {
    let house = House::open().await;
    for (n, typed) in ["ISO/TC 307", "iso/tc 307", "ISO/TC\u{a0}307", "ISO/TC\u{200b} 307"].into_iter().enumerate() {
        let done = from_new(&house, "counsellor", &n.to_string(), typed, &[("reason", "Another one.")]).await;
        assert_eq!(done.0, 303, "{typed}: {}", done.2);
        let handle = done.1.trim_start_matches("/liaisons/").to_owned();
        let shown: Value = house.client("counsellor").await.get(&format!("/api/v1/liaisons/{handle}")).await.good();
        assert!(shown.to_string().contains(&house.world.body("ISO/TC 307").to_string()), "{shown}");
    }
    assert_eq!(bodies(&house, "ISO/TC 307").await.len(), 1);
}
