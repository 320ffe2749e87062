//! The history of some subjects that the asker may see, newest first, a page at a time.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, event, event_payload, person};

/// Events of one page.
pub const PAGE: i64 = 40;

/// One event.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: Uuid,
    pub subject: Uuid,
    pub kind: String,
    pub act: String,
    pub from: Option<String>,
    pub to: String,
    pub recorded_at: DateTime<Utc>,
    pub occurred_on: NaiveDate,
    /// The person; none for what the system, the clock or an importer did.
    pub who: Option<String>,
    pub actor_kind: String,
    /// Role and body under which they acted.
    pub role: Option<(String, String)>,
    pub clause: String,
    pub unusual: bool,
    pub cause: Option<Uuid>,
    /// Column → before and after. Empty where the payload was erased.
    pub changes: Vec<(String, Value, Value)>,
    /// What was said with the act, by the names of its fields.
    pub said: Vec<(&'static str, String)>,
    pub reason: Option<String>,
}

/// Which acts of a record are told.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) enum Of {
    All { but: &'static [&'static [Act]] },
    Only(&'static [Act]),
}

fn named(acts: &[Act]) -> Vec<&'static str> {
    acts.iter().map(|act| act.name()).collect()
}

/// What an act brings along and changes no column, as its form names it.
const SAID: &[&str] = &[
    "agreed_by",
    "meeting",
    "action",
    "follow_up",
    "how_sent",
    "address",
    "into",
    "merged",
    "series_number",
    "reserved_for",
    "template",
    "forwarded_to",
    "told_sender",
];

type Row = (
    (Uuid, Uuid, String, String, Option<String>, String),
    (DateTime<Utc>, NaiveDate, String, String, bool, Option<Uuid>),
    Option<String>,
    Option<String>,
    Option<String>,
    Option<Value>,
);

/// The page of events before that one, and the key of the next page.
pub(in crate::read) async fn load(
    conn: &mut Conn,
    subjects: &[Uuid],
    before: Option<Uuid>,
) -> Result<(Vec<Entry>, Option<Uuid>), FactsError> {
    some(conn, subjects, before, Of::All { but: &[] }).await
}

/// The same of some acts.
pub(in crate::read) async fn some(
    conn: &mut Conn,
    subjects: &[Uuid],
    before: Option<Uuid>,
    of: Of,
) -> Result<(Vec<Entry>, Option<Uuid>), FactsError> {
    page(conn, (subjects, Uuid::nil(), &[]), before, of).await
}

/// The same, with that of the notes on a statement that these bodies wrote.
pub(in crate::read) async fn with_notes(
    conn: &mut Conn,
    subjects: &[Uuid],
    (statement, bodies): (Uuid, &[Uuid]),
    before: Option<Uuid>,
) -> Result<(Vec<Entry>, Option<Uuid>), FactsError> {
    page(conn, (subjects, statement, bodies), before, Of::All { but: &[] }).await
}

async fn page(
    conn: &mut Conn,
    (subjects, statement, bodies): (&[Uuid], Uuid, &[Uuid]),
    before: Option<Uuid>,
    of: Of,
) -> Result<(Vec<Entry>, Option<Uuid>), FactsError> {
    // However many notes there are, they are one array before the index of events is read.
    let among = sql::<Bool>("event.subject_id = ANY(")
        .bind::<Array<SqlUuid>, _>(subjects.to_vec())
        .sql(" || ARRAY(SELECT n.id FROM note n WHERE n.statement_id = ")
        .bind::<SqlUuid, _>(statement)
        .sql(" AND n.body_id = ANY(")
        .bind::<Array<SqlUuid>, _>(bodies.to_vec())
        .sql(")))");
    let mut query = event::table
        .left_join(person::table.on(person::id.nullable().eq(event::actor_id)))
        .left_join(appointment::table.on(appointment::id.nullable().eq(event::appointment_id)))
        .left_join(body::table.on(body::id.eq(appointment::body_id)))
        .left_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(among)
        .order(event::id.desc())
        .select((
            (event::id, event::subject_id, event::kind, event::act, event::from_state, event::to_state),
            (event::recorded_at, event::occurred_on, event::actor_kind, event::clause, event::unusual, event::cause),
            person::name.nullable(),
            appointment::role.nullable(),
            body::short_name.nullable(),
            event_payload::data.nullable(),
        ))
        .limit(PAGE + 1)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(event::id.lt(before));
    }
    query = match of {
        Of::All { but: [] } => query,
        Of::All { but } => query.filter(event::act.ne_all(named(&but.concat()))),
        Of::Only(acts) => query.filter(event::act.eq_any(named(acts))),
    };
    let rows: Vec<Row> = query.load(conn).await?;
    let more = rows.len() as i64 > PAGE;
    let mut entries: Vec<Entry> = rows.into_iter().map(entry).collect();
    entries.truncate(PAGE as usize);
    let older = entries.last().filter(|_| more).map(|last| last.id);
    Ok((entries, older))
}

fn entry((what, when, who, role, at, data): Row) -> Entry {
    let data = data.unwrap_or(Value::Null);
    let changes = data.get("changes").and_then(Value::as_object);
    let change = |(column, pair): (&String, &Value)| {
        let side = |at: usize| pair.get(at).cloned().unwrap_or(Value::Null);
        (column.clone(), side(0), side(1))
    };
    let said = |name: &&'static str| {
        let text = data.get("brought")?.get(*name)?.as_str()?.trim();
        (!text.is_empty()).then(|| (*name, text.to_owned()))
    };
    let said = SAID.iter().filter_map(said).collect();
    let reason = data.get("brought").and_then(|brought| brought.get("reason")).and_then(Value::as_str);
    Entry {
        id: what.0,
        subject: what.1,
        kind: what.2,
        act: what.3,
        from: what.4,
        to: what.5,
        recorded_at: when.0,
        occurred_on: when.1,
        actor_kind: when.2,
        clause: when.3,
        unusual: when.4,
        cause: when.5,
        who,
        role: role.zip(at),
        changes: changes.map(|all| all.iter().map(change).collect()).unwrap_or_default(),
        reason: reason.map(str::to_owned),
        said,
    }
}
