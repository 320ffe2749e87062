//! Corrections: the form begins with what stands, and asks for nothing that cannot be corrected (PR-7).

use serde_json::{Map, Value, json};

use super::Asked;
use crate::domain::destination::{Act as OfAddressee, act_named};
use crate::domain::named::Named;
use crate::facts::subject::SubjectFacts;
use crate::web::view::parts::Field;
use crate::words::Words;

/// What stands, where nothing was typed yet.
pub(super) fn as_it_stands(asked: &Asked, values: &mut Map<String, Value>) {
    if let SubjectFacts::Destination(facts) = &asked.facts
        && act_named(&asked.act) == Some(OfAddressee::Correct)
        && !values.contains_key("purpose")
    {
        values.insert("purpose".to_owned(), json!(facts.purpose.name()));
        values.insert("deadline".to_owned(), json!(facts.deadline));
    }
}

/// Who an addressee is can be said only where nobody knew it.
pub(super) fn only_what_can_be(asked: &Asked, fields: &mut Vec<Field>) {
    if let SubjectFacts::Destination(facts) = &asked.facts
        && facts.around.body.is_some()
    {
        fields.retain(|field| field.name != "addressee_body");
    }
}

/// Who is told whom the form does not name yet.
pub(super) fn told_later(words: &Words, asked: &Asked) -> String {
    match &asked.facts {
        SubjectFacts::Destination(_) => words.t("act-told-due"),
        SubjectFacts::Statement(_) | SubjectFacts::Registration(_) | SubjectFacts::Allocation(_) => {
            words.t("act-told-chosen")
        }
    }
}
