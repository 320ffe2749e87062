//! What a state means to those who only read: questions with a name, and the states of which they hold as a query wants
//! them. Nobody outside the domain compares states (`tests/it/house_rules/states.rs`).

use super::named::Named;
use super::procedure::{allocation, destination, meeting, note, record, registration, statement};

impl statement::State {
    /// It left its sender by our procedure: its destinations see it.
    pub fn has_left(self) -> bool {
        match self {
            Self::Sent | Self::AwaitingReply | Self::Replied | Self::Closed | Self::SentInError | Self::Retracted => {
                true
            }
            Self::Draft
            | Self::InReview
            | Self::Agreed
            | Self::ApprovedAtWp
            | Self::Recommended
            | Self::Approved
            | Self::Postponed
            | Self::Withdrawn
            | Self::Merged
            | Self::Issued
            | Self::Void => false,
        }
    }

    /// Somebody decided on its text, and that decision holds.
    pub fn was_decided(self) -> bool {
        match self {
            Self::Agreed | Self::ApprovedAtWp | Self::Recommended | Self::Approved => true,
            Self::Sent | Self::AwaitingReply | Self::Replied | Self::Closed | Self::SentInError | Self::Retracted => {
                true
            }
            Self::Draft | Self::InReview | Self::Postponed => false,
            Self::Withdrawn | Self::Merged | Self::Issued | Self::Void => false,
        }
    }

    /// Still being written or decided on.
    pub fn is_unsent(self) -> bool {
        match self {
            Self::Draft
            | Self::InReview
            | Self::Agreed
            | Self::ApprovedAtWp
            | Self::Recommended
            | Self::Approved
            | Self::Postponed => true,
            Self::Sent
            | Self::AwaitingReply
            | Self::Replied
            | Self::Closed
            | Self::SentInError
            | Self::Retracted
            | Self::Withdrawn
            | Self::Merged
            | Self::Issued
            | Self::Void => false,
        }
    }

    /// The other side is asked for an answer, and owes it.
    pub fn awaits_reply(self) -> bool {
        self == Self::AwaitingReply
    }

    /// The chair, a meeting or the secretariat has it; the author waits.
    pub fn is_with_others(self) -> bool {
        matches!(self, Self::InReview | Self::Agreed | Self::ApprovedAtWp | Self::Recommended | Self::Approved)
    }

    /// The author has it.
    pub fn is_with_its_author(self) -> bool {
        matches!(self, Self::Draft | Self::Postponed)
    }

    /// Written down here as another body issued it, rightly or by mistake.
    pub fn is_issued_elsewhere(self) -> bool {
        matches!(self, Self::Issued | Self::Void)
    }

    /// Its recipients were asked to disregard it.
    pub fn is_retracted(self) -> bool {
        self == Self::Retracted
    }

    /// It left by mistake: its recipients were asked to disregard it, or will be; it answers nothing.
    pub fn is_disowned(self) -> bool {
        matches!(self, Self::SentInError | Self::Retracted)
    }

    /// Not written down by mistake.
    pub fn stands(self) -> bool {
        self != Self::Void
    }
}

impl destination::State {
    /// Still an addressee.
    pub fn stands(self) -> bool {
        self != Self::Dropped
    }

    /// An answer has come.
    pub fn is_answered(self) -> bool {
        self == Self::Answered
    }

    /// Sent by the procedure here: a reply to it can be linked (PR-9).
    pub fn is_answerable(self) -> bool {
        self.is_answered() || self.is_unanswered()
    }

    /// The statement has left, or was only written down: what was asked of the addressee can be corrected (PR-7).
    pub fn is_correctable(self) -> bool {
        self.is_answerable() || self == Self::NotTracked
    }

    /// Sent, and without an answer so far.
    pub fn is_unanswered(self) -> bool {
        matches!(self, Self::Awaited | Self::NoReplyNeeded | Self::NotAnswered)
    }
}

impl registration::State {
    /// It came in, and nobody was given it yet.
    pub fn is_unallocated(self) -> bool {
        matches!(self, Self::Received | Self::Registered | Self::Available)
    }

    /// Nothing has come of it yet.
    pub fn is_open(self) -> bool {
        match self {
            Self::Received
            | Self::Registered
            | Self::Available
            | Self::Allocated
            | Self::UnderConsideration
            | Self::ReplyInPreparation
            | Self::Deferred => true,
            Self::Noted
            | Self::Replied
            | Self::ActionTaken
            | Self::Forwarded
            | Self::Closed
            | Self::Rejected
            | Self::Void => false,
        }
    }

    /// Another body has it in this one's place (PR-13).
    pub fn is_forwarded(self) -> bool {
        self == Self::Forwarded
    }

    /// It has its number.
    pub fn is_numbered(self) -> bool {
        !matches!(self, Self::Received | Self::Rejected | Self::Void)
    }

    /// Not made by mistake.
    pub fn stands(self) -> bool {
        self != Self::Void
    }
}

impl allocation::State {
    /// Somebody still has work with it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Assigned | Self::UnderConsideration | Self::ReplyInPreparation | Self::Deferred)
    }

    /// Not made by mistake.
    pub fn stands(self) -> bool {
        self != Self::Void
    }
}

impl record::State {
    /// Not ended.
    pub fn is_in_force(self) -> bool {
        match self {
            Self::Recorded => true,
            Self::Ended | Self::Merged => false,
        }
    }
}

impl note::State {
    /// Not struck out.
    pub fn is_read(self) -> bool {
        self == Self::Written
    }
}

impl meeting::State {
    /// Not cancelled.
    pub fn is_held(self) -> bool {
        self == Self::Planned
    }
}

/// States of a statement that has left.
pub fn left() -> Vec<&'static str> {
    statement::State::names_where(statement::State::has_left)
}

/// States of a statement that is still being written or decided on.
pub fn unsent() -> Vec<&'static str> {
    statement::State::names_where(statement::State::is_unsent)
}

/// States of a statement that its author has.
pub fn written() -> Vec<&'static str> {
    statement::State::names_where(statement::State::is_with_its_author)
}

/// States of a statement whose reply is awaited.
pub fn awaiting_reply() -> Vec<&'static str> {
    statement::State::names_where(statement::State::awaits_reply)
}

/// Whether the reply to a statement in the state of this name is awaited.
pub fn is_awaiting_reply(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(statement::State::awaits_reply)
}

/// Whether a statement in the state of this name has left.
pub fn has_left(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(statement::State::has_left)
}

/// Whether a statement in the state of this name was only written down here.
pub fn is_issued_elsewhere(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(statement::State::is_issued_elsewhere)
}

/// Whether a statement in the state of this name was written down by mistake.
pub fn is_mistake(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(|state| !state.stands())
}

/// Whether a statement in the state of this name left by mistake, and its recipients are still to be told.
pub fn is_sent_in_error(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(|state| state.is_disowned() && !state.is_retracted())
}

/// Whether a statement in the state of this name left by mistake: nobody is to deal with it any more.
pub fn is_disowned(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(statement::State::is_disowned)
}

/// Whether the recipients of a statement in the state of this name were asked to disregard it.
pub fn is_retracted(state: &str) -> bool {
    statement::State::from_name(state).is_some_and(statement::State::is_retracted)
}

/// States of a statement that is no mistake.
pub fn statements() -> Vec<&'static str> {
    statement::State::names_where(statement::State::stands)
}

/// States of a destination that is still an addressee.
pub fn destinations() -> Vec<&'static str> {
    destination::State::names_where(destination::State::stands)
}

/// Whether a destination in the state of this name is still an addressee.
pub fn is_addressed(state: &str) -> bool {
    destination::State::from_name(state).is_some_and(destination::State::stands)
}

/// Whether an allocation in the state of this name is no mistake.
pub fn is_allocated(state: &str) -> bool {
    allocation::State::from_name(state).is_some_and(allocation::State::stands)
}

/// States of a destination that a reply can be linked to.
pub fn answerable() -> Vec<&'static str> {
    destination::State::names_where(destination::State::is_answerable)
}

/// States of a destination that was sent to and has not answered.
pub fn unanswered() -> Vec<&'static str> {
    destination::State::names_where(destination::State::is_unanswered)
}

/// Whether a destination in the state of this name has answered.
pub fn is_answered(state: &str) -> bool {
    destination::State::from_name(state).is_some_and(destination::State::is_answered)
}

/// Whether a statement in the state of this name was sent, here or by another body, and stands.
pub fn was_sent(state: &str) -> bool {
    statement::State::from_name(state)
        .is_some_and(|state| state.has_left() && !state.is_disowned() || state.is_issued_elsewhere() && state.stands())
}

/// Whether a statement in the state of this name has left its sender, rightly or not, or was written down as another body issued
/// it: a body may have received it.
pub fn reaches_others(state: &str) -> bool {
    has_left(state) || is_issued_elsewhere(state) && !is_mistake(state)
}

/// States of a statement that was sent, here or by another body, and stands.
pub fn sent() -> Vec<&'static str> {
    statement::State::names_where(|state| was_sent(state.name()))
}

/// States of a registration that is no mistake.
pub fn registrations() -> Vec<&'static str> {
    registration::State::names_where(registration::State::stands)
}

/// States of a registration of which nothing has come yet.
pub fn open_registrations() -> Vec<&'static str> {
    registration::State::names_where(registration::State::is_open)
}

/// States of a registration that is no mistake and of which something has come.
pub fn settled_registrations() -> Vec<&'static str> {
    registration::State::names_where(|state| state.stands() && !state.is_open())
}

/// Whether a registration in the state of this name has its number.
pub fn is_numbered(state: &str) -> bool {
    registration::State::from_name(state).is_some_and(registration::State::is_numbered)
}

/// States of a registration that nobody was given yet.
pub fn unallocated() -> Vec<&'static str> {
    registration::State::names_where(registration::State::is_unallocated)
}

/// States of a registration that was passed on to another body.
pub fn forwarded() -> Vec<&'static str> {
    registration::State::names_where(registration::State::is_forwarded)
}

/// States of any registration.
pub fn every_registration() -> Vec<&'static str> {
    registration::State::names_where(|_| true)
}

/// States of an allocation that somebody still has work with.
pub fn open_allocations() -> Vec<&'static str> {
    allocation::State::names_where(allocation::State::is_open)
}

/// Whether somebody still has work with an allocation in this state.
pub fn is_at_work(state: allocation::State) -> bool {
    state.is_open()
}

/// States of an allocation that is no mistake.
pub fn allocations() -> Vec<&'static str> {
    allocation::State::names_where(allocation::State::stands)
}

/// States of a note that is not struck out.
pub fn notes() -> Vec<&'static str> {
    note::State::names_where(note::State::is_read)
}

/// Whether a note in the state of this name is not struck out.
pub fn is_read(state: &str) -> bool {
    note::State::from_name(state).is_some_and(note::State::is_read)
}

/// States of a meeting that is not cancelled.
pub fn meetings() -> Vec<&'static str> {
    meeting::State::names_where(meeting::State::is_held)
}

/// Whether a meeting in the state of this name is not cancelled.
pub fn is_held(state: &str) -> bool {
    meeting::State::from_name(state).is_some_and(meeting::State::is_held)
}

/// States of a body, person or appointment that has not ended.
pub fn in_force() -> Vec<&'static str> {
    record::State::names_where(record::State::is_in_force)
}

/// Whether a body, person or appointment in the state of this name has not ended.
pub fn is_in_force(state: &str) -> bool {
    record::State::from_name(state).is_some_and(record::State::is_in_force)
}
