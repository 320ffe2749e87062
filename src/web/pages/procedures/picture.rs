//! A procedure as the diagram takes it: its states at their places, an arrow for each step that leads elsewhere.

use super::{act, state, waiting_for};
use crate::domain::procedure::printed::{Printed, PrintedRow, REVERSES};
use crate::web::view::diagram::{self, Arrow, Diagram, Place};
use crate::words::Words;

/// The whole procedure.
pub fn drawn(printed: &Printed, here: &str, words: &Words) -> Diagram {
    let title = words.t(&format!("procedure-{}", printed.name));
    diagram::draw(&title, &words.t("statement-here"), &places(printed, here, words), &arrows(printed, words))
}

/// The state where the reader's object is, and where it can go from there.
pub fn around(printed: &Printed, here: &str, words: &Words) -> Diagram {
    let title = words.t(&format!("procedure-{}", printed.name));
    diagram::around(&title, &words.t("statement-here"), &places(printed, here, words), &arrows(printed, words))
}

fn places(printed: &Printed, here: &str, words: &Words) -> Vec<Place> {
    let place = |row: &crate::domain::procedure::printed::PrintedState| Place {
        key: row.name.to_owned(),
        label: state(printed, row.name, words),
        sub: waiting_for(printed, row.name, words).unwrap_or_default(),
        at: row.at,
        current: row.name == here,
        terminal: row.terminal,
    };
    printed.states.iter().map(place).collect()
}

/// A step that leads from each of several states to each of the others would cover the picture with arrows: those between
/// neighbours are drawn, and a sentence says the rest. So many states make it one.
const MESH: usize = 4;

fn is_mesh(row: &PrintedRow) -> bool {
    row.to.iter().filter(|to| row.from.contains(to)).count() >= MESH
}

/// From a state to the next in the order of the table, one box to the right or one up or down.
fn between_neighbours(printed: &Printed, from: &str, to: &str) -> bool {
    let place = |name: &str| printed.states.iter().position(|row| row.name == name);
    let (Some(from), Some(to)) = (place(from), place(to)) else { return false };
    let ((a, b), (c, d)) = (printed.states[from].at, printed.states[to].at);
    from < to && (c == a + 1 && b == d || a == c && b.abs_diff(d) == 1)
}

/// The steps of which the picture shows only the ways between neighbours.
pub fn left_out(printed: &Printed, words: &Words) -> Vec<String> {
    let mut acts: Vec<&str> = printed.rows.iter().filter(|row| is_mesh(row)).map(|row| row.act).collect();
    acts.dedup();
    acts.into_iter().map(|one| words.fill("procedure-left-out", "step", &act(printed, one, words))).collect()
}

/// A step that stays where it is, or goes back to where the last one began, has no arrow; the table beneath has it.
fn arrows(printed: &Printed, words: &Words) -> Vec<Arrow> {
    let mut all: Vec<Arrow> = Vec::new();
    for row in printed.rows.iter().filter(|row| row.act != REVERSES) {
        let label = act(printed, row.act, words);
        for from in &row.from {
            let shown = |to: &&&str| *to != from && (!is_mesh(row) || between_neighbours(printed, from, to));
            for to in row.to.iter().filter(shown) {
                let same = |arrow: &Arrow| arrow.from == *from && arrow.to == *to && arrow.label == label;
                if !all.iter().any(same) {
                    all.push(Arrow { from: (*from).to_owned(), to: (*to).to_owned(), label: label.clone() });
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests;
