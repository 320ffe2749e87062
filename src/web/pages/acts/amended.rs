//! Acts that bring a text along: the form begins with the text as it stands, its files kept, and asks of the decision
//! what the levels of this body need (PR-1, PR-8).

use serde_json::{Map, Value};

use super::Asked;
use crate::domain::ask::{AskKind, asks};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::reference::Ladder;
use crate::domain::statement::Level;
use crate::facts::subject::SubjectFacts;
use crate::web::pages::liaisons::draft::fields_of;
use crate::web::view::parts::{Control, Field};
use crate::words::Words;

/// The act's form takes files.
pub(super) fn takes_files(kind: Kind, act: &str) -> bool {
    asks(kind, act).is_some_and(|all| all.iter().any(|ask| ask.kind == AskKind::Files))
}

/// The text as it stands, where nothing was typed yet.
pub(super) fn text_as_it_stands(asked: &Asked, values: &mut Map<String, Value>) {
    let SubjectFacts::Statement(facts) = &asked.facts else { return };
    if !takes_files(asked.found.kind, &asked.act) || values.contains_key("topic") {
        return;
    }
    let of_the_form = asks(asked.found.kind, &asked.act).unwrap_or_default();
    let own = |name: &str| of_the_form.iter().any(|ask| ask.name == name);
    values.extend(fields_of(&facts.content).into_iter().filter(|(name, _)| own(name)));
}

/// Offers the levels of this body only; what just some of them need says which, what none needs is not asked.
pub(super) fn levels(words: &Words, asked: &Asked, fields: &mut Vec<Field>) {
    let SubjectFacts::Statement(facts) = &asked.facts else { return };
    let ladder = facts.owner.ladder();
    let Some(field) = fields.iter_mut().find(|field| field.name == "level") else { return };
    if let Control::Select { choices, .. } = &mut field.control {
        choices.retain(|choice| Level::from_name(&choice.value).is_some_and(|level| level.ladder() == ladder));
    }
    fields.retain(|field| !is_part(&field.name) || !needing(ladder, &field.name).is_empty());
    for field in fields.iter_mut().filter(|field| is_part(&field.name)) {
        let levels: Vec<String> =
            needing(ladder, &field.name).into_iter().map(|level| words.t(&format!("level-{}", level.slug()))).collect();
        field.needed = Some(words.fill("ui-needed-where", "what", &levels.join(", ")));
    }
}

/// The field is a part of the record of a decision that only some levels need.
fn is_part(field: &str) -> bool {
    Level::ALL.iter().any(|level| level.needs(field))
}

fn needing(ladder: Ladder, field: &str) -> Vec<Level> {
    let fits = |level: &&Level| level.ladder() == ladder && level.is_final() && level.needs(field);
    Level::ALL.iter().filter(fits).copied().collect()
}
