//! The text that an act is about, beside its form.

use super::Asked;
use crate::domain::procedure::statement::Act;
use crate::domain::statement::{self, outgoing::outgoing};
use crate::facts::subject::SubjectFacts;
use crate::mail::document;
use crate::web::markdown;
use crate::web::pages::liaisons::preview;
use crate::web::view::act::Text;
use crate::words::Words;

/// The text of a statement, open where the act decides on it.
pub(super) fn shown(words: &Words, asked: &Asked) -> Option<Text> {
    let SubjectFacts::Statement(facts) = &asked.facts else { return None };
    let decides = match statement::act_named(&asked.act)? {
        Act::Return
        | Act::AgreeAtRapporteurMeeting
        | Act::ApproveAtWp
        | Act::ApproveAtSg
        | Act::ApproveByCorrespondence
        | Act::RecommendInWg
        | Act::ApproveByResolution
        | Act::ApproveByBallot
        | Act::ApproveBetweenMeetings
        | Act::ApproveAtOwnLevel => true,
        Act::Submit | Act::Send | Act::RecordSent | Act::Withdraw | Act::MergeInto | Act::Postpone | Act::Resume => {
            false
        }
        Act::Draft
        | Act::Record
        | Act::RecordOwn
        | Act::Edit
        | Act::ApproveAsAmended
        | Act::Correct
        | Act::CorrectQuestions
        | Act::CorrectEditorially
        | Act::Settle
        | Act::Close
        | Act::Remind
        | Act::CloseWithoutReply
        | Act::MarkSentInError
        | Act::Retract
        | Act::TakeOver
        | Act::GiveBack
        | Act::TakeBack => return None,
    };
    let out = outgoing(facts, None, None);
    let (mut rows, below) = preview::rows(&document::form(&out, words));
    rows.extend(below);
    Some(Text {
        rows,
        body: markdown::written(&out.body),
        files: preview::attached(words, &out),
        hash: hex::encode(&facts.content_hash),
        open: decides,
    })
}
