//! What an administrator looks after: the beginning, mail with a test letter, letters of a copy, backups.

mod fields;
mod mail;
mod steps;

use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;

use crate::domain::digest::DIGEST;
use crate::facts::deployment::{self, Keeping};
use crate::links;
use crate::read::setup as read;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Posted;
use crate::web::frame::{self, Done};
use crate::web::view::parts::{Chip, Fact, LetterRow, Tone, Value as Shown};
use crate::web::view::setup::{Letters, Setup, Undelivered};
use crate::words::{Words, thousands};
use mail::Outcome;

/// The page.
pub async fn show(request: HttpRequest, app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut view = view(&app, &caller, Outcome::default()).await?;
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

/// Keeps the mail server that an administrator states, for every process; no server need answer.
pub async fn keep_mail_server(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let caller = administrator(posted.caller)?;
    let wrong = mail::kept(&app, &caller, &posted.form).await?;
    if wrong.is_empty() {
        let mut answer = frame::see_other(links::SETUP);
        frame::with_cookie(&mut answer, &Done::Kept("mail-server").cookie(&app.config))?;
        return Ok(answer);
    }
    let outcome = Outcome { typed: Some(posted.form), wrong: wrong.clone(), test: None };
    frame::html_again(&view(&app, &caller, outcome).await?, &Problem::Fields(wrong))
}

/// Sends a letter to the administrator who asks, now, and says what the server answered.
pub async fn send_test_letter(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let caller = administrator(posted.caller)?;
    let test = Some(mail::tested(&app, &caller).await?);
    frame::html(&view(&app, &caller, Outcome { test, ..Outcome::default() }).await?)
}

/// Lets the letters of a copy leave, or drops those that wait.
pub async fn release_letters(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let caller = administrator(posted.caller)?;
    let discard = match posted.form.text("how") {
        "release" => false,
        "discard" => true,
        _ => return Err(Problem::Unreadable),
    };
    let released = app.upkeep.release_letters(&caller.id.to_string(), discard, Utc::now()).await?;
    let mut answer = frame::see_other(links::SETUP);
    if released.is_some() {
        let done = Done::Kept(if discard { "discarded" } else { "released" });
        frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
    }
    Ok(answer)
}

fn administrator(caller: Caller) -> Result<Caller, Problem> {
    if caller.actor.administrates() { Ok(caller) } else { Err(Problem::Missing) }
}

async fn view(app: &App, caller: &Caller, outcome: Outcome) -> Result<Setup, Problem> {
    let caller = administrator(caller.clone())?;
    let words = &caller.words;
    let source = mail::source(app).await?;
    let mut conn = app.reader.connection().await?;
    let keeping = deployment::keeping(&mut conn).await?;
    let begun = read::begun(&mut conn, caller.today).await?;
    Ok(Setup {
        page: frame::page(app, Some(&caller), words.t("setup-title"), None),
        steps: steps::steps(words, &begun, &source),
        mail: mail::section(app, &caller, &source, outcome),
        letters: Letters {
            sentence: match keeping.letters_leave {
                true => words.n("setup-letters-leave", keeping.waiting),
                false => words.n("setup-letters-held", keeping.waiting),
            },
            held: (!keeping.letters_leave).then(|| links::RELEASE.to_owned()),
            undelivered: undelivered(words, &deployment::undelivered(&mut conn).await?),
        },
        backup: backup(words, &keeping),
    })
}

/// Letters that were given up, of statements and digests alike: to whom and what the server said, not what stood in them.
fn undelivered(words: &Words, (count, newest): &(i64, Vec<deployment::Undelivered>)) -> Option<Undelivered> {
    let letter = |one: &deployment::Undelivered| LetterRow {
        to: one.name.clone(),
        address: Some(one.address.clone()),
        notice: match one.notice.as_str() {
            DIGEST => words.t("setup-digest"),
            other => words.t(&format!("notice-{}", other.replace('_', "-"))),
        },
        why: Vec::new(),
        state: Chip { label: words.t("letter-failed"), tone: Tone::Bad },
        when: None,
        note: one.problem.as_ref().map(|said| if words.has(said) { words.t(said) } else { said.clone() }),
        href: None,
        stop: None,
    };
    (*count > 0).then(|| Undelivered {
        sentence: words.n("setup-undelivered", *count),
        letters: newest.iter().map(letter).collect(),
        again: links::ALL_AGAIN.to_owned(),
    })
}

fn plain(text: impl Into<String>) -> Vec<Shown> {
    vec![Shown { text: text.into(), ..Shown::default() }]
}

fn backup(words: &Words, keeping: &Keeping) -> Vec<Fact> {
    let at = |at| words.instant(at, chrono_tz::Europe::Zurich);
    let last = match &keeping.backup {
        None => words.t("setup-backup-none"),
        Some(made) => {
            let kilobytes = thousands(made.size.div_ceil(1024) as i64);
            words.say(&said!("doctor-backup-made", at = at(made.at), by = made.by.clone(), kilobytes = kilobytes))
        }
    };
    let mut all = vec![Fact { label: words.t("setup-backup-last"), values: plain(last) }];
    if let Some(from) = &keeping.restored {
        all.push(Fact { label: words.t("setup-restored"), values: plain(at(from.made_at)) });
    }
    all
}
