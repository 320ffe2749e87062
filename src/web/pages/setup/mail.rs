//! Mail: which server is in force and who said so, the form that states another, and the test letter.

use std::time::Duration;

use chrono::Utc;
use uuid::Uuid;

use super::fields::{self, Before};
use super::plain;
use crate::config::{SmtpServer, StatedServer};
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::facts::mail_server::{self as facts, Kept};
use crate::links;
use crate::mail::compose::MailSettings;
use crate::mail::letter::{Letter, Party};
use crate::mail::post::{Post, Refused};
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Submitted;
use crate::web::shown;
use crate::web::view::Flash;
use crate::web::view::parts::Fact;
use crate::web::view::setup::{Form, Mail, TestLetter};
use crate::words::Words;
use crate::write::upkeep::mail_server::NotKept;

/// How long a page waits for the mail server; the worker waits longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who says which server it is.
pub(super) enum Source {
    Environment(SmtpServer),
    /// The demo's own.
    PostOffice,
    /// An administrator, or nobody yet; the server is none where its password is missing.
    Stated {
        kept: Option<Kept>,
        server: Option<SmtpServer>,
    },
}

/// What comes of the page's buttons: a form that was refused, or a test letter.
#[derive(Default)]
pub(super) struct Outcome {
    pub typed: Option<Submitted>,
    pub wrong: Vec<FieldProblem>,
    pub test: Option<Flash>,
}

/// The environment first: whoever runs the program has the last word. A demo sends nothing out.
pub(super) async fn source(app: &App) -> Result<Source, Problem> {
    if let Some(server) = &app.config.smtp {
        return Ok(Source::Environment(server.clone()));
    }
    if app.demo {
        return Ok(Source::PostOffice);
    }
    let kept = facts::kept(&mut *app.reader.connection().await?).await?;
    let server = app.upkeep.mail_server().await?.and_then(|in_force| in_force.server);
    Ok(Source::Stated { kept, server })
}

/// Keeps it, or says at which field it cannot.
pub(super) async fn kept(app: &App, caller: &Caller, form: &Submitted) -> Result<Vec<FieldProblem>, Problem> {
    let at = |field: &str, said| vec![FieldProblem { field: field.to_owned(), said }];
    let Source::Stated { kept, server } = source(app).await? else {
        return Ok(at("mail", said!("setup-mail-fixed")));
    };
    let wanted = match fields::read(form, &before(app, kept.as_ref(), server.as_ref())) {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(wrong),
    };
    match app.upkeep.keep_mail_server(caller.id, &wanted, Utc::now()).await {
        Ok(()) => Ok(Vec::new()),
        Err(NotKept::Stale) => Ok(at("mail", said!("setup-mail-stale"))),
        Err(NotKept::PasswordNeeded) => Ok(at("mail_password", said!("setup-mail-password-again"))),
        Err(NotKept::Facts(error)) => Err(error.into()),
    }
}

fn before<'a>(app: &'a App, kept: Option<&'a Kept>, server: Option<&SmtpServer>) -> Before<'a> {
    let sender = app.config.mail_from.as_str();
    Before {
        kept,
        whole: server.is_some(),
        sender_set: app.config.mail_from_is_set.then_some(sender),
        sender_else: sender,
    }
}

/// The section of the page.
pub(super) fn section(app: &App, caller: &Caller, source: &Source, outcome: Outcome) -> Mail {
    let words = &caller.words;
    let (key, possible) = match source {
        Source::Environment(_) => ("setup-mail-hint-environment", Ok(())),
        Source::PostOffice => ("setup-mail-hint-demo", Err("setup-test-demo")),
        Source::Stated { server: Some(_), .. } => ("setup-mail-hint", Ok(())),
        Source::Stated { kept: Some(_), server: None } => ("setup-mail-hint-incomplete", Err("setup-test-incomplete")),
        Source::Stated { kept: None, server: None } => ("setup-mail-hint", Err("setup-test-none")),
    };
    Mail {
        hint: words.t(key),
        facts: in_force(app, words, source),
        problems: outcome.wrong.iter().map(|one| shown::field_problem(words, one)).collect(),
        form: form(app, words, source, &outcome),
        test: TestLetter {
            action: links::TEST_LETTER.to_owned(),
            address: caller.email.clone(),
            impossible: possible.err().map(|key| words.t(key)),
            outcome: outcome.test,
        },
    }
}

fn form(app: &App, words: &Words, source: &Source, outcome: &Outcome) -> Option<Form> {
    let Source::Stated { kept, server } = source else { return None };
    let before = before(app, kept.as_ref(), server.as_ref());
    let typed = outcome.typed.clone().unwrap_or_else(|| fields::of(&before));
    Some(Form {
        action: links::MAIL_SERVER.to_owned(),
        version: kept.as_ref().map_or(0, |kept| kept.seq),
        fields: fields::all(words, &typed, &outcome.wrong, &before),
    })
}

/// What is in force and not in the form; the password is in none of it.
fn in_force(app: &App, words: &Words, source: &Source) -> Vec<Fact> {
    let config = &app.config;
    let mut all = Vec::new();
    match source {
        Source::Environment(server) => {
            all.push(("setup-mail-server", format!("{server:?}")));
            let user = server.account.as_ref().map(|account| account.user.clone());
            all.push(("setup-mail-user", user.unwrap_or_else(|| words.t("setup-mail-user-none"))));
            all.push(("setup-mail-sender", config.mail_from.clone()));
        }
        Source::PostOffice => all.push(("setup-mail-sender", config.mail_from.clone())),
        Source::Stated { kept, .. } => {
            let stated = match kept {
                None => words.t("setup-mail-stated-none"),
                Some(kept) => {
                    let at = words.instant(kept.stated_at, chrono_tz::Europe::Zurich);
                    let (server, by) = (in_words(words, &kept.server), kept.stated_by.clone());
                    words.say(&said!("setup-mail-stated-by", server = server, by = by, at = at))
                }
            };
            all.push(("setup-mail-server", stated));
            if config.mail_from_is_set {
                let sender = config.mail_from.clone();
                all.push(("setup-mail-sender", words.fill("setup-mail-sender-set", "sender", &sender)));
            }
        }
    }
    all.push(("setup-mail-domain", config.mail_domain.clone()));
    all.push(("setup-mail-hold", words.n("setup-mail-hold-minutes", i64::from(config.hold_minutes))));
    all.into_iter().map(|(key, text)| Fact { label: words.t(key), values: plain(text) }).collect()
}

/// `mail.example.org:587, STARTTLS`.
fn in_words(words: &Words, server: &StatedServer) -> String {
    let secured = words.t(&format!("setup-secured-{}", server.secured.name()));
    words.say(&said!("setup-mail-place", place = server.place(), secured = secured))
}

/// Sends the letter, and says what the server answered.
pub(super) async fn tested(app: &App, caller: &Caller) -> Result<Flash, Problem> {
    let words = &caller.words;
    let mut settings = MailSettings::of(&app.config);
    let server = match source(app).await? {
        Source::Environment(server) => Some(server),
        Source::PostOffice => None,
        Source::Stated { kept, server } => {
            let sender = kept.and_then(|kept| kept.sender).filter(|_| !app.config.mail_from_is_set);
            settings = settings.sent_by(sender.as_deref());
            server
        }
    };
    let Some(Ok(post)) = server.map(|server| Post::to(&server)) else {
        return Ok(Flash { sentence: words.t("setup-test-not-sent"), good: false });
    };
    let letter = test_letter(words, settings, Party::new(&caller.name, &caller.email));
    let to = caller.email.clone();
    let (said, good) = match tokio::time::timeout(PATIENCE, post.send(&letter)).await {
        Ok(Ok(accepted)) => (said!("setup-test-taken", address = to, why = accepted.reply), true),
        Ok(Err(Refused::Later { text, .. })) => (said!("setup-test-later", address = to, why = text), false),
        Ok(Err(Refused::Never { text, .. })) => (said!("setup-test-never", address = to, why = text), false),
        Ok(Err(Refused::NoServer { text })) => (said!("setup-test-no-server", why = text), false),
        Ok(Err(Refused::Late { .. })) | Err(_) => (said!("setup-test-late"), false),
    };
    Ok(Flash { sentence: words.say(&said), good })
}

fn test_letter(words: &Words, settings: MailSettings, to: Party) -> Letter {
    Letter {
        message_id: format!("test.{}@{}", Uuid::new_v4().simple(), settings.domain),
        from: settings.from,
        to,
        reply_to: None,
        subject: words.t("setup-test-subject"),
        text: words.fill("setup-test-text", "url", &settings.public_url),
        html: None,
        references: Vec::new(),
        in_reply_to: None,
        date: Utc::now(),
        attachments: Vec::new(),
        list_id: None,
    }
}
