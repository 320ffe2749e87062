//! The statement: the facts that decisions rest on, what its guards mean, and what each act does.

mod approve;
mod audience;
mod back;
mod beside;
mod correct;
mod decide;
pub mod follows;
mod guards;
mod level;
pub mod outgoing;
mod past;
pub mod several;

pub use audience::{copies, notice, readers, telling};
pub use beside::{Beside, may_correct};
pub use correct::Written;
pub use decide::decide;
pub use guards::needed_for;
pub use level::{FINAL_LEVELS, Level, decides_finally};

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendar::MeetingSpan;
use super::command::{Extent, StatementCommand};
use super::content::Content;
use super::decision::Circumstances;
use super::notice::Officer;
use super::numbering::Holder;
use super::people::{Actor, Role};
use super::procedure::destination;
use super::procedure::engine::{Heard, Offer, Passed, Refusal, WaitingFor, Who};
use super::procedure::statement::{Act, Guard, PROCEDURE, State};
use super::reference::{BodyFacts, Purpose};
use super::title::{self, Answered};

/// One destination as the statement's rules see it.
#[derive(Clone, Debug)]
pub struct To {
    pub id: Uuid,
    pub state: destination::State,
    pub position: i16,
    pub body: Option<BodyFacts>,
    pub printed: String,
    pub purpose: Purpose,
    pub deadline: Option<NaiveDate>,
    /// The day by which an interim reply promised the rest.
    pub expected_on: Option<NaiveDate>,
    /// Dated addresses for statements, on the day of the act.
    pub addresses: Vec<(String, String)>,
}

impl To {
    /// The day on which its reply is due: as promised last, else as asked.
    pub fn reply_due(&self) -> Option<NaiveDate> {
        self.expected_on.or(self.deadline)
    }

    /// The body's name, or the words as printed.
    pub fn name(&self) -> &str {
        self.body.as_ref().map_or(&self.printed, |body| &body.short_name)
    }
}

/// A statement that this one answers.
#[derive(Clone, Debug)]
pub struct AnsweredHere {
    pub statement: Uuid,
    pub handle: String,
    pub title: String,
    pub answered: Answered,
    pub allocation: Option<Uuid>,
    pub allocation_state: Option<super::procedure::allocation::State>,
    pub extent: Extent,
    /// The destination row of that statement that stands for our body, where the sender is kept here.
    pub destination: Option<Uuid>,
    /// The drafts that were written for it: those that were merged into this one (PR-13), and none for this one itself.
    pub drafts: Vec<Option<Uuid>>,
}

/// All that decisions about one statement rest on.
#[derive(Clone, Debug)]
pub struct StatementFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    pub owner: BodyFacts,
    /// The bodies in which a role counts for acts on it: the owner's, or the receiver's where another body's statement
    /// is written down.
    pub authority: Vec<Uuid>,
    pub author: Option<Officer>,
    pub title: String,
    pub content: Content,
    pub content_hash: Vec<u8>,
    pub approved_hash: Option<Vec<u8>>,
    pub level: Option<Level>,
    /// The record of the decision: meeting or consultation, document, day.
    pub decision: Option<serde_json::Value>,
    /// The latest day by which an answer is asked, as it was summed up last.
    pub deadline: Option<NaiveDate>,
    /// The next day on which a reply is due, as it was summed up last.
    pub reply_due: Option<NaiveDate>,
    pub questions: Vec<String>,
    /// What was written down of another body's statement; only where it may be corrected.
    pub written: Written,
    pub study_period: String,
    pub destinations: Vec<To>,
    pub answers: Vec<AnsweredHere>,
    /// The statement that it corrects (PR-9).
    pub corrects: Option<Beside>,
    /// The draft that it goes into, or went into (PR-13).
    pub into: Option<Beside>,
    /// What a draft that is merged into this one was written for.
    pub taken: Vec<AnsweredHere>,
    pub meetings: Vec<MeetingSpan>,
    pub officers: Vec<Officer>,
    /// What is here already and may be the same as the one to be written down (PR-14), by handle.
    pub known: Vec<String>,
    /// The typed number is taken by this handle.
    pub number_taken_by: Option<Holder>,
    /// The newest act, for *take back*: the act, who did it, the state before, and whether its follow-ons are still
    /// the newest events of their subjects.
    pub last: Option<Last>,
    /// Letters of the newest act that have left already.
    pub letters_left: i64,
    /// Addresses, in lower case, that a statement sent in error never left for: its letters there were stopped or held back.
    pub never_reached: Vec<String>,
}

/// The newest event of a subject.
#[derive(Clone, Debug)]
pub struct Last {
    pub event: Uuid,
    pub act: String,
    pub from: Option<String>,
    pub actor: Option<Uuid>,
    /// The handle of a subject whose later event rests on it.
    pub rested_on_by: Option<String>,
    /// Column → value before, of this event.
    pub before: std::collections::BTreeMap<String, serde_json::Value>,
    /// The record of the decision that stood before it, where it decided anew.
    pub decision_before: Option<serde_json::Value>,
    /// The subjects that its follow-ons changed, newest first, with their kinds.
    pub follow_ons: Vec<(Uuid, super::command::Kind)>,
}

/// One act on one statement: what the engine asks.
pub struct StatementCase<'a> {
    pub facts: &'a StatementFacts,
    pub at: Circumstances<'a>,
    /// What the act brings along; none while only a button is asked about.
    pub command: Option<&'a StatementCommand>,
}

impl StatementCase<'_> {
    /// Judges the command.
    pub fn judge(&self, act: Act) -> Result<Passed<State, Act, Guard>, Vec<Refusal>> {
        PROCEDURE.judge(self, act, self.at.reason, Heard::All)
    }
}

/// Every act on the statement that the table has now, with this actor's answer.
pub fn offers(facts: &StatementFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&StatementCase { facts, at, command: None })
}

/// Whether it is this actor's turn: they wrote the draft, or hold a role that the state waits for.
pub fn waits_for(facts: &StatementFacts, at: Circumstances<'_>) -> bool {
    let waiting = facts.state.map_or(WaitingFor::Nobody, |state| PROCEDURE.waiting_for(state));
    match waiting {
        WaitingFor::Author => facts.is(Who::Author, &at),
        _ => at.actor.appointment_for(waiting.roles(), &facts.authority, at.occurred_on).is_some(),
    }
}

impl StatementFacts {
    fn is(&self, who: Who, at: &Circumstances<'_>) -> bool {
        match (who, at.actor) {
            (Who::Role(role), actor) => self.holds_role(role, actor, at.occurred_on),
            (Who::Author, Actor::Person { id, .. }) => self.author.as_ref().is_some_and(|author| author.person == *id),
            (Who::Doer, Actor::Person { id, .. }) => self.last.as_ref().is_some_and(|last| last.actor == Some(*id)),
            (Who::System, Actor::System) | (Who::Importer, Actor::Importer) => true,
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

    fn holds_role(&self, role: Role, actor: &Actor, day: NaiveDate) -> bool {
        actor.appointment_for(&[role], &self.authority, day).is_some()
    }

    /// The statements that it answers, each once, to however many of our bodies it was given (PR-13).
    pub fn answered(&self) -> Vec<&AnsweredHere> {
        let mut all: Vec<&AnsweredHere> = Vec::new();
        for answer in &self.answers {
            if !all.iter().any(|other| other.statement == answer.statement) {
                all.push(answer);
            }
        }
        all
    }

    /// The destinations that still stand.
    pub fn standing(&self) -> impl Iterator<Item = &To> {
        self.destinations.iter().filter(|to| to.state.stands())
    }

    /// Those of them that no letter reaches: nobody wrote down an address, and their register is not here.
    pub fn unreached(&self) -> impl Iterator<Item = &To> {
        let kept = |to: &To| to.body.as_ref().is_some_and(|body| body.kept_here);
        self.standing().filter(move |to| to.addresses.is_empty() && !kept(to))
    }

    /// Those whose reply is awaited.
    pub fn awaited(&self) -> impl Iterator<Item = &To> {
        self.standing().filter(|to| to.state == destination::State::Awaited)
    }

    /// Those of them that no reminder reaches.
    pub fn out_of_reach(&self) -> impl Iterator<Item = &To> {
        self.awaited().filter(|to| to.addresses.is_empty())
    }

    /// The state that the destinations sum up to; none while nothing was sent.
    pub fn sum(&self) -> Option<State> {
        use destination::State as D;
        let any = |state: D| self.standing().any(|to| to.state == state);
        if any(D::Planned) || any(D::NotTracked) {
            None
        } else if any(D::Awaited) {
            Some(State::AwaitingReply)
        } else if any(D::Answered) {
            Some(State::Replied)
        } else {
            Some(State::Closed)
        }
    }

    /// The latest day by which an answer is asked of an addressee that stands.
    pub fn latest_deadline(&self) -> Option<NaiveDate> {
        self.standing().filter_map(|to| to.deadline).max()
    }

    /// The next day on which an awaited reply is due to us.
    pub fn next_reply_due(&self) -> Option<NaiveDate> {
        self.awaited().filter_map(To::reply_due).min()
    }

    /// A reply is late: asked for a day that is past, and none linked (D-LS-03). Derived, never stored.
    pub fn reply_overdue(&self, today: NaiveDate) -> bool {
        self.state == Some(State::AwaitingReply)
            && self.awaited().any(|to| to.reply_due().is_some_and(|day| super::calendar::is_past(day, today)))
    }
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<super::procedure::statement::Act> {
    super::named::Named::from_name(name)
}
