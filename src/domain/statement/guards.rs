//! What each guard of the statement means: one exhaustive match, and the sentence for when it does not hold.

mod decision;
mod wording;

pub use wording::needed_for;

use chrono::{Days, NaiveDate};

use decision::{decided, no_meeting_in_session};
use wording::{abstract_short, complete, reply_named, text_or_file};

use super::{StatementCase, StatementFacts, correct, past};
use crate::domain::calendar::REMINDER_DAYS;
use crate::domain::command::StatementCommand;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Case, Rests, Who};
use crate::domain::procedure::statement::{Act, Guard, State};
use crate::domain::reference::{Ladder, Purpose, Rulebook};
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

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
            Guard::ContentComplete => complete(self.text()),
            Guard::AbstractShort => abstract_short(self.text()),
            Guard::ReplyIsNamed => reply_named(facts),
            Guard::SourceGiven => Ok(()),
            Guard::TextOrFile => text_or_file(self.command),
            Guard::FitsItsLadder => self.fits_its_ladder(),
            Guard::IssuedBeforeReceipt => self.issued_before_receipt(),
            Guard::NotToItself => self.not_to_itself(),
            Guard::CorrectsWhatItSent => self.corrects_what_it_sent(),
            Guard::IntoADraft => self.goes_into_a_draft(),
            Guard::AddresseesKept => self.addressees_kept(),
            Guard::CorrectionKept => self.correction_kept(),
            Guard::PartsFromADraft => self.parts_from_a_draft(),
            Guard::NotKnownAlready => {
                holds(facts.known.is_empty(), || said!("guard-not-known-already-no", handle = facts.known.join(", ")))
            }
            Guard::ReasonGiven => holds(given(self.at.reason), || said!("guard-reason-given-no")),
            Guard::MeetingNamed => self.part("meeting", "guard-meeting-named-no"),
            Guard::NoMeetingInSession => no_meeting_in_session(facts, self.at.occurred_on),
            Guard::NotDecidedAroundMeeting => self.not_decided_around_meeting(),
            Guard::OfItuLadder => self.follows(Ladder::Itu),
            Guard::OfCommitteeLadder => self.follows(Ladder::IsoIec),
            Guard::OfOwnLadder => self.follows(Ladder::Own),
            Guard::LevelFits => self.level_fits(),
            Guard::DecisionNumbered => self.part("decision", "guard-decision-numbered-no"),
            Guard::ResultGiven => self.part("result", "guard-result-given-no"),
            Guard::LevelNamed => self.part("own_level", "guard-level-named-no"),
            Guard::ConsultationRecorded => self.part("consulted", "guard-consultation-recorded-no"),
            Guard::TextDiffers => holds(self.text_differs(), || said!("guard-text-differs-no")),
            Guard::EvidenceGiven => holds(given(Some(self.how_sent())), || said!("guard-evidence-given-no")),
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
            Guard::NumberFree => facts.number_taken_by.as_ref().map_or(Ok(()), |held| Err(held.said())),
            Guard::FollowUpRecorded => holds(self.follow_up(), || said!("guard-follow-up-recorded-no")),
            Guard::RetractionWritten => self.retraction_written(),
            Guard::ReminderWritten => self.reminder_written(),
            Guard::ReplyDueSoon => reply_due_soon(facts, self.at.occurred_on),
            Guard::AwaitedReachable => self.all_written_to(facts.out_of_reach()),
            Guard::SomethingDiffers => self.something_differs(),
            Guard::QuestionsDiffer => self.questions_differ(),
            Guard::NothingRestsOnIt => nothing_rests(facts),
            Guard::NoLetterLeft => no_letter_left(facts),
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::ReasonGiven
            | Guard::MeetingNamed
            | Guard::ConsultationRecorded
            | Guard::NotDecidedAroundMeeting
            | Guard::LevelFits
            | Guard::DecisionNumbered
            | Guard::ResultGiven
            | Guard::LevelNamed
            | Guard::TextDiffers
            | Guard::SomethingDiffers
            | Guard::QuestionsDiffer
            | Guard::EvidenceGiven
            | Guard::NumberFree
            | Guard::EverybodyReachable
            | Guard::FollowUpRecorded
            | Guard::RetractionWritten
            | Guard::ReminderWritten
            | Guard::AwaitedReachable
            | Guard::SourceGiven
            | Guard::TextOrFile
            | Guard::FitsItsLadder
            | Guard::IssuedBeforeReceipt
            | Guard::IntoADraft
            | Guard::AddresseesKept
            | Guard::CorrectionKept
            | Guard::NotKnownAlready => Rests::OnInput,
            Guard::HasDestinations
            | Guard::ActionHasDeadline
            | Guard::CommentHasDeadline
            | Guard::DeadlineAhead
            | Guard::ContentComplete
            | Guard::AbstractShort
            | Guard::ReplyIsNamed
            | Guard::NotToItself
            | Guard::CorrectsWhatItSent
            | Guard::PartsFromADraft
            | Guard::NoMeetingInSession
            | Guard::NotTheAuthor
            | Guard::ApprovalRecorded
            | Guard::TextIsTheApprovedOne
            | Guard::StudyGroupDecidedUnderSup5
            | Guard::StudyGroupDecided
            | Guard::ReplyDueSoon
            | Guard::OfItuLadder
            | Guard::OfCommitteeLadder
            | Guard::OfOwnLadder
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        match guard {
            Guard::HasDestinations => "G-LS-01",
            Guard::ActionHasDeadline => "G-LS-02",
            Guard::CommentHasDeadline => "G-LS-02c",
            Guard::ApprovalRecorded | Guard::LevelFits => "G-LS-03",
            Guard::StudyGroupDecidedUnderSup5 | Guard::StudyGroupDecided => "G-LS-04",
            Guard::NoMeetingInSession | Guard::NotDecidedAroundMeeting | Guard::ConsultationRecorded => "G-LS-05",
            Guard::ReplyIsNamed => "G-LS-06",
            Guard::TextIsTheApprovedOne => "G-LS-08",
            Guard::DeadlineAhead => "D-LS-01",
            Guard::ContentComplete
            | Guard::AbstractShort
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
            | Guard::NotTheAuthor
            | Guard::OfItuLadder
            | Guard::OfCommitteeLadder
            | Guard::OfOwnLadder
            | Guard::DecisionNumbered
            | Guard::ResultGiven
            | Guard::LevelNamed
            | Guard::TextDiffers
            | Guard::SomethingDiffers
            | Guard::QuestionsDiffer
            | Guard::EvidenceGiven
            | Guard::EverybodyReachable
            | Guard::NumberFree
            | Guard::FollowUpRecorded
            | Guard::RetractionWritten
            | Guard::ReminderWritten
            | Guard::ReplyDueSoon
            | Guard::AwaitedReachable
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
            Guard::EverybodyReachable | Guard::AwaitedReachable | Guard::EvidenceGiven => Some("how_sent"),
            Guard::LevelFits => Some("level"),
            Guard::DecisionNumbered => Some("decision"),
            Guard::ResultGiven => Some("result"),
            Guard::LevelNamed => Some("own_level"),
            Guard::TextDiffers => Some("body"),
            Guard::FollowUpRecorded => Some("follow_up"),
            Guard::RetractionWritten => Some("retraction"),
            Guard::ReminderWritten => Some("reminder"),
            Guard::TextOrFile => Some("body"),
            Guard::FitsItsLadder => Some("level"),
            Guard::IssuedBeforeReceipt => Some("issued_on"),
            Guard::NotKnownAlready | Guard::ReplyDueSoon | Guard::AddresseesKept | Guard::CorrectionKept => {
                Some("reason")
            }
            Guard::CorrectsWhatItSent => Some("corrects"),
            Guard::IntoADraft => Some("goes_into"),
            Guard::SourceGiven => Some("source"),
            Guard::SomethingDiffers => Some("title"),
            Guard::QuestionsDiffer => Some("questions"),
            Guard::HasDestinations
            | Guard::ActionHasDeadline
            | Guard::CommentHasDeadline
            | Guard::DeadlineAhead
            | Guard::ContentComplete
            | Guard::AbstractShort
            | Guard::ReplyIsNamed
            | Guard::NotToItself
            | Guard::PartsFromADraft
            | Guard::NoMeetingInSession
            | Guard::NotDecidedAroundMeeting
            | Guard::OfItuLadder
            | Guard::OfCommitteeLadder
            | Guard::OfOwnLadder
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
    fn something_differs(&self) -> Result<(), Said> {
        match self.command {
            Some(StatementCommand::Correct(wanted)) if !correct::differs(self.facts, wanted) => {
                Err(said!("guard-something-differs-no"))
            }
            _ => Ok(()),
        }
    }

    fn questions_differ(&self) -> Result<(), Said> {
        match self.command {
            Some(StatementCommand::CorrectQuestions(wanted)) if *wanted == self.facts.questions => {
                Err(said!("guard-questions-differ-no"))
            }
            _ => Ok(()),
        }
    }

    fn retraction_written(&self) -> Result<(), Said> {
        match self.command {
            Some(StatementCommand::Retract(retraction)) if given(Some(&retraction.text)) => Ok(()),
            _ => Err(said!("guard-retraction-written-no")),
        }
    }

    fn issued_before_receipt(&self) -> Result<(), Said> {
        let (issued, received) = match self.command {
            Some(StatementCommand::Record(recorded)) => {
                (recorded.issued_on, recorded.receipt.as_ref().map(|receipt| receipt.received_on))
            }
            Some(StatementCommand::RecordOwn(past)) => (past.issued_on.max(past.decided_on), None),
            Some(StatementCommand::Correct(wanted)) => (wanted.issued_on, self.facts.written.received_on),
            _ => (None, None),
        };
        let Some(issued) = issued else { return Ok(()) };
        let last = received.map_or(self.at.today, |received| received.min(self.at.today));
        holds(issued <= last, || said!("guard-issued-before-receipt-no", on = issued, last = last))
    }

    fn fits_its_ladder(&self) -> Result<(), Said> {
        match self.command {
            Some(StatementCommand::RecordOwn(as_it_was)) => past::fits_its_ladder(self.facts, as_it_was),
            _ => Ok(()),
        }
    }

    /// Neither the addressees that stand nor those that it brings along are the body itself.
    fn not_to_itself(&self) -> Result<(), Said> {
        let own = self.facts.owner.id;
        let brought = match self.command {
            Some(StatementCommand::RecordOwn(past)) => past.content.destinations.as_slice(),
            _ => &[],
        };
        let mut all = self.facts.standing().filter_map(|to| to.body.as_ref().map(|body| body.id));
        let to_itself = all.any(|id| id == own) || brought.iter().any(|to| to.body == Some(own));
        holds(!to_itself, || said!("guard-not-to-itself-no", who = self.facts.owner.short_name.clone()))
    }

    fn follow_up(&self) -> bool {
        matches!(self.command, Some(StatementCommand::Close { follow_up }) if given(Some(follow_up)))
    }

    fn how_sent(&self) -> &str {
        match self.command {
            Some(StatementCommand::Send(sending) | StatementCommand::RecordSent(sending)) => &sending.how_sent,
            Some(StatementCommand::Retract(retraction)) => &retraction.how_sent,
            Some(StatementCommand::Remind(reminder)) => &reminder.how_sent,
            _ => "",
        }
    }

    fn reminder_written(&self) -> Result<(), Said> {
        let written = matches!(self.command, Some(StatementCommand::Remind(reminder)) if given(Some(&reminder.text)));
        holds(written, || said!("guard-reminder-written-no"))
    }

    fn reachable(&self) -> Result<(), Said> {
        self.all_written_to(self.facts.unreached())
    }

    /// Of these nobody knows an address: it must be said how they got it.
    fn all_written_to<'t>(&self, unreached: impl Iterator<Item = &'t super::To>) -> Result<(), Said> {
        let missing: Vec<&str> = unreached.map(super::To::name).collect();
        holds(missing.is_empty() || given(Some(self.how_sent())), || {
            said!("guard-everybody-reachable-no", who = missing.join(", "))
        })
    }
}

/// A guard's answer.
fn holds(condition: bool, otherwise: impl FnOnce() -> Said) -> Result<(), Said> {
    if condition { Ok(()) } else { Err(otherwise()) }
}

fn given(text: Option<&str>) -> bool {
    text.is_some_and(text::given)
}

/// A week before its day a reply may be asked for again (PR-12).
fn reply_due_soon(facts: &StatementFacts, on: NaiveDate) -> Result<(), Said> {
    match facts.next_reply_due() {
        Some(day) => holds(day <= on + Days::new(REMINDER_DAYS), || said!("guard-reply-due-soon-no", on = day)),
        None => Err(said!("guard-reply-due-open-no")),
    }
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

fn no_letter_left(facts: &StatementFacts) -> Result<(), Said> {
    holds(facts.letters_left == 0, || said!("guard-no-letter-left-no", count = facts.letters_left))
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
