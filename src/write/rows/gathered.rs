//! One letter a person for a bulk act (PR-13): what was queued for them is gathered into it before the transaction ends, so
//! that no worker ever sees it apart. Each row stays the record of its event, and names the letter that it goes in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::notice::{Notice, SEVERAL};
use crate::schema::{event, outbox};

#[derive(Queryable)]
struct Row {
    id: Uuid,
    person: Option<Uuid>,
    name: String,
    address: String,
    not_before: DateTime<Utc>,
}

impl Row {
    /// What may still be stopped for a while is no reason to keep the rest waiting.
    fn goes_with(&self, other: &Row) -> bool {
        (self.person, &self.address, self.not_before) == (other.person, &other.address, other.not_before)
    }
}

/// Gathers the letters of these events, and of what followed from them; whoever gets only one gets it as it is.
pub(in crate::write) async fn gather(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    events: &[Uuid],
) -> QueryResult<()> {
    let mut letters: Vec<Vec<Row>> = Vec::new();
    for row in queued(conn, events).await? {
        match letters.iter_mut().find(|rows| rows.iter().any(|other| row.goes_with(other))) {
            Some(rows) => rows.push(row),
            None => letters.push(vec![row]),
        }
    }
    for rows in letters.iter().filter(|rows| rows.len() > 1) {
        one_letter(conn, now, rows).await?;
    }
    Ok(())
}

/// What goes to people here about statements, oldest first.
async fn queued(conn: &mut AsyncPgConnection, events: &[Uuid]) -> QueryResult<Vec<Row>> {
    let gathered = Notice::ALL.iter().filter(|notice| notice.is_gathered()).map(|notice| notice.name());
    outbox::table
        .inner_join(event::table.on(event::id.nullable().eq(outbox::event_id)))
        .filter(event::id.eq_any(events).or(event::cause.eq_any(events)))
        .filter(outbox::state.eq("queued").and(outbox::outside.eq(false)).and(outbox::notice.eq_any(gathered)))
        .filter(outbox::person_id.is_not_null().and(outbox::statement_id.is_not_null()))
        .order(outbox::seq)
        .select((outbox::id, outbox::person_id, outbox::name, outbox::address, outbox::not_before))
        .load(conn)
        .await
}

async fn one_letter(conn: &mut AsyncPgConnection, now: DateTime<Utc>, rows: &[Row]) -> QueryResult<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let letter = Uuid::now_v7();
    let row = (
        outbox::id.eq(letter),
        // A thread of its own; it keeps its place in those of its statements by the rows that name it.
        outbox::lane.eq(format!("{SEVERAL}-{} {}", letter.simple(), first.address)),
        outbox::notice.eq(SEVERAL),
        outbox::person_id.eq(first.person),
        outbox::name.eq(&first.name),
        outbox::address.eq(&first.address),
        outbox::outside.eq(false),
        // What it says and why stands in the rows that it holds.
        outbox::reasons.eq(json!([])),
        (
            outbox::facts.eq(json!({})),
            outbox::queued_at.eq(now),
            outbox::not_before.eq(first.not_before),
            outbox::next_at.eq(first.not_before),
        ),
    );
    diesel::insert_into(outbox::table).values(row).execute(conn).await?;
    let held: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    diesel::update(outbox::table.filter(outbox::id.eq_any(held)))
        .set((outbox::state.eq("gathered"), outbox::gathered_in.eq(letter)))
        .execute(conn)
        .await?;
    Ok(())
}
