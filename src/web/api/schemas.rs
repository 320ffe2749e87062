//! The shapes of what goes in, as JSON Schema, made from `domain::ask`; what comes out is in `answers`.

mod answers;

use serde_json::{Map, Value, json};

use crate::domain::ask::{Ask, AskKind, asks, envelope};
use crate::domain::command::Kind;
use crate::domain::form::MOST_ROWS;
use crate::domain::named::Named;
use crate::domain::reference::Purpose;
use crate::words::Words;

pub use answers::answers;

type Field = (&'static str, Value);

/// A reference to a shape by its name.
pub fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The body of an act; none for what people do not do.
pub fn request(words: &Words, kind: Kind, act: &str, birth: bool) -> Option<Value> {
    let mut all = asks(kind, act)?;
    all.extend(envelope(kind, act));
    let mut properties: Map<String, Value> = all.iter().map(|ask| (ask.name.to_owned(), titled(words, ask))).collect();
    if !birth {
        properties.insert("version".to_owned(), json!({"type": ["integer", "null"], "format": "int32"}));
    }
    let required: Vec<&str> = all.iter().filter(|ask| ask.required).map(|ask| ask.name).collect();
    let title = words.t(&format!("act-{}-{}", kind.procedure(), act.replace('_', "-")));
    Some(json!({
        "type": "object", "title": title, "properties": properties, "required": required,
        "additionalProperties": false,
    }))
}

fn titled(words: &Words, ask: &Ask) -> Value {
    let mut schema = of(ask.kind);
    for (key, member) in [("", "title"), ("-hint", "description")] {
        let key = format!("field-{}{key}", ask.name.replace('_', "-"));
        if words.has(&key) {
            schema[member] = json!(words.t(&key));
        }
    }
    schema
}

fn of(kind: AskKind) -> Value {
    match kind {
        AskKind::Line { max } => text(max),
        AskKind::Lines { max } => text(max),
        AskKind::Markdown { max } => json!({"type": "string", "maxLength": max, "contentMediaType": "text/markdown"}),
        AskKind::Day => day(),
        AskKind::Person | AskKind::Body | AskKind::Statement => id(),
        AskKind::Purpose => purpose(),
        AskKind::Choice(choices) => json!({"type": "string", "enum": choices}),
        AskKind::Tick => json!({"type": "boolean"}),
        AskKind::Destinations { .. } => {
            let row = vec![("body", or_null(id())), ("purpose", purpose()), ("deadline", or_null(day()))];
            rows([row, vec![("printed", text(300))]].concat(), &[])
        }
        AskKind::Contacts => rows(
            vec![
                ("name", text(200)),
                ("organisation", text(200)),
                ("country", text(100)),
                ("tel", text(60)),
                ("email", text(254)),
            ],
            &[],
        ),
        AskKind::Questions | AskKind::Numbers => json!({"type": "array", "items": text(80), "maxItems": MOST_ROWS}),
        AskKind::Answers => json!({"type": "array", "items": id(), "maxItems": MOST_ROWS}),
        AskKind::Files => rows(
            vec![
                ("hash", hash()),
                ("name", text(255)),
                ("media_type", text(255)),
                ("original", json!({"type": "boolean"})),
            ],
            &["hash", "name"],
        ),
        AskKind::Allocations => rows(
            vec![
                ("body", id()),
                ("assignee", id()),
                ("purpose", purpose()),
                ("lead", json!({"type": "boolean"})),
                ("due", or_null(day())),
                ("note", text(1_000)),
            ],
            &["body", "assignee", "purpose"],
        ),
    }
}

fn rows(cells: Vec<Field>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let row = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    json!({"type": "array", "items": row, "maxItems": MOST_ROWS})
}

fn text(max: usize) -> Value {
    json!({"type": "string", "maxLength": max})
}

/// Many acts at once.
pub fn several() -> Value {
    let act = json!({
        "type": "object", "required": ["on", "act"], "additionalProperties": false,
        "properties": {
            "on": text(40), "act": text(80), "version": {"type": ["integer", "null"], "format": "int32"},
            "fields": {"type": "object"},
        },
    });
    json!({
        "type": "object", "required": ["acts"], "additionalProperties": false,
        "properties": {
            "rehearse": {"type": "boolean"},
            "acts": {"type": "array", "items": act, "minItems": 1, "maxItems": MOST_ROWS},
        },
    })
}

/// An idempotency key.
pub fn key() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": 200})
}

fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

fn purpose() -> Value {
    let names: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.name()).collect();
    json!({"type": "string", "enum": names})
}

fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}
