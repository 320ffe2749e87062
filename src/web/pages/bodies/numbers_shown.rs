//! The numbers of a body as their page shows them.

use super::numbers::{Asked, Found};
use crate::domain::named::Named;
use crate::domain::numbering::{PLACE, Series};
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::links;
use crate::read::body::numbers::{self as read, Counting, Register};
use crate::said;
use crate::web::auth::Caller;
use crate::web::frame::instant;
use crate::web::pages::liaisons::statement_history;
use crate::web::shown;
use crate::web::view::Page;
use crate::web::view::numbers::{Aside, Gap, Given, Numbers, Tab, To};
use crate::web::view::parts::{Fact, Link, Value};
use crate::words::Words;

/// The page of one series.
pub fn view(caller: &Caller, page: Page, found: &Found, of: &Counting, register: Register, asked: &Asked) -> Numbers {
    let words = &caller.words;
    let here = links::numbers(&found.keeper.handle, &of.series.scheme, &of.series.period);
    // One list goes on, the others stay where they are.
    let on = |name: &str, key: Option<String>| {
        let at = [
            ("given", &asked.given),
            ("reserved", &asked.reserved),
            ("void", &asked.void),
            ("gap", &asked.gap),
            ("history", &asked.history),
        ];
        let key = key?;
        let all = at.map(|(one, stays)| (one, if one == name { key.as_str() } else { stays.as_str() }));
        Some(links::with_query(&here, &all))
    };
    let asides = Asides { caller, found, of };
    let moved =
        [&asked.given, &asked.reserved, &asked.void, &asked.gap, &asked.history].iter().any(|key| !key.is_empty());
    Numbers {
        page,
        back: Link { label: found.keeper.name.clone(), href: links::body(&found.keeper.handle) },
        series: found.series.iter().map(|one| tab(words, found, one, of)).collect(),
        facts: facts(words, of),
        acts: asides.acts(),
        counts: of.form.is_some(),
        older_reserved: on("reserved", register.reserved.older.map(|key| key.to_string())),
        older_gaps: on("gap", register.gaps.older.map(|key| key.to_string())),
        older_given: on("given", register.given.older.map(|key| key.to_string())),
        older_void: on("void", register.void.older.map(|key| key.to_string())),
        older_history: on("history", register.older.map(|key| key.to_string())),
        newest: moved.then_some(here),
        reserved: register.reserved.rows.into_iter().map(|one| asides.reserved(one)).collect(),
        gaps: register.gaps.rows.iter().flat_map(|gap| asides.gaps(gap)).collect(),
        given: register.given.rows.into_iter().map(|one| given(words, one)).collect(),
        void: register.void.rows.into_iter().map(|one| asides.void(one)).collect(),
        history: statement_history::of_record(words, &register.history),
    }
}

fn name(words: &Words, series: &Series) -> String {
    let label = words.t(&format!("numbers-series-{}", series.scheme));
    match series.period.is_empty() {
        true => label,
        false => words.say(&said!("numbers-series-of-period", series = label, period = series.period.clone())),
    }
}

fn tab(words: &Words, found: &Found, one: &Counting, of: &Counting) -> Tab {
    Tab {
        label: name(words, &one.series),
        href: links::numbers(&found.keeper.handle, &one.series.scheme, &one.series.period),
        here: one.series == of.series,
    }
}

fn facts(words: &Words, of: &Counting) -> Vec<Fact> {
    let fact = |key: &str, text: String| Fact { label: words.t(key), values: vec![Value { text, ..Value::default() }] };
    let form = of.form.clone().unwrap_or_else(|| words.t("numbers-form-none"));
    let mut all = vec![fact("numbers-form", form)];
    all.extend(of.next.and_then(|next| number(of, next)).map(|next| fact("numbers-next", next)));
    all
}

/// The number of that place, as the series prints it.
fn number(of: &Counting, place: i64) -> Option<String> {
    of.form.as_ref().map(|form| form.replace(PLACE, &place.to_string()))
}

fn given(words: &Words, one: read::Given) -> Given {
    let reserved = one.reserved_for.map(|whom| words.fill("numbers-was-reserved", "whom", &whom));
    let given_up = one.given_up.then(|| words.t("numbers-given-up"));
    let seen = one.statement.is_some();
    Given {
        number: one.value,
        when: one.at.map(|at| instant(words, at)),
        by: if seen { one.by.unwrap_or_else(|| words.t("who-importer")) } else { String::new() },
        to: one.statement.map(|to| To {
            href: links::statement(&to.handle),
            title: shown::title(words, &to.title),
            handle: to.handle,
        }),
        notes: given_up.into_iter().chain(reserved.filter(|_| seen)).collect(),
    }
}

/// What a row needs beside itself.
struct Asides<'a> {
    caller: &'a Caller,
    found: &'a Found,
    of: &'a Counting,
}

impl Asides<'_> {
    fn may(&self, act: Act) -> bool {
        record::may(&self.found.keeper.facts, &self.caller.actor, act, self.caller.today)
    }

    /// Where something is done with a number, or with one that is still to be typed.
    fn way(&self, act: Act, number: &str) -> Option<String> {
        let series = &self.of.series;
        let segment = act.name().trim_end_matches("_number");
        let way = || links::set_aside(&self.found.keeper.handle, segment, &series.scheme, &series.period, number);
        self.may(act).then(way)
    }

    fn acts(&self) -> Vec<Link> {
        let link = |act: Act| {
            let href = self.way(act, "")?;
            Some(Link { label: self.caller.words.t(&format!("act-record-{}", act.slug())), href })
        };
        [Act::ReserveNumber, Act::VoidNumber].into_iter().filter_map(link).collect()
    }

    fn reserved(&self, one: read::Aside) -> Aside {
        let words = &self.caller.words;
        let link = |key: &str, act| {
            let href = self.way(act, &one.value)?;
            Some(Link { label: words.t(key), href })
        };
        let acts = [link("numbers-release", Act::ReleaseNumber), link("numbers-make-void", Act::VoidNumber)];
        let acts = acts.into_iter().flatten().collect();
        self.row(one.reserved_for.clone(), None, acts, one)
    }

    fn void(&self, one: read::Aside) -> Aside {
        let was = Some(one.reserved_for.as_str()).filter(|whom| !whom.is_empty());
        let note = was.map(|whom| self.caller.words.fill("numbers-was-reserved", "whom", whom));
        self.row(one.why_void.clone(), note, Vec::new(), one)
    }

    fn row(&self, what: String, note: Option<String>, acts: Vec<Link>, one: read::Aside) -> Aside {
        let words = &self.caller.words;
        Aside {
            number: one.value,
            what,
            note,
            since: instant(words, one.at),
            by: one.by.unwrap_or_else(|| words.t("who-importer")),
            acts,
        }
    }

    /// What the series has passed over is missing; what it has not reached is still to come.
    fn gaps(&self, gap: &read::Gap) -> Vec<Gap> {
        let next = self.of.next.unwrap_or(i64::MAX);
        let to_come = (gap.to >= next).then(|| (gap.from.max(next), gap.to, true));
        let missing = (gap.from < next).then(|| (gap.from, gap.to.min(next - 1), false));
        to_come.into_iter().chain(missing).filter_map(|(from, to, to_come)| self.gap(from, to, to_come)).collect()
    }

    fn gap(&self, from: i64, to: i64, to_come: bool) -> Option<Gap> {
        let (words, first) = (&self.caller.words, number(self.of, from)?);
        let alone = from == to;
        let numbers = match number(self.of, to).filter(|_| !alone) {
            Some(last) => words.say(&said!("numbers-gap", from = first.clone(), to = last)),
            None => first.clone(),
        };
        let void = self.way(Act::VoidNumber, &first).filter(|_| alone && !to_come);
        Some(Gap { numbers, count: words.n("numbers-gap-count", to - from + 1), to_come, void })
    }
}
