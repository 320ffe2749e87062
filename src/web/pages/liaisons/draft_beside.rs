//! What a draft stands beside: the statements that it answers, and the one that it corrects (PR-9). A corrigendum is written
//! as any other statement, and begins with whom the corrected one went to.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::draft::blank;
use crate::domain::command::Kind;
use crate::domain::content::Addressee;
use crate::domain::form::MOST_ROWS;
use crate::domain::statement::StatementFacts;
use crate::domain::{calendar, title};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::statement::thread;
use crate::read::subject::by_handle;
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

/// What the draft answers and corrects, above its form, as far as it is in sight; what it corrects goes with the form unseen.
pub(super) async fn facts_of(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    values: &Map<String, Value>,
    fields: &mut Vec<Field>,
) -> Result<Vec<Fact>, Problem> {
    let (answers, corrects) = match of {
        Some(facts) => {
            let answers = facts.answered().into_iter().map(|one| one.statement).collect();
            (answers, facts.corrects.as_ref().map(|other| other.id))
        }
        None => {
            let allocations: Vec<Uuid> = answered(values).take(MOST_ROWS).collect();
            (thread::allocated(conn, &caller.sight, &allocations).await?, corrected(values))
        }
    };
    let all: Vec<Uuid> = answers.iter().copied().chain(corrects).collect();
    let seen = if all.is_empty() { Vec::new() } else { thread::named(conn, &caller.sight, &all).await? };
    if of.is_none() {
        hidden(fields, seen.iter().find(|one| Some(one.id) == corrects));
    }
    let fact = |key: &str, ids: &[Uuid]| Fact {
        label: caller.words.t(key),
        values: seen.iter().filter(|one| ids.contains(&one.id)).map(|one| link(caller, one)).collect(),
    };
    let corrects: Vec<Uuid> = corrects.into_iter().collect();
    let all = [fact("thread-answers", &answers), fact("thread-corrects", &corrects)];
    Ok(all.into_iter().filter(|fact| !fact.values.is_empty()).collect())
}

fn link(caller: &Caller, of: &thread::Named) -> Shown {
    let text = format!("{} {}", of.handle, shown::title(&caller.words, &of.title));
    Shown { text, href: Some(links::statement(&of.handle)), ..Shown::default() }
}

/// The allocations that the form names.
fn answered(values: &Map<String, Value>) -> impl Iterator<Item = Uuid> {
    let ids: Vec<&str> = match values.get("answers") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(all)) => all.split_whitespace().collect(),
        _ => Vec::new(),
    };
    ids.into_iter().filter_map(|id| id.parse().ok())
}

/// The statement that the form names.
fn corrected(values: &Map<String, Value>) -> Option<Uuid> {
    values.get("corrects")?.as_str()?.parse().ok()
}

/// What is corrected was chosen before the form; a form that names none asks for none.
fn hidden(fields: &mut Vec<Field>, corrected: Option<&thread::Named>) {
    match corrected {
        None => fields.retain(|field| field.name != "corrects"),
        Some(one) => {
            for field in fields.iter_mut().filter(|field| field.name == "corrects") {
                field.control = Control::Hidden { value: one.id.to_string() };
            }
        }
    }
}
