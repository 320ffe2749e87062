//! The newest act on a subject, with what followed from it: what *take back* reverses, and what may rest on it.

use std::collections::{BTreeMap, HashMap};

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::Kind;
use crate::domain::days::Past;
use crate::domain::statement::Last;
use crate::schema::{event, event_payload};

/// The newest event of the subject that is nobody's follow-on, its follow-ons, and whatever happened later to any subject
/// that they touched. One query in three steps that rest on each other, which Diesel's own language cannot say.
#[derive(QueryId)]
struct Around {
    of: Uuid,
}

impl Query for Around {
    type SqlType = (
        (SqlUuid, Text, Text),
        (SqlUuid, Integer, Nullable<SqlUuid>, Text, Nullable<Text>, Nullable<SqlUuid>),
        (SqlUuid, Nullable<Jsonb>, BigInt),
    );
}

impl QueryFragment<Pg> for Around {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH newest AS (SELECT id, subject_id, seq FROM event WHERE cause IS NULL AND subject_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.of)?;
        out.push_sql(
            " ORDER BY seq DESC LIMIT 1), touched AS (
                SELECT subject_id, max(seq) AS seq FROM (
                    SELECT subject_id, seq FROM newest
                    UNION ALL SELECT f.subject_id, f.seq FROM newest n JOIN event f ON f.cause = n.id) t
                GROUP BY subject_id)
            SELECT s.id, s.kind, s.handle, e.id, e.seq, e.cause, e.act, e.from_state, e.actor_id, n.id, p.data,
                (SELECT count(*) FROM event h JOIN outbox o ON o.event_id = h.id
                 WHERE (h.id = n.id OR h.cause = n.id) AND o.state = 'sent' AND o.outside)
            FROM newest n
            CROSS JOIN LATERAL (
                SELECT * FROM event WHERE id = n.id
                UNION ALL SELECT * FROM event WHERE cause = n.id
                UNION ALL SELECT l.* FROM touched t JOIN event l ON l.subject_id = t.subject_id AND l.seq > t.seq) e
            JOIN subject s ON s.id = e.subject_id
            LEFT JOIN event_payload p ON p.event_id = e.id AND e.id = n.id
            ORDER BY e.recorded_at DESC, e.id DESC",
        );
        Ok(())
    }
}

#[derive(Queryable)]
struct Subject {
    id: Uuid,
    kind: String,
    handle: String,
}

#[derive(Queryable)]
struct Event {
    id: Uuid,
    seq: i32,
    cause: Option<Uuid>,
    act: String,
    from_state: Option<String>,
    actor_id: Option<Uuid>,
}

/// The act that sums parts up.
const SUM: &str = "settle";

type Row = (Subject, Event, (Uuid, Option<Value>, i64));

/// The newest event of the subject that is nobody's follow-on, with the letters of it and of what followed from it that
/// have left already; none for a subject that does not exist yet.
pub async fn load(conn: &mut Conn, of: Uuid) -> Result<(Option<Last>, i64), FactsError> {
    let rows: Vec<Row> = Around { of }.load(conn).await?;
    let mut newest = None;
    let mut follow_ons: Vec<(Uuid, Kind)> = Vec::new();
    let mut later: HashMap<Uuid, (i32, String)> = HashMap::new();
    for (subject, event, (of_newest, payload, letters_left)) in rows {
        if event.id == of_newest {
            newest = Some((event, payload, letters_left));
        } else if event.cause != Some(of_newest) {
            let first = later.entry(subject.id).or_insert((event.seq, subject.handle));
            first.0 = first.0.min(event.seq);
        } else if event.act == SUM {
            // A sum is not taken back itself: it is brought up to date when its parts are.
        } else if subject.id != of && !follow_ons.iter().any(|(there, _)| *there == subject.id) {
            follow_ons.push((subject.id, word("subject.kind", &subject.kind)?));
        }
    }
    let Some((event, payload, letters_left)) = newest else { return Ok((None, 0)) };
    let rested_on_by = later.into_iter().min_by_key(|(id, (seq, _))| (*id, *seq)).map(|(_, (_, handle))| handle);
    let before = before(payload);
    let last = Last {
        event: event.id,
        act: event.act,
        from: event.from_state,
        actor: event.actor_id,
        rested_on_by,
        decision_before: decision_before(conn, of, event.seq, &before).await?,
        before,
        follow_ons,
    };
    Ok((Some(last), letters_left))
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
