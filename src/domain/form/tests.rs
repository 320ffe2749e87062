//! What the typed reader takes and what it says to the rest.

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::domain::reference::Purpose;

const ID: &str = "018f0000-0000-7000-8000-000000000001";
const OTHER: &str = "018f0000-0000-7000-8000-000000000002";

fn map(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn problems(kind: Kind, act: &str, fields: Value) -> Vec<(String, String)> {
    command(kind, act, &map(fields)).unwrap_err().into_iter().map(|p| (p.field, p.said.key)).collect()
}

fn one(field: &str, key: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), key.to_owned())]
}

fn edited(fields: Value) -> Content {
    match command(Kind::Statement, "edit", &map(fields)) {
        Ok(Command::Statement(StatementCommand::Edit(content))) => content,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_seen_fills_nothing_in_and_is_no_part_of_a_name() {
    let nothing = "\u{200b}\u{a0}\u{feff}";
    assert_eq!(problems(Kind::Statement, "edit", json!({"topic": nothing})), one("topic", "form-required"));
    let content = edited(json!({
        "topic": "terms\u{200b} of\u{a0}reference", "body": "\u{2060}\n\u{200b}", "abstract": nothing,
        "contacts": [{"name": nothing}, {"name": "Rap\u{ad}porteur", "email": "q14@example.org"}],
    }));
    assert_eq!((content.topic.as_str(), content.body.as_str()), ("terms of reference", ""));
    assert_eq!(content.abstract_text, "");
    assert_eq!(content.contacts.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Rapporteur"]);
    let record = json!({"source": ID, "numbers": "SG17\u{200b}-LS\u{a0}43\n\u{feff}"});
    let Ok(Command::Statement(StatementCommand::Record(recorded))) = command(Kind::Statement, "record", &map(record))
    else {
        panic!("not read")
    };
    assert_eq!(recorded.numbers, ["SG17-LS 43"]);
}

#[test]
fn a_draft_is_read_with_all_its_rows() {
    let fields = json!({
        "owner": ID, "questions": "14/17, 10/17", "topic": " terms of reference ", "language": "fr",
        "destinations": [
            {"body": ID, "purpose": "action", "deadline": "2023-08-22"},
            {"body": "", "purpose": "action", "deadline": ""},
            {"body": OTHER, "purpose": "information", "deadline": ""},
        ],
        "contacts": [{"name": "Rapporteur Q14/17", "organisation": "", "country": "", "tel": "", "email": "q14@example.org"}, {}],
        "files": [{"hash": "AB".repeat(32), "name": "C:\\fakepath\\draft.docx", "media_type": "text/plain; charset=utf-8", "original": "on"}],
        "answers": [ID], "extent": "part", "occurred_on": "2023-03-06", "reason": ""
    });
    let Ok(Command::Statement(StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None })) =
        command(Kind::Statement, "draft", &map(fields))
    else {
        panic!("not read")
    };
    assert_eq!(owner, Uuid::try_parse(ID).unwrap());
    assert_eq!(questions, ["14/17", "10/17"]);
    assert_eq!((content.topic.as_str(), content.language.as_str()), ("terms of reference", "fr"));
    assert_eq!(content.destinations.len(), 2);
    assert_eq!(content.destinations[1].purpose, Purpose::Information);
    assert_eq!(content.contacts.len(), 1);
    let file = &content.files[0];
    assert_eq!((file.hash.as_str(), file.name.as_str()), ("ab".repeat(32).as_str(), "draft.docx"));
    assert_eq!((file.media_type.as_str(), file.original), ("text/plain", true));
    assert_eq!((answers.len(), extent), (1, Extent::Part));
}

#[test]
fn all_problems_are_told_at_once() {
    let fields = json!({
        "topic": "", "language": "xx", "colour": "red",
        "destinations": [{"body": "SC 27", "purpose": "action"}, {"body": ID, "purpose": "", "deadline": "22.8.2023"}],
        "contacts": [{"name": "Editor", "email": "editor@example.org, other@example.org"}],
        "files": [{"hash": "abc", "name": "x.pdf"}],
    });
    let told = problems(Kind::Statement, "draft", fields);
    for expected in [
        ("colour", "form-unknown-field"),
        ("owner", "form-required"),
        ("topic", "form-required"),
        ("language", "form-choice"),
        ("destinations.0.body", "form-id"),
        ("destinations.1.purpose", "form-purpose"),
        ("destinations.1.deadline", "form-day"),
        ("contacts.0.email", "form-email"),
        ("files.0.hash", "form-hash"),
    ] {
        assert!(told.contains(&(expected.0.to_owned(), expected.1.to_owned())), "{expected:?} in {told:?}");
    }
    assert_eq!(told.len(), 9, "{told:?}");
}

#[test]
fn text_is_kept_as_nfc_with_plain_line_ends() {
    let content =
        edited(json!({"topic": "Ame\u{301}lie", "abstract": "one\r\ntwo\rthree\n", "body": "\r\n    code\r\n"}));
    assert_eq!(content.topic, "Am\u{e9}lie");
    assert_eq!(content.abstract_text, "one\ntwo\nthree");
    assert_eq!(content.body, "    code");
}

#[test]
fn a_control_character_is_refused_with_a_sentence() {
    for text in ["a\u{0}b", "a\u{7}b", "a\u{9b}b"] {
        assert_eq!(problems(Kind::Statement, "edit", json!({"topic": text})), one("topic", "form-control-character"));
    }
    assert_eq!(problems(Kind::Statement, "edit", json!({"topic": "a\nb"})), one("topic", "form-one-line"));
    assert_eq!(problems(Kind::Statement, "edit", json!({"topic": "a\u{2028}b"})), one("topic", "form-one-line"));
}

#[test]
fn lengths_are_counted_in_characters() {
    assert_eq!(edited(json!({"topic": "é".repeat(300)})).topic.chars().count(), 300);
    assert_eq!(problems(Kind::Statement, "edit", json!({"topic": "é".repeat(301)})), one("topic", "form-too-long"));
}

#[test]
fn a_day_has_one_form() {
    let due = |text: &str| command(Kind::Allocation, "reassign", &map(json!({"assignee": ID, "due": text})));
    assert!(due("2023-08-22").is_ok() && due("").is_ok() && due(" 2023-08-22 ").is_ok());
    for wrong in ["22.8.2023", "22/08/2023", "2023-8-22", "2023-02-30", "+2023-08-22", "0023-08-22", "soon"] {
        let told: Vec<String> = due(wrong).unwrap_err().into_iter().map(|p| p.said.key).collect();
        assert_eq!(told, ["form-day"], "{wrong}");
    }
}

#[test]
fn nobody_is_addressed_twice() {
    let to = json!([{"body": ID, "purpose": "action"}, {"body": ID, "purpose": "information"}]);
    let told = problems(Kind::Statement, "edit", json!({"topic": "x", "destinations": to}));
    assert_eq!(told, one("destinations.1.body", "form-destination-twice"));
}

#[test]
fn sixty_destinations_are_the_most() {
    let rows = |n: u128| -> Vec<Value> {
        (1..=n).map(|n| json!({"body": Uuid::from_u128(n).to_string(), "purpose": "information"})).collect()
    };
    assert_eq!(edited(json!({"topic": "x", "destinations": rows(60)})).destinations.len(), 60);
    let told = problems(Kind::Statement, "edit", json!({"topic": "x", "destinations": rows(61)}));
    assert_eq!(told, one("destinations", "form-too-many"));
}

#[test]
fn what_another_body_sent_needs_only_its_source() {
    let Ok(Command::Statement(StatementCommand::Record(read))) =
        command(Kind::Statement, "record", &map(json!({"source": ID})))
    else {
        panic!("not read")
    };
    assert!(read.receipt.is_none() && read.title.is_empty() && read.content.language.is_empty());
    let fields = json!({
        "source": ID, "title": "LS on terms", "numbers": "SC 27 N 123\nWG 2 N 45", "receiving_body": OTHER,
        "received_on": "2023-06-15", "channel": "mail", "register": "on", "td_number": "TD 1041",
        "destinations": [{"printed": "ITU-T SG17"}, {"printed": "", "purpose": "action"}],
    });
    let Ok(Command::Statement(StatementCommand::Record(read))) = command(Kind::Statement, "record", &map(fields))
    else {
        panic!("not read")
    };
    assert_eq!((read.content.topic.as_str(), read.numbers.len()), ("terms", 2));
    assert_eq!(read.receipt.unwrap().register, Some(Some("TD 1041".to_owned())));
    assert_eq!(read.content.destinations.len(), 1);
    assert_eq!(read.content.destinations[0].purpose, Purpose::Information);
}

#[test]
fn a_receipt_needs_its_body_and_its_day() {
    let told = problems(Kind::Statement, "record", json!({"source": ID, "received_on": "2023-06-15"}));
    assert_eq!(told, one("receiving_body", "form-receiving-body-needed"));
    let told = problems(Kind::Statement, "record", json!({"source": ID, "receiving_body": OTHER}));
    assert_eq!(told, one("received_on", "form-required"));
}

#[test]
fn an_allocation_row_is_told_by_its_place() {
    let row = |lead: Value| json!({"body": ID, "assignee": OTHER, "purpose": "action", "lead": lead, "due": "", "note": "see clause 4"});
    for (lead, leads) in
        [(json!(true), true), (json!("on"), true), (json!("true"), true), (json!(""), false), (json!(false), false)]
    {
        let Ok(Command::Registration(RegistrationCommand::Allocate(wanted))) = command(
            Kind::Registration,
            "allocate",
            &map(json!({"allocations": [row(lead), {"body": "", "purpose": "action"}]})),
        ) else {
            panic!("not read")
        };
        assert_eq!((wanted.len(), wanted[0].lead), (1, leads));
    }
    let told = problems(
        Kind::Registration,
        "allocate",
        json!({"allocations": [{"body": ID, "purpose": "action"}, {"note": "?"}]}),
    );
    assert_eq!(
        told,
        [one("allocations.0.assignee", "form-required"), one("allocations.1.body", "form-required")].concat()
    );
    assert_eq!(problems(Kind::Registration, "allocate", json!({})), one("allocations", "form-required"));
}

#[test]
fn an_address_has_one_at_sign_and_nothing_that_ends_it() {
    let email =
        |email: &str| command(Kind::Statement, "edit", &map(json!({"topic": "x", "contacts": [{"email": email}]})));
    assert!(email("sg17@example.org").is_ok());
    for wrong in
        ["sg17", "a@b@example.org", "a b@example.org", "a@example.org,b", "<a@example.org>", "@example.org", "a@"]
    {
        assert!(email(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_acts_of_the_system_are_nobodys_to_ask() {
    for (kind, act) in [
        (Kind::Statement, "settle"),
        (Kind::Allocation, "assign"),
        (Kind::Destination, "deliver"),
        (Kind::WorkItem, "record"),
    ] {
        assert_eq!(problems(kind, act, json!({})), one("act", "form-act-unknown"));
    }
}

#[test]
fn the_envelope_says_when_and_why() {
    let read =
        envelope(&map(json!({"occurred_on": "2023-03-03", "reason": " agreed\r\nby mail ", "meeting": 7}))).unwrap();
    assert_eq!(read.occurred_on.unwrap().to_string(), "2023-03-03");
    assert_eq!(read.reason.as_deref(), Some("agreed\nby mail"));
    assert_eq!(envelope(&map(json!({"reason": "  "}))).unwrap(), Envelope::default());
    assert_eq!(envelope(&map(json!({"occurred_on": "3 Mar 2023"}))).unwrap_err()[0].field, "occurred_on");
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        prop::sample::select(vec![ID, "2023-08-22", "action", "on", "full", "a@example.org", "\u{0}", "9999-99-99"])
            .prop_map(Value::from),
    ];
    let name = prop_oneof![names(), ".{0,8}".prop_map(String::from)];
    let row = prop::collection::hash_map(names(), leaf.clone(), 0..8);
    let rows = prop::collection::vec(row.prop_map(|all| Value::Object(all.into_iter().collect())), 0..4);
    let deep = leaf.prop_recursive(3, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..6)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    });
    prop_oneof![deep, rows.prop_map(Value::from)]
}

fn names() -> impl Strategy<Value = String> + Clone {
    prop::sample::select(vec![
        "owner",
        "topic",
        "language",
        "destinations",
        "contacts",
        "files",
        "questions",
        "answers",
        "extent",
        "source",
        "body",
        "assignee",
        "purpose",
        "lead",
        "due",
        "note",
        "hash",
        "name",
        "media_type",
        "original",
        "email",
        "country",
        "tel",
        "allocations",
        "received_on",
        "receiving_body",
        "register",
        "numbers",
        "occurred_on",
        "reason",
        "deadline",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn whatever_is_handed_in_is_answered(fields in prop::collection::hash_map(names(), anything(), 4..24)) {
        let fields: Map<String, Value> = fields.into_iter().collect();
        for (kind, act) in [
            (Kind::Statement, "draft"), (Kind::Statement, "record"), (Kind::Statement, "edit"),
            (Kind::Registration, "receive"), (Kind::Registration, "allocate"), (Kind::Allocation, "redirect"),
        ] {
            if let Err(told) = command(kind, act, &fields) {
                prop_assert!(!told.is_empty());
            }
        }
        let _ = envelope(&fields);
    }
}
