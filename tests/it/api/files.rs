//! A hash opens nothing: a file is for who uploaded it and for who sees what it goes with.

use entente::write::upkeep::file;
use serde_json::{Value, json};

use super::House;

const SECRET: &str = "What the committee has not sent yet.";
const HEAD: [(&str, &str); 1] = [("Content-Type", "application/octet-stream")];

/// What the committee's manager has uploaded: its hash.
async fn of_the_manager(house: &House) -> String {
    let manager = house.client("manager").await;
    let stored = manager.ask("POST", "/api/v1/files", &HEAD, SECRET).await.good();
    stored["hash"].as_str().unwrap().to_owned()
}

/// A draft that names the file; without what only a birth says, for the other acts.
fn naming(house: &House, hash: &str, birth: bool) -> Value {
    let mut draft = house.draft();
    if !birth {
        for name in ["owner", "questions", "extent"] {
            draft.as_object_mut().unwrap().remove(name);
        }
    }
    draft["files"] = json!([{"hash": hash, "name": "a.txt", "media_type": "text/plain", "original": false}]);
    draft
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_that_somebody_else_stored_opens_nothing_and_looks_like_none() {
    let house = House::open().await;
    let known = of_the_manager(&house).await;
    let rapporteur = house.client("rapporteur").await;
    for hash in [known.as_str(), &"0".repeat(64)] {
        let refused = rapporteur.post("/api/v1/liaisons", &naming(&house, hash, true)).await;
        assert_eq!(refused.status, 409, "{}", refused.text);
        assert_eq!(refused.json["refusals"][0]["code"], "file-not-stored", "{}", refused.text);
        assert_eq!(rapporteur.get(&format!("/files/{hash}/a.txt")).await.status, 404);
    }
    // Neither by editing a draft of their own …
    let draft = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
    let edit = format!("/api/v1/acts/{}/edit", draft["handle"].as_str().unwrap());
    assert_eq!(rapporteur.post(&edit, &naming(&house, &known, false)).await.status, 409);
    // … nor by writing down another's statement.
    let counsellor = house.client("counsellor").await;
    let mut record = naming(&house, &known, false);
    record["source"] = json!(house.world.body("ISO/IEC JTC 1/SC 27"));
    record.as_object_mut().unwrap().remove("topic");
    record["title"] = json!("Liaison on nothing");
    let refused = counsellor.post("/api/v1/liaisons/record", &record).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    // Whoever has the bytes may name them: uploading is having.
    let own = rapporteur.ask("POST", "/api/v1/files", &HEAD, SECRET).await.good();
    assert_eq!(own["hash"], known.as_str());
    assert_eq!(rapporteur.post(&edit, &naming(&house, &known, false)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_the_command_line_refuse_it_too() {
    let house = House::open().await;
    let known = of_the_manager(&house).await;
    let (mut browser, csrf) = house.browser("rapporteur").await;
    let (owner, to) = (house.world.body("Q14/17").to_string(), house.world.body("ISO/TC 307").to_string());
    let fields = [
        ("csrf", csrf.as_str()),
        ("owner", &owner),
        ("topic", "terms"),
        ("destinations-0-body", &to),
        ("destinations-0-purpose", "information"),
        ("files-0-hash", &known),
        ("files-0-name", "a.txt"),
        ("files-0-media_type", "text/plain"),
    ];
    let page = browser.post("/liaisons/new", &fields).await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert!(page.body.contains("One of the files is not here"), "{}", page.body);
    assert_eq!(browser.get(&format!("/liaisons/intake/{known}")).await.status, 404);

    let file = json!({"hash": known, "name": "a.txt", "media_type": "text/plain", "original": false});
    let files = format!("files=[{file}]");
    let to = r#"destinations={"body":"ISO/TC 307","purpose":"information"}"#;
    let draft = ["act", "--new", "statement", "draft", "-f", "owner=Q14/17", "-f", "topic=terms", "-f", to];
    let (done, said) = house.command("rapporteur", &[&draft[..], &["-f", &files]].concat());
    assert!(!done && said.contains("One of the files is not here"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_in_a_file_is_for_each_who_brought_it_under_their_own_name_for_it() {
    let house = House::open().await;
    let text = "Source: ISO/TC 307\n\nTitle: On ledgers\n";
    let take = async |key: &str, name: &str| {
        let client = house.client(key).await;
        let head = [("Content-Type", "text/plain")];
        client.ask("POST", &format!("/api/v1/intake?name={name}"), &head, text).await.good()["hash"].to_string()
    };
    let hash = take("counsellor", "ours.txt").await;
    assert_eq!(take("manager", "theirs.txt").await, hash);
    let path = format!("/liaisons/intake/{}", hash.trim_matches('"'));
    let ours = house.browser("counsellor").await.0.get(&path).await;
    assert_eq!(ours.status, 200);
    assert!(ours.body.contains("ours.txt") && !ours.body.contains("theirs.txt"), "{}", ours.body);
    assert_eq!(house.browser("rapporteur").await.0.get(&path).await.status, 404);
    // It goes with its file.
    let world = &house.world;
    assert_eq!(file::sweep(&world.upkeep, world.now + chrono::TimeDelta::hours(26)).await.unwrap(), 1);
    assert_eq!(house.browser("counsellor").await.0.get(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_history_names_opens_for_who_sees_that_history_and_nobody_else() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let stored = rapporteur.ask("POST", "/api/v1/files", &HEAD, "The first annex.").await.good();
    let hash = stored["hash"].as_str().unwrap().to_owned();
    let draft = rapporteur.post("/api/v1/liaisons", &naming(&house, &hash, true)).await.good();
    let handle = draft["handle"].as_str().unwrap();
    let mut without = naming(&house, &hash, false);
    without["files"] = json!([]);
    rapporteur.does(handle, "edit", without).await;
    let path = format!("/files/{hash}/a.txt");
    let can = async |key: &str| house.client(key).await.get(&path).await.status;
    for key in ["rapporteur", "counsellor", "expert"] {
        assert_eq!(can(key).await, 200, "{key}");
        let page = house.browser(key).await.0.get(&format!("/liaisons/{handle}")).await.body;
        assert!(page.contains("a.txt") && page.contains(&format!("href=\"{path}\"")), "{key}: {page}");
        assert!(!page.contains("media_type"), "{key}: names, not rows: {page}");
    }
    assert_eq!(can("manager").await, 404);
    let counsellor = house.client("counsellor").await;
    rapporteur.does(handle, "submit", json!({})).await;
    counsellor.does(handle, "approve-at-sg", json!({"meeting": "SG17, Geneva"})).await;
    counsellor.does(handle, "send", json!({})).await;
    assert_eq!(house.client("manager").await.get(&format!("/liaisons/{handle}")).await.status, 200);
    assert_eq!(can("manager").await, 404, "who received it does not see what was taken out before");
}
