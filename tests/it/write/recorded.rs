//! What another body sent, as it is written down here: once, told apart, and taken back by who wrote it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Receipt, RecordedStatement, RegistrationCommand, StatementCommand};
use entente::facts::sight::{Sight, roots};
use entente::read::statement as page_of;
use entente::schema::{registration, statement, subject};
use entente::write::{Error, Order};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn refused(error: Error) -> (String, String) {
    match error {
        Error::Refused(refusals) => (refusals[0].code.clone(), format!("{:?}", refusals[0].said)),
        other => panic!("{other:?}"),
    }
}

fn record(world: &World, source: &str, number: &str) -> RecordedStatement {
    let (body, received_on) = (world.body("SG17"), day("2023-03-06"));
    RecordedStatement {
        source: world.body(source),
        title: "Liaison on ledger privacy".into(),
        content: content("ledger privacy", vec![world.for_action("SG17")]),
        numbers: vec![number.into()],
        receipt: Some(Receipt { body, received_on, channel: "mail".into(), register: Some(None), past: None }),
        ..RecordedStatement::default()
    }
}

fn order(recorded: RecordedStatement) -> Order {
    Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))))
}

fn take_back(subject: Uuid) -> Order {
    Order::on(subject, Command::Statement(StatementCommand::TakeBack)).because("It was another committee's.")
}

async fn state(world: &World, id: Uuid) -> String {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    statement::table.find(id).select(statement::state).first(&mut conn).await.unwrap()
}

async fn page(world: &World, key: &str, id: Uuid) -> page_of::Statement {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let roots = roots(&mut conn, &world.actor(key).await, world.now.date_naive()).await.unwrap();
    let sight = Sight { roots, person: world.person(key) };
    let handle: String = subject::table.find(id).select(subject::handle).first(&mut conn).await.unwrap();
    page_of::load(&mut conn, &sight, &handle, None, world.now.date_naive()).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_number_of_the_same_sender_is_told_with_the_statement_that_has_it() {
    let world = World::new().await;
    let (first, _) = world.registered().await;
    let known = page(&world, "counsellor", first).await.handle;
    let again = || order(record(&world, "ISO/IEC JTC 1/SC 27", "ISO/IEC JTC\u{a0}1/SC 27 n15001"));
    let (code, said) = refused(world.does("counsellor", again()).await.unwrap_err());
    assert_eq!(code, "not_known_already");
    assert!(said.contains(&known), "{said}");
    world.did("counsellor", again().because("The same number by mistake of the sender.")).await;
    // Another sender may have a document of that number.
    world.did("counsellor", order(record(&world, "ISO/TC 307", "ISO/IEC JTC 1/SC 27 N 15001"))).await;
    // What was taken back is no more known.
    let world = World::new().await;
    let first = world.did("counsellor", order(record(&world, "ISO/TC 307", "N 7"))).await.subject;
    world.did("counsellor", take_back(first)).await;
    world.did("counsellor", order(record(&world, "ISO/TC 307", "N 7"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_document_is_told_too_and_an_annex_is_not() {
    let world = World::new().await;
    let with = |number: &str, file: &entente::domain::content::FileRef, original: bool| {
        let mut recorded = record(&world, "ISO/TC 307", number);
        recorded.content.files = vec![entente::domain::content::FileRef { original, ..file.clone() }];
        order(recorded)
    };
    let document = world.file("counsellor", "in.txt", b"The document.").await;
    world.did("counsellor", with("N 1", &document, true)).await;
    world.did("counsellor", with("N 2", &document, false)).await;
    let (code, _) = refused(world.does("counsellor", with("N 3", &document, true)).await.unwrap_err());
    assert_eq!(code, "not_known_already");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_taken_back_by_who_made_it_with_all_that_came_of_it() {
    let world = World::new().await;
    let ours = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(state(&world, ours).await, "awaiting_reply");
    let reply = RecordedStatement { answers: Some(ours), ..record(&world, "ISO/TC 307", "N 7") };
    let reply = world.did("counsellor", order(reply)).await.subject;
    assert_eq!(state(&world, ours).await, "replied");
    assert_eq!(refused(world.does("manager", take_back(reply)).await.unwrap_err()).0, "not-yours");
    assert_eq!(world.did("counsellor", take_back(reply)).await.state, "void");
    assert_eq!(state(&world, ours).await, "awaiting_reply");
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let of = registration::table.filter(registration::statement_id.eq(reply)).select(registration::state);
    assert_eq!(of.load::<String>(&mut conn).await.unwrap(), ["void"]);
    assert!(page(&world, "counsellor", ours).await.thread.is_empty());
    // Who recorded it still sees it; the body that was said to have sent it no more.
    assert_eq!(page(&world, "counsellor", reply).await.state, "void");
    assert!(matches!(world.does("manager", take_back(reply)).await, Err(Error::Missing)));
    // Done again, it answers again.
    let again = RecordedStatement { answers: Some(ours), ..record(&world, "ISO/TC 307", "N 7") };
    world.did("counsellor", order(again)).await;
    assert_eq!(state(&world, ours).await, "replied");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_work_rests_on_is_not_taken_back() {
    let world = World::new().await;
    let (of, registration) = world.registered().await;
    let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    world.did("counsellor", Order::on(registration, Command::Registration(available))).await;
    let (code, said) = refused(world.does("counsellor", take_back(of)).await.unwrap_err());
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let handle: String = subject::table.find(registration).select(subject::handle).first(&mut conn).await.unwrap();
    assert_eq!(code, "nothing_rests_on_it");
    assert!(said.contains(&handle), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_other_side_recorded_says_so_and_what_is_not_kept_here_does_not() {
    let world = World::new().await;
    let theirs = world.did("counsellor", order(record(&world, "ISO/TC 307", "N 7"))).await.subject;
    for key in ["manager", "counsellor"] {
        let recorded = page(&world, key, theirs).await.recorded.unwrap();
        assert_eq!((recorded.other_side.as_deref(), recorded.at), (Some("SG17"), world.now), "{key}");
    }
    let (outside, _) = world.registered().await;
    assert_eq!(page(&world, "counsellor", outside).await.recorded.unwrap().other_side, None);
    let own = RecordedStatement { receipt: None, ..record(&world, "ISO/TC 307", "N 8") };
    let own = world.did("manager", order(own)).await.subject;
    assert_eq!(page(&world, "manager", own).await.recorded.unwrap().other_side, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_left_its_sender_is_received_by_nobody() {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let (mistake, registration) = world.unregistered().await;
    let void = Order::on(registration, Command::Registration(RegistrationCommand::Void)).because("By mistake.");
    world.did("counsellor", void).await;
    let back = Order::on(mistake, Command::Statement(StatementCommand::TakeBack)).because("Logged twice.");
    assert_eq!(world.did("counsellor", back).await.state, "void");
    for of in [draft, mistake] {
        let (body, received_on) = (world.body("SG17"), day("2023-03-06"));
        let receipt = Receipt { body, received_on, channel: "mail".into(), register: None, past: None };
        let receive = Command::Registration(RegistrationCommand::Receive { statement: of, receipt });
        let (code, _) = refused(world.does("counsellor", Order::new(receive)).await.unwrap_err());
        assert_eq!(code, "was_sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_register_already_is_not_received_again() {
    let world = World::new().await;
    let (of, registration) = world.registered().await;
    let receive = |body: &str| {
        let (body, received_on) = (world.body(body), day("2023-03-06"));
        let receipt = Receipt { body, received_on, channel: "mail".into(), register: None, past: None };
        Order::new(Command::Registration(RegistrationCommand::Receive { statement: of, receipt }))
    };
    // A Question's study group receives for it: that is the same register.
    for body in ["SG17", "Q14/17"] {
        let (code, said) = refused(world.does("counsellor", receive(body)).await.unwrap_err());
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let handle: String = subject::table.find(registration).select(subject::handle).first(&mut conn).await.unwrap();
        assert_eq!(code, "not_received_yet");
        assert!(said.contains(&handle), "{said}");
    }
    let void = Order::on(registration, Command::Registration(RegistrationCommand::Void)).because("By mistake.");
    world.did("counsellor", void).await;
    world.did("counsellor", receive("SG17")).await;
    // Twice at once: one is received, the other told.
    let world = World::new().await;
    let issued = RecordedStatement { receipt: None, ..record(&world, "ISO/TC 307", "N 7") };
    let of = world.did("manager", order(issued)).await.subject;
    let receipt = |n| Receipt {
        body: world.body("ISO/TC 307"),
        received_on: day("2023-03-06"),
        channel: format!("mail {n}"),
        register: None,
        past: None,
    };
    let one =
        |n| Order::new(Command::Registration(RegistrationCommand::Receive { statement: of, receipt: receipt(n) }));
    let manager = world.actor("manager").await;
    let both =
        tokio::join!(world.door.perform(world.now, &manager, one(1)), world.door.perform(world.now, &manager, one(2)));
    let told: Vec<String> =
        [both.0, both.1].into_iter().filter_map(Result::err).map(|error| refused(error).0).collect();
    assert_eq!(told, ["not_received_yet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_receipt_was_void_is_still_there_for_who_wrote_it_down() {
    let world = World::new().await;
    let (of, registration) = world.registered().await;
    let void = Order::on(registration, Command::Registration(RegistrationCommand::Void)).because("By mistake.");
    world.did("counsellor", void).await;
    assert_eq!(page(&world, "counsellor", of).await.state, "issued");
    let (body, received_on) = (world.body("SG17"), day("2023-03-06"));
    let again = Receipt { body, received_on, channel: "mail".into(), register: None, past: None };
    let again = RegistrationCommand::Receive { statement: of, receipt: again };
    let again = world.did("counsellor", Order::new(Command::Registration(again))).await.subject;
    let void = Order::on(again, Command::Registration(RegistrationCommand::Void)).because("By mistake.");
    world.did("counsellor", void).await;
    assert_eq!(world.did("counsellor", take_back(of)).await.state, "void");
}
