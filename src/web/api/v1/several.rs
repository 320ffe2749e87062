//! Many acts in one request, each whole or not at all, with a rehearsal that says what refuses and whom it would tell: what
//! the pages do that route, approve and send many at once (PR-13).

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::acts::shown;
use super::sent::{Sent, wrong};
use super::types;
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::form::{FieldProblem, MOST_ROWS};
use crate::domain::said::Said;
use crate::read::subject::{Found, by_handle};
use crate::said;
use crate::web::answer;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::write::{Error, Once, Order, Receipt, Told};

/// One act as it was asked for.
struct Asked {
    on: String,
    act: String,
    version: Option<i32>,
    fields: Map<String, Value>,
}

/// What came of it.
#[derive(Serialize)]
struct Item {
    on: String,
    act: String,
    receipt: Option<types::Receipt>,
    problem: Option<Value>,
}

/// Does the acts in turn, in one transaction; what refuses leaves nothing behind and stops no other.
pub async fn several(app: App, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent { caller, form, .. } = sent;
    if form.version.is_some() {
        return Err(wrong("version", said!("form-unknown-field", name = "version")));
    }
    let (rehearse, asked) = read(&form.fields)?;
    let mut planned = Vec::new();
    for (at, one) in asked.iter().enumerate() {
        planned.push(plan(&app, &caller, one, (at, &form.key), rehearse).await);
    }
    let orders: Vec<Vec<Order>> = planned.iter().flatten().map(|(_, order)| vec![order.clone()]).collect();
    let hash = Sha256::digest(serde_json::to_vec(&form.fields).map_err(|error| Problem::Broken(error.to_string()))?);
    let once = (!rehearse && !form.key.is_empty()).then_some(Once { key: &form.key, hash: &hash });
    let run = app.door.bulk(app.clock.now(), &caller.actor, &orders, once, rehearse).await?;
    let letters: Vec<Value> = run.letters.iter().filter(|_| shows_letters(&planned)).map(letter).collect();
    let items = came_of(&caller, asked, planned, run.items);
    let done = items.iter().filter(|item| item.receipt.is_some()).count();
    let refused = items.len() - done;
    let body = json!({"rehearsed": rehearse, "done": done, "refused": refused, "items": items, "letters": letters});
    Ok(HttpResponse::Ok().json(body))
}

/// What came of each, in the order in which they were asked for.
fn came_of(
    caller: &Caller,
    asked: Vec<Asked>,
    planned: Vec<Result<(Found, Order), Problem>>,
    came: Vec<Result<Receipt, Error>>,
) -> Vec<Item> {
    let mut came = came.into_iter();
    let mut items = Vec::new();
    for (one, planned) in asked.into_iter().zip(planned) {
        let done = match planned {
            Ok((found, _)) => match came.next() {
                Some(Ok(receipt)) => Ok(shown(caller, found.kind, receipt, &found.place.handle)),
                Some(Err(error)) => Err(error.into()),
                None => Err(Problem::Broken("an act without an outcome".to_owned())),
            },
            Err(problem) => Err(problem),
        };
        let (receipt, problem) = match done {
            Ok(receipt) => (Some(receipt), None),
            Err(problem) => (None, Some(answer::details(&problem, &caller.words))),
        };
        items.push(Item { on: one.on, act: one.act, receipt, problem });
    }
    items
}

/// Whom they tell is said of steps of a statement and of a register, as the pages say it. A corrected addressee or a moved
/// meeting also tells people whom other bodies gave the work, which is theirs to see (PR-3).
fn shows_letters(planned: &[Result<(Found, Order), Problem>]) -> bool {
    planned.iter().flatten().all(|(found, _)| matches!(found.kind, Kind::Statement | Kind::Registration))
}

fn letter(told: &Told) -> Value {
    json!({"name": told.name, "notice": told.notice, "statements": told.statements.len()})
}

/// Whether it is a rehearsal, and the acts.
fn read(fields: &Map<String, Value>) -> Result<(bool, Vec<Asked>), Problem> {
    let mut problems = unknown(fields, "", &["rehearse", "acts"]);
    let rehearse = match fields.get("rehearse") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(rehearse)) => *rehearse,
        Some(_) => {
            problems.push(problem("rehearse", said!("form-tick")));
            false
        }
    };
    let mut asked = Vec::new();
    match fields.get("acts") {
        Some(Value::Array(rows)) if rows.is_empty() => problems.push(problem("acts", said!("form-required"))),
        Some(Value::Array(rows)) if rows.len() > MOST_ROWS => {
            problems.push(problem("acts", said!("form-too-many", most = MOST_ROWS as i64)));
        }
        Some(Value::Array(rows)) => {
            for (at, row) in rows.iter().enumerate() {
                asked.extend(act(row, &format!("acts.{at}"), &mut problems));
            }
        }
        None => problems.push(problem("acts", said!("form-required"))),
        Some(_) => problems.push(problem("acts", said!("form-not-a-list"))),
    }
    if problems.is_empty() { Ok((rehearse, asked)) } else { Err(Problem::Fields(problems)) }
}

fn act(row: &Value, at: &str, problems: &mut Vec<FieldProblem>) -> Option<Asked> {
    let Some(row) = row.as_object() else {
        problems.push(problem(at, said!("form-not-a-row")));
        return None;
    };
    problems.extend(unknown(row, &format!("{at}."), &["on", "act", "version", "fields"]));
    let mut text = |name: &str| match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        None => {
            problems.push(problem(&format!("{at}.{name}"), said!("form-required")));
            String::new()
        }
        Some(_) => {
            problems.push(problem(&format!("{at}.{name}"), said!("form-not-text")));
            String::new()
        }
    };
    let (on, act) = (text("on"), text("act").replace('-', "_"));
    let version = match row.get("version") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let read = value.as_i64().and_then(|number| i32::try_from(number).ok());
            if read.is_none() {
                problems.push(problem(&format!("{at}.version"), said!("api-version")));
            }
            read
        }
    };
    let fields = match row.get("fields") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(fields)) => fields.clone(),
        Some(_) => {
            problems.push(problem(&format!("{at}.fields"), said!("form-not-a-row")));
            Map::new()
        }
    };
    Some(Asked { on, act, version, fields })
}

fn unknown(fields: &Map<String, Value>, before: &str, known: &[&str]) -> Vec<FieldProblem> {
    let others = fields.keys().filter(|name| !known.contains(&name.as_str()));
    others.map(|name| problem(&format!("{before}{name}"), said!("form-unknown-field", name = name.clone()))).collect()
}

fn problem(field: &str, said: Said) -> FieldProblem {
    FieldProblem { field: field.to_owned(), said }
}

/// The subject and the order, or why there is none. A key stands for the whole request, and each act has its place in it: no
/// header holds the line break, so that nobody else takes that key.
async fn plan(
    app: &App,
    caller: &Caller,
    asked: &Asked,
    (at, key): (usize, &str),
    rehearse: bool,
) -> Result<(Found, Order), Problem> {
    let mut conn = app.reader.connection().await?;
    let found = by_handle(&mut conn, &caller.sight, &asked.on).await?.ok_or(Problem::Missing)?;
    drop(conn);
    asks(found.kind, &asked.act).ok_or(Problem::Missing)?;
    let wanted = Wanted { kind: found.kind, subject: Some(found.id), act: &asked.act, before: Vec::new() };
    let order = doing::order(&wanted, &asked.fields)?;
    let key = (!rehearse && !key.is_empty()).then(|| format!("{key}\n{at}"));
    Ok((found, Order { version: asked.version, key, ..order }))
}
