//! What the rules say of an act before it is done: the refusals, the state it leads to, the clause, who will be told.

use serde_json::{Map, Value};

use super::Asked;
use crate::domain::clause::Clause;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::notice::{Notice, Recipient, queued};
use crate::domain::procedure::engine::{Case, Heard, Procedure, Refusal, Severity, To as Becomes};
use crate::domain::procedure::statement::Act;
use crate::domain::statement::{StatementFacts, To};
use crate::domain::{allocation, destination, form, meeting, note, registration, statement};
use crate::facts::subject::SubjectFacts;
use crate::facts::told;
use crate::facts::{Conn, FactsError};
use crate::links;
use crate::web::auth::Caller;
use crate::web::pages::liaisons::statement::here;
use crate::web::shown;
use crate::web::view::parts::{Chip, LetterRow, Tone, Value as Shown};
use crate::words::Words;

/// The refusals, the state it leads to, the clause, who is told.
#[derive(Default)]
pub(super) struct Before {
    pub refusals: Vec<Refusal>,
    /// Fields that a guard asks for and nobody has filled in, and whether a reason may stand for it.
    pub needed: Vec<(String, Severity)>,
    pub becomes: Option<&'static str>,
    pub clause: Option<String>,
    pub letters: Vec<LetterRow>,
    /// Whom no letter reaches though it is sent to them.
    pub unreached: Vec<Shown>,
    /// The form chooses who is told.
    pub asks_who: bool,
    /// Somebody more is told who is not chosen yet.
    pub chosen_later: bool,
}

/// Asks the rules with what has been typed so far.
pub(super) async fn before(
    conn: &mut Conn,
    asked: &Asked,
    caller: &Caller,
    typed: &Map<String, Value>,
) -> Result<Before, FactsError> {
    let mut before = judged_now(asked, caller);
    let command = form::command(asked.found.kind, &asked.act, typed).ok();
    let envelope = form::envelope(typed).unwrap_or_default();
    let wanted = told::Wanted {
        act: &asked.act,
        command: command.as_ref(),
        reason: envelope.reason.as_deref().unwrap_or_default(),
        on: envelope.occurred_on.unwrap_or(caller.today),
    };
    let tellings = told::ahead(conn, &asked.facts, &wanted).await?;
    let mine = |one: &Recipient| one.person == Some(caller.id);
    // A meeting is no secret, but who serves in its bodies is not for everybody to read.
    let barred = asked.found.kind == Kind::Meeting && before.refusals.iter().any(|one| one.code == "not-yours");
    let tellings = if barred { Vec::new() } else { tellings };
    before.letters = queued(&tellings, caller.actor.person())
        .into_iter()
        .map(|(notice, one)| letter(&caller.words, notice, one, mine(one)))
        .collect();
    if let SubjectFacts::Statement(facts) = &asked.facts {
        before.unreached = match statement::act_named(&asked.act) {
            Some(Act::Send | Act::Retract) => unreached(&caller.words, facts),
            Some(Act::Remind) => without_address(&caller.words, facts.out_of_reach()),
            _ => Vec::new(),
        };
    }
    before.asks_who = told::chooses_who_is_told(asked.found.kind, &asked.act);
    before.chosen_later = before.asks_who && command.is_none();
    Ok(before)
}

/// Destinations that no letter can reach, each with its body's page, where an address can be added.
pub fn unreached(words: &Words, facts: &StatementFacts) -> Vec<Shown> {
    without_address(words, facts.unreached())
}

fn without_address<'a>(words: &Words, unreached: impl Iterator<Item = &'a To>) -> Vec<Shown> {
    let shown = |to: &To| Shown {
        text: to.name().to_owned(),
        href: to.body.as_ref().map(|body| links::body(&body.handle)),
        note: Some(words.t("act-no-address")),
        ..Shown::default()
    };
    unreached.map(shown).collect()
}

/// A letter that will be sent.
pub fn letter(words: &Words, notice: Notice, one: &Recipient, mine: bool) -> LetterRow {
    LetterRow {
        to: one.name.clone(),
        address: Some(one.address.clone()),
        notice: words.t(&format!("notice-{}", notice.slug())),
        why: one.reasons.iter().map(|reason| shown::why(words, reason, mine)).collect(),
        state: Chip { label: words.t("letter-planned"), tone: Tone::Quiet },
        when: None,
        note: None,
        href: None,
        stop: None,
    }
}

fn judged_now(asked: &Asked, caller: &Caller) -> Before {
    let at = here(caller);
    match &asked.facts {
        SubjectFacts::Statement(facts) => {
            let Some(act) = statement::act_named(&asked.act) else { return Before::default() };
            let case = statement::StatementCase { facts, at, command: None };
            judged(&crate::domain::procedure::statement::PROCEDURE, &case, facts.state, act)
        }
        SubjectFacts::Destination(facts) => {
            let Some(act) = destination::act_named(&asked.act) else { return Before::default() };
            let case = destination::DestinationCase { facts, at, command: None };
            judged(&crate::domain::procedure::destination::PROCEDURE, &case, facts.state, act)
        }
        SubjectFacts::Registration(facts) => {
            let Some(act) = registration::act_named(&asked.act) else { return Before::default() };
            let case = registration::RegistrationCase { facts, at, command: None };
            judged(&crate::domain::procedure::registration::PROCEDURE, &case, facts.state, act)
        }
        SubjectFacts::Allocation(facts) => {
            let Some(act) = allocation::act_named(&asked.act) else { return Before::default() };
            let case = allocation::AllocationCase { facts, at, command: None };
            judged(&crate::domain::procedure::allocation::PROCEDURE, &case, facts.state, act)
        }
        SubjectFacts::Note(facts) => {
            let Some(act) = note::act_named(&asked.act) else { return Before::default() };
            let case = note::NoteCase { facts, at, command: None };
            judged(&crate::domain::procedure::note::PROCEDURE, &case, facts.state, act)
        }
        SubjectFacts::Meeting(facts) => {
            let Some(act) = meeting::act_named(&asked.act) else { return Before::default() };
            let case = meeting::MeetingCase { facts, at, command: None };
            judged(&crate::domain::procedure::meeting::PROCEDURE, &case, facts.state, act)
        }
    }
}

fn judged<S: Named, A: Named, G: Named, C: Case<S, G>>(
    table: &Procedure<S, A, G>,
    case: &C,
    state: Option<S>,
    act: A,
) -> Before {
    let refusals = table.judge(case, act, None, Heard::Facts).err().unwrap_or_default();
    let Some(row) = table.row(state, act) else { return Before { refusals, ..Before::default() } };
    let becomes = match row.to {
        Becomes::State(state) => Some(state.name()),
        Becomes::Same | Becomes::OneOf(_) => None,
    };
    // Judged with nothing typed: what the guards miss is what the form must ask.
    let missing = table.judge(case, act, None, Heard::All).err().unwrap_or_default();
    let needed = missing.into_iter().filter_map(|one| one.field.map(|field| (field, one.severity))).collect();
    Before {
        refusals,
        needed,
        becomes,
        clause: Some(row.clause).filter(Clause::is_published).map(|clause| clause.cite()),
        ..Before::default()
    }
}
