//! What `decide` answers: a value that says what changes, what follows from it and who is told. Nothing has happened
//! yet; `write` makes it true.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::calendar::Due;
use super::clause::Clause;
use super::command::Command;
use super::content::Content;
use super::notice::Telling;
use super::people::Actor;
use super::procedure::engine::{Passed, To};
use super::reference::Purpose;
use crate::domain::named::Named;

/// The circumstances of one act: who, when it happened, what day it is, and why.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    pub actor: &'a Actor,
    /// The day on which people did it (PR-5); never after `today`.
    pub occurred_on: NaiveDate,
    /// Today in the zone of the owning body.
    pub today: NaiveDate,
    /// Why, where the act or a soft guard asks for it.
    pub reason: Option<&'a str>,
}

/// What changes with one command.
#[derive(Clone, Debug)]
pub struct Decision {
    pub act: &'static str,
    pub from: Option<&'static str>,
    pub to: &'static str,
    pub clause: Clause,
    pub unusual: bool,
    pub change: Change,
    /// Column → before and after; what history shows and *take back* restores.
    pub changes: BTreeMap<String, (Value, Value)>,
    /// What else the act brought along, by field name.
    pub brought: BTreeMap<String, Value>,
    /// The body or person whose decision is recorded, as text.
    pub decided_by: Option<String>,
    pub then: Vec<FollowOn>,
    pub tell: Vec<Telling>,
    /// What the letters say, frozen at commit.
    pub letter: BTreeMap<String, Value>,
}

/// A command that follows in the same transaction, as actor System.
#[derive(Clone, Debug)]
pub struct FollowOn {
    /// The subject it changes; none creates one.
    pub subject: Option<Uuid>,
    pub command: Command,
    pub reason: Option<String>,
}

impl FollowOn {
    /// A command on a subject, or one that creates a subject, for the reason of the act itself.
    pub fn new(subject: Option<Uuid>, command: Command) -> Self {
        FollowOn { subject, command, reason: None }
    }
}

/// The row as it becomes.
#[derive(Clone, Debug)]
pub enum Change {
    Statement(Box<StatementChange>),
    Destination(DestinationChange),
    Registration(RegistrationChange),
    Allocation(AllocationChange),
    Note(NoteChange),
    Meeting(MeetingChange),
    Record(RecordChange),
    /// The fields of `changes` go back to what they were before.
    Restore,
}

/// A number to be given with the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberWanted {
    pub scheme: &'static str,
    pub body: Uuid,
    pub period: String,
    /// As typed; none takes the next of the series.
    pub typed: Option<String>,
}

/// One statement's new values; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct StatementChange {
    pub state: Option<&'static str>,
    /// Set once, at birth.
    pub born: Option<StatementBirth>,
    pub content: Option<Content>,
    pub title: Option<String>,
    pub level: Option<Option<&'static str>>,
    pub decision: Option<Value>,
    pub approved_hash: Option<Option<Vec<u8>>>,
    pub approval: Option<String>,
    pub issued_on: Option<Option<NaiveDate>>,
    pub how_sent: Option<String>,
    pub deadline: Option<Option<NaiveDate>>,
    /// The next day on which a reply is due to us.
    pub reply_due: Option<Option<NaiveDate>>,
    pub number: Option<NumberWanted>,
    /// Numbers as printed by others.
    pub printed_numbers: Vec<String>,
    /// All that were printed, as they should have been: the others are given up.
    pub numbers_as_printed: Option<Vec<String>>,
    /// Who issued it.
    pub owner: Option<Uuid>,
    pub questions: Option<Vec<String>>,
    pub answers: Vec<Answers>,
    /// What a draft that was merged into this one was written for, and which draft that is.
    pub taken_over: Option<(Uuid, Vec<Answers>)>,
    /// The draft that goes its own way again.
    pub given_back: Option<Uuid>,
    /// The statement that it corrects; set once, at birth.
    pub corrects: Option<Uuid>,
    pub merged_into: Option<Option<Uuid>>,
    /// Letters of it to outside that have not left are stopped, until that is taken back.
    pub letters_stop: bool,
    /// The trees that see it now, beside the owner's.
    pub seen_by: Option<Vec<Uuid>>,
}

/// What a statement is born with.
#[derive(Clone, Debug)]
pub struct StatementBirth {
    pub owner: Uuid,
    pub author: Option<Uuid>,
    pub questions: Vec<String>,
    pub keywords: String,
}

/// Which statement a reply answers, and under which allocation here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub statement: Uuid,
    pub allocation: Option<Uuid>,
    pub extent: &'static str,
}

#[derive(Clone, Debug, Default)]
pub struct DestinationChange {
    pub state: Option<&'static str>,
    pub born: Option<DestinationBirth>,
    pub purpose: Option<Purpose>,
    pub deadline: Option<Option<NaiveDate>>,
    pub position: Option<i16>,
    pub expected_on: Option<Option<NaiveDate>>,
    /// Who it is.
    pub body: Option<Option<Uuid>>,
    pub link: Option<LinkChange>,
}

/// What becomes of one link of a reply to an addressee.
#[derive(Clone, Debug)]
pub enum LinkChange {
    Set { reply: Uuid, statement: Uuid, extent: &'static str, expected_on: Option<NaiveDate> },
    Off { reply: Uuid },
}

#[derive(Clone, Debug)]
pub struct DestinationBirth {
    pub statement: Uuid,
    pub body: Option<Uuid>,
    pub printed: String,
}

#[derive(Clone, Debug, Default)]
pub struct RegistrationChange {
    pub state: Option<&'static str>,
    pub born: Option<RegistrationBirth>,
    pub number: Option<NumberWanted>,
    pub confidential: Option<bool>,
    pub received_on: Option<NaiveDate>,
    pub channel: Option<String>,
    pub note: Option<String>,
    /// The body that it was passed on to, and when.
    pub forwarded: Option<(Uuid, NaiveDate)>,
}

#[derive(Clone, Debug)]
pub struct RegistrationBirth {
    pub statement: Uuid,
    pub body: Uuid,
    pub received_on: NaiveDate,
    pub channel: String,
    pub note: String,
}

#[derive(Clone, Debug, Default)]
pub struct AllocationChange {
    pub state: Option<&'static str>,
    pub born: Option<AllocationBirth>,
    pub assignee: Option<Uuid>,
    pub due: Option<Due>,
}

#[derive(Clone, Debug)]
pub struct AllocationBirth {
    pub registration: Uuid,
    pub body: Uuid,
    pub lead: bool,
    pub purpose: Purpose,
    pub note: String,
}

#[derive(Clone, Debug)]
pub struct NoteChange {
    pub state: &'static str,
    /// Statement, body and author, at birth.
    pub born: Option<(Uuid, Uuid, Uuid)>,
    /// Its words are those of this event from now on.
    pub words: bool,
    /// Struck out with this event: what nobody was told of it yet is told to nobody.
    pub struck: bool,
}

#[derive(Clone, Debug, Default)]
pub struct MeetingChange {
    pub state: &'static str,
    pub born: Option<super::meeting::MeetingRecord>,
    pub held: Option<super::meeting::Held>,
}

#[derive(Clone, Debug)]
pub struct RecordChange {
    pub state: &'static str,
    pub record: Option<super::record::Recorded>,
    /// Its last day as it becomes.
    pub valid_to: Option<Option<NaiveDate>>,
    pub address: Option<super::record::AddressRecord>,
    pub mended: Option<super::record::Mended>,
}

impl Decision {
    /// A decision by this row of a table: act, states and clause filled in, nothing else changed yet.
    pub fn by<S: Named, A: Named, G: Copy>(passed: &Passed<S, A, G>, from: Option<S>, to: S, change: Change) -> Self {
        let mut changes = BTreeMap::new();
        if from != Some(to) {
            let before = from.map_or(Value::Null, |state| Value::from(state.name()));
            changes.insert("state".to_owned(), (before, Value::from(to.name())));
        }
        Decision {
            act: passed.row.act.name(),
            from: from.map(Named::name),
            to: to.name(),
            clause: passed.row.clause,
            unusual: passed.unusual,
            change,
            changes,
            brought: BTreeMap::new(),
            decided_by: None,
            then: Vec::new(),
            tell: Vec::new(),
            letter: BTreeMap::new(),
        }
    }

    /// Notes one changed column, unless it is the same.
    pub fn changed(&mut self, column: &str, before: impl Into<Value>, after: impl Into<Value>) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.changes.insert(column.to_owned(), (before, after));
        }
    }

    /// Notes what the act brought along.
    pub fn brings(&mut self, field: &str, value: impl Into<Value>) {
        self.brought.insert(field.to_owned(), value.into());
    }

    /// Adds a follow-on command on a subject, or one that creates a subject.
    pub fn then(&mut self, subject: Option<Uuid>, command: Command) {
        self.then.push(FollowOn::new(subject, command));
    }
}

/// The one state that a row leads to; a row with several says which in the subject's own file.
pub fn target<S: Copy>(to: To<S>, now: Option<S>, chosen: Option<S>) -> Option<S> {
    match to {
        To::State(state) => Some(state),
        To::Same => now,
        To::OneOf(_) => chosen,
    }
}
