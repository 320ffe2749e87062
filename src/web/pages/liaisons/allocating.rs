//! The allocation table (PR-13): what came in for a body, routed by keyboard in one sitting, with a rehearsal that says what
//! refuses and whom it tells.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::allocating_rows::{Shared, Typed, orders};
use super::bulk;
use crate::domain::named::Named;
use crate::domain::numbering::in_one_series;
use crate::domain::procedure::registration::Act;
use crate::domain::reference::{BodyFacts, Ladder, Purpose};
use crate::domain::registration::{may_be_allocated, may_be_forwarded};
use crate::domain::standing;
use crate::facts::{self, Conn};
use crate::links;
use crate::read::allocating::{self, Page, Waiting};
use crate::read::bodies::{self, BodyChoice, Serving};
use crate::read::body::numbers;
use crate::web::act_form;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, day};
use crate::web::pages::acts::numbered;
use crate::web::shown::{self, Turns};
use crate::web::view::Place;
use crate::web::view::allocating::{Allocating as View, Row};
use crate::web::view::parts::{Choice, Link};
use crate::web::view::several::Outcome;
use crate::words::Words;
use crate::write::{Bulk, Given, Order};

/// Whose table, and where it goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub body: String,
    pub after: String,
}

/// What the table rests on.
struct Table {
    body: BodyFacts,
    /// The reader's bodies that keep a register here.
    own: Vec<BodyChoice>,
    places: Vec<BodyChoice>,
    people: Vec<Serving>,
    /// Numbers that are reserved, each with what it is for.
    reserved: Vec<(String, String)>,
    page: Page,
}

/// What was typed at one row, and what came of it.
struct Line {
    typed: Typed,
    problems: Vec<String>,
    becomes: Option<String>,
    /// The statement's handle, and where its parts went.
    handle: String,
    goes_to: Vec<String>,
}

/// The page.
pub async fn show(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let table = table(&mut conn, &caller, &asked).await?;
    let form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    frame::html(&view(&app, &caller, &asked, &table, &form, &[], None))
}

/// The form: rehearsed, or done.
pub async fn done(app: App, posted: Posted, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    let rehearse = form.text("then") != "do";
    let mut conn = app.reader.connection().await?;
    let before = table(&mut conn, &caller, &asked).await?;
    let (mut lines, items) = asked_for(&caller, &before, &form);
    let runs: Vec<Vec<Order>> = items.iter().map(|(_, orders)| orders.clone()).collect();
    let gone = gone(&mut conn, &caller, &lines, &before).await?;
    let outcome = match app.door.bulk(app.clock.now(), &caller.actor, &runs, None, rehearse).await {
        Ok(run) => came_of(&caller.words, &mut lines, &items, &run, (rehearse, gone)),
        Err(error) => bulk::broken(&caller.words, &error),
    };
    let after = if rehearse { before } else { table(&mut conn, &caller, &asked).await? };
    let key = if rehearse { form.key.clone() } else { Uuid::new_v4().to_string() };
    let form = Submitted { key, ..form };
    frame::html(&view(&app, &caller, &asked, &after, &form, &lines, Some(outcome)))
}

async fn table(conn: &mut Conn, caller: &Caller, asked: &Asked) -> Result<Table, Problem> {
    let under = bodies::under(conn, &caller.sight.roots).await?;
    let is_own = |body: &&BodyChoice| body.kept_here && caller.sight.roots.contains(&body.id);
    let own: Vec<BodyChoice> = under.iter().filter(is_own).cloned().collect();
    let wanted = own.iter().find(|body| body.id.to_string() == asked.body).or(own.first());
    let wanted = wanted.ok_or(Problem::Missing)?.id;
    let body = facts::body::load(conn, wanted).await?;
    let places = bodies::under(conn, &[wanted]).await?;
    let people = bodies::serving(conn, wanted, caller.today).await?;
    let page = allocating::page(conn, &caller.sight, wanted, asked.after.parse().ok()).await?;
    let series = in_one_series(body.side.receives_as());
    let reserved = numbers::offered(conn, &caller.sight, wanted, series).await?;
    Ok(Table { body, own, places, people, reserved, page })
}

/// What was typed, line by line, and the orders of those that can be read.
fn asked_for(caller: &Caller, table: &Table, form: &Submitted) -> (Vec<Line>, Vec<(usize, Vec<Order>)>) {
    let shared = Shared {
        body: &table.body,
        places: &table.places,
        people: &table.people,
        agreed_by: form.text("agreed_by"),
        key: &form.key,
    };
    let (mut lines, mut items) = (Vec::new(), Vec::new());
    for typed in Typed::all(&form.fields) {
        let row = table.page.rows.iter().find(|row| Some(row.registration) == typed.registration);
        let mut problems = Vec::new();
        if let (Some(row), true) = (row, typed.asks()) {
            match orders(&shared, row, &typed) {
                Ok(orders) => items.push((lines.len(), orders)),
                Err(said) => problems.extend(said.iter().map(|said| caller.words.say(said))),
            }
        }
        let handle = row.map(|row| row.handle.clone()).unwrap_or_default();
        lines.push(Line { typed, problems, becomes: None, handle, goes_to: Vec::new() });
    }
    (lines, items)
}

/// What was typed at statements that wait no more: somebody else was faster, and the typing is not lost without a word.
async fn gone(conn: &mut Conn, caller: &Caller, lines: &[Line], table: &Table) -> Result<Vec<String>, Problem> {
    let there = |id: Uuid| table.page.rows.iter().any(|row| row.registration == id);
    let asked = lines.iter().filter(|line| line.typed.asks()).filter_map(|line| line.typed.registration);
    let ids: Vec<Uuid> = asked.filter(|id| !there(*id)).collect();
    let taken = allocating::taken(conn, &caller.sight, table.body.id, &ids).await?;
    let turns = Turns::new();
    let line = |(handle, title, state): (String, String, String)| {
        let state = turns.chip(&caller.words, "registration", &state).label;
        caller.words.say(&crate::said!("allocating-taken", handle = handle, title = title, state = state))
    };
    Ok(taken.into_iter().map(line).collect())
}

/// Where an allocation went, as a row and the list of what was done say it.
fn went(words: &Words, one: &Given) -> String {
    let said = crate::said!("allocating-given", body = one.body.clone(), name = one.assignee.clone(), due = one.due);
    words.say(&said.term("purpose", format!("purpose-{}", one.purpose)))
}

/// Tells each line what came of it, and sums it up.
fn came_of(
    words: &Words,
    lines: &mut [Line],
    items: &[(usize, Vec<Order>)],
    run: &Bulk,
    (rehearsed, gone): (bool, Vec<String>),
) -> Outcome {
    let mut count = 0;
    for line in lines.iter_mut() {
        let own = run.given.iter().filter(|one| Some(one.registration) == line.typed.registration);
        line.goes_to = own.map(|one| went(words, one)).collect();
    }
    for ((at, _), result) in items.iter().zip(&run.items) {
        match result {
            Ok(receipt) => {
                count += 1;
                lines[*at].becomes = Some(receipt.state.clone());
            }
            Err(error) => lines[*at].problems.extend(bulk::refused(words, error)),
        }
    }
    let refused = lines.iter().filter(|line| !line.problems.is_empty()).count() + gone.len();
    let done = |line: &&Line| !rehearsed && line.becomes.is_some() && !line.goes_to.is_empty();
    let said = |line: &Line| format!("{}: {}", line.handle, line.goes_to.join("; "));
    Outcome {
        sentence: bulk::summed(words, rehearsed, count, refused),
        good: refused == 0,
        taken: gone,
        given: lines.iter().filter(done).map(said).collect(),
        letters: bulk::letters(words, run),
    }
}

fn view(
    app: &App,
    caller: &Caller,
    asked: &Asked,
    table: &Table,
    form: &Submitted,
    lines: &[Line],
    outcome: Option<Outcome>,
) -> View {
    let words = &caller.words;
    let turns = Turns::new();
    let here = table.body.id.to_string();
    let choice = |value: String, label: String, chosen: bool| Choice { value, label, chosen, ..Choice::default() };
    let bodies = table.own.iter();
    let purposes = Purpose::ALL.iter();
    let mut people = act_form::people(words, &table.people, "");
    people.iter_mut().for_each(|one| one.note = None);
    let action = links::with_query(links::ALLOCATING, &[("body", &here), ("after", &asked.after)]);
    let next = table.page.next.map(|key| key.to_string());
    View {
        page: frame::page(app, Some(caller), words.t("allocating-title"), Some(Place::Register)),
        action,
        body: table.body.short_name.clone(),
        bodies: bodies.map(|one| choice(one.id.to_string(), one.short_name.clone(), one.id == table.body.id)).collect(),
        rows: table.page.rows.iter().map(|row| shown_row(words, &turns, (row, table.body.ladder()), lines)).collect(),
        purposes: purposes
            .map(|one| choice(one.name().to_owned(), words.t(&format!("purpose-{}", one.name())), false))
            .collect(),
        people,
        places: table.places.iter().map(|place| place.short_name.clone()).collect(),
        reserved_said: numbered::said(words, &table.reserved),
        reserved: table.reserved.iter().map(|(number, _)| number.clone()).collect(),
        agreed_by: needs_agreement(table).then(|| form.text("agreed_by").to_owned()),
        outcome,
        ways: vec![Link { label: words.t("ui-nav-log"), href: links::INTAKE.to_owned() }],
        next: next.map(|key| links::with_query(links::ALLOCATING, &[("body", &here), ("after", &key)])),
        key: form.key.clone(),
    }
}

/// Something on the page is not available yet, and the body's procedure asks for the chair's agreement (I4).
fn needs_agreement(table: &Table) -> bool {
    table.body.ladder() == Ladder::Itu && table.page.rows.iter().any(|row| !may_be_allocated(&row.state))
}

fn shown_row(words: &Words, turns: &Turns, (row, ladder): (&Waiting, Ladder), lines: &[Line]) -> Row {
    let line = lines.iter().find(|line| line.typed.registration == Some(row.registration));
    let typed = line.map(|line| line.typed.clone()).unwrap_or_default();
    Row {
        registration: row.registration.to_string(),
        version: row.version.to_string(),
        handle: row.handle.clone(),
        href: links::statement(&row.handle),
        title: shown::title(words, &row.title),
        numbers: row.numbers.clone(),
        from: shown::body(&row.from),
        received: day(words, row.received_on),
        deadline: row.deadline.map(|on| day(words, on)),
        numbered: standing::is_numbered(&row.state),
        number: typed.number,
        questions: typed.questions,
        information: typed.information,
        forward: may_be_forwarded(&row.state, ladder).then(|| links::act(&row.received_as, Act::Forward.name())),
        asked: row.purpose.as_ref().map(|purpose| words.t(&format!("purpose-{purpose}"))),
        // As the sender asks, where it says so.
        purpose: match (typed.purpose.is_empty(), &row.purpose) {
            (false, _) => typed.purpose,
            (true, Some(asked)) => asked.clone(),
            (true, None) => Purpose::Action.name().to_owned(),
        },
        goes_to: line.map(|line| line.goes_to.clone()).unwrap_or_default(),
        assignee: typed.assignee,
        due: typed.due,
        note: typed.note,
        problems: line.map(|line| line.problems.clone()).unwrap_or_default(),
        becomes: line.and_then(|line| line.becomes.as_ref()).map(|state| turns.chip(words, "registration", state)),
    }
}
