//! What the API answers with, as JSON. These are neither rows nor domain types: their names are a promise.

mod body;
mod note;
mod offers;
mod procedure;
mod register;
mod statement;
mod template;

pub use body::BodyPage;
pub use note::Notes;
pub use offers::{Act, Refused, offers, reply};
pub use procedure::Procedure;
pub use register::{Home, Page, Row};
pub use statement::{Allocation, Registration, Statement};
pub use template::Templates;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::people;
use crate::domain::reference::Side;
use crate::read::bodies;
use crate::read::register::Name;
use crate::web::form::Upload;
use crate::web::pages::liaisons::intake_form::{Kept, Marks};
use crate::web::shown::Turns;
use crate::words::Words;

/// Rows without pages.
#[derive(Serialize)]
pub struct List<T> {
    pub rows: Vec<T>,
}

/// Whom a token speaks for.
#[derive(Serialize)]
pub struct Me {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub administrator: bool,
    pub roles: Vec<Role>,
    /// The deployment's today, in Geneva.
    pub today: NaiveDate,
}

#[derive(Serialize)]
pub struct Role {
    role: &'static str,
    label: String,
    body: String,
}

impl Role {
    pub fn of(words: &Words, (role, body): &(people::Role, String)) -> Role {
        Role { role: role.name(), label: words.t(&format!("role-{}", role.slug())), body: body.clone() }
    }
}

/// What was done.
#[derive(Serialize)]
pub struct Receipt {
    pub id: Uuid,
    pub handle: String,
    pub href: String,
    pub version: i32,
    pub state: String,
    pub state_label: String,
    pub event: Uuid,
    pub letters: i64,
    pub repeated: bool,
}

/// A stored file.
#[derive(Serialize)]
pub struct Stored {
    pub hash: String,
    pub size: usize,
}

/// A body as it is named in a row.
#[derive(Serialize)]
pub struct Body {
    id: Option<Uuid>,
    name: String,
    side: &'static str,
}

impl Body {
    pub fn of(name: &Name) -> Body {
        Body { id: name.id, name: name.name.clone(), side: side(name.side) }
    }
}

/// A body of the list.
#[derive(Serialize)]
pub struct BodyRow {
    id: Uuid,
    name: String,
    title: String,
    kind: String,
    side: &'static str,
    kept_here: bool,
}

impl BodyRow {
    pub fn of(one: bodies::BodyChoice) -> BodyRow {
        let bodies::BodyChoice { id, short_name, title, kind, side: of, kept_here } = one;
        BodyRow { id, name: short_name, title, kind, side: side(of), kept_here }
    }
}

/// Somebody to whom work can be given.
#[derive(Serialize)]
pub struct Serving {
    id: Uuid,
    name: String,
    role: String,
    label: String,
    body: String,
}

impl Serving {
    pub fn of(words: &Words, one: bodies::Serving) -> Serving {
        let label = words.t(&format!("role-{}", one.role.replace('_', "-")));
        Serving { id: one.person, name: one.name, role: one.role, label, body: one.body }
    }
}

/// A state with whose turn it is.
#[derive(Serialize)]
pub struct State {
    state: String,
    state_label: String,
    waiting_for: &'static str,
    since: DateTime<Utc>,
}

impl State {
    pub fn of(words: &Words, turns: &Turns, kind: Kind, state: &str, since: DateTime<Utc>) -> State {
        State {
            state_label: state_label(words, kind, state),
            waiting_for: turns.waiting_for(kind.name(), state),
            state: state.to_owned(),
            since,
        }
    }
}

/// A document as it was read.
#[derive(Serialize)]
pub struct Reading {
    hash: String,
    name: String,
    media_type: String,
    /// Why nothing was read.
    problem: Option<String>,
    lines: Vec<String>,
    /// Ready for `record`, once a person has looked at them.
    fields: Map<String, Value>,
    /// A sender that nobody knows yet, as printed.
    unknown_source: Option<String>,
    /// Field → where it was found.
    found: BTreeMap<String, Found>,
}

#[derive(Serialize)]
struct Found {
    /// Counted from 1.
    line: usize,
    sure: bool,
}

impl Reading {
    pub fn of(
        words: &Words,
        hash: String,
        upload: &Upload,
        kept: Kept,
        mut fields: Map<String, Value>,
        marks: Marks,
    ) -> Reading {
        let unknown_source = fields.remove("source_new").and_then(|name| name.as_str().map(str::to_owned));
        let file = serde_json::json!([
            {"hash": &hash, "name": &upload.name, "media_type": &upload.media_type, "original": true}
        ]);
        fields.insert("files".to_owned(), file);
        let found = marks.into_iter().map(|(field, (line, sure))| (field, Found { line: line + 1, sure }));
        Reading {
            hash,
            name: upload.name.clone(),
            media_type: upload.media_type.clone(),
            problem: kept.problem.map(|said| words.say(&said)),
            lines: kept.lines,
            unknown_source,
            found: found.collect(),
            fields,
        }
    }
}

pub fn side(side: Side) -> &'static str {
    match side {
        Side::Itu => "itu",
        Side::Partner => "partner",
    }
}

/// A state in words.
pub fn state_label(words: &Words, kind: Kind, state: &str) -> String {
    words.t(&format!("state-{}-{}", kind.procedure(), state.replace('_', "-")))
}
