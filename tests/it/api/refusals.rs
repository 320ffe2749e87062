//! What the API refuses, and how it says so.

use serde_json::{Value, json};

use super::{Answer, House};

async fn drafted(house: &House) -> String {
    let born = house.client("rapporteur").await.post("/api/v1/liaisons", &house.draft()).await.good();
    born["handle"].as_str().unwrap().to_owned()
}

/// The fields at which something is wrong.
fn fields(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    answer.json["refusals"].as_array().unwrap().iter().filter_map(|one| one["field"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_has_its_code_its_clause_and_who_can_help() {
    let house = House::open().await;
    let handle = drafted(&house).await;
    let rapporteur = house.client("rapporteur").await;
    rapporteur.does(&handle, "submit", json!({})).await;
    let asked = json!({"consulted": "Management team"});
    let refused = rapporteur.post(&format!("/api/v1/acts/{handle}/approve_by_correspondence"), &asked).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let reason = &refused.json["refusals"][0];
    assert_eq!((&reason["code"], &reason["severity"]), (&json!("not-yours"), &json!("hard")));
    assert!(!reason["who"].as_array().unwrap().is_empty() && refused.json["clause"].is_string(), "{}", refused.text);

    let shown = rapporteur.get(&format!("/api/v1/liaisons/{handle}")).await.good();
    let offered = shown["refused"].as_array().unwrap().iter().find(|one| one["act"] == "approve_by_correspondence");
    let offered = offered.unwrap_or_else(|| panic!("{}", shown["refused"]));
    for member in ["code", "severity", "sentence", "clause", "who"] {
        assert_eq!(offered[member], reason[member], "{member}: what is shown is what is answered");
    }
    let missing = house.client("sg.chair").await.post(&format!("/api/v1/acts/{handle}/return"), &json!({})).await;
    assert_eq!(missing.status, 409, "{}", missing.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_another_body_is_not_there() {
    let house = House::open().await;
    let handle = drafted(&house).await;
    let manager = house.client("manager").await;
    assert_eq!(manager.get(&format!("/api/v1/liaisons/{handle}")).await.status, 404);
    assert_eq!(manager.post(&format!("/api/v1/acts/{handle}/submit"), &json!({})).await.status, 404);
    assert_eq!(manager.get("/api/v1/liaisons").await.good()["rows"], json!([]));
    let sg17 = house.world.body("SG17");
    assert_eq!(manager.get(&format!("/api/v1/bodies/{sg17}/people")).await.status, 404);
    assert_eq!(house.nobody().get(&format!("/api/v1/liaisons/{handle}")).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_does_a_thing_once_and_serves_no_other() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let key = [("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324")];
    let first = rapporteur.send("/api/v1/liaisons", &key, &house.draft()).await.good();
    let mut again = rapporteur.send("/api/v1/liaisons", &key, &house.draft()).await.good();
    assert_eq!(again["repeated"], true);
    again["repeated"] = json!(false);
    assert_eq!(first, again);
    let mut other = house.draft();
    other["topic"] = json!("something else");
    let refused = rapporteur.send("/api/v1/liaisons", &key, &other).await;
    assert_eq!((refused.status, &refused.json["refusals"][0]["code"]), (409, &json!("key-reused")));
    assert_eq!(rapporteur.get("/api/v1/liaisons").await.good()["total"], 1);
    for wrong in ["", &"k".repeat(201)] {
        let refused = rapporteur.send("/api/v1/liaisons", &[("Idempotency-Key", wrong)], &house.draft()).await;
        assert_eq!(fields(&refused), ["Idempotency-Key"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looked_at_an_older_version_is_told_which_one_stands() {
    let house = House::open().await;
    let handle = drafted(&house).await;
    let rapporteur = house.client("rapporteur").await;
    let path = format!("/api/v1/acts/{handle}/edit");
    let content = json!({"topic": "terms of reference, again"});
    let tag = rapporteur.get(&format!("/api/v1/liaisons/{handle}")).await.header("etag").to_owned();
    let edited = rapporteur.send(&path, &[("If-Match", &tag)], &content).await;
    assert_eq!((edited.status, edited.header("etag")), (200, "\"2\""), "{}", edited.text);
    let stale = rapporteur.send(&path, &[("If-Match", &tag)], &content).await;
    assert_eq!((stale.status, &stale.json["code"], &stale.json["version"]), (412, &json!("stale"), &json!(2)));
    assert_eq!(stale.json["refusals"][0]["sentence"].as_str().map(str::is_empty), Some(false), "{}", stale.text);
    let stale = rapporteur.post(&path, &json!({"topic": "x", "version": 1})).await;
    assert_eq!((stale.status, &stale.json["code"]), (409, &json!("stale")), "{}", stale.text);
    let both = rapporteur.send(&path, &[("If-Match", "\"2\"")], &json!({"topic": "x", "version": 1})).await;
    assert_eq!(fields(&both), ["version"]);
    let odd = rapporteur.send(&path, &[("If-Match", "W/\"2\"")], &content).await;
    assert_eq!(fields(&odd), ["If-Match"]);
    assert_eq!(rapporteur.send(&path, &[("If-Match", "*")], &content).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_told_at_its_place() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let mut draft = house.draft();
    draft["colour"] = json!("red");
    draft["language"] = json!("la");
    draft["destinations"][0]["purpose"] = json!("wish");
    draft["version"] = Value::Null;
    let refused = rapporteur.post("/api/v1/liaisons", &draft).await;
    let mut wrong = fields(&refused);
    wrong.sort_unstable();
    assert_eq!(wrong, ["colour", "destinations.0.purpose", "language"]);
    draft["version"] = json!(1);
    assert_eq!(fields(&rapporteur.post("/api/v1/liaisons", &draft).await), ["version"]);
    let query = rapporteur.get("/api/v1/liaisons?state=lost&direction=up&body=SG17").await;
    assert_eq!(fields(&query), ["direction", "state", "body"]);
    assert_eq!(fields(&rapporteur.get("/api/v1/liaisons?before=1&after=2").await), ["after"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_in_with_a_password_and_with_nothing_else() {
    let house = House::open().await;
    let person = house.world.person("counsellor");
    house.app.upkeep.set_password(person, "quiet harbour lantern", chrono::Utc::now()).await.unwrap();
    let nobody = house.nobody();
    let right = json!({"email": "counsellor@example.org", "password": "quiet harbour lantern"});
    let given = nobody.post("/api/v1/sign-in", &right).await.good();
    let bearer = format!("Bearer {}", given["access_token"].as_str().unwrap());
    let me = nobody.ask("GET", "/api/v1/me", &[("Authorization", &bearer)], "").await.good();
    assert_eq!((&me["name"], &me["today"]), (&json!("Counsellor SG17"), &json!("2023-03-06")));
    assert_eq!(me["roles"][0]["role"], "counsellor");
    let wrong = json!({"email": "counsellor@example.org", "password": "loud harbour lantern"});
    assert_eq!(fields(&nobody.post("/api/v1/sign-in", &wrong).await), ["password"]);
    assert_eq!(
        fields(&nobody.post("/api/v1/sign-in", &json!({"email": 7, "password": "a\u{0}b"})).await),
        ["email", "password"]
    );
    assert_eq!(fields(&nobody.post("/api/v1/sign-in", &json!({"user": "x"})).await), ["user"]);
    let form = [("Content-Type", "text/plain")];
    assert_eq!(nobody.ask("POST", "/api/v1/sign-in", &form, &right.to_string()).await.status, 415);
}
