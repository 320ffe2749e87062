//! Templates of replies that a body keeps: those that stand, a new one, and what is done to one.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use serde_json::json;
use uuid::Uuid;

use super::acts::{shown, tag};
use super::sent::{Sent, wrong};
use super::types;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::links;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::{Problem, made};
use crate::web::pages::bodies::keeper::found;
use crate::web::pages::bodies::templates::{Asked, kept};

/// Those in use, and a page of those that ended.
pub async fn list(
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let (found, kept) = kept(&app, &caller, &handle, &asked).await?;
    let version = found.facts.version;
    Ok(HttpResponse::Ok().insert_header(tag(version)).json(types::Templates::of(&caller, &found, kept)))
}

/// Adds one.
pub async fn add(app: App, sent: Sent, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let answer = perform(&app, sent, &handle, None, Act::AddTemplate).await?;
    let (place, version) = (links::api_templates(&handle), answer.version);
    Ok(made().insert_header((LOCATION, place)).insert_header(tag(version)).json(answer))
}

pub async fn correct(app: App, sent: Sent, path: web::Path<(String, Uuid)>) -> Result<HttpResponse, Problem> {
    one(app, sent, &path, Act::CorrectTemplate).await
}

pub async fn end(app: App, sent: Sent, path: web::Path<(String, Uuid)>) -> Result<HttpResponse, Problem> {
    one(app, sent, &path, Act::EndTemplate).await
}

pub async fn put_back(app: App, sent: Sent, path: web::Path<(String, Uuid)>) -> Result<HttpResponse, Problem> {
    one(app, sent, &path, Act::PutBackTemplate).await
}

async fn one(app: App, sent: Sent, (handle, id): &(String, Uuid), act: Act) -> Result<HttpResponse, Problem> {
    let answer = perform(&app, sent, handle, Some(*id), act).await?;
    Ok(HttpResponse::Ok().insert_header(tag(answer.version)).json(answer))
}

async fn perform(
    app: &App,
    mut sent: Sent,
    handle: &str,
    template: Option<Uuid>,
    act: Act,
) -> Result<types::Receipt, Problem> {
    // The address says which one.
    if sent.form.fields.contains_key("template") {
        return Err(wrong("template", said!("form-unknown-field", name = "template")));
    }
    let body = found(&mut *app.reader.connection().await?, &sent.caller, handle).await?.facts.id;
    sent.form.fields.extend(template.map(|id| ("template".to_owned(), json!(id))));
    let wanted = Wanted { kind: Kind::Body, subject: Some(body), act: act.name(), before: Vec::new() };
    let done = doing::perform(app, &sent.caller, wanted, &sent.form).await;
    let receipt = done.map_err(|problem| problem.of_condition(sent.conditional))?;
    Ok(shown(&sent.caller, Kind::Body, receipt, handle))
}
