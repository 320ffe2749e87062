//! The days of what people did: recorded late, but in their order.

use entente::domain::command::{
    AllocationCommand, Command, Extent, Receipt, RecordedStatement, RegistrationCommand, Sending, StatementCommand,
};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn on(subject: Uuid, command: StatementCommand, when: &str) -> Order {
    Order { occurred_on: Some(day(when)), ..Order::on(subject, Command::Statement(command)) }
}

fn refused(error: Error) -> (String, String) {
    match error {
        Error::Refused(refusals) => (refusals[0].code.clone(), format!("{:?}", refusals[0].said)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_as_done_before_what_it_followed() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.did("rapporteur", on(subject, StatementCommand::Submit, "2023-03-06")).await;
    let back = on(subject, StatementCommand::Return, "2023-03-05").because("Say more.");
    let (code, said) = refused(world.does("sg.chair", back).await.unwrap_err());
    assert_eq!(code, "runs-backwards");
    assert!(
        said.contains("act-statement-submit") && said.contains("2023-03-06"),
        "it names the step and its day: {said}"
    );
    world.did("sg.chair", on(subject, StatementCommand::Return, "2023-03-06").because("Say more.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn past_work_that_is_typed_in_today_has_the_days_on_which_it_happened() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.did("rapporteur", on(subject, StatementCommand::Submit, "2023-02-21")).await;
    // Written down today, received on the third: registered on the day after, but not before it came.
    let statement = world.did("counsellor", recorded(&world, "2023-03-01")).await.subject;
    let registration = world.registration_of(statement).await;
    let register = |when: &str| Order {
        occurred_on: Some(day(when)),
        ..Order::on(
            registration,
            Command::Registration(RegistrationCommand::Register { as_contribution: false, number: None }),
        )
    };
    let (code, said) = refused(world.does("counsellor", register("2023-03-02")).await.unwrap_err());
    assert_eq!(code, "runs-backwards");
    assert!(said.contains("act-registration-receive") && said.contains("2023-03-03"), "{said}");
    world.did("counsellor", register("2023-03-04")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_day_is_taken_back_and_recorded_again() {
    let world = World::new().await;
    let owner = world.body("Q14/17");
    let content = content("terms", vec![world.for_action("ISO/TC 307")]);
    let draft = StatementCommand::Draft {
        owner,
        questions: vec![],
        content,
        answers: vec![],
        extent: Extent::Full,
        corrects: None,
    };
    let draft = Order { occurred_on: Some(day("2023-02-20")), ..Order::new(Command::Statement(draft)) };
    let subject = world.did("rapporteur", draft).await.subject;
    world.did("rapporteur", on(subject, StatementCommand::Submit, "2023-03-06")).await;
    let back = Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("It was in February.");
    world.did("rapporteur", back).await;
    world.did("rapporteur", on(subject, StatementCommand::Submit, "2023-02-21")).await;
    let early = world.does("counsellor", on(subject, StatementCommand::Withdraw, "2023-02-20")).await.unwrap_err();
    assert_eq!(refused(early).0, "reason_given", "the rules come first");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_on_another_subject_keeps_its_days_in_order_too() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let allocation = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", allocation, consider).await;
    let draft = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: Vec::new(),
        content: content("ledger privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")]),
        answers: vec![allocation],
        extent: Extent::Full,
        corrects: None,
    };
    let early = Order { occurred_on: Some(day("2023-03-01")), ..Order::new(Command::Statement(draft)) };
    let (code, said) = refused(world.does("rapporteur", early).await.unwrap_err());
    assert_eq!(code, "runs-backwards");
    assert!(said.contains("act-allocation-consider"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_statement_are_finished_on_days_of_their_own() {
    let mut world = World::new().await;
    let (_, registration) = world.allocated().await;
    let first = world.allocation_of(registration).await;
    world.now = crate::support::people::at("2023-03-20T09:00:00Z");
    let dated = |allocation: Uuid, command: AllocationCommand, when: &str| Order {
        occurred_on: Some(day(when)),
        ..Order::on(allocation, Command::Allocation(command))
    };
    let consider = || AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.did("rapporteur", dated(first, consider(), "2023-03-18")).await;
    // Closing what the parts sum up to comes after all of them.
    let note = AllocationCommand::Note { no_reply_needed: true };
    world.did("rapporteur", dated(first, note, "2023-03-19")).await;
    let close = |when: &str| Order {
        occurred_on: Some(day(when)),
        ..Order::on(registration, Command::Registration(RegistrationCommand::Close))
    };
    assert_eq!(refused(world.does("counsellor", close("2023-03-18")).await.unwrap_err()).0, "runs-backwards");
    world.did("counsellor", close("2023-03-19")).await;
}

fn recorded(world: &World, issued: &str) -> Order {
    let receipt = Receipt {
        body: world.body("SG17"),
        received_on: day("2023-03-03"),
        channel: "mail".into(),
        register: None,
        past: None,
    };
    Order::new(Command::Statement(StatementCommand::Record(Box::new(RecordedStatement {
        source: world.body("ISO/IEC JTC 1/SC 27"),
        title: "Liaison on ledger privacy".into(),
        content: content("ledger privacy", vec![world.for_action("SG17")]),
        issued_on: Some(day(issued)),
        receipt: Some(receipt),
        ..RecordedStatement::default()
    }))))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_was_issued_before_it_was_received_and_not_in_the_future() {
    let world = World::new().await;
    for issued in ["2023-03-04", "2023-03-07"] {
        let refusal = world.does("counsellor", recorded(&world, issued)).await.unwrap_err();
        assert_eq!(refused(refusal).0, "issued_before_receipt", "{issued}");
    }
    // What is only written down may be of any day on which the secretary held the office.
    let history = Order { occurred_on: Some(day("2022-02-01")), ..recorded(&world, "2019-12-31") };
    world.did("counsellor", history).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_to_themselves() {
    let world = World::new().await;
    let subject = world.drafted(content("terms", vec![world.for_action("Q14/17")])).await.subject;
    let (code, said) =
        refused(world.does("rapporteur", on(subject, StatementCommand::Submit, "2023-03-06")).await.unwrap_err());
    assert_eq!(code, "not_to_itself");
    assert!(said.contains("Q14/17"), "{said}");
    let other = world.approved(content("terms", vec![world.for_action("Q10/17")])).await.subject;
    world.did("counsellor", on(other, StatementCommand::Send(Sending::default()), "2023-03-06")).await;
}
