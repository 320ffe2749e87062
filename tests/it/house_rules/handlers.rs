//! Handlers read: who · what · ask · show. Every function that a route names has at most 25 lines; what is longer belongs
//! to a function with a name of its own.

use std::collections::BTreeSet;

use super::source::{Source, sources};

const LINES_OF_A_HANDLER: usize = 25;

/// Where routes are made, and the folder that their handlers stand in.
const ROUTES: &[(&str, &str)] = &[("src/web/routes.rs", "src/web/"), ("src/web/api/mod.rs", "src/web/api/")];

/// What a file hands to `.to(…)`: module (none: the file itself) and function.
fn registered(source: &Source) -> BTreeSet<(Option<String>, String)> {
    let text = |n: usize| source.tokens.get(n).map_or("", |token| token.text.as_str());
    let mut all = BTreeSet::new();
    for n in 0..source.tokens.len() {
        let route = text(n) == "." || text(n) == "::" && text(n.wrapping_sub(1)) == "web";
        if !(route && text(n + 1) == "to" && text(n + 2) == "(") {
            continue;
        }
        let mut path: Vec<String> = Vec::new();
        let mut at = n + 3;
        while text(at) != ")" && !text(at).is_empty() {
            path.extend((text(at) != "::").then(|| text(at).to_owned()));
            at += 1;
        }
        let function = path.pop().unwrap_or_default();
        all.insert((path.pop(), function));
    }
    all
}

/// Handlers by the routes of `all`: those that are too long, or not found; and how many there are.
pub fn long(all: &[Source]) -> (Vec<String>, usize) {
    let (mut found, mut count) = (Vec::new(), 0);
    for (path, folder) in ROUTES {
        let Some(routes) = all.iter().find(|source| source.path == *path) else { continue };
        for (module, name) in registered(routes) {
            let of = |source: &&Source| match &module {
                Some(module) => source.is_in(&[folder]) && source.module().last() == Some(&module.as_str()),
                None => source.path == *path,
            };
            // The pages and the API each have files of one name: a route of pages means a page.
            let near = |source: &&Source| *folder != "src/web/" || !source.is_in(&["src/web/api/"]);
            let handler = all.iter().filter(of).filter(near).find_map(|source| {
                let one = source.functions().into_iter().find(|function| function.name == name)?;
                Some((source, one))
            });
            count += 1;
            match handler {
                Some((source, one)) if one.lines > LINES_OF_A_HANDLER => {
                    found.push(source.at(one.line, &format!("{name} has {} lines", one.lines)));
                }
                Some(_) => {}
                None => found.push(format!("{path}: {module:?} {name} is nowhere")),
            }
        }
    }
    (found, count)
}

#[test]
fn no_handler_is_longer_than_twenty_five_lines() {
    let (found, count) = long(sources());
    assert_eq!(found, Vec::<String>::new());
    assert!(count > 40, "only {count} handlers are found");
}
