//! What was before this program, or outside it, enters in the state it had (PR-6).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    Approval, Command, DestinationCommand, Extent, PastStatement, Receipt, RecordedStatement, Sending, StatementCommand,
};
use entente::domain::named::Named;
use entente::domain::procedure::registration;
use entente::domain::procedure::statement::{PAST_STATES, State};
use entente::domain::statement::Level;
use entente::schema::{destination, digest_item, number, outbox, registration as received, statement};
use entente::write::{Error, Order, Receipt as Done};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn past(world: &World, state: State) -> PastStatement {
    PastStatement {
        owner: world.body("Q14/17"),
        state,
        questions: vec!["14".into()],
        content: content(
            "ledger terms",
            vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")],
        ),
        level: Some(Level::StudyGroup),
        approval: Approval { meeting: "SG17, Geneva, 2019".into(), ..Approval::default() },
        decided_on: Some(day("2023-02-03")),
        issued_on: Some(day("2023-02-06")),
        number: None,
        how_sent: "Mail of 5 September 2019".into(),
        answers: None,
        extent: Extent::Full,
        corrects: None,
    }
}

fn order(past: PastStatement) -> Order {
    Order::new(Command::Statement(StatementCommand::RecordOwn(Box::new(past))))
}

fn codes(answer: Result<Done, Error>) -> Vec<String> {
    match answer {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        Ok(receipt) => panic!("done: {}", receipt.state),
        Err(error) => panic!("{error}"),
    }
}

impl World {
    async fn stands(&self, id: Uuid) -> (String, Vec<String>) {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let state = statement::table.find(id).select(statement::state).first(&mut conn).await.unwrap();
        let to = destination::table.filter(destination::statement_id.eq(id)).order(destination::position);
        (state, to.select(destination::state).load(&mut conn).await.unwrap())
    }

    /// Letters and lines of digests, of anything.
    async fn told(&self) -> (i64, i64) {
        let mut conn = self.database.pools.writer.connection().await.unwrap();
        let letters = outbox::table.count().get_result(&mut conn).await.unwrap();
        (letters, digest_item::table.count().get_result(&mut conn).await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_statement_enters_in_every_state_it_can_have_had_and_nobody_is_told() {
    let world = World::new().await;
    let before = world.told().await;
    for state in PAST_STATES.iter().filter(|state| **state != State::Recommended) {
        let done = world.did("counsellor", order(past(&world, *state))).await;
        let (now, to) = world.stands(done.subject).await;
        let expected = match state {
            State::Sent => ("awaiting_reply", ["awaited", "no_reply_needed"]),
            State::Closed | State::Retracted => (state.name(), ["not_answered", "no_reply_needed"]),
            state => (state.name(), ["planned", "planned"]),
        };
        assert_eq!(
            (now.as_str(), to.iter().map(String::as_str).collect::<Vec<_>>()),
            (expected.0, expected.1.to_vec())
        );
    }
    let recommended = PastStatement {
        owner: world.body("ISO/TC 307/WG 1"),
        content: content("ledger terms", vec![world.for_action("SG17")]),
        ..past(&world, State::Recommended)
    };
    let recommended = PastStatement { level: None, ..recommended };
    assert_eq!(world.did("manager", order(recommended)).await.state, "recommended");
    assert_eq!(world.told().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_from_where_it_stood() {
    let world = World::new().await;
    let approved = world.did("counsellor", order(past(&world, State::Approved))).await.subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let decision = statement::table.find(approved).select(statement::decision);
    let decision: Option<serde_json::Value> = decision.first(&mut conn).await.unwrap();
    assert_eq!(decision.unwrap()["on"], "2023-02-03", "the day of the decision, not of its recording");
    let sent = world.on_statement("counsellor", approved, StatementCommand::Send(Sending::default())).await;
    assert_eq!(sent.state, "awaiting_reply");
    let agreed = PastStatement { level: None, ..past(&world, State::Agreed) };
    let agreed = world.did("counsellor", order(agreed)).await.subject;
    let met = Approval { meeting: "WP4/17".into(), ..Approval::default() };
    assert_eq!(
        world.on_statement("counsellor", agreed, StatementCommand::ApproveAtWp(met)).await.state,
        "approved_at_wp"
    );
    // What was sent on 6 February was closed on 1 March, though it was written down later.
    let asked = world.did("counsellor", order(past(&world, State::Sent))).await.subject;
    let answered = Order {
        occurred_on: Some(day("2023-03-01")),
        ..Order::on(asked, Command::Statement(StatementCommand::CloseWithoutReply)).because("Settled at a meeting.")
    };
    assert_eq!(world.did("counsellor", answered).await.state, "closed");
    let earlier = world.did("counsellor", order(past(&world, State::Sent))).await.subject;
    let before = Order {
        occurred_on: Some(day("2023-02-03")),
        ..Order::on(earlier, Command::Statement(StatementCommand::CloseWithoutReply)).because("Too early.")
    };
    assert_eq!(codes(world.does("counsellor", before).await), ["runs-backwards"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn states_and_levels_are_those_of_the_bodys_own_ladder() {
    let world = World::new().await;
    let of_committee = |state| PastStatement {
        owner: world.body("ISO/TC 307"),
        content: content("ledger terms", vec![world.for_action("SG17")]),
        ..past(&world, state)
    };
    assert_eq!(codes(world.does("manager", order(of_committee(State::Agreed))).await), ["fits_its_ladder"]);
    assert_eq!(codes(world.does("manager", order(of_committee(State::Approved))).await), ["fits_its_ladder"]);
    let without = PastStatement { level: None, ..past(&world, State::Approved) };
    assert_eq!(codes(world.does("counsellor", order(without)).await), ["fits_its_ladder"]);
    let to_itself = PastStatement {
        content: content("ledger terms", vec![world.for_action("Q14/17")]),
        ..past(&world, State::Sent)
    };
    assert_eq!(codes(world.does("counsellor", order(to_itself)).await), ["not_to_itself"]);
    let ahead = PastStatement { issued_on: Some(day("2023-03-07")), ..past(&world, State::Sent) };
    assert_eq!(codes(world.does("counsellor", order(ahead)).await), ["issued_before_receipt"]);
    let decided = PastStatement { decided_on: Some(day("2023-03-07")), ..past(&world, State::Approved) };
    assert_eq!(codes(world.does("counsellor", order(decided)).await), ["issued_before_receipt"]);
    assert_eq!(codes(world.does("rapporteur", order(past(&world, State::Sent))).await), ["not-yours"]);
    assert_eq!(codes(world.does("manager", order(past(&world, State::Sent))).await), ["not-yours"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_number_is_the_printed_one_and_no_other_has_it() {
    let world = World::new().await;
    let numbered = |number: &str| PastStatement { number: Some(number.into()), ..past(&world, State::Sent) };
    let first = world.did("counsellor", order(numbered("SG17-LS12"))).await.subject;
    assert_eq!(codes(world.does("counsellor", order(numbered("sg17-ls 12"))).await), ["number_free"]);
    let without = world.did("counsellor", order(past(&world, State::Sent))).await.subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let of = |id: Uuid| number::table.filter(number::subject_id.eq(id)).select(number::value);
    assert_eq!(of(first).load::<String>(&mut conn).await.unwrap(), ["SG17-LS12"]);
    assert!(of(without).load::<String>(&mut conn).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_down_by_mistake_is_void_with_its_addressees() {
    let world = World::new().await;
    for state in [State::Sent, State::Approved, State::Closed, State::Withdrawn] {
        let id = world.did("counsellor", order(past(&world, state))).await.subject;
        let back = || Order::on(id, Command::Statement(StatementCommand::TakeBack)).because("Another group's.");
        assert_eq!(world.did("counsellor", back()).await.state, "void", "{state:?}");
        assert_eq!(world.stands(id).await.1, ["dropped", "dropped"]);
        assert_eq!(codes(world.does("counsellor", back()).await), ["not-from-here"]);
    }
    // What was done since is taken back first.
    let id = world.did("counsellor", order(past(&world, State::Sent))).await.subject;
    let reply = world.did("counsellor", order(past(&world, State::Sent))).await.subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let to: Uuid = destination::table
        .filter(destination::statement_id.eq(id))
        .order(destination::position)
        .select(destination::id)
        .first(&mut conn)
        .await
        .unwrap();
    let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
    world.did("counsellor", Order::on(to, Command::Destination(link))).await;
    assert_eq!(world.stands(id).await.0, "replied");
    let back = Order::on(id, Command::Statement(StatementCommand::TakeBack)).because("Another group's.");
    assert_eq!(codes(world.does("counsellor", back).await), ["nothing_rests_on_it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_before_enters_with_what_came_of_it() {
    let world = World::new().await;
    let (before, mut written) = (world.told().await, Vec::new());
    for (n, end) in registration::PAST_STATES.iter().enumerate() {
        let receipt = Receipt {
            body: world.body("SG17"),
            received_on: day("2019-09-09"),
            channel: "mail".into(),
            register: (n == 0).then(|| Some("SG17-TD77".into())),
            past: Some(*end),
        };
        let recorded = RecordedStatement {
            source: world.body("ISO/TC 307"),
            title: format!("Liaison {n}"),
            content: content("ledger privacy", vec![]),
            receipt: Some(receipt),
            ..RecordedStatement::default()
        };
        let record = StatementCommand::Record(Box::new(recorded));
        let id = world.did("counsellor", Order::new(Command::Statement(record))).await.subject;
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let of = || received::table.filter(received::statement_id.eq(id));
        let stands: String = of().select(received::state).first(&mut conn).await.unwrap();
        assert_eq!(stands, end.name());
        let registered: Uuid = of().select(received::id).first(&mut conn).await.unwrap();
        let numbers: Vec<String> = number::table
            .filter(number::subject_id.eq(registered))
            .select(number::value)
            .load(&mut conn)
            .await
            .unwrap();
        assert_eq!(numbers, if n == 0 { vec!["SG17-TD77"] } else { vec![] });
        if matches!(end, registration::State::Noted | registration::State::Closed) {
            let alone = entente::domain::command::RegistrationCommand::TakeBack;
            let alone = Order::on(registered, Command::Registration(alone)).because("By mistake.");
            assert_eq!(codes(world.does("counsellor", alone).await), ["nothing_rests_on_it"]);
        }
        written.push(id);
    }
    assert_eq!(world.told().await, before);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    for id in written {
        let back = Order::on(id, Command::Statement(StatementCommand::TakeBack)).because("By mistake.");
        assert_eq!(world.did("counsellor", back).await.state, "void");
        let of = received::table.filter(received::statement_id.eq(id)).select(received::state);
        assert_eq!(of.first::<String>(&mut conn).await.unwrap(), "void");
    }
}
