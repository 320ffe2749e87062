//! One page for one act on one subject: what it does, who will be told, the form; and the door behind it.

mod amended;
mod corrected;
mod forwarded;
pub mod numbered;
mod merging;
mod reminded;
mod text;
pub mod before;

use actix_web::{HttpResponse, web};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::ask::{asks, envelope};
use crate::domain::command::Kind;
use crate::domain::destination;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::procedure::statement::Act;
use crate::domain::statement;
use crate::facts::subject::{SubjectFacts, load};
use crate::facts::{Conn, FactsError};
use crate::links;
use crate::read::body::numbers as read_numbers;
use crate::read::subject::{Found, by_handle};
use crate::read::{bodies, replies};
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::{Posted, Submitted};
use crate::web::frame::{self, Done};
use crate::web::shown::{self, Turns};
use crate::web::view::act::{Act as View, Stale};
use crate::web::view::parts::{Control, Field, Problem as Sentence, Value as Shown};
use crate::words::Words;
use before::before;

/// The page.
pub async fn show(app: App, caller: Caller, path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (found, act) = found(&app, &caller, path.into_inner()).await?;
    let asked = asked(&app, &caller, found, act).await?;
    let form = Submitted { key: Uuid::new_v4().to_string(), version: Some(asked.version()), ..Submitted::default() };
    frame::html(&view(&app, &caller, &asked, &form, None).await?)
}

/// The form.
pub async fn done(app: App, posted: Posted, path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    let (found, act) = found(&app, &caller, path.into_inner()).await?;
    if amended::takes_files(found.kind, &act) {
        doing::store_uploads(&app, &caller, &mut form, false).await?;
    }
    if form.more.is_some() {
        let asked = asked(&app, &caller, found, act).await?;
        return frame::html(&view(&app, &caller, &asked, &form, None).await?);
    }
    let wanted = Wanted { kind: found.kind, subject: Some(found.id), act: &act, before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(receipt) => done_so(&app, &whole(&found), Done::act(found.kind.name(), &act, receipt.letters as u32)),
        Err(why @ (Problem::Refused(_) | Problem::Fields(_) | Problem::Stale(_))) => {
            let asked = asked(&app, &caller, found, act).await?;
            frame::html_again(&view(&app, &caller, &asked, &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

/// The page of what the subject is, or is a part of.
fn whole(found: &Found) -> String {
    match found.kind {
        Kind::Meeting => links::meeting(&found.handle),
        _ => links::statement(&found.place.handle),
    }
}

/// Back to the whole, with the word of what was done.
fn done_so(app: &App, whole: &str, done: Option<Done>) -> Result<HttpResponse, Problem> {
    let mut answer = frame::see_other(whole);
    if let Some(done) = done {
        frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
    }
    Ok(answer)
}

/// A subject that the caller sees and an act that people do to its kind.
struct Asked {
    found: Found,
    act: String,
    facts: SubjectFacts,
}

impl Asked {
    fn version(&self) -> i32 {
        match &self.facts {
            SubjectFacts::Statement(facts) => facts.version,
            SubjectFacts::Destination(facts) => facts.version,
            SubjectFacts::Registration(facts) => facts.version,
            SubjectFacts::Allocation(facts) => facts.version,
            SubjectFacts::Note(facts) => facts.version,
            SubjectFacts::Meeting(facts) => facts.version,
        }
    }

    fn procedure(&self) -> &'static str {
        self.found.kind.name()
    }

    fn title(&self) -> &str {
        match &self.facts {
            SubjectFacts::Statement(facts) => &facts.title,
            SubjectFacts::Destination(facts) => &facts.title,
            SubjectFacts::Registration(facts) => &facts.title,
            SubjectFacts::Allocation(facts) => &facts.title,
            SubjectFacts::Note(facts) => &facts.title,
            SubjectFacts::Meeting(facts) => &facts.title,
        }
    }

    fn state(&self) -> &'static str {
        match &self.facts {
            SubjectFacts::Statement(facts) => facts.state.map_or("", Named::name),
            SubjectFacts::Destination(facts) => facts.state.map_or("", Named::name),
            SubjectFacts::Registration(facts) => facts.state.map_or("", Named::name),
            SubjectFacts::Allocation(facts) => facts.state.map_or("", Named::name),
            SubjectFacts::Note(facts) => facts.state.map_or("", Named::name),
            SubjectFacts::Meeting(facts) => facts.state.map_or("", Named::name),
        }
    }
}

async fn found(app: &App, caller: &Caller, (handle, act): (String, String)) -> Result<(Found, String), Problem> {
    let mut conn = app.reader.connection().await?;
    let found = by_handle(&mut conn, &caller.sight, &handle).await?.ok_or(Problem::Missing)?;
    let act = act.replace('-', "_");
    asks(found.kind, &act).ok_or(Problem::Missing)?;
    Ok((found, act))
}

/// Only for the form: the door loads for itself what it decides by.
async fn asked(app: &App, caller: &Caller, found: Found, act: String) -> Result<Asked, Problem> {
    let mut conn = app.reader.connection().await?;
    let mut facts = load(&mut conn, found.kind, found.id, caller.today).await?.ok_or(Problem::Missing)?;
    if let SubjectFacts::Meeting(facts) = &mut facts {
        // What other bodies have to do by a meeting is theirs (PR-3).
        facts.hanging.retain(|part| caller.sight.roots.contains(&part.receiver));
    }
    Ok(Asked { found, act, facts })
}

async fn view(
    app: &App,
    caller: &Caller,
    asked: &Asked,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<View, Problem> {
    let words = &caller.words;
    let (procedure, slug) = (asked.procedure(), asked.act.replace('_', "-"));
    let verb = words.t(&format!("act-{procedure}-{slug}"));
    let mut conn = app.reader.connection().await?;
    let before = before(&mut conn, asked, caller, &form.fields).await?;
    let mut fields = fields(&mut conn, caller, asked, form, why, &before.needed).await?;
    say_who_is_not_reached(words, &mut fields, &before.unreached);
    let turns = Turns::new();
    let does = format!("act-{procedure}-{slug}-does");
    Ok(View {
        page: frame::page(app, Some(caller), verb.clone(), None),
        verb,
        handle: asked.found.place.handle.clone(),
        title: shown::title(words, asked.title()),
        back: whole(&asked.found),
        chip: turns.chip(words, procedure, asked.state()),
        becomes: before.becomes.map(|state| turns.chip(words, procedure, state)),
        does: corrected::does(words, asked, &does),
        clause: before.clause,
        letters: before.letters,
        unreached: before.unreached,
        asks_who: before.asks_who,
        // A meeting is told of at once, to all whom it concerns; of a note only that it was written.
        daily: !matches!(asked.found.kind, Kind::Meeting | Kind::Note),
        chosen_later: before.chosen_later.then(|| corrected::told_later(words, asked)),
        text: text::shown(words, asked),
        action: links::act(&asked.found.handle, &slug),
        with_files: amended::takes_files(asked.found.kind, &asked.act),
        cautions: Vec::new(),
        problems: problems(words, why, &before.refusals),
        stale: stale(words, why),
        fields,
        key: form.key.clone(),
        version: if stale(words, why).is_some() { Some(asked.version()) } else { form.version }
            .map(|version| version.to_string())
            .unwrap_or_default(),
        blocked: !before.refusals.is_empty(),
    })
}

/// The fields of the form, filled with what was typed or what the rules propose.
async fn fields(
    conn: &mut Conn,
    caller: &Caller,
    asked: &Asked,
    form: &Submitted,
    why: Option<&Problem>,
    needed: &[(String, Severity)],
) -> Result<Vec<Field>, Problem> {
    let words = &caller.words;
    let offered = offered(conn, caller, asked).await?;
    let mut all = asks(asked.found.kind, &asked.act).unwrap_or_default();
    all.extend(envelope(asked.found.kind, &asked.act));
    let mut values = form.fields.clone();
    if let Some(more) = &form.more {
        values.insert("more".to_owned(), Value::from(more.clone()));
    }
    proposed(asked, caller, &mut values);
    reminded::proposed(conn, asked, caller, &mut values).await?;
    forwarded::proposed(conn, asked, caller, &mut values).await?;
    amended::text_as_it_stands(asked, &mut values);
    corrected::as_it_stands(asked, &mut values);
    let mut fields = with_rule(&asked.facts, caller, act_form::fields(words, &all, &values, &wrong(why), &offered));
    for field in fields.iter_mut().filter(|field| !field.required) {
        let needed = needed.iter().find(|(name, _)| *name == field.name);
        field.needed = needed.map(|(_, severity)| match severity {
            Severity::Hard => words.t("ui-needed"),
            Severity::Soft | Severity::Info => words.t("ui-needed-or-reason"),
        });
    }
    amended::levels(words, asked, &mut fields);
    corrected::only_what_can_be(asked, &mut fields);
    numbered::with_reserved(conn, asked, caller, &mut fields).await?;
    if amended::takes_files(asked.found.kind, &asked.act) {
        fields.extend(act_form::kept_files(&values));
    }
    Ok(fields)
}

/// The field that says how it was sent names those for whom it must be said.
fn say_who_is_not_reached(words: &Words, fields: &mut [Field], unreached: &[Shown]) {
    let names: Vec<&str> = unreached.iter().map(|one| one.text.as_str()).collect();
    for field in fields.iter_mut().filter(|field| field.name == "how_sent" && !names.is_empty()) {
        field.hint = Some(words.fill("act-how-sent-for", "who", &names.join(", ")));
    }
}

/// What the rules propose where nothing was typed: the due date with its rule, the words of a retraction.
fn proposed(asked: &Asked, caller: &Caller, values: &mut Map<String, Value>) {
    if let (SubjectFacts::Statement(_), "retract", false) =
        (&asked.facts, asked.act.as_str(), values.contains_key("retraction"))
    {
        values.insert("retraction".to_owned(), Value::from(caller.words.t("act-retraction-proposed")));
    }
    if let (SubjectFacts::Registration(facts), "allocate", false) =
        (&asked.facts, asked.act.as_str(), values.contains_key("allocations"))
    {
        let due = facts.due(caller.today);
        let lead = !facts.parts.iter().any(|part| part.lead);
        let lead = if lead { "on" } else { "" };
        let row = serde_json::json!({"due": due.on.to_string(), "lead": lead, "purpose": "action"});
        values.insert("allocations".to_owned(), Value::Array(vec![row]));
    }
}

/// The rule that the proposed due date comes from, at its field.
fn with_rule(facts: &SubjectFacts, caller: &Caller, mut fields: Vec<Field>) -> Vec<Field> {
    let SubjectFacts::Registration(facts) = facts else { return fields };
    let due = facts.due(caller.today);
    let said = crate::said!("act-due-proposed", on = due.on, rule = caller.words.say(&due.rule));
    for field in &mut fields {
        let Control::Allocations { rows } = &mut field.control else { continue };
        let parts = rows.iter_mut().flat_map(|row| &mut row.fields);
        for part in parts.filter(|part| part.name.ends_with("-due")) {
            part.hint = Some(caller.words.say(&said));
        }
    }
    fields
}

async fn offered(conn: &mut Conn, caller: &Caller, asked: &Asked) -> Result<Offered, FactsError> {
    if let Some(facts) = forwarded::passes_on(asked) {
        return forwarded::offered(conn, facts, caller).await;
    }
    if let Some(facts) = merging::goes_into(asked) {
        return merging::offered(conn, facts, caller).await;
    }
    let root = match &asked.facts {
        SubjectFacts::Registration(facts) => facts.body.id,
        SubjectFacts::Allocation(facts) => facts.body.root(),
        SubjectFacts::Statement(_) if statement::act_named(&asked.act) == Some(Act::Correct) => {
            return Ok(Offered { bodies: bodies::all(conn, caller.today).await?, ..Offered::default() });
        }
        SubjectFacts::Statement(_) | SubjectFacts::Note(_) | SubjectFacts::Meeting(_) => return Ok(Offered::default()),
        SubjectFacts::Destination(_) if destination::act_named(&asked.act) == Some(destination::Act::Correct) => {
            return Ok(Offered { bodies: bodies::all(conn, caller.today).await?, ..Offered::default() });
        }
        SubjectFacts::Destination(facts) => {
            let unlinks = destination::act_named(&asked.act) == Some(destination::Act::Unlink);
            let statements = match unlinks {
                true => replies::linked(conn, &caller.sight, facts.id).await?,
                false => replies::that_may_answer(conn, &caller.sight, facts.statement, facts.id).await?,
            };
            return Ok(Offered { statements, ..Offered::default() });
        }
    };
    let places = bodies::under(conn, &[root]).await?;
    let people = bodies::serving(conn, root, caller.today).await?;
    Ok(Offered { places, people, ..Offered::default() })
}

/// What is wrong at which field.
pub fn wrong(why: Option<&Problem>) -> Vec<FieldProblem> {
    match why {
        Some(Problem::Fields(problems)) => problems.clone(),
        Some(Problem::Refused(refusals)) => refusals
            .iter()
            .filter_map(|one| one.field.clone().map(|field| FieldProblem { field, said: one.said.clone() }))
            .collect(),
        _ => Vec::new(),
    }
}

/// What is wrong, in sentences: what the door or the reader of the form said, else what the rules say beforehand.
pub fn problems(words: &Words, why: Option<&Problem>, before: &[Refusal]) -> Vec<Sentence> {
    match why {
        Some(Problem::Refused(refusals)) => refusals.iter().map(|one| shown::problem(words, one)).collect(),
        Some(Problem::Fields(problems)) => problems.iter().map(|one| shown::field_problem(words, one)).collect(),
        _ => before.iter().map(|one| shown::problem(words, one)).collect(),
    }
}

/// "Returned at 09:02 by the chair, after you opened this page": what was typed stays in the form.
pub fn stale(words: &Words, why: Option<&Problem>) -> Option<Stale> {
    let Some(Problem::Stale(stale)) = why else { return None };
    let of = Kind::from_name(&stale.kind).map(Kind::procedure).unwrap_or_default();
    let done = words.t(&format!("done-{of}-{}", stale.act.replace('_', "-")));
    let by = stale.by.clone().unwrap_or_else(|| words.t("who-system"));
    let at = words.instant(stale.at, chrono_tz::Europe::Zurich);
    let said = crate::said!("ui-stale-who", by = by, done = done, at = at);
    Some(Stale { sentence: words.say(&said), fields: Vec::new() })
}

/// Numbers and official names lead to the handle.
pub async fn number(app: App, caller: Caller, value: web::Path<String>) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let handles = crate::read::subject::by_number(&mut conn, &caller.sight, &value).await?;
    match handles.as_slice() {
        // Reserved or void: the register of the reader's own body says so.
        [] => match read_numbers::set_aside_at(&mut conn, &caller.sight, &value).await? {
            Some((body, of)) => Ok(frame::see_other(&links::numbers(&body, &of.scheme, &of.period))),
            None => Err(Problem::Missing),
        },
        [one] => Ok(frame::see_other(&links::statement(one))),
        _ => Ok(frame::see_other(&links::with_query(links::REGISTER, &[("q", &value)]))),
    }
}
