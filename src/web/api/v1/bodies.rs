//! What acts refer to: bodies, the people who serve in one's own, and the rules themselves.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::types;
use crate::domain::procedure::printed;
use crate::read::{bodies, body};
use crate::web::app::App;
use crate::web::auth::{Caller, Visitor};
use crate::web::error::Problem;

/// Every body in force today.
pub async fn all(app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let all = bodies::all(&mut conn, caller.today).await?;
    Ok(HttpResponse::Ok().json(types::List { rows: all.into_iter().map(types::BodyRow::of).collect::<Vec<_>>() }))
}

/// One body with all that its page shows.
pub async fn one(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = body::by_handle(&mut conn, &handle, caller.today).await?.ok_or(Problem::Missing)?;
    let work = body::work::of(&mut conn, &caller.sight, found.line.id).await?;
    Ok(HttpResponse::Ok().json(types::BodyPage::of(&caller, found, work)))
}

/// Who serves under a body of the caller's own: whom work can be given to.
pub async fn people(app: App, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let root = Uuid::try_parse(&id).ok().filter(|id| caller.sight.roots.contains(id)).ok_or(Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let all = bodies::serving(&mut conn, root, caller.today).await?;
    let rows: Vec<types::Serving> = all.into_iter().map(|one| types::Serving::of(&caller.words, one)).collect();
    Ok(HttpResponse::Ok().json(types::List { rows }))
}

/// One procedure as the program applies it, for everybody.
pub async fn procedure(app: App, visitor: Visitor, name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let printed = printed::all().into_iter().find(|one| one.name == name.as_str()).ok_or(Problem::Missing)?;
    let words = visitor.caller.as_ref().map_or(&app.words, |caller| &caller.words);
    Ok(HttpResponse::Ok().json(types::Procedure::of(words, &printed)))
}
