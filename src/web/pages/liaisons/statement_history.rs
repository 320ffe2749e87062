//! What happened to a statement, as its page tells it: who did what, what they said, and what it changed.

use super::draft_together::pieces;
use crate::domain::clause;
use crate::domain::content::FileRef;
use crate::domain::said::Said;
use crate::links;
use crate::read::statement::{Entry, Statement};
use crate::said;
use crate::web::frame::{day, instant};
use crate::web::view::parts::{Change, Entry as Shown, How, Piece};
use crate::words::Words;

/// Whether an event says something that the act it follows from has not said: the addressees of a draft and their
/// delivery are on the page itself.
fn tells(one: &Entry) -> bool {
    let implied = one.kind == "destination" && matches!(one.act.as_str(), "plan" | "record" | "deliver" | "take_back");
    !(implied && one.cause.is_some())
}

/// What happened, newest first.
pub fn history(words: &Words, of: &Statement) -> Vec<Shown> {
    let about = |one: &Entry, done| about(words, one, of, done);
    of.history.iter().filter(|one| tells(one)).map(|one| entry(words, one, &of.history, about)).collect()
}

/// What happened to a record of which nothing else is a part, newest first.
pub fn of_record(words: &Words, all: &[Entry]) -> Vec<Shown> {
    all.iter().map(|one| entry(words, one, all, |_, done| done)).collect()
}

/// One event, with what it changed.
fn entry(words: &Words, one: &Entry, all: &[Entry], about: impl Fn(&Entry, String) -> String) -> Shown {
    let cause = one.cause.and_then(|cause| all.iter().find(|other| other.id == cause));
    let procedure = procedure(one);
    told(words, one, cause, about(one, words.t(&format!("done-{procedure}-{}", one.act.replace('_', "-")))))
}

fn procedure(one: &Entry) -> &str {
    match one.kind.as_str() {
        kind @ ("statement" | "destination" | "registration" | "allocation" | "note" | "meeting") => kind,
        _ => "record",
    }
}

fn told(words: &Words, one: &Entry, cause: Option<&Entry>, act: String) -> Shown {
    let procedure = procedure(one);
    let recorded = crate::domain::calendar::today(one.recorded_at, crate::facts::GENEVA);
    // What follows from somebody's act is their doing.
    let who = one.who.as_ref().or(cause.and_then(|cause| cause.who.as_ref()));
    let said = |(role, body): &(String, String)| {
        let said = Said::new("frame-role").term("role", format!("role-{}", role.replace('_', "-")));
        words.say(&said.with("body", body.clone()))
    };
    Shown {
        who: who.cloned().unwrap_or_else(|| words.t(&format!("who-{}", one.actor_kind))),
        role: one.role.as_ref().or(cause.and_then(|cause| cause.role.as_ref())).map(said),
        act,
        recorded: instant(words, one.recorded_at),
        occurred: (recorded != one.occurred_on).then(|| day(words, one.occurred_on)),
        clause: Some(one.clause.clone()).filter(|cited| clause::is_published(cited)),
        changes: one
            .said
            .iter()
            .map(|(name, text)| said_with(words, name, text))
            .chain(one.changes.iter().filter_map(|change| difference(words, procedure, change)))
            .collect(),
        reason: one.reason.clone(),
        unusual: one.unusual.then(|| words.t("history-unusual")),
        cause: cause.map(|cause| {
            let done = words.t(&format!("done-{}-{}", cause.kind, cause.act.replace('_', "-")));
            words.fill("history-cause", "done", &done)
        }),
    }
}

/// What was said with an act, under the name of its field.
fn said_with(words: &Words, name: &str, text: &str) -> Change {
    let label = words.t(&format!("field-{}", name.replace('_', "-")));
    Change { label, pieces: vec![Piece::Same(text.to_owned())] }
}

/// What was done, and at which body where the event is about one of several.
fn about(words: &Words, one: &Entry, of: &Statement, done: String) -> String {
    let allocations = of.registrations.iter().flat_map(|registration| &registration.allocations);
    let named = (of.destinations.iter().map(|to| (to.id, &to.to)))
        .chain(of.registrations.iter().map(|registration| (registration.id, &registration.body)))
        .chain(allocations.map(|allocation| (allocation.id, &allocation.body)));
    match named.into_iter().find(|(id, _)| *id == one.subject) {
        Some((_, body)) => words.say(&said!("history-about", done = done, body = body.name.clone())),
        None => done,
    }
}

/// A changed field as words with what was taken out and put in.
fn difference(
    words: &Words,
    procedure: &str,
    (column, before, after): &(String, serde_json::Value, serde_json::Value),
) -> Option<Change> {
    let key = format!("field-{}", column.replace('_', "-"));
    let label = words.has(&key).then(|| words.t(&key))?;
    if column == "files" {
        return Some(Change { label, pieces: files(before, after) });
    }
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) if column == "state" => {
            words.t(&format!("state-{procedure}-{}", text.replace('_', "-")))
        }
        serde_json::Value::String(text) if column == "level" => words.t(&format!("level-{}", text.replace('_', "-"))),
        serde_json::Value::String(text) if column == "purpose" => words.t(&format!("purpose-{text}")),
        serde_json::Value::String(text) if matches!(column.as_str(), "body_kind" | "side") => {
            words.t(&format!("{}-{}", column.replace('_', "-"), text.replace('_', "-")))
        }
        serde_json::Value::String(text) => match text.parse::<chrono::NaiveDate>() {
            Ok(on) => words.date(on),
            Err(_) if uuid::Uuid::try_parse(text).is_ok() => String::new(),
            Err(_) => text.clone(),
        },
        serde_json::Value::Array(rows) => rows.iter().map(named).collect::<Vec<_>>().join(", "),
        // The record of a decision has its own lines among the facts.
        serde_json::Value::Object(_) => String::new(),
        other => other.to_string(),
    };
    let (before, after) = (text(before), text(after));
    if before == after {
        return None;
    }
    // What stood nowhere before is no difference from anything.
    if before.is_empty() {
        return Some(Change { label, pieces: vec![Piece::Same(after)] });
    }
    if column.ends_with("_on") || matches!(column.as_str(), "due" | "deadline" | "reply_due") {
        // Of a day no part stays the same.
        let gone = [Piece::Removed(before), Piece::Same(" ".to_owned())];
        let come = (!after.is_empty()).then_some(Piece::Added(after));
        return Some(Change { label, pieces: gone.into_iter().chain(come).collect() });
    }
    Some(Change { label, pieces: pieces(&before, &after) })
}

/// What a row of a list is called.
fn named(row: &serde_json::Value) -> String {
    let name = row.get("name").and_then(serde_json::Value::as_str);
    name.or(row.as_str()).map_or_else(|| row.to_string(), str::to_owned)
}

/// The files before and after, by name.
fn files(before: &serde_json::Value, after: &serde_json::Value) -> Vec<Piece> {
    let rows = |value: &serde_json::Value| -> Vec<FileRef> {
        value.as_array().into_iter().flatten().filter_map(|row| serde_json::from_value(row.clone()).ok()).collect()
    };
    let (before, after) = (rows(before), rows(after));
    let among = |file: &FileRef, others: &[FileRef]| others.iter().any(|o| o.hash == file.hash && o.name == file.name);
    let piece = |file: &FileRef, how| {
        let (name, href) = (file.name.clone(), links::file(&file.hash, &file.name));
        Piece::File { name, href, how }
    };
    let gone = before.iter().filter(|file| !among(file, &after)).map(|file| piece(file, How::Removed));
    let now = after.iter().map(|file| piece(file, if among(file, &before) { How::Same } else { How::Added }));
    gone.chain(now).collect()
}
