//! People act under appointments: a role in a body, from one day to another, by somebody's decision. The administrator
//! decides nothing.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::named;

named! {
    /// The roles of the handbook's table 3.2.
    pub enum Role {
        Expert = "expert",
        Editor = "editor",
        LiaisonOfficer = "liaison_officer",
        AssociateRapporteur = "associate_rapporteur",
        LiaisonRapporteur = "liaison_rapporteur",
        Rapporteur = "rapporteur",
        WpChair = "wp_chair",
        SgViceChair = "sg_vice_chair",
        SgChair = "sg_chair",
        Counsellor = "counsellor",
        Director = "director",
        Convenor = "convenor",
        ProjectLeader = "project_leader",
        CommitteeManager = "committee_manager",
        CommitteeChair = "committee_chair",
        LiaisonRepresentative = "liaison_representative",
    }
}

/// One appointment of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub id: Uuid,
    pub person: Uuid,
    pub role: Role,
    pub body: Uuid,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Appointment {
    /// Whether it is held on that day, both ends included.
    pub fn held_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Who acts: a person, or one of the three actors that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Person {
        id: Uuid,
        name: String,
        /// All appointments, past ones too: the day of the act decides which count (PR-5).
        appointments: Vec<Appointment>,
        /// Sets the deployment up (bodies, people, appointments); decides nothing of a body.
        administrator: bool,
    },
    /// What must change with another change, in the same transaction.
    System,
    /// A date that came.
    Clock,
    /// A register or a demo taken in.
    Importer,
}

impl Actor {
    /// The person's id, for events and letters.
    pub fn person(&self) -> Option<Uuid> {
        match self {
            Actor::Person { id, .. } => Some(*id),
            Actor::System | Actor::Clock | Actor::Importer => None,
        }
    }

    /// Somebody who sets the deployment up.
    pub fn administrates(&self) -> bool {
        matches!(self, Actor::Person { administrator: true, .. })
    }

    /// The kind as the event stores it.
    pub fn kind(&self) -> &'static str {
        match self {
            Actor::Person { .. } => "person",
            Actor::System => "system",
            Actor::Clock => "clock",
            Actor::Importer => "importer",
        }
    }

    /// Under which appointment the actor holds one of `roles` in one of `bodies` on that day: the first that fits, in
    /// the order of `roles`.
    pub fn appointment_for(&self, roles: &[Role], bodies: &[Uuid], day: NaiveDate) -> Option<&Appointment> {
        let Actor::Person { appointments, .. } = self else { return None };
        roles.iter().find_map(|role| {
            appointments.iter().find(|a| a.role == *role && a.held_on(day) && bodies.contains(&a.body))
        })
    }
}
