//! Forms that are not ours are refused, whoever's cookie comes with them.

use super::browser::form;
use super::{COUNSELLOR, House, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_sessions_token_changes_nothing() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let other = house.signed_in(COUNSELLOR).await.get("/letters").await.csrf();
    for csrf in ["", "0", &"0".repeat(64), &other] {
        let answer = browser.post("/sign-out", &[("csrf", csrf)]).await;
        assert_eq!(answer.status, 403, "{csrf:?}");
        assert!(answer.body.contains("Counsellor SG17"), "the page still knows who is there");
    }
    assert_eq!(browser.post("/sign-out", &[]).await.status, 403);
    assert_eq!(browser.get("/letters").await.status, 200, "still signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_may_come_in_a_header_instead() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let csrf = browser.get("/letters").await.csrf();
    let wrong = browser.ask("POST", "/sign-out", &[("X-CSRF-Token", "0")], "").await;
    assert_eq!(wrong.status, 403);
    assert_eq!(browser.ask("POST", "/sign-out", &[("X-CSRF-Token", &csrf)], "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused_even_with_the_right_token() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let body = form(&[("csrf", &browser.get("/letters").await.csrf())]);
    for header in [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")] {
        assert_eq!(browser.ask("POST", "/sign-out", &[header], &body).await.status, 403, "{header:?}");
    }
    assert_eq!(browser.get("/letters").await.status, 200);
    assert_eq!(browser.ask("POST", "/sign-out", &[("Sec-Fetch-Site", "same-origin")], &body).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_can_sign_somebody_in_here() {
    let house = House::open().await;
    let mut browser = house.browser();
    let fields = |csrf: &str| form(&[("csrf", csrf), ("email", COUNSELLOR), ("password", PASSWORD)]);
    assert_eq!(browser.ask("POST", "/sign-in", &[], &fields(&"0".repeat(64))).await.status, 403, "no cookie");
    let csrf = browser.get("/sign-in").await.csrf();
    assert_eq!(browser.ask("POST", "/sign-in", &[], &fields(&"0".repeat(64))).await.status, 403, "another token");
    assert_eq!(
        browser.ask("POST", "/sign-in", &[("Origin", "https://evil.example")], &fields(&csrf)).await.status,
        403
    );
    assert_eq!(house.count("session").await, 0);
    assert_eq!(browser.ask("POST", "/sign-in", &[], &fields(&csrf)).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_read_is_answered_in_words() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    for (kind, body, status) in [
        ("text/plain", "csrf=1", 415),
        ("application/json", "{}", 415),
        ("multipart/form-data", "x", 400),
        ("application/x-www-form-urlencoded", "csrf=%ff", 422),
        ("application/x-www-form-urlencoded", "then=%00", 422),
    ] {
        let answer = browser.ask("POST", "/sign-out", &[("Content-Type", kind)], body).await;
        assert_eq!(answer.status, status, "{kind} {body}");
        assert!(answer.body.contains("<h1>") && answer.header("content-security-policy").contains("default-src"));
    }
    let big = format!("csrf={}", "a".repeat(4 * 1024 * 1024 + 1));
    assert_eq!(browser.ask("POST", "/sign-out", &[], &big).await.status, 413);
}
