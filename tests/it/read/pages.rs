//! Whole pages as a browser asks for them: as many queries for much as for little. What a handler asks by itself, beside
//! its question to `read`, counts too.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::InstrumentationEvent;
use diesel_async::AsyncConnection;
use entente::db::Pool;
use entente::domain::command::{AllocationWanted, Command, RegistrationCommand, StatementCommand};
use entente::domain::content::Addressee;
use entente::domain::reference::Purpose;
use entente::write::Order;
use uuid::Uuid;

use crate::api::House;
use crate::support::people::content;

/// Counts what goes over all connections of a pool: takes each out once and lets it go with a counter on.
async fn counted(pool: &Pool, asked: &Arc<AtomicUsize>) {
    let mut all = Vec::new();
    for _ in 0..entente::db::pools::SIZE {
        let mut conn = pool.connection().await.unwrap();
        let counter = Arc::clone(asked);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        all.push(conn);
    }
}

/// The queries of each page, asked twice so that only the second counts: the first may note that the session was used.
async fn queries(house: &House, key: &str, pages: &[String], asked: &AtomicUsize) -> Vec<(String, usize)> {
    let (mut browser, _) = house.browser(key).await;
    let client = house.client(key).await;
    let mut all = Vec::new();
    for page in pages {
        let mut count = 0;
        for _ in 0..2 {
            asked.store(0, Ordering::Relaxed);
            let status = match page.starts_with("/api/") {
                true => client.get(page).await.status,
                false => browser.get(page).await.status,
            };
            assert_eq!(status, 200, "{page}");
            count = asked.load(Ordering::Relaxed);
        }
        all.push((page.clone(), count));
    }
    all
}

fn pages(ours: &str, theirs: &str, registration: &str) -> Vec<String> {
    let of = [
        "/".to_owned(),
        "/liaisons".to_owned(),
        "/liaisons/new".to_owned(),
        "/liaisons/intake/by-hand".to_owned(),
        format!("/liaisons/{ours}"),
        format!("/liaisons/{ours}/edit"),
        format!("/liaisons/{ours}/preview"),
        format!("/acts/{ours}/submit"),
        format!("/liaisons/{theirs}"),
        format!("/acts/{registration}/allocate"),
        "/api/v1/home".to_owned(),
        "/api/v1/liaisons".to_owned(),
        format!("/api/v1/liaisons/{ours}"),
        format!("/api/v1/liaisons/{theirs}"),
    ];
    of.into()
}

async fn handle(house: &House, id: Uuid) -> String {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    use entente::schema::subject;
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    subject::table.find(id).select(subject::handle).first(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_asks_as_often_for_much_as_for_little() {
    let house = House::open().await;
    let world = &house.world;
    let text = |to| content("terms", to);
    let draft =
        world.drafted(text(vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")])).await;
    let (statement, registration) = world.allocated().await;
    let (theirs, of_theirs) = (handle(&house, statement).await, handle(&house, registration).await);
    let paths = pages(&draft.handle, &theirs, &of_theirs);
    let asked = Arc::new(AtomicUsize::new(0));
    counted(&world.database.pools.reader, &asked).await;
    counted(&world.database.pools.writer, &asked).await;
    let little = queries(&house, "counsellor", &paths, &asked).await;

    let to = |n: i32| Addressee { body: None, printed: format!("Body {n}"), ..world.for_action("ISO/TC 307") };
    let mut many = vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")];
    many.extend((0..20).map(to));
    for _ in 0..20 {
        world.drafted(text(many.clone())).await;
        world.registered().await;
    }
    world.on_statement("rapporteur", draft.subject, StatementCommand::Edit(text(many))).await;
    let wanted = |_| AllocationWanted {
        body: world.body("Q10/17"),
        assignee: world.person("rapporteur.q10"),
        purpose: Purpose::Information,
        lead: false,
        due: None,
        note: String::new(),
    };
    let allocate = RegistrationCommand::Allocate((0..9).map(wanted).collect());
    world.did("counsellor", Order::on(registration, Command::Registration(allocate))).await;
    let much = queries(&house, "counsellor", &paths, &asked).await;
    println!("queries of pages: {much:#?}");
    assert_eq!(little, much);
    assert!(much.iter().all(|(_, count)| (1..=24).contains(count)), "{much:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_asks_no_oftener_than_this() {
    let house = House::open().await;
    let world = &house.world;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.handle;
    let theirs = handle(&house, world.allocated().await.0).await;
    let (theirs, ours) = (format!("/liaisons/{theirs}"), format!("/liaisons/{draft}"));
    let asked = Arc::new(AtomicUsize::new(0));
    counted(&world.database.pools.reader, &asked).await;
    counted(&world.database.pools.writer, &asked).await;
    // Session and caller are two of them, and the notes on a statement are one.
    let enough = [("/", 11), ("/liaisons", 9), (theirs.as_str(), 19), (ours.as_str(), 18)];
    let paths = enough.map(|(path, _)| path.to_owned());
    for ((path, count), (_, most)) in queries(&house, "counsellor", &paths, &asked).await.iter().zip(enough) {
        println!("{path}: {count} queries");
        assert!(*count <= most, "{path}: {count} queries, and {most} are enough");
    }
    let (mut rapporteur, csrf) = house.browser("rapporteur").await;
    let key = Uuid::new_v4().to_string();
    asked.store(0, Ordering::Relaxed);
    let answer = rapporteur.post(&format!("/acts/{draft}/submit"), &[("csrf", &csrf), ("key", &key)]).await;
    let count = asked.load(Ordering::Relaxed);
    assert_eq!(answer.status, 303, "{}", answer.body);
    println!("an act: {count} queries");
    // One of them for the lines of the next digests.
    assert!(count <= 24, "{count} queries for an act, and 24 are enough");
}
