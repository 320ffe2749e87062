//! The object page of a statement.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
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
use crate::web::shown::{self, Turns, Whose};
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
    let (mut acts, mut mine) = (Default::default(), false);
    if page.ours {
        (acts, mine) = own_offers(&mut conn, &caller, &page).await?;
    }
    let mut registrations = Vec::new();
    let turns = Turns::new();
    for one in &page.registrations {
        registrations.push(registered(&mut conn, &caller, &turns, one).await?);
    }
    if let ([one], false) = (registrations.as_mut_slice(), page.ours) {
        acts = parts_of::leading(one);
    }
    let title = format!("{} {}", page.handle, page.title);
    let frame = frame::page(&app, Some(&caller), title, Some(Place::Register));
    let frame = frame::with_done(frame, &request, &app);
    let view = assemble(frame, &caller, &turns, page, (acts, mine), registrations, app.clock.now());
    frame::html(&view)
}

type Offers = (Vec<Offer>, Vec<Offer>);

/// What the reader may do to a statement of their own body, and whether it is their turn.
async fn own_offers(conn: &mut Conn, caller: &Caller, page: &page_of::Statement) -> Result<(Offers, bool), Problem> {
    let facts = facts::statement::load(conn, page.id, false, caller.today, None).await?;
    let offers = statement::offers(&facts, here(caller));
    let mine = statement::waits_for(&facts, here(caller));
    Ok((shown::offers(&caller.words, &page.handle, "statement", &offers), mine))
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
    let assignees = parts.iter().filter(|part| allocation::is_open(part));
    let assigned = assignees.filter_map(|part| part.assignee).collect::<Vec<_>>();
    let whose = Whose {
        mine: registration::waits_for(&facts, here(caller)) || assigned.contains(&caller.id),
        name: parts_of::open_assignees(&parts, one),
    };
    let allocations = one
        .allocations
        .iter()
        .map(|row| {
            let facts = parts.iter().find(|facts| facts.id == row.id);
            let offers = facts.map(|facts| allocation::offers(facts, here(caller))).unwrap_or_default();
            let (mut possible, _) = shown::offers(words, &row.handle, "allocation", &offers);
            if let Some(facts) = facts.filter(|facts| allocation::may_answer(facts, here(caller))) {
                possible.iter_mut().for_each(|offer| offer.expected = false);
                possible.insert(0, parts_of::reply(words, row, allocation::unanswered(facts)));
            }
            parts_of::allocation(caller, turns, row, possible)
        })
        .collect();
    Ok(view::Registration {
        body: shown::body(&one.body),
        number: one.number.clone(),
        chip: turns.chip(words, "registration", &one.state),
        ball: turns.ball(words, "registration", &one.state, one.since, whose),
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
    let title = of.title.clone();
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
        returned: parts_of::returned(words, &of),
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
        letters: of
            .letters
            .iter()
            .map(|one| parts_of::letter(words, one, one.person == Some(caller.id), now))
            .collect(),
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
