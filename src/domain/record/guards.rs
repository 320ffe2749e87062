//! Who may do what to a record, and what the guards of its table mean.

use chrono::NaiveDate;
use uuid::Uuid;

use super::correct::BodyCorrection;
use super::merge::Merging;
use super::numbers::Numbering;
use super::templates::{self, Keeping};
use super::{RecordFacts, Recorded};
use crate::domain::command::{RecordCommand, TemplateCommand};
use crate::domain::decision::Circumstances;
use crate::domain::named::Named;
use crate::domain::numbering::Holder;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Case, Heard, Refusal, Rests, Who};
use crate::domain::procedure::record::{Act, Guard, PROCEDURE, State};
use crate::domain::said::Said;
use crate::domain::{template, text};
use crate::said;

/// Statements that one step lets other trees see; more want a quieter way than a form.
const MOST_MOVED: usize = 2_000;

/// One record, and what is asked of it.
pub(super) struct RecordCase<'a> {
    pub facts: &'a RecordFacts,
    pub act: Act,
    pub command: Option<&'a RecordCommand>,
    pub at: Circumstances<'a>,
}

impl Case<State, Guard> for RecordCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }
    fn is(&self, who: Who) -> bool {
        match (who, self.at.actor) {
            (Who::Role(role), Actor::Person { appointments, .. }) => {
                let book = matches!(self.act, Act::AddAddress | Act::EndAddress | Act::CorrectAddress);
                let of = if book { &self.facts.book } else { &self.facts.authority };
                // Who writes records down does so today, of whatever day the record is.
                appointments.iter().any(|a| a.role == role && a.held_on(self.at.today) && counts(of, a.body))
            }
            (Who::Administrator, Actor::Person { administrator, .. }) => *administrator,
            (Who::Importer, Actor::Importer) | (Who::System, Actor::System) => true,
            (
                Who::Role(_)
                | Who::Author
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
        let around = &self.facts.around;
        let (holds, said) = match guard {
            Guard::KeptHereOrAdministrator => {
                (self.by_office() || self.facts.authority.is_some(), said!("guard-kept-here-or-administrator-no"))
            }
            Guard::AnotherAdministrator => (!self.facts.last_administrator, said!("guard-another-administrator-no")),
            Guard::NameFree => (!self.facts.name_taken, said!("guard-name-free-no")),
            Guard::PartiesInForce => (self.facts.parties_in_force, said!("guard-parties-in-force-no")),
            Guard::ReasonGiven => (self.at.reason.is_some_and(text::given), said!("guard-reason-given-no")),
            Guard::SomethingDiffers => (self.differs(), said!("guard-something-differs-no")),
            Guard::NoCycle => {
                let under = |body: &BodyCorrection| body.parents.iter().any(|parent| around.below.contains(parent));
                (!self.wanted().is_some_and(under), said!("guard-no-cycle-no"))
            }
            Guard::ParentsAgree => (self.parents_agree(), said!("guard-parents-agree-no")),
            Guard::MovedInSight => (around.moved_in_sight || around.moved == 0, said!("guard-moved-in-sight-no")),
            Guard::FewMove => (around.moved <= MOST_MOVED, said!("guard-few-move-no", most = MOST_MOVED as i64)),
            Guard::KindStays => {
                let kind = self.wanted().zip(around.body.as_ref()).and_then(|(wanted, there)| wanted.new_kind(there));
                (kind.is_none() || self.facts.provisional, said!("guard-kind-stays-no"))
            }
            Guard::EnoughParents => (self.enough_parents(), said!("guard-enough-parents-no")),
            Guard::SeriesNew => {
                let again = self.wanted().is_some_and(|wanted| wanted.series_there(&around.schemes));
                (!again, said!("guard-series-new-no"))
            }
            Guard::EntryKnown => (around.entry.is_some(), said!("guard-entry-known-no")),
            Guard::IsProvisional => (self.facts.provisional, said!("guard-is-provisional-no")),
            Guard::AnotherBody => (self.merging(|one| one.into_another), said!("guard-another-body-no")),
            Guard::NothingHangsOnIt => (self.merging(|one| !one.hangs), said!("guard-nothing-hangs-on-it-no")),
            Guard::NothingTwice => {
                let twice = around.merging.as_ref().and_then(|one| one.twice.clone()).unwrap_or_default();
                (twice.is_empty(), said!("guard-nothing-twice-no", what = twice))
            }
            Guard::NumbersHere => (self.facts.numbers_here, said!("guard-numbers-here-no")),
            Guard::SeriesKnown => (self.numbering(|one| one.known), said!("guard-series-known-no")),
            Guard::NumberAtHand => (self.numbering(|one| one.number.is_some()), said!("refused-no-series")),
            Guard::NumberFree => return self.number_free().map_err(|held| held.said()),
            Guard::NumberReserved => (self.numbering(Numbering::is_reserved), said!("guard-number-is-reserved-no")),
            Guard::DecidesHere
            | Guard::TemplateInUse
            | Guard::TemplateEnded
            | Guard::TemplateNameFree
            | Guard::PlaceholdersKnown
            | Guard::FewTemplates => return self.of_templates(guard),
        };
        if holds { Ok(()) } else { Err(said) }
    }
    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::KeptHereOrAdministrator
            | Guard::AnotherAdministrator
            | Guard::NameFree
            | Guard::PartiesInForce
            | Guard::NumbersHere
            | Guard::DecidesHere
            | Guard::IsProvisional => Rests::OnFacts,
            Guard::ReasonGiven
            | Guard::SomethingDiffers
            | Guard::NoCycle
            | Guard::ParentsAgree
            | Guard::MovedInSight
            | Guard::FewMove
            | Guard::KindStays
            | Guard::EnoughParents
            | Guard::SeriesNew
            | Guard::EntryKnown
            | Guard::AnotherBody
            | Guard::NothingHangsOnIt
            | Guard::SeriesKnown
            | Guard::NumberAtHand
            | Guard::NumberFree
            | Guard::NumberReserved
            | Guard::TemplateInUse
            | Guard::TemplateEnded
            | Guard::TemplateNameFree
            | Guard::PlaceholdersKnown
            | Guard::FewTemplates
            | Guard::NothingTwice => Rests::OnInput,
        }
    }
    fn code(guard: Guard) -> &'static str {
        guard.name()
    }
    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::ReasonGiven => Some("reason"),
            Guard::NoCycle | Guard::ParentsAgree => Some("parent"),
            Guard::KindStays => Some("body_kind"),
            Guard::EnoughParents => Some("other_parent"),
            Guard::AnotherBody | Guard::NothingTwice => Some("into_body"),
            Guard::SeriesKnown => Some("number_series"),
            Guard::NumberAtHand | Guard::NumberFree | Guard::NumberReserved => Some("series_number"),
            Guard::TemplateNameFree => Some("template_name"),
            Guard::PlaceholdersKnown => Some("template_text"),
            Guard::KeptHereOrAdministrator
            | Guard::AnotherAdministrator
            | Guard::NameFree
            | Guard::PartiesInForce
            | Guard::SomethingDiffers
            | Guard::MovedInSight
            | Guard::FewMove
            | Guard::SeriesNew
            | Guard::EntryKnown
            | Guard::IsProvisional
            | Guard::NumbersHere
            | Guard::DecidesHere
            | Guard::TemplateInUse
            | Guard::TemplateEnded
            | Guard::FewTemplates
            | Guard::NothingHangsOnIt => None,
        }
    }
    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }
    fn go_live(&self) -> Option<NaiveDate> {
        None
    }
}

impl RecordCase<'_> {
    /// Not by a role in some body.
    fn by_office(&self) -> bool {
        match self.at.actor {
            Actor::Person { administrator, .. } => *administrator,
            Actor::System | Actor::Clock | Actor::Importer => true,
        }
    }

    fn wanted(&self) -> Option<&BodyCorrection> {
        match self.command {
            Some(RecordCommand::CorrectBody(wanted)) => Some(wanted),
            _ => None,
        }
    }

    fn differs(&self) -> bool {
        let around = &self.facts.around;
        match self.command {
            Some(RecordCommand::CorrectBody(wanted)) => around.body.as_ref().is_some_and(|there| wanted.differs(there)),
            Some(RecordCommand::CorrectPerson(wanted)) => {
                around.person.as_ref().is_some_and(|there| there != &**wanted)
            }
            Some(RecordCommand::CorrectAddress { to, .. }) => around.entry.as_ref().is_some_and(|there| there != &**to),
            Some(RecordCommand::Template(TemplateCommand::Correct { to, .. })) => {
                self.keeping(|one| one.there.as_ref().is_some_and(|(there, _)| there != &**to))
            }
            _ => true,
        }
    }

    /// Who changes what a body belongs to has a say under the parents that it is to have as well, as at its birth.
    fn parents_agree(&self) -> bool {
        let moved =
            self.wanted().zip(self.facts.around.body.as_ref()).is_some_and(|(wanted, there)| wanted.moves(there));
        let Actor::Person { appointments, .. } = self.at.actor else { return true };
        let secretariat = Act::Correct.roles();
        let say = |a: &crate::domain::people::Appointment| {
            secretariat.contains(&a.role) && a.held_on(self.at.today) && counts(&self.facts.around.authority, a.body)
        };
        !moved || self.by_office() || appointments.iter().any(say)
    }

    /// A joint group has those that it joins; what was written down with fewer is corrected in everything else.
    fn enough_parents(&self) -> bool {
        let there = self.facts.around.body.as_ref();
        let (kind, parents) = match self.command {
            Some(RecordCommand::Record(record)) => match &**record {
                Recorded::Body(body) => (Some(body.kind), body.parents.len()),
                _ => return true,
            },
            Some(RecordCommand::CorrectBody(wanted)) => {
                let new = there.and_then(|there| wanted.new_kind(there));
                if new.is_none() && there.is_some_and(|there| !wanted.moves(there)) {
                    return true;
                }
                (new.or(there.and_then(|there| there.kind)), wanted.parents.len())
            }
            _ => return true,
        };
        kind.is_none_or(|kind| parents >= kind.least_parents())
    }

    fn numbering(&self, holds: impl Fn(&Numbering) -> bool) -> bool {
        self.facts.around.numbering.as_ref().is_some_and(holds)
    }

    /// Whoever has it is named.
    fn number_free(&self) -> Result<(), Holder> {
        let Some(numbering) = &self.facts.around.numbering else { return Ok(()) };
        match self.act {
            Act::VoidNumber => numbering.free_to_void(),
            _ => numbering.free_to_reserve(),
        }
    }

    fn keeping(&self, holds: impl Fn(&Keeping) -> bool) -> bool {
        self.facts.around.keeping.as_ref().is_some_and(holds)
    }

    /// What the guards of templates mean.
    fn of_templates(&self, guard: Guard) -> Result<(), Said> {
        let Some(RecordCommand::Template(command)) = self.command else {
            // Before one is chosen, only where it is kept can be judged.
            return if self.facts.numbers_here { Ok(()) } else { Err(said!("guard-decides-here-no")) };
        };
        let (holds, said) = match guard {
            Guard::DecidesHere => (self.facts.numbers_here, said!("guard-decides-here-no")),
            Guard::TemplateInUse => (self.keeping(|one| one.in_use().is_some()), said!("guard-template-in-use-no")),
            Guard::TemplateEnded => (self.keeping(|one| one.ended().is_some()), said!("guard-template-ended-no")),
            Guard::TemplateNameFree => {
                (self.keeping(|one| one.name_free(command)), said!("guard-template-name-free-no"))
            }
            Guard::PlaceholdersKnown => return templates::placeholders_known(command),
            Guard::FewTemplates => {
                (self.keeping(Keeping::few), said!("guard-few-templates-no", most = template::MOST as i64))
            }
            _ => return Ok(()),
        };
        if holds { Ok(()) } else { Err(said) }
    }

    fn merging(&self, holds: impl Fn(&Merging) -> bool) -> bool {
        self.facts.around.merging.as_ref().is_some_and(holds)
    }
}

/// Whether a role in that body counts: in any, where none is named.
fn counts(of: &Option<Vec<Uuid>>, body: Uuid) -> bool {
    of.as_ref().is_none_or(|bodies| bodies.contains(&body))
}

/// Whether this actor may do the act to the record as it stands.
pub fn may(facts: &RecordFacts, actor: &Actor, act: Act, on: NaiveDate) -> bool {
    hindered(facts, actor, act, on).is_some_and(|by| by.is_empty())
}

/// What stands in the way of an act that is this actor's to do; none where it is not, or not possible from here.
pub fn hindered(facts: &RecordFacts, actor: &Actor, act: Act, on: NaiveDate) -> Option<Vec<Refusal>> {
    let at = Circumstances { actor, occurred_on: on, today: on, reason: None };
    match PROCEDURE.judge(&RecordCase { facts, act, command: None, at }, act, None, Heard::Facts) {
        Ok(_) => Some(Vec::new()),
        Err(refusals) => refusals.iter().all(|one| Guard::from_name(&one.code).is_some()).then_some(refusals),
    }
}
