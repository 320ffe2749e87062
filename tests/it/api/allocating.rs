//! The allocation table as a secretary meets it (PR-13): a rehearsal that changes nothing, rows that refuse beside rows
//! that are done, and nothing typed that is lost.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, RegistrationCommand};
use entente::domain::reference::Ladder;
use entente::domain::registration::may_be_forwarded;
use entente::schema::{allocation, body, number, outbox, registration, series};
use entente::write::Order;
use uuid::Uuid;

use super::House;
use crate::web::browser::Browser;

const TABLE: &str = "/liaisons/allocating";

/// The registrations that came in, oldest first.
async fn received(house: &House, count: usize) -> Vec<Uuid> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(house.world.registered().await.1);
    }
    all
}

/// What is typed at each row: cell and text.
fn rows(all: &[(Uuid, &[(&str, &str)])]) -> Vec<(String, String)> {
    let mut fields = vec![("agreed_by".to_owned(), "Chair SG17".to_owned())];
    for (at, (registration, cells)) in all.iter().enumerate() {
        fields.push((format!("rows-{at}-registration"), registration.to_string()));
        fields.extend(cells.iter().map(|(cell, text)| (format!("rows-{at}-{cell}"), (*text).to_owned())));
    }
    fields
}

async fn hand_in(browser: &mut Browser, csrf: &str, then: &str, fields: &[(String, String)]) -> String {
    let own = [("csrf", csrf), ("key", "k1"), ("then", then)];
    let all: Vec<(&str, &str)> =
        own.into_iter().chain(fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect();
    let answer = browser.post(TABLE, &all).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

async fn states(house: &House, all: &[Uuid]) -> Vec<String> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let of = registration::table.filter(registration::id.eq_any(all)).order(registration::id);
    of.select(registration::state).load(&mut conn).await.unwrap()
}

async fn queued(house: &House) -> i64 {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    outbox::table.count().get_result(&mut conn).await.unwrap()
}

/// The bodies of a registration's allocations, the leading one first, each with its purpose.
async fn given_to(house: &House, of: Uuid) -> Vec<(String, String)> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    allocation::table
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .filter(allocation::registration_id.eq(of))
        .order((allocation::lead.desc(), body::short_name))
        .select((body::short_name, allocation::purpose))
        .load(&mut conn)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_says_what_would_happen_and_changes_nothing() {
    let house = House::open().await;
    let all = received(&house, 3).await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = rows(&[(all[0], &[("questions", "14, 10")]), (all[1], &[("questions", "Q99/17")]), (all[2], &[])]);
    let before = (states(&house, &all).await, queued(&house).await);
    let page = hand_in(&mut browser, &csrf, "rehearse", &typed).await;
    assert_eq!((states(&house, &all).await, queued(&house).await), before);
    assert!(page.contains("One statement would be done.") && page.contains("One must wait"), "{page}");
    assert!(page.contains("“Q99/17” is no part of SG17"), "{page}");
    assert!(page.contains("Rapporteur Q14/17: one letter") && page.contains("Rapporteur Q10/17: one letter"), "{page}");
    assert!(page.contains("value=\"14, 10\"") && page.contains("value=\"Q99/17\""), "what was typed stays: {page}");
    assert!(!page.contains('⟦'), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_bodys_business_is_forwarded_from_its_row() {
    let house = House::open().await;
    let all = received(&house, 2).await;
    let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    house.world.did("counsellor", Order::on(all[1], Command::Registration(available))).await;
    let (mut browser, _) = house.browser("counsellor").await;
    let page = browser.get(TABLE).await.body;
    // What is registered at a study group is made available first; at a committee it is forwarded from its register.
    let ways: Vec<&str> = page.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let ways: Vec<&&str> = ways.iter().filter(|way| way.ends_with("/forward")).collect();
    assert_eq!(ways.len(), 1, "{page}");
    let form = browser.get(ways[0]).await;
    assert!(form.status == 200 && form.body.contains("Forward to"), "{}", form.body);
    assert!(may_be_forwarded("registered", Ladder::IsoIec) && !may_be_forwarded("received", Ladder::IsoIec));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_done_is_done_and_what_refuses_waits() {
    let house = House::open().await;
    let all = received(&house, 5).await;
    // Somebody else is faster at the last one.
    let (mut browser, csrf) = house.browser("counsellor").await;
    browser.get(TABLE).await;
    let reject = Order::on(all[4], Command::Registration(RegistrationCommand::MakeAvailable { agreed_by: "C".into() }));
    house.world.did("counsellor", reject).await;
    let typed = rows(&[
        (all[0], &[("questions", "14, 10"), ("information", "SG17"), ("due", "2023-05-02")]),
        (all[1], &[("note", "on")]),
        (all[2], &[("questions", "14"), ("due", "2023-02-01")]),
        (all[3], &[]),
        (all[4], &[("questions", "14"), ("seen", "1")]),
    ]);
    let page = hand_in(&mut browser, &csrf, "do", &typed).await;
    assert!(page.contains("2 statements were done.") && page.contains("2 wait"), "{page}");
    assert!(page.contains("Somebody changed it after you opened this page"), "{page}");
    assert_eq!(
        states(&house, &all).await,
        ["allocated", "noted", "registered", "registered", "available"],
        "a row that refuses leaves nothing behind: not even that it was made available"
    );
    let named = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(body, purpose)| ((*body).to_owned(), (*purpose).to_owned())).collect()
    };
    let given = given_to(&house, all[0]).await;
    assert_eq!(given, named(&[("Q14/17", "action"), ("Q10/17", "action"), ("SG17", "information")]));
    // The same form again does nothing twice.
    hand_in(&mut browser, &csrf, "do", &typed).await;
    assert_eq!(given_to(&house, all[0]).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_arrived_is_registered_under_the_number_that_is_typed() {
    let house = House::open().await;
    let (_, registration) = house.world.unregistered().await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = rows(&[(registration, &[("questions", "Q14/17"), ("number", "TD77")])]);
    hand_in(&mut browser, &csrf, "do", &typed).await;
    assert_eq!(states(&house, &[registration]).await, ["allocated"]);
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let td = number::table.filter(number::subject_id.eq(registration)).select(number::value);
    assert_eq!(td.load::<String>(&mut conn).await.unwrap(), ["TD77"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_allocate_is_told_at_each_row_and_other_bodies_rows_are_not_there() {
    let house = House::open().await;
    let all = received(&house, 1).await;
    let (mut browser, csrf) = house.browser("expert").await;
    let page = hand_in(&mut browser, &csrf, "do", &rows(&[(all[0], &[("questions", "14")])])).await;
    assert!(page.contains("Nothing was done."), "{page}");
    assert_eq!(states(&house, &all).await, ["registered"]);
    let (mut manager, csrf) = house.browser("manager").await;
    assert!(!manager.get(TABLE).await.body.contains("ledger privacy"));
    let page = hand_in(&mut manager, &csrf, "do", &rows(&[(all[0], &[("note", "on")])])).await;
    assert!(page.contains("Nothing was done."), "{page}");
    assert_eq!(states(&house, &all).await, ["registered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_number_is_a_question_a_name_stands_once_and_what_contradicts_itself_is_refused() {
    let house = House::open().await;
    let all = received(&house, 4).await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = rows(&[
        (all[0], &[("questions", "17")]),
        (all[1], &[("questions", "14, q14")]),
        (all[2], &[("questions", "14"), ("note", "on")]),
        (all[3], &[("questions", "14"), ("seen", "99999999999")]),
    ]);
    let page = hand_in(&mut browser, &csrf, "do", &typed).await;
    assert!(page.contains("“17” is no part of SG17"), "every Question of the group ends with /17: {page}");
    assert!(page.contains("Q14/17 stands in this row twice"), "{page}");
    assert!(page.contains("to be noted only, and to be allocated"), "{page}");
    assert!(page.contains("Somebody changed it after you opened this page"), "{page}");
    assert!(states(&house, &all).await.iter().all(|state| state == "registered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_says_who_is_given_what_until_when_and_what_somebody_else_took() {
    let house = House::open().await;
    let all = received(&house, 2).await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = rows(&[(all[0], &[("questions", "14")])]);
    let page = hand_in(&mut browser, &csrf, "rehearse", &typed).await;
    let goes = "→ Q14/17, for action: Rapporteur Q14/17, due";
    assert!(page.to_lowercase().contains(&goes.to_lowercase()), "{page}");
    let page = hand_in(&mut browser, &csrf, "do", &typed).await;
    assert!(page.to_lowercase().contains(&goes.to_lowercase()), "{page}");
    // Another secretary had the same page open.
    let late = rows(&[(all[0], &[("questions", "10")]), (all[1], &[("note", "on")])]);
    let page = hand_in(&mut browser, &csrf, "do", &late).await;
    assert!(page.contains("waits no more: it is Allocated already"), "{page}");
    assert_eq!(states(&house, &all).await, ["allocated", "noted"]);
    let (mut manager, csrf) = house.browser("manager").await;
    let page = hand_in(&mut manager, &csrf, "do", &late).await;
    assert!(!page.contains("waits no more"), "nothing of another body is told: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_database_does_not_take_keeps_what_was_typed() {
    let house = House::open().await;
    let all = received(&house, 1).await;
    let (_, waiting) = house.world.unregistered().await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let mut conn = house.world.database.pools.writer.connection().await.unwrap();
    let end = diesel::update(series::table.filter(series::scheme.eq("td"))).set(series::next.eq(i64::MAX));
    end.execute(&mut conn).await.unwrap();
    let typed = rows(&[(all[0], &[("questions", "14, 10")]), (waiting, &[("note", "on")])]);
    let page = hand_in(&mut browser, &csrf, "do", &typed).await;
    assert!(page.contains("Nothing was done: the database did not take it"), "{page}");
    assert!(page.contains("value=\"14, 10\""), "{page}");
    assert_eq!(states(&house, &all).await, ["registered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_given_several_rows_is_told_in_one_letter_and_the_statement_says_so() {
    let house = House::open().await;
    let all = received(&house, 4).await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = rows(&[
        (all[0], &[("questions", "14")]),
        (all[1], &[("questions", "14, 10")]),
        (all[2], &[("questions", "14")]),
        (all[3], &[("note", "on")]),
    ]);
    for then in ["rehearse", "do"] {
        let page = hand_in(&mut browser, &csrf, then, &typed).await;
        assert!(page.contains("Rapporteur Q14/17: one letter about 3 statements"), "{then}: {page}");
        assert!(page.contains("Rapporteur Q10/17: one letter<"), "{then}: {page}");
    }
    let page = browser.get("/liaisons/LS-1001").await.body;
    assert!(page.contains("in one letter with others"), "{page}");
    let page = browser.get("/liaisons/LS-1004").await.body;
    assert!(!page.contains("in one letter with others"), "{page}");
    assert_eq!(queued(&house).await, 5, "a row of each, and the letter");
}
