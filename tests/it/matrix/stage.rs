//! Everything that can stand in a state, built through the door, and one person for each actor of the expected matrix:
//! they hold that one role in SG17 and no other. The author, the doer and the assignee hold nothing there any more; they
//! see the group's statements because they serve another Question of it.

mod incoming;

use entente::cli::opened::Opened;
use entente::config::Config;
use entente::domain::command::{
    Approval, Command, Correction, DestinationCommand, Extent, ReceiptCorrection, RegistrationCommand as R, Retraction,
    Sending, StatementCommand as S,
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
    /// A draft of each ladder, into which others can go.
    pub drafts: Vec<(&'static str, Uuid)>,
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
            "merged",
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
            "forwarded",
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
        let mut stage = Stage { house, opened, cast, drafts: Vec::new() };
        for ladder in ["itu", "iso_iec", "own"] {
            let draft = stage.outgoing(ladder, "draft").await;
            stage.drafts.push((ladder, draft));
        }
        stage
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

    /// A draft of bodies with that ladder.
    pub fn draft(&self, ladder: &str) -> Uuid {
        self.drafts.iter().find(|(of, _)| *of == ladder).unwrap().1
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
        let draft =
            S::Draft { owner, questions: vec![], content, answers: vec![], extent: Extent::Full, corrects: None };
        let order = Order { occurred_on: Some(day(BEFORE)), ..Order::new(Command::Statement(draft)) };
        let id = self.world().did("author", order).await.subject;
        let meeting = || Approval { meeting: "Geneva".into(), document: "Report".into(), ..Approval::default() };
        let sent = || S::Send(Sending::default());
        let path = match (ladder, state) {
            (_, "draft") => vec![],
            (_, "in_review") => vec![S::Submit],
            (_, "withdrawn") => vec![S::Submit, S::Withdraw],
            // A draft of its own day: what is merged into another cannot have happened before what stands there.
            (_, "merged") => vec![S::Submit, S::MergeInto(Box::pin(self.outgoing(ladder, "draft")).await)],
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
}
