//! The pages with forms.

use entente::web::view::parts::*;
use entente::web::view::{Place, act, draft, intake, profile};
use entente::words::Words;

use super::super::people::*;
use super::{show, writing};

pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("act", show(&act(words))),
        ("act_refused", show(&act_refused(words))),
        ("intake_file", show(&intake_file(words))),
        ("intake_form", show(&intake_form(words))),
        ("draft", show(&writing::draft(words))),
        ("preview", show(&writing::preview(words))),
        ("profile", show(&profile(words))),
    ]
}

fn profile(words: &Words) -> profile::Profile {
    let secret =
        |autocomplete| Control::Text { value: String::new(), kind: "password", autocomplete: Some(autocomplete) };
    let choice =
        |value: &str, label: String, chosen| Choice { value: value.into(), label, chosen, ..Choice::default() };
    let digest = vec![choice("yes", words.t("digest-yes"), true), choice("no", words.t("digest-no"), false)];
    let hours = ["06", "07", "08"].map(|hour| choice(hour, format!("{hour}:00"), hour == "07")).to_vec();
    let zone = Control::Suggest {
        value: "Europe/Zürich".into(),
        suggestions: vec!["Asia/Tokyo".into(), "Europe/Zurich".into()],
    };
    let languages = vec![choice("en", words.fill("profile-language-is", "tag", "en"), true)];
    profile::Profile {
        page: page(words, &words.t("profile-title"), None),
        facts: vec![
            fact(&words.t("field-name"), vec![value("Counsellor SG17")]),
            fact(&words.t("profile-roles"), vec![value("TSB counsellor, ITU-T SG17")]),
        ],
        problems: vec![],
        preference: profile::Form {
            action: "/profile".into(),
            fields: vec![
                Field::of("language", words.t("field-language"), Control::Select { choices: languages, blank: false }),
                Field::of("zone", words.t("profile-zone"), zone)
                    .required()
                    .hint(words.t("profile-zone-hint"))
                    .error(words.t("profile-no-zone")),
                Field::of("digest", words.t("field-digest"), Control::Radios { choices: digest }),
                Field::of(
                    "digest_hour",
                    words.t("field-digest-hour"),
                    Control::Select { choices: hours, blank: false },
                ),
            ],
        },
        password: profile::Form {
            action: "/profile/password".into(),
            fields: vec![
                Field::of("password_old", words.t("field-password-old"), secret("current-password")).required(),
                Field::of("password_new", words.t("field-password-new"), secret("new-password")).required(),
                Field::of("password_again", words.t("field-password-again"), secret("new-password")).required(),
            ],
        },
    }
}

fn act(words: &Words) -> act::Act {
    act::Act {
        page: page(words, "Approve", Some(Place::Register)),
        verb: "Approve".into(),
        handle: "LS-1042".into(),
        title: "LS on the alignment of definitions for distributed ledger technology".into(),
        back: "/liaisons/LS-1042".into(),
        chip: chip("in review", Tone::Open),
        becomes: Some(chip("approved", Tone::Good)),
        does: vec![
            "Records the study group’s approval of the text as it stands. The counsellor can then send it.".into(),
        ],
        clause: Some("Rec. A.1 (09/2019), 1.5.1".into()),
        asks_who: true,
        chosen_later: Some(words.t("act-told-chosen")),
        daily: true,
        letters: vec![
            letter(
                "Counsellor SG17",
                &["you send what the study group approves"],
                chip("queued", Tone::Waiting),
                None,
                None,
            ),
            letter(
                "Rapporteur Q14/17",
                &["you wrote it", "you are its contact"],
                chip("queued", Tone::Waiting),
                None,
                None,
            ),
        ],
        unreached: vec![Value {
            text: "ISO/IEC JTC 1/SC 27".into(),
            href: Some("/bodies/BO-12".into()),
            note: Some(words.t("act-no-address")),
            ..Value::default()
        }],
        text: Some(act::Text {
            rows: vec![draft::FormRow {
                label: "Title".into(),
                lines: vec!["LS on definitions".into()],
                beside: vec![],
            }],
            body: entente::web::markdown::written("SG17 **asks**.\n\n| Term | Meaning |\n|---|---|\n| ledger | book |"),
            files: vec![],
            hash: "5f70bf18a086007016e948b04aed3b82103a36be".into(),
            open: true,
        }),
        action: "/liaisons/LS-1042/approve".into(),
        with_files: false,
        cautions: vec![Refusal {
            sentence: "No meeting of SG17 was in session on that day".into(),
            clause: Some("Rec. A.1 (09/2019), 1.5.1".into()),
            help: None,
        }],
        problems: vec![],
        stale: None,
        fields: fields(),
        key: "k".into(),
        version: "3".into(),
        blocked: false,
    }
}

fn fields() -> Vec<Field> {
    let levels = vec![
        Choice { chosen: true, ..choice("sg", "Study group") },
        Choice {
            note: Some("in consultation with the management team".into()),
            ..choice("chair", "Chair, by correspondence")
        },
    ];
    vec![
        Field::of("level", "Decided by", Control::Radios { choices: levels }).required(),
        Field::of(
            "occurred_on",
            "Date of the decision",
            Control::Date { value: "2023-08-16".into(), relative: Some("today".into()) },
        )
        .required(),
        Field::text("meeting", "Meeting", "").hint("Name, place and dates, as in its report."),
        Field::of("decided_by", "In the chair", Control::Select { choices: bodies(), blank: true }),
        Field::of(
            "consulted",
            "Who was consulted",
            Control::Checks {
                choices: vec![choice("1", "Vice-chair SG17"), choice("2", "Chair WP4/17"), choice("3", "Chair WP1/17")],
            },
        ),
        Field::of(
            "count",
            "How many were present",
            Control::Number { value: String::new(), min: Some(1), max: Some(500) },
        ),
        Field::of("reason", "Reason", Control::Long { value: String::new(), rows: 3, limit: None }),
        Field::of("evidence", "Evidence", Control::File { accept: ".pdf,.docx".into(), several: false }),
    ]
}

fn act_refused(words: &Words) -> act::Act {
    let mut refused = fields();
    refused[1] = refused[1].clone().error("A decision cannot lie in the future.");
    refused[2] = refused[2].clone().error("Name the meeting, or choose “by correspondence”.");
    act::Act {
        problems: vec![
            Problem {
                field: Some("occurred_on".into()),
                sentence: "A decision cannot lie in the future.".into(),
                clause: None,
                help: None,
            },
            Problem {
                field: None,
                sentence: "Approve must wait: the abstract is empty".into(),
                clause: Some("Rec. A.1 (09/2019), 1.5.1".into()),
                help: Some("The rapporteur of Q14/17 can fill it in.".into()),
            },
        ],
        stale: Some(act::Stale {
            sentence: "Returned at 09:02 by the chair, after you opened this page.".into(),
            fields: vec![act::StaleField {
                label: "Reason".into(),
                note: "You both changed it. What you typed stands in the form.".into(),
                typed: Some("The text is ready.\nPlease send it.".into()),
                now: vec![Piece::Same("Clause 3 is not agreed yet.".into())],
            }],
        }),
        fields: refused,
        ..act(words)
    }
}

fn intake_file(words: &Words) -> intake::IntakeFile {
    let upload = Control::File { accept: ".pdf,.docx,.doc,.txt,.md,.eml".into(), several: false };
    intake::IntakeFile {
        page: page(words, &words.t("intake-title"), Some(Place::LogStatement)),
        action: "/liaisons/log".into(),
        problems: vec![],
        fields: vec![Field::of("file", "The document", upload).hint("PDF, Word or text, at most 25 MB.").required()],
        by_hand: Some("/liaisons/log?by=hand".into()),
        own: "/liaisons/past".into(),
    }
}

fn intake_form(words: &Words) -> intake::IntakeForm {
    let text = [
        "LIAISON STATEMENT",
        "Title:\tReply to the liaison on the alignment of definitions",
        "Source:\tISO/TC 307",
        "For action to:\tITU-T SG17",
        "For information to:\tSG13",
        "Deadline:\t29 September 2023",
        "Contact:\tCommittee manager TC 307, example.org",
        "",
        "ISO/TC 307 thanks ITU-T SG17 for its liaison statement and has considered it at its plenary meeting.",
        "It asks SG17 to confirm the definitions in clause 3.",
    ];
    let lines = (1..)
        .zip(text)
        .map(|(number, text)| intake::ReadLine { number, text: text.into(), marked: (2..8).contains(&number) })
        .collect();
    intake::IntakeForm {
        page: page(words, &words.t("intake-title"), Some(Place::LogStatement)),
        action: "/liaisons/log/1".into(),
        problems: vec![],
        reading: vec![
            "This looks like an ITU-T liaison statement; 6 values were found. Please check the one that is marked."
                .into(),
        ],
        file: Some(file("TC307-N412.pdf")),
        lines,
        known: vec![Value {
            href: Some("/liaisons/LS-1031".into()),
            note: Some("same title, received on 2 Jul 2023".into()),
            ..value("LS-1031")
        }],
        fields: read_fields(),
        key: "k".into(),
        verb: "Log it".into(),
        back: "/liaisons/log".into(),
    }
}

fn read_fields() -> Vec<Field> {
    let row = |body: &str, purpose: &str, line, sure| DestinationRow {
        printed: String::new(),
        body: body.into(),
        purpose: purpose.into(),
        deadline: String::new(),
        errors: vec![],
        read: Some(ReadAt { line, sure }),
    };
    let contact = ContactRow {
        name: "Committee manager TC 307".into(),
        organisation: "ISO/TC 307".into(),
        email: "manager@example.org".into(),
        read: Some(ReadAt { line: 7, sure: true }),
        ..ContactRow::default()
    };
    vec![
        Field::of("received_on", "Received on", Control::Date { value: "2023-07-03".into(), relative: None })
            .required(),
        Field::text("title", "Title", "Reply to the liaison on the alignment of definitions").read_at(2, true),
        Field::of(
            "source",
            "Source",
            Control::Suggest { value: "ISO/TC 307".into(), suggestions: vec!["ISO/TC 307".into()] },
        )
        .read_at(3, true)
        .required(),
        Field::of(
            "destinations",
            "Destinations",
            Control::Destinations {
                bodies: bodies(),
                purposes: purposes(),
                rows: vec![
                    row("ITU-T SG17", "action", 4, true),
                    row("ITU-T SG13", "information", 5, false),
                    DestinationRow::default(),
                ],
            },
        ),
        Field::of(
            "deadline",
            "Deadline",
            Control::Date { value: "2023-09-29".into(), relative: Some("in 44 days".into()) },
        )
        .read_at(6, true),
        Field::of("contacts", "Contacts", Control::Contacts { rows: vec![contact] }),
    ]
}
