//! A statement from draft to its reply, all through the API, by nothing but what each answer offers.

use serde_json::{Value, json};

use super::{House, offered};

async fn shown(house: &House, key: &str, handle: &str) -> Value {
    house.client(key).await.get(&format!("/api/v1/liaisons/{handle}")).await.good()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_drafted_returned_approved_and_sent() {
    let house = House::open().await;
    let (rapporteur, chair) = (house.client("rapporteur").await, house.client("sg.chair").await);
    let born = rapporteur.post("/api/v1/liaisons", &house.draft()).await;
    assert_eq!(born.status, 201, "{}", born.text);
    let handle = born.json["handle"].as_str().unwrap();
    assert_eq!(born.header("location"), format!("/api/v1/liaisons/{handle}"));
    assert_eq!(born.header("etag"), "\"1\"");

    let draft = shown(&house, "rapporteur", handle).await;
    assert_eq!((&draft["state"], &draft["version"]), (&json!("draft"), &json!(1)));
    assert!(offered(&draft).contains(&"submit"), "{}", draft["acts"]);
    let submit = draft["acts"].as_array().unwrap().iter().find(|act| act["act"] == "submit").unwrap();
    assert_eq!(submit["href"], format!("/api/v1/acts/{handle}/submit"));
    assert!(submit["clause"].as_str().unwrap().contains("A.1"), "{submit}");
    assert_eq!(submit["asks"][1], json!({"name": "reason", "kind": "lines", "required": false, "max": 2000}));

    rapporteur.does(handle, "submit", json!({})).await;
    let back = chair.does(handle, "return", json!({"reason": "The deadline is missing in the text."})).await;
    assert_eq!(back["state"], "draft");
    let draft = shown(&house, "rapporteur", handle).await;
    assert_eq!(draft["history"][0]["reason"], "The deadline is missing in the text.");

    rapporteur.does(handle, "submit", json!({"version": draft["version"]})).await;
    let asked = json!({"consulted": "Management team, 5 March", "document": "Mail", "occurred_on": "2023-03-06"});
    let approved = chair.does(handle, "approve-by-correspondence", asked).await;
    assert_eq!((&approved["state"], &approved["state_label"]), (&json!("approved"), &json!("Approved")));
    let sent = house.client("counsellor").await.does(handle, "send", json!({})).await;
    assert_eq!(sent["state"], "awaiting_reply");
    assert!(sent["letters"].as_i64().unwrap() > 0);

    let there = shown(&house, "manager", handle).await;
    assert_eq!((&there["ours"], &there["acts"]), (&json!(false), &json!([])), "the partner reads, and does not act");
    assert_eq!(there["numbers"][0]["value"], "SG17-LS400");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_received_statement_is_registered_allocated_and_answered() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let file = [("Content-Type", "application/octet-stream")];
    let stored = counsellor.ask("POST", "/api/v1/files", &file, "The text as it came in.").await;
    assert_eq!(stored.status, 201, "{}", stored.text);
    let source = house.world.body("ISO/IEC JTC 1/SC 27");
    let record = json!({
        "source": source, "title": "Liaison on ledger privacy", "numbers": ["SC 27 N 15001"],
        "destinations": [{"body": house.world.body("SG17"), "printed": "SG17", "purpose": "action", "deadline": "2023-08-22"}],
        "receiving_body": house.world.body("SG17"), "received_on": "2023-03-06", "register": true,
        "files": [{"hash": stored.json["hash"], "name": "in.txt", "media_type": "text/plain", "original": true}],
    });
    let recorded = counsellor.post("/api/v1/liaisons/record", &record).await.good();
    let path = recorded["href"].as_str().unwrap();
    let statement = counsellor.get(path).await.good();
    let registration = &statement["registrations"][0];
    assert_eq!((&registration["state"], &registration["number"]), (&json!("registered"), &json!("SG17-TD1000")));
    let handle = registration["handle"].as_str().unwrap();
    let elsewhere = counsellor.get(&format!("/api/v1/liaisons/{handle}")).await;
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, path), "its handle leads to the statement");

    counsellor.does(handle, "make-available", json!({"agreed_by": "Chair SG17"})).await;
    let people = counsellor.get(&format!("/api/v1/bodies/{}/people", house.world.body("SG17"))).await.good();
    let rapporteur =
        people["rows"].as_array().unwrap().iter().find(|one| one["body"] == "Q14/17" && one["role"] == "rapporteur");
    let allocation = json!({"body": house.world.body("Q14/17"), "assignee": rapporteur.unwrap()["id"], "purpose": "action", "lead": true});
    counsellor.does(handle, "allocate", json!({"allocations": [allocation]})).await;

    let rapporteur = house.client("rapporteur").await;
    let statement = rapporteur.get(path).await.good();
    let given = &statement["registrations"][0]["allocations"][0];
    assert!(offered(given).contains(&"consider") && !offered(given).contains(&"draft"), "{}", given["acts"]);
    rapporteur.does(given["handle"].as_str().unwrap(), "consider", json!({"meeting": "SG17, Geneva"})).await;
    let statement = rapporteur.get(path).await.good();
    let mine = &statement["registrations"][0]["allocations"][0];
    assert_eq!(mine["acts"][0]["act"], "draft", "{}", mine["acts"]);
    let mut reply = house.draft();
    reply["answers"] = mine["acts"][0]["with"]["answers"].clone();
    let reply = rapporteur.post(mine["acts"][0]["href"].as_str().unwrap(), &reply).await.good();
    let reply = rapporteur.get(reply["href"].as_str().unwrap()).await.good();
    assert_eq!(reply["thread"][0]["href"], path);
}
