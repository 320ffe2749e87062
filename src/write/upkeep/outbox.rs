//! Letters on their way. A worker holds a lane (one thread to one address) by an advisory lock of its own connection: no
//! transaction stays open while it talks to a mail server, and a worker that dies lets go at once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::Upkeep;
use crate::db::{DbError, pools};
use crate::facts::deployment::{letters_leave, this_database};
use crate::facts::letter::OutboxRow;
use crate::schema::{outbox, outbox_home};

/// Waits after the first four attempts; after each later one it is `THEREAFTER`.
const WAITS: [TimeDelta; 4] =
    [TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(15), TimeDelta::minutes(60)];
const THEREAFTER: TimeDelta = TimeDelta::hours(4);
/// Attempts in all: the first waits, then every four hours for five days.
const ATTEMPTS: i16 = 4 + 5 * 6;
/// How soon a letter is tried again when there was no server to talk to.
pub const PROBE: TimeDelta = TimeDelta::minutes(1);
/// Due letters looked at for one whose lane nobody holds; more than there are ever workers.
const CANDIDATES: i64 = 64;

const LEFT_BEFORE_STOPPED: &str = "mail-problem-left-before-stopped";
/// Something earlier is on its way in a lane of the letter: its own, or those of what it holds. What goes in a letter with
/// others is as early as that letter, so that no two of them can wait for each other.
const PREDECESSOR: &str = "EXISTS (
    SELECT FROM (SELECT outbox.lane UNION ALL
                 SELECT held.lane FROM outbox held WHERE held.gathered_in = outbox.id AND held.state = 'gathered') mine
    WHERE EXISTS (SELECT FROM outbox earlier
                  WHERE earlier.lane = mine.lane AND earlier.seq < outbox.seq AND earlier.state = 'queued')
       OR EXISTS (SELECT FROM outbox other JOIN outbox letter ON letter.id = other.gathered_in
                  WHERE other.lane = mine.lane AND other.state = 'gathered'
                    AND letter.seq < outbox.seq AND letter.state = 'queued'))";

/// How long a letter waits after so many refusals for now; none when it is given up.
pub fn wait(attempts: i16) -> Option<TimeDelta> {
    let before = usize::try_from(attempts - 1).unwrap_or(0);
    match WAITS.get(before) {
        Some(wait) => Some(*wait),
        None => (attempts < ATTEMPTS).then_some(THEREAFTER),
    }
}

/// What became of a letter that was refused for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferred {
    Until(DateTime<Utc>),
    GivenUp,
}

/// What a letter said when it was sent, for the page that shows it.
#[derive(Clone, Debug)]
pub struct Rendered<'a> {
    pub subject: &'a str,
    pub text: &'a str,
    pub document: Option<&'a [u8]>,
}

/// One worker's connection, with the lanes that it holds.
pub struct Carrier {
    conn: AsyncPgConnection,
}

impl Carrier {
    /// Connects as the writer, outside the pool: the locks belong to this connection.
    pub async fn connect(writer_url: &str) -> Result<Carrier, DbError> {
        let connected = pools::connect(writer_url.to_owned(), "entente worker", Some(Duration::from_secs(10))).await;
        connected.map(|conn| Carrier { conn }).map_err(|error| DbError::NotReachable(error.to_string()))
    }

    /// The next letter that is due, whose lane has no earlier one waiting and is held by nobody else. Its lane is held
    /// until `release`.
    pub async fn claim(&mut self, now: DateTime<Utc>) -> Result<Option<OutboxRow>, DbError> {
        for row in self.due(now, None).await? {
            if !self.lock(&row.lane).await? {
                continue;
            }
            // Whoever held the lane before us may have sent it since we looked.
            match self.due(now, Some(row.id)).await?.pop() {
                Some(row) => return Ok(Some(row)),
                None => self.release(&row.lane).await?,
            }
        }
        Ok(None)
    }

    async fn due(&mut self, now: DateTime<Utc>, only: Option<Uuid>) -> Result<Vec<OutboxRow>, DbError> {
        let mut query = outbox::table
            .filter(outbox::state.eq("queued").and(outbox::next_at.le(now)))
            .filter(letters_leave())
            .filter(diesel::dsl::not(sql::<Bool>(PREDECESSOR)))
            .order((outbox::next_at, outbox::seq))
            .limit(CANDIDATES)
            .select(OutboxRow::as_select())
            .into_boxed();
        if let Some(id) = only {
            query = query.filter(outbox::id.eq(id));
        }
        Ok(query.load(&mut self.conn).await?)
    }

    async fn lock(&mut self, lane: &str) -> Result<bool, DbError> {
        let locked = diesel::select(pg_try_advisory_lock(hashtextextended(lane, LANES)));
        Ok(locked.get_result(&mut self.conn).await?)
    }

    /// Lets go of a lane.
    pub async fn release(&mut self, lane: &str) -> Result<(), DbError> {
        let unlocked = diesel::select(pg_advisory_unlock(hashtextextended(lane, LANES)));
        unlocked.get_result::<bool>(&mut self.conn).await?;
        Ok(())
    }

    /// Keeps what the letter says, before it goes.
    pub async fn rendered(&mut self, id: Uuid, said: &Rendered<'_>) -> Result<(), DbError> {
        diesel::update(queued(id))
            .set((
                outbox::subject_line.eq(said.subject),
                outbox::text.eq(said.text),
                outbox::document.eq(said.document),
            ))
            .execute(&mut self.conn)
            .await?;
        Ok(())
    }

    /// Whether the letter still waits, with all that it holds: somebody may have taken a step back while it was written.
    pub async fn still_queued(&mut self, id: Uuid, held: &[Uuid]) -> Result<bool, DbError> {
        let taken_out = outbox::table.filter(outbox::id.eq_any(held).and(outbox::state.ne("gathered")));
        let whole = diesel::dsl::exists(queued(id)).and(diesel::dsl::not(diesel::dsl::exists(taken_out)));
        Ok(diesel::select(whole).get_result(&mut self.conn).await?)
    }

    /// The server has it: once, by id and state. What was stopped while it left, the letter or what it holds, has left all
    /// the same, and its row must say so. Answers whether it was this call that made it sent.
    pub async fn sent(&mut self, id: Uuid, held: &[Uuid], now: DateTime<Utc>) -> Result<bool, DbError> {
        let sent = self.conn.transaction(async |conn| {
            let set = (outbox::state.eq("sent"), outbox::sent_at.eq(now), outbox::problem.eq(None::<String>));
            let mut sent = diesel::update(queued(id)).set(set).execute(conn).await?;
            let stopped = || outbox::table.filter(outbox::state.eq("cancelled"));
            if sent == 0 {
                let set = (outbox::state.eq("sent"), outbox::sent_at.eq(now), outbox::problem.eq(LEFT_BEFORE_STOPPED));
                sent = diesel::update(stopped().filter(outbox::id.eq(id))).set(set).execute(conn).await?;
            }
            diesel::update(stopped().filter(outbox::id.eq_any(held)))
                .set((outbox::state.eq("gathered"), outbox::problem.eq(LEFT_BEFORE_STOPPED)))
                .execute(conn)
                .await?;
            Ok::<_, diesel::result::Error>(sent == 1)
        });
        Ok(sent.await?)
    }

    /// Its reader is not told this with the rest of the letter.
    pub async fn taken_out(&mut self, held: &[Uuid], why: &str) -> Result<(), DbError> {
        diesel::update(outbox::table.filter(outbox::id.eq_any(held).and(outbox::state.eq("gathered"))))
            .set((outbox::state.eq("cancelled"), outbox::problem.eq(why)))
            .execute(&mut self.conn)
            .await?;
        Ok(())
    }

    /// The server refused it for now: the next attempt, or the end of attempts.
    pub async fn later(&mut self, row: &OutboxRow, now: DateTime<Utc>, why: &str) -> Result<Deferred, DbError> {
        let attempts = row.attempts + 1;
        let Some(wait) = wait(attempts) else {
            self.failed(row, why).await?;
            return Ok(Deferred::GivenUp);
        };
        let until = now + wait;
        diesel::update(queued(row.id))
            .set((outbox::attempts.eq(attempts), outbox::next_at.eq(until), outbox::problem.eq(why)))
            .execute(&mut self.conn)
            .await?;
        Ok(Deferred::Until(until))
    }

    /// The server refused it for good, or it cannot be written. Shown on the page; the lane goes on.
    pub async fn failed(&mut self, row: &OutboxRow, why: &str) -> Result<(), DbError> {
        diesel::update(queued(row.id))
            .set((outbox::state.eq("failed"), outbox::attempts.eq(row.attempts + 1), outbox::problem.eq(why)))
            .execute(&mut self.conn)
            .await?;
        Ok(())
    }

    /// It must not go any more.
    pub async fn cancelled(&mut self, id: Uuid, why: &str) -> Result<(), DbError> {
        diesel::update(queued(id))
            .set((outbox::state.eq("cancelled"), outbox::problem.eq(why)))
            .execute(&mut self.conn)
            .await?;
        Ok(())
    }

    /// There was no server: its state, not the letter's, so nothing is counted.
    pub async fn postponed(&mut self, id: Uuid, now: DateTime<Utc>, why: &str) -> Result<(), DbError> {
        diesel::update(queued(id))
            .set((outbox::next_at.eq(now + PROBE), outbox::problem.eq(why)))
            .execute(&mut self.conn)
            .await?;
        Ok(())
    }
}

impl Upkeep {
    /// Tries the letters that were given up once more, as if they were new: those about these subjects, or all. In their
    /// lanes they come before what was queued later. Answers how many.
    pub async fn try_again(&self, about: Option<&[Uuid]>, now: DateTime<Utc>) -> Result<usize, DbError> {
        let mut conn = self.connection().await?;
        let given_up = outbox::table.filter(outbox::state.eq("failed"));
        let anew = (
            outbox::state.eq("queued"),
            outbox::attempts.eq(0),
            outbox::next_at.eq(now),
            outbox::problem.eq(None::<String>),
        );
        Ok(match about {
            Some(subjects) => {
                let held = diesel::alias!(outbox as held);
                let holds = held
                    .filter(held.field(outbox::gathered_in).eq(outbox::id.nullable()))
                    .filter(held.field(outbox::subject_id).eq_any(subjects))
                    .filter(held.field(outbox::state).eq("gathered"));
                let theirs = given_up.filter(outbox::subject_id.eq_any(subjects).or(diesel::dsl::exists(holds)));
                diesel::update(theirs).set(anew).execute(&mut conn).await?
            }
            None => diesel::update(given_up).set(anew).execute(&mut conn).await?,
        })
    }
}

/// What a letter says that an administrator of a copy did not let go.
const NOT_RELEASED: &str = "mail-problem-not-released";

impl Upkeep {
    /// Lets letters leave from this database from now on; with `discard`, those that wait now never do. Answers how many
    /// wait or were discarded, none where they could leave already.
    pub async fn release_letters(&self, by: &str, discard: bool, now: DateTime<Utc>) -> Result<Option<i64>, DbError> {
        let mut conn = self.connection().await?;
        let released = conn.transaction(async |conn| {
            let home =
                (outbox_home::place.eq(this_database()), outbox_home::since.eq(now), outbox_home::released_by.eq(by));
            let rows = diesel::insert_into(outbox_home::table).values(home).on_conflict_do_nothing();
            if rows.execute(conn).await? == 0 {
                return Ok(None);
            }
            let waiting = outbox::table.filter(outbox::state.eq("queued"));
            if discard {
                let set = (outbox::state.eq("cancelled"), outbox::problem.eq(NOT_RELEASED));
                return Ok(Some(diesel::update(waiting).set(set).execute(conn).await? as i64));
            }
            Ok::<_, diesel::result::Error>(Some(waiting.count().get_result(conn).await?))
        });
        Ok(released.await?)
    }
}

/// The seed that keeps the locks of lanes apart from other advisory locks.
pub(in crate::write) const LANES: i64 = 0x6c61_6e65;

#[diesel::declare_sql_function]
extern "SQL" {
    fn hashtextextended(text: Text, seed: BigInt) -> BigInt;
    fn pg_try_advisory_lock(key: BigInt) -> Bool;
    fn pg_advisory_unlock(key: BigInt) -> Bool;
}

#[diesel::dsl::auto_type]
fn queued(id: Uuid) -> _ {
    outbox::table.filter(outbox::id.eq(id).and(outbox::state.eq("queued")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_after_1_5_15_and_60_minutes_and_then_for_five_days() {
        let minutes: Vec<i64> = (1..=5).filter_map(wait).map(|wait| wait.num_minutes()).collect();
        assert_eq!(minutes, [1, 5, 15, 60, 240]);
        let all: TimeDelta = (1..100).map_while(wait).fold(TimeDelta::zero(), |sum, wait| sum + wait);
        assert!(all > TimeDelta::days(4) && all < TimeDelta::days(6), "{all}");
        assert_eq!(wait(ATTEMPTS), None);
    }
}
