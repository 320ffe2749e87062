//! The page of whoever is signed in: how they read and hear, and their password.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::preference;

use super::{COUNSELLOR, House, PASSWORD};

const ANOTHER: &str = "another quiet harbour";

impl House {
    async fn preferences(&self) -> Vec<(String, String, i16, bool)> {
        let mut conn = self.database.owner().await;
        preference::table
            .select((preference::language, preference::zone, preference::digest_hour, preference::digest_on))
            .load(&mut conn)
            .await
            .unwrap()
    }
}

/// Whether this value of a choice is the one that the page has chosen.
fn chosen(page: &str, value: &str) -> bool {
    let value = format!("value=\"{value}\"");
    let marked =
        |rest: &str| rest.split('>').next().is_some_and(|tag| tag.contains("selected") || tag.contains("checked"));
    page.split(&value).skip(1).any(marked)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_said_nothing_has_the_zone_of_their_body_and_seven_oclock_and_what_is_kept_is_shown() {
    let house = House::open().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    assert!(browser.get("/").await.body.contains("href=\"/profile\""), "the head leads there");
    let page = browser.get("/profile").await.body;
    assert!(page.contains("value=\"Europe/Zurich\"") && chosen(&page, "7") && chosen(&page, "yes"), "{page}");
    assert!(!page.contains('⟦'), "{page}");
    let fields = [("language", "en"), ("zone", " Asia/Tokyo "), ("digest", "no"), ("digest_hour", "18")];
    assert_eq!(browser.submit("/profile", &fields).await.status, 303);
    assert_eq!(house.preferences().await, [("en".to_owned(), "Asia/Tokyo".to_owned(), 18, false)]);
    let page = browser.get("/profile").await.body;
    assert!(page.contains("Your preferences are kept") && page.contains("value=\"Asia/Tokyo\""), "{page}");
    assert!(chosen(&page, "18") && chosen(&page, "no") && !chosen(&page, "7"), "{page}");
    // Again, over what was kept.
    let fields = [("language", "en"), ("zone", "UTC"), ("digest", "yes"), ("digest_hour", "0")];
    assert_eq!(browser.submit("/profile", &fields).await.status, 303);
    assert_eq!(house.preferences().await, [("en".to_owned(), "UTC".to_owned(), 0, true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_zone_hour_or_language_is_told_at_its_field_and_what_was_typed_stays() {
    let house = House::open().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let wrong = [("language", "tlh"), ("zone", "Europe/Zürich"), ("digest", "perhaps"), ("digest_hour", "24")];
    let right = [("language", "en"), ("zone", "Europe/Zurich"), ("digest", "no"), ("digest_hour", "11")];
    let sentences = ["no such language", "No time zone has this name", "one of the two", "Choose an hour"];
    for (n, sentence) in sentences.iter().enumerate() {
        let mut fields = right;
        fields[n] = wrong[n];
        let answer = browser.submit("/profile", &fields).await;
        assert_eq!(answer.status, 422, "{sentence}");
        assert!(answer.body.contains(sentence), "{sentence}: {}", answer.body);
        let told = sentences.iter().filter(|other| answer.body.contains(*other)).count();
        assert_eq!(told, 1, "only what is wrong");
        assert!(n == 3 || chosen(&answer.body, "11"), "the hour stays: {}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{}\"", fields[1].1)), "the zone stays");
    }
    assert_eq!(house.preferences().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_by_whoever_knows_the_old_one_and_ends_every_other_session() {
    let house = House::open().await;
    let mut elsewhere = house.signed_in(COUNSELLOR).await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let fields = |old, new, again| [("password_old", old), ("password_new", new), ("password_again", again)];
    for (fields, sentence) in [
        (fields("not the password", ANOTHER, ANOTHER), "This is not your password"),
        (fields(PASSWORD, "short", "short"), "10 to 200 characters"),
        (fields(PASSWORD, ANOTHER, "another harbour"), "The two are not the same"),
    ] {
        let csrf = browser.get("/profile").await.csrf();
        let all = [&[("csrf", csrf.as_str())][..], &fields[..]].concat();
        let answer = browser.post("/profile/password", &all).await;
        assert_eq!(answer.status, 422, "{sentence}");
        assert!(answer.body.contains(sentence) && !answer.body.contains(ANOTHER), "{sentence}: {}", answer.body);
    }
    assert_eq!(elsewhere.get("/profile").await.status, 200);
    let csrf = browser.get("/profile").await.csrf();
    let all = [&[("csrf", csrf.as_str())][..], &fields(PASSWORD, ANOTHER, ANOTHER)[..]].concat();
    let done = browser.post("/profile/password", &all).await;
    assert_eq!((done.status, done.header("location")), (303, "/profile"), "{}", done.body);
    assert!(browser.get("/profile").await.body.contains("Your password is changed"), "the browser stays signed in");
    assert_eq!(elsewhere.get("/profile").await.status, 303, "every other one is signed out");
    assert_eq!(house.browser().sign_in(COUNSELLOR, PASSWORD).await.status, 422);
    assert_eq!(house.browser().sign_in(COUNSELLOR, ANOTHER).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_tries_one_password_after_the_other_in_an_open_browser() {
    let house = House::open().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let csrf = browser.get("/profile").await.csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("password_old", "not the password"),
        ("password_new", ANOTHER),
        ("password_again", ANOTHER),
    ];
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(browser.post("/profile/password", &fields).await.status);
    }
    assert_eq!(statuses[0], 422);
    assert_eq!(statuses[11], 429, "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_is_for_whoever_is_signed_in_and_its_forms_want_their_token() {
    let house = House::open().await;
    assert_eq!(house.browser().get("/profile").await.status, 303);
    let mut browser = house.signed_in(COUNSELLOR).await;
    let fields = [("language", "en"), ("zone", "UTC"), ("digest", "yes"), ("digest_hour", "0")];
    for path in ["/profile", "/profile/password"] {
        assert_eq!(browser.post(path, &fields).await.status, 403, "{path}");
    }
    assert_eq!(house.preferences().await, []);
}
