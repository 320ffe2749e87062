//! What a letter says, as plain values for its templates: sentences already in the reader's language.

mod passed_on;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::lines::{Line, Lines, Moved};
use super::{ComposeError, MailSettings};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::notice::Notice;
use crate::domain::reference::Purpose;
use crate::domain::said::{Arg, Said};
use crate::domain::statement::decides_finally;
use crate::domain::statement::outgoing::{AnsweredThere, Outgoing};
use crate::facts::letter::{Around, OutboxRow};
use crate::links;
use crate::mail::document::signed;
use crate::said;
use crate::words::Words;

/// The facts of a letter as `write` froze them; what an act does not bring is empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LetterFacts {
    pub handle: String,
    pub act: String,
    pub by: String,
    pub occurred_on: NaiveDate,
    pub title: String,
    pub source: String,
    pub body: String,
    pub number: Option<String>,
    pub deadline: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    /// The day on which it was due before.
    pub due_before: Option<NaiveDate>,
    pub due_rule: Option<Said>,
    /// When and where a meeting was to be held, and when and where it is.
    pub meeting: Option<Moved>,
    pub purpose: Option<String>,
    pub lead: bool,
    pub note: String,
    pub reason: String,
    pub follow_up: String,
    /// The act that was taken back.
    pub undone: String,
    /// The record of a decision: meeting or consultation, document, day.
    pub decision: BTreeMap<String, Value>,
    pub outgoing: Option<Outgoing>,
    /// What the recipients of a statement that was sent in error are told.
    pub retraction: String,
    /// What those who have not answered are told.
    pub reminder: String,
    /// What the sender of a statement that was passed on is told; by whom, and to which body.
    pub told_sender: String,
    pub forwarder: String,
    pub forwarded_to: String,
    /// The body from which a statement came that another had sent to that one.
    pub forwarded_by: String,
    /// Who signs, where that is not the sender of the statement.
    pub signed: Option<Said>,
    /// It came in from outside: its document is among its files.
    pub as_received: bool,
    /// A reply that was linked: its handle, and how much it answers.
    pub reply: String,
    pub extent: String,
}

/// What people wrote, set apart from what the program says.
pub(super) struct Quote {
    pub label: String,
    pub lines: Vec<String>,
}

/// One letter.
pub(super) struct Sheet<'a> {
    pub w: &'a Words,
    pub handle: String,
    /// The thread's title, in the subject.
    pub thread: String,
    /// The body here that it is about.
    pub body: String,
    pub by: String,
    pub title: String,
    /// As it is said of many at once, where it is the same of all.
    pub event: Said,
    pub happened: String,
    pub asked: Vec<String>,
    pub lines: Vec<Line>,
    pub quotes: Vec<Quote>,
    /// Something is attached.
    pub encloses: bool,
    /// Files that were too large to go with it.
    pub left_out: String,
    pub reasons: Vec<String>,
    /// Where the object stands; nothing for readers outside, who cannot open it.
    pub link: Option<String>,
    /// For readers outside: how it begins, and who signs it.
    pub greeting: Option<String>,
    pub signed: Option<String>,
}

/// The same for all letters of a thread, save for those to outside that say at once what they are.
fn subject(words: &Words, notice: Notice, thread: &str) -> String {
    match notice {
        Notice::Retraction => words.fill("mail-subject-retraction", "title", &one_line(thread)),
        Notice::Reminder => words.fill("mail-subject-reminder", "title", &one_line(thread)),
        Notice::Forwarded | Notice::ForwardedOn => words.fill("mail-subject-forwarded", "title", &one_line(thread)),
        _ => one_line(thread),
    }
}

/// The page of what the letter tells of.
fn whole(kind: &str, handle: &str) -> String {
    match Kind::from_name(kind) {
        Some(Kind::Meeting) => links::meeting(handle),
        _ => links::statement(handle),
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        row: &OutboxRow,
        notice: Notice,
        around: &Around,
        left_out: &[String],
        w: &'a Words,
        settings: &MailSettings,
    ) -> Result<Sheet<'a>, ComposeError> {
        let facts: LetterFacts = serde_json::from_value(row.facts.clone())?;
        let reasons: Vec<Said> = serde_json::from_value(row.reasons.clone())?;
        let written = Written { facts: &facts, w, kind: &around.kind };
        let event = written.happened(notice);
        Ok(Sheet {
            w,
            thread: subject(w, notice, around.first_title.as_deref().unwrap_or(&facts.title)),
            title: one_line(&facts.title),
            body: one_line(&facts.body),
            by: written.by(),
            happened: w.say(&event),
            event,
            asked: written
                .asked(notice, &reasons)
                .iter()
                .map(|said| if row.outside { w.say_formally(said) } else { w.say(said) })
                .collect(),
            lines: written.lines(notice),
            quotes: written.quotes(notice),
            encloses: facts.outgoing.as_ref().is_some_and(|one| !facts.as_received || one.files.len() > left_out.len()),
            left_out: left_out.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", "),
            reasons: reasons.iter().map(|reason| w.say(reason)).collect(),
            link: (!row.outside).then(|| format!("{}{}", settings.public_url, whole(&around.kind, &facts.handle))),
            greeting: row.outside.then(|| w.t("mail-greeting")),
            signed: written.signed().filter(|_| row.outside),
            handle: facts.handle.clone(),
        })
    }
}

struct Written<'a> {
    facts: &'a LetterFacts,
    w: &'a Words,
    kind: &'a str,
}

impl Written<'_> {
    fn by(&self) -> String {
        if self.facts.by.is_empty() { self.w.t("ui-name") } else { one_line(&self.facts.by) }
    }

    fn happened(&self, notice: Notice) -> Said {
        let facts = self.facts;
        let number = facts.number.clone().filter(|number| !number.is_empty());
        let by = self.by();
        let on = facts.occurred_on;
        let done = format!("done-{}-{}", self.kind, facts.act.replace('_', "-"));
        match (notice, number) {
            (Notice::Assigned, _) => said!("mail-happened-assigned", by = by, body = facts.body.clone(), on = on),
            (Notice::DueMoved, _) => {
                let (before, due) = (facts.due_before.unwrap_or(on), facts.due.unwrap_or(on));
                said!("mail-happened-due-moved", body = facts.body.clone(), before = before, due = due)
            }
            (Notice::MeetingMoved, _) => said!("mail-happened-meeting", by = by, on = on).term("done", done),
            (Notice::ReviewAsked, _) => said!("mail-happened-review-asked", by = by, on = on),
            (Notice::Returned, _) => said!("mail-happened-returned", by = by, on = on),
            (Notice::Approved, _) => said!("mail-happened-approved", by = by, on = on).term("done", done),
            (Notice::StatementSent, Some(number)) => {
                said!("mail-happened-statement-sent", source = self.source(), number = number)
            }
            (Notice::StatementSent, None) => said!("mail-happened-statement-sent-plain", source = self.source()),
            (Notice::SentCopy, Some(number)) => said!("mail-happened-sent-copy", by = by, number = number, on = on),
            (Notice::SentCopy, None) => said!("mail-happened-sent-copy-plain", by = by, on = on),
            (Notice::Retraction | Notice::Reminder, number) => {
                let on = facts.outgoing.as_ref().and_then(|outgoing| outgoing.issued_on).unwrap_or(on);
                let number = number.unwrap_or_else(|| one_line(&facts.title));
                let said = match notice {
                    Notice::Reminder => said!("mail-happened-reminder"),
                    _ => said!("mail-happened-retraction"),
                };
                said.with("source", self.source()).with("number", number).with("on", on)
            }
            (Notice::Forwarded | Notice::ForwardedOn, number) => self.passed_on(notice, number),
            (Notice::Received, _) if !facts.forwarded_by.is_empty() => {
                let by = facts.forwarded_by.clone();
                said!("mail-happened-received-forwarded", source = self.source(), on = on, by = by)
            }
            (Notice::Received, _) => said!("mail-happened-received", source = self.source(), on = on),
            (Notice::Answered, _) => said!("mail-happened-answered", by = by, on = on),
            (Notice::ReplyCame, _) => {
                let (reply, body) = (facts.reply.clone(), facts.body.clone());
                said!("mail-happened-reply-came", by = by, on = on, reply = reply, body = body)
                    .term("extent", format!("extent-{}-short", facts.extent))
            }
            (Notice::TakenBack | Notice::Changed, _) if !facts.undone.is_empty() => {
                let step = format!("act-{}-{}", self.kind, facts.undone.replace('_', "-"));
                said!("mail-happened-undone", by = by, on = on).term("step", step)
            }
            (Notice::TakenBack | Notice::Changed, _) => {
                said!("mail-happened-changed", by = by, on = on).term("done", done)
            }
        }
    }

    fn source(&self) -> String {
        let outgoing = self.facts.outgoing.as_ref().map(|outgoing| signed(outgoing, self.w));
        outgoing.filter(|_| self.facts.source.is_empty()).unwrap_or_else(|| self.facts.source.clone())
    }

    /// What is asked, by when, and why by then.
    fn asked(&self, notice: Notice, reasons: &[Said]) -> Vec<Said> {
        match notice {
            Notice::Assigned => self.asked_of_assignee(),
            Notice::DueMoved => self.due_why(),
            Notice::MeetingMoved => Vec::new(),
            Notice::ReviewAsked => vec![said!("mail-asked-review-asked")],
            Notice::Returned => vec![said!("mail-asked-returned")],
            Notice::Approved if self.decided_above() && reasons.iter().any(|reason| reason.key == "reason-role") => {
                vec![said!("mail-asked-approved-send")]
            }
            Notice::Approved if self.decided_above() => vec![said!("mail-asked-approved-sg")],
            Notice::Approved => vec![said!("mail-asked-approved-below")],
            Notice::StatementSent => {
                let mut asked = self.answered();
                asked.push(self.asked_of_destination(reasons));
                asked
            }
            Notice::SentCopy => vec![said!("mail-asked-sent-copy")],
            Notice::Retraction => vec![said!("mail-asked-retraction")],
            Notice::Reminder => vec![said!("mail-asked-reminder")],
            Notice::Forwarded => vec![said!("mail-asked-forwarded")],
            Notice::ForwardedOn => vec![said!("mail-asked-forwarded-on")],
            Notice::Received => vec![said!("mail-asked-received")],
            Notice::Answered => vec![said!("mail-asked-answered")],
            Notice::ReplyCame => vec![said!("mail-asked-reply-came")],
            Notice::TakenBack => vec![said!("mail-asked-undone")],
            Notice::Changed if !self.facts.undone.is_empty() => vec![said!("mail-asked-undone")],
            Notice::Changed => vec![said!("mail-asked-changed")],
        }
    }

    /// The study group itself has decided: no level above it is to be asked.
    fn decided_above(&self) -> bool {
        decides_finally(&self.facts.act)
    }

    /// What it answers: number, source, title and day, as the reader's own register has them.
    fn answered(&self) -> Vec<Said> {
        let all = self.facts.outgoing.iter().flat_map(|outgoing| &outgoing.answers);
        let one = |there: &AnsweredThere| {
            let (source, title) = (one_line(&there.source), one_line(&there.title));
            let from = match there.date {
                Some(on) => self.w.say_formally(&said!("mail-source-dated", source = source, on = on)),
                None => source,
            };
            match there.number.as_deref().map(one_line).filter(|number| !number.is_empty()) {
                Some(number) => said!("mail-answers", number = number, source = from, title = title),
                None => said!("mail-answers-plain", source = from, title = title),
            }
        };
        all.map(one).collect()
    }

    fn asked_of_assignee(&self) -> Vec<Said> {
        let facts = self.facts;
        let Some(due) = facts.due else { return Vec::new() };
        let purpose = facts.purpose.as_deref().and_then(Purpose::from_name).unwrap_or(Purpose::Action);
        let mut asked = vec![match purpose {
            Purpose::Action => said!("mail-asked-assigned-action", due = due),
            Purpose::Comment => said!("mail-asked-assigned-comment", due = due),
            Purpose::Information => said!("mail-asked-assigned-information", due = due),
        }];
        asked.extend(self.due_why());
        if facts.lead {
            asked.push(said!("mail-asked-lead"));
        }
        asked
    }

    /// The rule that gave the due date.
    fn due_why(&self) -> Vec<Said> {
        let why = self.facts.due.zip(self.facts.due_rule.as_ref());
        why.map(|(due, rule)| said!("mail-asked-due-why", due = due, rule = self.w.say(rule))).into_iter().collect()
    }

    /// The most that is asked of the body that reads, and by when.
    fn asked_of_destination(&self, reasons: &[Said]) -> Said {
        let deadline = self.facts.outgoing.as_ref().and_then(|outgoing| outgoing.deadline);
        let asked = |purpose: Purpose| {
            let key = Arg::Term(format!("purpose-{}", purpose.name()));
            reasons.iter().flat_map(|reason| &reason.args).any(|(_, arg)| *arg == key)
        };
        match (asked(Purpose::Action), asked(Purpose::Comment), deadline) {
            (true, _, Some(deadline)) => said!("mail-asked-sent-action", deadline = deadline),
            (true, _, None) => said!("mail-asked-sent-action-open"),
            (false, true, Some(deadline)) => said!("mail-asked-sent-comment", deadline = deadline),
            (false, true, None) => said!("mail-asked-sent-comment-open"),
            (false, false, _) => said!("mail-asked-sent-information"),
        }
    }

    fn lines(&self, notice: Notice) -> Vec<Line> {
        let (facts, w) = (self.facts, self.w);
        let mut lines = Lines { w, all: Vec::new() };
        lines.add("field-number", facts.number.as_deref().unwrap_or_default());
        lines.add("field-title", &facts.title);
        if let (true, Some(outgoing)) = (notice.carries_the_statement(), &facts.outgoing) {
            lines.outgoing(outgoing);
            return lines.all;
        }
        if matches!(notice, Notice::Retraction | Notice::ForwardedOn) {
            return lines.all;
        }
        if let Some(moved) = &facts.meeting {
            lines.meeting(moved);
            return lines.all;
        }
        lines.add("field-source", &facts.source);
        lines.add("field-deadline", &facts.deadline.map(|day| w.date(day)).unwrap_or_default());
        if notice == Notice::Received {
            lines.add("mail-enter-by", &facts.by);
        }
        let decided = |field: &str| facts.decision.get(field).and_then(Value::as_str).unwrap_or_default();
        lines.add("mail-decided-at", decided("meeting"));
        lines.add("field-consulted", decided("consulted"));
        lines.add("field-document", decided("document"));
        lines.all
    }

    fn quotes(&self, notice: Notice) -> Vec<Quote> {
        let facts = self.facts;
        // Why we do something is ours: the other side gets the statement and nothing beside it.
        let mut typed = match notice {
            Notice::StatementSent => Vec::new(),
            Notice::Retraction => vec![("mail-retraction", facts.retraction.as_str())],
            Notice::Reminder => vec![("mail-retraction", facts.reminder.as_str())],
            Notice::ForwardedOn => vec![("mail-forward-note", facts.told_sender.as_str())],
            Notice::Forwarded => self.text_as_received(),
            _ => vec![
                ("field-reason", facts.reason.as_str()),
                ("field-note", &facts.note),
                ("field-follow-up", &facts.follow_up),
            ],
        };
        if let (Notice::StatementSent | Notice::SentCopy, Some(outgoing)) = (notice, &facts.outgoing) {
            typed.push(("field-abstract", &outgoing.abstract_text));
        }
        typed
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(label, text)| Quote { label: self.w.t(label), lines: text.trim().lines().map(one_line).collect() })
            .collect()
    }
}

/// One line, whatever was typed: nobody writes lines of a letter that are not theirs.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
