//! One step for several statements of ours (PR-13): what a plenary approved, and what is then sent, ticked in one table, with a
//! rehearsal that says what refuses and whom it tells.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::bulk;
use crate::domain::ask::{Ask, asks, envelope};
use crate::domain::command::Kind;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::statement::{Act, PROCEDURE};
use crate::domain::statement::decides_finally;
use crate::domain::statement::several::{states_before, steps};
use crate::links;
use crate::read::several::{self, Page, Ready};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, day};
use crate::web::shown::{self, Turns};
use crate::web::view::Place;
use crate::web::view::parts::{Choice, Link};
use crate::web::view::several::{Outcome, Row, Several as View};
use crate::words::Words;
use crate::write::{Bulk, Error, Order, Receipt};

/// The field that each statement has for itself: the other fields are said once for all.
const OWN: &str = "number";

/// Which step, and where the table goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub step: String,
    pub after: Option<i64>,
    /// Every statement of the page is ticked.
    pub all: bool,
}

/// What was typed at one row, and what came of it.
#[derive(Clone, Debug, Default)]
struct Line {
    id: Option<Uuid>,
    seen: Option<i32>,
    handle: String,
    taken: bool,
    number: String,
    /// It was refused; where all of them were for the same, that is said at the field that all share.
    waits: bool,
    problems: Vec<String>,
    becomes: Option<String>,
}

impl Line {
    fn of(row: &Map<String, Value>) -> Line {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        Line {
            id: text("statement").parse().ok(),
            seen: text("seen").parse().ok(),
            handle: text("handle"),
            taken: !text("take").is_empty(),
            number: text(OWN),
            ..Line::default()
        }
    }

    fn all(form: &Submitted) -> Vec<Line> {
        let rows = form.fields.get("rows").and_then(Value::as_array);
        rows.into_iter().flatten().filter_map(Value::as_object).map(Line::of).collect()
    }
}

/// The steps that the reader takes, and the chosen one; nobody who takes none has such a page.
struct Steps {
    all: Vec<Act>,
    chosen: Act,
}

impl Steps {
    /// The step that is named, and no other.
    fn named(caller: &Caller, asked: &Asked) -> Result<Steps, Problem> {
        let all = steps(&caller.actor, caller.today);
        let named = all.iter().find(|act| act.name() == asked.step).copied();
        Ok(Steps { chosen: named.ok_or(Problem::Missing)?, all })
    }

    /// The same; where none is named, the first that decides.
    fn of(caller: &Caller, asked: &Asked) -> Result<Steps, Problem> {
        if !asked.step.is_empty() {
            return Steps::named(caller, asked);
        }
        let all = steps(&caller.actor, caller.today);
        let first = all.iter().find(|act| decides_finally(act.name())).or(all.first()).copied();
        Ok(Steps { chosen: first.ok_or(Problem::Missing)?, all })
    }

    /// What is said once for all, with when and why.
    fn shared(&self) -> Vec<Ask> {
        let own = asks(Kind::Statement, self.chosen.name()).unwrap_or_default();
        let all = own.into_iter().chain(envelope(Kind::Statement, self.chosen.name()));
        all.filter(|ask| ask.name != OWN).collect()
    }

    fn numbers(&self) -> bool {
        asks(Kind::Statement, self.chosen.name()).is_some_and(|all| all.iter().any(|ask| ask.name == OWN))
    }

    fn address(&self, after: Option<i64>) -> String {
        let after = after.map(|key| key.to_string()).unwrap_or_default();
        links::with_query(links::SEVERAL, &[("step", self.chosen.name()), ("after", &after)])
    }

    /// The fields of one statement's order.
    fn fields(&self, form: &Submitted, number: &str) -> Map<String, Value> {
        let value = |ask: Ask| Some((ask.name.to_owned(), form.fields.get(ask.name)?.clone()));
        let mut fields: Map<String, Value> = self.shared().into_iter().filter_map(value).collect();
        if self.numbers() {
            fields.insert(OWN.to_owned(), Value::from(number));
        }
        fields
    }

    fn order(&self, form: &Submitted, line: &Line) -> Result<Order, Problem> {
        let (kind, subject, act, before) = (Kind::Statement, line.id, self.chosen.name(), Vec::new());
        let order = doing::order(&Wanted { kind, subject, act, before }, &self.fields(form, &line.number))?;
        let key = line.id.map(|id| format!("{}.{id}", form.key));
        Ok(Order { version: line.seen, key, ..order })
    }
}

/// The page.
pub async fn show(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let steps = Steps::of(&caller, &asked)?;
    let page = table(&app, &caller, &steps, &asked).await?;
    let form = Submitted { key: Uuid::new_v4().to_string(), ..Submitted::default() };
    let ticked = |row: &Ready| Line { id: Some(row.id), taken: true, ..Line::default() };
    let lines: Vec<Line> = if asked.all { page.rows.iter().map(ticked).collect() } else { Vec::new() };
    frame::html(&view(&app, &caller, &steps, (&page, asked.after), (&form, &lines, &[]), None))
}

/// The form: rehearsed, or done.
pub async fn done(app: App, posted: Posted, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    let (steps, mut lines) = (Steps::named(&caller, &asked)?, Line::all(&form));
    let rehearse = form.text("then") != "do";
    let (outcome, wrong) = match run(&app, &caller, &steps, &form, &mut lines, rehearse).await {
        Ok((outcome, wrong)) => (Some(outcome), wrong),
        Err(Problem::Fields(problems)) => (None, problems),
        Err(other) => return Err(other),
    };
    if !rehearse && outcome.is_some() {
        form.key = Uuid::new_v4().to_string();
    }
    let page = table(&app, &caller, &steps, &asked).await?;
    frame::html(&view(&app, &caller, &steps, (&page, asked.after), (&form, &lines, &wrong), outcome))
}

async fn table(app: &App, caller: &Caller, steps: &Steps, asked: &Asked) -> Result<Page, Problem> {
    let mut conn = app.reader.connection().await?;
    Ok(several::page(&mut conn, &caller.sight, &states_before(steps.chosen), asked.after).await?)
}

/// Does the step for each statement that is ticked, and tells its line what came of it. What is wrong with the fields of all
/// is told before anything is tried.
async fn run(
    app: &App,
    caller: &Caller,
    steps: &Steps,
    form: &Submitted,
    lines: &mut [Line],
    rehearse: bool,
) -> Result<(Outcome, Vec<FieldProblem>), Problem> {
    let words = &caller.words;
    steps.order(form, &Line::default())?;
    let (mut places, mut items) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.taken && line.id.is_some()) {
        match steps.order(form, line) {
            Ok(order) => {
                places.push(at);
                items.push(vec![order]);
            }
            Err(Problem::Fields(problems)) => {
                line.waits = true;
                line.problems.extend(problems.iter().map(|one| words.say(&one.said)));
            }
            Err(other) => return Err(other),
        }
    }
    let run = match app.door.bulk(app.clock.now(), &caller.actor, &items, None, rehearse).await {
        Ok(run) => run,
        Err(error) => return Ok((bulk::broken(words, &error), Vec::new())),
    };
    let wrong = of_all(&steps.shared(), &run);
    for (at, came) in places.into_iter().zip(&run.items) {
        match came {
            Ok(receipt) => lines[at].becomes = Some(receipt.state.clone()),
            Err(error) => {
                lines[at].waits = true;
                // What is there now was not read yet: whoever means it ticks it again.
                lines[at].taken = !matches!(error, Error::Stale(_));
                let said = |one: &String| wrong.iter().any(|other| words.say(&other.said) == *one);
                lines[at].problems.extend(bulk::refused(words, error).into_iter().filter(|one| !said(one)));
            }
        }
    }
    let refused = lines.iter().filter(|line| line.waits).count();
    let done: Vec<&Line> = lines.iter().filter(|line| line.becomes.is_some()).collect();
    let (turns, letters) = (Turns::new(), bulk::letters(words, &run));
    let said = |line: &&Line| {
        let state = turns.chip(words, "statement", line.becomes.as_deref().unwrap_or_default()).label;
        format!("{}: {state}", line.handle)
    };
    let outcome = Outcome {
        sentence: bulk::summed(words, rehearse, done.len(), refused),
        good: refused == 0,
        taken: Vec::new(),
        given: if rehearse { Vec::new() } else { done.iter().map(said).collect() },
        letters,
    };
    Ok((outcome, wrong))
}

/// What each of them was refused for at a field that is said once for all.
fn of_all(shared: &[Ask], run: &Bulk) -> Vec<FieldProblem> {
    let at_shared = |came: &Result<Receipt, Error>| -> Vec<FieldProblem> {
        let Err(Error::Refused(refusals)) = came else { return Vec::new() };
        let named = refusals.iter().filter_map(|one| Some((one.field.clone()?, one.said.clone())));
        let known = named.filter(|(field, _)| shared.iter().any(|ask| ask.name == field));
        known.map(|(field, said)| FieldProblem { field, said }).collect()
    };
    let mut all = run.items.iter().map(at_shared);
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, own| common.into_iter().filter(|one| own.contains(one)).collect())
}

/// What was typed: the form, its rows, and what is wrong with what is said for all.
type Typed<'a> = (&'a Submitted, &'a [Line], &'a [FieldProblem]);

fn view(
    app: &App,
    caller: &Caller,
    steps: &Steps,
    (page, after): (&Page, Option<i64>),
    (form, lines, wrong): Typed<'_>,
    outcome: Option<Outcome>,
) -> View {
    let (words, turns) = (&caller.words, Turns::new());
    let slug = steps.chosen.slug();
    let verb = |act: &Act| words.t(&format!("act-statement-{}", act.slug()));
    let does = format!("act-statement-{slug}-does");
    let row = PROCEDURE.table.iter().find(|row| row.act == steps.chosen);
    let outcome = outcome.map(|outcome| Outcome { taken: gone(page, lines), ..outcome });
    View {
        page: frame::page(app, Some(caller), words.t("several-title"), Some(Place::Register)),
        action: steps.address(after),
        steps: steps
            .all
            .iter()
            .map(|act| Choice {
                value: act.name().to_owned(),
                label: verb(act),
                chosen: *act == steps.chosen,
                ..Choice::default()
            })
            .collect(),
        verb: verb(&steps.chosen),
        does: words.has(&does).then(|| words.t(&does)),
        clause: row.map(|row| row.clause.cite()).filter(|cite| crate::domain::clause::is_published(cite)),
        fields: act_form::fields(words, &steps.shared(), &form.fields, wrong, &Offered::default()),
        tick_all: links::with_query(&steps.address(after), &[("all", "true")]),
        number: steps.numbers().then(|| words.t("field-number")),
        rows: page.rows.iter().map(|row| shown_row(words, &turns, row, lines)).collect(),
        outcome,
        problems: wrong.iter().map(|one| shown::field_problem(words, one)).collect(),
        ways: vec![Link { label: words.t("ui-nav-write"), href: links::NEW_DRAFT.to_owned() }],
        next: page.next.map(|key| steps.address(Some(key))),
        key: form.key.clone(),
    }
}

/// What was refused and stands in the table no more: somebody else was faster, and the tick is not lost without a word.
fn gone(page: &Page, lines: &[Line]) -> Vec<String> {
    let there = |line: &&Line| page.rows.iter().any(|row| Some(row.id) == line.id);
    let lost = lines.iter().filter(|line| line.waits && !there(line));
    lost.map(|line| format!("{}: {}", line.handle, line.problems.join(" "))).collect()
}

fn shown_row(words: &Words, turns: &Turns, row: &Ready, lines: &[Line]) -> Row {
    let line = lines.iter().find(|line| line.id == Some(row.id)).cloned().unwrap_or_default();
    Row {
        id: row.id.to_string(),
        version: row.version.to_string(),
        handle: row.handle.clone(),
        href: links::statement(&row.handle),
        title: shown::title(words, &row.title),
        from: shown::body(&row.from),
        to: row.to.iter().map(shown::body).collect(),
        deadline: row.deadline.map(|on| day(words, on)),
        chip: turns.chip(words, "statement", &row.state),
        taken: line.taken,
        number: line.number,
        becomes: line.becomes.as_ref().map(|state| turns.chip(words, "statement", state)),
        problems: line.problems,
    }
}
