//! Writing down a statement of our own as it was: sent, decided or withdrawn before this program was used, or outside it
//! (PR-6).

use actix_web::HttpResponse;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::draft::{own_bodies_only, served};
use crate::domain::ask::{asks, envelope};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::engine::Refusal;
use crate::domain::procedure::statement::Act;
use crate::facts::Conn;
use crate::links;
use crate::read::seen::{Direction, Filter};
use crate::read::{bodies, register};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::pages::acts;
use crate::web::shown;
use crate::web::view::Place;
use crate::web::view::parts::{Control, Field, Link};
use crate::web::view::record::RecordForm;

/// As many statements are offered as what it answered, or corrected.
const MOST: usize = 200;

/// The empty form.
pub async fn form(app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let own = bodies::under(&mut *app.reader.connection().await?, &caller.sight.roots).await?;
    let fields = json!({"owner": served(&caller, &own), "language": "en", "past_state": "sent", "extent": "full"});
    let fields = fields.as_object().cloned().unwrap_or_default();
    let form = Submitted { key: Uuid::new_v4().to_string(), fields, ..Submitted::default() };
    frame::html(&view(&app, &caller, &form, None).await?)
}

/// Writes it down.
pub async fn record(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    doing::store_uploads(&app, &caller, &mut form, false).await?;
    if form.more.is_some() {
        return frame::html(&view(&app, &caller, &form, None).await?);
    }
    let wanted = Wanted { kind: Kind::Statement, subject: None, act: Act::RecordOwn.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(receipt) => {
            let mut answer = frame::see_other(&links::statement(&receipt.handle));
            if let Some(done) = Done::act("statement", Act::RecordOwn.name(), receipt.letters as u32) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ (Problem::Refused(_) | Problem::Fields(_))) => {
            frame::html_again(&view(&app, &caller, &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

async fn view(app: &App, caller: &Caller, form: &Submitted, why: Option<&Problem>) -> Result<RecordForm, Problem> {
    let words = &caller.words;
    let mut conn = app.reader.connection().await?;
    let offered = Offered {
        bodies: bodies::all(&mut conn, caller.today).await?,
        statements: newest(&mut conn, caller, Direction::Incoming).await?,
        corrected: newest(&mut conn, caller, Direction::Outgoing).await?,
        ..Offered::default()
    };
    let own = bodies::under(&mut conn, &caller.sight.roots).await?;
    let verb = words.t(&format!("act-statement-{}", Act::RecordOwn.slug()));
    Ok(RecordForm {
        page: frame::page(app, Some(caller), verb.clone(), Some(Place::LogStatement)),
        back: Link { label: words.t("intake-title"), href: links::INTAKE.to_owned() },
        does: vec![words.t(&format!("act-statement-{}-does", Act::RecordOwn.slug()))],
        problems: acts::problems(words, why, &[]),
        stale: None,
        action: links::PAST.to_owned(),
        verb,
        fields: fields(caller, form, why, &offered, &own),
        key: form.key.clone(),
        version: None,
    })
}

/// What came in, or what went out, newest first: value and label.
pub(super) async fn newest(
    conn: &mut Conn,
    caller: &Caller,
    direction: Direction,
) -> Result<Vec<(String, String)>, Problem> {
    let filter = Filter { direction: Some(direction), ..Filter::default() };
    let (rows, _) = register::newest(conn, &caller.sight, &filter, MOST).await?;
    let one = |row: register::Row| {
        let handle = format!("{}-{}", Kind::Statement.prefix(), row.seq);
        (row.id.to_string(), format!("{handle} {}", shown::title(&caller.words, &row.title)))
    };
    Ok(rows.into_iter().map(one).collect())
}

fn fields(
    caller: &Caller,
    form: &Submitted,
    why: Option<&Problem>,
    offered: &Offered,
    own: &[bodies::BodyChoice],
) -> Vec<Field> {
    let words = &caller.words;
    let mut values: Map<String, Value> = form.fields.clone();
    if let Some(more) = &form.more {
        values.insert("more".to_owned(), Value::from(more.clone()));
    }
    let mut list = asks(Kind::Statement, Act::RecordOwn.name()).unwrap_or_default();
    let told_apart = |all: &[Refusal]| all.iter().any(|one| one.field.as_deref() == Some("reason"));
    if matches!(why, Some(Problem::Refused(all)) if told_apart(all)) || !form.text("reason").is_empty() {
        // What looks like one that is here may be another all the same, with a reason (PR-14).
        list.extend(envelope(Kind::Statement, Act::RecordOwn.name()).into_iter().filter(|ask| ask.name == "reason"));
    }
    let mut all = act_form::fields(words, &list, &values, &acts::wrong(why), offered);
    own_bodies_only(words, &mut all, own, &values);
    for field in &mut all {
        match (&mut field.control, field.name.as_str()) {
            (Control::Select { blank, .. }, "level") => *blank = true,
            // Nothing is asked for any more, and no number is taken of the series.
            (_, "contacts") => field.hint = None,
            (_, name @ ("number" | "how_sent" | "destinations")) => {
                field.hint = Some(words.t(&format!("past-{}-hint", name.replace('_', "-"))));
            }
            _ => {}
        }
    }
    all.extend(act_form::kept_files(&values));
    all
}
