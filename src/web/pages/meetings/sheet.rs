//! The rows of a list, once for the page and its Word edition, and flat for CSV.

use chrono::NaiveDate;

use crate::domain::said::Said;
use crate::exchange::table_docx::Column;
use crate::links;
use crate::read::meetings::incoming::{Allocated, Incoming, Reply};
use crate::read::meetings::outgoing::{Addressed, Outgoing};
use crate::said;
use crate::web::shown;
use crate::web::view::meeting::Line;
use crate::words::Words;

/// A list as it is shown, and as data.
pub struct Sheet {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Vec<Line>>>,
    /// The heads of the data.
    pub heads: Vec<String>,
    pub data: Vec<Vec<String>>,
}

/// Between several values of one cell of the data.
const AND: &str = "; ";

fn plain(text: impl Into<String>) -> Line {
    Line { text: text.into(), ..Line::default() }
}

fn note(text: impl Into<String>) -> Line {
    Line { note: true, ..plain(text) }
}

/// A number or a day.
fn whole(text: impl Into<String>) -> Line {
    Line { whole: true, ..plain(text) }
}

fn columns(words: &Words, all: &[(&str, u32)]) -> Vec<Column> {
    all.iter().map(|(key, share)| Column { head: words.t(&format!("meeting-col-{key}")), share: *share }).collect()
}

fn state(words: &Words, procedure: &str, state: &str) -> String {
    words.t(&format!("state-{procedure}-{}", state.replace('_', "-")))
}

fn purpose(words: &Words, purpose: &str) -> String {
    words.t(&format!("purpose-{purpose}"))
}

fn iso(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Sheet {
    /// What came in.
    pub fn incoming(words: &Words, rows: &[Incoming]) -> Sheet {
        let columns = columns(
            words,
            &[
                ("document", 15),
                ("from", 13),
                ("title", 27),
                ("asked", 13),
                ("received", 10),
                ("allocated", 22),
                ("reply", 13),
            ],
        );
        let heads = [
            "meeting-data-handle",
            "meeting-data-ours",
            "meeting-data-theirs",
            "meeting-col-from",
            "meeting-col-title",
            "meeting-col-asked",
            "meeting-data-deadline",
            "meeting-col-received",
            "meeting-data-carried-over",
            "meeting-col-state",
            "meeting-data-allocated",
            "meeting-data-lead",
            "meeting-data-outcome",
            "meeting-col-reply",
        ];
        Sheet {
            columns,
            rows: rows.iter().map(|row| came(words, row)).collect(),
            heads: heads.iter().map(|key| words.t(key)).collect(),
            data: rows.iter().map(|row| came_as_data(words, row)).collect(),
        }
    }

    /// What goes out.
    pub fn outgoing(words: &Words, rows: &[Outgoing]) -> Sheet {
        let columns = columns(
            words,
            &[
                ("document", 14),
                ("to", 22),
                ("title", 27),
                ("prepared", 13),
                ("decided", 16),
                ("sent", 10),
                ("state", 12),
            ],
        );
        let heads = [
            "meeting-data-handle",
            "meeting-data-number",
            "meeting-col-to",
            "meeting-col-title",
            "meeting-col-prepared",
            "meeting-data-level",
            "meeting-data-decided-on",
            "meeting-col-sent",
            "meeting-col-state",
            "meeting-col-answers",
        ];
        Sheet {
            columns,
            rows: rows.iter().map(|row| goes(words, row)).collect(),
            heads: heads.iter().map(|key| words.t(key)).collect(),
            data: rows.iter().map(|row| goes_as_data(words, row)).collect(),
        }
    }
}

fn came(words: &Words, row: &Incoming) -> Vec<Vec<Line>> {
    let mut document: Vec<Line> = row.ours.iter().map(whole).collect();
    if document.is_empty() {
        document.push(plain(words.t("meeting-no-number")));
    }
    document.extend(row.theirs.iter().map(note));
    let title = Line { href: Some(links::statement(&row.handle)), ..plain(shown::title(words, &row.title)) };
    let mut titled = vec![title];
    titled.extend(row.carried_over.then(|| note(words.t("meeting-carried-over"))));
    let mut asked: Vec<Line> = row.purpose.iter().map(|one| plain(purpose(words, one))).collect();
    asked.extend(row.deadline.map(|on| plain(words.say(&said!("meeting-reply-by", on = on)))));
    let mut allocated: Vec<Line> = forwarded(words, row).into_iter().map(plain).collect();
    allocated.extend(row.allocations.iter().map(|one| plain(given(words, one))));
    if allocated.is_empty() {
        let state = state(words, "registration", &row.state);
        allocated.push(plain(words.fill("meeting-not-allocated", "state", &state)));
    }
    let replies =
        row.replies.iter().map(|one| Line { href: Some(links::statement(&one.handle)), ..plain(reply(words, one)) });
    vec![
        document,
        vec![plain(&row.from.name)],
        titled,
        asked,
        vec![whole(words.date(row.received_on))],
        allocated,
        replies.collect(),
    ]
}

fn forwarded(words: &Words, row: &Incoming) -> Option<String> {
    row.forwarded_to.as_ref().map(|to| words.fill("meeting-forwarded", "body", to))
}

fn given(words: &Words, one: &Allocated) -> String {
    let key = if one.lead { "meeting-allocated-lead" } else { "meeting-allocated" };
    let said = Said::new(key).with("body", one.body.clone()).term("purpose", format!("purpose-{}", one.purpose));
    words.say(&said.term("state", format!("state-allocation-{}", one.state.replace('_', "-"))))
}

fn reply(words: &Words, one: &Reply) -> String {
    let number = one.number.clone().unwrap_or_else(|| one.handle.clone());
    let said = said!("meeting-reply-in", number = number);
    words.say(&said.term("state", format!("state-statement-{}", one.state.replace('_', "-"))))
}

fn came_as_data(words: &Words, row: &Incoming) -> Vec<String> {
    let joined = |of: &dyn Fn(&Allocated) -> String| row.allocations.iter().map(of).collect::<Vec<_>>().join(AND);
    let lead = row.allocations.iter().find(|one| one.lead).map(|one| one.body.clone());
    let replies: Vec<String> = row.replies.iter().map(|one| reply(words, one)).collect();
    vec![
        row.handle.clone(),
        row.ours.join(AND),
        row.theirs.join(AND),
        row.from.name.clone(),
        row.title.clone(),
        row.purpose.as_ref().map(|one| purpose(words, one)).unwrap_or_default(),
        iso(row.deadline),
        row.received_on.to_string(),
        if row.carried_over { words.t("meeting-data-yes") } else { String::new() },
        state(words, "registration", &row.state),
        joined(&|one| one.body.clone()),
        lead.unwrap_or_default(),
        forwarded(words, row)
            .unwrap_or_else(|| joined(&|one| format!("{}: {}", one.body, state(words, "allocation", &one.state)))),
        replies.join(AND),
    ]
}

fn goes(words: &Words, row: &Outgoing) -> Vec<Vec<Line>> {
    let mut document: Vec<Line> = row.numbers.iter().map(whole).collect();
    if document.is_empty() {
        document.push(plain(words.t("meeting-no-number")));
    }
    document.push(note(&row.handle));
    let title = Line { href: Some(links::statement(&row.handle)), ..plain(shown::title(words, &row.title)) };
    let mut titled = vec![title];
    titled.extend(
        row.answers.iter().map(|handle| Line { href: Some(links::statement(handle)), ..note(answers(words, handle)) }),
    );
    let mut prepared = vec![plain(&row.owner.name)];
    prepared.extend((!row.prepared_at.is_empty()).then(|| note(&row.prepared_at)));
    let mut decided: Vec<Line> = row.level.iter().map(|level| plain(words.t(&level_key(level)))).collect();
    decided.extend(row.decided_on.map(|on| Line { note: true, ..whole(words.date(on)) }));
    vec![
        document,
        row.to.iter().map(|to| plain(addressed(words, to))).collect(),
        titled,
        prepared,
        decided,
        row.issued_on.iter().map(|on| whole(words.date(*on))).collect(),
        vec![plain(state(words, "statement", &row.state))],
    ]
}

fn answers(words: &Words, handle: &str) -> String {
    format!("{} {handle}", words.t("meeting-col-answers"))
}

fn level_key(level: &str) -> String {
    format!("level-{}", level.replace('_', "-"))
}

fn addressed(words: &Words, to: &Addressed) -> String {
    let said = |key: &str| {
        Said::new(key).with("body", to.body.name.clone()).term("purpose", format!("purpose-{}", to.purpose))
    };
    words.say(&match to.deadline {
        Some(on) => said("meeting-to-by").with("on", on),
        None => said("meeting-to"),
    })
}

fn goes_as_data(words: &Words, row: &Outgoing) -> Vec<String> {
    let to: Vec<String> = row.to.iter().map(|to| addressed(words, to)).collect();
    vec![
        row.handle.clone(),
        row.numbers.join(AND),
        to.join(AND),
        row.title.clone(),
        row.owner.name.clone(),
        row.level.as_ref().map(|level| words.t(&level_key(level))).unwrap_or_default(),
        iso(row.decided_on),
        iso(row.issued_on),
        state(words, "statement", &row.state),
        row.answers.join(AND),
    ]
}
