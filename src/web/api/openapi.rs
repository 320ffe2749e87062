//! The OpenAPI 3.1 document, made from the list of operations and from what each act asks.

use actix_web::HttpResponse;
use serde_json::{Map, Value, json};

use super::schemas::{answers, named, request};
use super::{Operation, schemas};
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::note::Act::Write;
use crate::domain::procedure::printed;
use crate::domain::procedure::{record, registration, statement};
use crate::links;
use crate::web::app::App;
use crate::web::error::Problem;
use crate::words::Words;

/// The kinds on which people act.
const KINDS: [Kind; 4] = [Kind::Statement, Kind::Registration, Kind::Allocation, Kind::Note];

/// The document.
pub async fn serve(app: App) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(document(&app.words, &app.config.public_url)))
}

/// One act that people do to what is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActPath {
    pub act: &'static str,
    pub path: String,
    /// The kinds of subject that know it.
    pub kinds: Vec<Kind>,
}

/// Every act by its path, in the order of the tables.
pub fn acts() -> Vec<ActPath> {
    let all = printed::all();
    let mut paths: Vec<ActPath> = Vec::new();
    for kind in KINDS {
        let rows = all.iter().filter(|one| one.name == kind.name()).flat_map(|one| &one.rows);
        for row in rows.filter(|row| !row.from.is_empty() && asks(kind, row.act).is_some()) {
            match paths.iter_mut().find(|path| path.act == row.act) {
                Some(path) if path.kinds.contains(&kind) => {}
                Some(path) => path.kinds.push(kind),
                None => {
                    let path = links::API_ACT.replace("{act}", &row.act.replace('_', "-"));
                    paths.push(ActPath { act: row.act, path, kinds: vec![kind] });
                }
            }
        }
    }
    paths
}

/// The whole document.
pub fn document(words: &Words, server: &str) -> Value {
    let mut paths = Map::new();
    for operation in Operation::ALL {
        if *operation == Operation::Act {
            for act in acts() {
                paths.insert(act.path.clone(), json!({"post": of_act(words, &act)}));
            }
            continue;
        }
        let at = paths.entry(operation.path()).or_insert_with(|| json!({}));
        at[operation.method().name()] = of(words, *operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": words.t("api-title"),
            "description": words.t("api-lead"),
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components(words),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "responses": {"problem": {
                "description": words.t("api-problem"),
                "content": {"application/problem+json": {"schema": named("problem")}},
            }},
        },
    })
}

fn components(words: &Words) -> Map<String, Value> {
    let mut all: Map<String, Value> = answers().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for act in acts() {
        for kind in &act.kinds {
            if let Some(schema) = request(words, *kind, act.act, false) {
                all.insert(request_name(*kind, act.act), schema);
            }
        }
    }
    if let Some(mut schema) = request(words, Kind::Note, Write.name(), true) {
        without(&mut schema, "statement");
        all.insert(request_name(Kind::Note, Write.name()), schema);
    }
    all.extend(Operation::ALL.iter().filter_map(|one| template_act(*one)).filter_map(|act| of_template(words, act)));
    for birth in [statement::Act::Draft, statement::Act::Record, statement::Act::RecordOwn].map(Named::name) {
        if let Some(schema) = request(words, Kind::Statement, birth, true) {
            all.insert(request_name(Kind::Statement, birth), schema);
        }
    }
    all
}

/// What an operation does to a template of a body.
fn template_act(operation: Operation) -> Option<record::Act> {
    match operation {
        Operation::AddTemplate => Some(record::Act::AddTemplate),
        Operation::CorrectTemplate => Some(record::Act::CorrectTemplate),
        Operation::EndTemplate => Some(record::Act::EndTemplate),
        Operation::PutBackTemplate => Some(record::Act::PutBackTemplate),
        _ => None,
    }
}

/// The shape of that, under its name; the path says which template.
fn of_template(words: &Words, act: record::Act) -> Option<(String, Value)> {
    let mut schema = request(words, Kind::Body, act.name(), false)?;
    without(&mut schema, "template");
    Some((request_name(Kind::Body, act.name()), schema))
}

/// The path says it.
fn without(schema: &mut Value, member: &str) {
    if let Some(members) = schema["properties"].as_object_mut() {
        members.remove(member);
    }
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|name| name != member);
    }
}

fn request_name(kind: Kind, act: &str) -> String {
    format!("{}.{act}", kind.name())
}

/// The parts that every operation has.
fn common(words: &Words, operation: Operation, id: &str, answer: (&str, &str)) -> Value {
    let (status, schema) = answer;
    let mut value = json!({
        "operationId": id,
        "summary": words.t(&format!("api-op-{}", operation.slug())),
        "responses": {
            status: {
                "description": words.t("api-answer"),
                "content": {"application/json": {"schema": named(schema)}},
            },
            "default": {"$ref": "#/components/responses/problem"},
        },
        "parameters": parameters(words, operation),
    });
    if operation.is_open() {
        value["security"] = json!([]);
    }
    value
}

fn of(words: &Words, operation: Operation) -> Value {
    let answer = match operation {
        Operation::SignIn => ("200", "token"),
        Operation::Me => ("200", "me"),
        Operation::Home => ("200", "home"),
        Operation::Statements => ("200", "page"),
        Operation::Draft | Operation::Record | Operation::RecordOwn => ("201", "receipt"),
        Operation::Statement => ("200", "statement"),
        Operation::Notes => ("200", "notes"),
        Operation::Note => ("201", "receipt"),
        Operation::Act => ("200", "receipt"),
        Operation::Several => ("200", "several"),
        Operation::File => ("201", "stored"),
        Operation::Intake => ("200", "reading"),
        Operation::Bodies => ("200", "bodies"),
        Operation::Body => ("200", "body_page"),
        Operation::Templates => ("200", "templates"),
        Operation::AddTemplate => ("201", "receipt"),
        Operation::CorrectTemplate | Operation::EndTemplate | Operation::PutBackTemplate => ("200", "receipt"),
        Operation::People => ("200", "people"),
        Operation::Procedure => ("200", "procedure"),
    };
    let mut value = common(words, operation, operation.name(), answer);
    if let Some(body) = body(operation) {
        value["requestBody"] = body;
    }
    value
}

/// What an operation takes in its body.
fn body(operation: Operation) -> Option<Value> {
    let json_of = |schema: Value| json!({"required": true, "content": {"application/json": {"schema": schema}}});
    match operation {
        Operation::SignIn => {
            let text = json!({"type": "string", "minLength": 1});
            Some(json_of(json!({
                "type": "object", "properties": {"email": text, "password": text},
                "required": ["email", "password"], "additionalProperties": false,
            })))
        }
        Operation::Draft => Some(json_of(named(&request_name(Kind::Statement, "draft")))),
        Operation::Record => Some(json_of(named(&request_name(Kind::Statement, "record")))),
        Operation::RecordOwn => Some(json_of(named(&request_name(Kind::Statement, "record_own")))),
        Operation::Several => Some(json_of(schemas::several())),
        Operation::Note => Some(json_of(named(&request_name(Kind::Note, Write.name())))),
        Operation::AddTemplate | Operation::CorrectTemplate | Operation::EndTemplate | Operation::PutBackTemplate => {
            template_act(operation).map(|act| json_of(named(&request_name(Kind::Body, act.name()))))
        }
        Operation::File | Operation::Intake => {
            let bytes = json!({"type": "string", "format": "binary", "minLength": 1});
            Some(json!({"required": true, "content": {"application/octet-stream": {"schema": bytes}}}))
        }
        Operation::Act
        | Operation::Me
        | Operation::Home
        | Operation::Statements
        | Operation::Statement
        | Operation::Notes
        | Operation::Bodies
        | Operation::Body
        | Operation::Templates
        | Operation::People
        | Operation::Procedure => None,
    }
}

fn of_act(words: &Words, act: &ActPath) -> Value {
    let mut value = common(words, Operation::Act, &format!("act_{}", act.act), ("200", "receipt"));
    let verb = act.kinds.first().map(|kind| words.t(&format!("act-{}-{}", kind.slug(), act.act.replace('_', "-"))));
    value["summary"] = json!(verb);
    value["description"] = json!(words.t("api-op-act"));
    let mut shapes: Vec<Value> = act.kinds.iter().map(|kind| named(&request_name(*kind, act.act))).collect();
    let shape = if shapes.len() == 1 { shapes.remove(0) } else { json!({"anyOf": shapes}) };
    value["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": shape}}});
    value
}

fn parameters(words: &Words, operation: Operation) -> Vec<Value> {
    let text = || json!({"type": "string"});
    let states: Vec<&str> = statement::State::ALL
        .iter()
        .map(|state| state.name())
        .chain(registration::State::ALL.iter().map(|state| state.name()))
        .fold(Vec::new(), |all, name| if all.contains(&name) { all } else { [all, vec![name]].concat() });
    let one = |place: &str, name: &str, schema: Value| {
        let known_as = if operation == Operation::Procedure { "procedure" } else { name };
        let about = words.t(&format!("api-in-{}", known_as.to_lowercase()));
        json!({"in": place, "name": name, "required": place == "path", "schema": schema, "description": about})
    };
    let key = || json!({"type": "integer", "format": "int64"});
    let uuid = || json!({"type": "string", "format": "uuid"});
    match operation {
        Operation::Statements => vec![
            one("query", "q", text()),
            one("query", "direction", json!({"type": "string", "enum": ["outgoing", "incoming"]})),
            one("query", "state", json!({"type": "string", "enum": states})),
            one("query", "body", json!({"type": "string", "format": "uuid"})),
            one("query", "reply", json!({"type": "string", "enum": ["awaited", "owed"]})),
            one("query", "before", key()),
            one("query", "after", key()),
        ],
        Operation::Statement | Operation::Body => vec![one("path", "handle", text())],
        Operation::Act => vec![
            one("path", "handle", text()),
            one("header", "If-Match", text()),
            one("header", "Idempotency-Key", schemas::key()),
        ],
        Operation::Notes => vec![one("path", "handle", text()), one("query", "before", uuid())],
        Operation::Templates => vec![one("path", "handle", text()), one("query", "ended", uuid())],
        Operation::CorrectTemplate | Operation::EndTemplate | Operation::PutBackTemplate => vec![
            one("path", "handle", text()),
            one("path", "template", uuid()),
            one("header", "If-Match", text()),
            one("header", "Idempotency-Key", schemas::key()),
        ],
        Operation::Note | Operation::AddTemplate => {
            vec![one("path", "handle", text()), one("header", "Idempotency-Key", schemas::key())]
        }
        Operation::Draft | Operation::Record | Operation::RecordOwn | Operation::Several => {
            vec![one("header", "Idempotency-Key", schemas::key())]
        }
        Operation::Intake => vec![one("query", "name", text())],
        Operation::People => vec![one("path", "id", uuid())],
        Operation::Procedure => {
            let names: Vec<&str> = printed::all().iter().map(|one| one.name).collect();
            vec![one("path", "name", json!({"type": "string", "enum": names}))]
        }
        Operation::SignIn | Operation::Me | Operation::Home | Operation::File | Operation::Bodies => Vec::new(),
    }
}
