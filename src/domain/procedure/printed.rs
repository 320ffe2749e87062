//! A procedure without its types: what documents, pages, diagrams and the expected matrix of the tests are made from.

use super::engine::{Audience, Check, Procedure, Severity, To, Who};
use crate::domain::clause::Clause;
use crate::domain::named::Named;

/// The act that reverses the newest one: it leads back to wherever that came from, so pictures leave its arrows out.
pub const REVERSES: &str = "take_back";

/// A whole procedure as text.
#[derive(Clone, Debug)]
pub struct Printed {
    pub name: &'static str,
    pub states: Vec<PrintedState>,
    pub rows: Vec<PrintedRow>,
}

impl Printed {
    /// The state of this name.
    pub fn state(&self, name: &str) -> Option<&PrintedState> {
        self.states.iter().find(|state| state.name == name)
    }
}

/// One state.
#[derive(Clone, Debug)]
pub struct PrintedState {
    pub name: &'static str,
    pub waiting_for: &'static str,
    pub at: (u8, u8),
    /// No act leads out of it.
    pub terminal: bool,
}

/// One transition.
#[derive(Clone, Debug)]
pub struct PrintedRow {
    pub id: &'static str,
    pub from: Vec<&'static str>,
    pub act: &'static str,
    /// Names of the states it may lead to; empty for "the same".
    pub to: Vec<&'static str>,
    pub who: Vec<Who>,
    pub checks: Vec<PrintedCheck>,
    pub tell: &'static [Audience],
    pub clause: Clause,
}

/// One guard of a row.
#[derive(Clone, Copy, Debug)]
pub struct PrintedCheck {
    pub name: &'static str,
    pub severity: Severity,
    pub nature: &'static str,
    pub clause: Option<Clause>,
}

impl<S: Named, A: Named, G: Named> Procedure<S, A, G> {
    /// The procedure without its types.
    pub fn printed(&self) -> Printed {
        let rows: Vec<PrintedRow> = self.table.iter().map(print_row).collect();
        let leaves = |state: S| self.table.iter().any(|row| row.from.contains(&state) && row.to != To::Same);
        let states = self
            .states
            .iter()
            .map(|row| PrintedState {
                name: row.state.name(),
                waiting_for: row.waiting_for.name(),
                at: row.at,
                terminal: !leaves(row.state),
            })
            .collect();
        Printed { name: self.name, states, rows }
    }
}

fn print_row<S: Named, A: Named, G: Named>(row: &super::engine::Transition<S, A, G>) -> PrintedRow {
    let to = match row.to {
        To::State(state) => vec![state.name()],
        To::Same => Vec::new(),
        To::OneOf(states) => states.iter().map(|state| state.name()).collect(),
    };
    let check = |check: &Check<G>| PrintedCheck {
        name: check.guard.name(),
        severity: check.severity,
        nature: check.nature.name(),
        clause: check.clause,
    };
    PrintedRow {
        id: row.id,
        from: row.from.iter().map(|state| state.name()).collect(),
        act: row.act.name(),
        to,
        who: row.who.to_vec(),
        checks: row.only_if.iter().map(check).collect(),
        tell: row.tell,
        clause: row.clause,
    }
}

/// Every procedure, in the order in which the pages list them.
pub fn all() -> Vec<Printed> {
    vec![
        super::statement::PROCEDURE.printed(),
        super::destination::PROCEDURE.printed(),
        super::registration::PROCEDURE.printed(),
        super::allocation::PROCEDURE.printed(),
        super::note::PROCEDURE.printed(),
        super::meeting::PROCEDURE.printed(),
        super::record::PROCEDURE.printed(),
    ]
}
