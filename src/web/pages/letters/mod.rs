//! The demo's post office: the letters that its mail server has taken. Elsewhere there is no such page.

mod shown;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use crate::links;
use crate::mail::reading;
use crate::read::caught::{self, From, Letters, Line};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::view::Place;
use crate::web::view::letter::{Caught, PostOffice};
use crate::web::view::parts::Pager;
use crate::words::{Words, thousands};

#[derive(Deserialize)]
pub struct Asked {
    before: Option<i64>,
    after: Option<i64>,
}

/// The list, newest first.
pub async fn index(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    demo_only(&app)?;
    let from = match (asked.before, asked.after) {
        (Some(seq), _) => From::Before(seq),
        (None, Some(seq)) => From::After(seq),
        (None, None) => From::Newest,
    };
    let found = caught::page(&mut *app.reader.connection().await?, from).await?;
    let page = frame::page(&app, Some(&caller), caller.words.t("post-title"), Some(Place::PostOffice));
    let pager = pager(&found);
    let letters = found.lines.into_iter().map(|one| line(one, &caller.words)).collect();
    let view = PostOffice { page, action: links::LETTERS.to_owned(), filters: Vec::new(), letters, pager };
    frame::html(&view)
}

/// One letter.
pub async fn show(app: App, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let raw = raw_of(&app, &id).await?;
    let page = frame::page(&app, Some(&caller), caller.words.t("post-title"), Some(Place::PostOffice));
    frame::html(&shown::letter(page, &id, &reading::shown(&raw)))
}

/// The letter as it was sent.
pub async fn raw(app: App, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(frame::download("letter.eml", "message/rfc822", raw_of(&app, &id).await?))
}

/// One of its attachments; the name in the address is for the reader.
pub async fn file(
    app: App,
    _caller: Caller,
    path: web::Path<(String, usize, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, index, _) = path.into_inner();
    let letter = reading::shown(&raw_of(&app, &id).await?);
    let file = letter.attachments.into_iter().nth(index).ok_or(Problem::Missing)?;
    Ok(frame::download(&shown::name(&file), &file.media_type, file.bytes))
}

async fn raw_of(app: &App, id: &str) -> Result<Vec<u8>, Problem> {
    demo_only(app)?;
    let id = Uuid::try_parse(id).map_err(|_| Problem::Missing)?;
    caught::raw(&mut *app.reader.connection().await?, id).await?.ok_or(Problem::Missing)
}

fn demo_only(app: &App) -> Result<(), Problem> {
    if app.demo { Ok(()) } else { Err(Problem::Missing) }
}

fn line(one: Line, words: &Words) -> Caught {
    Caught {
        href: links::letter(&one.id.to_string()),
        subject: if one.subject.trim().is_empty() { words.t("post-no-subject") } else { one.subject },
        to: one.recipients,
        notice: one.notice.map(|notice| words.t(&format!("notice-{}", notice.replace('_', "-")))),
        at: frame::instant(words, one.at),
        files: usize::try_from(one.files).unwrap_or_default(),
    }
}

fn pager(found: &Letters) -> Pager {
    let way = |name: &str, seq: Option<i64>| Some(links::with_query(links::LETTERS, &[(name, &seq?.to_string())]));
    let total = match found.total > caught::COUNTED {
        true => format!("{}+", thousands(caught::COUNTED as i64)),
        false => thousands(found.total as i64),
    };
    Pager { newer: way("after", found.newer), older: way("before", found.older), total: Some(total) }
}
