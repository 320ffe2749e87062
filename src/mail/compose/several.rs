//! What a bulk act tells one person, as one letter (PR-13): each statement with what is asked of the reader there. Made of
//! the same sheets as the letters that tell of one.

use askama::Template;

use super::sheet::{Quote, Sheet, one_line};
use super::{ComposeError, MailSettings, message_id, tidied};
use crate::domain::named::Named;
use crate::domain::notice::{Notice, SEVERAL};
use crate::domain::said::Said;
use crate::facts::letter::{Around, OutboxRow};
use crate::mail::letter::{Letter, Party};
use crate::said;
use crate::words::Words;

/// One row that goes in the letter, and what surrounds it.
pub struct Held {
    pub row: OutboxRow,
    pub around: Around,
    /// Our own number of what it tells of.
    pub number: Option<String>,
}

/// One statement, with all that is told of it.
struct Row<'a> {
    handle: &'a str,
    title: &'a str,
    link: &'a str,
    told: Vec<Told<'a>>,
}

/// What happened to it, where the letter does not say so of all at its head, and what is asked.
struct Told<'a> {
    about: String,
    said: Vec<&'a str>,
    quotes: &'a [Quote],
}

/// The letter's words.
struct Whole<'a> {
    w: &'a Words,
    subject: String,
    lead: String,
    rows: Vec<Row<'a>>,
    reasons: Vec<&'a str>,
    footer: String,
}

impl Whole<'_> {
    /// The statements in a letter of text, a line each, with an empty one before every statement.
    fn text(&self) -> Vec<String> {
        let mut text = Vec::new();
        for row in &self.rows {
            text.push(String::new());
            text.push(format!("- {} {}", row.handle, row.title));
            for told in &row.told {
                let lines = std::iter::once(told.about.as_str()).chain(told.said.iter().copied());
                text.extend(lines.filter(|line| !line.is_empty()).map(|line| format!("  {line}")));
                for quote in told.quotes {
                    text.push(format!("  {}:", quote.label));
                    text.extend(quote.lines.iter().map(|line| format!("  > {line}")));
                }
            }
            text.push(format!("  {}", row.link));
        }
        text
    }
}

#[derive(Template)]
#[template(path = "mail/several/subject.txt")]
struct Subject<'a> {
    s: &'a Whole<'a>,
}

#[derive(Template)]
#[template(path = "mail/several/body.txt")]
struct Text<'a> {
    s: &'a Whole<'a>,
}

#[derive(Template)]
#[template(path = "mail/several/body.html")]
struct Html<'a> {
    s: &'a Whole<'a>,
}

/// Writes the letter of this row, which holds these.
pub fn compose(row: &OutboxRow, held: &[Held], words: &Words, settings: &MailSettings) -> Result<Letter, ComposeError> {
    let mut sheets = Vec::with_capacity(held.len());
    for Held { row, around, number } in held {
        let notice = Notice::from_name(&row.notice).ok_or_else(|| ComposeError::Notice(row.notice.clone()))?;
        let sheet = Sheet::new(row, notice, around, &[], words, settings)?;
        sheets.push(One { notice, sheet, number: number.as_deref() });
    }
    let whole = whole(&sheets, words);
    Ok(Letter {
        message_id: message_id(row, settings),
        from: settings.from.clone(),
        to: Party::new(&row.name, &row.address),
        reply_to: all_the_same(held.iter().map(|one| one.around.answers_to.as_ref()))
            .flatten()
            .map(|(name, address)| Party::new(name, address)),
        subject: Subject { s: &whole }.render()?.trim().to_owned(),
        text: tidied(&Text { s: &whole }.render()?),
        html: Some(Html { s: &whole }.render()?),
        // It belongs to many threads, and would tie them together.
        references: Vec::new(),
        in_reply_to: None,
        date: row.not_before,
        attachments: Vec::new(),
        list_id: Some(format!("{SEVERAL}.{}", settings.domain)),
    })
}

/// What one row would say in a letter of its own.
struct One<'a> {
    notice: Notice,
    sheet: Sheet<'a>,
    number: Option<&'a str>,
}

fn whole<'a>(sheets: &'a [One<'a>], w: &'a Words) -> Whole<'a> {
    let rows = rows(sheets, w, head(sheets, w).is_none());
    let count = rows.len() as i64;
    let lead = head(sheets, w).unwrap_or_else(|| {
        let by = sheets.first().map(|one| one.sheet.by.clone()).unwrap_or_default();
        said!("mail-several-lead", by = by)
    });
    let mut reasons: Vec<&str> = Vec::new();
    for reason in sheets.iter().flat_map(|one| &one.sheet.reasons) {
        if !reasons.contains(&reason.as_str()) {
            reasons.push(reason);
        }
    }
    Whole {
        w,
        subject: subject(sheets, w, count),
        lead: w.say(&lead.with("count", count)),
        rows,
        reasons,
        footer: w.n("mail-footer-several", count),
    }
}

/// What happened, where it is the same with all of them.
fn head(sheets: &[One<'_>], w: &Words) -> Option<Said> {
    let event = all_the_same(sheets.iter().map(|one| &one.sheet.event))?;
    let key = format!("{}-several", event.key);
    w.has(&key).then(|| Said { key, args: event.args.clone() })
}

/// What all of them are, and where.
fn subject(sheets: &[One<'_>], w: &Words, count: i64) -> String {
    let subject = match all_the_same(sheets.iter().map(|one| one.notice)) {
        Some(notice) => w.n(&format!("mail-several-{}", notice.slug()), count),
        None => w.n("mail-several-mixed", count),
    };
    match all_the_same(sheets.iter().map(|one| &one.sheet.body)) {
        Some(body) if !body.is_empty() => w.say(&said!("mail-several-in", what = subject, body = body.clone())),
        Some(_) | None => subject,
    }
}

/// Statement by statement, in the order in which each came first.
fn rows<'a>(sheets: &'a [One<'a>], w: &Words, each: bool) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for one in sheets {
        let sheet = &one.sheet;
        let happened = std::iter::once(&sheet.happened).filter(|_| each);
        let told = Told {
            about: about(one, w),
            said: happened.chain(&sheet.asked).map(String::as_str).collect(),
            quotes: &sheet.quotes,
        };
        match rows.iter_mut().find(|row| row.handle == sheet.handle) {
            Some(row) => row.told.push(told),
            None => {
                let (handle, title) = (sheet.handle.as_str(), sheet.title.as_str());
                let link = sheet.link.as_deref().unwrap_or_default();
                rows.push(Row { handle, title, link, told: vec![told] });
            }
        }
    }
    rows
}

/// Its number, its source and what else a letter of its own has at a glance; the title stands at the head of the row.
fn about(one: &One<'_>, w: &Words) -> String {
    let lines = &one.sheet.lines;
    let number = one.number.map(one_line).filter(|number| lines.iter().all(|line| line.value != *number));
    let number = number.map(|number| format!("{}: {number}", w.t("field-number")));
    let lines = lines.iter().filter(|line| line.value != one.sheet.title);
    let said: Vec<String> =
        number.into_iter().chain(lines.map(|line| format!("{}: {}", line.label, line.value))).collect();
    said.join(" · ")
}

/// The value that all of them have.
fn all_the_same<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}
