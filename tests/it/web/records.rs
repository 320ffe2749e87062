//! Bodies, people and appointments as a secretariat and an administrator write them down and end them; who sees whom.

use chrono::Utc;
use entente::domain::command::{Command, RecordCommand};
use entente::domain::people::Actor;
use entente::domain::record::{PersonRecord, Recorded};
use entente::write::Order;

use super::browser::{Answer, Browser};
use super::{ADMINISTRATOR, COUNSELLOR, House, PASSWORD};

const EXPERT: &str = "expert@example.org";

/// Fields of a body; what is said later wins.
async fn body(browser: &mut Browser, name: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("body_kind", "question"),
        ("short_name", name),
        ("side", "itu"),
        ("zone", "Europe/Zurich"),
        ("valid_from", "2022-03-10"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(one, _)| one == name));
    fields.extend_from_slice(more);
    browser.submit("/records/body/new", &fields).await
}

async fn appointed(browser: &mut Browser, who: &str, role: &str, body: &str) -> Answer {
    let fields = [
        ("person", who),
        ("role", role),
        ("serves", body),
        ("valid_from", "2022-03-10"),
        ("appointing_decision", "Decision of the tests"),
    ];
    browser.submit("/records/appointment/new", &fields).await
}

async fn person(browser: &mut Browser, name: &str, email: &str) -> Answer {
    browser.submit("/records/person/new", &[("person_name", name), ("email", email)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secretary_gives_roles_and_adds_bodies_in_their_own_tree_only() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let theirs = [("body_kind", "tc"), ("side", "partner"), ("kept_here", "on")];
    assert_eq!(body(&mut admin, "ISO/TC 307", &theirs).await.status, 303);
    let sg17 = house.id_of_body("ITU-T SG17").await;
    let under = [("kept_here", "on"), ("parent", sg17.as_str())];
    let done = body(&mut counsellor, "Q14/17", &under).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = body(&mut counsellor, "q14/17", &under).await;
    assert!(again.status == 422 && again.body.contains("is in the list of bodies already"), "{}", again.body);
    let alone = body(&mut counsellor, "SG99", &[("kept_here", "on"), ("body_kind", "study_group")]).await;
    assert_eq!(alone.status, 409, "a body of one's own beside the own tree");
    let beside = house.id_of_body("ISO/TC 307").await;
    let elsewhere = body(&mut counsellor, "ISO/TC 307/WG 9", &[("kept_here", "on"), ("parent", beside.as_str())]).await;
    assert_eq!(elsewhere.status, 409);
    assert_eq!(body(&mut counsellor, "W3C", &[("body_kind", "organisation"), ("side", "partner")]).await.status, 303);
    let nowhere = body(&mut counsellor, "Q1/17", &[("zone", "Atlantis")]).await;
    assert!(nowhere.status == 422 && nowhere.body.contains("no time zone"), "{}", nowhere.body);

    assert_eq!(person(&mut counsellor, "Expert Q14/17", EXPERT).await.status, 303);
    let twice = person(&mut counsellor, "Somebody else", "EXPERT@example.org").await;
    assert!(twice.status == 422 && twice.body.contains("Somebody has the address"), "{}", twice.body);
    let admin_by_stealth = [("person_name", "Me"), ("email", "me@example.org"), ("administrator", "on")];
    assert_eq!(counsellor.submit("/records/person/new", &admin_by_stealth).await.status, 409);
    let who = house.id_of_person(EXPERT).await;
    assert_eq!(appointed(&mut counsellor, &who, "expert", &house.id_of_body("Q14/17").await).await.status, 303);
    assert_eq!(appointed(&mut counsellor, &who, "committee_manager", &beside).await.status, 409);
    let outside = house.id_of_body("W3C").await;
    assert_eq!(appointed(&mut counsellor, &who, "liaison_officer", &outside).await.status, 409, "a role opens a tree");
    assert_eq!(appointed(&mut admin, &who, "liaison_officer", &outside).await.status, 303);
    assert_eq!(house.count("appointment").await, 3);

    house.app.upkeep.set_password(who.parse().unwrap(), PASSWORD, Utc::now()).await.unwrap();
    let mut expert = house.signed_in(EXPERT).await;
    for path in ["/records/body/new", "/records/person/new", "/records/appointment/new", "/records/meeting/new"] {
        assert_eq!(expert.get(path).await.status, 404, "{path}");
    }
    assert!(!expert.get("/people").await.body.contains("/records/"), "nothing is shown that is not allowed");
}

impl House {
    pub async fn handle_of(&self, table: &str, of: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct Handle {
            #[diesel(sql_type = diesel::sql_types::Text)]
            handle: String,
        }
        let sql = format!("SELECT handle FROM subject s JOIN {table} t ON t.id = s.id WHERE {of}");
        let mut conn = self.database.owner().await;
        diesel_async::RunQueryDsl::get_result::<Handle>(diesel::sql_query(sql), &mut conn).await.unwrap().handle
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_ended_signs_in_no_more_and_their_appointments_end_with_them() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    person(&mut admin, "Expert", EXPERT).await;
    let who = house.id_of_person(EXPERT).await;
    let sg17 = house.id_of_body("ITU-T SG17").await;
    appointed(&mut admin, &who, "expert", &sg17).await;
    appointed(&mut admin, &who, "editor", &sg17).await;
    house.app.upkeep.set_password(who.parse().unwrap(), PASSWORD, Utc::now()).await.unwrap();
    let mut expert = house.signed_in(EXPERT).await;

    let one = house.handle_of("appointment", "role = 'expert'").await;
    let path = format!("/records/{one}/end");
    let page = counsellor.get(&path).await;
    assert!(
        page.status == 200 && page.body.contains("Expert, ITU-T SG17") && !page.body.contains('⟦'),
        "{}",
        page.body
    );
    let later = counsellor.submit(&path, &[("ended_on", "2199-01-01")]).await;
    assert!(later.status == 409 && later.body.contains("name=\"ended_on\""), "{}", later.body);
    assert_eq!(counsellor.submit(&path, &[("ended_on", "2023-01-01")]).await.status, 303);
    assert_eq!(counsellor.get(&path).await.status, 404, "it has ended");
    assert_eq!(house.count("appointment WHERE state = 'ended' AND valid_to = '2023-01-01'").await, 1);

    let person = format!("/records/{}/end", house.handle_of("person", &format!("email = '{EXPERT}'")).await);
    assert_eq!(counsellor.get(&person).await.status, 404, "an administrator ends a person");
    let page = admin.get(&person).await.body;
    assert!(page.contains("One appointment ends with it"), "{page}");
    assert_eq!(admin.submit(&person, &[("ended_on", "2023-06-01")]).await.status, 303);
    assert_eq!(
        house.count("appointment WHERE role = 'editor' AND valid_to = '2023-06-01' AND state = 'ended'").await,
        1
    );
    assert_eq!(expert.get("/").await.status, 303, "the session is over");
    assert_eq!(house.browser().sign_in(EXPERT, PASSWORD).await.status, 422);
    assert!(!admin.get("/people").await.body.contains(EXPERT));
    let body = format!("/records/{}/end", house.handle_of("body", "short_name = 'ITU-T SG17'").await);
    assert_eq!(counsellor.submit(&body, &[("ended_on", "2023-06-01")]).await.status, 303);
    assert_eq!(house.count("appointment WHERE state = 'recorded'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_opens_another_tree_by_a_joint_body() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let theirs = [("body_kind", "tc"), ("side", "partner"), ("kept_here", "on")];
    body(&mut admin, "ISO/TC 307", &theirs).await;
    body(&mut admin, "ISO/TC 68", &[("body_kind", "tc"), ("side", "partner")]).await;
    body(&mut admin, "ISO", &[("body_kind", "organisation"), ("side", "partner")]).await;
    let (sg17, me) = (house.id_of_body("ITU-T SG17").await, house.counsellor.to_string());
    for (name, other) in [("JWG 1", "ISO/TC 307"), ("JWG 2", "ISO/TC 68")] {
        let other = house.id_of_body(other).await;
        let joint = [("body_kind", "jwg"), ("kept_here", "on"), ("parent", &sg17), ("other_parent", &other)];
        assert_eq!(body(&mut counsellor, name, &joint).await.status, 409, "{name}");
        assert_eq!(body(&mut admin, name, &joint).await.status, 303, "{name}");
        let id = house.id_of_body(name).await;
        assert_eq!(appointed(&mut counsellor, &me, "expert", &id).await.status, 409, "{name}");
        let under = [("body_kind", "wg"), ("kept_here", "on"), ("parent", id.as_str())];
        assert_eq!(body(&mut counsellor, &format!("{name}/WG 1"), &under).await.status, 409, "nor from under it");
    }
    let joint = house.handle_of("body", "short_name = 'JWG 1'").await;
    assert!(!counsellor.get(&format!("/bodies/{joint}")).await.body.contains("/records/"));
    assert_eq!(counsellor.get(&format!("/records/{joint}/end")).await.status, 404);
    let iso = house.id_of_body("ISO").await;
    let ours = [("body_kind", "common_team"), ("kept_here", "on"), ("parent", &sg17), ("other_parent", &iso)];
    assert_eq!(body(&mut counsellor, "CT 1", &ours).await.status, 303, "an organisation decides nothing");
    let team = house.id_of_body("CT 1").await;
    assert_eq!(appointed(&mut counsellor, &me, "expert", &team).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_down_is_told_at_its_field() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let sg17 = house.id_of_body("ITU-T SG17").await;
    let (nobody, me) = (uuid::Uuid::now_v7().to_string(), house.counsellor.to_string());
    let long = format!("{}@example.org", "x".repeat(65));
    for (fields, said) in [
        (vec![("parent", sg17.as_str()), ("other_parent", sg17.as_str())], "It belongs to this body already"),
        (vec![("other_parent", sg17.as_str())], "This is needed"),
        (vec![("parent", nobody.as_str())], "This is not known here"),
        (vec![("parent", sg17.as_str()), ("other_parent", me.as_str())], "This is not known here"),
        (vec![("short_name", "---")], "A name has a letter or a digit"),
        (vec![("sent_numbers", "LS{n} 1000000001")], "at most 1000000000"),
        (vec![("sent_numbers", "LS{n} 99999999999999999999")], "at most 1000000000"),
    ] {
        let told = body(&mut admin, "Q14/17", &fields).await;
        assert!(told.status == 422 && told.body.contains(said), "{fields:?}: {}", told.body);
        assert!(told.body.contains("2022-03-10"), "what was typed is kept: {}", told.body);
    }
    for (who, role, of) in
        [(&nobody, "expert", &sg17), (&sg17, "expert", &sg17), (&me, "editor", &nobody), (&me, "editor", &me)]
    {
        let told = appointed(&mut admin, who, role, of).await;
        assert!(told.status == 422 && told.body.contains("This is not known here"), "{}", told.body);
        assert!(told.body.contains("Decision of the tests"), "{}", told.body);
    }
    for wrong in [long.as_str(), "é@example.org", "a@exämple.org"] {
        let told = person(&mut admin, "Somebody", wrong).await;
        assert!(told.status == 422 && told.body.contains("not an e-mail address"), "{wrong}: {}", told.body);
    }
    let path = "/records/person/new";
    let csrf = admin.get(path).await.csrf();
    let tries = (0..8).map(|_| {
        let (mut one, csrf) = (admin.clone(), csrf.clone());
        async move {
            let fields = [("csrf", csrf.as_str()), ("person_name", "One of eight"), ("email", "one@example.org")];
            one.post(path, &fields).await
        }
    });
    let mut answers: Vec<u16> = futures_util::future::join_all(tries).await.iter().map(|one| one.status).collect();
    answers.sort_unstable();
    assert_eq!(answers, [303, 422, 422, 422, 422, 422, 422, 422]);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_seen_by_those_they_work_with_and_listed_a_page_at_a_time() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let theirs = [("body_kind", "tc"), ("side", "partner"), ("kept_here", "on")];
    body(&mut admin, "ISO/TC 307", &theirs).await;
    for (name, email, role, of) in [
        ("Expert of ours", EXPERT, "expert", "ITU-T SG17"),
        ("Convenor of theirs", "convenor@example.org", "convenor", "ISO/TC 307"),
    ] {
        person(&mut admin, name, email).await;
        let (who, body) = (house.id_of_person(email).await, house.id_of_body(of).await);
        assert_eq!(appointed(&mut admin, &who, role, &body).await.status, 303);
    }
    person(&mut admin, "Newcomer", "newcomer@example.org").await;
    let who = house.id_of_person(EXPERT).await;
    house.app.upkeep.set_password(who.parse().unwrap(), PASSWORD, Utc::now()).await.unwrap();
    let mut expert = house.signed_in(EXPERT).await;
    let convenor = house.handle_of("person", "email = 'convenor@example.org'").await;
    for (browser, sees) in
        [(&mut admin, [true, true, true]), (&mut counsellor, [true, false, true]), (&mut expert, [true, false, false])]
    {
        let list = browser.get("/people").await.body;
        let seen = [EXPERT, "convenor@example.org", "newcomer@example.org"].map(|email| list.contains(email));
        assert_eq!(seen, sees, "{list}");
        let status = browser.get(&format!("/people/{convenor}")).await.status;
        assert_eq!(status, if sees[1] { 200 } else { 404 });
    }

    for n in 0..110 {
        let one = PersonRecord {
            name: format!("Person {n:03}"),
            email: format!("person.{n}@example.org"),
            organisation: String::new(),
            country: String::new(),
            tel: String::new(),
            administrator: false,
        };
        let order = Order::new(Command::Record(RecordCommand::Record(Box::new(Recorded::Person(one)))));
        house.app.door.perform(Utc::now(), &Actor::Importer, order).await.unwrap();
    }
    let first = admin.get("/people").await.body;
    let next = first.split("href=\"/people?after=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let second = admin.get(&format!("/people?after={next}")).await.body;
    let listed = |page: &str| page.matches("<a href=\"/people/PE-").count();
    assert_eq!((listed(&first), listed(&second)), (100, 15));
    assert!(second.contains("Person 109") && !second.contains("Person 000") && !second.contains("?after="));
}
