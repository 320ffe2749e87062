use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rhythm(zone: &str, hour: u8) -> Rhythm {
    Rhythm { zone: zone.parse().unwrap(), hour, on: true }
}

#[test]
fn an_hour_that_the_clock_goes_over_is_the_first_moment_after_it() {
    let spring = |hour| moment(day("2023-03-26"), hour, chrono_tz::Europe::Zurich);
    assert_eq!(spring(2), at("2023-03-26T01:00:00Z"));
    assert_eq!((spring(1), spring(3)), (at("2023-03-26T00:00:00Z"), at("2023-03-26T01:00:00Z")));
    let half = moment(day("2023-10-01"), 2, chrono_tz::Australia::Lord_Howe);
    assert_eq!(half, at("2023-09-30T15:30:00Z"));
    // A day that Samoa never had.
    assert_eq!(moment(day("2011-12-30"), 7, chrono_tz::Pacific::Apia), at("2011-12-30T10:00:00Z"));
}

#[test]
fn an_hour_that_comes_twice_has_its_digest_the_first_time() {
    let autumn = rhythm("Europe/Zurich", 2);
    assert_eq!(moment(day("2023-10-29"), 2, autumn.zone), at("2023-10-29T00:00:00Z"));
    assert!(matches!(look(at("2023-10-29T00:00:00Z"), autumn, Some(day("2023-10-28"))), Look::Now(_)));
    assert_eq!(look(at("2023-10-29T01:30:00Z"), autumn, Some(day("2023-10-29"))), Look::NotYet);
}

#[test]
fn three_missed_days_are_one_digest_and_the_first_look_only_begins() {
    let zurich = rhythm("Europe/Zurich", 7);
    let friday = Slot { day: day("2023-03-10"), at: at("2023-03-10T06:00:00Z") };
    assert_eq!(look(at("2023-03-10T15:00:00Z"), zurich, Some(day("2023-03-07"))), Look::Now(friday));
    assert_eq!(look(at("2023-03-10T15:00:00Z"), zurich, None), Look::Begin(friday));
    assert_eq!(look(at("2023-03-11T05:59:59Z"), zurich, Some(friday.day)), Look::NotYet);
    assert!(matches!(look(at("2023-03-11T06:00:00Z"), zurich, Some(friday.day)), Look::Now(_)));
}

#[test]
fn an_empty_digest_is_no_letter_and_nobody_who_declined_gets_one() {
    let slot = Slot { day: day("2023-03-10"), at: at("2023-03-10T06:00:00Z") };
    let (seen, unseen) =
        (Waiting { item: Uuid::from_u128(1), seen: true }, Waiting { item: Uuid::from_u128(2), seen: false });
    assert!(!plan(slot, true, &[], false).letter && !plan(slot, true, &[unseen], false).letter);
    assert!(plan(slot, true, &[], true).letter && plan(slot, true, &[unseen, seen], false).letter);
    let declined = plan(slot, false, &[seen, unseen], true);
    assert!(!declined.letter);
    assert_eq!(declined.outcomes, [(seen.item, Outcome::Declined), (unseen.item, Outcome::OutOfSight)]);
}

#[test]
fn a_due_date_speaks_four_times_before_and_four_times_after_also_when_a_day_was_missed() {
    let due = day("2023-08-22");
    let each = |from: &str, days: u64| -> Vec<String> {
        let all = (0..days).map(|n| day(from) + Days::new(n));
        all.filter(|today| speaks(due, *today - Days::new(1), *today)).map(|today| today.to_string()).collect()
    };
    let spoken = each("2023-07-01", 120);
    let days = ["15", "19", "21", "22", "23", "25", "29"].map(|d| format!("2023-08-{d}"));
    assert_eq!(spoken, [&days[..], &["2023-09-05".to_owned()]].concat());
    assert!(speaks(due, day("2023-08-14"), day("2023-08-18")) && !speaks(due, day("2023-08-15"), day("2023-08-18")));
}

/// A fixed stream of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// Zones with summer time on either side of the world, with half hours, without any, and at both ends of the day.
const ZONES: [&str; 10] = [
    "Europe/Zurich",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Africa/Cairo",
    "America/St_Johns",
];
/// Around both changes of the clock in the zones above, and Samoa's day that never was.
const BEGINNINGS: [&str; 6] = ["2023-03-22", "2023-10-25", "2023-03-08", "2023-11-01", "2011-12-28", "2023-04-26"];

/// What waits in the queue of the history: committed, or in a transaction that is still open.
#[derive(Clone, Copy)]
struct Queued {
    item: Uuid,
    person: usize,
    /// When its transaction ends; what it says of when it happened may be long before.
    commits: DateTime<Utc>,
    outcome: Option<(Outcome, DateTime<Utc>)>,
}

#[derive(Clone)]
struct Person {
    rhythm: Rhythm,
    /// The zone or hour changes in the middle.
    later: Option<(DateTime<Utc>, Rhythm)>,
    loses_sight: Option<DateTime<Utc>>,
    last: Option<NaiveDate>,
    slots: Vec<Slot>,
}

impl Person {
    fn rhythm(&self, now: DateTime<Utc>) -> Rhythm {
        self.later.filter(|(from, _)| *from <= now).map_or(self.rhythm, |(_, rhythm)| rhythm)
    }

    fn sees(&self, now: DateTime<Utc>) -> bool {
        self.loses_sight.is_none_or(|from| now < from)
    }
}

struct History {
    people: Vec<Person>,
    queue: Vec<Queued>,
    runs: Vec<DateTime<Utc>>,
    end: DateTime<Utc>,
}

const MINUTES: u64 = 5 * 24 * 60;

fn history(dice: &mut Dice) -> History {
    let begins = dice.of(&BEGINNINGS).parse::<NaiveDate>().unwrap().and_time(NaiveTime::MIN).and_utc();
    let after = |minutes: u64| begins + TimeDelta::minutes(minutes as i64);
    let people: Vec<Person> = (0..=dice.below(3))
        .map(|_| {
            let rhythm = |dice: &mut Dice| rhythm(dice.of(&ZONES), dice.below(24) as u8);
            let own = Rhythm { on: dice.below(10) > 0, ..rhythm(dice) };
            let later =
                (dice.below(4) == 0).then(|| (after(dice.below(MINUTES)), Rhythm { on: own.on, ..rhythm(dice) }));
            let loses_sight = (dice.below(4) == 0).then(|| after(dice.below(MINUTES)));
            Person { rhythm: own, later, loses_sight, last: None, slots: Vec::new() }
        })
        .collect();
    let mut queue = Vec::new();
    for event in 0..dice.below(30) {
        let happened = dice.below(MINUTES);
        // A transaction that stays open while others come and go, over a run or over several.
        let open = if dice.below(3) == 0 { dice.below(2_000) } else { 0 };
        for person in 0..people.len() {
            if dice.below(3) > 0 {
                let item = Uuid::from_u128(u128::from(event) * 16 + person as u128);
                queue.push(Queued { item, person, commits: after(happened + open), outcome: None });
            }
        }
    }
    // A run each hour; now and then none for some days, now and then several at one moment.
    let (mut runs, mut minute) = (Vec::new(), dice.below(60));
    while minute < MINUTES {
        let times = if dice.below(20) == 0 { 3 } else { 1 };
        runs.extend(std::iter::repeat_n(after(minute), times));
        minute += if dice.below(30) == 0 { dice.below(3 * 24 * 60) } else { 60 };
    }
    let end = after(MINUTES + 3 * 24 * 60);
    // Whatever happened, there is a last day on which the worker runs.
    runs.extend((0..=2 * 24).map(|n| after(MINUTES + 24 * 60 + n * 60)));
    History { people, queue, runs, end }
}

/// One run over the queue as the job does it: what is committed and has no outcome; all of a person or nothing.
fn run(history: &mut History, now: DateTime<Utc>) {
    for (n, person) in history.people.iter_mut().enumerate() {
        let rhythm = person.rhythm(now);
        let slot = match look(now, rhythm, person.last) {
            Look::NotYet => continue,
            Look::Begin(slot) => {
                person.last = Some(slot.day);
                continue;
            }
            Look::Now(slot) => slot,
        };
        let seen = person.sees(now);
        let committed = |one: &&mut Queued| one.person == n && one.commits <= now && one.outcome.is_none();
        let mut waiting: Vec<&mut Queued> = history.queue.iter_mut().filter(committed).collect();
        let asked: Vec<Waiting> = waiting.iter().map(|one| Waiting { item: one.item, seen }).collect();
        let plan = plan(slot, rhythm.on, &asked, false);
        for (one, (item, outcome)) in waiting.iter_mut().zip(&plan.outcomes) {
            assert_eq!(one.item, *item);
            assert!(one.outcome.is_none(), "told a second time");
            one.outcome = Some((*outcome, now));
        }
        assert_eq!(plan.letter, plan.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Told));
        person.last = Some(plan.slot.day);
        person.slots.push(plan.slot);
        assert!(slot.at <= now && now.with_timezone(&rhythm.zone).date_naive() >= slot.day, "before its hour");
    }
}

#[test]
fn of_ten_thousand_histories_every_entitled_event_is_told_once() {
    let mut dice = Dice(20_260_307);
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut late = 0;
    for number in 0..10_000 {
        let mut history = history(&mut dice);
        for now in history.runs.clone() {
            run(&mut history, now);
        }
        for one in &history.queue {
            let person = &history.people[one.person];
            let (outcome, told) = one.outcome.unwrap_or_else(|| panic!("history {number}: an event was never told"));
            assert!(one.commits <= told && told <= history.end);
            let entitled = match (person.sees(told), person.rhythm(told).on) {
                (false, _) => Outcome::OutOfSight,
                (true, true) => Outcome::Told,
                (true, false) => Outcome::Declined,
            };
            assert_eq!(outcome, entitled, "history {number}");
            *outcomes.entry(outcome).or_default() += 1;
            late += usize::from(told - one.commits > TimeDelta::hours(25));
        }
        for person in &history.people {
            let days: BTreeSet<NaiveDate> = person.slots.iter().map(|slot| slot.day).collect();
            assert_eq!(days.len(), person.slots.len(), "history {number}: two digests on one day");
        }
    }
    // The histories hold what they are for.
    assert!(
        outcomes.len() == 3 && outcomes.values().all(|count| *count > 1_000) && late > 1_000,
        "{outcomes:?} {late}"
    );
}

#[test]
fn without_a_missed_run_every_day_has_exactly_one_digest_at_its_hour_in_every_zone() {
    for (zone, begins) in ZONES.iter().flat_map(|zone| BEGINNINGS.iter().map(move |begins| (zone, begins))) {
        for hour in 0..24 {
            let rhythm = rhythm(zone, hour);
            let begins = day(begins).and_time(NaiveTime::MIN).and_utc();
            let (mut last, mut slots) = (None, Vec::new());
            for quarter in 0..7 * 24 * 4 {
                let now = begins + TimeDelta::minutes(15 * quarter);
                match look(now, rhythm, last) {
                    Look::NotYet => {}
                    Look::Begin(slot) => last = Some(slot.day),
                    Look::Now(slot) => {
                        assert_eq!(slot.at, now, "{zone} {hour}: the job ran at that moment");
                        last = Some(slot.day);
                        slots.push(slot.day);
                    }
                }
            }
            assert!(slots.len() >= 5, "{zone} {hour}: {slots:?}");
            // Samoa went from the 29th to the 31st.
            slots.retain(|slot| *zone != "Pacific/Apia" || *slot != day("2011-12-30"));
            let follows = |pair: &[NaiveDate]| {
                let days = (pair[1] - pair[0]).num_days();
                days == 1 || days == 2 && *zone == "Pacific/Apia" && pair[0] == day("2011-12-29")
            };
            assert!(slots.windows(2).all(follows), "{zone} {hour}: {slots:?}");
        }
    }
}
