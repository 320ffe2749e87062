//! What each guard of the statement means: one exhaustive match, and the sentence for when it does not hold.

use chrono::NaiveDate;

use super::{Level, StatementCase, StatementFacts};
use crate::domain::command::StatementCommand;
use crate::domain::content::{Content, words};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Case, Rests, Severity, Who};
use crate::domain::procedure::statement::{Act, Guard, PROCEDURE, State};
use crate::domain::reference::{Purpose, Rulebook};
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

/// Words that an abstract may have (template of the ITU-T liaison statement).
const ABSTRACT_WORDS: usize = 200;

impl Case<State, Guard> for StatementCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        self.facts.is(who, &self.at)
    }

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        let facts = self.facts;
        match guard {
            Guard::HasDestinations => holds(facts.standing().next().is_some(), || said!("guard-has-destinations-no")),
            Guard::ActionHasDeadline => asked_without_day(facts, Purpose::Action, "guard-action-has-deadline-no"),
            Guard::CommentHasDeadline => asked_without_day(facts, Purpose::Comment, "guard-comment-has-deadline-no"),
            Guard::DeadlineAhead => deadlines_ahead(facts, self.at.occurred_on),
            Guard::ContentComplete => complete(&facts.content),
            Guard::AbstractShort => abstract_short(&facts.content),
            Guard::ReplyIsNamed => reply_named(facts),
            Guard::SourceGiven => Ok(()),
            Guard::TextOrFile => text_or_file(self.command),
            Guard::IssuedBeforeReceipt => self.issued_before_receipt(),
            Guard::NotToItself => not_to_itself(facts),
            Guard::NotKnownAlready => {
                holds(facts.known.is_empty(), || said!("guard-not-known-already-no", handle = facts.known.join(", ")))
            }
            Guard::ReasonGiven => holds(given(self.at.reason), || said!("guard-reason-given-no")),
            Guard::MeetingNamed => holds(self.meeting_named(), || said!("guard-meeting-named-no")),
            Guard::NoMeetingInSession => no_meeting_in_session(facts, self.at.occurred_on),
            Guard::ConsultationRecorded => holds(self.consulted(), || said!("guard-consultation-recorded-no")),
            Guard::NotTheAuthor => self.not_the_author(),
            Guard::ApprovalRecorded => holds(facts.level.is_some(), || said!("guard-approval-recorded-no")),
            Guard::TextIsTheApprovedOne => holds(facts.approved_hash.as_ref() == Some(&facts.content_hash), || {
                said!("guard-text-is-the-approved-one-no")
            }),
            Guard::StudyGroupDecidedUnderSup5 => decided(facts, |book| book == Rulebook::Sup5Exempt),
            Guard::StudyGroupDecided => {
                decided(facts, |book| book != Rulebook::Internal && book != Rulebook::Sup5Exempt)
            }
            Guard::EverybodyReachable => self.reachable(),
            Guard::NumberFree => match &facts.number_taken_by {
                None => Ok(()),
                Some(handle) => Err(said!("guard-number-free-no", by = handle.clone())),
            },
            Guard::FollowUpRecorded => holds(self.follow_up(), || said!("guard-follow-up-recorded-no")),
            Guard::NothingRestsOnIt => nothing_rests(facts),
            Guard::NoLetterLeft => {
                holds(facts.letters_left == 0, || said!("guard-no-letter-left-no", count = facts.letters_left))
            }
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::ConsultationRecorded
            | Guard::NumberFree
            | Guard::EverybodyReachable
            | Guard::FollowUpRecorded
            | Guard::SourceGiven
            | Guard::TextOrFile
            | Guard::IssuedBeforeReceipt
            | Guard::NotKnownAlready => Rests::OnInput,
            Guard::HasDestinations
            | Guard::ActionHasDeadline
            | Guard::CommentHasDeadline
            | Guard::DeadlineAhead
            | Guard::ContentComplete
            | Guard::AbstractShort
            | Guard::ReplyIsNamed
            | Guard::NotToItself
            | Guard::NoMeetingInSession
            | Guard::NotTheAuthor
            | Guard::ApprovalRecorded
            | Guard::TextIsTheApprovedOne
            | Guard::StudyGroupDecidedUnderSup5
            | Guard::StudyGroupDecided
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        match guard {
            Guard::HasDestinations => "G-LS-01",
            Guard::ActionHasDeadline => "G-LS-02",
            Guard::CommentHasDeadline => "G-LS-02c",
            Guard::ApprovalRecorded => "G-LS-03",
            Guard::StudyGroupDecidedUnderSup5 | Guard::StudyGroupDecided => "G-LS-04",
            Guard::NoMeetingInSession | Guard::ConsultationRecorded => "G-LS-05",
            Guard::ReplyIsNamed => "G-LS-06",
            Guard::TextIsTheApprovedOne => "G-LS-08",
            Guard::DeadlineAhead => "D-LS-01",
            Guard::ContentComplete
            | Guard::AbstractShort
            | Guard::SourceGiven
            | Guard::TextOrFile
            | Guard::IssuedBeforeReceipt
            | Guard::NotKnownAlready
            | Guard::NotToItself
            | Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::NotTheAuthor
            | Guard::EverybodyReachable
            | Guard::NumberFree
            | Guard::FollowUpRecorded
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => guard.name(),
        }
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReasonGiven => Some("reason"),
            Guard::MeetingNamed => Some("meeting"),
            Guard::ConsultationRecorded => Some("consulted"),
            Guard::NumberFree => Some("number"),
            Guard::EverybodyReachable => Some("how_sent"),
            Guard::FollowUpRecorded => Some("follow_up"),
            Guard::TextOrFile => Some("body"),
            Guard::IssuedBeforeReceipt => Some("issued_on"),
            Guard::NotKnownAlready => Some("reason"),
            Guard::SourceGiven => Some("source"),
            Guard::HasDestinations
            | Guard::ActionHasDeadline
            | Guard::CommentHasDeadline
            | Guard::DeadlineAhead
            | Guard::ContentComplete
            | Guard::AbstractShort
            | Guard::ReplyIsNamed
            | Guard::NotToItself
            | Guard::NoMeetingInSession
            | Guard::NotTheAuthor
            | Guard::ApprovalRecorded
            | Guard::TextIsTheApprovedOne
            | Guard::StudyGroupDecidedUnderSup5
            | Guard::StudyGroupDecided
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => None,
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        self.facts.owner.go_live
    }
}

impl StatementCase<'_> {
    /// A day of issue that is after the day of receipt, or has not come, was read or typed wrongly.
    fn issued_before_receipt(&self) -> Result<(), Said> {
        let Some(StatementCommand::Record(recorded)) = self.command else { return Ok(()) };
        let Some(issued) = recorded.issued_on else { return Ok(()) };
        let last = recorded.receipt.as_ref().map_or(self.at.today, |receipt| receipt.received_on.min(self.at.today));
        holds(issued <= last, || said!("guard-issued-before-receipt-no", on = issued, last = last))
    }

    fn meeting_named(&self) -> bool {
        match self.command {
            Some(StatementCommand::AgreeAtRapporteurMeeting(decision))
            | Some(StatementCommand::ApproveAtWp(decision))
            | Some(StatementCommand::ApproveAtSg(decision)) => given(Some(&decision.meeting)),
            _ => false,
        }
    }

    fn consulted(&self) -> bool {
        matches!(self.command, Some(StatementCommand::ApproveByCorrespondence(record)) if given(Some(&record.consulted)))
    }

    fn follow_up(&self) -> bool {
        matches!(self.command, Some(StatementCommand::Close { follow_up }) if given(Some(follow_up)))
    }

    /// Four eyes bind who approves in their own name; the counsellor who minutes the chair's decision may be the author
    /// (PR-2), the chair may not.
    fn not_the_author(&self) -> Result<(), Said> {
        use crate::domain::people::Role;
        let Actor::Person { id, .. } = self.at.actor else { return Ok(()) };
        let author = self.facts.author.as_ref().is_some_and(|author| author.person == *id);
        let as_chair = self.facts.holds_role(Role::SgChair, self.at.actor, self.at.occurred_on);
        holds(!(author && as_chair), || said!("guard-not-the-author-no"))
    }

    fn reachable(&self) -> Result<(), Said> {
        let how = match self.command {
            Some(StatementCommand::Send(sending)) => sending.how_sent.as_str(),
            _ => "",
        };
        let kept = |to: &super::To| to.body.as_ref().is_some_and(|body| body.kept_here);
        let missing: Vec<&str> =
            self.facts.standing().filter(|to| to.addresses.is_empty() && !kept(to)).map(super::To::name).collect();
        holds(missing.is_empty() || given(Some(how)), || {
            said!("guard-everybody-reachable-no", who = missing.join(", "))
        })
    }
}

fn holds(condition: bool, otherwise: impl FnOnce() -> Said) -> Result<(), Said> {
    if condition { Ok(()) } else { Err(otherwise()) }
}

fn given(text: Option<&str>) -> bool {
    text.is_some_and(text::given)
}

fn not_to_itself(facts: &StatementFacts) -> Result<(), Said> {
    let own = facts.standing().any(|to| to.body.as_ref().is_some_and(|body| body.id == facts.owner.id));
    holds(!own, || said!("guard-not-to-itself-no", who = facts.owner.short_name.clone()))
}

fn asked_without_day(facts: &StatementFacts, purpose: Purpose, key: &str) -> Result<(), Said> {
    let without: Vec<&str> =
        facts.standing().filter(|to| to.purpose == purpose && to.deadline.is_none()).map(super::To::name).collect();
    holds(without.is_empty(), || Said::new(key).with("who", without.join(", ")))
}

fn deadlines_ahead(facts: &StatementFacts, on: NaiveDate) -> Result<(), Said> {
    match facts.standing().filter_map(|to| to.deadline).find(|day| *day <= on) {
        Some(day) => Err(said!("guard-deadline-ahead-no", deadline = day)),
        None => Ok(()),
    }
}

/// The fields that the form of the field asks for and this content lacks, in their order (Rec. ITU-T A.1, 1.5.1).
fn lacking(content: &Content) -> Vec<&'static str> {
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

fn complete(content: &Content) -> Result<(), Said> {
    match lacking(content).first() {
        Some(field) => {
            let field = format!("field-{}", field.replace('_', "-"));
            Err(said!("guard-content-complete-no").term("field", field))
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
            | Guard::IssuedBeforeReceipt
            | Guard::NotKnownAlready
            | Guard::NotToItself
            | Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::NoMeetingInSession
            | Guard::ConsultationRecorded
            | Guard::NotTheAuthor
            | Guard::ApprovalRecorded
            | Guard::TextIsTheApprovedOne
            | Guard::StudyGroupDecidedUnderSup5
            | Guard::StudyGroupDecided
            | Guard::EverybodyReachable
            | Guard::NumberFree
            | Guard::FollowUpRecorded
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => Vec::new(),
        };
        all.extend(asked.into_iter().filter(|field| !all.contains(field)).collect::<Vec<_>>());
    }
    all
}

fn abstract_short(content: &Content) -> Result<(), Said> {
    let count = words(&content.abstract_text);
    holds(count <= ABSTRACT_WORDS, || {
        said!("guard-abstract-short-no", count = count as i64, most = ABSTRACT_WORDS as i64)
    })
}

fn reply_named(facts: &StatementFacts) -> Result<(), Said> {
    match facts.answers.iter().find(|answer| answer.answered.named().is_none()) {
        Some(answer) => Err(said!("guard-reply-is-named-no", handle = answer.handle.clone())),
        None => Ok(()),
    }
}

fn text_or_file(command: Option<&StatementCommand>) -> Result<(), Said> {
    match command {
        Some(StatementCommand::Record(recorded)) => {
            let there = given(Some(&recorded.content.body)) || !recorded.content.files.is_empty();
            holds(there, || said!("guard-text-or-file-no"))
        }
        _ => Ok(()),
    }
}

fn no_meeting_in_session(facts: &StatementFacts, on: NaiveDate) -> Result<(), Said> {
    match facts.meetings.iter().find(|meeting| meeting.starts <= on && on <= meeting.ends) {
        Some(meeting) => {
            Err(said!("guard-no-meeting-in-session-no", meeting = meeting.title.clone(), end = meeting.ends))
        }
        None => Ok(()),
    }
}

/// G-LS-04: an external statement needs a decision at study group level. Whether that is hard depends on the rulebook
/// between us and the destination.
fn decided(facts: &StatementFacts, governs: impl Fn(Rulebook) -> bool) -> Result<(), Said> {
    if facts.level.is_some_and(Level::is_study_group) {
        return Ok(());
    }
    let outside: Vec<&str> = facts
        .standing()
        .filter(|to| to.body.as_ref().is_some_and(|body| governs(body.rulebook())))
        .map(super::To::name)
        .collect();
    holds(outside.is_empty(), || said!("guard-study-group-decided-no", who = outside.join(", ")))
}

fn nothing_rests(facts: &StatementFacts) -> Result<(), Said> {
    // A reversal is not reversed: the step is simply done again.
    if facts.last.as_ref().is_some_and(|last| last.act == Act::TakeBack.name()) {
        return Err(said!("guard-taken-back-already-no"));
    }
    match facts.last.as_ref().and_then(|last| last.rested_on_by.as_ref()) {
        Some(handle) => Err(said!("guard-nothing-rests-on-it-no", handle = handle.clone())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_asks_for_what_the_form_of_the_field_asks() {
        let asked = ["destinations", "topic", "prepared_at", "abstract", "body", "contacts"];
        assert_eq!(needed_for(Act::Submit), asked);
        assert_eq!(needed_for(Act::Edit), Vec::<&str>::new());
    }
}
