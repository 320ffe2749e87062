//! The lists that a secretary takes to a meeting (PR-20): what came in and what goes out, on the page, as Word and as CSV,
//! and only of one's own bodies.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, RegistrationCommand};
use entente::domain::reference::MeetingKind;
use entente::schema::{meeting, registration, statement, subject};
use entente::write::Order;
use uuid::Uuid;

use super::House;
use crate::support::people::{content, day};

/// The body's meeting that begins on that day, by its handle.
async fn handle_of(house: &House, title: &str) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let all = meeting::table.inner_join(subject::table.on(subject::id.eq(meeting::id)));
    all.filter(meeting::title.eq(title)).select(subject::handle).first(&mut conn).await.unwrap()
}

async fn received_on(house: &House, of: Uuid, on: NaiveDate) {
    let mut conn = house.world.database.pools.writer.connection().await.unwrap();
    let set = registration::received_on.eq(on);
    diesel::update(registration::table.find(of)).set(set).execute(&mut conn).await.unwrap();
}

/// The rows of a list as data, without its head.
async fn rows(house: &House, key: &str, path: &str) -> Vec<Vec<String>> {
    let (mut browser, _) = house.browser(key).await;
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let text = answer.body.trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn first(rows: &[Vec<String>]) -> Vec<&str> {
    rows.iter().map(|row| row[0].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_takes_what_came_since_the_one_before_and_what_was_open_then() {
    let house = House::open().await;
    let world = &house.world;
    world.meet("SG17", "SG17, February 2023", "2023-02-21", "2023-03-03").await;
    world.meet("SG17", "SG17, August 2023", "2023-08-29", "2023-09-08").await;
    let (_, new) = world.registered().await;
    let (_, open) = world.allocated().await;
    let (_, noted) = world.registered().await;
    received_on(&house, open, day("2023-02-01")).await;
    received_on(&house, noted, day("2023-02-01")).await;
    world.did("counsellor", Order::on(noted, Command::Registration(RegistrationCommand::NoteWithoutDiscussion))).await;
    received_on(&house, new, day("2023-03-05")).await;
    let august = handle_of(&house, "SG17, August 2023").await;
    let list = rows(&house, "counsellor", &format!("/meetings/{august}/incoming.csv")).await;
    let carried: Vec<(&str, &str)> = list.iter().map(|row| (row[7].as_str(), row[8].as_str())).collect();
    assert_eq!(carried, [("2023-03-05", ""), ("2023-02-01", "yes")], "what was noted in March is not open in August");
    assert_eq!(list[1][10], "Q14/17");
    // At the meeting in February all three had come, and none had been disposed of before it began.
    let february = handle_of(&house, "SG17, February 2023").await;
    let list = rows(&house, "counsellor", &format!("/meetings/{february}/incoming.csv")).await;
    assert_eq!(list.len(), 2, "{list:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_at_the_meeting_and_sent_after_it_goes_out_from_it() {
    let house = House::open().await;
    let world = &house.world;
    world.meet("SG17", "SG17, March 2023", "2023-02-21", "2023-03-05").await;
    world.meet("SG17", "SG17, August 2023", "2023-08-29", "2023-09-08").await;
    let between = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let decided = world.sent(content("wallets", vec![world.for_action("ISO/TC 307")])).await;
    let draft = world.drafted(content("later", vec![world.for_action("ISO/TC 307")])).await;
    let mut conn = world.database.pools.writer.connection().await.unwrap();
    let at_the_meeting = statement::decision.eq(serde_json::json!({"on": "2023-03-03"}));
    diesel::update(statement::table.find(decided.subject)).set(at_the_meeting).execute(&mut conn).await.unwrap();
    let march = handle_of(&house, "SG17, March 2023").await;
    let list = rows(&house, "counsellor", &format!("/meetings/{march}/outgoing.csv")).await;
    assert_eq!(first(&list), [decided.handle.as_str()], "decided there, sent the day after");
    let august = handle_of(&house, "SG17, August 2023").await;
    let list = rows(&house, "counsellor", &format!("/meetings/{august}/outgoing.csv")).await;
    let wanted = [between.handle.as_str(), decided.handle.as_str(), draft.handle.as_str()];
    assert_eq!(first(&list), wanted, "sent since, and what is to be decided there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_are_for_those_who_serve_in_the_bodies_that_meet() {
    let house = House::open().await;
    house.world.meet("SG17", "SG17, August 2023", "2023-08-29", "2023-09-08").await;
    house.world.registered().await;
    let handle = handle_of(&house, "SG17, August 2023").await;
    let (mut manager, _) = house.browser("manager").await;
    let page = manager.get(&format!("/meetings/{handle}")).await;
    assert!(
        page.status == 200 && page.body.contains("are for those who serve in the bodies that meet"),
        "{}",
        page.body
    );
    for list in ["incoming", "incoming.docx", "incoming.csv", "outgoing", "outgoing.docx", "outgoing.csv"] {
        assert_eq!(manager.get(&format!("/meetings/{handle}/{list}")).await.status, 404, "{list}");
    }
    let (mut counsellor, _) = house.browser("counsellor").await;
    for wrong in ["incoming.pdf", "incoming.", "minutes", "incoming.docx.csv"] {
        assert_eq!(counsellor.get(&format!("/meetings/{handle}/{wrong}")).await.status, 404, "{wrong}");
    }
    let page = counsellor.get(&format!("/meetings/{handle}/incoming?body=nothing&after=nothing")).await;
    assert!(page.status == 200 && page.body.contains("ledger privacy") && !page.body.contains('⟦'), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_the_study_group_takes_only_what_was_given_to_it() {
    let house = House::open().await;
    let world = &house.world;
    world.meet_as(MeetingKind::RapporteurGroup, "Q14/17", "Q14/17, June 2023", "2023-06-20", "2023-06-21").await;
    world.registered().await;
    world.allocated().await;
    let handle = handle_of(&house, "Q14/17, June 2023").await;
    let list = rows(&house, "rapporteur", &format!("/meetings/{handle}/incoming.csv")).await;
    assert_eq!(list.len(), 1);
    assert_eq!(list[0][10], "Q14/17");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_edition_has_a_name_of_its_own() {
    let house = House::open().await;
    house.world.meet("SG17", "SG17, August 2023", "2023-08-29", "2023-09-08").await;
    house.world.allocated().await;
    let handle = handle_of(&house, "SG17, August 2023").await;
    let (mut browser, _) = house.browser("counsellor").await;
    let answer = browser.get(&format!("/meetings/{handle}/incoming.docx")).await;
    assert!(answer.status == 200 && answer.body.starts_with("PK"));
    assert!(answer.header("content-disposition").contains("Incoming%20statements%20SG17%202023%2D08%2D29.docx"));
}

/// The form for a meeting, handed in.
async fn hand_in(house: &House, key: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let (mut browser, csrf) = house.browser(key).await;
    let own = [
        ("csrf", csrf.as_str()),
        ("key", "k-meeting"),
        ("meeting_kind", "plenary"),
        ("meeting_title", "Joint meeting"),
    ];
    let all: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
    let answer = browser.post("/records/meeting/new", &all).await;
    (answer.status, answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_written_down_by_the_secretariat_of_a_body_that_meets() {
    let house = House::open().await;
    let (sg, tc) = (house.world.body("SG17").to_string(), house.world.body("ISO/TC 307").to_string());
    let wrong = [("convenes", sg.as_str()), ("starts_on", "2023-10-10"), ("ends_on", "2023-10-02")];
    let (status, page) = hand_in(&house, "counsellor", &wrong).await;
    assert!(status == 422 && page.contains("It cannot end before it begins"), "{page}");
    assert!(page.contains("value=\"Joint meeting\""), "what was typed stays: {page}");
    let days = [("starts_on", "2023-10-10"), ("ends_on", "2023-10-12")];
    let nobodys = [[("convenes", sg.as_str())].as_slice(), &days].concat();
    assert_eq!(hand_in(&house, "manager", &nobodys).await.0, 409, "another body's meeting is theirs to write down");
    assert_eq!(hand_in(&house, "rapporteur", &nobodys).await.0, 404);
    let joint = [[("convenes", sg.as_str()), ("jointly_with", tc.as_str())].as_slice(), &days].concat();
    assert_eq!(hand_in(&house, "manager", &joint).await.0, 303);
    let handle = handle_of(&house, "Joint meeting").await;
    for (key, body) in [("counsellor", "SG17"), ("manager", "ISO/TC 307")] {
        let (mut browser, _) = house.browser(key).await;
        let page = browser.get(&format!("/meetings/{handle}")).await.body;
        assert!(page.contains(&format!("Statements of {body}")), "{page}");
        assert_eq!(page.matches("Statements of ").count(), 1, "the other body's lists are theirs");
    }
    let ghost = [[("convenes", "00000000-0000-4000-8000-000000000000")].as_slice(), &days].concat();
    assert_eq!(hand_in(&house, "counsellor", &ghost).await.0, 422, "no such body");
}
