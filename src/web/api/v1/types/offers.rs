//! What may be done now and what must wait: the same offers as the buttons of a page, with what each act asks.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::ask::{Ask, AskKind, asks, envelope};
use crate::domain::clause::Clause;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Offer, Refusal};
use crate::links;
use crate::words::Words;

/// An act that may be done now.
#[derive(Serialize)]
pub struct Act {
    pub act: String,
    pub verb: String,
    pub href: String,
    pub clause: Option<String>,
    pub asks: Vec<Asked>,
    /// Fields that are known beforehand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<Value>,
}

/// One field of an act.
#[derive(Serialize)]
pub struct Asked {
    name: &'static str,
    kind: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<&'static [&'static str]>,
}

/// One reason why an act must wait.
#[derive(Serialize)]
pub struct Refused {
    pub act: String,
    pub code: String,
    pub severity: &'static str,
    pub sentence: String,
    pub clause: Option<String>,
    pub who: Vec<String>,
    pub href: String,
}

/// Both lists, in the order of the table.
pub fn offers<S: Named, A: Named, G: Named>(
    words: &Words,
    kind: Kind,
    handle: &str,
    all: &[Offer<S, A, G>],
) -> (Vec<Act>, Vec<Refused>) {
    let (mut possible, mut refused) = (Vec::new(), Vec::new());
    for offer in all {
        let act = offer.row.act;
        let Some(list) = asked(kind, act.name()) else { continue };
        let href = links::api_act(handle, act.name());
        if offer.refusals.is_empty() {
            let verb = words.t(&format!("act-{}-{}", kind.slug(), act.slug()));
            let clause = Some(offer.row.clause.cite());
            possible.push(Act { act: act.name().to_owned(), verb, href, clause, asks: list, with: None });
        } else {
            refused.extend(offer.refusals.iter().map(|one| reason(words, act.name(), &href, one)));
        }
    }
    (possible, refused)
}

/// A reply to what was allocated: a new draft that answers it.
pub fn reply(words: &Words, allocation: Uuid) -> Act {
    Act {
        act: "draft".to_owned(),
        verb: words.t("statement-draft-reply"),
        href: links::API_STATEMENTS.to_owned(),
        clause: None,
        asks: asked(Kind::Statement, "draft").unwrap_or_default(),
        with: Some(json!({"answers": [allocation]})),
    }
}

fn reason(words: &Words, act: &str, href: &str, refusal: &Refusal) -> Refused {
    Refused {
        act: act.to_owned(),
        code: refusal.code.clone(),
        severity: refusal.severity.name(),
        sentence: words.say(&refusal.said),
        clause: refusal.clause.as_ref().map(Clause::cite),
        who: refusal.who.iter().map(|key| words.t(key)).collect(),
        href: href.to_owned(),
    }
}

/// All that an act asks, its circumstances included; none for what people do not do.
fn asked(kind: Kind, act: &str) -> Option<Vec<Asked>> {
    let mut all = asks(kind, act)?;
    all.extend(envelope(kind, act));
    Some(all.iter().map(one).collect())
}

fn one(ask: &Ask) -> Asked {
    let (max, choices) = match ask.kind {
        AskKind::Line { max } | AskKind::Lines { max } | AskKind::Markdown { max } => (Some(max), None),
        AskKind::Choice(choices) => (None, Some(choices)),
        AskKind::Day
        | AskKind::Person
        | AskKind::Body
        | AskKind::Statement
        | AskKind::Purpose
        | AskKind::Tick
        | AskKind::Destinations { .. }
        | AskKind::Contacts
        | AskKind::Questions
        | AskKind::Numbers
        | AskKind::Answers
        | AskKind::Files
        | AskKind::Allocations => (None, None),
    };
    Asked { name: ask.name, kind: kind_name(ask.kind), required: ask.required, max, choices }
}

fn kind_name(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Line { .. } => "line",
        AskKind::Lines { .. } => "lines",
        AskKind::Markdown { .. } => "markdown",
        AskKind::Day => "day",
        AskKind::Person => "person",
        AskKind::Body => "body",
        AskKind::Statement => "statement",
        AskKind::Purpose => "purpose",
        AskKind::Choice(_) => "choice",
        AskKind::Tick => "tick",
        AskKind::Destinations { .. } => "destinations",
        AskKind::Contacts => "contacts",
        AskKind::Questions => "questions",
        AskKind::Numbers => "numbers",
        AskKind::Answers => "answers",
        AskKind::Files => "files",
        AskKind::Allocations => "allocations",
    }
}
