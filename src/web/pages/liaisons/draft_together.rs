//! A draft that somebody else has saved meanwhile: what both wrote, brought together in the form, and what a person decides.

use serde_json::{Map, Value};
use similar::{ChangeTag, TextDiff};

use super::draft::fields_of;
use crate::domain::command::{Command, Kind, StatementCommand};
use crate::domain::content::Content;
use crate::domain::form;
use crate::domain::statement::StatementFacts;
use crate::domain::together::{Became, together};
use crate::facts::{self, Conn};
use crate::read::bodies::BodyChoice;
use crate::web::error::Problem;
use crate::web::form::Submitted;
use crate::web::view::act::StaleField;
use crate::web::view::parts::Piece;
use crate::words::Words;

/// A field that others changed: as it was saved, and as it stands in the form now.
pub struct Meanwhile {
    field: &'static str,
    became: Became,
    now: Value,
    typed: Value,
    in_form: Value,
}

/// Puts into the form what others saved since it was opened, where that loses nothing that was typed.
pub async fn brought(conn: &mut Conn, facts: &StatementFacts, form: &mut Submitted) -> Result<Vec<Meanwhile>, Problem> {
    let Some(version) = form.version else { return Ok(Vec::new()) };
    let now = fields_of(&facts.content);
    let mut seen = now.clone();
    for (field, value) in facts::statement::changed_since(conn, facts.id, version).await? {
        if let Some(place) = seen.get_mut(&field) {
            *place = value;
        }
    }
    let (Some(was), Some(typed)) = (content(&seen), content(&form.fields)) else { return Ok(Vec::new()) };
    let both = together(&was, &typed, &facts.content);
    let (typed, brought) = (fields_of(&typed), fields_of(&both.content));
    let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or_default();
    let meanwhile = |(field, became): &(&'static str, Became)| Meanwhile {
        field,
        became: *became,
        now: of(&now, field),
        typed: of(&typed, field),
        in_form: of(&brought, field),
    };
    let all = both.fields.iter().map(meanwhile).collect();
    form.fields.extend(brought);
    Ok(all)
}

/// The fields of a draft as a text; none where they are not one.
fn content(fields: &Map<String, Value>) -> Option<Content> {
    match form::command(Kind::Statement, "edit", fields) {
        Ok(Command::Statement(StatementCommand::Edit(content))) => Some(content),
        Ok(_) | Err(_) => None,
    }
}

/// As the panel above the form tells it.
pub fn shown(words: &Words, all: &[Meanwhile], bodies: &[BodyChoice]) -> Vec<StaleField> {
    let field = |one: &Meanwhile| {
        let text = |value: &Value| plain(words, value, bodies);
        let (typed, now) = (text(&one.typed), text(&one.now));
        let (note, typed, now) = match one.became {
            Became::Taken => ("draft-meanwhile-taken", None, pieces(&typed, &now)),
            Became::Joined => ("draft-meanwhile-joined", None, pieces(&typed, &text(&one.in_form))),
            Became::Differs => ("draft-meanwhile-differs", Some(typed), vec![Piece::Same(now)]),
        };
        let label = words.t(&format!("field-{}", one.field.replace('_', "-")));
        StaleField { label, note: words.t(note), typed, now }
    };
    all.iter().map(field).collect()
}

/// A value in lines, as somebody would write it down.
fn plain(words: &Words, value: &Value, bodies: &[BodyChoice]) -> String {
    match value {
        Value::Array(rows) => rows.iter().map(|row| line(words, row, bodies)).collect::<Vec<_>>().join("\n"),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

/// An addressee, a contact or a file in one line.
fn line(words: &Words, row: &Value, bodies: &[BodyChoice]) -> String {
    let cell = |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let body = cell("body").and_then(|id| bodies.iter().find(|body| body.id.to_string() == id));
    let name = body.map(|body| body.short_name.clone()).or(cell("printed").or(cell("name")).map(str::to_owned));
    let purpose = cell("purpose").map(|purpose| words.t(&format!("purpose-{purpose}")));
    let deadline = cell("deadline").map(|day| day.parse().map_or(day.to_owned(), |on| words.date(on)));
    let rest = ["organisation", "country", "tel", "email"].into_iter().filter_map(|name| cell(name).map(str::to_owned));
    name.into_iter().chain(purpose).chain(deadline).chain(rest).collect::<Vec<_>>().join(" · ")
}

/// The new text, with what was taken out of the old one.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let diff = TextDiff::from_words(before, after);
    let piece = |change: similar::Change<&str>| match change.tag() {
        ChangeTag::Equal => Piece::Same(change.value().to_owned()),
        ChangeTag::Insert => Piece::Added(change.value().to_owned()),
        ChangeTag::Delete => Piece::Removed(change.value().to_owned()),
    };
    diff.iter_all_changes().map(piece).collect()
}
