//! Guards of the decision to send: whose ladder, at which level, with which record, on which text (PR-1, PR-8).

use chrono::NaiveDate;

use super::{given, holds};
use crate::domain::command::StatementCommand;
use crate::domain::content::Content;
use crate::domain::people::{Actor, Role};
use crate::domain::reference::{Ladder, Rulebook};
use crate::domain::said::Said;
use crate::domain::statement::{Level, StatementCase, StatementFacts, To};
use crate::said;

impl StatementCase<'_> {
    /// The level of the decision that the command records needs this.
    pub(super) fn needs(&self, of: impl Fn(Level) -> bool) -> bool {
        self.command.and_then(StatementCommand::approval).is_some_and(|(level, _)| of(level))
    }

    /// The record holds that part, where its level needs it. Which decision is recorded is not known before it is typed.
    pub(super) fn part(&self, name: &str, otherwise: &str) -> Result<(), Said> {
        let recorded = self.command.and_then(StatementCommand::approval);
        let there = recorded.is_some_and(|(level, approval)| !level.needs(name) || given(approval.part(name)));
        holds(there, || Said::new(otherwise))
    }

    /// Nobody decides between meetings while one is in session (Rec. ITU-T A.1, 1.5.1), as amended neither.
    pub(super) fn not_decided_around_meeting(&self) -> Result<(), Said> {
        match self.needs(Level::between_meetings) {
            true => no_meeting_in_session(self.facts, self.at.occurred_on),
            false => Ok(()),
        }
    }

    pub(super) fn follows(&self, ladder: Ladder) -> Result<(), Said> {
        holds(self.facts.owner.ladder() == ladder, || {
            said!("guard-of-ladder-no", body = self.facts.owner.root_name().to_owned())
        })
    }

    pub(super) fn level_fits(&self) -> Result<(), Said> {
        let ours = self.facts.owner.ladder();
        let fits = |level: Level| level.is_final() && level.ladder() == ours;
        let said = || said!("guard-level-fits-no", body = self.facts.owner.root_name().to_owned());
        holds(self.needs(fits), said)
    }

    /// The text that the act is about: the one it brings along, or the one that stands.
    pub(super) fn text(&self) -> &Content {
        self.command.and_then(StatementCommand::text).unwrap_or(&self.facts.content)
    }

    pub(super) fn text_differs(&self) -> bool {
        let (old, new) = (&self.facts.content, self.text());
        let destinations = old.destinations.clone();
        Content { destinations, ..new.clone() } != *old
    }

    /// Four eyes bind who approves in their own name; the counsellor who minutes the chair's decision may be the author
    /// (PR-2), the chair may not.
    pub(super) fn not_the_author(&self) -> Result<(), Said> {
        let Actor::Person { id, .. } = self.at.actor else { return Ok(()) };
        let author = self.facts.author.as_ref().is_some_and(|author| author.person == *id);
        let chair = |role| self.facts.holds_role(role, self.at.actor, self.at.occurred_on);
        let as_chair = chair(Role::SgChair) || chair(Role::CommitteeChair);
        holds(!(author && as_chair), || said!("guard-not-the-author-no"))
    }
}

pub(super) fn no_meeting_in_session(facts: &StatementFacts, on: NaiveDate) -> Result<(), Said> {
    match facts.meetings.iter().find(|meeting| meeting.starts <= on && on <= meeting.ends) {
        Some(meeting) => {
            Err(said!("guard-no-meeting-in-session-no", meeting = meeting.title.clone(), end = meeting.ends))
        }
        None => Ok(()),
    }
}

/// G-LS-04: an external statement needs a decision at study group level. Whether that is hard depends on the rulebook
/// between us and the destination.
pub(super) fn decided(facts: &StatementFacts, governs: impl Fn(Rulebook) -> bool) -> Result<(), Said> {
    if facts.level.is_some_and(Level::is_final) {
        return Ok(());
    }
    let outside: Vec<&str> = facts
        .standing()
        .filter(|to| to.body.as_ref().is_some_and(|body| governs(body.rulebook())))
        .map(To::name)
        .collect();
    holds(outside.is_empty(), || said!("guard-study-group-decided-no", who = outside.join(", ")))
}
