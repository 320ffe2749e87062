//! The receiving body's side of a statement: the facts, what its guards mean, what each act does, and the sum of its
//! allocations.

mod correct;
mod decide;
mod forward;
mod guards;

pub use correct::Written;
pub use decide::{decide, of_allocating};
pub use forward::{Side as Reached, Way, of_forwarding};
pub use guards::RegistrationCase;

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendar::{Due, MeetingSpan, allocation_due};
use super::decision::Circumstances;
use super::notice::{Notice, Officer, Telling, merged, secretaries};
use super::numbering::Holder;
use super::people::Actor;
use super::procedure::allocation;
use super::procedure::engine::{Audience, Offer, Who};
use super::procedure::registration::{Act, Guard, PROCEDURE, State};
use super::reference::{BodyFacts, Ladder, Purpose, Side};
use super::statement::Last;

/// One allocation as the registration's rules see it.
#[derive(Clone, Debug)]
pub struct Part {
    pub id: Uuid,
    pub state: allocation::State,
    pub lead: bool,
    pub purpose: Purpose,
    pub body: Uuid,
}

/// All that decisions about one registration rest on.
#[derive(Clone, Debug)]
pub struct RegistrationFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    pub body: BodyFacts,
    pub statement: Uuid,
    pub statement_handle: String,
    pub title: String,
    pub source: String,
    pub deadline: Option<NaiveDate>,
    pub confidential: bool,
    pub parts: Vec<Part>,
    /// Bodies of this one's tree, for allocations.
    pub tree: Vec<Uuid>,
    /// Everybody who holds a role in the tree, on the day of the act.
    pub officers: Vec<Officer>,
    pub meetings: Vec<MeetingSpan>,
    pub number_taken_by: Option<Holder>,
    /// What a correction rests on.
    pub written: Written,
    /// Where it is to be passed on to; only where it is.
    pub way: Option<Way>,
    /// The body that passed it on to this one.
    pub forwarded_by: Option<String>,
    /// What stands in the register already for a statement that is to be received.
    pub received_as: Option<String>,
    /// The statement has left its sender, or was written down as another body issued it.
    pub sent: bool,
    /// Its sender marked it as sent in error.
    pub disowned: bool,
    pub last: Option<Last>,
    pub letters_left: i64,
}

/// Every act on the registration that the table has now, with this actor's answer.
pub fn offers(facts: &RegistrationFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&RegistrationCase { facts, at, command: None })
}

/// Whether it is this actor's turn by a role that the state waits for; assignees are known to the allocations.
pub fn waits_for(facts: &RegistrationFacts, at: Circumstances<'_>) -> bool {
    let roles = facts.state.map_or(&[][..], |state| PROCEDURE.waiting_for(state).roles());
    at.actor.appointment_for(roles, &facts.body.authority(), at.occurred_on).is_some()
}

impl RegistrationFacts {
    fn is(&self, who: Who, at: &Circumstances<'_>) -> bool {
        match (who, at.actor) {
            (Who::Role(role), actor) => {
                actor.appointment_for(&[role], &self.body.authority(), at.occurred_on).is_some()
            }
            (Who::System, Actor::System) | (Who::Importer, Actor::Importer) => true,
            (
                Who::Author
                | Who::Doer
                | Who::Assignee
                | Who::Serving
                | Who::Administrator
                | Who::System
                | Who::Importer,
                _,
            ) => false,
        }
    }

    /// `td` for ITU-T groups, `n` for committees (PR-1).
    pub fn scheme(&self) -> &'static str {
        match self.body.side {
            Side::Itu => "td",
            Side::Partner => "n",
        }
    }

    /// The due date that an allocation gets when none is typed, with its rule.
    pub fn due(&self, today: NaiveDate) -> Due {
        allocation_due(today, self.deadline, &self.meetings)
    }

    /// The state that the allocations sum up to: open work first, then what came of it. A Question that only reads for
    /// information holds nothing open, unless all do.
    pub fn sum(&self) -> Option<State> {
        use allocation::State as A;
        let standing: Vec<&Part> =
            self.parts.iter().filter(|part| !matches!(part.state, A::Redirected | A::Void)).collect();
        let working: Vec<&&Part> =
            standing.iter().filter(|part| part.lead || part.purpose != Purpose::Information).collect();
        let counted: Vec<&Part> =
            if working.is_empty() { standing.clone() } else { working.into_iter().copied().collect() };
        let any = |state: A| counted.iter().any(|part| part.state == state);
        let order = [
            (A::ReplyInPreparation, State::ReplyInPreparation),
            (A::UnderConsideration, State::UnderConsideration),
            (A::Assigned, State::Allocated),
            (A::Deferred, State::Deferred),
            (A::Replied, State::Replied),
            (A::ActionTaken, State::ActionTaken),
            (A::Noted, State::Noted),
        ];
        order.iter().find(|(part, _)| any(*part)).map(|(_, sum)| *sum)
    }
}

/// The kind of letter that an audience gets of an act.
pub fn notice(act: Act, audience: Audience) -> Notice {
    match act {
        Act::Forward if audience == Audience::Forwarded => Notice::Forwarded,
        Act::Forward if audience == Audience::Sender => Notice::ForwardedOn,
        Act::Receive => Notice::Received,
        Act::Record
        | Act::Register
        | Act::Reject
        | Act::Reopen
        | Act::MakeAvailable
        | Act::Allocate
        | Act::NoteWithoutDiscussion
        | Act::Forward
        | Act::Settle
        | Act::Close
        | Act::Void
        | Act::Correct
        | Act::TakeBack => Notice::Changed,
    }
}

/// Who works with it and reads of the act in the daily digest. What follows from its allocations is read there.
pub fn readers(act: Act) -> &'static [Audience] {
    match act {
        Act::Receive | Act::Record | Act::Settle => &[],
        Act::Register
        | Act::Reject
        | Act::Reopen
        | Act::MakeAvailable
        | Act::Allocate
        | Act::NoteWithoutDiscussion
        | Act::Forward
        | Act::Close
        | Act::Void
        | Act::Correct
        | Act::TakeBack => &[Audience::Secretariat],
    }
}

/// Who is told of what happens to a registration.
pub fn telling(facts: &RegistrationFacts, act: Act, audiences: &[Audience]) -> Vec<Telling> {
    let told = audiences.contains(&Audience::Secretariat).then(|| notice(act, Audience::Secretariat));
    let read = readers(act).contains(&Audience::Secretariat).then_some(Notice::Changed);
    let all = told.into_iter().chain(read);
    let mut all: Vec<Telling> =
        all.map(|notice| Telling { notice, recipients: secretaries(&facts.officers) }).collect();
    if let Some(way) = &facts.way {
        let (to, from) = (forward::to_the_body(way), forward::to_the_sender(way));
        let told = [(Audience::Forwarded, to), (Audience::Sender, from)];
        let told = told.into_iter().filter(|(audience, _)| audiences.contains(audience));
        all.extend(told.map(|(audience, recipients)| Telling { notice: notice(act, audience), recipients }));
    }
    merged(all)
}

/// Whether what stands in the state of this name is available to be allocated on every ladder (I5).
pub fn may_be_allocated(state: &str) -> bool {
    <State as super::named::Named>::from_name(state) == Some(State::Available)
}

/// Whether what stands in the state of this name is passed on to another body by one with this ladder (PR-13).
pub fn may_be_forwarded(state: &str, ladder: Ladder) -> bool {
    let Some(state) = <State as super::named::Named>::from_name(state) else { return false };
    let mut rows = PROCEDURE.table.iter().filter(|row| row.act == Act::Forward && row.from.contains(&state));
    rows.any(|row| row.only_if.iter().all(|check| ladder.has(super::named::Named::name(check.guard))))
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<super::procedure::registration::Act> {
    super::named::Named::from_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::BodyKind;

    fn with(parts: &[(allocation::State, bool, Purpose)]) -> RegistrationFacts {
        let parts = parts
            .iter()
            .map(|(state, lead, purpose)| Part {
                id: Uuid::nil(),
                state: *state,
                lead: *lead,
                purpose: *purpose,
                body: Uuid::nil(),
            })
            .collect();
        let body = BodyFacts {
            id: Uuid::nil(),
            handle: String::new(),
            short_name: "SG17".into(),
            kind: BodyKind::StudyGroup,
            side: Side::Itu,
            kept_here: true,
            zone: "Europe/Zurich".into(),
            go_live: None,
            chain: vec![],
        };
        RegistrationFacts {
            id: Uuid::nil(),
            handle: "IN-1".into(),
            version: 1,
            state: Some(State::Allocated),
            body,
            statement: Uuid::nil(),
            statement_handle: "LS-1".into(),
            title: String::new(),
            source: String::new(),
            deadline: None,
            confidential: false,
            parts,
            tree: vec![],
            officers: vec![],
            meetings: vec![],
            number_taken_by: None,
            written: Written::default(),
            way: None,
            forwarded_by: None,
            received_as: None,
            sent: true,
            disowned: false,
            last: None,
            letters_left: 0,
        }
    }

    #[test]
    fn a_registration_is_the_sum_of_its_working_allocations() {
        use allocation::State as A;
        let (action, info) = (Purpose::Action, Purpose::Information);
        assert_eq!(with(&[]).sum(), None);
        assert_eq!(with(&[(A::Assigned, true, action)]).sum(), Some(State::Allocated));
        assert_eq!(with(&[(A::Replied, true, action), (A::Assigned, false, action)]).sum(), Some(State::Allocated));
        // Reading for information keeps nothing open …
        assert_eq!(with(&[(A::Replied, true, action), (A::Assigned, false, info)]).sum(), Some(State::Replied));
        // … unless all do.
        assert_eq!(with(&[(A::Assigned, false, info)]).sum(), Some(State::Allocated));
        assert_eq!(with(&[(A::Redirected, true, action), (A::Noted, true, action)]).sum(), Some(State::Noted));
        assert_eq!(with(&[(A::Noted, true, action), (A::Replied, false, action)]).sum(), Some(State::Replied));
    }
}
