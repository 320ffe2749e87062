//! Numbers of a body that are reserved, released, void, or missing (PR-10).

use entente::domain::command::{Command, Kind, RecordCommand, RegistrationCommand, Sending, StatementCommand};
use entente::domain::decision::Circumstances;
use entente::domain::numbering::{Holder, Series};
use entente::domain::people::Actor;
use entente::domain::procedure::record::State;
use entente::domain::record::{self, Around, BodyCorrection, Numbering, RecordFacts};
use entente::facts::sight::Sight;
use entente::read::body::numbers::{After, Gap, Register, register};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use super::moved::counted;
use crate::support::people::{World, content, day, sight_of};

fn series(scheme: &str) -> Series {
    Series { scheme: scheme.into(), period: String::new() }
}

fn reserve(world: &World, number: Option<&str>, whom: &str) -> Order {
    let number = number.map(str::to_owned);
    let command = RecordCommand::ReserveNumber { of: series("ls"), number, reserved_for: whom.into() };
    Order::on(world.body("SG17"), Command::Record(command))
}

fn release(world: &World, number: &str) -> Order {
    let command = RecordCommand::ReleaseNumber { of: series("ls"), number: number.into() };
    Order::on(world.body("SG17"), Command::Record(command))
}

fn void(world: &World, number: &str) -> Order {
    let command = RecordCommand::VoidNumber { of: series("ls"), number: number.into() };
    Order::on(world.body("SG17"), Command::Record(command)).because("Printed on a paper that was never sent.")
}

impl World {
    async fn sends_as(&self, typed: Option<&str>) -> Result<Receipt, Error> {
        let approved = self.approved(content("terms", vec![self.for_action("ISO/TC 307")])).await.subject;
        let sending = Sending { number: typed.map(str::to_owned), ..Sending::default() };
        self.does("counsellor", Order::on(approved, Command::Statement(StatementCommand::Send(sending)))).await
    }

    async fn register(&self, who: &str, scheme: &str) -> Register {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let sight = sight_of(self, who).await;
        register(&mut conn, &sight, self.body("SG17"), &series(scheme), After::default()).await.unwrap()
    }

    async fn given(&self) -> Vec<String> {
        self.register("counsellor", "ls").await.given.rows.into_iter().map(|one| one.value).collect()
    }

    async fn events(&self) -> i64 {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        counted(&mut conn, "SELECT count(*) AS count FROM event WHERE act LIKE '%_number'").await
    }
}

/// The codes of a refusal and the words of its sentences.
fn why(result: Result<Receipt, Error>) -> (Vec<String>, String) {
    let Err(Error::Refused(refusals)) = result else { panic!("{result:?}") };
    (refusals.iter().map(|one| one.code.clone()).collect(), format!("{:?}", refusals))
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_numbers_pass_over_what_is_reserved_or_void() {
    let world = World::new().await;
    world.did("counsellor", reserve(&world, None, "the reply to SC 27")).await;
    world.did("counsellor", reserve(&world, Some("SG17-LS402"), "the joint workshop")).await;
    world.did("counsellor", void(&world, "sg17-ls 403")).await;
    for _ in 0..3 {
        world.sends_as(None).await.unwrap();
    }
    assert_eq!(world.given().await, ["SG17-LS405", "SG17-LS404", "SG17-LS401"]);
    world.did("counsellor", reserve(&world, None, "what comes next")).await;
    let told = world.register("counsellor", "ls").await;
    let reserved: Vec<&str> = told.reserved.rows.iter().map(|one| one.value.as_str()).collect();
    assert_eq!(reserved, ["SG17-LS406", "SG17-LS402", "SG17-LS400"]);
    assert_eq!(told.reserved.rows[2].reserved_for, "the reply to SC 27");
    assert_eq!(told.void.rows[0].why_void, "Printed on a paper that was never sent.");
    assert!(told.void.rows[0].by.is_some() && told.gaps.rows.is_empty(), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_types_a_reserved_number_takes_it_and_the_register_keeps_for_what_it_was() {
    let world = World::new().await;
    world.did("counsellor", reserve(&world, Some("SG17-LS450"), "the reply to SC 27")).await;
    let sent = world.sends_as(Some("sg17\u{2011}ls450")).await.unwrap();
    let told = world.register("counsellor", "ls").await;
    assert!(told.reserved.rows.is_empty());
    let given = &told.given.rows[0];
    assert_eq!(given.statement.as_ref().unwrap().handle, sent.handle);
    assert_eq!(given.reserved_for.as_deref(), Some("the reply to SC 27"));
    assert!(given.by.is_some() && given.at.is_some());
    let (codes, said) = why(world.does("counsellor", reserve(&world, Some("SG17-LS450"), "another")).await);
    assert!(codes == ["number_free"] && said.contains(&sent.handle), "{said}");
    let (codes, _) = why(world.does("counsellor", release(&world, "SG17-LS450")).await);
    assert_eq!(codes, ["number_reserved"], "it was taken");
    let (codes, said) = why(world.does("counsellor", void(&world, "SG17-LS450")).await);
    assert!(codes == ["number_free"] && said.contains(&sent.handle), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn registering_takes_a_reserved_number_and_passes_over_another() {
    let world = World::new().await;
    let of = |number: &str| RecordCommand::ReserveNumber {
        of: series("td"),
        number: Some(number.into()),
        reserved_for: "the opening plenary".into(),
    };
    world.did("counsellor", Order::on(world.body("SG17"), Command::Record(of("SG17-TD90")))).await;
    let (_, registration) = world.unregistered().await;
    let typed = RegistrationCommand::Register { as_contribution: false, number: Some("SG17-TD 90".into()) };
    world.did("counsellor", Order::on(registration, Command::Registration(typed))).await;
    let told = world.register("counsellor", "td").await;
    assert_eq!(told.given.rows[0].reserved_for.as_deref(), Some("the opening plenary"));
    assert!(told.reserved.rows.is_empty() && told.given.rows[0].statement.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_is_refused_naming_what_has_it() {
    let world = World::new().await;
    world.did("counsellor", reserve(&world, Some("SG17-LS450"), "the reply to SC 27")).await;
    let (codes, said) = why(world.does("counsellor", reserve(&world, Some("sg17-ls450"), "another")).await);
    assert!(codes == ["number_free"] && said.contains("the reply to SC 27"), "{said}");
    world.did("counsellor", void(&world, "SG17-LS450")).await;
    for refused in [
        world.does("counsellor", reserve(&world, Some("SG17-LS450"), "another")).await,
        world.does("counsellor", void(&world, "SG17-LS450")).await,
        world.sends_as(Some("SG17-LS450")).await,
    ] {
        let (codes, said) = why(refused);
        assert!(codes == ["number_free"] && said.contains("guard-number-void-no"), "{said}");
    }
    let (codes, _) = why(world.does("counsellor", release(&world, "SG17-LS450")).await);
    assert_eq!(codes, ["number_reserved"], "void stays void");
    let told = world.register("counsellor", "ls").await;
    assert_eq!(told.void.rows[0].reserved_for, "the reply to SC 27");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_without_reason_or_series_is_refused_and_so_is_who_has_no_say() {
    let world = World::new().await;
    let unsaid = Order { reason: None, ..void(&world, "SG17-LS450") };
    assert_eq!(why(world.does("counsellor", unsaid).await).0, ["reason_given"]);
    let of = |scheme: &str, number: Option<&str>| RecordCommand::ReserveNumber {
        of: series(scheme),
        number: number.map(str::to_owned),
        reserved_for: "something".into(),
    };
    let on = |body: &str, command| Order::on(world.body(body), Command::Record(command));
    let (codes, _) = why(world.does("counsellor", on("SG17", of("n", Some("N 7")))).await);
    assert_eq!(codes, ["series_known"], "a study group has no N-documents");
    let (codes, _) = why(world.does("counsellor", on("Q14/17", of("ls", None))).await);
    assert!(codes.contains(&"numbers_here".to_owned()), "{codes:?}: a Question has none of its own");
    for who in ["manager", "rapporteur", "sg.chair"] {
        assert!(world.does(who, reserve(&world, None, "something")).await.is_err(), "{who}");
    }
    assert_eq!(world.events().await, 0);
}

/// What the rules alone say of a number that this one has, without a database: the codes of their refusals.
fn judged(command: RecordCommand, holder: Option<Holder>) -> Vec<String> {
    let numbering = Numbering { known: true, number: Some("SG17-LS450".into()), next: None, holder };
    let facts = RecordFacts {
        state: Some(State::Recorded),
        numbers_here: true,
        around: Around { numbering: Some(numbering), ..Around::default() },
        ..RecordFacts::unborn(Kind::Body, Some(Vec::new()))
    };
    let (on, reason) = (day("2023-03-06"), Some("Lost."));
    let at = Circumstances { actor: &Actor::Importer, occurred_on: on, today: on, reason };
    let decided = record::decide(&facts, at, &command);
    decided.err().unwrap_or_default().into_iter().map(|one| one.code).collect()
}

#[test]
fn the_rules_know_who_has_a_number_before_anything_is_written() {
    let given = || Some(Holder::Given { handle: "LS-1".into() });
    let reserved = || Some(Holder::Reserved { whom: "it".into(), since: day("2023-03-06") });
    let void = || Some(Holder::Void { since: day("2023-03-06") });
    let number = || "SG17-LS450".to_owned();
    let reserve =
        || RecordCommand::ReserveNumber { of: series("ls"), number: Some(number()), reserved_for: "it".into() };
    let release = || RecordCommand::ReleaseNumber { of: series("ls"), number: number() };
    let make_void = || RecordCommand::VoidNumber { of: series("ls"), number: number() };
    let nothing: [&str; 0] = [];
    for holder in [given(), reserved(), void()] {
        assert_eq!(judged(reserve(), holder), ["number_free"]);
    }
    for holder in [given(), void(), None] {
        assert_eq!(judged(release(), holder), ["number_reserved"]);
    }
    for holder in [given(), void()] {
        assert_eq!(judged(make_void(), holder), ["number_free"]);
    }
    assert_eq!(judged(reserve(), None), nothing);
    assert_eq!(judged(release(), reserved()), nothing);
    for holder in [reserved(), None] {
        assert_eq!(judged(make_void(), holder), nothing);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gaps_are_listed_until_somebody_has_them() {
    let world = World::new().await;
    world.sends_as(Some("SG17-LS390")).await.unwrap();
    world.sends_as(None).await.unwrap();
    world.sends_as(Some("SG17-LS404")).await.unwrap();
    let gaps = async || world.register("counsellor", "ls").await.gaps.rows;
    let gap = |from, to| Gap { from, to };
    assert_eq!(gaps().await, [gap(401, 403), gap(391, 399)]);
    world.did("counsellor", void(&world, "SG17-LS395")).await;
    world.did("counsellor", reserve(&world, Some("SG17-LS402"), "something")).await;
    assert_eq!(gaps().await, [gap(403, 403), gap(401, 401), gap(396, 399), gap(391, 394)]);
    world.did("counsellor", release(&world, "SG17-LS402")).await;
    assert_eq!(gaps().await, [gap(401, 403), gap(396, 399), gap(391, 394)]);
    // Released, it is free: the series comes to it again.
    world.sends_as(None).await.unwrap();
    world.sends_as(None).await.unwrap();
    assert_eq!(world.given().await[..2], ["SG17-LS402", "SG17-LS401"]);
    assert_eq!(world.events().await, 3, "each has its event");
}

/// The last that the series gave is missing like any other.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_reserved_from_the_series_and_released_is_a_gap() {
    let world = World::new().await;
    world.sends_as(None).await.unwrap();
    let gaps = async || world.register("counsellor", "ls").await.gaps.rows;
    assert_eq!(gaps().await, []);
    world.did("counsellor", reserve(&world, None, "something")).await;
    assert_eq!(gaps().await, []);
    world.did("counsellor", release(&world, "SG17-LS401")).await;
    assert_eq!(gaps().await, [Gap { from: 401, to: 401 }]);
    let elsewhere = Series { scheme: "ls".into(), period: "xyz".into() };
    let number = "SG17-LS401".to_owned();
    let other = RecordCommand::ReleaseNumber { of: elsewhere, number };
    let other = Order::on(world.body("SG17"), Command::Record(other));
    let Err(Error::Refused(refusals)) = world.does("counsellor", other).await else { panic!("released elsewhere") };
    assert_eq!(refusals[0].code, "series_known");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_number_wanted_by_several_at_once_is_had_by_one() {
    let world = World::new().await;
    for n in 0..3 {
        let number = format!("SG17-LS{}", 600 + n);
        let approved = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
        let sending = Sending { number: Some(number.clone()), ..Sending::default() };
        let send = Order::on(approved, Command::Statement(StatementCommand::Send(sending)));
        let (sent, voided) =
            tokio::join!(world.does("counsellor", send), world.does("counsellor", void(&world, &number)));
        assert!(sent.is_ok() != voided.is_ok(), "{sent:?} {voided:?}");
    }
    let mut both: Vec<Uuid> = Vec::new();
    for _ in 0..4 {
        both.push(world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject);
    }
    let send = |id: &Uuid| Order::on(*id, Command::Statement(StatementCommand::Send(Sending::default())));
    let sending = both.iter().map(|id| world.does("counsellor", send(id)));
    let reserving = (0..4).map(|_| world.does("counsellor", reserve(&world, None, "something")));
    let (sent, reserved) =
        tokio::join!(futures_util::future::join_all(sending), futures_util::future::join_all(reserving));
    sent.into_iter().chain(reserved).for_each(|one| drop(one.unwrap()));
    let told = world.register("counsellor", "ls").await;
    let mut all: Vec<String> = told.reserved.rows.iter().map(|one| one.value.clone()).collect();
    all.extend(told.given.rows.iter().map(|one| one.value.clone()).filter(|one| one.starts_with("SG17-LS4")));
    all.sort();
    assert_eq!(all, (400..408).map(|n| format!("SG17-LS{n}")).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_comes_later_finds_the_places_of_what_was_typed() {
    let world = World::new().await;
    let forum = world.body("Ledger Forum");
    let reserved = |number: &str| {
        let (number, reserved_for) = (Some(number.to_owned()), "the spring report".to_owned());
        let command = RecordCommand::ReserveNumber { of: series("ls"), number, reserved_for };
        Order::on(forum, Command::Record(command))
    };
    let by_office = async |order| world.door.perform(world.now, &Actor::Importer, order).await;
    for number in ["LF 3", "LF7", "Spring"] {
        by_office(reserved(number)).await.unwrap();
    }
    let next = RecordCommand::ReserveNumber { of: series("ls"), number: None, reserved_for: "something".into() };
    let (codes, _) = why(by_office(Order::on(forum, Command::Record(next))).await);
    assert_eq!(codes, ["number_at_hand"], "nothing counts them");
    let elsewhere = Series { scheme: "ls".into(), period: "2025".into() };
    let next = RecordCommand::ReserveNumber { of: elsewhere, number: Some("LF 9".into()), reserved_for: "it".into() };
    let (codes, _) = why(by_office(Order::on(forum, Command::Record(next))).await);
    assert_eq!(codes, ["series_known"], "nor is there such a period");
    let to = BodyCorrection { sent_numbers: Some(("LF {n}".into(), 4)), ..world.written(forum).await };
    world.correct(None, forum, to).await.unwrap();
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let sight = Sight { roots: vec![forum], person: Uuid::nil() };
    let told = register(&mut conn, &sight, forum, &series("ls"), After::default()).await.unwrap();
    assert_eq!((told.gaps.rows, told.reserved.rows.len()), (vec![Gap { from: 4, to: 6 }], 3));
}
