//! The object page of a statement.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::statement_parts as parts_of;
use crate::domain::command::Kind;
use crate::domain::decision::Circumstances;
use crate::domain::named::Named;
use crate::domain::procedure::statement::Act;
use crate::domain::reference::Ladder;
use crate::domain::{allocation, registration, standing, statement};
use crate::links;
use crate::read::statement::{self as page_of, Registration};
use crate::read::subject;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame::{self, day};
use crate::web::markdown;
use crate::web::pages::undelivered;
use crate::web::shown::{self, Turns, Whose};
use crate::web::view::Place;
use crate::web::view::parts::{LetterRow, Link, Offer, Pager, Tone};
use crate::web::view::statement as view;

/// Where the history goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub before: Option<Uuid>,
}

/// The page.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    if Kind::of_handle(&handle) != Some(Kind::Statement) {
        let found = subject::by_handle(&mut conn, &caller.sight, &handle).await?.ok_or(Problem::Missing)?;
        return Ok(frame::see_other(&links::statement(&found.place.handle)));
    }
    let page = page_of::load(&mut conn, &caller.sight, &handle, asked.before, caller.today).await?;
    let page = page.ok_or(Problem::Missing)?;
    let turns = Turns::new();
    let (acts, mine, registrations) = offered(&caller, &turns, &page);
    let title = format!("{} {}", page.handle, page.title);
    let frame = frame::page(&app, Some(&caller), title, Some(Place::Register));
    let frame = frame::with_done(frame, &request, &app);
    let view = assemble(frame, &caller, &turns, page, (acts, mine), registrations, app.clock.now());
    frame::html(&view)
}

/// What may be done with the statement and with each registration; a single registration of another's statement leads.
fn offered(caller: &Caller, turns: &Turns, page: &page_of::Statement) -> (Offers, bool, Vec<view::Registration>) {
    let (mut acts, mine) = if page.ours { own_offers(caller, page) } else { Default::default() };
    let mut registrations: Vec<_> = page.registrations.iter().map(|one| registered(caller, turns, page, one)).collect();
    if let ([one], false) = (registrations.as_mut_slice(), page.ours) {
        acts = parts_of::leading(one);
    }
    if let (false, Some(_)) = (page.ours, &page.facts) {
        let ((possible, refused), _) = own_offers(caller, page);
        acts.0.extend(possible.into_iter().map(|offer| Offer { expected: false, ..offer }));
        acts.1.extend(refused);
    }
    (acts, mine, registrations)
}

type Offers = (Vec<Offer>, Vec<Offer>);

/// What the reader may do to the statement itself, and whether it is their turn.
fn own_offers(caller: &Caller, page: &page_of::Statement) -> (Offers, bool) {
    let Some(facts) = &page.facts else { return Default::default() };
    let offers = statement::offers(facts, here(caller));
    let mut shown = shown::offers(&caller.words, &page.handle, "statement", &offers);
    if statement::may_correct(facts, here(caller)) {
        shown.0.push(parts_of::corrigendum(&caller.words, &page.handle));
    }
    (
        naming_the_step(caller, ("statement", &page.handle), shown, facts.last.as_ref()),
        statement::waits_for(facts, here(caller)),
    )
}

/// Whose procedure the picture shows: that of the body with the register, or of the sender.
fn ladder(of: &page_of::Statement) -> Option<Ladder> {
    match (of.registrations.as_slice(), of.ours) {
        ([one], false) => Some(one.facts.body.ladder()),
        _ => of.facts.as_ref().map(|facts| facts.owner.ladder()),
    }
}

/// *Take back* says what would be taken back: a page may offer it for the statement and for its registration.
fn naming_the_step(
    caller: &Caller,
    (procedure, handle): (&str, &str),
    (mut can, mut cannot): Offers,
    last: Option<&statement::Last>,
) -> Offers {
    let Some(last) = last else { return (can, cannot) };
    let step = caller.words.t(&format!("act-{procedure}-{}", last.act.replace('_', "-")));
    let back = links::act(handle, &Act::TakeBack.slug());
    for offer in can.iter_mut().chain(&mut cannot).filter(|offer| offer.href == back) {
        offer.label = caller.words.fill("ui-take-back-step", "step", &step);
    }
    (can, cannot)
}

/// Now and here, as a button asks it.
pub fn here(caller: &Caller) -> Circumstances<'_> {
    Circumstances { actor: &caller.actor, occurred_on: caller.today, today: caller.today, reason: None }
}

fn registered(caller: &Caller, turns: &Turns, page: &page_of::Statement, one: &Registration) -> view::Registration {
    let words = &caller.words;
    let offers = registration::offers(&one.facts, here(caller));
    let shown = shown::offers(words, &one.handle, "registration", &offers);
    let (mut possible, refused) =
        naming_the_step(caller, ("registration", &one.handle), shown, one.facts.last.as_ref());
    if turns.waiting_for("registration", &one.state) != "secretariat" {
        possible.iter_mut().for_each(|offer| offer.expected = false);
    }
    let parts = one.allocations.iter().filter(|row| allocation::is_open(&row.facts));
    let assigned = parts.clone().any(|row| row.facts.assignee == Some(caller.id));
    let whose = Whose {
        mine: registration::waits_for(&one.facts, here(caller)) || assigned,
        name: parts_of::open_assignees(parts),
    };
    let allocations = one
        .allocations
        .iter()
        .map(|row| {
            let offers = allocation::offers(&row.facts, here(caller));
            let (mut possible, _) = shown::offers(words, &row.handle, "allocation", &offers);
            if allocation::may_answer(&row.facts, here(caller)) {
                possible.iter_mut().for_each(|offer| offer.expected = false);
                possible.insert(0, parts_of::reply(words, row, allocation::unanswered(&row.facts)));
            }
            parts_of::allocation(caller, turns, row, possible)
        })
        .collect();
    view::Registration {
        body: shown::body(&one.body),
        number: one.number.clone(),
        chip: turns.chip(words, "registration", &one.state),
        ball: turns.ball(words, "registration", &one.state, one.since, whose),
        facts: parts_of::registration_facts(words, page, one),
        allocations,
        possible,
        refused,
    }
}

fn assemble(
    page: crate::web::view::Page,
    caller: &Caller,
    turns: &Turns,
    of: page_of::Statement,
    ((possible, refused), mine): (Offers, bool),
    registrations: Vec<view::Registration>,
    now: DateTime<Utc>,
) -> view::Statement {
    let words = &caller.words;
    // What came in stands where our own register has it; what we send, where the statement is.
    let (procedure, state, since) = match (of.registrations.as_slice(), of.ours) {
        ([one], false) => ("registration", one.state.as_str(), one.since),
        _ => ("statement", of.state.as_str(), of.since),
    };
    let here = links::procedure(procedure, Some(state));
    let title = shown::title(words, &of.title);
    let offered = || possible.iter().chain(registrations.iter().flat_map(|one| &one.possible));
    let letters = letters(caller, &of, offered, now);
    let undelivered =
        letters.iter().any(|one| one.state.tone == Tone::Bad) && !undelivered::about(caller, &of).is_empty();
    let pager = Pager {
        newer: None,
        older: of.older.map(|key| links::with_query(&links::statement(&of.handle), &[("before", &key.to_string())])),
        total: None,
    };
    view::Statement {
        numbers: of.numbers.iter().map(|(_, value)| value.clone()).collect(),
        chip: turns.chip(words, procedure, state),
        ball: match (registrations.as_slice(), of.ours) {
            ([one], false) => one.ball.clone(),
            _ => turns.ball(words, procedure, state, since, Whose { mine, name: of.author.clone() }),
        },
        returned: parts_of::returned(words, of.id, &of.history),
        retracted: (!of.ours && standing::is_retracted(&of.state))
            .then(|| words.fill("statement-retracted", "who", &of.owner.name)),
        possible,
        refused,
        here: Some(parts_of::picture(words, procedure, state, ladder(&of))),
        procedure: Some(Link { label: words.t(&format!("procedure-{procedure}")), href: here }),
        preview: of.ours.then(|| links::preview(&of.handle)),
        facts: parts_of::facts(words, &of),
        destinations: of.destinations.iter().map(|to| parts_of::destination(caller, turns, &of, to)).collect(),
        registrations,
        abstract_text: Some(of.abstract_text.clone()).filter(|text| !text.is_empty()),
        text: markdown::written(&of.body),
        text_hash: Some(hex::encode(&of.content_hash)),
        files: of.files.iter().map(|(file, size)| parts_of::file(words, file, *size)).collect(),
        notes: super::notes::beneath(caller, &of),
        thread: page_of::once(&of.thread).into_iter().map(|one| parts_of::related(words, one)).collect(),
        letters,
        again: undelivered.then(|| links::letters_again(&of.handle)),
        history: super::statement_history::history(words, &of),
        pager,
        page,
        handle: of.handle,
        title,
    }
}

/// Its letters; taking back stops those of the newest act on the statement or on its registration here, and no others.
fn letters<'a, I: Iterator<Item = &'a Offer>>(
    caller: &Caller,
    of: &page_of::Statement,
    offered: impl Fn() -> I,
    now: DateTime<Utc>,
) -> Vec<LetterRow> {
    let own = of.facts.as_ref().and_then(|facts| facts.last.as_ref()).map(|last| (&of.handle, last.event));
    let here = of.registrations.iter().filter_map(|one| Some((&one.handle, one.facts.last.as_ref()?.event)));
    let newest: Vec<(&String, Uuid)> = own.into_iter().chain(here).collect();
    let stop = |one: &page_of::Letter| {
        let (handle, _) = newest.iter().find(|(_, event)| one.event == Some(*event))?;
        let back = links::act(handle, &Act::TakeBack.slug());
        offered().find(|offer| offer.href == back).map(|offer| offer.href.as_str())
    };
    let letter = |one| parts_of::letter(&caller.words, one, one.person == Some(caller.id), now, stop(one));
    of.letters.iter().map(letter).collect()
}

/// The day of issue, for the thread.
pub fn issued(words: &crate::words::Words, on: Option<chrono::NaiveDate>) -> Option<crate::web::view::parts::Moment> {
    on.map(|on| day(words, on))
}
