//! Files: bytes in, their hash out; and documents that are read on the way.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{sent, types};
use crate::read::bodies;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::{Problem, made};
use crate::web::form::{Upload, clean_name};
use crate::web::pages::liaisons::{intake, intake_form};
use crate::write::upkeep::file;

/// What the file is called, for the kinds of document that only their name tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Called {
    name: String,
}

/// Stores the body of the request. An act names the file by its hash.
pub async fn store(
    request: HttpRequest,
    app: App,
    caller: Caller,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let bytes = sent::file(&request, payload.into_inner()).await?;
    let handed = file::Handed { by: caller.id, name: "", media_type: request.content_type(), bytes: &bytes };
    let hash = file::upload(&app.upkeep, app.clock.now(), handed).await?;
    Ok(made().json(types::Stored { hash: hex::encode(hash), size: bytes.len() }))
}

/// Reads a document: the fields of `record` as it says them, for a person to confirm.
pub async fn intake(
    request: HttpRequest,
    app: App,
    caller: Caller,
    called: web::Query<Called>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let bytes = sent::file(&request, payload.into_inner()).await?;
    let kind = request.content_type().to_owned();
    let media_type = if kind.is_empty() { "application/octet-stream".to_owned() } else { kind };
    let upload = Upload { field: "file".to_owned(), name: clean_name(&called.name), media_type, bytes: bytes.freeze() };
    let (hash, kept) = intake::take_in(&app, &caller, &upload).await?;
    let mut conn = app.reader.connection().await?;
    let bodies = bodies::all(&mut conn, caller.today).await?;
    let file = (upload.name.clone(), upload.media_type.clone());
    let (fields, marks) = intake_form::proposed(&caller, &kept, &bodies, Some(&file));
    Ok(HttpResponse::Ok().json(types::Reading::of(&caller.words, hex::encode(hash), &upload, kept, fields, marks)))
}
