//! What is taken back is as it was.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, Approval, Command, Extent, Receipt, RecordedStatement, RegistrationCommand, Sending,
    StatementCommand,
};
use entente::schema::{allocation, registration, statement, subject};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn take_back(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("A mistake.")
}

async fn decided(world: &World, subject: Uuid) -> (Option<String>, Option<String>) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let row: (Option<String>, Option<serde_json::Value>) =
        statement::table.find(subject).select((statement::level, statement::decision)).first(&mut conn).await.unwrap();
    (row.0, row.1.map(|record| record["meeting"].as_str().unwrap().to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_decision_before_stands_again_when_a_higher_one_is_taken_back() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", subject, StatementCommand::Submit).await;
    let meeting = |name: &str| Approval { meeting: name.into(), document: "Report".into(), ..Approval::default() };
    let agree = StatementCommand::AgreeAtRapporteurMeeting(meeting("Rapporteur meeting"));
    world.on_statement("rapporteur", subject, agree).await;
    world.on_statement("wp.chair", subject, StatementCommand::ApproveAtWp(meeting("WP4"))).await;
    world.on_statement("sg.chair", subject, StatementCommand::ApproveAtSg(meeting("SG17"))).await;
    let of = |level: &str, name: &str| (Some(level.to_owned()), Some(name.to_owned()));
    assert_eq!(decided(&world, subject).await, of("study_group", "SG17"));
    world.did("counsellor", take_back(subject)).await;
    assert_eq!(decided(&world, subject).await, of("working_party", "WP4"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_reply_is_taken_back_with_the_work_on_it() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let allocated = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", allocated, consider).await;
    let draft = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: Vec::new(),
        content: content("ledger privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")]),
        answers: vec![allocated],
        extent: Extent::Full,
        corrects: None,
    };
    let reply = world.did("rapporteur", Order::new(Command::Statement(draft))).await.subject;
    let state = async || {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let of = allocation::table.find(allocated).select(allocation::state);
        of.first::<String>(&mut conn).await.unwrap()
    };
    let withdraw = Order::on(reply, Command::Statement(StatementCommand::Withdraw)).because("Not needed.");
    world.did("counsellor", withdraw).await;
    assert_eq!(state().await, "under_consideration");
    assert_eq!(world.did("counsellor", take_back(reply)).await.state, "draft");
    assert_eq!(state().await, "reply_in_preparation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_was_taken_back_does_not_come_again() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", subject, StatementCommand::Submit).await;
    let meeting = |name: &str| Approval { meeting: name.into(), document: "Report".into(), ..Approval::default() };
    world.on_statement("wp.chair", subject, StatementCommand::ApproveAtWp(meeting("WP4"))).await;
    for plenary in ["SG17 in March", "SG17 in September"] {
        world.on_statement("sg.chair", subject, StatementCommand::ApproveAtSg(meeting(plenary))).await;
        world.did("counsellor", take_back(subject)).await;
    }
    assert_eq!(decided(&world, subject).await, (Some("working_party".into()), Some("WP4".into())));
}

/// The code and the sentence of the first refusal.
async fn refused(world: &World, key: &str, order: Order) -> (String, String) {
    match world.does(key, order).await {
        Err(Error::Refused(refusals)) => (refusals[0].code.clone(), format!("{:?}", refusals[0].said)),
        Ok(receipt) => panic!("done: {}", receipt.state),
        Err(other) => panic!("{other:?}"),
    }
}

async fn handle(world: &World, of: Uuid) -> String {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    subject::table.find(of).select(subject::handle).first(&mut conn).await.unwrap()
}

async fn state_of_registration(world: &World, of: Uuid) -> String {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    registration::table.find(of).select(registration::state).first(&mut conn).await.unwrap()
}

async fn state_of_allocation(world: &World, of: Uuid) -> String {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    allocation::table.find(of).select(allocation::state).first(&mut conn).await.unwrap()
}

/// A statement of SC 27 that SG17 received today, or its answer to one of ours.
async fn recorded(world: &World, key: &str, answers: Option<Uuid>) -> Uuid {
    let body = world.body("SG17");
    let receipt = Receipt { body, received_on: day("2023-03-06"), channel: "mail".into(), register: None, past: None };
    let recorded = RecordedStatement {
        source: world.body("ISO/IEC JTC 1/SC 27"),
        title: "Liaison on ledger privacy".into(),
        content: content("ledger privacy", vec![world.for_action("SG17")]),
        issued_on: Some(day("2023-03-01")),
        answers,
        receipt: Some(receipt),
        ..RecordedStatement::default()
    };
    world.did(key, Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))))).await.subject
}

fn registration_back(subject: Uuid) -> Order {
    Order::on(subject, Command::Registration(RegistrationCommand::TakeBack)).because("A mistake.")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_rests_on_nothing_any_more() {
    let mut world = World::new().await;
    let statement = recorded(&world, "counsellor", None).await;
    let there = world.registration_of(statement).await;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("counsellor", Order::on(there, Command::Registration(register))).await;
    let (code, said) = refused(&world, "counsellor", take_back(statement)).await;
    assert_eq!(code, "nothing_rests_on_it");
    assert!(said.contains(&handle(&world, there).await), "{said}");
    world.did("counsellor", registration_back(there)).await;
    // The secretariat, not only who recorded it: another counsellor of the same group.
    world.add_person("second", "Second counsellor SG17").await;
    world.appoint("second", entente::domain::people::Role::Counsellor, "SG17").await;
    assert_eq!(refused(&world, "rapporteur", take_back(statement)).await.0, "not-yours");
    assert_eq!(world.did("second", take_back(statement)).await.state, "void");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_is_taken_back_after_the_reply_that_was_logged_by_mistake() {
    let world = World::new().await;
    let to = world.for_action("ISO/IEC JTC 1/SC 27");
    let sent = world.sent(content("terms", vec![to])).await.subject;
    let reply = recorded(&world, "counsellor", Some(sent)).await;
    let (code, said) = refused(&world, "counsellor", take_back(sent)).await;
    assert_eq!(code, "nothing_rests_on_it");
    assert!(said.contains(&handle(&world, reply).await), "it names the reply, and no addressee: {said}");
    world.did("counsellor", take_back(reply)).await;
    assert_eq!(world.did("counsellor", take_back(sent)).await.state, "approved");
}

impl World {
    /// Drafted for the allocation by the rapporteur.
    async fn reply_to(&self, allocation: Uuid) -> Uuid {
        let draft = StatementCommand::Draft {
            owner: self.body("Q14/17"),
            questions: Vec::new(),
            content: content("ledger privacy", vec![self.for_information("ISO/IEC JTC 1/SC 27")]),
            answers: vec![allocation],
            extent: Extent::Full,
            corrects: None,
        };
        self.did("rapporteur", Order::new(Command::Statement(draft))).await.subject
    }

    /// Approved and sent at once.
    async fn sends(&self, reply: Uuid) {
        self.on_statement("rapporteur", reply, StatementCommand::Submit).await;
        let meeting = Approval { meeting: "SG17".into(), document: "Report".into(), ..Approval::default() };
        self.on_statement("sg.chair", reply, StatementCommand::ApproveAtSg(meeting)).await;
        self.on_statement("counsellor", reply, StatementCommand::Send(Sending::default())).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allocation_goes_back_to_where_the_reply_found_it() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let part = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", part, consider).await;
    let reply = world.reply_to(part).await;
    let because = |command: AllocationCommand| Order::on(part, Command::Allocation(command)).because("Not this month.");
    world.did("rapporteur", because(AllocationCommand::AbandonReply)).await;
    world.did("rapporteur", because(AllocationCommand::Defer)).await;
    world.sends(reply).await;
    assert_eq!(state_of_allocation(&world, part).await, "replied");
    world.did("counsellor", take_back(reply)).await;
    assert_eq!(state_of_allocation(&world, part).await, "deferred");
    assert_eq!(state_of_registration(&world, registration).await, "deferred");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_reply_keeps_an_allocation_answered_or_in_preparation() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let part = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", part, consider).await;
    let (first, second) = (world.reply_to(part).await, world.reply_to(part).await);
    let third = world.reply_to(part).await;
    let withdraw = Order::on(third, Command::Statement(StatementCommand::Withdraw)).because("Twice.");
    world.did("counsellor", withdraw).await;
    assert_eq!(state_of_allocation(&world, part).await, "reply_in_preparation", "two are still written");
    world.sends(first).await;
    world.sends(second).await;
    world.did("counsellor", take_back(first)).await;
    assert_eq!(state_of_allocation(&world, part).await, "replied", "the second answers it");
    world.did("counsellor", take_back(second)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_registration_rests_on_the_replies_that_it_sums_up() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let part = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", part, consider).await;
    let reply = world.reply_to(part).await;
    world.sends(reply).await;
    world.did("counsellor", Order::on(registration, Command::Registration(RegistrationCommand::Close))).await;
    let (code, said) = refused(&world, "counsellor", take_back(reply)).await;
    assert_eq!(code, "nothing_rests_on_it");
    assert!(said.contains(&handle(&world, registration).await), "{said}");
    world.did("counsellor", registration_back(registration)).await;
    assert_eq!(state_of_registration(&world, registration).await, "replied");
    world.did("counsellor", take_back(reply)).await;
    assert_eq!(state_of_registration(&world, registration).await, "reply_in_preparation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_was_returned_carries_no_decision() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", subject, StatementCommand::Submit).await;
    let at = Approval { meeting: "WP4".into(), document: "Report".into(), ..Approval::default() };
    world.on_statement("wp.chair", subject, StatementCommand::ApproveAtWp(at)).await;
    let back = Order::on(subject, Command::Statement(StatementCommand::Return)).because("Not yet.");
    world.did("counsellor", back).await;
    assert_eq!(decided(&world, subject).await, (None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_taken_back_after_its_receipt_was_found_to_be_a_mistake() {
    let world = World::new().await;
    let statement = recorded(&world, "counsellor", None).await;
    let there = world.registration_of(statement).await;
    let void = Order::on(there, Command::Registration(RegistrationCommand::Void)).because("By mistake.");
    world.did("counsellor", void).await;
    assert_eq!(world.did("counsellor", take_back(statement)).await.state, "void");
    assert_eq!(state_of_registration(&world, there).await, "void");
}
