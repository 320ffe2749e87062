//! The daily digest as a letter: what waits for the reader, what is due, and what changed, by object. Frozen when it is
//! queued; what goes out of sight before it leaves is taken out.

use std::collections::HashSet;

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sheet::one_line;
use super::{ComposeError, MailSettings, message_id, tidied};
use crate::domain::digest::DIGEST;
use crate::domain::said::Said;
use crate::facts::letter::OutboxRow;
use crate::links;
use crate::mail::letter::{Letter, Party};
use crate::said;
use crate::words::Words;

/// Lines of one part; what there is beside them is counted, with a link.
pub const ROWS: usize = 20;
pub const CHANGES: usize = 60;
/// A reason is quoted as far as this.
const REASON_CHARS: usize = 300;

/// One digest, frozen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DigestFacts {
    pub language: String,
    pub day: NaiveDate,
    pub hour: u8,
    pub zone: String,
    pub turns: Vec<Turn>,
    pub turns_more: usize,
    pub deadlines: Vec<Turn>,
    pub deadlines_more: usize,
    /// One after the other by object, in the order in which they were recorded.
    pub changes: Vec<Change>,
    pub changes_more: usize,
}

/// Something that waits for the reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The statement's key.
    pub statement: i64,
    pub receiver: Option<Uuid>,
    pub title: String,
    pub procedure: String,
    pub state: String,
    pub due: Option<NaiveDate>,
}

/// One event, as the history says it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    pub statement: i64,
    pub receiver: Option<Uuid>,
    pub title: String,
    pub kind: String,
    pub act: String,
    pub by: String,
    pub at: DateTime<Utc>,
    pub occurred_on: NaiveDate,
    pub reason: String,
    /// The act that was taken back.
    pub undone: String,
    /// The state that it led to, where it led to another.
    pub to: Option<String>,
}

impl DigestFacts {
    /// The keys of all statements that it names.
    pub fn statements(&self) -> Vec<i64> {
        let turns = self.turns.iter().chain(&self.deadlines).map(|turn| turn.statement);
        turns.chain(self.changes.iter().map(|change| change.statement)).collect()
    }

    /// Takes out what may not be seen any more: statements in sight, and bodies whose own work is. Says whether anything is
    /// left that makes a letter.
    pub fn keep(&mut self, seen: &HashSet<i64>, roots: &[Uuid]) -> bool {
        let sees = |statement: i64, receiver: Option<Uuid>| {
            seen.contains(&statement) && receiver.is_none_or(|receiver| roots.contains(&receiver))
        };
        self.turns.retain(|turn| sees(turn.statement, turn.receiver));
        self.deadlines.retain(|turn| sees(turn.statement, turn.receiver));
        self.changes.retain(|change| sees(change.statement, change.receiver));
        !self.deadlines.is_empty() || !self.changes.is_empty()
    }
}

/// One object with what is said of it.
struct Row {
    link: String,
    handle: String,
    title: String,
    note: String,
    lines: Vec<Line>,
}

struct Line {
    said: String,
    reason: String,
}

/// One of the three parts.
struct Part {
    head: String,
    rows: Vec<Row>,
    /// "and 12 more", and where they are.
    more: Option<(String, String)>,
}

impl Part {
    /// The part in a letter of text, a line each, with empty ones around.
    fn text(&self) -> Vec<String> {
        let mut text = vec![String::new(), self.head.clone(), String::new()];
        for row in &self.rows {
            text.push(format!("- {} {}", row.handle, row.title));
            if !row.note.is_empty() {
                text.push(format!("  {}", row.note));
            }
            for line in &row.lines {
                text.push(format!("  * {}", line.said));
                if !line.reason.is_empty() {
                    text.push(format!("    > {}", line.reason));
                }
            }
            text.push(format!("  {}", row.link));
            text.push(String::new());
        }
        if let Some((said, link)) = &self.more {
            text.push(format!("{said}: {link}"));
        }
        text
    }
}

/// The letter's words.
struct Sheet {
    w: Words,
    subject: String,
    lead: String,
    parts: Vec<Part>,
    reasons: Vec<String>,
    how: String,
    profile: String,
}

#[derive(Template)]
#[template(path = "mail/digest/subject.txt")]
struct Subject<'a> {
    s: &'a Sheet,
}

#[derive(Template)]
#[template(path = "mail/digest/body.txt")]
struct Text<'a> {
    s: &'a Sheet,
}

#[derive(Template)]
#[template(path = "mail/digest/body.html")]
struct Html<'a> {
    s: &'a Sheet,
}

/// Writes the digest of this row.
pub(super) fn compose(row: &OutboxRow, settings: &MailSettings) -> Result<Letter, ComposeError> {
    let facts: DigestFacts = serde_json::from_value(row.facts.clone())?;
    let reasons: Vec<Said> = serde_json::from_value(row.reasons.clone())?;
    let sheet = Saying { facts: &facts, w: Words::for_language(&facts.language), settings }.sheet(&reasons);
    Ok(Letter {
        message_id: message_id(row, settings),
        from: settings.from.clone(),
        to: Party::new(&row.name, &row.address),
        reply_to: None,
        subject: Subject { s: &sheet }.render()?.trim().to_owned(),
        text: tidied(&Text { s: &sheet }.render()?),
        html: Some(Html { s: &sheet }.render()?),
        // Each day is a letter of its own.
        references: Vec::new(),
        in_reply_to: None,
        date: row.not_before,
        attachments: Vec::new(),
        list_id: Some(format!("{DIGEST}.{}", settings.domain)),
    })
}

struct Saying<'a> {
    facts: &'a DigestFacts,
    w: Words,
    settings: &'a MailSettings,
}

impl Saying<'_> {
    fn sheet(&self, reasons: &[Said]) -> Sheet {
        let (facts, w) = (self.facts, &self.w);
        let changes = (facts.changes.len() + facts.changes_more) as i64;
        let due = (facts.deadlines.len() + facts.deadlines_more) as i64;
        let subject = match (changes, due) {
            (0, due) => said!("mail-digest-subject-due", on = facts.day, due = due),
            (changes, 0) => said!("mail-digest-subject-changes", on = facts.day, changes = changes),
            (changes, due) => said!("mail-digest-subject-both", on = facts.day, changes = changes, due = due),
        };
        let parts = [
            self.part("mail-digest-turns", self.turns(&facts.turns), facts.turns_more, links::HOME),
            self.part("mail-digest-deadlines", self.turns(&facts.deadlines), facts.deadlines_more, links::HOME),
            self.part("mail-digest-changes", self.changes(), facts.changes_more, links::REGISTER),
        ];
        let hour = format!("{:02}:00", facts.hour);
        Sheet {
            subject: w.say(&subject),
            lead: w.say(&said!("mail-digest-lead", on = facts.day)),
            parts: parts.into_iter().filter(|part| !part.rows.is_empty()).collect(),
            reasons: reasons.iter().map(|reason| w.say(reason)).collect(),
            how: w.say(&said!("mail-digest-how", hour = hour, zone = facts.zone.clone())),
            profile: self.absolute(links::PROFILE),
            w: self.w.clone(),
        }
    }

    fn part(&self, head: &str, rows: Vec<Row>, more: usize, all: &str) -> Part {
        let more = (more > 0).then(|| (self.w.n("mail-digest-more", more), self.absolute(all)));
        Part { head: self.w.t(head), rows, more }
    }

    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }

    fn row(&self, statement: i64, title: &str) -> Row {
        let handle = format!("LS-{statement}");
        let link = self.absolute(&links::statement(&handle));
        Row { link, handle, title: one_line(title), note: String::new(), lines: Vec::new() }
    }

    fn turns(&self, turns: &[Turn]) -> Vec<Row> {
        let row = |turn: &Turn| {
            let (procedure, state) = (&turn.procedure, turn.state.replace('_', "-"));
            let next = format!("next-{procedure}-{state}");
            let key = if self.w.has(&next) { next } else { format!("state-{procedure}-{state}") };
            let due = turn.due.map(|on| {
                let far = self.w.relative(on, self.facts.day);
                self.w.say(&said!("mail-digest-due", on = on, far = far))
            });
            let note = [Some(self.w.t(&key)), due].into_iter().flatten().collect::<Vec<_>>().join(" ");
            Row { note, ..self.row(turn.statement, &turn.title) }
        };
        turns.iter().map(row).collect()
    }

    fn changes(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut of: Option<i64> = None;
        for change in &self.facts.changes {
            if of != Some(change.statement) {
                rows.push(self.row(change.statement, &change.title));
                of = Some(change.statement);
            }
            let Some(row) = rows.last_mut() else { continue };
            row.title = one_line(&change.title);
            row.lines.push(self.line(change));
        }
        rows
    }

    /// When, who, what, and the state that it led to.
    fn line(&self, change: &Change) -> Line {
        let (w, kind) = (&self.w, &change.kind);
        let zone: Tz = self.facts.zone.parse().unwrap_or(chrono_tz::UTC);
        let by = if change.by.is_empty() { w.t("ui-name") } else { one_line(&change.by) };
        let act = if change.undone.is_empty() {
            said!("mail-digest-line", by = by, at = w.instant(change.at, zone))
                .term("done", format!("done-{kind}-{}", change.act.replace('_', "-")))
        } else {
            said!("mail-digest-line-undone", by = by, at = w.instant(change.at, zone))
                .term("step", format!("act-{kind}-{}", change.undone.replace('_', "-")))
        };
        let mut said = w.say(&act);
        if change.occurred_on != change.at.with_timezone(&zone).date_naive() {
            said = format!("{said} {}", w.say(&said!("mail-digest-occurred", on = change.occurred_on)));
        }
        if let Some(to) = &change.to {
            let state = format!("state-{kind}-{}", to.replace('_', "-"));
            said = format!("{said} {}", w.say(&Said::new("mail-digest-state").term("state", state)));
        }
        Line { said, reason: shortened(&one_line(&change.reason)) }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(REASON_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
