//! What each guard of the registration means.

use chrono::NaiveDate;

use super::RegistrationFacts;
use super::correct::{differs, renumbered};
use super::forward::{is_own, is_senders};
use crate::domain::command::{AllocationWanted, Forwarding, ReceiptCorrection, RegistrationCommand};
use crate::domain::decision::Circumstances;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Case, Rests, Who};
use crate::domain::procedure::registration::{Act, Guard, PAST_STATES, State};
use crate::domain::reference::Ladder;
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

/// One act on one registration: what the engine asks.
pub struct RegistrationCase<'a> {
    pub facts: &'a RegistrationFacts,
    pub at: Circumstances<'a>,
    /// What the act brings along; none while only a button is asked about.
    pub command: Option<&'a RegistrationCommand>,
}

impl Case<State, Guard> for RegistrationCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        self.facts.is(who, &self.at)
    }

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        match guard {
            Guard::ReceivedInThePast => self.received_in_the_past(),
            Guard::WasSent => holds(self.facts.sent, || said!("guard-was-sent-no")),
            Guard::NotReceivedYet => match &self.facts.received_as {
                None => Ok(()),
                Some(handle) => Err(said!("guard-not-received-yet-no", handle = handle.clone())),
            },
            Guard::NotConfidential => holds(!self.facts.confidential, || said!("guard-not-confidential-no")),
            Guard::NotInError => holds(!self.facts.disowned, || said!("guard-forward-not-in-error-no")),
            Guard::NotToItself | Guard::NotToItsSender | Guard::NotThereYet => self.goes_elsewhere(guard),
            Guard::SenderIsTold => {
                holds(self.forwarding().is_some_and(|wanted| text::given(&wanted.told_sender)), || {
                    said!("guard-sender-is-told-no")
                })
            }
            Guard::EverybodyReachable => self.reachable(),
            Guard::NumberedAsDocument => self.numbered_as_document(),
            Guard::SomethingDiffers => {
                holds(self.correction().is_some_and(|wanted| differs(self.facts, wanted)), || {
                    said!("guard-something-differs-no")
                })
            }
            Guard::ReceivedAfterIssue => self.received_after_issue(),
            Guard::ReceivedBeforeTheRest => self.received_before_the_rest(),
            Guard::HasNumber => self.has_number(),
            Guard::CorrectedLast => {
                let last = self.facts.last.as_ref().is_some_and(|last| last.act == Act::Correct.name());
                holds(last, || said!("guard-corrected-last-here-no"))
            }
            Guard::NumberFree | Guard::NewNumberFree => match &self.facts.number_taken_by {
                None => Ok(()),
                Some(held) => Err(held.said()),
            },
            Guard::OfItuLadder => self.follows(|ladder| ladder == Ladder::Itu),
            Guard::OfOtherLadder => self.follows(|ladder| ladder != Ladder::Itu),
            Guard::ChairAgreed => self.chair_agreed(),
            Guard::OneLead => self.one_lead(),
            Guard::AssigneeServesThere => self.assignees_serve(),
            Guard::DueAhead => self.due_ahead(),
            Guard::ReasonGiven => holds(self.at.reason.is_some_and(text::given), || said!("guard-reason-given-no")),
            Guard::NothingRestsOnIt
                if self.facts.last.as_ref().is_some_and(|last| last.act == Act::TakeBack.name()) =>
            {
                Err(said!("guard-taken-back-already-no"))
            }
            // It came with the statement, and goes with it.
            Guard::NothingRestsOnIt if self.recorded_along() => {
                Err(said!("guard-recorded-along-no", handle = self.facts.statement_handle.clone()))
            }
            Guard::NothingRestsOnIt => match self.facts.last.as_ref().and_then(|last| last.rested_on_by.as_ref()) {
                Some(handle) => Err(said!("guard-nothing-rests-on-it-no", handle = handle.clone())),
                None => Ok(()),
            },
            Guard::NoLetterLeft => holds(self.facts.letters_left == 0, || {
                said!("guard-no-letter-left-no", count = self.facts.letters_left)
            }),
        }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::NotConfidential
            | Guard::NotInError
            | Guard::OfItuLadder
            | Guard::OfOtherLadder
            | Guard::CorrectedLast
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => Rests::OnFacts,
            Guard::ReceivedInThePast
            | Guard::NotReceivedYet
            | Guard::WasSent
            | Guard::NumberedAsDocument
            | Guard::NumberFree
            | Guard::ChairAgreed
            | Guard::OneLead
            | Guard::AssigneeServesThere
            | Guard::DueAhead
            | Guard::NotToItself
            | Guard::NotToItsSender
            | Guard::NotThereYet
            | Guard::SenderIsTold
            | Guard::EverybodyReachable
            | Guard::SomethingDiffers
            | Guard::ReceivedAfterIssue
            | Guard::ReceivedBeforeTheRest
            | Guard::HasNumber
            | Guard::NewNumberFree
            | Guard::ReasonGiven => Rests::OnInput,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReceivedInThePast | Guard::ReceivedAfterIssue | Guard::ReceivedBeforeTheRest => Some("received_on"),
            Guard::HasNumber | Guard::NewNumberFree => Some("new_number"),
            Guard::NotReceivedYet => Some("receiving_body"),
            Guard::WasSent => Some("statement"),
            Guard::NumberedAsDocument => Some("as"),
            Guard::NumberFree => Some("number"),
            Guard::ChairAgreed => Some("agreed_by"),
            Guard::OneLead | Guard::AssigneeServesThere | Guard::DueAhead => Some("allocations"),
            Guard::NotToItself | Guard::NotToItsSender | Guard::NotThereYet => Some("forward_to"),
            Guard::SenderIsTold => Some("told_sender"),
            Guard::EverybodyReachable => Some("how_sent"),
            Guard::ReasonGiven => Some("reason"),
            Guard::NotConfidential
            | Guard::NotInError
            | Guard::OfItuLadder
            | Guard::OfOtherLadder
            | Guard::SomethingDiffers
            | Guard::CorrectedLast
            | Guard::NothingRestsOnIt
            | Guard::NoLetterLeft => None,
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        self.facts.body.go_live
    }
}

impl RegistrationCase<'_> {
    /// It was written down with what had come of it, and nobody did anything here since.
    fn recorded_along(&self) -> bool {
        self.facts.last.is_none() && self.facts.state.is_some_and(|state| PAST_STATES.contains(&state))
    }

    fn wanted(&self) -> &[AllocationWanted] {
        match self.command {
            Some(RegistrationCommand::Allocate(wanted)) => wanted,
            _ => &[],
        }
    }

    fn correction(&self) -> Option<&ReceiptCorrection> {
        match self.command {
            Some(RegistrationCommand::Correct(wanted)) => Some(wanted),
            _ => None,
        }
    }

    fn forwarding(&self) -> Option<&Forwarding> {
        match self.command {
            Some(RegistrationCommand::Forward(wanted)) => Some(wanted),
            _ => None,
        }
    }

    /// Neither here, nor where it came from, nor where it is already.
    fn goes_elsewhere(&self, guard: Guard) -> Result<(), Said> {
        let Some(way) = &self.facts.way else { return Ok(()) };
        let body = || way.to.body.short_name.clone();
        match guard {
            Guard::NotToItself => holds(!is_own(self.facts, &way.to.body), || {
                said!("guard-forward-to-itself-no", body = body(), own = self.facts.body.short_name.clone())
            }),
            Guard::NotToItsSender => holds(!is_senders(way), || said!("guard-not-to-its-sender-no", body = body())),
            _ => holds(!way.is_there || is_own(self.facts, &way.to.body), || {
                said!("guard-not-there-yet-no", body = body())
            }),
        }
    }

    /// Of these nobody knows an address: it must be said how they got it.
    fn reachable(&self) -> Result<(), Said> {
        let missing = self.facts.way.as_ref().map(|way| way.out_of_reach()).unwrap_or_default();
        let said_how = self.forwarding().is_some_and(|wanted| text::given(&wanted.how_sent));
        holds(missing.is_empty() || said_how, || said!("guard-forward-reachable-no", who = missing.join(", ")))
    }

    fn received_on(&self) -> Option<NaiveDate> {
        match self.command {
            Some(RegistrationCommand::Receive { receipt, .. }) => Some(receipt.received_on),
            Some(RegistrationCommand::Correct(wanted)) => Some(wanted.received_on),
            _ => None,
        }
    }

    fn received_in_the_past(&self) -> Result<(), Said> {
        match self.received_on() {
            Some(on) if on > self.at.today => Err(said!("guard-received-in-the-past-no", on = on)),
            Some(_) | None => Ok(()),
        }
    }

    fn received_after_issue(&self) -> Result<(), Said> {
        match (self.received_on(), self.facts.written.issued_on) {
            (Some(on), Some(issued)) if on < issued => {
                Err(said!("guard-received-after-issue-no", on = on, issued = issued))
            }
            _ => Ok(()),
        }
    }

    /// Nothing is done with what has not come yet.
    fn received_before_the_rest(&self) -> Result<(), Said> {
        match (self.received_on(), self.facts.written.next_on) {
            (Some(on), Some(next)) if on > next => {
                Err(said!("guard-received-before-the-rest-no", on = on, next = next))
            }
            _ => Ok(()),
        }
    }

    fn has_number(&self) -> Result<(), Said> {
        let new = self.correction().and_then(|wanted| renumbered(self.facts, wanted));
        holds(new.is_none() || self.facts.written.number.is_some(), || said!("guard-has-number-no"))
    }

    fn numbered_as_document(&self) -> Result<(), Said> {
        let as_contribution = matches!(self.command, Some(RegistrationCommand::Register { as_contribution: true, .. }));
        holds(!as_contribution, || said!("guard-numbered-as-document-no"))
    }

    fn follows(&self, fits: impl Fn(Ladder) -> bool) -> Result<(), Said> {
        holds(fits(self.facts.body.ladder()), || {
            said!("guard-of-other-register-no", body = self.facts.body.short_name.clone())
        })
    }

    /// The agreement may be standing (PR-13).
    fn chair_agreed(&self) -> Result<(), Said> {
        let agreed = match self.command {
            Some(RegistrationCommand::MakeAvailable { agreed_by }) => text::given(agreed_by),
            _ => false,
        };
        holds(agreed, || said!("guard-chair-agreed-no"))
    }

    fn one_lead(&self) -> Result<(), Said> {
        use crate::domain::procedure::allocation::State as A;
        let standing = |part: &&super::Part| part.lead && !matches!(part.state, A::Redirected | A::Void);
        let leads = self.facts.parts.iter().filter(standing).count() + self.wanted().iter().filter(|w| w.lead).count();
        holds(leads == 1, || said!("guard-one-lead-no", count = leads as i64))
    }

    fn assignees_serve(&self) -> Result<(), Said> {
        for wanted in self.wanted() {
            if !self.facts.tree.contains(&wanted.body) {
                return Err(said!("guard-body-in-tree-no", body = self.facts.body.short_name.clone()));
            }
            let serves = self.facts.officers.iter().any(|officer| officer.person == wanted.assignee);
            holds(serves, || said!("guard-assignee-serves-there-no", body = self.facts.body.short_name.clone()))?;
        }
        Ok(())
    }

    fn due_ahead(&self) -> Result<(), Said> {
        match self.wanted().iter().filter_map(|wanted| wanted.due).find(|due| *due < self.at.occurred_on) {
            Some(due) => Err(said!("guard-due-ahead-no", due = due)),
            None => Ok(()),
        }
    }
}

fn holds(condition: bool, otherwise: impl FnOnce() -> Said) -> Result<(), Said> {
    if condition { Ok(()) } else { Err(otherwise()) }
}
