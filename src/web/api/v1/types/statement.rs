//! A statement with all that the caller may see of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Act, Body, Refused, State};
use crate::domain::command::Kind;
use crate::domain::content::Contact;
use crate::links;
use crate::read::statement::{self as read, Direction};
use crate::web::shown::Turns;
use crate::words::Words;

#[derive(Serialize)]
pub struct Statement {
    id: Uuid,
    handle: String,
    href: String,
    version: i32,
    #[serde(flatten)]
    state: State,
    title: String,
    owner: Body,
    /// The caller works in a body of the sender's tree.
    ours: bool,
    author: Option<String>,
    /// The body that wrote it down where its sender, kept here, did not.
    recorded_by_other_side: Option<String>,
    numbers: Vec<Number>,
    questions: Vec<String>,
    language: String,
    prepared_at: String,
    #[serde(rename = "abstract")]
    abstract_text: String,
    body: String,
    content_hash: String,
    keywords: String,
    contacts: Vec<Contact>,
    approval: String,
    level: Option<String>,
    decision: Option<Value>,
    issued_on: Option<NaiveDate>,
    how_sent: String,
    deadline: Option<NaiveDate>,
    destinations: Vec<Destination>,
    registrations: Vec<Registration>,
    forwarded: Vec<Forwarded>,
    files: Vec<File>,
    thread: Vec<Related>,
    letters: Vec<Letter>,
    history: Vec<Entry>,
    /// Where the history goes on.
    older: Option<String>,
    acts: Vec<Act>,
    refused: Vec<Refused>,
}

#[derive(Serialize)]
struct Number {
    scheme: String,
    value: String,
}

#[derive(Serialize)]
struct Destination {
    id: Uuid,
    handle: String,
    version: i32,
    state: String,
    state_label: String,
    to: Body,
    purpose: String,
    deadline: Option<NaiveDate>,
    /// The day by which an interim reply promised the rest.
    expected_on: Option<NaiveDate>,
    replies: Vec<Reply>,
    acts: Vec<Act>,
    refused: Vec<Refused>,
}

/// A reply that is linked to an addressee (PR-9).
#[derive(Serialize)]
struct Reply {
    handle: String,
    href: String,
    from: Body,
    extent: String,
    expected_on: Option<NaiveDate>,
}

/// One body passed it on to another.
#[derive(Serialize)]
struct Forwarded {
    from: Body,
    to: Body,
    on: NaiveDate,
}

#[derive(Serialize)]
pub struct Registration {
    id: Uuid,
    handle: String,
    version: i32,
    #[serde(flatten)]
    state: State,
    body: Body,
    number: Option<String>,
    received_on: NaiveDate,
    channel: String,
    allocations: Vec<Allocation>,
    acts: Vec<Act>,
    refused: Vec<Refused>,
}

#[derive(Serialize)]
pub struct Allocation {
    id: Uuid,
    handle: String,
    version: i32,
    state: String,
    state_label: String,
    waiting_for: &'static str,
    body: Body,
    lead: bool,
    purpose: String,
    assignee: String,
    due: NaiveDate,
    due_rule: Option<String>,
    note: String,
    acts: Vec<Act>,
    refused: Vec<Refused>,
}

#[derive(Serialize)]
struct File {
    hash: String,
    name: String,
    media_type: String,
    original: bool,
    size: i64,
    href: String,
}

#[derive(Serialize)]
struct Related {
    direction: &'static str,
    handle: String,
    href: String,
    title: String,
    from: Body,
    state: String,
    issued_on: Option<NaiveDate>,
    /// How much a reply answers.
    extent: Option<String>,
}

#[derive(Serialize)]
struct Letter {
    to: String,
    address: String,
    notice: String,
    why: Vec<String>,
    state: String,
    not_before: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    id: Uuid,
    subject: Uuid,
    kind: String,
    act: String,
    from: Option<String>,
    to: String,
    recorded_at: DateTime<Utc>,
    occurred_on: NaiveDate,
    who: Option<String>,
    actor: String,
    role: Option<String>,
    role_in: Option<String>,
    clause: String,
    unusual: bool,
    cause: Option<Uuid>,
    reason: Option<String>,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    field: String,
    before: Value,
    after: Value,
}

impl Statement {
    pub fn of(
        words: &Words,
        turns: &Turns,
        of: read::Statement,
        registrations: Vec<Registration>,
        (acts, refused): (Vec<Act>, Vec<Refused>),
        addressees: Vec<(Vec<Act>, Vec<Refused>)>,
    ) -> Statement {
        let href = links::api_statement(&of.handle);
        let older = of.older.map(|key| links::with_query(&href, &[("before", &key.to_string())]));
        let each = of.destinations.iter().zip(addressees);
        let destinations = each.map(|(one, offers)| destination(words, &of, one, offers)).collect();
        Statement {
            state: State::of(words, turns, Kind::Statement, &of.state, of.since),
            owner: Body::of(&of.owner),
            numbers: of.numbers.into_iter().map(|(scheme, value)| Number { scheme, value }).collect(),
            content_hash: hex::encode(&of.content_hash),
            destinations,
            forwarded: of.forwarded.iter().map(forwarded).collect(),
            files: of.files.into_iter().map(file).collect(),
            thread: read::once(&of.thread).into_iter().map(related).collect(),
            letters: of.letters.into_iter().map(|one| letter(words, one)).collect(),
            history: of.history.into_iter().map(|one| entry(words, one)).collect(),
            id: of.id,
            handle: of.handle,
            version: of.version,
            title: of.title,
            ours: of.ours,
            author: of.author,
            recorded_by_other_side: of.recorded.and_then(|recorded| recorded.other_side),
            questions: of.questions,
            language: of.language,
            prepared_at: of.prepared_at,
            abstract_text: of.abstract_text,
            body: of.body,
            keywords: of.keywords,
            contacts: of.contacts,
            approval: of.approval,
            level: of.level,
            decision: of.decision,
            issued_on: of.issued_on,
            how_sent: of.how_sent,
            deadline: of.deadline,
            href,
            registrations,
            older,
            acts,
            refused,
        }
    }
}

fn forwarded(of: &read::Forwarded) -> Forwarded {
    Forwarded { from: Body::of(&of.from), to: Body::of(&of.to), on: of.on }
}

impl Registration {
    pub fn of(
        words: &Words,
        turns: &Turns,
        of: &read::Registration,
        allocations: Vec<Allocation>,
        (acts, refused): (Vec<Act>, Vec<Refused>),
    ) -> Registration {
        Registration {
            id: of.id,
            handle: of.handle.clone(),
            version: of.version,
            state: State::of(words, turns, Kind::Registration, &of.state, of.since),
            body: Body::of(&of.body),
            number: of.number.clone(),
            received_on: of.received_on,
            channel: of.channel.clone(),
            allocations,
            acts,
            refused,
        }
    }
}

impl Allocation {
    pub fn of(
        words: &Words,
        turns: &Turns,
        of: &read::Allocation,
        (acts, refused): (Vec<Act>, Vec<Refused>),
    ) -> Allocation {
        Allocation {
            id: of.id,
            handle: of.handle.clone(),
            version: of.version,
            state_label: super::state_label(words, Kind::Allocation, &of.state),
            waiting_for: turns.waiting_for("allocation", &of.state),
            state: of.state.clone(),
            body: Body::of(&of.body),
            lead: of.lead,
            purpose: of.purpose.clone(),
            assignee: of.assignee.clone(),
            due: of.due,
            due_rule: of.due_rule.as_ref().map(|rule| words.say(rule)),
            note: of.note.clone(),
            acts,
            refused,
        }
    }
}

fn destination(
    words: &Words,
    of: &read::Statement,
    one: &read::Destination,
    (acts, refused): (Vec<Act>, Vec<Refused>),
) -> Destination {
    let reply = |one: &read::Related| Reply {
        handle: one.handle.clone(),
        href: links::api_statement(&one.handle),
        from: Body::of(&one.from),
        extent: one.extent.clone(),
        expected_on: one.expected_on,
    };
    Destination {
        id: one.id,
        handle: one.handle.clone(),
        version: one.version,
        state_label: super::state_label(words, Kind::Destination, &one.state),
        to: Body::of(&one.to),
        state: one.state.clone(),
        purpose: one.purpose.clone(),
        deadline: one.deadline,
        expected_on: one.expected_on,
        replies: of.replies(one.id).map(reply).collect(),
        acts,
        refused,
    }
}

fn file((of, size): (crate::domain::content::FileRef, i64)) -> File {
    let href = links::file(&of.hash, &of.name);
    File { hash: of.hash, name: of.name, media_type: of.media_type, original: of.original, size, href }
}

fn related(of: &read::Related) -> Related {
    let direction = match of.direction {
        Direction::Answers => "answers",
        Direction::AnsweredBy => "answered_by",
        Direction::Corrects => "corrects",
        Direction::CorrectedBy => "corrected_by",
        Direction::MergedInto => "merged_into",
        Direction::TookOver => "took_over",
    };
    Related {
        direction,
        href: links::api_statement(&of.handle),
        handle: of.handle.clone(),
        title: of.title.clone(),
        from: Body::of(&of.from),
        state: of.state.clone(),
        issued_on: of.issued_on,
        extent: Some(of.extent.clone()).filter(|extent| !extent.is_empty()),
    }
}

fn letter(words: &Words, of: read::Letter) -> Letter {
    Letter {
        to: of.name,
        address: of.address,
        notice: of.notice,
        why: of.reasons.iter().map(|reason| words.say(reason)).collect(),
        state: of.state,
        not_before: of.not_before,
        sent_at: of.sent_at,
        problem: of.problem.map(|problem| if words.has(&problem) { words.t(&problem) } else { problem }),
    }
}

/// An event. Of its changes, those that the page has a word for; the others are our own bookkeeping.
fn entry(words: &Words, of: read::Entry) -> Entry {
    let known = |field: &str| words.has(&format!("field-{}", field.replace('_', "-")));
    let changes = of.changes.into_iter().filter(|(field, _, _)| known(field));
    let (role, role_in) = of.role.unzip();
    Entry {
        id: of.id,
        subject: of.subject,
        kind: of.kind,
        act: of.act,
        from: of.from,
        to: of.to,
        recorded_at: of.recorded_at,
        occurred_on: of.occurred_on,
        who: of.who,
        actor: of.actor_kind,
        role,
        role_in,
        clause: of.clause,
        unusual: of.unusual,
        cause: of.cause,
        reason: of.reason,
        changes: changes.map(|(field, before, after)| Change { field, before, after }).collect(),
    }
}
