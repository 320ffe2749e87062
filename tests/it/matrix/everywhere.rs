//! The same typed expectation through the surfaces: what the statement's page and the API offer to each actor in each
//! state, what every surface answers to an act that is refused, and every act done once from every state that has it.

use std::collections::{BTreeMap, BTreeSet};

use entente::domain::ask::asks;
use entente::domain::command::Kind;
use entente::domain::named::Named;
use entente::domain::procedure::printed;
use futures_util::{StreamExt, stream};
use serde_json::Value;

use super::stage::{STANDING, Stage, Subject};
use super::surfaces::{Answer, Player, SURFACES, Surface, of_page};
use super::{Matrix, expected, ladders};

/// Requests on their way at the same time.
const AT_ONCE: usize = 6;

/// What the typed files say of one kind.
struct Expected {
    kind: &'static str,
    matrix: Matrix,
    acts: BTreeSet<&'static str>,
    ladders: BTreeMap<(&'static str, &'static str), &'static str>,
}

impl Expected {
    fn of(kind: &'static str) -> Expected {
        let text = match kind {
            "statement" => include_str!("../expected/statement.txt"),
            "registration" => include_str!("../expected/registration.txt"),
            "allocation" => include_str!("../expected/allocation.txt"),
            "destination" => include_str!("../expected/destination.txt"),
            other => panic!("{other}"),
        };
        let table = printed::all().into_iter().find(|one| one.name == kind).unwrap();
        Expected {
            kind,
            matrix: expected(text).0,
            acts: table.rows.iter().map(|row| row.act).collect(),
            ladders: ladders(text),
        }
    }

    fn may(&self, state: &str, act: &str, who: &str) -> bool {
        self.matrix.contains_key(&(state.to_owned(), act.to_owned(), who.to_owned()))
    }

    /// Somebody who is a person may, in that state.
    fn anybody(&self, state: &str, act: &str) -> bool {
        let person = |who: &str| !matches!(who, "system" | "importer");
        self.matrix.keys().any(|(from, one, who)| from == state && one == act && person(who))
    }

    fn leads_to(&self, state: &str, act: &str, who: &str) -> BTreeSet<String> {
        self.matrix[&(state.to_owned(), act.to_owned(), who.to_owned())].clone()
    }

    /// The acts of which a form exists.
    fn asked(&self) -> impl Iterator<Item = &'static str> {
        let kind = Kind::from_name(self.kind).unwrap();
        self.acts.iter().copied().filter(move |act| asks(kind, act).is_some())
    }

    /// The act is of no other ladder than the one that the subject's owner follows (PR-1).
    fn of_ladder(&self, ladder: &str, state: &str, act: &str) -> bool {
        let mut own = self.ladders.iter().filter(|((from, one), _)| *from == state && *one == act);
        own.all(|(_, of)| *of == ladder || *of == "other" && ladder != "itu")
    }

    fn answer(&self, on: &Subject, act: &str, who: &str) -> Answer {
        match (self.anybody(&on.state, act), self.of_ladder(on.ladder, &on.state, act), self.may(&on.state, act, who)) {
            (false, _, _) => Answer::NotFromHere,
            (true, false, _) => Answer::OtherLadder,
            (true, true, false) => Answer::NotYours,
            (true, true, true) => Answer::Done,
        }
    }
}

/// Acts by how the API offers them: that may be done, and that are refused with their first code.
fn offers(object: &Value) -> BTreeMap<String, Option<String>> {
    let name = |one: &Value| one["act"].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| object[key].as_array().cloned().unwrap_or_default();
    let refused = list("refused").into_iter().rev().map(|one| (name(&one), one["code"].as_str().map(str::to_owned)));
    let all: BTreeMap<_, _> = refused.collect();
    all.into_iter().chain(list("acts").iter().map(|one| (name(one), None))).collect()
}

/// The object with this handle on a statement's page.
fn object<'a>(statement: &'a Value, handle: &str) -> Option<&'a Value> {
    let empty: &Vec<Value> = const { &Vec::new() };
    let list = |of: &'a Value, key: &str| of[key].as_array().unwrap_or(empty).iter();
    let registrations = || list(statement, "registrations");
    let parts = registrations().flat_map(|one| list(one, "allocations"));
    let addressees = list(statement, "destinations");
    std::iter::once(statement).chain(registrations()).chain(parts).chain(addressees).find(|one| one["handle"] == handle)
}

/// What page and API offer this actor on this subject, against the file; answers what is wrong.
async fn offered(player: &Player<'_>, expected: &Expected, on: &Subject) -> Vec<String> {
    let (read, page) = (player.reads(&on.page).await, player.opens(&on.page).await);
    let there = read.as_ref().and_then(|statement| object(statement, &on.handle));
    let offers = there.map(offers).unwrap_or_default();
    let page = page.unwrap_or_default();
    let mut wrong = Vec::new();
    for act in expected.asked() {
        let at = format!("{} {} {} {act} {}", on.ladder, on.kind, on.state, player.who);
        let answer = match offers.get(act) {
            None => Answer::NotFromHere,
            Some(Some(code)) if code == "not-yours" => Answer::NotYours,
            Some(_) => Answer::Done,
        };
        let meant = match expected.answer(on, act, player.who) {
            Answer::OtherLadder => Answer::NotFromHere,
            meant => meant,
        };
        if answer != meant {
            wrong.push(format!("the API offers {at}: {answer:?}, not {meant:?}"));
        }
        let href = match (on.kind, act) {
            ("statement", "edit") => format!("href=\"/liaisons/{}/edit\"", on.handle),
            _ => format!("href=\"/acts/{}/{}\"", on.handle, act.replace('_', "-")),
        };
        let button = page.contains(&href);
        if button != matches!(offers.get(act), Some(None)) {
            wrong.push(format!("the page's button for {at}: {button}"));
        }
    }
    wrong
}

/// One question and the answer that the file wants.
struct Asked {
    player: usize,
    on: usize,
    act: &'static str,
    at: Surface,
    meant: Answer,
}

/// Everything, and not in turns.
fn prove() -> bool {
    std::env::var_os("ENTENTE_PROVE").is_some()
}

/// The refusals to be asked. Where the state refuses, every surface is asked once, and the actors take turns. Where the role
/// refuses, every actor is asked in every state: in turn at one surface, and at all of them with `ENTENTE_PROVE`; each
/// actor hears of each act at each surface either way.
fn refusals(all: &[Expected], standing: &[Subject], players: &[Player<'_>]) -> Vec<Asked> {
    let least = if prove() { usize::MAX } else { SURFACES.len() };
    let mut asked = Vec::new();
    for expected in all {
        let of_kind = || standing.iter().enumerate().filter(|(_, one)| one.kind == expected.kind);
        for act in expected.asked() {
            let (here, not_here): (Vec<_>, Vec<_>) = of_kind()
                .partition(|(_, on)| expected.anybody(&on.state, act) && expected.of_ladder(on.ladder, &on.state, act));
            let mut add = |player: usize, on: usize, at| {
                let meant = expected.answer(&standing[on], act, players[player].who);
                asked.extend((meant != Answer::Done).then_some(Asked { player, on, act, at, meant }));
            };
            for (turn, (on, _)) in not_here.into_iter().enumerate() {
                SURFACES.iter().enumerate().for_each(|(n, at)| add((3 * turn + n) % players.len(), on, *at));
            }
            for player in 0..players.len() {
                let times = here.len().max(least.min(SURFACES.len() * here.len()));
                for turn in 0..times {
                    let round = turn / here.len();
                    add(player, here[turn % here.len()].0, SURFACES[(turn + round + player) % SURFACES.len()]);
                }
            }
        }
    }
    asked
}

/// Asks, and where it is a page, looks at its form too: refused there as well, and without a button.
async fn refused(one: &Asked, player: &Player<'_>, on: &Subject) -> Option<String> {
    let at = format!("{:?}: {} {} {} {} {}", one.at, on.ladder, on.kind, on.state, one.act, player.who);
    let meant = &one.meant;
    let answer = player.asks(one.at, on, one.act).await;
    if answer != *meant {
        return Some(format!("{at}: {answer:?}, not {meant:?}"));
    }
    if one.at == Surface::Pages {
        let (status, body) = player.form(on, one.act).await;
        if status != 200 || of_page(&body) != *meant || body.contains("<button class=\"primary\"") {
            return Some(format!("{at}: its form ({status}) does not refuse: {:?}", of_page(&body)));
        }
    }
    None
}

/// The first few at each surface, so that one does not hide the others.
fn some_of_each(wrong: &[String]) -> BTreeMap<&str, Vec<&String>> {
    let mut each: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for one in wrong {
        each.entry(one.split([':', ' ']).nth(if one.starts_with("the ") { 1 } else { 0 }).unwrap_or_default())
            .or_default()
            .push(one);
    }
    each.values_mut().for_each(|all| all.truncate(15));
    each
}

async fn events(stage: &Stage) -> i64 {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    let mut conn = stage.world().database.pools.reader.connection().await.unwrap();
    entente::schema::event::table.count().get_result(&mut conn).await.unwrap()
}

/// Every act from every state that has it, done once: surfaces and the actors who may take turns.
async fn done(stage: &Stage, all: &[Expected], players: &[Player<'_>]) -> Vec<String> {
    let mut rows = Vec::new();
    for (kind, ladder, states) in STANDING {
        let expected = all.iter().find(|one| one.kind == *kind).unwrap();
        for state in *states {
            let acts =
                expected.asked().filter(|act| expected.anybody(state, act) && expected.of_ladder(ladder, state, act));
            rows.extend(acts.map(|act| (expected, *ladder, *state, act)));
        }
    }
    assert!(rows.len() > 60, "{}", rows.len());
    let one = async |(turn, (expected, ladder, state, act)): (usize, (&Expected, &'static str, &str, &'static str))| {
        let on = stage.stand(expected.kind, ladder, state).await;
        let who: Vec<&Player<'_>> = players.iter().filter(|one| expected.may(state, act, one.who)).collect();
        let (player, at) = (who[turn % who.len()], SURFACES[turn % SURFACES.len()]);
        let row = format!("{at:?}: {ladder} {} {state} {act} {}", expected.kind, player.who);
        let answer = player.asks(at, &on, act).await;
        let (now, there) = (stage.state(&on).await, expected.leads_to(state, act, player.who));
        // Sending leads through a state that does not stand: the sum of the destinations follows at once.
        let summed = there.contains("sent") && ["awaiting_reply", "closed"].contains(&now.as_str());
        // What has been answered stands on the answer: that is named, and taken back first.
        if (expected.kind, state, act) == ("statement", "replied", "take_back") {
            let rests = answer == Answer::Guard("nothing_rests_on_it".to_owned()) || at == Surface::Pages;
            return (!rests).then(|| format!("{row}: {answer:?}"));
        }
        (answer != Answer::Done || !there.contains(&now) && !summed).then(|| format!("{row}: {answer:?}, now {now}"))
    };
    let asked = stream::iter(rows.into_iter().enumerate().map(one)).buffer_unordered(AT_ONCE);
    asked.filter_map(async |wrong| wrong).collect().await
}

/// What makes something new, asked by everybody at every surface that has it; and what no surface has.
async fn born(stage: &Stage, all: &[Expected], players: &[Player<'_>]) -> Vec<String> {
    let common = stage.stand("statement", "itu", "awaiting_reply").await;
    let (mut wrong, mut none) = (Vec::new(), BTreeSet::new());
    for (kind, act) in
        [("statement", "draft"), ("statement", "record"), ("statement", "record_own"), ("registration", "receive")]
    {
        let expected = all.iter().find(|one| one.kind == kind).unwrap();
        for player in players {
            let may = expected.may("-", act, player.who);
            for at in SURFACES {
                let of = if may && act == "receive" {
                    stage.stand("statement", "itu", "awaiting_reply").await
                } else {
                    common.clone()
                };
                let meant = if may { Answer::Done } else { Answer::NotYours };
                match player.makes(at, kind, act, &of).await {
                    None => drop(none.insert(format!("{at:?} has no {act} of a {kind}"))),
                    Some(answer) if answer == meant => {}
                    Some(answer) => {
                        wrong.push(format!("{at:?}: {kind} {act} {}: {answer:?}, not {meant:?}", player.who))
                    }
                }
            }
        }
    }
    println!("not on a surface: {none:#?}");
    wrong
}

/// An act without a form is nothing that a surface knows, whoever asks.
async fn formless(all: &[Expected], standing: &[Subject], players: &[Player<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for expected in all {
        let on = standing.iter().find(|one| one.kind == expected.kind).unwrap();
        for act in expected.acts.iter().filter(|act| !expected.asked().any(|asked| asked == **act)) {
            for (n, player) in players.iter().enumerate() {
                let at = SURFACES[n % SURFACES.len()];
                let answer = player.asks(at, on, act).await;
                let other = answer != Answer::Missing;
                wrong.extend(other.then(|| format!("{at:?}: {} {act} {}: {answer:?}", on.kind, player.who)));
            }
        }
    }
    wrong
}

/// What is in the files and in no surface, printed so that nobody takes it for asked.
fn left_out(all: &[Expected]) {
    let system = all
        .iter()
        .flat_map(|one| one.matrix.keys())
        .filter(|(_, _, who)| matches!(who.as_str(), "system" | "importer"));
    println!("{} lines of the files are the system's and importers': no surface has these actors", system.count());
    for one in all {
        let of_kind = STANDING.iter().filter(|(kind, _, _)| *kind == one.kind);
        let standing: Vec<&str> = of_kind.flat_map(|(_, _, states)| states.iter().copied()).collect();
        let states: BTreeSet<&str> = one.matrix.keys().map(|(from, ..)| from.as_str()).collect();
        let unseen: Vec<&str> = states.into_iter().filter(|state| *state != "-" && !standing.contains(state)).collect();
        let silent: Vec<&str> =
            one.acts.iter().copied().filter(|act| !one.asked().any(|asked| asked == *act)).collect();
        println!("{}: states that do not stand {unseen:?}; acts without a form {silent:?}", one.kind);
        assert!(one.kind == "destination" || unseen.iter().all(|state| *state == "sent"), "{unseen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_api_and_command_line_answer_as_the_texts_have_it() {
    let begun = std::time::Instant::now();
    let stage = Stage::set().await;
    let all: Vec<Expected> = ["statement", "registration", "allocation", "destination"].map(Expected::of).into();
    left_out(&all);
    let named = |who: &str| all.iter().any(|one| one.matrix.keys().any(|key| key.2 == who));
    let mut players = Vec::new();
    let mut nobody = 0;
    for (who, key) in &stage.cast {
        // Roles that no file names are asked by one for all of them, every one with `ENTENTE_PROVE`.
        nobody += usize::from(!named(who));
        if !named(who) && nobody > 1 && !prove() {
            println!("{who} is named in no file, and not asked for itself");
            continue;
        }
        players.push(Player::enters(&stage, who, key).await);
    }
    let mut standing = Vec::new();
    for (kind, ladder, states) in STANDING {
        for state in *states {
            standing.push(stage.stand(kind, ladder, state).await);
        }
    }
    println!("{:?}: {} states stand, {} actors", begun.elapsed(), standing.len(), players.len());
    let before = events(&stage).await;

    let pairs = standing.iter().flat_map(|on| players.iter().map(move |player| (on, player)));
    let all_of = |on: &Subject| all.iter().find(|one| one.kind == on.kind).unwrap();
    let shown = stream::iter(pairs.map(|(on, player)| offered(player, all_of(on), on))).buffer_unordered(AT_ONCE);
    let mut wrong: Vec<String> = shown.collect::<Vec<_>>().await.concat();
    println!("{:?}: offers of pages and API compared", begun.elapsed());

    let asked = refusals(&all, &standing, &players);
    let count = asked.len();
    let answers = stream::iter(asked.iter().map(|one| refused(one, &players[one.player], &standing[one.on])));
    wrong.extend(answers.buffer_unordered(AT_ONCE).filter_map(async |wrong| wrong).collect::<Vec<_>>().await);
    wrong.extend(formless(&all, &standing, &players).await);
    println!("{:?}: {count} refusals asked", begun.elapsed());
    let more = events(&stage).await - before;
    wrong.extend((more != 0).then(|| format!("refusals left {more} events")));

    wrong.extend(done(&stage, &all, &players).await);
    println!("{:?}: every act done from every state", begun.elapsed());
    wrong.extend(born(&stage, &all, &players).await);
    println!("{:?}: births asked", begun.elapsed());
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), some_of_each(&wrong));
}
