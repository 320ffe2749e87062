//! Replies: one for several Questions, and who sees what answered.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::AllocationCommand;
use entente::schema::{allocation, subject};
use serde_json::{Value, json};
use uuid::Uuid;

use super::House;

/// SC 27's statement, received by SG17 and allocated to two Questions: the statement's handle, and both allocations.
async fn for_two(house: &House) -> (String, Vec<(String, Uuid)>) {
    let (counsellor, world) = (house.client("counsellor").await, &house.world);
    let record = json!({
        "source": world.body("ISO/IEC JTC 1/SC 27"), "title": "Liaison on ledger privacy", "numbers": ["N 7"], "body": "Text.",
        "destinations": [{"body": world.body("SG17"), "purpose": "action"}],
        "receiving_body": world.body("SG17"), "received_on": "2023-03-06", "register": true,
    });
    let handle =
        counsellor.post("/api/v1/liaisons/record", &record).await.good()["handle"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/liaisons/{handle}");
    let registration = counsellor.get(&path).await.good()["registrations"][0]["handle"].as_str().unwrap().to_owned();
    counsellor.does(&registration, "make-available", json!({"agreed_by": "Chair SG17"})).await;
    let to = |body: &str, who: &str, lead| json!({"body": world.body(body), "assignee": world.person(who), "purpose": "action", "lead": lead});
    let wanted = json!([to("Q14/17", "rapporteur", true), to("Q10/17", "rapporteur.q10", false)]);
    counsellor.does(&registration, "allocate", json!({"allocations": wanted})).await;
    let shown = counsellor.get(&path).await.good();
    for part in shown["registrations"][0]["allocations"].as_array().unwrap() {
        counsellor.does(part["handle"].as_str().unwrap(), "consider", json!({"meeting": "Correspondence"})).await;
    }
    let parts = shown["registrations"][0]["allocations"].as_array().unwrap().iter();
    let part = |one: &Value| (one["handle"].as_str().unwrap().to_owned(), one["id"].as_str().unwrap().parse().unwrap());
    (handle, parts.map(part).collect())
}

async fn states(house: &House, parts: &[(String, Uuid)]) -> Vec<String> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let ids: Vec<Uuid> = parts.iter().map(|part| part.1).collect();
    let all = allocation::table.inner_join(subject::table.on(subject::id.eq(allocation::id)));
    let all = all.filter(allocation::id.eq_any(ids)).order(subject::handle).select(allocation::state);
    all.load(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_reply_answers_what_two_questions_were_given() {
    let house = House::open().await;
    let (statement, parts) = for_two(&house).await;
    let mut draft = house.draft();
    draft["answers"] = json!([parts[0].1, parts[1].1]);
    draft["destinations"] = json!([{"body": house.world.body("ISO/IEC JTC 1/SC 27"), "purpose": "information"}]);
    let counsellor = house.client("counsellor").await;
    // The counsellor works on both; a rapporteur answers for their own Question.
    let refused = house.client("rapporteur").await.post("/api/v1/liaisons", &draft).await;
    assert_eq!(refused.json["refusals"][0]["code"], "not-yours", "{}", refused.text);
    let drafted = counsellor.post("/api/v1/liaisons", &draft).await.good();
    let reply = drafted["handle"].as_str().unwrap();
    assert_eq!(states(&house, &parts).await, ["reply_in_preparation"; 2]);
    let shown = counsellor.get(&format!("/api/v1/liaisons/{reply}")).await.good();
    assert_eq!(shown["thread"].as_array().map(Vec::len), Some(1), "the statement stands there once: {shown}");
    assert_eq!(shown["title"].as_str().unwrap().matches("N 7").count(), 1, "{}", shown["title"]);
    let page = house.browser("counsellor").await.0.get(&format!("/liaisons/{reply}/preview")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    counsellor.does(reply, "submit", json!({})).await;
    counsellor.does(reply, "approve-at-sg", json!({"meeting": "SG17, Geneva"})).await;
    counsellor.does(reply, "send", json!({})).await;
    assert_eq!(states(&house, &parts).await, ["replied"; 2]);
    counsellor.does(reply, "take-back", json!({"reason": "Too early."})).await;
    assert_eq!(states(&house, &parts).await, ["reply_in_preparation"; 2]);
    counsellor.does(reply, "withdraw", json!({"reason": "Not now."})).await;
    let after = states(&house, &parts).await;
    assert!(after.iter().all(|state| state != "reply_in_preparation"), "{after:?}");
    let (_, shown) = house.shown(reply);
    assert_eq!(shown.matches(statement.as_str()).count(), 1, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issued_reply_is_seen_by_who_is_answered_and_named_to_nobody_who_does_not_see_it() {
    let house = House::open().await;
    let (rapporteur, counsellor) = (house.client("rapporteur").await, house.client("counsellor").await);
    let world = &house.world;
    let mut draft = house.draft();
    draft["destinations"] = json!([{"body": world.body("ISO/TC 307"), "purpose": "action", "deadline": "2023-08-22"},
        {"body": world.body("ISO/IEC JTC 1/SC 27"), "purpose": "action", "deadline": "2023-08-22"}]);
    let ours = rapporteur.post("/api/v1/liaisons", &draft).await.good();
    let ours_handle = ours["handle"].as_str().unwrap();
    rapporteur.does(ours_handle, "submit", json!({})).await;
    counsellor.does(ours_handle, "approve-at-sg", json!({"meeting": "SG17, Geneva"})).await;
    counsellor.does(ours_handle, "send", json!({})).await;
    let id = counsellor.get(&format!("/api/v1/liaisons/{ours_handle}")).await.good()["id"].clone();
    // The committee writes its own reply down, and receives nothing: until now nobody of SG17 saw it.
    let record = json!({"source": world.body("ISO/TC 307"), "title": "LS/r on terms", "body": "Yes.",
        "issued_on": "2023-03-06", "answers_statement": id});
    let reply = house.client("manager").await.post("/api/v1/liaisons/record", &record).await.good();
    let reply = reply["handle"].as_str().unwrap();
    for key in ["counsellor", "rapporteur", "manager"] {
        let client = house.client(key).await;
        let shown = client.get(&format!("/api/v1/liaisons/{ours_handle}")).await.good();
        assert!(shown["destinations"].to_string().contains(reply), "{key}: {}", shown["destinations"]);
        assert_eq!(client.get(&format!("/api/v1/liaisons/{reply}")).await.status, 200, "{key}");
        assert_eq!(house.browser(key).await.0.get(&format!("/liaisons/{reply}")).await.status, 200, "{key}");
    }
    // SC 27's own reply goes to the group that asked: the other addressee sees that it answered, and no more.
    let record = json!({"source": world.body("ISO/IEC JTC 1/SC 27"), "title": "LS/r of SC 27", "body": "No.",
        "answers_statement": id, "receiving_body": world.body("SG17"), "received_on": "2023-03-06"});
    let theirs = counsellor.post("/api/v1/liaisons/record", &record).await.good();
    let theirs = theirs["handle"].as_str().unwrap();
    let manager = house.client("manager").await;
    assert_eq!(manager.get(&format!("/api/v1/liaisons/{theirs}")).await.status, 404);
    let shown = manager.get(&format!("/api/v1/liaisons/{ours_handle}")).await.good();
    let page = house.browser("manager").await.0.get(&format!("/liaisons/{ours_handle}")).await;
    assert!(!format!("{shown}{}", page.body).contains(theirs), "{shown}");
    assert!(shown["destinations"].to_string().contains("answered"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_has_not_left_is_not_seen_by_who_it_will_answer() {
    let house = House::open().await;
    let world = &house.world;
    let ours = world.sent(entente_content(&house)).await;
    let registration = world.registration_of(ours.subject).await;
    let manager = house.client("manager").await;
    let statement = manager.get(&format!("/api/v1/liaisons/{}", ours.handle)).await.good();
    let incoming = statement["registrations"][0]["handle"].as_str().unwrap().to_owned();
    manager.does(&incoming, "register", json!({})).await;
    let (body, assignee) = (world.body("ISO/TC 307/JWG 4"), world.person("convenor"));
    let wanted = json!([{"body": body, "assignee": assignee, "purpose": "action", "lead": true}]);
    manager.does(&incoming, "allocate", json!({"allocations": wanted})).await;
    let part = world.allocation_of(registration).await;
    world.on_allocation("convenor", part, AllocationCommand::Consider { meeting: "Group".into() }).await;
    let reply = json!({"owner": body, "topic": "their reply", "answers": [part]});
    let reply = house.client("convenor").await.post("/api/v1/liaisons", &reply).await.good();
    let path = format!("/api/v1/liaisons/{}", reply["handle"].as_str().unwrap());
    assert_eq!(house.client("counsellor").await.get(&path).await.status, 404);
}

fn entente_content(house: &House) -> entente::domain::content::Content {
    crate::support::people::content("terms", vec![house.world.for_action("ISO/TC 307")])
}
