//! Digests: how far each person has been told, and the letter that tells it, in one transaction. Whoever plans on what
//! another worker has told meanwhile writes nothing and looks again.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::domain::digest::{DIGEST, Outcome, Plan};
use crate::domain::named::Named;
use crate::domain::said::Said;
use crate::schema::outbox;

/// One person's digest, ready to be queued.
#[derive(Clone, Debug)]
pub struct Digest {
    pub person: Uuid,
    pub name: String,
    pub address: String,
    pub plan: Plan,
    /// What the letter says, frozen; where the plan has none it is not looked at.
    pub facts: Value,
    pub reasons: Vec<Said>,
}

/// Only forward: a plan for an earlier day, or for the same once more, finds nothing to move.
const MARK: &str = "
    INSERT INTO digest_mark (person_id, day, looked_at)
    SELECT p, d, $3 FROM unnest($1, $2) AS n(p, d)
    ON CONFLICT (person_id) DO UPDATE SET day = excluded.day, looked_at = excluded.looked_at
    WHERE digest_mark.day < excluded.day
    RETURNING person_id";

const SETTLE: &str = "
    UPDATE digest_item i SET outcome = n.outcome, letter_id = n.letter, settled_at = $4
    FROM unnest($1, $2, $3) AS n(item, outcome, letter)
    WHERE i.id = n.item AND i.outcome IS NULL";

#[derive(QueryableByName)]
struct Marked {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
}

impl Upkeep {
    /// Keeps from which day on each of these people hears.
    pub async fn begin_digests(&self, now: DateTime<Utc>, of: &[(Uuid, NaiveDate)]) -> Result<(), DbError> {
        let mut conn = self.connection().await?;
        mark(&mut conn, now, of).await?;
        Ok(())
    }

    /// Queues the letters and marks what they tell, all of it or nothing. Answers how many letters.
    pub async fn keep_digests(&self, now: DateTime<Utc>, digests: &[Digest]) -> Result<usize, DbError> {
        if digests.is_empty() {
            return Ok(0);
        }
        let mut conn = self.connection().await?;
        conn.transaction(async |conn| kept(conn, now, digests).await).await
    }

    /// What waits is taken for told: the demo's replay told it in its time.
    pub async fn settle_past_digests(&self, now: DateTime<Utc>) -> Result<usize, DbError> {
        let all = "UPDATE digest_item SET outcome = 'told', settled_at = $1 WHERE outcome IS NULL";
        let mut conn = self.connection().await?;
        Ok(diesel::sql_query(all).bind::<Timestamptz, _>(now).execute(&mut conn).await?)
    }
}

/// The people whose mark moved. In the order of their ids, so that two workers wait for each other and never in a ring.
async fn mark(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    of: &[(Uuid, NaiveDate)],
) -> Result<Vec<Uuid>, DbError> {
    let mut of = of.to_vec();
    of.sort_unstable();
    let (people, days): (Vec<Uuid>, Vec<NaiveDate>) = of.into_iter().unzip();
    let marked: Vec<Marked> = diesel::sql_query(MARK)
        .bind::<Array<SqlUuid>, _>(people)
        .bind::<Array<Date>, _>(days)
        .bind::<Timestamptz, _>(now)
        .load(conn)
        .await?;
    Ok(marked.into_iter().map(|row| row.person_id).collect())
}

async fn kept(conn: &mut AsyncPgConnection, now: DateTime<Utc>, digests: &[Digest]) -> Result<usize, DbError> {
    let of: Vec<(Uuid, NaiveDate)> = digests.iter().map(|one| (one.person, one.plan.slot.day)).collect();
    let ours = mark(conn, now, &of).await?;
    let ours: Vec<(&Digest, Option<Uuid>)> = digests
        .iter()
        .filter(|one| ours.contains(&one.person))
        .map(|one| (one, one.plan.letter.then(Uuid::now_v7)))
        .collect();
    let rows: Vec<_> = ours
        .iter()
        .filter_map(|(digest, letter)| Some((digest, (*letter)?)))
        .map(|(digest, letter)| {
            let address = digest.address.to_lowercase();
            (
                outbox::id.eq(letter),
                outbox::lane.eq(format!("{DIGEST} {address}")),
                outbox::notice.eq(DIGEST),
                outbox::person_id.eq(digest.person),
                outbox::name.eq(&digest.name),
                outbox::address.eq(address),
                outbox::outside.eq(false),
                outbox::reasons.eq(json!(digest.reasons)),
                (
                    outbox::facts.eq(&digest.facts),
                    outbox::queued_at.eq(now),
                    outbox::not_before.eq(now),
                    outbox::next_at.eq(now),
                ),
            )
        })
        .collect();
    let letters = diesel::insert_into(outbox::table).values(rows).execute(conn).await?;
    settle(conn, now, &ours).await?;
    Ok(letters)
}

async fn settle(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    ours: &[(&Digest, Option<Uuid>)],
) -> Result<(), DbError> {
    let all = ours.iter().flat_map(|(digest, letter)| {
        digest
            .plan
            .outcomes
            .iter()
            .map(|(item, outcome)| (*item, outcome.name(), letter.filter(|_| *outcome == Outcome::Told)))
    });
    let (mut items, mut outcomes, mut letters) = (Vec::new(), Vec::new(), Vec::new());
    for (item, outcome, letter) in all {
        items.push(item);
        outcomes.push(outcome);
        letters.push(letter);
    }
    let wanted = items.len();
    let settled = diesel::sql_query(SETTLE)
        .bind::<Array<SqlUuid>, _>(items)
        .bind::<Array<Text>, _>(outcomes)
        .bind::<Array<Nullable<SqlUuid>>, _>(letters)
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
    if settled != wanted {
        return Err(DbError::Repeat("another worker has told some of it".to_owned()));
    }
    Ok(())
}
