//! The newest act on a subject, with what followed from it: what *take back* reverses, and what may rest on it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::Kind;
use crate::domain::days::Past;
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
    let all: Vec<((Uuid, String, i32), String)> = event::table
        .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
        .filter(event::cause.eq(newest.id))
        .order((event::recorded_at.desc(), event::id.desc()))
        .select(((event::subject_id, subject::kind, event::seq), event::act))
        .load(conn)
        .await?;
    // A sum is not taken back itself: it is brought up to date when its parts are.
    let (sums, parts): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, act)| act == "settle");
    let parts: Vec<_> = parts.into_iter().map(|(event, _)| event).collect();
    let follow_ons: Vec<_> = parts.iter().cloned().chain(sums.into_iter().map(|(event, _)| event)).collect();
    let rested_on_by = rested_on(conn, of, &newest, &follow_ons).await?;
    let changes: Option<Value> = event_payload::table
        .filter(event_payload::event_id.eq(newest.id))
        .select(event_payload::data)
        .first(conn)
        .await
        .optional()?;
    let mut others: Vec<(Uuid, Kind)> = Vec::new();
    for (id, kind, _) in parts {
        if id != of && !others.iter().any(|(there, _)| *there == id) {
            others.push((id, word("subject.kind", &kind)?));
        }
    }
    let before = before(changes);
    Ok(Some(Last {
        event: newest.id,
        act: newest.act,
        from: newest.from_state,
        actor: newest.actor_id,
        rested_on_by,
        decision_before: decision_before(conn, of, newest.seq, &before).await?,
        before,
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

/// The decision that stood before the act with this number, if the act changed the level: the newest earlier one, unless
/// the level was none.
async fn decision_before(
    conn: &mut Conn,
    of: Uuid,
    seq: i32,
    before: &BTreeMap<String, Value>,
) -> Result<Option<Value>, FactsError> {
    if before.get("level").is_none_or(Value::is_null) {
        return Ok(None);
    }
    let earlier: Vec<Value> = event_payload::table
        .inner_join(event::table.on(event::id.eq(event_payload::event_id)))
        .filter(event::subject_id.eq(of).and(event::seq.lt(seq)))
        .order(event::seq.desc())
        .select(event_payload::data)
        .load(conn)
        .await?;
    Ok(earlier.iter().find_map(|data| data.get("brought")?.get("decision").cloned()))
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

/// The events of a subject in their order, as its days are judged by.
pub async fn history(conn: &mut Conn, of: Uuid) -> Result<Vec<Past>, FactsError> {
    let rows: Vec<(Uuid, String, Option<Uuid>, chrono::NaiveDate)> = event::table
        .filter(event::subject_id.eq(of))
        .order(event::seq)
        .select((event::id, event::act, event::cause, event::occurred_on))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(event, act, cause, on)| Past { event, act, cause, on }).collect())
}
