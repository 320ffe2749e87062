//! The form of a past statement of our own: nothing typed is lost, nothing half is written (PR-6).

use crate::api::House;

const PAST: &str = "/liaisons/past";

#[tokio::test(flavor = "multi_thread")]
async fn a_secretary_writes_down_what_was_sent_before() {
    let house = House::open().await;
    let (mut counsellor, _) = house.browser("counsellor").await;
    let page = counsellor.get(PAST).await;
    let sg17 = house.world.body("SG17").to_string();
    assert!(page.body.contains(&format!("<option value=\"{sg17}\" selected")), "their own body is chosen");
    let text = "Ledgers as they were agreed in Geneva.";
    for (topic, state, sentence) in [
        ("", "sent", "Topic"),
        ("ledgers", "recommended", "decides by another procedure"),
        ("ledgers", "approved", "Choose where it was decided"),
        ("ledgers", "unheard-of", "State it had"),
    ] {
        let typed = [("owner", sg17.as_str()), ("topic", topic), ("past_state", state), ("body", text)];
        let answer = counsellor.submit(PAST, &typed).await;
        assert!(matches!(answer.status, 409 | 422), "{state}: {}", answer.status);
        let problems = answer.body.split("class=\"problems\"").nth(1).unwrap_or_default();
        assert!(problems.contains(sentence) && problems.contains(text), "{sentence}: {}", answer.body);
    }
    let typed = [
        ("owner", sg17.as_str()),
        ("topic", "ledgers"),
        ("past_state", "sent"),
        ("number", "SG17-LS9"),
        ("issued_on", "2022-09-09"),
    ];
    assert_eq!(counsellor.submit(PAST, &typed).await.status, 303);
    assert_eq!(counsellor.submit(PAST, &typed).await.status, 409, "the number has an owner");
    let (mut manager, _) = house.browser("manager").await;
    let to = [("destinations-0-body", house.world.body("ISO/TC 307").to_string())];
    let asked = [("destinations-0-purpose", "information"), ("how_sent", "Our own minutes say so.")];
    let with: Vec<(&str, &str)> = typed.iter().filter(|(name, _)| *name != "number").copied().chain(asked).collect();
    let with: Vec<(&str, &str)> = with.into_iter().chain(to.iter().map(|(name, id)| (*name, id.as_str()))).collect();
    let done = counsellor.submit(PAST, &with).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let there = done.header("location").to_owned();
    assert!(counsellor.get(&there).await.body.contains("Our own minutes say so."));
    let seen = manager.get(&there).await;
    assert!(seen.status == 200 && !seen.body.contains("Our own minutes say so."), "what shows it is ours alone");
    let (mut expert, _) = house.browser("expert").await;
    let refused = expert.submit(PAST, &typed).await;
    assert!(refused.status == 409 && refused.body.contains("This is not yours to do."), "{}", refused.body);
}
