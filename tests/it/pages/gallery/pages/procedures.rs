//! The pages of procedures, and the page of all parts.

use entente::web::markdown;
use entente::web::view::diagram::{self, Arrow, Place as State};
use entente::web::view::parts::*;
use entente::web::view::{Place, api, design, procedure};
use entente::words::Words;

use super::super::people::*;
use super::show;

pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("procedures", show(&index(words))),
        ("procedure", show(&one(words))),
        ("design", show(&parts(words))),
        ("api", show(&interface(words))),
    ]
}

/// The page about the API.
fn interface(words: &Words) -> api::Api {
    let act = |path: &str, fields: &[&str]| api::Act {
        path: path.into(),
        verb: "Close".into(),
        procedure: "Liaison statement".into(),
        href: "/procedures/statement".into(),
        fields: fields.iter().map(|field| (*field).into()).collect(),
    };
    let operation =
        api::Operation { method: "GET".into(), path: "/api/v1/liaisons/{handle}".into(), about: "Shows one.".into() };
    api::Api {
        page: page(words, &words.t("api-title"), None),
        operations: vec![operation],
        acts: vec![act("/api/v1/acts/{handle}/close", &["follow_up"]), act("/api/v1/acts/{handle}/submit", &[])],
        document: "/api/openapi.json".into(),
    }
}

/// A procedure of the size of the real ones.
pub fn statement_procedure() -> (Vec<State>, Vec<Arrow>) {
    let state = |key: &str, sub: &str, at| State {
        key: key.into(),
        label: key.into(),
        sub: sub.into(),
        at,
        current: key == "awaiting reply",
        terminal: matches!(key, "closed" | "withdrawn" | "merged"),
    };
    let arrow = |(from, label, to): (&str, &str, &str)| Arrow { from: from.into(), to: to.into(), label: label.into() };
    let places = vec![
        state("draft", "the author", (0, 0)),
        state("in review", "the approver", (1, 0)),
        state("agreed", "the approver above", (2, 0)),
        state("approved", "the secretariat", (3, 0)),
        state("sent", "nobody", (4, 0)),
        state("postponed", "the author", (0, 1)),
        state("awaiting reply", "the destinations", (4, 1)),
        state("replied", "the rapporteur", (3, 1)),
        state("merged", "", (1, 1)),
        state("withdrawn", "", (1, 2)),
        state("sent in error", "the secretariat", (3, 2)),
        state("closed", "", (4, 2)),
    ];
    let arrows = [
        ("draft", "Submit", "in review"),
        ("in review", "Return", "draft"),
        ("in review", "Agree", "agreed"),
        ("in review", "Approve", "approved"),
        ("agreed", "Approve", "approved"),
        ("agreed", "Return", "draft"),
        ("approved", "Send", "sent"),
        ("sent", "Await", "awaiting reply"),
        ("sent", "Close", "closed"),
        ("awaiting reply", "Link a reply", "replied"),
        ("replied", "Unlink", "awaiting reply"),
        ("replied", "Close", "closed"),
        ("awaiting reply", "Close without reply", "closed"),
        ("draft", "Postpone", "postponed"),
        ("postponed", "Take up again", "draft"),
        ("draft", "Merge", "merged"),
        ("draft", "Withdraw", "withdrawn"),
        ("in review", "Withdraw", "withdrawn"),
        ("agreed", "Withdraw", "withdrawn"),
        ("approved", "Withdraw", "withdrawn"),
        ("sent", "Retract", "sent in error"),
        ("awaiting reply", "Retract", "sent in error"),
    ];
    (places, arrows.into_iter().map(arrow).collect())
}

fn index(words: &Words) -> procedure::Procedures {
    let one = |name: &str, about: &str| procedure::Summary {
        name: name.into(),
        href: "/procedures/statement".into(),
        about: about.into(),
        states: 12,
        transitions: 22,
    };
    procedure::Procedures {
        page: page(words, &words.t("procedure-title"), Some(Place::Procedures)),
        procedures: vec![
            one("Outgoing statement", "From the first draft to the reply."),
            one("Registration", "A statement in the register of one body."),
            one("Allocation", "What one Question or working group makes of it."),
        ],
    }
}

fn one(words: &Words) -> procedure::Procedure {
    let (places, arrows) = statement_procedure();
    let guards = vec![
        procedure::Guard {
            sentence: "There is at least one destination, each with one purpose".into(),
            severity: words.t("procedure-severity-hard"),
            hard: true,
            nature: Some(words.t("procedure-nature-logic")),
        },
        procedure::Guard {
            sentence: "The deadline lies after the day of sending".into(),
            severity: words.t("procedure-severity-soft"),
            hard: false,
            nature: Some(words.t("procedure-nature-procedure")),
        },
    ];
    let transitions = arrows
        .iter()
        .map(|arrow| procedure::Transition {
            from: vec![arrow.from.clone()],
            act: arrow.label.clone(),
            to: arrow.to.clone(),
            who: vec!["rapporteur".into(), "secretariat".into()],
            guards: if arrow.label == "Send" { guards.clone() } else { vec![] },
            tells: if arrow.label == "Send" { vec!["the destinations".into(), "the chairs".into()] } else { vec![] },
            clause: "Rec. A.1 (09/2019), 1.5.1".into(),
            current: arrow.from == "awaiting reply",
        })
        .collect();
    let here = words.t("statement-here");
    procedure::Procedure {
        page: page(words, "Outgoing statement", Some(Place::Procedures)),
        about: vec!["From the first draft to the reply.".into()],
        diagram: diagram::draw("Outgoing statement", &here, &places, &arrows),
        left_out: vec![],
        here: Some(link("LS-1042", "/liaisons/LS-1042")),
        states: places
            .iter()
            .map(|place| procedure::State {
                name: place.label.clone(),
                waiting_for: (!place.sub.is_empty()).then(|| place.sub.clone()),
                terminal: place.terminal,
                current: place.current,
            })
            .collect(),
        transitions,
        back: "/procedures".into(),
    }
}

fn parts(words: &Words) -> design::Design {
    let (places, arrows) = statement_procedure();
    design::Design {
        page: page(words, &words.t("design-title"), None),
        bodies: sides(),
        chips: vec![
            chip("draft", Tone::Quiet),
            chip("in review", Tone::Open),
            chip("awaiting reply", Tone::Waiting),
            chip("approved", Tone::Good),
            chip("bounced", Tone::Bad),
        ],
        balls: vec![
            ball("ISO/TC 307", "3 Jul 2023", Some("reply to what was asked")),
            ball("", "14 Aug 2023", Some("send it")),
            Ball { overdue: true, ..ball("Rapporteur Q14/17", "2 May 2023", None) },
        ],
        possible: vec![offer("Send", true, Some("Rec. A.1 (09/2019), 1.5.2")), offer("Withdraw", false, None)],
        refused: vec![refused(
            "Close",
            &[("Close must wait: no reply has been linked", None, Some("The rapporteur can link one."))],
        )],
        facts: vec![
            fact("From", vec![Value { side: Some(Side::ItuT), ..value("ITU-T SG17") }]),
            fact(
                "Deadline",
                vec![Value { iso: Some("2023-09-29".into()), note: Some("in 44 days".into()), ..value("29 Sep 2023") }],
            ),
            fact("Keywords", vec![]),
        ],
        problems: vec![Problem {
            field: Some("d-title".into()),
            sentence: "The title is empty".into(),
            clause: None,
            help: None,
        }],
        fields: vec![
            Field::text("d-title", "Title", "").required().hint("Concise.").error("The title is empty"),
            Field::of("d-date", "Deadline", Control::Date { value: String::new(), relative: None }),
            Field::of("d-bodies", "Bodies", Control::Checks { choices: bodies() }),
            Field::of("d-long", "Abstract", Control::Long { value: String::new(), rows: 3, limit: Some(200) }),
            Field::of(
                "d-rows",
                "Destinations",
                Control::Destinations { bodies: bodies(), purposes: purposes(), rows: vec![DestinationRow::default()] },
            ),
        ],
        files: vec![file("Draft X.dlt-sec.docx")],
        letters: vec![letter(
            "Counsellor SG17",
            &["you send what the study group approves"],
            chip("sent", Tone::Good),
            Some(moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z")),
            None,
        )],
        history: history(),
        pager: Pager { newer: Some("#main".into()), older: Some("#main".into()), total: Some("214".into()) },
        links: vec![link("Log a statement", "#main")],
        diagram: diagram::draw("Outgoing statement", &words.t("statement-here"), &places, &arrows),
        text: markdown::written("A paragraph with **bold** words and a [link](https://example.org).\n\n1. one\n2. two"),
    }
}

fn sides() -> Vec<Body> {
    vec![itu("ITU-T SG17"), itu("ITU-T Q14/17"), partner("ISO/TC 307"), partner("ISO/IEC JTC 1/SC 27")]
}
