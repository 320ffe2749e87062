//! Writes down a body, a person or an appointment, ends one, and takes that back: forms of what the domain asks. Corrections
//! stand in `corrected`.

pub mod corrected;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::ask::{AskKind, asks, envelope};
use crate::domain::command::Kind;
use crate::domain::form::FieldProblem;
use crate::domain::meeting;
use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::procedure::engine::Refusal;
use crate::domain::procedure::record::Act;
use crate::domain::record::{self, RecordFacts};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::people::{self as read, Eyes};
use crate::read::{bodies, person};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::pages::acts;
use crate::web::pages::liaisons::statement::here;
use crate::web::view::parts::Link;
use crate::web::view::record::RecordForm;
use crate::words::Words;
use crate::write::Receipt;

/// What is proposed, and where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub then: String,
    pub parent: String,
    pub kept_here: String,
    pub person: String,
    pub serves: String,
}

/// The form for something new.
pub async fn new(
    app: App,
    caller: Caller,
    kind: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let kind = born(&caller, &kind)?;
    let fields = proposed(&caller, kind, &asked);
    let form = Submitted { key: Uuid::new_v4().to_string(), fields, ..Submitted::default() };
    frame::html(&birth(&app, &caller, kind, &asked, &form, None).await?)
}

/// Writes it down.
pub async fn create(
    app: App,
    posted: Posted,
    kind: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let kind = born(&caller, &kind)?;
    let wanted = Wanted { kind, subject: None, act: Act::Record.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(receipt) => done(&app, &after(&app, kind, &receipt, &form, &asked).await?, Act::Record),
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            let why = at_its_field(kind, why);
            frame::html_again(&birth(&app, &caller, kind, &asked, &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

/// The form that ends something.
pub async fn end(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = found(&app, &caller, &handle, Act::End).await?;
    let mut form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    let proposed = found.facts.ends.map_or(caller.today, |ends| ends.min(caller.today));
    form.fields.insert("ended_on".to_owned(), Value::from(proposed.to_string()));
    frame::html(&standing(&app, &caller, &found, &form, None)?)
}

/// Ends it.
pub async fn ended(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    stands(app, posted, &handle, Act::End).await
}

/// The form that takes an end back.
pub async fn back(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = found(&app, &caller, &handle, Act::TakeBack).await?;
    let form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    frame::html(&standing(&app, &caller, &found, &form, None)?)
}

/// Takes it back.
pub async fn taken_back(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    stands(app, posted, &handle, Act::TakeBack).await
}

async fn stands(app: App, posted: Posted, handle: &str, act: Act) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let found = found(&app, &caller, handle, act).await?;
    let (kind, subject) = (found.facts.kind, Some(found.facts.id));
    let wanted = Wanted { kind, subject, act: act.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(_) => done(&app, &found.back.href, act),
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            frame::html_again(&standing(&app, &caller, &found, &form, Some(&why))?, &why)
        }
        Err(other) => Err(other),
    }
}

/// Whether this person may write records down at all; where they count is asked of each.
pub fn may_record(caller: &Caller, kind: Kind, authority: Option<Vec<Uuid>>) -> bool {
    record::may(&RecordFacts::unborn(kind, authority), &caller.actor, Act::Record, caller.today)
}

/// What the caller sees of people.
pub fn eyes(caller: &Caller) -> Eyes<'_> {
    let secretariat = caller.roles.iter().any(|(role, _)| matches!(role, Role::Counsellor | Role::CommitteeManager));
    Eyes { sight: &caller.sight, administrator: caller.actor.administrates(), secretariat }
}

fn born(caller: &Caller, kind: &str) -> Result<Kind, Problem> {
    let kind = Kind::from_name(kind).filter(|kind| asks(*kind, Act::Record.name()).is_some());
    let kind = kind.filter(|kind| matches!(kind, Kind::Body | Kind::Person | Kind::Appointment | Kind::Meeting));
    let may = |kind: &Kind| match kind {
        Kind::Meeting => meeting::may_record(here(caller)),
        _ => may_record(caller, *kind, None),
    };
    kind.filter(may).ok_or(Problem::Missing)
}

fn proposed(caller: &Caller, kind: Kind, asked: &Asked) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), Value::from(value));
    put("valid_from", &caller.today.to_string());
    match kind {
        Kind::Body => {
            put("zone", facts::GENEVA);
            put("parent", &asked.parent);
            put("kept_here", &asked.kept_here);
        }
        Kind::Appointment => {
            put("person", &asked.person);
            put("serves", &asked.serves);
        }
        _ => {}
    }
    fields
}

/// The name of a body that is taken is told where it was typed.
fn at_its_field(kind: Kind, why: Problem) -> Problem {
    match why {
        Problem::Fields(problems) if kind == Kind::Body => {
            let moved = |one: FieldProblem| match one.field.as_str() {
                "source" => FieldProblem { field: "short_name".to_owned(), ..one },
                _ => one,
            };
            Problem::Fields(problems.into_iter().map(moved).collect())
        }
        other => other,
    }
}

async fn after(app: &App, kind: Kind, receipt: &Receipt, form: &Submitted, asked: &Asked) -> Result<String, Problem> {
    if links::is_local(&asked.then) {
        return Ok(asked.then.clone());
    }
    Ok(match kind {
        Kind::Body => links::body(&receipt.handle),
        Kind::Meeting => links::meeting(&receipt.handle),
        Kind::Appointment => {
            let person = Uuid::try_parse(form.text("person")).map_err(|_| Problem::Missing)?;
            let mut conn = app.reader.connection().await?;
            links::person(&facts::find::handle_of(&mut conn, person).await?.ok_or(Problem::Missing)?)
        }
        _ => links::person(&receipt.handle),
    })
}

fn done(app: &App, path: &str, act: Act) -> Result<HttpResponse, Problem> {
    let mut answer = frame::see_other(path);
    if let Some(done) = Done::act("record", act.name(), 0) {
        frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
    }
    Ok(answer)
}

async fn birth(
    app: &App,
    caller: &Caller,
    kind: Kind,
    asked: &Asked,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<RecordForm, Problem> {
    let words = &caller.words;
    let offered = offered(&mut *app.reader.connection().await?, caller, kind, Act::Record).await?;
    let query = [("then", asked.then.as_str())];
    let slug = kind.name();
    let (list, href) = match kind {
        Kind::Body => ("bodies-title", links::BODIES),
        Kind::Meeting => ("meetings-title", links::MEETINGS),
        _ => ("people-title", links::PEOPLE),
    };
    Ok(RecordForm {
        page: frame::page(app, Some(caller), words.t(&format!("record-{slug}")), None),
        back: Link { label: words.t(list), href: href.to_owned() },
        does: vec![words.t(&format!("record-{slug}-does"))],
        problems: acts::problems(words, why, &[]),
        stale: acts::stale(words, why),
        action: links::with_query(&links::new_record(slug), &query),
        verb: words.t(&format!("record-{slug}")),
        fields: fields(words, kind, Act::Record, form, why, &offered),
        key: form.key.clone(),
        version: None,
    })
}

fn fields(
    words: &Words,
    kind: Kind,
    act: Act,
    form: &Submitted,
    why: Option<&Problem>,
    offered: &Offered,
) -> Vec<crate::web::view::parts::Field> {
    let mut list = asks(kind, act.name()).unwrap_or_default();
    // Why is asked where it must be said; the day is today's.
    list.extend(envelope(kind, act.name()).into_iter().filter(|ask| ask.required));
    act_form::fields(words, &list, &form.fields, &acts::wrong(why), offered)
}

async fn offered(conn: &mut Conn, caller: &Caller, kind: Kind, act: Act) -> Result<Offered, Problem> {
    let wanted = asks(kind, act.name()).unwrap_or_default();
    let mut offered = Offered::default();
    if wanted.iter().any(|ask| ask.kind == AskKind::Body) {
        offered.bodies = bodies::all(conn, caller.today).await?;
    }
    if wanted.iter().any(|ask| ask.kind == AskKind::Person) {
        let all = read::choices(conn, eyes(caller), caller.today).await?;
        offered.persons = all.into_iter().map(|(id, name, email)| (id.to_string(), name, email)).collect();
    }
    Ok(offered)
}

/// Something that is the caller's to end, or to take the end of back.
struct Found {
    handle: String,
    act: Act,
    facts: RecordFacts,
    name: String,
    back: Link,
    /// What stands in the way of it now.
    by: Vec<Refusal>,
}

async fn found(app: &App, caller: &Caller, handle: &str, act: Act) -> Result<Found, Problem> {
    let mut conn = app.reader.connection().await?;
    let (id, kind) = facts::find::handle(&mut conn, handle).await?.ok_or(Problem::Missing)?;
    if asks(kind, act.name()).is_none() || !matches!(kind, Kind::Body | Kind::Person | Kind::Appointment) {
        return Err(Problem::Missing);
    }
    let facts = facts::record::load(&mut conn, id, kind, false).await?;
    let by = record::hindered(&facts, &caller.actor, act, caller.today).ok_or(Problem::Missing)?;
    let words = &caller.words;
    let (name, back) = match kind {
        Kind::Body => {
            let body = facts::body::load(&mut conn, id).await?;
            let href = links::body(&body.handle);
            (body.short_name.clone(), Link { label: body.short_name, href })
        }
        _ => {
            let named = person::of_record(&mut conn, id).await?.ok_or(Problem::Missing)?;
            let role = named.served.map(|(role, body)| {
                let said = crate::domain::said::Said::new("frame-role").term("role", format!("role-{}", role.slug()));
                words.say(&said.with("body", body))
            });
            let href = links::person(&named.handle);
            (role.unwrap_or_else(|| named.name.clone()), Link { label: named.name, href })
        }
    };
    Ok(Found { handle: handle.to_owned(), act, facts, name, back, by })
}

fn standing(
    app: &App,
    caller: &Caller,
    found: &Found,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<RecordForm, Problem> {
    let (words, facts) = (&caller.words, &found.facts);
    let mut does = vec![words.t(&format!("act-record-{}-does", found.act.slug()))];
    let (title, action) = match found.act {
        Act::TakeBack => ("record-take-back", links::take_back_record(&found.handle)),
        Act::Record
        | Act::End
        | Act::AddAddress
        | Act::Correct
        | Act::EndAddress
        | Act::CorrectAddress
        | Act::MergeInto
        | Act::Absorb
        | Act::ReserveNumber
        | Act::ReleaseNumber
        | Act::VoidNumber
        | Act::AddTemplate
        | Act::CorrectTemplate
        | Act::EndTemplate
        | Act::PutBackTemplate => {
            let with = facts.ends_with_it(caller.today, caller.today);
            does.extend((with > 0).then(|| words.n("record-ends-appointments", with as i64)));
            does.extend(facts.is_to_come(caller.today).then(|| words.t("record-never-begins")));
            ("record-end", links::end_record(&found.handle))
        }
    };
    Ok(RecordForm {
        page: frame::page(app, Some(caller), words.fill(title, "name", &found.name), None),
        back: Link { label: found.back.label.clone(), href: found.back.href.clone() },
        does,
        problems: acts::problems(words, why, &found.by),
        stale: acts::stale(words, why),
        action,
        verb: words.t(&format!("act-record-{}", found.act.slug())),
        fields: fields(words, facts.kind, found.act, form, why, &Offered::default()),
        key: form.key.clone(),
        version: None,
    })
}
