//! Home: my turn, waiting on others, due soon, overdue.

use actix_web::{HttpRequest, HttpResponse};

use crate::links;
use crate::read::home::{self, SHOWN, Turn};
use crate::read::setup;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::shown::{self, Turns};
use crate::web::view::Place;
use crate::web::view::home::{Home as View, Section, Turn as Row};
use crate::web::view::parts::Link;
use crate::words::Words;

/// The page.
pub async fn show(request: HttpRequest, app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    if caller.actor.administrates() && !setup::has_begun(&mut conn).await? {
        return Ok(frame::see_other(links::SETUP));
    }
    let home = home::load(&mut conn, &caller.actor, caller.today).await?;
    let page = frame::page(&app, Some(&caller), caller.words.t("home-title"), Some(Place::Home));
    let turns = Turns::new();
    let link = |key: &str, href: &str| Link { label: caller.words.t(key), href: href.to_owned() };
    let log = || vec![link("ui-nav-log", links::INTAKE), link("ui-nav-register", links::REGISTER)];
    let view = View {
        page: frame::with_done(page, &request, &app),
        mine: section(&caller, &turns, home.mine, log()),
        others: section(&caller, &turns, home.others, vec![link("ui-nav-write", links::NEW_DRAFT)]),
        due: section(&caller, &turns, home.due, Vec::new()),
        late: section(&caller, &turns, home.late, Vec::new()),
    };
    frame::html(&view)
}

fn section(caller: &Caller, turns: &Turns, mut rows: Vec<Turn>, links: Vec<Link>) -> Section {
    let more = rows.len() as i64 > SHOWN;
    rows.truncate(SHOWN as usize);
    let total = if more { format!("{SHOWN}+") } else { rows.len().to_string() };
    let rows = rows.into_iter().map(|turn| row(caller, turns, turn)).collect();
    Section { rows, total, all: more.then(|| crate::links::REGISTER.to_owned()), links }
}

fn row(caller: &Caller, turns: &Turns, turn: Turn) -> Row {
    let handle = format!("LS-{}", turn.seq);
    let words = &caller.words;
    let whom =
        turn.whom.unwrap_or_else(|| words.t(&format!("waiting-{}", turns.waiting_for(turn.procedure, &turn.state))));
    let due = turn.due.map(|on| shown::due(words, on, caller.today));
    Row {
        href: links::statement(&handle),
        handle,
        title: shown::title(words, &turn.title),
        chip: turns.chip(words, turn.procedure, &turn.state),
        with: Some(shown::body(&turn.with)),
        ball: crate::web::view::parts::Ball {
            whom,
            since: Some(frame::instant(words, turn.since)),
            why: turn.mine.then(|| next(words, turn.procedure, &turn.state)).flatten(),
            mine: turn.mine,
            overdue: due.as_ref().is_some_and(|due| due.late),
        },
        due,
    }
}

/// What is expected in this state, where a sentence says so.
fn next(words: &Words, procedure: &str, state: &str) -> Option<String> {
    let key = format!("next-{procedure}-{}", state.replace('_', "-"));
    words.has(&key).then(|| words.t(&key))
}
