//! Many acts in one request: rehearsed, done, refused one by one (PR-13).

use serde_json::{Value, json};

use super::House;

/// Whether each was done, and the code of what refuses it.
fn outcomes(answer: &Value) -> Vec<(bool, Option<&str>)> {
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| (item["receipt"].is_object(), item["problem"]["code"].as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_done_whole_or_not_at_all_and_a_rehearsal_changes_nothing() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let drafted = async || {
        let made = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
        made["handle"].as_str().unwrap().to_owned()
    };
    let (first, second) = (drafted().await, drafted().await);
    let unfinished = json!({"owner": house.world.body("Q14/17"), "topic": "not finished"});
    let third = rapporteur.post("/api/v1/liaisons", &unfinished).await.good()["handle"].as_str().unwrap().to_owned();
    let acts = json!([
        {"on": first, "act": "submit", "version": 1},
        {"on": third, "act": "submit"},
        {"on": second, "act": "submit", "version": 7},
        {"on": "LS-999999", "act": "submit"},
        {"on": second, "act": "publish"},
        {"on": second, "act": "submit", "fields": {"colour": "red"}},
        {"on": second, "act": "submit", "version": 1, "fields": {"occurred_on": "2023-03-03"}},
    ]);
    let expected = [
        (true, None),
        (false, Some("refused")),
        (false, Some("stale")),
        (false, Some("missing")),
        (false, Some("missing")),
        (false, Some("fields")),
        (true, None),
    ];
    let state = async |handle: &str| {
        let page = rapporteur.get(&format!("/api/v1/liaisons/{handle}")).await.good();
        (page["state"].as_str().unwrap().to_owned(), page["version"].as_i64().unwrap())
    };
    let rehearsal = rapporteur.post("/api/v1/acts", &json!({"rehearse": true, "acts": acts})).await.good();
    assert_eq!(outcomes(&rehearsal), expected, "{rehearsal}");
    assert_eq!(
        (&rehearsal["rehearsed"], &rehearsal["done"], &rehearsal["refused"]),
        (&json!(true), &json!(2), &json!(5))
    );
    let letters = rehearsal["letters"].as_array().unwrap();
    let chair = json!({"name": "Chair SG17", "notice": "several", "statements": 2});
    assert_eq!(letters.iter().filter(|one| one["name"] == "Chair SG17").collect::<Vec<_>>(), [&chair], "{rehearsal}");
    assert_eq!(state(&first).await, ("draft".into(), 1));
    let key = [("Idempotency-Key", "one sitting")];
    let done = rapporteur.send("/api/v1/acts", &key, &json!({"acts": acts})).await.good();
    assert_eq!((outcomes(&done), &done["letters"]), (expected.to_vec(), &rehearsal["letters"]), "{done}");
    assert_eq!((state(&first).await.0, state(&second).await.0), ("in_review".into(), "in_review".into()));
    let page = rapporteur.get(&format!("/api/v1/liaisons/{first}")).await.good();
    let letter = page["letters"].as_array().unwrap().iter().find(|one| one["to"] == "Chair SG17").unwrap();
    assert_eq!((&letter["notice"], &letter["state"]), (&json!("review_asked"), &json!("queued")), "{letter}");
    assert_eq!(state(&third).await.0, "draft");
    let again = rapporteur.send("/api/v1/acts", &key, &json!({"acts": acts})).await.good();
    for (at, (done, _)) in expected.iter().enumerate().filter(|(_, (done, _))| *done) {
        assert_eq!((done, &again["items"][at]["receipt"]["repeated"]), (&true, &json!(true)), "{again}");
    }
    assert_eq!((outcomes(&again), state(&first).await.1), (expected.to_vec(), 2), "it does nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_request_under_the_same_key_is_refused_whole() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let mut drafts = Vec::new();
    for _ in 0..2 {
        let made = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
        drafts.push(made["handle"].as_str().unwrap().to_owned());
    }
    let submits = |all: &[String]| {
        let acts: Vec<Value> = all.iter().map(|handle| json!({"on": handle, "act": "submit"})).collect();
        json!({"acts": acts})
    };
    let key = [("Idempotency-Key", "one sitting")];
    let first = rapporteur.send("/api/v1/acts", &key, &submits(&drafts[..1])).await.good();
    assert_eq!(outcomes(&first), [(true, None)]);
    let other = rapporteur.send("/api/v1/acts", &key, &submits(&drafts)).await;
    assert_eq!((other.status, other.json["code"].as_str()), (409, Some("refused")), "{}", other.text);
    assert_eq!(other.json["refusals"][0]["code"], "key-reused", "{}", other.text);
    let page = rapporteur.get(&format!("/api/v1/liaisons/{}", drafts[1])).await.good();
    assert_eq!(page["state"], "draft", "nothing of it was done");
    // Nor does the key stand for a single act.
    let url = format!("/api/v1/acts/{}/submit", drafts[1]);
    let single = rapporteur.send(&url, &key, &json!({})).await;
    assert_eq!(single.json["refusals"][0]["code"], "key-reused", "{}", single.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_names_nobody_whom_another_body_gave_the_work() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let made = rapporteur.post("/api/v1/liaisons", &house.draft()).await.good();
    let handle = made["handle"].as_str().unwrap();
    let page = rapporteur.get(&format!("/api/v1/liaisons/{handle}")).await.good();
    let addressee = page["destinations"][0]["handle"].as_str().unwrap();
    let submit = json!({"on": handle, "act": "submit"});
    let correct = json!({"on": addressee, "act": "correct", "fields": {"purpose": "comment", "reason": "Misread."}});
    let told = async |acts: Value| {
        let answer = rapporteur.post("/api/v1/acts", &json!({"rehearse": true, "acts": acts})).await.good();
        answer["letters"].as_array().unwrap().len()
    };
    assert!(told(json!([submit])).await > 0);
    assert_eq!(told(json!([submit, correct])).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_of_acts_is_refused_whole_at_its_place() {
    let house = House::open().await;
    let rapporteur = house.client("rapporteur").await;
    let many: Vec<Value> = (0..61).map(|n| json!({"on": format!("LS-{n}"), "act": "submit"})).collect();
    for (body, field) in [
        (json!({}), "acts"),
        (json!({"acts": []}), "acts"),
        (json!({"acts": {"on": "LS-1"}}), "acts"),
        (json!({"acts": many}), "acts"),
        (json!({"acts": ["LS-1"]}), "acts.0"),
        (json!({"acts": [{"act": "submit"}]}), "acts.0.on"),
        (json!({"acts": [{"on": 7, "act": "submit"}]}), "acts.0.on"),
        (json!({"acts": [{"on": "LS-1", "act": "submit", "version": "new"}]}), "acts.0.version"),
        (json!({"acts": [{"on": "LS-1", "act": "submit", "fields": []}]}), "acts.0.fields"),
        (json!({"acts": [{"on": "LS-1", "act": "submit", "colour": "red"}]}), "acts.0.colour"),
        (json!({"acts": [{"on": "LS-1", "act": "submit"}], "rehearse": "yes"}), "rehearse"),
        (json!({"acts": [{"on": "LS-1", "act": "submit"}], "all": true}), "all"),
        (json!({"acts": [{"on": "LS-1", "act": "submit"}], "version": 3}), "version"),
    ] {
        let answer = rapporteur.post("/api/v1/acts", &body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text);
        let fields: Vec<&str> =
            answer.json["refusals"].as_array().unwrap().iter().filter_map(|one| one["field"].as_str()).collect();
        assert_eq!(fields, [field], "{body}: {}", answer.text);
    }
    let nul = json!({"acts": [{"on": "LS-1\u{0}", "act": "sub\u{0}mit"}]});
    let answer = rapporteur.post("/api/v1/acts", &nul).await.good();
    assert_eq!(outcomes(&answer), [(false, Some("missing"))]);
}
