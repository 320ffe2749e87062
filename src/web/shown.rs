//! From rows and rules to what pages show: names, chips, whose turn it is, offers with their reasons, sentences of
//! refusals. One place, so that the same state looks the same on every page.

use chrono::{DateTime, NaiveDate, Utc};

use super::frame::{day, instant};
use super::view::parts::{self, Ball, Body, Chip, Problem as Sentence, Side, Tone};
use crate::domain::clause::Clause;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{self, Refusal};
use crate::domain::procedure::printed::{self, Printed};
use crate::domain::said::Said;
use crate::links;
use crate::read::register::Name;
use crate::words::Words;

/// The title of a statement, or the words that it has none.
pub fn title(words: &Words, title: &str) -> String {
    if title.trim().is_empty() { words.t("statement-no-title") } else { title.to_owned() }
}

/// Every state of every procedure with whose turn it is: the pages' own copy of the tables.
pub struct Turns {
    all: Vec<Printed>,
}

impl Turns {
    pub fn new() -> Turns {
        Turns { all: printed::all() }
    }

    /// Whose turn it is in a state, by name; `nobody` for what no table knows.
    pub fn waiting_for(&self, procedure: &str, state: &str) -> &'static str {
        let table = self.all.iter().find(|table| table.name == procedure);
        let row = table.and_then(|table| table.state(state));
        row.map_or("nobody", |row| row.waiting_for)
    }

    /// The state as a chip: louder the nearer it is to us.
    pub fn chip(&self, words: &Words, procedure: &str, state: &str) -> Chip {
        let tone = match self.waiting_for(procedure, state) {
            "nobody" => Tone::Quiet,
            "partner" | "approver" => Tone::Waiting,
            _ => Tone::Open,
        };
        Chip { label: words.t(&format!("state-{procedure}-{}", state.replace('_', "-"))), tone }
    }

    /// Whose turn it is, unless it is nobody's: the reader's, a person's by name, or a role's.
    pub fn ball(
        &self,
        words: &Words,
        procedure: &str,
        state: &str,
        since: DateTime<Utc>,
        whose: Whose,
    ) -> Option<Ball> {
        let whom = self.waiting_for(procedure, state);
        let role = (whom != "nobody").then(|| words.t(&format!("waiting-{whom}")))?;
        let whom = whose.name.filter(|_| matches!(whom, "author" | "assignee")).unwrap_or(role);
        Some(Ball { whom, since: Some(instant(words, since)), why: None, mine: whose.mine, overdue: false })
    }
}

/// What is known of whose turn it is, beside the state.
#[derive(Clone, Debug, Default)]
pub struct Whose {
    /// The reader's own.
    pub mine: bool,
    /// The author or the assignees, where a state waits for those.
    pub name: Option<String>,
}

impl Default for Turns {
    fn default() -> Self {
        Turns::new()
    }
}

/// A body as pages name it.
pub fn body(name: &Name) -> Body {
    let href = name.id.map(|id| links::with_query(links::REGISTER, &[("body", &id.to_string())]));
    Body { name: name.name.clone(), side: side(name.side), href }
}

/// The colour and shape of a side.
pub fn side(side: crate::domain::reference::Side) -> Side {
    match side {
        crate::domain::reference::Side::Itu => Side::ItuT,
        crate::domain::reference::Side::Partner => Side::Partner,
    }
}

/// A day with how far away it is.
pub fn due(words: &Words, on: NaiveDate, today: NaiveDate) -> super::view::home::Due {
    let late = crate::domain::calendar::is_past(on, today);
    super::view::home::Due { date: day(words, on), relative: words.relative(on, today), late }
}

/// Why somebody is told: as their letter says it where the reader is that person, else as said of them.
pub fn why(words: &Words, reason: &Said, mine: bool) -> String {
    let theirs = Said { key: format!("{}-they", reason.key), args: reason.args.clone() };
    if mine || !words.has(&theirs.key) { words.say(reason) } else { words.say(&theirs) }
}

/// A refusal as a sentence with its clause and who can help.
pub fn refusal(words: &Words, refusal: &Refusal) -> parts::Refusal {
    parts::Refusal {
        sentence: words.say(&refusal.said),
        clause: refusal.clause.filter(Clause::is_published).map(|clause| clause.cite()),
        help: help(words, refusal),
    }
}

/// The same in a list of what must wait: of what is for others, only who they are.
fn waiting(words: &Words, one: &Refusal) -> parts::Refusal {
    let shown = refusal(words, one);
    match shown.help {
        Some(who) => parts::Refusal { sentence: who, clause: shown.clause, help: None },
        None => shown,
    }
}

/// The same at the top of a form.
pub fn problem(words: &Words, refusal: &Refusal) -> Sentence {
    Sentence {
        field: refusal.field.clone(),
        sentence: words.say(&refusal.said),
        clause: refusal.clause.filter(Clause::is_published).map(|clause| clause.cite()),
        help: help(words, refusal),
    }
}

/// What is wrong with a field, at the top of a form; a cell of a row leads to its own input.
pub fn field_problem(words: &Words, problem: &FieldProblem) -> Sentence {
    let field = Some(problem.field.replace('.', "-"));
    Sentence { field, sentence: words.say(&problem.said), clause: None, help: None }
}

fn help(words: &Words, refusal: &Refusal) -> Option<String> {
    if refusal.who.is_empty() || refusal.code != "not-yours" {
        return None;
    }
    let who: Vec<String> = refusal.who.iter().map(|key| words.t(key)).collect();
    Some(words.fill("refused-who-can", "who", &who.join(", ")))
}

/// What can be done now, and what must wait with its reasons. Acts that are for other roles are left to them; only what
/// is refused for another reason is shown with it. The only act that leads on is the expected one; where
/// several do, the choice is the reader's.
pub fn offers<S: Named, A: Named, G: Named>(
    words: &Words,
    handle: &str,
    procedure: &str,
    all: &[engine::Offer<S, A, G>],
) -> (Vec<parts::Offer>, Vec<parts::Offer>) {
    let onward: Vec<&str> =
        all.iter().filter(|offer| offer.refusals.is_empty() && leads_on(offer)).map(|offer| offer.row.id).collect();
    let (mut possible, mut refused) = (Vec::new(), Vec::new());
    for offer in all {
        let act = offer.row.act.slug();
        let shown = parts::Offer {
            label: words.t(&format!("act-{procedure}-{act}")),
            href: href(handle, &act),
            clause: Some(offer.row.clause).filter(Clause::is_published).map(|clause| clause.cite()),
            expected: matches!(onward.as_slice(), [only] if *only == offer.row.id),
            refusals: offer.refusals.iter().map(|one| waiting(words, one)).collect(),
        };
        if shown.refusals.is_empty() { possible.push(shown) } else { refused.push(shown) }
    }
    (possible, refused)
}

/// Leads to another state and asks for no reason, as returning, withdrawing and taking back do.
fn leads_on<S, A, G: Named>(offer: &engine::Offer<S, A, G>) -> bool {
    let reasoned = offer.row.only_if.iter().any(|check| check.guard.name() == "reason_given");
    !reasoned && !matches!(offer.row.to, engine::To::Same)
}

/// Editing has a page of its own; every other act has the one page of acts.
fn href(handle: &str, act: &str) -> String {
    if act == "edit" { links::edit(handle) } else { links::act(handle, act) }
}
