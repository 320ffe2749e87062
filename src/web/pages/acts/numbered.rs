//! Where a number is asked for, those that are reserved are offered (PR-10).

use uuid::Uuid;

use super::Asked;
use crate::domain::numbering::in_one_series;
use crate::facts::subject::SubjectFacts;
use crate::facts::{Conn, FactsError};
use crate::read::body::numbers;
use crate::said;
use crate::web::auth::Caller;
use crate::web::view::parts::{Control, Field};
use crate::words::Words;

/// The fields of a form that ask for a number.
const NUMBERS: &[&str] = &["number", "new_number", "td_number"];

/// Offers the reserved numbers at the field, and says what each is for.
pub(super) async fn with_reserved(
    conn: &mut Conn,
    asked: &Asked,
    caller: &Caller,
    fields: &mut [Field],
) -> Result<(), FactsError> {
    let (body, scheme) = match &asked.facts {
        SubjectFacts::Statement(facts) => (facts.owner.root(), "ls"),
        SubjectFacts::Registration(facts) => (facts.body.id, facts.body.side.receives_as()),
        SubjectFacts::Destination(_)
        | SubjectFacts::Allocation(_)
        | SubjectFacts::Note(_)
        | SubjectFacts::Meeting(_) => return Ok(()),
    };
    offer(conn, caller, fields, (body, scheme)).await
}

/// Offers those of a series of the body.
pub async fn offer(
    conn: &mut Conn,
    caller: &Caller,
    fields: &mut [Field],
    (body, scheme): (Uuid, &'static str),
) -> Result<(), FactsError> {
    let Some(field) = fields.iter_mut().find(|field| NUMBERS.contains(&field.name.as_str())) else { return Ok(()) };
    let all = numbers::offered(conn, &caller.sight, body, in_one_series(scheme)).await?;
    let Control::Text { value, .. } = &field.control else { return Ok(()) };
    let Some(offered) = said(&caller.words, &all) else { return Ok(()) };
    field.hint = Some(field.hint.take().map_or(offered.clone(), |hint| format!("{hint} {offered}")));
    let suggestions = all.into_iter().map(|(number, _)| number).collect();
    field.control = Control::Suggest { value: value.clone(), suggestions };
    Ok(())
}

/// What each of them is reserved for; none where there are none.
pub fn said(words: &Words, all: &[(String, String)]) -> Option<String> {
    let one = |(number, whom): &(String, String)| {
        words.say(&said!("numbers-offered-one", number = number.clone(), whom = whom.clone()))
    };
    let each: Vec<String> = all.iter().map(one).collect();
    (!each.is_empty()).then(|| words.fill("numbers-offered", "all", &each.join("; ")))
}
