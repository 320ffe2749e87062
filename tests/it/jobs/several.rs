//! One letter a person for a bulk act (PR-13): what it says, what is taken out of it before it leaves, and its place among
//! the letters of each statement.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, AllocationWanted, Approval, Command, Kind, RegistrationCommand, Sending, StatementCommand,
};
use entente::domain::people::Role;
use entente::domain::reference::Purpose;
use entente::jobs::outbox::Counts;
use entente::mail::post::{Kept, Post, Refused};
use entente::mail::reading;
use entente::mail::sink::{Basket, Faults, Sink};
use entente::read::statement as page_of;
use entente::schema::{digest_item, outbox, registration, statement};
use entente::write::{Bulk, Order};
use uuid::Uuid;

use super::letters::as_seen;
use super::outbox::Late;
use super::{Office, Row};
use crate::support::people::{World, at, content, day, sight_of};

const RAPPORTEUR: &str = "rapporteur@example.org";
const Q10: &str = "rapporteur.q10@example.org";

impl World {
    /// Several items in one sitting.
    async fn in_bulk(&self, key: &str, items: &[Vec<Order>], rehearse: bool) -> Bulk {
        let bulk = self.door.bulk(self.now, &self.actor(key).await, items, None, rehearse).await.unwrap();
        assert!(bulk.items.iter().all(Result::is_ok), "{:?}", bulk.items);
        bulk
    }

    fn allocating(&self, registration: Uuid, body: &str, assignee: &str) -> Vec<Order> {
        let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
        vec![Order::on(registration, Command::Registration(available)), self.allocation(registration, body, assignee)]
    }

    fn allocation(&self, registration: Uuid, body: &str, assignee: &str) -> Order {
        let wanted = AllocationWanted {
            body: self.body(body),
            assignee: self.person(assignee),
            purpose: Purpose::Action,
            lead: true,
            due: None,
            note: "See also TD900.".into(),
        };
        Order::on(registration, Command::Registration(RegistrationCommand::Allocate(vec![wanted])))
    }

    /// So many registrations, to be allocated to the rapporteur.
    async fn waiting(&self, count: usize) -> (Vec<Uuid>, Vec<Vec<Order>>) {
        let (mut all, mut items) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let (_, registration) = self.registered().await;
            all.push(registration);
            items.push(self.allocating(registration, "Q14/17", "rapporteur"));
        }
        (all, items)
    }

    async fn takes_back(&self, registration: Uuid) {
        let back = Order::on(registration, Command::Registration(RegistrationCommand::TakeBack));
        self.did("counsellor", back.because("The other Question.")).await;
    }

    async fn handle_of(&self, of: Uuid) -> String {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let seq: i64 = registration::table
            .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
            .filter(registration::id.eq(of))
            .select(statement::seq)
            .first(&mut conn)
            .await
            .unwrap();
        format!("LS-{seq}")
    }
}

impl Office {
    /// Notice and state of every letter to somebody.
    async fn to(&self, address: &str) -> Vec<(String, String)> {
        let rows = self.rows().await.into_iter().filter(|row| row.address == address);
        rows.map(|row: Row| (row.notice, row.state)).collect()
    }

    fn got(&self, address: &str) -> Vec<Kept> {
        self.memory.letters().into_iter().filter(|kept| kept.letter.to.address == address).collect()
    }

    /// The statements that the letter names, by its links.
    fn named(&self, kept: &Kept) -> BTreeSet<String> {
        let links = kept.letter.text.lines().filter_map(|line| line.trim().rsplit_once("/liaisons/"));
        links.map(|(_, handle)| handle.to_owned()).collect()
    }

    async fn handles(&self, of: &[Uuid]) -> BTreeSet<String> {
        let mut handles = BTreeSet::new();
        for one in of {
            handles.insert(self.world.handle_of(*one).await);
        }
        handles
    }

    /// What the page of the statement says of its letters to somebody: the state, and whether it goes with others.
    async fn shown(&self, registration: Uuid, address: &str) -> Vec<(String, String, bool, Option<String>)> {
        let sight = sight_of(&self.world, "counsellor").await;
        let handle = self.world.handle_of(registration).await;
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        let page = page_of::load(&mut conn, &sight, &handle, None, day("2023-03-06")).await.unwrap().unwrap();
        let theirs = page.letters.into_iter().filter(|one| one.address == address);
        theirs.map(|one| (one.notice, one.state, one.together, one.problem)).collect()
    }
}

/// Name, kind and number of statements of each letter.
fn told(bulk: &Bulk) -> Vec<(&str, &str, usize)> {
    bulk.letters.iter().map(|one| (one.name.as_str(), one.notice.as_str(), one.statements.len())).collect()
}

fn gathered(state: &str, problem: Option<&str>) -> Vec<(String, String, bool, Option<String>)> {
    vec![("assigned".into(), state.into(), true, problem.map(str::to_owned))]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_given_several_statements_gets_one_letter_and_whoever_gets_one_has_it_as_ever() {
    let office = Office::new().await;
    let world = &office.world;
    let (mut all, mut items) = world.waiting(3).await;
    let (_, other) = world.registered().await;
    all.push(other);
    items.push(world.allocating(other, "Q10/17", "rapporteur.q10"));
    let rehearsed = world.in_bulk("counsellor", &items, true).await;
    assert_eq!(office.rows().await.len(), 0);
    let done = world.in_bulk("counsellor", &items, false).await;
    let letters = [("Rapporteur Q10/17", "assigned", 1), ("Rapporteur Q14/17", "several", 3)];
    assert_eq!((told(&rehearsed), told(&done)), (letters.to_vec(), letters.to_vec()));
    for one in &all[..3] {
        assert_eq!(office.shown(*one, RAPPORTEUR).await, gathered("queued", None));
    }
    assert_eq!(office.shown(other, Q10).await, [("assigned".into(), "queued".into(), false, None)]);

    assert_eq!(office.carry().await, Counts { sent: 2, ..Counts::default() });
    let [letter] = office.got(RAPPORTEUR).try_into().unwrap();
    assert_eq!(office.named(&letter), office.handles(&all[..3]).await);
    assert!(office.got(Q10)[0].letter.subject.starts_with("[LS-1004] "));
    for one in &all[..3] {
        assert_eq!(office.shown(*one, RAPPORTEUR).await, gathered("sent", None));
    }
    insta::with_settings!({ snapshot_path => "../mail/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("several", as_seen(&letter.raw));
        insta::assert_snapshot!("several_html", letter.letter.html.clone().unwrap());
    });
    let raw = String::from_utf8_lossy(&letter.raw).into_owned();
    for header in ["Auto-Submitted: auto-generated", "List-Id: <several.entente.example.org>", "Message-ID: <"] {
        assert!(raw.contains(header), "{header} is not in {raw}");
    }
    assert!(!raw.contains("In-Reply-To"), "it would tie the threads of its statements together");
    assert_eq!(office.carry().await, Counts::default(), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_of_several_kinds_are_one_letter_that_says_of_each_what_happened() {
    let office = Office::new().await;
    let world = &office.world;
    let (_, mut items) = world.waiting(1).await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let back = Order::on(draft, Command::Statement(StatementCommand::Return)).because("Name the Questions.");
    items.push(vec![back]);
    let done = world.in_bulk("counsellor", &items, false).await;
    assert_eq!(told(&done), [("Rapporteur Q14/17", "several", 2)]);
    office.carry().await;
    let [letter] = office.got(RAPPORTEUR).try_into().unwrap();
    insta::with_settings!({ snapshot_path => "../mail/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("several_mixed", as_seen(&letter.raw));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_taken_back_takes_its_line_out_and_with_the_last_line_goes_the_letter() {
    let office = Office::new().await;
    let (all, items) = office.world.waiting(3).await;
    office.world.in_bulk("counsellor", &items, false).await;
    office.world.takes_back(all[0]).await;
    let of_all = |first: &str, letter: &str| -> Vec<(String, String)> {
        let rows = [("assigned", first), ("assigned", "gathered"), ("assigned", "gathered"), ("several", letter)];
        rows.map(|(notice, state)| (notice.to_owned(), state.to_owned())).into()
    };
    assert_eq!(office.to(RAPPORTEUR).await, of_all("cancelled", "queued"));
    assert_eq!(office.shown(all[1], RAPPORTEUR).await, gathered("queued", None));
    office.carry().await;
    let several = |kept: &Kept| kept.letter.list_id.as_deref().is_some_and(|list| list.starts_with("several"));
    let [letter] = office.got(RAPPORTEUR).try_into().unwrap();
    assert_eq!(office.named(&letter), office.handles(&all[1..]).await);
    assert!(letter.letter.subject.starts_with("2 statements"), "{}", letter.letter.subject);
    // It has left, and nothing of it is denied.
    office.world.takes_back(all[1]).await;
    assert_eq!(office.to(RAPPORTEUR).await, of_all("cancelled", "sent"));

    let (all, items) = office.world.waiting(2).await;
    office.world.in_bulk("counsellor", &items, false).await;
    for one in &all {
        office.world.takes_back(*one).await;
    }
    office.carry().await;
    assert_eq!(office.got(RAPPORTEUR).into_iter().filter(several).count(), 1, "a letter without a line does not go");
    let of_several: Vec<String> =
        office.rows().await.into_iter().filter(|row| row.notice == "several").map(|row| row.state).collect();
    assert_eq!(of_several, ["sent", "cancelled"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_reader_may_see_no_more_is_not_in_the_letter() {
    let office = Office::new().await;
    let world = &office.world;
    // Both serve the committee as well, and one sitting routes for both bodies.
    world.appoint("counsellor", Role::CommitteeManager, "ISO/TC 307").await;
    let ends = world.appoint("rapporteur", Role::Expert, "ISO/TC 307").await;
    let (mut all, mut items) = world.waiting(2).await;
    let sent = world.sent(content("both", vec![world.for_action("ISO/TC 307")])).await.subject;
    let theirs = world.registration_of(sent).await;
    let register = RegistrationCommand::Register { as_contribution: false, number: Some("N 77".into()) };
    world.did("manager", Order::on(theirs, Command::Registration(register))).await;
    all.push(theirs);
    items.push(vec![world.allocation(theirs, "ISO/TC 307", "rapporteur")]);
    office.carry().await;
    let before = office.got(RAPPORTEUR).len();
    world.in_bulk("counsellor", &items, false).await;
    world.end(Kind::Appointment, ends, day("2023-03-05")).await;
    office.carry().await;
    let [letter] = office.got(RAPPORTEUR).split_off(before).try_into().unwrap();
    assert_eq!(office.named(&letter), office.handles(&all[..2]).await, "{}", letter.letter.text);
    let out = office.rows().await.into_iter().find(|row| row.problem.is_some()).unwrap();
    assert_eq!((out.state.as_str(), out.problem.as_deref()), ("cancelled", Some("mail-problem-out-of-sight")));

    let (all, items) = world.waiting(2).await;
    world.in_bulk("counsellor", &items, false).await;
    world.end(Kind::Person, world.person("rapporteur"), day("2023-03-05")).await;
    assert_eq!(office.carry().await, Counts { cancelled: 1, ..Counts::default() });
    let shown = office.shown(all[0], RAPPORTEUR).await;
    assert_eq!(shown, gathered("cancelled", Some("mail-problem-out-of-sight")));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_keeps_its_place_in_the_lane_of_each_of_its_statements() {
    let mut office = Office::new().await;
    // An earlier letter about the first statement is late: what was allocated before.
    let (_, first) = office.world.allocated().await;
    office.memory.refuse_next(Refused::Later { code: Some(450), text: "450 try again".into() });
    assert_eq!(office.carry().await, Counts { deferred: 1, ..Counts::default() });
    let allocation = office.world.allocation_of(first).await;
    let moved = AllocationCommand::Reassign { assignee: office.world.person("associate"), due: None };
    let (_, mut items) = office.world.waiting(2).await;
    let back = AllocationCommand::Reassign { assignee: office.world.person("rapporteur"), due: None };
    for command in [moved, back] {
        items.push(vec![Order::on(allocation, Command::Allocation(command)).because("As agreed.")]);
    }
    office.world.in_bulk("counsellor", &items, false).await;
    office.carry().await;
    assert_eq!(office.got(RAPPORTEUR).len(), 0, "the earlier letter about one of its statements is not overtaken");
    office.pass(TimeDelta::minutes(1));
    office.carry().await;
    let subjects: Vec<String> = office.got(RAPPORTEUR).into_iter().map(|kept| kept.letter.subject).collect();
    assert_eq!(subjects, ["[LS-1001] Liaison on ledger privacy", "3 statements allocated to you: Q14/17"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_letter_about_one_of_its_statements_waits_for_it() {
    let mut office = Office::new().await;
    let (all, items) = office.world.waiting(2).await;
    office.world.in_bulk("counsellor", &items, false).await;
    office.memory.refuse_next(Refused::Later { code: Some(450), text: "450 try again".into() });
    assert_eq!(office.carry().await, Counts { deferred: 1, ..Counts::default() });
    // Given to somebody else, and back: a letter of its own about the first of them.
    let allocation = office.world.allocation_of(all[0]).await;
    for to in ["associate", "rapporteur"] {
        let command = AllocationCommand::Reassign { assignee: office.world.person(to), due: None };
        let order = Order::on(allocation, Command::Allocation(command)).because("As agreed.");
        office.world.did("counsellor", order).await;
    }
    office.world.allocated().await;
    office.carry().await;
    let subjects = |office: &Office| -> Vec<String> {
        office.got(RAPPORTEUR).into_iter().map(|kept| kept.letter.subject).collect()
    };
    assert_eq!(subjects(&office), ["[LS-1003] Liaison on ledger privacy"], "another statement does not wait");
    office.pass(TimeDelta::minutes(1));
    office.carry().await;
    let got = subjects(&office);
    assert_eq!(got[1], "2 statements allocated to you: Q14/17", "{got:?}");
    assert!(got.len() > 2 && got[2..].iter().all(|subject| subject.starts_with("[LS-1001]")), "{got:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_given_up_is_tried_again_whole_by_whoever_keeps_one_of_its_statements() {
    let office = Office::new().await;
    let (all, items) = office.world.waiting(3).await;
    office.world.in_bulk("counsellor", &items, false).await;
    office.memory.refuse_next(Refused::Never { code: Some(550), text: "550 unknown".into() });
    assert_eq!(office.carry().await, Counts { failed: 1, ..Counts::default() });
    for one in &all {
        assert_eq!(office.shown(*one, RAPPORTEUR).await, gathered("failed", Some("550 unknown")));
    }
    // What is taken back of it meanwhile is not tried again.
    office.world.takes_back(all[2]).await;
    let allocation = office.world.allocation_of(all[0]).await;
    let again = async |about: &[Uuid]| office.world.upkeep.try_again(Some(about), office.world.now).await.unwrap();
    assert_eq!(again(&[Uuid::nil()]).await, 0);
    assert_eq!(again(&[allocation]).await, 1);
    office.carry().await;
    let several = |kept: &Kept| kept.letter.subject.starts_with("2 statements");
    let [letter] = office.got(RAPPORTEUR).into_iter().filter(several).collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(office.named(&letter), office.handles(&all[..2]).await);
}

/// An office whose mail server takes a letter at once and says so late.
async fn late() -> (Sink, Arc<Late>, Arc<Office>) {
    let late = Arc::new(Late { basket: Basket::default(), by: Mutex::new(Duration::from_secs(5)) });
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), Faults::default(), late.clone()).await.unwrap();
    let post = Post::from_setting(&format!("smtp://{}/entente.example.org", sink.address())).unwrap();
    let office = Arc::new(Office::of(World::new().await, Some(post)));
    (sink, late, office)
}

async fn caught(late: &Late) {
    while late.basket.letters().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_between_sends_it_again_byte_by_byte_the_same() {
    let (_sink, late, office) = late().await;
    let (all, items) = office.world.waiting(2).await;
    office.world.in_bulk("counsellor", &items, false).await;
    let killed = Arc::clone(&office);
    let worker = tokio::spawn(async move { killed.carry().await });
    caught(&late).await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    assert_eq!(office.shown(all[0], RAPPORTEUR).await, gathered("queued", None));
    *late.by.lock().unwrap() = Duration::ZERO;
    // PostgreSQL frees the lane when it sees the connection closed.
    while office.carry().await.sent == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let letters = late.basket.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].raw, letters[1].raw);
    assert!(reading::shown(&letters[0].raw).headers.iter().any(|(name, _)| name == "Message-ID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_while_the_letter_leaves_has_left_and_is_not_denied() {
    let (_sink, late, office) = late().await;
    *late.by.lock().unwrap() = Duration::from_secs(2);
    let (all, items) = office.world.waiting(3).await;
    office.world.in_bulk("counsellor", &items, false).await;
    let carrying = Arc::clone(&office);
    let worker = tokio::spawn(async move { carrying.carry().await });
    caught(&late).await;
    office.world.takes_back(all[0]).await;
    *late.by.lock().unwrap() = Duration::ZERO;
    worker.await.unwrap();
    let first = office.rows().await.into_iter().next().unwrap();
    let too_late = ("gathered", Some("mail-problem-left-before-stopped"));
    assert_eq!((first.state.as_str(), first.problem.as_deref()), too_late);
    assert_eq!(office.shown(all[1], RAPPORTEUR).await, gathered("sent", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_still_be_stopped_is_held_together_and_what_goes_outside_stays_apart() {
    let mut office = Office::new().await;
    let world = &office.world;
    let mut items = Vec::new();
    for topic in ["one", "two", "three"] {
        let approved = world.approved(content(topic, vec![world.for_action("ISO/TC 307")])).await.subject;
        items.push(vec![Order::on(approved, Command::Statement(StatementCommand::Send(Sending::default())))]);
    }
    office.carry().await;
    let done = office.world.in_bulk("counsellor", &items, false).await;
    let kinds = |notice: &str| done.letters.iter().filter(|one| one.notice == notice).count();
    assert_eq!((kinds("several"), kinds("statement_sent"), kinds("sent_copy"), kinds("received")), (1, 3, 6, 0));
    office.carry().await;
    assert_eq!(office.got("manager@example.org").len(), 0, "it is held as the letters to outside are");
    let back = Order::on(items[1][0].subject.unwrap(), Command::Statement(StatementCommand::TakeBack));
    office.world.did("counsellor", back.because("The wrong annex.")).await;
    office.pass(TimeDelta::minutes(10));
    office.carry().await;
    let of_several = |kept: &Kept| kept.letter.subject.starts_with("2 statements received");
    let managers = office.got("manager@example.org");
    let [letter] = managers.into_iter().filter(of_several).collect::<Vec<_>>().try_into().unwrap();
    assert!(letter.letter.text.contains("LS on one") && !letter.letter.text.contains("LS on two"));
    assert_eq!(office.got("iso-tc-307@example.org").len(), 2, "each with its document");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_told_to_a_person_once_by_the_letter_or_by_the_digest() {
    let mut office = Office::with_deputy().await;
    let (_, items) = office.world.waiting(3).await;
    office.world.in_bulk("counsellor", &items, false).await;
    office.carry().await;
    office.go_to(at(super::digest::FIRST));
    office.digests().await;
    office.carry().await;
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    let mut all: Vec<(Uuid, Option<Uuid>)> = outbox::table
        .filter(outbox::event_id.is_not_null())
        .select((outbox::event_id.assume_not_null(), outbox::person_id))
        .load(&mut conn)
        .await
        .unwrap();
    let letters = all.len();
    let lines: Vec<(Uuid, Option<Uuid>)> = digest_item::table
        .select((digest_item::event_id, digest_item::person_id.nullable()))
        .load(&mut conn)
        .await
        .unwrap();
    all.extend(lines);
    assert!(letters > 3 && all.len() > letters, "{all:?}");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    let one = office.got(RAPPORTEUR);
    assert_eq!(one.len(), 1, "the digest has nothing to add: {:?}", office.arrived());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_is_done_already_is_told_no_second_time() {
    let office = Office::new().await;
    let (_, mut items) = office.world.waiting(3).await;
    for (at, orders) in items.iter_mut().enumerate() {
        orders[1].key = Some(format!("key {at}"));
    }
    office.world.in_bulk("counsellor", &items[..1], false).await;
    // The same form again, with two rows more: the letter that may be on its way stays as it is.
    let again = office.world.in_bulk("counsellor", &items, false).await;
    assert_eq!(told(&again), [("Rapporteur Q14/17", "assigned", 1), ("Rapporteur Q14/17", "several", 2)]);
    assert_eq!(office.carry().await.sent, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_a_copy_that_are_dropped_never_go_and_say_why() {
    let office = Office::new().await;
    let (all, items) = office.world.waiting(2).await;
    office.world.in_bulk("counsellor", &items, false).await;
    let mut owner = office.world.database.owner().await;
    diesel_async::SimpleAsyncConnection::batch_execute(&mut owner, "DELETE FROM outbox_home").await.unwrap();
    assert_eq!(office.carry().await, Counts::default());
    let dropped = office.world.upkeep.release_letters("test", true, office.world.now).await.unwrap();
    assert_eq!(dropped, Some(1));
    assert_eq!(office.carry().await, Counts::default());
    assert_eq!(office.shown(all[0], RAPPORTEUR).await, gathered("cancelled", Some("mail-problem-not-released")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_plenary_approved_is_one_letter_to_its_author() {
    let office = Office::new().await;
    let world = &office.world;
    let mut items = Vec::new();
    for topic in ["one", "two"] {
        let draft = world.drafted(content(topic, vec![world.for_action("ISO/TC 307")])).await.subject;
        world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
        let meeting = Approval { meeting: "SG17, Geneva, March 2023".into(), ..Approval::default() };
        items.push(vec![Order::on(draft, Command::Statement(StatementCommand::ApproveAtSg(meeting)))]);
    }
    let done = world.in_bulk("counsellor", &items, false).await;
    assert!(told(&done).contains(&("Rapporteur Q14/17", "several", 2)), "{:?}", told(&done));
    office.carry().await;
    let [letter] = office.got(RAPPORTEUR).try_into().unwrap();
    assert_eq!(letter.letter.subject, "2 statements agreed or approved");
    let lead = letter.letter.text.lines().next().unwrap_or_default();
    assert!(lead.contains("recorded the approval of the study group") && lead.ends_with("for 2 statements."), "{lead}");
    // What has left is not denied: its row goes on saying so.
    let taken = items[0][0].subject.unwrap();
    let back = Order::on(taken, Command::Statement(StatementCommand::TakeBack)).because("Not this one.");
    world.did("counsellor", back).await;
    let rows: Vec<(String, String)> = office.to(RAPPORTEUR).await;
    let approved = ("approved".to_owned(), "gathered".to_owned());
    assert_eq!(rows[..2], [approved.clone(), approved]);
    assert_eq!(rows[2..], [("several".into(), "sent".into())]);
}
