//! Replies are linked to the addressee that they answer: in full, in part, so that more is awaited, or as related only, in
//! whatever state the statement stands, and taken off again (PR-9).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, DestinationCommand, Extent, Receipt, RecordedStatement, StatementCommand};
use entente::facts::sight::{Sight, roots};
use entente::read::statement::{self as page_of, Statement};
use entente::schema::{destination, outbox, statement, subject};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

/// State, and the next day on which a reply is due.
async fn stands(world: &World, of: Uuid) -> (String, Option<NaiveDate>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    statement::table.find(of).select((statement::state, statement::reply_due)).first(&mut conn).await.unwrap()
}

/// The addressees of a statement in their order, each with its state.
async fn addressees(world: &World, of: Uuid) -> Vec<(Uuid, String)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = destination::table.filter(destination::statement_id.eq(of)).order(destination::position);
    all.select((destination::id, destination::state)).load(&mut conn).await.unwrap()
}

async fn states(world: &World, of: Uuid) -> Vec<String> {
    addressees(world, of).await.into_iter().map(|(_, state)| state).collect()
}

fn record(world: &World, source: &str, number: &str, answers: Option<Uuid>) -> RecordedStatement {
    let body = world.body("SG17");
    RecordedStatement {
        source: world.body(source),
        title: "Liaison on terms".into(),
        content: content("terms", vec![world.for_information("SG17")]),
        numbers: vec![number.into()],
        answers,
        receipt: Some(Receipt {
            body,
            received_on: day("2023-03-06"),
            channel: "mail".into(),
            register: None,
            past: None,
        }),
        ..RecordedStatement::default()
    }
}

async fn recorded(world: &World, record: RecordedStatement) -> Uuid {
    let order = Order::new(Command::Statement(StatementCommand::Record(Box::new(record))));
    world.did("counsellor", order).await.subject
}

fn link(to: Uuid, reply: Uuid, extent: Extent, expected_on: Option<NaiveDate>) -> Order {
    Order::on(to, Command::Destination(DestinationCommand::Answer { reply, extent, expected_on }))
}

fn unlink(to: Uuid, reply: Uuid) -> Order {
    Order::on(to, Command::Destination(DestinationCommand::Unlink { reply })).because("Linked by mistake.")
}

fn take_back(of: Uuid) -> Order {
    Order::on(of, Command::Statement(StatementCommand::TakeBack)).because("A mistake.")
}

async fn page(world: &World, key: &str, of: Uuid) -> Option<Statement> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let handle: String = subject::table.find(of).select(subject::handle).first(&mut conn).await.unwrap();
    let roots = roots(&mut conn, &world.actor(key).await, day("2023-03-06")).await.unwrap();
    let sight = Sight { roots, person: world.person(key) };
    page_of::load(&mut conn, &sight, &handle, None, day("2023-03-06")).await.unwrap()
}

fn code(error: Error) -> String {
    match error {
        Error::Refused(refusals) => refusals[0].code.clone(),
        other => format!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interim_reply_moves_the_day_and_the_addressee_is_still_waited_for() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(stands(&world, ours).await, ("awaiting_reply".into(), Some(day("2023-08-22"))));
    let interim = RecordedStatement {
        extent: Extent::Interim,
        expected_on: Some(day("2023-10-02")),
        ..record(&world, "ISO/TC 307", "N 7", Some(ours))
    };
    let interim = recorded(&world, interim).await;
    assert_eq!(stands(&world, ours).await, ("awaiting_reply".into(), Some(day("2023-10-02"))));
    assert_eq!(states(&world, ours).await, ["awaited"]);
    let full = recorded(&world, record(&world, "ISO/TC 307", "N 8", Some(ours))).await;
    assert_eq!(stands(&world, ours).await, ("replied".into(), None));
    // Taking the full one back leaves the interim one as it stood.
    world.did("counsellor", take_back(full)).await;
    assert_eq!(stands(&world, ours).await, ("awaiting_reply".into(), Some(day("2023-10-02"))));
    world.did("counsellor", take_back(interim)).await;
    assert_eq!(stands(&world, ours).await, ("awaiting_reply".into(), Some(day("2023-08-22"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interim_reply_that_is_logged_late_is_not_refused_for_a_day_that_has_passed() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let promised = Some(day("2023-03-01"));
    let late = record(&world, "ISO/TC 307", "N 7", Some(ours));
    recorded(&world, RecordedStatement { extent: Extent::Interim, expected_on: promised, ..late }).await;
    assert_eq!(stands(&world, ours).await, ("awaiting_reply".into(), promised));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_reply_of_one_sender_is_its_own_and_no_other_addressees() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_action("ISO/TC 307/WG 1")];
    let ours = world.sent(content("terms", to)).await.subject;
    let first = recorded(&world, record(&world, "ISO/TC 307", "N 7", Some(ours))).await;
    assert_eq!(states(&world, ours).await, ["answered", "awaited"]);
    recorded(&world, record(&world, "ISO/TC 307", "N 8", Some(ours))).await;
    assert_eq!(states(&world, ours).await, ["answered", "awaited"]);
    // Taking the first back leaves what the second answers.
    world.did("counsellor", take_back(first)).await;
    assert_eq!(states(&world, ours).await, ["answered", "awaited"]);
    recorded(&world, record(&world, "ISO/TC 307/WG 1", "N 9", Some(ours))).await;
    assert_eq!(stands(&world, ours).await.0, "replied");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_reply_answers_several_and_on_behalf_of_others() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", to)).await.subject;
    let other = world.sent(content("other", vec![world.for_action("ISO/TC 307")])).await.subject;
    let reply = recorded(&world, record(&world, "ISO/TC 307", "N 7", None)).await;
    assert_eq!(stands(&world, ours).await.0, "awaiting_reply");
    let (first, second) = (addressees(&world, ours).await, addressees(&world, other).await);
    for (to, extent) in [(first[0].0, Extent::Full), (first[1].0, Extent::Part), (second[0].0, Extent::Full)] {
        world.did("rapporteur", link(to, reply, extent, None)).await;
    }
    assert_eq!((stands(&world, ours).await.0, stands(&world, other).await.0), ("replied".into(), "replied".into()));
    let shown = page(&world, "counsellor", ours).await.unwrap();
    let replies: Vec<_> = shown.destinations.iter().map(|to| shown.replies(to.id).count()).collect();
    assert_eq!(replies, [1, 1]);
    assert_eq!(page_of::once(&shown.thread).len(), 1, "a reply stands once in the thread");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_linked_when_all_is_closed_and_what_only_informed_is_answered_too() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_information("ISO/TC 307")])).await.subject;
    assert_eq!(stands(&world, ours).await.0, "closed");
    let reply = recorded(&world, record(&world, "ISO/TC 307", "N 7", None)).await;
    let to = addressees(&world, ours).await[0].0;
    world.did("counsellor", link(to, reply, Extent::Full, None)).await;
    assert_eq!(states(&world, ours).await, ["answered"]);
    assert_eq!(stands(&world, ours).await.0, "closed", "closed stays closed");
    world.did("counsellor", unlink(to, reply)).await;
    assert_eq!(states(&world, ours).await, ["no_reply_needed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unlinked_stands_as_it_did_before() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let close = Order::on(ours, Command::Statement(StatementCommand::CloseWithoutReply)).because("No answer.");
    world.did("counsellor", close).await;
    let to = addressees(&world, ours).await[0].0;
    let reply = recorded(&world, record(&world, "ISO/TC 307", "N 7", None)).await;
    world.did("counsellor", link(to, reply, Extent::Full, None)).await;
    world.did("counsellor", link(to, reply, Extent::Part, None)).await;
    assert_eq!(states(&world, ours).await, ["answered"]);
    world.did("counsellor", unlink(to, reply)).await;
    assert_eq!(states(&world, ours).await, ["not_answered"]);
    assert_eq!(code(world.does("counsellor", unlink(to, reply)).await.unwrap_err()), "reply_is_linked");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_sent_is_linked_by_those_who_see_it() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let to = addressees(&world, ours).await[0].0;
    let draft = world.drafted(content("more", vec![world.for_action("ISO/TC 307")])).await.subject;
    let refused = async |key: &str, order| code(world.does(key, order).await.unwrap_err());
    assert_eq!(refused("counsellor", link(to, draft, Extent::Full, None)).await, "reply_was_sent");
    assert_eq!(refused("counsellor", link(to, ours, Extent::Full, None)).await, "reply_is_another");
    let reply = recorded(&world, record(&world, "ISO/TC 307", "N 7", None)).await;
    let late = link(to, reply, Extent::Interim, Some(day("2023-03-06")));
    assert_eq!(refused("counsellor", late).await, "expected_ahead");
    // The receiving committee sees the statement, and links nothing for its sender.
    assert_eq!(refused("manager", link(to, reply, Extent::Full, None)).await, "not-yours");
    assert_eq!(refused("expert", link(to, reply, Extent::Full, None)).await, "not-yours");
    assert_eq!(refused("counsellor", link(to, Uuid::now_v7(), Extent::Full, None)).await, "Missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_hears_of_the_reply_and_of_what_it_answers() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let reply = recorded(&world, record(&world, "ISO/TC 307", "N 7", Some(ours))).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let handle: String = subject::table.find(reply).select(subject::handle).first(&mut conn).await.unwrap();
    let letters: Vec<(String, serde_json::Value)> = outbox::table
        .filter(outbox::statement_id.eq(ours).and(outbox::notice.eq("reply_came")))
        .select((outbox::address, outbox::facts))
        .load(&mut conn)
        .await
        .unwrap();
    let [(address, facts)] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!((address.as_str(), facts["reply"].as_str()), ("rapporteur@example.org", Some(handle.as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_rests_on_the_reply_that_is_linked_by_its_handle_and_on_none_that_was_taken_off() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/IEC JTC 1/SC 27")])).await.subject;
    let to = addressees(&world, ours).await[0].0;
    let reply = recorded(&world, record(&world, "ISO/IEC JTC 1/SC 27", "N 7", None)).await;
    world.did("counsellor", link(to, reply, Extent::Interim, None)).await;
    let Err(Error::Refused(refusals)) = world.does("counsellor", take_back(ours)).await else { panic!("taken back") };
    let handle = page(&world, "counsellor", reply).await.unwrap().handle;
    assert!(format!("{:?}", refusals[0].said).contains(&handle), "{refusals:?}");
    world.did("counsellor", unlink(to, reply)).await;
    assert_eq!(world.did("counsellor", take_back(ours)).await.state, "approved");
    assert_eq!(states(&world, ours).await, ["planned"]);
}
