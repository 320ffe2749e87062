//! What machines ask of every site: whether it is well, its assets, and whom to tell of a weakness.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono::{SecondsFormat, TimeDelta, Utc};

use crate::db::migrate;
use crate::web::app::App;
use crate::web::assets;
use crate::web::error::Problem;

const TEXT: &str = "text/plain; charset=utf-8";

/// Well: the database answers and has every migration of this program.
pub async fn health(app: App) -> HttpResponse {
    let current = match app.reader.connection().await {
        Ok(mut conn) => migrate::is_current(&mut conn).await,
        Err(error) => Err(error),
    };
    let mut answer = match &current {
        Ok(true) => HttpResponse::Ok(),
        Ok(false) | Err(_) => HttpResponse::build(Problem::Away.status()),
    };
    if let Err(error) = &current {
        tracing::warn!(%error, "not well");
    }
    answer.content_type(TEXT).body(match current {
        Ok(true) => "ok\n",
        Ok(false) => "migrations pending\n",
        Err(_) => "database away\n",
    })
}

/// Nothing here is for search engines.
pub async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type(TEXT).body("User-agent: *\nDisallow: /\n")
}

/// RFC 9116: whom to tell of a weakness.
pub async fn security(app: App) -> HttpResponse {
    let from = &app.config.mail_from;
    let address = from.split_once('<').map_or(from.as_str(), |(_, rest)| rest.trim_end_matches('>'));
    let expires = (Utc::now() + TimeDelta::days(180)).to_rfc3339_opts(SecondsFormat::Secs, true);
    HttpResponse::Ok().content_type(TEXT).body(format!("Contact: mailto:{}\nExpires: {expires}\n", address.trim()))
}

/// A file of `static/`, for a year.
pub async fn asset(path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (digest, name) = path.into_inner();
    let asset = assets::find(&digest, &name).ok_or(Problem::Missing)?;
    let kind = match asset.media_type.as_str() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CACHE_CONTROL, assets::CACHE_CONTROL))
        .body(asset.bytes.as_ref()))
}
