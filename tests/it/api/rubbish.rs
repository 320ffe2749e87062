//! Whatever a program sends, the server answers with a problem of the program's, never with one of its own.

use serde_json::{Value, json};

use super::House;

const PLACES: &[&str] = &["/api/v1/liaisons", "/api/v1/liaisons/record", "/api/v1/sign-in"];

/// Values where others were expected.
fn odd() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(1e20),
        json!(-1),
        json!(""),
        json!("\u{0}"),
        json!("a\u{0}b"),
        json!("\u{202e}\u{feff}"),
        json!("x".repeat(300_000)),
        json!("2023-02-30"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!([]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!([{"body": {"a": 1}, "hash": 7, "name": [], "purpose": null, "due": "soon"}]),
        json!(["\u{0}"]),
        json!(vec!["row"; 61]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn json_that_cannot_be_read_is_a_bad_request_with_a_sentence() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{{\"topic\":{}1{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let bodies =
        ["{", "{\"a\":1,}", "[]", "7", "\"text\"", "null", "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "\0", &deep, &nested];
    for place in PLACES {
        for body in bodies {
            let answer = counsellor.ask("POST", place, &[("Content-Type", "application/json")], body).await;
            let start: String = body.chars().take(20).collect();
            assert_eq!(answer.status, 400, "{place} {start}: {}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.json["detail"].as_str().unwrap().ends_with('.'));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_value_in_any_field_breaks_the_server() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let handle = counsellor.post("/api/v1/liaisons", &house.draft()).await.good()["handle"].as_str().unwrap().to_owned();
    let edit = format!("/api/v1/acts/{handle}/edit");
    let document = counsellor.get("/api/openapi.json").await.good();
    for (shape, path) in [("draft", "/api/v1/liaisons"), ("record", "/api/v1/liaisons/record"), ("edit", &*edit)] {
        let schema = &document["components"]["schemas"][format!("statement.{shape}")];
        for name in schema["properties"].as_object().unwrap().keys() {
            let odd: Vec<Value> = odd();
            for value in &odd {
                let mut body = if shape == "record" { json!({"source": house.world.body("ISO")}) } else { house.draft() };
                if shape == "edit" {
                    body = json!({"topic": "terms"});
                }
                body[name] = value.clone();
                let answer = counsellor.post(path, &body).await;
                let start: String = value.to_string().chars().take(40).collect();
                assert!(answer.status < 500, "{path} {name} {start}: {}", answer.text);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_and_no_head_breaks_the_server() {
    let house = House::open().await;
    let counsellor = house.client("counsellor").await;
    let handle = counsellor.post("/api/v1/liaisons", &house.draft()).await.good()["handle"].as_str().unwrap().to_owned();
    let json = ("Content-Type", "application/json");
    for path in [
        "/api/v1/liaisons?before=100000000000000000000",
        "/api/v1/liaisons?q=%00",
        "/api/v1/liaisons?q=%27%22%3B--",
        "/api/v1/liaisons/%00",
        "/api/v1/liaisons/LS-99999999999999999999",
        "/api/v1/liaisons/LS-1?before=x",
        "/api/v1/bodies/x/people",
        "/api/v1/procedures/none",
        "/api/v1/nothing",
        "/api/v2/me",
    ] {
        let status = counsellor.get(path).await.status;
        assert!((200..500).contains(&status), "{path}: {status}");
    }
    for act in ["draft", "record", "settle", "publish", "no_such", "take-back", "%F0%9F%90%99", "close"] {
        let answer = counsellor.ask("POST", &format!("/api/v1/acts/{handle}/{act}"), &[json], "{}").await;
        assert!((400..500).contains(&answer.status), "{act}: {} {}", answer.status, answer.text);
    }
    let path = format!("/api/v1/acts/{handle}/submit");
    for (name, value) in [("If-Match", "\u{fc}"), ("If-Match", "\"9999999999999\""), ("Idempotency-Key", "\u{fc}"), ("Content-Encoding", "gzip")] {
        let answer = counsellor.ask("POST", &path, &[json, (name, value)], "{}").await;
        assert!((400..500).contains(&answer.status), "{name}: {value}: {} {}", answer.status, answer.text);
    }
    for version in [json!(1e20), json!("1"), json!(-1), json!(1.5), json!([])] {
        let answer = counsellor.ask("POST", &path, &[json], &json!({"version": version}).to_string()).await;
        assert!((400..500).contains(&answer.status), "{version}: {} {}", answer.status, answer.text);
    }
    assert_eq!(counsellor.ask("DELETE", "/api/v1/liaisons", &[], "").await.status, 405);
    assert_eq!(counsellor.ask("POST", "/api/v1/files", &[], "").await.status, 422);
}
