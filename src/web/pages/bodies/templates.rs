//! The templates of replies of a body, and the forms that add, correct, end and put back one.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::keeper::{self, Keeper};
use super::templates_shown as shown;
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::engine::Refusal;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::domain::template::Template;
use crate::facts;
use crate::links;
use crate::read::body::templates::{self as read, After};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::pages::acts;
use crate::web::view::Place;
use crate::web::view::parts::{Field, Link};
use crate::web::view::templates::TemplateForm;

/// Behind which rows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub ended: String,
    pub history: String,
}

impl Asked {
    fn after(&self) -> After {
        let key = |text: &str| Uuid::try_parse(text).ok();
        After { ended: key(&self.ended), history: key(&self.history) }
    }
}

/// All of them.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let (found, kept) = kept(&app, &caller, &handle, &asked).await?;
    let title = caller.words.fill("templates-title", "name", &found.name);
    let page = frame::with_done(frame::page(&app, Some(&caller), title, Some(Place::Register)), &request, &app);
    frame::html(&shown::view(&caller, page, &found, kept, &asked))
}

/// The form for a new one.
pub async fn new(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let at = to_come(&app, &caller, &handle).await?;
    let form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    frame::html(&view(&app, &caller, &at, &form, None))
}

/// Adds it.
pub async fn add(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let at = to_come(&app, &posted.caller, &handle).await?;
    perform(app, posted, at).await
}

/// The form that corrects one, ends it or puts it back.
pub async fn form(app: App, caller: Caller, path: web::Path<One>) -> Result<HttpResponse, Problem> {
    let at = at(&app, &caller, &path).await?;
    let fields = at.kept.as_ref().map(|(_, there)| as_it_stands(there)).unwrap_or_default();
    let (key, version) = (Uuid::new_v4().to_string(), Some(at.found.facts.version));
    frame::html(&view(&app, &caller, &at, &Submitted { key, fields, version, ..Submitted::default() }, None))
}

/// Does it.
pub async fn done(app: App, posted: Posted, path: web::Path<One>) -> Result<HttpResponse, Problem> {
    let at = at(&app, &posted.caller, &path).await?;
    perform(app, posted, at).await
}

/// Body, template, and what is done to it.
type One = (String, Uuid, String);

/// A form of one body's templates, and what stands in its way.
struct At {
    found: Keeper,
    act: Act,
    /// The one that it is about, with its id.
    kept: Option<(Uuid, Template)>,
    by: Vec<Refusal>,
}

/// The body with this handle, and what it keeps behind the rows that are asked for.
pub async fn kept(app: &App, caller: &Caller, handle: &str, asked: &Asked) -> Result<(Keeper, read::Page), Problem> {
    let mut conn = app.reader.connection().await?;
    let keeper = keeper::found(&mut conn, caller, handle).await?;
    let eyes = (&caller.sight, caller.actor.administrates());
    let page = read::page(&mut conn, eyes, keeper.facts.id, asked.after()).await?.ok_or(Problem::Missing)?;
    Ok((keeper, page))
}

async fn to_come(app: &App, caller: &Caller, handle: &str) -> Result<At, Problem> {
    let found = keeper::found(&mut *app.reader.connection().await?, caller, handle).await?;
    let by = hindered(caller, &found, Act::AddTemplate)?;
    Ok(At { found, act: Act::AddTemplate, kept: None, by })
}

async fn at(app: &App, caller: &Caller, (handle, id, act): &One) -> Result<At, Problem> {
    let act = links::template_act(act).ok_or(Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let found = keeper::found(&mut conn, caller, handle).await?;
    let by = hindered(caller, &found, act)?;
    let (kept, _) = facts::template::written(&mut conn, found.facts.id, *id).await?.ok_or(Problem::Missing)?;
    Ok(At { found, act, kept: Some((*id, kept)), by })
}

fn hindered(caller: &Caller, found: &Keeper, act: Act) -> Result<Vec<Refusal>, Problem> {
    record::hindered(&found.facts, &caller.actor, act, caller.today).ok_or(Problem::Missing)
}

fn as_it_stands(there: &Template) -> Map<String, Value> {
    let fields = json!({
        "template_name": there.name, "template_abstract": there.abstract_text, "template_text": there.text,
    });
    fields.as_object().cloned().unwrap_or_default()
}

async fn perform(app: App, posted: Posted, at: At) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    if let Some((id, _)) = &at.kept {
        form.fields.insert("template".to_owned(), json!(id));
    }
    let wanted = Wanted { kind: Kind::Body, subject: Some(at.found.facts.id), act: at.act.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(_) => {
            let mut answer = frame::see_other(&links::templates(&at.found.handle));
            if let Some(done) = Done::act("record", at.act.name(), 0) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            frame::html_again(&view(&app, &caller, &at, &form, Some(&why)), &why)
        }
        Err(other) => Err(other),
    }
}

fn view(app: &App, caller: &Caller, at: &At, form: &Submitted, why: Option<&Problem>) -> TemplateForm {
    let (words, slug, handle) = (&caller.words, at.act.slug(), &at.found.handle);
    let name = at.kept.as_ref().map_or(&at.found.name, |(_, kept)| &kept.name);
    let fields = fields(caller, at, form, why);
    TemplateForm {
        page: frame::page(app, Some(caller), words.fill(&format!("templates-{slug}"), "name", name), None),
        back: Link { label: words.fill("templates-title", "name", &at.found.name), href: links::templates(handle) },
        does: words.t(&format!("act-record-{slug}-does")),
        problems: acts::problems(words, why, &at.by),
        stale: acts::stale(words, why),
        action: match &at.kept {
            Some((id, _)) => links::template(handle, &id.to_string(), at.act),
            None => links::new_template(handle),
        },
        verb: words.t(&format!("act-record-{slug}")),
        placeholders: if fields.is_empty() { Vec::new() } else { shown::placeholders(words) },
        fields,
        key: form.key.clone(),
        // Whoever saw what others did meanwhile decides again.
        version: match why {
            Some(Problem::Stale(_)) => Some(at.found.facts.version),
            _ => form.version,
        },
        blocked: !at.by.is_empty(),
    }
}

fn fields(caller: &Caller, at: &At, form: &Submitted, why: Option<&Problem>) -> Vec<Field> {
    let mut list = asks(Kind::Body, at.act.name()).unwrap_or_default();
    // The address says which one.
    list.retain(|ask| ask.name != "template");
    act_form::fields(&caller.words, &list, &form.fields, &acts::wrong(why), &Offered::default())
}
