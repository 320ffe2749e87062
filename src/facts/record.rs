//! The facts of a plain record: whether it is there, where a role counts for it, and what ends with it. What a correction
//! or a merge rests on stands in `around`.

mod around;

pub use around::{around, entry, of, written_body, written_person};

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, body as bodies, find};
use crate::domain::command::{Kind, RecordCommand};
use crate::domain::procedure::record::State;
use crate::domain::record::{Ended, RecordFacts, Recorded, Term};
use crate::domain::reference::BodyKind;
use crate::domain::standing;
use crate::schema::{appointment, body, event, event_payload, person};

/// The record with this id. Its state is that of its newest event, since all five tables share one procedure. It is locked
/// where it is to be changed: two may write into one address book, or end the same.
pub async fn load(conn: &mut Conn, id: Uuid, kind: Kind, lock: bool) -> Result<RecordFacts, FactsError> {
    if lock {
        locked(conn, id, kind).await?;
    }
    let newest: Option<(Uuid, String, i32)> = event::table
        .filter(event::subject_id.eq(id))
        .order(event::seq.desc())
        .select((event::id, event::to_state, event::seq))
        .first(conn)
        .await
        .optional()?;
    let (newest, state, version) = newest.ok_or(FactsError::Missing("record", id))?;
    let state: State = super::word("record.state", &state)?;
    let (mut book, mut provisional, mut numbers_here) = (None, false, false);
    let authority = match kind {
        Kind::Body => {
            let above = bodies::above(conn, &[id]).await?;
            let body = above.bodies.get(&id).ok_or(FactsError::Missing("body", id))?;
            book = body.kept_here.then(|| body.authority());
            provisional = body.kind == BodyKind::Provisional;
            numbers_here = body.kept_here && body.root() == id;
            body.kept_here.then(|| above.of_body(id))
        }
        Kind::Appointment => {
            let body = appointment::table.find(id).select(appointment::body_id).first(conn).await.optional()?;
            of_service(conn, body.ok_or(FactsError::Missing("appointment", id))?).await?
        }
        Kind::Person => Some(Vec::new()),
        Kind::WorkItem | Kind::Meeting | Kind::Note => None,
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation => None,
    };
    let unborn = RecordFacts::unborn(kind, authority);
    let (begins, ends) = span(conn, id, kind).await?;
    let facts =
        RecordFacts { id, version, state: Some(state), book, begins, ends, provisional, numbers_here, ..unborn };
    match (kind, state.is_in_force()) {
        (Kind::Body | Kind::Person, true) => {
            let appointments = serving(conn, id).await?;
            let administrators = if kind == Kind::Person { find::administrators(conn).await? } else { Vec::new() };
            Ok(RecordFacts { appointments, last_administrator: administrators == [id], ..facts })
        }
        (Kind::Body | Kind::Person | Kind::Appointment, false) => ended(conn, newest, facts).await,
        (_, _) => Ok(facts),
    }
}

/// With a person every administrator is locked, in one order: two cannot end each other, and leave none.
async fn locked(conn: &mut Conn, id: Uuid, kind: Kind) -> Result<(), FactsError> {
    let there: Vec<Uuid> = match kind {
        Kind::Body => body::table.filter(body::id.eq(id)).select(body::id).for_no_key_update().load(conn).await?,
        Kind::Appointment => {
            let one = appointment::table.filter(appointment::id.eq(id)).select(appointment::id);
            one.for_no_key_update().load(conn).await?
        }
        Kind::Person => {
            let all = person::table.filter(person::id.eq(id).or(person::administrator.eq(true))).order(person::id);
            all.select(person::id).for_no_key_update().load(conn).await?
        }
        Kind::WorkItem | Kind::Meeting => return Ok(()),
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation | Kind::Note => return Ok(()),
    };
    if there.contains(&id) { Ok(()) } else { Err(FactsError::Missing("record", id)) }
}

/// Its first and last day. A person has no days of their own: they begin where they were written down.
async fn span(conn: &mut Conn, id: Uuid, kind: Kind) -> Result<(Option<NaiveDate>, Option<NaiveDate>), FactsError> {
    let days: Option<(NaiveDate, Option<NaiveDate>)> = match kind {
        Kind::Body => body::table.find(id).select((body::valid_from, body::valid_to)).first(conn).await.optional()?,
        Kind::Appointment => {
            let days = (appointment::valid_from, appointment::valid_to);
            appointment::table.find(id).select(days).first(conn).await.optional()?
        }
        Kind::Person => {
            let written = event::table.filter(event::subject_id.eq(id)).order(event::seq).select(event::occurred_on);
            written.first(conn).await.optional()?.map(|on| (on, None))
        }
        Kind::Meeting | Kind::WorkItem => None,
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation | Kind::Note => None,
    };
    Ok(days.map_or((None, None), |(from, to)| (Some(from), to)))
}

/// The end that this event tells, and whether it can be taken back.
async fn ended(conn: &mut Conn, newest: Uuid, facts: RecordFacts) -> Result<RecordFacts, FactsError> {
    let data: Option<Value> =
        event_payload::table.find(newest).select(event_payload::data).first(conn).await.optional()?;
    let before = data.as_ref().and_then(|data| data["changes"]["valid_to"][0].as_str());
    let touched: Vec<Uuid> = event::table.filter(event::cause.eq(newest)).select(event::subject_id).load(conn).await?;
    // What was ended again since then ended by itself.
    let last: Vec<(Uuid, Option<Uuid>)> = event::table
        .filter(event::subject_id.eq_any(touched))
        .order((event::subject_id, event::seq.desc()))
        .distinct_on(event::subject_id)
        .select((event::subject_id, event::cause))
        .load(conn)
        .await?;
    let with: Vec<Uuid> = last.into_iter().filter(|(_, cause)| *cause == Some(newest)).map(|(of, _)| of).collect();
    let with = with_parties(conn, &with, facts.id).await?;
    let parties_in_force =
        facts.kind != Kind::Appointment || !with_parties(conn, &[facts.id], facts.id).await?.is_empty();
    let valid_to_before = before.and_then(|day| day.parse().ok());
    let name_taken = facts.kind == Kind::Body && name_taken(conn, facts.id, valid_to_before).await?;
    let ended = Some(Ended { event: newest, valid_to_before, with });
    Ok(RecordFacts { ended, parties_in_force, name_taken, ..facts })
}

/// Those of these appointments whose person and body are in force, or this one, which is about to be.
async fn with_parties(conn: &mut Conn, appointments: &[Uuid], but: Uuid) -> Result<Vec<Uuid>, FactsError> {
    Ok(appointment::table
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(appointment::id.eq_any(appointments))
        .filter(person::state.eq_any(standing::in_force()).or(person::id.eq(but)))
        .filter(body::state.eq_any(standing::in_force()).or(body::id.eq(but)))
        .order(appointment::id)
        .select(appointment::id)
        .load(conn)
        .await?)
}

/// Another body in force has the name of this one, in the time in which it would be there again.
async fn name_taken(conn: &mut Conn, id: Uuid, until: Option<NaiveDate>) -> Result<bool, FactsError> {
    let own: (String, NaiveDate) =
        body::table.find(id).select((body::short_name, body::valid_from)).first(conn).await?;
    let others = body::table
        .filter(find::number_form(body::short_name).eq(find::number_form(own.0)))
        .filter(body::id.ne(id).and(body::state.eq_any(standing::in_force())))
        .filter(body::valid_to.is_null().or(body::valid_to.ge(own.1)))
        .filter(body::valid_from.le(until.unwrap_or(NaiveDate::MAX)));
    Ok(others.count().get_result::<i64>(conn).await? > 0)
}

/// Where a role counts for a body that is kept here.
async fn of_body(conn: &mut Conn, id: Uuid) -> Result<Option<Vec<Uuid>>, FactsError> {
    let above = bodies::above(conn, &[id]).await?;
    let body = above.bodies.get(&id).ok_or(FactsError::Missing("body", id))?;
    Ok(body.kept_here.then(|| above.of_body(id)))
}

/// Where a role counts for whoever serves in a body: nowhere in one that is not kept here, because a role opens its tree.
async fn of_service(conn: &mut Conn, body: Uuid) -> Result<Option<Vec<Uuid>>, FactsError> {
    Ok(Some(of_body(conn, body).await?.unwrap_or_default()))
}

/// The same for many bodies at once.
pub async fn of_services(conn: &mut Conn, of: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>, FactsError> {
    let above = bodies::above(conn, of).await?;
    Ok(of.iter().map(|body| (*body, above.of_body(*body))).collect())
}

/// Appointments in force of a person or in a body.
async fn serving(conn: &mut Conn, of: Uuid) -> Result<Vec<Term>, FactsError> {
    let rows: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> = appointment::table
        .filter(appointment::person_id.eq(of).or(appointment::body_id.eq(of)))
        .filter(appointment::state.eq_any(standing::in_force()))
        .order(appointment::id)
        .select((appointment::id, appointment::valid_from, appointment::valid_to))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, from, to)| Term { id, from, to }).collect())
}

/// The facts of a record that is about to be born: who may give a role, make a body that is kept here, or an administrator.
pub async fn unborn(conn: &mut Conn, id: Uuid, command: &RecordCommand) -> Result<RecordFacts, FactsError> {
    let (kind, authority) = match command {
        RecordCommand::Record(record) => (record.kind(), of_birth(conn, record).await?),
        RecordCommand::End { kind, .. } | RecordCommand::TakeBack { kind } => (*kind, None),
        RecordCommand::CorrectPerson(_) => (Kind::Person, None),
        RecordCommand::AddAddress(_)
        | RecordCommand::CorrectBody(_)
        | RecordCommand::EndAddress { .. }
        | RecordCommand::CorrectAddress { .. }
        | RecordCommand::MergeInto { .. }
        | RecordCommand::Absorb { .. }
        | RecordCommand::ReserveNumber { .. }
        | RecordCommand::ReleaseNumber { .. }
        | RecordCommand::VoidNumber { .. }
        | RecordCommand::Template(_) => (Kind::Body, None),
    };
    Ok(RecordFacts { id, ..RecordFacts::unborn(kind, authority) })
}

async fn of_birth(conn: &mut Conn, record: &Recorded) -> Result<Option<Vec<Uuid>>, FactsError> {
    match record {
        Recorded::Appointment(record) => of_service(conn, record.body).await,
        Recorded::Person(record) => Ok(record.administrator.then(Vec::new)),
        Recorded::Body(record) if record.kept_here => {
            Ok(Some(bodies::above(conn, &record.parents).await?.of_birth(&record.parents)))
        }
        Recorded::Body(_) | Recorded::WorkItem(_) => Ok(None),
    }
}
