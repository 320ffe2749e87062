//! The letters of a statement: to whom, why, and where each stands.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::said::Said;
use crate::facts::{Conn, FactsError};
use crate::schema::outbox;

/// Letters that one page shows.
const MOST: i64 = 100;

/// One letter.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: Uuid,
    /// The event that it tells of.
    pub event: Option<Uuid>,
    /// Whose letter it is, where that is a person here.
    pub person: Option<Uuid>,
    pub name: String,
    pub address: String,
    pub notice: String,
    pub outside: bool,
    pub reasons: Vec<Said>,
    /// It goes in one letter with others: how far it has come is how far that letter has.
    pub together: bool,
    pub state: String,
    pub not_before: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub attempts: i16,
    pub problem: Option<String>,
}

/// How far a letter has come.
type Way = (String, DateTime<Utc>, Option<DateTime<Utc>>, i16, Option<String>);

type Row = ((Uuid, Option<Uuid>), Option<Uuid>, String, String, String, bool, Value, Way, Option<Way>);

/// The newest letters about these subjects.
pub(super) async fn load(conn: &mut Conn, subjects: &[Uuid]) -> Result<Vec<Letter>, FactsError> {
    let whole = diesel::alias!(outbox as whole);
    let goes_in = whole.field(outbox::id).nullable().eq(outbox::gathered_in).and(outbox::state.eq("gathered"));
    let rows: Vec<Row> = outbox::table
        .left_join(whole.on(goes_in))
        .filter(outbox::subject_id.eq_any(subjects))
        .order(outbox::seq.desc())
        .select((
            (outbox::id, outbox::event_id),
            outbox::person_id,
            outbox::name,
            outbox::address,
            outbox::notice,
            outbox::outside,
            outbox::reasons,
            (outbox::state, outbox::not_before, outbox::sent_at, outbox::attempts, outbox::problem),
            whole
                .fields((outbox::state, outbox::not_before, outbox::sent_at, outbox::attempts, outbox::problem))
                .nullable(),
        ))
        .limit(MOST)
        .load(conn)
        .await?;
    let one = |((id, event), person, name, address, notice, outside, reasons, own, whole): Row| {
        let reasons = serde_json::from_value(reasons).unwrap_or_default();
        let (together, said) = (whole.is_some(), own.4.clone());
        let (state, not_before, sent_at, attempts, problem) = whole.unwrap_or(own);
        let problem = said.or(problem);
        Letter {
            id,
            event,
            person,
            name,
            address,
            notice,
            outside,
            reasons,
            together,
            state,
            not_before,
            sent_at,
            attempts,
            problem,
        }
    };
    Ok(rows.into_iter().map(one).collect())
}
