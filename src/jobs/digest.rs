//! The daily digest: for everybody whose hour has come, what waits for them, what is due and what changed since. It looks
//! at what has no outcome yet, so that a run twice, late or missed tells nothing twice and leaves nothing out.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{JobError, Work};
use crate::db::DbError;
use crate::domain::calendar;
use crate::domain::digest::{self, Look, Outcome, Slot, Waiting};
use crate::domain::people::Actor;
use crate::facts::{self, GENEVA};
use crate::mail::compose::digest::{CHANGES, Change, DigestFacts, ROWS, Turn};
use crate::read;
use crate::read::digest::Item;
use crate::read::home::{self, mine};
use crate::read::preference::{self, Reader};
use crate::said;
use crate::write::upkeep::digest::Digest;

/// People looked at together; the number of queries is the same for one and for all of them.
pub const BATCH: i64 = 100;
/// What is told to them in one run; the rest is told the next day.
const MOST: i64 = 20_000;

/// Looks once after everybody; answers how many letters were queued.
pub async fn run_once(work: &Work) -> Result<usize, JobError> {
    let now = work.now();
    let today = calendar::today(now, GENEVA);
    let (mut after, mut letters) = (None, 0);
    loop {
        let readers = {
            let mut conn = work.reader.connection().await?;
            preference::readers(&mut conn, after, BATCH, today).await?
        };
        let Some(last) = readers.last() else { return Ok(letters) };
        after = Some(last.person);
        letters += batch(work, readers, now, today).await?;
    }
}

pub(super) async fn digests(work: &Work) -> Result<String, JobError> {
    Ok(run_once(work).await?.to_string())
}

async fn batch(work: &Work, readers: Vec<Reader>, now: DateTime<Utc>, today: NaiveDate) -> Result<usize, JobError> {
    let (mut begin, mut due) = (Vec::new(), Vec::new());
    for reader in readers {
        match digest::look(now, reader.preference.rhythm, reader.last) {
            Look::NotYet => {}
            Look::Begin(slot) => begin.push((reader.person, slot.day)),
            Look::Now(slot) => due.push((reader, slot)),
        }
    }
    if !begin.is_empty() {
        work.upkeep.begin_digests(now, &begin).await?;
    }
    if due.is_empty() {
        return Ok(0);
    }
    let digests = gathered(work, due, today).await?;
    match work.upkeep.keep_digests(now, &digests).await {
        // Another worker was quicker; the next run looks at what is left.
        Err(DbError::Repeat(_)) => Ok(0),
        other => Ok(other?),
    }
}

/// The digests of these people, from one look at the state.
async fn gathered(work: &Work, due: Vec<(Reader, Slot)>, today: NaiveDate) -> Result<Vec<Digest>, JobError> {
    let mut conn = work.reader.connection().await?;
    let ids: Vec<Uuid> = due.iter().map(|(reader, _)| reader.person).collect();
    let actors: Vec<Actor> = facts::actor::load_all(&mut conn, &ids).await?;
    let sights = facts::sight::of_all(&mut conn, &actors, today).await?;
    let mut waiting: HashMap<Uuid, Vec<Item>> = HashMap::new();
    for item in read::digest::waiting(&mut conn, &sights, MOST).await? {
        waiting.entry(item.person).or_default().push(item);
    }
    let trees = mine::trees(&mut conn, &actors, today).await?;
    let mut turns = mine::of(&mut conn, &trees).await?;
    let one = |(reader, slot): (Reader, Slot)| {
        let items = waiting.remove(&reader.person).unwrap_or_default();
        let turns = turns.remove(&reader.person).unwrap_or_default();
        digest_of(reader, slot, items, turns)
    };
    Ok(due.into_iter().map(one).collect())
}

fn digest_of(reader: Reader, slot: Slot, items: Vec<Item>, turns: Vec<home::Turn>) -> Digest {
    let rhythm = reader.preference.rhythm;
    let asked: Vec<Waiting> = items.iter().map(|item| Waiting { item: item.id, seen: item.seen }).collect();
    let soon = slot.day + Days::new(home::SOON);
    let (mut deadlines, turns): (Vec<home::Turn>, Vec<home::Turn>) =
        turns.into_iter().partition(|turn| turn.due.is_some_and(|due| due <= soon));
    deadlines.sort_by_key(|turn| (turn.due, turn.seq));
    let speaks = |turn: &home::Turn| match (turn.due, reader.last) {
        (Some(due), Some(last)) => digest::speaks(due, last, slot.day),
        (Some(_), None) | (None, _) => false,
    };
    let plan = digest::plan(slot, rhythm.on, &asked, deadlines.iter().any(speaks));
    let told = items.into_iter().zip(&plan.outcomes).filter(|(_, (_, outcome))| *outcome == Outcome::Told);
    let changes = by_object(told.map(|(item, _)| change(item)).collect());
    let facts = DigestFacts {
        language: reader.preference.language,
        day: slot.day,
        hour: rhythm.hour,
        zone: rhythm.zone.name().to_owned(),
        turns_more: turns.len().saturating_sub(ROWS),
        turns: turns.into_iter().take(ROWS).map(turn).collect(),
        deadlines_more: deadlines.len().saturating_sub(ROWS),
        deadlines: deadlines.into_iter().take(ROWS).map(turn).collect(),
        changes_more: changes.len().saturating_sub(CHANGES),
        changes: changes.into_iter().take(CHANGES).collect(),
    };
    let (person, name, address) = (reader.person, reader.name, reader.address);
    Digest { person, name, address, plan, facts: json!(facts), reasons: vec![said!("reason-digest")] }
}

/// Objects in the order of their first change, the changes of each together.
fn by_object(changes: Vec<Change>) -> Vec<Change> {
    let mut order: HashMap<i64, usize> = HashMap::new();
    for change in &changes {
        let next = order.len();
        order.entry(change.statement).or_insert(next);
    }
    let mut changes = changes;
    changes.sort_by_key(|change| order.get(&change.statement).copied());
    changes
}

fn turn(turn: home::Turn) -> Turn {
    Turn {
        statement: turn.seq,
        receiver: turn.receiver,
        title: turn.title,
        procedure: turn.procedure.to_owned(),
        state: turn.state,
        due: turn.due,
    }
}

fn change(item: Item) -> Change {
    let frozen: Change = serde_json::from_value(item.facts).unwrap_or_else(|error| {
        tracing::error!(item = %item.id, %error, "a line of a digest cannot be read");
        Change::default()
    });
    Change { statement: item.statement, receiver: item.receiver, at: item.queued_at, ..frozen }
}
