//! Bodies: what somebody opens before they call a partner, and their address book.

pub mod keeper;
pub mod numbers;
mod numbers_shown;
mod sections;
pub mod templates;
mod templates_shown;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::links;
use crate::read::body::{self as read, Line};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::pages::liaisons::statement_history;
use crate::web::pages::{acts, records};
use crate::web::shown;
use crate::web::view::Place;
use crate::web::view::body::{Bodies, BodyPage, Form, Row};
use crate::web::view::parts::{Body, Link};
use crate::words::Words;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub after: String,
}

/// All bodies, a page at a time.
pub async fn index(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let after = Uuid::try_parse(&asked.after).ok();
    let mut conn = app.reader.connection().await?;
    let found = read::page(&mut conn, after, caller.today).await?;
    let provisional = if after.is_none() { read::provisional(&mut conn).await? } else { Vec::new() };
    let words = &caller.words;
    let row = |line: Line| Row {
        body: linked(&line),
        kind: words.t(&format!("body-kind-{}", line.kind.replace('_', "-"))),
        title: line.title,
        addresses: line.addresses,
    };
    let page = frame::page(&app, Some(&caller), words.t("bodies-title"), Some(Place::Register));
    let next = found.next.map(|id| links::with_query(links::BODIES, &[("after", &id.to_string())]));
    let new = Link { label: words.t("record-body"), href: links::new_record(Kind::Body.name()) };
    let acts = if records::may_record(&caller, Kind::Body, None) { vec![new] } else { Vec::new() };
    let provisional = sections::provisional(&caller, provisional);
    frame::html(&Bodies { page, rows: found.lines.into_iter().map(row).collect(), provisional, acts, next })
}

/// One body.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    if let Some(into) = read::merged_into(&mut *app.reader.connection().await?, &handle).await? {
        return Ok(frame::see_other(&links::body(&into)));
    }
    let mut form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    form.fields.insert("valid_from".into(), json!(caller.today));
    let mut view = view(&app, &caller, &handle, &form, None).await?;
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

/// Adds an address.
pub async fn add_address(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let found = found(&app, &caller, &handle).await?;
    let act = Act::AddAddress.name();
    let wanted = Wanted { kind: Kind::Body, subject: Some(found.line.id), act, before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(receipt) => {
            let mut answer = frame::see_other(&links::body(&handle));
            if let Some(done) = Done::act("record", act, receipt.letters as u32) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            frame::html_again(&view(&app, &caller, &handle, &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

async fn found(app: &App, caller: &Caller, handle: &str) -> Result<read::Body, Problem> {
    let mut conn = app.reader.connection().await?;
    read::by_handle(&mut conn, handle, caller.today).await?.ok_or(Problem::Missing)
}

fn linked(line: &Line) -> Body {
    Body { name: line.short_name.clone(), side: shown::side(line.side), href: Some(links::body(&line.handle)) }
}

async fn view(
    app: &App,
    caller: &Caller,
    handle: &str,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<BodyPage, Problem> {
    let mut conn = app.reader.connection().await?;
    let body = read::by_handle(&mut conn, handle, caller.today).await?.ok_or(Problem::Missing)?;
    let work = read::work::of(&mut conn, &caller.sight, body.line.id).await?;
    let words = &caller.words;
    let (addresses, others) = sections::addresses(caller, &body);
    Ok(BodyPage {
        page: frame::page(app, Some(caller), body.line.short_name.clone(), Some(Place::Register)),
        name: body.line.short_name.clone(),
        title: body.line.title.clone(),
        back: links::BODIES.to_owned(),
        facts: sections::facts(words, &body),
        acts: offers(caller, handle, &body),
        owed: work.owed.map(|both| sections::owed(caller, &body, both)).unwrap_or_default(),
        newest: sections::newest(caller, &body, work.newest.0),
        officers: body.officers.iter().map(|one| sections::officer(words, one)).collect(),
        former: body.former.iter().map(|one| sections::officer(words, one)).collect(),
        kin: sections::kin(words, &body),
        meeting: body.meeting.as_ref().map(|one| sections::meeting(words, one)),
        calendar: links::with_query(links::MEETINGS, &[("body", &body.line.id.to_string())]),
        addresses,
        others,
        history: statement_history::of_record(words, &work.history),
        problems: acts::problems(words, why, &[]),
        stale: acts::stale(words, why),
        form: record::may(&body.facts, &caller.actor, Act::AddAddress, caller.today)
            .then(|| address_form(words, handle, form, why)),
    })
}

/// Who may give a role in it finds the way there, to bodies under it, its correction and its end.
fn offers(caller: &Caller, handle: &str, body: &read::Body) -> Vec<Link> {
    let (words, id) = (&caller.words, body.line.id.to_string());
    let link = |key: &str, href: String| Link { label: words.t(key), href };
    let here = body.facts.authority.clone().unwrap_or_default();
    let mut all = Vec::new();
    if keeper::may_read(caller, &body.facts) {
        all.push(link("numbers-link", links::numbers(handle, "", "")));
        all.push(link("templates-link", links::templates(handle)));
    }
    if records::may_record(caller, Kind::Appointment, Some(here)) {
        let path = links::new_record(Kind::Appointment.name());
        all.push(link("record-appointment", links::with_query(&path, &[("serves", &id)])));
        let kept = if body.line.kept_here { "on" } else { "" };
        let query = [("parent", id.as_str()), ("kept_here", kept)];
        all.push(link("body-add-under", links::with_query(&links::new_record(Kind::Body.name()), &query)));
    }
    let may = |act| record::may(&body.facts, &caller.actor, act, caller.today);
    if may(Act::Correct) {
        let key = if body.facts.provisional { "body-complete" } else { "body-correct" };
        all.push(link(key, links::correct_record(handle)));
    }
    if may(Act::MergeInto) {
        all.push(link("body-merge", links::merge_record(handle)));
    }
    if may(Act::End) {
        all.push(link("body-end", links::end_record(handle)));
    }
    if may(Act::TakeBack) {
        all.push(link("person-take-back", links::take_back_record(handle)));
    }
    all
}

fn address_form(words: &Words, handle: &str, form: &Submitted, why: Option<&Problem>) -> Form {
    let wrong: Vec<FieldProblem> = match why {
        Some(Problem::Fields(problems)) => problems.clone(),
        _ => Vec::new(),
    };
    let list = asks(Kind::Body, Act::AddAddress.name()).unwrap_or_default();
    let mut values = form.fields.clone();
    values.entry("address_kind").or_insert_with(|| Value::from("mailbox"));
    Form {
        action: links::body(handle),
        verb: words.t("act-record-add-address"),
        does: words.t("act-record-add-address-does"),
        fields: act_form::fields(words, &list, &values, &wrong, &Offered::default()),
        key: form.key.clone(),
    }
}
