//! Everything that can stand in a state, built through the door, and one person for each actor of the expected matrix:
//! they hold that one role in SG17 and no other. The author, the doer and the assignee hold nothing there any more; they
//! see the group's statements because they serve another Question of it.

use entente::cli::opened::Opened;
use entente::config::Config;
use entente::domain::command::{
    AllocationCommand as A, AllocationWanted, Approval, Command, Correction, DestinationCommand, Extent,
    Receipt as Received, ReceiptCorrection, RecordedStatement, RegistrationCommand as R, Retraction, Sending,
    StatementCommand as S,
};
use entente::domain::named::Named;
use entente::domain::people::Role;
use entente::domain::reference::Purpose;
use entente::write::Order;
use uuid::Uuid;

use crate::api::House;
use crate::support::people::{World, content, day};

/// Until when author and doer hold their roles, and a day before on which they used them.
const UNTIL: &str = "2023-03-05";
const BEFORE: &str = "2023-03-04";

/// A subject in a state.
#[derive(Clone, Debug)]
pub struct Subject {
    pub kind: &'static str,
    /// Whose procedure its owner follows (PR-1).
    pub ladder: &'static str,
    pub state: String,
    pub id: Uuid,
    pub handle: String,
    pub statement: Uuid,
    /// The handle of the statement whose page shows it.
    pub page: String,
    /// A reply that is linked to an addressee.
    pub reply: Option<Uuid>,
}

pub struct Stage {
    pub house: House,
    /// The same database as the command line opens it.
    pub opened: Opened,
    /// The actor's name in the expected matrix, and the person.
    pub cast: Vec<(&'static str, &'static str)>,
}

/// Every state that stands: kind, whose ladder of approval, and what leads there.
pub const STANDING: &[(&str, &str, &[&str])] = &[
    (
        "statement",
        "itu",
        &[
            "draft",
            "in_review",
            "agreed",
            "approved_at_wp",
            "approved",
            "awaiting_reply",
            "replied",
            "closed",
            "sent_in_error",
            "retracted",
            "postponed",
            "withdrawn",
            "issued",
        ],
    ),
    // What differs on the ladders of the others.
    ("statement", "iso_iec", &["in_review", "recommended", "approved"]),
    ("statement", "own", &["in_review"]),
    ("destination", "itu", &["awaited", "no_reply_needed", "not_answered", "answered", "not_tracked"]),
    ("registration", "iso_iec", &["registered"]),
    (
        "registration",
        "itu",
        &[
            "received",
            "registered",
            "available",
            "rejected",
            "allocated",
            "under_consideration",
            "reply_in_preparation",
            "deferred",
            "noted",
            "replied",
            "action_taken",
            "closed",
            "void",
        ],
    ),
    (
        "allocation",
        "itu",
        &[
            "assigned",
            "under_consideration",
            "reply_in_preparation",
            "deferred",
            "noted",
            "replied",
            "action_taken",
            "redirected",
            "void",
        ],
    ),
];

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::Text)]
    handle: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    state: String,
}

impl Stage {
    pub async fn set() -> Stage {
        let mut house = House::open().await;
        let mut cast = Vec::new();
        for role in Role::ALL {
            let key: &'static str = Box::leak(format!("only.{}", role.name()).into_boxed_str());
            house.world.add_person(key, &format!("Only {}", role.name())).await;
            for body in ["SG17", "ISO/TC 307", "Ledger Forum"] {
                house.world.appoint(key, *role, body).await;
            }
            cast.push((role.name(), key));
        }
        for name in ["author", "doer", "assignee", "administrator"] {
            house.world.add_somebody(name, name, name == "administrator").await;
            for body in ["Q10/17", "ISO/TC 307/WG 1"] {
                house.world.appoint(name, Role::Rapporteur, body).await;
            }
            // The forum has no group of its own; an editor there does nothing to what is in review.
            house.world.appoint(name, Role::Editor, "Ledger Forum").await;
            cast.push((name, name));
        }
        for body in ["Q14/17", "ISO/TC 307", "Ledger Forum"] {
            house.world.appoint_until("author", Role::Expert, body, day(UNTIL)).await;
        }
        house.world.appoint_until("doer", Role::Counsellor, "SG17", day(UNTIL)).await;
        for body in ["ISO/TC 307", "Ledger Forum"] {
            house.world.appoint_until("doer", Role::CommitteeManager, body, day(UNTIL)).await;
        }
        house.world.upkeep.keep_clock_offset(house.app.clock.offset).await.unwrap();
        let url = house.world.database.urls.owner.clone();
        let set = move |name: &str| match name {
            "ENTENTE_DATA" => Some("/nonexistent".to_owned()),
            "DATABASE_URL" => Some(url.clone()),
            _ => None,
        };
        let opened = Opened::open(Config::from_lookup(&set).unwrap()).await.unwrap();
        Stage { house, opened, cast }
    }

    pub fn world(&self) -> &World {
        &self.house.world
    }

    /// A new subject in this state; the last act on a statement is the doer's.
    pub async fn stand(&self, kind: &'static str, ladder: &'static str, state: &str) -> Subject {
        let mut reply = None;
        let (statement, id) = match kind {
            "destination" => {
                let (statement, addressee, linked) = self.addressed(state).await;
                reply = Some(linked);
                (statement, addressee)
            }
            "statement" if state == "issued" => {
                let id = self.received("doer", None).await.0;
                (id, id)
            }
            "statement" => {
                let id = self.outgoing(ladder, state).await;
                (id, id)
            }
            "registration" => {
                let (statement, registration) = match ladder {
                    "itu" => {
                        let (statement, registration, _) = self.incoming(kind, state).await;
                        (statement, registration)
                    }
                    _ => self.registered_by_a_committee().await,
                };
                self.corrected(registration, state).await;
                (statement, registration)
            }
            "allocation" => {
                let (statement, _, allocation) = self.incoming(kind, state).await;
                (statement, allocation.unwrap())
            }
            other => panic!("nothing of the kind {other} is built"),
        };
        let (page, found) = (self.found("statement", statement).await, self.found(kind, id).await);
        assert_eq!(found.state, state, "{kind}");
        Subject { kind, ladder, state: found.state, id, handle: found.handle, statement, page: page.handle, reply }
    }

    /// Corrected last, where a correction is all that can be taken back.
    async fn corrected(&self, registration: Uuid, state: &str) {
        let follows =
            ["received", "under_consideration", "reply_in_preparation", "deferred", "replied", "action_taken"];
        if follows.contains(&state) {
            let (channel, number, note) = ("by hand".into(), None, String::new());
            let correction = ReceiptCorrection { received_on: day("2023-03-03"), channel, number, note };
            self.on("counsellor", registration, Command::Registration(R::Correct(correction)), None).await;
        }
    }

    /// An addressee in that state with a reply linked to it, as far as the state lets it, and corrected last.
    async fn addressed(&self, state: &str) -> (Uuid, Uuid, Uuid) {
        use diesel::prelude::*;
        use diesel_async::RunQueryDsl;
        use entente::schema::destination as to;
        let (path, extent) = match state {
            "no_reply_needed" => ("for_information", Extent::Related),
            "not_answered" => ("closed", Extent::Related),
            "answered" => ("awaiting_reply", Extent::Full),
            _ => ("awaiting_reply", Extent::Interim),
        };
        let statement = match state {
            "not_tracked" => self.received("counsellor", None).await.0,
            _ => self.outgoing("itu", path).await,
        };
        let first = to::table.filter(to::statement_id.eq(statement)).select(to::id);
        let mut conn = self.world().database.pools.reader.connection().await.unwrap();
        let addressee: Uuid = first.first(&mut conn).await.unwrap();
        drop(conn);
        let (reply, _) = self.received("counsellor", None).await;
        if state != "not_tracked" {
            let link = DestinationCommand::Answer { reply, extent, expected_on: None };
            self.on("counsellor", addressee, Command::Destination(link), None).await;
        }
        let purpose = if state == "no_reply_needed" { Purpose::Information } else { Purpose::Action };
        let correction = Correction { purpose, deadline: Some(day("2023-08-23")), body: None };
        self.on("counsellor", addressee, Command::Destination(DestinationCommand::Correct(correction)), None).await;
        (statement, addressee, reply)
    }

    async fn found(&self, kind: &str, id: Uuid) -> Found {
        use diesel_async::RunQueryDsl;
        let sql = format!("SELECT s.handle, t.state FROM {kind} t JOIN subject s USING (id) WHERE id = '{id}'");
        diesel::sql_query(sql).get_result(&mut self.world().database.owner().await).await.unwrap()
    }

    /// The state of a subject now.
    pub async fn state(&self, subject: &Subject) -> String {
        self.found(subject.kind, subject.id).await.state
    }

    async fn on(&self, who: &str, subject: Uuid, command: Command, on: Option<&str>) {
        let order = Order { occurred_on: on.map(day), ..Order::on(subject, command).because("Because.") };
        self.world().did(who, order).await;
    }

    async fn outgoing(&self, ladder: &str, state: &str) -> Uuid {
        // What the study group itself has not decided may only go to another group of the Union (G-LS-04).
        let (owner, to) = match (ladder, state) {
            ("iso_iec", _) => ("ISO/TC 307", "SG17"),
            ("own", _) => ("Ledger Forum", "SG17"),
            (_, "agreed" | "approved_at_wp") => ("Q14/17", "ITU-T"),
            _ => ("Q14/17", "ISO/TC 307"),
        };
        let informs = state == "for_information";
        let to = if informs { self.world().for_information(to) } else { self.world().for_action(to) };
        let owner = self.world().body(owner);
        let content = content("terms", vec![to]);
        let draft = S::Draft { owner, questions: vec![], content, answers: vec![], extent: Extent::Full };
        let order = Order { occurred_on: Some(day(BEFORE)), ..Order::new(Command::Statement(draft)) };
        let id = self.world().did("author", order).await.subject;
        let meeting = || Approval { meeting: "Geneva".into(), document: "Report".into(), ..Approval::default() };
        let sent = || S::Send(Sending::default());
        let path = match (ladder, state) {
            (_, "draft") => vec![],
            (_, "in_review") => vec![S::Submit],
            (_, "withdrawn") => vec![S::Submit, S::Withdraw],
            (_, "postponed") => vec![S::Submit, S::Postpone],
            (_, "agreed") => vec![S::Submit, S::AgreeAtRapporteurMeeting(meeting())],
            (_, "approved_at_wp") => vec![S::Submit, S::ApproveAtWp(meeting())],
            ("iso_iec", "recommended") => vec![S::Submit, S::RecommendInWg(meeting())],
            ("iso_iec", "approved") => {
                let decision = "Resolution 12".into();
                vec![S::Submit, S::ApproveByResolution(Approval { decision, ..meeting() })]
            }
            (_, "approved") => vec![S::Submit, S::ApproveAtSg(meeting())],
            (_, "awaiting_reply" | "replied" | "for_information") => vec![S::Submit, S::ApproveAtSg(meeting()), sent()],
            (_, "closed") => vec![S::Submit, S::ApproveAtSg(meeting()), sent(), S::CloseWithoutReply],
            (_, "sent_in_error") => vec![S::Submit, S::ApproveAtSg(meeting()), sent(), S::MarkSentInError],
            (_, "retracted") => {
                let retraction = Retraction { text: "Please disregard it.".into(), ..Retraction::default() };
                vec![S::Submit, S::ApproveAtSg(meeting()), sent(), S::MarkSentInError, S::Retract(retraction)]
            }
            other => panic!("no way to {other:?}"),
        };
        for command in path {
            self.on("doer", id, Command::Statement(command), Some(BEFORE)).await;
        }
        if state == "replied" {
            self.received("counsellor", Some(id)).await;
        }
        id
    }

    /// A statement from outside, as received by SG17.
    async fn received(&self, who: &str, answers: Option<Uuid>) -> (Uuid, Uuid) {
        let world = self.world();
        let body = world.body("SG17");
        let receipt = Received { body, received_on: day("2023-03-06"), channel: "mail".into(), register: None };
        let source = if answers.is_some() { "ISO/TC 307" } else { "ISO/IEC JTC 1/SC 27" };
        let recorded = RecordedStatement {
            source: world.body(source),
            title: "Liaison on ledger privacy".into(),
            content: content("ledger privacy", vec![world.for_action("SG17")]),
            issued_on: Some(day("2023-03-01")),
            answers,
            receipt: Some(receipt),
            ..RecordedStatement::default()
        };
        let order = Order::new(Command::Statement(S::Record(Box::new(recorded))));
        let on = if who == "doer" { Some(day(BEFORE)) } else { None };
        let statement = world.did(who, Order { occurred_on: on, ..order }).await.subject;
        (statement, world.registration_of(statement).await)
    }

    /// A statement from outside, numbered as an N-document: nothing more is needed to allocate it (PR-1).
    async fn registered_by_a_committee(&self) -> (Uuid, Uuid) {
        let world = self.world();
        let body = world.body("ISO/TC 307");
        let receipt = Received { body, received_on: day("2023-03-06"), channel: "mail".into(), register: Some(None) };
        let recorded = RecordedStatement {
            source: world.body("ISO/IEC JTC 1/SC 27"),
            title: "Liaison on ledger privacy".into(),
            content: content("ledger privacy", vec![world.for_action("ISO/TC 307")]),
            issued_on: Some(day("2023-03-01")),
            receipt: Some(receipt),
            ..RecordedStatement::default()
        };
        let order = Order::new(Command::Statement(S::Record(Box::new(recorded)))).because("Another of the tests.");
        let statement = world.did("manager", order).await.subject;
        (statement, world.registration_of(statement).await)
    }

    async fn incoming(&self, kind: &str, state: &str) -> (Uuid, Uuid, Option<Uuid>) {
        let (statement, registration) = self.received("counsellor", None).await;
        let register = R::Register { as_contribution: false, number: None };
        let available = || R::MakeAvailable { agreed_by: "Chair SG17".into() };
        let allocate = || R::Allocate(vec![self.wanted(true)]);
        let path = match (kind, state) {
            ("registration", "received") => vec![],
            ("registration", "registered") => vec![register],
            ("registration", "available") => vec![register, available()],
            ("registration", "rejected") => vec![R::Reject],
            ("registration", "void") => vec![R::Void],
            ("registration", "noted") => vec![register, available(), R::NoteWithoutDiscussion],
            _ => vec![register, available(), allocate()],
        };
        let allocated = matches!(path.last(), Some(R::Allocate(_)));
        for command in path {
            self.on("counsellor", registration, Command::Registration(command), None).await;
        }
        if !allocated {
            return (statement, registration, None);
        }
        let allocation = self.world().allocation_of(registration).await;
        for command in self.work(kind, state) {
            self.on("counsellor", allocation, Command::Allocation(command), None).await;
        }
        match (kind, state) {
            (_, "reply_in_preparation") => drop(self.reply(allocation).await),
            (_, "replied") => self.send(self.reply(allocation).await).await,
            ("registration", "closed") => {
                self.on("counsellor", registration, Command::Registration(R::Close), None).await
            }
            ("allocation", "void") => {
                self.on("counsellor", registration, Command::Registration(R::TakeBack), None).await
            }
            _ => {}
        }
        (statement, registration, Some(allocation))
    }

    /// What is done to the allocation on the way to a state.
    fn work(&self, kind: &str, state: &str) -> Vec<A> {
        let consider = A::Consider { meeting: "Correspondence".into() };
        match (kind, state) {
            ("registration", "allocated") | ("allocation", "assigned" | "void") => vec![],
            (_, "under_consideration" | "reply_in_preparation" | "replied") => vec![consider],
            (_, "deferred") => vec![consider, A::Defer],
            (_, "noted" | "closed") => vec![consider, A::Note { no_reply_needed: true }],
            (_, "action_taken") => vec![consider, A::TakeAction { action: "Told the editors.".into() }],
            ("allocation", "redirected") => {
                let (body, assignee) = (self.world().body("Q10/17"), self.world().person("assignee"));
                vec![A::Redirect { body, assignee }]
            }
            other => panic!("no way to {other:?}"),
        }
    }

    pub fn wanted(&self, lead: bool) -> AllocationWanted {
        AllocationWanted {
            body: self.world().body("Q14/17"),
            assignee: self.world().person("assignee"),
            purpose: Purpose::Action,
            lead,
            due: None,
            note: String::new(),
        }
    }

    async fn reply(&self, allocation: Uuid) -> Uuid {
        let (owner, to) = (self.world().body("Q14/17"), self.world().for_information("ISO/IEC JTC 1/SC 27"));
        let content = content("reply", vec![to]);
        let draft = S::Draft { owner, questions: vec![], content, answers: vec![allocation], extent: Extent::Full };
        self.world().did("counsellor", Order::new(Command::Statement(draft))).await.subject
    }

    async fn send(&self, reply: Uuid) {
        let consulted = Approval { consulted: "Team".into(), document: "Mail".into(), ..Approval::default() };
        let how = Sending { how_sent: "By mail.".into(), ..Sending::default() };
        for command in [S::Submit, S::ApproveByCorrespondence(consulted), S::Send(how)] {
            self.on("counsellor", reply, Command::Statement(command), None).await;
        }
    }
}
