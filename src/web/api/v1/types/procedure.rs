//! A procedure in JSON: its states and its table.

use serde::Serialize;

use crate::domain::clause::Clause;
use crate::domain::named::Named;
use crate::domain::procedure::printed::{Printed, PrintedRow};
use crate::words::Words;

/// One procedure.
#[derive(Serialize)]
pub struct Procedure {
    name: &'static str,
    label: String,
    about: String,
    states: Vec<State>,
    transitions: Vec<Transition>,
}

#[derive(Serialize)]
struct State {
    name: &'static str,
    label: String,
    waiting_for: &'static str,
    terminal: bool,
}

#[derive(Serialize)]
struct Transition {
    id: &'static str,
    from: Vec<&'static str>,
    act: &'static str,
    verb: String,
    /// Empty: the state stays.
    to: Vec<&'static str>,
    who: Vec<String>,
    only_if: Vec<Guard>,
    tells: Vec<String>,
    clause: String,
}

#[derive(Serialize)]
struct Guard {
    name: &'static str,
    sentence: String,
    severity: &'static str,
    nature: &'static str,
    clause: Option<String>,
}

impl Procedure {
    pub fn of(words: &Words, printed: &Printed) -> Procedure {
        let state = |state: &crate::domain::procedure::printed::PrintedState| State {
            name: state.name,
            label: words.t(&format!("state-{}-{}", printed.name, slug(state.name))),
            waiting_for: state.waiting_for,
            terminal: state.terminal,
        };
        Procedure {
            name: printed.name,
            label: words.t(&format!("procedure-{}", printed.name)),
            about: words.t(&format!("procedure-{}-about", printed.name)),
            states: printed.states.iter().map(state).collect(),
            transitions: printed.rows.iter().map(|row| transition(words, printed.name, row)).collect(),
        }
    }
}

fn transition(words: &Words, procedure: &str, row: &PrintedRow) -> Transition {
    let guard = |check: &crate::domain::procedure::printed::PrintedCheck| Guard {
        name: check.name,
        sentence: words.t(&format!("guard-{procedure}-{}", slug(check.name))),
        severity: check.severity.name(),
        nature: check.nature,
        clause: check.clause.as_ref().map(Clause::cite),
    };
    Transition {
        id: row.id,
        from: row.from.clone(),
        act: row.act,
        verb: words.t(&format!("act-{procedure}-{}", slug(row.act))),
        to: row.to.clone(),
        who: row.who.iter().map(|who| words.t(&who.key())).collect(),
        only_if: row.checks.iter().map(guard).collect(),
        tells: row.tell.iter().map(|audience| words.t(&format!("audience-{}", audience.slug()))).collect(),
        clause: row.clause.cite(),
    }
}

fn slug(name: &str) -> String {
    name.replace('_', "-")
}
