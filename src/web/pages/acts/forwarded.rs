//! What came in is passed on to a body that is chosen from all, and its sender is told in words that may be changed (PR-13).

use serde_json::{Map, Value};

use super::Asked;
use crate::domain::procedure::registration::Act;
use crate::domain::registration::{RegistrationFacts, act_named};
use crate::facts::subject::SubjectFacts;
use crate::facts::{self, Conn, FactsError};
use crate::read::bodies;
use crate::said;
use crate::web::act_form::Offered;
use crate::web::auth::Caller;

/// What is to be passed on, where the act is that.
pub(super) fn passes_on(asked: &Asked) -> Option<&RegistrationFacts> {
    match &asked.facts {
        SubjectFacts::Registration(facts) if act_named(&asked.act) == Some(Act::Forward) => Some(facts),
        _ => None,
    }
}

/// Every body but the parts of the one that has it.
pub(super) async fn offered(
    conn: &mut Conn,
    facts: &RegistrationFacts,
    caller: &Caller,
) -> Result<Offered, FactsError> {
    let mut bodies = bodies::all(conn, caller.today).await?;
    bodies.retain(|body| !facts.tree.contains(&body.id));
    Ok(Offered { bodies, ..Offered::default() })
}

/// What the sender is told, where nothing was typed yet: which statement, of which day.
pub(super) async fn proposed(
    conn: &mut Conn,
    asked: &Asked,
    caller: &Caller,
    values: &mut Map<String, Value>,
) -> Result<(), FactsError> {
    let Some(facts) = passes_on(asked).filter(|_| !values.contains_key("told_sender")) else { return Ok(()) };
    let (document, _) = facts::statement::as_passed_on(conn, facts.statement, caller.today).await?;
    let said = match document.number {
        Some(number) => said!("act-forward-proposed", number = number, title = facts.title.clone()),
        None => said!("act-forward-proposed-plain", title = facts.title.clone()),
    };
    values.insert("told_sender".to_owned(), Value::from(caller.words.say_formally(&said)));
    Ok(())
}
