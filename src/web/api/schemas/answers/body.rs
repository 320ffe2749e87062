//! The shape of one body's page.

use serde_json::{Value, json};

use super::super::{Field, day, id, named, or_null};
use super::{flag, list, object, words_of};

pub(super) fn page() -> Value {
    let mut all = about();
    let texts = ["kind", "title", "zone"].map(|name| (name, words_of()));
    all.extend(texts);
    let officer =
        object(vec![("name", words_of()), ("role", words_of()), ("from", day()), to(), ("decision", words_of())], &[]);
    let address =
        object(vec![("kind", words_of()), ("name", words_of()), ("address", words_of()), ("from", day()), to()], &[]);
    let meeting = vec![
        ("handle", words_of()),
        ("title", words_of()),
        ("place", words_of()),
        ("starts_on", day()),
        ("ends_on", day()),
    ];
    let open = vec![
        ("handle", words_of()),
        ("href", words_of()),
        ("title", words_of()),
        ("numbers", list(words_of())),
        ("due", or_null(day())),
        ("late", flag()),
        ("whom", list(words_of())),
    ];
    let open = object(vec![("rows", list(object(open, &[]))), ("more", flag())], &[]);
    all.extend([
        ("kept_here", flag()),
        ("study_period", or_null(words_of())),
        ("go_live", or_null(day())),
        ("parents", list(object(about(), &[]))),
        ("children", list(object(about(), &[]))),
        ("officers", list(officer.clone())),
        ("former_officers", list(officer)),
        ("addresses", list(address)),
        ("next_meeting", or_null(object(meeting, &[]))),
        ("they_owe", or_null(open.clone())),
        ("we_owe", or_null(open)),
        ("statements", object(vec![("rows", list(named("row"))), ("more", flag())], &[])),
    ]);
    object(all, &[])
}

fn to() -> Field {
    ("to", or_null(day()))
}

fn about() -> Vec<Field> {
    vec![
        ("id", id()),
        ("handle", words_of()),
        ("href", words_of()),
        ("name", words_of()),
        ("side", json!({"enum": ["itu", "partner"]})),
        ("valid_from", day()),
        ("valid_to", or_null(day())),
    ]
}
