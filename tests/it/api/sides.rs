//! One letter, two registers (PR-3): both bodies are kept here, and each sees only its own drafts, reasons, registration,
//! allocations, numbers and letters about them, on every surface.

use serde_json::{Value, json};

use super::House;

/// The handles that hang on a statement for this reader, and all that is shown of it.
async fn shown(house: &House, key: &str, handle: &str) -> (Value, String) {
    let answer = house.client(key).await.get(&format!("/api/v1/liaisons/{handle}")).await.good();
    let page = house.browser(key).await.0.get(&format!("/liaisons/{handle}")).await;
    assert_eq!(page.status, 200, "{key} {handle}");
    let all = format!("{answer}{}", page.body);
    (answer, all)
}

async fn is_nowhere(house: &House, key: &str, handle: &str, act: &str) {
    let (client, (mut browser, csrf)) = (house.client(key).await, house.browser(key).await);
    for path in [format!("/api/v1/liaisons/{handle}"), format!("/liaisons/{handle}"), format!("/acts/{handle}/{act}")] {
        let (api, page) = (client.get(&path).await.status, browser.get(&path).await.status);
        assert_eq!((api, page), (404, 404), "{key} {path}");
    }
    let asked = client.post(&format!("/api/v1/acts/{handle}/{act}"), &json!({"reason": "Because."})).await;
    let posted = browser.post(&format!("/acts/{handle}/{act}"), &[("csrf", &csrf), ("reason", "Because.")]).await;
    assert_eq!((asked.status, posted.status), (404, 404), "{key} does {act} to {handle}");
}

/// TC 307 registers what SG17 sent, allocates it and writes a reply; SG17 returned its own draft before.
async fn two_registers(house: &House) -> (String, String, String, String) {
    let rapporteur = house.client("rapporteur").await;
    let born = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
    let ours = born["handle"].as_str().unwrap().to_owned();
    let (chair, counsellor) = (house.client("sg.chair").await, house.client("counsellor").await);
    rapporteur.does(&ours, "submit", json!({})).await;
    chair.does(&ours, "return", json!({"reason": "Inner doubt about clause nine."})).await;
    rapporteur.does(&ours, "submit", json!({})).await;
    chair.does(&ours, "approve-by-correspondence", json!({"consulted": "Inner circle of four"})).await;
    is_nowhere(house, "manager", &ours, "send").await;
    counsellor.does(&ours, "send", json!({})).await;

    let manager = house.client("manager").await;
    let statement = manager.get(&format!("/api/v1/liaisons/{ours}")).await.good();
    let registration = statement["registrations"][0]["handle"].as_str().unwrap().to_owned();
    manager.does(&registration, "register", json!({})).await;
    let world = &house.world;
    let (body, assignee) = (world.body("ISO/TC 307/JWG 4"), world.person("convenor"));
    let wanted =
        json!([{"body": body, "assignee": assignee, "purpose": "action", "lead": true, "note": "Quiet note."}]);
    manager.does(&registration, "allocate", json!({"allocations": wanted})).await;
    let statement = manager.get(&format!("/api/v1/liaisons/{ours}")).await.good();
    let part = &statement["registrations"][0]["allocations"][0];
    let allocation = part["handle"].as_str().unwrap().to_owned();
    house.client("convenor").await.does(&allocation, "consider", json!({"meeting": "Secret session"})).await;
    let reply = json!({"owner": body, "topic": "their reply", "answers": [part["id"]]});
    let reply = house.client("convenor").await.post("/api/v1/liaisons", &reply).await.good();
    (ours, registration, allocation, reply["handle"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_body_sees_only_its_own_side() {
    let house = House::open().await;
    let (ours, registration, allocation, reply) = two_registers(&house).await;
    let (number, inner) = ("N 900", ["Inner doubt", "Inner circle"]);
    for key in ["manager", "tc.chair", "convenor"] {
        let (json, all) = shown(&house, key, &ours).await;
        assert_eq!(json["registrations"][0]["handle"], registration.as_str(), "{key}");
        assert!(all.contains(number) && all.contains("Quiet note.") && all.contains(&reply), "{key} sees its own");
        assert!(inner.iter().all(|words| !all.contains(words)), "{key} sees the other's reasons");
        is_nowhere(&house, key, "LS-9999", "submit").await;
    }
    for key in ["counsellor", "sg.chair", "rapporteur"] {
        let (json, all) = shown(&house, key, &ours).await;
        assert_eq!(json["registrations"], json!([]), "{key}");
        assert!(inner.iter().any(|words| all.contains(words)), "{key} sees its own");
        // The handle of the registration is named where a taking back is refused (PR-7); it opens nothing.
        let theirs = [number, "Quiet note.", "Secret session", "their reply", &allocation, &reply];
        let seen: Vec<&&str> = theirs.iter().filter(|words| all.contains(**words)).collect();
        assert!(seen.is_empty(), "{key} sees {seen:?}");
        is_nowhere(&house, key, &registration, "close").await;
        is_nowhere(&house, key, &allocation, "defer").await;
        is_nowhere(&house, key, &reply, "submit").await;
        assert_eq!(house.browser(key).await.0.get("/n/N%20900").await.status, 404, "{key} by the number");
        let register = house.client(key).await.get("/api/v1/liaisons").await.good();
        assert_eq!(register["total"], 1, "{key}");
    }
}
