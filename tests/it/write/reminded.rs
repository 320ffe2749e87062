//! A reminder is a letter that the secretariat sends to whoever has not answered (PR-12).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, DestinationCommand, Extent, Reminder, StatementCommand};
use entente::domain::content::Addressee;
use entente::read::statement::load;
use entente::schema::{destination, digest_item, outbox, person, statement};
use entente::write::{Error, Order};
use serde_json::Value;
use uuid::Uuid;

use crate::support::people::{World, content, day};

const TC: &str = "iso-tc-307@example.org";
const SC: &str = "iso-iec-jtc-1-sc-27@example.org";

fn remind(of: Uuid, text: &str) -> Order {
    let reminder = Reminder { text: text.into(), how_sent: String::new() };
    Order::on(of, Command::Statement(StatementCommand::Remind(reminder)))
}

/// Asked for by the end of this week.
fn soon(world: &World, body: &str) -> Addressee {
    Addressee { deadline: Some(day("2023-03-10")), ..world.for_action(body) }
}

fn refused(error: &Error) -> Vec<&str> {
    match error {
        Error::Refused(all) => all.iter().map(|one| one.code.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}

/// The reminders of a statement: address and state.
async fn reminders(world: &World, of: Uuid) -> Vec<(String, String)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = outbox::table.filter(outbox::statement_id.eq(of).and(outbox::notice.eq("reminder")));
    all.order((outbox::seq, outbox::address)).select((outbox::address, outbox::state)).load(&mut conn).await.unwrap()
}

async fn stands(world: &World, of: Uuid) -> (String, DateTime<Utc>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    statement::table.find(of).select((statement::state, statement::since)).first(&mut conn).await.unwrap()
}

/// Links a reply to the addressee in this place.
async fn answered(world: &World, of: Uuid, position: i16) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = destination::table.filter(destination::statement_id.eq(of).and(destination::position.eq(position)));
    let to: Uuid = all.select(destination::id).first(&mut conn).await.unwrap();
    let (reply, _) = world.registered().await;
    let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
    world.did("counsellor", Order::on(to, Command::Destination(link))).await;
}

/// Who reads of a reminder in the next digest.
async fn readers(world: &World, of: Uuid) -> Vec<String> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let rows: Vec<(String, Value)> = digest_item::table
        .inner_join(person::table.on(person::id.eq(digest_item::person_id)))
        .filter(digest_item::subject_id.eq(of))
        .order(person::email)
        .select((person::email, digest_item::facts))
        .load(&mut conn)
        .await
        .unwrap();
    rows.into_iter().filter(|(_, facts)| facts["act"] == "remind").map(|(email, _)| email).collect()
}

/// The day of the newest reminder at each addressee, as the page has it.
async fn shown(world: &World, of: Uuid) -> Vec<Option<String>> {
    use entente::schema::subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let handle: String = subject::table.find(of).select(subject::handle).first(&mut conn).await.unwrap();
    let on = day("2023-03-06");
    let roots = entente::facts::sight::roots(&mut conn, &world.actor("counsellor").await, on).await.unwrap();
    let sight = entente::facts::sight::Sight { roots, person: world.person("counsellor") };
    let page = load(&mut conn, &sight, &handle, None, on).await.unwrap().unwrap();
    page.destinations.iter().map(|to| to.reminded_on.map(|on| on.to_string())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_answered_is_reminded_and_the_waiting_goes_on() {
    let world = World::new().await;
    let to = vec![soon(&world, "ISO/TC 307"), soon(&world, "ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", to)).await.subject;
    answered(&world, ours, 1).await;
    let before = stands(&world, ours).await;
    assert_eq!(refused(&world.does("counsellor", remind(ours, " ")).await.unwrap_err()), ["reminder_written"]);
    assert_eq!(refused(&world.does("sg.chair", remind(ours, "Please.")).await.unwrap_err()), ["not-yours"]);
    world.did("counsellor", remind(ours, "We await your reply.")).await;
    assert_eq!(reminders(&world, ours).await, [(TC.to_owned(), "queued".to_owned())]);
    assert_eq!(stands(&world, ours).await, before, "since when it is awaited stays");
    assert_eq!(readers(&world, ours).await, ["rapporteur@example.org", "sg.chair@example.org"]);
    assert_eq!(shown(&world, ours).await, [Some("2023-03-06".to_owned()), None]);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let letters = outbox::table.filter(outbox::statement_id.eq(ours).and(outbox::outside.eq(true)));
    let of = |notice: &'static str| letters.filter(outbox::notice.eq(notice));
    let sent: Value = of("statement_sent").select(outbox::facts).first(&mut conn).await.unwrap();
    let (reminder, leaves): (Value, DateTime<Utc>) =
        of("reminder").select((outbox::facts, outbox::not_before)).first(&mut conn).await.unwrap();
    assert_eq!(reminder["outgoing"], sent["outgoing"], "it carries what was sent");
    assert_eq!((&reminder["number"], leaves), (&sent["number"], world.now + TimeDelta::minutes(10)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_not_due_for_long_is_asked_for_again_only_with_a_reason() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(refused(&world.does("counsellor", remind(ours, "Please.")).await.unwrap_err()), ["reply_due_soon"]);
    world.did("counsellor", remind(ours, "Please.").because("They meet next week.")).await;
    assert_eq!(reminders(&world, ours).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_taken_back_while_it_waits_and_nothing_else_moves() {
    let world = World::new().await;
    let to = vec![soon(&world, "ISO/TC 307"), soon(&world, "ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", to)).await.subject;
    let before = stands(&world, ours).await;
    world.did("counsellor", remind(ours, "We await your reply.")).await;
    let back = || Order::on(ours, Command::Statement(StatementCommand::TakeBack)).because("They have just answered.");
    assert_eq!(world.did("counsellor", back()).await.state, "awaiting_reply");
    let stopped = [(SC.to_owned(), "cancelled".to_owned()), (TC.to_owned(), "cancelled".to_owned())];
    let mut found = reminders(&world, ours).await;
    found.sort();
    assert_eq!(found, stopped);
    assert_eq!(stands(&world, ours).await, before);
    assert_eq!(shown(&world, ours).await, [None, None]);
    assert_eq!(readers(&world, ours).await, Vec::<String>::new());
    world.did("counsellor", remind(ours, "We await your reply.")).await;
    answered(&world, ours, 0).await;
    answered(&world, ours, 1).await;
    assert_eq!(world.did("counsellor", back()).await.state, "replied", "what came since stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_no_letter_reaches_is_reminded_in_another_way_and_that_is_written_down() {
    let world = World::new().await;
    let nameless = Addressee { body: None, printed: "The ledger council".into(), ..soon(&world, "ISO/TC 307") };
    let draft = world.approved(content("terms", vec![nameless])).await.subject;
    let sending = entente::domain::command::Sending { how_sent: "By post.".into(), ..Default::default() };
    world.on_statement("counsellor", draft, StatementCommand::Send(sending)).await;
    assert_eq!(refused(&world.does("counsellor", remind(draft, "Please.")).await.unwrap_err()), ["awaited_reachable"]);
    let reminder = Reminder { text: "Please.".into(), how_sent: "By telephone.".into() };
    world.on_statement("counsellor", draft, StatementCommand::Remind(reminder)).await;
    assert_eq!(reminders(&world, draft).await, []);
    assert_eq!(shown(&world, draft).await, [Some("2023-03-06".to_owned())]);
}
