//! The form of step 2: what was read becomes proposals, each with its line; what was not found is empty.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::past;
use crate::domain::ask::{Ask, AskKind, asks, envelope};
use crate::domain::command::Kind;
use crate::domain::content::FileRef;
use crate::domain::form::FieldProblem;
use crate::domain::said::Said;
use crate::exchange::reading::{Field as Read, Found, Reading};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::bodies::{self, BodyChoice};
use crate::read::seen::Direction;
use crate::web::act_form::{self, Offered};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Submitted;
use crate::web::frame;
use crate::web::pages::acts::numbered;
use crate::web::shown;
use crate::web::view::Place;
use crate::web::view::intake::{IntakeForm as View, ReadLine};
use crate::web::view::parts::{Control, Field, FileLink, Problem as Sentence, Value as Shown};

/// What was read of a file, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    pub lines: Vec<String>,
    pub reading: Option<Reading>,
    /// Why nothing was read.
    pub problem: Option<Said>,
}

impl Kept {
    pub fn unread(key: &str) -> Kept {
        Kept { problem: Some(Said::new(key)), ..Kept::default() }
    }
}

/// Field → line and how sure.
pub type Marks = HashMap<String, (usize, bool)>;

/// The fields as proposed by the reading, and where each was found.
pub fn proposed(
    caller: &Caller,
    kept: &Kept,
    bodies: &[BodyChoice],
    file: Option<&(String, String)>,
) -> (Map<String, Value>, Marks) {
    let mut marks = Marks::new();
    let mut fields = Map::new();
    let own = bodies.iter().find(|body| caller.sight.roots.contains(&body.id) && body.kept_here);
    fields.insert("receiving_body".into(), json!(own.map(|body| body.id)));
    fields.insert("received_on".into(), json!(caller.today));
    fields.insert("channel".into(), json!(if file.is_some() { "file" } else { "" }));
    fields.insert("register".into(), json!("on"));
    let Some(reading) = &kept.reading else { return (fields, marks) };
    let single = [
        (Read::Title, "title"),
        (Read::PlaceAndDates, "prepared_at"),
        (Read::Approval, "approval"),
        (Read::Abstract, "abstract"),
        (Read::Body, "body"),
        (Read::Date, "issued_on"),
    ];
    for (read, name) in single {
        if let Some(found) = reading.first(read) {
            mark(&mut marks, name, found);
            fields.insert(name.into(), json!(found.value));
        }
    }
    let lists = [(Read::Number, "numbers"), (Read::Reference, "numbers"), (Read::Questions, "questions")];
    for (read, name) in lists {
        for found in reading.all(read) {
            if !marks.contains_key(name) {
                mark(&mut marks, name, found);
            }
            push(&mut fields, name, json!(found.value));
        }
    }
    let keywords: Vec<&str> = reading.texts(Read::Keywords);
    if let Some(found) = reading.first(Read::Keywords) {
        mark(&mut marks, "keywords", found);
        fields.insert("keywords".into(), json!(keywords.join("; ")));
    }
    source(reading, bodies, &mut fields, &mut marks);
    destinations(reading, bodies, &mut fields, &mut marks);
    contacts(reading, &mut fields, &mut marks);
    (fields, marks)
}

fn mark(marks: &mut Marks, name: &str, found: &Found) {
    marks.insert(name.to_owned(), (found.line, found.sure));
}

fn push(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match fields.get_mut(name) {
        Some(Value::Array(all)) => all.push(value),
        _ => {
            fields.insert(name.to_owned(), Value::Array(vec![value]));
        }
    }
}

/// A known body is chosen; another name is offered as a new one, for a person to confirm (PR-16).
fn source(reading: &Reading, bodies: &[BodyChoice], fields: &mut Map<String, Value>, marks: &mut Marks) {
    let Some(found) = reading.first(Read::Source) else { return };
    match bodies::named(bodies, &found.value).or_else(|| bodies::named(bodies, &found.printed)) {
        Some(body) => {
            mark(marks, "source", found);
            fields.insert("source".into(), json!(body.id));
        }
        None => {
            mark(marks, "source_new", found);
            fields.insert("source_new".into(), json!(found.value));
        }
    }
}

fn destinations(reading: &Reading, bodies: &[BodyChoice], fields: &mut Map<String, Value>, marks: &mut Marks) {
    let deadline = reading.text(Read::Deadline).filter(|day| !day.is_empty());
    let purposes = [
        (Read::ForAction, "action", true),
        (Read::ForComment, "comment", true),
        (Read::ForInformation, "information", false),
    ];
    let mut rows = Vec::new();
    for (read, purpose, dated) in purposes {
        for found in reading.all(read) {
            let body = bodies::named(bodies, &found.value).map(|body| body.id);
            marks.insert(format!("destinations.{}", rows.len()), (found.line, found.sure));
            let deadline = deadline.filter(|_| dated);
            rows.push(json!({"body": body, "printed": found.value, "purpose": purpose, "deadline": deadline}));
        }
    }
    if let Some(found) = reading.first(Read::Deadline) {
        mark(marks, "destinations", found);
    }
    fields.insert("destinations".into(), Value::Array(rows));
}

fn contacts(reading: &Reading, fields: &mut Map<String, Value>, marks: &mut Marks) {
    let mut rows = Vec::new();
    for contact in reading.contacts() {
        let value = |read: Read| contact.iter().find(|found| found.field == read).map(|found| found.value.clone());
        if let Some(first) = contact.first() {
            marks.insert(format!("contacts.{}", rows.len()), (first.line, contact.iter().all(|found| found.sure)));
        }
        rows.push(json!({
            "name": value(Read::ContactName), "organisation": value(Read::ContactOrganisation),
            "country": value(Read::ContactCountry), "tel": value(Read::ContactTel), "email": value(Read::ContactEmail),
        }));
    }
    fields.insert("contacts".into(), Value::Array(rows));
}

/// Rows may have been taken out above: each row's mark goes along with what was read there.
pub fn marks_of_rows(proposed: &Map<String, Value>, typed: &Map<String, Value>, mut marks: Marks) -> Marks {
    for (list, cell) in [("destinations", "printed"), ("contacts", "name")] {
        let rows = |from: &Map<String, Value>| from.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        let before = rows(proposed);
        let read: Vec<_> = (0..before.len()).map(|at| marks.remove(&format!("{list}.{at}"))).collect();
        let mut from = 0;
        for (at, row) in rows(typed).iter().enumerate() {
            let same = |one: &Value| one.get(cell) == row.get(cell);
            let Some(found) = before.iter().skip(from).position(same).map(|found| from + found) else { continue };
            if let Some(mark) = read.get(found).copied().flatten() {
                marks.insert(format!("{list}.{at}"), mark);
            }
            from = found + 1;
        }
    }
    marks
}

/// The page, with the form as it stands.
pub async fn view(
    app: &App,
    caller: &Caller,
    hash: &str,
    (file, kept): &(Option<(String, String)>, Kept),
    form: &Submitted,
    marks: Marks,
    why: Option<&Problem>,
) -> Result<View, Problem> {
    let words = &caller.words;
    let mut conn = app.reader.connection().await?;
    let all = bodies::all(&mut conn, caller.today).await?;
    let awaited = crate::read::register::awaited_here(&mut conn, &caller.sight).await?;
    let known = known(&mut conn, caller, form, hash).await?;
    let corrected = past::newest(&mut conn, caller, Direction::Incoming).await?;
    let offered = Offered { bodies: all, statements: awaited, corrected, read: marks, ..Offered::default() };
    let wrong: Vec<FieldProblem> = match why {
        Some(Problem::Fields(problems)) => problems.clone(),
        _ => Vec::new(),
    };
    let marked: Vec<usize> = offered.read.values().map(|(line, _)| *line).collect();
    let lines = kept.lines.iter().enumerate();
    let line =
        |(at, text): (usize, &String)| ReadLine { number: at + 1, text: text.clone(), marked: marked.contains(&at) };
    let around = Around { known: !known.is_empty(), file: file.is_some() };
    let mut fields = fields(caller, form, &wrong, &offered, &around);
    let here = form.text("receiving_body");
    if let Some(body) = offered.bodies.iter().find(|body| body.id.to_string() == here) {
        numbered::offer(&mut conn, caller, &mut fields, (body.id, body.side.receives_as())).await?;
    }
    Ok(View {
        page: frame::page(app, Some(caller), words.t("intake-title"), Some(Place::LogStatement)),
        action: links::intake_file(hash),
        problems: problems(caller, why),
        reading: said(caller, kept),
        file: file.as_ref().map(|(name, media_type)| FileLink {
            name: name.clone(),
            href: links::file(hash, name),
            size: String::new(),
            hash: hash.to_owned(),
            media_type: media_type.clone(),
            note: None,
            remove: None,
        }),
        lines: lines.map(line).collect(),
        fields,
        known,
        key: form.key.clone(),
        verb: words.t("intake-confirm"),
        back: links::INTAKE.to_owned(),
    })
}

/// What is in the caller's registers already and may be the same (PR-14): to be opened, or told apart with a reason.
async fn known(conn: &mut Conn, caller: &Caller, form: &Submitted, hash: &str) -> Result<Vec<Shown>, Problem> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let Some(sender) = form.fields.get("source").and_then(|id| Uuid::parse_str(&text(id)).ok()) else {
        return Ok(Vec::new());
    };
    let numbers: Vec<String> = match form.fields.get("numbers") {
        Some(Value::Array(all)) => all.iter().map(text).collect(),
        Some(one) => text(one).lines().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let document = FileRef { hash: hash.to_owned(), name: String::new(), media_type: String::new(), original: true };
    let all = facts::known::already(conn, &caller.sight.roots, sender, &numbers, &[document]).await?;
    let one = |known: facts::known::Known| Shown {
        href: Some(links::statement(&known.handle)),
        text: format!("{} {}", known.handle, shown::title(&caller.words, &known.title)),
        ..Shown::default()
    };
    Ok(all.into_iter().map(one).collect())
}

/// What decides on fields beside the act itself.
struct Around {
    /// Something in the registers may be the same.
    known: bool,
    /// The document came first: it is not asked for again.
    file: bool,
}

/// The list of the act, without the file where it came first, and with a field for a sender that nobody knows yet.
fn fields(caller: &Caller, form: &Submitted, wrong: &[FieldProblem], offered: &Offered, around: &Around) -> Vec<Field> {
    let words = &caller.words;
    let mut values = form.fields.clone();
    if let Some(more) = &form.more {
        values.insert("more".to_owned(), Value::from(more.clone()));
    }
    let list: Vec<Ask> = asks(Kind::Statement, "record").unwrap_or_default();
    let mut list: Vec<Ask> =
        list.into_iter().filter(|ask| !around.file || !matches!(ask.kind, AskKind::Files)).collect();
    if around.known {
        list.extend(envelope(Kind::Statement, "record").into_iter().filter(|ask| ask.name == "reason"));
    }
    let mut all = act_form::fields(words, &list, &values, wrong, offered);
    if let Some(at) = all.iter().position(|field| field.name == "source") {
        all[at].required = false;
        all[at].needed = Some(words.t("intake-source-needed"));
        let value = values.get("source_new").and_then(Value::as_str).unwrap_or_default();
        let control = Control::Text { value: value.to_owned(), kind: "text", autocomplete: None };
        let mut field =
            Field::of("source_new", words.t("field-source-new"), control).hint(words.t("field-source-new-hint"));
        field.read = offered
            .read
            .get("source_new")
            .map(|(line, sure)| crate::web::view::parts::ReadAt { line: line + 1, sure: *sure });
        all.insert(at + 1, field);
    }
    if !around.file {
        all.extend(act_form::kept_files(&values));
    }
    // A receipt has a day.
    for field in all.iter_mut().filter(|field| field.name == "received_on") {
        field.needed = Some(words.t("intake-received-needed"));
    }
    all
}

fn problems(caller: &Caller, why: Option<&Problem>) -> Vec<Sentence> {
    match why {
        Some(Problem::Refused(refusals)) => refusals.iter().map(|one| shown::problem(&caller.words, one)).collect(),
        Some(Problem::Fields(all)) => all.iter().map(|one| shown::field_problem(&caller.words, one)).collect(),
        _ => Vec::new(),
    }
}

fn said(caller: &Caller, kept: &Kept) -> Vec<String> {
    let words = &caller.words;
    match (&kept.problem, &kept.reading) {
        (Some(problem), _) => vec![words.say(problem), words.t("intake-say-by-hand")],
        (None, Some(reading)) => {
            let form = serde_json::to_value(reading.form).ok().and_then(|form| form.as_str().map(str::to_owned));
            let form = form.unwrap_or_default().replace('_', "-");
            let said = crate::said!("intake-read-as", count = reading.values.len() as i64)
                .term("form", format!("form-{form}"));
            vec![words.say(&said)]
        }
        (None, None) => vec![words.t("intake-say-by-hand")],
    }
}
