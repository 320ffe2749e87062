//! Once a day: what can wait is told in one letter at the reader's hour, each event once, whatever goes wrong between.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{AllocationCommand, Command, Kind, Sending, StatementCommand};
use entente::domain::digest::{Outcome, Plan, Preference, Rhythm, Slot};
use entente::domain::named::Named;
use entente::domain::people::Role;
use entente::jobs::digest as telling;
use entente::mail::post::Post;
use entente::schema::{digest_item, digest_mark, event, outbox, person};
use entente::write::Order;
use entente::write::upkeep::digest::Digest;
use uuid::Uuid;

use super::Office;
use super::letters::as_seen;
use crate::support::people::{at, content, day};

pub(super) const DEPUTY: &str = "deputy@example.org";

/// The morning of 7 March in Geneva, when the first digests are due.
pub(super) const FIRST: &str = "2023-03-07T06:00:00Z";

/// Outcome, act and kind of every item of a person, in the order in which they were queued.
pub(super) async fn items(office: &Office, key: &str) -> Vec<(Option<String>, String)> {
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    digest_item::table
        .inner_join(event::table.on(event::id.eq(digest_item::event_id)))
        .filter(digest_item::person_id.eq(office.world.person(key)))
        .order(digest_item::seq)
        .select((digest_item::outcome, event::act))
        .load(&mut conn)
        .await
        .unwrap()
}

fn told(acts: &[&str]) -> Vec<(Option<String>, String)> {
    acts.iter().map(|act| (Some("told".to_owned()), (*act).to_owned())).collect()
}

impl Office {
    /// A world with a second counsellor, in which everybody's digests have begun.
    pub(super) async fn with_deputy() -> Office {
        let mut office = Office::new().await;
        office.world.add_person("deputy", "Deputy counsellor SG17").await;
        office.world.appoint("deputy", Role::Counsellor, "SG17").await;
        assert_eq!(telling::run_once(&office.work).await.unwrap(), 0, "the first look only begins");
        office
    }

    pub(super) fn go_to(&mut self, moment: DateTime<Utc>) {
        let by = moment - self.world.now;
        assert!(by >= TimeDelta::zero());
        self.pass(by);
    }

    /// Queues the digests that are due; answers the addresses that get one.
    pub(super) async fn digests(&self) -> Vec<String> {
        let before = self.of_digests().await.len();
        let count = telling::run_once(&self.work).await.unwrap();
        let mut addresses = self.of_digests().await.split_off(before);
        assert_eq!(addresses.len(), count);
        addresses.sort();
        addresses
    }

    pub(super) async fn of_digests(&self) -> Vec<String> {
        self.rows().await.into_iter().filter(|row| row.notice == "digest").map(|row| row.address).collect()
    }

    pub(super) async fn drafted_and_submitted(&self, topic: &str) -> Uuid {
        let draft = self.world.drafted(content(topic, vec![self.world.for_action("ISO/TC 307")])).await.subject;
        self.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
        draft
    }

    pub(super) async fn withdrawn(&self, draft: Uuid) {
        let order = Order::on(draft, Command::Statement(StatementCommand::Withdraw)).because("Overtaken by events.");
        self.world.did("sg.chair", order).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_wait_is_told_once_at_the_readers_hour_and_an_empty_digest_is_no_letter() {
    let mut office = Office::with_deputy().await;
    let draft = office.drafted_and_submitted("terms of reference").await;
    office.withdrawn(draft).await;
    let (_, registration) = office.world.allocated().await;
    let allocation = office.world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "By correspondence".into() };
    office.world.on_allocation("rapporteur", allocation, consider).await;

    office.go_to(at(FIRST) - TimeDelta::seconds(1));
    assert_eq!(office.digests().await, [""; 0], "not before seven");
    office.go_to(at(FIRST));
    // The chair did one thing and was asked the other by a letter; everybody else works with neither.
    assert_eq!(office.digests().await, ["counsellor@example.org", DEPUTY, "rapporteur@example.org"]);
    assert_eq!(
        items(&office, "deputy").await,
        told(&["submit", "withdraw", "register", "make_available", "allocate", "consider"])
    );
    assert_eq!(items(&office, "counsellor").await, told(&["submit", "withdraw", "consider"]));
    assert_eq!(items(&office, "rapporteur").await, told(&["withdraw"]));
    for key in ["sg.chair", "expert", "manager", "rapporteur.q10", "tc.chair"] {
        assert_eq!(items(&office, key).await, [], "{key}");
    }
    assert_eq!(office.digests().await, [""; 0], "a second run at the same moment");
    office.carry().await;
    let letters = office.memory.letters();
    let deputys = letters.iter().find(|kept| kept.letter.to.address == DEPUTY && kept.letter.text.contains("Changed"));
    let letter = deputys.unwrap();
    insta::with_settings!({ snapshot_path => "../mail/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("digest", as_seen(&letter.raw));
        insta::assert_snapshot!("digest_html", letter.letter.html.clone().unwrap());
    });
    let raw = String::from_utf8_lossy(&letter.raw).into_owned();
    for header in ["Auto-Submitted: auto-generated", "List-Id: <digest.entente.example.org>", "Message-ID: <"] {
        assert!(raw.contains(header), "{header} is not in {raw}");
    }
    assert!(!raw.contains("In-Reply-To"), "each day is a letter of its own");

    for days in 1..=3 {
        office.go_to(at(FIRST) + TimeDelta::days(days));
        assert_eq!(office.digests().await, [""; 0], "nothing to tell on day {days}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_down_for_three_days_tells_all_of_it_in_one_letter() {
    let mut office = Office::with_deputy().await;
    for topic in ["one", "two", "three"] {
        office.drafted_and_submitted(topic).await;
        office.pass(TimeDelta::days(1));
    }
    office.go_to(at("2023-03-10T15:20:00Z"));
    assert_eq!(office.digests().await, ["counsellor@example.org", DEPUTY]);
    assert_eq!(items(&office, "deputy").await, told(&["submit", "submit", "submit"]));
    office.go_to(at("2023-03-11T06:00:00Z"));
    assert_eq!(office.digests().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_send_one_digest_to_each() {
    let mut office = Office::with_deputy().await;
    for topic in ["one", "two", "three"] {
        office.drafted_and_submitted(topic).await;
    }
    office.go_to(at(FIRST));
    let (second, third) =
        (office.second(Post::Memory(office.memory.clone())), office.second(Post::Memory(office.memory.clone())));
    let (a, b, c) =
        tokio::join!(telling::run_once(&office.work), telling::run_once(&second), telling::run_once(&third));
    assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 2);
    assert_eq!(office.of_digests().await.len(), 2);
    assert_eq!(items(&office, "deputy").await, told(&["submit", "submit", "submit"]));
    // Each line belongs to the one letter of its reader.
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    let of: Vec<(Option<Uuid>, Uuid)> = digest_item::table
        .inner_join(outbox::table.on(digest_item::letter_id.eq(outbox::id.nullable())))
        .filter(outbox::person_id.eq(digest_item::person_id.nullable()))
        .select((outbox::person_id, digest_item::event_id))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(of.len(), 6, "{of:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_plans_on_what_another_has_told_writes_nothing() {
    let mut office = Office::with_deputy().await;
    office.drafted_and_submitted("one").await;
    office.go_to(at(FIRST));
    office.digests().await;
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    let deputy = office.world.person("deputy");
    let item: Uuid = digest_item::table
        .filter(digest_item::person_id.eq(deputy))
        .select(digest_item::id)
        .first(&mut conn)
        .await
        .unwrap();
    // The same line again under a later day, as a worker would plan it that looked before the other one committed.
    let slot = Slot { day: day("2023-03-08"), at: at("2023-03-08T06:00:00Z") };
    let plan = Plan { slot, outcomes: vec![(item, Outcome::Told)], letter: true };
    let (name, address) = ("Deputy".to_owned(), DEPUTY.to_owned());
    let stale = Digest { person: deputy, name, address, plan, facts: serde_json::json!({}), reasons: Vec::new() };
    let before = office.of_digests().await;
    assert!(office.world.upkeep.keep_digests(office.world.now, &[stale]).await.is_err());
    assert_eq!(office.of_digests().await, before, "no letter without its mark");
    let marked: chrono::NaiveDate =
        digest_mark::table.find(deputy).select(digest_mark::day).first(&mut conn).await.unwrap();
    assert_eq!(marked, day("2023-03-07"), "no mark without its letter: the next run tells what is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_transaction_that_was_open_during_the_run_is_told_the_next_day() {
    let mut office = Office::with_deputy().await;
    let approved = office.world.approved(content("late", vec![office.world.for_action("ISO/TC 307")])).await.subject;
    office.go_to(at(FIRST));
    office.digests().await;
    // The sending writes its event, and then waits for its number.
    office.go_to(at("2023-03-08T05:55:00Z"));
    let mut holding = office.world.database.owner().await;
    holding.batch_execute("BEGIN; SELECT 1 FROM series WHERE scheme = 'ls' FOR UPDATE").await.unwrap();
    let (door, now, actor) = (office.world.door.clone(), office.world.now, office.world.actor("counsellor").await);
    let send = Order::on(approved, Command::Statement(StatementCommand::Send(Sending::default())));
    let sending = tokio::spawn(async move { door.perform(now, &actor, send).await.unwrap() });
    office.world.database.somebody_waits().await;
    office.pass(TimeDelta::seconds(30));
    office.drafted_and_submitted("quick").await;

    office.go_to(at("2023-03-08T06:00:00Z"));
    assert_eq!(office.digests().await, ["counsellor@example.org", DEPUTY]);
    holding.batch_execute("ROLLBACK").await.unwrap();
    let sent = sending.await.unwrap();
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    type Line = (Uuid, DateTime<Utc>, String, Option<String>);
    let lines: Vec<Line> = digest_item::table
        .inner_join(event::table.on(event::id.eq(digest_item::event_id)))
        .filter(digest_item::person_id.eq(office.world.person("deputy")))
        .order(event::id.desc())
        .limit(2)
        .select((event::id, event::recorded_at, event::act, digest_item::outcome))
        .load(&mut conn)
        .await
        .unwrap();
    let (quick, late) = (&lines[0], &lines[1]);
    assert_eq!((quick.2.as_str(), quick.3.as_deref()), ("submit", Some("told")));
    assert_eq!((late.0, late.2.as_str(), late.3.as_deref()), (sent.event, "send", None));
    assert!(late.0 < quick.0 && late.1 < quick.1, "the late one has the smaller id and the earlier time");

    office.go_to(at("2023-03-09T06:00:00Z"));
    assert_eq!(office.digests().await, [DEPUTY]);
    assert!(items(&office, "deputy").await.iter().all(|(outcome, _)| outcome.as_deref() == Some("told")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_before_it_was_told_is_not_told() {
    let office = Office::with_deputy().await;
    let world = &office.world;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let mark = Order::on(ours, Command::Statement(StatementCommand::MarkSentInError)).because("The wrong annex.");
    world.did("counsellor", mark).await;
    assert!(items(&office, "rapporteur").await.iter().any(|item| item.1 == "mark_sent_in_error"));
    let back = Order::on(ours, Command::Statement(StatementCommand::TakeBack)).because("It was right.");
    office.world.did("counsellor", back).await;
    assert!(items(&office, "rapporteur").await.iter().all(|item| item.1 != "mark_sent_in_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hour_and_zone_are_the_readers_own_and_who_wants_none_gets_none() {
    let mut office = Office::with_deputy().await;
    let prefer = |hour, on| Preference {
        language: "en".into(),
        rhythm: Rhythm { zone: "Asia/Tokyo".parse().unwrap(), hour, on },
    };
    office.world.upkeep.prefer(office.world.person("deputy"), &prefer(18, true)).await.unwrap();
    office.world.upkeep.prefer(office.world.person("counsellor"), &prefer(18, false)).await.unwrap();
    office.go_to(at("2023-03-06T09:30:00Z"));
    let draft = office.drafted_and_submitted("one").await;
    // It is 18:30 in Tokyo: today's was looked at in the morning, before anybody had said so.
    assert_eq!(office.digests().await, [""; 0]);
    office.go_to(at("2023-03-07T08:59:59Z"));
    assert_eq!(office.digests().await, [""; 0]);
    office.go_to(at("2023-03-07T09:00:00Z"));
    assert_eq!(office.digests().await, [DEPUTY]);
    assert_eq!(items(&office, "counsellor").await, [(Some("declined".to_owned()), "submit".to_owned())]);
    office.withdrawn(draft).await;
    office.world.upkeep.prefer(office.world.person("counsellor"), &prefer(18, true)).await.unwrap();
    office.go_to(at("2023-03-08T09:00:00Z"));
    assert_eq!(office.digests().await, ["counsellor@example.org", DEPUTY, "rapporteur@example.org"]);
    assert_eq!(items(&office, "counsellor").await[1], told(&["withdraw"])[0], "what was declined stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_makes_a_digest_seven_days_before_and_not_on_the_day_between() {
    let mut office = Office::with_deputy().await;
    let (_, registration) = office.world.allocated().await;
    office.go_to(at(FIRST));
    office.digests().await;
    let allocation = office.world.allocation_of(registration).await;
    let due = {
        let mut conn = office.world.database.pools.reader.connection().await.unwrap();
        entente::facts::allocation::load(&mut conn, allocation, false, day("2023-03-06")).await.unwrap().due.on
    };
    let morning = |days: i64| (due - TimeDelta::days(days)).and_hms_opt(6, 0, 0).unwrap().and_utc();
    office.go_to(morning(8));
    assert_eq!(office.digests().await, [""; 0]);
    for (days, told) in [(7, true), (6, false), (5, false), (4, false), (3, true), (2, false), (1, true), (0, true)] {
        office.go_to(morning(days));
        let expected: &[&str] = if told { &["rapporteur@example.org"] } else { &[] };
        assert_eq!(office.digests().await, expected, "{days} days before");
    }
    office.carry().await;
    let letters = office.memory.letters();
    let last = letters.iter().rev().find(|kept| kept.letter.subject.ends_with("1 due")).unwrap();
    assert!(last.letter.text.contains("Due\n") && last.letter.text.contains("today"), "{}", last.letter.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_digest_is_cut_and_says_how_much_more_there_is() {
    let mut office = Office::with_deputy().await;
    let draft = office.drafted_and_submitted("long").await;
    for _ in 0..35 {
        let back = Order::on(draft, Command::Statement(StatementCommand::Return)).because("Again.");
        office.world.did("sg.chair", back).await;
        office.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    }
    office.go_to(at(FIRST));
    office.digests().await;
    assert_eq!(items(&office, "deputy").await, told(&[&["submit"][..], &["return", "submit"].repeat(35)].concat()));
    office.carry().await;
    let letters = office.memory.letters();
    let digest = letters.iter().find(|kept| kept.letter.subject.contains("71 changes")).unwrap();
    assert!(digest.letter.text.contains("And 11 more: https://entente.example.org/liaisons"), "{}", digest.letter.text);
    assert!(Outcome::ALL.len() == 3 && digest.letter.text.lines().count() < 150);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_left_gets_a_digest() {
    let mut office = Office::with_deputy().await;
    office.drafted_and_submitted("one").await;
    office.world.end(Kind::Person, office.world.person("deputy"), day("2023-03-06")).await;
    office.go_to(at(FIRST));
    assert_eq!(office.digests().await, ["counsellor@example.org"]);
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    let state: String =
        person::table.find(office.world.person("deputy")).select(person::state).first(&mut conn).await.unwrap();
    assert_ne!(state, "recorded");
}
