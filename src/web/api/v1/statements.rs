//! Statements: the reader's turns, the register, and one statement with what may be done now.

use actix_web::{HttpResponse, web};

use super::acts::tag;
use super::sent::wrong;
use super::types::{self, offers};
use crate::domain::command::Kind;
use crate::domain::form::FieldProblem;
use crate::domain::{allocation, destination, registration, statement};
use crate::links;
use crate::read::statement::{self as page_of, Registration};
use crate::read::{home as turns_of, register as register_of, subject};
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::pages::liaisons::register::Asked;
use crate::web::pages::liaisons::statement::{Asked as Paged, here};
use crate::web::shown::Turns;

/// What waits for the caller, and for whom the caller waits.
pub async fn home(app: App, caller: Caller) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let home = turns_of::load(&mut conn, &caller.actor, caller.today).await?;
    Ok(HttpResponse::Ok().json(types::Home::of(&caller, home)))
}

/// One page of the register.
pub async fn register(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    known(&asked)?;
    let mut conn = app.reader.connection().await?;
    let page = register_of::page(&mut conn, &caller.sight, &asked.filter(), asked.from()).await?;
    let turns = Turns::new();
    let (total, total_is_exact) = types::Page::counted(page.total);
    Ok(HttpResponse::Ok().json(types::Page {
        rows: page.rows.into_iter().map(|row| types::Row::of(&caller, &turns, row)).collect(),
        newer: page.newer.map(|key| address(&asked, "after", key)),
        older: page.older.map(|key| address(&asked, "before", key)),
        total,
        total_is_exact,
    }))
}

/// A page shows everything for a filter that it does not know; a program would take that for the answer.
fn known(asked: &Asked) -> Result<(), Problem> {
    let filter = asked.filter();
    let given = [
        ("direction", &asked.direction, filter.direction.is_some()),
        ("state", &asked.state, filter.state.is_some()),
        ("body", &asked.body, filter.body.is_some()),
        ("reply", &asked.reply, filter.reply.is_some()),
    ];
    let unknown = given.into_iter().filter(|(_, value, understood)| !value.is_empty() && !understood);
    let problem = |(name, ..): (&str, _, _)| FieldProblem { field: name.to_owned(), said: said!("api-filter") };
    let problems: Vec<FieldProblem> = unknown.map(problem).collect();
    if asked.before.is_some() && asked.after.is_some() {
        return Err(wrong("after", said!("api-two-keys")));
    }
    if problems.is_empty() { Ok(()) } else { Err(Problem::Fields(problems)) }
}

fn address(asked: &Asked, way: &str, key: i64) -> String {
    let key = key.to_string();
    let pairs = [
        ("q", asked.q.as_str()),
        ("direction", &asked.direction),
        ("state", &asked.state),
        ("body", &asked.body),
        ("reply", &asked.reply),
        (way, &key),
    ];
    links::with_query(links::API_STATEMENTS, &pairs)
}

/// One statement. The handle of what belongs to it leads to it.
pub async fn show(
    app: App,
    caller: Caller,
    handle: web::Path<String>,
    asked: web::Query<Paged>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    if Kind::of_handle(&handle) != Some(Kind::Statement) {
        let found = subject::by_handle(&mut conn, &caller.sight, &handle).await?.ok_or(Problem::Missing)?;
        return Ok(frame::see_other(&links::api_statement(&found.place.handle)));
    }
    let page = page_of::load(&mut conn, &caller.sight, &handle, asked.before, caller.today).await?;
    let page = page.ok_or(Problem::Missing)?;
    let own = own(&caller, &page);
    let turns = Turns::new();
    let registrations = page.registrations.iter().map(|one| registered(&caller, &turns, one)).collect();
    let etag = tag(page.version);
    let addressees = page.destinations.iter().map(|to| addressee(&caller, &page, to)).collect();
    let shown = types::Statement::of(&caller.words, &turns, page, registrations, own, addressees);
    Ok(HttpResponse::Ok().insert_header(etag).json(shown))
}

type Offers = (Vec<types::Act>, Vec<types::Refused>);

fn own(caller: &Caller, page: &page_of::Statement) -> Offers {
    let Some(facts) = &page.facts else { return Offers::default() };
    offers(&caller.words, Kind::Statement, &page.handle, &statement::offers(facts, here(caller)))
}

fn addressee(caller: &Caller, page: &page_of::Statement, to: &page_of::Destination) -> Offers {
    let Some(facts) = page.addressee(to) else { return Offers::default() };
    offers(&caller.words, Kind::Destination, &to.handle, &destination::offers(&facts, here(caller)))
}

fn registered(caller: &Caller, turns: &Turns, one: &Registration) -> types::Registration {
    let words = &caller.words;
    let own = offers(words, Kind::Registration, &one.handle, &registration::offers(&one.facts, here(caller)));
    let allocation = |row: &page_of::Allocation| {
        let all = allocation::offers(&row.facts, here(caller));
        let (mut acts, refused) = offers(words, Kind::Allocation, &row.handle, &all);
        if allocation::may_answer(&row.facts, here(caller)) {
            acts.insert(0, types::reply(words, row.id));
        }
        types::Allocation::of(words, turns, row, (acts, refused))
    };
    let allocations = one.allocations.iter().map(allocation).collect();
    types::Registration::of(words, turns, one, allocations, own)
}
