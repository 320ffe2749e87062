//! Whoever has no sight of a statement finds nothing of it: no word, no handle, no number and no count, on any page, list,
//! search, export, form or letter. The addresses are all that `links` spells, so that a new one without a filler fails.

mod routes;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use entente::domain::ask::asks;
use entente::domain::command::Kind;
use entente::domain::named::Named;
use entente::domain::people::Role;
use entente::domain::procedure::printed;
use entente::jobs::{digest, outbox};
use entente::mail::post::{Memory, Post};
use futures_util::future::join_all;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::browser::Browser;
use crate::api::{Client, House};
use crate::support::people::day;
use routes::{Filled, Gone, every_address, flat};
use secrets::{Secrets, Whose};

/// Those who see nothing of SG17's own work, with what each of them is.
const STRANGERS: &[&str] = &["board", "outsider", "former", "nobody"];

/// Somebody at pages and API.
struct Viewer<'a> {
    who: &'static str,
    browser: Browser,
    csrf: String,
    client: Client<'a>,
}

/// What came back.
struct Seen {
    status: u16,
    text: String,
}

impl<'a> Viewer<'a> {
    async fn enters(house: &'a House, who: &'static str) -> Viewer<'a> {
        let (browser, csrf) = house.browser(who).await;
        Viewer { who, browser, csrf, client: house.client(who).await }
    }

    async fn anonymous(house: &'a House) -> Viewer<'a> {
        let mut browser = house.browser("board").await.0;
        browser.cookies.clear();
        Viewer { who: "anonymous", browser, csrf: String::new(), client: house.nobody() }
    }

    async fn gets(&self, path: &str) -> Seen {
        let (status, text) = match path.starts_with("/api/") {
            true => {
                let answer = self.client.get(path).await;
                (answer.status, answer.text)
            }
            false => {
                let answer = self.browser.clone().get(path).await;
                (answer.status, format!("{} {}", answer.header("location"), answer.body))
            }
        };
        Seen { status, text }
    }

    async fn posts(&self, path: &str, body: &Value) -> Seen {
        if path.starts_with("/api/") {
            let answer = self.client.post(path, body).await;
            return Seen { status: answer.status, text: answer.text };
        }
        let fields: Vec<(&str, &str)> =
            vec![("csrf", &self.csrf), ("key", ""), ("version", ""), ("reason", "Because.")];
        let answer = self.browser.clone().post(path, &fields).await;
        Seen { status: answer.status, text: answer.body }
    }

    fn may_not_see(&self, whose: Whose) -> bool {
        match (whose, self.who) {
            (_, who) if STRANGERS.contains(&who) || who == "anonymous" => true,
            (Whose::StudyGroup, who) => who == "manager",
            (Whose::Committee, who) => who == "counsellor",
            (Whose::Both, _) => false,
        }
    }
}

async fn house() -> House {
    let mut house = House::open().await;
    for (key, name) in
        [("board", "Board"), ("outsider", "Expert elsewhere"), ("former", "Former"), ("nobody", "Nobody")]
    {
        house.world.add_person(key, name).await;
    }
    house.world.appoint("board", Role::CommitteeManager, "Ledger Forum").await;
    house.world.appoint("outsider", Role::Expert, "Ledger Forum").await;
    house.world.appoint_until("former", Role::Counsellor, "SG17", day("2023-03-05")).await;
    house
}

/// The words that this viewer must not read, and reads; what the address itself says is no answer.
fn leaks(viewer: &Viewer<'_>, secrets: &Secrets, path: &str, seen: &Seen) -> Vec<String> {
    let read = words(secrets, path, seen).filter(|(_, whose)| viewer.may_not_see(*whose));
    read.map(|(word, _)| format!("{} reads {word} at {path} ({})", viewer.who, seen.status)).collect()
}

/// The secret words of an answer that the question did not hold.
fn words<'a>(secrets: &'a Secrets, path: &str, seen: &Seen) -> impl Iterator<Item = &'a (String, Whose)> {
    let asked = percent_decode_str(path).decode_utf8_lossy().to_lowercase();
    let text = seen.text.to_lowercase();
    secrets.words.iter().filter(move |(word, _)| !holds(&asked, word) && holds(&text, word))
}

/// Holds the word, and not only as the beginning of a longer number: LS-100 is not LS-1001.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text[at + word.len()..].chars().next();
        !after.is_some_and(|after| after.is_ascii_digit()) || !word.ends_with(|last: char| last.is_ascii_digit())
    })
}

/// Forms are many, slow and alike for whoever may see them: those read every fifth.
fn rare(viewer: &Viewer<'_>, gone: Gone, n: usize) -> bool {
    matches!(gone, Gone::FormForWhoMayNotSee(whose) if !viewer.may_not_see(whose)) && !n.is_multiple_of(5)
}

/// All addresses as this viewer meets them; answers what is wrong, and which words were read.
async fn visited(viewer: &Viewer<'_>, secrets: &Secrets, all: &[Filled]) -> (Vec<String>, BTreeMap<String, usize>) {
    let (mut wrong, mut read) = (Vec::new(), BTreeMap::new());
    for (n, Filled { path, gone }) in all.iter().enumerate() {
        if rare(viewer, *gone, n) {
            continue;
        }
        let seen = viewer.gets(path).await;
        wrong.extend(leaks(viewer, secrets, path, &seen));
        let closed = match gone {
            Gone::ForAll => true,
            Gone::ForWhoMayNotSee(whose) | Gone::FormForWhoMayNotSee(whose) => viewer.may_not_see(*whose),
            Gone::Never => false,
        };
        // Who is not signed in is asked to, before anything is looked for.
        let asked_to_sign_in = viewer.who == "anonymous" && matches!(seen.status, 303 | 401);
        if closed && seen.status != 404 && !asked_to_sign_in {
            wrong.push(format!("{} gets {} at {path}", viewer.who, seen.status));
        }
        for (word, _) in words(secrets, path, &seen) {
            *read.entry(word.clone()).or_default() += 1;
        }
    }
    (wrong, read)
}

/// A page without what differs each time it is made: ids and tokens.
fn same(text: &str) -> String {
    let end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let random = |part: &str| {
        let hex = part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        hex && matches!(part.len(), 36 | 64)
    };
    let parts =
        text.split_inclusive(end).map(|part| if random(part.trim_end_matches(end)) { "(random)" } else { part });
    parts.collect()
}

/// What the lists, counts and searches of everybody without sight say.
async fn overviews(viewers: &[Viewer<'_>]) -> BTreeMap<(&'static str, String), String> {
    let mut all = BTreeMap::new();
    for path in flat() {
        let seen = join_all(viewers.iter().map(|viewer| viewer.gets(&path))).await;
        for (viewer, seen) in viewers.iter().zip(seen) {
            all.insert((viewer.who, path.clone()), format!("{} {}", seen.status, same(&seen.text)));
        }
    }
    all
}

/// Every act of the tables, asked once by who may not see the subject; and what knows other statements.
async fn asked(viewer: &Viewer<'_>, secrets: &Secrets, house: &House) -> Vec<String> {
    let mut wrong = Vec::new();
    for table in printed::all() {
        let Some(kind) = Kind::from_name(table.name) else { continue };
        let of_kind =
            |(handle, whose): &&(String, Whose)| Kind::of_handle(handle) == Some(kind) && viewer.may_not_see(*whose);
        let handles: Vec<&String> = secrets.handles.iter().filter(of_kind).map(|(handle, _)| handle).collect();
        let acts: BTreeSet<&str> =
            table.rows.iter().map(|row| row.act).filter(|act| asks(kind, act).is_some()).collect();
        for (n, act) in acts.into_iter().enumerate().filter(|_| !handles.is_empty()) {
            // Pages and API take turns, and the subjects.
            let root = if n % 2 == 0 { "/acts" } else { "/api/v1/acts" };
            let path = format!("{root}/{}/{}", handles[n / 2 % handles.len()], act.replace('_', "-"));
            let seen = viewer.posts(&path, &json!({"reason": "Because."})).await;
            wrong.extend(leaks(viewer, secrets, &path, &seen));
            let refused = seen.status == 404 || viewer.who == "anonymous" && matches!(seen.status, 303 | 401 | 403);
            wrong.extend((!refused).then(|| format!("{} gets {} from {path}", viewer.who, seen.status)));
        }
    }
    for body in secrets.known(house, viewer.who) {
        let seen = viewer.posts("/api/v1/liaisons/record", &body).await;
        wrong.extend(leaks(viewer, secrets, "/api/v1/liaisons/record", &seen));
    }
    wrong
}

/// All letters of two days, digests too: nobody reads in one what they may not see.
async fn letters(house: &House, secrets: &Secrets, viewers: &[Viewer<'_>]) -> Vec<String> {
    let clock = Arc::new(Mutex::new(house.world.now + TimeDelta::minutes(11)));
    let memory = Memory::default();
    let work = crate::jobs::working(&house.world, Post::Memory(memory.clone()), &clock);
    for _ in 0..3 {
        digest::run_once(&work).await.unwrap();
        outbox::run_once(&work).await.unwrap();
        *clock.lock().unwrap() += TimeDelta::hours(24);
    }
    let all = memory.letters();
    assert!(all.len() > 10, "{}", all.len());
    let mut wrong = Vec::new();
    for kept in &all {
        let to = kept.letter.to.address.as_str();
        let html = kept.letter.html.clone().unwrap_or_default();
        let text = format!("{} {} {html}", kept.letter.subject, kept.letter.text);
        let seen = Seen { status: 200, text };
        // The mailboxes of bodies read what was sent to them, and nothing else of it.
        let reader = viewers.iter().find(|one| to == format!("{}@example.org", one.who));
        wrong.extend(reader.into_iter().flat_map(|reader| leaks(reader, secrets, to, &seen)));
        let outside = kept.letter.to.address.starts_with("iso-");
        let inner = secrets.words.iter().filter(|(_, whose)| outside && *whose != Whose::Both);
        let text = seen.text.to_lowercase();
        wrong.extend(inner.filter(|(word, _)| holds(&text, word)).map(|(word, _)| format!("{to} reads {word}")));
    }
    assert!(all.iter().any(|kept| holds(&kept.letter.text.to_lowercase(), "quaggaallocnote")), "letters tell nothing");
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_sight_finds_no_word_no_handle_and_no_count_anywhere() {
    let house = house().await;
    let mut without = vec![Viewer::anonymous(&house).await];
    for who in STRANGERS {
        without.push(Viewer::enters(&house, who).await);
    }
    let before = overviews(&without).await;
    let secrets = secrets::keep(&house).await;
    let after = overviews(&without).await;
    let mut wrong: Vec<String> = Vec::new();
    for (key, page) in &before {
        wrong.extend((after[key] != *page).then(|| format!("{key:?} is otherwise:\n{page}\n{}", after[key])));
    }

    let all = every_address(&house, &secrets).await;
    let (counsellor, manager) = (Viewer::enters(&house, "counsellor").await, Viewer::enters(&house, "manager").await);
    without.extend([counsellor, manager]);
    let seen = join_all(without.iter().map(|viewer| visited(viewer, &secrets, &all))).await;
    for (viewer, (found, read)) in without.iter().zip(seen) {
        wrong.extend(found);
        // Else there would be nothing to hide: its own side reads each word somewhere.
        if !STRANGERS.contains(&viewer.who) && viewer.who != "anonymous" {
            let own = secrets.words.iter().filter(|(_, whose)| !viewer.may_not_see(*whose));
            let missing: Vec<_> = own.filter(|(word, _)| !read.contains_key(word)).collect();
            assert!(missing.is_empty(), "{} reads nowhere {missing:?}", viewer.who);
        }
    }
    wrong.extend(letters(&house, &secrets, &without).await);
    // What strangers write down for themselves is theirs to see: they try it last.
    for viewer in &without {
        wrong.extend(asked(viewer, &secrets, &house).await);
    }
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), wrong);
}
