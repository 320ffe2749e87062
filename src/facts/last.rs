//! The newest act on a subject, with what followed from it: what *take back* reverses, and what may rest on it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::Kind;
use crate::domain::statement::Last;
use crate::schema::{event, event_payload, outbox, subject};

#[derive(Queryable)]
struct Newest {
    id: Uuid,
    act: String,
    from_state: Option<String>,
    actor_id: Option<Uuid>,
    seq: i32,
}

/// The newest event of the subject that is nobody's follow-on; none for a subject that does not exist yet.
pub async fn load(conn: &mut Conn, of: Uuid) -> Result<Option<Last>, FactsError> {
    let newest: Option<Newest> = event::table
        .filter(event::subject_id.eq(of).and(event::cause.is_null()))
        .order(event::seq.desc())
        .select((event::id, event::act, event::from_state, event::actor_id, event::seq))
        .first(conn)
        .await
        .optional()?;
    let Some(newest) = newest else { return Ok(None) };
    let follow_ons: Vec<(Uuid, String, i32)> = event::table
        .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
        .filter(event::cause.eq(newest.id))
        .order((event::recorded_at.desc(), event::id.desc()))
        .select((event::subject_id, subject::kind, event::seq))
        .load(conn)
        .await?;
    let rested_on_by = rested_on(conn, of, &newest, &follow_ons).await?;
    let changes: Option<Value> = event_payload::table
        .filter(event_payload::event_id.eq(newest.id))
        .select(event_payload::data)
        .first(conn)
        .await
        .optional()?;
    let mut others: Vec<(Uuid, Kind)> = Vec::new();
    for (id, kind, _) in follow_ons {
        if id != of && !others.iter().any(|(there, _)| *there == id) {
            others.push((id, word("subject.kind", &kind)?));
        }
    }
    Ok(Some(Last {
        event: newest.id,
        act: newest.act,
        from: newest.from_state,
        actor: newest.actor_id,
        rested_on_by,
        before: before(changes),
        follow_ons: others,
    }))
}

/// The handle of the first subject whose later event, of another cause, came after this act.
async fn rested_on(
    conn: &mut Conn,
    of: Uuid,
    newest: &Newest,
    follow_ons: &[(Uuid, String, i32)],
) -> Result<Option<String>, FactsError> {
    let mut touched: Vec<Uuid> = follow_ons.iter().map(|(id, _, _)| *id).collect();
    touched.push(of);
    let latest: Vec<(Uuid, i32, Option<Uuid>, Uuid, String)> = event::table
        .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
        .filter(event::subject_id.eq_any(&touched))
        .order((event::subject_id, event::seq))
        .select((event::subject_id, event::seq, event::cause, event::id, subject::handle))
        .load(conn)
        .await?;
    let after = |id: &Uuid, seq: i32| match follow_ons.iter().filter(|(there, _, _)| there == id).map(|row| row.2).max()
    {
        Some(known) => seq > known,
        None => *id == of && seq > newest.seq,
    };
    Ok(latest
        .into_iter()
        .find(|(id, seq, cause, event, _)| *event != newest.id && *cause != Some(newest.id) && after(id, *seq))
        .map(|(_, _, _, _, handle)| handle))
}

fn before(payload: Option<Value>) -> BTreeMap<String, Value> {
    let changes = payload.as_ref().and_then(|data| data.get("changes")).and_then(Value::as_object);
    let pair = |(column, pair): (&String, &Value)| (column.clone(), pair.get(0).cloned().unwrap_or(Value::Null));
    changes.map(|changes| changes.iter().map(pair).collect()).unwrap_or_default()
}

/// Letters of an act and of what followed from it that have left already.
pub async fn letters_left(conn: &mut Conn, of: Uuid) -> Result<i64, FactsError> {
    Ok(outbox::table
        .inner_join(event::table.on(event::id.eq(outbox::event_id)))
        .filter(event::id.eq(of).or(event::cause.eq(of)))
        .filter(outbox::state.eq("sent").and(outbox::outside.eq(true)))
        .count()
        .get_result(conn)
        .await?)
}
