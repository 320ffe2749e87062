//! Files of statements: always as attachments, only for who may see the statement.

use actix_web::{HttpResponse, web};

use crate::facts;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::clean_name;
use crate::web::frame;

/// The file under this hash.
pub async fn show(app: App, caller: Caller, path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (hash, name) = path.into_inner();
    let hash = hex::decode(&hash).map_err(|_| Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let media_type = facts::file::visible(&mut conn, &caller.sight, &hash).await?.ok_or(Problem::Missing)?;
    let bytes = facts::file::load(&mut conn, &hash).await?.ok_or(Problem::Missing)?;
    Ok(frame::download(&clean_name(&name), &media_type, bytes))
}
