//! What an attacker found once: each stays found.

use entente::domain::command::{
    AllocationCommand, Command, Extent, Receipt, RecordedStatement, RegistrationCommand, StatementCommand,
};
use entente::domain::content::FileRef;
use entente::facts::sight::{Sight, roots, sees};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

async fn is_seen(world: &World, key: &str, statement: Uuid) -> bool {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let roots = roots(&mut conn, &world.actor(key).await, world.now.date_naive()).await.unwrap();
    sees(&mut conn, &Sight { roots, person: world.person(key) }, statement).await.unwrap()
}

fn take_back(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("The wrong annex.")
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Refused(refusals) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_no_longer_sees_what_was_taken_back() {
    let world = World::new().await;
    let subject = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert!(is_seen(&world, "manager", subject).await);
    world.did("counsellor", take_back(subject)).await;
    assert!(!is_seen(&world, "manager", subject).await);
    assert!(is_seen(&world, "counsellor", subject).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversal_is_not_reversed() {
    let world = World::new().await;
    let subject = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(world.did("counsellor", take_back(subject)).await.state, "in_review");
    let again = world.does("counsellor", take_back(subject)).await.unwrap_err();
    assert_eq!(codes(again), ["nothing_rests_on_it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_answers_an_allocation_that_they_do_not_work_on() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let allocation = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
    world.on_allocation("rapporteur", allocation, consider).await;
    let draft = |owner: &str| {
        Order::new(Command::Statement(StatementCommand::Draft {
            owner: world.body(owner),
            questions: Vec::new(),
            content: content("ledger privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")]),
            answers: vec![allocation],
            extent: Extent::Full,
            corrects: None,
        }))
    };
    let refused = world.does("rapporteur.q10", draft("Q10/17")).await.unwrap_err();
    assert_eq!(codes(refused), ["not-yours"]);
    assert!(matches!(world.does("manager", draft("ISO/TC 307")).await, Err(Error::Missing)));
    world.did("rapporteur", draft("Q14/17")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_here_is_refused_in_a_sentence() {
    let world = World::new().await;
    let mut text = content("terms", vec![world.for_action("ISO/TC 307")]);
    text.files = vec![FileRef {
        hash: "0".repeat(64),
        name: "a.pdf".into(),
        media_type: "application/pdf".into(),
        original: false,
    }];
    let draft = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: Vec::new(),
        content: text,
        answers: Vec::new(),
        extent: Extent::Full,
        corrects: None,
    };
    let refused = world.does("rapporteur", Order::new(Command::Statement(draft))).await.unwrap_err();
    assert_eq!(codes(refused), ["file-not-stored"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_for_a_question_is_received_by_its_study_group() {
    let world = World::new().await;
    let receipt = Receipt {
        body: world.body("Q14/17"),
        received_on: day("2023-03-06"),
        channel: "mail".into(),
        register: Some(None),
        past: None,
    };
    let recorded = RecordedStatement {
        source: world.body("ISO/IEC JTC 1/SC 27"),
        title: "Liaison on ledger privacy".into(),
        content: content("ledger privacy", vec![world.for_action("Q14/17")]),
        receipt: Some(receipt),
        ..RecordedStatement::default()
    };
    let record = StatementCommand::Record(Box::new(recorded));
    let statement = world.did("counsellor", Order::new(Command::Statement(record))).await.subject;
    assert!(is_seen(&world, "sg.chair", statement).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_named_by_who_sees_what_it_goes_with() {
    let world = World::new().await;
    let file = world.file("rapporteur", "annex.txt", b"annex").await;
    let mut text = content("terms", vec![world.for_action("ISO/TC 307")]);
    text.files = vec![file.clone()];
    let draft = |owner: &str| {
        let (owner, questions, answers, extent) = (world.body(owner), Vec::new(), Vec::new(), Extent::Full);
        let content = text.clone();
        Order::new(Command::Statement(StatementCommand::Draft {
            owner,
            questions,
            content,
            answers,
            extent,
            corrects: None,
        }))
    };
    // Not before it is sent there.
    assert_eq!(codes(world.does("manager", draft("ISO/TC 307")).await.unwrap_err()), ["file-not-stored"]);
    world.sent(text.clone()).await;
    world.did("manager", draft("ISO/TC 307")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_is_not_taken_back_when_its_receiver_has_registered_it() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let received = entente::facts::find::registrations(&mut conn, sent).await.unwrap()[0].0;
    let facts = entente::facts::statement::load(&mut conn, sent, false, day("2023-03-06"), None).await.unwrap();
    assert_eq!(facts.last.unwrap().rested_on_by, None, "only its own follow-ons so far");
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("manager", Order::on(received, Command::Registration(register))).await;
    let handle = entente::facts::find::handle_of(&mut conn, received).await.unwrap();
    let facts = entente::facts::statement::load(&mut conn, sent, false, day("2023-03-06"), None).await.unwrap();
    assert_eq!(facts.last.unwrap().rested_on_by, handle);
    assert_eq!(codes(world.does("counsellor", take_back(sent)).await.unwrap_err()), ["nothing_rests_on_it"]);
}
