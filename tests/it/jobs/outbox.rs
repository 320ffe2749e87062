//! Letters on their way: in order within a lane, once each, over every fault of a mail server.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use entente::domain::command::{Command, Kind, StatementCommand};
use entente::jobs::outbox::{self as carrying, Counts};
use entente::mail::post::{Post, Refused};
use entente::mail::reading;
use entente::mail::sink::{Basket, Catch, Catching, Caught, Drops, Faults, Sink};
use entente::write::Order;
use uuid::Uuid;

use super::Office;
use crate::support::people::{World, content, day};

const CHAIR: &str = "sg.chair@example.org";
const RAPPORTEUR: &str = "rapporteur@example.org";

async fn post(faults: Faults) -> (Sink, Basket, Post) {
    let basket = Basket::default();
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), faults, Arc::new(basket.clone())).await.unwrap();
    let post = Post::from_setting(&format!("smtp://{}/entente.example.org", sink.address())).unwrap();
    (sink, basket, post)
}

/// Keeps a letter at once and says so late.
pub(super) struct Late {
    pub basket: Basket,
    pub by: Mutex<Duration>,
}

impl Catch for Late {
    fn caught(&self, letter: Caught) -> Catching {
        let (keeping, by) = (self.basket.caught(letter), *self.by.lock().unwrap());
        Box::pin(async move {
            keeping.await?;
            tokio::time::sleep(by).await;
            Ok(())
        })
    }
}

/// Message-IDs in the order of arrival.
fn ids(basket: &Basket) -> Vec<String> {
    let of = |raw: &[u8]| {
        let shown = reading::shown(raw);
        shown.headers.into_iter().find(|(name, _)| name == "Message-ID").map(|(_, value)| value).unwrap()
    };
    basket.letters().iter().map(|letter| of(&letter.raw)).collect()
}

/// Whether the letters to this address came in the order of their events, whose ids are in the order of time.
fn in_order(basket: &Basket, address: &str) -> bool {
    let ids = ids(basket).into_iter().zip(recipients(basket));
    ids.filter(|(_, to)| to == address).map(|(id, _)| id).is_sorted()
}

fn recipients(basket: &Basket) -> Vec<String> {
    basket.letters().into_iter().flat_map(|letter| letter.to).collect()
}

/// Submitted, returned and submitted again: two letters to the chair, one to the author between them.
async fn twice_submitted(world: &World, topic: &str) -> Uuid {
    let draft = world.drafted(content(topic, vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let back = Order::on(draft, Command::Statement(StatementCommand::Return)).because("The deadline is too early.");
    world.did("counsellor", back).await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    draft
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_one_lane_keep_their_order_when_the_first_is_delayed_and_other_lanes_go_on() {
    let mut office = Office::new().await;
    twice_submitted(&office.world, "ToR").await;
    office.memory.refuse_next(Refused::Later { code: Some(450), text: "450 try again".into() });
    assert_eq!(office.carry().await, Counts { sent: 1, deferred: 1, ..Counts::default() });
    assert_eq!(office.arrived().len(), 1);
    assert_eq!(office.arrived()[0].0, RAPPORTEUR, "only the other lane goes on");
    let waiting = office.rows().await;
    assert_eq!((waiting[0].attempts, waiting[0].problem.as_deref()), (1, Some("450 try again")));

    office.pass(TimeDelta::seconds(59));
    assert_eq!(office.carry().await, Counts::default(), "a minute has not passed");
    office.pass(TimeDelta::seconds(1));
    assert_eq!(office.carry().await.sent, 2);
    let letters = office.memory.letters();
    let chairs: Vec<_> = letters.iter().filter(|kept| kept.letter.to.address == CHAIR).collect();
    assert!(chairs[0].letter.message_id < chairs[1].letter.message_id, "the later event's letter came first");
    let rows = office.rows().await;
    assert!(rows.iter().all(|row| row.state == "sent" && row.problem.is_none()), "{rows:?}");
    let queued: Vec<&str> = rows.iter().filter(|row| row.address == CHAIR).map(|row| row.notice.as_str()).collect();
    assert_eq!(queued, ["review_asked", "review_asked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_workers_at_once_send_each_letter_once_and_in_the_order_of_its_lane() {
    let delay = Duration::from_millis(3);
    let (_sink, basket, post) = post(Faults { delay, ..Faults::default() }).await;
    let office = Office::of(World::new().await, Some(post.clone()));
    for topic in ["one", "two", "three", "four"] {
        twice_submitted(&office.world, topic).await;
    }
    let (second, third) = (office.second(post.clone()), office.second(post));
    let (a, b, c) =
        tokio::join!(carrying::run_once(&office.work), carrying::run_once(&second), carrying::run_once(&third));
    let counts = [a.unwrap(), b.unwrap(), c.unwrap()];
    // A worker that finds every lane held goes home; what was left is carried by the next look.
    let rest = office.carry().await;
    let sent: usize = counts.iter().map(|count| count.sent).sum::<usize>() + rest.sent;
    assert_eq!(sent, 12, "{counts:?}");
    assert!(counts.iter().filter(|count| count.sent > 0).count() > 1, "the workers did not share: {counts:?}");
    let arrived = ids(&basket);
    assert_eq!(arrived.len(), 12);
    assert_eq!(arrived.iter().collect::<BTreeSet<_>>().len(), 12, "a letter came twice");
    assert!(office.rows().await.iter().all(|row| row.state == "sent" && row.attempts == 0));
    for topic in ["LS-1001", "LS-1002", "LS-1003", "LS-1004"] {
        let of_thread: Vec<String> = basket
            .letters()
            .iter()
            .zip(&arrived)
            .filter(|(letter, _)| letter.to == [CHAIR] && reading::shown(&letter.raw).subject.contains(topic))
            .map(|(_, id)| id.clone())
            .collect();
        assert!(of_thread.len() == 2 && of_thread.is_sorted(), "{topic}: {of_thread:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_was_away_gets_all_letters_in_order_and_no_attempt_is_counted() {
    let (sink, basket, post) = post(Faults { refuse: true, ..Faults::default() }).await;
    let mut office = Office::of(World::new().await, Some(post));
    twice_submitted(&office.world, "ToR").await;
    assert_eq!(office.carry().await, Counts { no_server: true, ..Counts::default() });
    for _ in 0..3 {
        office.pass(TimeDelta::seconds(61));
        assert_eq!(office.carry().await, Counts { no_server: true, ..Counts::default() });
    }
    assert!(office.rows().await.iter().all(|row| row.state == "queued" && row.attempts == 0));

    sink.set(Faults::default());
    assert!(office.carry().await.no_server, "asked again only when the minute is over");
    office.pass(TimeDelta::seconds(61));
    // The port may need a moment to listen again.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(office.carry().await, Counts { sent: 3, ..Counts::default() });
    assert_eq!(recipients(&basket).iter().filter(|to| *to == CHAIR).count(), 2);
    assert!(in_order(&basket, CHAIR), "{:?}", ids(&basket));
    assert!(office.rows().await.iter().all(|row| row.state == "sent" && row.attempts == 0 && row.problem.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_refused_for_now_is_tried_for_five_days_and_then_given_up() {
    let (_sink, basket, post) = post(Faults { local_error: true, ..Faults::default() }).await;
    let mut office = Office::of(World::new().await, Some(post));
    let draft = office.world.drafted(content("ToR", vec![office.world.for_action("ISO/TC 307")])).await.subject;
    office.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let begun = office.world.now;
    let mut waits = Vec::new();
    loop {
        let counts = office.carry().await;
        if counts.failed == 1 {
            break;
        }
        assert_eq!(counts, Counts { deferred: 1, ..Counts::default() });
        let wait = next_at(&office).await - office.world.now;
        office.pass(wait - TimeDelta::seconds(1));
        assert_eq!(office.carry().await, Counts::default(), "a second too early");
        office.pass(TimeDelta::seconds(1));
        waits.push(wait.num_minutes());
    }
    assert_eq!(waits[..6], [1, 5, 15, 60, 240, 240]);
    let tried = office.world.now - begun;
    assert!(tried > TimeDelta::days(4) && tried < TimeDelta::days(6), "{tried}");
    let row = &office.rows().await[0];
    assert_eq!(row.state, "failed");
    assert!(row.problem.as_deref().unwrap().starts_with("451"), "{row:?}");
    assert!(basket.letters().is_empty());
}

async fn next_at(office: &Office) -> chrono::DateTime<chrono::Utc> {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    use entente::schema::outbox;
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    outbox::table.select(outbox::next_at).first(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_refused_for_good_fails_once_is_shown_and_frees_its_lane() {
    let (_sink, basket, post) = post(Faults { unknown: vec![CHAIR.into()], ..Faults::default() }).await;
    let mut office = Office::of(World::new().await, Some(post));
    twice_submitted(&office.world, "ToR").await;
    assert_eq!(office.carry().await, Counts { sent: 1, failed: 2, ..Counts::default() });
    let rows = office.rows().await;
    assert_eq!(rows[0].state, "failed");
    assert!(rows[0].problem.as_deref().unwrap().starts_with("550"), "{:?}", rows[0]);
    assert_eq!(recipients(&basket), [RAPPORTEUR]);
    office.pass(TimeDelta::days(1));
    assert_eq!(office.carry().await, Counts::default(), "tried once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_and_then_taken_back_is_not_tried_again() {
    let outside = "iso-iec-jtc-1-sc-27@example.org";
    let (sink, basket, post) = post(Faults { unknown: vec![outside.into()], ..Faults::default() }).await;
    let mut office = Office::of(World::new().await, Some(post));
    let to = vec![office.world.for_action("ISO/IEC JTC 1/SC 27")];
    let [taken_back, in_error] =
        [office.world.sent(content("a", to.clone())).await.subject, office.world.sent(content("b", to)).await.subject];
    office.pass(TimeDelta::minutes(11));
    assert_eq!(office.carry().await.failed, 2);
    let because = |of, command| Order::on(of, Command::Statement(command)).because("Wrong annex.");
    office.world.did("counsellor", because(taken_back, StatementCommand::TakeBack)).await;
    office.world.did("counsellor", because(in_error, StatementCommand::MarkSentInError)).await;
    sink.set(Faults::default());
    assert_eq!(office.world.upkeep.try_again(None, office.world.now).await.unwrap(), 0);
    // The mark was the mistake: what was given up goes, as if it had just been sent.
    office.world.did("counsellor", because(in_error, StatementCommand::TakeBack)).await;
    office.pass(TimeDelta::minutes(11));
    office.carry().await;
    assert_eq!(recipients(&basket).iter().filter(|to| *to == outside).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_to_outside_waits_for_the_hold_and_one_taken_back_meanwhile_never_goes() {
    let mut office = Office::new().await;
    let world = &office.world;
    let kept = world.sent(content("kept", vec![world.for_action("ISO/TC 307")])).await.subject;
    let stopped = world.sent(content("stopped", vec![world.for_action("ISO/TC 307")])).await.subject;
    office.carry().await;
    let outside = "iso-tc-307@example.org";
    assert!(office.arrived().iter().all(|(to, _)| to != outside), "{:?}", office.arrived());
    office.pass(TimeDelta::minutes(9));
    office.carry().await;
    assert!(office.arrived().iter().all(|(to, _)| to != outside));

    let back = Order::on(stopped, Command::Statement(StatementCommand::TakeBack)).because("Wrong annex.");
    office.world.did("counsellor", back).await;
    office.pass(TimeDelta::minutes(1));
    office.carry().await;
    let handle =
        office.memory.letters().into_iter().filter(|kept| kept.letter.to.address == outside).collect::<Vec<_>>();
    assert_eq!(handle.len(), 1);
    assert!(handle[0].letter.subject.ends_with("LS on kept"), "{}", handle[0].letter.subject);
    assert_ne!(kept, stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_after_the_server_took_the_letter_sends_it_again_byte_by_byte_the_same() {
    let basket = Basket::default();
    let late = Arc::new(Late { basket: basket.clone(), by: Mutex::new(Duration::from_secs(5)) });
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), Faults::default(), late.clone()).await.unwrap();
    let post = Post::from_setting(&format!("smtp://{}/entente.example.org", sink.address())).unwrap();
    let office = Arc::new(Office::of(World::new().await, Some(post)));
    let draft = office.world.drafted(content("ToR", vec![office.world.for_action("ISO/TC 307")])).await.subject;
    office.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;

    let killed = Arc::clone(&office);
    let worker = tokio::spawn(async move { killed.carry().await });
    while basket.letters().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    assert_eq!(office.rows().await[0].state, "queued");

    *late.by.lock().unwrap() = Duration::ZERO;
    // PostgreSQL frees the lane when it sees the connection closed.
    while office.carry().await.sent == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let letters = basket.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].raw, letters[1].raw);
    assert_eq!(ids(&basket)[0], ids(&basket)[1]);
    assert_eq!(office.rows().await[0].state, "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_after_the_letter_sends_it_again_under_the_same_name() {
    let (sink, basket, post) = post(Faults { drops: Some(Drops::AfterData), ..Faults::default() }).await;
    let mut office = Office::of(World::new().await, Some(post));
    let draft = office.world.drafted(content("ToR", vec![office.world.for_action("ISO/TC 307")])).await.subject;
    office.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    assert_eq!(office.carry().await, Counts { deferred: 1, ..Counts::default() });
    sink.set(Faults::default());
    office.pass(TimeDelta::minutes(1));
    assert_eq!(office.carry().await, Counts { sent: 1, ..Counts::default() });
    assert_eq!(ids(&basket)[0], ids(&basket)[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_may_no_longer_see_the_statement_gets_nothing() {
    let office = Office::new().await;
    twice_submitted(&office.world, "ToR").await;
    office.world.end(Kind::Appointment, office.world.appointment("sg.chair"), day("2023-03-05")).await;
    office.world.end(Kind::Person, office.world.person("rapporteur"), day("2023-03-05")).await;
    assert_eq!(office.carry().await, Counts { cancelled: 3, ..Counts::default() });
    assert!(office.arrived().is_empty());
    for row in office.rows().await {
        assert_eq!((row.state.as_str(), row.problem.as_deref()), ("cancelled", Some("mail-problem-out-of-sight")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_cannot_be_written_fails_and_stops_no_other() {
    use diesel_async::SimpleAsyncConnection;
    let office = Office::new().await;
    twice_submitted(&office.world, "ToR").await;
    let mut owner = office.world.database.owner().await;
    owner.batch_execute("UPDATE outbox SET reasons = '\"broken\"' WHERE notice = 'returned'").await.unwrap();
    assert_eq!(office.carry().await, Counts { sent: 2, failed: 1, ..Counts::default() });
    let failed = office.rows().await.into_iter().find(|row| row.state == "failed").unwrap();
    assert_eq!(failed.problem.as_deref(), Some("mail-problem-unreadable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_run_carry_a_letter_within_seconds_and_end_when_told() {
    let office = Arc::new(Office::new().await);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let work = Arc::new(office.second(Post::Memory(office.memory.clone())));
    let running = tokio::spawn(entente::jobs::run(work, 2, stopped));
    let draft = office.world.drafted(content("ToR", vec![office.world.for_action("ISO/TC 307")])).await.subject;
    office.world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let since = std::time::Instant::now();
    while office.arrived().is_empty() {
        assert!(since.elapsed() < Duration::from_secs(5), "no letter came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(5), running).await.expect("the workers did not end").unwrap();
}
