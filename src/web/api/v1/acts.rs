//! Acts: JSON becomes the same command as a page's form, and goes through the same door.

use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpResponse, web};

use super::sent::{Sent, wrong};
use super::types;
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::links;
use crate::read::subject::by_handle;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::{Problem, made};
use crate::write::Receipt;

/// One act on one subject.
pub async fn act(app: App, sent: Sent, path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (handle, act) = path.into_inner();
    let act = act.replace('-', "_");
    let mut conn = app.reader.connection().await?;
    let found = by_handle(&mut conn, &sent.caller.sight, &handle).await?.ok_or(Problem::Missing)?;
    asks(found.kind, &act).ok_or(Problem::Missing)?;
    drop(conn);
    let wanted = Wanted { kind: found.kind, subject: Some(found.id), act: &act, before: Vec::new() };
    let done = doing::perform(&app, &sent.caller, wanted, &sent.form).await;
    let receipt = done.map_err(|problem| problem.of_condition(sent.conditional))?;
    Ok(HttpResponse::Ok().insert_header(tag(receipt.version)).json(shown(
        &sent.caller,
        found.kind,
        receipt,
        &found.place.handle,
    )))
}

/// A new draft.
pub async fn draft(app: App, sent: Sent) -> Result<HttpResponse, Problem> {
    born(&app, sent, "draft").await
}

/// Another body's statement as it came in.
pub async fn record(app: App, sent: Sent) -> Result<HttpResponse, Problem> {
    born(&app, sent, "record").await
}

/// A statement of our own as it was before it was written down here.
pub async fn record_own(app: App, sent: Sent) -> Result<HttpResponse, Problem> {
    born(&app, sent, "record_own").await
}

async fn born(app: &App, sent: Sent, act: &str) -> Result<HttpResponse, Problem> {
    // What does not exist yet has no version to be compared with.
    if sent.form.version.is_some() {
        return Err(wrong("version", said!("form-unknown-field", name = "version")));
    }
    let wanted = Wanted { kind: Kind::Statement, subject: None, act, before: Vec::new() };
    let receipt = doing::perform(app, &sent.caller, wanted, &sent.form).await?;
    let handle = receipt.handle.clone();
    let shown = shown(&sent.caller, Kind::Statement, receipt, &handle);
    let (place, version) = (shown.href.clone(), shown.version);
    Ok(made().insert_header((LOCATION, place)).insert_header(tag(version)).json(shown))
}

/// The version as the ETag that `If-Match` takes.
pub fn tag(version: i32) -> (actix_web::http::header::HeaderName, String) {
    (ETAG, format!("\"{version}\""))
}

pub(super) fn shown(caller: &Caller, kind: Kind, receipt: Receipt, statement: &str) -> types::Receipt {
    types::Receipt {
        href: match kind {
            Kind::Meeting => links::meeting(&receipt.handle),
            Kind::Body => links::api_body(&receipt.handle),
            _ => links::api_statement(statement),
        },
        state_label: types::state_label(&caller.words, kind, &receipt.state),
        id: receipt.subject,
        handle: receipt.handle,
        version: receipt.version,
        state: receipt.state,
        event: receipt.event,
        letters: receipt.letters,
        repeated: receipt.repeated,
    }
}
