//! Says a problem to whoever asked: a page for people, `application/problem+json` for programs.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::app::App;
use super::auth::{self, Caller};
use super::error::Problem;
use super::frame;
use super::view::parts::Link;
use super::view::problem::Problem as View;
use crate::domain::clause::Clause;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::links;
use crate::words::Words;

/// One sentence of a problem.
struct Reason {
    code: String,
    severity: Severity,
    sentence: String,
    clause: Option<String>,
    who: Vec<String>,
    field: Option<String>,
}

/// Who asked, as far as an answer needs it. A request itself cannot be kept while it is being answered.
pub struct Asker {
    path: String,
    json: bool,
    caller: Option<Caller>,
}

impl Asker {
    pub fn of(request: &HttpRequest) -> Asker {
        Asker { path: request.path().to_owned(), json: speaks_json(request), caller: None }
    }

    /// The same with the name of whoever is signed in, for a page; a database that is away is not asked for it.
    pub async fn known(request: &HttpRequest, problem: &Problem) -> Asker {
        let asker = Asker::of(request);
        let nameless = matches!(problem, Problem::Away | Problem::TooSlow | Problem::SignIn { .. });
        let caller = if asker.json || nameless { None } else { auth::whoever(request).await };
        Asker { caller, ..asker }
    }

    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The answer to whoever asked.
pub fn answer(problem: &Problem, asker: &Asker, app: &App) -> HttpResponse {
    let reference = match problem {
        Problem::Broken(said) => {
            let reference = Uuid::new_v4().simple().to_string()[..8].to_owned();
            tracing::error!(%reference, path = asker.path, "{said}");
            Some(reference)
        }
        _ => None,
    };
    let mut response = match (asker.json, problem) {
        (true, _) => in_json(problem, &app.words, reference.as_deref()),
        (false, Problem::SignIn { then }) => frame::see_other(&links::sign_in(then)),
        (false, _) => in_html(problem, asker, app, reference),
    };
    if let Some(seconds) = problem.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    if matches!(problem, Problem::SignIn { .. }) && asker.json {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    }
    response
}

/// Under the API, or asked for by a program.
pub(super) fn speaks_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    request.path().starts_with(links::API) || (accept.contains("json") && !accept.contains("text/html"))
}

fn in_json(problem: &Problem, words: &Words, reference: Option<&str>) -> HttpResponse {
    let mut body = details(problem, words);
    if let Some(reference) = reference {
        body["reference"] = json!(reference);
    }
    HttpResponse::build(problem.status()).content_type("application/problem+json").body(body.to_string())
}

/// A problem as programs read it.
pub(super) fn details(problem: &Problem, words: &Words) -> Value {
    let reasons = reasons(problem, words);
    let detail = reasons.first().map_or_else(|| words.t(&problem.key()), |reason| reason.sentence.clone());
    let mut body = json!({
        "type": format!("urn:entente:problem:{}", problem.code()),
        "title": words.t(&format!("{}-title", problem.key())),
        "status": problem.status().as_u16(),
        "detail": detail,
        "code": problem.code(),
        "clause": reasons.first().and_then(|reason| reason.clause.clone()),
        "refusals": reasons.iter().map(Reason::to_json).collect::<Vec<Value>>(),
    });
    if let Problem::Stale(stale) | Problem::Precondition(stale) = problem {
        body["version"] = json!(stale.version);
        body["state"] = json!(stale.state);
    }
    body
}

fn in_html(problem: &Problem, asker: &Asker, app: &App, reference: Option<String>) -> HttpResponse {
    let (words, key) = (&app.words, problem.key());
    let caller = &asker.caller;
    let mut sentences = vec![words.t(&key)];
    let reasons = reasons(problem, words);
    if !reasons.is_empty() {
        sentences = reasons.into_iter().map(|reason| reason.sentence).collect();
    }
    sentences.push(words.t(&format!("{key}-do")));
    let link = |key: &str, href: &str| Link { label: words.t(key), href: href.to_owned() };
    let mut ways = vec![link("problem-home", links::HOME)];
    match (caller, problem) {
        (Some(_), Problem::Missing) => ways.insert(0, link("problem-register", links::REGISTER)),
        (None, _) => ways.push(link("problem-sign-in", links::SIGN_IN)),
        (Some(_), _) => {}
    }
    let page = frame::page(app, caller.as_ref(), words.t(&format!("{key}-title")), None);
    let view = View { page, status: problem.status().as_u16(), sentences, links: ways, reference };
    match view.render() {
        Ok(html) => HttpResponse::build(problem.status()).content_type(frame::HTML).body(html),
        Err(error) => {
            tracing::error!(%error, "the page of a problem");
            HttpResponse::build(problem.status()).finish()
        }
    }
}

fn reasons(problem: &Problem, words: &Words) -> Vec<Reason> {
    let hard = |code: &str, sentence: String, field: Option<String>| Reason {
        code: code.to_owned(),
        severity: Severity::Hard,
        sentence,
        clause: None,
        who: Vec::new(),
        field,
    };
    match problem {
        Problem::Refused(refusals) => refusals.iter().map(|refusal| of_refusal(refusal, words)).collect(),
        Problem::Stale(_) | Problem::Precondition(_) => vec![hard("stale", words.t("refused-stale"), None)],
        Problem::Fields(fields) => {
            fields.iter().map(|one| hard("field", words.say(&one.said), Some(one.field.clone()))).collect()
        }
        Problem::SignIn { .. }
        | Problem::Missing
        | Problem::Forbidden
        | Problem::Unreadable
        | Problem::Method
        | Problem::Late
        | Problem::TooLarge
        | Problem::MediaType
        | Problem::TooMany
        | Problem::Away
        | Problem::TooSlow
        | Problem::Broken(_) => Vec::new(),
    }
}

fn of_refusal(refusal: &Refusal, words: &Words) -> Reason {
    Reason {
        code: refusal.code.clone(),
        severity: refusal.severity,
        sentence: words.say(&refusal.said),
        clause: refusal.clause.as_ref().map(Clause::cite),
        who: refusal.who.iter().map(|key| words.t(key)).collect(),
        field: refusal.field.clone(),
    }
}

impl Reason {
    fn to_json(&self) -> Value {
        json!({
            "code": self.code,
            "severity": self.severity.name(),
            "sentence": self.sentence,
            "clause": self.clause,
            "who": self.who,
            "field": self.field,
        })
    }
}
