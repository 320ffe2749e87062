//! The ladders of approval (PR-1, PR-8): the committee's own, as amended on either side, and what was sent already.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Approval, Command, Extent, Sending, StatementCommand};
use entente::domain::content::Content;
use entente::domain::statement::Level;
use entente::schema::{number, outbox};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, at, content};

fn on(id: Uuid, command: StatementCommand) -> Order {
    Order::on(id, Command::Statement(command))
}

/// The codes of a refusal.
fn codes(answer: Result<Receipt, Error>) -> Vec<String> {
    match answer {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        Ok(receipt) => panic!("done: {}", receipt.state),
        Err(error) => panic!("{error}"),
    }
}

impl World {
    /// A statement of JWG 4 to SG17, submitted by its convenor.
    async fn of_committee(&self) -> Uuid {
        let content = content("ledger terms", vec![self.for_action("SG17")]);
        let (owner, questions, answers, extent) = (self.body("ISO/TC 307/JWG 4"), vec![], vec![], Extent::Full);
        let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
        let draft = self.did("convenor", Order::new(Command::Statement(draft))).await.subject;
        self.on_statement("convenor", draft, StatementCommand::Submit).await;
        draft
    }
}

fn resolution() -> Approval {
    Approval {
        meeting: "Plenary, Sydney, 3 March 2023".into(),
        decision: "Resolution 12/2023".into(),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_committee_confirms_by_resolution_what_its_working_group_recommends() {
    let world = World::new().await;
    let draft = world.of_committee().await;
    let met = Approval { meeting: "JWG 4, virtual, 2 March 2023".into(), ..Default::default() };
    assert_eq!(world.on_statement("convenor", draft, StatementCommand::RecommendInWg(met)).await.state, "recommended");
    // What a working group recommends, its convenor does not decide.
    let resolve = |approval| on(draft, StatementCommand::ApproveByResolution(approval));
    assert_eq!(codes(world.does("convenor", resolve(resolution())).await), ["not-yours"]);
    let bare = Approval { decision: String::new(), ..resolution() };
    assert_eq!(codes(world.does("manager", resolve(bare)).await), ["decision_numbered"]);
    assert_eq!(world.did("manager", resolve(resolution())).await.state, "approved");
    let sent = world.on_statement("manager", draft, StatementCommand::Send(Sending::default())).await;
    assert_eq!((sent.state.as_str(), world.number(draft).await.as_str()), ("awaiting_reply", "ISO/TC 307 LS 1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ballot_counts_with_its_number_and_its_outcome() {
    let world = World::new().await;
    let draft = world.of_committee().await;
    let ballot = |decision: &str, result: &str| {
        let approval = Approval { decision: decision.into(), result: result.into(), ..Default::default() };
        on(draft, StatementCommand::ApproveByBallot(approval))
    };
    assert_eq!(codes(world.does("manager", ballot("", " ")).await), ["decision_numbered", "result_given"]);
    assert_eq!(world.did("manager", ballot("CIB 2023-04", "21 yes, 0 no: approved")).await.state, "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn chair_and_manager_agree_between_meetings_and_not_during_one() {
    let mut world = World::new().await;
    let draft = world.of_committee().await;
    let agree = |with: &str| {
        let approval = Approval { consulted: with.into(), ..Default::default() };
        on(draft, StatementCommand::ApproveBetweenMeetings(approval))
    };
    assert_eq!(codes(world.does("tc.chair", agree("")).await), ["G-LS-05"]);
    let before = world.now;
    world.now = at("2023-11-14T09:00:00Z");
    assert_eq!(codes(world.does("tc.chair", agree("Committee manager, 13 November")).await), ["G-LS-05"]);
    world.now = before;
    assert_eq!(world.did("tc.chair", agree("Committee manager, 5 March")).await.state, "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_body_is_refused_the_ladder_of_the_other() {
    let world = World::new().await;
    let ours = world.of_committee().await;
    let met = || Approval { meeting: "Plenary".into(), ..Default::default() };
    for other in [StatementCommand::ApproveAtSg(met()), StatementCommand::ApproveAtOwnLevel(met())] {
        let refused = codes(world.does("manager", on(ours, other)).await);
        assert!(refused[0].starts_with("of_"), "{refused:?}");
    }
    let theirs = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", theirs, StatementCommand::Submit).await;
    let refused =
        codes(world.does("counsellor", on(theirs, StatementCommand::ApproveByResolution(resolution()))).await);
    assert_eq!(refused, ["of_committee_ladder"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_approved_as_amended_is_the_new_text() {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let amended = |level, body: &str| {
        let text = Box::new(Content { body: body.into(), ..content("terms", vec![]) });
        let approval = Approval { meeting: "SG17 plenary".into(), ..Default::default() };
        on(draft, StatementCommand::ApproveAsAmended { level, approval, text })
    };
    let same = content("terms", vec![]).body;
    assert_eq!(codes(world.does("sg.chair", amended(Level::StudyGroup, &same)).await), ["text_differs"]);
    assert_eq!(
        codes(world.does("sg.chair", amended(Level::Resolution, "New.")).await),
        ["G-LS-03", "decision_numbered"]
    );
    assert_eq!(codes(world.does("sg.chair", amended(Level::WorkingParty, "New.")).await), ["G-LS-03"]);
    assert_eq!(world.did("sg.chair", amended(Level::StudyGroup, "New text.")).await.state, "approved");
    // The approval binds to the new text, and its destinations stand.
    let sent = world.on_statement("counsellor", draft, StatementCommand::Send(Sending::default())).await;
    assert_eq!(sent.state, "awaiting_reply");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editorial_correction_says_why_and_keeps_the_approval() {
    let world = World::new().await;
    let draft = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let text = Box::new(Content { body: "SG17 proposes terms of reference.".into(), ..content("terms", vec![]) });
    let correct = || on(draft, StatementCommand::CorrectEditorially(text.clone()));
    assert_eq!(codes(world.does("counsellor", correct()).await), ["reason_given"]);
    assert_eq!(world.did("counsellor", correct().because("Stray list.")).await.state, "approved");
    world.on_statement("counsellor", draft, StatementCommand::Send(Sending::default())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_outside_already_sends_no_letter() {
    let world = World::new().await;
    let draft = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let before = world.letters().await;
    let sent = |how: &str| {
        let sending = Sending { number: Some("SG17-LS77".into()), how_sent: how.into() };
        on(draft, StatementCommand::RecordSent(sending))
    };
    assert_eq!(codes(world.does("counsellor", sent(" ")).await), ["evidence_given"]);
    let done = world.did("counsellor", sent("Mail of 4 March to the committee manager")).await;
    assert_eq!((done.state.as_str(), world.number(draft).await.as_str()), ("awaiting_reply", "SG17-LS77"));
    // The committee is kept here: its secretariat hears that something was received, and nobody outside gets a letter.
    let (inside, outside) = world.letters().await;
    assert_eq!((inside - before.0, outside - before.1), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_postponed_comes_back_as_a_draft_without_its_approval() {
    let world = World::new().await;
    let draft = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(codes(world.does("sg.chair", on(draft, StatementCommand::Postpone)).await), ["reason_given"]);
    let postpone = on(draft, StatementCommand::Postpone).because("After the plenary.");
    assert_eq!(world.did("sg.chair", postpone).await.state, "postponed");
    assert_eq!(world.on_statement("rapporteur", draft, StatementCommand::Resume).await.state, "draft");
    let send = on(draft, StatementCommand::Send(Sending::default()));
    assert_eq!(codes(world.does("counsellor", send).await), ["not-from-here"]);
}

impl World {
    /// The number that the statement went out under.
    async fn number(&self, statement: Uuid) -> String {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = number::table.filter(number::subject_id.eq(statement)).select(number::value);
        of.first(&mut conn).await.unwrap()
    }

    /// Letters so far: inside and to outside.
    async fn letters(&self) -> (i64, i64) {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = |outside: bool| outbox::table.filter(outbox::outside.eq(outside)).count();
        (of(false).get_result(&mut conn).await.unwrap(), of(true).get_result(&mut conn).await.unwrap())
    }
}
