//! Official numbers: of a series or typed, each given once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Sending, StatementCommand};
use entente::facts;
use entente::schema::number;
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content};

async fn approved(world: &World) -> Uuid {
    world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject
}

fn send(subject: Uuid, typed: Option<&str>) -> Order {
    let sending = Sending { number: typed.map(str::to_owned), ..Sending::default() };
    Order::on(subject, Command::Statement(StatementCommand::Send(sending)))
}

async fn number_of(world: &World, subject: Uuid) -> Vec<String> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let of = number::table.filter(number::subject_id.eq(subject)).order(number::id).select(number::value);
    of.load(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_given_twice_is_refused_naming_who_has_it() {
    let world = World::new().await;
    let (one, other) = (approved(&world).await, approved(&world).await);
    let first = world.did("counsellor", send(one, Some("SG17-LS500"))).await;
    for typed in ["SG17-LS500", "sg17-ls500"] {
        let Err(Error::Refused(refusals)) = world.does("counsellor", send(other, Some(typed))).await else {
            panic!("{typed} was given twice")
        };
        assert_eq!((refusals.len(), refusals[0].code.as_str()), (1, "number_free"));
        assert_eq!(refusals[0].field.as_deref(), Some("number"));
        assert!(format!("{:?}", refusals[0].said).contains(&first.handle), "{:?}", refusals[0].said);
    }
    assert_eq!(number_of(&world, other).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_series_goes_past_a_number_that_was_typed_before_it_was_reached() {
    let world = World::new().await;
    let all = [approved(&world).await, approved(&world).await, approved(&world).await];
    world.did("counsellor", send(all[0], Some("SG17-LS401"))).await;
    world.did("counsellor", send(all[1], None)).await;
    world.did("counsellor", send(all[2], None)).await;
    assert_eq!(number_of(&world, all[0]).await, ["SG17-LS401"]);
    assert_eq!(number_of(&world, all[1]).await, ["SG17-LS400"]);
    assert_eq!(number_of(&world, all[2]).await, ["SG17-LS402"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_sent_at_once_get_twelve_numbers_without_a_gap() {
    let world = World::new().await;
    let mut all = Vec::new();
    for _ in 0..12 {
        all.push(approved(&world).await);
    }
    let sending = all.iter().map(|subject| world.does("counsellor", send(*subject, None)));
    for sent in futures_util::future::join_all(sending).await {
        sent.unwrap();
    }
    let mut numbers = Vec::new();
    for subject in &all {
        numbers.extend(number_of(&world, *subject).await);
    }
    numbers.sort();
    assert_eq!(numbers, (400..412).map(|n| format!("SG17-LS{n}")).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_taken_back_keeps_its_number_for_the_next_and_nobody_else_gets_it() {
    let world = World::new().await;
    let (one, other) = (approved(&world).await, approved(&world).await);
    world.did("counsellor", send(one, None)).await;
    world.did("counsellor", back(one)).await;
    world.did("counsellor", send(other, None)).await;
    assert_eq!(number_of(&world, other).await, ["SG17-LS401"]);
    world.did("counsellor", send(one, None)).await;
    assert_eq!(number_of(&world, one).await, ["SG17-LS400"]);
}

fn back(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("The wrong annex.")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_given_up_for_another_stays_used_and_is_shown_no_more() {
    let world = World::new().await;
    let (one, other) = (approved(&world).await, approved(&world).await);
    world.did("counsellor", send(one, Some("SG17-LS500"))).await;
    world.did("counsellor", back(one)).await;
    world.did("counsellor", send(one, Some("SG17-LS501"))).await;
    let shown = async |subject: Uuid| {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        facts::find::numbers_of(&mut conn, subject).await.unwrap()
    };
    assert_eq!(shown(one).await, ["SG17-LS501"]);
    assert!(world.does("counsellor", send(other, Some("SG17-LS500"))).await.is_err());
    world.did("counsellor", back(one)).await;
    world.did("counsellor", send(one, Some("SG17-LS 500"))).await;
    assert_eq!(shown(one).await, ["SG17-LS500"], "as it was printed first");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_differ_by_a_dash_a_blank_or_case_are_one_and_stay_printed_as_typed() {
    let world = World::new().await;
    let (one, other) = (approved(&world).await, approved(&world).await);
    let first = world.did("counsellor", send(one, Some("SG17-LS 43"))).await;
    for typed in ["SG17\u{2011}LS43", "sg17\u{2013}ls\u{a0}43", "SG17-LS\u{200b}43", "ＳＧ17－LS43"] {
        let Err(Error::Refused(refusals)) = world.does("counsellor", send(other, Some(typed))).await else {
            panic!("{typed} was given twice")
        };
        assert!(format!("{:?}", refusals[0].said).contains(&first.handle), "{:?}", refusals[0].said);
    }
    assert_eq!(number_of(&world, one).await, ["SG17-LS 43"]);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let found = facts::find::number(&mut conn, "sg17\u{2014}LS43").await.unwrap();
    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [one]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_types_a_number_at_the_same_moment_as_another_is_told_who_has_it() {
    let world = World::new().await;
    for n in 0..4 {
        let typed = format!("SG17-LS{}", 600 + n);
        let (one, other) = (world.approved(topic(&world)).await, world.approved(topic(&world)).await);
        let both = tokio::join!(
            world.does("counsellor", send(one.subject, Some(&typed))),
            world.does("counsellor", send(other.subject, Some(&typed))),
        );
        let (refused, handle) = match both {
            (Err(Error::Refused(refusals)), Ok(_)) => (refusals, other.handle),
            (Ok(_), Err(Error::Refused(refusals))) => (refusals, one.handle),
            both => panic!("{both:?}"),
        };
        assert!(format!("{:?}", refused[0].said).contains(&handle), "{:?}", refused[0].said);
        assert_eq!(refused[0].code, "number_free");
    }
}

fn topic(world: &World) -> entente::domain::content::Content {
    content("terms", vec![world.for_action("ISO/TC 307")])
}
