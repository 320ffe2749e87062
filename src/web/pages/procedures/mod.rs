//! The procedures as the program applies them, for everybody: no sign-in is needed to read a rule.

pub mod picture;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::domain::named::Named;
use crate::domain::procedure::printed::{self, Printed, PrintedCheck, PrintedRow};
use crate::links;
use crate::web::app::App;
use crate::web::auth::Visitor;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::view::Place;
use crate::web::view::diagram::{self, Diagram};
use crate::web::view::procedure::{Guard, Procedure, Procedures, State, Summary, Transition};
use crate::words::Words;

/// What people call the procedure of the statement.
const LIAISON: &str = "liaison";

#[derive(Deserialize)]
pub struct Asked {
    /// The state in which the reader's object is.
    #[serde(default)]
    here: String,
}

/// All procedures.
pub async fn index(app: App, visitor: Visitor) -> Result<HttpResponse, Problem> {
    let page = frame::page(&app, visitor.caller.as_ref(), app.words.t("procedure-title"), Some(Place::Procedures));
    let words = page.words.clone();
    let procedures = printed::all().iter().map(|one| summary(one, &words)).collect();
    frame::html(&Procedures { page, procedures })
}

/// One procedure, as picture and table.
pub async fn show(
    app: App,
    visitor: Visitor,
    name: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    if name.as_str() == LIAISON {
        let here = Some(asked.here.as_str()).filter(|here| !here.is_empty());
        return Ok(frame::see_other(&links::procedure("statement", here)));
    }
    let printed = printed::all().into_iter().find(|one| one.name == name.as_str()).ok_or(Problem::Missing)?;
    let title = app.words.t(&format!("procedure-{}", printed.name));
    let page = frame::page(&app, visitor.caller.as_ref(), title, Some(Place::Procedures));
    let words = page.words.clone();
    frame::html(&Procedure {
        about: vec![words.t(&format!("procedure-{}-about", printed.name))],
        diagram: picture::drawn(&printed, &asked.here, &words),
        left_out: picture::left_out(&printed, &words),
        here: None,
        states: printed.states.iter().map(|state| of_state(&printed, state.name, &asked.here, &words)).collect(),
        transitions: printed.rows.iter().map(|row| line(&printed, row, &asked.here, &words)).collect(),
        back: links::PROCEDURES.to_owned(),
        page,
    })
}

/// The picture of one procedure, for other pages; of an unknown one, nothing.
pub fn picture_of(name: &str, here: &str, words: &Words) -> Diagram {
    let found = printed::all().into_iter().find(|one| one.name == name);
    found.map_or_else(|| diagram::draw("", "", &[], &[]), |printed| picture::drawn(&printed, here, words))
}

fn slug(name: &str) -> String {
    name.replace('_', "-")
}

/// A state in words.
fn state(printed: &Printed, name: &str, words: &Words) -> String {
    words.t(&format!("state-{}-{}", printed.name, slug(name)))
}

/// An act in words.
fn act(printed: &Printed, name: &str, words: &Words) -> String {
    words.t(&format!("act-{}-{}", printed.name, slug(name)))
}

/// Whose turn it is; nobody's is none.
fn waiting_for(printed: &Printed, name: &str, words: &Words) -> Option<String> {
    let row = printed.states.iter().find(|row| row.name == name)?;
    (row.waiting_for != "nobody").then(|| words.t(&format!("waiting-{}", row.waiting_for)))
}

fn summary(printed: &Printed, words: &Words) -> Summary {
    Summary {
        name: words.t(&format!("procedure-{}", printed.name)),
        href: links::procedure(printed.name, None),
        about: words.t(&format!("procedure-{}-about", printed.name)),
        states: printed.states.len(),
        transitions: printed.rows.len(),
    }
}

fn of_state(printed: &Printed, name: &str, here: &str, words: &Words) -> State {
    let terminal = printed.states.iter().any(|row| row.name == name && row.terminal);
    let waiting_for = waiting_for(printed, name, words);
    State { name: state(printed, name, words), waiting_for, terminal, current: name == here }
}

fn line(printed: &Printed, row: &PrintedRow, here: &str, words: &Words) -> Transition {
    let to: Vec<String> = row.to.iter().map(|name| state(printed, name, words)).collect();
    Transition {
        from: row.from.iter().map(|name| state(printed, name, words)).collect(),
        act: act(printed, row.act, words),
        to: if to.is_empty() { words.t("doc-same") } else { to.join(", ") },
        who: row.who.iter().map(|who| words.t(&who.key())).collect(),
        guards: row.checks.iter().map(|check| guard(printed, check, words)).collect(),
        tells: row.tell.iter().map(|audience| words.t(&format!("audience-{}", audience.slug()))).collect(),
        clause: row.clause.cite(),
        current: row.from.contains(&here),
    }
}

fn guard(printed: &Printed, check: &PrintedCheck, words: &Words) -> Guard {
    let severity = check.severity.name();
    Guard {
        sentence: words.t(&format!("guard-{}-{}", printed.name, slug(check.name))),
        severity: words.t(&format!("procedure-severity-{severity}")),
        hard: severity == "hard",
        nature: Some(words.t(&format!("procedure-nature-{}", check.nature))),
    }
}
