//! What was recorded: the same document twice, by the other side, and its copies in a reply.

use serde_json::{Value, json};

use super::{House, offered};

const NUMBER: &str = "SC 27 N 15001";

fn record(house: &House) -> Value {
    json!({
        "source": house.world.body("ISO/TC 307"), "title": "Liaison on ledger privacy", "numbers": [NUMBER], "body": "Text.",
        "destinations": [{"body": house.world.body("SG17"), "purpose": "action"}, {"printed": "Ledger Forum"}],
        "receiving_body": house.world.body("SG17"), "received_on": "2023-03-06", "register": true,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_here_already_is_named_on_the_page_and_by_the_command_line_and_told_apart_by_a_reason() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let first = counsellor.post("/api/v1/liaisons/record", &record(&house)).await.good();
    let handle = first["handle"].as_str().unwrap();
    let again = counsellor.post("/api/v1/liaisons/record", &record(&house)).await;
    let refusal = &again.json["refusals"][0];
    assert_eq!(
        (&refusal["code"], &refusal["severity"]),
        (&json!("not_known_already"), &json!("soft")),
        "{}",
        again.text
    );
    assert!(refusal["sentence"].as_str().unwrap().contains(handle), "{refusal}");

    let (mut browser, csrf) = house.browser("counsellor").await;
    let (source, own) = (house.world.body("ISO/TC 307").to_string(), house.world.body("SG17").to_string());
    let typed = [
        ("csrf", csrf.as_str()),
        ("source", &source),
        ("numbers", "SC\u{a0}27 n15001"),
        ("body", "Text."),
        ("receiving_body", &own),
        ("received_on", "2023-03-06"),
    ];
    let page = browser.post("/liaisons/intake/by-hand", &typed).await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert!(page.body.contains(&format!("href=\"/liaisons/{handle}\"")), "it links the known one: {}", page.body);
    assert!(page.body.contains("name=\"reason\""), "{}", page.body);
    let reason = [&typed[..], &[("reason", "A second letter.")]].concat();
    assert_eq!(browser.post("/liaisons/intake/by-hand", &reason).await.status, 303);

    let act = ["act", "--new", "statement", "record", "-f", "source=ISO/TC 307", "-f", "numbers=[\"SC 27 N 15001\"]"];
    let more = ["-f", "body=Text.", "-f", "receiving_body=SG17", "-f", "received_on=2023-03-06"];
    let (done, said) = house.command("counsellor", &[&act[..], &more[..]].concat());
    assert!(!done && said.contains(handle), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_other_side_recorded_says_so_and_only_who_recorded_it_is_offered_to_mend_it_or_take_it_back() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let recorded = counsellor.post("/api/v1/liaisons/record", &record(&house)).await.good();
    let path = recorded["href"].as_str().unwrap();
    let here = counsellor.get(path).await.good();
    assert_eq!(here["recorded_by_other_side"], "SG17");
    assert_eq!(offered(&here), ["correct", "take_back"]);
    let there = house.client("manager").await.get(path).await.good();
    assert_eq!((&there["recorded_by_other_side"], offered(&there).len()), (&json!("SG17"), 0));
    assert_eq!(there["refused"][0]["code"], "not-yours", "{there}");
    let page = format!("/liaisons/{}", recorded["handle"].as_str().unwrap());
    for key in ["manager", "counsellor"] {
        let shown = house.browser(key).await.0.get(&page).await;
        assert!(shown.body.contains("by the other side, SG17, on 6 Mar 2023"), "{key}: {}", shown.body);
        assert_eq!(shown.body.contains("/take-back\""), key == "counsellor", "{key}");
    }
    let handle = recorded["handle"].as_str().unwrap();
    assert_eq!(counsellor.does(handle, "take-back", json!({"reason": "By mistake."})).await["state"], "void");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_reply_keeps_the_copies_to_names_that_no_body_has() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let recorded = counsellor.post("/api/v1/liaisons/record", &record(&house)).await.good();
    let statement = counsellor.get(recorded["href"].as_str().unwrap()).await.good();
    let registration = statement["registrations"][0]["handle"].as_str().unwrap().to_owned();
    counsellor.does(&registration, "make-available", json!({"agreed_by": "Chair SG17"})).await;
    let world = &house.world;
    let to = json!({"body": world.body("Q14/17"), "assignee": world.person("rapporteur"), "purpose": "action", "lead": true});
    counsellor.does(&registration, "allocate", json!({"allocations": [to]})).await;
    let statement = counsellor.get(recorded["href"].as_str().unwrap()).await.good();
    let allocation = statement["registrations"][0]["allocations"][0]["handle"].as_str().unwrap();
    let (mut browser, _) = house.browser("rapporteur").await;
    let form = browser.get(&format!("/liaisons/new?answers={allocation}")).await;
    assert_eq!(form.status, 200, "{}", form.body);
    assert!(form.body.contains("-printed\" value=\"Ledger Forum\""), "{}", form.body);
    let mut draft = house.draft();
    draft["destinations"] = json!([{"printed": "Ledger Forum", "purpose": "information"}]);
    let draft = house.client("rapporteur").await.post("/api/v1/liaisons", &draft).await.good();
    let shown = house.client("rapporteur").await.get(draft["href"].as_str().unwrap()).await.good();
    assert!(shown["destinations"][0].to_string().contains("Ledger Forum"), "{shown}");
}
