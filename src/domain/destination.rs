//! One addressee. What people do here is link replies and take links off (PR-9); all else follows from an act on the
//! statement. Where it stands is a sum of its links.

mod correct;
mod guards;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::command::{Command, DestinationCommand, Extent, StatementCommand};
use super::content::Addressee;
use super::decision::{Change, Circumstances, Decision, DestinationBirth, DestinationChange, LinkChange};
use super::named::Named;
use super::notice::{Notice, Officer, Recipient, Telling};
pub use super::procedure::destination::Act;
use super::procedure::destination::{Guard, PROCEDURE, State};
use super::procedure::engine::{Audience, Heard, Offer, Passed, Refusal};
use super::procedure::statement;
use super::reference::Purpose;
use super::statement::Last;
use super::text;
use crate::said;
pub use correct::{Around, Dated, Meant, due_dates, unanswered, unanswered_now};

/// A statement that is linked to the addressee as its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub reply: Uuid,
    pub handle: String,
    pub extent: Extent,
    /// The day by which an interim reply promised the rest.
    pub expected_on: Option<NaiveDate>,
}

/// A statement that is to be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub handle: String,
    /// It was sent by its procedure, or written down as another body issued it.
    pub sent: bool,
}

/// All that decisions about one destination rest on.
#[derive(Clone, Debug)]
pub struct DestinationFacts {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: Option<State>,
    pub statement: Uuid,
    pub statement_state: Option<statement::State>,
    pub title: String,
    /// The addressee as it is called, or as printed.
    pub name: String,
    pub purpose: Purpose,
    pub deadline: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub position: i16,
    /// Where it stands as long as nothing answers it.
    pub unanswered: Option<State>,
    pub links: Vec<Linked>,
    /// The statement that the command names.
    pub reply: Option<Reply>,
    /// What a correction rests on.
    pub around: Around,
    /// The newest act that people did to the addressee itself.
    pub newest: Option<String>,
    /// The same with all that followed from it; only where it is to be taken back.
    pub last: Option<Last>,
    /// The bodies in which a role counts: those of the statement's owner, or of who wrote it down.
    pub authority: Vec<Uuid>,
    pub author: Option<Officer>,
    pub go_live: Option<NaiveDate>,
}

/// One act on one destination: what the engine asks.
pub struct DestinationCase<'a> {
    pub facts: &'a DestinationFacts,
    pub at: Circumstances<'a>,
    /// What the act brings along; none while only a button is asked about.
    pub command: Option<&'a DestinationCommand>,
}

type Row = Passed<State, Act, Guard>;

/// Every act on the addressee that people have now, with this actor's answer.
pub fn offers(facts: &DestinationFacts, at: Circumstances<'_>) -> Vec<Offer<State, Act, Guard>> {
    PROCEDURE.offers(&DestinationCase { facts, at, command: None })
}

/// The act with this name.
pub fn act_named(name: &str) -> Option<Act> {
    Act::from_name(name)
}

/// Decides one command on one destination.
pub fn decide(
    facts: &DestinationFacts,
    at: Circumstances<'_>,
    command: &DestinationCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let row = PROCEDURE.judge(
        &DestinationCase { facts, at, command: Some(command) },
        command.act(),
        at.reason,
        Heard::All,
    )?;
    let mut decision = match command {
        DestinationCommand::Plan { statement, position, to } => {
            born(facts, &row, State::Planned, *statement, *position, to)
        }
        DestinationCommand::Record { statement, position, to, state } => {
            born(facts, &row, *state, *statement, *position, to)
        }
        DestinationCommand::Change { position, to } => changed(facts, &row, *position, to),
        DestinationCommand::Drop => moved(facts, &row, State::Dropped, DestinationChange::default()),
        DestinationCommand::Deliver => {
            let to = correct::unanswered(facts.purpose, facts.deadline);
            moved(facts, &row, to, DestinationChange::default())
        }
        DestinationCommand::Answer { reply, extent, expected_on } => linked(facts, &row, *reply, *extent, *expected_on),
        DestinationCommand::Unlink { reply } => unlinked(facts, &row, *reply),
        DestinationCommand::GiveUp => moved(facts, &row, State::NotAnswered, DestinationChange::default()),
        DestinationCommand::Correct(wanted) => correct::corrected(facts, &row, wanted, at),
        DestinationCommand::TakeBack { of: Some(of) } => taken_back(facts, &row, *of),
        DestinationCommand::TakeBack { of: None } => correct::restored(facts, &row),
    };
    if let Some(reason) = at.reason.filter(|reason| text::given(reason)) {
        decision.brings("reason", reason);
    }
    decision.tell = telling(facts, row.row.act, row.row.tell);
    let letter = &mut decision.letter;
    letter.insert("title".into(), Value::from(facts.title.clone()));
    letter.insert("body".into(), Value::from(facts.name.clone()));
    if let (DestinationCommand::Answer { extent, .. }, Some(reply)) = (command, &facts.reply) {
        letter.insert("reply".into(), Value::from(reply.handle.clone()));
        letter.insert("extent".into(), Value::from(extent.name()));
    }
    Ok(Some(decision))
}

/// The kind of letter that an act sends.
pub fn notice(act: Act) -> Notice {
    if act == Act::Answer { Notice::ReplyCame } else { Notice::Changed }
}

/// Who is told of what happens to an addressee.
pub fn telling(facts: &DestinationFacts, act: Act, audiences: &[Audience]) -> Vec<Telling> {
    if !audiences.contains(&Audience::Author) {
        return Vec::new();
    }
    let one =
        |author: &Officer| Recipient::person(author.person, &author.name, &author.address, said!("reason-author"));
    let recipients: Vec<Recipient> = facts.author.iter().map(one).collect();
    if recipients.is_empty() { Vec::new() } else { vec![Telling { notice: notice(act), recipients }] }
}

/// A reply is awaited where action is asked, or comment by a day; a comment without a day needs none (PR-9).
fn awaits(purpose: Purpose, deadline: Option<NaiveDate>) -> bool {
    match purpose {
        Purpose::Action => true,
        Purpose::Comment => deadline.is_some(),
        Purpose::Information => false,
    }
}

fn moved(facts: &DestinationFacts, row: &Row, to: State, mut change: DestinationChange) -> Decision {
    change.state = Some(to.name());
    Decision::by(row, facts.state, to, Change::Destination(change))
}

fn born(facts: &DestinationFacts, row: &Row, state: State, statement: Uuid, position: i16, to: &Addressee) -> Decision {
    let change = DestinationChange {
        born: Some(DestinationBirth { statement, body: to.body, printed: to.printed.clone() }),
        purpose: Some(to.purpose),
        deadline: Some(to.deadline),
        position: Some(position),
        ..DestinationChange::default()
    };
    let mut decision = moved(facts, row, state, change);
    decision.changed("purpose", Value::Null, to.purpose.name());
    decision.changed("deadline", Value::Null, json!(to.deadline));
    decision
}

fn changed(facts: &DestinationFacts, row: &Row, position: i16, to: &Addressee) -> Decision {
    let change = DestinationChange {
        purpose: Some(to.purpose),
        deadline: Some(to.deadline),
        position: Some(position),
        ..DestinationChange::default()
    };
    let mut decision = moved(facts, row, facts.state.unwrap_or(State::Planned), change);
    decision.changed("purpose", facts.purpose.name(), to.purpose.name());
    decision.changed("deadline", json!(facts.deadline), json!(to.deadline));
    decision.changed("position", facts.position, position);
    decision
}

/// Back to where the newest step found it. A reply that is taken back leaves what it answered as it was before, and the
/// statement's sum with it.
fn taken_back(facts: &DestinationFacts, row: &Row, of: Uuid) -> Decision {
    if facts.links.iter().any(|link| link.reply == of) {
        return unlinked(facts, row, of);
    }
    let to = match facts.state {
        Some(State::NotAnswered) => State::Awaited,
        Some(State::NotTracked) => State::Dropped,
        Some(State::Planned | State::Dropped | State::NoReplyNeeded | State::Awaited | State::Answered) | None => {
            State::Planned
        }
    };
    moved(facts, row, to, DestinationChange::default())
}

/// A reply may be linked in every state after Sent; what is there already is linked anew under another extent (PR-9).
fn linked(
    facts: &DestinationFacts,
    row: &Row,
    reply: Uuid,
    extent: Extent,
    expected_on: Option<NaiveDate>,
) -> Decision {
    let mut links: Vec<Linked> = facts.links.iter().filter(|link| link.reply != reply).cloned().collect();
    let handle = facts.reply.as_ref().map(|reply| reply.handle.clone()).unwrap_or_default();
    links.push(Linked { reply, handle, extent, expected_on });
    let link = LinkChange::Set { reply, statement: facts.statement, extent: extent.name(), expected_on };
    let mut decision = summed(facts, row, links, link);
    decision.brings("reply", reply.to_string());
    decision.brings("extent", extent.name());
    if let Some(expected_on) = expected_on {
        decision.brings("expected_on", expected_on.to_string());
    }
    decision
}

/// What was linked by mistake is taken off, and where it stands is summed up again (PR-9).
fn unlinked(facts: &DestinationFacts, row: &Row, reply: Uuid) -> Decision {
    let links = facts.links.iter().filter(|link| link.reply != reply).cloned().collect();
    let mut decision = summed(facts, row, links, LinkChange::Off { reply });
    decision.brings("reply", reply.to_string());
    decision
}

/// Answered where one of the links answers; otherwise where it stood without any, with the day that was promised last.
fn summed(facts: &DestinationFacts, row: &Row, links: Vec<Linked>, link: LinkChange) -> Decision {
    let answered = links.iter().any(|link| link.extent.answers());
    let to = if answered { State::Answered } else { facts.unanswered.unwrap_or(State::NoReplyNeeded) };
    let expected_on = links.iter().filter_map(|link| link.expected_on).max();
    let change = DestinationChange { link: Some(link), expected_on: Some(expected_on), ..DestinationChange::default() };
    let mut decision = moved(facts, row, to, change);
    let shown = |links: &[Linked]| -> Vec<String> { links.iter().map(|link| link.handle.clone()).collect() };
    decision.changed("replies", json!(shown(&facts.links)), json!(shown(&links)));
    decision.changed("expected_on", json!(facts.expected_on), json!(expected_on));
    decision.then(Some(facts.statement), Command::Statement(StatementCommand::Settle));
    decision
}
