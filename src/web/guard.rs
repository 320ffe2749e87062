//! What holds for every request and every answer: no request from another site's form, no broken address, every panic
//! and every problem answered in words, and the headers that keep browsers from doing what a page did not ask for.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, web};
use futures_util::FutureExt;
use percent_encoding::percent_decode_str;

use super::answer::{Asker, answer};
use super::app::App;
use super::auth;
use super::error::Problem;
use super::{frame, origin};

const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("vary", "accept, authorization, cookie"),
    // Pages hold names and tokens; only assets say otherwise.
    ("cache-control", "no-store"),
];

/// The one middleware, outermost.
pub async fn guard(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asker = Asker::of(request.request());
    if let Some(problem) = refused(request.request(), &app) {
        let answered = answer(&problem, &asker, &app);
        return Ok(dressed(request.into_response(answered), &app));
    }
    let problem = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => {
            return Ok(dressed(in_words(response.map_into_boxed_body(), &app).await, &app));
        }
        Ok(Err(error)) => of_error(&error, asker.path()),
        Err(_) => Problem::Broken("a handler panicked".to_owned()),
    };
    // The request is gone with whoever had it: the answer travels as an error that has its response.
    let mut answered = answer(&problem, &asker, &app);
    dress(answered.headers_mut(), &app);
    Err(InternalError::from_response(problem, answered).into())
}

/// What no handler needs to see.
fn refused(request: &HttpRequest, app: &App) -> Option<Problem> {
    if !is_text(request.path()) || !is_text(request.query_string()) {
        return Some(Problem::Unreadable);
    }
    let by_token = request.headers().contains_key(header::AUTHORIZATION);
    (!request.method().is_safe() && !by_token && !origin::is_ours(request, &app.config)).then_some(Problem::Forbidden)
}

/// Decodes to text that PostgreSQL can hold.
fn is_text(encoded: &str) -> bool {
    percent_decode_str(encoded).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn of_error(error: &actix_web::Error, path: &str) -> Problem {
    let status = error.as_response_error().status_code();
    match status.is_server_error() {
        true => Problem::Broken(error.to_string()),
        false => Problem::of_status(status, path.to_owned()),
    }
}

/// Puts the words to a problem, ours or the framework's own. An answer that has its own words keeps them.
async fn in_words(response: ServiceResponse<BoxBody>, app: &App) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let path = response.request().path().to_owned();
    let made;
    let problem = match response.response().error() {
        Some(error) => match error.as_error::<Problem>() {
            Some(problem) => problem,
            None => {
                made = of_error(error, &path);
                &made
            }
        },
        None if matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0)) => {
            made = Problem::of_status(status, path);
            &made
        }
        None => return response,
    };
    let asker = Asker::known(response.request(), problem).await;
    let mut answered = answer(problem, &asker, app);
    // 405 says which methods there are.
    if let Some(value) = response.headers().get(header::ALLOW) {
        answered.headers_mut().insert(header::ALLOW, value.clone());
    }
    response.into_response(answered)
}

/// The headers of every answer, and the end of what was said once.
fn dressed(mut response: ServiceResponse<BoxBody>, app: &App) -> ServiceResponse<BoxBody> {
    let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == frame::HTML);
    if page
        && response.status().is_success()
        && let Some(cookie) = frame::said(response.request(), &app.config)
        && let Err(error) = response.response_mut().add_cookie(&cookie)
    {
        tracing::warn!(%error, "a cookie was not forgotten");
    }
    dress(response.headers_mut(), app);
    response
}

fn dress(headers: &mut HeaderMap, app: &App) {
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    for (name, value) in HEADERS {
        set(name, value);
    }
    if auth::secure(&app.config) {
        set("strict-transport-security", "max-age=31536000");
    }
}
