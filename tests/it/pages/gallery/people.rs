//! The invented values that the pages of the gallery share.

use entente::web::view::parts::*;
use entente::web::view::{Demo, Flash, Frame, NavLink, Page, Person, Place};
use entente::words::Words;

pub fn page(words: &Words, title: &str, current: Option<Place>) -> Page {
    let places = [
        Place::Home,
        Place::Register,
        Place::Meetings,
        Place::LogStatement,
        Place::WriteStatement,
        Place::Procedures,
        Place::PostOffice,
    ];
    let nav = places
        .into_iter()
        .map(|place| NavLink { place, href: format!("/go/{}", place.letter()), current: current == Some(place) })
        .collect();
    let frame = Frame {
        home: "/".into(),
        nav,
        search: "/liaisons".into(),
        query: String::new(),
        sign_in: "/sign-in".into(),
        sign_out: "/sign-out".into(),
        menu: vec![
            Link { label: words.t("bodies-title"), href: "/bodies".into() },
            Link { label: words.t("people-title"), href: "/people".into() },
            Link { label: words.t("profile-title"), href: "/profile".into() },
        ],
    };
    Page {
        frame,
        person: Some(Person { name: "Counsellor SG17".into(), roles: vec!["TSB counsellor, ITU-T SG17".into()] }),
        csrf: "token".into(),
        demo: Some(Demo { today: moment("16 Aug 2023", "2023-08-16") }),
        ..Page::bare(words.clone(), title)
    }
}

pub fn flash(page: Page, sentence: &str) -> Page {
    Page { flash: vec![Flash { sentence: sentence.into(), good: true }], ..page }
}

pub fn moment(shown: &str, iso: &str) -> Moment {
    Moment { shown: shown.into(), iso: iso.into() }
}

pub fn itu(name: &str) -> Body {
    Body { name: name.into(), side: Side::ItuT, href: None }
}

pub fn partner(name: &str) -> Body {
    Body { name: name.into(), side: Side::Partner, href: None }
}

pub fn chip(label: &str, tone: Tone) -> Chip {
    Chip { label: label.into(), tone }
}

pub fn ball(whom: &str, since: &str, why: Option<&str>) -> Ball {
    Ball {
        whom: whom.into(),
        since: Some(moment(since, "2023-07-03")),
        why: why.map(Into::into),
        mine: whom.is_empty(),
        overdue: false,
    }
}

pub fn value(text: &str) -> Value {
    Value { text: text.into(), ..Value::default() }
}

pub fn fact(label: &str, values: Vec<Value>) -> Fact {
    Fact { label: label.into(), values }
}

pub fn link(label: &str, href: &str) -> Link {
    Link { label: label.into(), href: href.into() }
}

pub fn offer(label: &str, expected: bool, clause: Option<&str>) -> Offer {
    let href = format!("/liaisons/LS-1042/{}", label.to_lowercase().replace(' ', "-"));
    Offer { label: label.into(), href, clause: clause.map(Into::into), expected, refusals: Vec::new() }
}

pub fn refused(label: &str, sentences: &[(&str, Option<&str>, Option<&str>)]) -> Offer {
    let refusals = sentences
        .iter()
        .map(|(sentence, clause, help)| Refusal {
            sentence: (*sentence).into(),
            clause: clause.map(Into::into),
            help: help.map(Into::into),
        })
        .collect();
    Offer { refusals, ..offer(label, false, None) }
}

pub fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.into(), label: label.into(), ..Choice::default() }
}

pub fn bodies() -> Vec<Choice> {
    [
        "ITU-T SG13",
        "ITU-T SG16",
        "ITU-T SG17",
        "ITU-T WP4/17",
        "ITU-T Q14/17",
        "ITU-T Q15/17",
        "ISO/TC 307",
        "ISO/TC 307/WG 1",
        "ISO/TC 307/WG 3",
        "ISO/IEC JTC 1",
        "ISO/IEC JTC 1/SC 27",
        "ISO/IEC JTC 1/SC 27/WG 5",
        "ISO/IEC JTC 1/SC 38",
        "IEC TC 57",
    ]
    .iter()
    .map(|name| choice(name, name))
    .collect()
}

pub fn purposes() -> Vec<Choice> {
    vec![choice("action", "action"), choice("comment", "comment"), choice("information", "information")]
}

pub fn letter(to: &str, why: &[&str], state: Chip, when: Option<Moment>, note: Option<&str>) -> LetterRow {
    LetterRow {
        to: to.into(),
        address: Some("role@example.org".into()),
        notice: "A statement was sent".into(),
        why: why.iter().map(|reason| (*reason).into()).collect(),
        state,
        when,
        note: note.map(Into::into),
        href: Some("/post-office/12".into()),
        stop: None,
    }
}

pub fn file(name: &str) -> FileLink {
    FileLink {
        name: name.into(),
        href: "/files/1".into(),
        size: "84 kB".into(),
        hash: "4f1c0f5d9a8e2b7c6d3e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c".into(),
        media_type: "application/pdf".into(),
        note: Some("members of ISO/TC 307 only".into()),
        remove: None,
    }
}

pub fn entry(who: &str, role: &str, act: &str, recorded: &str) -> Entry {
    Entry {
        who: who.into(),
        role: Some(role.into()),
        act: act.into(),
        recorded: moment(recorded, "2023-07-03T12:05:00Z"),
        occurred: None,
        clause: Some("Rec. A.1 (09/2019), 1.5.2".into()),
        changes: Vec::new(),
        reason: None,
        unusual: None,
        cause: None,
    }
}

pub fn history() -> Vec<Entry> {
    let mut corrected =
        entry("Counsellor SG17", "TSB counsellor, ITU-T SG17", "corrected the deadline", "4 Jul 2023, 09:02");
    corrected.changes = vec![
        Change {
            label: "Deadline".into(),
            pieces: vec![
                Piece::Removed("15 Sep 2023".into()),
                Piece::Same(" ".into()),
                Piece::Added("29 Sep 2023".into()),
            ],
        },
        Change {
            label: "Abstract".into(),
            pieces: vec![
                Piece::Same("Asks ISO/TC 307 to confirm the ".into()),
                Piece::Removed("terms ".into()),
                Piece::Added("definitions ".into()),
                Piece::Same("that both texts use.".into()),
            ],
        },
    ];
    corrected.reason = Some("The committee’s plenary was moved to September.".into());
    let mut recorded = entry("Importer", "a program", "recorded it as it happened", "3 Jul 2023, 14:05");
    recorded.occurred = Some(moment("1 Mar 2023", "2023-03-01"));
    recorded.unusual = Some("No meeting was named.".into());
    recorded.cause = Some("follows from “sent the statement”".into());
    let sent = entry("Counsellor SG17", "TSB counsellor, ITU-T SG17", "sent the statement", "3 Jul 2023, 14:05");
    vec![corrected, recorded, sent]
}
