//! A deployment without the demo: from an empty database to a secretary who works, the test letter, letters of a copy.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::config::{Secured, SmtpServer};
use entente::domain::record::{PersonRecord, Recorded};
use entente::mail::sink::{Basket, Faults, Sink};
use entente::schema::{body, person};

use super::{ADMINISTRATOR, COUNSELLOR, House, PASSWORD, app, record, settings, started};
use crate::support::database::Database;

const SECRETARY: &str = "secretary@example.org";

impl House {
    /// Nothing but an administrator; letters go to this mail server.
    pub async fn bare(mail: Option<SocketAddr>) -> House {
        House::bare_with(mail, &[]).await
    }

    /// The same with these settings.
    pub async fn bare_with(mail: Option<SocketAddr>, pairs: &'static [(&'static str, &'static str)]) -> House {
        let (database, mut config) = (Database::new().await, settings(pairs));
        let server = |at: SocketAddr| SmtpServer {
            host: at.ip().to_string(),
            port: at.port(),
            secured: Secured::AsOffered,
            account: None,
        };
        config.smtp = mail.map(server).or(config.smtp);
        let app = app(&database.urls, config, false);
        let somebody = PersonRecord {
            name: "Administrator".into(),
            email: ADMINISTRATOR.into(),
            organisation: String::new(),
            country: String::new(),
            tel: String::new(),
            administrator: true,
        };
        let administrator = record(&app, Recorded::Person(somebody)).await;
        app.upkeep.set_password(administrator, PASSWORD, Utc::now()).await.unwrap();
        let (address, running) = started(&app);
        House { app, counsellor: administrator, administrator, address, running, database }
    }

    pub async fn id_of_body(&self, name: &str) -> String {
        let found = body::table.filter(body::short_name.eq(name)).select(body::id);
        found.first::<uuid::Uuid>(&mut self.database.owner().await).await.unwrap().to_string()
    }

    pub async fn id_of_person(&self, email: &str) -> String {
        let found = person::table.filter(person::email.eq(email)).select(person::id);
        found.first::<uuid::Uuid>(&mut self.database.owner().await).await.unwrap().to_string()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_empty_database_an_administrator_comes_to_a_secretary_who_works() {
    let house = House::bare(None).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let home = browser.get("/").await;
    assert_eq!((home.status, home.header("location")), (303, "/setup"));
    let setup = browser.get("/setup").await;
    assert!(setup.body.contains("Add your body") && !setup.body.contains('⟦'), "{}", setup.body);

    let path = "/records/body/new?then=%2Fsetup&kept_here=on";
    let form = browser.get(path).await.body;
    assert!(!form.contains('⟦') && form.contains("value=\"on\" checked"), "{form}");
    let fields = [
        ("body_kind", "study_group"),
        ("short_name", "SG17"),
        ("full_name", "Security"),
        ("side", "itu"),
        ("kept_here", "on"),
        ("zone", "Europe/Zurich"),
        ("valid_from", "2022-03-10"),
        ("sent_numbers", "SG17-LS{n} 43"),
        ("received_numbers", "SG17-TD{n}"),
    ];
    let done = browser.submit(path, &fields).await;
    assert_eq!((done.status, done.header("location")), (303, "/setup"), "{}", done.body);
    let fields = [("person_name", "Secretary of SG17"), ("email", SECRETARY)];
    let done = browser.submit("/records/person/new?then=%2Fsetup", &fields).await;
    assert_eq!((done.status, done.header("location")), (303, "/setup"), "{}", done.body);
    let setup = browser.get("/setup").await.body;
    assert!(setup.contains(">SG17</a>") && setup.contains(">Secretary of SG17</a>"), "it says whom was added: {setup}");
    let (who, where_to) = (house.id_of_person(SECRETARY).await, house.id_of_body("SG17").await);
    let fields = [
        ("person", who.as_str()),
        ("role", "counsellor"),
        ("serves", where_to.as_str()),
        ("valid_from", "2022-03-10"),
        ("appointing_decision", "Letter of the Director, 1 March 2022"),
    ];
    let done = browser.submit("/records/appointment/new?then=%2Fsetup", &fields).await;
    assert_eq!((done.status, done.header("location")), (303, "/setup"), "{}", done.body);
    assert_eq!(browser.get("/").await.status, 200);
    let setup = browser.get("/setup").await.body;
    assert!(!setup.contains("Add your body") && !setup.contains("Appoint them"), "the beginning is over: {setup}");
    for done in ["SG17", "Secretary of SG17 (Counsellor, SG17)", "State the mail server", "The first statement"] {
        assert!(setup.contains(done), "{done}: {setup}");
    }

    let people = browser.get("/people").await.body;
    assert!(people.contains("Counsellor, SG17") || people.contains("SG17"), "{people}");
    let page = people.split("href=\"/people/").find(|part| part.contains("Secretary of SG17")).unwrap();
    let page = format!("/people/{}", page.split('"').next().unwrap());
    let shown = browser.get(&page).await;
    assert!(shown.body.contains("Letter of the Director") && !shown.body.contains('⟦'), "{}", shown.body);
    let csrf = shown.csrf();
    let short = browser.post(&format!("{page}/password"), &[("csrf", &csrf), ("new_password", "short")]).await;
    assert!(short.status == 422 && short.body.contains("10 to 200 characters"), "{}", short.body);
    let given = browser.post(&format!("{page}/password"), &[("csrf", &csrf), ("new_password", PASSWORD)]).await;
    assert_eq!(given.status, 303, "{}", given.body);

    let mut secretary = house.signed_in(SECRETARY).await;
    assert_eq!(secretary.get("/").await.status, 200);
    assert_eq!(secretary.get("/setup").await.status, 404);
    let csrf = secretary.get(&page).await.csrf();
    let own = secretary.post(&format!("{page}/password"), &[("csrf", &csrf), ("new_password", PASSWORD)]).await;
    assert_eq!(own.status, 404, "only an administrator gives passwords");
    let draft = secretary.get("/liaisons/new").await;
    assert!(draft.status == 200 && draft.body.contains("SG17"), "{}", draft.body);
    assert_eq!(house.count("series WHERE scheme = 'ls' AND form = 'SG17-LS{n}' AND next = 43").await, 1);
    assert_eq!(house.count("series WHERE scheme = 'td' AND next = 1").await, 1);
    assert_eq!(house.count("event WHERE act = 'record'").await, 4, "all of it through the door");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_letter_goes_to_who_asks_and_the_page_says_what_the_server_answered() {
    let basket = Arc::new(Basket::default());
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let sink = Sink::start(loopback, Faults::default(), Arc::clone(&basket) as _).await.unwrap();
    let house = House::bare(Some(sink.address())).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let page = browser.get("/setup").await;
    assert!(page.body.contains(&format!("smtp://{}", sink.address())), "{}", page.body);
    let sent = browser.post("/setup/test-letter", &[("csrf", &page.csrf())]).await;
    assert!(sent.status == 200 && sent.body.contains("The mail server took the letter"), "{}", sent.body);
    let letters = basket.letters();
    assert_eq!(letters.iter().map(|one| one.to.clone()).collect::<Vec<_>>(), [[ADMINISTRATOR]]);
    sink.stop().await;
    let gone = browser.post("/setup/test-letter", &[("csrf", &page.csrf())]).await;
    assert!(gone.status == 200 && gone.body.contains("There was no mail server to talk to"), "{}", gone.body);

    let unknown = Faults { unknown: vec!["administrator".into()], ..Faults::default() };
    let sink = Sink::start(loopback, unknown, Arc::clone(&basket) as _).await.unwrap();
    let house = House::bare(Some(sink.address())).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let csrf = browser.get("/setup").await.csrf();
    let refused = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await.body;
    assert!(refused.contains("The mail server refused the letter") && refused.contains("550"), "{refused}");
    assert_eq!(basket.letters().len(), 1);

    let slow = Faults { delay: std::time::Duration::from_secs(60), ..Faults::default() };
    let sink = Sink::start(loopback, slow, basket).await.unwrap();
    let house = House::bare(Some(sink.address())).await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    let csrf = browser.get("/setup").await.csrf();
    let since = std::time::Instant::now();
    let late = browser.post("/setup/test-letter", &[("csrf", &csrf)]).await.body;
    assert!(late.contains("did not answer within ten seconds"), "{late}");
    assert!(since.elapsed().as_secs() < 20, "{:?}", since.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_it_concerns_sees_on_every_page_that_the_letters_of_a_copy_wait_until_they_are_released() {
    let house = House::open().await;
    let mut administrator = house.signed_in(ADMINISTRATOR).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let held = "no letter leaves it until an administrator";
    assert!(!administrator.get("/bodies").await.body.contains(held));
    // What the backup leaves out.
    house.sql("DELETE FROM outbox_home").await;
    for path in ["/", "/liaisons", "/bodies", "/procedures", "/people"] {
        assert!(administrator.get(path).await.body.contains(held), "{path}");
        assert!(counsellor.get(path).await.body.contains(held) || path == "/procedures", "{path}");
    }
    let mut nobody = house.browser();
    assert!(!nobody.get("/procedures").await.body.contains(held));
    let csrf = counsellor.get("/bodies").await.csrf();
    let not_theirs = counsellor.post("/setup/letters", &[("csrf", &csrf), ("how", "release")]).await;
    assert_eq!((not_theirs.status, house.count("outbox_home").await), (404, 0));
    let done = administrator.submit("/setup", &[("how", "release")]).await;
    assert_eq!(done.status, 405, "the page itself takes no form");
    let csrf = administrator.get("/setup").await.csrf();
    let done = administrator.post("/setup/letters", &[("csrf", &csrf), ("how", "release")]).await;
    assert_eq!((done.status, house.count("outbox_home").await), (303, 1), "{}", done.body);
    assert!(!counsellor.get("/bodies").await.body.contains(held));
}
