//! What is the business of another body is passed on to it, and its sender is told (PR-13).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Forwarding, Kind, RegistrationCommand, StatementCommand};
use entente::domain::content::Content;
use entente::facts::statement::as_passed_on;
use entente::schema::{allocation, destination, digest_item, outbox, person, registration};
use entente::write::{Error, Order};
use serde_json::Value;
use uuid::Uuid;

use crate::support::people::{World, content, day, sight_of};

const TC: &str = "iso-tc-307@example.org";
const SC: &str = "iso-iec-jtc-1-sc-27@example.org";

fn forwarding(to: Uuid) -> Forwarding {
    Forwarding { to, told_sender: "It is theirs.".into(), how_sent: String::new() }
}

fn order(of: Uuid, wanted: Forwarding) -> Order {
    Order::on(of, Command::Registration(RegistrationCommand::Forward(wanted))).because("It is about ledgers.")
}

fn forward(world: &World, of: Uuid, to: &str) -> Order {
    order(of, forwarding(world.body(to)))
}

fn back(of: Uuid) -> Order {
    Order::on(of, Command::Registration(RegistrationCommand::TakeBack)).because("To another.")
}

fn refused(error: &Error) -> Vec<&str> {
    match error {
        Error::Refused(all) => all.iter().map(|one| one.code.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}

/// Why it is refused.
async fn codes(world: &World, key: &str, order: Order) -> Vec<String> {
    refused(&world.does(key, order).await.unwrap_err()).into_iter().map(str::to_owned).collect()
}

/// Notice, address and state of the letters of the newest act on it, with when they leave.
async fn letters(world: &World, of: Uuid) -> Vec<(String, String, String, DateTime<Utc>)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let told = ["forwarded", "forwarded_on", "received"];
    outbox::table
        .filter(outbox::statement_id.eq(of).and(outbox::notice.eq_any(told)).and(outbox::reasons.ne(Value::Null)))
        .order((outbox::seq, outbox::address))
        .select((outbox::notice, outbox::address, outbox::state, outbox::not_before))
        .load(&mut conn)
        .await
        .unwrap()
}

/// State and forwarding of every registration of the statement, by its body.
async fn registers(world: &World, of: Uuid) -> Vec<(Uuid, Uuid, String, Option<Uuid>)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    registration::table
        .filter(registration::statement_id.eq(of))
        .order(registration::id)
        .select((registration::id, registration::body_id, registration::state, registration::forwarded_to_id))
        .load(&mut conn)
        .await
        .unwrap()
}

async fn sees(world: &World, key: &str, statement: Uuid) -> bool {
    let sight = sight_of(world, key).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    entente::facts::sight::sees(&mut conn, &sight, statement).await.unwrap()
}

async fn part(world: &World, of: Uuid) -> String {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let parts = allocation::table.filter(allocation::registration_id.eq(of)).order(allocation::id);
    parts.select(allocation::state).first(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_kept_here_finds_it_in_its_intake_and_the_sender_is_told() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    world.did("sg.chair", forward(&world, ours, "ISO/TC 307/WG 1")).await;
    let (sg17, tc) = (world.body("SG17"), world.body("ISO/TC 307"));
    let there = registers(&world, statement).await;
    let stands: Vec<_> = there.iter().map(|(_, body, state, to)| (*body, state.as_str(), *to)).collect();
    assert_eq!(stands, [(sg17, "forwarded", Some(tc)), (tc, "received", None)], "the deciding level receives it");
    assert_eq!(part(&world, ours).await, "redirected");
    let leaves = world.now + TimeDelta::minutes(10);
    let held: Vec<_> = letters(&world, statement).await.into_iter().filter(|one| one.3 == leaves).collect();
    let told: Vec<(&str, &str)> = held.iter().map(|one| (one.0.as_str(), one.1.as_str())).collect();
    // The working group has no address of its own: its committee reads it here.
    assert_eq!(told, [("forwarded_on", SC), ("received", "manager@example.org")]);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let read: Vec<String> = digest_item::table
        .inner_join(person::table.on(person::id.eq(digest_item::person_id)))
        .filter(digest_item::statement_id.eq(statement).and(person::email.eq("rapporteur@example.org")))
        .order(digest_item::id)
        .select(diesel::dsl::sql::<diesel::sql_types::Text>("digest_item.facts->>'act'"))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(read, ["forward"], "the assignee reads that nothing is to be done any more");
    let asked: Vec<String> = destination::table
        .filter(destination::statement_id.eq(statement))
        .select(destination::state)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(asked, ["not_tracked"], "nothing is answered by passing it on");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_body_gets_a_letter_with_the_statement_as_it_came() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    world.did("counsellor", forward(&world, ours, "ISO/IEC JTC 1")).await;
    assert_eq!(registers(&world, statement).await.len(), 1);
    let told = letters(&world, statement).await;
    let told: Vec<_> = told.iter().map(|one| (one.0.as_str(), one.1.as_str())).collect();
    assert_eq!(told, [("forwarded", "iso-iec-jtc-1@example.org"), ("forwarded_on", SC)]);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let frozen: Value = outbox::table
        .filter(outbox::statement_id.eq(statement).and(outbox::notice.eq("forwarded")))
        .select(outbox::facts)
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((&frozen["as_received"], &frozen["number"]), (&true.into(), &"ISO/IEC JTC 1/SC 27 N 15001".into()));
    assert_eq!(frozen["forwarder"], "ITU-T SG17");
    let (document, _) = as_passed_on(&mut conn, statement, day("2023-03-06")).await.unwrap();
    assert_eq!(frozen["outgoing"]["source"], document.source.as_str(), "as its sender wrote it");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_no_letter_reaches_is_told_in_another_way_and_that_is_written_down() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    let to = world.provisional("counsellor", "Trusted Ledgers").await;
    assert_eq!(codes(&world, "counsellor", order(ours, forwarding(to))).await, ["everybody_reachable"]);
    let by_hand = Forwarding { how_sent: "Handed over in the corridor.".into(), ..forwarding(to) };
    world.did("counsellor", order(ours, by_hand)).await;
    let told = letters(&world, statement).await;
    assert_eq!(told.iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), [SC], "the sender has an address");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_neither_to_itself_nor_back_nor_where_it_is_already() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    for (to, code) in
        [("SG17", "not_to_itself"), ("Q10/17", "not_to_itself"), ("ISO/IEC JTC 1/SC 27", "not_to_its_sender")]
    {
        assert_eq!(codes(&world, "counsellor", forward(&world, ours, to)).await, [code], "{to}");
    }
    // The joint working group writes for its parents: what it sends is theirs too.
    let to = world.body("ISO/TC 307/JWG 4");
    assert_eq!(codes(&world, "counsellor", order(ours, forwarding(to))).await, ["not_to_its_sender"]);
    world.did("counsellor", forward(&world, ours, "ISO/TC 307")).await;
    let there = registers(&world, statement).await[1].0;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("manager", Order::on(there, Command::Registration(register))).await;
    assert_eq!(codes(&world, "manager", forward(&world, there, "SG17")).await, ["not_there_yet"]);
    assert_eq!(codes(&world, "manager", forward(&world, there, "Q14/17")).await, ["not_there_yet"]);
    // A committee passes on from its register (PR-1); the second body is where it is from then on.
    world.did("manager", forward(&world, there, "ISO/IEC JTC 1")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_confidential_or_not_explained_stays() {
    let world = World::new().await;
    let (_, ours) = world.allocated().await;
    let tc = world.body("ISO/TC 307");
    let silent = Forwarding { told_sender: " ".into(), ..forwarding(tc) };
    assert_eq!(codes(&world, "counsellor", order(ours, silent)).await, ["sender_is_told"]);
    let bare = Order::on(ours, Command::Registration(RegistrationCommand::Forward(forwarding(tc))));
    assert_eq!(codes(&world, "counsellor", bare).await, ["reason_given"]);
    assert_eq!(codes(&world, "rapporteur", forward(&world, ours, "ISO/TC 307")).await, ["not-yours"]);
    let (_, registered) = world.registered().await;
    assert_eq!(codes(&world, "counsellor", forward(&world, registered, "ISO/TC 307")).await, ["of_other_ladder"]);
    let unknown = world.does("counsellor", order(ours, forwarding(Uuid::now_v7()))).await.unwrap_err();
    assert!(matches!(&unknown, Error::Fields(all) if all[0].field == "forward_to"), "{unknown:?}");
    let gone = world.provisional("counsellor", "Gone").await;
    world.end(Kind::Body, gone, day("2023-03-06")).await;
    let ended = world.does("counsellor", order(ours, forwarding(gone))).await.unwrap_err();
    assert!(matches!(&ended, Error::Fields(all) if all[0].field == "forward_to"), "{ended:?}");
    let mut conn = world.database.pools.writer.connection().await.unwrap();
    let marked = diesel::update(registration::table.find(ours)).set(registration::confidential.eq(true));
    marked.execute(&mut conn).await.unwrap();
    assert_eq!(codes(&world, "counsellor", forward(&world, ours, "ISO/TC 307")).await, ["not_confidential"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_taken_back_while_nothing_has_left_and_nothing_rests_on_it() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    world.did("counsellor", forward(&world, ours, "ISO/TC 307")).await;
    assert!(sees(&world, "manager", statement).await);
    world.did("counsellor", back(ours)).await;
    let stands: Vec<_> = registers(&world, statement).await.into_iter().map(|one| (one.2, one.3)).collect();
    assert_eq!(stands, [("allocated".to_owned(), None), ("void".to_owned(), None)]);
    assert_eq!(part(&world, ours).await, "assigned");
    assert!(!sees(&world, "manager", statement).await, "it was never for the committee");
    let mut told = letters(&world, statement).await;
    told.retain(|one| one.0 != "received" || one.1 == "manager@example.org");
    assert!(told.iter().all(|one| one.2 == "cancelled"), "{told:?}");
    assert_eq!(told.iter().filter(|one| one.1 == TC).count(), 1);
    // Done again, the other body goes on with it: then it rests there.
    world.did("counsellor", forward(&world, ours, "ISO/TC 307")).await;
    let there = registers(&world, statement).await[2].0;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("manager", Order::on(there, Command::Registration(register))).await;
    assert_eq!(codes(&world, "counsellor", back(ours)).await, ["nothing_rests_on_it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_left_is_not_taken_back_and_a_reply_is_not_dropped_under_way() {
    let world = World::new().await;
    let (statement, ours) = world.allocated().await;
    world.did("counsellor", forward(&world, ours, "ISO/IEC JTC 1")).await;
    let mut conn = world.database.pools.writer.connection().await.unwrap();
    let one = outbox::table.filter(outbox::statement_id.eq(statement).and(outbox::notice.eq("forwarded")));
    diesel::update(one).set(outbox::state.eq("sent")).execute(&mut conn).await.unwrap();
    assert_eq!(codes(&world, "counsellor", back(ours)).await, ["no_letter_left"]);
    let (_, answered) = world.allocated().await;
    let part = world.allocation_of(answered).await;
    use entente::domain::command::{AllocationCommand, Extent, StatementCommand};
    world.on_allocation("rapporteur", part, AllocationCommand::Consider { meeting: "Correspondence".into() }).await;
    let content = Content { topic: "reply".into(), language: "en".into(), ..Content::default() };
    let (owner, questions, answers) = (world.body("Q14/17"), vec![], vec![part]);
    let draft = StatementCommand::Draft { owner, questions, content, answers, extent: Extent::Full, corrects: None };
    world.did("rapporteur", Order::new(Command::Statement(draft))).await;
    assert_eq!(codes(&world, "counsellor", forward(&world, answered, "ISO/TC 307")).await, ["not-from-here"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_subcommittee_has_its_parent_has_not_and_nobody_deals_with_what_was_sent_in_error() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let sent = world.sent(content("terms", to)).await.subject;
    let theirs = registers(&world, sent).await[0].0;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("manager", Order::on(theirs, Command::Registration(register))).await;
    assert_eq!(codes(&world, "manager", forward(&world, theirs, "ISO/IEC JTC 1/SC 27")).await, ["not_there_yet"]);
    world.did("manager", forward(&world, theirs, "ISO/IEC JTC 1")).await;
    world.did("manager", back(theirs)).await;
    let error = Order::on(sent, Command::Statement(StatementCommand::MarkSentInError)).because("The wrong annex.");
    world.did("sg.chair", error).await;
    assert_eq!(codes(&world, "manager", forward(&world, theirs, "ISO/IEC JTC 1")).await, ["not_in_error"]);
}
