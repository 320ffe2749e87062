//! What the pages that do many things in one sitting say of it: the sum, the letters, and why one refused.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::said::Said;
use crate::said;
use crate::web::shown;
use crate::web::view::several::Outcome;
use crate::words::Words;
use crate::write::{Bulk, Error};

/// How many were done, or would be, and how many wait.
pub fn summed(words: &Words, rehearsed: bool, done: usize, refused: usize) -> String {
    let key = if rehearsed { "several-would" } else { "several-did" };
    words.say(&Said::new(key).with("count", done as i64).with("refused", refused as i64))
}

/// Each reader with the number of their letters, and of the statements where one letter tells of many.
pub fn letters(words: &Words, bulk: &Bulk) -> Vec<String> {
    let mut letters: Vec<(&str, i64, BTreeSet<Uuid>)> = Vec::new();
    for told in &bulk.letters {
        match letters.iter_mut().find(|(name, ..)| *name == told.name) {
            Some((_, count, statements)) => {
                *count += 1;
                statements.extend(&told.statements);
            }
            None => letters.push((&told.name, 1, told.statements.clone())),
        }
    }
    let line = |(name, count, statements): (&str, i64, BTreeSet<Uuid>)| {
        let statements = statements.len() as i64;
        words.say(&match statements > count {
            true => said!("several-letters-about", name = name, count = count, statements = statements),
            false => said!("several-letters-to", name = name, count = count),
        })
    };
    letters.into_iter().map(line).collect()
}

/// Why an item waits.
pub fn refused(words: &Words, error: &Error) -> Vec<String> {
    match error {
        Error::Refused(refusals) => refusals.iter().map(|one| shown::refusal(words, one).sentence).collect(),
        Error::Fields(problems) => problems.iter().map(|one| words.say(&one.said)).collect(),
        Error::Stale(_) => vec![words.t("several-stale")],
        Error::Missing | Error::Db(_) | Error::Broken(_) => vec![words.t("several-gone")],
    }
}

/// The database refused the whole run: nothing was done, and what was typed stands.
pub fn broken(words: &Words, error: &Error) -> Outcome {
    tracing::error!(%error, "a bulk could not be done");
    Outcome { sentence: words.t("several-broken"), ..Outcome::default() }
}
