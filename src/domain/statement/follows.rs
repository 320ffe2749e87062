//! What follows from sending a statement, as a value: the door runs it, and the page of the act says beforehand whom it
//! will tell.

use chrono::NaiveDate;
use uuid::Uuid;

use super::StatementFacts;
use crate::domain::command::{
    AllocationCommand, Command, DestinationCommand, Receipt, RegistrationCommand, StatementCommand,
};
use crate::domain::decision::FollowOn;
use crate::domain::procedure::allocation;
use crate::domain::reference::BodyFacts;

/// The follow-ons of sending it on that day: every destination delivered, the sum settled, received where a body is kept
/// here, and what it answers answered.
pub fn of_sending(facts: &StatementFacts, on: NaiveDate) -> Vec<FollowOn> {
    let deliver = |to: &super::To| FollowOn::new(Some(to.id), Command::Destination(DestinationCommand::Deliver));
    let mut then: Vec<FollowOn> = facts.standing().map(deliver).collect();
    then.push(FollowOn::new(Some(facts.id), Command::Statement(StatementCommand::Settle)));
    then.extend(received_here(facts, on));
    then.extend(answered_here(facts));
    then
}

/// The deciding levels of a body, or itself where there is none.
pub fn roots(body: &BodyFacts) -> Vec<Uuid> {
    let roots: Vec<_> = body.roots().iter().map(|link| link.id).collect();
    if roots.is_empty() { vec![body.id] } else { roots }
}

/// A body kept here finds the statement in its intake, nothing retyped (PR-3): once for each deciding level.
fn received_here(facts: &StatementFacts, on: NaiveDate) -> Vec<FollowOn> {
    let (mut bodies, mut then): (Vec<Uuid>, Vec<FollowOn>) = Default::default();
    for body in facts.standing().filter_map(|to| to.body.as_ref()).filter(|body| body.kept_here) {
        let root = body.root();
        if bodies.contains(&root) || root == facts.owner.root() {
            continue;
        }
        bodies.push(root);
        let receipt = Receipt { body: root, received_on: on, channel: "entente".into(), register: None, past: None };
        let receive = RegistrationCommand::Receive { statement: facts.id, receipt };
        then.push(FollowOn::new(None, Command::Registration(receive)));
    }
    then
}

/// What the reply answers is answered the moment it is sent (I10); an interim or related one answers nothing, and is
/// linked to what asked for it all the same (PR-9).
fn answered_here(facts: &StatementFacts) -> Vec<FollowOn> {
    let mut then = Vec::new();
    for answer in &facts.answers {
        let done = answer.allocation_state.is_some_and(|state| {
            matches!(
                state,
                allocation::State::Replied
                    | allocation::State::ActionTaken
                    | allocation::State::Redirected
                    | allocation::State::Void
            )
        });
        let extent = answer.extent;
        if let (Some(allocation), false, true) = (answer.allocation, done, extent.answers()) {
            let reply = AllocationCommand::Reply { reply: facts.id };
            then.push(FollowOn::new(Some(allocation), Command::Allocation(reply)));
        }
        let told = |follow: &FollowOn| follow.subject == answer.destination;
        if let (Some(destination), false) = (answer.destination, then.iter().any(told)) {
            let answer = DestinationCommand::Answer { reply: facts.id, extent, expected_on: None };
            then.push(FollowOn::new(Some(destination), Command::Destination(answer)));
        }
    }
    then
}
