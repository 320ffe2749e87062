//! What each guard of an addressee means, and the sentence for when it does not hold.

use chrono::NaiveDate;

use super::correct::differs;
use super::{Act, DestinationCase};
use crate::domain::command::{Correction, DestinationCommand};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::destination::{Guard, State};
use crate::domain::procedure::engine::{Case, Rests, Who};
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

impl Case<State, Guard> for DestinationCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        let (facts, at) = (self.facts, &self.at);
        match (who, at.actor) {
            (Who::System, Actor::System) => true,
            (Who::Role(role), actor) => actor.appointment_for(&[role], &facts.authority, at.occurred_on).is_some(),
            (Who::Author, Actor::Person { id, .. }) => facts.author.as_ref().is_some_and(|one| one.person == *id),
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

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        match guard {
            Guard::ReplyWasSent => match &self.facts.reply {
                Some(reply) if !reply.sent => Err(said!("guard-reply-was-sent-no", handle = reply.handle.clone())),
                Some(_) | None => Ok(()),
            },
            Guard::ReplyIsAnother => match self.command {
                Some(DestinationCommand::Answer { reply, .. }) if *reply == self.facts.statement => {
                    Err(said!("guard-reply-is-another-no"))
                }
                _ => Ok(()),
            },
            Guard::ExpectedAhead => match self.command {
                // What came in is written down as it was, also long after (PR-15).
                Some(DestinationCommand::Answer { expected_on: Some(day), .. })
                    if *day <= self.at.occurred_on && *self.at.actor != Actor::System =>
                {
                    Err(said!("guard-expected-ahead-no", day = *day))
                }
                _ => Ok(()),
            },
            Guard::ReplyIsLinked => {
                let linked = match self.command {
                    Some(DestinationCommand::Unlink { reply }) => {
                        self.facts.links.iter().any(|link| link.reply == *reply)
                    }
                    _ => !self.facts.links.is_empty(),
                };
                if linked { Ok(()) } else { Err(said!("guard-reply-is-linked-no")) }
            }
            Guard::NotInError
            | Guard::SomethingDiffers
            | Guard::BodyWasUnknown
            | Guard::AddressedOnce
            | Guard::NotToItself => self.corrects(guard),
            // What follows from an act on the statement rests on what was judged there.
            Guard::CorrectedLast | Guard::NothingRestsOnIt | Guard::ReasonGiven if *self.at.actor == Actor::System => {
                Ok(())
            }
            Guard::CorrectedLast | Guard::NothingRestsOnIt => self.takes_back(guard),
            Guard::ReasonGiven => {
                let given = self.at.reason.is_some_and(text::given);
                if given { Ok(()) } else { Err(said!("guard-reason-given-no")) }
            }
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::ReplyWasSent | Guard::ReplyIsAnother | Guard::ExpectedAhead | Guard::ReasonGiven => Rests::OnInput,
            Guard::SomethingDiffers | Guard::BodyWasUnknown | Guard::AddressedOnce | Guard::NotToItself => {
                Rests::OnInput
            }
            Guard::ReplyIsLinked | Guard::NotInError | Guard::CorrectedLast | Guard::NothingRestsOnIt => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReplyWasSent | Guard::ReplyIsAnother | Guard::ReplyIsLinked => Some("reply"),
            Guard::ExpectedAhead => Some("expected_on"),
            Guard::BodyWasUnknown | Guard::AddressedOnce | Guard::NotToItself => Some("addressee_body"),
            Guard::NotInError | Guard::SomethingDiffers | Guard::CorrectedLast | Guard::NothingRestsOnIt => None,
            Guard::ReasonGiven => Some("reason"),
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        self.facts.go_live
    }
}

impl DestinationCase<'_> {
    fn correction(&self) -> Option<&Correction> {
        match self.command {
            Some(DestinationCommand::Correct(wanted)) => Some(wanted),
            _ => None,
        }
    }

    /// The guards of a correction.
    fn corrects(&self, guard: Guard) -> Result<(), Said> {
        let (facts, wanted) = (self.facts, self.correction());
        let body = wanted.and_then(|wanted| wanted.body);
        match guard {
            Guard::NotInError if facts.statement_state.is_some_and(|state| state.is_disowned()) => {
                Err(said!("guard-not-in-error-no"))
            }
            Guard::SomethingDiffers if !wanted.is_some_and(|wanted| differs(facts, wanted)) => {
                Err(said!("guard-something-differs-no"))
            }
            Guard::BodyWasUnknown if body.is_some_and(|body| facts.around.body.is_some_and(|known| known != body)) => {
                Err(said!("guard-body-was-unknown-no", body = facts.name.clone()))
            }
            Guard::AddressedOnce if body.is_some() && facts.around.others.iter().any(|(other, _)| *other == body) => {
                Err(said!("guard-addressed-once-no"))
            }
            Guard::NotToItself if body == Some(facts.around.owner) => {
                let who = facts.around.meant.as_ref().map(|meant| meant.name.clone()).unwrap_or_default();
                Err(said!("guard-not-to-itself-no", who = who))
            }
            _ => Ok(()),
        }
    }

    /// The guards of taking a correction back.
    fn takes_back(&self, guard: Guard) -> Result<(), Said> {
        let rested_on_by = self.facts.last.as_ref().and_then(|last| last.rested_on_by.clone());
        match (guard, rested_on_by) {
            (Guard::CorrectedLast, _) if self.facts.newest.as_deref() != Some(Act::Correct.name()) => {
                Err(said!("guard-corrected-last-no"))
            }
            (Guard::NothingRestsOnIt, Some(handle)) => Err(said!("guard-nothing-rests-on-it-no", handle = handle)),
            _ => Ok(()),
        }
    }
}
