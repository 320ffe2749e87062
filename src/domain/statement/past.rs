//! A statement of our own that was written, decided or sent before it was written down here (PR-6): it enters in the state
//! it had, and no letter leaves.

use chrono::NaiveDate;

use super::decide::{Row, brings_corrected, goal, named_title};
use super::{Level, StatementFacts, approve};
use crate::domain::command::{Command, DestinationCommand, PastStatement, StatementCommand};
use crate::domain::content::Addressee;
use crate::domain::decision::{
    Answers, Change, Circumstances, Decision, FollowOn, NumberWanted, StatementBirth, StatementChange,
};
use crate::domain::destination::unanswered;
use crate::domain::named::Named;
use crate::domain::procedure::destination;
use crate::domain::procedure::statement::State;
use crate::domain::reference::Ladder;
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

/// The statement as it was, its addressees where they stood, and the sum of them where it was sent.
pub(super) fn recorded(facts: &StatementFacts, row: &Row, past: &PastStatement, at: Circumstances<'_>) -> Decision {
    let title = named_title(facts, &past.content);
    let left = past.state.has_left();
    let numbered = past.number.clone().map(|typed| NumberWanted {
        scheme: "ls",
        body: facts.owner.root(),
        period: String::new(),
        typed: Some(typed),
    });
    let change = StatementChange {
        state: Some(past.state.name()),
        born: Some(StatementBirth {
            owner: facts.owner.id,
            author: None,
            questions: past.questions.clone(),
            keywords: String::new(),
        }),
        content: Some(past.content.clone()),
        title: Some(title.clone()),
        level: Some(level(past).map(Named::name)),
        decision: level(past).map(|_| approve::record(&past.approval, decided_on(past, at))),
        // What was decided was decided on this text: what is known of it is this.
        approved_hash: past.state.was_decided().then(|| Some(past.content.hash(&title))),
        issued_on: left.then_some(past.issued_on),
        how_sent: left.then(|| past.how_sent.clone()),
        deadline: Some(past.content.deadline()),
        number: numbered,
        answers: past.answers.iter().map(|of| link(*of, past)).collect(),
        seen_by: None,
        corrects: facts.corrects.as_ref().map(|other| other.id),
        ..StatementChange::default()
    };
    let to = goal(facts, row, past.state);
    let mut decision = Decision::by(row, facts.state, to, Change::Statement(Box::new(change)));
    decision.changed("title", serde_json::Value::Null, title);
    brings_corrected(facts, &mut decision);
    if text::given(&past.how_sent) {
        decision.brings("how_sent", past.how_sent.clone());
    }
    for (position, to) in past.content.destinations.iter().enumerate() {
        let (position, state) = (position as i16, stood(past.state, to));
        let named = DestinationCommand::Record { statement: facts.id, position, to: to.clone(), state };
        decision.then(None, Command::Destination(named));
    }
    if past.state == State::Sent {
        decision.then.push(FollowOn::new(Some(facts.id), Command::Statement(StatementCommand::Settle)));
    }
    decision
}

/// At which level it was decided: the states on the way say it themselves.
fn level(past: &PastStatement) -> Option<Level> {
    match past.state {
        State::Agreed => Some(Level::RapporteurGroup),
        State::ApprovedAtWp => Some(Level::WorkingParty),
        State::Recommended => Some(Level::WorkingGroup),
        state if state.was_decided() => past.level,
        _ => None,
    }
}

fn link(of: uuid::Uuid, past: &PastStatement) -> Answers {
    Answers { statement: of, allocation: None, extent: past.extent.name() }
}

/// Where an addressee stood when the statement stood so.
fn stood(state: State, to: &Addressee) -> destination::State {
    use destination::State as D;
    match (state, unanswered(to.purpose, to.deadline)) {
        (State::Closed | State::SentInError | State::Retracted, D::Awaited) => D::NotAnswered,
        (left, as_asked) if left.has_left() => as_asked,
        _ => D::Planned,
    }
}

/// The day of the decision, where it is known; nobody decided after it had left.
fn decided_on(past: &PastStatement, at: Circumstances<'_>) -> NaiveDate {
    past.decided_on.or(past.issued_on).unwrap_or(at.occurred_on)
}

/// The state and the level are those of the body's own ladder (PR-1); what waits to be sent was decided at some level.
pub(super) fn fits_its_ladder(facts: &StatementFacts, past: &PastStatement) -> Result<(), Said> {
    let ours = facts.owner.ladder();
    let of = match past.state {
        State::Agreed | State::ApprovedAtWp => Some(Ladder::Itu),
        State::Recommended => Some(Ladder::IsoIec),
        _ => None,
    };
    let body = || facts.owner.root_name().to_owned();
    if of.is_some_and(|ladder| ladder != ours) {
        return Err(said!("guard-of-ladder-no", body = body()));
    }
    match past.level {
        Some(level) if level.ladder() != ours => Err(said!("guard-level-fits-no", body = body())),
        None if past.state == State::Approved => Err(said!("guard-fits-its-ladder-no")),
        _ => Ok(()),
    }
}

/// What was written down by mistake is void, and its addressees with it.
pub(super) fn forgotten(decision: &mut Decision, facts: &StatementFacts) {
    let off = |to: &super::To| FollowOn {
        subject: Some(to.id),
        command: Command::Destination(DestinationCommand::Drop),
        reason: None,
    };
    decision.then.extend(facts.standing().map(off));
}
