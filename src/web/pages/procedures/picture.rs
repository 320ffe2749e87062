//! A procedure as the diagram takes it: its states at their places, an arrow for each step that leads elsewhere.

use super::{act, state, waiting_for};
use crate::domain::procedure::printed::{Printed, REVERSES};
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

/// A step that stays where it is, or goes back to where the last one began, has no arrow; the table beneath has it.
fn arrows(printed: &Printed, words: &Words) -> Vec<Arrow> {
    let mut all: Vec<Arrow> = Vec::new();
    for row in printed.rows.iter().filter(|row| row.act != REVERSES) {
        let label = act(printed, row.act, words);
        for from in &row.from {
            for to in row.to.iter().filter(|to| *to != from) {
                let same = |arrow: &Arrow| arrow.from == *from && arrow.to == *to && arrow.label == label;
                if !all.iter().any(same) {
                    all.push(Arrow { from: (*from).to_owned(), to: (*to).to_owned(), label: label.clone() });
                }
            }
        }
    }
    all
}
