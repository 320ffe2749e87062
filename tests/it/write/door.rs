//! The door: what it promises whoever comes, alone or thirty-two at once.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationWanted, Approval, Command, Extent, RegistrationCommand, Sending, StatementCommand,
};
use entente::domain::people::Role;
use entente::domain::reference::Purpose;
use entente::schema::{event, outbox, statement};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, content, day};

/// The codes of a refusal.
fn codes(result: Result<Receipt, Error>) -> Vec<String> {
    match result {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn events_of(world: &World, subject: Uuid) -> i64 {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    event::table.filter(event::subject_id.eq(subject)).count().get_result(&mut conn).await.unwrap()
}

async fn all_events(world: &World) -> i64 {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    event::table.count().get_result(&mut conn).await.unwrap()
}

fn by_correspondence() -> StatementCommand {
    let consulted = Approval { consulted: "Management team".into(), document: "Mail".into(), ..Default::default() };
    StatementCommand::ApproveByCorrespondence(consulted)
}

fn on(subject: Uuid, command: StatementCommand) -> Order {
    Order::on(subject, Command::Statement(command))
}

async fn draft(world: &World) -> Receipt {
    world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await
}

async fn submitted(world: &World) -> Receipt {
    let draft = draft(world).await;
    world.on_statement("rapporteur", draft.subject, StatementCommand::Submit).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_gets_the_first_receipt_and_does_nothing_twice() {
    let world = World::new().await;
    let draft = draft(&world).await.subject;
    let order = Order { key: Some("k1".into()), ..on(draft, StatementCommand::Submit) };
    let first = world.does("rapporteur", order.clone()).await.unwrap();
    let again = world.does("rapporteur", order).await.unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(Receipt { repeated: false, ..again }, first);
    assert_eq!(events_of(&world, draft).await, 2, "drafted and submitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_command_under_a_used_key_is_refused_and_another_persons_key_is_another() {
    let world = World::new().await;
    let draft = draft(&world).await.subject;
    let key = Some("k1".to_owned());
    world.did("rapporteur", Order { key: key.clone(), ..on(draft, StatementCommand::Submit) }).await;
    let other = Order { key: key.clone(), ..on(draft, StatementCommand::TakeBack) }.because("Not yet.");
    assert_eq!(codes(world.does("rapporteur", other).await), ["key-reused"]);
    let theirs = Order { key, ..on(draft, StatementCommand::Return) }.because("Say more.");
    assert!(!world.did("sg.chair", theirs).await.repeated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_order_leaves_its_key_free() {
    let world = World::new().await;
    let draft = draft(&world).await.subject;
    let order = Order { key: Some("k1".into()), ..on(draft, by_correspondence()) };
    assert_eq!(codes(world.does("sg.chair", order.clone()).await), ["not-from-here"]);
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    assert!(!world.did("sg.chair", order).await.repeated);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_twice_at_once_is_one_event() {
    let world = World::new().await;
    for _ in 0..5 {
        let draft = draft(&world).await.subject;
        let order = Order { key: Some(draft.to_string()), ..on(draft, StatementCommand::Submit) };
        let (one, other) =
            tokio::join!(world.does("rapporteur", order.clone()), world.does("rapporteur", order.clone()));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.event, other.event);
        assert!(one.repeated != other.repeated, "one of them did it");
        assert_eq!(events_of(&world, draft).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_on_an_old_version_is_refused_and_says_who_did_what_since() {
    let world = World::new().await;
    let seen = submitted(&world).await;
    let back = on(seen.subject, StatementCommand::Return).because("Name the Questions.");
    let back = world.did("sg.chair", back).await;
    let late = Order { version: Some(seen.version), ..on(seen.subject, StatementCommand::Submit) };
    let Err(Error::Stale(stale)) = world.does("rapporteur", late).await else { panic!("not stale") };
    assert_eq!((stale.act.as_str(), stale.state.as_str()), ("return", "draft"));
    assert_eq!(stale.by.as_deref(), Some("Chair SG17"));
    assert_eq!((stale.version, stale.at), (back.version, world.now));
    let fresh = Order { version: Some(back.version), ..on(seen.subject, StatementCommand::Submit) };
    assert_eq!(world.did("rapporteur", fresh).await.state, "in_review");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_follow_on_refuses_the_whole() {
    let world = World::new().await;
    // SG17's own tree does not hold the convenor, so one of two allocations is refused, and with it both.
    let (_, registration) = world.registered().await;
    let agreed = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    world.did("counsellor", Order::on(registration, Command::Registration(agreed))).await;
    let received = entente::domain::command::Receipt {
        body: world.body("SG17"),
        received_on: day("2023-03-06"),
        channel: "mail".into(),
        register: Some(Some("SG17-TD1000".into())),
        past: None,
    };
    let before = all_events(&world).await;
    let recorded = entente::domain::command::RecordedStatement {
        source: world.body("ISO/IEC JTC 1/SC 27"),
        title: "Another liaison".into(),
        content: content("another", vec![world.for_action("SG17")]),
        receipt: Some(received),
        ..Default::default()
    };
    let order = Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))));
    // Its number is taken: registering, which follows from receiving, which follows from recording, is refused.
    assert_eq!(codes(world.does("counsellor", order).await), ["number_free"]);
    assert_eq!(all_events(&world).await, before);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let titles: i64 =
        statement::table.filter(statement::title.eq("Another liaison")).count().get_result(&mut conn).await.unwrap();
    assert_eq!(titles, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_orders_in_one_transaction_all_or_none_happen() {
    let world = World::new().await;
    let (one, other) = (draft(&world).await.subject, draft(&world).await.subject);
    let before = all_events(&world).await;
    let orders = [on(one, StatementCommand::Submit), on(other, StatementCommand::Send(Sending::default()))];
    let done = world.door.perform_all(world.now, &world.actor("rapporteur").await, &orders).await;
    assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
    assert_eq!(all_events(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_as_done_tomorrow() {
    let mut world = World::new().await;
    let draft = draft(&world).await.subject;
    world.now += TimeDelta::days(1);
    let tomorrow = Order { occurred_on: Some(day("2023-03-08")), ..on(draft, StatementCommand::Submit) };
    assert_eq!(codes(world.does("rapporteur", tomorrow).await), ["in-the-future"]);
    let yesterday = Order { occurred_on: Some(day("2023-03-06")), ..on(draft, StatementCommand::Submit) };
    world.did("rapporteur", yesterday).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let at: (chrono::NaiveDate, chrono::DateTime<chrono::Utc>) = event::table
        .filter(event::subject_id.eq(draft).and(event::act.eq("submit")))
        .select((event::occurred_on, event::recorded_at))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(at, (day("2023-03-06"), world.now));
}

/// Tomorrow begins where the body is: at 23:30 in London it is the next day in Geneva.
#[tokio::test(flavor = "multi_thread")]
async fn the_day_is_that_of_the_body_and_not_of_the_server() {
    let mut world = World::new().await;
    let draft = draft(&world).await.subject;
    world.now += TimeDelta::hours(14) + TimeDelta::minutes(30);
    let next = Order { occurred_on: Some(day("2023-03-07")), ..on(draft, StatementCommand::Submit) };
    world.did("rapporteur", next).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_two_who_decide_one_statement_at_once_decide_it_once() {
    const CLIENTS: usize = 32;
    let world = Arc::new(World::new().await);
    let chair = world.actor("sg.chair").await;
    for round in 0..20 {
        let seen = submitted(&world).await;
        let deciding = (0..CLIENTS).map(|n| {
            let (world, chair) = (Arc::clone(&world), chair.clone());
            let command = if n % 2 == 0 { by_correspondence() } else { StatementCommand::Return };
            let order = Order { version: Some(seen.version), ..on(seen.subject, command) }.because("Decided.");
            tokio::spawn(async move { world.door.perform(world.now, &chair, order).await })
        });
        let (mut won, mut stale) = (Vec::new(), 0);
        for client in deciding.collect::<Vec<_>>() {
            match client.await.unwrap() {
                Ok(receipt) => won.push(receipt),
                Err(Error::Stale(told)) => {
                    assert_eq!(told.by.as_deref(), Some("Chair SG17"));
                    assert_eq!(told.version, seen.version + 1);
                    stale += 1;
                }
                Err(other) => panic!("round {round}: {other}"),
            }
        }
        assert_eq!((won.len(), stale), (1, CLIENTS - 1), "round {round}");
        assert_eq!(won[0].version, seen.version + 1);
        assert_eq!(events_of(&world, seen.subject).await, 3, "drafted, submitted, decided");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_actor_may_not_see_is_not_there() {
    let world = World::new().await;
    let draft = draft(&world).await.subject;
    let theirs = world.does("manager", on(draft, StatementCommand::Submit)).await;
    assert!(matches!(theirs, Err(Error::Missing)), "{theirs:?}");
    let nowhere = world.does("rapporteur", on(Uuid::now_v7(), StatementCommand::Submit)).await;
    assert!(matches!(nowhere, Err(Error::Missing)), "{nowhere:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_counts_on_the_day_of_the_act() {
    let mut world = World::new().await;
    let seen = submitted(&world).await.subject;
    let chair = world.appointment("sg.chair");
    world.end(entente::domain::command::Kind::Appointment, chair, day("2023-03-06")).await;
    world.now += TimeDelta::days(1);
    world.appoint("sg.chair", Role::Expert, "Q14/17").await;
    assert_eq!(codes(world.does("sg.chair", on(seen, by_correspondence())).await), ["not-yours"]);
    let then = Order { occurred_on: Some(day("2023-03-06")), ..on(seen, by_correspondence()) };
    assert_eq!(world.did("sg.chair", then).await.state, "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_lead_among_several_questions_and_each_is_told_once() {
    let world = World::new().await;
    let (_, registration) = world.registered().await;
    let agreed = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    world.did("counsellor", Order::on(registration, Command::Registration(agreed))).await;
    let to = |body: &str, who: &str, lead| AllocationWanted {
        body: world.body(body),
        assignee: world.person(who),
        purpose: Purpose::Action,
        lead,
        due: None,
        note: String::new(),
    };
    let (q14, q10) = (|lead| to("Q14/17", "rapporteur", lead), |lead| to("Q10/17", "rapporteur.q10", lead));
    let allocate = |wanted| Order::on(registration, Command::Registration(RegistrationCommand::Allocate(wanted)));
    assert_eq!(codes(world.does("counsellor", allocate(vec![q14(true), q10(true)])).await), ["one_lead"]);
    assert_eq!(codes(world.does("counsellor", allocate(vec![q14(false), q10(false)])).await), ["one_lead"]);
    let receipt = world.did("counsellor", allocate(vec![q14(true), q10(false)])).await;
    assert_eq!((receipt.state.as_str(), receipt.letters), ("allocated", 2));
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let told: Vec<String> = outbox::table
        .filter(outbox::notice.eq("assigned"))
        .order(outbox::address)
        .select(outbox::address)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(told, ["rapporteur.q10@example.org", "rapporteur@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expert_of_another_body_drafts_nothing_here() {
    let world = World::new().await;
    let draft = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: vec!["Q14/17".into()],
        content: content("terms", vec![world.for_action("ISO/TC 307")]),
        answers: vec![],
        extent: Extent::Full,
        corrects: None,
    };
    assert_eq!(codes(world.does("manager", Order::new(Command::Statement(draft))).await), ["not-yours"]);
}
