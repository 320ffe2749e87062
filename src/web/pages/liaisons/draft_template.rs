//! Templates of replies at the form of a draft: those that its body keeps, and what one brings into the form. Nothing that
//! was typed is lost: a text goes below it, an abstract only where there is none.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::statement::StatementFacts;
use crate::domain::template::{Around, As, Filled, Placeholder, below};
use crate::facts::{self, Conn};
use crate::read::body::templates::{self as read, Offered};
use crate::said;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Submitted;
use crate::web::view::parts::{Choice, Control, Field};
use crate::web::view::templates::Offer;
use crate::words::Words;

/// The list of the form, and what its button asks for.
pub const TEMPLATE: &str = "template";

/// The templates that this draft can use; none where its body keeps none.
pub async fn offer(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    values: &Map<String, Value>,
) -> Result<Option<Offer>, Problem> {
    let words = &caller.words;
    let all = offered(conn, caller, of, values).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let several = all.iter().any(|one| one.body != all[0].body);
    let chosen = text(values, TEMPLATE);
    let choice = |one: Offered| Choice {
        value: one.id.to_string(),
        label: match several {
            true => words.say(&said!("draft-template-of", name = one.name, body = one.of)),
            false => one.name,
        },
        chosen: one.id.to_string() == chosen,
        ..Choice::default()
    };
    let choices = all.into_iter().map(choice).collect();
    let mut field = Field::of(TEMPLATE, words.t("draft-template"), Control::Select { choices, blank: true });
    field.hint = Some(words.t("draft-template-hint"));
    Ok(Some(Offer { field, said: Vec::new() }))
}

/// Brings the chosen template into the form, and says what became of what was typed.
pub async fn used(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    form: &mut Submitted,
) -> Result<Vec<String>, Problem> {
    let words = &caller.words;
    let chosen = Uuid::try_parse(form.text(TEMPLATE)).ok();
    let all = offered(conn, caller, of, &form.fields).await?;
    let Some(id) = chosen.filter(|id| all.iter().any(|one| one.id == *id)) else {
        return Ok(vec![words.t("draft-template-choose")]);
    };
    let Some((template, body, name)) = read::chosen(conn, &caller.sight, id).await? else {
        return Ok(vec![words.t("draft-template-choose")]);
    };
    let around = around(conn, caller, of, (body, name), &form.fields).await?;
    let day = |on| words.long_date(on);
    let (body, summary) =
        (around.fill(&template.text, As::Markdown, day), around.fill(&template.abstract_text, As::Plain, day));
    let typed = !form.text("body").trim().is_empty();
    let mut said = Vec::new();
    let mut open: Vec<Placeholder> = Vec::new();
    match below(form.text("body"), &body.text) {
        Some(text) => {
            form.fields.insert("body".to_owned(), Value::from(text));
            said.push(words.fill("draft-template-used", "name", &template.name));
            said.extend(typed.then(|| words.t("draft-template-below")));
            open.extend(body.missing);
        }
        None => said.push(words.fill("draft-template-there", "name", &template.name)),
    }
    said.extend(summarised(words, form, summary, &mut open));
    said.extend(missing(words, &open));
    Ok(said)
}

/// The abstract comes in where there is none, and is said to be left out where another stands.
fn summarised(words: &Words, form: &mut Submitted, summary: Filled, open: &mut Vec<Placeholder>) -> Option<String> {
    let there = form.text("abstract").trim().replace("\r\n", "\n");
    if summary.text.is_empty() || there == summary.text {
        return None;
    }
    if !there.is_empty() {
        return Some(words.t("draft-template-abstract-kept"));
    }
    form.fields.insert("abstract".to_owned(), Value::from(summary.text));
    open.extend(summary.missing.into_iter().filter(|one| !open.contains(one)).collect::<Vec<_>>());
    None
}

/// What the author has to fill in by hand.
fn missing(words: &Words, open: &[Placeholder]) -> Option<String> {
    let marks: Vec<String> = open.iter().map(|one| one.mark()).collect();
    let said = said!("draft-template-missing", marks = marks.join(", "), count = marks.len() as i64);
    (!marks.is_empty()).then(|| words.say(&said))
}

/// Those of the body that the draft is written for, or of all the reader's own while none is chosen.
async fn offered(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    values: &Map<String, Value>,
) -> Result<Vec<Offered>, Problem> {
    let mut all = read::offered(conn, &caller.sight).await?;
    let owner = Uuid::try_parse(&text(values, "owner")).ok();
    let root = match (of, owner) {
        (Some(facts), _) => Some(facts.owner.root()),
        (None, Some(owner)) if !all.is_empty() => {
            facts::body::load_all(conn, &[owner]).await?.get(&owner).map(|owner| owner.root())
        }
        (None, _) => None,
    };
    all.retain(|one| root.is_none_or(|root| one.body == root));
    Ok(all)
}

/// What the placeholders are filled from: what the draft answers, and what stands in its form.
async fn around(
    conn: &mut Conn,
    caller: &Caller,
    of: Option<&StatementFacts>,
    (body, name): (Uuid, String),
    values: &Map<String, Value>,
) -> Result<Around, Problem> {
    let statements: Vec<Uuid> = match of {
        Some(facts) => facts.answered().into_iter().map(|one| one.statement).collect(),
        None => {
            let ids: Vec<Uuid> = lines(values, "answers").iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
            read::given_as(conn, &caller.sight, &ids).await?
        }
    };
    Ok(Around {
        answered: read::answered(conn, &caller.sight, body, &statements).await?,
        body: name,
        questions: of.map_or_else(|| lines(values, "questions"), |facts| facts.questions.clone()),
        meeting: text(values, "prepared_at"),
    })
}

fn text(values: &Map<String, Value>, name: &str) -> String {
    values.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// The values of a list, one a line where a browser sent it.
fn lines(values: &Map<String, Value>, name: &str) -> Vec<String> {
    let all: Vec<&str> = match values.get(name) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text],
        _ => Vec::new(),
    };
    all.iter()
        .flat_map(|text| text.lines())
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}
