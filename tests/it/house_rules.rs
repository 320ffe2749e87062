//! The rules of the house that the sources themselves are held to: which way imports point, what the domain may not know,
//! who writes, who knows the environment, status codes and addresses, and how long things may grow.

mod breaches;
mod handlers;
mod sight;
mod source;
mod states;

use std::collections::BTreeSet;

use source::{Function, LAYERS, Source, files, sources};

/// Files that may do what their rule forbids, each with its reason. The list only gets shorter: an entry that nothing
/// needs any more fails its test.
type Allowed = &'static [(&'static str, &'static str)];

/// What the rule finds in all files but the allowed ones; and no allowance is idle.
fn held(all: &[Source], allowed: Allowed, rule: fn(&Source) -> Vec<String>) {
    let mut found = Vec::new();
    let mut idle: BTreeSet<&str> = allowed.iter().map(|(path, _)| *path).collect();
    for source in all {
        let breaches = rule(source);
        match idle.contains(source.path.as_str()) || allowed.iter().any(|(path, _)| *path == source.path) {
            true if !breaches.is_empty() => drop(idle.remove(source.path.as_str())),
            true => {}
            false => found.extend(breaches),
        }
    }
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(idle, BTreeSet::new(), "allowed, and not needed any more");
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|there| *there == layer)
}

/// The layers that a file names, with lines: `crate::x`, `crate::{x, y}`, and `super::…` as far as the root.
fn named_layers(source: &Source) -> Vec<(String, usize)> {
    let (tokens, module) = (&source.tokens, source.module());
    let text = |n: usize| tokens.get(n).map_or("", |token| token.text.as_str());
    let mut named = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        let mut next = n + 1;
        let mut left = match text(n) {
            "crate" => 0,
            "super" if n == 0 || text(n - 1) != "::" => module.len() - 1,
            _ => module.len() + 1,
        };
        while left <= module.len() && text(next) == "::" && text(next + 1) == "super" {
            (left, next) = (left.saturating_sub(1), next + 2);
        }
        if left == 0 && text(next) == "::" {
            match text(next + 1) {
                "{" => named.extend(first_names(tokens, next + 1)),
                one => named.push((one.to_owned(), tokens[n].line)),
            }
        }
        n = next;
    }
    named
}

/// The first name of each entry of a group.
fn first_names(tokens: &[source::Token], open: usize) -> Vec<(String, usize)> {
    let (mut depth, mut names) = (0, Vec::new());
    for (n, token) in tokens.iter().enumerate().skip(open) {
        if depth == 1 && matches!(tokens[n - 1].text.as_str(), "{" | ",") && token.text != "}" {
            names.push((token.text.clone(), token.line));
        }
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn upward_imports(source: &Source) -> Vec<String> {
    let Some(own) = source.layer().and_then(rank) else { return Vec::new() };
    let above =
        |name: &str| rank(name).is_some_and(|rank| rank > own) || name == "read" && source.is_in(&["src/write/"]);
    named_layers(source)
        .into_iter()
        .filter(|(name, _)| above(name))
        .map(|(name, line)| source.at(line, &format!("names {name}")))
        .collect()
}

#[test]
fn imports_point_down_the_list_of_layers() {
    let all = sources();
    held(all, &[], upward_imports);
    let strange =
        |source: &&Source| source.layer().is_none() && !matches!(source.path.as_str(), "src/lib.rs" | "src/main.rs");
    assert_eq!(all.iter().find(strange).map(|source| source.path.as_str()), None, "of no layer");
}

/// Rows of tokens that may not stand in a file.
fn forbidden(source: &Source, rows: &[&[&str]]) -> Vec<String> {
    let found = |row: &&[&str]| source.lines_of(row).into_iter().map(|line| (line, row.join(" "))).collect::<Vec<_>>();
    rows.iter().flat_map(found).map(|(line, what)| source.at(line, &what)).collect()
}

fn impurities(source: &Source) -> Vec<String> {
    if !source.is_in(&["src/domain/"]) {
        return Vec::new();
    }
    let outer: &[&[&str]] = &[
        &["async"],
        &["await"],
        &["Utc", "::", "now"],
        &["Local", "::", "now"],
        &["SystemTime"],
        &["Instant"],
        &["rand"],
        &["now_v7"],
        &["new_v4"],
        &["diesel"],
        &["diesel_async"],
        &["actix_web"],
        &["tokio"],
        &["std", "::", "env"],
        &["std", "::", "fs"],
        &["println"],
    ];
    forbidden(source, outer)
}

#[test]
fn the_domain_knows_no_clock_no_chance_no_database_and_no_web() {
    held(sources(), &[], impurities);
}

fn writing_calls(source: &Source) -> Vec<String> {
    if source.is_in(&["src/write/", "src/db/"]) {
        return Vec::new();
    }
    let mut found = forbidden(
        source,
        &[
            &["insert_into"],
            &["replace_into"],
            &["insert_or_ignore_into"],
            &["diesel", "::", "update"],
            &["diesel", "::", "delete"],
            &["sql_query"],
            &["batch_execute"],
            &["copy_from"],
            &["copy_in"],
            &["save_changes"],
            &[".", "execute", "("],
            &["simple_query"],
        ],
    );
    for at in source
        .tokens
        .windows(3)
        .enumerate()
        .filter(|(_, w)| w[0].text == "diesel" && w[1].text == "::" && w[2].text == "{")
    {
        let names = first_names(&source.tokens, at.0 + 2)
            .into_iter()
            .filter(|(name, _)| matches!(name.as_str(), "update" | "delete"));
        found.extend(names.map(|(name, line)| source.at(line, &name)));
    }
    found
}

#[test]
fn only_write_and_db_hold_sql_that_writes() {
    held(sources(), &[], writing_calls);
}

fn writer_pool(source: &Source) -> Vec<String> {
    match source.is_in(&["src/write/", "src/db/"]) {
        true => Vec::new(),
        false => forbidden(source, &[&[".", "writer"]]),
    }
}

#[test]
fn the_writer_is_named_only_where_it_is_made_and_in_write() {
    const MADE: Allowed = &[
        ("src/cli/opened.rs", "makes door and upkeep of it"),
        ("src/cli/parts.rs", "gives the worker the address, to hold its lanes on a connection of its own"),
        ("src/cli/demo/letters.rs", "the same for the demo's past letters"),
    ];
    held(sources(), MADE, writer_pool);
}

fn environment(source: &Source) -> Vec<String> {
    let after = |n: usize| source.tokens.get(n + 2).map_or("", |token| token.text.as_str());
    let reads = source.tokens.windows(2).enumerate().filter(|(_, w)| w[0].text == "env" && w[1].text == "::");
    reads
        .filter(|(n, _)| !matches!(after(*n), "current_exe" | "temp_dir"))
        .map(|(n, w)| source.at(w[0].line, after(n)))
        .collect()
}

#[test]
fn only_config_reads_the_environment() {
    held(sources(), &[("src/config.rs", "reads it, once")], environment);
}

fn status_codes(source: &Source) -> Vec<String> {
    let mut found = forbidden(source, &[&["StatusCode"], &[".", "set_status"]]);
    for (n, window) in source.tokens.windows(2).enumerate() {
        let name = source.tokens.get(n + 2).map_or("", |token| token.text.as_str());
        let coded = name.starts_with(char::is_uppercase) && name != "Ok";
        if window[0].text == "HttpResponse" && window[1].text == "::" && coded {
            found.push(source.at(window[0].line, name));
        }
    }
    found
}

#[test]
fn only_the_errors_of_the_web_know_a_status_code() {
    const KNOW: Allowed = &[
        ("src/web/error.rs", "each problem has its own"),
        ("src/web/frame.rs", "See Other after a form is no refusal"),
    ];
    held(sources(), KNOW, status_codes);
}

fn spelled_paths(source: &Source) -> Vec<String> {
    if !source.is_in(&["src/web/", "src/mail/", "src/jobs/", "src/read/", "src/write/", "src/domain/"]) {
        return Vec::new();
    }
    let path =
        |text: &str| text.strip_prefix("\"/").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    source.tokens.iter().filter(|token| path(&token.text)).map(|token| source.at(token.line, &token.text)).collect()
}

#[test]
fn only_links_spells_an_address() {
    held(sources(), &[], spelled_paths);
    let mut found = Vec::new();
    for (path, text) in files("templates", "html").into_iter().chain(files("templates", "txt")) {
        let spelled = ["href=\"/", "action=\"/", "src=\"/"].iter().any(|start| text.contains(start));
        found.extend(spelled.then_some(path));
    }
    assert_eq!(found, Vec::<String>::new());
}

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 60;

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    fn long(source: &Source) -> Vec<String> {
        let lines = source.text.lines().count();
        let table = source.is_in(&["src/domain/procedure/"]) || source.path == "src/schema.rs";
        if lines > LINES_OF_A_FILE && !table { vec![source.at(lines, "lines")] } else { Vec::new() }
    }
    held(sources(), &[], long);
}

/// Over the length today, each with its reason.
const LONG: Allowed = &[];

fn long_functions(source: &Source) -> Vec<String> {
    let long = |function: &Function| function.lines > LINES_OF_A_FUNCTION;
    let said =
        |function: Function| source.at(function.line, &format!("{} has {} lines", function.name, function.lines));
    source.functions().into_iter().filter(long).map(said).collect()
}

#[test]
fn no_function_is_longer_than_sixty_lines() {
    held(sources(), LONG, long_functions);
}

fn unwraps(source: &Source) -> Vec<String> {
    if source.path.ends_with("/tests.rs") || source.path == "src/main.rs" {
        return Vec::new();
    }
    forbidden(source, &[&[".", "unwrap", "("], &[".", "expect", "("], &["todo", "!"], &["unimplemented", "!"]])
}

#[test]
fn nothing_unwraps_outside_tests_and_constants() {
    held(sources(), UNWRAPS, unwraps);
}

/// Constants.
const UNWRAPS: Allowed = &[];

fn empty_names(source: &Source) -> Vec<String> {
    const EMPTY: &[&str] =
        &["utils", "util", "common", "helpers", "helper", "shared", "core", "manager", "service", "misc"];
    source.module().into_iter().filter(|name| EMPTY.contains(name)).map(|name| source.at(1, name)).collect()
}

#[test]
fn no_module_is_named_after_nothing() {
    held(sources(), &[], empty_names);
}

fn empty_verbs(source: &Source) -> Vec<String> {
    let empty = |name: &str| ["get_", "do_", "handle_", "process_"].iter().any(|start| name.starts_with(start));
    // A handle is a thing here: the name of a subject.
    let named = |function: &Function| empty(&function.name) && function.name != "handle_of";
    source.functions().into_iter().filter(named).map(|function| source.at(function.line, &function.name)).collect()
}

#[test]
fn no_function_is_named_with_an_empty_verb() {
    held(sources(), &[], empty_verbs);
}
