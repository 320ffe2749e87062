//! A reminder is prepared in words that its sender may change (PR-12).

use serde_json::{Map, Value};

use super::Asked;
use crate::domain::calendar::is_past;
use crate::domain::named::Named;
use crate::domain::procedure::statement::Act;
use crate::domain::reference::Purpose;
use crate::domain::statement::{StatementFacts, To, act_named};
use crate::facts::subject::SubjectFacts;
use crate::facts::{self, Conn, FactsError};
use crate::said;
use crate::web::auth::Caller;

/// The text, where nothing was typed yet: which statement, of which day, what it asked, and by when.
pub(super) async fn proposed(
    conn: &mut Conn,
    asked: &Asked,
    caller: &Caller,
    values: &mut Map<String, Value>,
) -> Result<(), FactsError> {
    let SubjectFacts::Statement(facts) = &asked.facts else { return Ok(()) };
    if act_named(&asked.act) != Some(Act::Remind) || values.contains_key("reminder") {
        return Ok(());
    }
    let (number, issued_on) = facts::statement::as_sent(conn, facts.id).await?;
    let text = text(caller, facts, number.unwrap_or_else(|| facts.handle.clone()), issued_on.unwrap_or(caller.today));
    values.insert("reminder".to_owned(), Value::from(text));
    Ok(())
}

fn text(caller: &Caller, facts: &StatementFacts, number: String, issued_on: chrono::NaiveDate) -> String {
    let asks = |purpose: Purpose| facts.awaited().any(|to| to.purpose == purpose);
    let purpose = if asks(Purpose::Action) { Purpose::Action } else { Purpose::Comment };
    let said = match facts.awaited().filter_map(To::reply_due).min() {
        Some(due) if is_past(due, caller.today) => said!("act-reminder-proposed").with("due", due),
        Some(due) => said!("act-reminder-proposed-ahead").with("due", due),
        None => said!("act-reminder-proposed-open"),
    };
    let said = said.with("number", number).with("title", facts.title.clone()).with("on", issued_on);
    caller.words.say_formally(&said.term("purpose", format!("purpose-{}", purpose.name())))
}
