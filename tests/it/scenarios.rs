//! The handbook's scenarios (17.8) and the whole walk, through the door and on the database. The numbers are theirs.

mod bodies;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, AllocationWanted, Approval, Command, Extent, Receipt as Received, RecordedStatement,
    RegistrationCommand, Sending, StatementCommand,
};
use entente::domain::content::{Addressee, Content};
use entente::domain::reference::Purpose;
use entente::facts;
use entente::facts::sight::Sight;
use entente::read::seen::{Filter, From};
use entente::read::{home, register, statement as page, subject};
use entente::schema::{allocation, destination, registration, statement};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, content, day};

fn on(subject: Uuid, command: StatementCommand) -> Order {
    Order::on(subject, Command::Statement(command))
}

/// Code and clause of each refusal.
fn refused(result: Result<Receipt, Error>) -> Vec<(String, String)> {
    match result {
        Err(Error::Refused(all)) => {
            all.into_iter().map(|r| (r.code, r.clause.map(|clause| clause.cite()).unwrap_or_default())).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

/// Whether there is a refusal of this code that cites this text.
fn is_refused(result: Result<Receipt, Error>, code: &str, text: &str) {
    let all = refused(result);
    assert!(all.iter().any(|(there, clause)| there == code && clause.contains(text)), "{all:?}");
}

impl World {
    async fn sight(&self, key: &str) -> Sight {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let today = entente::domain::calendar::today(self.now, "Europe/Zurich");
        let roots = facts::sight::roots(&mut conn, &self.actor(key).await, today).await.unwrap();
        Sight { roots, person: self.person(key) }
    }

    /// The handle, if this person may see it.
    async fn finds(&self, key: &str, handle: &str) -> bool {
        let sight = self.sight(key).await;
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        subject::by_handle(&mut conn, &sight, handle).await.unwrap().is_some()
    }

    /// How many statements this person's register counts.
    async fn counts(&self, key: &str, filter: Filter) -> i64 {
        let sight = self.sight(key).await;
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        register::total(&mut conn, &sight, &filter).await.unwrap()
    }

    async fn states_of(&self, statement_id: Uuid) -> (String, Vec<String>) {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let state = statement::table.find(statement_id).select(statement::state).first(&mut conn).await.unwrap();
        let parts = destination::table
            .filter(destination::statement_id.eq(statement_id))
            .order(destination::position)
            .select(destination::state);
        (state, parts.load(&mut conn).await.unwrap())
    }

    /// The state of a registration, and of its allocations.
    async fn received(&self, registration_id: Uuid) -> (String, Vec<String>) {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = registration::table.find(registration_id).select(registration::state);
        let state = of.first(&mut conn).await.unwrap();
        let parts = allocation::table.filter(allocation::registration_id.eq(registration_id)).order(allocation::id);
        (state, parts.select(allocation::state).load(&mut conn).await.unwrap())
    }

    /// A statement of that body that answers ours.
    async fn replied_by(&self, body: &str, ours: Uuid) -> Receipt {
        let recorded = RecordedStatement {
            source: self.body(body),
            title: format!("Reply of {body}"),
            content: content("reply", vec![self.for_information("SG17")]),
            answers: Some(ours),
            receipt: Some(Received {
                body: self.body("SG17"),
                received_on: day("2023-03-06"),
                channel: "mail".into(),
                register: None,
                past: None,
            }),
            ..RecordedStatement::default()
        };
        self.did("counsellor", Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))))).await
    }
}

fn meeting() -> Approval {
    Approval {
        meeting: "Rapporteur meeting Q14/17, 2-3 March 2023".into(),
        document: "TD900".into(),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_12_a_statement_to_iso_needs_more_than_the_rapporteur_group() {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    world.on_statement("rapporteur", draft, StatementCommand::AgreeAtRapporteurMeeting(meeting())).await;
    let send = || on(draft, StatementCommand::Send(Sending::default()));
    is_refused(world.does("counsellor", send()).await, "G-LS-04", "I.4");
    // A reason does not help; the decision of the study group does.
    is_refused(world.does("counsellor", send().because("The plenary is far.")).await, "G-LS-04", "I.4");
    let plenary = Approval { meeting: "SG17 plenary".into(), document: "TD901".into(), ..Default::default() };
    world.on_statement("sg.chair", draft, StatementCommand::ApproveAtSg(plenary)).await;
    assert_eq!(world.did("counsellor", send()).await.state, "awaiting_reply");
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_13_action_without_a_day_is_not_submitted() {
    let world = World::new().await;
    let without = Addressee { deadline: None, ..world.for_action("ISO/TC 307") };
    let draft = world.drafted(content("terms", vec![without])).await.subject;
    is_refused(world.does("rapporteur", on(draft, StatementCommand::Submit)).await, "G-LS-02", "1.5.1");
    let with = content("terms", vec![world.for_action("ISO/TC 307")]);
    world.on_statement("rapporteur", draft, StatementCommand::Edit(with)).await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_14_the_chair_alone_does_not_approve_between_meetings() {
    let mut world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let approve = |consulted: &str| {
        let record = Approval { consulted: consulted.into(), document: "Mail".into(), ..Default::default() };
        on(draft, StatementCommand::ApproveByCorrespondence(record))
    };
    is_refused(world.does("sg.chair", approve(" ")).await, "G-LS-05", "1.5.1");
    // While the group meets, it decides itself.
    let before = world.now;
    world.now = crate::support::people::at("2023-08-30T09:00:00Z");
    is_refused(world.does("sg.chair", approve("Management team")).await, "G-LS-05", "1.5.1");
    world.now = before;
    assert_eq!(world.did("sg.chair", approve("Management team")).await.state, "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_15_the_reply_of_one_does_not_answer_for_the_other() {
    let world = World::new().await;
    let to = vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")];
    let sent = world.sent(content("terms", to)).await.subject;
    assert_eq!(world.states_of(sent).await.1, ["awaited", "no_reply_needed"]);
    world.replied_by("ISO/IEC JTC 1/SC 27", sent).await;
    assert_eq!(world.states_of(sent).await, ("awaiting_reply".into(), vec!["awaited".into(), "answered".into()]));
    world.replied_by("ISO/TC 307", sent).await;
    assert_eq!(world.states_of(sent).await, ("replied".into(), vec!["answered".into(), "answered".into()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_16_a_reply_is_late_the_day_after_its_day() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    for (today, late) in [("2023-08-22", false), ("2023-08-23", true)] {
        let today = day(today);
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let facts = facts::statement::load(&mut conn, sent, false, today, None).await.unwrap();
        assert_eq!(facts.reply_overdue(today), late, "{today}");
        let home = home::load(&mut conn, &world.actor("counsellor").await, today).await.unwrap();
        assert_eq!((home.late.len(), home.due.len()), if late { (1, 0) } else { (0, 1) }, "{today}");
        let filter = Filter { late_on: Some(today), ..Filter::default() };
        assert_eq!(world.counts("counsellor", filter).await, i64::from(late), "{today}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_18_an_incoming_statement_is_no_contribution() {
    let world = World::new().await;
    let (_, registration) = received(&world).await;
    let register = |as_contribution| {
        Order::on(registration, Command::Registration(RegistrationCommand::Register { as_contribution, number: None }))
    };
    is_refused(world.does("counsellor", register(true)).await, "numbered_as_document", "I.6");
    world.did("counsellor", register(false)).await;
}

/// What has left is neither edited nor sent again with another text.
#[tokio::test(flavor = "multi_thread")]
async fn scenario_50_what_was_sent_is_not_sent_again_with_another_text() {
    let world = World::new().await;
    let to = || vec![world.for_action("ISO/TC 307")];
    let sent = world.sent(content("terms", to())).await.subject;
    let other = Content { body: "Another text.".into(), ..content("terms", to()) };
    let commands = [
        StatementCommand::Edit(other.clone()),
        StatementCommand::CorrectEditorially(Box::new(other)),
        StatementCommand::Send(Sending::default()),
    ];
    for command in commands {
        let order = on(sent, command).because("The annex was wrong.");
        assert_eq!(refused(world.does("counsellor", order).await)[0].0, "not-from-here");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pr_3_what_is_sent_to_a_body_kept_here_is_in_its_intake_with_nothing_retyped() {
    let world = World::new().await;
    let mut to = world.for_action("ISO/TC 307");
    to.printed = "ISO/TC 307".into();
    let approved = world.approved(content("terms", vec![to])).await;
    assert!(!world.finds("manager", &approved.handle).await, "unsent: its own tree only");
    assert_eq!(world.counts("manager", Filter::default()).await, 0);
    world.on_statement("counsellor", approved.subject, StatementCommand::Send(Sending::default())).await;
    assert!(world.finds("manager", &approved.handle).await);
    assert!(world.finds("tc.chair", &approved.handle).await);
    let sight = world.sight("manager").await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let seen = page::load(&mut conn, &sight, &approved.handle, None, day("2023-03-06")).await.unwrap().unwrap();
    assert_eq!((seen.registrations.len(), seen.registrations[0].state.as_str()), (1, "received"));
    assert!(!seen.ours && seen.body.contains("terms of reference"));
    // Each side has its own number, and does not see the other's.
    let intake = seen.registrations[0].id;
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("manager", Order::on(intake, Command::Registration(register))).await;
    let numbers = |page: &register::Page| page.rows[0].numbers.clone();
    let theirs = register::page(&mut conn, &sight, &Filter::default(), From::Newest).await.unwrap();
    assert_eq!(numbers(&theirs), ["SG17-LS400", "N 900"]);
    let own = world.sight("counsellor").await;
    let ours = register::page(&mut conn, &own, &Filter::default(), From::Newest).await.unwrap();
    assert_eq!(numbers(&ours), ["SG17-LS400"]);
    let seen = page::load(&mut conn, &own, &approved.handle, None, day("2023-03-06")).await.unwrap().unwrap();
    assert_eq!(seen.registrations.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pr_3_neither_side_sees_the_others_drafts() {
    let world = World::new().await;
    let ours = world.drafted(content("ours", vec![world.for_action("ISO/TC 307")])).await;
    let theirs = StatementCommand::Draft {
        owner: world.body("ISO/TC 307"),
        questions: vec![],
        content: content("theirs", vec![world.for_action("SG17")]),
        answers: vec![],
        extent: Extent::Full,
        corrects: None,
    };
    let theirs = world.did("manager", Order::new(Command::Statement(theirs))).await;
    for (key, sees, not) in [("counsellor", &ours, &theirs), ("manager", &theirs, &ours)] {
        assert!(world.finds(key, &sees.handle).await && !world.finds(key, &not.handle).await, "{key}");
        assert_eq!(world.counts(key, Filter::default()).await, 1, "{key}");
        let edited = world.does(key, on(not.subject, StatementCommand::Edit(Content::default()))).await;
        assert!(matches!(edited, Err(Error::Missing)), "{key}: {edited:?}");
    }
    // The convenor of the joint group serves both its parents' trees, and SG17 is neither.
    assert!(world.finds("convenor", &theirs.handle).await && !world.finds("convenor", &ours.handle).await);
}

/// A statement of SC 27 that has come in, and SG17's registration of it.
async fn received(world: &World) -> (Uuid, Uuid) {
    let recorded = RecordedStatement {
        source: world.body("ISO/IEC JTC 1/SC 27"),
        title: "Liaison on ledger privacy".into(),
        content: content("ledger privacy", vec![world.for_action("SG17")]),
        issued_on: Some(day("2023-03-01")),
        numbers: vec!["ISO/IEC JTC 1/SC 27 N 15001".into()],
        receipt: Some(Received {
            body: world.body("SG17"),
            received_on: day("2023-03-06"),
            channel: "mail".into(),
            register: None,
            past: None,
        }),
        ..RecordedStatement::default()
    };
    let record = Command::Statement(StatementCommand::Record(Box::new(recorded)));
    let statement_id = world.did("counsellor", Order::new(record)).await.subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let of = registration::table.filter(registration::statement_id.eq(statement_id)).select(registration::id);
    (statement_id, of.first(&mut conn).await.unwrap())
}

/// Checks where registration and allocations stand.
async fn stands(world: &World, registration_id: Uuid, state: &str, parts: &[&str]) {
    let (there, all) = world.received(registration_id).await;
    assert_eq!((there.as_str(), all.iter().map(String::as_str).collect::<Vec<_>>()), (state, parts.to_vec()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_walk_from_what_came_in_to_the_reply_that_goes_out() {
    let world = World::new().await;
    let (incoming, registration_id) = received(&world).await;
    stands(&world, registration_id, "received", &[]).await;
    let next = |command| Order::on(registration_id, Command::Registration(command));
    world.did("counsellor", next(RegistrationCommand::Register { as_contribution: false, number: None })).await;
    world.did("counsellor", next(RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() })).await;
    stands(&world, registration_id, "available", &[]).await;
    let wanted = AllocationWanted {
        body: world.body("Q14/17"),
        assignee: world.person("rapporteur"),
        purpose: Purpose::Action,
        lead: true,
        due: None,
        note: String::new(),
    };
    world.did("sg.chair", next(RegistrationCommand::Allocate(vec![wanted]))).await;
    stands(&world, registration_id, "allocated", &["assigned"]).await;
    let part = world.allocation_of(registration_id).await;
    let consider = AllocationCommand::Consider { meeting: "Rapporteur meeting Q14/17".into() };
    world.on_allocation("rapporteur", part, consider).await;
    stands(&world, registration_id, "under_consideration", &["under_consideration"]).await;

    let reply = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: vec!["Q14/17".into()],
        content: content("ledger privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")]),
        answers: vec![part],
        extent: Extent::Full,
        corrects: None,
    };
    let reply = world.did("rapporteur", Order::new(Command::Statement(reply))).await.subject;
    stands(&world, registration_id, "reply_in_preparation", &["reply_in_preparation"]).await;
    world.on_statement("rapporteur", reply, StatementCommand::Submit).await;
    world.did("sg.chair", on(reply, StatementCommand::Return).because("Name the clause.")).await;
    let better = Content {
        body: "See clause 7.".into(),
        ..content("ledger privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")])
    };
    world.on_statement("rapporteur", reply, StatementCommand::Edit(better)).await;
    world.on_statement("rapporteur", reply, StatementCommand::Submit).await;
    let consulted = Approval { consulted: "Management team".into(), document: "Mail".into(), ..Default::default() };
    world.on_statement("sg.chair", reply, StatementCommand::ApproveByCorrespondence(consulted)).await;
    stands(&world, registration_id, "reply_in_preparation", &["reply_in_preparation"]).await;
    world.on_statement("counsellor", reply, StatementCommand::Send(Sending::default())).await;
    stands(&world, registration_id, "replied", &["replied"]).await;

    let sight = world.sight("counsellor").await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let handle = facts::find::handle_of(&mut conn, incoming).await.unwrap().unwrap();
    let seen = page::load(&mut conn, &sight, &handle, None, day("2023-03-06")).await.unwrap().unwrap();
    assert_eq!(seen.thread.len(), 1, "the reply stands in the thread");
    assert!(seen.thread[0].title.contains("reply to ISO/IEC JTC 1/SC 27 N 15001"), "{}", seen.thread[0].title);
    world.did("counsellor", next(RegistrationCommand::Close)).await;
    stands(&world, registration_id, "closed", &["replied"]).await;
}
