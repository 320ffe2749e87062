//! Who is told of what happens to a statement: a pure function of the facts.

use super::{StatementFacts, To};
use crate::domain::notice::{Notice, Officer, Recipient, Telling, merged, secretaries};
use crate::domain::people::Role;
use crate::domain::procedure::engine::Audience;
use crate::domain::procedure::statement::Act;
use crate::said;

/// Who is told of one act, each address once with all its reasons: at once where the table says so, else in the digest.
pub fn telling(facts: &StatementFacts, act: Act, audiences: &[Audience]) -> Vec<Telling> {
    let told = audiences.iter().map(|audience| (notice(act, *audience), *audience));
    let read = readers(act).iter().map(|audience| (Notice::Changed, *audience));
    let all = told
        .chain(read)
        .map(|(notice, audience)| Telling { notice, recipients: recipients(facts, audience) })
        .filter(|telling| !telling.recipients.is_empty())
        .collect();
    merged(all)
}

/// Who works with it and reads of the act in the daily digest, beside those whom the table tells. A draft is its author's:
/// others hear of it from the day on which it is submitted.
pub fn readers(act: Act) -> &'static [Audience] {
    match act {
        // What is mended of a record stands on its page.
        Act::Draft | Act::Record | Act::RecordOwn | Act::Correct | Act::CorrectQuestions => &[],
        Act::Edit | Act::TakeOver | Act::GiveBack => &[Audience::Author],
        // The author hears of each reply by itself.
        Act::Settle => &[Audience::Secretariat],
        Act::Submit | Act::Close | Act::CloseWithoutReply => &[Audience::Author, Audience::Secretariat],
        // The secretariat sends it, and its page says so.
        Act::Remind => &[Audience::Author, Audience::Chair],
        Act::Return | Act::Send | Act::CorrectEditorially => &[Audience::Chair, Audience::Secretariat],
        Act::AgreeAtRapporteurMeeting
        | Act::ApproveAtWp
        | Act::ApproveAtSg
        | Act::ApproveByCorrespondence
        | Act::RecommendInWg
        | Act::ApproveByResolution
        | Act::ApproveByBallot
        | Act::ApproveBetweenMeetings
        | Act::ApproveAtOwnLevel
        | Act::ApproveAsAmended
        | Act::Postpone
        | Act::Resume
        | Act::RecordSent
        | Act::Withdraw
        | Act::MergeInto
        | Act::MarkSentInError
        | Act::Retract
        | Act::TakeBack => &[Audience::Author, Audience::Chair, Audience::Secretariat],
    }
}

/// The kind of letter that an audience gets of an act.
pub fn notice(act: Act, audience: Audience) -> Notice {
    match act {
        Act::Submit => Notice::ReviewAsked,
        Act::Return => Notice::Returned,
        Act::AgreeAtRapporteurMeeting
        | Act::ApproveAtWp
        | Act::ApproveAtSg
        | Act::ApproveByCorrespondence
        | Act::RecommendInWg
        | Act::ApproveByResolution
        | Act::ApproveByBallot
        | Act::ApproveBetweenMeetings
        | Act::ApproveAtOwnLevel
        | Act::ApproveAsAmended => Notice::Approved,
        Act::Send if audience == Audience::Destinations => Notice::StatementSent,
        Act::Send => Notice::SentCopy,
        Act::Retract if audience == Audience::Destinations => Notice::Retraction,
        Act::Remind => Notice::Reminder,
        Act::Retract
        | Act::MarkSentInError
        | Act::Draft
        | Act::Record
        | Act::RecordOwn
        | Act::Edit
        | Act::Correct
        | Act::CorrectQuestions
        | Act::CorrectEditorially
        | Act::Postpone
        | Act::Resume
        | Act::RecordSent
        | Act::Settle
        | Act::Close
        | Act::CloseWithoutReply
        | Act::Withdraw
        | Act::MergeInto
        | Act::TakeOver
        | Act::GiveBack => Notice::Changed,
        Act::TakeBack => Notice::TakenBack,
    }
}

fn recipients(facts: &StatementFacts, audience: Audience) -> Vec<Recipient> {
    match audience {
        Audience::Author => facts
            .author
            .iter()
            .map(|author| Recipient::person(author.person, &author.name, &author.address, said!("reason-author")))
            .collect(),
        Audience::Approvers | Audience::Chair => officers(facts, &[Role::SgChair, Role::CommitteeChair]),
        Audience::Secretariat => secretaries(&facts.officers),
        Audience::Destinations => copies(facts),
        Audience::Awaited => addressed(facts, facts.awaited()),
        Audience::Assignee
        | Audience::Forwarded
        | Audience::Sender
        | Audience::Serving
        | Audience::Noted
        | Audience::Nobody => Vec::new(),
    }
}

fn officers(facts: &StatementFacts, roles: &[Role]) -> Vec<Recipient> {
    facts.officers.iter().filter(|officer| roles.contains(&officer.role)).map(Recipient::officer).collect()
}

/// One letter for each address of each destination that has one. A body kept here gets the statement in its intake
/// (PR-3), and its address book still gets the letter: people outside this deployment read there.
pub fn copies(facts: &StatementFacts) -> Vec<Recipient> {
    addressed(facts, facts.standing())
}

/// One letter for each address of these.
fn addressed<'a>(facts: &StatementFacts, destinations: impl Iterator<Item = &'a To>) -> Vec<Recipient> {
    let mut all: Vec<Recipient> = Vec::new();
    for to in destinations {
        let reason =
            || said!("reason-destination", body = to.name().to_owned()).term("purpose", purpose_key(to.purpose));
        let reached = |address: &str| !facts.never_reached.contains(&address.to_lowercase());
        for (name, address) in to.addresses.iter().filter(|(_, address)| reached(address)) {
            match all.iter_mut().find(|earlier| earlier.address.eq_ignore_ascii_case(address)) {
                Some(earlier) => earlier.reasons.push(reason()),
                None => all.push(Recipient {
                    person: None,
                    name: name.clone(),
                    address: address.clone(),
                    outside: true,
                    reasons: vec![reason()],
                }),
            }
        }
    }
    all
}

fn purpose_key(purpose: crate::domain::reference::Purpose) -> String {
    format!("purpose-{}", crate::domain::named::Named::name(purpose))
}

/// The officer who wrote it, if their account still exists.
impl StatementFacts {
    pub fn author_officer(&self) -> Option<&Officer> {
        self.author.as_ref()
    }
}
