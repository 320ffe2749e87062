//! What a page says before an act about who will be told, beside what the act then queues: a walk through every act that
//! tells anybody, directly or by what follows from it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::ask::by_people;
use entente::domain::command::{
    AllocationCommand, AllocationWanted, Approval, Command, Correction, DestinationCommand, Extent, Forwarding, Kind,
    MeetingCommand, RegistrationCommand, Reminder, Retraction, Sending, StatementCommand,
};
use entente::domain::content::Content;
use entente::domain::meeting::Held;
use entente::domain::named::Named;
use entente::domain::notice::queued;
use entente::domain::people::Role;
use entente::domain::procedure::printed;
use entente::domain::reference::Purpose;
use entente::domain::statement::Level;
use entente::facts::{self, told};
use entente::schema::{allocation, destination, outbox, registration};
use entente::write::{Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, content, day};

/// Notice and address.
type Told = BTreeSet<(String, String)>;

struct Walk {
    world: World,
    /// Procedure and act of every step that was compared.
    done: BTreeSet<(String, String)>,
}

impl Walk {
    /// Who would be told, as the pages say it.
    async fn ahead(&self, key: &str, (kind, id): (Kind, Uuid), act: &str, command: Option<&Command>) -> Told {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        let on = day("2023-03-06");
        let of = facts::subject::load(&mut conn, kind, id, on).await.unwrap().unwrap();
        let wanted = told::Wanted { act, command, reason: "Because.", on };
        let tellings = told::ahead(&mut conn, &of, &wanted).await.unwrap();
        let asker = Some(self.world.person(key));
        queued(&tellings, asker).into_iter().map(|(notice, one)| (notice.name().into(), one.address.clone())).collect()
    }

    async fn queued_after(&self, seq: i64) -> Told {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        let rows = outbox::table.filter(outbox::seq.gt(seq)).select((outbox::notice, outbox::address));
        rows.load::<(String, String)>(&mut conn).await.unwrap().into_iter().collect()
    }

    async fn newest(&self) -> i64 {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        outbox::table.select(diesel::dsl::max(outbox::seq)).first::<Option<i64>>(&mut conn).await.unwrap().unwrap_or(0)
    }

    /// Compares, and does it.
    async fn step(&mut self, key: &str, id: Uuid, act: &str, command: Command) -> Receipt {
        let kind = command.kind();
        let (before, said) = (self.newest().await, self.ahead(key, (kind, id), act, Some(&command)).await);
        if !told::chooses_who_is_told(kind, act) {
            assert_eq!(self.ahead(key, (kind, id), act, None).await, said, "{act} before anything is typed");
        }
        let receipt = self.world.did(key, Order::on(id, command).because("Because.")).await;
        assert_eq!(said, self.queued_after(before).await, "{key} does {act}");
        self.done.insert((kind.name().to_owned(), act.to_owned()));
        receipt
    }

    async fn statement(&mut self, key: &str, id: Uuid, command: StatementCommand) -> Receipt {
        let act = command.act().name();
        self.step(key, id, act, Command::Statement(command)).await
    }

    async fn registration(&mut self, key: &str, id: Uuid, command: RegistrationCommand) -> Receipt {
        let act = command.act().name();
        self.step(key, id, act, Command::Registration(command)).await
    }

    async fn allocation(&mut self, key: &str, id: Uuid, command: AllocationCommand) -> Receipt {
        let act = command.act().name();
        self.step(key, id, act, Command::Allocation(command)).await
    }

    fn wanted(&self, body: &str, assignee: &str, lead: bool) -> AllocationWanted {
        let (body, assignee) = (self.world.body(body), self.world.person(assignee));
        AllocationWanted { body, assignee, purpose: Purpose::Action, lead, due: None, note: String::new() }
    }

    /// The allocation of that registration which stands at the body.
    async fn part(&self, registration: Uuid, body: &str) -> Uuid {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        let of = allocation::table.filter(allocation::registration_id.eq(registration));
        of.filter(allocation::body_id.eq(self.world.body(body)))
            .order(allocation::id)
            .select(allocation::id)
            .first(&mut conn)
            .await
            .unwrap()
    }

    /// A reply to the first addressee of a statement is linked and taken off again; what it is asked is corrected, and that
    /// taken back.
    async fn linked(&mut self, key: &str, of: Uuid) {
        let asked: Uuid = {
            let mut conn = self.world.database.pools.reader.connection().await.unwrap();
            let all = destination::table.filter(destination::statement_id.eq(of)).order(destination::position);
            all.select(destination::id).first(&mut conn).await.unwrap()
        };
        let (reply, _) = self.world.registered().await;
        let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
        let (purpose, deadline) = (Purpose::Comment, Some(day("2023-09-22")));
        let correct = DestinationCommand::Correct(Correction { purpose, deadline, body: None });
        let back = DestinationCommand::TakeBack { of: None };
        for command in [link, DestinationCommand::Unlink { reply }, correct, back] {
            self.step(key, asked, command.act().name(), Command::Destination(command)).await;
        }
    }

    /// The plenary is rescheduled, cancelled, and held after all, with something due by it.
    async fn moved(&mut self) {
        let plenary = self.world.plenary("SG17").await;
        let held = Held { starts: day("2023-10-03"), ends: day("2023-10-13"), place: "Geneva".into() };
        for command in [MeetingCommand::Reschedule(held), MeetingCommand::Cancel, MeetingCommand::TakeBack] {
            self.step("counsellor", plenary, command.act().name(), Command::Meeting(command)).await;
        }
    }

    async fn received_by(&self, statement: Uuid, body: &str) -> Uuid {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        let of = registration::table.filter(registration::statement_id.eq(statement));
        of.filter(registration::body_id.eq(self.world.body(body)))
            .select(registration::id)
            .first(&mut conn)
            .await
            .unwrap()
    }

    /// Allocated to two Questions, reassigned, redirected, taken up. Answers the leading allocation.
    async fn taken_up(&mut self) -> Uuid {
        let (_, registration) = self.world.registered().await;
        let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
        self.registration("counsellor", registration, available).await;
        let rows = vec![self.wanted("Q14/17", "rapporteur", true), self.wanted("Q10/17", "rapporteur.q10", false)];
        self.registration("counsellor", registration, RegistrationCommand::Allocate(rows)).await;
        let (lead, other) = (self.part(registration, "Q14/17").await, self.part(registration, "Q10/17").await);
        let assignee = self.world.person("associate");
        self.allocation("sg.chair", lead, AllocationCommand::Reassign { assignee, due: None }).await;
        let (body, assignee) = (self.world.body("Q14/17"), self.world.person("expert"));
        self.allocation("rapporteur.q10", other, AllocationCommand::Redirect { body, assignee }).await;
        let consider = AllocationCommand::Consider { meeting: "By correspondence".into() };
        self.allocation("associate", lead, consider).await;
        lead
    }

    /// Passed on to a body that is kept here, and to one that is not.
    async fn passed_on(&mut self) {
        for to in ["ISO/TC 307", "ISO/IEC JTC 1"] {
            let (_, registration) = self.world.allocated().await;
            let (to, told_sender) = (self.world.body(to), "It is theirs.".into());
            let forward = RegistrationCommand::Forward(Forwarding { to, told_sender, how_sent: String::new() });
            self.registration("sg.chair", registration, forward).await;
        }
    }

    /// A reply to it, to a body that is kept here and one that is not.
    async fn replied(&mut self, allocation: Uuid) -> Uuid {
        let to = vec![self.world.for_action("ISO/TC 307"), self.world.for_information("ISO/IEC JTC 1/SC 27")];
        let (owner, content) = (self.world.body("Q14/17"), content("ledger privacy", to));
        let (questions, answers, extent) = (vec!["Q14/17".into()], vec![allocation], Extent::Full);
        let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
        self.world.did("associate", Order::new(Command::Statement(draft))).await.subject
    }
}

impl Walk {
    /// A statement of JWG 4 to SG17, submitted by its convenor.
    async fn of_a_committee(&self) -> Uuid {
        let content = content("ledger terms", vec![self.world.for_action("SG17")]);
        let (owner, questions, answers, extent) = (self.world.body("ISO/TC 307/JWG 4"), vec![], vec![], Extent::Full);
        let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
        let draft = self.world.did("convenor", Order::new(Command::Statement(draft))).await.subject;
        self.world.on_statement("convenor", draft, StatementCommand::Submit).await;
        draft
    }

    /// The same of the forum, which decides in its own way.
    async fn of_the_forum(&mut self) -> Uuid {
        self.world.add_person("forum", "Manager of the forum").await;
        self.world.appoint("forum", Role::CommitteeManager, "Ledger Forum").await;
        let content = content("forum terms", vec![self.world.for_action("SG17")]);
        let (owner, questions, answers, extent) = (self.world.body("Ledger Forum"), vec![], vec![], Extent::Full);
        let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
        let draft = self.world.did("forum", Order::new(Command::Statement(draft))).await.subject;
        self.world.on_statement("forum", draft, StatementCommand::Submit).await;
        draft
    }

    /// Each act with which a committee decides finally.
    fn decisions_of_a_committee(&self) -> Vec<StatementCommand> {
        let numbered = || Approval { decision: "Resolution 12".into(), result: "12 yes, 0 no".into(), ..meeting() };
        let agreed = Approval { consulted: "The chair, 5 March".into(), ..Approval::default() };
        let text = Box::new(Content { body: "Ledger terms, as amended.".into(), ..content("ledger terms", vec![]) });
        let (level, approval) = (Level::Resolution, numbered());
        vec![
            StatementCommand::ApproveByResolution(numbered()),
            StatementCommand::ApproveByBallot(numbered()),
            StatementCommand::ApproveBetweenMeetings(agreed),
            StatementCommand::ApproveAsAmended { level, approval, text },
        ]
    }
}

fn meeting() -> Approval {
    Approval {
        meeting: "SG17, Geneva, 21 February - 3 March 2023".into(),
        document: "TD900".into(),
        ..Approval::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_page_says_an_act_will_tell_is_whom_it_tells() {
    let mut walk = Walk { world: World::new().await, done: BTreeSet::new() };
    let allocation = walk.taken_up().await;
    let reply = walk.replied(allocation).await;
    walk.statement("rapporteur", reply, StatementCommand::Submit).await;
    walk.statement("sg.chair", reply, StatementCommand::Return).await;
    walk.statement("rapporteur", reply, StatementCommand::Submit).await;
    walk.statement("rapporteur", reply, StatementCommand::AgreeAtRapporteurMeeting(meeting())).await;
    walk.statement("wp.chair", reply, StatementCommand::ApproveAtWp(meeting())).await;
    walk.statement("counsellor", reply, StatementCommand::ApproveAtSg(meeting())).await;
    walk.statement("counsellor", reply, StatementCommand::Send(Sending::default())).await;
    let there = walk.received_by(reply, "ISO/TC 307").await;
    walk.registration("manager", there, RegistrationCommand::Register { as_contribution: false, number: None }).await;
    walk.linked("counsellor", reply).await;
    let reminder = Reminder { text: "We await your reply.".into(), ..Reminder::default() };
    walk.statement("counsellor", reply, StatementCommand::Remind(reminder)).await;
    walk.statement("rapporteur", reply, StatementCommand::CloseWithoutReply).await;
    walk.statement("counsellor", reply, StatementCommand::MarkSentInError).await;
    let retraction = Retraction { text: "Please disregard it.".into(), ..Retraction::default() };
    walk.statement("counsellor", reply, StatementCommand::Retract(retraction)).await;
    let other = walk.world.drafted(content("terms", vec![walk.world.for_action("ISO/TC 307")])).await.subject;
    walk.statement("wp.chair", other, StatementCommand::Submit).await;
    let consulted = Approval { consulted: "Management team".into(), document: "Mail".into(), ..Approval::default() };
    walk.statement("counsellor", other, StatementCommand::ApproveByCorrespondence(consulted)).await;
    walk.statement("counsellor", other, StatementCommand::Send(Sending::default())).await;
    walk.statement("counsellor", other, StatementCommand::TakeBack).await;
    let corrected = Box::new(Content { body: "SG17 proposes terms.".into(), ..content("terms", vec![]) });
    walk.statement("counsellor", other, StatementCommand::CorrectEditorially(corrected)).await;
    walk.statement("counsellor", other, StatementCommand::CorrectQuestions(vec!["Q10/17".into()])).await;
    walk.statement("sg.chair", other, StatementCommand::Postpone).await;
    walk.statement("rapporteur", other, StatementCommand::Resume).await;
    let into = walk.world.drafted(content("wallets", vec![walk.world.for_action("ISO/TC 307")])).await.subject;
    walk.statement("counsellor", other, StatementCommand::MergeInto(into)).await;
    walk.statement("rapporteur", other, StatementCommand::Resume).await;
    walk.statement("sg.chair", other, StatementCommand::Withdraw).await;
    for approve in walk.decisions_of_a_committee() {
        let draft = walk.of_a_committee().await;
        walk.statement("convenor", draft, StatementCommand::RecommendInWg(meeting())).await;
        walk.statement("manager", draft, approve).await;
    }
    let ours = walk.of_the_forum().await;
    let board = Approval { own_level: "Its board".into(), ..Approval::default() };
    walk.statement("forum", ours, StatementCommand::ApproveAtOwnLevel(board)).await;
    walk.statement(
        "forum",
        ours,
        StatementCommand::RecordSent(Sending { how_sent: "Mail.".into(), number: Some("Forum 7".into()) }),
    )
    .await;
    walk.passed_on().await;
    walk.moved().await;
    for table in printed::all() {
        for row in table.rows.iter().filter(|row| !row.tell.is_empty() && !row.from.is_empty()) {
            let step = (table.name.to_owned(), row.act.to_owned());
            assert!(!by_people(&table, row.act) || walk.done.contains(&step), "the walk leaves out {step:?}");
        }
    }
}
