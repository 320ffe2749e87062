//! What programs read: home, register, bodies, procedures, and documents that are read for them.

use serde_json::{Value, json};

use super::House;
use crate::support::people::content;

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_filtered_and_goes_on_by_keys() {
    let house = House::open().await;
    house.world.registered().await;
    house.world.sent(content("terms of reference", vec![house.world.for_action("ISO/TC 307")])).await;
    let counsellor = house.client("counsellor").await;
    let titles = |page: &Value| -> Vec<String> {
        page["rows"].as_array().unwrap().iter().map(|row| row["direction"].as_str().unwrap().to_owned()).collect()
    };
    let all = counsellor.get("/api/v1/liaisons").await.good();
    assert_eq!(titles(&all), ["outgoing", "incoming"]);
    assert_eq!((&all["total"], &all["total_is_exact"]), (&json!(2), &json!(true)));
    let awaited = counsellor.get("/api/v1/liaisons?state=awaiting_reply").await.good();
    assert_eq!(titles(&awaited), ["outgoing"]);
    assert_eq!(awaited["rows"][0]["waiting_for"], "partner");
    let sc27 = house.world.body("ISO/IEC JTC 1/SC 27");
    let theirs = counsellor.get(&format!("/api/v1/liaisons?body={sc27}&direction=incoming&q=privacy")).await.good();
    assert_eq!(titles(&theirs), ["incoming"]);
    let newest: i64 = all["rows"][0]["handle"].as_str().unwrap().strip_prefix("LS-").unwrap().parse().unwrap();
    let older = counsellor.get(&format!("/api/v1/liaisons?before={newest}")).await.good();
    assert_eq!(titles(&older), ["incoming"]);
    let newer = counsellor.get(older["newer"].as_str().unwrap()).await.good();
    assert_eq!(titles(&newer), ["outgoing"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn home_says_what_waits_for_whom() {
    let house = House::open().await;
    house.world.allocated().await;
    let home = house.client("rapporteur").await.get("/api/v1/home").await.good();
    let mine = &home["mine"]["rows"][0];
    assert_eq!((&mine["procedure"], &mine["state"]), (&json!("allocation"), &json!("assigned")));
    let others = house.client("counsellor").await.get("/api/v1/home").await.good();
    assert!(others["others"]["rows"].as_array().unwrap().iter().any(|row| row["whom"] == "Rapporteur Q14/17"), "{others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_are_there_for_everybody_and_bodies_for_who_signed_in() {
    let house = House::open().await;
    let nobody = house.nobody();
    for table in entente::domain::procedure::printed::all() {
        let shown = nobody.get(&format!("/api/v1/procedures/{}", table.name)).await;
        assert_eq!(shown.json["transitions"].as_array().map(Vec::len), Some(table.rows.len()), "{}", shown.text);
        assert!(!shown.text.contains('⟦'), "{}", shown.text);
    }
    let refused = nobody.get("/api/v1/bodies").await;
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer"));
    let bodies = house.client("expert").await.get("/api/v1/bodies").await.good();
    assert!(bodies["rows"].as_array().unwrap().iter().any(|body| body["name"] == "ISO/TC 307"), "{bodies}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_read_into_the_fields_of_a_record() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let text = "From: ISO/IEC JTC 1/SC 27\nTo: SG17\nSubject: Liaison on ledger privacy\n\nPlease comment.\n";
    let kind = [("Content-Type", "text/plain")];
    let read = counsellor.ask("POST", "/api/v1/intake?name=letter.txt", &kind, text).await.good();
    assert_eq!(read["problem"], Value::Null, "{read}");
    assert!(read["lines"].as_array().unwrap().iter().any(|line| line == "Please comment."), "{read}");
    assert_eq!(read["fields"]["files"][0]["hash"], read["hash"]);
    // A person names the sender where the reading knows none; nothing else is needed.
    let mut fields = read["fields"].clone();
    fields["source"] = json!(house.world.body("ISO/IEC JTC 1/SC 27"));
    let recorded = counsellor.post("/api/v1/liaisons/record", &fields).await.good();
    let shown = counsellor.get(recorded["href"].as_str().unwrap()).await.good();
    assert_eq!(shown["files"][0]["name"], "letter.txt");
    let unread = counsellor.ask("POST", "/api/v1/intake?name=x.bin", &kind, "\u{1}\u{2}").await.good();
    assert!(unread["problem"].is_string(), "{unread}");
}
