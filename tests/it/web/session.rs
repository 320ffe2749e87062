//! Signing in and out, and what cannot be signed in with.

use chrono::{TimeDelta, Utc};

use super::{ADMINISTRATOR, COUNSELLOR, House, PASSWORD};

const PAGE: &str = "/letters";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_for_people_leads_to_sign_in_and_back() {
    let house = House::demo().await;
    let mut browser = house.browser();
    let answer = browser.get("/letters?before=12").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in?then=%2Fletters%3Fbefore%3D12"));
    let page = browser.get("/sign-in?then=%2Fletters%3Fbefore%3D12").await;
    let fields =
        [("csrf", &*page.csrf()), ("email", COUNSELLOR), ("password", PASSWORD), ("then", "/letters?before=12")];
    let answer = browser.post("/sign-in", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/letters?before=12"));
    let page = browser.get(PAGE).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Counsellor SG17") && page.body.contains("Counsellor, ITU-T SG17"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_signing_in_nobody_is_sent_to_another_site() {
    let house = House::open().await;
    for then in ["https://evil.example", "//evil.example", "/\\evil.example", "\t/x"] {
        let mut browser = house.browser();
        let csrf = browser.get("/sign-in").await.csrf();
        let fields = [("csrf", &*csrf), ("email", COUNSELLOR), ("password", PASSWORD), ("then", then)];
        assert_eq!(browser.post("/sign-in", &fields).await.header("location"), "/", "{then}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_cookie_is_not_for_scripts_and_over_https_it_is_bound_to_the_host() {
    let house = House::open().await;
    let line = house.browser().sign_in(COUNSELLOR, PASSWORD).await.header("set-cookie").to_owned();
    assert!(line.starts_with("entente=") && line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
    assert!(!line.contains("Secure"), "{line}");
    let house = House::with(&[("ENTENTE_PUBLIC_URL", "https://entente.example.org")], false).await;
    let line = house.browser().sign_in(COUNSELLOR, PASSWORD).await.header("set-cookie").to_owned();
    assert!(line.starts_with("__Host-entente=") && line.contains("Secure") && line.contains("Path=/"), "{line}");
    assert!(!line.contains("Domain"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_planted_before_signing_in_opens_nothing() {
    let house = House::demo().await;
    let planted = "ab".repeat(32);
    let mut browser = house.browser();
    browser.cookies.insert("entente".into(), planted.clone());
    browser.sign_in(COUNSELLOR, PASSWORD).await;
    assert_ne!(browser.cookies["entente"], planted);
    let first = browser.cookies["entente"].clone();
    browser.sign_in(COUNSELLOR, PASSWORD).await;
    assert_ne!(browser.cookies["entente"], first, "each sign-in makes a new session");
    for old in [planted, first] {
        let mut other = house.browser();
        other.cookies.insert("entente".into(), old);
        assert_eq!(other.get(PAGE).await.status, 303, "what the browser held before opens nothing");
    }
    assert_eq!(browser.get(PAGE).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_wherever_its_cookie_was_copied_to() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let mut copy = browser.clone();
    let csrf = browser.get(PAGE).await.csrf();
    let answer = browser.post("/sign-out", &[("csrf", &csrf)]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in"));
    assert!(browser.get("/sign-in").await.body.contains("You are signed out."));
    assert!(!browser.get("/sign-in").await.body.contains("You are signed out."), "said once");
    assert_eq!(copy.get(PAGE).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_age_by_idleness_and_with_its_person() {
    let house = House::open().await;
    let (now, upkeep) = (Utc::now(), &house.app.upkeep);
    let begun = upkeep.open_session(house.counsellor, None, now).await.unwrap();
    let alive = async |after: TimeDelta| upkeep.session(&begun.token, now + after).await.unwrap().is_some();
    assert!(alive(TimeDelta::hours(7)).await);
    assert!(!alive(TimeDelta::hours(12)).await, "twelve hours are the most, whatever is done in it");
    assert!(alive(TimeDelta::hours(11)).await, "it was seen after seven hours");
    let other = upkeep.open_session(house.counsellor, None, now).await.unwrap();
    assert!(
        upkeep.session(&other.token, now + TimeDelta::minutes(481)).await.unwrap().is_none(),
        "idle for eight hours"
    );
    let admin = upkeep.open_session(house.administrator, None, now).await.unwrap();
    assert!(upkeep.session(&admin.token, now + TimeDelta::minutes(29)).await.unwrap().is_some());
    assert!(
        upkeep.session(&admin.token, now + TimeDelta::minutes(60)).await.unwrap().is_none(),
        "idle for half an hour"
    );
    upkeep.set_password(house.counsellor, "another quiet harbour", now).await.unwrap();
    assert!(!alive(TimeDelta::hours(11)).await, "a new password ends all sessions");
    assert!(upkeep.session("", now).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_sessions_holds_nothing_that_opens_one() {
    let house = House::open().await;
    let begun = house.app.upkeep.open_session(house.counsellor, None, Utc::now()).await.unwrap();
    let stored = format!("session WHERE encode(id, 'hex') = '{}' OR id = '\\x{}'", begun.token, begun.token);
    assert_eq!(house.count(&stored).await, 0);
    assert_eq!(house.count("session").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let house = House::open().await;
    let mut bodies = Vec::new();
    for (email, password) in [(COUNSELLOR, "not the password"), ("nobody@example.org", PASSWORD)] {
        let answer = house.browser().sign_in(email, password).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("do not belong together") && answer.body.contains(email), "what was typed stays");
        assert!(!answer.body.contains(password), "but the password does not");
        let csrf = answer.csrf();
        bodies.push(answer.body.replace(email, "").replace(&csrf, ""));
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(house.count("session").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_begun_with_the_old_password_survives_its_change() {
    let house = House::open().await;
    let person = house.person(COUNSELLOR).await;
    let enter = |n: usize| {
        let (upkeep, peer) = (house.app.upkeep.clone(), format!("192.0.2.{n}"));
        tokio::spawn(async move { upkeep.sign_in(COUNSELLOR, PASSWORD, &peer, None, Utc::now()).await.unwrap() })
    };
    let entering: Vec<_> = (0..8).map(enter).collect();
    house.app.upkeep.set_password(person, "another password", Utc::now()).await.unwrap();
    for one in entering {
        if let entente::write::upkeep::sign_in::SignIn::Welcome(begun) = one.await.unwrap() {
            let alive = house.app.upkeep.session(&begun.token, Utc::now()).await.unwrap();
            assert!(alive.is_none(), "a session opened with the old password is alive");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_attempts_a_minute_are_the_most_also_after_a_restart() {
    let mut house = House::open().await;
    for _ in 0..10 {
        assert_eq!(house.browser().sign_in(COUNSELLOR, "not the password").await.status, 422);
    }
    house.restart().await;
    let answer = house.browser().sign_in(COUNSELLOR, PASSWORD).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "60"), "the right password too has to wait");
    assert_eq!(house.browser().sign_in(ADMINISTRATOR, PASSWORD).await.status, 429, "and every account from there");
    assert_eq!(house.count("sign_in_attempt").await, 20, "what was refused does not lengthen the wait");
    house.sql("UPDATE sign_in_attempt SET at = at - interval '61 seconds'").await;
    assert_eq!(house.browser().sign_in(COUNSELLOR, PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_attempts_at_the_same_moment_do_not_slip_through() {
    let house = House::open().await;
    let attempt = |n: usize| {
        let (upkeep, peer) = (house.app.upkeep.clone(), format!("192.0.2.{n}"));
        tokio::spawn(async move {
            let tried = upkeep.sign_in(COUNSELLOR, "not the password", &peer, None, Utc::now()).await.unwrap();
            matches!(tried, entente::write::upkeep::sign_in::SignIn::Wrong)
        })
    };
    let tried: Vec<_> = (0..40).map(attempt).collect();
    let mut let_in = 0;
    for one in tried {
        let_in += usize::from(one.await.unwrap());
    }
    assert!(let_in <= 10, "{let_in} of 40 were tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_demo_one_can_be_anybody_at_this_machine() {
    let house = House::demo().await;
    let mut browser = house.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("Choose whom to be") && page.body.contains("Counsellor SG17"), "{}", page.body);
    assert!(page.body.contains("Liaison statement: "), "what the person may do is read off the tables");
    let person = house.counsellor.to_string();
    let fields = [("csrf", &*page.csrf()), ("person", &person), ("then", PAGE)];
    assert_eq!(browser.post("/sign-in/as", &fields).await.header("location"), PAGE);
    assert_eq!(browser.get(PAGE).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_demo_or_from_elsewhere_nobody_signs_in_without_a_password() {
    let plain = House::open().await;
    let open = House::with(&[("ENTENTE_LISTEN", "0.0.0.0:0")], true).await;
    let demo = House::demo().await;
    let nothing: &[(&str, &str)] = &[];
    for (why, house, headers) in [
        ("no demo", &plain, nothing),
        ("listens to the network", &open, nothing),
        ("through a proxy", &demo, &[("X-Forwarded-For", "192.0.2.7")]),
        ("by a name that leads here", &demo, &[("Host", "rebound.example")]),
    ] {
        let mut browser = house.browser();
        let page = browser.ask("GET", "/sign-in", headers, "").await;
        assert!(!page.body.contains("Choose whom to be"), "{why}");
        let body = super::browser::form(&[("csrf", &page.csrf()), ("person", &house.counsellor.to_string())]);
        assert_eq!(browser.ask("POST", "/sign-in/as", headers, &body).await.status, 404, "{why}");
        assert_eq!(house.count("session").await, 0, "{why}");
    }
}
