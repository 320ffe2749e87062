//! One step for several statements of ours in one sitting.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/liaisons/several.html")]
pub struct Several {
    pub page: Page,
    pub action: String,
    /// The steps that the reader takes, and the one that is chosen.
    pub steps: Vec<Choice>,
    /// The verb of the step, also on its button.
    pub verb: String,
    /// What it does, in a sentence.
    pub does: Option<String>,
    pub clause: Option<String>,
    /// What is said once for all of them.
    pub fields: Vec<Field>,
    /// The same page with every statement ticked.
    pub tick_all: String,
    /// The label of the cell in which each has its own number, where the step gives one.
    pub number: Option<String>,
    pub rows: Vec<Row>,
    /// What a rehearsal, or the step itself, came to.
    pub outcome: Option<Outcome>,
    pub problems: Vec<Problem>,
    /// Ways on from an empty table.
    pub ways: Vec<Link>,
    pub next: Option<String>,
    pub key: String,
}

/// One statement.
pub struct Row {
    pub id: String,
    pub version: String,
    pub handle: String,
    pub href: String,
    pub title: String,
    pub from: Body,
    pub to: Vec<Body>,
    pub deadline: Option<Moment>,
    pub chip: Chip,
    pub taken: bool,
    pub number: String,
    pub problems: Vec<String>,
    /// What becomes of it.
    pub becomes: Option<Chip>,
}

/// What was done, or would be.
#[derive(Default)]
pub struct Outcome {
    pub sentence: String,
    pub good: bool,
    /// What was typed at statements that wait no more.
    pub taken: Vec<String>,
    /// What was done, a statement a line.
    pub given: Vec<String>,
    /// Each reader with the number of their letters.
    pub letters: Vec<String>,
}
