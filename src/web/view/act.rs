//! One page for one act on one subject: what it does, who is told, the form. The same page shows a refusal, with all that
//! was typed, and what has changed meanwhile.

use askama::Template;

use super::Page;
use super::draft::FormRow;
use super::parts::*;
use crate::web::markdown::Html;

#[derive(Template)]
#[template(path = "pages/acts/act.html")]
pub struct Act {
    pub page: Page,
    /// The verb, also on the button.
    pub verb: String,
    /// The subject: handle and title, and the way back.
    pub handle: String,
    pub title: String,
    pub back: String,
    pub chip: Chip,
    /// The state afterwards.
    pub becomes: Option<Chip>,
    /// What it does, in a sentence or more.
    pub does: Vec<String>,
    pub clause: Option<String>,
    /// Who will be told, with the reasons.
    pub letters: Vec<LetterRow>,
    /// Whom no letter reaches though it is sent to them.
    pub unreached: Vec<Value>,
    /// The form chooses who is told: the list can be asked for again.
    pub asks_who: bool,
    /// Somebody more is told who is not chosen yet.
    pub chosen_later: Option<String>,
    /// Whoever else works with it reads of it in the daily digest.
    pub daily: bool,
    /// The text that the act is about, with its hash.
    pub text: Option<Text>,
    pub action: String,
    /// Set when files can be sent along.
    pub with_files: bool,
    /// Soft findings that pass with a reason.
    pub cautions: Vec<Refusal>,
    pub problems: Vec<Problem>,
    pub stale: Option<Stale>,
    pub fields: Vec<Field>,
    /// The idempotency key and the version that the reader saw.
    pub key: String,
    pub version: String,
    /// The act cannot be done as things are: the form is shown without its button.
    pub blocked: bool,
}

/// A statement's text, as it stands and as an approval binds it.
pub struct Text {
    pub rows: Vec<FormRow>,
    pub body: Html,
    pub files: Vec<FileLink>,
    pub hash: String,
    /// In sight from the first: whoever decides reads it.
    pub open: bool,
}

/// The subject has changed since the form was opened.
pub struct Stale {
    /// "Returned at 09:02 by the chair, after you opened this page".
    pub sentence: String,
    /// What was typed beside what is there now, a field each.
    pub fields: Vec<StaleField>,
}

/// A field whose value was changed by somebody else meanwhile.
pub struct StaleField {
    pub label: String,
    /// What became of it in the form.
    pub note: String,
    /// What was typed, where that stands against what is there now.
    pub typed: Option<String>,
    /// What is there now; with what differs, where the form has it already.
    pub now: Vec<Piece>,
}
