//! The page of a statement, full.

use entente::web::markdown;
use entente::web::view::parts::*;
use entente::web::view::{Page, Place, diagram, note, statement};
use entente::words::Words;

use super::super::people::*;
use super::procedures;

pub fn statement(words: &Words) -> statement::Statement {
    let (places, arrows) = procedures::statement_procedure();
    statement::Statement {
        preview: None,
        page: Page { title: String::new(), ..page(words, "", Some(Place::Register)) },
        handle: "LS-1042".into(),
        numbers: vec!["SG17-LS127".into(), "TC 307 N 412".into()],
        title: "LS on the alignment of definitions for distributed ledger technology <script>alert(1)</script>".into(),
        chip: chip("awaiting reply", Tone::Waiting),
        ball: Some(ball("ISO/TC 307", "3 Jul 2023", Some("reply to what was asked for action, by 29 Sep 2023"))),
        retracted: None,
        returned: None,
        possible: vec![
            offer("Link a reply", true, Some("Rec. A.1 (09/2019), 1.5.1")),
            offer("Correct the metadata", false, None),
            offer("Take back", false, None),
        ],
        refused: must_wait(),
        here: Some(diagram::around(&words.t("statement-here"), &words.t("statement-here"), &places, &arrows)),
        procedure: Some(link(&words.t("statement-procedure"), "/procedures/statement?at=LS-1042")),
        facts: facts(),
        destinations: destinations(),
        registrations: vec![registration()],
        abstract_text: Some(
            "Asks ISO/TC 307 to confirm the definitions that both texts use, and tells of the plan for the next draft."
                .into(),
        ),
        text: markdown::written(
            "ITU-T SG17 thanks ISO/TC 307 for its liaison of **1 March 2023**.\n\n1. Please confirm the definitions in clause 3.\n2. Please tell us of your next meeting.\n\n<b>raw</b>",
        ),
        text_hash: Some("9a8e2b7c6d3e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c4f1c0f5d".into()),
        files: vec![file("Draft X.dlt-sec (revision 4).docx"), file("تعليقات.pdf")],
        thread: thread(),
        notes: notes(words),
        letters: letters(words),
        again: Some("/liaisons/LS-1042/letters".into()),
        history: history(),
        pager: Pager { older: Some("/liaisons/LS-1042?events=3".into()), ..Pager::default() },
    }
}

/// All notes on their own page, with a form that was refused.
pub fn notes_page(words: &Words) -> note::NotesPage {
    let mut notes = notes(words);
    let sentence = "Nothing is written. Type what you want to note.";
    if let Some(form) = &mut notes.form {
        form.fields = form.fields.drain(..).map(|field| field.error(sentence)).collect();
    }
    let problem = Problem { field: Some("note_text".into()), sentence: sentence.into(), clause: None, help: None };
    note::NotesPage {
        page: page(words, &words.fill("notes-title", "handle", "LS-1042"), Some(Place::Register)),
        back: link("LS-1042", "/liaisons/LS-1042"),
        title: "LS on the alignment of definitions".into(),
        problems: vec![problem],
        notes: note::Notes { all: None, ..notes },
        pager: Pager { older: Some("/liaisons/LS-1042/notes?before=1".into()), ..Pager::default() },
    }
}

fn notes(words: &Words) -> note::Notes {
    let one = |handle: &str, author: &str, text: Option<&str>| note::Note {
        handle: handle.into(),
        author: author.into(),
        mine: false,
        written: moment("4 Jul 2023, 09:12", "2023-07-04T07:12:00Z"),
        corrected: None,
        body: None,
        text: text.map(str::to_owned),
        gone: None,
        reason: None,
        possible: vec![],
    };
    let mine = note::Note {
        mine: true,
        corrected: Some(moment("4 Jul 2023, 09:30", "2023-07-04T07:30:00Z")),
        possible: vec![offer("Correct", false, None), offer("Strike out", false, None)],
        ..one("NO-1003", "Rapporteur Q14/17", Some("WG 3 meets on 12 June.\n\nAsk the convenor <b>before</b> that."))
    };
    let struck = note::Note {
        gone: Some("Struck out by Counsellor SG17, 5 Jul 2023, 10:00.".into()),
        reason: Some("It names a person.".into()),
        ..one("NO-1001", "Expert", None)
    };
    let control = Control::Long { value: String::new(), rows: 5, limit: None };
    note::Notes {
        notes: vec![
            mine,
            one(
                "NO-1002",
                "Expert",
                Some(
                    "https://example.org/a-very-long-address-without-any-blank-in-it-that-a-narrow-page-must-break-somewhere",
                ),
            ),
            struck,
        ],
        all: Some("/liaisons/LS-1042/notes".into()),
        form: Some(note::Form {
            action: "/liaisons/LS-1042/notes".into(),
            key: "k".into(),
            who_reads: words.fill("notes-who-reads", "body", "SG17"),
            fields: vec![
                Field::hidden("note_body", "1"),
                Field::of("note_text", words.t("field-note-text"), control)
                    .required()
                    .hint(words.t("field-note-text-hint")),
            ],
        }),
    }
}

fn facts() -> Vec<Fact> {
    let side = |text: &str, side| Value { side: Some(side), ..value(text) };
    vec![
        fact("Direction", vec![value("outgoing")]),
        fact("From", vec![side("ITU-T SG17", Side::ItuT)]),
        fact("Questions", vec![value("Q14/17")]),
        fact("Prepared at", vec![value("SG17 meeting, Geneva, 21 February – 3 March 2023")]),
        fact(
            "Approved",
            vec![Value {
                note: Some("by the study group’s plenary".into()),
                iso: Some("2023-03-03".into()),
                ..value("3 Mar 2023")
            }],
        ),
        fact(
            "Deadline",
            vec![Value { iso: Some("2023-09-29".into()), note: Some("in 44 days".into()), ..value("29 Sep 2023") }],
        ),
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
        promised: None,
        late: false,
        reminded: None,
        delivery: None,
        reply,
        answers: vec![],
        possible: vec![],
    };
    let mut bounced = one(partner("ISO/IEC JTC 1/SC 27"), "comment", chip("awaited", Tone::Waiting), true);
    bounced.delivery = Some(chip("bounced", Tone::Bad));
    bounced.possible = vec![offer("Resend", true, None)];
    let mut answered = one(partner("ISO/TC 307/WG 1"), "action", chip("interim reply", Tone::Open), true);
    answered.promised = Some(moment("30 Oct 2023", "2023-10-30"));
    answered.answers =
        vec![Value { href: Some("/liaisons/LS-1039".into()), note: Some("interim".into()), ..value("LS-1039") }];
    answered.possible = vec![offer("Link a reply", false, None), offer("Unlink a reply", false, None)];
    vec![
        one(partner("ISO/TC 307"), "action", chip("awaited", Tone::Waiting), true),
        bounced,
        answered,
        one(itu("ITU-T SG13"), "information", chip("not needed", Tone::Quiet), false),
    ]
}

fn registration() -> statement::Registration {
    statement::Registration {
        body: partner("ISO/TC 307"),
        number: Some("N 412".into()),
        chip: chip("allocated", Tone::Open),
        ball: Some(ball("Convenor TC 307/WG 3", "5 Jul 2023", None)),
        facts: vec![fact(
            "Received",
            vec![Value { note: Some("by mail from the counsellor of SG17".into()), ..value("3 Jul 2023") }],
        )],
        allocations: vec![
            statement::Allocation {
                body: partner("ISO/TC 307/WG 3"),
                leads: true,
                assignee: "Convenor TC 307/WG 3".into(),
                due: Some(moment("22 Sep 2023", "2023-09-22")),
                rule: Some("seven days before the deadline".into()),
                late: false,
                chip: chip("under consideration", Tone::Open),
                disposition: Some("reply in preparation".into()),
                possible: vec![offer("Note", false, None)],
            },
            statement::Allocation {
                body: partner("ISO/TC 307/WG 1"),
                leads: false,
                assignee: "Convenor TC 307/WG 1".into(),
                due: None,
                rule: None,
                late: false,
                chip: chip("noted", Tone::Quiet),
                disposition: None,
                possible: vec![],
            },
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
        one(
            "Answered by",
            "LS-1039",
            "Reply to the liaison on the alignment of definitions",
            partner("ISO/TC 307/WG 1"),
        ),
    ]
}

fn letters(words: &Words) -> Vec<LetterRow> {
    let mut held = letter(
        "Committee manager TC 307",
        &["the statement is addressed to ISO/TC 307", "you are its committee manager"],
        chip(&words.t("letter-held"), Tone::Waiting),
        None,
        Some("held until 14:15"),
    );
    held.stop = Some("/letters/1/stop".into());
    let bounced = letter(
        "Liaison officer TC 307",
        &["the body’s liaison officer gets a copy"],
        chip(&words.t("letter-failed"), Tone::Bad),
        Some(moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z")),
        Some("550 no such mailbox"),
    );
    vec![
        held,
        letter(
            "Rapporteur Q14/17",
            &["you are its contact"],
            chip(&words.t("letter-sent"), Tone::Good),
            Some(moment("3 Jul 2023, 14:05", "2023-07-03T12:05:00Z")),
            None,
        ),
        bounced,
    ]
}

fn must_wait() -> Vec<Offer> {
    vec![
        refused(
            "Close",
            &[(
                "Close must wait: no reminder has been sent",
                Some("RFC 4053, 2.2.1.1"),
                Some("The rapporteur of Q14/17 or the counsellor can send one."),
            )],
        ),
        refused("Send", &[("It has been sent on 3 Jul 2023", None, None)]),
    ]
}
