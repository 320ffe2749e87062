//! What is taken back is as it was.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{AllocationCommand, Command, Extent, MeetingDecision, StatementCommand};
use entente::schema::{allocation, statement};
use entente::write::Order;
use uuid::Uuid;

use crate::support::people::{World, content};

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
    let meeting = |name: &str| MeetingDecision { meeting: name.into(), document: "Report".into() };
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
async fn a_draft_that_was_returned_carries_no_decision() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", subject, StatementCommand::Submit).await;
    let at = MeetingDecision { meeting: "WP4".into(), document: "Report".into() };
    world.on_statement("wp.chair", subject, StatementCommand::ApproveAtWp(at)).await;
    let back = Order::on(subject, Command::Statement(StatementCommand::Return)).because("Not yet.");
    world.did("counsellor", back).await;
    assert_eq!(decided(&world, subject).await, (None, None));
}
