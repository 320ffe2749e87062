//! A statement beside another one: the corrigendum of what was sent, which is a link and no state (PR-9), and the draft whose
//! work goes on in another (PR-13).

use serde_json::Value;
use uuid::Uuid;

use super::decide::{Row, goal, moved, named_title, returned};
use super::{AnsweredHere, StatementCase, StatementFacts};
use crate::domain::command::{AllocationCommand, Command, Extent, StatementCommand};
use crate::domain::decision::{Answers, Change, Circumstances, Decision, StatementChange};
use crate::domain::named::Named;
use crate::domain::procedure::allocation;
use crate::domain::procedure::engine::Heard;
use crate::domain::procedure::statement::{Act, GIVEN_BACK, Guard, PROCEDURE, State, WRITTEN};
use crate::domain::said::Said;
use crate::domain::standing;
use crate::domain::title::Answered;
use crate::said;

/// Another statement, as far as the one beside it asks.
#[derive(Clone, Debug)]
pub struct Beside {
    pub id: Uuid,
    pub handle: String,
    pub title: String,
    pub state: State,
    /// The deciding level of the body whose it is.
    pub root: Uuid,
    /// How a title names it.
    pub named: Answered,
    /// The bodies, or the words as printed, that it is addressed to.
    pub addressed: Vec<(Option<Uuid>, String)>,
}

/// Whether this actor may write a corrigendum to it: it was sent in the name of a body that they draft for.
pub fn may_correct(facts: &StatementFacts, at: Circumstances<'_>) -> bool {
    let sent = facts.state.is_some_and(|state| state.has_left() && standing::was_sent(state.name()));
    let unborn = StatementFacts { state: None, ..facts.clone() };
    let case = StatementCase { facts: &unborn, at, command: None };
    sent && PROCEDURE.judge(&case, Act::Draft, None, Heard::Facts).is_ok()
}

impl StatementCase<'_> {
    /// What it corrects, if anything, was sent by the same body.
    pub(super) fn corrects_what_it_sent(&self) -> Result<(), Said> {
        let asked = match self.command {
            Some(StatementCommand::Draft { corrects, .. }) => corrects,
            Some(StatementCommand::Record(recorded)) => &recorded.corrects,
            Some(StatementCommand::RecordOwn(past)) => &past.corrects,
            _ => &None,
        };
        let of_it = |other: &Beside| other.root == self.facts.owner.root() && standing::was_sent(other.state.name());
        match (asked, &self.facts.corrects) {
            (None, _) => Ok(()),
            (Some(_), Some(other)) if of_it(other) => Ok(()),
            (Some(_), _) => Err(said!("guard-corrects-what-it-sent-no", who = self.facts.owner.root_name().to_owned())),
        }
    }

    /// What merging and parting ask.
    pub(super) fn merges(&self, guard: Guard) -> Result<(), Said> {
        match guard {
            Guard::IntoADraft => self.goes_into_a_draft(),
            Guard::AddresseesKept => self.addressees_kept(),
            _ => self.parts_from_a_draft(),
        }
    }

    /// What it is merged into is another draft of the same body.
    fn goes_into_a_draft(&self) -> Result<(), Said> {
        let Some(StatementCommand::MergeInto(_)) = self.command else { return Ok(()) };
        match &self.facts.into {
            Some(into) if into.id != self.facts.id && into.root == self.facts.owner.root() => {
                if WRITTEN.contains(&into.state) {
                    return Ok(());
                }
                Err(said!("guard-into-a-draft-decided", handle = into.handle.clone()))
            }
            _ => Err(said!("guard-into-a-draft-no", who = self.facts.owner.root_name().to_owned())),
        }
    }

    /// Whom it would have gone to, the other goes to as well.
    fn addressees_kept(&self) -> Result<(), Said> {
        let Some(into) = &self.facts.into else { return Ok(()) };
        let there = |to: &&super::To| {
            let own = (to.body.as_ref().map(|body| body.id), to.printed.as_str());
            !into.addressed.iter().any(|(body, printed)| match (own.0, body) {
                (Some(own), Some(body)) => own == *body,
                (None, None) => own.1 == printed,
                _ => false,
            })
        };
        let lost: Vec<&str> = self.facts.standing().filter(there).map(super::To::name).collect();
        if lost.is_empty() {
            return Ok(());
        }
        Err(said!("guard-addressees-kept-no", who = lost.join(", "), handle = into.handle.clone()))
    }

    /// What it was merged into is still a draft, or was given up.
    fn parts_from_a_draft(&self) -> Result<(), Said> {
        match &self.facts.into {
            Some(into) if !GIVEN_BACK.contains(&into.state) => {
                Err(said!("guard-parts-from-a-draft-no", handle = into.handle.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// It ends here, and the other one answers what it was written for.
pub(super) fn merged(facts: &StatementFacts, row: &Row, into: Uuid) -> Decision {
    let change = StatementChange { merged_into: Some(Some(into)), ..StatementChange::default() };
    let mut decision = moved(facts, row, change);
    decision.changed("merged_into", Value::Null, handle(facts));
    decision.then(Some(into), Command::Statement(StatementCommand::TakeOver { from: facts.id }));
    decision
}

/// It goes its own way again, as a draft, and answers what it was written for.
pub(super) fn parted(facts: &StatementFacts, row: &Row) -> Decision {
    let mut decision = returned(facts, row);
    let Some(into) = &facts.into else { return decision };
    if let Change::Statement(change) = &mut decision.change {
        change.merged_into = Some(None);
    }
    decision.changed("merged_into", handle(facts), Value::Null);
    decision.then(Some(into.id), Command::Statement(StatementCommand::GiveBack { to: facts.id }));
    let taken_up = |answer: &&AnsweredHere| {
        answer
            .allocation_state
            .is_some_and(|state| allocation::PROCEDURE.row(Some(state), allocation::Act::PrepareReply).is_some())
    };
    for allocation in facts.answers.iter().filter(taken_up).filter_map(|answer| answer.allocation) {
        let prepare = AllocationCommand::PrepareReply { reply: facts.id };
        decision.then(Some(allocation), Command::Allocation(prepare));
    }
    decision
}

fn handle(facts: &StatementFacts) -> Value {
    facts.into.as_ref().map_or(Value::Null, |into| Value::from(into.handle.clone()))
}

/// What the merged one was written for is answered here, unless it is already: its title says so.
pub(super) fn taken_over(facts: &StatementFacts, row: &Row, from: Uuid) -> Decision {
    let known = |one: &AnsweredHere| {
        facts.answers.iter().any(|own| own.statement == one.statement && own.allocation == one.allocation)
    };
    let taken: Vec<AnsweredHere> = facts.taken.iter().filter(|one| !known(one)).cloned().collect();
    let link = |one: &AnsweredHere| Answers {
        statement: one.statement,
        allocation: one.allocation,
        extent: Extent::from_name(&one.extent).unwrap_or_default().name(),
    };
    let links = taken.iter().map(link).collect();
    let mut later = facts.clone();
    later.answers.extend(taken);
    retitled(facts, row, &later, StatementChange { taken_over: Some((from, links)), ..StatementChange::default() })
}

/// What was taken over of that one is its own again.
pub(super) fn given_back(facts: &StatementFacts, row: &Row, to: Uuid) -> Decision {
    let mut later = facts.clone();
    later.answers.retain(|one| one.taken_from != Some(to));
    retitled(facts, row, &later, StatementChange { given_back: Some(to), ..StatementChange::default() })
}

fn retitled(facts: &StatementFacts, row: &Row, later: &StatementFacts, mut change: StatementChange) -> Decision {
    let title = named_title(later, &facts.content);
    change.content = Some(facts.content.clone());
    change.title = Some(title.clone());
    let to = goal(facts, row, State::Draft);
    let mut decision = Decision::by(row, facts.state, to, Change::Statement(Box::new(change)));
    decision.changed("title", facts.title.clone(), title);
    decision
}
