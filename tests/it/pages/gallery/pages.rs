//! Each page filled with invented data.

mod forms;
mod keeping;
mod meetings;
mod procedures;
mod statement;
mod tables;
mod templates;
mod writing;

use askama::Template;
use entente::web::markdown;
use entente::web::view::parts::*;
use entente::web::view::{Place, home, letter, problem, register, sign_in};
use entente::words::Words;

use super::people::*;

/// The name of each page and its HTML.
pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    let mut pages = vec![
        ("sign_in", show(&sign_in(words))),
        ("home", show(&home(words))),
        ("home_empty", show(&home_empty(words))),
        ("register", show(&register(words))),
        ("register_empty", show(&register_empty(words))),
        ("allocating", show(&tables::allocating_table(words))),
        ("several", show(&tables::several_at_once(words))),
        ("statement", show(&statement::statement(words))),
        ("notes", show(&statement::notes_page(words))),
        ("post_office", show(&post_office(words))),
        ("letter", show(&letter_page(words))),
        ("problem", show(&problem(words))),
    ];
    pages.extend(forms::all(words));
    pages.extend(meetings::all(words));
    pages.extend(keeping::all(words));
    pages.extend(procedures::all(words));
    pages.extend(templates::all(words));
    pages
}

pub(super) fn show(template: &impl Template) -> String {
    template.render().unwrap()
}

fn sign_in(words: &Words) -> sign_in::SignIn {
    let person = |name: &str, body: Body, may: &[&str]| sign_in::DemoPerson {
        id: name.into(),
        name: name.into(),
        body: Some(body),
        action: "/sign-in/as".into(),
        may: may.iter().map(|sentence| (*sentence).into()).collect(),
    };
    let password = Control::Text { value: String::new(), kind: "password", autocomplete: Some("current-password") };
    let email = Control::Text { value: String::new(), kind: "email", autocomplete: Some("username") };
    let mut page = page(words, &words.t("sign-in-title"), None);
    page.person = None;
    page.frame.nav.clear();
    page.frame.search.clear();
    page.frame.sign_in.clear();
    sign_in::SignIn {
        page,
        action: "/sign-in".into(),
        fields: vec![
            Field::of("email", words.t("field-email"), email).required(),
            Field::of("password", words.t("field-password"), password).required(),
        ],
        problems: vec![],
        then: "/".into(),
        people: vec![
            person(
                "Counsellor SG17",
                itu("ITU-T SG17"),
                &["logs and registers statements", "sends outgoing ones", "minutes decisions of the meetings"],
            ),
            person(
                "Rapporteur Q14/17",
                itu("ITU-T Q14/17"),
                &[
                    "writes statements",
                    "agrees them at the rapporteur group’s meeting",
                    "answers what is allocated to the Question",
                ],
            ),
            person("Chair SG17", itu("ITU-T SG17"), &["approves statements", "allocates what has come in"]),
            person(
                "Committee manager TC 307",
                partner("ISO/TC 307"),
                &["logs, numbers and circulates statements", "sends those of the committee"],
            ),
            person(
                "Convenor TC 307/WG 3",
                partner("ISO/TC 307/WG 3"),
                &["writes statements", "answers what is allocated to the working group"],
            ),
        ],
    }
}

fn turn(handle: &str, title: &str, state: Chip, with: Body, waits: Ball, due: Option<home::Due>) -> home::Turn {
    let href = format!("/liaisons/{handle}");
    home::Turn { handle: handle.into(), href, title: title.into(), chip: state, with: Some(with), ball: waits, due }
}

fn due(shown: &str, relative: &str, late: bool) -> Option<home::Due> {
    Some(home::Due { date: moment(shown, "2023-08-22"), relative: relative.into(), late })
}

fn section(total: &str, rows: Vec<home::Turn>) -> home::Section {
    home::Section { rows, total: total.into(), all: None, links: vec![] }
}

fn home(words: &Words) -> home::Home {
    let sent = ball("", "14 Aug 2023", Some("send it; it was approved by the study group"));
    let logged = ball("", "9 Aug 2023", Some("make it available or allocate it"));
    let asked = ball("ISO/TC 307/WG 1", "3 Jul 2023", Some("reply to what was asked for action"));
    let late = Ball { overdue: true, ..ball("ISO/IEC JTC 1/SC 27/WG 5", "2 May 2023", None) };
    let (sc27, wg1, wg5) =
        (partner("ISO/IEC JTC 1/SC 27"), partner("ISO/TC 307/WG 1"), partner("ISO/IEC JTC 1/SC 27/WG 5"));
    let (approved, registered) = (chip("approved", Tone::Good), chip("registered", Tone::Open));
    let waiting = || chip("awaiting reply", Tone::Waiting);
    let title = "LS on the alignment of definitions for distributed ledger technology";
    let long = "LS on a joint glossary, with a rather long title that goes on for a while to see how it breaks over lines \
                and where the dates then stand";
    let page = page(words, &words.t("home-title"), Some(Place::Home));
    home::Home {
        page: flash(page, "LS-1042 was sent; four letters are on their way."),
        mine: section(
            "2",
            vec![
                turn("LS-1042", title, approved, partner("ISO/TC 307"), sent, due("22 Aug 2023", "in 6 days", false)),
                turn(
                    "LS-1039",
                    "Reply to the liaison on security evaluation of smart contracts",
                    registered,
                    sc27,
                    logged,
                    None,
                ),
            ],
        ),
        others: home::Section {
            all: Some("/liaisons?waiting=others".into()),
            ..section(
                "1,000+",
                vec![
                    turn("LS-1031", long, waiting(), wg1, asked, due("29 Sep 2023", "in 44 days", false)),
                    turn(
                        "LS-1028",
                        "LS on threats to distributed ledgers",
                        chip("in review", Tone::Open),
                        itu("ITU-T SG13"),
                        ball("Chair SG17", "1 Aug 2023", None),
                        None,
                    ),
                ],
            )
        },
        due: home::Section::empty(vec![]),
        late: section(
            "1",
            vec![turn(
                "LS-1007",
                "LS on identity management",
                waiting(),
                wg5,
                late,
                due("1 Aug 2023", "15 days ago", true),
            )],
        ),
    }
}

fn home_empty(words: &Words) -> home::Home {
    let empty = || home::Section::empty(vec![]);
    let links = vec![link(&words.t("home-log"), "/liaisons/log"), link(&words.t("home-register"), "/liaisons")];
    let page = page(words, &words.t("home-title"), Some(Place::Home));
    home::Home { page, mine: home::Section::empty(links), others: empty(), due: empty(), late: empty() }
}

fn filters(words: &Words) -> Vec<Field> {
    let select = |choices| Control::Select { choices, blank: false };
    vec![
        Field::of(
            "direction",
            words.t("register-direction"),
            select(vec![
                choice("", &words.t("register-direction-any")),
                choice("in", &words.t("register-incoming")),
                choice("out", &words.t("register-outgoing")),
            ]),
        ),
        Field::of(
            "state",
            words.t("register-state"),
            select(vec![choice("", &words.t("register-state-any")), choice("draft", "draft")]),
        ),
        Field::of(
            "body",
            words.t("register-body"),
            Control::Suggest {
                value: "ISO/TC 307".into(),
                suggestions: vec!["ISO/TC 307".into(), "ITU-T SG17".into()],
            },
        ),
        Field::text("text", words.t("register-text"), ""),
    ]
}

fn row(handle: &str, title: &str, incoming: bool, state: Chip) -> register::Row {
    let (ours, theirs) = (itu("ITU-T SG17"), partner("ISO/TC 307"));
    let (from, to) =
        if incoming { (vec![theirs], vec![ours]) } else { (vec![ours], vec![theirs, partner("ISO/IEC JTC 1/SC 27")]) };
    register::Row {
        handle: handle.into(),
        href: format!("/liaisons/{handle}"),
        numbers: vec!["SG17-LS127".into(), "TC 307 N 412".into()],
        title: title.into(),
        incoming,
        from,
        to,
        chip: state,
        ball: Some(ball("ISO/TC 307", "3 Jul 2023", None)),
        date: Some(moment("3 Jul 2023", "2023-07-03")),
        deadline: (!incoming).then(|| moment("29 Sep 2023", "2023-09-29")),
        late: handle == "LS-1007",
    }
}

fn register(words: &Words) -> register::Register {
    register::Register {
        page: page(words, &words.t("register-title"), Some(Place::Register)),
        total: words.n("register-total", 214),
        action: "/liaisons".into(),
        filters: filters(words),
        reset: Some("/liaisons".into()),
        rows: vec![
            row(
                "LS-1042",
                "LS on the alignment of definitions for distributed ledger technology",
                false,
                chip("approved", Tone::Good),
            ),
            row(
                "LS-1039",
                "Reply to the liaison on security evaluation of smart contracts <script>alert(1)</script>",
                true,
                chip("registered", Tone::Open),
            ),
            row("LS-1031", "بيان اتصال بشأن تقنية السجلات الموزعة", true, chip("allocated", Tone::Open)),
            row("LS-1028", "LS on threats to distributed ledgers", false, chip("draft", Tone::Quiet)),
            row("LS-1007", "LS on identity management", false, chip("awaiting reply", Tone::Waiting)),
            row("LS-1003", "LS on a statement that never arrived", false, chip("bounced", Tone::Bad)),
        ],
        allocates: true,
        steps: true,
        sorts: vec![
            register::Sort { label: words.t("register-sort-date"), href: None },
            register::Sort { label: words.t("register-sort-deadline"), href: Some("/liaisons?sort=deadline".into()) },
            register::Sort { label: words.t("register-sort-waiting"), href: Some("/liaisons?sort=waiting".into()) },
        ],
        pager: Pager {
            newer: Some("/liaisons?before=3".into()),
            older: Some("/liaisons?after=3".into()),
            total: Some("1,000+".into()),
        },
        empty: String::new(),
        empty_links: vec![],
        exports: vec![],
    }
}

fn register_empty(words: &Words) -> register::Register {
    register::Register {
        rows: vec![],
        pager: Pager::default(),
        empty: words.t("register-empty"),
        empty_links: vec![link(&words.t("home-log"), "/liaisons/log")],
        ..register(words)
    }
}

fn post_office(words: &Words) -> letter::PostOffice {
    let caught = |subject: &str, files| letter::Caught {
        href: "/post-office/12".into(),
        subject: subject.into(),
        to: "Committee manager TC 307 <manager@example.org>".into(),
        notice: (files > 0).then(|| "Liaison statement".into()),
        at: moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z"),
        files,
    };
    letter::PostOffice {
        page: page(words, &words.t("post-title"), Some(Place::PostOffice)),
        action: "/post-office".into(),
        filters: vec![Field::text("to", words.t("letter-to"), "")],
        letters: vec![
            caught("[LS-1042] LS on the alignment of definitions", 2),
            caught("[LS-1039] It waits for you: reply in preparation", 0),
        ],
        pager: Pager { older: Some("/post-office?after=2".into()), ..Pager::default() },
    }
}

fn letter_page(words: &Words) -> letter::Letter {
    letter::Letter {
        page: page(words, &words.t("post-title"), Some(Place::PostOffice)),
        subject: "[LS-1042] LS on the alignment of definitions".into(),
        facts: vec![
            fact(&words.t("post-from"), vec![value("Entente <entente@example.org>")]),
            fact(&words.t("letter-to"), vec![value("Committee manager TC 307 <manager@example.org>")]),
        ],
        headers: vec![
            ("Message-ID".into(), "<0189.12@example.org>".into()),
            ("Auto-Submitted".into(), "auto-generated".into()),
        ],
        text: "Dear colleague,\n\nITU-T SG17 has sent you a liaison statement.\n".into(),
        html: Some(markdown::of_letter(
            "<p>Dear colleague,</p><img src=x onerror=alert(1)><script>alert(1)</script><p>ITU-T SG17 has sent you a <a href=\"https://example.org/liaisons/LS-1042\">liaison statement</a>.</p>",
        )),
        files: vec![file("LS127.docx")],
        raw: Some("/post-office/12/raw".into()),
        back: "/post-office".into(),
    }
}

fn problem(words: &Words) -> problem::Problem {
    problem::Problem {
        page: page(words, &words.t("problem-404-title"), None),
        status: 404,
        sentences: vec![words.t("problem-404"), words.t("problem-404-do")],
        links: vec![link(&words.t("problem-register"), "/liaisons"), link(&words.t("problem-home"), "/")],
        reference: Some("0189-44".into()),
    }
}
