//! Notes on a statement: on its page the newest, here all of them, and the form that writes one.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::statement::{Asked, here};
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::note;
use crate::domain::procedure::note::Act;
use crate::links;
use crate::read::statement::Statement;
use crate::read::statement::notes::{self as read, Notes};
use crate::said;
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done, instant};
use crate::web::pages::acts;
use crate::web::shown;
use crate::web::view::Place;
use crate::web::view::note as view;
use crate::web::view::parts::{Choice, Control, Field, Link, Pager};

/// All notes that the reader may read, a page at a time.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let of = of(&app, &caller, &handle, asked.before).await?;
    let page = view(&app, &caller, &of, &fresh(), None, asked.before);
    frame::html(&view::NotesPage { page: frame::with_done(page.page, &request, &app), ..page })
}

/// Writes one.
pub async fn write(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    let of = of(&app, &caller, &handle, None).await?;
    form.fields.insert("statement".to_owned(), Value::from(of.id.to_string()));
    let wanted = Wanted { kind: Kind::Note, subject: None, act: Act::Write.name(), before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(_) => {
            let mut answer = frame::see_other(&links::noted(&handle));
            if let Some(done) = Done::act(Kind::Note.name(), Act::Write.name(), 0) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ (Problem::Refused(_) | Problem::Fields(_))) => {
            frame::html_again(&view(&app, &caller, &of, &form, Some(&why), None), &why)
        }
        Err(other) => Err(other),
    }
}

/// A statement with its notes, as the reader sees them.
struct Of {
    id: Uuid,
    handle: String,
    title: String,
    notes: Notes,
}

async fn of(app: &App, caller: &Caller, handle: &str, before: Option<Uuid>) -> Result<Of, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = read::of_handle(&mut conn, &caller.sight, handle, before).await?;
    let (id, title, notes) = found.ok_or(Problem::Missing)?;
    // Somebody who is named on it and serves nowhere that has it reads no notes.
    if notes.bodies.is_empty() {
        return Err(Problem::Missing);
    }
    Ok(Of { id, handle: handle.to_owned(), title, notes })
}

fn fresh() -> Submitted {
    Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() }
}

fn view(
    app: &App,
    caller: &Caller,
    of: &Of,
    form: &Submitted,
    why: Option<&Problem>,
    before: Option<Uuid>,
) -> view::NotesPage {
    let words = &caller.words;
    let title = words.fill("notes-title", "handle", &of.handle);
    let here = links::notes(&of.handle);
    let older = of.notes.older.map(|key| links::with_query(&here, &[("before", &key.to_string())]));
    view::NotesPage {
        page: frame::page(app, Some(caller), title, Some(Place::Register)),
        back: Link { label: of.handle.clone(), href: links::statement(&of.handle) },
        title: shown::title(words, &of.title),
        problems: why.map(|why| acts::problems(words, Some(why), &[])).unwrap_or_default(),
        notes: notes(caller, &of.handle, &of.notes, form, why),
        pager: Pager { newer: before.map(|_| here), older, total: None },
    }
}

/// What stands on the statement's own page: the newest, and the way to all of them.
pub(super) fn beneath(caller: &Caller, of: &Statement) -> view::Notes {
    let all = of.notes.older.map(|_| links::notes(&of.handle));
    view::Notes { all, ..notes(caller, &of.handle, &of.notes, &fresh(), None) }
}

fn notes(caller: &Caller, handle: &str, of: &Notes, form: &Submitted, why: Option<&Problem>) -> view::Notes {
    let several = of.bodies.len() > 1;
    let form = (!of.bodies.is_empty()).then(|| view::Form {
        action: links::notes(handle),
        key: form.key.clone(),
        who_reads: match of.bodies.as_slice() {
            [(_, only)] => caller.words.fill("notes-who-reads", "body", only),
            _ => caller.words.t("notes-who-reads-several"),
        },
        fields: fields(caller, of, &form.fields, why),
    });
    view::Notes { notes: of.notes.iter().map(|one| one_of(caller, one, several)).collect(), all: None, form }
}

fn one_of(caller: &Caller, one: &read::Note, several: bool) -> view::Note {
    let words = &caller.words;
    let facts = &one.facts;
    let offers = note::offers(facts, here(caller));
    let (mut possible, _) = shown::offers(words, &facts.handle, Kind::Note.name(), &offers);
    possible.iter_mut().for_each(|offer| offer.expected = false);
    let struck = one.struck.as_ref().map(|struck| {
        let at = words.instant(struck.at, chrono_tz::Europe::Zurich);
        words.say(&said!("notes-struck", by = struck.by.clone(), at = at))
    });
    view::Note {
        handle: facts.handle.clone(),
        author: one.author.clone(),
        mine: facts.author == Some(caller.id),
        written: instant(words, one.written),
        corrected: one.corrected.map(|at| instant(words, at)),
        body: several.then(|| facts.body.clone()),
        text: facts.text.clone(),
        gone: struck.or_else(|| facts.text.is_none().then(|| words.t("notes-erased"))),
        reason: one.struck.as_ref().and_then(|struck| struck.reason.clone()),
        possible,
    }
}

/// The fields of a new note; whose it is stands in the form where there is no choice.
fn fields(caller: &Caller, of: &Notes, typed: &Map<String, Value>, why: Option<&Problem>) -> Vec<Field> {
    let mut list = asks(Kind::Note, Act::Write.name()).unwrap_or_default();
    list.retain(|ask| ask.name != "statement");
    let mut all = act_form::fields(&caller.words, &list, typed, &acts::wrong(why), &Offered::default());
    let chosen = typed.get("note_body").and_then(Value::as_str).unwrap_or_default();
    for field in all.iter_mut().filter(|field| field.name == "note_body") {
        let choice = |(id, name): &(Uuid, String)| {
            let value = id.to_string();
            Choice { chosen: value == chosen, value, label: name.clone(), ..Choice::default() }
        };
        field.control = match of.bodies.as_slice() {
            [(only, _)] => Control::Hidden { value: only.to_string() },
            several => Control::Select { choices: several.iter().map(choice).collect(), blank: true },
        };
    }
    all
}
