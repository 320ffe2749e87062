//! What was written down wrongly of an addressee is mended with a reason, what rests on it follows, and all of it can be
//! taken back (PR-7).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationWanted, Command, Correction, DestinationCommand, Extent, RegistrationCommand, Sending, StatementCommand,
};
use entente::domain::content::Addressee;
use entente::domain::reference::Purpose;
use entente::facts;
use entente::schema::{allocation, destination, event, event_payload, outbox, registration, statement};
use entente::write::{Error, Order};
use serde_json::Value;
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn correct(of: Uuid, purpose: Purpose, deadline: Option<&str>) -> Order {
    meaning(of, purpose, deadline, None)
}

fn meaning(of: Uuid, purpose: Purpose, deadline: Option<&str>, body: Option<Uuid>) -> Order {
    let correction = Correction { purpose, deadline: deadline.map(day), body };
    Order::on(of, Command::Destination(DestinationCommand::Correct(correction))).because("Misread from the scan.")
}

fn take_back(of: Uuid) -> Order {
    let back = Command::Destination(DestinationCommand::TakeBack { of: None });
    Order::on(of, back).because("It was right after all.")
}

/// The codes of a refusal.
fn codes(refused: Result<entente::write::Receipt, Error>) -> Vec<String> {
    match refused {
        Err(Error::Refused(all)) => all.into_iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// The addressees of a statement in order.
async fn addressees(world: &World, of: Uuid) -> Vec<Uuid> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = destination::table.filter(destination::statement_id.eq(of)).order(destination::position);
    all.select(destination::id).load(&mut conn).await.unwrap()
}

type To = (String, String, Option<NaiveDate>, Option<Uuid>);
type Sum = (String, Option<NaiveDate>, Option<NaiveDate>);
type Part = (String, NaiveDate, Value);

/// Everything that a correction may touch: the addressees, the statement, the allocations.
async fn stands(world: &World, of: Uuid) -> (Vec<To>, Sum, Vec<Part>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let to = destination::table.filter(destination::statement_id.eq(of)).order(destination::position);
    let to = to.select((destination::state, destination::purpose, destination::deadline, destination::body_id));
    let sum = statement::table.find(of).select((statement::state, statement::deadline, statement::reply_due));
    let parts = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(registration::statement_id.eq(of))
        .order(allocation::id)
        .select((allocation::state, allocation::due, allocation::due_rule));
    let (to, sum) = (to.load(&mut conn).await.unwrap(), sum.first(&mut conn).await.unwrap());
    (to, sum, parts.load(&mut conn).await.unwrap())
}

/// The letters that say that a due date moved: address, the day before, the day now.
async fn moved(world: &World) -> Vec<(String, Value, Value)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all = outbox::table.filter(outbox::notice.eq("due_moved")).order(outbox::seq);
    let rows: Vec<(String, Value)> = all.select((outbox::address, outbox::facts)).load(&mut conn).await.unwrap();
    rows.into_iter().map(|(to, facts)| (to, facts["due_before"].clone(), facts["due"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_deadline_of_what_was_logged_moves_the_due_dates_that_came_from_it() {
    let world = World::new().await;
    let (logged, registration) = world.allocated().await;
    let to = addressees(&world, logged).await[0];
    let before = stands(&world, logged).await;
    assert_eq!((before.2[0].1, before.1.1), (day("2023-08-15"), Some(day("2023-08-22"))));
    let right = || correct(to, Purpose::Action, Some("2023-09-22"));
    assert_eq!(codes(world.does("counsellor", Order { reason: None, ..right() }).await), ["reason_given"]);
    assert_eq!(codes(world.does("rapporteur", right()).await), ["not-yours"]);
    let same = correct(to, Purpose::Action, Some("2023-08-22"));
    assert_eq!(codes(world.does("counsellor", same).await), ["something_differs"]);
    assert_eq!(world.did("counsellor", right()).await.state, "not_tracked");
    let now = stands(&world, logged).await;
    assert_eq!(now.1, ("issued".into(), Some(day("2023-09-22")), None));
    assert_eq!(now.2[0].1, day("2023-09-15"));
    assert!(now.2[0].2.to_string().contains("2023-09-22"), "the rule names the deadline: {}", now.2[0].2);
    let told = ("rapporteur@example.org".to_owned(), Value::from("2023-08-15"), Value::from("2023-09-15"));
    assert_eq!(moved(&world).await, [told]);

    world.did("counsellor", take_back(to)).await;
    assert_eq!(stands(&world, logged).await, before);
    assert_eq!(codes(world.does("counsellor", take_back(to)).await), ["corrected_last"]);
    // An allocation whose day moved to and fro can be taken back like any other.
    let back = Command::Registration(RegistrationCommand::TakeBack);
    world.did("counsellor", Order::on(registration, back).because("Not theirs.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_that_somebody_chose_stays_and_one_that_came_too_late_follows() {
    let world = World::new().await;
    let (logged, registration) = world.registered().await;
    let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    world.did("counsellor", Order::on(registration, Command::Registration(available))).await;
    let wanted = |body: &str, person: &str, lead, due| AllocationWanted {
        body: world.body(body),
        assignee: world.person(person),
        purpose: Purpose::Action,
        lead,
        due,
        note: String::new(),
    };
    let to = addressees(&world, logged).await[0];
    // The rule's own day has passed: it is due today.
    world.did("counsellor", correct(to, Purpose::Action, Some("2023-03-08"))).await;
    let typed = wanted("Q10/17", "rapporteur.q10", false, Some(day("2023-04-03")));
    let rows = vec![wanted("Q14/17", "rapporteur", true, None), typed];
    let allocate = Command::Registration(RegistrationCommand::Allocate(rows));
    world.did("counsellor", Order::on(registration, allocate)).await;
    let dues = async || stands(&world, logged).await.2.into_iter().map(|part| part.1).collect::<Vec<_>>();
    assert_eq!(dues().await, [day("2023-03-06"), day("2023-04-03")]);
    world.did("counsellor", correct(to, Purpose::Action, Some("2023-08-22"))).await;
    assert_eq!(dues().await, [day("2023-08-15"), day("2023-04-03")]);
    assert_eq!(moved(&world).await.len(), 1);
    // The day has moved, and rests on the correction before: the newest is taken back first.
    world.did("counsellor", take_back(to)).await;
    assert_eq!(dues().await, [day("2023-03-06"), day("2023-04-03")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_addressee_of_ours_waits_for_follows_and_the_sum_with_it() {
    let world = World::new().await;
    let asked = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", asked)).await.subject;
    let to = addressees(&world, ours).await;
    let before = stands(&world, ours).await;
    assert_eq!(before.1, ("awaiting_reply".into(), Some(day("2023-08-22")), Some(day("2023-08-22"))));
    let state = async || {
        let (to, sum, _) = stands(&world, ours).await;
        (to[0].0.clone(), to[1].0.clone(), sum.0, sum.1.map(|day| day.to_string()))
    };
    let is = |first: &str, second: &str, sum: &str, deadline: Option<&str>| {
        (first.to_owned(), second.to_owned(), sum.to_owned(), deadline.map(str::to_owned))
    };
    world.did("counsellor", correct(to[0], Purpose::Information, None)).await;
    assert_eq!(state().await, is("no_reply_needed", "no_reply_needed", "closed", None));
    // A comment without a day asks for no reply, with a day it does.
    world.did("counsellor", correct(to[1], Purpose::Comment, None)).await;
    assert_eq!(state().await, is("no_reply_needed", "no_reply_needed", "closed", None));
    world.did("counsellor", correct(to[1], Purpose::Comment, Some("2023-05-01"))).await;
    assert_eq!(state().await, is("no_reply_needed", "awaited", "awaiting_reply", Some("2023-05-01")));
    world.did("counsellor", take_back(to[1])).await;
    world.did("counsellor", take_back(to[0])).await;
    let now = stands(&world, ours).await;
    assert_eq!((&now.1, &now.0[0]), (&before.1, &before.0[0]));
    // The text that was sent asks what it asked.
    world.did("counsellor", correct(to[0], Purpose::Comment, Some("2023-10-01"))).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let mut facts = facts::statement::load(&mut conn, ours, false, day("2023-03-06"), None).await.unwrap();
    assert_eq!(facts.destinations[0].purpose, Purpose::Comment);
    facts::statement::as_it_left(&mut conn, &mut facts).await.unwrap();
    let sent = &facts.destinations;
    assert_eq!((sent[0].purpose, sent[0].deadline), (Purpose::Action, Some(day("2023-08-22"))));
    assert_eq!((sent[1].purpose, sent[1].deadline), (Purpose::Information, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_stays_an_answer_and_without_it_the_correction_counts() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let (to, (reply, _)) = (addressees(&world, ours).await[0], world.registered().await);
    let on = |command| Order::on(to, Command::Destination(command)).because("Because.");
    let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
    world.did("counsellor", on(link.clone())).await;
    assert_eq!(world.did("counsellor", correct(to, Purpose::Information, None)).await.state, "answered");
    world.did("counsellor", on(DestinationCommand::Unlink { reply })).await;
    assert_eq!(stands(&world, ours).await.0[0].0, "no_reply_needed");
    world.did("counsellor", correct(to, Purpose::Action, Some("2023-08-22"))).await;
    world.did("counsellor", on(link)).await;
    assert_eq!(codes(world.does("counsellor", take_back(to)).await), ["corrected_last"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_something_rests_on_or_of_what_was_sent_in_error_is_refused() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let to = addressees(&world, ours).await[0];
    world.did("counsellor", correct(to, Purpose::Action, Some("2023-09-22"))).await;
    let on = |command| Order::on(ours, Command::Statement(command)).because("Because.");
    world.did("counsellor", on(StatementCommand::CloseWithoutReply)).await;
    assert_eq!(codes(world.does("counsellor", take_back(to)).await), ["nothing_rests_on_it"]);
    // What was given up stays so, whatever is asked.
    assert_eq!(world.did("counsellor", correct(to, Purpose::Action, None)).await.state, "not_answered");
    assert_eq!(stands(&world, ours).await.1.0, "closed");
    world.did("counsellor", on(StatementCommand::MarkSentInError)).await;
    let refused = world.does("counsellor", correct(to, Purpose::Information, None)).await;
    assert_eq!(codes(refused), ["not_in_error"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_addressee_becomes_the_body_that_it_means_which_then_receives_it() {
    let world = World::new().await;
    let printed = Addressee {
        body: None,
        printed: "TC 307, Blockchain".into(),
        purpose: Purpose::Action,
        deadline: Some(day("2023-08-22")),
    };
    let text = content("terms", vec![printed, world.for_information("ISO/IEC JTC 1/SC 27")]);
    let ours = world.approved(text).await.subject;
    let how = Sending { how_sent: "By mail.".into(), ..Sending::default() };
    world.on_statement("counsellor", ours, StatementCommand::Send(how)).await;
    let (to, before) = (addressees(&world, ours).await, stands(&world, ours).await);
    let means = |at: usize, body: &str| meaning(to[at], Purpose::Action, Some("2023-08-22"), Some(world.body(body)));
    assert_eq!(codes(world.does("counsellor", means(0, "ISO/IEC JTC 1/SC 27")).await), ["addressed_once"]);
    assert_eq!(codes(world.does("counsellor", means(0, "Q14/17")).await), ["not_to_itself"]);
    assert_eq!(codes(world.does("counsellor", means(1, "ISO/TC 307")).await), ["body_was_unknown"]);
    let nobody = meaning(to[0], Purpose::Action, None, Some(Uuid::nil()));
    assert!(
        matches!(world.does("counsellor", nobody).await, Err(Error::Fields(all)) if all[0].field == "addressee_body")
    );
    let registered = async || {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let all = registration::table.filter(registration::statement_id.eq(ours));
        all.select((registration::body_id, registration::state)).load::<(Uuid, String)>(&mut conn).await.unwrap()
    };
    let sees = async || {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let place = facts::place::of_subject(&mut conn, entente::domain::command::Kind::Statement, ours).await.unwrap();
        let manager = world.actor("manager").await;
        facts::sight::actor_sees(&mut conn, &manager, day("2023-03-06"), &place).await.unwrap()
    };
    assert!(registered().await.is_empty() && !sees().await);
    world.did("counsellor", means(0, "ISO/TC 307")).await;
    assert_eq!(registered().await, [(world.body("ISO/TC 307"), "received".to_owned())]);
    assert!(sees().await);
    world.did("counsellor", take_back(to[0])).await;
    assert_eq!(registered().await, [(world.body("ISO/TC 307"), "void".to_owned())]);
    assert_eq!((stands(&world, ours).await, sees().await), (before, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_receiving_body_allocated_follows_and_does_not_hear_our_reason() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let there = world.registration_of(ours).await;
    let on = |command| Order::on(there, Command::Registration(command));
    world.did("manager", on(RegistrationCommand::Register { as_contribution: false, number: None })).await;
    let wanted = AllocationWanted {
        body: world.body("ISO/TC 307/JWG 4"),
        assignee: world.person("convenor"),
        purpose: Purpose::Action,
        lead: true,
        due: None,
        note: String::new(),
    };
    world.did("manager", on(RegistrationCommand::Allocate(vec![wanted]))).await;
    let to = addressees(&world, ours).await[0];
    world.did("counsellor", correct(to, Purpose::Action, Some("2023-10-22"))).await;
    assert_eq!(stands(&world, ours).await.2[0].1, day("2023-10-15"));
    assert_eq!(moved(&world).await[0].0, "convenor@example.org");
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let data: Value = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::act.eq("move_due"))
        .select(event_payload::data)
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(data["changes"]["due"], serde_json::json!(["2023-08-15", "2023-10-15"]));
    assert!(!data.to_string().contains("Misread"), "our reason stays with us: {data}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_opened_a_closed_statement_is_taken_back_and_it_is_closed_as_before() {
    let world = World::new().await;
    let asked = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let ours = world.sent(content("terms", asked)).await.subject;
    let to = addressees(&world, ours).await;
    let (reply, _) = world.registered().await;
    let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
    world.did("counsellor", Order::on(to[0], Command::Destination(link))).await;
    let close = StatementCommand::Close { follow_up: "Nothing is left.".into() };
    world.on_statement("counsellor", ours, close).await;
    let before = stands(&world, ours).await;
    assert_eq!(before.1.0, "closed");
    world.did("counsellor", correct(to[1], Purpose::Action, Some("2023-05-01"))).await;
    assert_eq!(stands(&world, ours).await.1.0, "awaiting_reply");
    world.did("counsellor", take_back(to[1])).await;
    assert_eq!(stands(&world, ours).await, before);
}
