//! The shapes of what comes out. A test compares them with what really comes out.

mod body;

use serde_json::{Map, Value, json};

use super::{Field, day, hash, id, named, or_null, purpose};

fn words_of() -> Value {
    json!({"type": "string"})
}

fn instant() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn whole() -> Value {
    json!({"type": "integer"})
}

fn flag() -> Value {
    json!({"type": "boolean"})
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
        ("several", several()),
        ("stored", object(vec![("hash", hash()), ("size", whole())], &[])),
        ("body", object(body, &[])),
    ]
}

/// What came of many acts, one by one.
fn several() -> Value {
    let receipt = json!({"anyOf": [named("receipt"), {"type": "null"}]});
    let problem = json!({"anyOf": [named("problem"), {"type": "null"}]});
    let item = vec![("on", words_of()), ("act", words_of()), ("receipt", receipt), ("problem", problem)];
    let letter = object(vec![("name", words_of()), ("notice", words_of()), ("statements", whole())], &[]);
    let members = vec![
        ("rehearsed", flag()),
        ("done", whole()),
        ("refused", whole()),
        ("items", list(object(item, &[]))),
        ("letters", list(letter)),
    ];
    object(members, &[])
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
        ("rows", list(named("row"))),
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
        ("body_page", body::page()),
        ("row", with_state(row)),
        ("page", object(page, &[])),
        ("home", object(home, &[])),
    ]
}

fn subjects() -> Vec<(&'static str, Value)> {
    vec![
        ("statement", statement()),
        ("registration", registration()),
        ("allocation", allocation()),
        ("notes", notes()),
        ("templates", templates()),
        ("act", act()),
        ("refused", refused()),
        ("reading", reading()),
        ("procedure", procedure()),
    ]
}

fn notes() -> Value {
    let body = object(vec![("id", id()), ("name", words_of())], &[]);
    let members: Vec<Field> = vec![
        ("id", id()),
        ("handle", words_of()),
        ("version", whole()),
        ("state", words_of()),
        ("state_label", words_of()),
        ("body", words_of()),
        ("author", words_of()),
        ("written_at", instant()),
        ("corrected_at", or_null(instant())),
        ("text", or_null(words_of())),
        ("struck_at", or_null(instant())),
        ("struck_by", or_null(words_of())),
        ("reason", or_null(words_of())),
    ];
    let note = object(members.into_iter().chain(offers()).collect(), &[]);
    object(vec![("notes", list(note)), ("bodies", list(body)), ("older", or_null(words_of()))], &[])
}

fn templates() -> Value {
    let mark = object(vec![("mark", words_of()), ("about", words_of())], &[]);
    let texts = ["name", "abstract", "text"].map(|name| (name, words_of()));
    let one = [("id", id()), ("at", instant()), ("by", or_null(words_of()))].into_iter().chain(texts);
    let one = object(one.collect(), &[]);
    let members = vec![
        ("version", whole()),
        ("in_use", list(one.clone())),
        ("ended", list(one)),
        ("older", or_null(words_of())),
        ("placeholders", list(mark)),
        ("keeps", flag()),
    ];
    object(members, &[])
}

fn statement() -> Value {
    let number = object(vec![("scheme", words_of()), ("value", words_of())], &[]);
    let texts =
        ["handle", "href", "title", "language", "prepared_at", "abstract", "body", "keywords", "approval", "how_sent"];
    let mut members: Vec<Field> = texts.into_iter().map(|name| (name, words_of())).collect();
    members.extend([
        ("id", id()),
        ("version", whole()),
        ("owner", named("body")),
        ("ours", flag()),
        ("author", or_null(words_of())),
        ("recorded_by_other_side", or_null(words_of())),
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
        ("forwarded", list(any_object())),
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
