//! The statement as it will go out: the form as a page and as Word, and every letter with its reasons.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::named::Named;
use crate::domain::notice::{Notice, Recipient, queued};
use crate::domain::procedure::statement::{Act, PROCEDURE};
use crate::domain::statement::StatementFacts;
use crate::domain::statement::outgoing::{Outgoing, outgoing};
use crate::facts;
use crate::facts::subject::SubjectFacts;
use crate::facts::told;
use crate::links;
use crate::mail::document::{self, StatementForm};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::markdown;
use crate::web::pages::acts::before::{letter, unreached};
use crate::web::view::Page;
use crate::web::view::draft::{FormRow, Preview as View};
use crate::web::view::parts::{FileLink, LetterRow, Link, Value as Shown};
use crate::words::Words;

/// Word's media type.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The page.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (facts, out) = found(&app, &caller, &handle).await?;
    let page = frame::page(&app, Some(&caller), caller.words.t("preview-title"), None);
    let told = receivers(&app, &caller, &facts).await?;
    frame::html(&view(frame::with_done(page, &request, &app), &caller.words, &facts, &out, told))
}

/// Whom letters reach, and whom none does.
type Told = (Vec<LetterRow>, Vec<Shown>);

fn view(page: Page, words: &Words, facts: &StatementFacts, out: &Outgoing, (letters, unreached): Told) -> View {
    let form = document::form(out, words);
    let (rows, asks) = rows(&form);
    View {
        page,
        handle: facts.handle.clone(),
        back: links::statement(&facts.handle),
        letterhead: form.letterhead,
        number: form.number,
        rows,
        heading: form.heading,
        asks,
        text: markdown::written(&form.body_markdown),
        attachments: form.attachments.map(|row| row.label),
        files: attached(words, out),
        download: vec![Link { label: words.t("preview-download"), href: links::document(&facts.handle) }],
        letters,
        unreached,
        problems: Vec::new(),
    }
}

/// The same as a Word document.
pub async fn word(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (facts, out) = found(&app, &caller, &handle).await?;
    let bytes = document::docx(&out, &caller.words);
    let name = document::file_name(&out, &facts.handle, &caller.words);
    Ok(frame::download(&name, DOCX, bytes))
}

/// Who will receive it; once it has gone, its own page says who did.
async fn receivers(app: &App, caller: &Caller, facts: &StatementFacts) -> Result<Told, Problem> {
    // What can still be withdrawn has not gone.
    if PROCEDURE.row(facts.state, Act::Withdraw).is_none() {
        return Ok(Default::default());
    }
    let mut conn = app.reader.connection().await?;
    let wanted = told::Wanted { act: Act::Send.name(), command: None, reason: "", on: caller.today };
    let of = SubjectFacts::Statement(Box::new(facts.clone()));
    let tellings = told::ahead(&mut conn, &of, &wanted).await?;
    let row = |(notice, one): (Notice, &Recipient)| letter(&caller.words, notice, one, one.person == Some(caller.id));
    // Whoever sends it, which is not known yet, gets no letter of their own.
    let letters = queued(&tellings, None).into_iter().map(row).collect();
    Ok((letters, unreached(&caller.words, facts)))
}

async fn found(app: &App, caller: &Caller, handle: &str) -> Result<(StatementFacts, Outgoing), Problem> {
    let mut conn = app.reader.connection().await?;
    let page = crate::read::statement::load(&mut conn, &caller.sight, handle, None, caller.today).await?;
    let page = page.ok_or(Problem::Missing)?;
    let mut facts = match page.facts {
        Some(facts) => *facts,
        None => facts::statement::load(&mut conn, page.id, false, caller.today, None).await?,
    };
    facts::statement::as_it_left(&mut conn, &mut facts).await?;
    let number = page.numbers.iter().find(|(scheme, _)| scheme == "ls").map(|(_, value)| value.clone());
    let out = outgoing(&facts, number, page.issued_on);
    Ok((facts, out))
}

/// The rows of the form, with the document's own labels and in its order: above the heading, and below it.
pub fn rows(form: &StatementForm) -> (Vec<FormRow>, Vec<FormRow>) {
    let below = form.asks.iter().chain(&form.contacts).chain(&form.abstract_text);
    (form.rows.iter().map(row).collect(), below.map(row).collect())
}

fn row(row: &document::FormRow) -> FormRow {
    let filled = |lines: &[String]| lines.iter().filter(|line| !line.trim().is_empty()).cloned().collect::<Vec<_>>();
    FormRow { label: row.label.clone(), lines: filled(&row.lines), beside: filled(&row.beside) }
}

/// The files that go along, as the document lists them.
pub fn attached(words: &Words, out: &Outgoing) -> Vec<FileLink> {
    out.files.iter().filter(|file| !file.original).map(|file| super::statement_parts::file(words, file, 0)).collect()
}
