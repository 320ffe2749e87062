//! People: the list, one person with their appointments, and the password that an administrator gives.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::procedure::record::{Act, State};
use crate::domain::record::{self, RecordFacts};
use crate::domain::reference::Side;
use crate::facts;
use crate::links;
use crate::read::people::{self as read, Held, Person};
use crate::read::person::Served;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Posted;
use crate::web::frame::{self, Done, day};
use crate::web::pages::{acts, records};
use crate::web::shown;
use crate::web::view::parts::{Body, Control, Fact, Field, Link, Value as Shown};
use crate::web::view::person::{Held as Row, Password, People, PersonPage, Row as Listed};
use crate::words::Words;
use crate::write::upkeep::credential::{LONGEST, PasswordError, SHORTEST};

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub after: String,
}

/// The people in sight, a page at a time.
pub async fn index(app: App, caller: Caller, asked: web::Query<Asked>) -> Result<HttpResponse, Problem> {
    let after = Uuid::try_parse(&asked.after).ok();
    let mut conn = app.reader.connection().await?;
    let found = read::page(&mut conn, records::eyes(&caller), after, caller.today).await?;
    let words = &caller.words;
    let row = |line: read::Line| Listed {
        href: links::person(&line.handle),
        roles: roles(words, &line),
        name: line.name,
        email: line.email,
        organisation: line.organisation,
    };
    let next = found.next.map(|id| links::with_query(links::PEOPLE, &[("after", &id.to_string())]));
    let new = Link { label: words.t("record-person"), href: links::new_record(Kind::Person.name()) };
    let acts = if records::may_record(&caller, Kind::Person, None) { vec![new] } else { Vec::new() };
    let page = frame::page(&app, Some(&caller), words.t("people-title"), None);
    frame::html(&People { page, rows: found.lines.into_iter().map(row).collect(), acts, next })
}

/// One person.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    handle: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut view = view(&app, &caller, &handle, None).await?;
    view.page = frame::with_done(view.page, &request, &app);
    frame::html(&view)
}

/// Gives the person a password, and ends their sessions.
pub async fn give_password(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let Posted { caller, form } = posted;
    if !caller.actor.administrates() {
        return Err(Problem::Missing);
    }
    let found = found(&app, &caller, &handle).await?;
    match app.upkeep.set_password(found.line.id, form.text("new_password"), Utc::now()).await {
        Ok(()) => {
            let mut answer = frame::see_other(&links::person(&handle));
            frame::with_cookie(&mut answer, &Done::Kept("password").cookie(&app.config))?;
            Ok(answer)
        }
        Err(PasswordError::Length) => {
            let said = said!("form-password-length", least = SHORTEST as i64, most = LONGEST as i64);
            let why = Problem::Fields(vec![FieldProblem { field: "new_password".to_owned(), said }]);
            frame::html_again(&view(&app, &caller, &handle, Some(&why)).await?, &why)
        }
        Err(PasswordError::Db(error)) => Err(error.into()),
        Err(error @ PasswordError::Hash(_)) => Err(Problem::Broken(error.to_string())),
    }
}

async fn found(app: &App, caller: &Caller, handle: &str) -> Result<Person, Problem> {
    let mut conn = app.reader.connection().await?;
    let found = read::by_handle(&mut conn, records::eyes(caller), handle, caller.today).await?;
    found.ok_or(Problem::Missing)
}

fn roles(words: &Words, line: &read::Line) -> Vec<String> {
    let said = |served: &Served| {
        let role = crate::domain::said::Said::new("frame-role").term("role", format!("role-{}", served.role.slug()));
        words.say(&role.with("body", served.body.clone()))
    };
    let mut all: Vec<String> = line.roles.iter().map(said).collect();
    all.extend(line.administrator.then(|| words.t("who-administrator")));
    all
}

async fn view(app: &App, caller: &Caller, handle: &str, why: Option<&Problem>) -> Result<PersonPage, Problem> {
    let person = found(app, caller, handle).await?;
    let words = &caller.words;
    let ids: Vec<Uuid> = person.held.iter().map(|held| held.body).collect();
    let authority = facts::record::of_services(&mut *app.reader.connection().await?, &ids).await?;
    let stands = |state: &str| State::from_name(state).is_some_and(State::is_in_force);
    let in_force = stands(&person.state);
    let held: Vec<Row> = (person.held.iter())
        .map(|held| {
            let parties_in_force = in_force && stands(&held.body_state);
            let authority = authority.get(&held.body).cloned().unwrap_or_default();
            let unborn = RecordFacts::unborn(Kind::Appointment, Some(authority));
            appointment(caller, held, RecordFacts { parties_in_force, ..unborn })
        })
        .collect();
    let password = (caller.actor.administrates() && in_force).then(|| password(words, handle, why));
    Ok(PersonPage {
        held,
        acts: offers(caller, &person, in_force),
        facts: about(words, &person, in_force),
        page: frame::page(app, Some(caller), person.line.name, None),
        back: links::PEOPLE.to_owned(),
        problems: acts::problems(words, why, &[]),
        password,
    })
}

fn about(words: &Words, person: &Person, in_force: bool) -> Vec<Fact> {
    let plain = |text: &str| vec![Shown { text: text.to_owned(), ..Shown::default() }];
    let state = if in_force { State::Recorded } else { State::Ended };
    let roles = roles(words, &person.line).into_iter().map(|text| Shown { text, ..Shown::default() }).collect();
    let all = [
        ("people-roles", roles),
        ("field-email", plain(&person.line.email)),
        ("field-organisation", plain(&person.line.organisation)),
        ("field-country", plain(&person.country)),
        ("field-tel", plain(&person.tel)),
        ("person-state", plain(&words.t(&format!("state-record-{}", state.name())))),
    ];
    let filled = |(_, values): &(&str, Vec<Shown>)| values.iter().any(|value| !value.text.is_empty());
    all.into_iter().filter(filled).map(|(key, values)| Fact { label: words.t(key), values }).collect()
}

/// One appointment; who may end it, or take its end back, finds the way there.
fn appointment(caller: &Caller, held: &Held, facts: RecordFacts) -> Row {
    let words = &caller.words;
    let facts = RecordFacts { id: held.id, state: State::from_name(&held.state), ..facts };
    let may = |act| record::may(&facts, &caller.actor, act, caller.today);
    let side = if held.side == "itu" { Side::Itu } else { Side::Partner };
    Row {
        role: words.t(&format!("role-{}", held.role.replace('_', "-"))),
        body: Body { name: held.body_name.clone(), side: shown::side(side), href: None },
        from: day(words, held.from),
        to: held.to.map(|to| day(words, to)),
        decision: held.decision.clone(),
        current: held.from <= caller.today && held.to.is_none_or(|to| caller.today <= to),
        never_began: held.to.is_some_and(|to| to < held.from),
        end: may(Act::End).then(|| links::end_record(&held.handle)),
        take_back: may(Act::TakeBack).then(|| links::take_back_record(&held.handle)),
    }
}

fn offers(caller: &Caller, person: &Person, in_force: bool) -> Vec<Link> {
    let words = &caller.words;
    let mut all = Vec::new();
    if in_force && records::may_record(caller, Kind::Appointment, None) {
        let query = [("person", person.line.id.to_string())];
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let href = links::with_query(&links::new_record(Kind::Appointment.name()), &query);
        all.push(Link { label: words.t("person-appoint"), href });
    }
    if in_force && caller.actor.administrates() {
        all.push(Link { label: words.t("body-correct"), href: links::correct_record(&person.line.handle) });
        all.push(Link { label: words.t("person-end"), href: links::end_record(&person.line.handle) });
    }
    if !in_force && caller.actor.administrates() {
        let href = links::take_back_record(&person.line.handle);
        all.push(Link { label: words.t("person-take-back"), href });
    }
    all
}

fn password(words: &Words, handle: &str, why: Option<&Problem>) -> Password {
    let control = Control::Text { value: String::new(), kind: "password", autocomplete: Some("new-password") };
    let mut field = Field::of("new_password", words.t("field-new-password"), control).required();
    field.hint = Some(words.n("field-new-password-hint", SHORTEST as i64));
    field.errors = acts::wrong(why).iter().map(|one| words.say(&one.said)).collect();
    Password { action: links::password(handle), fields: vec![field] }
}
