//! A digest tells what its reader may see when it is made and when it leaves, and nothing of another body's own work (PR-3).

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{AllocationCommand, Command, Kind, NoteCommand, RegistrationCommand, StatementCommand};
use entente::domain::people::Role;
use entente::write::Order;
use uuid::Uuid;

use super::Office;
use super::digest::{DEPUTY, FIRST, items};
use crate::support::people::{at, content, day};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_access_before_the_digest_or_before_it_leaves_is_not_told() {
    let mut office = Office::with_deputy().await;
    let appointment = {
        use entente::schema::appointment;
        let mut conn = office.world.database.pools.reader.connection().await.unwrap();
        let of = appointment::table.filter(appointment::person_id.eq(office.world.person("deputy")));
        of.select(appointment::id).first::<Uuid>(&mut conn).await.unwrap()
    };
    office.drafted_and_submitted("one").await;
    office.go_to(at(FIRST));
    assert_eq!(office.digests().await, ["counsellor@example.org", DEPUTY]);
    // It is queued; the appointment ends before it leaves.
    office.drafted_and_submitted("two").await;
    office.pass(TimeDelta::days(1) - TimeDelta::hours(2));
    office.world.end(Kind::Appointment, appointment, day("2023-03-07")).await;
    office.go_to(at("2023-03-08T05:00:00Z"));
    office.carry().await;
    let deputys = |row: &&super::Row| row.address == DEPUTY;
    let rows = office.rows().await;
    let letter = rows.iter().find(deputys).unwrap();
    assert_eq!((letter.state.as_str(), letter.problem.as_deref()), ("cancelled", Some("mail-problem-out-of-sight")));
    assert!(letter.text_is_empty(), "{letter:?}");

    office.go_to(at("2023-03-08T06:00:00Z"));
    assert_eq!(office.digests().await, ["counsellor@example.org"]);
    let outcomes: Vec<Option<String>> = items(&office, "deputy").await.into_iter().map(|item| item.0).collect();
    assert_eq!(outcomes, [Some("told".to_owned()), Some("out_of_sight".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_did_with_our_own_is_not_told_to_who_sees_it_as_an_addressee_now() {
    let mut office = Office::with_deputy().await;
    let world = &office.world;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let mark =
        Order::on(ours, Command::Statement(StatementCommand::MarkSentInError)).because("The annex named a price.");
    world.did("counsellor", mark).await;
    assert_eq!(items(&office, "rapporteur").await.len(), 1, "its author reads of it in the digest");
    let rapporteur = office.world.person("rapporteur");
    let serves = {
        use entente::schema::appointment;
        let mut conn = office.world.database.pools.reader.connection().await.unwrap();
        let of = appointment::table.filter(appointment::person_id.eq(rapporteur));
        of.select(appointment::id).load::<Uuid>(&mut conn).await.unwrap()
    };
    for one in serves {
        office.world.end(Kind::Appointment, one, day("2023-03-06")).await;
    }
    office.world.appoint("rapporteur", Role::Expert, "ISO/TC 307").await;
    office.go_to(at(FIRST));
    office.digests().await;
    assert_eq!(
        items(&office, "rapporteur").await,
        [(Some("out_of_sight".to_owned()), "mark_sent_in_error".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_that_is_queued_leaves_without_what_went_out_of_sight() {
    let mut office = Office::with_deputy().await;
    // The deputy also serves the committee: statements of both are told.
    office.world.appoint("deputy", Role::CommitteeManager, "ISO/TC 307").await;
    office.drafted_and_submitted("one").await;
    let (_, registration) = office.world.allocated().await;
    let allocation = office.world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "By correspondence".into() };
    office.world.on_allocation("rapporteur", allocation, consider).await;
    let sent = office.world.sent(content("both", vec![office.world.for_action("ISO/TC 307")])).await;
    let theirs = office.world.registration_of(sent.subject).await;
    let register = RegistrationCommand::Register { as_contribution: false, number: Some("N 77".into()) };
    office.world.did("manager", Order::on(theirs, Command::Registration(register))).await;
    office.go_to(at(FIRST));
    office.digests().await;
    let appointments = {
        use entente::schema::appointment;
        let mut conn = office.world.database.pools.reader.connection().await.unwrap();
        let of = appointment::table
            .filter(appointment::person_id.eq(office.world.person("deputy")).and(appointment::role.eq("counsellor")));
        of.select(appointment::id).load::<Uuid>(&mut conn).await.unwrap()
    };
    office.world.end(Kind::Appointment, appointments[0], day("2023-03-06")).await;
    office.carry().await;
    let letters = office.memory.letters();
    let digest = letters
        .iter()
        .find(|kept| kept.letter.to.address == DEPUTY && kept.letter.list_id.as_deref().unwrap().starts_with("digest"))
        .unwrap();
    let text = &digest.letter.text;
    assert!(text.contains(&sent.handle), "what the committee received is in sight: {text}");
    assert!(!text.contains("LS on one") && !text.contains("ledger privacy"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_a_body_is_not_told_to_who_has_left_it_and_sees_the_statement_still() {
    let mut office = Office::with_deputy().await;
    let committee = office.world.appoint("deputy", Role::CommitteeManager, "ISO/TC 307").await;
    let world = &office.world;
    let sent = world.sent(content("both", vec![world.for_action("ISO/TC 307")])).await.subject;
    for (who, body) in [("deputy", "ISO/TC 307"), ("manager", "ISO/TC 307"), ("deputy", "SG17"), ("rapporteur", "SG17")]
    {
        let write = NoteCommand::Write { statement: sent, body: world.body(body), text: format!("By {who}.") };
        world.did(who, Order::new(Command::Note(write))).await;
    }
    office.world.end(Kind::Appointment, committee, day("2023-03-06")).await;
    office.go_to(at(FIRST));
    office.digests().await;
    let notes = items(&office, "deputy").await.into_iter().filter(|(_, act)| act == "write");
    let outcomes: Vec<Option<String>> = notes.map(|(outcome, _)| outcome).collect();
    assert_eq!(outcomes, [Some("out_of_sight".to_owned()), Some("told".to_owned())]);
}
