//! Writing an outgoing statement: a new one, an answer, or the draft again.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{draft_beside, draft_template, draft_together};
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::content::{Addressee, Content};
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{self, Heard};
use crate::domain::procedure::statement::{Act, PROCEDURE};
use crate::domain::statement::{StatementCase, StatementFacts, needed_for};
use crate::domain::{calendar, title};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::subject::by_handle;
use crate::read::{bodies, statement as page_of};
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
use crate::web::view::draft::Draft as View;
use crate::web::view::parts::{Control, Field, Problem as Sentence, Refusal, Returned};
use crate::words::Words;

/// What the second button asks for: the preview of what has just been saved.
const PREVIEW: &str = "preview";

/// What a new draft answers, the handle of an allocation, or what it corrects, that of a statement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub answers: String,
    pub corrects: String,
}

/// Where one goes from the saved draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Then {
    pub then: String,
}

impl Then {
    fn page(&self, handle: &str) -> String {
        if self.then == PREVIEW { links::preview(handle) } else { links::statement(handle) }
    }
}

/// The empty form, or the one with destinations swapped.
pub async fn new(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let fields = match (asked.answers.as_str(), asked.corrects.as_str()) {
        ("", "") => blank(&mut conn, &caller).await?,
        ("", handle) => draft_beside::corrigendum(&mut conn, &caller, handle).await?,
        (handle, _) => answering(&mut conn, &caller, handle).await?,
    };
    let form = Submitted { key: Uuid::new_v4().to_string(), fields, ..Submitted::default() };
    drop(conn);
    frame::html(&view(&app, &caller, None, &form, None).await?)
}

/// Saves a new draft.
pub async fn create(app: App, posted: Posted, then: web::Query<Then>) -> Result<HttpResponse, Problem> {
    save(app, posted, None, &then).await
}

/// The draft as it stands.
pub async fn edit(app: App, caller: Caller, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let facts = own(&app, &caller, &handle).await?;
    let form = Submitted {
        key: Uuid::new_v4().to_string(),
        version: Some(facts.version),
        fields: fields_of(&facts.content),
        ..Submitted::default()
    };
    frame::html(&view(&app, &caller, Some(&facts), &form, None).await?)
}

/// Saves the draft.
pub async fn update(
    app: App,
    posted: Posted,
    handle: web::Path<String>,
    then: web::Query<Then>,
) -> Result<HttpResponse, Problem> {
    let facts = own(&app, &posted.caller, &handle).await?;
    save(app, posted, Some(facts), &then).await
}

async fn own(app: &App, caller: &Caller, handle: &str) -> Result<StatementFacts, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = by_handle(&mut conn, &caller.sight, handle).await?.ok_or(Problem::Missing)?;
    if found.kind != Kind::Statement {
        return Err(Problem::Missing);
    }
    Ok(facts::statement::load(&mut conn, found.id, false, caller.today, None).await?)
}

async fn save(app: App, posted: Posted, of: Option<StatementFacts>, then: &Then) -> Result<HttpResponse, Problem> {
    let Posted { caller, mut form } = posted;
    doing::store_uploads(&app, &caller, &mut form, false).await?;
    if form.more.as_deref() == Some(draft_template::TEMPLATE) {
        return with_template(&app, &caller, of.as_ref(), form).await;
    }
    form.fields.remove(draft_template::TEMPLATE);
    if form.more.is_some() {
        return frame::html(&view(&app, &caller, of.as_ref(), &form, None).await?);
    }
    let act = if of.is_some() { "edit" } else { "draft" };
    let subject = of.as_ref().map(|facts| facts.id);
    let wanted = Wanted { kind: Kind::Statement, subject, act, before: Vec::new() };
    match doing::perform(&app, &caller, wanted, &form).await {
        Ok(receipt) => {
            let mut answer = frame::see_other(&then.page(&receipt.handle));
            if let Some(done) = Done::act("statement", act, receipt.letters as u32) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ Problem::Stale(_)) => again(&app, &caller, subject, form, &why).await,
        Err(why @ (Problem::Refused(_) | Problem::Fields(_))) => {
            frame::html_again(&view(&app, &caller, of.as_ref(), &form, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

/// The form again, with the words of a template.
async fn with_template(
    app: &App,
    caller: &Caller,
    of: Option<&StatementFacts>,
    mut form: Submitted,
) -> Result<HttpResponse, Problem> {
    let said = draft_template::used(&mut *app.reader.connection().await?, caller, of, &mut form).await?;
    let mut page = view(app, caller, of, &form, None).await?;
    match &mut page.templates {
        Some(offer) => offer.said = said,
        // The last was ended meanwhile: there is no list beside which to say it.
        None => page.problems.extend(said.into_iter().map(Sentence::plain)),
    }
    frame::html(&page)
}

/// The form again, with what others saved meanwhile.
async fn again(
    app: &App,
    caller: &Caller,
    of: Option<Uuid>,
    mut form: Submitted,
    why: &Problem,
) -> Result<HttpResponse, Problem> {
    let id = of.ok_or(Problem::Missing)?;
    let mut conn = app.reader.connection().await?;
    let now = facts::statement::load(&mut conn, id, false, caller.today, None).await?;
    let meanwhile = draft_together::brought(&mut conn, &now, &mut form).await?;
    let known = bodies::all(&mut conn, caller.today).await?;
    drop(conn);
    let mut page = view(app, caller, Some(&now), &form, Some(why)).await?;
    if let Some(stale) = &mut page.stale {
        stale.fields = draft_together::shown(&caller.words, &meanwhile, &known);
    }
    frame::html_again(&page, why)
}

/// The content as the form's fields.
pub fn fields_of(content: &Content) -> Map<String, Value> {
    let destinations: Vec<Value> = content.destinations.iter().map(Addressee::row).collect();
    let fields = json!({
        "topic": content.topic, "language": content.language, "prepared_at": content.prepared_at,
        "abstract": content.abstract_text, "body": content.body, "contacts": content.contacts,
        "destinations": destinations, "files": content.files,
    });
    fields.as_object().cloned().unwrap_or_default()
}

/// The first body that the caller works in, and their own contact block.
pub(super) async fn blank(conn: &mut Conn, caller: &Caller) -> Result<Map<String, Value>, Problem> {
    let own = bodies::under(conn, &caller.sight.roots).await?;
    let contact = json!([{"name": caller.name, "email": caller.email, "organisation": "", "country": "", "tel": ""}]);
    let fields = json!({"owner": served(caller, &own), "language": "en", "contacts": contact});
    Ok(fields.as_object().cloned().unwrap_or_default())
}

/// The body that the caller serves in first.
pub(super) fn served(caller: &Caller, own: &[bodies::BodyChoice]) -> Option<Uuid> {
    let (_, name) = caller.roles.first()?;
    own.iter().find(|body| body.short_name == *name).map(|body| body.id)
}

/// An answer: the sender becomes the destination, the topic and our own contact stand, the deadline is proposed.
async fn answering(conn: &mut Conn, caller: &Caller, handle: &str) -> Result<Map<String, Value>, Problem> {
    let found = by_handle(conn, &caller.sight, handle).await?.ok_or(Problem::Missing)?;
    if found.kind != Kind::Allocation {
        return Err(Problem::Missing);
    }
    let allocation = facts::allocation::load(conn, found.id, false, caller.today).await?;
    let answered = page_of::load(conn, &caller.sight, &found.place.handle, None, caller.today).await?;
    let answered = answered.ok_or(Problem::Missing)?;
    let mut fields = blank(conn, caller).await?;
    let mut to = vec![json!({"body": answered.owner.id, "purpose": "information", "deadline": null})];
    let sender_root = answered.owner.id;
    let others = answered.destinations.iter().filter(|there| there.to.id.is_some() && there.to.id != sender_root);
    let root = allocation.body.root();
    for other in others.filter(|there| there.to.id != Some(root) && there.to.id != Some(allocation.body.id)) {
        to.push(json!({"body": other.to.id, "purpose": "information", "deadline": null}));
    }
    // Copies went to names that no body here has, too: they stay as they were printed.
    for other in answered.destinations.iter().filter(|there| there.to.id.is_none()) {
        to.push(json!({"body": null, "printed": other.to.name, "purpose": "information", "deadline": null}));
    }
    fields.insert("owner".into(), json!(allocation.body.id));
    fields.insert("questions".into(), json!([allocation.body.short_name.trim_start_matches('Q')]));
    fields.insert("answers".into(), json!([found.id]));
    fields.insert("extent".into(), json!("full"));
    fields.insert("topic".into(), json!(title::topic(&answered.title)));
    fields.insert("destinations".into(), json!(to));
    // Where it was taken up is where the answer is prepared; else the meeting in session.
    let taken_up = facts::allocation::taken_up_at(conn, found.id).await?;
    let prepared_at = taken_up.unwrap_or_else(|| meeting(&allocation.meetings, caller.today));
    fields.insert("prepared_at".into(), json!(prepared_at));
    Ok(fields)
}

/// The meeting in session today, as the form prints it.
fn meeting(meetings: &[calendar::MeetingSpan], today: chrono::NaiveDate) -> String {
    let now = meetings.iter().find(|meeting| meeting.starts <= today && today <= meeting.ends);
    now.map(|meeting| meeting.title.clone()).unwrap_or_default()
}

async fn view(
    app: &App,
    caller: &Caller,
    of: Option<&StatementFacts>,
    form: &Submitted,
    why: Option<&Problem>,
) -> Result<View, Problem> {
    let words = &caller.words;
    let mut conn = app.reader.connection().await?;
    let offered = Offered { bodies: bodies::all(&mut conn, caller.today).await?, ..Offered::default() };
    let owners = bodies::under(&mut conn, &caller.sight.roots).await?;
    let act = if of.is_some() { "edit" } else { "draft" };
    let mut values = form.fields.clone();
    if let Some(more) = &form.more {
        values.insert("more".to_owned(), Value::from(more.clone()));
    }
    let list = asks(Kind::Statement, act).unwrap_or_default();
    let mut fields = act_form::fields(words, &list, &values, &wrong(why), &offered);
    own_bodies_only(words, &mut fields, &owners, &values);
    if !answers(&values) {
        // How much it answers is asked of a reply only.
        fields.retain(|field| field.name != "extent");
    }
    let beside = draft_beside::facts_of(&mut conn, caller, of, &values, &mut fields).await?;
    say_what_is_needed(words, &mut fields);
    fields.extend(act_form::kept_files(&values));
    let key = title_of(of, &values, &fields);
    hint_deadline(&mut conn, caller, of, &mut fields).await?;
    let handle = of.map(|facts| facts.handle.clone());
    let action = handle.as_deref().map_or(links::NEW_DRAFT.to_owned(), links::edit);
    let before = of.map(|facts| refused(caller, facts, Act::Edit)).unwrap_or_default();
    let returned = returned(&mut conn, caller, of).await?;
    let templates = draft_template::offer(&mut conn, caller, of, &values).await?;
    Ok(View {
        page: frame::page(app, Some(caller), words.t(key), of.is_none().then_some(Place::WriteStatement)),
        preview: links::with_query(&action, &[("then", PREVIEW)]),
        action,
        back: handle.as_deref().map_or(links::HOME.to_owned(), links::statement),
        handle,
        returned,
        beside,
        problems: problems(words, why, &before),
        stale: acts::stale(words, why),
        templates,
        fields,
        files: Vec::new(),
        attach: None,
        missing: of.map(|facts| missing(caller, facts)).unwrap_or_default(),
        key: form.key.clone(),
        version: match (why, of) {
            (Some(Problem::Stale(_)), Some(facts)) => facts.version.to_string(),
            _ => form.version.map(|version| version.to_string()).unwrap_or_default(),
        },
        blocked: !before.is_empty(),
    })
}

/// What is wrong with what was typed.
fn wrong(why: Option<&Problem>) -> Vec<FieldProblem> {
    match why {
        Some(Problem::Fields(problems)) => problems.clone(),
        _ => Vec::new(),
    }
}

/// Why it came back, as its own page says it.
async fn returned(conn: &mut Conn, caller: &Caller, of: Option<&StatementFacts>) -> Result<Option<Returned>, Problem> {
    let Some(facts) = of else { return Ok(None) };
    let history = page_of::newest(conn, &caller.sight, facts.id).await?;
    Ok(super::statement_parts::returned(&caller.words, facts.id, &history))
}

/// Fields that may stay empty now and that a submission will ask for.
fn say_what_is_needed(words: &Words, fields: &mut [Field]) {
    let submit = words.t(&format!("act-statement-{}", Act::Submit.slug()));
    let asked = needed_for(Act::Submit);
    for field in fields.iter_mut().filter(|field| !field.required && asked.contains(&field.name.as_str())) {
        field.needed = Some(words.fill("ui-needed-before", "step", &submit));
    }
}

/// What the page is called.
fn title_of(of: Option<&StatementFacts>, values: &Map<String, Value>, fields: &[Field]) -> &'static str {
    match (of, answers(values), fields.iter().any(|field| field.name == "corrects")) {
        (Some(_), _, _) => "draft-title-edit",
        (None, true, _) => "statement-draft-reply",
        (None, false, true) => "statement-corrigendum",
        (None, false, false) => "draft-title",
    }
}

/// The draft is a reply.
fn answers(values: &Map<String, Value>) -> bool {
    values.get("answers").is_some_and(|all| match all {
        Value::Array(all) => !all.is_empty(),
        Value::String(one) => !one.is_empty(),
        _ => false,
    })
}

/// The deadline that the rules propose stands at the destinations, with its rule.
async fn hint_deadline(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    fields: &mut [Field],
) -> Result<(), Problem> {
    let meetings = match (of, caller.sight.roots.as_slice()) {
        (Some(facts), _) => facts.meetings.clone(),
        (None, [root, ..]) => facts::body::meetings(conn, *root, caller.today).await?,
        (None, []) => Vec::new(),
    };
    let deadline = calendar::proposed_deadline(caller.today, &meetings);
    if let Some(field) = fields.iter_mut().find(|field| field.name == "destinations") {
        let rule = caller.words.say(&deadline.rule);
        field.hint = Some(caller.words.say(&crate::said!("draft-deadline-hint", on = deadline.on, rule = rule)));
    }
    Ok(())
}

/// A statement is written for a body of one's own.
pub(super) fn own_bodies_only(
    words: &Words,
    fields: &mut [Field],
    owners: &[bodies::BodyChoice],
    values: &Map<String, Value>,
) {
    let chosen = values.get("owner").and_then(Value::as_str).unwrap_or_default();
    if let Some(field) = fields.iter_mut().find(|field| field.name == "owner") {
        field.control = Control::Select { choices: act_form::bodies(words, owners, chosen), blank: true };
    }
}

/// What answers the form, else what the rules say before anything is typed.
fn problems(words: &Words, why: Option<&Problem>, before: &[engine::Refusal]) -> Vec<Sentence> {
    match why {
        Some(Problem::Refused(refusals)) => refusals.iter().map(|one| shown::problem(words, one)).collect(),
        Some(Problem::Fields(problems)) => problems.iter().map(|one| shown::field_problem(words, one)).collect(),
        _ => before.iter().map(|one| shown::problem(words, one)).collect(),
    }
}

fn refused(caller: &Caller, facts: &StatementFacts, act: Act) -> Vec<engine::Refusal> {
    let case = StatementCase { facts, at: super::statement::here(caller), command: None };
    PROCEDURE.judge(&case, act, None, Heard::Facts).err().unwrap_or_default()
}

/// What a submission would be refused for, as hints while writing.
fn missing(caller: &Caller, facts: &StatementFacts) -> Vec<Refusal> {
    let refusals = refused(caller, facts, Act::Submit);
    refusals.iter().filter(|one| one.code != "not-yours").map(|one| shown::refusal(&caller.words, one)).collect()
}
