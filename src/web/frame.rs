//! What stands around every page, and how pages are answered: the navigation, who is signed in, the demo's date, and what
//! has just been done.

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::app::App;
use super::auth::{self, Caller};
use super::error::Problem;
use super::view::parts::{Link, Moment};
use super::view::{Demo, Flash, Frame, NavLink, Page, Person, Place};
use crate::config::Config;
use crate::domain::calendar;
use crate::domain::named::Named;
use crate::domain::procedure::printed;
use crate::domain::said::Said;
use crate::facts::GENEVA;
use crate::links;
use crate::said;
use crate::words::Words;

pub(super) const HTML: &str = "text/html; charset=utf-8";
/// The cookie that says on the next page what has been done.
const DONE: &str = "entente-done";

/// A page with its frame; `place` is where it is in the navigation.
pub fn page(app: &App, caller: Option<&Caller>, title: impl Into<String>, place: Option<Place>) -> Page {
    let words = caller.map_or(&app.words, |caller| &caller.words).clone();
    let frame = Frame {
        home: links::HOME.to_owned(),
        nav: nav(app, caller.is_some(), place),
        search: if caller.is_some() { links::REGISTER.to_owned() } else { String::new() },
        query: String::new(),
        sign_in: if caller.is_some() { String::new() } else { links::SIGN_IN.to_owned() },
        sign_out: links::SIGN_OUT.to_owned(),
        menu: caller.map(menu).unwrap_or_default(),
    };
    let person = caller.map(|caller| Person { name: caller.name.clone(), roles: role_lines(caller) });
    let demo = app.demo.then(|| Demo { today: day(&words, calendar::today(app.clock.now(), GENEVA)) });
    let csrf = caller.map(|caller| caller.csrf.clone()).unwrap_or_default();
    let held = caller.filter(|caller| caller.letters_held).map(|_| words.t("ui-letters-held"));
    Page { frame, person, csrf, demo, held, ..Page::bare(words, title) }
}

/// Bodies and people for everybody, what an administrator looks after for them.
fn menu(caller: &Caller) -> Vec<Link> {
    let link = |key: &str, href: &str| Link { label: caller.words.t(key), href: href.to_owned() };
    let mut all = vec![
        link("bodies-title", links::BODIES),
        link("people-title", links::PEOPLE),
        link("profile-title", links::PROFILE),
    ];
    if caller.actor.administrates() {
        all.push(link("setup-title", links::SETUP));
    }
    all
}

fn nav(app: &App, signed_in: bool, current: Option<Place>) -> Vec<NavLink> {
    let places = [
        (Place::Home, links::HOME, signed_in),
        (Place::Register, links::REGISTER, signed_in),
        (Place::Meetings, links::MEETINGS, signed_in),
        (Place::LogStatement, links::INTAKE, signed_in),
        (Place::WriteStatement, links::NEW_DRAFT, signed_in),
        (Place::Procedures, links::PROCEDURES, true),
        (Place::PostOffice, links::LETTERS, signed_in && app.demo),
    ];
    let shown = places.into_iter().filter(|(_, _, shown)| *shown);
    shown.map(|(place, href, _)| NavLink { place, href: href.to_owned(), current: current == Some(place) }).collect()
}

fn role_lines(caller: &Caller) -> Vec<String> {
    let line = |role: &str, body: &str| {
        caller.words.say(&Said::new("frame-role").term("role", format!("role-{role}")).with("body", body))
    };
    let mut lines: Vec<String> = caller.roles.iter().map(|(role, body)| line(&role.slug(), body)).collect();
    if caller.actor.administrates() {
        lines.push(caller.words.t("who-administrator"));
    }
    lines
}

/// A day as pages show it.
pub fn day(words: &Words, day: chrono::NaiveDate) -> Moment {
    Moment { shown: words.date(day), iso: day.to_string() }
}

/// An instant as pages show it, in Geneva's time.
pub fn instant(words: &Words, at: chrono::DateTime<chrono::Utc>) -> Moment {
    Moment { shown: words.instant(at, chrono_tz::Europe::Zurich), iso: at.format("%Y-%m-%dT%H:%M:%SZ").to_string() }
}

/// The page, answered.
pub fn html(view: &impl Template) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().content_type(HTML).body(view.render()?))
}

/// The form again, with what is wrong with it.
pub fn html_again(view: &impl Template, why: &Problem) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::build(why.status()).content_type(HTML).body(view.render()?))
}

/// "Look there": the answer to a form that was done, so that loading again does nothing twice.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// A file to be kept, never to be shown inside a page of ours.
pub fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    use actix_web::http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) { c } else { '_' }).collect();
    let exact = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    let parameters = vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(exact)];
    let kind = header::HeaderValue::from_str(media_type)
        .unwrap_or_else(|_| header::HeaderValue::from_static("application/octet-stream"));
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header(ContentDisposition { disposition: DispositionType::Attachment, parameters })
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .body(bytes)
}

/// What was done, to be said on the next page: an act of a table and the letters that it queued, or something of one's own. It
/// travels in a cookie, so that no address can say that something was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    SignedOut,
    /// Upkeep: no table knows it.
    Kept(&'static str),
    Act {
        procedure: &'static str,
        act: &'static str,
        letters: u32,
    },
}

/// Upkeep that is told on the next page: `flash-kept-<name>`.
const KEPT: &[&str] =
    &["discarded", "mail-server", "password", "password-changed", "preference", "released", "tried-again"];

impl Done {
    /// An act that the tables know.
    pub fn act(procedure: &str, act: &str, letters: u32) -> Option<Done> {
        let all = printed::all();
        let table = all.iter().find(|one| one.name == procedure)?;
        let row = table.rows.iter().find(|row| row.act == act)?;
        Some(Done::Act { procedure: table.name, act: row.act, letters })
    }

    fn parse(text: &str) -> Option<Done> {
        let parts: Vec<&str> = text.split('.').collect();
        match parts[..] {
            ["kept", what] => KEPT.iter().find(|one| **one == what).map(|one| Done::Kept(one)),
            ["signed-out"] => Some(Done::SignedOut),
            [procedure, act, letters] => Done::act(procedure, act, letters.parse().ok()?),
            _ => None,
        }
    }

    /// For the answer that leads to the page.
    pub fn cookie(&self, config: &Config) -> Cookie<'static> {
        let value = match self {
            Done::SignedOut => "signed-out".to_owned(),
            Done::Kept(what) => format!("kept.{what}"),
            Done::Act { procedure, act, letters } => format!("{procedure}.{act}.{letters}"),
        };
        let mut cookie = auth::cookie(config, DONE, &value);
        cookie.set_max_age(Duration::seconds(60));
        cookie
    }

    /// What the request brought along.
    pub fn of_request(request: &HttpRequest, config: &Config) -> Option<Done> {
        Done::parse(request.cookie(&auth::cookie_name(config, DONE))?.value())
    }

    /// The sentence on the page.
    pub fn flash(&self, words: &Words) -> Flash {
        let sentence = match self {
            Done::SignedOut => words.t("flash-signed-out"),
            Done::Kept(what) => words.t(&format!("flash-kept-{what}")),
            Done::Act { procedure, act, letters } => {
                let done = format!("done-{procedure}-{}", act.replace('_', "-"));
                words.say(&said!("flash-done", count = i64::from(*letters)).term("done", done))
            }
        };
        Flash { sentence, good: true }
    }
}

/// The page with the sentence about what has just been done; `said` takes the cookie away again.
pub fn with_done(mut page: Page, request: &HttpRequest, app: &App) -> Page {
    page.flash.extend(Done::of_request(request, &app.config).map(|done| done.flash(&page.words)));
    page
}

/// What was done has been said: forget it. The guard calls this on every page that is shown.
pub(super) fn said(request: &HttpRequest, config: &Config) -> Option<Cookie<'static>> {
    request.cookie(&auth::cookie_name(config, DONE)).map(|_| auth::forgotten(config, DONE))
}

/// `84 kB`, `2.3 MB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Adds a cookie to an answer.
pub(super) fn with_cookie(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Problem> {
    answer.add_cookie(cookie).map_err(|error| Problem::Broken(error.to_string()))
}
