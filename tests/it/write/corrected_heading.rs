//! What was written down wrongly of another body's statement is mended with a reason; its text stays, and so does the way back
//! from the recording (PR-7).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Heading, Sending, StatementCommand};
use entente::facts;
use entente::schema::{event, event_payload, statement};
use entente::write::{Error, Order};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn correct(of: Uuid, heading: Heading) -> Order {
    Order::on(of, Command::Statement(StatementCommand::Correct(heading))).because("Misread from the scan.")
}

/// Code and field of each refusal.
fn refused(result: Result<entente::write::Receipt, Error>) -> Vec<(String, Option<String>)> {
    match result {
        Err(Error::Refused(all)) => all.into_iter().map(|one| (one.code, one.field)).collect(),
        other => panic!("{other:?}"),
    }
}

/// The heading as it stands, with the body of the text.
async fn stands(world: &World, of: Uuid) -> (Heading, String) {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let row = (statement::owner_id, statement::title, statement::issued_on, statement::questions, statement::body);
    let row = statement::table.find(of).select(row).first(&mut conn).await.unwrap();
    let (source, title, issued_on, questions, body): (Uuid, String, Option<NaiveDate>, Value, String) = row;
    let numbers = facts::find::numbers_of(&mut conn, of).await.unwrap();
    let questions = serde_json::from_value(questions).unwrap();
    (Heading { source, title, numbers, issued_on, questions }, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_what_when_and_under_which_numbers_is_mended_and_the_text_stays() {
    let world = World::new().await;
    let (logged, _) = world.registered().await;
    let (before, text) = stands(&world, logged).await;
    let right = Heading {
        source: world.body("ISO/TC 307"),
        title: "LS on ledgers and wallets".into(),
        numbers: vec!["TC 307 N 812".into(), "N 812 bis".into()],
        issued_on: Some(day("2023-02-28")),
        questions: vec!["Q14/17".into(), "Q10/17".into()],
    };
    let no_reason = Order { reason: None, ..correct(logged, right.clone()) };
    assert_eq!(refused(world.does("counsellor", no_reason).await), [("reason_given".into(), Some("reason".into()))]);
    assert_eq!(refused(world.does("rapporteur", correct(logged, right.clone())).await)[0].0, "not-yours");
    let same = refused(world.does("counsellor", correct(logged, before.clone())).await);
    assert_eq!(same, [("something_differs".into(), Some("title".into()))]);
    let late = Heading { issued_on: Some(day("2023-03-07")), ..right.clone() };
    let late = refused(world.does("counsellor", correct(logged, late)).await);
    assert_eq!(late, [("issued_before_receipt".into(), Some("issued_on".into()))]);
    let nobody = Heading { source: Uuid::from_u128(7), ..right.clone() };
    assert!(matches!(world.does("counsellor", correct(logged, nobody)).await, Err(Error::Fields(_))));
    assert_eq!(stands(&world, logged).await, (before.clone(), text.clone()), "what is refused changes nothing");

    assert_eq!(world.did("counsellor", correct(logged, right.clone())).await.state, "issued");
    assert_eq!(stands(&world, logged).await, (right.clone(), text.clone()));
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let told: Value = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq(logged).and(event::act.eq("correct")))
        .select(event_payload::data)
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(told["changes"]["source"], json!(["ISO/IEC JTC 1/SC 27", "ISO/TC 307"]));
    assert_eq!(told["changes"]["numbers"][1], json!(right.numbers));
    assert_eq!(told["brought"]["reason"], "Misread from the scan.");
    for number in before.numbers.iter().chain(&right.numbers) {
        let found = facts::find::number(&mut conn, number).await.unwrap();
        assert_eq!(found.iter().filter(|(id, _)| *id == logged).count(), 1, "{number} still leads to it");
    }
    // A wrong correction is mended by another, number for number.
    world.did("counsellor", correct(logged, before.clone())).await;
    assert_eq!(stands(&world, logged).await, (before, text));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_was_corrected_can_still_be_taken_back() {
    let world = World::new().await;
    let (logged, _) = world.unregistered().await;
    let (before, _) = stands(&world, logged).await;
    let renamed = Heading { title: "LS on something else".into(), ..before };
    world.did("counsellor", correct(logged, renamed.clone())).await;
    let back = Order::on(logged, Command::Statement(StatementCommand::TakeBack)).because("Logged twice.");
    assert_eq!(world.did("counsellor", back).await.state, "void");
    assert_eq!(refused(world.does("counsellor", correct(logged, renamed)).await)[0].0, "not-from-here");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_sent_ourselves_is_corrected_by_no_new_heading() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307")];
    let ours = world.sent(content("terms", to)).await.subject;
    let (heading, _) = stands(&world, ours).await;
    let other = Heading { title: "LS on other terms".into(), ..heading };
    assert_eq!(refused(world.does("counsellor", correct(ours, other)).await)[0].0, "not-from-here");
}

/// Of our own only the Questions: a draft's by whoever writes it, later by the secretariat. What was sent keeps those that it was
/// printed with, and every step can be taken back as before.
#[tokio::test(flavor = "multi_thread")]
async fn the_questions_of_our_own_statement_are_corrected_in_any_state() {
    let world = World::new().await;
    let to = vec![world.for_information("ISO/TC 307")];
    let file = |of, questions: &[&str]| {
        let questions = questions.iter().map(|one| (*one).to_owned()).collect();
        Order::on(of, Command::Statement(StatementCommand::CorrectQuestions(questions))).because("It is theirs.")
    };
    let draft = world.drafted(content("terms", to.clone())).await.subject;
    world.did("rapporteur", file(draft, &["Q10/17"])).await;
    assert_eq!(stands(&world, draft).await.0.questions, ["Q10/17"]);
    assert_eq!(refused(world.does("rapporteur", file(draft, &["Q10/17"])).await)[0].0, "questions_differ");
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    assert_eq!(refused(world.does("rapporteur", file(draft, &["Q14/17"])).await)[0].0, "not-yours");

    let sent = world.sent(content("terms", to)).await.subject;
    let (before, _) = stands(&world, sent).await;
    assert_eq!(before.questions, ["Q14/17"]);
    for questions in [&["Q10/17"][..], &["Q10/17", "Q14/17"]] {
        assert_eq!(world.did("counsellor", file(sent, questions)).await.state, "closed");
        assert_eq!(stands(&world, sent).await.0.questions, questions);
    }
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let mut facts = facts::statement::load(&mut conn, sent, false, day("2023-03-06"), None).await.unwrap();
    facts::statement::as_it_left(&mut conn, &mut facts).await.unwrap();
    assert_eq!(facts.questions, ["Q14/17"], "the document that left");
    let back = Order::on(sent, Command::Statement(StatementCommand::TakeBack)).because("The wrong annex.");
    assert_eq!(world.did("counsellor", back).await.state, "approved");
    assert_eq!(stands(&world, sent).await.0.questions, ["Q10/17", "Q14/17"], "where it is filed stays corrected");
    // Sent again, it is printed with what stands; only what comes after that does not reach its document.
    world.on_statement("counsellor", sent, StatementCommand::Send(Sending::default())).await;
    world.did("counsellor", file(sent, &["Q14/17"])).await;
    let mut facts = facts::statement::load(&mut conn, sent, false, day("2023-03-06"), None).await.unwrap();
    facts::statement::as_it_left(&mut conn, &mut facts).await.unwrap();
    assert_eq!(facts.questions, ["Q10/17", "Q14/17"]);
}
