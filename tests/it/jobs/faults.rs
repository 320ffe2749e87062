//! Every fault of a mail server, a hundred letters each: none is lost, each lane keeps its order, lanes that the fault
//! does not concern do not wait, and what was given up is shown and can be tried again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{Command, Reminder, StatementCommand};
use entente::domain::record::AddressRecord;
use entente::domain::reference::AddressKind;
use entente::jobs::{Work, outbox as carrying};
use entente::mail::post::Post;
use entente::mail::reading;
use entente::mail::sink::{Basket, Drops, Faults, Handshake, Sink};
use entente::schema::{outbox, subject};
use entente::write::Order;
use entente::write::upkeep::outbox::wait;
use uuid::Uuid;

use super::working;
use crate::api::House;
use crate::support::people::{content, day};

/// What the addresses have in common whose server goes wrong: five lanes of twenty letters.
const SICK: &str = "@slow.example.org";
const LANES: usize = 5;
const LETTERS: usize = 20;
/// Two more lanes of as many letters, to addresses that no fault concerns.
const HEALTHY: usize = 2;
/// Patience where the fault is to try it, and longer than that.
const PATIENCE: Duration = Duration::from_millis(600);
const TOO_LONG: Duration = Duration::from_millis(900);

/// What becomes of the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Delivered when the fault is over; no server has it twice.
    Once,
    /// Delivered, perhaps twice under the same name: the server had it, and its answer was lost.
    AtLeastOnce,
    /// Given up with the first answer.
    DeadAtOnce,
    /// Given up after the last of its tries.
    DeadAtLast,
}

struct Fault {
    name: &'static str,
    plan: Faults,
    /// For how many minutes it goes on where it ends by itself.
    minutes: i64,
    /// It meets the whole server: nothing leaves, and no try is counted.
    whole: bool,
    end: End,
    /// How the mail server is asked for encryption.
    query: &'static str,
    /// What the server says, as it is shown.
    says: &'static str,
}

fn faults() -> Vec<Fault> {
    let none = Faults::default;
    let sick = || Faults { only: vec![SICK.into()], ..none() };
    let fault = |name, plan, minutes, end, says| Fault { name, plan, minutes, whole: false, end, query: "", says };
    let whole = |name, plan, says| Fault { whole: true, ..fault(name, plan, 2, End::Once, says) };
    let tls = |name, handshake, says| Fault {
        query: "?tls=opportunistic",
        ..whole(name, Faults { handshake: Some(handshake), ..none() }, says)
    };
    vec![
        whole("421 at the greeting", Faults { busy: true, ..none() }, "421"),
        whole("no greeting in time", Faults { delay: TOO_LONG, ..none() }, "timeout"),
        tls("STARTTLS refused", Handshake::Refused, "454"),
        tls("garbage instead of TLS", Handshake::Garbage, ""),
        fault("421 within the letter", Faults { closing: true, ..sick() }, 5, End::Once, "421"),
        fault("451", Faults { local_error: true, ..sick() }, 20, End::Once, "451"),
        fault("451 to the last", Faults { local_error: true, ..sick() }, 0, End::DeadAtLast, "451"),
        fault("greylisting", Faults { greylist: 2, ..sick() }, 600, End::Once, "451"),
        fault("550", Faults { unknown: vec![SICK.into()], ..none() }, 0, End::DeadAtOnce, "550"),
        fault("552", Faults { full: true, ..sick() }, 0, End::DeadAtOnce, "552"),
        fault("no answer in time", Faults { delay_after_data: TOO_LONG, ..sick() }, 1, End::AtLeastOnce, "timeout"),
        fault("dropped in DATA", Faults { drops: Some(Drops::InData), ..sick() }, 20, End::Once, ""),
        fault("dropped after DATA", Faults { drops: Some(Drops::AfterData), ..sick() }, 5, End::AtLeastOnce, ""),
    ]
}

/// A statement with its reminders: the same letters for every fault.
struct Office {
    house: House,
    clock: Arc<Mutex<DateTime<Utc>>>,
    statement: String,
    /// Address, and the names of its letters in the order in which they were queued.
    lanes: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Queryable)]
struct Row {
    address: String,
    event: Option<Uuid>,
    state: String,
    attempts: i16,
    problem: Option<String>,
}

impl Office {
    async fn new() -> Office {
        let mut house = House::open().await;
        house.world.add_somebody("administrator", "Administrator", true).await;
        let world = &house.world;
        for n in 1..=LANES {
            let (kind, name, address) = (AddressKind::Mailbox, format!("Desk {n}"), format!("desk.{n}{SICK}"));
            let entry = AddressRecord { kind, name, address, from: day("2020-01-01"), to: None };
            world.add_address("counsellor", "ISO/IEC JTC 1", entry).await;
        }
        let to = vec![world.for_action("ISO/IEC JTC 1"), world.for_action("ISO/IEC JTC 1/SC 27")];
        let id = world.sent(content("terms", to)).await.subject;
        for n in 1..LETTERS {
            let reminder = Reminder { text: format!("We ask for the {n}th time."), how_sent: String::new() };
            let order = Order::on(id, Command::Statement(StatementCommand::Remind(reminder)));
            world.did("counsellor", order.because("They meet next week.")).await;
        }
        let clock = Arc::new(Mutex::new(world.now + TimeDelta::hours(1)));
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let statement = subject::table.find(id).select(subject::handle).first(&mut conn).await.unwrap();
        let mut office = Office { house, clock, statement, lanes: BTreeMap::new() };
        for row in office.rows().await {
            office.lanes.entry(row.address).or_default().push(row.event.unwrap().simple().to_string());
        }
        assert_eq!(office.lanes.len(), LANES + HEALTHY, "{:?}", office.lanes.keys());
        assert!(office.lanes.values().all(|letters| letters.len() == LETTERS));
        office
    }

    fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    /// The letters to outside, in the order in which they were queued.
    async fn rows(&self) -> Vec<Row> {
        let mut conn = self.house.world.database.pools.reader.connection().await.unwrap();
        let all = outbox::table.filter(outbox::outside.eq(true)).order(outbox::seq);
        let columns = (outbox::address, outbox::event_id, outbox::state, outbox::attempts, outbox::problem);
        all.select(columns).load(&mut conn).await.unwrap()
    }

    /// As if they had just been queued, or tried so often before.
    async fn anew(&self, attempts: i16) {
        let now = self.now();
        let reset = format!(
            "UPDATE outbox SET state = 'cancelled' WHERE NOT outside;
            UPDATE outbox SET state = 'queued', attempts = {attempts}, next_at = '{now}', sent_at = NULL, problem = NULL
            WHERE outside"
        );
        self.house.world.database.owner().await.batch_execute(&reset).await.unwrap();
    }

    /// When the next letter that heads its lane is due; none when no letter waits.
    async fn next(&self) -> Option<DateTime<Utc>> {
        #[derive(QueryableByName)]
        struct Next {
            #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>)]
            at: Option<DateTime<Utc>>,
        }
        let heads = "SELECT min(next_at) AS at FROM (SELECT DISTINCT ON (lane) next_at FROM outbox WHERE state = 'queued' \
                     ORDER BY lane, seq) heads";
        let mut owner = self.house.world.database.owner().await;
        diesel::sql_query(heads).get_result::<Next>(&mut owner).await.unwrap().at
    }

    fn work(&self, post: Post) -> Work {
        working(&self.house.world, post, &self.clock)
    }

    /// A letter to this address by this name: sick or not.
    fn count(&self, caught: &[(String, String)], sick: bool) -> usize {
        caught.iter().filter(|(to, _)| to.contains(SICK) == sick).count()
    }
}

/// Two workers carry all that is due, as they do in one process.
async fn carried(work: &Work) {
    let (one, other) = tokio::join!(carrying::run_once(work), carrying::run_once(work));
    one.unwrap();
    other.unwrap();
}

/// Address and event of each letter, in the order of arrival.
fn caught(basket: &Basket) -> Vec<(String, String)> {
    let of = |raw: &[u8]| {
        let shown = reading::shown(raw);
        let id = shown.headers.into_iter().find(|(name, _)| name == "Message-ID").map(|(_, value)| value).unwrap();
        id.trim_start_matches('<').split('.').next().unwrap().to_owned()
    };
    basket.letters().iter().map(|letter| (letter.to[0].clone(), of(&letter.raw))).collect()
}

/// The letters of each lane as their reader first saw them.
fn lanes(caught: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    let mut lanes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (to, event) in caught {
        let lane = lanes.entry(to.clone()).or_default();
        if !lane.contains(event) {
            lane.push(event.clone());
        }
    }
    lanes
}

/// What has come twice is byte by byte the same.
fn copies_are_equal(basket: &Basket) -> bool {
    let mut seen: BTreeMap<(String, String), Vec<u8>> = BTreeMap::new();
    basket.letters().into_iter().zip(caught(basket)).all(|(letter, name)| {
        let first = seen.entry(name).or_insert_with(|| letter.raw.clone());
        *first == letter.raw
    })
}

async fn posted(fault: &Fault) -> (Sink, Basket, Post) {
    let basket = Basket::default();
    let plan = fault.plan.clone();
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), plan, Arc::new(basket.clone())).await.unwrap();
    let setting = format!("smtp://{}/entente.example.org{}", sink.address(), fault.query);
    let post = match Post::from_setting(&setting).unwrap() {
        Post::Smtp(smtp) if fault.says == "timeout" => Post::Smtp(smtp.with_patience(PATIENCE)),
        other => other,
    };
    (sink, basket, post)
}

/// What stands after the first round, in which no time has passed.
async fn first_round(office: &Office, fault: &Fault, basket: &Basket) {
    let (name, rows, came) = (fault.name, office.rows().await, caught(basket));
    let told: Vec<&Row> = rows.iter().filter(|row| row.problem.is_some()).collect();
    assert!(!told.is_empty(), "{name}: the fault struck nobody");
    for row in &told {
        assert!(row.problem.as_deref().unwrap().starts_with(fault.says), "{name}: {row:?}");
        assert!(row.address.contains(SICK) || fault.whole, "{name}: {row:?}");
    }
    let sick = rows.iter().filter(|row| row.address.contains(SICK));
    match (fault.whole, fault.end) {
        (true, _) => {
            assert!(came.is_empty(), "{name}: {came:?}");
            assert!(rows.iter().all(|row| row.attempts == 0), "{name}: a try was counted");
        }
        (false, End::Once | End::AtLeastOnce) => {
            assert_eq!(office.count(&came, false), HEALTHY * LETTERS, "{name}: others waited");
            assert_eq!(told.len(), LANES, "{name}: only the first of a lane was tried");
        }
        (false, End::DeadAtOnce | End::DeadAtLast) => {
            assert_eq!(office.count(&came, false), HEALTHY * LETTERS, "{name}: others waited");
            assert_eq!(office.count(&came, true), 0, "{name}: {came:?}");
            assert!(sick.clone().all(|row| row.state == "failed" && row.problem.is_some()), "{name}");
        }
    }
}

/// Shown at the statement and at Setup with what the server said, and tried again there.
async fn tried_again(office: &Office, fault: &Fault) {
    let (who, page) = match fault.end {
        End::DeadAtLast => ("administrator", "/setup".to_owned()),
        End::Once | End::AtLeastOnce | End::DeadAtOnce => ("counsellor", format!("/liaisons/{}", office.statement)),
    };
    let (mut browser, csrf) = office.house.browser(who).await;
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("Not delivered") && shown.contains(fault.says), "{}: {shown}", fault.name);
    assert!(shown.contains("Try again what was not delivered") && !shown.contains('⟦'), "{shown}");
    let action = if who == "counsellor" { format!("{page}/letters") } else { format!("{page}/undelivered") };
    let (mut stranger, token) = office.house.browser("rapporteur").await;
    assert_eq!(stranger.post(&action, &[("csrf", &token)]).await.status, 404, "only who looks after them");
    assert!(!stranger.get(&format!("/liaisons/{}", office.statement)).await.body.contains("Try again what"));
    assert_eq!(browser.post(&action, &[("csrf", &csrf)]).await.status, 303);
    assert!(browser.get(&page).await.body.contains("are tried again."));
}

/// From the first try to the last letter.
async fn weathered(office: &Office, fault: &Fault) {
    let last = (1..).find(|attempts| wait(*attempts).is_none()).unwrap();
    office.anew(if fault.end == End::DeadAtLast { last - 1 } else { 0 }).await;
    let (sink, basket, post) = posted(fault).await;
    let work = office.work(post);
    let over = office.now() + TimeDelta::minutes(fault.minutes);
    carried(&work).await;
    first_round(office, fault, &basket).await;
    if matches!(fault.end, End::DeadAtOnce | End::DeadAtLast) {
        assert_eq!(office.next().await, None, "{}", fault.name);
        sink.set(Faults::default());
        tried_again(office, fault).await;
        carried(&work).await;
    }
    let mut rounds = 0;
    while let Some(next) = office.next().await {
        let now = office.now();
        *office.clock.lock().unwrap() = next.max(now + TimeDelta::seconds(61));
        if office.now() >= over {
            sink.set(Faults::default());
        }
        carried(&work).await;
        rounds += 1;
        assert!(rounds < 100, "{}: letters never leave", fault.name);
    }
    let (rows, came) = (office.rows().await, caught(&basket));
    assert!(rows.iter().all(|row| row.state == "sent" && row.problem.is_none()), "{}: {rows:?}", fault.name);
    assert_eq!(lanes(&came), office.lanes, "{}: lost, or not in the order of the lane", fault.name);
    let all = (LANES + HEALTHY) * LETTERS;
    match fault.end {
        End::AtLeastOnce => assert!(came.len() > all && copies_are_equal(&basket), "{}", fault.name),
        End::Once | End::DeadAtOnce | End::DeadAtLast => assert_eq!(came.len(), all, "{}: came twice", fault.name),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_every_fault_no_letter_is_lost_each_lane_keeps_its_order_and_others_do_not_wait() {
    let office = Arc::new(Office::new().await);
    let mut failed = Vec::new();
    for fault in faults() {
        let (office, name, begun) = (Arc::clone(&office), fault.name, std::time::Instant::now());
        // One that fails says so above, and hides none of the others.
        let weathered = tokio::spawn(async move { weathered(&office, &fault).await }).await;
        println!("{name:28} {:?}", begun.elapsed());
        failed.extend(weathered.is_err().then_some(name));
    }
    assert!(failed.is_empty(), "{failed:?}");
}
