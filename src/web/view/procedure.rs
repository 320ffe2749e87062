//! The procedures as they are in force: the list, and each as picture and table.

use askama::Template;

use super::Page;
use super::diagram::Diagram;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/procedures/index.html")]
pub struct Procedures {
    pub page: Page,
    pub procedures: Vec<Summary>,
}

/// One procedure in the list.
pub struct Summary {
    pub name: String,
    pub href: String,
    pub about: String,
    pub states: usize,
    pub transitions: usize,
}

#[derive(Template)]
#[template(path = "pages/procedures/show.html")]
pub struct Procedure {
    pub page: Page,
    pub about: Vec<String>,
    pub diagram: Diagram,
    /// What the picture does not show.
    pub left_out: Vec<String>,
    /// The state of the object from which the reader comes.
    pub here: Option<Link>,
    pub states: Vec<State>,
    pub transitions: Vec<Transition>,
    pub back: String,
}

/// A state and whose turn it is in it.
pub struct State {
    pub name: String,
    pub waiting_for: Option<String>,
    pub terminal: bool,
    pub current: bool,
}

/// A line of the table.
pub struct Transition {
    pub from: Vec<String>,
    pub act: String,
    pub to: String,
    pub who: Vec<String>,
    pub guards: Vec<Guard>,
    pub tells: Vec<String>,
    pub clause: String,
    /// It leaves the state in which the reader's object is.
    pub current: bool,
}

/// A condition of a transition.
#[derive(Clone, Debug)]
pub struct Guard {
    pub sentence: String,
    /// "refuses", "passes with a reason", "is only told".
    pub severity: String,
    pub hard: bool,
    /// "always", "from the body's first day here".
    pub nature: Option<String>,
}
