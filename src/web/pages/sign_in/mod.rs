//! Signing in and out; in a demo also as somebody, without a password, for those who sit at this machine.

mod people;

use actix_web::cookie::Cookie;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use crate::links;
use crate::read;
use crate::web::app::App;
use crate::web::auth;
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::view::parts::{Control, Field, Problem as Sentence};
use crate::web::view::sign_in::SignIn as View;
use crate::web::{frame, origin};
use crate::write::upkeep::session::NewSession;
use crate::write::upkeep::sign_in::SignIn;

/// The cookie whose value the form repeats: no other site can sign somebody in here as somebody else.
const FORM: &str = "entente-form";
const SESSION: &str = "entente";

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    then: String,
}

/// The page.
pub async fn show(request: HttpRequest, app: App, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let token = form_token(&request, &app);
    let csrf = token.clone().unwrap_or_else(|| hex::encode(rand::random::<[u8; 32]>()));
    let mut answer = frame::html(&view(&request, &app, &csrf, local(&asked.then), "", None).await?)?;
    if token.is_none() {
        set(&mut answer, &auth::cookie(&app.config, FORM, &csrf))?;
    }
    Ok(answer)
}

/// By address and password.
pub async fn enter(request: HttpRequest, app: App, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let form = ours(&request, &app, payload).await?;
    let (then, email) = (local(form.text("then")), form.text("email"));
    let before = auth::session_token(&request, &app.config);
    let peer = origin::peer(&request);
    match app.upkeep.sign_in(email, form.text("password"), &peer, before.as_deref(), Utc::now()).await? {
        SignIn::Welcome(begun) => welcome(&app, &begun, then),
        SignIn::TooMany => Err(Problem::TooMany),
        SignIn::Wrong => {
            let view = view(&request, &app, &form.csrf, then, email, Some("sign-in-wrong")).await?;
            frame::html_again(&view, &Problem::Fields(Vec::new()))
        }
    }
}

/// In a demo, as one of its people.
pub async fn enter_as(request: HttpRequest, app: App, payload: web::Payload) -> Result<HttpResponse, Problem> {
    if !demo_here(&request, &app) {
        return Err(Problem::Missing);
    }
    let form = ours(&request, &app, payload).await?;
    let who = Uuid::try_parse(form.text("person")).map_err(|_| Problem::Missing)?;
    let known = read::person::email(&mut *app.reader.connection().await?, who).await?;
    known.ok_or(Problem::Missing)?;
    let before = auth::session_token(&request, &app.config);
    let begun = app.upkeep.open_session(who, before.as_deref(), Utc::now()).await?;
    welcome(&app, &begun, local(form.text("then")))
}

/// Ends the session.
pub async fn leave(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    app.upkeep.end_session(&posted.caller.session, Utc::now()).await?;
    let mut answer = frame::see_other(links::SIGN_IN);
    set(&mut answer, &auth::forgotten(&app.config, SESSION))?;
    set(&mut answer, &frame::Done::SignedOut.cookie(&app.config))?;
    Ok(answer)
}

fn demo_here(request: &HttpRequest, app: &App) -> bool {
    app.demo && origin::is_at_this_machine(request, &app.config)
}

/// A new session, and on to where the reader wanted to go.
pub(in crate::web) fn welcome(app: &App, begun: &NewSession, then: &str) -> Result<HttpResponse, Problem> {
    let mut answer = frame::see_other(then);
    set(&mut answer, &auth::cookie(&app.config, SESSION, &begun.token))?;
    set(&mut answer, &auth::forgotten(&app.config, FORM))?;
    Ok(answer)
}

/// The form, if it repeats the cookie that came with it.
async fn ours(request: &HttpRequest, app: &App, payload: web::Payload) -> Result<Submitted, Problem> {
    let token = form_token(request, app).ok_or(Problem::Forbidden)?;
    let form = Submitted::read(request, payload.into_inner()).await?;
    if auth::same(&form.csrf, &token) { Ok(form) } else { Err(Problem::Forbidden) }
}

fn form_token(request: &HttpRequest, app: &App) -> Option<String> {
    let cookie = request.cookie(&auth::cookie_name(&app.config, FORM))?;
    let fits = cookie.value().len() == 64 && cookie.value().bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| cookie.value().to_owned())
}

fn local(then: &str) -> &str {
    if links::is_local(then) { then } else { links::HOME }
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Problem> {
    answer.add_cookie(cookie).map_err(|error| Problem::Broken(error.to_string()))
}

async fn view(
    request: &HttpRequest,
    app: &App,
    csrf: &str,
    then: &str,
    email: &str,
    wrong: Option<&str>,
) -> Result<View, Problem> {
    let people = if demo_here(request, app) { people::list(app).await? } else { Vec::new() };
    let mut page = frame::with_done(frame::page(app, None, app.words.t("sign-in-title"), None), request, app);
    page.csrf = csrf.to_owned();
    page.frame.sign_in.clear();
    let words = page.words.clone();
    let account = Control::Text { value: email.to_owned(), kind: "email", autocomplete: Some("username") };
    let password = Control::Text { value: String::new(), kind: "password", autocomplete: Some("current-password") };
    let wrong =
        wrong.map(|key| Sentence { field: Some("email".to_owned()), sentence: words.t(key), clause: None, help: None });
    Ok(View {
        page,
        action: links::SIGN_IN.to_owned(),
        fields: vec![
            Field::of("email", words.t("field-email"), account).required(),
            Field::of("password", words.t("field-password"), password).required(),
        ],
        problems: wrong.into_iter().collect(),
        then: then.to_owned(),
        people,
    })
}
