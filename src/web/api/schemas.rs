//! The shapes of what goes in and comes out, as JSON Schema. What goes in is made from `domain::ask`; what comes out is
//! written here and compared by a test with what really comes out.

use serde_json::{Map, Value, json};

use crate::domain::ask::{Ask, AskKind, asks, envelope};
use crate::domain::command::Kind;
use crate::domain::form::MOST_ROWS;
use crate::domain::named::Named;
use crate::domain::reference::Purpose;
use crate::words::Words;

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
    let title = words.t(&format!("act-{}-{}", kind.slug(), act.replace('_', "-")));
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
        AskKind::Destinations { printed } => {
            let mut row =
                vec![("body", or_null(id())), ("purpose", purpose()), ("deadline", or_null(day()))];
            if printed {
                row.push(("printed", text(300)));
            }
            rows(row, &[])
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
            vec![("hash", hash()), ("name", text(255)), ("media_type", text(255)), ("original", json!({"type": "boolean"}))],
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

/// An idempotency key.
pub fn key() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": 200})
}

fn words_of() -> Value {
    json!({"type": "string"})
}

fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn instant() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

fn whole() -> Value {
    json!({"type": "integer"})
}

fn flag() -> Value {
    json!({"type": "boolean"})
}

fn purpose() -> Value {
    let names: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.name()).collect();
    json!({"type": "string", "enum": names})
}

fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

fn any_object() -> Value {
    json!({"type": "object"})
}

/// An object of these members, all of them always there but those in `absent`.
fn object(members: Vec<Field>, absent: &[&str]) -> Value {
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).filter(|name| !absent.contains(name)).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn state() -> Vec<Field> {
    vec![("state", words_of()), ("state_label", words_of()), ("waiting_for", words_of()), ("since", instant())]
}

fn with_state(mut members: Vec<Field>) -> Value {
    members.extend(state());
    object(members, &[])
}

fn offers() -> Vec<Field> {
    vec![("acts", list(named("act"))), ("refused", list(named("refused")))]
}

/// Every shape that comes out, by its name.
pub fn answers() -> Vec<(&'static str, Value)> {
    let mut all = small();
    all.extend(lists());
    all.extend(subjects());
    all
}

fn small() -> Vec<(&'static str, Value)> {
    let problem = object(
        vec![
            ("type", words_of()),
            ("title", words_of()),
            ("status", whole()),
            ("detail", words_of()),
            ("code", words_of()),
            ("clause", or_null(words_of())),
            ("refusals", list(named("reason"))),
            ("version", whole()),
            ("state", words_of()),
            ("reference", words_of()),
        ],
        &["version", "state", "reference"],
    );
    let reason = object(
        vec![
            ("code", words_of()),
            ("severity", words_of()),
            ("sentence", words_of()),
            ("clause", or_null(words_of())),
            ("who", list(words_of())),
            ("field", or_null(words_of())),
        ],
        &[],
    );
    let token = vec![("access_token", words_of()), ("token_type", words_of()), ("expires_in", whole())];
    let role = object(vec![("role", words_of()), ("label", words_of()), ("body", words_of())], &[]);
    let me = vec![
        ("id", id()),
        ("name", words_of()),
        ("email", words_of()),
        ("administrator", flag()),
        ("roles", list(role)),
        ("today", day()),
    ];
    let receipt = vec![
        ("id", id()),
        ("handle", words_of()),
        ("href", words_of()),
        ("version", whole()),
        ("state", words_of()),
        ("state_label", words_of()),
        ("event", id()),
        ("letters", whole()),
        ("repeated", flag()),
    ];
    let body = vec![("id", or_null(id())), ("name", words_of()), ("side", json!({"enum": ["itu", "partner"]}))];
    vec![
        ("problem", problem),
        ("reason", reason),
        ("token", object(token, &[])),
        ("me", object(me, &[])),
        ("receipt", object(receipt, &[])),
        ("stored", object(vec![("hash", hash()), ("size", whole())], &[])),
        ("body", object(body, &[])),
    ]
}

fn lists() -> Vec<(&'static str, Value)> {
    let body_row = vec![
        ("id", id()),
        ("name", words_of()),
        ("title", words_of()),
        ("kind", words_of()),
        ("side", words_of()),
        ("kept_here", flag()),
    ];
    let serving =
        vec![("id", id()), ("name", words_of()), ("role", words_of()), ("label", words_of()), ("body", words_of())];
    let row = vec![
        ("handle", words_of()),
        ("href", words_of()),
        ("title", words_of()),
        ("numbers", list(words_of())),
        ("direction", json!({"enum": ["outgoing", "incoming"]})),
        ("procedure", words_of()),
        ("from", named("body")),
        ("to", list(named("body"))),
        ("issued_on", or_null(day())),
        ("received_on", or_null(day())),
        ("deadline", or_null(day())),
        ("late", flag()),
    ];
    let turn = vec![
        ("handle", words_of()),
        ("href", words_of()),
        ("title", words_of()),
        ("procedure", words_of()),
        ("with", named("body")),
        ("due", or_null(day())),
        ("whom", or_null(words_of())),
    ];
    let page = vec![
        ("rows", list(with_state(row))),
        ("newer", or_null(words_of())),
        ("older", or_null(words_of())),
        ("total", whole()),
        ("total_is_exact", flag()),
    ];
    let turns = object(vec![("rows", list(with_state(turn))), ("more", flag())], &[]);
    let home = ["mine", "others", "due", "late"].map(|name| (name, turns.clone())).to_vec();
    vec![
        ("bodies", object(vec![("rows", list(object(body_row, &[])))], &[])),
        ("people", object(vec![("rows", list(object(serving, &[])))], &[])),
        ("page", object(page, &[])),
        ("home", object(home, &[])),
    ]
}

fn subjects() -> Vec<(&'static str, Value)> {
    vec![
        ("statement", statement()),
        ("registration", registration()),
        ("allocation", allocation()),
        ("act", act()),
        ("refused", refused()),
        ("reading", reading()),
        ("procedure", procedure()),
    ]
}

fn statement() -> Value {
    let number = object(vec![("scheme", words_of()), ("value", words_of())], &[]);
    let texts = ["handle", "href", "title", "language", "prepared_at", "abstract", "body", "keywords", "approval", "how_sent"];
    let mut members: Vec<Field> = texts.into_iter().map(|name| (name, words_of())).collect();
    members.extend([
        ("id", id()),
        ("version", whole()),
        ("owner", named("body")),
        ("ours", flag()),
        ("author", or_null(words_of())),
        ("numbers", list(number)),
        ("questions", list(words_of())),
        ("content_hash", hash()),
        ("contacts", list(any_object())),
        ("level", or_null(words_of())),
        ("decision", or_null(any_object())),
        ("issued_on", or_null(day())),
        ("deadline", or_null(day())),
        ("destinations", list(any_object())),
        ("registrations", list(named("registration"))),
        ("files", list(any_object())),
        ("thread", list(any_object())),
        ("letters", list(any_object())),
        ("history", list(any_object())),
        ("older", or_null(words_of())),
    ]);
    members.extend(offers());
    with_state(members)
}

fn registration() -> Value {
    let mut members = vec![
        ("id", id()),
        ("handle", words_of()),
        ("version", whole()),
        ("body", named("body")),
        ("number", or_null(words_of())),
        ("received_on", day()),
        ("channel", words_of()),
        ("allocations", list(named("allocation"))),
    ];
    members.extend(offers());
    with_state(members)
}

fn allocation() -> Value {
    let mut members: Vec<Field> =
        ["handle", "state", "state_label", "waiting_for", "assignee", "note"].map(|name| (name, words_of())).to_vec();
    members.extend([
        ("id", id()),
        ("version", whole()),
        ("body", named("body")),
        ("lead", flag()),
        ("purpose", purpose()),
        ("due", day()),
        ("due_rule", or_null(words_of())),
    ]);
    members.extend(offers());
    object(members, &[])
}

fn act() -> Value {
    let ask = vec![
        ("name", words_of()),
        ("kind", words_of()),
        ("required", flag()),
        ("max", whole()),
        ("choices", list(words_of())),
    ];
    let members = vec![
        ("act", words_of()),
        ("verb", words_of()),
        ("href", words_of()),
        ("clause", or_null(words_of())),
        ("asks", list(object(ask, &["max", "choices"]))),
        ("with", any_object()),
    ];
    object(members, &["with"])
}

fn refused() -> Value {
    let members = vec![
        ("act", words_of()),
        ("code", words_of()),
        ("severity", json!({"enum": ["hard", "soft", "info"]})),
        ("sentence", words_of()),
        ("clause", or_null(words_of())),
        ("who", list(words_of())),
        ("href", words_of()),
    ];
    object(members, &[])
}

fn reading() -> Value {
    let members = vec![
        ("hash", hash()),
        ("name", words_of()),
        ("media_type", words_of()),
        ("problem", or_null(words_of())),
        ("lines", list(words_of())),
        ("fields", any_object()),
        ("unknown_source", or_null(words_of())),
        ("found", any_object()),
    ];
    object(members, &[])
}

fn procedure() -> Value {
    let members = vec![
        ("name", words_of()),
        ("label", words_of()),
        ("about", words_of()),
        ("states", list(any_object())),
        ("transitions", list(any_object())),
    ];
    object(members, &[])
}
