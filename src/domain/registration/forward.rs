//! A statement that is the business of another body is passed on to it (PR-13): who has it then, who is told, and what
//! follows.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::RegistrationFacts;
use super::decide::{Row, moved};
use crate::domain::command::{AllocationCommand, Command, Forwarding, Receipt, RegistrationCommand};
use crate::domain::decision::{Change, Circumstances, Decision, FollowOn};
use crate::domain::notice::Recipient;
use crate::domain::procedure::registration::State;
use crate::domain::reference::BodyFacts;
use crate::domain::said::Said;
use crate::domain::standing;
use crate::domain::text;
use crate::said;

/// One side of the way: a body and its addresses for statements, name and address (PR-16).
#[derive(Clone, Debug)]
pub struct Side {
    pub body: BodyFacts,
    pub addresses: Vec<(String, String)>,
}

/// Where a statement is to go, and whence it came; only where it is to be passed on.
#[derive(Clone, Debug)]
pub struct Way {
    pub to: Side,
    /// The deciding level of who sent it. One that is kept here and has no address is told through its secretariat.
    pub from: Side,
    /// Whoever wrote it, and every level that decides there: several for a joint body.
    pub senders: Vec<Uuid>,
    /// It was sent there already, was received there, or was passed on to it.
    pub is_there: bool,
}

impl Way {
    /// Those whom no letter and no intake reaches.
    pub(super) fn out_of_reach(&self) -> Vec<&str> {
        let to = (self.to.addresses.is_empty() && !self.to.body.kept_here).then_some(self.to.body.short_name.as_str());
        let from = self.from.addresses.is_empty().then_some(self.from.body.short_name.as_str());
        to.into_iter().chain(from).collect()
    }

    /// The deciding level there, where the statement is in the register of a body kept here.
    fn receives(&self) -> Option<Uuid> {
        self.to.body.kept_here.then(|| self.to.body.root())
    }
}

/// Whether that is a part of the body itself, or the body.
pub(super) fn is_own(facts: &RegistrationFacts, of: &BodyFacts) -> bool {
    of.id == facts.body.id || of.roots().iter().any(|root| root.id == facts.body.id)
}

/// Whether that is whoever sent it, or a part of it.
pub(super) fn is_senders(way: &Way) -> bool {
    let to = &way.to.body;
    way.senders.contains(&to.id) || to.roots().iter().any(|root| way.senders.contains(&root.id))
}

pub(super) fn forwarded(facts: &RegistrationFacts, row: &Row, wanted: &Forwarding, at: Circumstances<'_>) -> Decision {
    let mut decision = moved(facts, row, State::Forwarded);
    let to = facts.way.as_ref().and_then(Way::receives).unwrap_or(wanted.to);
    if let Change::Registration(change) = &mut decision.change {
        change.forwarded = Some((to, at.occurred_on));
    }
    decision.changed("forwarded_to_id", Value::Null, to.to_string());
    decision.changed("forwarded_on", Value::Null, at.occurred_on.to_string());
    decision.brings("forward_to", wanted.to.to_string());
    decision.brings("told_sender", wanted.told_sender.clone());
    if text::given(&wanted.how_sent) {
        decision.brings("how_sent", wanted.how_sent.clone());
    }
    decision.then = of_forwarding(facts, at.occurred_on);
    let (name, signed) = signs(&facts.body);
    decision.letter.insert("forwarder".into(), Value::from(name));
    decision.letter.insert("signed".into(), json!(signed));
    if let Some(way) = &facts.way {
        decision.brings("forwarded_to", way.to.body.short_name.clone());
        decision.letter.insert("forwarded_to".into(), Value::from(way.to.body.outside_name()));
    }
    decision
}

/// What follows from passing it on that day: nobody here has it any more, and a body that is kept here finds it in its
/// intake, nothing retyped (PR-3).
pub fn of_forwarding(facts: &RegistrationFacts, on: NaiveDate) -> Vec<FollowOn> {
    let open = facts.parts.iter().filter(|part| standing::is_at_work(part.state));
    let end = |id: Uuid| FollowOn::new(Some(id), Command::Allocation(AllocationCommand::Forward));
    let mut then: Vec<FollowOn> = open.map(|part| end(part.id)).collect();
    if let Some(body) = facts.way.as_ref().and_then(Way::receives) {
        let receipt = Receipt { body, received_on: on, channel: "entente".into(), register: None, past: None };
        let receive = RegistrationCommand::Receive { statement: facts.statement, receipt };
        then.push(FollowOn::new(None, Command::Registration(receive)));
    }
    then
}

/// The name under which the body writes, and its full one where there is one.
fn signs(body: &BodyFacts) -> (String, Option<Said>) {
    let full = body.study_group().map(|number| said!("document-study-group-source", number = number));
    (body.outside_root_name(), full)
}

/// The addresses of the body that it is passed on to.
pub(super) fn to_the_body(way: &Way) -> Vec<Recipient> {
    outside(&way.to, || said!("reason-forwarded", body = way.to.body.short_name.clone()))
}

/// The addresses of whoever sent it.
pub(super) fn to_the_sender(way: &Way) -> Vec<Recipient> {
    outside(&way.from, || said!("reason-sender", body = way.from.body.short_name.clone()))
}

fn outside(side: &Side, reason: impl Fn() -> Said) -> Vec<Recipient> {
    let one = |(name, address): &(String, String)| Recipient {
        person: None,
        name: name.clone(),
        address: address.clone(),
        outside: true,
        reasons: vec![reason()],
    };
    side.addresses.iter().map(one).collect()
}
