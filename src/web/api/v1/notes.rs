//! Notes on a statement: those that the caller may read, and a new one.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::acts::{shown, tag};
use super::sent::{Sent, wrong};
use super::types;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::note::Act;
use crate::links;
use crate::read::statement::notes;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::{Problem, made};
use crate::web::pages::liaisons::statement::Asked;

/// One page of them.
pub async fn list(
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = notes::of_handle(&mut conn, &caller.sight, &handle, asked.before).await?;
    let (_, _, page) = found.filter(|(_, _, page)| !page.bodies.is_empty()).ok_or(Problem::Missing)?;
    Ok(HttpResponse::Ok().json(types::Notes::of(&caller, &handle, page)))
}

/// Writes one.
pub async fn write(app: App, mut sent: Sent, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    for name in ["version", "statement"] {
        let given = sent.form.fields.contains_key(name) || name == "version" && sent.form.version.is_some();
        if given {
            return Err(wrong(name, said!("form-unknown-field", name = name)));
        }
    }
    let mut conn = app.reader.connection().await?;
    let found = notes::of_handle(&mut conn, &sent.caller.sight, &handle, None).await?;
    let (statement, _, _) = found.ok_or(Problem::Missing)?;
    drop(conn);
    sent.form.fields.insert("statement".to_owned(), Value::from(statement.to_string()));
    let wanted = Wanted { kind: Kind::Note, subject: None, act: Act::Write.name(), before: Vec::new() };
    let receipt = doing::perform(&app, &sent.caller, wanted, &sent.form).await?;
    let shown = shown(&sent.caller, Kind::Note, receipt, &handle);
    let (place, version) = (links::api_notes(&handle), shown.version);
    Ok(made().insert_header((LOCATION, place)).insert_header(tag(version)).json(shown))
}
