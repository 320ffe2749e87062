//! A statement beside another one: the corrigendum of what was sent, which is a link and no state (PR-9), and the draft whose
//! work goes on in another (PR-13).

use serde_json::Value;
use uuid::Uuid;

use super::decide::{Row, goal, moved, named_title, returned};
use super::{AnsweredHere, StatementCase, StatementFacts, follows};
use crate::domain::command::{AllocationCommand, Command, StatementCommand};
use crate::domain::decision::{Answers, Change, Circumstances, Decision, StatementChange};
use crate::domain::named::Named;
use crate::domain::procedure::allocation;
use crate::domain::procedure::engine::Heard;
use crate::domain::procedure::statement::{Act, GIVEN_BACK, PROCEDURE, State, WRITTEN};
use crate::domain::reference::BodyFacts;
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
    /// The deciding levels of the body whose it is.
    pub roots: Vec<Uuid>,
    /// How a title names it.
    pub named: Answered,
    /// The bodies, or the words as printed, that it is addressed to.
    pub addressed: Vec<(Option<Uuid>, String)>,
    /// The statement that it corrects itself.
    pub corrects: Option<Uuid>,
}

impl Beside {
    /// A statement of the same deciding levels: of a joint body's, all of them decide.
    fn is_of(&self, owner: &BodyFacts) -> bool {
        let mut pair = [self.roots.clone(), follows::roots(owner)];
        pair.iter_mut().for_each(|roots| roots.sort_unstable());
        pair[0] == pair[1]
    }
}

/// Whether this actor may write a corrigendum to it: it was sent in the name of a body that they draft for.
pub fn may_correct(facts: &StatementFacts, at: Circumstances<'_>) -> bool {
    let sent = facts.state.is_some_and(|state| state.has_left() && standing::was_sent(state.name()));
    let unborn = StatementFacts { state: None, corrects: None, ..facts.clone() };
    let case = StatementCase { facts: &unborn, at, command: None };
    sent && PROCEDURE.judge(&case, Act::Draft, None, Heard::Facts).is_ok()
}

impl StatementCase<'_> {
    /// What it corrects, if anything, was sent by the same body, and stands.
    pub(super) fn corrects_what_it_sent(&self) -> Result<(), Said> {
        let born_to_correct = match self.command {
            Some(StatementCommand::Draft { corrects, .. }) => corrects.is_some(),
            Some(StatementCommand::Record(recorded)) => recorded.corrects.is_some(),
            Some(StatementCommand::RecordOwn(past)) => past.corrects.is_some(),
            _ => false,
        };
        let stands = |other: &Beside| other.is_of(&self.facts.owner) && standing::was_sent(other.state.name());
        match &self.facts.corrects {
            Some(other) if stands(other) => Ok(()),
            // It was sent when this was drafted.
            Some(other) if !born_to_correct => {
                Err(said!("guard-corrects-what-it-sent-gone", handle = other.handle.clone()))
            }
            None if !born_to_correct => Ok(()),
            _ => Err(said!("guard-corrects-what-it-sent-no", who = self.facts.owner.root_name().to_owned())),
        }
    }

    /// What it is merged into is another draft of the same body.
    pub(super) fn goes_into_a_draft(&self) -> Result<(), Said> {
        let Some(StatementCommand::MergeInto(_)) = self.command else { return Ok(()) };
        match &self.facts.into {
            Some(into) if into.id != self.facts.id && into.is_of(&self.facts.owner) => {
                if WRITTEN.contains(&into.state) {
                    return Ok(());
                }
                Err(said!("guard-into-a-draft-decided", handle = into.handle.clone()))
            }
            _ => Err(said!("guard-into-a-draft-no", who = self.facts.owner.root_name().to_owned())),
        }
    }

    /// Whom it would have gone to, the other goes to as well.
    pub(super) fn addressees_kept(&self) -> Result<(), Said> {
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

    /// What it corrects, the other corrects as well.
    pub(super) fn correction_kept(&self) -> Result<(), Said> {
        match (&self.facts.into, &self.facts.corrects) {
            (Some(into), Some(corrected)) if into.corrects != Some(corrected.id) => {
                let (handle, other) = (into.handle.clone(), corrected.handle.clone());
                Err(said!("guard-correction-kept-no", handle = handle, corrected = other))
            }
            _ => Ok(()),
        }
    }

    /// What it was merged into is still a draft, was given up, or left by mistake.
    pub(super) fn parts_from_a_draft(&self) -> Result<(), Said> {
        let Some(into) = &self.facts.into else { return Ok(()) };
        let why = match into.state {
            state if GIVEN_BACK.contains(&state) || state.is_disowned() => return Ok(()),
            State::Merged => "guard-parts-from-a-draft-merged",
            state if state.has_left() => "guard-parts-from-a-draft-sent",
            _ => "guard-parts-from-a-draft-no",
        };
        Err(Said::new(why).with("handle", into.handle.clone()))
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
    // What was sent stays as it was sent, although it was by mistake.
    if GIVEN_BACK.contains(&into.state) {
        decision.then(Some(into.id), Command::Statement(StatementCommand::GiveBack { to: facts.id }));
    }
    taken_up(&mut decision, facts.id, &facts.answers);
    decision
}

/// A reply to what somebody has to answer is in preparation again, where nobody prepares one.
fn taken_up(decision: &mut Decision, reply: Uuid, answers: &[AnsweredHere]) {
    let prepared = |answer: &&AnsweredHere| {
        answer
            .allocation_state
            .is_some_and(|state| allocation::PROCEDURE.row(Some(state), allocation::Act::PrepareReply).is_some())
    };
    for allocation in answers.iter().filter(prepared).filter_map(|answer| answer.allocation) {
        decision.then(Some(allocation), Command::Allocation(AllocationCommand::PrepareReply { reply }));
    }
}

fn handle(facts: &StatementFacts) -> Value {
    facts.into.as_ref().map_or(Value::Null, |into| Value::from(into.handle.clone()))
}

/// What the merged one was written for is answered here: its title says so.
pub(super) fn taken_over(facts: &StatementFacts, row: &Row, from: Uuid) -> Decision {
    let link = |one: &AnsweredHere| Answers {
        statement: one.statement,
        allocation: one.allocation,
        extent: one.extent.name(),
    };
    let links = facts.taken.iter().map(link).collect();
    let mut later = facts.clone();
    later.answers.extend(facts.taken.iter().cloned());
    let change = StatementChange { taken_over: Some((from, links)), ..StatementChange::default() };
    let mut decision = retitled(facts, row, &later, change);
    taken_up(&mut decision, facts.id, &facts.taken);
    decision
}

/// What was taken over of that one is its own again; what others were written for as well stays.
pub(super) fn given_back(facts: &StatementFacts, row: &Row, to: Uuid) -> Decision {
    let mut later = facts.clone();
    later.answers.retain(|one| one.drafts.iter().any(|draft| *draft != Some(to)));
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
