//! Corrects a body, a person or an entry of the address book, and merges a provisional body into another: the form begins
//! with what stands (PR-7, PR-16).

use actix_web::{HttpResponse, web};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Found, done, fields, found, offered};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record::{AddressRecord, BodyCorrection, PersonCorrection};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::bodies::BodyChoice;
use crate::web::act_form::Offered;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame;
use crate::web::pages::acts;
use crate::web::view::parts::Link;
use crate::web::view::record::RecordForm;

/// What a form is about: a record, or one entry of a body's address book.
struct At {
    found: Found,
    entry: Option<(Uuid, AddressRecord)>,
}

/// The form that corrects a body or a person.
pub async fn correct(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    show(&app, &caller, of_record(&app, &caller, &handle, Act::Correct).await?).await
}

/// Corrects it.
pub async fn corrected(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let at = of_record(&app, &posted.caller, &handle, Act::Correct).await?;
    perform(app, posted, at).await
}

/// The form that merges a provisional body into another.
pub async fn merge(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    show(&app, &caller, of_record(&app, &caller, &handle, Act::MergeInto).await?).await
}

/// Merges it.
pub async fn merged(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let at = of_record(&app, &posted.caller, &handle, Act::MergeInto).await?;
    perform(app, posted, at).await
}

/// The form that corrects an entry of the address book, or ends it.
pub async fn entry(app: App, caller: Caller, path: web::Path<Entry>) -> Result<HttpResponse, Problem> {
    show(&app, &caller, of_entry(&app, &caller, &path).await?).await
}

/// Corrects it, or ends it.
pub async fn entry_mended(app: App, posted: Posted, path: web::Path<Entry>) -> Result<HttpResponse, Problem> {
    let at = of_entry(&app, &posted.caller, &path).await?;
    perform(app, posted, at).await
}

/// Body, entry, and what is done to it.
type Entry = (String, Uuid, String);

async fn of_record(app: &App, caller: &Caller, handle: &str, act: Act) -> Result<At, Problem> {
    Ok(At { found: found(app, caller, handle, act).await?, entry: None })
}

async fn of_entry(app: &App, caller: &Caller, (handle, id, act): &Entry) -> Result<At, Problem> {
    let act = Act::from_name(&format!("{act}_address")).ok_or(Problem::Missing)?;
    let act = Some(act).filter(|act| matches!(act, Act::EndAddress | Act::CorrectAddress)).ok_or(Problem::Missing)?;
    let found = found(app, caller, handle, act).await?;
    let mut conn = app.reader.connection().await?;
    let entry = facts::record::entry(&mut conn, found.facts.id, *id).await?.ok_or(Problem::Missing)?;
    Ok(At { found, entry: Some((*id, entry)) })
}

async fn show(app: &App, caller: &Caller, at: At) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let fields = as_it_stands(&mut conn, caller, &at).await?;
    let version = Some(at.found.facts.version);
    let form = Submitted { key: Uuid::new_v4().to_string(), fields, version, ..Submitted::default() };
    frame::html(&view(app, &mut conn, caller, &at, &form, None).await?)
}

async fn perform(app: App, posted: Posted, at: At) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    if let Some((id, _)) = &at.entry {
        form.fields.insert("address_entry".to_owned(), json!(id));
    }
    let facts = &at.found.facts;
    let wanted = Wanted { kind: facts.kind, subject: Some(facts.id), act: at.found.act.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(_) => done(&app, &at.found.back.href, at.found.act),
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            let mut conn = app.reader.connection().await?;
            frame::html_again(&view(&app, &mut conn, &caller, &at, &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

/// What stands, as the fields of the form.
async fn as_it_stands(conn: &mut Conn, caller: &Caller, at: &At) -> Result<Map<String, Value>, Problem> {
    let facts = &at.found.facts;
    let fields = match (at.found.act, facts.kind, &at.entry) {
        (Act::Correct, Kind::Body, _) => of_body(&facts::record::written_body(conn, facts.id).await?),
        (Act::Correct, _, _) => of_person(&facts::record::written_person(conn, facts.id).await?),
        (Act::CorrectAddress, _, Some((_, entry))) => of_address(entry),
        (Act::EndAddress, _, _) => json!({"ended_on": caller.today}),
        (_, _, _) => json!({}),
    };
    Ok(fields.as_object().cloned().unwrap_or_default())
}

fn of_body(body: &BodyCorrection) -> Value {
    let parent = |n: usize| body.parents.get(n);
    json!({
        "short_name": body.short_name, "full_name": body.title, "side": body.side.name(), "zone": body.zone,
        "parent": parent(0), "other_parent": parent(1), "third_parent": parent(2),
        "valid_from": body.valid_from, "valid_to": body.valid_to,
        "study_period": body.study_period, "go_live": body.go_live,
    })
}

fn of_person(person: &PersonCorrection) -> Value {
    let PersonCorrection { name, email, organisation, country, tel } = person;
    json!({"person_name": name, "email": email, "organisation": organisation, "country": country, "tel": tel})
}

fn of_address(entry: &AddressRecord) -> Value {
    json!({
        "address_kind": entry.kind.name(), "address_name": entry.name, "address": entry.address,
        "valid_from": entry.from, "valid_to": entry.to,
    })
}

/// What it belongs to is offered too where that has ended: a correction of something else leaves it.
async fn with_those_there(conn: &mut Conn, of: Uuid, offered: &mut Offered) -> Result<(), Problem> {
    let parents = facts::record::written_body(conn, of).await?.parents;
    let missing: Vec<Uuid> =
        parents.into_iter().filter(|id| !offered.bodies.iter().any(|body| body.id == *id)).collect();
    let missing = facts::body::load_all(conn, &missing).await?.into_values();
    offered.bodies.extend(missing.map(|body| BodyChoice {
        id: body.id,
        title: body.short_name.clone(),
        short_name: body.short_name,
        kind: body.kind.name().to_owned(),
        side: body.side,
        kept_here: body.kept_here,
    }));
    Ok(())
}

async fn view(
    app: &App,
    conn: &mut Conn,
    caller: &Caller,
    at: &At,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<RecordForm, Problem> {
    let (words, found) = (&caller.words, &at.found);
    let mut offered: Offered = offered(conn, caller, found.facts.kind, found.act).await?;
    if let (Act::Correct, Kind::Body) = (found.act, found.facts.kind) {
        with_those_there(conn, found.facts.id, &mut offered).await?;
    }
    let mut all = fields(words, found.facts.kind, found.act, form, why, &offered);
    all.retain(|field| field.name != "address_entry" && (found.facts.provisional || field.name != "body_kind"));
    let name = at.entry.as_ref().map_or(&found.name, |(_, entry)| &entry.address);
    let action = match (&at.entry, found.act) {
        (Some((id, _)), Act::EndAddress) => links::mend_address(&found.handle, &id.to_string(), "end"),
        (Some((id, _)), _) => links::mend_address(&found.handle, &id.to_string(), "correct"),
        (None, Act::MergeInto) => links::merge_record(&found.handle),
        (None, _) => links::correct_record(&found.handle),
    };
    let does = format!("act-record-{}-does", found.act.slug());
    Ok(RecordForm {
        page: frame::page(app, Some(caller), words.fill(&format!("record-{}", found.act.slug()), "name", name), None),
        back: Link { label: found.back.label.clone(), href: found.back.href.clone() },
        does: vec![words.t(&does)],
        problems: acts::problems(words, why, &found.by),
        stale: acts::stale(words, why),
        action,
        verb: words.t(&format!("act-record-{}", found.act.slug())),
        fields: all,
        key: form.key.clone(),
        version: form.version,
    })
}
