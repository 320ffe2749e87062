//! Who is told of what happens to an allocation: a pure function of the facts.

use uuid::Uuid;

use super::AllocationFacts;
use crate::domain::command::AllocationCommand;
use crate::domain::notice::{Notice, Recipient, Telling, merged, secretaries};
use crate::domain::procedure::allocation::Act;
use crate::domain::procedure::engine::Audience;
use crate::said;

/// The kind of letter that an act sends.
pub fn notice(act: Act) -> Notice {
    match act {
        Act::Assign | Act::Reassign => Notice::Assigned,
        Act::MoveDue => Notice::DueMoved,
        Act::Reply => Notice::Answered,
        Act::Redirect
        | Act::Forward
        | Act::Consider
        | Act::Note
        | Act::PrepareReply
        | Act::AbandonReply
        | Act::TakeAction
        | Act::Defer
        | Act::TakeBack => Notice::Changed,
    }
}

/// Who has it after this command; none while a form has not said who.
pub fn assignee_after(facts: &AllocationFacts, act: Act, command: Option<&AllocationCommand>) -> Option<Uuid> {
    match (act, command) {
        (Act::Assign, Some(AllocationCommand::Assign { wanted, .. })) => Some(wanted.assignee),
        (Act::Reassign, Some(AllocationCommand::Reassign { assignee, .. })) => Some(*assignee),
        (Act::Assign | Act::Reassign, _) => None,
        _ => facts.assignee,
    }
}

/// Who works with it and reads of the act in the daily digest, beside those whom the table tells. What is assigned is told
/// to the assignee at once, and to the secretariat as the allocation of the whole.
pub fn readers(act: Act) -> &'static [Audience] {
    match act {
        Act::Assign => &[],
        Act::Reassign | Act::MoveDue => &[Audience::Secretariat],
        Act::Redirect
        | Act::Forward
        | Act::Consider
        | Act::Note
        | Act::PrepareReply
        | Act::AbandonReply
        | Act::Reply
        | Act::TakeAction
        | Act::Defer
        | Act::TakeBack => &[Audience::Assignee, Audience::Secretariat],
    }
}

/// Who is told of what happens to an allocation, given who has it afterwards.
pub fn telling(facts: &AllocationFacts, act: Act, assignee: Option<Uuid>, audiences: &[Audience]) -> Vec<Telling> {
    let told = audiences.iter().map(|audience| (notice(act), *audience));
    let read = readers(act).iter().map(|audience| (Notice::Changed, *audience));
    let all = told
        .chain(read)
        .map(|(notice, audience)| Telling { notice, recipients: recipients(facts, audience, assignee) })
        .filter(|telling| !telling.recipients.is_empty())
        .collect();
    merged(all)
}

fn recipients(facts: &AllocationFacts, audience: Audience, assignee: Option<Uuid>) -> Vec<Recipient> {
    match audience {
        Audience::Assignee => facts
            .officers
            .iter()
            .find(|officer| Some(officer.person) == assignee)
            .map(|officer| {
                let reason = said!("reason-assignee", body = facts.body.short_name.clone());
                Recipient::person(officer.person, &officer.name, &officer.address, reason)
            })
            .into_iter()
            .collect(),
        Audience::Secretariat => secretaries(&facts.officers),
        Audience::Author
        | Audience::Approvers
        | Audience::Chair
        | Audience::Destinations
        | Audience::Awaited
        | Audience::Forwarded
        | Audience::Sender
        | Audience::Serving
        | Audience::Noted
        | Audience::Nobody => Vec::new(),
    }
}
