//! People, records and what an administrator looks after.

use entente::web::view::parts::*;
use entente::web::view::{person, record, setup};
use entente::words::Words;

use super::show;
use crate::pages::gallery::people::*;

pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("people", show(&people(words))),
        ("person", show(&person(words))),
        ("record", show(&record(words))),
        ("setup", show(&setup(words))),
    ]
}

fn link(words: &Words, key: &str) -> Link {
    Link { label: words.t(key), href: "/records/person/new".into() }
}

fn people(words: &Words) -> person::People {
    let row = |name: &str, roles: &[&str]| person::Row {
        name: name.into(),
        href: "/people/PE-1001".into(),
        email: format!("{}@example.org", name.to_lowercase().replace([' ', '/'], ".")),
        organisation: "Example Laboratories".into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    };
    person::People {
        page: page(words, &words.t("people-title"), None),
        rows: vec![
            row("Counsellor SG17", &["Counsellor, SG17"]),
            row("Expert Q14/17", &["Expert, Q14/17", "Editor, Q14/17"]),
            row("Newcomer", &[]),
        ],
        acts: vec![link(words, "record-person")],
        next: Some("/people?after=1".into()),
    }
}

fn person(words: &Words) -> person::PersonPage {
    let held = |role: &str, body: Body, to: Option<Moment>| person::Held {
        role: words.t(role),
        body,
        from: moment("10 Mar 2022", "2022-03-10"),
        current: to.is_none(),
        never_began: false,
        take_back: None,
        end: to.is_none().then(|| "/records/AP-1001/end".to_owned()),
        to,
        decision: "WTSA-20, Resolution 35".into(),
    };
    let fact = |key: &str, text: &str| {
        let value = Value { text: text.into(), ..Value::default() };
        Fact { label: words.t(key), values: vec![value] }
    };
    let control = Control::Text { value: String::new(), kind: "password", autocomplete: Some("new-password") };
    let mut field = Field::of("new_password", words.t("field-new-password"), control).required();
    field.hint = Some(words.n("field-new-password-hint", 10));
    person::PersonPage {
        page: page(words, "Expert Q14/17", None),
        back: "/people".into(),
        facts: vec![fact("field-email", "expert@example.org"), fact("field-organisation", "Example Laboratories")],
        held: vec![
            held("role-expert", itu("Q14/17"), None),
            held("role-convenor", partner("ISO/TC 307/WG 3"), Some(moment("1 Jun 2023", "2023-06-01"))),
        ],
        acts: vec![link(words, "record-appointment"), link(words, "person-end")],
        problems: Vec::new(),
        password: Some(person::Password { action: "/people/PE-1001/password".into(), fields: vec![field] }),
    }
}

fn record(words: &Words) -> record::RecordForm {
    let text = |value: &str| Control::Text { value: value.into(), kind: "text", autocomplete: None };
    let field = |name: &str, control| {
        let key = format!("field-{}", name.replace('_', "-"));
        let mut field = Field::of(name, words.t(&key), control);
        field.hint = words.has(&format!("{key}-hint")).then(|| words.t(&format!("{key}-hint")));
        field
    };
    let choices = vec![Choice { value: "on".into(), label: words.t("field-kept-here"), ..Choice::default() }];
    record::RecordForm {
        page: page(words, &words.t("record-body"), None),
        back: Link { label: words.t("bodies-title"), href: "/bodies".into() },
        does: vec![words.t("record-body-does")],
        problems: Vec::new(),
        stale: None,
        action: "/records/body/new".into(),
        verb: words.t("record-body"),
        fields: vec![
            field("short_name", text("")).required(),
            field("zone", text("Europe/Zurich")).required(),
            field("kept_here", Control::Checks { choices }),
            field("sent_numbers", text("SG17-LS{n} 43")),
        ],
        key: "key".into(),
    }
}

fn setup(words: &Words) -> setup::Setup {
    let fact = |key: &str, text: &str| {
        let value = Value { text: text.into(), ..Value::default() };
        Fact { label: words.t(key), values: vec![value] }
    };
    let step = |key: &str, done| setup::Step {
        what: Link { label: words.t(key), href: "/records/body/new".into() },
        why: words.t(&format!("{key}-why")),
        done,
    };
    setup::Setup {
        page: entente::web::view::Page {
            held: Some(words.t("ui-letters-held")),
            ..page(words, &words.t("setup-title"), None)
        },
        steps: vec![
            step("setup-step-body", true),
            step("setup-step-person", false),
            step("setup-step-appointment", false),
        ],
        mail: vec![
            fact("setup-mail-server", "smtp://mail.example.org:587"),
            fact("setup-mail-from", "Entente <entente@example.org>"),
        ],
        test: setup::TestLetter {
            action: "/setup/test-letter".into(),
            address: "administrator@example.org".into(),
            possible: true,
            outcome: Some(setup::Flash { sentence: words.t("setup-test-late"), good: false }),
        },
        letters: setup::Letters {
            sentence: words.n("setup-letters-held", 12),
            held: Some("/setup/letters".into()),
            undelivered: None,
        },
        backup: vec![fact("setup-backup-last", &words.t("setup-backup-none"))],
    }
}
