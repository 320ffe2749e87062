//! The object page of a statement.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::statement_parts as parts_of;
use crate::domain::command::Kind;
use crate::domain::decision::Circumstances;
use crate::domain::{allocation, registration, statement};
use crate::facts::{self, Conn};
use crate::links;
use crate::read::statement::{self as page_of, Registration};
use crate::read::subject;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame::{self, day};
use crate::web::markdown;
use crate::web::shown::{self, Turns};
use crate::web::view::Place;
use crate::web::view::parts::{Link, Offer, Pager};
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
    let found = subject::by_handle(&mut conn, &caller.sight, &handle).await?.ok_or(Problem::Missing)?;
    if found.kind != Kind::Statement {
        return Ok(frame::see_other(&links::statement(&found.place.handle)));
    }
    let page = page_of::load(&mut conn, &caller.sight, found.id, asked.before).await?;
    let turns = Turns::new();
    let (acts, registrations) = offered(&mut conn, &caller, &turns, &page).await?;
    let title = format!("{} {}", page.handle, page.title);
    let frame = frame::page(&app, Some(&caller), title, Some(Place::Register));
    let view = assemble(frame::with_done(frame, &request, &app), &caller, &turns, page, acts, registrations);
    frame::html(&view)
}

/// What may be done with the statement and with each registration; a single registration of another's statement leads.
async fn offered(
    conn: &mut Conn,
    caller: &Caller,
    turns: &Turns,
    page: &page_of::Statement,
) -> Result<(Offers, Vec<view::Registration>), Problem> {
    let mut acts = if page.ours { own_offers(conn, caller, page).await? } else { Default::default() };
    let recorded = if page.ours { Default::default() } else { acts_of_record(conn, caller, page).await? };
    let mut registrations = Vec::new();
    for one in &page.registrations {
        registrations.push(registered(conn, caller, turns, one).await?);
    }
    if let ([one], false) = (registrations.as_mut_slice(), page.ours) {
        acts = parts_of::leading(one);
    }
    acts.0.extend(recorded.0.into_iter().map(|offer| Offer { expected: false, ..offer }));
    acts.1.extend(recorded.1);
    Ok((acts, registrations))
}

type Offers = (Vec<Offer>, Vec<Offer>);

async fn own_offers(conn: &mut Conn, caller: &Caller, page: &page_of::Statement) -> Result<Offers, Problem> {
    let facts = facts::statement::load(conn, page.id, false, caller.today, None).await?;
    let offers = statement::offers(&facts, here(caller));
    Ok(shown::offers(&caller.words, &page.handle, "statement", &offers))
}

/// What was only written down here is taken back by who did so, whose statement it is or not.
async fn acts_of_record(conn: &mut Conn, caller: &Caller, page: &page_of::Statement) -> Result<Offers, Problem> {
    let (Some(_), Some(owner)) = (&page.recorded, page.owner.id) else { return Ok(Default::default()) };
    let facts = facts::statement::written_down(conn, page.id, owner, &page.state).await?;
    Ok(shown::offers(&caller.words, &page.handle, "statement", &statement::offers(&facts, here(caller))))
}

/// Now and here, as a button asks it.
pub fn here(caller: &Caller) -> Circumstances<'_> {
    Circumstances { actor: &caller.actor, occurred_on: caller.today, today: caller.today, reason: None }
}

async fn registered(
    conn: &mut Conn,
    caller: &Caller,
    turns: &Turns,
    one: &Registration,
) -> Result<view::Registration, Problem> {
    let words = &caller.words;
    let facts = facts::registration::load(conn, one.id, false, caller.today, None).await?;
    let offers = registration::offers(&facts, here(caller));
    let (mut possible, refused) = shown::offers(words, &one.handle, "registration", &offers);
    if turns.waiting_for("registration", &one.state) != "secretariat" {
        possible.iter_mut().for_each(|offer| offer.expected = false);
    }
    let parts = facts::allocation::all_of(conn, one.id, caller.today).await?;
    let allocations = one
        .allocations
        .iter()
        .map(|row| {
            let facts = parts.iter().find(|facts| facts.id == row.id);
            let offers = facts.map(|facts| allocation::offers(facts, here(caller))).unwrap_or_default();
            let (mut possible, _) = shown::offers(words, &row.handle, "allocation", &offers);
            if facts.is_some_and(|facts| allocation::may_answer(facts, here(caller))) {
                possible.iter_mut().for_each(|offer| offer.expected = false);
                possible.insert(0, parts_of::reply(words, row));
            }
            parts_of::allocation(caller, turns, row, possible)
        })
        .collect();
    Ok(view::Registration {
        body: shown::body(&one.body),
        number: one.number.clone(),
        chip: turns.chip(words, "registration", &one.state),
        ball: turns.ball(words, "registration", &one.state, one.since),
        facts: parts_of::registration_facts(words, one),
        allocations,
        possible,
        refused,
    })
}

fn assemble(
    page: crate::web::view::Page,
    caller: &Caller,
    turns: &Turns,
    of: page_of::Statement,
    (possible, refused): Offers,
    registrations: Vec<view::Registration>,
) -> view::Statement {
    let words = &caller.words;
    // What came in stands where our own register has it; what we send, where the statement is.
    let (procedure, state, since) = match (of.registrations.as_slice(), of.ours) {
        ([one], false) => ("registration", one.state.as_str(), one.since),
        _ => ("statement", of.state.as_str(), of.since),
    };
    let here = links::procedure(procedure, Some(state));
    let title = of.title.clone();
    let pager = Pager {
        newer: None,
        older: of.older.map(|key| links::with_query(&links::statement(&of.handle), &[("before", &key.to_string())])),
        total: None,
    };
    view::Statement {
        numbers: of.numbers.iter().map(|(_, value)| value.clone()).collect(),
        chip: turns.chip(words, procedure, state),
        ball: turns.ball(words, procedure, state, since),
        possible,
        refused,
        here: Some(parts_of::picture(words, procedure, state)),
        procedure: Some(Link { label: words.t(&format!("procedure-{procedure}")), href: here }),
        preview: of.ours.then(|| links::preview(&of.handle)),
        facts: parts_of::facts(words, &of),
        destinations: of.destinations.iter().map(|to| parts_of::destination(caller, turns, to)).collect(),
        registrations,
        abstract_text: Some(of.abstract_text.clone()).filter(|text| !text.is_empty()),
        text: markdown::written(&of.body),
        text_hash: Some(hex::encode(&of.content_hash)),
        files: of.files.iter().map(|(file, size)| parts_of::file(words, file, *size)).collect(),
        thread: of.thread.iter().map(|one| parts_of::related(words, one)).collect(),
        letters: of.letters.iter().map(|one| parts_of::letter(words, one)).collect(),
        history: of
            .history
            .iter()
            .filter(|one| parts_of::tells(one))
            .map(|one| parts_of::entry(words, one, &of))
            .collect(),
        pager,
        page,
        handle: of.handle,
        title,
    }
}

/// The day of issue, for the thread.
pub fn issued(words: &crate::words::Words, on: Option<chrono::NaiveDate>) -> Option<crate::web::view::parts::Moment> {
    on.map(|on| day(words, on))
}
