//! A procedure as the diagram takes it: its states at their places, an arrow for each step that leads elsewhere.

use super::{act, state, waiting_for};
use crate::domain::procedure::printed::Printed;
use crate::web::view::diagram::{self, Arrow, Diagram, Place};
use crate::words::Words;

pub fn drawn(printed: &Printed, here: &str, words: &Words) -> Diagram {
    let places: Vec<Place> = printed
        .states
        .iter()
        .map(|row| Place {
            key: row.name.to_owned(),
            label: state(printed, row.name, words),
            sub: waiting_for(printed, row.name, words).unwrap_or_default(),
            at: row.at,
            current: row.name == here,
            terminal: row.terminal,
        })
        .collect();
    let title = words.t(&format!("procedure-{}", printed.name));
    diagram::draw(&title, &words.t("statement-here"), &places, &arrows(printed, words))
}

/// A step that stays where it is has no arrow; the table beneath has it.
fn arrows(printed: &Printed, words: &Words) -> Vec<Arrow> {
    let mut all: Vec<Arrow> = Vec::new();
    for row in &printed.rows {
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
