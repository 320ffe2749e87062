//! The page of whoever is signed in: how they read and hear, and their password.

mod fields;

use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;

use crate::domain::digest::Preference;
use crate::domain::form::FieldProblem;
use crate::links;
use crate::read;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::origin;
use crate::web::pages::{acts, sign_in};
use crate::web::view::parts::{Fact, Value};
use crate::web::view::profile::{Form, Profile as View};
use crate::write::upkeep::credential::{LONGEST, PasswordError, SHORTEST};
use crate::write::upkeep::sign_in::Proof;

/// The page.
pub async fn show(request: HttpRequest, app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let kept = kept(&app, &caller).await?;
    let mut view = view(&app, &caller, &fields::of(&kept), &[]);
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

/// Keeps language, zone and digest.
pub async fn keep(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    match fields::read(&form) {
        Ok(wanted) => {
            app.upkeep.prefer(caller.id, &wanted).await?;
            done(frame::see_other(links::PROFILE), &app, Done::Kept("preference"))
        }
        Err(wrong) => {
            let view = view(&app, &caller, &form, &wrong);
            frame::html_again(&view, &Problem::Fields(wrong))
        }
    }
}

/// Changes the password, and signs in anew with the session in which it was asked.
pub async fn change_password(request: HttpRequest, app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let wrong = refused(&request, &app, &caller, &form).await?;
    if wrong.is_empty() {
        let begun = app.upkeep.open_session(caller.id, None, Utc::now()).await?;
        return done(sign_in::welcome(&app, &begun, links::PROFILE)?, &app, Done::Kept("password-changed"));
    }
    let kept = kept(&app, &caller).await?;
    let view = view(&app, &caller, &fields::of(&kept), &wrong);
    frame::html_again(&view, &Problem::Fields(wrong))
}

/// Sets the new password, or says at which field it cannot.
async fn refused(
    request: &HttpRequest,
    app: &App,
    caller: &Caller,
    form: &Submitted,
) -> Result<Vec<FieldProblem>, Problem> {
    let (old, new) = (form.text("password_old"), form.text("password_new"));
    let mut wrong = Vec::new();
    let mut at = |field: &str, said| wrong.push(FieldProblem { field: field.to_owned(), said });
    if new != form.text("password_again") {
        at("password_again", said!("profile-passwords-differ"));
    }
    let length = || said!("profile-password-length", least = SHORTEST as i64, most = LONGEST as i64);
    if !(SHORTEST..=LONGEST).contains(&new.chars().count()) {
        at("password_new", length());
    }
    match app.upkeep.proves(&caller.email, old, &origin::peer(request), Utc::now()).await? {
        Proof::TooMany => return Err(Problem::TooMany),
        Proof::Wrong => at("password_old", said!("profile-password-wrong")),
        Proof::Right => {}
    }
    if wrong.is_empty() {
        match app.upkeep.set_password(caller.id, new, Utc::now()).await {
            Ok(()) => {}
            Err(PasswordError::Length) => wrong.push(FieldProblem { field: "password_new".to_owned(), said: length() }),
            Err(PasswordError::Db(error)) => return Err(error.into()),
            Err(PasswordError::Hash(why)) => return Err(Problem::Broken(why)),
        }
    }
    Ok(wrong)
}

fn done(mut answer: HttpResponse, app: &App, done: Done) -> Result<HttpResponse, Problem> {
    frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
    Ok(answer)
}

async fn kept(app: &App, caller: &Caller) -> Result<Preference, Problem> {
    Ok(read::preference::of(&mut *app.reader.connection().await?, caller.id, caller.today).await?)
}

fn view(app: &App, caller: &Caller, typed: &Submitted, wrong: &[FieldProblem]) -> View {
    let words = &caller.words;
    let plain = |text: &String| Value { text: text.clone(), ..Value::default() };
    let page = frame::page(app, Some(caller), words.t("profile-title"), None);
    let roles = page.person.as_ref().map(|person| person.roles.iter().map(plain).collect()).unwrap_or_default();
    let facts = [
        ("field-name", vec![plain(&caller.name)]),
        ("field-email", vec![plain(&caller.email)]),
        ("profile-roles", roles),
    ];
    let filled = facts.into_iter().filter(|(_, values)| !values.is_empty());
    let why = Problem::Fields(wrong.to_vec());
    View {
        page,
        facts: filled.map(|(key, values)| Fact { label: words.t(key), values }).collect(),
        problems: if wrong.is_empty() { Vec::new() } else { acts::problems(words, Some(&why), &[]) },
        preference: Form { action: links::PROFILE.to_owned(), fields: fields::preference(words, typed, wrong) },
        password: Form { action: links::OWN_PASSWORD.to_owned(), fields: fields::password(words, wrong) },
    }
}
