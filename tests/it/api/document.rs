//! The OpenAPI document says what is served, and what is served is as it says.

use std::collections::BTreeSet;

use entente::domain::named::Named;
use entente::web::api::{Operation, openapi};
use entente::words::Words;
use serde_json::{Value, json};

use super::House;

fn document() -> Value {
    openapi::document(&Words::english(), "http://localhost:8080")
}

#[test]
fn the_document_has_what_openapi_3_1_asks_for() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
                "{method} {path}: its id stands twice"
            );
            assert!(
                operation["responses"]["default"].is_object() && operation["summary"].is_string(),
                "{method} {path}"
            );
            let gaps: BTreeSet<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let parameters = operation["parameters"].as_array().unwrap().iter();
            let told = parameters.filter(|one| one["in"] == "path").map(|one| one["name"].as_str().unwrap());
            assert_eq!(told.collect::<BTreeSet<&str>>(), gaps, "{method} {path}");
        }
    }
    let text = document.to_string();
    assert!(!text.contains('⟦'), "a message is missing: {:?}", text.split('⟦').nth(1));
    for (_, rest) in text.match_indices("\"$ref\":\"#").map(|(at, found)| text.split_at(at + found.len())) {
        let pointer = rest.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer} leads nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_registered_and_documented() {
    let house = House::open().await;
    let (nobody, served) = (house.nobody(), house.nobody().get("/api/openapi.json").await.good());
    let acts = openapi::acts();
    for operation in Operation::ALL {
        let paths: Vec<String> = match operation {
            Operation::Act => acts.iter().map(|act| act.path.clone()).collect(),
            other => vec![other.path().to_owned()],
        };
        for path in paths {
            let told = &served["paths"][&path][operation.method().name()];
            assert!(told.is_object(), "{operation:?} {path} is not documented");
            let method = operation.method().name().to_uppercase();
            let answer = nobody.ask(&method, &path.replace(['{', '}'], ""), &[], "").await;
            let expected: &[u16] = if operation.is_open() { &[404, 422] } else { &[401] };
            assert!(expected.contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.text);
            assert_eq!(told["security"] == json!([]), operation.is_open(), "{path}");
        }
    }
    let count: usize = served["paths"].as_object().unwrap().values().map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!(count, Operation::ALL.len() - 1 + acts.len(), "nothing is documented that is not in the list");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_lists_every_operation_and_every_act() {
    let house = House::open().await;
    let page = house.nobody().get("/api").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    for operation in Operation::ALL {
        assert!(page.text.contains(operation.path().split('{').next().unwrap()), "{operation:?}");
    }
    for act in openapi::acts() {
        assert!(page.text.contains(&act.path), "{}", act.path);
    }
    assert!(!page.text.contains('⟦') && page.text.contains("href=\"/api/openapi.json\""));
    assert!(
        house.nobody().get("/procedures").await.text.contains("href=\"/api\""),
        "the foot of every page leads there"
    );
}

/// Where the value is not as the schema says; as much of JSON Schema as our document uses.
fn differences(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(pointer) = schema["$ref"].as_str() {
        return differences(document, document.pointer(&pointer[1..]).unwrap(), value, at, found);
    }
    if let Some(all) = schema["anyOf"].as_array() {
        let fits = |one: &Value| {
            let mut found = Vec::new();
            differences(document, one, value, at, &mut found);
            found.is_empty()
        };
        if !all.iter().any(fits) {
            found.push(format!("{at}: {value} is none of {schema}"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if schema["type"].is_string() && schema["type"] != kind
        || schema["enum"].as_array().is_some_and(|all| !all.contains(value))
    {
        found.push(format!("{at}: {value} is no {schema}"));
    }
    for item in value.as_array().into_iter().flatten().take(3) {
        differences(document, &schema["items"], item, &format!("{at}[]"), found);
    }
    let (Some(members), Some(known)) = (value.as_object(), schema["properties"].as_object()) else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            found.push(format!("{at}.{name} is missing"));
        }
    }
    for (name, member) in members {
        match known.get(name) {
            Some(schema) => differences(document, schema, member, &format!("{at}.{name}"), found),
            None => found.push(format!("{at}.{name} is not documented")),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answers_are_as_the_document_says() {
    let house = House::open().await;
    let (statement, registration) = house.world.allocated().await;
    let counsellor = house.client("counsellor").await;
    let document = document();
    let rows = counsellor.get("/api/v1/liaisons").await.good();
    let incoming = rows["rows"][0]["href"].as_str().unwrap().to_owned();
    let sg17 = house.world.body("SG17");
    let mut answers = Vec::new();
    for (schema, path) in [
        ("me", "/api/v1/me"),
        ("home", "/api/v1/home"),
        ("page", "/api/v1/liaisons"),
        ("bodies", "/api/v1/bodies"),
        ("procedure", "/api/v1/procedures/statement"),
        ("people", &*format!("/api/v1/bodies/{sg17}/people")),
        ("statement", &*incoming),
        ("problem", "/api/v1/liaisons/LS-1"),
    ] {
        answers.push((schema, counsellor.get(path).await.json));
    }
    let rapporteur = house.client("rapporteur").await;
    answers.push(("statement", rapporteur.get(&incoming).await.json));
    answers.push(("home", rapporteur.get("/api/v1/home").await.json));
    answers.push(("receipt", rapporteur.post("/api/v1/liaisons", &house.draft()).await.json));
    answers.push(("problem", rapporteur.post("/api/v1/liaisons", &json!({"a": 1})).await.json));
    answers.push(("stored", counsellor.ask("POST", "/api/v1/files", &[], "bytes").await.json));
    let text = [("Content-Type", "text/plain")];
    answers.push(("reading", counsellor.ask("POST", "/api/v1/intake?name=a.txt", &text, "Subject: a\n").await.json));
    let acts = json!([{"on": "LS-1", "act": "submit"}, {"on": incoming.rsplit('/').next(), "act": "take_back"}]);
    let asked = json!({"rehearse": true, "acts": acts});
    answers.push(("several", counsellor.post("/api/v1/acts", &asked).await.json));
    let mut found = Vec::new();
    for (name, answer) in &answers {
        assert!(answer.is_object(), "{name}: {answer}");
        differences(&document, &json!({"$ref": format!("#/components/schemas/{name}")}), answer, name, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}\nof {statement} and {registration}");
}
