//! The tables in which many statements are done in one sitting.

use entente::web::view::parts::*;
use entente::web::view::{Place, allocating, several};
use entente::words::Words;

use super::super::people::*;

/// A row that would be done, one that must wait, one that was left alone.
pub fn allocating_table(words: &Words) -> allocating::Allocating {
    let row = |handle: &str, title: &str, questions: &str| allocating::Row {
        registration: handle.into(),
        version: "2".into(),
        handle: handle.into(),
        href: format!("/liaisons/{handle}"),
        title: title.into(),
        numbers: vec!["N 15001".into(), "SG17-TD1004".into()],
        from: partner("ISO/IEC JTC 1/SC 27"),
        received: moment("6 Mar 2023", "2023-03-06"),
        deadline: Some(moment("29 Sep 2023", "2023-09-29")),
        numbered: true,
        number: String::new(),
        questions: questions.into(),
        information: String::new(),
        purpose: "action".into(),
        assignee: String::new(),
        due: String::new(),
        note: false,
        problems: vec![],
        forward: Some("/acts/IN-1/forward".into()),
        asked: Some("for action".into()),
        becomes: None,
        goes_to: vec![],
    };
    let mut done = row("LS-1042", "LS on ledger privacy", "Q14/17, Q10/17");
    done.becomes = Some(chip("allocated", Tone::Open));
    done.goes_to = vec!["→ Q14/17, for action: Rapporteur Q14/17, due 22 Sep 2023".into()];
    let mut waits = row("LS-1043", "LS on identity wallets for travellers across several borders", "Q99/17");
    waits.problems = vec!["“Q99/17” is no part of SG17. Type the name of a Question or a group, or its number.".into()];
    let mut fresh = row("LS-1044", "LS on terms", "");
    (fresh.numbered, fresh.numbers) = (false, vec!["N 7".into()]);
    allocating::Allocating {
        page: page(words, &words.t("allocating-title"), Some(Place::Register)),
        action: "/liaisons/allocating".into(),
        body: "SG17".into(),
        bodies: vec![choice("1", "SG17"), choice("2", "ISO/TC 307/JWG 4")],
        rows: vec![done, waits, fresh],
        purposes: vec![choice("action", "action"), choice("information", "information")],
        people: vec![choice("1", "Rapporteur Q14/17")],
        places: vec!["Q10/17".into(), "Q14/17".into()],
        reserved: vec!["SG17-TD1100".into()],
        reserved_said: Some("Reserved: SG17-TD1100 (for: the chair).".into()),
        agreed_by: Some("Chair SG17".into()),
        outcome: Some(several::Outcome {
            taken: vec![
                "LS-1029 “Terms” waits no more: it is Allocated already. What you typed there was not done.".into(),
            ],
            given: vec!["LS-1030: → Q14/17, for action: Rapporteur Q14/17, due 22 Aug 2023".into()],
            sentence: "One statement would be done. One must wait, for the reason at its row.".into(),
            good: false,
            letters: vec!["Rapporteur Q14/17: one letter".into()],
        }),
        ways: vec![],
        next: Some("/liaisons/allocating?after=1".into()),
        key: "k".into(),
    }
}

/// Ticked, refused, and left alone.
pub fn several_at_once(words: &Words) -> several::Several {
    let row = |handle: &str, title: &str, taken: bool| several::Row {
        id: handle.into(),
        version: "3".into(),
        handle: handle.into(),
        href: format!("/liaisons/{handle}"),
        title: title.into(),
        from: itu("Q14/17"),
        to: vec![partner("ISO/TC 307"), partner("ISO/IEC JTC 1/SC 27")],
        deadline: Some(moment("22 Aug 2023", "2023-08-22")),
        chip: chip("Approved", Tone::Open),
        taken,
        number: String::new(),
        problems: vec![],
        becomes: None,
    };
    let mut done = row("LS-1042", "LS on ledger privacy", true);
    done.becomes = Some(chip("Sent", Tone::Quiet));
    let mut waits = row("LS-1043", "LS on identity wallets for travellers across several borders", true);
    waits.problems = vec!["SG17-LS401 is the number of LS-1030 already. Choose another.".into()];
    several::Several {
        page: page(words, &words.t("several-title"), Some(Place::Register)),
        action: "/liaisons/several?step=send".into(),
        steps: vec![choice("approve_at_sg", "Approve at SG meeting"), choice("send", "Send")],
        verb: "Send".into(),
        does: Some("The letters are prepared, and wait ten minutes.".into()),
        clause: Some("Rec. ITU-T A.1 (10/2016), 1.5.2".into()),
        fields: vec![Field::text("how_sent", "How it was sent", "")],
        tick_all: "/liaisons/several?step=send&all=true".into(),
        number: Some("Number".into()),
        rows: vec![done, waits, row("LS-1044", "LS on terms", false)],
        outcome: Some(several::Outcome {
            sentence: "One statement would be done. One must wait, for the reason at its row.".into(),
            letters: vec!["Chair SG17: one letter".into()],
            ..several::Outcome::default()
        }),
        problems: vec![],
        ways: vec![],
        next: Some("/liaisons/several?step=send&after=60".into()),
        key: "k".into(),
    }
}
