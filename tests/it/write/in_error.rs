//! What left by mistake: its letters stop, nothing is awaited, and every recipient is told (PR-7).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, DestinationCommand, Extent, Retraction, StatementCommand};
use entente::schema::{destination, number, outbox, statement};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content};

fn mark(of: Uuid) -> Order {
    Order::on(of, Command::Statement(StatementCommand::MarkSentInError)).because("The wrong annex went out.")
}

fn retract(of: Uuid, text: &str) -> Order {
    let retraction = Retraction { text: text.into(), how_sent: String::new() };
    Order::on(of, Command::Statement(StatementCommand::Retract(retraction)))
}

fn take_back(of: Uuid) -> Order {
    Order::on(of, Command::Statement(StatementCommand::TakeBack)).because("It was right after all.")
}

/// The letters to outside of a statement: address, kind, state.
async fn letters(world: &World, of: Uuid) -> Vec<(String, String, String)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let outside = outbox::table.filter(outbox::statement_id.eq(of).and(outbox::outside.eq(true)));
    let all = outside.order((outbox::seq, outbox::address)).select((outbox::address, outbox::notice, outbox::state));
    all.load(&mut conn).await.unwrap()
}

async fn stands(world: &World, of: Uuid) -> (String, Vec<String>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let state = statement::table.find(of).select(statement::state).first(&mut conn).await.unwrap();
    let all = destination::table.filter(destination::statement_id.eq(of)).order(destination::position);
    (state, all.select(destination::state).load(&mut conn).await.unwrap())
}

fn row(address: &str, notice: &str, state: &str) -> (String, String, String) {
    (address.into(), notice.into(), state.into())
}

/// A letter to that address has left.
async fn left(world: &World, address: &str) {
    let mut conn = world.database.pools.writer.connection().await.unwrap();
    let of = outbox::table.filter(outbox::address.eq(address).and(outbox::outside.eq(true)));
    diesel::update(of).set(outbox::state.eq("sent")).execute(&mut conn).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_never_got_it_is_asked_to_disregard_nothing() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", to)).await.subject;
    left(&world, "iso-tc-307@example.org").await;
    world.did("counsellor", mark(ours)).await;
    world.did("counsellor", retract(ours, "Please disregard it.")).await;
    let retracted: Vec<String> =
        letters(&world, ours).await.into_iter().filter(|row| row.1 == "retraction").map(|row| row.0).collect();
    assert_eq!(retracted, ["iso-tc-307@example.org"], "the other letter was stopped before it left");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_in_error_answers_nothing() {
    let world = World::new().await;
    let asked = world.sent(content("asked", vec![world.for_action("ISO/TC 307")])).await.subject;
    let reply = world.sent(content("other", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.did("counsellor", mark(reply)).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let to = destination::table.filter(destination::statement_id.eq(asked)).select(destination::id);
    let to: Uuid = to.first(&mut conn).await.unwrap();
    let answer = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
    let refused = world.does("counsellor", Order::on(to, Command::Destination(answer))).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(all) if all[0].code == "reply_was_sent"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recipient_is_told_and_the_number_stays_used() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", to)).await.subject;
    left(&world, "iso-tc-307@example.org").await;
    left(&world, "iso-iec-jtc-1-sc-27@example.org").await;
    assert_eq!(world.did("counsellor", mark(ours)).await.state, "sent_in_error");
    assert_eq!(stands(&world, ours).await.1, ["not_answered", "no_reply_needed"]);
    let refused = world.does("counsellor", retract(ours, "  ")).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(all) if all[0].code == "retraction_written"), "{refused:?}");
    world.did("counsellor", retract(ours, "Please disregard it.")).await;
    let (tc, sc) = ("iso-tc-307@example.org", "iso-iec-jtc-1-sc-27@example.org");
    assert_eq!(
        letters(&world, ours).await,
        [
            row(tc, "statement_sent", "sent"),
            row(sc, "statement_sent", "sent"),
            row(tc, "retraction", "queued"),
            row(sc, "retraction", "queued"),
        ]
    );
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let numbers = number::table.filter(number::subject_id.eq(ours).and(number::voided_by.is_null()));
    assert_eq!(numbers.select(number::value).load::<String>(&mut conn).await.unwrap(), ["SG17-LS400"]);
    let frozen: serde_json::Value =
        outbox::table.filter(outbox::notice.eq("retraction")).select(outbox::facts).first(&mut conn).await.unwrap();
    assert_eq!(frozen["number"], "SG17-LS400");
    assert!(!frozen.to_string().contains("wrong annex"), "our reason stays with us: {frozen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_is_taken_back_lets_the_letters_go_on_and_awaits_again() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let before = letters(&world, ours).await;
    world.did("counsellor", mark(ours)).await;
    assert_eq!(letters(&world, ours).await, [row("iso-tc-307@example.org", "statement_sent", "cancelled")]);
    assert_eq!(world.did("counsellor", take_back(ours)).await.state, "awaiting_reply");
    assert_eq!(letters(&world, ours).await, before);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let of = outbox::table.filter(outbox::statement_id.eq(ours).and(outbox::outside.eq(true)));
    let leaves: DateTime<Utc> = of.select(outbox::next_at).first(&mut conn).await.unwrap();
    assert_eq!(leaves, world.now + TimeDelta::minutes(10), "held anew: it can still be stopped");
    assert_eq!(stands(&world, ours).await.1, ["awaited"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retraction_is_taken_back_while_it_waits_and_the_mark_stays() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    left(&world, "iso-tc-307@example.org").await;
    world.did("counsellor", mark(ours)).await;
    world.did("counsellor", retract(ours, "Please disregard it.")).await;
    assert_eq!(world.did("counsellor", take_back(ours)).await.state, "sent_in_error");
    let states: Vec<String> = letters(&world, ours).await.into_iter().map(|row| row.2).collect();
    assert_eq!(states, ["sent", "cancelled"]);
}
