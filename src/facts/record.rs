//! The facts of a plain record: whether it is there, where a role counts for it, and what ends with it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, body as bodies};
use crate::domain::command::{Kind, RecordCommand};
use crate::domain::procedure::record::State;
use crate::domain::record::{RecordFacts, Recorded};
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::schema::{appointment, body, event, meeting_body};

/// The record with this id. Its state is that of its newest event, since all five tables share one procedure. A body is
/// locked where it is to be changed: two may write into one address book.
pub async fn load(conn: &mut Conn, id: Uuid, kind: Kind, lock: bool) -> Result<RecordFacts, FactsError> {
    if lock && kind == Kind::Body {
        let row = body::table.find(id).select(body::id).for_no_key_update();
        row.first::<Uuid>(conn).await.optional()?.ok_or(FactsError::Missing("body", id))?;
    }
    let newest: Option<(String, i32)> = event::table
        .filter(event::subject_id.eq(id))
        .order(event::seq.desc())
        .select((event::to_state, event::seq))
        .first(conn)
        .await
        .optional()?;
    let (state, version) = newest.ok_or(FactsError::Missing("record", id))?;
    let state: State = super::word("record.state", &state)?;
    let authority = match kind {
        Kind::Body => of_body(conn, id).await?,
        Kind::Appointment => {
            let body = appointment::table.find(id).select(appointment::body_id).first(conn).await.optional()?;
            of_service(conn, body.ok_or(FactsError::Missing("appointment", id))?).await?
        }
        Kind::Person => Some(Vec::new()),
        Kind::Meeting => {
            let of = bodies_of(conn, id).await?;
            of_meeting(conn, &of).await?
        }
        Kind::WorkItem => None,
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation => None,
    };
    let appointments = match kind {
        Kind::Body | Kind::Person => serving(conn, id).await?,
        Kind::Appointment | Kind::Meeting | Kind::WorkItem => Vec::new(),
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation => Vec::new(),
    };
    Ok(RecordFacts { id, kind, version, state: Some(state), authority, appointments })
}

/// Where a role counts for a body that is kept here.
async fn of_body(conn: &mut Conn, id: Uuid) -> Result<Option<Vec<Uuid>>, FactsError> {
    let body = bodies::load(conn, id).await?;
    Ok(body.kept_here.then(|| body.authority()))
}

/// Where a role counts for whoever serves in a body: nowhere in one that is not kept here, because a role opens its tree.
async fn of_service(conn: &mut Conn, body: Uuid) -> Result<Option<Vec<Uuid>>, FactsError> {
    Ok(Some(of_body(conn, body).await?.unwrap_or_default()))
}

/// Where a role counts for a meeting: in those of its bodies that are kept here; a meeting of partners alone is written
/// down by every secretariat, because deadlines rest on it (D-LS-05).
async fn of_meeting(conn: &mut Conn, of: &[Uuid]) -> Result<Option<Vec<Uuid>>, FactsError> {
    let all = bodies::load_all(conn, of).await?;
    let kept: Vec<&BodyFacts> = all.values().filter(|body| body.kept_here).collect();
    Ok((!kept.is_empty()).then(|| kept.into_iter().flat_map(BodyFacts::authority).collect()))
}

async fn bodies_of(conn: &mut Conn, meeting: Uuid) -> Result<Vec<Uuid>, FactsError> {
    let all = meeting_body::table.filter(meeting_body::meeting_id.eq(meeting));
    Ok(all.order(meeting_body::position).select(meeting_body::body_id).load(conn).await?)
}

/// Appointments in force of a person or in a body.
async fn serving(conn: &mut Conn, of: Uuid) -> Result<Vec<Uuid>, FactsError> {
    let all = appointment::table
        .filter(appointment::person_id.eq(of).or(appointment::body_id.eq(of)))
        .filter(appointment::state.eq_any(standing::in_force()));
    Ok(all.order(appointment::id).select(appointment::id).load(conn).await?)
}

/// The facts of a record that is about to be born: who may give a role, make a body that is kept here, or an administrator.
pub async fn unborn(conn: &mut Conn, id: Uuid, command: &RecordCommand) -> Result<RecordFacts, FactsError> {
    let (kind, authority) = match command {
        RecordCommand::Record(record) => (record.kind(), of_birth(conn, record).await?),
        RecordCommand::End { kind, .. } => (*kind, None),
        RecordCommand::AddAddress(_) => (Kind::Body, None),
    };
    Ok(RecordFacts { id, ..RecordFacts::unborn(kind, authority) })
}

async fn of_birth(conn: &mut Conn, record: &Recorded) -> Result<Option<Vec<Uuid>>, FactsError> {
    match record {
        Recorded::Appointment(record) => of_service(conn, record.body).await,
        Recorded::Person(record) => Ok(record.administrator.then(Vec::new)),
        Recorded::Body(record) if record.kept_here => {
            let above = bodies::load_all(conn, &record.parents).await?;
            Ok(Some(above.values().filter(|body| body.kept_here).flat_map(BodyFacts::authority).collect()))
        }
        Recorded::Meeting(record) => {
            let of: Vec<Uuid> = std::iter::once(record.body).chain(record.jointly_with.iter().copied()).collect();
            of_meeting(conn, &of).await
        }
        Recorded::Body(_) | Recorded::WorkItem(_) => Ok(None),
    }
}
