//! What an administrator looks after: the beginning, mail with a test letter, letters of a copy, backups.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::digest::DIGEST;
use crate::domain::named::Named;
use crate::facts::deployment::{self, Keeping};
use crate::links;
use crate::mail::compose::MailSettings;
use crate::mail::letter::{Letter, Party};
use crate::mail::post::{Post, Refused};
use crate::read::setup::{self as read, Begun};
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Posted;
use crate::web::frame::{self, Done};
use crate::web::view::Flash;
use crate::web::view::parts::{Chip, Fact, LetterRow, Link, Tone, Value as Shown};
use crate::web::view::setup::{Letters, Setup, Step, TestLetter, Undelivered};
use crate::words::{Words, thousands};

/// How long a page waits for the mail server; the worker waits longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The page.
pub async fn show(request: HttpRequest, app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut view = view(&app, &caller, None).await?;
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

/// Sends a letter to the administrator who asks, now, and says what the server answered.
pub async fn send_test_letter(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let caller = administrator(posted.caller)?;
    let outcome = tested(&app, &caller).await;
    frame::html(&view(&app, &caller, Some(outcome)).await?)
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

async fn view(app: &App, caller: &Caller, outcome: Option<Flash>) -> Result<Setup, Problem> {
    let caller = administrator(caller.clone())?;
    let words = &caller.words;
    let mut conn = app.reader.connection().await?;
    let keeping = deployment::keeping(&mut conn).await?;
    let begun = read::begun(&mut conn, caller.today).await?;
    let address = caller.email.clone();
    Ok(Setup {
        page: frame::page(app, Some(&caller), words.t("setup-title"), None),
        steps: steps(words, begun),
        mail: mail(app, words),
        test: TestLetter {
            action: links::TEST_LETTER.to_owned(),
            address,
            possible: app.config.smtp.is_some(),
            outcome,
        },
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

fn steps(words: &Words, begun: Begun) -> Vec<Step> {
    if begun.body && begun.secretariat {
        return Vec::new();
    }
    let step = |key: &str, kind: Kind, more: &[(&str, &str)], done: bool| {
        let mut query = vec![("then", links::SETUP)];
        query.extend_from_slice(more);
        let href = links::with_query(&links::new_record(kind.name()), &query);
        Step { what: Link { label: words.t(key), href }, why: words.t(&format!("{key}-why")), done }
    };
    vec![
        step("setup-step-body", Kind::Body, &[("kept_here", "on")], begun.body),
        step("setup-step-person", Kind::Person, &[], begun.secretariat),
        step("setup-step-appointment", Kind::Appointment, &[], begun.secretariat),
    ]
}

fn plain(text: impl Into<String>) -> Vec<Shown> {
    vec![Shown { text: text.into(), ..Shown::default() }]
}

/// The settings in force; the password is in none of them.
fn mail(app: &App, words: &Words) -> Vec<Fact> {
    let config = &app.config;
    let server = match &config.smtp {
        Some(server) => format!("{server:?}"),
        None => words.t("doctor-mail-none"),
    };
    let hold = words.n("setup-mail-hold-minutes", i64::from(config.hold_minutes));
    let all = [
        ("setup-mail-server", server),
        ("setup-mail-from", config.mail_from.clone()),
        ("setup-mail-domain", config.mail_domain.clone()),
        ("setup-mail-hold", hold),
    ];
    all.into_iter().map(|(key, text)| Fact { label: words.t(key), values: plain(text) }).collect()
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

async fn tested(app: &App, caller: &Caller) -> Flash {
    let words = &caller.words;
    let setting = app.config.smtp.as_ref().map(crate::config::SmtpServer::setting);
    let Some(Ok(post)) = setting.map(|setting| Post::from_setting(&setting)) else {
        return Flash { sentence: words.t("setup-test-none"), good: false };
    };
    let settings = MailSettings::of(&app.config);
    let letter = Letter {
        message_id: format!("test.{}@{}", Uuid::new_v4().simple(), settings.domain),
        from: settings.from,
        to: Party::new(&caller.name, &caller.email),
        reply_to: None,
        subject: words.t("setup-test-subject"),
        text: words.fill("setup-test-text", "url", &settings.public_url),
        html: None,
        references: Vec::new(),
        in_reply_to: None,
        date: Utc::now(),
        attachments: Vec::new(),
        list_id: None,
    };
    let to = caller.email.clone();
    let (said, good) = match tokio::time::timeout(PATIENCE, post.send(&letter)).await {
        Ok(Ok(accepted)) => (said!("setup-test-taken", address = to, why = accepted.reply), true),
        Ok(Err(Refused::Later { text, .. })) => (said!("setup-test-later", address = to, why = text), false),
        Ok(Err(Refused::Never { text, .. })) => (said!("setup-test-never", address = to, why = text), false),
        Ok(Err(Refused::NoServer { text })) => (said!("setup-test-no-server", why = text), false),
        Ok(Err(Refused::Late { .. })) | Err(_) => (said!("setup-test-late"), false),
    };
    Flash { sentence: words.say(&said), good }
}
