//! What each guard of an addressee means, and the sentence for when it does not hold.

use chrono::NaiveDate;

use super::DestinationCase;
use crate::domain::command::DestinationCommand;
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
            (Who::Author | Who::Doer | Who::Assignee | Who::Administrator | Who::System | Who::Importer, _) => false,
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
            Guard::ReasonGiven => {
                let given = self.at.reason.is_some_and(text::given);
                if given { Ok(()) } else { Err(said!("guard-reason-given-no")) }
            }
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::ReplyWasSent | Guard::ReplyIsAnother | Guard::ExpectedAhead | Guard::ReasonGiven => Rests::OnInput,
            Guard::ReplyIsLinked => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReplyWasSent | Guard::ReplyIsAnother | Guard::ReplyIsLinked => Some("reply"),
            Guard::ExpectedAhead => Some("expected_on"),
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
