//! Writing a statement, and its preview.

use entente::web::markdown;
use entente::web::view::parts::*;
use entente::web::view::{Place, draft};
use entente::words::Words;

use super::super::people::*;

pub fn draft(words: &Words) -> draft::Draft {
    let mut attached = file("Draft X.dlt-sec.docx");
    attached.remove = Some("/files/1/remove".into());
    draft::Draft {
        page: page(words, &words.t("draft-title"), Some(Place::WriteStatement)),
        handle: Some("LS-1043".into()),
        action: "/liaisons/LS-1043/edit".into(),
        back: "/liaisons/LS-1043".into(),
        preview: "/liaisons/LS-1043/edit?then=preview".into(),
        beside: vec![Fact {
            label: words.t("thread-answers"),
            values: vec![Value {
                text: "LS-1040 LS on wallets".into(),
                href: Some("/liaisons/LS-1040".into()),
                ..Value::default()
            }],
        }],
        returned: Some(Returned {
            sentence: "Returned by Chair SG17 on 9 Aug 2023:".into(),
            reason: "Name the Recommendations.\nAll of them.".into(),
        }),
        problems: vec![],
        stale: None,
        templates: Some(super::templates::offer(words)),
        fields: written_fields(),
        files: vec![attached],
        attach: Some(draft::Attach {
            action: "/liaisons/LS-1043/files".into(),
            field: Field::of("file", "A file", Control::File { accept: String::new(), several: true }),
        }),
        missing: vec![Refusal {
            sentence: "A destination for action needs a deadline".into(),
            clause: Some("Rec. A.1 (09/2019), 1.5.1".into()),
            help: None,
        }],
        key: "k".into(),
        version: "2".into(),
        blocked: false,
    }
}

fn written_fields() -> Vec<Field> {
    let mut bad = DestinationRow { body: "ISO/TC 307".into(), purpose: "action".into(), ..DestinationRow::default() };
    bad.errors = vec!["What is sent for action needs a deadline.".into()];
    vec![
        Field::text("title", "Title", "LS on the next draft").required(),
        Field::of(
            "destinations",
            "Destinations",
            Control::Destinations {
                bodies: bodies(),
                purposes: purposes(),
                rows: vec![
                    bad,
                    DestinationRow {
                        body: "ITU-T SG13".into(),
                        purpose: "information".into(),
                        ..DestinationRow::default()
                    },
                    DestinationRow::default(),
                ],
            },
        ),
        Field::of(
            "contacts",
            "Contacts",
            Control::Contacts {
                rows: vec![ContactRow {
                    name: "Rapporteur Q14/17".into(),
                    organisation: "ITU-T".into(),
                    ..ContactRow::default()
                }],
            },
        ),
        Field::of(
            "abstract",
            "Abstract",
            Control::Long { value: "Tells of the plan for the next draft.".into(), rows: 4, limit: Some(200) },
        )
        .required(),
        Field::of("body", "Text", Control::Long { value: "ITU-T SG17 …".into(), rows: 12, limit: None }).required(),
    ]
}

pub fn preview(words: &Words) -> draft::Preview {
    let row = |label: &str, lines: &[&str]| draft::FormRow {
        label: label.into(),
        lines: lines.iter().map(|line| (*line).into()).collect(),
        beside: vec![],
    };
    let beside =
        |label: &str, line: &str, right: &str| draft::FormRow { beside: vec![right.into()], ..row(label, &[line]) };
    draft::Preview {
        page: page(words, &words.t("preview-title"), Some(Place::WriteStatement)),
        handle: "LS-1043".into(),
        back: "/liaisons/LS-1043".into(),
        letterhead: vec!["INTERNATIONAL TELECOMMUNICATION UNION".into()],
        number: "number given at sending".into(),
        rows: vec![
            beside("Question(s):", "14/17", "Geneva, 21 February – 3 March 2023"),
            row("Source:", &["ITU-T Study Group 17"]),
            row("Title:", &["LS on the next draft"]),
        ],
        heading: "LIAISON STATEMENT".into(),
        asks: vec![
            row("For action to:", &["ISO/TC 307", "ISO/IEC JTC 1/SC 27"]),
            row("Deadline:", &["29 September 2023"]),
            beside("Contact:", "Rapporteur Q14/17", "E-mail: q14@example.org"),
        ],
        text: markdown::written(
            "ITU-T SG17 informs ISO/TC 307 of its plan:\n\n| step | date |\n|---|---|\n| draft | September |\n\n- one\n- two",
        ),
        attachments: Some("Attachments:".into()),
        files: vec![file("Draft X.dlt-sec.docx")],
        download: vec![link(&words.t("preview-download-docx"), "/liaisons/LS-1043/preview.docx")],
        unreached: vec![],
        letters: vec![letter(
            "Committee manager TC 307",
            &["the statement is addressed to ISO/TC 307"],
            chip("queued", Tone::Waiting),
            None,
            None,
        )],
        problems: vec![],
    }
}
