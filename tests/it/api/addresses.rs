//! Whose address book it is: a body kept here has a secretariat of its own, any other is everybody's.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::subject;
use serde_json::json;

use super::House;

/// The handle of the body of this name.
async fn handle_of(house: &House, name: &str) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let of = subject::table.find(house.world.body(name)).select(subject::handle);
    of.first(&mut conn).await.unwrap()
}

fn entry(address: &str) -> Vec<(&str, &str)> {
    vec![("address_kind", "mailbox"), ("address_name", "Mailbox"), ("address", address), ("valid_from", "2023-03-01")]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_own_secretariat_writes_the_address_book_of_a_body_kept_here() {
    let house = House::open().await;
    let (committee, jtc) = (handle_of(&house, "ISO/TC 307").await, handle_of(&house, "ISO/IEC JTC 1/SC 27").await);
    let group = handle_of(&house, "ISO/TC 307/JWG 4").await;
    for (who, body, may) in [
        ("counsellor", &committee, false),
        ("counsellor", &group, false),
        ("manager", &committee, true),
        ("manager", &group, true),
        ("counsellor", &jtc, true),
        ("manager", &jtc, true),
        ("rapporteur", &jtc, false),
    ] {
        let (mut browser, csrf) = house.browser(who).await;
        let page = browser.get(&format!("/bodies/{body}")).await;
        assert_eq!(page.body.contains("name=\"address_kind\""), may, "{who} {body}: the form");
        let fields = [&[("csrf", csrf.as_str())], &entry("new@example.org")[..]].concat();
        let done = browser.post(&format!("/bodies/{body}"), &fields).await;
        assert_eq!(done.status, if may { 303 } else { 409 }, "{who} {body}: {}", done.body);
    }
    let fields: Vec<String> = entry("cli@example.org").iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut act = vec!["act", &committee, "add_address"];
    act.extend(fields.iter().flat_map(|field| ["-f", field.as_str()]));
    assert!(!house.command("counsellor", &act).0, "by the command line neither");
    let (done, said) = house.command("manager", &act);
    assert!(done && said.contains("added an address") && !said.contains('⟦'), "{said}");
    let (_, shown) = house.shown(&committee);
    assert!(shown.contains("added an address") && !shown.contains('⟦'), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_added_to_the_book_that_was_looked_at() {
    let house = House::open().await;
    let committee = handle_of(&house, "ISO/TC 307").await;
    let (mut browser, csrf) = house.browser("manager").await;
    let add = |version: &'static str, address: &'static str| {
        [&[("csrf", csrf.as_str()), ("version", version)], &entry(address)[..]].concat()
    };
    let path = format!("/bodies/{committee}");
    assert_eq!(browser.post(&path, &add("1", "one@example.org")).await.status, 303);
    let stale = browser.post(&path, &add("1", "two@example.org")).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert!(stale.body.contains("two@example.org") && !stale.body.contains('⟦'), "{}", stale.body);
    assert_eq!(browser.post(&path, &add("2", "two@example.org")).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_with_an_empty_part_is_no_address() {
    let house = House::open().await;
    let committee = handle_of(&house, "ISO/TC 307").await;
    let (mut browser, csrf) = house.browser("manager").await;
    for wrong in ["A@B..C", "a..b@example.org"] {
        let fields = [&[("csrf", csrf.as_str())], &entry(wrong)[..]].concat();
        let answer = browser.post(&format!("/bodies/{committee}"), &fields).await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.body);
    }
    let edit = json!({"topic": "x", "destinations": "\u{0}"});
    let draft = house.client("rapporteur").await.post("/api/v1/liaisons", &house.draft()).await.good();
    let path = format!("/api/v1/acts/{}/edit", draft["handle"].as_str().unwrap());
    let answer = house.client("rapporteur").await.post(&path, &edit).await;
    assert_eq!(answer.status, 422, "a character that nobody sees is no list: {}", answer.text);
}
