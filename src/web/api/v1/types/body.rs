//! One body with what its page shows.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{Row, side};
use crate::domain::calendar;
use crate::domain::command::Kind;
use crate::links;
use crate::read::body::owed::Owed;
use crate::read::body::work::Work;
use crate::read::body::{self, Line};
use crate::web::auth::Caller;
use crate::web::shown::Turns;

#[derive(Serialize)]
pub struct BodyPage {
    #[serde(flatten)]
    about: About,
    kept_here: bool,
    kind: String,
    title: String,
    zone: String,
    study_period: Option<String>,
    go_live: Option<NaiveDate>,
    parents: Vec<About>,
    children: Vec<About>,
    officers: Vec<Officer>,
    former_officers: Vec<Officer>,
    addresses: Vec<Address>,
    next_meeting: Option<Meeting>,
    /// None where the body is of the caller's own trees.
    they_owe: Option<Open>,
    we_owe: Option<Open>,
    statements: Newest,
}

#[derive(Serialize)]
struct About {
    id: Uuid,
    handle: String,
    href: String,
    name: String,
    side: &'static str,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Officer {
    name: String,
    role: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
    decision: String,
}

#[derive(Serialize)]
struct Address {
    kind: String,
    name: String,
    address: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Meeting {
    handle: String,
    title: String,
    place: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

#[derive(Serialize)]
struct Open {
    rows: Vec<OpenReply>,
    more: bool,
}

#[derive(Serialize)]
struct OpenReply {
    handle: String,
    href: String,
    title: String,
    numbers: Vec<String>,
    due: Option<NaiveDate>,
    late: bool,
    /// Who has it here; empty where it is theirs to answer, or nobody was given it.
    whom: Vec<String>,
}

#[derive(Serialize)]
struct Newest {
    rows: Vec<Row>,
    more: bool,
}

impl About {
    fn of(line: &Line) -> About {
        About {
            id: line.id,
            href: links::api_body(&line.handle),
            handle: line.handle.clone(),
            name: line.short_name.clone(),
            side: side(line.side),
            valid_from: line.from,
            valid_to: line.to,
        }
    }
}

impl BodyPage {
    pub fn of(caller: &Caller, read: body::Body, work: Work) -> BodyPage {
        let turns = Turns::new();
        let (they_owe, we_owe) = work.owed.map(|both| (both.theirs, both.ours)).unzip();
        let open = |(rows, more): (Vec<Owed>, bool)| Open {
            rows: rows.into_iter().map(|one| open_reply(caller, one)).collect(),
            more,
        };
        let (newest, more) = work.newest;
        BodyPage {
            about: About::of(&read.line),
            kept_here: read.line.kept_here,
            kind: read.line.kind,
            title: read.line.title,
            zone: read.zone,
            study_period: read.study_period,
            go_live: read.go_live,
            parents: read.parents.iter().map(About::of).collect(),
            children: read.children.iter().map(About::of).collect(),
            officers: read.officers.into_iter().map(officer).collect(),
            former_officers: read.former.into_iter().map(officer).collect(),
            addresses: read.addresses.into_iter().map(address).collect(),
            next_meeting: read.meeting.map(meeting),
            they_owe: they_owe.map(open),
            we_owe: we_owe.map(open),
            statements: Newest { rows: newest.into_iter().map(|row| Row::of(caller, &turns, row)).collect(), more },
        }
    }
}

fn officer(read: body::Officer) -> Officer {
    let body::Officer { name, role, from, to, decision } = read;
    Officer { name, role, from, to, decision }
}

fn address(read: body::Address) -> Address {
    let body::Address { kind, name, address, from, to, .. } = read;
    Address { kind, name, address, from, to }
}

fn meeting(read: body::Meeting) -> Meeting {
    let body::Meeting { handle, title, place, starts, ends } = read;
    Meeting { handle, title, place, starts_on: starts, ends_on: ends }
}

fn open_reply(caller: &Caller, one: Owed) -> OpenReply {
    let handle = format!("{}-{}", Kind::Statement.prefix(), one.seq);
    OpenReply {
        href: links::api_statement(&handle),
        handle,
        title: one.title,
        numbers: one.numbers,
        late: one.due.is_some_and(|due| calendar::is_past(due, caller.today)),
        due: one.due,
        whom: one.whom,
    }
}
