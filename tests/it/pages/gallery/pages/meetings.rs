//! The calendar and the lists of a meeting.

use entente::web::view::parts::*;
use entente::web::view::{Place, meeting};
use entente::words::Words;

use super::super::people::*;
use super::show;

/// A joint meeting that was moved, with what is due by it.
fn joint(words: &Words) -> meeting::MeetingPage {
    let title = "Joint meeting on identity wallets";
    let mut moved = entry("Counsellor SG17", "Counsellor of SG17", "rescheduled the meeting", "4 Jul 2023, 09:02");
    moved.clause = None;
    moved.reason = Some("The host asked for it.".into());
    let (before, now) = (Piece::Removed("10 Oct 2023".into()), Piece::Added("17 Oct 2023".into()));
    let pieces = vec![before, Piece::Same(" ".into()), now];
    moved.changes = vec![Change { label: words.t("field-starts-on"), pieces }];
    let list = |key: &str, count: &str| meeting::Paper {
        label: words.t(key),
        href: "/meetings/ME-1002/incoming".into(),
        count: count.into(),
        files: vec![Link { label: words.t("meeting-word"), href: "/meetings/ME-1002/incoming.docx".into() }],
    };
    let due = |title: &str, on: Moment, late| meeting::DueRow {
        title: Link { label: title.into(), href: "/liaisons/LS-1020".into() },
        body: itu("Q14/17"),
        assignee: "Rapporteur Q14/17".into(),
        due: on,
        late,
    };
    meeting::MeetingPage {
        page: page(words, title, Some(Place::Meetings)),
        handle: "ME-1002".into(),
        title: title.into(),
        chip: None,
        back: "/meetings".into(),
        facts: vec![
            fact(&words.t("meeting-kind"), vec![value(&words.t("meeting-kind-plenary"))]),
            fact(&words.t("meeting-days"), vec![value("17 Oct 2023 to 19 Oct 2023")]),
        ],
        papers: vec![meeting::Papers {
            body: "SG17".into(),
            days: words.t("meetings-lead"),
            lists: vec![list("meeting-incoming", "12"), list("meeting-outgoing", "1,000+")],
        }],
        possible: vec![offer(&words.t("act-meeting-reschedule"), false, None)],
        refused: vec![refused(&words.t("act-meeting-cancel"), &[(&words.t("guard-convenes-no"), None, None)])],
        due: vec![
            due("LS on identifiers", moment("10 Oct 2023", "2023-10-10"), false),
            due("LS on wallets that several bodies share", moment("3 Jul 2023", "2023-07-03"), true),
        ],
        history: vec![moved],
    }
}

/// The calendar, a joint meeting, and a list with a row that says all that a row can say.
pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    let row = |title: &str, bodies: Vec<Body>, chip: Option<Chip>| meeting::Row {
        title: title.into(),
        href: "/meetings/ME-1001".into(),
        kind: words.t("meeting-kind-plenary"),
        bodies,
        place: "Goyang".into(),
        starts: moment("29 Aug 2023", "2023-08-29"),
        ends: moment("8 Sep 2023", "2023-09-08"),
        chip,
    };
    let add = || Link { label: words.t("record-meeting"), href: "/records/meeting/new".into() };
    let cancelled = Some(Chip { label: words.t("meeting-cancelled"), tone: Tone::Bad });
    let index = meeting::Meetings {
        page: page(words, &words.t("meetings-title"), Some(Place::Meetings)),
        action: "/meetings".into(),
        bodies: vec![choice("1", "SG17")],
        reset: Some("/meetings".into()),
        coming: vec![row("SG17 meeting, August to September 2023", vec![itu("SG17")], None)],
        over: vec![row("Joint meeting on wallets", vec![itu("SG17"), partner("ISO/TC 307")], cancelled)],
        next: Some("/meetings?after=1".into()),
        acts: vec![add()],
    };
    let plain = |text: &str| meeting::Line { text: text.into(), ..Default::default() };
    let note = |text: &str| meeting::Line { text: text.into(), note: true, ..Default::default() };
    let linked = |text: &str| meeting::Line { href: Some("/liaisons/LS-1020".into()), ..plain(text) };
    let list = meeting::List {
        page: page(words, &words.fill("meeting-incoming-of", "body", "SG17"), Some(Place::Meetings)),
        back: Link { label: "SG17 meeting, August to September 2023".into(), href: "/meetings/ME-1001".into() },
        about: vec!["SG17 meeting, August to September 2023, Goyang, 29 Aug 2023 to 8 Sep 2023".into()],
        columns: ["document", "from", "title", "asked", "received", "allocated", "reply"]
            .map(|key| words.t(&format!("meeting-col-{key}")))
            .into(),
        rows: vec![vec![
            vec![plain("SG17-TD1108"), note("SC 27 N 23456")],
            vec![plain("ISO/IEC JTC 1/SC 27")],
            vec![
                linked("LS on security controls for ledgers that several bodies share"),
                note("open since an earlier meeting"),
            ],
            vec![plain("for action"), plain("reply by 29 Sep 2023")],
            vec![plain("6 Jul 2023")],
            vec![plain("Q14/17 (leads), for action: Reply in preparation"), plain("Q10/17, for information: Noted")],
            vec![],
        ]],
        empty: words.t("meeting-incoming-none"),
        exports: vec![Link { label: words.t("meeting-word"), href: "/meetings/ME-1001/incoming.docx".into() }],
        next: None,
    };
    vec![("meetings", show(&index)), ("meeting-list", show(&list)), ("meeting", show(&joint(words)))]
}
