//! The sections of a body's page.

use super::linked;
use crate::domain::calendar;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::links;
use crate::read::body::owed::{Both, Owed as OpenReply};
use crate::read::body::{self as read, Line};
use crate::read::register::Row;
use crate::said;
use crate::web::auth::Caller;
use crate::web::frame::{day, instant};
use crate::web::shown::{self, Turns};
use crate::web::view::body::{Entry, Kin, Meeting, Newest, Officer, Open, Owed, Provisional, Relative, Statement};
use crate::web::view::parts::{Fact, Value as Shown};
use crate::words::Words;

/// What it is, in a few lines.
pub fn facts(words: &Words, body: &read::Body) -> Vec<Fact> {
    let plain = |text: String| vec![Shown { text, ..Shown::default() }];
    let maybe = |text: Option<String>| text.map(plain).unwrap_or_default();
    let kept = if body.line.kept_here { "body-yes" } else { "body-no" };
    let ended = body.facts.state.filter(|state| !state.is_in_force());
    let ended = ended.map(|state| words.t(&format!("state-record-{}", state.slug())));
    let all = [
        ("person-state", maybe(ended)),
        ("body-kind", plain(words.t(&format!("body-kind-{}", body.line.kind.replace('_', "-"))))),
        ("body-side", plain(words.t(&format!("side-{}", body.line.side.name())))),
        ("body-kept-here", plain(words.t(kept))),
        ("body-valid", plain(valid(words, &body.line))),
        ("field-study-period", maybe(body.study_period.clone())),
        ("field-zone", plain(body.zone.clone())),
        ("field-go-live", maybe(body.go_live.map(|on| day(words, on).shown))),
    ];
    let filled = |(_, values): &(&str, Vec<Shown>)| !values.is_empty();
    all.into_iter().filter(filled).map(|(key, values)| Fact { label: words.t(key), values }).collect()
}

/// From when to when it is there.
fn valid(words: &Words, line: &Line) -> String {
    words.say(&match line.to {
        Some(to) => said!("body-valid-until", from = line.from, to = to),
        None => said!("body-valid-since", from = line.from),
    })
}

/// Open replies of both sides, each with the way to all of them.
pub fn owed(caller: &Caller, body: &read::Body, both: Both) -> Vec<Owed> {
    let (words, turns, id) = (&caller.words, Turns::new(), body.line.id.to_string());
    let section = |slug: &'static str, reply: &str, rows: Vec<OpenReply>| Owed {
        id: slug,
        head: words.t(&format!("body-{slug}")),
        none: words.t(&format!("body-{slug}-none")),
        rows: rows.into_iter().map(|one| open(caller, &turns, one)).collect(),
        all: links::with_query(links::REGISTER, &[("body", &id), ("reply", reply)]),
    };
    vec![section("they-owe", "awaited", both.theirs.0), section("we-owe", "owed", both.ours.0)]
}

fn open(caller: &Caller, turns: &Turns, one: OpenReply) -> Open {
    let (words, handle) = (&caller.words, format!("LS-{}", one.seq));
    let who = one.state.map(|state| match one.whom.is_empty() {
        true => words.t(&format!("waiting-{}", turns.waiting_for("registration", &state))),
        false => one.whom.join(", "),
    });
    let about = match (who, one.addressee) {
        (Some(who), _) => words.fill("body-has-it", "whom", &who),
        (None, addressee) => words.fill("body-asked-as", "name", &addressee.unwrap_or_default()),
    };
    Open {
        href: links::statement(&handle),
        handle,
        numbers: one.numbers,
        title: shown::title(words, &one.title),
        due: one.due.map(|on| shown::due(words, on, caller.today)),
        about,
    }
}

/// Its newest statements, both ways.
pub fn newest(caller: &Caller, body: &read::Body, rows: Vec<Row>) -> Newest {
    let (words, turns) = (&caller.words, Turns::new());
    let row = |one: Row| {
        let handle = format!("LS-{}", one.seq);
        let (procedure, state) = match &one.registered {
            Some(own) => ("registration", own.state.as_str()),
            None => ("statement", one.state.as_str()),
        };
        let received = one.registered.as_ref().map(|own| own.received_on);
        Statement {
            href: links::statement(&handle),
            handle,
            numbers: one.numbers,
            title: shown::title(words, &one.title),
            from: vec![shown::body(&one.owner)],
            to: one.to.iter().map(shown::body).collect(),
            chip: turns.chip(words, procedure, state),
            date: received.or(one.issued_on).map(|on| day(words, on)),
        }
    };
    let all = links::with_query(links::REGISTER, &[("body", &body.line.id.to_string())]);
    Newest { rows: rows.into_iter().map(row).collect(), all }
}

/// Senders of whom only the name is known, with the ways to say who they are.
pub fn provisional(caller: &Caller, all: Vec<Line>) -> Vec<Provisional> {
    let writes = crate::web::pages::records::may_record(caller, Kind::Body, None);
    let one = |line: Line| Provisional {
        complete: writes.then(|| links::correct_record(&line.handle)),
        merge: writes.then(|| links::merge_record(&line.handle)),
        since: day(&caller.words, line.from),
        body: linked(&line),
    };
    all.into_iter().map(one).collect()
}

pub fn officer(words: &Words, one: &read::Officer) -> Officer {
    Officer {
        name: one.name.clone(),
        role: words.t(&format!("role-{}", one.role.replace('_', "-"))),
        from: day(words, one.from),
        to: one.to.map(|to| day(words, to)),
        decision: one.decision.clone(),
    }
}

/// What is above and below it.
pub fn kin(words: &Words, body: &read::Body) -> Vec<Kin> {
    let relative = |line: &Line| Relative { body: linked(line), valid: valid(words, line) };
    let some = |key: &str, lines: &[Line]| {
        (!lines.is_empty()).then(|| Kin { label: words.t(key), rows: lines.iter().map(relative).collect() })
    };
    [some("body-parents", &body.parents), some("body-children", &body.children)].into_iter().flatten().collect()
}

pub fn meeting(words: &Words, one: &read::Meeting) -> Meeting {
    Meeting {
        title: one.title.clone(),
        href: links::meeting(&one.handle),
        days: words.say(&said!("meeting-days-value", starts = one.starts, ends = one.ends)),
        place: one.place.clone(),
    }
}

/// The address book: what is used today, and the rest.
pub fn addresses(caller: &Caller, body: &read::Body) -> (Vec<Entry>, Vec<Entry>) {
    let used =
        |one: &&read::Address| one.from <= caller.today && one.to.is_none_or(|to| !calendar::is_past(to, caller.today));
    let (now, others): (Vec<&read::Address>, Vec<&read::Address>) = body.addresses.iter().partition(used);
    let mends = record::may(&body.facts, &caller.actor, Act::CorrectAddress, caller.today);
    let entries = |all: Vec<&read::Address>| {
        all.into_iter().map(|one| entry(&caller.words, one, mends.then_some(body.line.handle.as_str()))).collect()
    };
    (entries(now), entries(others))
}

/// One entry; with its body's handle, where the reader may mend it.
fn entry(words: &Words, one: &read::Address, mends: Option<&str>) -> Entry {
    let mend = |act: &str| mends.map(|handle| links::mend_address(handle, &one.id.to_string(), act));
    Entry {
        correct: mend("correct"),
        end: mend("end").filter(|_| one.to.is_none()),
        kind: words.t(&format!("address-kind-{}", one.kind.replace('_', "-"))),
        name: one.name.clone(),
        address: one.address.clone(),
        from: day(words, one.from),
        to: one.to.map(|to| day(words, to)),
        added: one.added.map(|at| instant(words, at)),
        by: one.by.clone().unwrap_or_else(|| words.t("who-importer")),
    }
}
