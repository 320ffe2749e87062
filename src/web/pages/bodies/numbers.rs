//! The numbers of a body: given, reserved, void and missing; and the forms that reserve, release and void one (PR-10).

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::keeper::{self, Keeper};
use super::numbers_shown as shown;
use crate::domain::ask::{asks, envelope};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::engine::Refusal;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::facts::Conn;
use crate::links;
use crate::read::body::numbers::{self as read, After, Counting};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::pages::acts;
use crate::web::view::Place;
use crate::web::view::parts::{Control, Field, Link};
use crate::web::view::record::RecordForm;

/// Which series, behind which rows; for a form, which number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub series: String,
    pub period: String,
    pub number: String,
    pub given: String,
    pub reserved: String,
    pub void: String,
    pub gap: String,
    pub history: String,
}

impl Asked {
    fn after(&self) -> After {
        let key = |text: &str| Uuid::try_parse(text).ok();
        After {
            given: key(&self.given),
            reserved: key(&self.reserved),
            void: key(&self.void),
            gap: self.gap.parse().ok(),
            history: key(&self.history),
        }
    }
}

/// A body that numbers here, as the reader finds it.
pub(super) struct Found {
    pub keeper: Keeper,
    pub series: Vec<Counting>,
}

/// The register of one series.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = found(&mut conn, &caller, &handle).await?;
    let chosen = chosen(&found.series, &asked).ok_or(Problem::Missing)?;
    let register =
        read::register(&mut conn, &caller.sight, found.keeper.facts.id, &chosen.series, asked.after()).await?;
    let title = caller.words.fill("numbers-title", "name", &found.keeper.name);
    let page = frame::with_done(frame::page(&app, Some(&caller), title, Some(Place::Register)), &request, &app);
    frame::html(&shown::view(&caller, page, &found, chosen, register, &asked))
}

/// The form that does something with a number.
pub async fn form(
    app: App,
    caller: Caller,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let at = at(&app, &caller, &path).await?;
    let mut form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    let fields = json!({
        "number_series": asked.series, "number_period": asked.period, "series_number": asked.number,
    });
    form.fields = fields.as_object().cloned().unwrap_or_default();
    frame::html(&view(&app, &caller, &at, &form, None))
}

/// Does it.
pub async fn done(app: App, posted: Posted, path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let at = at(&app, &caller, &path).await?;
    let wanted =
        Wanted { kind: Kind::Body, subject: Some(at.found.keeper.facts.id), act: at.act.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(_) => {
            let back = links::numbers(&at.found.keeper.handle, form.text("number_series"), form.text("number_period"));
            let mut answer = frame::see_other(&back);
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

async fn found(conn: &mut Conn, caller: &Caller, handle: &str) -> Result<Found, Problem> {
    let keeper = keeper::found(conn, caller, handle).await?;
    let series = read::all_series(conn, keeper.facts.id).await?;
    Ok(Found { keeper, series })
}

/// The series that is asked for, or the first.
fn chosen<'a>(all: &'a [Counting], asked: &Asked) -> Option<&'a Counting> {
    let wanted = |one: &&Counting| one.series.scheme == asked.series && one.series.period == asked.period;
    if asked.series.is_empty() { all.first() } else { all.iter().find(wanted) }
}

/// A form of one body's numbers, and what stands in its way.
struct At {
    found: Found,
    act: Act,
    by: Vec<Refusal>,
}

async fn at(app: &App, caller: &Caller, (handle, act): &(String, String)) -> Result<At, Problem> {
    let act = Act::from_name(&format!("{act}_number")).ok_or(Problem::Missing)?;
    let found = found(&mut *app.reader.connection().await?, caller, handle).await?;
    let by = record::hindered(&found.keeper.facts, &caller.actor, act, caller.today).ok_or(Problem::Missing)?;
    Ok(At { found, act, by })
}

fn view(app: &App, caller: &Caller, at: &At, form: &Submitted, why: Option<&Problem>) -> RecordForm {
    let (words, slug) = (&caller.words, at.act.slug());
    let (series, period) = (form.text("number_series"), form.text("number_period"));
    let segment = at.act.name().trim_end_matches("_number");
    RecordForm {
        page: frame::page(
            app,
            Some(caller),
            words.fill(&format!("numbers-{slug}"), "name", &at.found.keeper.name),
            None,
        ),
        back: Link {
            label: words.fill("numbers-title", "name", &at.found.keeper.name),
            href: links::numbers(&at.found.keeper.handle, series, period),
        },
        does: vec![words.t(&format!("act-record-{slug}-does"))],
        problems: acts::problems(words, why, &at.by),
        stale: acts::stale(words, why),
        action: links::set_aside(&at.found.keeper.handle, segment, "", "", ""),
        verb: words.t(&format!("act-record-{slug}")),
        fields: fields(caller, at, form, why),
        key: form.key.clone(),
        version: form.version,
    }
}

/// Only series that the body has are offered; the period goes along with them.
fn fields(caller: &Caller, at: &At, form: &Submitted, why: Option<&Problem>) -> Vec<Field> {
    let mut list = asks(Kind::Body, at.act.name()).unwrap_or_default();
    list.extend(envelope(Kind::Body, at.act.name()).into_iter().filter(|ask| ask.required));
    let mut all = act_form::fields(&caller.words, &list, &form.fields, &acts::wrong(why), &Offered::default());
    for field in &mut all {
        match &mut field.control {
            Control::Select { choices, .. } if field.name == "number_series" => {
                choices.retain(|one| at.found.series.iter().any(|of| of.series.scheme == one.value));
            }
            Control::Text { value, .. } if field.name == "number_period" => {
                field.control = Control::Hidden { value: value.clone() };
            }
            Control::Text { .. } if field.name == "series_number" && !field.required => {
                field.hint = Some(caller.words.t("numbers-next-hint"));
            }
            _ => {}
        }
    }
    all
}
