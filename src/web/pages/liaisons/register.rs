//! The register: filters in the address, one page by key.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::procedure::engine::WaitingFor;
use crate::domain::procedure::{registration, statement};
use crate::domain::statement::several::steps;
use crate::links;
use crate::read::bodies;
use crate::read::register::{self, COUNTED, Row};
use crate::read::seen::reply::Reply;
use crate::read::seen::{Direction, Filter, From};
use crate::web::act_form;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::frame::{self, day};
use crate::web::shown::{self, Turns, Whose};
use crate::web::view::Page;
use crate::web::view::Place;
use crate::web::view::parts::{Choice, Control, Field, Link, Pager};
use crate::web::view::register::{Register as View, Row as Shown};
use crate::words::{Words, thousands};

/// The filters as they stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub q: String,
    pub direction: String,
    pub state: String,
    pub body: String,
    /// An open reply: `awaited` by us, or `owed`.
    pub reply: String,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

impl Asked {
    /// What is asked for; what no list knows filters nothing.
    pub fn filter(&self) -> Filter {
        let text: String = self.q.trim().chars().filter(|c| !c.is_control()).take(200).collect();
        let known = |state: &&String| {
            statement::State::from_name(state).is_some() || registration::State::from_name(state).is_some()
        };
        Filter {
            direction: match self.direction.as_str() {
                "outgoing" => Some(Direction::Outgoing),
                "incoming" => Some(Direction::Incoming),
                _ => None,
            },
            state: Some(&self.state).filter(known).cloned(),
            body: Uuid::try_parse(&self.body).ok(),
            text: (!text.is_empty()).then_some(text),
            late_on: None,
            reply: match self.reply.as_str() {
                "awaited" => Some(Reply::Awaited),
                "owed" => Some(Reply::Owed),
                _ => None,
            },
        }
    }

    /// Where the page begins.
    pub fn from(&self) -> From {
        match (self.before, self.after) {
            (Some(key), _) => From::Before(key),
            (None, Some(key)) => From::After(key),
            (None, None) => From::Newest,
        }
    }

    fn address(&self, before: Option<i64>, after: Option<i64>) -> String {
        let key = |key: Option<i64>| key.map(|key| key.to_string()).unwrap_or_default();
        let pairs = [
            ("q", self.q.as_str()),
            ("direction", &self.direction),
            ("state", &self.state),
            ("body", &self.body),
            ("reply", &self.reply),
            ("before", &key(before)),
            ("after", &key(after)),
        ];
        links::with_query(links::REGISTER, &pairs)
    }
}

/// The page.
pub async fn show(
    request: HttpRequest,
    app: App,
    caller: Caller,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let mut conn = app.reader.connection().await?;
    let (asked, words) = (asked.into_inner(), &caller.words);
    let page = register::page(&mut conn, &caller.sight, &asked.filter(), asked.from()).await?;
    let bodies = bodies::all(&mut conn, caller.today).await?;
    let mut frame = frame::page(&app, Some(&caller), words.t("register-title"), Some(Place::Register));
    frame.frame.query = asked.q.clone();
    frame::html(&view(frame::with_done(frame, &request, &app), &caller, &asked, page, &bodies))
}

fn view(frame: Page, caller: &Caller, asked: &Asked, page: register::Page, bodies: &[bodies::BodyChoice]) -> View {
    let (words, turns) = (&caller.words, Turns::new());
    let filtered = asked.filter() != Filter::default();
    let empty = if filtered { "register-empty-filtered" } else { "register-empty" };
    let (many, counted) = (page.total > COUNTED, format!("{}+", thousands(COUNTED)));
    View {
        page: frame,
        action: links::REGISTER.to_owned(),
        filters: filters(words, asked, bodies),
        reset: filtered.then(|| links::REGISTER.to_owned()),
        rows: page.rows.into_iter().map(|one| row(caller, &turns, one)).collect(),
        allocates: !caller.sight.roots.is_empty(),
        steps: !steps(&caller.actor, caller.today).is_empty(),
        sorts: Vec::new(),
        total: match many {
            true => words.fill("register-total-more", "count", &counted),
            false => words.n("register-total", page.total),
        },
        pager: Pager {
            newer: page.newer.map(|key| asked.address(None, Some(key))),
            older: page.older.map(|key| asked.address(Some(key), None)),
            total: Some(if many { counted } else { thousands(page.total) }),
        },
        empty: words.t(empty),
        empty_links: vec![
            Link { label: words.t("ui-nav-log"), href: links::INTAKE.to_owned() },
            Link { label: words.t("ui-nav-write"), href: links::NEW_DRAFT.to_owned() },
        ],
        exports: Vec::new(),
    }
}

fn filters(words: &Words, asked: &Asked, bodies: &[bodies::BodyChoice]) -> Vec<Field> {
    let choice = |value: &str, label: String, chosen: &str| Choice {
        value: value.to_owned(),
        label,
        chosen: value == chosen,
        ..Choice::default()
    };
    let directions = ["outgoing", "incoming"]
        .iter()
        .map(|one| choice(one, words.t(&format!("register-{one}")), &asked.direction))
        .collect();
    let replies = ["awaited", "owed"]
        .iter()
        .map(|one| choice(one, words.t(&format!("register-reply-{one}")), &asked.reply))
        .collect();
    let outgoing = statement::State::ALL.iter().map(|state| {
        let group = Some(words.t("procedure-statement"));
        Choice { group, ..choice(state.name(), words.t(&format!("state-statement-{}", state.slug())), &asked.state) }
    });
    let incoming = registration::State::ALL.iter().filter(|one| statement::State::from_name(one.name()).is_none());
    let incoming = incoming.map(|state| {
        let group = Some(words.t("procedure-registration"));
        Choice { group, ..choice(state.name(), words.t(&format!("state-registration-{}", state.slug())), &asked.state) }
    });
    let states: Vec<Choice> = outgoing.chain(incoming).collect();
    vec![
        Field::text("q", words.t("register-filter-text"), asked.q.clone()),
        Field::of("direction", words.t("register-filter-direction"), any(words, directions)),
        Field::of("state", words.t("register-filter-state"), any(words, states)),
        Field::of("body", words.t("register-filter-body"), any(words, act_form::bodies(words, bodies, &asked.body))),
        Field::of("reply", words.t("register-filter-reply"), any(words, replies)),
    ]
}

/// A choice that may be left open.
fn any(words: &Words, choices: Vec<Choice>) -> Control {
    let open = Choice { label: words.t("register-any"), ..Choice::default() };
    Control::Select { choices: std::iter::once(open).chain(choices).collect(), blank: false }
}

/// The reader holds a role that the state waits for; what waits for an author or assignee says so on its own page.
fn mine(caller: &Caller, turns: &Turns, procedure: &str, state: &str) -> bool {
    let waiting = WaitingFor::from_name(turns.waiting_for(procedure, state)).unwrap_or(WaitingFor::Nobody);
    caller.actor.appointment_for(waiting.roles(), &caller.sight.roots, caller.today).is_some()
}

fn row(caller: &Caller, turns: &Turns, row: Row) -> Shown {
    let (words, handle) = (&caller.words, format!("LS-{}", row.seq));
    // Late only while somebody is waited for: a derived flag, never a state (D-LS-03).
    let late = turns.waiting_for("statement", &row.state) == "partner"
        && row.reply_due.is_some_and(|day| crate::domain::calendar::is_past(day, caller.today));
    let (procedure, state, since) = match &row.registered {
        Some(own) => ("registration", own.state.as_str(), own.since),
        None => ("statement", row.state.as_str(), row.since),
    };
    let received = row.registered.as_ref().map(|own| own.received_on);
    Shown {
        href: links::statement(&handle),
        handle,
        numbers: row.numbers,
        title: shown::title(words, &row.title),
        incoming: row.registered.is_some(),
        from: vec![shown::body(&row.owner)],
        to: row.to.iter().map(shown::body).collect(),
        chip: turns.chip(words, procedure, state),
        ball: turns.ball(
            words,
            procedure,
            state,
            since,
            Whose { mine: mine(caller, turns, procedure, state), name: None },
        ),
        date: received.or(row.issued_on).map(|on| day(words, on)),
        deadline: row.deadline.map(|on| day(words, on)),
        late,
    }
}
