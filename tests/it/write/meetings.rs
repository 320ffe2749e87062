//! A meeting is held on other days, or not at all: what was due by it moves with it, and everybody who serves in its bodies
//! is told once (PR-19).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{AllocationCommand, Command, Correction, DestinationCommand, MeetingCommand};
use entente::domain::meeting::{Held, MeetingRecord};
use entente::domain::people::Role;
use entente::domain::reference::{MeetingKind, Purpose};
use entente::facts;
use entente::schema::{allocation, meeting, outbox};
use entente::write::{Error, Order};
use serde_json::Value;
use uuid::Uuid;

use crate::support::people::{World, day};

const PLENARY: &str = "SG17, Geneva, 29 August - 8 September 2023";

async fn named(world: &World, title: &str) -> Uuid {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    meeting::table.filter(meeting::title.eq(title)).select(meeting::id).first(&mut conn).await.unwrap()
}

fn on(of: Uuid, command: MeetingCommand) -> Order {
    Order::on(of, Command::Meeting(command))
}

fn moved_to(of: Uuid, starts: &str, ends: &str) -> Order {
    on(of, MeetingCommand::Reschedule(Held { starts: day(starts), ends: day(ends), place: "Geneva".into() }))
}

fn cancel(of: Uuid) -> Order {
    on(of, MeetingCommand::Cancel).because("Too few contributions.")
}

fn codes(refused: Result<entente::write::Receipt, Error>) -> Vec<String> {
    match refused {
        Err(Error::Refused(all)) => all.into_iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// Day, rule and meeting of a due date.
async fn due(world: &World, of: Uuid) -> (NaiveDate, Value, Option<Uuid>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let kept = (allocation::due, allocation::due_rule, allocation::due_meeting_id);
    allocation::table.find(of).select(kept).first(&mut conn).await.unwrap()
}

/// The letters of one kind: how many each address got, with the reasons.
async fn letters(world: &World, notice: &str) -> BTreeMap<String, Vec<Value>> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = outbox::table.filter(outbox::notice.eq(notice)).order(outbox::seq);
    let rows: Vec<(String, Value)> = all.select((outbox::address, outbox::reasons)).load(&mut conn).await.unwrap();
    let mut letters: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    rows.into_iter().for_each(|(to, reasons)| letters.entry(to).or_default().push(reasons));
    letters
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_by_a_meeting_moves_with_it_and_all_concerned_are_told_once() {
    let world = World::new().await;
    let plenary = named(&world, PLENARY).await;
    let parts = [world.due_by_the_plenary().await, world.due_by_the_plenary().await];
    let (_, with_deadline) = world.allocated().await;
    let with_deadline = world.allocation_of(with_deadline).await;
    let untouched = due(&world, with_deadline).await;
    assert_eq!(untouched.2, None, "a sender's deadline hangs on no meeting");
    for part in parts {
        let (day_of, _, by) = due(&world, part).await;
        assert_eq!((day_of, by), (day("2023-08-22"), Some(plenary)));
    }
    let before = letters(&world, "due_moved").await;
    assert_eq!(codes(world.does("manager", moved_to(plenary, "2023-10-03", "2023-10-13")).await), ["not-yours"]);
    assert_eq!(codes(world.does("rapporteur", moved_to(plenary, "2023-10-03", "2023-10-13")).await), ["not-yours"]);
    let same = moved_to(plenary, "2023-08-29", "2023-09-08");
    assert_eq!(codes(world.does("counsellor", same).await), ["something_moves"]);
    world.did("counsellor", moved_to(plenary, "2023-10-03", "2023-10-13")).await;
    for part in parts {
        let (day_of, rule, by) = due(&world, part).await;
        assert_eq!((day_of, by), (day("2023-09-26"), Some(plenary)));
        assert!(rule.to_string().contains("2023-10-03"), "the rule names the day: {rule}");
    }
    assert_eq!(due(&world, with_deadline).await, untouched);
    let told = letters(&world, "meeting_moved").await;
    let those: BTreeSet<&str> = told.keys().map(|address| address.split('@').next().unwrap()).collect();
    let serve = ["associate", "expert", "rapporteur", "rapporteur.q10", "sg.chair", "wp.chair"];
    assert_eq!(those, BTreeSet::from(serve));
    assert!(told.values().all(|all| all.len() == 1), "{told:?}");
    let moves = |address: &str| told[address][0].to_string().matches("reason-due-moves").count();
    assert_eq!((moves("rapporteur@example.org"), moves("expert@example.org")), (2, 0));
    assert_eq!(letters(&world, "due_moved").await, before, "no letter beside that of the meeting");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_by_a_cancelled_meeting_is_due_by_the_next_and_comes_back_with_it() {
    let world = World::new().await;
    let plenary = named(&world, PLENARY).await;
    let (stays, changed) = (world.due_by_the_plenary().await, world.due_by_the_plenary().await);
    world.meet("SG17", "SG17, February 2024", "2024-02-20", "2024-03-01").await;
    let before = due(&world, stays).await;
    let without_reason = Order { reason: None, ..cancel(plenary) };
    assert_eq!(codes(world.does("counsellor", without_reason).await), ["reason_given"]);
    assert_eq!(world.did("counsellor", cancel(plenary)).await.state, "cancelled");
    let next = named(&world, "SG17, February 2024").await;
    let (day_of, _, by) = due(&world, stays).await;
    assert_eq!((day_of, by), (day("2024-02-13"), Some(next)));
    // Another person, another day: that stays when the meeting is held after all.
    let assignee = world.person("rapporteur.q10");
    let reassign = AllocationCommand::Reassign { assignee, due: Some(day("2023-05-05")) };
    world.did("counsellor", Order::on(changed, Command::Allocation(reassign))).await;
    // What is cancelled is moved no more, and is no meeting that anything is due by.
    let again = world.does("counsellor", moved_to(plenary, "2023-10-03", "2023-10-13")).await;
    assert_eq!(codes(again), ["not-from-here"]);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let ahead = facts::body::meetings(&mut conn, world.body("SG17"), day("2023-03-06")).await.unwrap();
    assert_eq!(ahead.iter().map(|one| one.id).collect::<Vec<_>>(), [next]);
    assert_eq!(world.did("counsellor", on(plenary, MeetingCommand::TakeBack)).await.state, "planned");
    assert_eq!(due(&world, stays).await, before);
    assert_eq!(due(&world, changed).await.0, day("2023-05-05"));
    let told = letters(&world, "meeting_moved").await;
    assert_eq!(told["expert@example.org"].len(), 2, "of the cancellation, and of the correction");
}

/// A correction moved the due date from one that a meeting gave to the sender's; then the meeting is held on other days, or not
/// at all. Taking the correction back cannot bring back a day that nothing gives any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_correction_taken_back_after_the_meeting_moved_gives_the_day_of_the_meeting_as_it_is() {
    let world = World::new().await;
    let plenary = named(&world, PLENARY).await;
    world.meet("SG17", "SG17, February 2024", "2024-02-20", "2024-03-01").await;
    let cancelled = [moved_to(plenary, "2023-10-03", "2023-10-13"), cancel(plenary)];
    for (moving, expected) in cancelled.into_iter().zip(["2023-09-26", "2024-02-13"]) {
        let part = world.due_by_the_plenary().await;
        let to = world.addressee_of_allocation(part).await;
        let correction = Correction { purpose: Purpose::Action, deadline: Some(day("2023-07-01")), body: None };
        let correct = Command::Destination(DestinationCommand::Correct(correction));
        world.did("counsellor", Order::on(to, correct).because("It names a day after all.")).await;
        assert_eq!(due(&world, part).await.0, day("2023-06-24"));
        world.did("counsellor", moving).await;
        let back = Command::Destination(DestinationCommand::TakeBack { of: None });
        world.did("counsellor", Order::on(to, back).because("It does not.")).await;
        assert_eq!(due(&world, part).await.0, day(expected));
    }
}

/// It was moved to days that are over, which moves nothing, and cancelled by mistake: the day comes back, on its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_taken_back_of_a_meeting_that_was_over_when_it_was_moved() {
    let mut world = World::new().await;
    let plenary = named(&world, PLENARY).await;
    let part = world.due_by_the_plenary().await;
    world.now = crate::support::people::at("2023-08-24T09:00:00Z");
    world.did("counsellor", moved_to(plenary, "2023-08-23", "2023-08-24")).await;
    assert_eq!(due(&world, part).await.0, day("2023-08-22"));
    world.did("counsellor", cancel(plenary)).await;
    assert_ne!(due(&world, part).await.0, day("2023-08-22"));
    world.did("counsellor", on(plenary, MeetingCommand::TakeBack)).await;
    let (day_of, _, by) = due(&world, part).await;
    assert_eq!((day_of, by), (day("2023-08-22"), None));
}

/// The assignment has read the meeting when that moves, and is written down after it: it is reckoned once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_is_not_reckoned_from_a_meeting_that_moves_meanwhile() {
    let world = World::new().await;
    let plenary = named(&world, PLENARY).await;
    let part = world.due_by_the_plenary().await;
    let mut moving = world.database.owner().await;
    let held = "UPDATE meeting SET starts_on = '2023-10-03', ends_on = '2023-10-13' WHERE title = ";
    moving.batch_execute(&format!("BEGIN; {held} '{PLENARY}'")).await.unwrap();
    let (door, now, actor) = (world.door.clone(), world.now, world.actor("counsellor").await);
    let reassign = AllocationCommand::Reassign { assignee: world.person("rapporteur.q10"), due: None };
    let order = Order::on(part, Command::Allocation(reassign));
    let assigning = tokio::spawn(async move { door.perform(now, &actor, order).await });
    world.database.somebody_waits().await;
    moving.batch_execute("COMMIT").await.unwrap();
    assigning.await.unwrap().unwrap();
    let (day_of, _, by) = due(&world, part).await;
    assert_eq!((day_of, by), (day("2023-09-26"), Some(plenary)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_meeting_is_cancelled_by_whoever_convenes_it_and_moved_by_both() {
    let world = World::new().await;
    let joint = world
        .write_down(MeetingRecord {
            body: world.body("ISO/TC 307"),
            jointly_with: vec![world.body("SG17")],
            kind: MeetingKind::Plenary,
            title: "Joint meeting on wallets".into(),
            place: "Geneva".into(),
            starts: day("2023-06-01"),
            ends: day("2023-06-02"),
        })
        .await;
    // Whoever only takes part in the body that convenes does not convene.
    world.appoint("counsellor", Role::Expert, "ISO/TC 307").await;
    assert_eq!(codes(world.does("counsellor", cancel(joint)).await), ["convenes"]);
    world.did("counsellor", moved_to(joint, "2023-06-08", "2023-06-09")).await;
    let told = letters(&world, "meeting_moved").await;
    assert!(told.contains_key("manager@example.org") && told.contains_key("rapporteur@example.org"), "{told:?}");
    assert!(!told.contains_key("counsellor@example.org"), "who did it is not told");
    world.did("manager", cancel(joint)).await;
    assert_eq!(codes(world.does("counsellor", on(joint, MeetingCommand::TakeBack)).await), ["convenes"]);
    world.did("manager", on(joint, MeetingCommand::TakeBack)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_of_partners_alone_is_moved_by_any_secretariat() {
    let world = World::new().await;
    world.meet("ISO/IEC JTC 1/SC 27", "SC 27 plenary", "2023-09-11", "2023-09-15").await;
    let theirs = named(&world, "SC 27 plenary").await;
    assert_eq!(codes(world.does("expert", cancel(theirs)).await), ["not-yours"]);
    world.did("counsellor", moved_to(theirs, "2023-09-18", "2023-09-22")).await;
    assert_eq!(letters(&world, "meeting_moved").await.len(), 0, "nobody here serves in it");
}
