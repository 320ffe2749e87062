//! A statement beside another: the corrigendum of what was sent (PR-9), and the draft whose work goes on in another (PR-13).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, Approval, Command, Extent, RecordedStatement, Sending, StatementCommand,
};
use entente::read::statement::{Direction, load};
use entente::schema::{allocation, statement, statement_reply};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, content, day, sight_of};

fn codes(answer: Result<Receipt, Error>) -> Vec<String> {
    match answer {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        Ok(receipt) => panic!("done: {}", receipt.state),
        Err(error) => panic!("{error}"),
    }
}

fn draft(world: &World, topic: &str, to: &[&str]) -> StatementCommand {
    StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: vec!["Q14/17".into()],
        content: content(topic, to.iter().map(|body| world.for_information(body)).collect()),
        answers: vec![],
        extent: Extent::Full,
        corrects: None,
    }
}

fn correcting(world: &World, of: Uuid) -> Order {
    let mut command = draft(world, "terms", &["ISO/TC 307"]);
    if let StatementCommand::Draft { corrects, .. } = &mut command {
        *corrects = Some(of);
    }
    Order::new(Command::Statement(command))
}

fn answering(world: &World, topic: &str, all: &[Uuid]) -> Order {
    let mut command = draft(world, topic, &["ISO/IEC JTC 1/SC 27"]);
    if let StatementCommand::Draft { answers, .. } = &mut command {
        *answers = all.to_vec();
    }
    Order::new(Command::Statement(command))
}

fn merge(of: Uuid, into: Uuid) -> Order {
    Order::on(of, Command::Statement(StatementCommand::MergeInto(into)))
}

fn on(of: Uuid, command: StatementCommand) -> Order {
    Order::on(of, Command::Statement(command)).because("As agreed.")
}

impl World {
    async fn titled(&self, id: Uuid) -> (String, String, Option<Uuid>) {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let columns = (statement::state, statement::title, statement::merged_into_id);
        statement::table.find(id).select(columns).first(&mut conn).await.unwrap()
    }

    async fn handle(&self, id: Uuid) -> String {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let seq: i64 = statement::table.find(id).select(statement::seq).first(&mut conn).await.unwrap();
        format!("LS-{seq}")
    }

    async fn state_of(&self, part: Uuid) -> String {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        allocation::table.find(part).select(allocation::state).first(&mut conn).await.unwrap()
    }

    /// What it answers: allocation, and the draft that this was taken over from.
    async fn answers(&self, id: Uuid) -> Vec<(Option<Uuid>, Option<Uuid>)> {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        statement_reply::table
            .filter(statement_reply::reply_id.eq(id).and(statement_reply::destination_id.is_null()))
            .order(statement_reply::allocation_id)
            .select((statement_reply::allocation_id, statement_reply::taken_over_from))
            .load(&mut conn)
            .await
            .unwrap()
    }

    /// How much of the allocation each draft in it answers, its own first.
    async fn extents(&self, id: Uuid, part: Uuid) -> Vec<(Option<Uuid>, String)> {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        statement_reply::table
            .filter(statement_reply::reply_id.eq(id).and(statement_reply::allocation_id.eq(part)))
            .order(statement_reply::extent)
            .select((statement_reply::taken_over_from, statement_reply::extent))
            .load(&mut conn)
            .await
            .unwrap()
    }

    /// The statements beside it that this person sees: how, and which.
    async fn beside(&self, key: &str, handle: &str) -> Vec<(Direction, Uuid)> {
        let sight = sight_of(self, key).await;
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let page = load(&mut conn, &sight, handle, None, day("2023-03-06")).await.unwrap().unwrap();
        page.thread.iter().map(|one| (one.direction, one.id)).collect()
    }

    /// Two Questions were given the same statement, and each has drafted its reply.
    async fn answered_twice(&self) -> [(Uuid, Uuid); 2] {
        let (_, received) = self.allocated().await;
        let first = self.allocation_of(received).await;
        let wanted = serde_json::json!([{"body": self.body("Q10/17"), "assignee": self.person("rapporteur.q10"),
            "purpose": "action"}]);
        let fields = serde_json::json!({"allocations": wanted});
        let command = entente::domain::form::command(
            entente::domain::command::Kind::Registration,
            "allocate",
            fields.as_object().unwrap(),
        );
        self.did("counsellor", Order::on(received, command.unwrap())).await;
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let parts: Vec<Uuid> = allocation::table
            .filter(allocation::registration_id.eq(received).and(allocation::id.ne(first)))
            .select(allocation::id)
            .load(&mut conn)
            .await
            .unwrap();
        drop(conn);
        let consider = || AllocationCommand::Consider { meeting: "Correspondence".into() };
        let mut all = Vec::new();
        for (who, part) in [("rapporteur", first), ("rapporteur.q10", parts[0])] {
            self.on_allocation(who, part, consider()).await;
            let order = match who {
                "rapporteur" => answering(self, "terms of ledgers", &[part]),
                _ => {
                    let mut order = answering(self, "terms of identity", &[part]);
                    if let Command::Statement(StatementCommand::Draft { owner, .. }) = &mut order.command {
                        *owner = self.body("Q10/17");
                    }
                    order
                }
            };
            all.push((self.did(who, order).await.subject, part));
        }
        [all[0], all[1]]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrigendum_is_linked_to_what_was_sent_both_ways_and_to_nobody_elses_eyes() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let done = world.did("rapporteur", correcting(&world, sent.subject)).await;
    let (state, title, _) = world.titled(done.subject).await;
    assert_eq!((state.as_str(), title.as_str()), ("draft", "LS on terms (corrigendum to SG17-LS400)"));
    assert_eq!(world.beside("rapporteur", &done.handle).await, [(Direction::Corrects, sent.subject)]);
    assert_eq!(world.beside("rapporteur", &sent.handle).await, [(Direction::CorrectedBy, done.subject)]);
    assert_eq!(world.beside("manager", &sent.handle).await, [], "the draft is ours");
    // Editing keeps what it is.
    let edited = StatementCommand::Edit(content("other terms", vec![world.for_information("ISO/TC 307")]));
    world.on_statement("rapporteur", done.subject, edited).await;
    assert_eq!(world.titled(done.subject).await.1, "LS on other terms (corrigendum to SG17-LS400)");
    let approval = Approval { meeting: "SG17, Geneva".into(), ..Approval::default() };
    world.on_statement("rapporteur", done.subject, StatementCommand::Submit).await;
    world.on_statement("counsellor", done.subject, StatementCommand::ApproveAtSg(approval)).await;
    world.on_statement("counsellor", done.subject, StatementCommand::Send(Sending::default())).await;
    assert_eq!(world.beside("manager", &sent.handle).await, [(Direction::CorrectedBy, done.subject)]);
    assert_eq!(world.beside("manager", &done.handle).await, [(Direction::Corrects, sent.subject)]);
    assert_eq!(world.titled(sent.subject).await.0, "awaiting_reply", "what it corrects stands as it stood (PR-9)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrigendum_corrects_what_the_same_body_has_sent_and_its_writer_sees() {
    let world = World::new().await;
    let unsent = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert_eq!(codes(world.does("rapporteur", correcting(&world, unsent)).await), ["corrects_what_it_sent"]);
    let (theirs, _) = world.allocated().await;
    assert_eq!(codes(world.does("rapporteur", correcting(&world, theirs)).await), ["corrects_what_it_sent"]);
    let sent = world.sent(content("terms", vec![world.for_action("ISO/IEC JTC 1/SC 27")])).await.subject;
    let mut unseen = correcting(&world, sent);
    if let Command::Statement(StatementCommand::Draft { owner, .. }) = &mut unseen.command {
        *owner = world.body("ISO/TC 307");
    }
    assert!(matches!(world.does("manager", unseen).await, Err(Error::Missing)));
    world.did("counsellor", on(sent, StatementCommand::MarkSentInError)).await;
    assert_eq!(codes(world.does("rapporteur", correcting(&world, sent)).await), ["corrects_what_it_sent"]);
    // Another body's corrigendum is written down beside what that body sent, and beside no other's.
    let recorded = |source: &str, of| RecordedStatement {
        source: world.body(source),
        title: "LS on privacy (corrigendum)".into(),
        content: content("privacy", vec![world.for_information("SG17")]),
        corrects: Some(of),
        receipt: Some(entente::domain::command::Receipt {
            body: world.body("SG17"),
            received_on: day("2023-03-06"),
            channel: "mail".into(),
            register: None,
            past: None,
        }),
        ..RecordedStatement::default()
    };
    let order = |recorded| Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))));
    let other = codes(world.does("counsellor", order(recorded("ISO/TC 307", theirs))).await);
    assert_eq!(other, ["corrects_what_it_sent"]);
    let with_receipt = recorded("ISO/IEC JTC 1/SC 27", theirs);
    let done = world.did("counsellor", order(with_receipt)).await;
    assert_eq!(world.beside("counsellor", &done.handle).await, [(Direction::Corrects, theirs)]);
    world.did("counsellor", on(done.subject, StatementCommand::TakeBack)).await;
    let handle = world.handle(theirs).await;
    assert_eq!(world.beside("counsellor", &handle).await, [], "a mistake corrects nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_draft_answers_what_the_merged_one_was_written_for() {
    let world = World::new().await;
    let [(into, first), (of, second)] = world.answered_twice().await;
    world.did("counsellor", merge(of, into)).await;
    let (state, _, goes_into) = world.titled(of).await;
    assert_eq!((state.as_str(), goes_into), ("merged", Some(into)));
    let both = world.answers(into).await;
    assert!(both.contains(&(Some(first), None)) && both.contains(&(Some(second), Some(of))), "{both:?}");
    assert_eq!(world.state_of(second).await, "reply_in_preparation");
    let (mine, other) = (world.handle(of).await, world.handle(into).await);
    assert!(world.beside("counsellor", &mine).await.contains(&(Direction::MergedInto, into)));
    assert!(world.beside("counsellor", &other).await.contains(&(Direction::TookOver, of)));
    let consulted = Approval { consulted: "Team".into(), ..Approval::default() };
    world.on_statement("rapporteur", into, StatementCommand::Submit).await;
    world.on_statement("sg.chair", into, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", into, StatementCommand::Send(Sending::default())).await;
    assert_eq!(world.state_of(first).await, "replied");
    assert_eq!(world.state_of(second).await, "replied", "one reply answers both");
    assert_eq!(codes(world.does("rapporteur.q10", on(of, StatementCommand::Resume)).await), ["parts_from_a_draft"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_merged_parts_again_while_the_other_is_a_draft() {
    let world = World::new().await;
    let [(into, first), (of, second)] = world.answered_twice().await;
    let titles = (world.titled(into).await.1, world.titled(of).await.1);
    world.on_statement("rapporteur.q10", of, StatementCommand::Submit).await;
    world.did("counsellor", merge(of, into)).await;
    let edited =
        StatementCommand::Edit(content("terms of ledgers", vec![world.for_information("ISO/IEC JTC 1/SC 27")]));
    world.on_statement("rapporteur", into, edited).await;
    // Taken back although the other was written on: it stands where it stood.
    world.did("counsellor", on(of, StatementCommand::TakeBack)).await;
    assert_eq!(world.titled(of).await, ("in_review".to_owned(), titles.1.clone(), None));
    assert_eq!(world.titled(into).await.1, titles.0);
    assert_eq!(world.answers(into).await, [(Some(first), None)]);
    world.did("counsellor", merge(of, into)).await;
    // Withdrawn, the other leaves what both were for; the one that parts from it takes it up.
    world.did("counsellor", on(into, StatementCommand::Withdraw)).await;
    assert_eq!(world.state_of(second).await, "under_consideration");
    world.did("rapporteur.q10", on(of, StatementCommand::Resume)).await;
    assert_eq!(world.titled(of).await, ("draft".to_owned(), titles.1, None));
    assert_eq!(world.state_of(second).await, "reply_in_preparation");
    assert_eq!(world.answers(into).await, [(Some(first), None)]);
    assert_eq!(world.answers(of).await, [(Some(second), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_into_another_draft_of_its_body_and_loses_no_addressee_unsaid() {
    let world = World::new().await;
    let text = |topic: &str, to: &str| content(topic, vec![world.for_information(to)]);
    let of = world.drafted(text("terms", "ISO/TC 307")).await.subject;
    let into = world.drafted(text("wallets", "ISO/IEC JTC 1/SC 27")).await.subject;
    assert_eq!(codes(world.does("counsellor", merge(of, of)).await), ["into_a_draft"]);
    assert_eq!(codes(world.does("rapporteur", merge(of, into)).await), ["not-yours"]);
    assert_eq!(codes(world.does("counsellor", merge(of, into)).await), ["addressees_kept"]);
    world.on_statement("rapporteur", into, StatementCommand::Submit).await;
    let late = codes(world.does("counsellor", merge(of, into).because("They need it no more.")).await);
    assert_eq!(late, ["into_a_draft"], "what is decided on changes no more");
    world.did("counsellor", on(into, StatementCommand::Return)).await;
    world.did("counsellor", merge(of, into).because("They need it no more.")).await;
    assert_eq!(world.titled(of).await.0, "merged");
    // Nothing goes round.
    assert_eq!(codes(world.does("counsellor", merge(into, of)).await), ["into_a_draft", "addressees_kept"]);
    let theirs = Order::new(Command::Statement(StatementCommand::Draft {
        owner: world.body("ISO/TC 307"),
        questions: vec![],
        content: text("votes", "SG17"),
        answers: vec![],
        extent: Extent::Full,
        corrects: None,
    }));
    let theirs = world.did("manager", theirs).await.subject;
    assert!(matches!(world.does("counsellor", merge(into, theirs)).await, Err(Error::Missing)));
}

fn refusal(answer: Result<Receipt, Error>) -> (String, String) {
    match answer {
        Err(Error::Refused(all)) => (all[0].code.clone(), format!("{:?}", all[0].said)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_drafts_for_the_same_in_one_each_goes_its_own_way_by_itself() {
    let world = World::new().await;
    let [(into, first), (of, second)] = world.answered_twice().await;
    // A second draft of the same group, which only says that an answer comes.
    let mut order = answering(&world, "interim terms", &[second]);
    if let Command::Statement(StatementCommand::Draft { owner, extent, .. }) = &mut order.command {
        (*owner, *extent) = (world.body("Q10/17"), Extent::Interim);
    }
    let interim = world.did("rapporteur.q10", order).await.subject;
    world.did("counsellor", merge(interim, into)).await;
    world.did("counsellor", merge(of, into)).await;
    let both = [(Some(of), "full".to_owned()), (Some(interim), "interim".to_owned())];
    assert_eq!(world.extents(into, second).await, both);
    // The first is taken back while the second stays, and the second resumes while the first is in again.
    world.did("counsellor", on(interim, StatementCommand::TakeBack)).await;
    assert_eq!(world.extents(into, second).await, both[..1]);
    world.did("counsellor", merge(interim, into)).await;
    world.did("rapporteur.q10", on(of, StatementCommand::Resume)).await;
    assert_eq!(world.extents(into, second).await, both[1..], "what the other was written for stays answered");
    assert_eq!(world.answers(of).await, [(Some(second), None)]);
    world.did("counsellor", merge(of, into)).await;
    // Together they answer as much as the fullest of them.
    let consulted = Approval { consulted: "Team".into(), ..Approval::default() };
    world.on_statement("rapporteur", into, StatementCommand::Submit).await;
    world.on_statement("sg.chair", into, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", into, StatementCommand::Send(Sending::default())).await;
    assert_eq!((world.state_of(first).await, world.state_of(second).await), ("replied".into(), "replied".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_that_was_taken_back_leaves_the_other_drafts_steps_to_be_taken_back() {
    let world = World::new().await;
    let [(into, _), (of, _)] = world.answered_twice().await;
    let before = world.titled(into).await;
    world.did("counsellor", on(into, StatementCommand::Postpone)).await;
    world.did("counsellor", merge(of, into)).await;
    let (code, said) = refusal(world.does("counsellor", on(into, StatementCommand::TakeBack)).await);
    assert_eq!(code, "nothing_rests_on_it");
    assert!(said.contains(&world.handle(of).await), "the other draft is named: {said}");
    world.did("counsellor", on(of, StatementCommand::TakeBack)).await;
    world.did("counsellor", on(into, StatementCommand::TakeBack)).await;
    assert_eq!(world.titled(into).await, before);
    // What came and went stands in no day's way.
    let dated = Order { occurred_on: Some(day("2023-03-05")), ..on(into, StatementCommand::Submit) };
    let later = Order { occurred_on: Some(day("2023-03-06")), ..merge(of, into) };
    world.did("counsellor", later).await;
    assert_eq!(codes(world.does("counsellor", dated.clone()).await), ["runs-backwards"]);
    world.did("counsellor", on(of, StatementCommand::TakeBack)).await;
    world.did("counsellor", dated).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_nobody_prepared_any_more_is_in_preparation_where_its_draft_goes() {
    let world = World::new().await;
    let [(into, _), (of, second)] = world.answered_twice().await;
    let abandoned = Order::on(second, Command::Allocation(AllocationCommand::AbandonReply)).because("Not now.");
    world.did("rapporteur.q10", abandoned).await;
    assert_eq!(world.state_of(second).await, "under_consideration");
    world.did("counsellor", merge(of, into)).await;
    assert_eq!(world.state_of(second).await, "reply_in_preparation");
    world.did("counsellor", on(of, StatementCommand::TakeBack)).await;
    assert_eq!(world.state_of(second).await, "under_consideration");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_into_a_statement_that_was_sent_by_mistake_goes_its_own_way() {
    let world = World::new().await;
    let [(into, _), (of, second)] = world.answered_twice().await;
    let own = world.titled(of).await.1;
    world.did("counsellor", merge(of, into)).await;
    let consulted = Approval { consulted: "Team".into(), ..Approval::default() };
    world.on_statement("rapporteur", into, StatementCommand::Submit).await;
    assert_eq!(refusal(world.does("rapporteur.q10", on(of, StatementCommand::Resume)).await).0, "parts_from_a_draft");
    world.on_statement("sg.chair", into, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", into, StatementCommand::Send(Sending::default())).await;
    let (_, said) = refusal(world.does("rapporteur.q10", on(of, StatementCommand::Resume)).await);
    assert!(said.contains("parts-from-a-draft-sent"), "{said}");
    world.did("counsellor", on(into, StatementCommand::MarkSentInError)).await;
    let sent = world.titled(into).await;
    world.did("rapporteur.q10", on(of, StatementCommand::Resume)).await;
    assert_eq!(world.titled(of).await, ("draft".to_owned(), own, None));
    assert_eq!(world.titled(into).await, sent, "what was sent stays as it was sent");
    assert_eq!(world.answers(of).await, [(Some(second), None)]);
    // One that went further is asked for first.
    let third = world.drafted(content("ledgers", vec![world.for_information("ISO/IEC JTC 1/SC 27")])).await.subject;
    let fourth = world.drafted(content("wallets", vec![world.for_information("ISO/IEC JTC 1/SC 27")])).await.subject;
    world.did("counsellor", merge(of, third)).await;
    world.did("counsellor", merge(third, fourth)).await;
    let (_, said) = refusal(world.does("rapporteur.q10", on(of, StatementCommand::Resume)).await);
    assert!(said.contains("parts-from-a-draft-merged") && said.contains(&world.handle(third).await), "{said}");
    world.did("rapporteur", on(third, StatementCommand::Resume)).await;
    world.did("rapporteur.q10", on(of, StatementCommand::Resume)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_corrigendum_corrects_still_stands_when_it_is_submitted_and_sent() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let done = world.did("rapporteur", correcting(&world, sent)).await.subject;
    let mark = || on(sent, StatementCommand::MarkSentInError);
    world.did("counsellor", mark()).await;
    let (code, said) = refusal(world.does("rapporteur", on(done, StatementCommand::Submit)).await);
    assert!(code == "corrects_what_it_sent" && said.contains("gone"), "{code} {said}");
    world.did("counsellor", on(sent, StatementCommand::TakeBack)).await;
    let approval = Approval { meeting: "SG17, Geneva".into(), ..Approval::default() };
    world.on_statement("rapporteur", done, StatementCommand::Submit).await;
    world.on_statement("counsellor", done, StatementCommand::ApproveAtSg(approval)).await;
    world.did("counsellor", mark()).await;
    assert_eq!(
        codes(world.does("counsellor", on(done, StatementCommand::Send(Sending::default()))).await),
        ["corrects_what_it_sent"]
    );
    // What was sent outside already is written down as it was (PR-6).
    let outside = Sending { how_sent: "By mail.".into(), ..Sending::default() };
    world.did("counsellor", on(done, StatementCommand::RecordSent(outside))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrigendum_goes_where_the_same_is_corrected_or_says_why_not() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let [one, other] = [
        world.did("rapporteur", correcting(&world, sent)).await.subject,
        world.did("rapporteur", correcting(&world, sent)).await.subject,
    ];
    let plain = world.drafted(content("ledgers", vec![world.for_information("ISO/TC 307")])).await.subject;
    assert_eq!(codes(world.does("counsellor", merge(one, plain)).await), ["correction_kept"]);
    world.did("counsellor", merge(one, other)).await;
    world.did("counsellor", merge(other, plain).because("It says so itself.")).await;
}
