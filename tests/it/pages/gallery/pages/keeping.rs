//! People, records and what an administrator looks after.

use entente::web::view::parts::*;
use entente::web::view::{Place, body, home, numbers, person, record, setup};
use entente::words::Words;

use super::show;
use crate::pages::gallery::people::*;

pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("body", show(&body_page(words))),
        ("bodies", show(&bodies(words))),
        ("numbers", show(&numbered(words))),
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
        version: None,
    }
}

fn setup(words: &Words) -> setup::Setup {
    let fact = |key: &str, text: &str| {
        let value = Value { text: text.into(), ..Value::default() };
        Fact { label: words.t(key), values: vec![value] }
    };
    let step = |key: &str, done: &[&str]| setup::Step {
        what: Link { label: words.t(key), href: "/records/body/new".into() },
        why: words.t(&format!("{key}-why")),
        done: done.iter().map(|name| Link { label: (*name).into(), href: "/bodies/BO-1001".into() }).collect(),
    };
    let field = |name: &str, control| Field::of(name, words.t(&format!("setup-{}", name.replace('_', "-"))), control);
    let text = |value: &str| Control::Text { value: value.into(), kind: "text", autocomplete: Some("off") };
    let secured = ["starttls", "tls", "clear"].map(|name| Choice {
        value: name.into(),
        label: words.t(&format!("setup-secured-{name}")),
        note: Some(words.t(&format!("setup-secured-{name}-note"))),
        chosen: name == "tls",
        ..Choice::default()
    });
    setup::Setup {
        page: entente::web::view::Page {
            held: Some(words.t("ui-letters-held")),
            ..page(words, &words.t("setup-title"), None)
        },
        steps: vec![
            step("setup-step-body", &["SG17", "ISO/TC 307"]),
            step("setup-step-person", &[]),
            step("setup-step-appointment", &[]),
        ],
        mail: setup::Mail {
            hint: words.t("setup-mail-hint"),
            facts: vec![
                fact("setup-mail-server", "smtps://mail.example.org:465"),
                fact("setup-mail-domain", "example.org"),
            ],
            problems: vec![Problem::plain(words.t("setup-mail-stale"))],
            form: Some(setup::Form {
                action: "/setup/mail-server".into(),
                version: 1,
                fields: vec![
                    field("mail_host", text("mail .example.org")).required().error(words.t("setup-mail-no-host")),
                    field("mail_port", Control::Number { value: "465".into(), min: Some(1), max: Some(65535) })
                        .required(),
                    field("mail_secured", Control::Radios { choices: secured.to_vec() }).required(),
                    field("mail_sender", text("Entente <entente@example.org>")).required(),
                ],
            }),
            test: setup::TestLetter {
                action: "/setup/test-letter".into(),
                address: "administrator@example.org".into(),
                impossible: None,
                outcome: Some(setup::Flash { sentence: words.t("setup-test-late"), good: false }),
            },
        },
        letters: setup::Letters {
            sentence: words.n("setup-letters-held", 12),
            held: Some("/setup/letters".into()),
            undelivered: None,
        },
        backup: vec![fact("setup-backup-last", &words.t("setup-backup-none"))],
    }
}

/// A body with all that its page can show, and a name that wraps.
fn body_page(words: &Words) -> body::BodyPage {
    let fact = |key: &str, text: &str| {
        let value = Value { text: text.into(), ..Value::default() };
        Fact { label: words.t(key), values: vec![value] }
    };
    let title = "LS on security controls for ledgers that several bodies share, and on what is still to be agreed";
    let due = |shown: &str, iso: &str, relative: &str, late| home::Due {
        date: moment(shown, iso),
        relative: relative.into(),
        late,
    };
    let open = |about: String, due: Option<home::Due>| body::Open {
        handle: "LS-1042".into(),
        href: "/liaisons/LS-1042".into(),
        numbers: vec!["SG17-LS43".into()],
        title: title.into(),
        due,
        about,
    };
    let owed = |id: &'static str, rows| body::Owed {
        id,
        head: words.t(&format!("body-{id}")),
        none: words.t(&format!("body-{id}-none")),
        rows,
        all: "/liaisons?body=1".into(),
    };
    let asked = words.fill("body-asked-as", "name", "ISO/TC 307");
    let late = due("22 Aug 2023", "2023-08-22", "5 days ago", true);
    let officer = |name: &str, to: Option<Moment>| body::Officer {
        name: name.into(),
        role: words.t("role-committee-manager"),
        from: moment("10 Mar 2022", "2022-03-10"),
        to,
        decision: "Resolution 12/2022".into(),
    };
    let over = moment("31 Dec 2022", "2022-12-31");
    let entry = |kind: &str, to: Option<Moment>| body::Entry {
        kind: words.t(kind),
        name: "ISO/TC 307 secretariat".into(),
        address: "iso-tc307-secretariat-of-the-committee@example.org".into(),
        from: moment("10 Mar 2022", "2022-03-10"),
        to,
        added: Some(moment("6 Mar 2023, 10:00", "2023-03-06T09:00:00Z")),
        by: "Counsellor SG17".into(),
        correct: Some("/bodies/BO-1001/addresses/1/correct".into()),
        end: Some("/bodies/BO-1001/addresses/1/end".into()),
    };
    let relative = |body: Body| body::Relative { body, valid: "since 10 Mar 2022".into() };
    body::BodyPage {
        page: page(words, "ISO/TC 307", Some(Place::Register)),
        name: "ISO/TC 307".into(),
        title: "Blockchain and distributed ledger technologies".into(),
        back: "/bodies".into(),
        facts: vec![fact("body-kind", "Technical committee"), fact("body-valid", "since 10 Mar 2022")],
        acts: vec![link(words, "record-appointment")],
        owed: vec![
            owed("they-owe", vec![open(asked.clone(), Some(late)), open(asked, None)]),
            owed("we-owe", vec![open(words.fill("body-has-it", "whom", "Rapporteur Q14/17"), None)]),
        ],
        newest: body::Newest {
            rows: vec![body::Statement {
                handle: "LS-1043".into(),
                href: "/liaisons/LS-1043".into(),
                numbers: vec!["N 901".into()],
                title: title.into(),
                from: vec![itu("SG17")],
                to: vec![partner("ISO/TC 307"), partner("ISO/TC 307/JWG 4")],
                chip: Chip { label: words.t("state-statement-awaiting-reply"), tone: Tone::Waiting },
                date: Some(moment("6 Mar 2023", "2023-03-06")),
            }],
            all: "/liaisons?body=1".into(),
        },
        officers: vec![officer("Committee manager ISO/TC 307", None)],
        former: vec![officer("Manager of before", Some(over.clone()))],
        kin: vec![
            body::Kin { label: words.t("body-parents"), rows: vec![relative(partner("ISO"))] },
            body::Kin { label: words.t("body-children"), rows: vec![relative(partner("ISO/TC 307/WG 1"))] },
        ],
        meeting: Some(body::Meeting {
            title: "ISO/TC 307 plenary".into(),
            href: "/meetings/ME-1002".into(),
            days: "13 Nov 2023 to 17 Nov 2023".into(),
            place: "Sydney".into(),
        }),
        calendar: "/meetings?body=1".into(),
        addresses: vec![entry("address-kind-secretariat", None)],
        others: vec![entry("address-kind-mailbox", Some(over))],
        history: vec![Entry {
            who: "Counsellor SG17".into(),
            role: Some("Counsellor, SG17".into()),
            act: words.t("done-record-correct"),
            recorded: moment("6 Mar 2023, 10:00", "2023-03-06T09:00:00Z"),
            occurred: None,
            clause: None,
            changes: vec![Change {
                label: words.t("field-short-name"),
                pieces: vec![Piece::Removed("TC307".into()), Piece::Added("ISO/TC 307".into())],
            }],
            reason: Some("As ISO prints it.".into()),
            unusual: None,
            cause: None,
        }],
        problems: Vec::new(),
        stale: None,
        form: None,
    }
}

/// The numbers of a body with all that its page can show.
fn numbered(words: &Words) -> numbers::Numbers {
    let made = |key: &str, href: &str| Link { label: words.t(key), href: href.into() };
    let since = || moment("6 Mar 2023, 10:00", "2023-03-06T09:00:00Z");
    let form = vec![Value { text: "SG17-LS{n}".into(), ..Value::default() }];
    let aside = |number: &str, what: &str, note: Option<String>, acts| numbers::Aside {
        number: number.into(),
        what: what.into(),
        note,
        since: since(),
        by: "Counsellor SG17".into(),
        acts,
    };
    let was = words.fill("numbers-was-reserved", "whom", "the joint workshop on ledgers");
    let given = |number: &str, to, notes| numbers::Given {
        number: number.into(),
        to,
        when: Some(since()),
        by: "Counsellor SG17".into(),
        notes,
    };
    let to = numbers::To {
        handle: "LS-1042".into(),
        title: "LS on security controls for ledgers that several bodies share, and on what is still open".into(),
        href: "/liaisons/LS-1042".into(),
    };
    let tab = |key: &str, here| numbers::Tab { label: words.t(key), href: "/bodies/BO-1001/numbers".into(), here };
    let gap = |text: &str, count, to_come, void| numbers::Gap {
        numbers: text.into(),
        count: words.n("numbers-gap-count", count),
        to_come,
        void,
    };
    let older = |list: &str| Some(format!("/bodies/BO-1001/numbers?{list}=1"));
    numbers::Numbers {
        page: page(words, &words.fill("numbers-title", "name", "SG17"), Some(Place::Register)),
        back: Link { label: "SG17".into(), href: "/bodies/BO-1001".into() },
        series: vec![tab("numbers-series-ls", true), tab("numbers-series-td", false)],
        facts: vec![Fact { label: words.t("numbers-form"), values: form }],
        acts: vec![made("act-record-reserve-number", "/bodies/BO-1001/numbers/reserve")],
        reserved: vec![aside(
            "SG17-LS45",
            "The reply to SC 27, drafted in Geneva by the rapporteur group",
            None,
            vec![made("numbers-release", "/a"), made("numbers-make-void", "/b")],
        )],
        gaps: vec![gap("SG17-LS50 to SG17-LS59", 10, true, None), gap("SG17-LS44", 1, false, older("void"))],
        counts: true,
        given: vec![
            given("SG17-LS43", Some(to), vec![was.clone(), words.t("numbers-given-up")]),
            numbers::Given { when: None, by: String::new(), ..given("SG17-LS42", None, Vec::new()) },
        ],
        void: vec![aside("SG17-LS41", "Printed on a paper that was never sent.", Some(was), Vec::new())],
        history: Vec::new(),
        older_reserved: older("reserved"),
        older_gaps: older("gap"),
        older_given: older("given"),
        older_history: None,
        older_void: older("void"),
        newest: Some("/bodies/BO-1001/numbers".into()),
    }
}

fn bodies(words: &Words) -> body::Bodies {
    body::Bodies {
        page: page(words, &words.t("bodies-title"), Some(Place::Register)),
        rows: vec![body::Row {
            body: partner("ISO/TC 307"),
            title: "Blockchain and distributed ledger technologies".into(),
            kind: words.t("body-kind-tc"),
            addresses: 1,
        }],
        provisional: vec![body::Provisional {
            body: partner("Trusted Ledgers Alliance"),
            since: moment("6 Mar 2023", "2023-03-06"),
            complete: Some("/records/BO-1012/correct".into()),
            merge: Some("/records/BO-1012/merge-into".into()),
        }],
        acts: vec![link(words, "record-body")],
        next: Some("/bodies?after=1".into()),
    }
}
