//! One note on a statement: the facts, what its guards mean, and who reads of it. It is seen in one body's tree alone, and
//! moves nothing of the statement.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::command::NoteCommand;
use super::decision::{Change, Circumstances, Decision, NoteChange};
use super::named::Named;
use super::notice::{Notice, Recipient, Telling, merged};
use super::people::{Actor, Role};
use super::procedure::engine::{Audience, Case, Heard, Offer, Refusal, Rests, To, Who};
use super::procedure::note::{Act, Guard, PROCEDURE, State};
use super::said::Said;
use crate::said;

/// Somebody whom a new note concerns, because they serve in its body's tree and have to do with the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    pub person: Uuid,
    pub name: String,
    pub address: String,
    pub as_what: Audience,
}

/// All that decisions about one note rest on.
#[derive(Clone, Debug)]
pub struct NoteFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    /// The statement's title, for the pages of the acts and for the digest.
    pub title: String,
    /// The short name of the body whose note it is.
    pub body: String,
    /// The body and what is under it: whoever serves there may write.
    pub tree: Vec<Uuid>,
    /// The body and what is above it: where the secretariat's role counts.
    pub authority: Vec<Uuid>,
    /// The statement is in the body's sight.
    pub body_has_it: bool,
    /// None while it is not written.
    pub author: Option<Uuid>,
    /// As it stands; none where it was erased.
    pub text: Option<String>,
    /// Who struck it out.
    pub struck_by: Option<Uuid>,
    pub concerned: Vec<Concerned>,
}

/// One act on one note.
pub struct NoteCase<'a> {
    pub facts: &'a NoteFacts,
    pub at: Circumstances<'a>,
    pub command: Option<&'a NoteCommand>,
}

impl Case<State, Guard> for NoteCase<'_> {
    fn state(&self) -> Option<State> {
        self.facts.state
    }

    fn is(&self, who: Who) -> bool {
        let Actor::Person { id, appointments, .. } = self.at.actor else { return false };
        // A note is of today, whatever day it speaks of.
        let mut held = appointments.iter().filter(|one| one.held_on(self.at.today));
        match who {
            Who::Role(role) => held.any(|one| one.role == role && self.facts.authority.contains(&one.body)),
            Who::Serving => held.any(|one| self.facts.tree.contains(&one.body)),
            Who::Author => self.facts.author == Some(*id),
            Who::Doer | Who::Assignee | Who::Administrator | Who::System | Who::Importer => false,
        }
    }

    fn holds(&self, guard: Guard) -> Result<(), Said> {
        let (holds, said) = match guard {
            Guard::TextGiven => (self.text().is_none_or(super::text::given), said!("guard-note-text-given-no")),
            Guard::BodyHasIt => {
                (self.facts.body_has_it, said!("guard-note-body-has-it-no", body = self.facts.body.clone()))
            }
            Guard::TextChanges => {
                let changes = self.text().is_none_or(|text| self.facts.text.as_deref() != Some(text));
                (changes, said!("guard-note-text-changes-no"))
            }
            Guard::ReasonForAnothers => {
                let given = self.at.reason.is_some_and(super::text::given);
                (given || self.is(Who::Author), said!("guard-note-reason-for-anothers-no"))
            }
            Guard::StruckByThem => (self.may_put_back(), said!("guard-note-struck-by-them-no")),
        };
        if holds { Ok(()) } else { Err(said) }
    }

    fn rests(guard: Guard) -> Rests {
        match guard {
            Guard::TextGiven | Guard::TextChanges | Guard::ReasonForAnothers => Rests::OnInput,
            Guard::BodyHasIt | Guard::StruckByThem => Rests::OnFacts,
        }
    }

    fn code(guard: Guard) -> &'static str {
        guard.name()
    }

    fn field(guard: Guard) -> Option<&'static str> {
        match guard {
            Guard::TextGiven | Guard::TextChanges => Some("note_text"),
            Guard::BodyHasIt => Some("note_body"),
            Guard::ReasonForAnothers => Some("reason"),
            Guard::StruckByThem => None,
        }
    }

    fn occurred_on(&self) -> NaiveDate {
        self.at.occurred_on
    }

    fn go_live(&self) -> Option<NaiveDate> {
        None
    }
}

impl NoteCase<'_> {
    fn text(&self) -> Option<&str> {
        match self.command {
            Some(NoteCommand::Write { text, .. } | NoteCommand::Correct { text }) => Some(text),
            Some(NoteCommand::Strike | NoteCommand::TakeBack) | None => None,
        }
    }

    fn may_put_back(&self) -> bool {
        let keeps = [Role::Counsellor, Role::CommitteeManager].into_iter().any(|role| self.is(Who::Role(role)));
        keeps || self.at.actor.person().is_some_and(|person| self.facts.struck_by == Some(person))
    }
}

/// Every act on the note that the table has now, with this actor's answer.
pub fn offers(facts: &NoteFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&NoteCase { facts, at, command: None })
}

/// Decides one command on one note.
pub fn decide(
    facts: &NoteFacts,
    at: Circumstances<'_>,
    command: &NoteCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let act = command.act();
    let case = NoteCase { facts, at, command: Some(command) };
    let row = PROCEDURE.judge(&case, act, at.reason, Heard::All)?;
    let to = match row.row.to {
        To::State(state) => state,
        To::Same | To::OneOf(_) => facts.state.unwrap_or(State::Written),
    };
    let change = match command {
        NoteCommand::Write { statement, body, .. } => {
            let author = at.actor.person().ok_or_else(Vec::new)?;
            NoteChange { state: to.name(), born: Some((*statement, *body, author)), words: true, struck: false }
        }
        NoteCommand::Correct { .. } => NoteChange { state: to.name(), born: None, words: true, struck: false },
        NoteCommand::Strike => NoteChange { state: to.name(), born: None, words: false, struck: true },
        NoteCommand::TakeBack => NoteChange { state: to.name(), born: None, words: false, struck: false },
    };
    let mut decision = Decision::by(&row, facts.state, to, Change::Note(change));
    if let Some(text) = case.text() {
        decision.changed("text", facts.text.clone().map_or(Value::Null, Value::from), text);
    }
    if let Some(reason) = at.reason.filter(|reason| super::text::given(reason)) {
        decision.brings("reason", reason);
    }
    decision.tell = telling(facts, act);
    decision.letter.insert("title".into(), Value::from(facts.title.clone()));
    decision.letter.insert("body".into(), Value::from(facts.body.clone()));
    Ok(Some(decision))
}

/// Who reads of the act in the daily digest. A correction tells nobody, and what is struck out is told to nobody any more.
pub fn readers(act: Act) -> &'static [Audience] {
    match act {
        Act::Write => &[Audience::Author, Audience::Assignee, Audience::Noted],
        Act::Correct | Act::Strike | Act::TakeBack => &[],
    }
}

/// Those whom the act concerns, each once with all reasons.
pub fn telling(facts: &NoteFacts, act: Act) -> Vec<Telling> {
    let of = |audience: &Audience| {
        let these = facts.concerned.iter().filter(move |one| one.as_what == *audience);
        let reason = |one: &Concerned| match one.as_what {
            Audience::Author => said!("reason-author"),
            Audience::Assignee => said!("reason-assignee", body = facts.body.clone()),
            _ => said!("reason-noted"),
        };
        these.map(|one| Recipient::person(one.person, &one.name, &one.address, reason(one))).collect()
    };
    let all = readers(act).iter().map(|audience| Telling { notice: Notice::Changed, recipients: of(audience) });
    merged(all.filter(|telling| !telling.recipients.is_empty()).collect())
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<Act> {
    Named::from_name(name)
}
