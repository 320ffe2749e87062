//! Every question about a statement goes through what the asker may see: a function of `read` that touches its rows takes
//! a `Sight`, or is private and called only by functions that do.

use super::source::{Function, Source, sources};

const ROWS: &[&str] = &[
    "statement",
    "statement_reply",
    "statement_file",
    "statement_sight",
    "statement_named",
    "destination",
    "registration",
    "allocation",
    "note",
    "reply_template",
    "outbox",
    "event",
    "event_payload",
];

/// Public functions without a `Sight`, each with what it rests on instead.
const OTHERWISE: &[(&str, &str)] = &[
    ("src/read/body.rs", "an address of the book says who added it: of a body's own events, and of no statement"),
    ("src/read/home.rs", "asks by the reader's own appointments, authorship and allocations, not by a handle"),
];

struct Read {
    path: String,
    module: String,
    function: Function,
}

impl Read {
    fn touches(&self) -> bool {
        let named = |window: &[super::source::Token]| {
            ROWS.contains(&window[0].text.as_str()) && matches!(window[1].text.as_str(), "::" | "as")
        };
        self.function.body.windows(2).any(named)
    }

    fn takes_sight(&self) -> bool {
        self.function.signature.iter().any(|token| token == "Sight")
    }

    fn calls(&self, other: &Read) -> bool {
        let body = &self.function.body;
        body.iter().enumerate().any(|(n, token)| {
            let before = n.checked_sub(1).map_or("", |n| body[n].text.as_str());
            let of = n.checked_sub(2).map_or("", |n| body[n].text.as_str());
            let here = self.path == other.path && !matches!(before, "." | "::");
            let called = body.get(n + 1).is_some_and(|next| next.text == "(");
            called && token.text == other.function.name && (here || before == "::" && of == other.module)
        })
    }
}

fn read(all: &[Source]) -> Vec<Read> {
    let of = |source: &Source| {
        let (path, module) =
            (source.path.clone(), source.module().last().map(|name| (*name).to_owned()).unwrap_or_default());
        let one = move |function| Read { path: path.clone(), module: module.clone(), function };
        source.functions().into_iter().map(one).collect::<Vec<_>>()
    };
    all.iter().filter(|source| source.is_in(&["src/read/"])).flat_map(of).collect()
}

/// Whether nobody reaches this function without a `Sight`.
fn covered(one: &Read, all: &[Read], depth: usize) -> bool {
    if one.takes_sight() {
        return true;
    }
    let mut callers = all.iter().filter(|other| !std::ptr::eq(*other, one) && other.calls(one)).peekable();
    !one.function.public
        && depth < 5
        && callers.peek().is_some()
        && callers.all(|caller| covered(caller, all, depth + 1))
}

pub fn open(all: &[Source]) -> Vec<String> {
    let all = read(all);
    let open =
        |one: &&Read| one.touches() && !OTHERWISE.iter().any(|(path, _)| *path == one.path) && !covered(one, &all, 0);
    all.iter().filter(open).map(|one| format!("{}:{} {}", one.path, one.function.line, one.function.name)).collect()
}

#[test]
fn every_question_about_a_statement_asks_what_the_reader_may_see() {
    assert_eq!(open(sources()), Vec::<String>::new());
}
