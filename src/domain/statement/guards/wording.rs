//! Guards of the text: what the form of the field asks for, and what is missing.

use super::{given, holds};
use crate::domain::command::StatementCommand;
use crate::domain::content::{Content, words};
use crate::domain::procedure::engine::Severity;
use crate::domain::procedure::statement::{Act, Guard, PROCEDURE};
use crate::domain::said::Said;
use crate::domain::statement::StatementFacts;
use crate::domain::template;
use crate::said;

/// Words that an abstract may have (template of the ITU-T liaison statement).
const ABSTRACT_WORDS: usize = 200;

/// The fields that the form of the field asks for and this content lacks, in their order (Rec. ITU-T A.1, 1.5.1).
pub(super) fn lacking(content: &Content) -> Vec<&'static str> {
    let contact = content.contacts.iter().any(|contact| given(Some(&contact.name)) && given(Some(&contact.email)));
    let asked = [
        ("topic", given(Some(&content.topic))),
        ("prepared_at", given(Some(&content.prepared_at))),
        ("abstract", given(Some(&content.abstract_text))),
        ("body", given(Some(&content.body))),
        ("contacts", contact),
    ];
    asked.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
}

pub(super) fn complete(content: &Content) -> Result<(), Said> {
    match lacking(content).first() {
        Some(field) => {
            let field = format!("field-{}", field.replace('_', "-"));
            Err(said!("guard-content-complete-no").term("field", field))
        }
        None => unfilled(content),
    }
}

/// What a template left for the author to fill in is no complete text.
fn unfilled(content: &Content) -> Result<(), Said> {
    let texts = [("abstract", &content.abstract_text), ("body", &content.body)];
    match texts.into_iter().find_map(|(field, text)| Some((field, template::unfilled(text)?))) {
        Some((field, of)) => {
            Err(said!("guard-content-filled-no", what = of.mark()).term("field", format!("field-{field}")))
        }
        None => Ok(()),
    }
}

/// The fields of a draft that an act refuses to do without: asked of its guards, with nothing written yet.
pub fn needed_for(act: Act) -> Vec<&'static str> {
    let rows = PROCEDURE.table.iter().filter(|row| row.act == act);
    let hard = rows.flat_map(|row| row.only_if).filter(|check| check.severity == Severity::Hard);
    let mut all: Vec<&'static str> = Vec::new();
    for check in hard {
        let asked = match check.guard {
            Guard::HasDestinations => vec!["destinations"],
            Guard::ContentComplete => lacking(&Content::default()),
            Guard::ActionHasDeadline
            | Guard::CommentHasDeadline
            | Guard::DeadlineAhead
            | Guard::AbstractShort
            | Guard::ReplyIsNamed
            | Guard::SourceGiven
            | Guard::TextOrFile
            | Guard::FitsItsLadder
            | Guard::IssuedBeforeReceipt
            | Guard::NotKnownAlready
            | Guard::NotToItself
            | Guard::CorrectsWhatItSent
            | Guard::IntoADraft
            | Guard::AddresseesKept
            | Guard::CorrectionKept
            | Guard::PartsFromADraft
            | Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::NoMeetingInSession
            | Guard::ConsultationRecorded
            | Guard::NotDecidedAroundMeeting
            | Guard::OfItuLadder
            | Guard::OfCommitteeLadder
            | Guard::OfOwnLadder
            | Guard::LevelFits
            | Guard::DecisionNumbered
            | Guard::ResultGiven
            | Guard::LevelNamed
            | Guard::TextDiffers
            | Guard::SomethingDiffers
            | Guard::QuestionsDiffer
            | Guard::EvidenceGiven
            | Guard::NotTheAuthor
            | Guard::ApprovalRecorded
            | Guard::TextIsTheApprovedOne
            | Guard::StudyGroupDecidedUnderSup5
            | Guard::StudyGroupDecided
            | Guard::EverybodyReachable
            | Guard::NumberFree
            | Guard::FollowUpRecorded
            | Guard::RetractionWritten
            | Guard::ReminderWritten
            | Guard::ReplyDueSoon
            | Guard::AwaitedReachable
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => Vec::new(),
        };
        all.extend(asked.into_iter().filter(|field| !all.contains(field)).collect::<Vec<_>>());
    }
    all
}

pub(super) fn abstract_short(content: &Content) -> Result<(), Said> {
    let count = words(&content.abstract_text);
    holds(count <= ABSTRACT_WORDS, || {
        said!("guard-abstract-short-no", count = count as i64, most = ABSTRACT_WORDS as i64)
    })
}

pub(super) fn reply_named(facts: &StatementFacts) -> Result<(), Said> {
    match facts.answers.iter().find(|answer| answer.answered.named().is_none()) {
        Some(answer) => Err(said!("guard-reply-is-named-no", handle = answer.handle.clone())),
        None => Ok(()),
    }
}

pub(super) fn text_or_file(command: Option<&StatementCommand>) -> Result<(), Said> {
    match command {
        Some(StatementCommand::Record(recorded)) => {
            let there = given(Some(&recorded.content.body)) || !recorded.content.files.is_empty();
            holds(there, || said!("guard-text-or-file-no"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Contact;
    use crate::domain::said::Arg;

    #[test]
    fn what_a_template_left_open_is_not_complete() {
        let contact = Contact { name: "A".into(), email: "a@example.org".into(), ..Contact::default() };
        let content = |abstract_text: &str, body: &str| Content {
            topic: "terms".into(),
            prepared_at: "Geneva".into(),
            abstract_text: abstract_text.into(),
            body: body.into(),
            contacts: vec![contact.clone()],
            ..Content::default()
        };
        assert_eq!(complete(&content("Short.", "ASN.1 has {{ iso(1) }} and {n}.")), Ok(()));
        for (content, field) in
            [(content("Short.", "By {{deadline}}."), "body"), (content("Of {{ Number }}.", "Text."), "abstract")]
        {
            let said = complete(&content).unwrap_err();
            let named = (field_of(&said), said.key.as_str());
            assert_eq!(named, (format!("field-{field}"), "guard-content-filled-no"));
        }
    }

    fn field_of(said: &Said) -> String {
        let term = |(name, arg): &(String, Arg)| match arg {
            Arg::Term(term) if name == "field" => Some(term.clone()),
            _ => None,
        };
        said.args.iter().find_map(term).unwrap()
    }

    #[test]
    fn a_submission_asks_for_what_the_form_of_the_field_asks() {
        let asked = ["destinations", "topic", "prepared_at", "abstract", "body", "contacts"];
        assert_eq!(needed_for(Act::Submit), asked);
        assert_eq!(needed_for(Act::Edit), Vec::<&str>::new());
    }
}
