//! After any sequence of acts, what is taken back leaves every fact as it was, and nothing that was sent is denied.
//! Seeded walks through the real door: the acts come from the tables and their fields from what the forms ask, so that a
//! new act is walked without anybody thinking of it. `ENTENTE_WALKS` sets how many walks there are.

mod begins;
mod facts;
mod fields;
mod never;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use entente::domain::ask::asks;
use entente::domain::command::{Command, Kind};
use entente::domain::form;
use entente::domain::named::Named;
use entente::domain::people::Role;
use entente::domain::procedure::engine::Who;
use entente::domain::procedure::printed;
use entente::jobs::{Work, outbox as carrying};
use entente::mail::post::{Memory, Post};
use entente::write::{Error, Order, Receipt};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::support::people::World;
use facts::{Facts, Sent, Standing};
use fields::Dice;

/// Walks in one run (three times as many until each act was seen), acts in one walk, and walks on one database.
const WALKS: usize = 20;
const STEPS: usize = 20;
const ON_ONE: usize = 20;

/// Everybody with their role.
const PEOPLE: &[(&str, Role)] = &[
    ("counsellor", Role::Counsellor),
    ("manager", Role::CommitteeManager),
    ("board", Role::CommitteeManager),
    ("rapporteur", Role::Rapporteur),
    ("sg.chair", Role::SgChair),
    ("wp.chair", Role::WpChair),
    ("tc.chair", Role::CommitteeChair),
    ("convenor", Role::Convenor),
    ("associate", Role::AssociateRapporteur),
    ("rapporteur.q10", Role::Rapporteur),
];

/// What is reversed not by taking back: a receipt by mistake is marked void (PR-23), what was rejected is reopened (PR-11),
/// and a reply is taken off (PR-9).
const OTHERWISE: &[(&str, &str, &str)] =
    &[("registration", "receive", "void"), ("registration", "reject", "reopen"), ("destination", "answer", "unlink")];

/// What is mended by doing it again: taking back reverses what came before it.
const ANEW: &[Act] = &[("statement", "correct"), ("statement", "correct_questions")];

/// Acts that give a number, which stays used (PR-10).
const NUMBERED: &[&str] = &["register", "receive", "record", "send", "record_sent"];

type Act = (&'static str, &'static str);

/// What the walks have seen: how often each act was tried, done and taken back, and why it was not.
#[derive(Default)]
struct Seen {
    tried: BTreeMap<Act, u32>,
    done: BTreeMap<Act, u32>,
    back: BTreeMap<Act, u32>,
    refused: BTreeMap<Act, BTreeSet<String>>,
    /// Why it was not done at all.
    hindered: BTreeMap<Act, BTreeSet<String>>,
    /// What did not come back, at the first walk that found it.
    wrong: BTreeMap<Act, String>,
}

/// One database with its people, its clock and its letters.
struct Place {
    world: World,
    clock: Arc<Mutex<DateTime<Utc>>>,
    work: Work,
}

impl Place {
    async fn new() -> Place {
        let mut world = World::new().await;
        world.add_person("board", "Secretary of the Ledger Forum").await;
        world.appoint("board", Role::CommitteeManager, "Ledger Forum").await;
        let clock = Arc::new(Mutex::new(world.now));
        let work = crate::jobs::working(&world, Post::Memory(Memory::default()), &clock);
        Place { world, clock, work }
    }

    fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    /// The hold is over, and the letters leave.
    async fn letters_leave(&self) {
        *self.clock.lock().unwrap() += TimeDelta::minutes(11);
        carrying::run_once(&self.work).await.unwrap();
    }

    async fn does(&self, who: &str, order: Order) -> Result<Receipt, Error> {
        self.world.door.perform(self.now(), &self.world.actor(who).await, order).await
    }
}

/// A walk: what was done so far, to be read when it fails.
struct Walk<'a> {
    place: &'a Place,
    dice: Dice,
    /// What was made since belongs to it.
    begun: Uuid,
    path: Vec<String>,
    sent: Sent,
}

/// An act on a subject, or one that makes a subject.
#[derive(Clone)]
struct Choice {
    act: Act,
    on: Option<Standing>,
}

impl Walk<'_> {
    /// What the tables have from where things stand; the births always.
    fn choices(&mut self, standing: &[Standing]) -> Vec<Choice> {
        let births = standing.len() < 6 || self.dice.below(5) == 0;
        let mut all = Vec::new();
        for table in printed::all() {
            let Some(kind) = Kind::from_name(table.name) else { continue };
            for row in table.rows.iter().filter(|row| row.act != printed::REVERSES && asks(kind, row.act).is_some()) {
                let act = (table.name, row.act);
                // A few statements that go far, and not many that are only born.
                if row.from.is_empty() && births {
                    all.push(Choice { act, on: None });
                }
                let there = standing.iter().filter(|one| one.kind == table.name);
                let there = there.filter(|one| row.from.contains(&one.state.as_str()));
                all.extend(there.map(|one| Choice { act, on: Some(one.clone()) }));
            }
        }
        all
    }

    /// Mostly what was seen least; else anything.
    fn chosen(&mut self, choices: &[Choice], seen: &Seen) -> Choice {
        let many = |of: &BTreeMap<Act, u32>, choice: &Choice| of.get(&choice.act).copied().unwrap_or_default();
        let rank = |choice: &Choice| {
            // Done and taken back count alike: what was never taken back comes again.
            many(&seen.done, choice) + 2 * many(&seen.back, choice) + many(&seen.tried, choice) / 3
        };
        let least = choices.iter().map(rank).min().unwrap_or_default();
        let rare: Vec<&Choice> = choices.iter().filter(|choice| rank(choice) == least).collect();
        match self.dice.below(3) {
            0 => choices[self.dice.below(choices.len())].clone(),
            _ => rare[self.dice.below(rare.len())].clone(),
        }
    }

    /// Asked by one after the other of those with a role that the table names, until somebody may; the codes of the refusal
    /// where nobody can.
    async fn asked(&mut self, act: (&str, &str), order: &Order) -> Result<(&'static str, Receipt), Vec<String>> {
        let (kind, act) = act;
        let table = printed::all().into_iter().find(|one| one.name == kind).unwrap();
        let who: Vec<Who> = table.rows.into_iter().filter(|row| row.act == act).flat_map(|row| row.who).collect();
        // Who wrote a note, or may write one, is known by no role.
        let anybody = kind == "note";
        let mut people: Vec<_> = PEOPLE.iter().filter(|(_, role)| anybody || who.contains(&Who::Role(*role))).collect();
        let begin = self.dice.below(people.len().max(1));
        people.rotate_left(begin);
        let mut codes = vec!["not-yours".to_owned()];
        for (who, _) in people {
            match self.place.does(who, order.clone()).await {
                Ok(receipt) => return Ok((who, receipt)),
                Err(Error::Missing) => {}
                Err(Error::Refused(all)) if all[0].code == "not-yours" => {}
                Err(Error::Refused(all)) => codes = all.into_iter().map(|one| one.code).collect(),
                Err(Error::Fields(all)) => codes = all.into_iter().map(|one| format!("field {}", one.field)).collect(),
                Err(error) => panic!("{error}\n{}", self.told()),
            }
        }
        Err(codes)
    }

    /// One act and, half of the times and until it has been seen, its taking back.
    async fn step(&mut self, seen: &mut Seen) {
        let standing = facts::standing(&self.place.world, self.begun).await;
        let choices = self.choices(&standing);
        if choices.is_empty() {
            return;
        }
        let choice = self.chosen(&choices, seen);
        let (kind, act) = choice.act;
        *seen.tried.entry(choice.act).or_default() += 1;
        let on = choice.on.as_ref();
        let filled = fields::filled(&self.place.world, &mut self.dice, choice.act, on, &standing);
        let Some(fields) = filled else { return };
        let of = Kind::from_name(kind).unwrap();
        let command = read(of, act, fields.clone());
        let subject = choice.on.as_ref().map(|one| one.id);
        let order = Order { subject, reason: Some("Because.".into()), ..Order::new(command) };
        let before = Facts::load(&self.place.world).await;
        let (who, receipt) = match self.asked(choice.act, &order).await {
            Ok(done) => done,
            Err(codes) => return seen.hindered.entry(choice.act).or_default().extend(codes),
        };
        *seen.done.entry(choice.act).or_default() += 1;
        self.path.push(format!("{who}: {kind} {act} {} -> {}", receipt.handle, receipt.state));
        if !seen.back.contains_key(&choice.act) || self.dice.below(2) == 0 {
            self.taken_back(choice.act, &fields, receipt.subject, &before, seen).await;
        }
        self.nothing_is_denied().await;
    }

    async fn taken_back(
        &mut self,
        act: Act,
        fields: &Map<String, Value>,
        subject: Uuid,
        before: &Facts,
        seen: &mut Seen,
    ) {
        if ANEW.contains(&act) {
            return;
        }
        let mut done = self.reversed(act.0, printed::REVERSES, Map::new(), subject).await;
        if let Some((.., other)) = OTHERWISE.iter().find(|(kind, name, _)| (*kind, *name) == act) {
            let reply = fields.iter().filter(|(name, _)| *name == "reply").map(|(name, id)| (name.clone(), id.clone()));
            // Linked again, it was linked before, perhaps otherwise.
            if fields.get("reply").is_some_and(|reply| before.links(subject, reply)) {
                return;
            }
            done = self.reversed(act.0, other, reply.collect(), subject).await;
        }
        match done {
            Err(codes) => seen.refused.entry(act).or_default().extend(codes),
            Ok(()) => {
                *seen.back.entry(act).or_default() += 1;
                let left = before.differs(&Facts::load(&self.place.world).await, NUMBERED.contains(&act.1));
                if !left.is_empty() {
                    let found = format!("{act:?} was taken back and left {left:#?}\n{}", self.told());
                    seen.wrong.entry(act).or_insert(found);
                }
            }
        }
    }

    async fn reversed(
        &mut self,
        kind: &str,
        act: &str,
        fields: Map<String, Value>,
        subject: Uuid,
    ) -> Result<(), Vec<String>> {
        let of = Kind::from_name(kind).unwrap();
        let command = form::command(of, act, &fields).map_err(|_| vec!["no such act".to_owned()])?;
        let (who, receipt) = self.asked((kind, act), &Order::on(subject, command).because("A mistake.")).await?;
        self.path.push(format!("{who}: {act} {} -> {}", receipt.handle, receipt.state));
        Ok(())
    }

    async fn nothing_is_denied(&mut self) {
        if self.dice.below(6) == 0 {
            self.place.letters_leave().await;
            self.path.push("the letters leave".to_owned());
            self.sent.adds(Sent::load(&self.place.world).await);
        }
        let denied = self.sent.denied(&Sent::load(&self.place.world).await);
        assert!(denied.is_empty(), "sent, and denied: {denied:#?}\n{}", self.told());
    }

    fn told(&self) -> String {
        format!("seed {}:\n{}", self.dice.seed, self.path.join("\n"))
    }
}

/// The form as it is read; a field that does not go with the others is left out, as a person would.
fn read(kind: Kind, act: &str, mut fields: Map<String, Value>) -> Command {
    let problems = match form::command(kind, act, &fields) {
        Ok(command) => return command,
        Err(problems) => problems,
    };
    for problem in &problems {
        fields.remove(problem.field.split('.').next().unwrap_or_default());
    }
    form::command(kind, act, &fields).unwrap_or_else(|why| panic!("{kind:?} {act}: {problems:?}, then {why:?}"))
}

fn walks() -> usize {
    std::env::var("ENTENTE_WALKS").ok().and_then(|many| many.parse().ok()).unwrap_or(WALKS)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_leaves_every_fact_as_it_was_and_nothing_sent_is_denied() {
    let (mut seen, walks) = (Seen::default(), walks());
    let mut place = Place::new().await;
    for seed in 0..3 * walks {
        let missing = never::missing(&seen);
        if seed >= walks {
            println!("after {seed} walks, not seen: {missing:?}");
        }
        if seed >= walks && missing.is_empty() {
            break;
        }
        if seed > 0 && seed % ON_ONE == 0 {
            place = Place::new().await;
        }
        place.letters_leave().await;
        let sent = Sent::load(&place.world).await;
        let begun = Uuid::now_v7();
        begins::at(&place.world, seed).await;
        let mut walk = Walk { place: &place, dice: Dice::new(seed as u64), begun, path: vec![], sent };
        for _ in 0..STEPS {
            walk.step(&mut seen).await;
        }
    }
    let wrong: Vec<&String> = seen.wrong.values().collect();
    assert!(wrong.is_empty(), "{}", wrong.iter().map(|one| one.as_str()).collect::<Vec<_>>().join("\n\n"));
    let missing = never::missing(&seen);
    assert!(missing.is_empty(), "{missing:#?}");
}
