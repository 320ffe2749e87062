//! The parts that pages share, as plain values; `templates/components/*.html` shows them.

pub use super::field::*;

/// The two sides: a hue, a shape and a label each, everywhere the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    ItuT,
    Partner,
}

/// A body as it is named on pages.
#[derive(Clone, Debug)]
pub struct Body {
    pub name: String,
    pub side: Side,
    pub href: Option<String>,
}

/// A date or an instant: as shown, and in ISO 8601 for `datetime` and `title`.
#[derive(Clone, Debug)]
pub struct Moment {
    pub shown: String,
    pub iso: String,
}

/// How loud a chip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Drafts, closed and other states at rest.
    Quiet,
    /// Something is going on.
    Open,
    /// Somebody else's turn.
    Waiting,
    /// Done as wished.
    Good,
    /// Late, refused, bounced, failed.
    Bad,
}

impl Tone {
    /// The word of the tone in class names.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Quiet => "quiet",
            Tone::Open => "open",
            Tone::Waiting => "waiting",
            Tone::Good => "good",
            Tone::Bad => "bad",
        }
    }
}

/// A state as a chip.
#[derive(Clone, Debug)]
pub struct Chip {
    pub label: String,
    pub tone: Tone,
}

/// Whose turn it is.
#[derive(Clone, Debug)]
pub struct Ball {
    /// Who is waited for, as the end of "Waiting for …".
    pub whom: String,
    pub since: Option<Moment>,
    /// What they are asked to do, and by which rule.
    pub why: Option<String>,
    /// It is the reader's own turn.
    pub mine: bool,
    pub overdue: bool,
}

/// Words that lead somewhere.
#[derive(Clone, Debug)]
pub struct Link {
    pub label: String,
    pub href: String,
}

/// One line of the facts.
#[derive(Clone, Debug)]
pub struct Fact {
    pub label: String,
    pub values: Vec<Value>,
}

/// One value of a fact.
#[derive(Clone, Debug, Default)]
pub struct Value {
    pub text: String,
    pub href: Option<String>,
    pub side: Option<Side>,
    /// For dates and instants: the ISO form.
    pub iso: Option<String>,
    /// A quieter remark behind it, such as the rule that a date comes from.
    pub note: Option<String>,
}

/// An act that is offered, or refused with its reasons.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The verb.
    pub label: String,
    /// The page of the act.
    pub href: String,
    /// The clause that the act rests on.
    pub clause: Option<String>,
    /// The one that the state is waiting for.
    pub expected: bool,
    /// Why it must wait; none when it can be done now.
    pub refusals: Vec<Refusal>,
}

/// Why something cannot be done, by which clause, and who can help.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub sentence: String,
    pub clause: Option<String>,
    pub help: Option<String>,
}

/// Where a list goes on.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    pub newer: Option<String>,
    pub older: Option<String>,
    /// `214`, or `1,000+`.
    pub total: Option<String>,
}

/// A letter, sent or to be sent.
#[derive(Clone, Debug)]
pub struct LetterRow {
    pub to: String,
    pub address: Option<String>,
    /// The kind of letter, in words.
    pub notice: String,
    /// Every reason why this person is told.
    pub why: Vec<String>,
    pub state: Chip,
    pub when: Option<Moment>,
    /// What the server said, or until when the letter is held.
    pub note: Option<String>,
    pub href: Option<String>,
    /// Where a held letter is stopped.
    pub stop: Option<String>,
}

/// One event of the history.
#[derive(Clone, Debug)]
pub struct Entry {
    pub who: String,
    /// The role and body under which they acted.
    pub role: Option<String>,
    /// What was done, as a sentence without its subject: "sent the statement".
    pub act: String,
    pub recorded: Moment,
    /// The day it happened, where that is another.
    pub occurred: Option<Moment>,
    pub clause: Option<String>,
    pub changes: Vec<Change>,
    pub reason: Option<String>,
    /// Why this step is marked unusual.
    pub unusual: Option<String>,
    /// The event that this one follows from.
    pub cause: Option<String>,
}

/// Why a draft came back.
#[derive(Clone, Debug)]
pub struct Returned {
    /// "Returned by Chair SG17 on 9 Aug 2023".
    pub sentence: String,
    pub reason: String,
}

/// What an event changed in one field.
#[derive(Clone, Debug)]
pub struct Change {
    pub label: String,
    /// The new text, with what was taken out of the old one.
    pub pieces: Vec<Piece>,
}

/// A run of text of a difference.
#[derive(Clone, Debug)]
pub enum Piece {
    Same(String),
    Added(String),
    Removed(String),
    /// A file that was there before and after, came, or was taken out.
    File {
        name: String,
        href: String,
        how: How,
    },
}

/// How a thing stands in a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Same,
    Added,
    Removed,
}

/// A sentence at the top of a refused form, with the field it is about.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The `name` of the field, none for the form as a whole.
    pub field: Option<String>,
    pub sentence: String,
    pub clause: Option<String>,
    pub help: Option<String>,
}

impl Problem {
    /// A sentence alone.
    pub fn plain(sentence: String) -> Problem {
        Problem { field: None, sentence, clause: None, help: None }
    }
}

/// An attachment or a stored file.
#[derive(Clone, Debug)]
pub struct FileLink {
    pub name: String,
    pub href: String,
    /// `84 kB`.
    pub size: String,
    /// Of the SHA-256, in hex.
    pub hash: String,
    pub media_type: String,
    /// Who may see it, and other remarks.
    pub note: Option<String>,
    /// Where it is taken off again, in a draft.
    pub remove: Option<String>,
}

impl Pager {
    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.newer.is_none() && self.older.is_none() && self.total.is_none()
    }
}
