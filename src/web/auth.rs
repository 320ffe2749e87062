//! Who asks. A `Caller` is somebody signed in, by the session cookie or by an access token; without one, pages lead to
//! sign-in and the API says 401. A cookie alone changes nothing: see `form::Posted`.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use chrono::{NaiveDate, Utc};
use futures_util::future::LocalBoxFuture;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::app::App;
use super::error::Problem;
use super::token;
use crate::config::Config;
use crate::domain::calendar;
use crate::domain::people::{Actor, Role};
use crate::facts;
use crate::facts::sight::Sight;
use crate::links;
use crate::words::Words;
use crate::write::upkeep::session::Session;

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Caller {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub actor: Actor,
    pub sight: Sight,
    /// The roles held today, each with its body's name.
    pub roles: Vec<(Role, String)>,
    /// What every form of this session carries.
    pub csrf: String,
    pub words: Words,
    pub today: NaiveDate,
    /// The session's id; not what opens it.
    pub session: Vec<u8>,
    /// The database is a copy whose letters wait, and the caller is one of those whom it concerns.
    pub letters_held: bool,
}

impl Caller {
    /// The caller that this request has been found to come from, if anybody asked yet.
    pub(super) fn of_request(request: &HttpRequest) -> Option<Caller> {
        request.extensions().get::<Caller>().cloned()
    }
}

/// What a request shows of itself.
enum Shown {
    Nothing,
    /// An access token; no browser sends one by itself.
    Token(String),
    Cookie(String),
}

/// The token of the form that came with this request was compared, and fits.
pub(super) struct FormIsOurs;

/// Handlers that anybody may call get a `Visitor`.
pub struct Visitor {
    pub caller: Option<Caller>,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Caller, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { known(&request).await?.ok_or_else(|| sign_in_first(&request)) })
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Visitor, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Visitor { caller: known(&request).await? }) })
    }
}

impl FromRequest for App {
    type Error = Problem;
    type Future = Ready<Result<App, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(app(request))
    }
}

/// The deployment that this request came to.
pub(super) fn app(request: &HttpRequest) -> Result<App, Problem> {
    let app = request.app_data::<web::Data<App>>().map(|data| data.get_ref().clone());
    app.ok_or_else(|| Problem::Broken("no App in the server's data".to_owned()))
}

/// Sends the reader to sign in, and back here; a form's answer goes back to the form.
pub(super) fn sign_in_first(request: &HttpRequest) -> Problem {
    let here = request.uri().path_and_query().map(|path| path.as_str()).unwrap_or(links::HOME);
    Problem::SignIn { then: if links::is_local(here) { here.to_owned() } else { links::HOME.to_owned() } }
}

/// Who asks, if they are signed in. A request that changes something and comes by cookie must have shown the token.
pub(super) async fn known(request: &HttpRequest) -> Result<Option<Caller>, Problem> {
    if let Some(caller) = Caller::of_request(request) {
        return Ok(Some(caller));
    }
    let app = app(request)?;
    let Some(session) = session(request, &app).await? else { return Ok(None) };
    let by_cookie = matches!(shown(request, &app.config), Shown::Cookie(_));
    if by_cookie && !request.method().is_safe() && request.extensions().get::<FormIsOurs>().is_none() {
        let header = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok());
        if !header.is_some_and(|given| same(given, &session.csrf)) {
            return Err(Problem::Forbidden);
        }
    }
    let caller = load(&app, session).await?;
    if let Some(caller) = &caller {
        request.extensions_mut().insert(caller.clone());
    }
    Ok(caller)
}

/// Whose name stands on the page of a problem: nothing is done for them, and a second problem is nobody's.
pub(super) async fn whoever(request: &HttpRequest) -> Option<Caller> {
    if let Some(caller) = Caller::of_request(request) {
        return Some(caller);
    }
    let app = app(request).ok()?;
    let session = session(request, &app).await.ok()??;
    load(&app, session).await.ok()?
}

/// The living session behind the request. A token that opens nothing is refused, a cookie that opens nothing is nobody.
pub(super) async fn session(request: &HttpRequest, app: &App) -> Result<Option<Session>, Problem> {
    match shown(request, &app.config) {
        Shown::Nothing => Ok(None),
        Shown::Cookie(token) => Ok(app.upkeep.session(&token, Utc::now()).await?),
        Shown::Token(token) => match token::session(app, &token).await? {
            Some(session) => Ok(Some(session)),
            None => Err(sign_in_first(request)),
        },
    }
}

async fn load(app: &App, session: Session) -> Result<Option<Caller>, Problem> {
    let mut conn = app.reader.connection().await?;
    let today = calendar::today(app.clock.now(), facts::GENEVA);
    let Some(known) = facts::actor::known(&mut conn, session.person, today).await? else { return Ok(None) };
    let secretary = |(role, _): &(Role, String)| matches!(role, Role::Counsellor | Role::CommitteeManager);
    let concerned = known.actor.administrates() || known.roles.iter().any(secretary);
    Ok(Some(Caller {
        id: session.person,
        name: known.name,
        email: known.email,
        actor: known.actor,
        sight: known.sight,
        roles: known.roles,
        csrf: session.csrf,
        words: known.language.map_or_else(|| app.words.clone(), |tag| Words::for_language(&tag)),
        today,
        session: session.id,
        letters_held: concerned && !known.letters_leave,
    }))
}

/// A token wins over a cookie.
fn shown(request: &HttpRequest, config: &Config) -> Shown {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| value.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        return Shown::Token(token.unwrap_or_default().to_owned());
    }
    match session_token(request, config) {
        Some(token) => Shown::Cookie(token),
        None => Shown::Nothing,
    }
}

/// What the browser holds, if anything; it need not open anything.
pub(super) fn session_token(request: &HttpRequest, config: &Config) -> Option<String> {
    request.cookie(&cookie_name(config, "entente")).map(|cookie| cookie.value().to_owned()).filter(|v| v.len() == 64)
}

/// Constant in time, so that a token cannot be guessed letter by letter.
pub(super) fn same(given: &str, expected: &str) -> bool {
    !expected.is_empty() && bool::from(given.as_bytes().ct_eq(expected.as_bytes()))
}

/// Over https the name itself promises Secure, Path=/ and no Domain.
pub(super) fn cookie_name(config: &Config, name: &str) -> String {
    if secure(config) { format!("__Host-{name}") } else { name.to_owned() }
}

pub(super) fn secure(config: &Config) -> bool {
    config.public_url.starts_with("https://")
}

/// A cookie of ours: not for scripts, not for other sites.
pub(super) fn cookie(config: &Config, name: &str, value: &str) -> Cookie<'static> {
    Cookie::build(cookie_name(config, name), value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure(config))
        .finish()
}

/// The same name, to be forgotten by the browser.
pub(super) fn forgotten(config: &Config, name: &str) -> Cookie<'static> {
    let mut cookie = cookie(config, name, "");
    cookie.make_removal();
    cookie
}
