//! Each page filled with invented data.

mod forms;
mod procedures;

use askama::Template;
use entente::web::markdown;
use entente::web::view::parts::*;
use entente::web::view::{Page, Place, home, letter, problem, register, sign_in, statement};
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
        ("statement", show(&statement(words))),
        ("post_office", show(&post_office(words))),
        ("letter", show(&letter_page(words))),
        ("problem", show(&problem(words))),
    ];
    pages.extend(forms::all(words));
    pages.extend(procedures::all(words));
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
            person("Counsellor SG17", itu("ITU-T SG17"), &["logs and registers statements", "sends outgoing ones", "minutes decisions of the meetings"]),
            person("Rapporteur Q14/17", itu("ITU-T Q14/17"), &["writes statements", "agrees them at the rapporteur group’s meeting", "answers what is allocated to the Question"]),
            person("Chair SG17", itu("ITU-T SG17"), &["approves statements", "allocates what has come in"]),
            person("Committee manager TC 307", partner("ISO/TC 307"), &["logs, numbers and circulates statements", "sends those of the committee"]),
            person("Convenor TC 307/WG 3", partner("ISO/TC 307/WG 3"), &["writes statements", "answers what is allocated to the working group"]),
        ],
    }
}

fn turn(handle: &str, title: &str, state: Chip, with: Body, waits: Ball, due: Option<home::Due>) -> home::Turn {
    let href = format!("/liaisons/{handle}");
    home::Turn { handle: handle.into(), href, title: title.into(), chip: state, with: Some(with), ball: waits, due }
}

fn home(words: &Words) -> home::Home {
    let due = |shown: &str, relative: &str, late| Some(home::Due { date: moment(shown, "2023-08-22"), relative: relative.into(), late });
    home::Home {
        page: flash(page(words, &words.t("home-title"), Some(Place::Home)), "LS-1042 was sent; four letters are on their way."),
        mine: home::Section {
            rows: vec![
                turn("LS-1042", "LS on the alignment of definitions for distributed ledger technology", chip("approved", Tone::Good), partner("ISO/TC 307"), ball("", "14 Aug 2023", Some("send it; it was approved by the study group")), due("22 Aug 2023", "in 6 days", false)),
                turn("LS-1039", "Reply to the liaison on security evaluation of smart contracts", chip("registered", Tone::Open), partner("ISO/IEC JTC 1/SC 27"), ball("", "9 Aug 2023", Some("make it available or allocate it")), None),
            ],
            total: "2".into(),
            all: None,
            links: vec![],
        },
        others: home::Section {
            rows: vec![
                turn("LS-1031", "LS on a joint glossary, with a rather long title that goes on for a while to see how it breaks over lines and where the dates then stand", chip("awaiting reply", Tone::Waiting), partner("ISO/TC 307/WG 1"), ball("ISO/TC 307/WG 1", "3 Jul 2023", Some("reply to what was asked for action")), due("29 Sep 2023", "in 44 days", false)),
                turn("LS-1028", "LS on threats to distributed ledgers", chip("in review", Tone::Open), itu("ITU-T SG13"), ball("Chair SG17", "1 Aug 2023", None), None),
            ],
            total: "1,000+".into(),
            all: Some("/liaisons?waiting=others".into()),
            links: vec![],
        },
        due: home::Section::empty(vec![]),
        late: home::Section {
            rows: vec![turn("LS-1007", "LS on identity management", chip("awaiting reply", Tone::Waiting), partner("ISO/IEC JTC 1/SC 27/WG 5"), Ball { overdue: true, ..ball("ISO/IEC JTC 1/SC 27/WG 5", "2 May 2023", None) }, due("1 Aug 2023", "15 days ago", true))],
            total: "1".into(),
            all: None,
            links: vec![],
        },
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
        Field::of("direction", words.t("register-direction"), select(vec![choice("", &words.t("register-direction-any")), choice("in", &words.t("register-incoming")), choice("out", &words.t("register-outgoing"))])),
        Field::of("state", words.t("register-state"), select(vec![choice("", &words.t("register-state-any")), choice("draft", "draft")])),
        Field::of("body", words.t("register-body"), Control::Suggest { value: "ISO/TC 307".into(), suggestions: vec!["ISO/TC 307".into(), "ITU-T SG17".into()] }),
        Field::text("text", words.t("register-text"), ""),
    ]
}

fn row(handle: &str, title: &str, incoming: bool, state: Chip) -> register::Row {
    let (ours, theirs) = (itu("ITU-T SG17"), partner("ISO/TC 307"));
    let (from, to) = if incoming { (vec![theirs], vec![ours]) } else { (vec![ours], vec![theirs, partner("ISO/IEC JTC 1/SC 27")]) };
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
        action: "/liaisons".into(),
        filters: filters(words),
        reset: Some("/liaisons".into()),
        rows: vec![
            row("LS-1042", "LS on the alignment of definitions for distributed ledger technology", false, chip("approved", Tone::Good)),
            row("LS-1039", "Reply to the liaison on security evaluation of smart contracts <script>alert(1)</script>", true, chip("registered", Tone::Open)),
            row("LS-1031", "بيان اتصال بشأن تقنية السجلات الموزعة", true, chip("allocated", Tone::Open)),
            row("LS-1028", "LS on threats to distributed ledgers", false, chip("draft", Tone::Quiet)),
            row("LS-1007", "LS on identity management", false, chip("awaiting reply", Tone::Waiting)),
            row("LS-1003", "LS on a statement that never arrived", false, chip("bounced", Tone::Bad)),
        ],
        sorts: vec![
            register::Sort { label: words.t("register-sort-date"), href: None },
            register::Sort { label: words.t("register-sort-deadline"), href: Some("/liaisons?sort=deadline".into()) },
            register::Sort { label: words.t("register-sort-waiting"), href: Some("/liaisons?sort=waiting".into()) },
        ],
        pager: Pager { newer: Some("/liaisons?before=3".into()), older: Some("/liaisons?after=3".into()), total: Some("1,000+".into()) },
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

fn statement(words: &Words) -> statement::Statement {
    let mut held = letter("Committee manager TC 307", &["the statement is addressed to ISO/TC 307", "you are its committee manager"], chip(&words.t("letter-held"), Tone::Waiting), None, Some("held until 14:15"));
    held.stop = Some("/letters/1/stop".into());
    let bounced = letter("Liaison officer TC 307", &["the body’s liaison officer gets a copy"], chip(&words.t("letter-failed"), Tone::Bad), Some(moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z")), Some("550 no such mailbox"));
    let (places, arrows) = procedures::statement_procedure();
    statement::Statement {
        page: Page { title: String::new(), ..page(words, "", Some(Place::Register)) },
        handle: "LS-1042".into(),
        numbers: vec!["SG17-LS127".into(), "TC 307 N 412".into()],
        title: "LS on the alignment of definitions for distributed ledger technology <script>alert(1)</script>".into(),
        chip: chip("awaiting reply", Tone::Waiting),
        ball: Some(ball("ISO/TC 307", "3 Jul 2023", Some("reply to what was asked for action, by 29 Sep 2023"))),
        possible: vec![offer("Link a reply", true, Some("Rec. A.1 (09/2019), 1.5.1")), offer("Correct the metadata", false, None), offer("Take back", false, None)],
        refused: vec![
            refused("Close", &[("Close must wait: no reminder has been sent", Some("RFC 4053, 2.2.1.1"), Some("The rapporteur of Q14/17 or the counsellor can send one."))]),
            refused("Send", &[("It has been sent on 3 Jul 2023", None, None)]),
        ],
        here: Some(entente::web::view::diagram::around(&words.t("statement-here"), &words.t("statement-here"), &places, &arrows)),
        procedure: Some(link(&words.t("statement-procedure"), "/procedures/statement?at=LS-1042")),
        facts: facts(),
        destinations: destinations(),
        registrations: vec![registration()],
        abstract_text: Some("Asks ISO/TC 307 to confirm the definitions that both texts use, and tells of the plan for the next draft.".into()),
        text: markdown::written("ITU-T SG17 thanks ISO/TC 307 for its liaison of **1 March 2023**.\n\n1. Please confirm the definitions in clause 3.\n2. Please tell us of your next meeting.\n\n<b>raw</b>"),
        text_hash: Some("9a8e2b7c6d3e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c4f1c0f5d".into()),
        files: vec![file("Draft X.dlt-sec (revision 4).docx"), file("تعليقات.pdf")],
        thread: thread(),
        letters: vec![held, letter("Rapporteur Q14/17", &["you are its contact"], chip(&words.t("letter-sent"), Tone::Good), Some(moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z")), None), bounced],
        history: history(),
        pager: Pager { older: Some("/liaisons/LS-1042?events=3".into()), ..Pager::default() },
    }
}

fn facts() -> Vec<Fact> {
    let side = |text: &str, side| Value { side: Some(side), ..value(text) };
    vec![
        fact("Direction", vec![value("outgoing")]),
        fact("From", vec![side("ITU-T SG17", Side::ItuT)]),
        fact("Questions", vec![value("Q14/17")]),
        fact("Prepared at", vec![value("SG17 meeting, Geneva, 21 February – 3 March 2023")]),
        fact("Approved", vec![Value { note: Some("by the study group’s plenary".into()), iso: Some("2023-03-03".into()), ..value("3 Mar 2023") }]),
        fact("Deadline", vec![Value { iso: Some("2023-09-29".into()), note: Some("in 44 days".into()), ..value("29 Sep 2023") }]),
        fact("Contact", vec![value("Rapporteur Q14/17, example.org")]),
        fact("Keywords", vec![]),
    ]
}

fn destinations() -> Vec<statement::Destination> {
    let one = |body: Body, purpose: &str, reply: Chip, deadline: bool| statement::Destination {
        body,
        purpose: purpose.into(),
        deadline: deadline.then(|| moment("29 Sep 2023", "2023-09-29")),
        relative: Some("in 44 days".into()),
        late: false,
        delivery: None,
        reply,
        answers: vec![],
        possible: vec![],
    };
    let mut bounced = one(partner("ISO/IEC JTC 1/SC 27"), "comment", chip("awaited", Tone::Waiting), true);
    bounced.delivery = Some(chip("bounced", Tone::Bad));
    bounced.possible = vec![offer("Resend", true, None)];
    let mut answered = one(partner("ISO/TC 307/WG 1"), "action", chip("interim reply", Tone::Open), true);
    answered.answers = vec![Value { href: Some("/liaisons/LS-1039".into()), ..value("LS-1039") }];
    vec![one(partner("ISO/TC 307"), "action", chip("awaited", Tone::Waiting), true), bounced, answered, one(itu("ITU-T SG13"), "information", chip("not needed", Tone::Quiet), false)]
}

fn registration() -> statement::Registration {
    statement::Registration {
        body: partner("ISO/TC 307"),
        number: Some("N 412".into()),
        chip: chip("allocated", Tone::Open),
        ball: Some(ball("Convenor TC 307/WG 3", "5 Jul 2023", None)),
        facts: vec![fact("Received", vec![Value { note: Some("by mail from the counsellor of SG17".into()), ..value("3 Jul 2023") }])],
        allocations: vec![
            statement::Allocation { body: partner("ISO/TC 307/WG 3"), leads: true, assignee: "Convenor TC 307/WG 3".into(), due: Some(moment("22 Sep 2023", "2023-09-22")), rule: Some("seven days before the deadline".into()), late: false, chip: chip("under consideration", Tone::Open), disposition: Some("reply in preparation".into()), possible: vec![offer("Note", false, None)] },
            statement::Allocation { body: partner("ISO/TC 307/WG 1"), leads: false, assignee: "Convenor TC 307/WG 1".into(), due: None, rule: None, late: false, chip: chip("noted", Tone::Quiet), disposition: None, possible: vec![] },
        ],
        possible: vec![offer("Allocate", false, None)],
        refused: vec![refused("Void", &[("It has been allocated", None, None)])],
    }
}

fn thread() -> Vec<statement::Related> {
    let one = |how: &str, handle: &str, title: &str, from: Body| statement::Related {
        how: how.into(),
        handle: handle.into(),
        href: format!("/liaisons/{handle}"),
        title: title.into(),
        from,
        date: Some(moment("1 Mar 2023", "2023-03-01")),
        note: Some("in full".into()),
    };
    vec![
        one("Replies to", "LS-0990", "Liaison on definitions", partner("ISO/TC 307")),
        one("Answered by", "LS-1039", "Reply to the liaison on the alignment of definitions", partner("ISO/TC 307/WG 1")),
    ]
}

fn post_office(words: &Words) -> letter::PostOffice {
    let caught = |subject: &str, files| letter::Caught { href: "/post-office/12".into(), subject: subject.into(), to: "Committee manager TC 307 <manager@example.org>".into(), at: moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z"), files };
    letter::PostOffice {
        page: page(words, &words.t("post-title"), Some(Place::PostOffice)),
        action: "/post-office".into(),
        filters: vec![Field::text("to", words.t("letter-to"), "")],
        letters: vec![caught("[LS-1042] LS on the alignment of definitions", 2), caught("[LS-1039] It waits for you: reply in preparation", 0)],
        pager: Pager { older: Some("/post-office?after=2".into()), ..Pager::default() },
    }
}

fn letter_page(words: &Words) -> letter::Letter {
    letter::Letter {
        page: page(words, &words.t("post-title"), Some(Place::PostOffice)),
        subject: "[LS-1042] LS on the alignment of definitions".into(),
        facts: vec![fact(&words.t("post-from"), vec![value("Entente <entente@example.org>")]), fact(&words.t("letter-to"), vec![value("Committee manager TC 307 <manager@example.org>")])],
        headers: vec![("Message-ID".into(), "<0189.12@example.org>".into()), ("Auto-Submitted".into(), "auto-generated".into())],
        text: "Dear colleague,\n\nITU-T SG17 has sent you a liaison statement.\n".into(),
        html: Some(markdown::of_letter("<p>Dear colleague,</p><img src=x onerror=alert(1)><script>alert(1)</script><p>ITU-T SG17 has sent you a <a href=\"https://example.org/liaisons/LS-1042\">liaison statement</a>.</p>")),
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
