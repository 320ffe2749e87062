//! What came from outside, in every state of its registration and of its allocation.

use entente::domain::command::{
    AllocationCommand as A, AllocationWanted, Approval, Command, Extent, Forwarding, Receipt as Received,
    RecordedStatement, RegistrationCommand as R, Sending, StatementCommand as S,
};
use entente::domain::reference::Purpose;
use entente::write::Order;
use uuid::Uuid;

use super::{BEFORE, Stage};
use crate::support::people::{content, day};

impl Stage {
    /// A statement from outside, as received by SG17.
    pub(super) async fn received(&self, who: &str, answers: Option<Uuid>) -> (Uuid, Uuid) {
        let world = self.world();
        let body = world.body("SG17");
        let receipt =
            Received { body, received_on: day("2023-03-06"), channel: "mail".into(), register: None, past: None };
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
    pub(super) async fn registered_by_a_committee(&self) -> (Uuid, Uuid) {
        let world = self.world();
        let body = world.body("ISO/TC 307");
        let receipt =
            Received { body, received_on: day("2023-03-06"), channel: "mail".into(), register: Some(None), past: None };
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

    pub(super) async fn incoming(&self, kind: &str, state: &str) -> (Uuid, Uuid, Option<Uuid>) {
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
            ("registration", "forwarded") => {
                let (to, told_sender) = (self.world().body("ISO/TC 307"), "We forwarded it.".into());
                let forward = R::Forward(Forwarding { to, told_sender, how_sent: String::new() });
                self.on("counsellor", registration, Command::Registration(forward), None).await
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
            ("registration", "allocated" | "forwarded") | ("allocation", "assigned" | "void") => vec![],
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
        let draft = S::Draft {
            owner,
            questions: vec![],
            content,
            answers: vec![allocation],
            extent: Extent::Full,
            corrects: None,
        };
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
