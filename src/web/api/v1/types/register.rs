//! Lists: the register and the home page.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Body, State};
use crate::domain::calendar;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::links;
use crate::read::home::{self, SHOWN};
use crate::read::register::{COUNTED, Row as Read};
use crate::web::auth::Caller;
use crate::web::shown::Turns;

/// One page of the register.
#[derive(Serialize)]
pub struct Page {
    pub rows: Vec<Row>,
    /// The addresses of the pages beside it.
    pub newer: Option<String>,
    pub older: Option<String>,
    pub total: i64,
    /// False: there are more than `total`.
    pub total_is_exact: bool,
}

#[derive(Serialize)]
pub struct Row {
    handle: String,
    href: String,
    title: String,
    numbers: Vec<String>,
    direction: &'static str,
    /// Whose state it is: the caller's own registration of an incoming statement, else the statement.
    procedure: &'static str,
    #[serde(flatten)]
    state: State,
    from: Body,
    to: Vec<Body>,
    issued_on: Option<NaiveDate>,
    received_on: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
    late: bool,
}

impl Page {
    /// The total as it may be said: counting ends somewhere.
    pub fn counted(total: i64) -> (i64, bool) {
        (total.min(COUNTED), total <= COUNTED)
    }
}

impl Row {
    pub fn of(caller: &Caller, turns: &Turns, row: Read) -> Row {
        let handle = format!("{}-{}", Kind::Statement.prefix(), row.seq);
        // Late only while somebody is waited for: a derived flag, never a state (D-LS-03).
        let waiting = turns.waiting_for(Kind::Statement.name(), &row.state) == "partner";
        let late = waiting && row.deadline.is_some_and(|day| calendar::is_past(day, caller.today));
        let (kind, state, since) = match &row.registered {
            Some(own) => (Kind::Registration, own.state.as_str(), own.since),
            None => (Kind::Statement, row.state.as_str(), row.since),
        };
        Row {
            href: links::api_statement(&handle),
            handle,
            numbers: row.numbers,
            direction: if row.registered.is_some() { "incoming" } else { "outgoing" },
            procedure: kind.name(),
            state: State::of(&caller.words, turns, kind, state, since),
            from: Body::of(&row.owner),
            to: row.to.iter().map(Body::of).collect(),
            issued_on: row.issued_on,
            received_on: row.registered.as_ref().map(|own| own.received_on),
            deadline: row.deadline,
            late,
            title: row.title,
        }
    }
}

/// The four lists of the home page.
#[derive(Serialize)]
pub struct Home {
    mine: Turned,
    others: Turned,
    due: Turned,
    late: Turned,
}

#[derive(Serialize)]
struct Turned {
    rows: Vec<Turn>,
    /// There are more than are shown.
    more: bool,
}

#[derive(Serialize)]
struct Turn {
    handle: String,
    href: String,
    title: String,
    procedure: &'static str,
    #[serde(flatten)]
    state: State,
    with: Body,
    due: Option<NaiveDate>,
    /// The person who is waited for, where it is one.
    whom: Option<String>,
}

impl Home {
    pub fn of(caller: &Caller, read: home::Home) -> Home {
        let turns = Turns::new();
        let list = |mut rows: Vec<home::Turn>| {
            let more = rows.len() as i64 > SHOWN;
            rows.truncate(SHOWN as usize);
            Turned { rows: rows.into_iter().map(|one| turn(caller, &turns, one)).collect(), more }
        };
        Home { mine: list(read.mine), others: list(read.others), due: list(read.due), late: list(read.late) }
    }
}

fn turn(caller: &Caller, turns: &Turns, one: home::Turn) -> Turn {
    let handle = format!("{}-{}", Kind::Statement.prefix(), one.seq);
    let kind = Kind::from_name(one.procedure).unwrap_or(Kind::Statement);
    Turn {
        href: links::api_statement(&handle),
        handle,
        title: one.title,
        procedure: one.procedure,
        state: State::of(&caller.words, turns, kind, &one.state, one.since),
        with: Body::of(&one.with),
        due: one.due,
        whom: one.whom,
    }
}
