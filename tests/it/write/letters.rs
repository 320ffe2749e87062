//! Letters are queued in the transaction of the change they tell of, to everybody told and to nobody else.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{Command, RecordCommand, Sending, StatementCommand};
use entente::domain::content::Addressee;
use entente::domain::record::{AddressRecord, BodyRecord, Recorded};
use entente::domain::reference::{AddressKind, BodyKind, Purpose, Side};
use entente::schema::outbox;
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

/// Notice, address, state, not before; as queued.
type Row = (String, String, String, DateTime<Utc>);

async fn letters(world: &World) -> Vec<Row> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let columns = (outbox::notice, outbox::address, outbox::state, outbox::not_before);
    outbox::table.order(outbox::seq).select(columns).load(&mut conn).await.unwrap()
}

fn told(rows: &[Row]) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = rows.iter().map(|row| (row.0.as_str(), row.1.as_str())).collect();
    all.sort();
    all
}

async fn approved(world: &World) -> Uuid {
    let text = content("terms", vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")]);
    world.approved(text).await.subject
}

fn send(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::Send(Sending::default())))
}

fn take_back(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("The wrong annex.")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_counts_the_letters_that_were_queued_with_the_change() {
    let world = World::new().await;
    let subject = approved(&world).await;
    let before = letters(&world).await;
    assert_eq!(
        told(&before),
        [
            ("approved", "counsellor@example.org"),
            ("approved", "rapporteur@example.org"),
            ("review_asked", "sg.chair@example.org")
        ]
    );
    let receipt = world.did("counsellor", send(subject)).await;
    let all = letters(&world).await;
    let new = &all[before.len()..];
    assert_eq!(receipt.letters, new.len() as i64);
    assert_eq!(
        told(new),
        [
            ("received", "manager@example.org"),
            ("sent_copy", "rapporteur@example.org"),
            ("sent_copy", "sg.chair@example.org"),
            ("statement_sent", "iso-iec-jtc-1-sc-27@example.org"),
            ("statement_sent", "iso-tc-307@example.org"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_the_body_waits_for_the_hold_and_nothing_else_does() {
    let world = World::new().await;
    let subject = approved(&world).await;
    world.did("counsellor", send(subject)).await;
    for (notice, address, _, not_before) in letters(&world).await {
        let leaves = matches!(notice.as_str(), "statement_sent" | "received");
        let hold = if leaves { TimeDelta::minutes(10) } else { TimeDelta::zero() };
        assert_eq!(not_before - world.now, hold, "{notice} {address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_what_they_did_themselves() {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    // The chair submits it, is an approver, and gets no letter that asks for approval.
    world.on_statement("sg.chair", draft, StatementCommand::Submit).await;
    assert_eq!(told(&letters(&world).await), []);
    let back = Order::on(draft, Command::Statement(StatementCommand::Return)).because("Say more.");
    world.did("sg.chair", back).await;
    assert_eq!(told(&letters(&world).await), [("returned", "rapporteur@example.org")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_act_tells_nobody() {
    let world = World::new().await;
    let subject = approved(&world).await;
    let before = letters(&world).await.len();
    assert!(world.does("rapporteur", send(subject)).await.is_err());
    assert_eq!(letters(&world).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_taken_back_within_the_hold_stops_every_letter_that_waits() {
    let world = World::new().await;
    let subject = approved(&world).await;
    let before = letters(&world).await.len();
    let number = world.did("counsellor", send(subject)).await;
    assert_eq!(number.state, "awaiting_reply");
    assert_eq!(world.did("counsellor", take_back(subject)).await.state, "approved");
    let all = letters(&world).await;
    let (of_sending, later): (Vec<&Row>, Vec<&Row>) = all[before..].iter().partition(|row| row.2 == "cancelled");
    assert_eq!(of_sending.len() as i64, number.letters, "{all:?}");
    assert!(later.iter().all(|row| row.0 == "taken_back"), "{later:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_whose_sending_was_taken_back_is_sent_again() {
    let world = World::new().await;
    let subject = approved(&world).await;
    world.did("counsellor", send(subject)).await;
    world.did("counsellor", take_back(subject)).await;
    assert_eq!(world.did("counsellor", send(subject)).await.state, "awaiting_reply");
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_is_not_taken_back_once_a_letter_has_left() {
    let world = World::new().await;
    let subject = approved(&world).await;
    world.did("counsellor", send(subject)).await;
    let mut owner = world.database.owner().await;
    owner.batch_execute("UPDATE outbox SET state = 'sent' WHERE address = 'iso-tc-307@example.org'").await.unwrap();
    let Err(Error::Refused(refusals)) = world.does("counsellor", take_back(subject)).await else { panic!("done") };
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
    assert_eq!(codes, ["no_letter_left"]);
}

/// A statement to a Question that has no address of its own and is not kept here.
async fn to_a_provisional_sender(world: &World) -> (Uuid, Uuid) {
    let sender = BodyRecord {
        kind: BodyKind::Provisional,
        short_name: "Forum of Ledgers".into(),
        title: "Forum of Ledgers".into(),
        side: Side::Partner,
        zone: "Europe/Zurich".into(),
        kept_here: false,
        parents: Vec::new(),
        valid_from: day("2022-01-01"),
        valid_to: None,
        study_period: None,
        go_live: None,
        addresses: Vec::new(),
        series: Vec::new(),
    };
    let record = Order::new(Command::Record(RecordCommand::Record(Box::new(Recorded::Body(sender)))));
    let body = world.did("counsellor", record).await.subject;
    let to = Addressee {
        body: Some(body),
        printed: "Forum of Ledgers".into(),
        purpose: Purpose::Information,
        deadline: None,
    };
    (world.approved(content("terms", vec![to])).await.subject, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provisional_sender_is_answered_by_mail_once_its_address_is_in_the_book() {
    let world = World::new().await;
    let (statement, body) = to_a_provisional_sender(&world).await;
    assert!(world.does("counsellor", send(statement)).await.is_err(), "nobody knows where to send it");
    let entry = |kind, address: &str, to| {
        let (name, address) = ("The forum".into(), address.into());
        let entry = AddressRecord { kind, name, address, from: day("2022-01-01"), to };
        Order::on(body, Command::Record(RecordCommand::AddAddress(Box::new(entry))))
    };
    let expert = world.does("expert", entry(AddressKind::Mailbox, "x@example.org", None)).await;
    assert!(expert.is_err(), "the address book is the secretariats'");
    // Neither an address of the past nor one for answers is where a statement goes.
    world.did("counsellor", entry(AddressKind::Mailbox, "old@example.org", Some(day("2022-12-31")))).await;
    world.did("counsellor", entry(AddressKind::Intake, "answers@example.org", None)).await;
    assert!(world.does("counsellor", send(statement)).await.is_err());
    let version = world.did("counsellor", entry(AddressKind::Mailbox, "forum@example.org", None)).await.version;
    assert_eq!(version, 4);
    let before = letters(&world).await.len();
    world.did("counsellor", send(statement)).await;
    let all = letters(&world).await;
    assert!(told(&all[before..]).contains(&("statement_sent", "forum@example.org")), "{all:?}");
}
