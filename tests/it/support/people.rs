//! Bodies and people of the tests, all through the door: ITU-T with SG17 and its Questions, ISO/TC 307 with JWG 4, JTC 1
//! with SC 27. People are named by their role.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::db::Pools;
use entente::domain::command::{
    AllocationCommand, AllocationWanted, Approval, Command, Extent, Kind, Receipt as Received, RecordCommand,
    RecordedStatement, RegistrationCommand, Sending, StatementCommand,
};
use entente::domain::content::{Addressee, Contact, Content, FileRef};
use entente::domain::people::{Actor, Role};
use entente::domain::record::{AddressRecord, AppointmentRecord, BodyRecord, PersonRecord, Recorded};
use entente::domain::reference::{AddressKind, BodyKind, Purpose, Side};
use entente::facts;
use entente::schema::{allocation, registration};
use entente::write::upkeep::Upkeep;
use entente::write::upkeep::file::{Handed, upload};
use entente::write::{Door, Error, Order, Receipt};
use uuid::Uuid;

use super::database::Database;

/// A day as `2023-03-06`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time as `2023-03-06T10:00:00Z`.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A database with the bodies and people of the tests, on the morning of 6 March 2023.
pub struct World {
    pub database: Database,
    pub door: Door,
    pub upkeep: Upkeep,
    pub now: DateTime<Utc>,
    bodies: HashMap<&'static str, Uuid>,
    people: HashMap<&'static str, Uuid>,
    appointments: HashMap<&'static str, Uuid>,
}

/// Name, kind, side, kept here, parents.
type BodyRow = (&'static str, BodyKind, Side, bool, &'static [&'static str]);

const BODIES: &[BodyRow] = &[
    ("ITU-T", BodyKind::Organisation, Side::Itu, true, &[]),
    ("SG17", BodyKind::StudyGroup, Side::Itu, true, &["ITU-T"]),
    ("WP4/17", BodyKind::WorkingParty, Side::Itu, true, &["SG17"]),
    ("Q14/17", BodyKind::Question, Side::Itu, true, &["WP4/17"]),
    ("Q10/17", BodyKind::Question, Side::Itu, true, &["WP4/17"]),
    ("ISO", BodyKind::Organisation, Side::Partner, false, &[]),
    ("ISO/TC 307", BodyKind::Tc, Side::Partner, true, &["ISO"]),
    ("ISO/IEC JTC 1", BodyKind::JointTc, Side::Partner, false, &["ISO"]),
    ("ISO/IEC JTC 1/SC 27", BodyKind::Sc, Side::Partner, false, &["ISO/IEC JTC 1"]),
    ("ISO/TC 307/WG 1", BodyKind::Wg, Side::Partner, true, &["ISO/TC 307"]),
    ("Ledger Forum", BodyKind::Organisation, Side::Partner, true, &[]),
    ("ISO/TC 307/JWG 4", BodyKind::Jwg, Side::Partner, true, &["ISO/TC 307", "ISO/IEC JTC 1/SC 27"]),
];

/// Key, name, role, body. The address is the key at example.org.
const PEOPLE: &[(&str, &str, Role, &str)] = &[
    ("counsellor", "Counsellor SG17", Role::Counsellor, "SG17"),
    ("sg.chair", "Chair SG17", Role::SgChair, "SG17"),
    ("wp.chair", "Chair WP4/17", Role::WpChair, "WP4/17"),
    ("rapporteur", "Rapporteur Q14/17", Role::Rapporteur, "Q14/17"),
    ("associate", "Associate rapporteur Q14/17", Role::AssociateRapporteur, "Q14/17"),
    ("rapporteur.q10", "Rapporteur Q10/17", Role::Rapporteur, "Q10/17"),
    ("expert", "Expert Q14/17", Role::Expert, "Q14/17"),
    ("manager", "Committee manager ISO/TC 307", Role::CommitteeManager, "ISO/TC 307"),
    ("tc.chair", "Chair ISO/TC 307", Role::CommitteeChair, "ISO/TC 307"),
    ("convenor", "Convenor ISO/TC 307/JWG 4", Role::Convenor, "ISO/TC 307/JWG 4"),
];

impl World {
    /// All bodies, people and meetings; letters to outside wait ten minutes.
    pub async fn new() -> World {
        World::holding(10).await
    }

    /// The same with another hold.
    pub async fn holding(minutes: u32) -> World {
        World::on(Database::new().await, minutes).await
    }

    /// The same in this database.
    pub async fn on(database: Database, minutes: u32) -> World {
        let Pools { writer, .. } = database.pools.clone();
        let (door, upkeep) = (Door::new(writer.clone(), minutes), Upkeep::new(writer));
        let now = at("2023-03-06T09:00:00Z");
        let (bodies, people, appointments) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut world = World { database, door, upkeep, now, bodies, people, appointments };
        for row in BODIES {
            world.add_body(row).await;
        }
        for (key, name, role, body) in PEOPLE {
            world.add_person(key, name).await;
            let appointment = world.appoint(key, *role, body).await;
            world.appointments.insert(key, appointment);
        }
        world.meet("SG17", "SG17, Geneva, 29 August - 8 September 2023", "2023-08-29", "2023-09-08").await;
        world.meet("ISO/TC 307", "ISO/TC 307 plenary", "2023-11-13", "2023-11-17").await;
        world
    }

    pub fn body(&self, name: &str) -> Uuid {
        *self.bodies.get(name).unwrap_or_else(|| panic!("no body {name}"))
    }

    pub fn person(&self, key: &str) -> Uuid {
        *self.people.get(key).unwrap_or_else(|| panic!("nobody is {key}"))
    }

    /// The appointment that the person of that key came with.
    pub fn appointment(&self, key: &str) -> Uuid {
        *self.appointments.get(key).unwrap_or_else(|| panic!("{key} came without an appointment"))
    }

    /// The person as an actor, with the appointments of this moment.
    pub async fn actor(&self, key: &str) -> Actor {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        facts::actor::load(&mut conn, self.person(key)).await.unwrap()
    }

    /// Lets a person do something.
    pub async fn does(&self, key: &str, order: Order) -> Result<Receipt, Error> {
        self.door.perform(self.now, &self.actor(key).await, order).await
    }

    /// The same where a refusal is a mistake of the test.
    pub async fn did(&self, key: &str, order: Order) -> Receipt {
        self.does(key, order).await.unwrap_or_else(|error| panic!("{key}: {error}"))
    }

    async fn record(&self, record: Recorded) -> Uuid {
        let order = Order::new(Command::Record(RecordCommand::Record(Box::new(record))));
        self.door.perform(self.now, &Actor::Importer, order).await.unwrap().subject
    }

    /// An address of a body, written into the book by that person.
    pub async fn add_address(&self, key: &str, body: &str, entry: AddressRecord) {
        let add = RecordCommand::AddAddress(Box::new(entry));
        self.did(key, Order::on(self.body(body), Command::Record(add))).await;
    }

    /// Ends a person, a body or an appointment.
    pub async fn end(&self, kind: Kind, id: Uuid, on: NaiveDate) {
        let order = Order::on(id, Command::Record(RecordCommand::End { kind, on }));
        self.door.perform(self.now, &Actor::Importer, order).await.unwrap();
    }

    async fn add_body(&mut self, (name, kind, side, kept_here, parents): &BodyRow) {
        let mailbox = format!("{}@example.org", name.to_lowercase().replace(['/', ' '], "-"));
        let series = match *name {
            "SG17" => vec![("ls".into(), "SG17-LS{n}".into(), 400), ("td".into(), "SG17-TD{n}".into(), 1000)],
            "ISO/TC 307" => vec![("ls".into(), "ISO/TC 307 LS {n}".into(), 1), ("n".into(), "N {n}".into(), 900)],
            _ => Vec::new(),
        };
        let record = BodyRecord {
            kind: *kind,
            short_name: (*name).into(),
            title: (*name).into(),
            side: *side,
            zone: "Europe/Zurich".into(),
            kept_here: *kept_here,
            parents: parents.iter().map(|parent| self.body(parent)).collect(),
            valid_from: day("2000-01-01"),
            valid_to: None,
            study_period: (*name == "SG17").then(|| "2022-2024".into()),
            go_live: None,
            addresses: if kind.is_root() { vec![(AddressKind::Mailbox, (*name).into(), mailbox)] } else { Vec::new() },
            series,
        };
        let id = self.record(Recorded::Body(record)).await;
        self.bodies.insert(name, id);
    }

    /// A person at example.org.
    pub async fn add_person(&mut self, key: &'static str, name: &str) {
        self.add_somebody(key, name, false).await;
    }

    /// The same for somebody who may set the deployment up.
    pub async fn add_somebody(&mut self, key: &'static str, name: &str, administrator: bool) {
        let record = PersonRecord {
            name: name.into(),
            email: format!("{key}@example.org"),
            organisation: "Example Laboratories".into(),
            country: "Ruritania".into(),
            tel: "+00 12 345".into(),
            administrator,
        };
        let id = self.record(Recorded::Person(record)).await;
        self.people.insert(key, id);
    }

    /// Appoints a person from 2022 on; answers the appointment.
    pub async fn appoint(&self, key: &str, role: Role, body: &str) -> Uuid {
        let (person, body) = (self.person(key), self.body(body));
        let (from, to, decision) = (day("2022-01-01"), None, "Decision of the tests".into());
        self.record(Recorded::Appointment(AppointmentRecord { person, role, body, from, to, decision })).await
    }

    /// The same for a time that is over after a day.
    pub async fn appoint_until(&self, key: &str, role: Role, body: &str, to: NaiveDate) -> Uuid {
        let (person, body) = (self.person(key), self.body(body));
        let (from, to, decision) = (day("2022-01-01"), Some(to), "Decision of the tests".into());
        self.record(Recorded::Appointment(AppointmentRecord { person, role, body, from, to, decision })).await
    }
}

/// A complete text, addressed to these bodies.
pub fn content(topic: &str, destinations: Vec<Addressee>) -> Content {
    Content {
        topic: topic.into(),
        language: "en".into(),
        prepared_at: "Geneva, 21 February - 3 March 2023".into(),
        abstract_text: "Terms of reference for work on a common text.".into(),
        body: "SG17 proposes **terms of reference**.\n\n1. Please comment.\n2. Please name a contact.".into(),
        contacts: vec![Contact {
            name: "Rapporteur Q14/17".into(),
            organisation: "Example Laboratories".into(),
            country: "Ruritania".into(),
            tel: "+00 12 345".into(),
            email: "rapporteur@example.org".into(),
        }],
        destinations,
        files: Vec::new(),
    }
}

impl World {
    /// An addressee for action by 22 August 2023.
    pub fn for_action(&self, body: &str) -> Addressee {
        let deadline = Some(day("2023-08-22"));
        Addressee { body: Some(self.body(body)), printed: body.into(), purpose: Purpose::Action, deadline }
    }

    /// An addressee for information.
    pub fn for_information(&self, body: &str) -> Addressee {
        Addressee { body: Some(self.body(body)), printed: body.into(), purpose: Purpose::Information, deadline: None }
    }

    /// A draft of the rapporteur's.
    pub async fn drafted(&self, content: Content) -> Receipt {
        let (owner, questions, answers, extent) = (self.body("Q14/17"), vec!["Q14/17".into()], vec![], Extent::Full);
        let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
        self.did("rapporteur", Order::new(Command::Statement(draft))).await
    }

    /// The next act on a statement.
    pub async fn on_statement(&self, key: &str, statement: Uuid, command: StatementCommand) -> Receipt {
        self.did(key, Order::on(statement, Command::Statement(command))).await
    }

    /// Drafted and submitted by the rapporteur, approved by the chair.
    pub async fn approved(&self, content: Content) -> Receipt {
        let draft = self.drafted(content).await;
        self.on_statement("rapporteur", draft.subject, StatementCommand::Submit).await;
        let consulted =
            Approval { consulted: "Management team, 5 March".into(), document: "Mail".into(), ..Default::default() };
        self.on_statement("sg.chair", draft.subject, StatementCommand::ApproveByCorrespondence(consulted)).await
    }

    /// Approved, and sent by the counsellor.
    pub async fn sent(&self, content: Content) -> Receipt {
        let approved = self.approved(content).await;
        self.on_statement("counsellor", approved.subject, StatementCommand::Send(Sending::default())).await
    }

    /// A statement of SC 27 that SG17 received, registered and allocated to the rapporteur for action. Answers the
    /// statement and the registration.
    pub async fn allocated(&self) -> (Uuid, Uuid) {
        let registration = self.registered().await;
        let wanted = AllocationWanted {
            body: self.body("Q14/17"),
            assignee: self.person("rapporteur"),
            purpose: Purpose::Action,
            lead: true,
            due: None,
            note: "See also TD900.".into(),
        };
        let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
        self.did("counsellor", Order::on(registration.1, Command::Registration(available))).await;
        let allocate = RegistrationCommand::Allocate(vec![wanted]);
        self.did("counsellor", Order::on(registration.1, Command::Registration(allocate))).await;
        registration
    }

    /// A statement of SC 27 that SG17 received and registered.
    pub async fn registered(&self) -> (Uuid, Uuid) {
        self.logged(Some(None)).await
    }

    /// The same before it is registered.
    pub async fn unregistered(&self) -> (Uuid, Uuid) {
        self.logged(None).await
    }

    async fn logged(&self, register: Option<Option<String>>) -> (Uuid, Uuid) {
        let (body, received_on) = (self.body("SG17"), day("2023-03-06"));
        let receipt = Received { body, received_on, channel: "mail".into(), register, past: None };
        let recorded = RecordedStatement {
            source: self.body("ISO/IEC JTC 1/SC 27"),
            title: "Liaison on ledger privacy".into(),
            content: content("ledger privacy", vec![self.for_action("SG17")]),
            issued_on: Some(day("2023-03-01")),
            numbers: vec!["ISO/IEC JTC 1/SC 27 N 15001".into()],
            receipt: Some(receipt),
            ..RecordedStatement::default()
        };
        let record = StatementCommand::Record(Box::new(recorded));
        let order = Order::new(Command::Statement(record));
        // Every one of them carries the same number: from the second on, why it is another is asked.
        let first = self.does("counsellor", order.clone()).await;
        let statement = match first {
            Ok(receipt) => receipt.subject,
            Err(_) => self.did("counsellor", order.because("Another statement of the tests.")).await.subject,
        };
        (statement, self.registration_of(statement).await)
    }

    /// The registration of a statement that one body registered.
    pub async fn registration_of(&self, statement: Uuid) -> Uuid {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = registration::table.filter(registration::statement_id.eq(statement)).select(registration::id);
        of.first(&mut conn).await.unwrap()
    }

    /// The allocation of a registration.
    pub async fn allocation_of(&self, registration: Uuid) -> Uuid {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = allocation::table.filter(allocation::registration_id.eq(registration)).select(allocation::id);
        of.first(&mut conn).await.unwrap()
    }

    /// The next act on an allocation.
    pub async fn on_allocation(&self, key: &str, allocation: Uuid, command: AllocationCommand) -> Receipt {
        self.did(key, Order::on(allocation, Command::Allocation(command))).await
    }

    /// A file that the person has uploaded, to go with a statement.
    pub async fn file(&self, key: &str, name: &str, bytes: &[u8]) -> FileRef {
        let media_type = "text/plain";
        let handed = Handed { by: self.person(key), name, media_type, bytes };
        let hash = upload(&self.upkeep, self.now, handed).await.unwrap();
        FileRef { hash: hex::encode(hash), name: name.into(), media_type: media_type.into(), original: false }
    }
}

/// What this person sees on the world's day.
pub async fn sight_of(world: &World, key: &str) -> facts::sight::Sight {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let roots = facts::sight::roots(&mut conn, &world.actor(key).await, day("2023-03-06")).await.unwrap();
    facts::sight::Sight { roots, person: world.person(key) }
}
