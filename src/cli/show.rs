//! `entente show HANDLE`: what is known of a statement, both sides of it, and the history.

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Zurich;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::failure::Failure;
use super::opened::Opened;
use super::{console, fields};
use crate::config::Config;
use crate::domain::calendar;
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::facts::{self, Conn};
use crate::schema::{allocation, body, event, person, registration, subject};
use crate::words::Words;

const WIDTH: usize = 12;

/// Print one object.
#[derive(clap::Args, Debug)]
pub struct Show {
    /// LS-1001, or a number such as SG17-LS1
    handle: String,
}

/// Prints it. The person at the keyboard reaches the database anyway, so that nothing is hidden here.
pub async fn run(config: Config, what: &Show, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::ready(config).await?;
    let shown = show(&opened, &what.handle, words).await;
    opened.close().await?;
    shown.map(|()| ExitCode::SUCCESS)
}

async fn show(opened: &Opened, handle: &str, words: &Words) -> Result<(), Failure> {
    let clock = opened.clock().await?;
    let mut conn = opened.pools.reader.connection().await?;
    let (id, kind) = fields::subject(&mut conn, handle).await?;
    let place = facts::place::of_subject(&mut conn, kind, id).await?;
    let mut subjects = vec![id];
    match place.statement {
        Some(statement) => {
            let today = calendar::today(clock.now(), &place.zone);
            subjects = sheet(&mut conn, statement, today, words).await?;
            subjects.extend((kind == Kind::Note).then_some(id));
        }
        None => {
            let handle = facts::find::handle_of(&mut conn, id).await?.unwrap_or_default();
            console::line(format!("{handle}  {}", words.t(&format!("kind-{}", kind.slug()))));
        }
    }
    console::line("");
    console::line(words.t("cli-show-history"));
    history(&mut conn, &subjects, words).await
}

/// The statement's own facts; returns all subjects that belong to it.
async fn sheet(conn: &mut Conn, id: Uuid, today: NaiveDate, words: &Words) -> Result<Vec<Uuid>, Failure> {
    let facts = facts::statement::load(conn, id, false, today, None).await?;
    let mut subjects = vec![id];
    console::line(format!("{}  {}", facts.handle, facts.title));
    let put = |key: &str, text: &str| console::labelled(&words.t(key), WIDTH, text);
    put("cli-show-from", &facts.owner.short_name);
    let numbers = facts::find::numbers_of(conn, id).await?;
    if !numbers.is_empty() {
        put("cli-show-numbers", &numbers.join(", "));
    }
    let state = facts.state.map(|state| words.t(&format!("state-statement-{}", state.slug()))).unwrap_or_default();
    put("cli-show-state", &format!("{state} ({})", words.n("cli-show-version", i64::from(facts.version))));
    for answer in facts.answered() {
        put("cli-show-answers", &format!("{}  {}", answer.handle, answer.title));
    }
    for to in facts.standing() {
        let deadline = to.deadline.map(|day| format!(", {}", words.date(day))).unwrap_or_default();
        let purpose = words.t(&format!("purpose-{}", to.purpose.slug()));
        let state = words.t(&format!("state-destination-{}", to.state.slug()));
        put("cli-show-to", &format!("{}: {purpose}{deadline}. {state}", to.name()));
        subjects.push(to.id);
    }
    received(conn, id, &mut subjects, words).await?;
    Ok(subjects)
}

/// The receiving bodies' side.
async fn received(conn: &mut Conn, id: Uuid, subjects: &mut Vec<Uuid>, words: &Words) -> Result<(), Failure> {
    let rows: Vec<(Uuid, String, String, String)> = registration::table
        .inner_join(subject::table.on(subject::id.eq(registration::id)))
        .inner_join(body::table.on(body::id.eq(registration::body_id)))
        .filter(registration::statement_id.eq(id))
        .order(registration::id)
        .select((registration::id, subject::handle, body::short_name, registration::state))
        .load(conn)
        .await?;
    for (one, handle, body_name, state) in rows {
        subjects.push(one);
        let state = words.t(&format!("state-registration-{}", state.replace('_', "-")));
        let numbers = facts::find::numbers_of(conn, one).await?;
        let numbers = if numbers.is_empty() { String::new() } else { format!(" ({})", numbers.join(", ")) };
        console::labelled(&words.t("cli-show-received"), WIDTH, &format!("{handle}  {body_name}{numbers}: {state}"));
        let parts: Vec<(Uuid, String, String, String, String, NaiveDate)> = allocation::table
            .inner_join(subject::table.on(subject::id.eq(allocation::id)))
            .inner_join(body::table.on(body::id.eq(allocation::body_id)))
            .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
            .filter(allocation::registration_id.eq(one))
            .order(allocation::id)
            .select((
                allocation::id,
                subject::handle,
                body::short_name,
                person::name,
                allocation::state,
                allocation::due,
            ))
            .load(conn)
            .await?;
        for (part, handle, body_name, person_name, state, due) in parts {
            subjects.push(part);
            let state = words.t(&format!("state-allocation-{}", state.replace('_', "-")));
            let due = words.fill("cli-show-due", "due", &words.date(due));
            let text = format!("{handle}  {body_name}, {person_name}, {due}: {state}");
            console::labelled(&words.t("cli-show-allocated"), WIDTH, &text);
        }
    }
    Ok(())
}

async fn history(conn: &mut Conn, subjects: &[Uuid], words: &Words) -> Result<(), Failure> {
    type Row = (DateTime<Utc>, String, String, String, String, Option<String>, String);
    let rows: Vec<Row> = event::table
        .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(event::subject_id.eq_any(subjects))
        .order((event::recorded_at, event::id))
        .select((
            event::recorded_at,
            subject::handle,
            event::kind,
            event::act,
            event::actor_kind,
            person::name.nullable(),
            event::to_state,
        ))
        .load(conn)
        .await?;
    for (at, handle, kind, act, actor, name, state) in rows {
        let of = Kind::from_name(&kind).map(Kind::procedure).unwrap_or_default();
        let done = words.t(&format!("done-{of}-{}", act.replace('_', "-")));
        let who = match (name, actor.as_str()) {
            (Some(name), _) => name,
            (None, "importer") => words.t("cli-show-importer"),
            (None, _) => words.t("cli-show-system"),
        };
        let state = words.t(&format!("state-{of}-{}", state.replace('_', "-")));
        console::line(format!("  {}  {handle}  {who} {done} → {state}", words.instant(at, Zurich)));
    }
    Ok(())
}
