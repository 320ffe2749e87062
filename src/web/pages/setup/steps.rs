//! The steps of the beginning: what is done, by name, and what comes next, as far as the first statement.

use super::mail::Source;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::said::Said;
use crate::links;
use crate::read::setup::{Begun, There};
use crate::web::view::parts::Link;
use crate::web::view::setup::Step;
use crate::words::Words;

/// None once the first statement is there.
pub(super) fn steps(words: &Words, begun: &Begun, source: &Source) -> Vec<Step> {
    if begun.statement && !begun.bodies.is_empty() && !begun.secretaries.is_empty() {
        return Vec::new();
    }
    let served = !begun.secretaries.is_empty();
    let step = |name: &str, href: String, done: Vec<Link>| Step {
        what: Link { label: words.t(&format!("setup-step-{name}")), href },
        why: words.t(&format!("setup-step-{name}-why")),
        done,
    };
    let new = |kind: Kind, more: &[(&str, &str)]| {
        let mut query = vec![("then", links::SETUP)];
        query.extend_from_slice(more);
        links::with_query(&links::new_record(kind.name()), &query)
    };
    let here = format!("{}#mail", links::SETUP);
    let person = |one: &There| Link { label: one.name.clone(), href: links::person(&one.handle) };
    let body = |one: &There| Link { label: one.name.clone(), href: links::body(&one.handle) };
    let secretaries = begun.secretaries.iter().map(|one| {
        let role = Said::new("frame-role").term("role", format!("role-{}", one.role.replace('_', "-")));
        let role = words.say(&role.with("body", one.body.clone()));
        Link { label: format!("{} ({role})", one.person.name), href: links::person(&one.person.handle) }
    });
    // Of the people the last one is who was added for this; once somebody serves, they stand below.
    let people = if served { begun.secretaries.iter().map(|one| &one.person).collect() } else { newest(&begun.people) };
    let mut all = vec![
        step("body", new(Kind::Body, &[("kept_here", "on")]), begun.bodies.iter().map(body).collect()),
        step("person", new(Kind::Person, &[]), people.into_iter().map(person).collect()),
        step("appointment", new(Kind::Appointment, &[]), secretaries.collect()),
        step("mail", here.clone(), mail(words, source).map(|label| Link { label, href: here }).into_iter().collect()),
    ];
    if served && !begun.bodies.is_empty() {
        all.push(step(
            "people",
            links::with_query(&links::new_record(Kind::Person.name()), &[("then", links::SETUP)]),
            Vec::new(),
        ));
        all.push(step("first", links::PEOPLE.to_owned(), Vec::new()));
    }
    all
}

fn newest(people: &[There]) -> Vec<&There> {
    people.first().into_iter().collect()
}

/// The server that letters go by.
fn mail(words: &Words, source: &Source) -> Option<String> {
    match source {
        Source::Environment(server) | Source::Stated { server: Some(server), .. } => Some(format!("{server:?}")),
        Source::PostOffice => Some(words.t("setup-step-mail-demo")),
        Source::Stated { server: None, .. } => None,
    }
}
