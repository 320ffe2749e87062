//! The statement as it will go out: the form as a page and as Word, and every letter with its reasons.

use actix_web::{HttpResponse, web};

use crate::domain::named::Named;
use crate::domain::notice::{Notice, Recipient, queued};
use crate::domain::procedure::statement::{Act, PROCEDURE};
use crate::domain::statement::StatementFacts;
use crate::domain::statement::outgoing::{Outgoing, outgoing};
use crate::facts;
use crate::facts::subject::SubjectFacts;
use crate::facts::told;
use crate::links;
use crate::mail::document;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::markdown;
use crate::web::pages::acts::before::letter;
use crate::web::shown;
use crate::web::view::draft::{FormRow, Preview as View};
use crate::web::view::parts::{Body, LetterRow, Link};
use crate::words::Words;

/// Word's media type.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The page.
pub async fn show(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (facts, out) = found(&app, &caller, &handle).await?;
    let words = &caller.words;
    let letters = receivers(&app, &caller, &facts).await?;
    let view = View {
        page: frame::page(&app, Some(&caller), words.t("preview-title"), None),
        handle: facts.handle.clone(),
        back: links::statement(&facts.handle),
        sender: Body { name: facts.owner.root_name().to_owned(), side: shown::side(facts.owner.side), href: None },
        number: out.number.clone().unwrap_or_else(|| words.t("preview-number-later")),
        heading: words.t("document-heading"),
        rows: rows(words, &out),
        text: markdown::written(&out.body),
        files: out.files.iter().map(|file| super::statement_parts::file(words, file, 0)).collect(),
        download: vec![Link { label: words.t("preview-download"), href: links::document(&facts.handle) }],
        letters,
        problems: Vec::new(),
    };
    frame::html(&view)
}

/// The same as a Word document.
pub async fn word(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (facts, out) = found(&app, &caller, &handle).await?;
    let bytes = document::docx(&out, &caller.words);
    let name = document::file_name(&out, &facts.handle, &caller.words);
    Ok(frame::download(&name, DOCX, bytes))
}

/// Who will receive it; once it has gone, its own page says who did.
async fn receivers(app: &App, caller: &Caller, facts: &StatementFacts) -> Result<Vec<LetterRow>, Problem> {
    // What can still be withdrawn has not gone.
    if PROCEDURE.row(facts.state, Act::Withdraw).is_none() {
        return Ok(Vec::new());
    }
    let mut conn = app.reader.connection().await?;
    let wanted = told::Wanted { act: Act::Send.name(), command: None, reason: "", on: caller.today };
    let of = SubjectFacts::Statement(Box::new(facts.clone()));
    let tellings = told::ahead(&mut conn, &of, &wanted).await?;
    let row = |(notice, one): (Notice, &Recipient)| letter(&caller.words, notice, one, one.person == Some(caller.id));
    // Whoever sends it, which is not known yet, gets no letter of their own.
    Ok(queued(&tellings, None).into_iter().map(row).collect())
}

async fn found(app: &App, caller: &Caller, handle: &str) -> Result<(StatementFacts, Outgoing), Problem> {
    let mut conn = app.reader.connection().await?;
    let page = crate::read::statement::load(&mut conn, &caller.sight, handle, None, caller.today).await?;
    let page = page.ok_or(Problem::Missing)?;
    let facts = match page.facts {
        Some(facts) => *facts,
        None => facts::statement::load(&mut conn, page.id, false, caller.today, None).await?,
    };
    let number = page.numbers.iter().find(|(scheme, _)| scheme == "ls").map(|(_, value)| value.clone());
    let out = outgoing(&facts, number, page.issued_on);
    Ok((facts, out))
}

/// The form's rows, without those that are empty.
pub fn rows(words: &Words, out: &Outgoing) -> Vec<FormRow> {
    let contacts = out.contacts.iter().map(|contact| {
        let parts = [&contact.name, &contact.organisation, &contact.country, &contact.tel, &contact.email];
        parts.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let approval = out.approval.as_ref().map(|said| words.say_formally(said)).unwrap_or_default();
    let deadline = out.deadline.map(|on| words.long_date(on)).unwrap_or_default();
    let rows: [(&str, Vec<String>); 11] = [
        ("field-questions", out.questions.clone()),
        ("field-prepared-at", vec![out.prepared_at.clone()]),
        ("field-source", vec![document::signed(out, words)]),
        ("field-title", vec![out.title.clone()]),
        ("document-for-action", out.for_action.clone()),
        ("document-for-comment", out.for_comment.clone()),
        ("document-for-information", out.for_information.clone()),
        ("field-approval", vec![approval]),
        ("field-deadline", vec![deadline]),
        ("field-contacts", contacts.collect()),
        ("field-abstract", vec![out.abstract_text.clone()]),
    ];
    let filled = |lines: &Vec<String>| lines.iter().any(|line| !line.is_empty());
    rows.into_iter()
        .filter(|(_, lines)| filled(lines))
        .map(|(key, lines)| FormRow { label: words.t(key), lines })
        .collect()
}
