//! What a draft stands beside: the statements that it answers, and the one that it corrects (PR-9). A corrigendum is written
//! as any other statement, and begins with whom the corrected one went to.

use serde_json::{Map, Value, json};

use super::draft::blank;
use crate::domain::command::Kind;
use crate::domain::content::Addressee;
use crate::domain::form::MOST_ROWS;
use crate::domain::statement::StatementFacts;
use crate::domain::{calendar, title};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::subject::{by_handle, by_id};
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::shown;
use crate::web::view::parts::{Control, Fact, Field, Value as Shown};

/// The form: topic, addressees and contacts of what it corrects; what is corrected is for its author to say. A day that is
/// past is asked for anew.
pub(super) async fn corrigendum(conn: &mut Conn, caller: &Caller, handle: &str) -> Result<Map<String, Value>, Problem> {
    let found = by_handle(conn, &caller.sight, handle).await?.ok_or(Problem::Missing)?;
    if found.kind != Kind::Statement {
        return Err(Problem::Missing);
    }
    let facts = facts::statement::load(conn, found.id, false, caller.today, None).await?;
    let ahead = |day: &chrono::NaiveDate| !calendar::is_past(*day, caller.today);
    let to =
        facts.content.destinations.iter().map(|to| Addressee { deadline: to.deadline.filter(ahead), ..to.clone() });
    let mut fields = blank(conn, caller).await?;
    fields.insert("owner".into(), json!(facts.owner.id));
    fields.insert("questions".into(), json!(facts.questions));
    fields.insert("topic".into(), json!(title::topic(&facts.content.topic)));
    fields.insert("language".into(), json!(facts.content.language));
    fields.insert("destinations".into(), to.map(|to| to.row()).collect());
    if !facts.content.contacts.is_empty() {
        fields.insert("contacts".into(), json!(facts.content.contacts));
    }
    fields.insert("corrects".into(), json!(found.id));
    Ok(fields)
}

/// What the draft answers and corrects, above its form; what it corrects goes with the form unseen.
pub(super) async fn facts_of(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    values: &Map<String, Value>,
    fields: &mut Vec<Field>,
) -> Result<Vec<Fact>, Problem> {
    let (answers, corrects) = match of {
        Some(facts) => {
            let answers = facts.answered().into_iter().map(|one| named(caller, &one.handle, &one.title)).collect();
            (answers, facts.corrects.as_ref().map(|other| named(caller, &other.handle, &other.title)))
        }
        None => (answered(conn, caller, values).await?, corrected(conn, caller, values, fields).await?),
    };
    let fact = |key: &str, values: Vec<Shown>| Fact { label: caller.words.t(key), values };
    let all = [fact("thread-answers", answers), fact("thread-corrects", corrects.into_iter().collect())];
    Ok(all.into_iter().filter(|fact| !fact.values.is_empty()).collect())
}

fn named(caller: &Caller, handle: &str, title: &str) -> Shown {
    let text = format!("{handle} {}", shown::title(&caller.words, title));
    Shown { text, href: Some(links::statement(handle)), ..Shown::default() }
}

/// The statements of the allocations that the form names, each once.
async fn answered(conn: &mut Conn, caller: &Caller, values: &Map<String, Value>) -> Result<Vec<Shown>, Problem> {
    let ids: Vec<&str> = match values.get("answers") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(all)) => all.split_whitespace().collect(),
        _ => Vec::new(),
    };
    let mut all: Vec<Shown> = Vec::new();
    for id in ids.into_iter().filter_map(|id| id.parse().ok()).take(MOST_ROWS) {
        let Some(found) = by_id(conn, &caller.sight, id).await?.filter(|found| found.kind == Kind::Allocation) else {
            continue;
        };
        let of = facts::allocation::load(conn, found.id, false, caller.today).await?;
        let one = named(caller, &of.statement_handle, &of.title);
        if !all.iter().any(|other| other.href == one.href) {
            all.push(one);
        }
    }
    Ok(all)
}

/// The statement that the form names; a form that names none asks for none.
async fn corrected(
    conn: &mut Conn,
    caller: &Caller,
    values: &Map<String, Value>,
    fields: &mut Vec<Field>,
) -> Result<Option<Shown>, Problem> {
    let id = values.get("corrects").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let found = match id {
        Some(id) => by_id(conn, &caller.sight, id).await?,
        None => None,
    };
    let Some(found) = found.filter(|found| found.kind == Kind::Statement) else {
        fields.retain(|field| field.name != "corrects");
        return Ok(None);
    };
    for field in fields.iter_mut().filter(|field| field.name == "corrects") {
        field.control = Control::Hidden { value: found.id.to_string() };
    }
    let facts = facts::statement::load(conn, found.id, false, caller.today, None).await?;
    Ok(Some(named(caller, &found.handle, &facts.title)))
}
