//! When and how a statement came, its number here and the note are mended with a reason (PR-7).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, ReceiptCorrection, RegistrationCommand};
use entente::facts::sight::{Sight, roots};
use entente::read::subject::by_number;
use entente::schema::{number, registration};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, day};

fn correct(of: Uuid, received_on: &str, channel: &str, number: Option<&str>, note: &str) -> Order {
    let (number, note) = (number.map(str::to_owned), note.to_owned());
    let wanted = ReceiptCorrection { received_on: day(received_on), channel: channel.into(), number, note };
    Order::on(of, Command::Registration(RegistrationCommand::Correct(wanted))).because("Typed from memory.")
}

fn on(of: Uuid, command: RegistrationCommand) -> Order {
    Order::on(of, Command::Registration(command)).because("Because.")
}

fn codes(refused: Result<Receipt, Error>) -> Vec<String> {
    match refused {
        Err(Error::Refused(all)) => all.into_iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

type Written = (String, NaiveDate, String, String);

/// The row, and its numbers with whether each is in force.
async fn stands(world: &World, of: Uuid) -> (Written, Vec<(String, bool)>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let row = registration::table.find(of);
    let row = row.select((registration::state, registration::received_on, registration::channel, registration::note));
    let numbers = number::table.filter(number::subject_id.eq(of)).order(number::value);
    let numbers = numbers.select((number::value, number::voided_by.is_null()));
    (row.first(&mut conn).await.unwrap(), numbers.load(&mut conn).await.unwrap())
}

async fn led_to(world: &World, value: &str) -> Vec<String> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let roots = roots(&mut conn, &world.actor("counsellor").await, day("2023-03-06")).await.unwrap();
    by_number(&mut conn, &Sight { roots, person: world.person("counsellor") }, value).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_corrected_and_its_old_number_stays_used_and_still_leads_here() {
    let world = World::new().await;
    let (_, ours) = world.registered().await;
    let before = stands(&world, ours).await;
    assert_eq!(before.0, ("registered".into(), day("2023-03-06"), "mail".into(), String::new()));
    assert_eq!(before.1, [("SG17-TD1000".to_owned(), true)]);
    let right = || correct(ours, "2023-03-02", "by hand", Some("SG17-TD2000"), "With a cover page.");
    assert_eq!(codes(world.does("counsellor", Order { reason: None, ..right() }).await), ["reason_given"]);
    assert_eq!(codes(world.does("rapporteur", right()).await), ["not-yours"]);
    for same in ["SG17-TD1000", "sg17\u{2011}TD 1000"] {
        let same = correct(ours, "2023-03-06", "mail", Some(same), "");
        assert_eq!(codes(world.does("counsellor", same).await), ["something_differs"]);
    }
    world.did("counsellor", right()).await;
    let now = stands(&world, ours).await;
    assert_eq!(now.0, ("registered".into(), day("2023-03-02"), "by hand".into(), "With a cover page.".into()));
    assert_eq!(now.1, [("SG17-TD1000".to_owned(), false), ("SG17-TD2000".to_owned(), true)]);
    assert_eq!(led_to(&world, "SG17-TD1000").await, led_to(&world, "SG17-TD2000").await);
    assert_eq!(led_to(&world, "SG17-TD1000").await.len(), 1);

    let (_, other) = world.registered().await;
    for taken in ["SG17-TD1000", "SG17-TD2000"] {
        let refused = world.does("counsellor", correct(other, "2023-03-06", "mail", Some(taken), "")).await;
        let Err(Error::Refused(all)) = refused else { panic!("{taken} is used") };
        assert_eq!((all[0].code.as_str(), all[0].field.as_deref()), ("new_number_free", Some("new_number")));
        assert!(all[0].said.args.iter().any(|(name, _)| name == "by"), "names the other: {:?}", all[0].said);
    }

    assert_eq!(world.did("counsellor", on(ours, RegistrationCommand::TakeBack)).await.state, "registered");
    let back = stands(&world, ours).await;
    assert_eq!(back.0, before.0);
    assert_eq!(back.1, [("SG17-TD1000".to_owned(), true), ("SG17-TD2000".to_owned(), false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_receipt_fits_what_happened_before_and_after_it() {
    let world = World::new().await;
    let (_, ours) = world.unregistered().await;
    let day_of = |on: &str| correct(ours, on, "mail", None, "");
    assert_eq!(codes(world.does("counsellor", day_of("2023-03-07")).await), ["received_in_the_past"]);
    assert_eq!(codes(world.does("counsellor", day_of("2023-02-28")).await), ["received_after_issue"]);
    world.did("counsellor", day_of("2023-03-02")).await;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("counsellor", Order { occurred_on: Some(day("2023-03-04")), ..on(ours, register) }).await;
    let refused = world.does("counsellor", day_of("2023-03-05")).await;
    assert_eq!(codes(refused), ["received_before_the_rest"]);
    world.did("counsellor", day_of("2023-03-04")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_number_is_given_none_by_a_correction_and_only_a_correction_is_taken_back_there() {
    let world = World::new().await;
    let (_, ours) = world.unregistered().await;
    let numbered = correct(ours, "2023-03-06", "mail", Some("SG17-TD7"), "");
    assert_eq!(codes(world.does("counsellor", numbered).await), ["has_number"]);
    let back = || on(ours, RegistrationCommand::TakeBack);
    assert_eq!(codes(world.does("counsellor", back()).await), ["corrected_last"]);
    world.did("counsellor", correct(ours, "2023-03-06", "by hand", None, "")).await;
    assert_eq!(world.did("counsellor", back()).await.state, "received");
    assert_eq!(stands(&world, ours).await.0.2, "mail");
    // A step that was corrected afterwards is taken back when the correction is.
    let (_, allocated) = world.allocated().await;
    world.did("counsellor", correct(allocated, "2023-03-06", "by hand", None, "")).await;
    assert_eq!(world.did("counsellor", on(allocated, RegistrationCommand::TakeBack)).await.state, "allocated");
    assert_eq!(
        codes(world.does("counsellor", on(allocated, RegistrationCommand::TakeBack)).await),
        ["nothing_rests_on_it"]
    );
    world.did("counsellor", on(ours, RegistrationCommand::Void)).await;
    assert_eq!(codes(world.does("counsellor", correct(ours, "2023-03-05", "mail", None, "")).await), ["not-from-here"]);
}
