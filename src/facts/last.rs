//! The newest act on a subject, with what followed from it: what *take back* reverses, and what may rest on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Date, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::command::Kind;
use crate::domain::days::{self, Past, TAKE_OVER};
use crate::domain::named::Named;
use crate::domain::procedure::statement::Act as OfStatement;
use crate::domain::standing;
use crate::domain::statement::Last;
use crate::schema::{event, event_payload, registration, statement};

/// The newest event of the subject that is nobody's follow-on, its follow-ons, whatever happened later to any subject that
/// they touched, and how people closed later what those are parts of. One query in steps that rest on each other, which
/// Diesel's own language cannot say.
#[derive(QueryId)]
struct Around {
    of: Uuid,
}

impl Query for Around {
    type SqlType = (
        (SqlUuid, Text, Text),
        (SqlUuid, Integer, (Nullable<SqlUuid>, Nullable<SqlUuid>), Text, Nullable<Text>, Nullable<SqlUuid>, Date),
        (SqlUuid, Nullable<Jsonb>, BigInt),
    );
}

impl QueryFragment<Pg> for Around {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH newest AS (SELECT id, subject_id, seq FROM event WHERE cause IS NULL AND subject_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.of)?;
        // A correction of what was written down took it nowhere: the recording can still be taken back.
        out.push_sql(
            " AND NOT (kind = 'statement' AND act IN ('correct', 'correct_questions')) ORDER BY seq DESC LIMIT 1), touched AS (
                SELECT subject_id, max(seq) AS seq FROM (
                    SELECT subject_id, seq FROM newest
                    UNION ALL SELECT f.subject_id, f.seq FROM newest n JOIN event f ON f.cause = n.id) t
                GROUP BY subject_id), whole AS (
                SELECT a.registration_id AS id FROM touched t JOIN allocation a ON a.id = t.subject_id
                UNION SELECT d.statement_id FROM touched t JOIN destination d ON d.id = t.subject_id
                EXCEPT SELECT subject_id FROM touched)
            SELECT s.id, s.kind,
                CASE WHEN s.kind = 'destination' OR e.act = 'take_over'
                    THEN COALESCE(asked.handle, s.handle) ELSE s.handle END,
                e.id, e.seq, e.cause, root.subject_id, e.act, e.from_state, e.actor_id, e.occurred_on, n.id, p.data,
                (SELECT count(*) FROM event h JOIN outbox o ON o.event_id = h.id
                 WHERE (h.id = n.id OR h.cause = n.id) AND o.state = 'sent' AND o.outside)
            FROM newest n
            CROSS JOIN LATERAL (
                SELECT * FROM event WHERE id = n.id
                UNION ALL SELECT * FROM event WHERE cause = n.id
                UNION ALL SELECT l.* FROM touched t JOIN event l ON l.subject_id = t.subject_id AND l.seq > t.seq
                    AND NOT (l.kind = 'statement' AND l.act IN ('correct', 'correct_questions'))
                UNION ALL SELECT c.* FROM whole w JOIN event c ON c.subject_id = w.id AND c.cause IS NULL AND c.id > n.id
                    AND c.act IN ('close', 'close_without_reply', 'take_back')) e
            JOIN subject s ON s.id = e.subject_id
            LEFT JOIN event root ON root.id = e.cause
            LEFT JOIN subject asked ON asked.id = root.subject_id
            LEFT JOIN event_payload p ON p.event_id = e.id
                AND (e.id = n.id OR s.kind = 'destination' AND e.act IN ('answer', 'unlink', 'take_back'))
            ORDER BY e.recorded_at DESC, e.id DESC",
        );
        Ok(())
    }
}

#[derive(Queryable)]
struct Subject {
    id: Uuid,
    kind: String,
    /// What people know it by: an addressee of ours that was answered goes by the reply, which its sender sees, and what
    /// was taken over by the draft that it was written for. What follows at the other side keeps its own name, and says
    /// nothing of the drafts there (PR-3).
    handle: String,
}

#[derive(Queryable)]
struct Event {
    id: Uuid,
    seq: i32,
    /// The act that it followed from, and that one's subject.
    cause: (Option<Uuid>, Option<Uuid>),
    act: String,
    from_state: Option<String>,
    actor_id: Option<Uuid>,
    occurred_on: NaiveDate,
}

/// The act that sums parts up.
const SUM: &str = "settle";

/// The act that changes a draft: what went into it comes out of it all the same.
const EDIT: &str = "edit";

/// The act that moves the due date of an allocation; its state stays.
const MOVED: &str = "move_due";

/// The act that ends a draft in another.
const MERGED: &str = "merge_into";

/// The act that finds a registration to be a mistake.
const VOID: &str = "void";

type Row = (Subject, Event, (Uuid, Option<Value>, i64));

/// The newest event of the subject that is nobody's follow-on, with the letters of it and of what followed from it that
/// have left already; none for a subject that does not exist yet.
pub async fn load(conn: &mut Conn, of: Uuid) -> Result<(Option<Last>, i64), FactsError> {
    let rows: Vec<Row> = Around { of }.load(conn).await?;
    let mut newest = None;
    let mut follow_ons: Vec<(Uuid, Kind)> = Vec::new();
    let mut later: BTreeMap<Uuid, Later> = BTreeMap::new();
    // A reply that was linked or taken off here rests on no other, and no other on it.
    let mut linked: Vec<Uuid> = Vec::new();
    // A due date that moved rests on the one before.
    let mut moved: Vec<Uuid> = Vec::new();
    for (subject, event, (of_newest, payload, letters_left)) in rows {
        if event.id == of_newest {
            newest = Some((event, payload, letters_left));
        } else if event.cause.0 != Some(of_newest) {
            later.entry(subject.id).or_default().push((subject.handle, event, payload));
        } else if event.act == SUM {
            // A sum is not taken back itself: it is brought up to date when its parts are.
        } else if event.act == MOVED {
            moved.push(subject.id);
            follow_ons.push((subject.id, Kind::Allocation));
        } else if subject.kind == Kind::Destination.name() && LINKS.contains(&event.act.as_str()) {
            linked.push(subject.id);
            follow_ons.push((subject.id, Kind::Destination));
        } else if subject.id != of && !follow_ons.iter().any(|(there, _)| *there == subject.id) {
            follow_ons.push((subject.id, word("subject.kind", &subject.kind)?));
        }
    }
    let Some((event, payload, letters_left)) = newest else { return Ok((None, 0)) };
    let before = before(payload);
    let merged = event.act == MERGED;
    let mut rested_on_by = None;
    later.retain(|subject, _| !linked.contains(subject));
    for (subject, mut events) in later {
        events.retain(|(_, event, _)| match event.act.as_str() {
            MOVED => moved.contains(&subject),
            // Of two drafts that went into one, each goes its own way by itself.
            TAKE_OVER => !merged,
            _ => true,
        });
        match rests(events) {
            Rests::Nothing => {}
            Rests::On(handle) => rested_on_by = rested_on_by.or(Some(handle)),
            // There is nothing more to take back of it.
            Rests::Void => follow_ons.retain(|(of, _)| *of != subject),
        }
    }
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

/// The acts that link a reply to an addressee and take it off.
const LINKS: &[&str] = &["answer", "unlink"];

/// A subject's later events, each with the handle that people know it by.
type Later = Vec<(String, Event, Option<Value>)>;

/// What happened later to a subject that the act touched.
enum Rests {
    Nothing,
    /// What is known by this handle.
    On(String),
    /// It was found to be a mistake, and is void already (PR-23).
    Void,
}

/// What was taken back rests on nothing any more, and a sum goes with its parts.
fn rests(mut events: Later) -> Rests {
    events.sort_by_key(|(_, event, _)| event.seq);
    let mut replies: Vec<(String, String)> = Vec::new();
    events.retain(|(_, event, payload)| !follows_links(&mut replies, event, payload.as_ref()));
    let past = |(_, event, _): &(String, Event, Option<Value>)| {
        let (cause, followed) = event.cause;
        Past { event: event.id, act: event.act.clone(), cause, followed, on: event.occurred_on }
    };
    let past: Vec<Past> = events.iter().map(past).collect();
    let mut standing = days::standing(&past).into_iter().filter(|event| ![SUM, EDIT].contains(&event.act.as_str()));
    match standing.next_back() {
        None => replies.pop().map_or(Rests::Nothing, |(_, handle)| Rests::On(handle)),
        Some(newest) if newest.act == VOID => Rests::Void,
        Some(newest) => {
            let known = events.into_iter().find(|(_, event, _)| event.id == newest.event);
            known.map_or(Rests::Nothing, |(handle, ..)| Rests::On(handle))
        }
    }
}

/// Keeps which replies are linked to an addressee, with their handles; answers whether the event was about one.
fn follows_links(replies: &mut Vec<(String, String)>, event: &Event, payload: Option<&Value>) -> bool {
    let brought = payload.and_then(|data| data.get("brought")?.get("reply")?.as_str());
    // Events of the first schema name the reply among what changed, and none where it was taken back.
    let changed = payload.and_then(|data| data.get("changes")?.get("answered_by")?.get(1)?.as_str());
    let reply = brought.or(changed).map(str::to_owned);
    match (event.act.as_str(), reply) {
        ("answer", reply) => {
            // The one that was linked stands last among the handles.
            let handles = payload.and_then(|data| data.get("changes")?.get("replies")?.get(1)?.as_array());
            let handle = handles.and_then(|all| all.last()?.as_str()).unwrap_or_default();
            replies.push((reply.unwrap_or_default(), handle.to_owned()));
        }
        ("unlink" | "take_back", Some(reply)) => replies.retain(|(one, _)| *one != reply),
        ("take_back", None) if event.from_state.as_deref().is_some_and(standing::is_answered) => replies.clear(),
        _ => return false,
    }
    true
}

/// The decision that stood before the act with this number, for an event of the first schema, which does not say so
/// itself: that of the newest earlier act which still stands, unless the level was none.
async fn decision_before(
    conn: &mut Conn,
    of: Uuid,
    seq: i32,
    before: &BTreeMap<String, Value>,
) -> Result<Option<Value>, FactsError> {
    if before.contains_key("decision") || before.get("level").is_none_or(Value::is_null) {
        return Ok(before.get("decision").filter(|record| !record.is_null()).cloned());
    }
    let earlier: Vec<(Uuid, Value)> = event_payload::table
        .inner_join(event::table.on(event::id.eq(event_payload::event_id)))
        .filter(event::subject_id.eq(of).and(event::seq.lt(seq)))
        .order(event::seq.desc())
        .select((event::id, event_payload::data))
        .load(conn)
        .await?;
    let there = |past: &Past| earlier.iter().any(|(event, _)| *event == past.event);
    let before: Vec<Past> = history(conn, of).await?.into_iter().filter(there).collect();
    let standing: Vec<Uuid> = days::standing(&before).iter().map(|past| past.event).collect();
    let mut decisions = earlier.iter().filter(|(event, _)| standing.contains(event));
    Ok(decisions.find_map(|(_, data)| data.get("brought")?.get("decision").cloned()))
}

fn before(payload: Option<Value>) -> BTreeMap<String, Value> {
    let changes = payload.as_ref().and_then(|data| data.get("changes")).and_then(Value::as_object);
    let pair = |(column, pair): (&String, &Value)| (column.clone(), pair.get(0).cloned().unwrap_or(Value::Null));
    changes.map(|changes| changes.iter().map(pair).collect()).unwrap_or_default()
}

/// The events of a subject in their order, as its days are judged by. What was received has the day of its receipt, and a
/// past statement that of its sending.
pub async fn history(conn: &mut Conn, of: Uuid) -> Result<Vec<Past>, FactsError> {
    type Row = (Uuid, String, (Option<Uuid>, Option<Uuid>), NaiveDate, Option<NaiveDate>, Option<NaiveDate>);
    let cause = diesel::alias!(event as cause);
    let rows: Vec<Row> = event::table
        .left_join(cause.on(cause.field(event::id).nullable().eq(event::cause)))
        .left_join(registration::table.on(registration::id.eq(event::subject_id).and(event::act.eq("receive"))))
        .left_join(statement::table.on(statement::id.eq(event::subject_id)))
        .filter(event::subject_id.eq(of))
        .order(event::seq)
        .select((
            event::id,
            event::act,
            (event::cause, cause.field(event::subject_id).nullable()),
            event::occurred_on,
            registration::received_on.nullable(),
            statement::issued_on.nullable(),
        ))
        .load(conn)
        .await?;
    let own = rows.iter().find(|row| row.1 == OfStatement::RecordOwn.name()).map(|row| row.0);
    let past = |(event, act, (cause, followed), on, received, issued): Row| {
        let on = match own.filter(|own| [Some(event), cause].contains(&Some(*own))) {
            // Where nobody knows when it was sent, anything may have followed.
            Some(_) => issued.unwrap_or(NaiveDate::MIN),
            None => received.unwrap_or(on),
        };
        Past { event, act, cause, followed, on }
    };
    Ok(rows.into_iter().map(past).collect())
}
