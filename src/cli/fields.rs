//! The fields of an act as people name them: a body by its short name, a person by the address, a statement by handle or
//! number. Turned into the ids that the typed reader wants; everything else is left to that reader.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::failure::Failure;
use crate::domain::ask::{AskKind, asks};
use crate::domain::command::Kind;
use crate::facts::{self, Conn};
use crate::said;

/// Reads `name=value` pairs. A name given twice becomes a list; a value that is a JSON list or object is taken as one.
pub fn given(pairs: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut fields = Map::new();
    for pair in pairs {
        let (name, text) = pair.split_once('=').ok_or_else(|| said!("cli-no-field", field = pair.clone()))?;
        let value = match text.trim_start().starts_with(['[', '{']) {
            true => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
            false => Value::from(text),
        };
        let name = name.trim().to_owned();
        match fields.remove(&name) {
            None => fields.insert(name, value),
            Some(Value::Array(mut all)) => {
                all.push(value);
                fields.insert(name, Value::Array(all))
            }
            Some(first) => fields.insert(name, Value::Array(vec![first, value])),
        };
    }
    Ok(fields)
}

/// What a cell of a field names.
#[derive(Clone, Copy)]
enum Names {
    Body,
    Person,
    Statement,
    Allocation,
}

/// The fields with names in place of ids looked up.
pub async fn resolved(
    conn: &mut Conn,
    kind: Kind,
    act: &str,
    mut fields: Map<String, Value>,
) -> Result<Map<String, Value>, Failure> {
    for ask in asks(kind, act).unwrap_or_default() {
        let Some(value) = fields.get_mut(ask.name) else { continue };
        match ask.kind {
            AskKind::Body => cell(conn, value, Names::Body).await?,
            AskKind::Person => cell(conn, value, Names::Person).await?,
            AskKind::Statement => cell(conn, value, Names::Statement).await?,
            AskKind::Answers => each(conn, value, Names::Allocation).await?,
            AskKind::Destinations { .. } => rows(conn, value, &[("body", Names::Body)]).await?,
            AskKind::Allocations => rows(conn, value, &[("body", Names::Body), ("assignee", Names::Person)]).await?,
            AskKind::Line { .. }
            | AskKind::Lines { .. }
            | AskKind::Markdown { .. }
            | AskKind::Day
            | AskKind::Purpose
            | AskKind::Choice(_)
            | AskKind::Tick
            | AskKind::Contacts
            | AskKind::Questions
            | AskKind::Numbers
            | AskKind::Files => {}
        }
    }
    Ok(fields)
}

/// One row may be given without the list around it.
async fn rows(conn: &mut Conn, value: &mut Value, cells: &[(&str, Names)]) -> Result<(), Failure> {
    if value.is_object() {
        *value = Value::Array(vec![value.take()]);
    }
    for row in value.as_array_mut().into_iter().flatten() {
        for (name, names) in cells {
            if let Some(found) = row.get_mut(*name) {
                cell(conn, found, *names).await?;
            }
        }
    }
    Ok(())
}

async fn each(conn: &mut Conn, value: &mut Value, names: Names) -> Result<(), Failure> {
    match value {
        Value::Array(all) => {
            for one in all {
                cell(conn, one, names).await?;
            }
            Ok(())
        }
        other => cell(conn, other, names).await,
    }
}

async fn cell(conn: &mut Conn, value: &mut Value, names: Names) -> Result<(), Failure> {
    let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
    if Uuid::try_parse(text).is_ok() {
        return Ok(());
    }
    let id = match names {
        Names::Body => match facts::find::body(conn, text).await? {
            Some(id) => id,
            None => by_handle(conn, text, Kind::Body).await?.ok_or_else(|| said!("cli-no-body", name = text))?,
        },
        Names::Person => match facts::find::person(conn, text).await? {
            Some(id) => id,
            None => by_handle(conn, text, Kind::Person).await?.ok_or_else(|| said!("cli-no-person", name = text))?,
        },
        Names::Statement => statement(conn, text).await?.ok_or_else(|| said!("cli-no-statement", name = text))?,
        Names::Allocation => {
            by_handle(conn, text, Kind::Allocation).await?.ok_or_else(|| said!("cli-no-such-handle", handle = text))?
        }
    };
    *value = Value::from(id.to_string());
    Ok(())
}

async fn by_handle(conn: &mut Conn, text: &str, kind: Kind) -> Result<Option<Uuid>, Failure> {
    Ok(facts::find::handle(conn, text).await?.filter(|(_, found)| *found == kind).map(|(id, _)| id))
}

/// A statement by its handle, or by a number that no other has.
async fn statement(conn: &mut Conn, text: &str) -> Result<Option<Uuid>, Failure> {
    if let Some(id) = by_handle(conn, text, Kind::Statement).await? {
        return Ok(Some(id));
    }
    let mut found: Vec<Uuid> = facts::find::number(conn, text)
        .await?
        .into_iter()
        .filter(|(_, kind)| *kind == Kind::Statement)
        .map(|(id, _)| id)
        .collect();
    found.dedup();
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Any subject by its handle, or a statement by its number.
pub async fn subject(conn: &mut Conn, text: &str) -> Result<(Uuid, Kind), Failure> {
    if let Some(found) = facts::find::handle(conn, text).await? {
        return Ok(found);
    }
    let found = statement(conn, text).await?.ok_or_else(|| said!("cli-no-such-handle", handle = text))?;
    Ok((found, Kind::Statement))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_given_twice_is_a_list_and_json_is_taken_as_such() {
        let pairs = ["questions=Q14/17", "questions=Q10/17", "topic=a=b", r#"contacts=[{"name":"N"}]"#];
        let fields = given(&pairs.map(str::to_owned)).unwrap();
        assert_eq!(fields["questions"], json!(["Q14/17", "Q10/17"]));
        assert_eq!(fields["topic"], json!("a=b"));
        assert_eq!(fields["contacts"], json!([{"name": "N"}]));
        assert!(given(&["topic".to_owned()]).is_err());
    }
}
