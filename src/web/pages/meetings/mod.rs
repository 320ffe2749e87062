//! Meetings: the calendar, one meeting, and the lists of statements that it takes, as a page, as Word and as CSV.

mod sheet;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use self::sheet::Sheet;
use crate::domain::calendar::is_past;
use crate::domain::command::Kind;
use crate::domain::meeting as domain;
use crate::domain::named::Named;
use crate::domain::standing;
use crate::exchange::{table_csv, table_docx};
use crate::facts::{self, Conn};
use crate::links;
use crate::mail::document::MEDIA_TYPE;
use crate::read::bodies;
use crate::read::meetings::{self as read, Meeting, Span, incoming, outgoing};
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame::{self, day};
use crate::web::pages::liaisons::statement::here;
use crate::web::pages::liaisons::statement_history::of_record;
use crate::web::view::meeting::{DueRow, List as ListView, MeetingPage, Meetings, Paper, Papers, Row};
use crate::web::view::parts::{Chip, Choice, Fact, Link, Tone, Value as Shown};
use crate::web::view::{Page as ViewPage, Place};
use crate::web::{act_form, shown};
use crate::words::{Words, thousands};

const CSV: &str = "text/csv; charset=utf-8";

/// Whose calendar, and where it goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub body: String,
    pub after: String,
}

/// Which list, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Incoming,
    Outgoing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
    Page,
    Word,
    Csv,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            List::Incoming => "incoming",
            List::Outgoing => "outgoing",
        }
    }

    /// `incoming`, `incoming.docx`, `outgoing.csv`.
    fn read(segment: &str) -> Option<(List, Edition)> {
        let (name, edition) = match segment.split_once('.') {
            None => (segment, Edition::Page),
            Some((name, "docx")) => (name, Edition::Word),
            Some((name, "csv")) => (name, Edition::Csv),
            Some(_) => return None,
        };
        [List::Incoming, List::Outgoing].into_iter().find(|list| list.name() == name).map(|list| (list, edition))
    }
}

/// The calendar.
pub async fn index(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let of = Uuid::try_parse(&asked.body).ok();
    let found = read::calendar(&mut conn, of, Uuid::try_parse(&asked.after).ok(), caller.today).await?;
    let bodies = bodies::all(&mut conn, caller.today).await?;
    let words = &caller.words;
    let every = Choice { label: words.t("meetings-every-body"), ..Choice::default() };
    let new = Link { label: words.t("record-meeting"), href: links::new_record(Kind::Meeting.name()) };
    let next = found
        .next
        .map(|id| links::with_query(links::MEETINGS, &[("body", asked.body.as_str()), ("after", &id.to_string())]));
    let row = |one: Meeting| row(&caller, one);
    frame::html(&Meetings {
        page: frame::page(&app, Some(&caller), words.t("meetings-title"), Some(Place::Meetings)),
        action: links::MEETINGS.to_owned(),
        bodies: std::iter::once(every).chain(act_form::bodies(words, &bodies, &asked.body)).collect(),
        reset: of.map(|_| links::MEETINGS.to_owned()),
        coming: found.coming.into_iter().map(row).collect(),
        over: found.over.into_iter().map(row).collect(),
        next,
        acts: if domain::may_record(here(&caller)) { vec![new] } else { Vec::new() },
    })
}

/// One meeting.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let meeting = read::by_handle(&mut conn, &handle).await?.ok_or(Problem::Missing)?;
    let page = frame::page(&app, Some(&caller), meeting.title.clone(), Some(Place::Meetings));
    frame::html(&whole(&mut conn, &caller, &meeting, frame::with_done(page, &request, &app)).await?)
}

async fn whole(conn: &mut Conn, caller: &Caller, meeting: &Meeting, page: ViewPage) -> Result<MeetingPage, Problem> {
    let words = &caller.words;
    let papers = papers(conn, caller, meeting).await?;
    let facts_of = facts::meeting::load(conn, meeting.id, false, caller.today).await?;
    let offers = domain::offers(&facts_of, here(caller));
    let (possible, refused) = shown::offers(words, &meeting.handle, "meeting", &offers);
    let (due, past) = read::hanging(conn, &caller.sight, meeting.id).await?;
    // Why a meeting moved is told to those who serve in its bodies; to others there are its days.
    let past = if papers.is_empty() { Vec::new() } else { of_record(words, &past) };
    Ok(MeetingPage {
        page,
        handle: meeting.handle.clone(),
        title: meeting.title.clone(),
        chip: chip(words, meeting, caller.today),
        back: links::MEETINGS.to_owned(),
        facts: about(words, meeting),
        papers,
        possible,
        refused,
        due: due.into_iter().map(|one| due_by(caller, one)).collect(),
        history: past,
    })
}

/// One list of one body.
pub async fn list(
    app: App,
    caller: Caller,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let (list, edition) = List::read(&path.1).ok_or(Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let meeting = read::by_handle(&mut conn, &path.0).await?.ok_or(Problem::Missing)?;
    let spans = read::spans(&mut conn, &caller.sight, &meeting).await?;
    let wanted = |span: &&Span| span.body.id.is_some_and(|id| id.to_string() == asked.body);
    let span = spans.iter().find(wanted).or(<[Span]>::first(&spans)).ok_or(Problem::Missing)?;
    let of = Of { meeting: &meeting, span, list };
    let (sheet, next) = sheet(&mut conn, &caller, &of, &asked, edition).await?;
    Ok(match edition {
        Edition::Page => frame::html(&page(&app, &caller, &of, sheet, next))?,
        Edition::Word => {
            let document = word(&caller, &of, sheet, next.is_some());
            frame::download(&of.file_name(&caller.words, "docx"), MEDIA_TYPE, table_docx::write(&document))
        }
        Edition::Csv => {
            frame::download(&of.file_name(&caller.words, "csv"), CSV, table_csv::write(&sheet.heads, &sheet.data))
        }
    })
}

/// The rows of one list, and the key at which it goes on; a document has as many as a document may.
async fn sheet(
    conn: &mut Conn,
    caller: &Caller,
    of: &Of<'_>,
    asked: &Asked,
    edition: Edition,
) -> Result<(Sheet, Option<Uuid>), Problem> {
    let (after, limit) = match edition {
        Edition::Page => (Uuid::try_parse(&asked.after).ok(), read::ROWS),
        Edition::Word | Edition::Csv => (None, read::MOST),
    };
    let words = &caller.words;
    Ok(match of.list {
        List::Incoming => {
            let page = incoming::page_of(conn, &caller.sight, of.span, after, limit).await?;
            (Sheet::incoming(words, &page.rows), page.next)
        }
        List::Outgoing => {
            let page = outgoing::page_of(conn, &caller.sight, of.span, after, limit, caller.today).await?;
            (Sheet::outgoing(words, &page.rows), page.next)
        }
    })
}

/// A list of a body for a meeting.
struct Of<'a> {
    meeting: &'a Meeting,
    span: &'a Span,
    list: List,
}

impl Of<'_> {
    fn title(&self, words: &Words) -> String {
        words.fill(&format!("meeting-{}-of", self.list.name()), "body", &self.span.body.name)
    }

    fn about(&self, words: &Words) -> Vec<String> {
        let meeting = self.meeting;
        let days = words.say(&said!("meeting-days-value", starts = meeting.starts, ends = meeting.ends));
        let mut parts = vec![meeting.title.clone()];
        parts.extend((!meeting.place.is_empty()).then(|| meeting.place.clone()));
        parts.push(days);
        vec![parts.join(", "), span(words, self.span)]
    }

    fn file_name(&self, words: &Words, extension: &str) -> String {
        let said = crate::domain::said::Said::new(format!("meeting-file-{}", self.list.name()));
        let day = self.meeting.starts.to_string();
        let name = words.say(&said.with("body", self.span.body.name.replace('/', "-")).with("day", day));
        format!("{name}.{extension}")
    }

    /// The address of this list in an edition, and from behind a key.
    fn href(&self, extension: &str, after: Option<Uuid>) -> String {
        let path = links::meeting_list(&self.meeting.handle, &format!("{}{extension}", self.list.name()));
        let body = self.span.body.id.map(|id| id.to_string()).unwrap_or_default();
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        links::with_query(&path, &[("body", body.as_str()), ("after", after.as_str())])
    }

    fn files(&self, words: &Words) -> Vec<Link> {
        let link = |key: &str, extension: &str| Link { label: words.t(key), href: self.href(extension, None) };
        vec![link("meeting-word", ".docx"), link("meeting-csv", ".csv")]
    }
}

fn page(app: &App, caller: &Caller, of: &Of<'_>, sheet: Sheet, next: Option<Uuid>) -> ListView {
    let words = &caller.words;
    ListView {
        page: frame::page(app, Some(caller), of.title(words), Some(Place::Meetings)),
        back: Link { label: of.meeting.title.clone(), href: links::meeting(&of.meeting.handle) },
        about: of.about(words),
        columns: sheet.columns.iter().map(|column| column.head.clone()).collect(),
        rows: sheet.rows,
        empty: words.t(&format!("meeting-{}-none", of.list.name())),
        exports: of.files(words),
        next: next.map(|after| of.href("", Some(after))),
    }
}

fn word(caller: &Caller, of: &Of<'_>, sheet: Sheet, cut: bool) -> table_docx::TableDocument {
    let words = &caller.words;
    let count = sheet.rows.len() as i64;
    let mut about = of.about(words);
    about.push(words.say(&said!("meeting-made", count = count, on = caller.today)));
    if cut {
        about.push(words.n("meeting-cut", count));
    }
    let texts = |cells: &Vec<Vec<_>>| {
        let lines = |cell: &Vec<crate::web::view::meeting::Line>| cell.iter().map(|line| line.text.clone()).collect();
        cells.iter().map(lines).collect()
    };
    table_docx::TableDocument {
        header: of.meeting.title.clone(),
        title: of.title(words),
        about,
        rows: sheet.rows.iter().map(texts).collect(),
        columns: sheet.columns,
        empty: words.t(&format!("meeting-{}-none", of.list.name())),
        language: words.tag().to_owned(),
        author: of.span.body.name.clone(),
    }
}

fn span(words: &Words, span: &Span) -> String {
    words.say(&match span.after {
        Some(after) => said!("meeting-span", after = after, ends = span.ends, starts = span.starts),
        None => said!("meeting-span-first", ends = span.ends),
    })
}

/// The lists of each body that meets, as far as the reader serves in it.
async fn papers(conn: &mut Conn, caller: &Caller, meeting: &Meeting) -> Result<Vec<Papers>, Problem> {
    let mut all = Vec::new();
    for of in read::spans(conn, &caller.sight, meeting).await? {
        let came = incoming::count(conn, &caller.sight, &of, read::MOST).await?;
        let goes = outgoing::count(conn, &caller.sight, &of, read::MOST, caller.today).await?;
        let lists = vec![
            paper(&caller.words, Of { meeting, span: &of, list: List::Incoming }, came),
            paper(&caller.words, Of { meeting, span: &of, list: List::Outgoing }, goes),
        ];
        all.push(Papers { body: of.body.name.clone(), days: span(&caller.words, &of), lists });
    }
    Ok(all)
}

fn paper(words: &Words, of: Of<'_>, (count, more): (usize, bool)) -> Paper {
    let count = thousands(count as i64);
    Paper {
        label: words.t(&format!("meeting-{}", of.list.name())),
        href: of.href("", None),
        count: if more { format!("{count}+") } else { count },
        files: of.files(words),
    }
}

fn chip(words: &Words, meeting: &Meeting, today: NaiveDate) -> Option<Chip> {
    if !standing::is_held(&meeting.state) {
        return Some(Chip { label: words.t("meeting-cancelled"), tone: Tone::Bad });
    }
    let now = meeting.starts <= today && today <= meeting.ends;
    now.then(|| Chip { label: words.t("meeting-in-session"), tone: Tone::Open })
}

fn row(caller: &Caller, one: Meeting) -> Row {
    Row {
        href: links::meeting(&one.handle),
        kind: words_of_kind(&caller.words, &one.kind),
        chip: chip(&caller.words, &one, caller.today),
        bodies: one.bodies.iter().map(shown::body).collect(),
        starts: day(&caller.words, one.starts),
        ends: day(&caller.words, one.ends),
        title: one.title,
        place: one.place,
    }
}

fn words_of_kind(words: &Words, kind: &str) -> String {
    words.t(&format!("meeting-kind-{}", kind.replace('_', "-")))
}

fn due_by(caller: &Caller, one: read::DueBy) -> DueRow {
    DueRow {
        title: Link { label: shown::title(&caller.words, &one.title), href: links::statement(&one.statement) },
        body: shown::body(&one.body),
        assignee: one.assignee,
        late: is_past(one.due, caller.today),
        due: day(&caller.words, one.due),
    }
}

fn about(words: &Words, meeting: &Meeting) -> Vec<Fact> {
    let plain = |text: String| vec![Shown { text, ..Shown::default() }];
    let joint = meeting.bodies.len() > 1;
    let body = |(at, name): (usize, &crate::read::register::Name)| Shown {
        text: name.name.clone(),
        side: Some(shown::side(name.side)),
        note: joint.then(|| words.t(if at == 0 { "meeting-convenes" } else { "meeting-joint" })),
        ..Shown::default()
    };
    let days = words.say(&said!("meeting-days-value", starts = meeting.starts, ends = meeting.ends));
    let all = [
        ("meeting-bodies", meeting.bodies.iter().enumerate().map(body).collect()),
        ("meeting-kind", plain(words_of_kind(words, &meeting.kind))),
        ("meeting-days", plain(days)),
        ("meeting-place", if meeting.place.is_empty() { Vec::new() } else { plain(meeting.place.clone()) }),
    ];
    let filled = |(_, values): &(&str, Vec<Shown>)| !values.is_empty();
    all.into_iter().filter(filled).map(|(key, values)| Fact { label: words.t(key), values }).collect()
}
