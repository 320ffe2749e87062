//! The templates of a body as their page shows them.

use super::keeper::Keeper;
use super::templates::Asked;
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::domain::template::Placeholder;
use crate::links;
use crate::read::body::templates::{Kept, Page as Read};
use crate::web::auth::Caller;
use crate::web::frame::instant;
use crate::web::pages::liaisons::statement_history;
use crate::web::view::Page;
use crate::web::view::parts::{Fact, Link, Value};
use crate::web::view::templates::{Kept as Shown, Templates};
use crate::words::Words;

/// The page.
pub fn view(caller: &Caller, page: Page, found: &Keeper, kept: Read, asked: &Asked) -> Templates {
    let words = &caller.words;
    let here = links::templates(&found.handle);
    // One list goes on, the other stays where it is.
    let on = |ended: &str, history: &str| links::with_query(&here, &[("ended", ended), ("history", history)]);
    let may = |act: Act| record::may(&found.facts, &caller.actor, act, caller.today);
    let add = Link { label: words.t("act-record-add-template"), href: links::new_template(&found.handle) };
    let row = |one: Kept, acts: &[(&str, Act)]| {
        let way = |(key, act): &(&str, Act)| {
            let href = links::template(&found.handle, &one.id.to_string(), *act);
            may(*act).then(|| Link { label: words.t(key), href })
        };
        let acts = acts.iter().filter_map(way).collect();
        shown(words, one, acts)
    };
    let used = [("templates-correct", Act::CorrectTemplate), ("templates-end", Act::EndTemplate)];
    let ended = [("templates-put-back", Act::PutBackTemplate)];
    Templates {
        back: Link { label: found.name.clone(), href: links::body(&found.handle) },
        acts: may(Act::AddTemplate).then_some(add).into_iter().collect(),
        older_ended: kept.older_ended.map(|key| on(&key.to_string(), &asked.history)),
        older_history: kept.older.map(|key| on(&asked.ended, &key.to_string())),
        newest: (!asked.ended.is_empty() || !asked.history.is_empty()).then_some(here.clone()),
        in_use: kept.in_use.into_iter().map(|one| row(one, &used)).collect(),
        ended: kept.ended.into_iter().map(|one| row(one, &ended)).collect(),
        history: statement_history::of_record(words, &kept.history),
        placeholders: placeholders(words),
        page,
    }
}

fn shown(words: &Words, one: Kept, acts: Vec<Link>) -> Shown {
    Shown {
        name: one.template.name,
        abstract_text: Some(one.template.abstract_text).filter(|text| !text.is_empty()),
        text: one.template.text,
        at: instant(words, one.at),
        by: one.by.unwrap_or_else(|| words.t("who-importer")),
        acts,
    }
}

/// What can be filled, as it is written, and what each is.
pub fn placeholders(words: &Words) -> Vec<Fact> {
    let one = |of: &Placeholder| Fact {
        label: of.mark(),
        values: vec![Value { text: words.t(&format!("placeholder-{}", of.slug())), ..Value::default() }],
    };
    Placeholder::ALL.iter().map(one).collect()
}
