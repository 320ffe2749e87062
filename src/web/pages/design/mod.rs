//! Every part of the pages on one page. Its words are those of the tables and of the message files.

use actix_web::HttpResponse;
use chrono::{Days, NaiveDate};

use super::procedures;
use crate::links;
use crate::web::app::App;
use crate::web::auth::Visitor;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::markdown;

use crate::web::view::design::Design;
use crate::web::view::parts::{self, *};
use crate::words::Words;

/// The page.
pub async fn show(app: App, visitor: Visitor) -> Result<HttpResponse, Problem> {
    let page = frame::page(&app, visitor.caller.as_ref(), app.words.t("design-title"), None);
    let words = page.words.clone();
    let today = visitor.caller.as_ref().map_or_else(|| app.clock.now().date_naive(), |caller| caller.today);
    frame::html(&Design {
        bodies: vec![body(&words, Side::ItuT), body(&words, Side::Partner)],
        chips: chips(&words),
        balls: balls(&words, today),
        possible: vec![offer(&words, "act-statement-send", true), offer(&words, "act-statement-withdraw", false)],
        refused: vec![refused(&words)],
        facts: facts(&words, today),
        problems: vec![problem(&words)],
        fields: fields(&words),
        files: Vec::new(),
        letters: Vec::new(),
        history: history(&words, today),
        pager: pager(),
        links: vec![Link { label: words.t("home-log"), href: links::INTAKE.to_owned() }],
        diagram: procedures::picture_of("statement", "awaiting_reply", &words),
        text: markdown::written(&words.t("design-text")),
        page,
    })
}

fn problem(words: &Words) -> parts::Problem {
    let (field, sentence) = (Some("d-title".to_owned()), words.t("form-required"));
    parts::Problem { field, sentence, clause: None, help: None }
}

fn pager() -> Pager {
    let there = || Some("#main".to_owned());
    Pager { newer: there(), older: there(), total: Some("214".to_owned()) }
}

fn body(words: &Words, side: Side) -> Body {
    let name = words.t(match side {
        Side::ItuT => "ui-side-itu",
        Side::Partner => "ui-side-partner",
    });
    Body { name, side, href: None }
}

fn chips(words: &Words) -> Vec<Chip> {
    let chip = |key: &str, tone| Chip { label: words.t(key), tone };
    vec![
        chip("state-statement-draft", Tone::Quiet),
        chip("state-statement-in-review", Tone::Open),
        chip("state-statement-awaiting-reply", Tone::Waiting),
        chip("state-statement-replied", Tone::Good),
        chip("state-registration-rejected", Tone::Bad),
    ]
}

fn balls(words: &Words, today: NaiveDate) -> Vec<Ball> {
    let ball = |whom: &str, mine, overdue| Ball {
        whom: words.t(whom),
        since: Some(frame::day(words, today)),
        why: Some(words.t("act-statement-send")),
        mine,
        overdue,
    };
    vec![
        ball("waiting-partner", false, false),
        ball("waiting-author", true, false),
        ball("waiting-assignee", false, true),
    ]
}

fn offer(words: &Words, key: &str, expected: bool) -> Offer {
    Offer { label: words.t(key), href: "#main".to_owned(), clause: None, expected, refusals: Vec::new() }
}

fn refused(words: &Words) -> Offer {
    let refusal = Refusal {
        sentence: words.t("guard-follow-up-recorded-no"),
        clause: Some(crate::domain::clause::OUR_RULE.cite()),
        help: Some(words.t("role-counsellor")),
    };
    Offer { refusals: vec![refusal], ..offer(words, "act-statement-close", false) }
}

fn facts(words: &Words, today: NaiveDate) -> Vec<Fact> {
    let due = today + Days::new(44);
    let side = Value { text: words.t("ui-side-itu"), side: Some(Side::ItuT), ..Value::default() };
    let date = Value {
        text: words.date(due),
        iso: Some(due.to_string()),
        note: Some(words.relative(due, today)),
        ..Value::default()
    };
    let fact = |key: &str, values| Fact { label: words.t(key), values };
    vec![fact("post-from", vec![side]), fact("field-deadline", vec![date]), fact("field-purpose", Vec::new())]
}

fn fields(words: &Words) -> Vec<Field> {
    let choice = |value: &str, key: &str| Choice { value: value.to_owned(), label: words.t(key), ..Choice::default() };
    let purposes = || ["action", "comment", "information"].map(|one| choice(one, &format!("purpose-{one}"))).to_vec();
    let bodies = || vec![choice("itu", "ui-side-itu"), choice("partner", "ui-side-partner")];
    let rows = vec![DestinationRow::default()];
    let long = Control::Long { value: String::new(), rows: 3, limit: Some(200) };
    vec![
        Field::text("d-title", words.t("field-title"), "").required().error(words.t("form-required")),
        Field::of("d-date", words.t("field-deadline"), Control::Date { value: String::new(), relative: None }),
        Field::of("d-purposes", words.t("field-purpose"), Control::Checks { choices: purposes() }),
        Field::of("d-long", words.t("field-abstract"), long),
        Field::of(
            "d-rows",
            words.t("field-destinations"),
            Control::Destinations { bodies: bodies(), purposes: purposes(), rows },
        ),
    ]
}

fn history(words: &Words, today: NaiveDate) -> Vec<Entry> {
    vec![Entry {
        who: words.t("role-counsellor"),
        role: Some(words.t("role-counsellor")),
        act: words.t("done-statement-send"),
        recorded: frame::day(words, today),
        occurred: Some(frame::day(words, today)),
        clause: Some(crate::domain::clause::A1_1_5_2.cite()),
        changes: vec![Change {
            label: words.t("field-deadline"),
            pieces: vec![
                Piece::Removed(words.date(today)),
                Piece::Same(" ".to_owned()),
                Piece::Added(words.date(today + Days::new(14))),
            ],
        }],
        reason: None,
        unusual: None,
        cause: None,
    }]
}
