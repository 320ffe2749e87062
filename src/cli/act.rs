//! `entente act`: one act through the same form and the same door as the pages.

use std::process::ExitCode;

use clap::Args;
use uuid::Uuid;

use super::failure::Failure;
use super::opened::Opened;
use super::{console, fields};
use crate::config::Config;
use crate::domain::ask::asks;
use crate::domain::command::Kind;
use crate::domain::form::{self, FieldProblem};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::procedure::printed;
use crate::facts::{self, Conn};
use crate::said;
use crate::words::Words;
use crate::write::{Error, Order, Receipt};

/// Do one act.
#[derive(Args, Debug)]
#[command(override_usage = "entente act [OPTIONS] HANDLE ACT\n       entente act [OPTIONS] --new KIND ACT")]
pub struct Act {
    /// What, and what to do with it: LS-1001 submit
    #[arg(required = true, num_args = 1..=2, value_name = "HANDLE ACT")]
    words: Vec<String>,
    /// The act makes something new: statement (acts: draft, record), registration (act: receive) or note (act: write)
    #[arg(long, value_name = "KIND")]
    new: Option<String>,
    /// A field of the act's form, as often as needed. Bodies by short name, people by address; lists as JSON
    #[arg(long = "field", short, value_name = "NAME=VALUE")]
    fields: Vec<String>,
    /// Who acts, by e-mail address; without it the administrator, if there is only one
    #[arg(long = "as", value_name = "EMAIL")]
    who: Option<String>,
    /// Only if nothing has changed since this version (entente show prints it)
    #[arg(long, value_name = "N")]
    version: Option<i32>,
    /// The same key does the same thing only once, however often the command is repeated
    #[arg(long)]
    key: Option<String>,
}

/// What the act is done to.
struct Subject {
    id: Option<Uuid>,
    kind: Kind,
    handle: String,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    Done {
        receipt: Receipt,
        kind: Kind,
        act: String,
    },
    /// The fields cannot be read.
    NotRead(Vec<FieldProblem>),
    /// The rules say no.
    Refused(Vec<Refusal>),
}

/// Does it, and prints the receipt or why not.
pub async fn run(config: Config, what: &Act, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::ready(config).await?;
    let outcome = perform(&opened, what).await;
    opened.close().await?;
    Ok(match outcome? {
        Outcome::Done { receipt, kind, act } => done(&receipt, kind, &act, words),
        Outcome::NotRead(problems) => not_read(&problems, words),
        Outcome::Refused(refusals) => refused(&refusals, words),
    })
}

/// Does it under the rules, and says what came of it.
pub async fn perform(opened: &Opened, what: &Act) -> Result<Outcome, Failure> {
    let clock = opened.clock().await?;
    let mut conn = opened.pools.reader.connection().await?;
    let (subject, act) = subject(&mut conn, what).await?;
    let act = act.replace('-', "_");
    if asks(subject.kind, &act).is_none() {
        return Err(said!("cli-no-such-act", act = act, acts = acts_of(subject.kind).join(", ")).into());
    }
    let actor = actor(&mut conn, what.who.as_deref()).await?;
    let given = fields::resolved(&mut conn, subject.kind, &act, fields::given(&what.fields)?).await?;
    drop(conn);
    let read = form::command(subject.kind, &act, &given).and_then(|command| Ok((command, form::envelope(&given)?)));
    let (command, envelope) = match read {
        Ok(read) => read,
        Err(problems) => return Ok(Outcome::NotRead(problems)),
    };
    let mut order = Order::new(command);
    (order.subject, order.version, order.key) = (subject.id, what.version, what.key.clone());
    (order.occurred_on, order.reason) = (envelope.occurred_on, envelope.reason);
    match opened.door().perform(clock.now(), &actor, order).await {
        Ok(receipt) => Ok(Outcome::Done { receipt, kind: subject.kind, act }),
        Err(Error::Refused(refusals)) => Ok(Outcome::Refused(refusals)),
        Err(Error::Fields(problems)) => Ok(Outcome::NotRead(problems)),
        Err(Error::Stale(stale)) => {
            Err(said!("cli-stale", version = i64::from(stale.version), handle = subject.handle).into())
        }
        Err(Error::Missing) => Err(said!("cli-missing", who = name(&actor)).into()),
        Err(error @ (Error::Db(_) | Error::Broken(_))) => Err(error.into()),
    }
}

async fn subject(conn: &mut Conn, what: &Act) -> Result<(Subject, String), Failure> {
    match (&what.new, what.words.as_slice()) {
        (Some(kind), [act]) => {
            let kinds = || Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
            let kind =
                Kind::from_name(kind).ok_or_else(|| said!("cli-no-such-kind", kind = kind.clone(), kinds = kinds()))?;
            Ok((Subject { id: None, kind, handle: String::new() }, act.clone()))
        }
        (None, [handle, act]) => {
            let (id, kind) = fields::subject(conn, handle).await?;
            Ok((Subject { id: Some(id), kind, handle: handle.clone() }, act.clone()))
        }
        _ => Err(said!("cli-two-words").into()),
    }
}

async fn actor(conn: &mut Conn, who: Option<&str>) -> Result<Actor, Failure> {
    let id = match who {
        Some(email) => facts::find::person(conn, email).await?.ok_or_else(|| said!("cli-no-person", name = email))?,
        None => match facts::find::administrators(conn).await?.as_slice() {
            [one] => *one,
            _ => return Err(said!("cli-who").into()),
        },
    };
    Ok(facts::actor::load(conn, id).await?)
}

fn name(actor: &Actor) -> String {
    match actor {
        Actor::Person { name, .. } => name.clone(),
        Actor::System | Actor::Clock | Actor::Importer => String::new(),
    }
}

/// The acts of a kind that people do.
fn acts_of(kind: Kind) -> Vec<&'static str> {
    let all = printed::all();
    let mut acts: Vec<&'static str> = Vec::new();
    for row in all.iter().filter(|one| one.name == kind.name()).flat_map(|one| &one.rows) {
        if asks(kind, row.act).is_some() && !acts.contains(&row.act) {
            acts.push(row.act);
        }
    }
    acts
}

fn done(receipt: &Receipt, kind: Kind, act: &str, words: &Words) -> ExitCode {
    let state = format!("state-{}-{}", kind.procedure(), receipt.state.replace('_', "-"));
    let version = i64::from(receipt.version);
    let sentence = if receipt.repeated {
        said!("cli-done-before", handle = receipt.handle.clone(), version = version).term("state", state)
    } else {
        let done = format!("done-{}-{}", kind.procedure(), act.replace('_', "-"));
        said!("cli-done", handle = receipt.handle.clone(), version = version).term("state", state).term("done", done)
    };
    console::line(words.say(&sentence));
    if !receipt.repeated {
        console::line(words.n("cli-letters-queued", receipt.letters));
    }
    ExitCode::SUCCESS
}

fn not_read(problems: &[FieldProblem], words: &Words) -> ExitCode {
    console::progress(words.t("cli-nothing-changed"));
    for problem in problems {
        console::progress(format!("  - {}: {}", problem.field, words.say(&problem.said)));
    }
    ExitCode::FAILURE
}

/// The refusals as sentences, each with its clause and with who can help.
fn refused(refusals: &[Refusal], words: &Words) -> ExitCode {
    console::progress(words.t("cli-nothing-changed"));
    for refusal in refusals.iter().filter(|refusal| refusal.severity != Severity::Info) {
        console::progress(format!("  - {}", sentence(refusal, words)));
    }
    ExitCode::FAILURE
}

/// `The deadline is missing (A.1 (2022-03), 1.5.1)`.
pub fn sentence(refusal: &Refusal, words: &Words) -> String {
    let mut text = words.say(&refusal.said);
    if let Some(clause) = &refusal.clause {
        text += &format!(" ({})", clause.cite());
    }
    if !refusal.who.is_empty() {
        let who: Vec<String> = refusal.who.iter().map(|key| words.t(key)).collect();
        text += &format!(" {}.", words.fill("cli-can-help", "who", &who.join(", ")));
    }
    text
}
