//! The mail server on the setup page: stated there, refused in sentences, its password shown to nobody, and the
//! environment's word before the page's.

use std::net::SocketAddr;
use std::sync::Arc;

use entente::mail::sink::{Basket, Faults, Sink};

use super::browser::{Answer, Browser};
use super::{ADMINISTRATOR, COUNSELLOR, House};

const SECRET: &str = "Xq7%wombat&\"<9";
const PATH: &str = "/setup/mail-server";

/// The form as a browser sends it, with these fields instead.
async fn state(browser: &mut Browser, other: &[(&str, &str)]) -> Answer {
    let page = browser.get("/setup").await;
    let version = page.body.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let (csrf, version) = (page.csrf(), version.unwrap_or("0").to_owned());
    let mut fields = vec![
        ("csrf", csrf.as_str()),
        ("version", version.as_str()),
        ("mail_host", "mail.example.org"),
        ("mail_port", "587"),
        ("mail_secured", "starttls"),
        ("mail_user", "sender"),
        ("mail_password", ""),
        ("mail_sender", "Entente <entente@example.org>"),
    ];
    for (name, value) in other {
        fields.retain(|(one, _)| one != name);
        fields.push((name, value));
    }
    browser.post(PATH, &fields).await
}

/// Whether the password stands on a page, in any form of writing.
fn shows(page: &str) -> bool {
    page.contains("wombat")
}

async fn password(house: &House) -> Option<String> {
    let in_force = house.app.upkeep.mail_server().await.unwrap()?;
    Some(in_force.server?.account?.password)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_states_the_mail_server_and_the_page_says_who_did_and_never_the_password() {
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let before = browser.get("/setup").await.body;
    assert!(before.contains("none yet: letters wait") && !before.contains('⟦'), "{before}");
    assert!(before.contains("State the mail server") && !before.contains("/setup/test-letter"), "{before}");

    // No server answers there, and nothing asks it.
    let kept = state(&mut browser, &[("mail_password", SECRET)]).await;
    assert_eq!((kept.status, kept.header("location")), (303, "/setup"), "{}", kept.body);
    assert_eq!(password(&house).await.as_deref(), Some(SECRET));
    let after = browser.get("/setup").await.body;
    for said in [
        "The mail server is kept.",
        "smtp://mail.example.org:587 (STARTTLS, required); stated by Administrator on",
        "value=\"sender\"",
        "One is kept.",
        "Entente &lt;entente@example.org&gt;",
        "/setup/test-letter",
        "forget user name and password",
    ] {
        assert!(
            after.contains(said) || after.contains(&said.replace("&lt;", "&#60;").replace("&gt;", "&#62;")),
            "{said}: {after}"
        );
    }
    assert!(!shows(&after) && !after.contains('⟦'), "{after}");

    // Only the sender is another: the password stays. Nobody signs in: it goes.
    let sender = ("mail_sender", "liaisons@example.org");
    assert_eq!(state(&mut browser, &[sender]).await.status, 303);
    assert_eq!(password(&house).await.as_deref(), Some(SECRET));
    assert_eq!(state(&mut browser, &[("mail_forget", "on")]).await.status, 303);
    assert_eq!(house.count("secret WHERE key = 'mail-server'").await, 0);
    assert!(!browser.get("/setup").await.body.contains("value=\"sender\""), "nobody signs in any more");
    assert_eq!(house.count("mail_server").await, 3, "every change stays");
    assert_eq!(house.count("event_payload WHERE data::text LIKE '%wombat%'").await, 0);
    assert_eq!(house.count("mail_server WHERE mail_server::text LIKE '%wombat%'").await, 0);
    assert_eq!(house.count("deployment WHERE value::text LIKE '%wombat%'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_mail_server_is_said_at_its_field_and_nothing_typed_is_lost_but_the_password() {
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let long = "x".repeat(600);
    let wrong = [
        ("mail_host", "mail example.org", "no server’s name or address"),
        ("mail_host", "", "no server’s name or address"),
        ("mail_host", "mail.example.org:25", "the port has its own field"),
        ("mail_host", "user@mail.example.org", "no server’s name or address"),
        ("mail_host", "mail.example.org/?tls=none", "no server’s name or address"),
        ("mail_port", "0", "from 1 to 65535"),
        ("mail_port", "65536", "from 1 to 65535"),
        ("mail_port", "-1", "from 1 to 65535"),
        ("mail_port", "smtp", "from 1 to 65535"),
        ("mail_port", "", "from 1 to 65535"),
        ("mail_secured", "as_offered", "Choose how the connection is secured"),
        ("mail_secured", "", "Choose how the connection is secured"),
        ("mail_secured", "clear", "does not go in clear to another machine"),
        ("mail_sender", "nobody", "no e-mail address here"),
        ("mail_sender", "", "no e-mail address here"),
        ("mail_sender", "Entente <entente@example.org>, Other <other@example.org>", "no e-mail address here"),
        ("mail_sender", "Entente\r\nBcc: <everybody@example.org>", "single line"),
        ("mail_user", "sen\r\nder", "single line"),
        ("mail_user", "", "A password needs a user name"),
        ("mail_user", long.as_str(), "at most 256 fit"),
        ("mail_password", "", "A user name needs its password"),
        ("mail_password", "wombat\r\nQUIT", "single line"),
        ("mail_password", long.as_str(), "at most 512 fit"),
    ];
    for (field, value, said) in wrong {
        let mut fields =
            vec![("mail_password", SECRET), ("mail_user", "typed-user"), ("mail_sender", "typed@example.org")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = state(&mut browser, &fields).await;
        assert_eq!(refused.status, 422, "{field} {value:?}: {}", refused.body);
        assert!(refused.body.contains(said), "{field} {value:?}: {}", refused.body);
        assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field} {value:?}: {}", refused.body);
        assert!(!shows(&refused.body) && !refused.body.contains('⟦'), "{field} {value:?}: {}", refused.body);
        for kept in ["typed-user", "typed@example.org"].iter().filter(|one| {
            !(field == "mail_user" && **one == "typed-user" || field == "mail_sender" && **one == "typed@example.org")
        }) {
            assert!(refused.body.contains(kept), "{field} {value:?} lost {kept}: {}", refused.body);
        }
        if value.len() < 40
            && !value.is_empty()
            && field != "mail_password"
            && field != "mail_secured"
            && !value.contains('\n')
        {
            let shown = value.replace('<', "&#60;").replace('>', "&#62;");
            assert!(refused.body.contains(&format!("value=\"{shown}\"")), "{field} {value:?}: {}", refused.body);
        }
    }
    assert_eq!(house.count("mail_server").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_asked_again_for_any_other_place_or_user() {
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    assert_eq!(state(&mut browser, &[("mail_password", SECRET)]).await.status, 303);
    let another: [&[(&str, &str)]; 5] = [
        &[("mail_host", "elsewhere.example.org")],
        &[("mail_host", "localhost")],
        &[("mail_port", "2525")],
        &[("mail_secured", "tls")],
        &[("mail_user", "somebody")],
    ];
    for other in another {
        let refused = state(&mut browser, other).await;
        assert!(
            refused.status == 422 && refused.body.contains("was given for another host"),
            "{other:?}: {}",
            refused.body
        );
        assert!(refused.body.contains("href=\"#mail_password\"") && !shows(&refused.body), "{}", refused.body);
    }
    assert_eq!((house.count("mail_server").await, password(&house).await.as_deref()), (1, Some(SECRET)));
    let typed = state(&mut browser, &[("mail_host", "elsewhere.example.org"), ("mail_password", "another")]).await;
    assert_eq!((typed.status, password(&house).await.as_deref()), (303, Some("another")), "{}", typed.body);
    let both = state(&mut browser, &[("mail_forget", "on"), ("mail_password", "third")]).await;
    assert!(both.status == 422 && both.body.contains("Either forget the old password"), "{}", both.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_it_on_an_old_page_is_told_and_may_insist() {
    let house = House::bare(None).await;
    let (mut one, mut other) = (house.signed_in(ADMINISTRATOR).await, house.signed_in(ADMINISTRATOR).await);
    let old = one.get("/setup").await.csrf();
    assert_eq!(state(&mut other, &[("mail_user", ""), ("mail_host", "theirs.example.org")]).await.status, 303);
    let fields = [
        ("csrf", old.as_str()),
        ("version", "0"),
        ("mail_host", "ours.example.org"),
        ("mail_port", "25"),
        ("mail_secured", "clear"),
        ("mail_sender", "a@example.org"),
    ];
    let told = one.post(PATH, &fields).await;
    assert!(told.status == 422 && told.body.contains("after you opened this page"), "{}", told.body);
    assert!(
        told.body.contains("theirs.example.org") && told.body.contains("value=\"ours.example.org\""),
        "{}",
        told.body
    );
    for version in ["", "7", "-1", "99999999999999999999", "x"] {
        let fields = fields.map(|(name, value)| (name, if name == "version" { version } else { value }));
        assert_eq!(one.post(PATH, &fields).await.status, 422, "{version}");
    }
    let fields = fields.map(|(name, value)| (name, if name == "version" { "1" } else { value }));
    assert_eq!((one.post(PATH, &fields).await.status, house.count("mail_server").await), (303, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_letter_goes_by_the_server_that_is_kept() {
    let basket = Arc::new(Basket::default());
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let sink = Sink::start(loopback, Faults::default(), Arc::clone(&basket) as _).await.unwrap();
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let csrf = browser.get("/setup").await.csrf();
    let none = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await;
    assert!(none.status == 200 && none.body.contains("there is no mail server to send it"), "{}", none.body);

    let port = sink.address().port().to_string();
    let here = [("mail_host", "127.0.0.1"), ("mail_port", port.as_str()), ("mail_secured", "clear"), ("mail_user", "")];
    assert_eq!(state(&mut browser, &here).await.status, 303);
    let sent = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await;
    assert!(sent.status == 200 && sent.body.contains("The mail server took the letter"), "{}", sent.body);
    let letters = basket.letters();
    assert_eq!((letters.len(), letters[0].from.as_str()), (1, "entente@example.org"));
    assert_eq!(letters[0].to, [ADMINISTRATOR]);
    // As it is secured, so it is asked: the sink speaks no TLS.
    let here = [("mail_host", "127.0.0.1"), ("mail_port", port.as_str()), ("mail_user", "")];
    assert_eq!(state(&mut browser, &here).await.status, 303);
    let refused = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await;
    assert!(refused.body.contains("There was no mail server to talk to"), "{}", refused.body);
    assert_eq!(basket.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_environment_says_wins_and_the_page_has_no_form_for_it() {
    let set = &[
        ("ENTENTE_SMTP", "smtps://env-user:wombat@env.example.org:465"),
        ("ENTENTE_MAIL_FROM", "Env <env@example.org>"),
    ];
    let house = House::bare_with(None, set).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let page = browser.get("/setup").await.body;
    assert!(page.contains("ENTENTE_SMTP") && page.contains("smtps://env.example.org:465"), "{page}");
    assert!(page.contains("env-user") && page.contains("env@example.org") && !shows(&page), "{page}");
    assert!(!page.contains("mail_host") && !page.contains(PATH), "{page}");
    let refused = state(&mut browser, &[("mail_password", SECRET)]).await;
    assert!(refused.status == 422 && refused.body.contains("Nothing was kept"), "{}", refused.body);
    assert_eq!(house.count("mail_server").await, 0);

    let house = House::bare_with(None, &[("ENTENTE_MAIL_FROM", "Env <env@example.org>")]).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let page = browser.get("/setup").await.body;
    assert!(
        page.contains("ENTENTE_MAIL_FROM") && page.contains("mail_host") && !page.contains("name=\"mail_sender\""),
        "{page}"
    );
    assert_eq!(state(&mut browser, &[("mail_user", "")]).await.status, 303);
    assert_eq!(house.count("mail_server WHERE sender IS NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_administrator_states_it_and_a_demo_keeps_its_post_office() {
    let house = House::open().await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let csrf = counsellor.get("/bodies").await.csrf();
    let fields = [("csrf", csrf.as_str()), ("mail_host", "mail.example.org"), ("mail_port", "25")];
    assert_eq!(counsellor.post(PATH, &fields).await.status, 404);
    assert_eq!(house.browser().post(PATH, &fields[1..]).await.status, 303, "sign in first");

    let house = House::demo().await;
    let mut administrator = house.signed_in(ADMINISTRATOR).await;
    let page = administrator.get("/setup").await.body;
    assert!(page.contains("its own post office") && !page.contains("mail_host"), "{page}");
    let refused = state(&mut administrator, &[("mail_user", "")]).await;
    assert!(refused.status == 422 && refused.body.contains("Nothing was kept"), "{}", refused.body);
    assert_eq!(house.count("mail_server").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_says_that_the_password_is_missing_and_sends_nothing_without_it() {
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    assert_eq!(state(&mut browser, &[("mail_password", SECRET)]).await.status, 303);
    // What the backup leaves out.
    house.sql("DELETE FROM secret").await;
    let page = browser.get("/setup").await.body;
    assert!(page.contains("The password is not here") && !page.contains("/setup/test-letter"), "{page}");
    let csrf = browser.get("/setup").await.csrf();
    let none = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await.body;
    assert!(none.contains("there is no mail server to send it"), "{none}");
    let refused = state(&mut browser, &[]).await;
    assert!(refused.status == 422 && refused.body.contains("A user name needs its password"), "{}", refused.body);
    assert_eq!(state(&mut browser, &[("mail_password", "typed again")]).await.status, 303);
    assert!(!browser.get("/setup").await.body.contains("The password is not here"));
}
