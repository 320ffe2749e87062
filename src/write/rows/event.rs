//! Events: appended, never changed. What a person wrote or is called stands in the payload, which alone may be erased;
//! its digest stays with the event.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::{Error, Stale};
use crate::domain::command::Kind;
use crate::domain::decision::{Circumstances, Decision};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::facts;
use crate::schema::{event, event_payload, person, subject};

/// The schema number of payloads written now; readers of old numbers never go away. From the second on, a decision on a
/// statement changes its record and the hash that it binds to like any other column, so that taking it back restores both;
/// what happens to an addressee
/// names the reply and carries the reason; and from the statement's third on its sum has the next day on which a reply is due.
/// From the statement's fourth on the sum has the latest deadline too; from the addressee's third on what was asked can be
/// corrected, from the registration's second on its receipt, and from the allocation's second on a due date can move with what
/// it started from. From the statement's fifth on a reminder names the addressees that it went to. The end of a body, a person
/// or an appointment says from its second on which last day it had before; from their third on bodies and people are corrected,
/// and bodies merged. From the meeting's second on it has states of its own, and from the allocation's third on a due date that
/// moves names the meeting with which it does. From the registration's third on and the allocation's fourth a statement is passed
/// on to another body. From the body's fourth on it keeps templates of replies.
fn schema(kind: Kind) -> i16 {
    match kind {
        Kind::Statement => 6,
        Kind::Allocation | Kind::Body => 4,
        Kind::Destination | Kind::Registration | Kind::Person => 3,
        Kind::Appointment | Kind::Meeting => 2,
        Kind::Note | Kind::WorkItem => 1,
    }
}

/// One thing that happened.
pub(in crate::write) struct Happened<'a> {
    pub subject: Uuid,
    pub kind: Kind,
    pub decision: &'a Decision,
    pub at: Circumstances<'a>,
    pub cause: Option<Uuid>,
    pub key: Option<&'a str>,
}

/// Appends the event and its payload.
pub(in crate::write) async fn insert(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<Uuid, Error> {
    let decision = happened.decision;
    let id = Uuid::now_v7();
    // The subject's row is locked, so that nobody else counts here.
    let newest = event::table.filter(event::subject_id.eq(happened.subject)).select(max(event::seq)).single_value();
    let data = payload(decision);
    let salt: [u8; 16] = rand::random();
    let digest = facts::payload::digest(&salt, &data).map_err(|error| Error::Broken(error.to_string()))?;
    diesel::insert_into(event::table)
        .values((
            event::id.eq(id),
            event::subject_id.eq(happened.subject),
            event::seq.eq(coalesce(newest, 0) + 1),
            event::kind.eq(happened.kind.name()),
            event::act.eq(decision.act),
            event::from_state.eq(decision.from),
            event::to_state.eq(decision.to),
            event::recorded_at.eq(tx.now),
            event::occurred_on.eq(happened.at.occurred_on),
            (
                event::actor_kind.eq(happened.at.actor.kind()),
                event::actor_id.eq(happened.at.actor.person()),
                event::appointment_id.eq(appointment(happened.kind, &happened.at)),
                event::decided_by.eq(decision.decided_by.as_deref()),
                event::cause.eq(happened.cause),
                event::clause.eq(decision.clause.cite()),
                event::unusual.eq(decision.unusual),
                event::key.eq(happened.key),
                event::schema.eq(schema(happened.kind)),
                event::payload_digest.eq(digest),
            ),
        ))
        .execute(tx.conn)
        .await?;
    diesel::insert_into(event_payload::table)
        .values((event_payload::event_id.eq(id), event_payload::salt.eq(salt.to_vec()), event_payload::data.eq(data)))
        .execute(tx.conn)
        .await?;
    Ok(id)
}

fn payload(decision: &Decision) -> Value {
    let changes: serde_json::Map<String, Value> =
        decision.changes.iter().map(|(column, (before, after))| (column.clone(), json!([before, after]))).collect();
    json!({"changes": changes, "brought": decision.brought})
}

/// The appointment under which the person acted: the one that the table names first among those held. Records are written
/// down under one of today, of whatever day they are.
fn appointment(kind: Kind, at: &Circumstances<'_>) -> Option<Uuid> {
    let on = if matches!(kind.procedure(), "record" | "meeting" | "note") { at.today } else { at.occurred_on };
    match at.actor {
        Actor::Person { appointments, .. } => {
            appointments.iter().filter(|a| a.held_on(on)).max_by_key(|a| a.role).map(|a| a.id)
        }
        Actor::System | Actor::Clock | Actor::Importer => None,
    }
}

/// The newest event of a subject, for the sentence of a stale refusal.
pub(in crate::write) async fn newest(tx: &mut Tx<'_>, id: Uuid, kind: Kind, version: i32) -> Result<Stale, Error> {
    let (act, state, at, by): (String, String, DateTime<Utc>, Option<String>) = event::table
        .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .filter(event::subject_id.eq(id))
        .order(event::seq.desc())
        .select((event::act, event::to_state, event::recorded_at, person::name.nullable()))
        .first(tx.conn)
        .await?;
    Ok(Stale { version, state, act, kind: kind.name().to_owned(), by, at })
}

diesel::define_sql_function! {
    /// PostgreSQL's.
    fn coalesce(first: diesel::sql_types::Nullable<diesel::sql_types::Integer>, otherwise: diesel::sql_types::Integer)
        -> diesel::sql_types::Integer;
}
