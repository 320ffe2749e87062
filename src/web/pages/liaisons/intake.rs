//! Logging an incoming statement: first its file, then the form beside what was read in it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::intake_form::{self, Kept};
use super::intake_record;
use crate::exchange::child;
use crate::exchange::document::DocumentKind;
use crate::exchange::reading::read_statement;
use crate::links;
use crate::read;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted, Upload};
use crate::web::frame;
use crate::web::view::Place;
use crate::web::view::intake::IntakeFile;
use crate::web::view::parts::{Control, Field, Problem as Sentence};
use crate::write::upkeep::file;

/// Where the form without a document stands.
pub const BY_HAND: &str = "by-hand";

/// Step 1.
pub async fn start(request: HttpRequest, app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut view = choose(&app, &caller, None);
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

fn choose(app: &App, caller: &Caller, wrong: Option<String>) -> IntakeFile {
    let words = &caller.words;
    let control = Control::File { accept: ".pdf,.docx,.doc,.txt,.md".to_owned(), several: false };
    let mut field = Field::of("file", words.t("intake-file"), control).required().hint(words.t("intake-file-hint"));
    field.errors.extend(wrong.clone());
    let problem = |sentence| Sentence { field: Some("file".into()), sentence, clause: None, help: None };
    IntakeFile {
        page: frame::page(app, Some(caller), words.t("intake-title"), Some(Place::LogStatement)),
        action: links::INTAKE.to_owned(),
        problems: wrong.into_iter().map(problem).collect(),
        fields: vec![field],
        by_hand: Some(links::intake_file(BY_HAND)),
        own: links::PAST.to_owned(),
    }
}

/// Takes the file: stores it, reads it in the child, keeps the reading, and goes on to step 2.
pub async fn take(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let Some(upload) = form.files.into_iter().find(|upload| !upload.bytes.is_empty()) else {
        let why = Problem::Fields(Vec::new());
        return frame::html_again(&choose(&app, &caller, Some(caller.words.t("intake-file-missing"))), &why);
    };
    let (hash, _) = take_in(&app, &caller, &upload).await?;
    Ok(frame::see_other(&links::intake_file(&hex::encode(hash))))
}

/// Stores the file, has it read, and keeps the reading for whoever brought it.
pub async fn take_in(app: &App, caller: &Caller, upload: &Upload) -> Result<([u8; 32], Kept), Problem> {
    let hash = file::upload(&app.upkeep, app.clock.now(), upload.handed(caller.id)).await?;
    let kept = read_file(app, &upload.name, &upload.bytes).await;
    let value = serde_json::to_value(&kept).map_err(|error| Problem::Broken(error.to_string()))?;
    app.upkeep.keep_reading(&hash, caller.id, &value).await?;
    Ok((hash, kept))
}

/// What the child makes of the bytes. A file that cannot be read is still taken in: the form is empty, and says so.
async fn read_file(app: &App, name: &str, bytes: &[u8]) -> Kept {
    let Some(kind) = DocumentKind::of(name, bytes) else { return Kept::unread("reading-no-kind") };
    match child::read(&app.program, kind, bytes).await {
        Ok(document) => Kept { reading: Some(read_statement(&document)), lines: document.lines, problem: None },
        Err(error) => Kept { problem: Some(error.said()), ..Kept::default() },
    }
}

/// Step 2: the form beside the document, or without one.
pub async fn form(app: App, caller: Caller, hash: web::Path<String>) -> Result<HttpResponse, Problem> {
    let kept = kept(&app, &caller, &hash).await?;
    let mut conn = app.reader.connection().await?;
    let bodies = read::bodies::all(&mut conn, caller.today).await?;
    drop(conn);
    let (fields, marks) = intake_form::proposed(&caller, &kept.1, &bodies, kept.0.as_ref());
    let form = Submitted { key: Uuid::new_v4().to_string(), fields, ..Submitted::default() };
    frame::html(&intake_form::view(&app, &caller, &hash, &kept, &form, marks, None).await?)
}

/// Confirms: the statement is written down, received and, where a number was asked for, registered.
pub async fn confirm(app: App, posted: Posted, hash: web::Path<String>) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let kept = kept(&app, &caller, &hash).await?;
    intake_record::confirm(&app, &caller, &hash, kept, form).await
}

/// The uploaded file's name and type with its reading; nothing for the form by hand.
async fn kept(app: &App, caller: &Caller, hash: &str) -> Result<(Option<(String, String)>, Kept), Problem> {
    if hash == BY_HAND {
        return Ok((None, Kept::default()));
    }
    let bytes = hex::decode(hash).map_err(|_| Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let (name, media_type, reading) =
        read::file::reading(&mut conn, caller.id, &bytes).await?.ok_or(Problem::Missing)?;
    let kept = serde_json::from_value(reading).map_err(|error| Problem::Broken(error.to_string()))?;
    Ok((Some((name, media_type)), kept))
}

/// Fields of a form as they are handed on.
pub type Fields = Map<String, Value>;
