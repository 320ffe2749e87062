//! Once a day: when somebody's digest is due in their own zone, what of all that waits goes into it, and whether it is
//! worth a letter. Each event is told to a person once, because what was told is never looked at again.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::named;

/// The notice of a letter that tells of many events.
pub const DIGEST: &str = "digest";
/// The hour of whoever has said nothing.
pub const HOUR: u8 = 7;

/// Days before and after a due date on which the digest speaks of it (PR-12: at most four times after the date).
const BEFORE: [u64; 4] = [7, 3, 1, 0];
const AFTER: [u64; 4] = [1, 3, 7, 14];

/// When and whether somebody hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    pub zone: Tz,
    pub hour: u8,
    pub on: bool,
}

/// How a person wants to read and hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    pub language: String,
    pub rhythm: Rhythm,
}

/// One day of somebody's calendar, and the moment of its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
}

/// What is to be done for somebody now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Today's was looked at, or its hour has not come.
    NotYet,
    /// Nothing was ever looked at: the first digest is the next one, not one at this odd hour.
    Begin(Slot),
    /// The newest slot that is over; of several that were missed it is the only one.
    Now(Slot),
}

/// What waits to be told to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub item: Uuid,
    /// Whether the reader may see now what it tells of.
    pub seen: bool,
}

named! {
    /// What became of something that waited.
    pub enum Outcome {
        Told = "told",
        /// The reader may no longer see it.
        OutOfSight = "out_of_sight",
        /// The reader wants no digest.
        Declined = "declined",
    }
}

/// One person's digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub slot: Slot,
    pub outcomes: Vec<(Uuid, Outcome)>,
    /// There is something to say.
    pub letter: bool,
}

/// The moment of that day's digest. Where the clock goes over the hour, the first moment after the gap; where the hour
/// comes twice, the first time.
pub fn moment(day: NaiveDate, hour: u8, zone: Tz) -> DateTime<Utc> {
    let wanted = day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(hour));
    // No clock was ever put forward by more than a day.
    (0..=26 * 60)
        .find_map(|minute| zone.from_local_datetime(&(wanted + TimeDelta::minutes(minute))).earliest())
        .map_or_else(|| wanted.and_utc(), |found| found.with_timezone(&Utc))
}

/// The newest slot whose moment has come.
pub fn newest(now: DateTime<Utc>, rhythm: Rhythm) -> Slot {
    let today = now.with_timezone(&rhythm.zone).date_naive();
    let mut slot = Slot { day: today, at: moment(today, rhythm.hour, rhythm.zone) };
    while slot.at > now {
        let day = slot.day - Days::new(1);
        slot = Slot { day, at: moment(day, rhythm.hour, rhythm.zone) };
    }
    slot
}

/// What is to be done now for somebody whose newest slot was that of `last`. A day has one digest, also where hour or
/// zone are changed meanwhile.
pub fn look(now: DateTime<Utc>, rhythm: Rhythm, last: Option<NaiveDate>) -> Look {
    let slot = newest(now, rhythm);
    match last {
        None => Look::Begin(slot),
        Some(last) if slot.day > last => Look::Now(slot),
        Some(_) => Look::NotYet,
    }
}

/// One person's digest of all that waits; `speaks`: a due date speaks today.
pub fn plan(slot: Slot, on: bool, waiting: &[Waiting], speaks: bool) -> Plan {
    let outcome = |one: &Waiting| match (one.seen, on) {
        (true, true) => Outcome::Told,
        (false, _) => Outcome::OutOfSight,
        (true, false) => Outcome::Declined,
    };
    let outcomes: Vec<(Uuid, Outcome)> = waiting.iter().map(|one| (one.item, outcome(one))).collect();
    let letter = on && (speaks || outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Told));
    Plan { slot, outcomes, letter }
}

/// Whether a due date speaks today: one of its days has come since the last digest. What waits without a date came by a
/// letter at once and stands on the home page; it is listed, and makes no digest by itself.
pub fn speaks(due: NaiveDate, last: NaiveDate, today: NaiveDate) -> bool {
    let before = BEFORE.iter().filter_map(|days| due.checked_sub_days(Days::new(*days)));
    let after = AFTER.iter().filter_map(|days| due.checked_add_days(Days::new(*days)));
    before.chain(after).any(|day| last < day && day <= today)
}

#[cfg(test)]
mod tests;
