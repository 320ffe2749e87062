//! The door: one transaction from the lock to the letters. What follows from a command runs in the same transaction,
//! each with its own lock, decision and event.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::order::{Error, Order, Receipt, Stale};
use super::{reach, rows};
use crate::db::{Connection, DbError, Pool};
use crate::domain::command::{Command, DestinationCommand, Kind, RegistrationCommand, StatementCommand};
use crate::domain::decision::{Circumstances, Decision};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::{allocation, destination, meeting, note, record, registration, statement};
use crate::domain::{calendar, days};
use crate::facts::{self, Place};
use crate::said;

/// How often a transaction that PostgreSQL asks to repeat is repeated.
pub(super) const REPEATS: usize = 3;
/// Follow-ons of follow-ons; a table that needs more has a loop in it.
const DEEPEST: usize = 6;

/// The one way to change a fact.
#[derive(Clone)]
pub struct Door {
    pool: Pool,
    hold: TimeDelta,
}

/// One open transaction with what all its steps share.
pub(super) struct Tx<'c> {
    pub conn: &'c mut AsyncPgConnection,
    pub now: DateTime<Utc>,
    /// How long letters to outside wait (PR-7).
    pub hold: TimeDelta,
    /// Who asked; nobody is told of what they did themselves.
    pub asker: Option<Uuid>,
    pub letters: i64,
}

/// One command on its way, the first or one that follows.
struct Step<'a> {
    subject: Option<Uuid>,
    born_as: Option<Uuid>,
    command: &'a Command,
    version: Option<i32>,
    key: Option<&'a str>,
    occurred_on: Option<NaiveDate>,
    /// The day was typed, and is not that of something only recorded (PR-6): it must fit the days before it.
    dated: bool,
    reason: Option<&'a str>,
    actor: &'a Actor,
    cause: Option<Uuid>,
    /// Follows from what is sent or passed on, which can still be stopped.
    leaves: bool,
    depth: usize,
}

impl Door {
    /// A door to the database behind this pool; letters to outside wait for `hold_minutes`.
    pub fn new(writer: Pool, hold_minutes: u32) -> Door {
        Door { pool: writer, hold: TimeDelta::minutes(i64::from(hold_minutes)) }
    }

    pub(super) async fn connection(&self) -> Result<Connection, DbError> {
        self.pool.connection().await
    }

    pub(super) fn tx<'c>(&self, conn: &'c mut AsyncPgConnection, now: DateTime<Utc>, actor: &Actor) -> Tx<'c> {
        Tx { conn, now, hold: self.hold, asker: actor.person(), letters: 0 }
    }

    /// Does what the order says, or says why not. In one transaction: lock, decide, row, event, letters, commit.
    pub async fn perform(&self, now: DateTime<Utc>, actor: &Actor, order: Order) -> Result<Receipt, Error> {
        let mut receipts = self.perform_all(now, actor, std::slice::from_ref(&order)).await?;
        receipts.pop().ok_or_else(|| Error::Broken("no receipt".to_owned()))
    }

    /// Several orders in one transaction: all or nothing. The key of the last covers them all.
    pub async fn perform_all(
        &self,
        now: DateTime<Utc>,
        actor: &Actor,
        orders: &[Order],
    ) -> Result<Vec<Receipt>, Error> {
        let mut tries = 0;
        loop {
            let mut conn = self.connection().await?;
            let result = conn.transaction(async |conn| {
                let mut tx = self.tx(conn, now, actor);
                all(&mut tx, actor, orders).await
            });
            match result.await {
                Err(Error::Db(DbError::Repeat(_))) if tries < REPEATS => tries += 1,
                other => return other,
            }
        }
    }
}

/// All of them in turn. The key is taken before the first: what was done under it is not done again, nor what came first.
pub(super) async fn all(tx: &mut Tx<'_>, actor: &Actor, orders: &[Order]) -> Result<Vec<Receipt>, Error> {
    let keyed = orders.last().and_then(|last| last.key.as_deref().map(|key| (key, last)));
    if let Some((key, last)) = keyed
        && let Some(receipt) = rows::key::claim(tx, actor, key, &hash(last)).await?
    {
        return Ok(vec![receipt]);
    }
    let mut receipts = Vec::with_capacity(orders.len());
    for order in orders {
        receipts.push(one(tx, actor, order).await?);
    }
    if let (Some((key, _)), Some(receipt)) = (keyed, receipts.last()) {
        rows::key::keep(tx, actor, key, receipt).await?;
    }
    Ok(receipts)
}

/// What an order asks; another under the same key is refused.
fn hash(order: &Order) -> Vec<u8> {
    let asked = format!("{:?} {:?} {:?} {:?}", order.subject, order.command, order.occurred_on, order.reason);
    Sha256::digest(asked).to_vec()
}

async fn one(tx: &mut Tx<'_>, actor: &Actor, order: &Order) -> Result<Receipt, Error> {
    let before = tx.letters;
    let step = Step {
        subject: order.subject,
        born_as: order.born_as,
        command: &order.command,
        version: order.version,
        key: order.key.as_deref(),
        occurred_on: order.occurred_on,
        dated: order.occurred_on.is_some() && !order.command.records(),
        reason: order.reason.as_deref(),
        actor,
        cause: None,
        leaves: matches!(
            order.command,
            Command::Statement(StatementCommand::Send(_)) | Command::Registration(RegistrationCommand::Forward(_))
        ),
        depth: 0,
    };
    let mut receipt = Box::pin(step_on(tx, step)).await?.ok_or_else(|| Error::Broken("nothing done".to_owned()))?;
    receipt.letters = tx.letters - before;
    Ok(receipt)
}

/// One command: lock, decide, row, event, letters, then what follows. `None`: there was nothing to change.
async fn step_on(tx: &mut Tx<'_>, step: Step<'_>) -> Result<Option<Receipt>, Error> {
    if step.depth > DEEPEST {
        return Err(Error::Broken("follow-ons without end".to_owned()));
    }
    let kind = step.command.kind();
    let id = step.subject.or(step.born_as).unwrap_or_else(Uuid::now_v7);
    let place = match step.subject {
        Some(id) => facts::place::of_subject(tx.conn, kind, id).await?,
        None => facts::place::of_birth(tx.conn, step.command).await?,
    };
    let today = calendar::today(tx.now, &place.zone);
    let occurred_on = step.occurred_on.unwrap_or(today);
    if occurred_on > today {
        return Err(Error::Refused(vec![in_the_future(occurred_on)]));
    }
    if let (Actor::Person { .. }, Some(_)) = (step.actor, place.statement)
        && !facts::sight::actor_sees(tx.conn, step.actor, today, &place).await?
    {
        return Err(Error::Missing);
    }
    if let Actor::Person { id: person, .. } = step.actor {
        reach::files(tx, step.actor, *person, today, step.command).await?;
        named_in_sight(tx, step.actor, today, step.command).await?;
    }
    reach::addressees(tx, step.command).await?;
    reach::named(tx, step.command).await?;
    let at = Circumstances { actor: step.actor, occurred_on, today, reason: step.reason };
    let born = step.subject.is_none();
    let Some(decision) = decide(tx, id, born, step.command, &step.version, at).await? else { return Ok(None) };
    if step.dated && !born && occurred_on < today && !step.command.sums_up() {
        forward(tx, kind, id, occurred_on).await?;
    }
    let mut receipt = write(tx, id, born, &place, &step, at, &decision).await?;
    for follow in &decision.then {
        let next = Step {
            subject: follow.subject,
            born_as: None,
            command: &follow.command,
            version: None,
            key: None,
            occurred_on: Some(occurred_on),
            dated: step.dated,
            reason: follow.reason.as_deref().or(step.reason.filter(|_| !follow.command.crosses())),
            actor: &Actor::System,
            cause: Some(step.cause.unwrap_or(receipt.event)),
            leaves: step.leaves,
            depth: step.depth + 1,
        };
        Box::pin(step_on(tx, next)).await?;
    }
    // What followed may have moved the subject itself on; only the receipt of the command that was asked is read.
    if step.depth == 0
        && !decision.then.is_empty()
        && let Some((version, state)) = rows::current(tx, kind, id).await?
    {
        (receipt.version, receipt.state) = (version, state);
    }
    Ok(Some(receipt))
}

async fn write(
    tx: &mut Tx<'_>,
    id: Uuid,
    born: bool,
    place: &Place,
    step: &Step<'_>,
    at: Circumstances<'_>,
    decision: &Decision,
) -> Result<Receipt, Error> {
    let kind = step.command.kind();
    let handle = if born { rows::subject::insert(tx, id, kind).await? } else { place.own.clone() };
    let event = rows::event::Happened { subject: id, kind, decision, at, cause: step.cause, key: step.key };
    let event = rows::event::insert(tx, &event).await?;
    let written = rows::apply(tx, id, event, kind, decision).await?;
    let lane = if place.handle.is_empty() { handle.clone() } else { place.handle.clone() };
    let statement = place.statement.or((kind == Kind::Statement).then_some(id));
    let (subject, handle_of) = (id, lane.as_str());
    let (number, leaves) = (written.number, step.leaves && step.command.crosses());
    let letters = rows::letter::Letters { event, kind, subject, statement, handle: handle_of, number, at, leaves };
    rows::letter::queue(tx, &letters, decision).await?;
    let state = decision.to.to_owned();
    Ok(Receipt { subject: id, handle, version: written.version, state, event, letters: 0, repeated: false })
}

async fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    born: bool,
    command: &Command,
    version: &Option<i32>,
    at: Circumstances<'_>,
) -> Result<Option<Decision>, Error> {
    let on = at.occurred_on;
    let (conn, decided) = (&mut *tx.conn, |result: Result<_, Vec<Refusal>>| result.map_err(Error::Refused));
    match command {
        Command::Statement(command) => {
            let facts = facts::statement::of(conn, id, born, command, on).await?;
            fresh(tx, id, Kind::Statement, facts.version, version).await?;
            decided(statement::decide(&facts, at, command))
        }
        Command::Destination(command) => {
            let facts = match born {
                true => facts::destination::unborn(conn, id, command).await?,
                false => facts::destination::load(conn, id, true, Some(command), on).await?,
            };
            fresh(tx, id, Kind::Destination, facts.version, version).await?;
            decided(destination::decide(&facts, at, command))
        }
        Command::Registration(command) => {
            let facts = facts::registration::of(conn, id, born, command, on).await?;
            fresh(tx, id, Kind::Registration, facts.version, version).await?;
            decided(registration::decide(&facts, at, command))
        }
        Command::Allocation(command) => {
            let facts = match born {
                true => facts::allocation::unborn(conn, id, command, on).await?,
                false => facts::allocation::load(conn, id, true, on).await?,
            };
            fresh(tx, id, Kind::Allocation, facts.version, version).await?;
            decided(allocation::decide(&facts, at, command))
        }
        Command::Note(command) => {
            let facts = facts::note::of(conn, id, command, on).await?;
            fresh(tx, id, Kind::Note, facts.version, version).await?;
            decided(note::decide(&facts, at, command))
        }
        Command::Meeting(command) => {
            let facts = facts::meeting::of(conn, id, command, on).await?;
            fresh(tx, id, Kind::Meeting, facts.version, version).await?;
            decided(meeting::decide(&facts, at, command))
        }
        Command::Record(inner) => {
            let facts = match born {
                true => facts::record::unborn(conn, id, inner).await?,
                false => facts::record::of(conn, id, command.kind(), (inner, at.actor, at.today)).await?,
            };
            fresh(tx, id, command.kind(), facts.version, version).await?;
            decided(record::decide(&facts, at, inner))
        }
    }
}

fn statements(of: &Option<Uuid>) -> impl Iterator<Item = (Kind, Uuid)> {
    of.iter().map(|id| (Kind::Statement, *id))
}

/// What a command names beside its own subject must be in sight too: nobody answers or receives what they cannot see.
async fn named_in_sight(tx: &mut Tx<'_>, actor: &Actor, today: NaiveDate, command: &Command) -> Result<(), Error> {
    let named: Vec<(Kind, Uuid)> = match command {
        Command::Statement(StatementCommand::Draft { answers, corrects, .. }) => {
            let answered = answers.iter().map(|allocation| (Kind::Allocation, *allocation));
            answered.chain(statements(corrects)).collect()
        }
        Command::Statement(StatementCommand::Record(recorded)) => {
            statements(&recorded.answers).chain(statements(&recorded.corrects)).collect()
        }
        Command::Statement(StatementCommand::RecordOwn(past)) => {
            statements(&past.answers).chain(statements(&past.corrects)).collect()
        }
        Command::Statement(StatementCommand::MergeInto(into)) => vec![(Kind::Statement, *into)],
        Command::Registration(RegistrationCommand::Receive { statement, .. }) => vec![(Kind::Statement, *statement)],
        Command::Destination(DestinationCommand::Answer { reply, .. }) => vec![(Kind::Statement, *reply)],
        Command::Statement(_)
        | Command::Destination(_)
        | Command::Registration(_)
        | Command::Allocation(_)
        | Command::Note(_)
        | Command::Meeting(_)
        | Command::Record(_) => Vec::new(),
    };
    for (kind, id) in named {
        let place = facts::place::of_subject(tx.conn, kind, id).await?;
        if !facts::sight::actor_sees(tx.conn, actor, today, &place).await? {
            return Err(Error::Missing);
        }
        if kind == Kind::Allocation {
            let facts = facts::allocation::load(tx.conn, id, false, today).await?;
            let at = Circumstances { actor, occurred_on: today, today, reason: None };
            if !allocation::works_on(&facts, at) {
                return Err(Error::Refused(vec![not_your_work()]));
            }
        }
    }
    Ok(())
}

fn not_your_work() -> Refusal {
    Refusal {
        code: "not-yours".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-not-your-work"),
        clause: None,
        who: vec!["who-assignee".to_owned()],
        field: Some("answers".to_owned()),
    }
}

/// Refuses an act on a version that no longer stands, and says what happened since.
async fn fresh(tx: &mut Tx<'_>, id: Uuid, kind: Kind, now: i32, seen: &Option<i32>) -> Result<(), Error> {
    match seen {
        Some(seen) if *seen != now => {
            let stale: Stale = rows::event::newest(tx, id, kind, now).await?;
            Err(Error::Stale(Box::new(stale)))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a day before that of an event which still stands, and names it.
async fn forward(tx: &mut Tx<'_>, kind: Kind, id: Uuid, on: NaiveDate) -> Result<(), Error> {
    let history = facts::last::history(tx.conn, id).await?;
    let Some(later) = days::later_than(&history, on) else { return Ok(()) };
    let act = format!("act-{}-{}", kind.slug(), later.act.replace('_', "-"));
    Err(Error::Refused(vec![Refusal {
        code: "runs-backwards".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-runs-backwards", on = on, last = later.on).term("act", act),
        clause: Some(crate::domain::clause::practice("PR-5")),
        who: Vec::new(),
        field: Some("occurred_on".to_owned()),
    }]))
}

fn in_the_future(on: NaiveDate) -> Refusal {
    Refusal {
        code: "in-the-future".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-in-the-future", on = on),
        clause: Some(crate::domain::clause::practice("PR-5")),
        who: Vec::new(),
        field: Some("occurred_on".to_owned()),
    }
}
