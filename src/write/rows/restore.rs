//! *Take back*: the reversing event is written like any other; here the row goes back to what it was, and the letters
//! that still wait are cancelled.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::super::upkeep::outbox::LANES;
use super::{sight, words};
use crate::domain::clause::practice;
use crate::domain::command::Kind;
use crate::domain::decision::Decision;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::standing;
use crate::said;
use crate::schema::{digest_item, event, outbox, registration, statement, statement_reply};

/// Puts the row back and stops the letters of the act that is taken back.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, kind: Kind, decision: &Decision) -> Result<i32, Error> {
    let taken: Option<Uuid> =
        decision.brought.get("takes_back").and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
    if let Some(taken) = taken {
        stop_letters(tx, taken).await?;
        untold(tx, taken).await?;
    }
    match kind {
        Kind::Statement => statement_back(tx, id, decision).await,
        Kind::Registration => Ok(diesel::update(registration::table.find(id))
            .set((
                registration::state.eq(decision.to),
                registration::since.eq(tx.now),
                registration::forwarded_to_id.eq(None::<Uuid>),
                registration::forwarded_on.eq(None::<chrono::NaiveDate>),
                registration::version.eq(registration::version + 1),
            ))
            .returning(registration::version)
            .get_result(tx.conn)
            .await?),
        Kind::Destination
        | Kind::Allocation
        | Kind::Body
        | Kind::Person
        | Kind::Appointment
        | Kind::Note
        | Kind::Meeting
        | Kind::WorkItem => Err(Error::Broken(format!("{kind:?} takes nothing back by itself"))),
    }
}

/// Letters that were held back leave after all. Held anew: whoever took the mark back may still stop them.
async fn go_on(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    let held = outbox::table.filter(outbox::statement_id.eq(id).and(outbox::problem.eq(HELD_BACK)));
    let leaves = tx.now + tx.hold;
    diesel::update(held.filter(outbox::state.eq("cancelled")))
        .set((
            outbox::state.eq("queued"),
            outbox::attempts.eq(0),
            outbox::problem.eq(None::<String>),
            outbox::not_before.eq(leaves),
            outbox::next_at.eq(leaves),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

async fn statement_back(tx: &mut Tx<'_>, id: Uuid, decision: &Decision) -> Result<i32, Error> {
    if decision.brought.contains_key("letters_go_on") {
        go_on(tx, id).await?;
    }
    let unsent = decision.changes.contains_key("issued_on");
    words::back(tx, id, &decision.changes).await?;
    if let Some((_, level)) = decision.changes.get("level") {
        let level = level.as_str();
        diesel::update(statement::table.find(id)).set(statement::level.eq(level)).execute(tx.conn).await?;
        let record = decision.changes.get("decision").map(|(_, record)| record.clone()).filter(|r| !r.is_null());
        diesel::update(statement::table.find(id)).set(statement::decision.eq(record)).execute(tx.conn).await?;
        // Events of the first schema do not say which hash was bound before: none, where there was no level.
        if level.is_none() && !decision.changes.contains_key("approved_hash") {
            let unbound = statement::approved_hash.eq(None::<Vec<u8>>);
            diesel::update(statement::table.find(id)).set(unbound).execute(tx.conn).await?;
        }
    }
    let version = diesel::update(statement::table.find(id))
        .set((
            statement::state.eq(decision.to),
            // Only a state that changes begins anew.
            (decision.from != Some(decision.to)).then(|| statement::since.eq(tx.now)),
            // Nothing leads back into another draft: that is done anew.
            statement::merged_into_id.eq(None::<Uuid>),
            statement::version.eq(statement::version + 1),
        ))
        .returning(statement::version)
        .get_result(tx.conn)
        .await?;
    if standing::is_mistake(decision.to) {
        // Those of the addressees whom it answered go with the steps that made them.
        let own = statement_reply::reply_id.eq(id).and(statement_reply::destination_id.is_null());
        let links = statement_reply::table.filter(own);
        diesel::delete(links).execute(tx.conn).await?;
        sight::refresh(tx, id).await?;
    }
    if unsent {
        diesel::update(statement::table.find(id))
            .set((
                statement::issued_on.eq(None::<chrono::NaiveDate>),
                statement::how_sent.eq(""),
                // A reply is due from the sending on.
                statement::reply_due.eq(None::<chrono::NaiveDate>),
            ))
            .execute(tx.conn)
            .await?;
        sight::refresh(tx, id).await?;
    }
    Ok(version)
}

/// Letters that have not left are cancelled, those that were given up too, or somebody would try them again; the rows stay
/// as the record of what was stopped. A letter to outside that a worker holds at this moment may be with the server
/// already: then nothing is taken back.
async fn stop_letters(tx: &mut Tx<'_>, taken: Uuid) -> Result<(), Error> {
    let events: Vec<Uuid> =
        event::table.filter(event::id.eq(taken).or(event::cause.eq(taken))).select(event::id).load(tx.conn).await?;
    let lanes: Vec<String> = outbox::table
        .filter(outbox::event_id.eq_any(&events).and(outbox::state.eq("queued")).and(outbox::outside.eq(true)))
        .select(outbox::lane)
        .distinct()
        .order(outbox::lane)
        .load(tx.conn)
        .await?;
    take(tx, lanes).await?;
    diesel::update(outbox::table.filter(outbox::event_id.eq_any(&events)).filter(outbox::state.eq_any(NOT_LEFT)))
        .set(outbox::state.eq("cancelled"))
        .execute(tx.conn)
        .await?;
    take_out(tx, &events).await?;
    // Nor do they go on with those of a statement that was only held back.
    let held = outbox::table.filter(outbox::event_id.eq_any(events)).filter(outbox::problem.eq(HELD_BACK));
    diesel::update(held).set(outbox::problem.eq(None::<String>)).execute(tx.conn).await?;
    Ok(())
}

/// What goes in one letter with others is taken out of it, as long as that has not left; a letter that holds nothing more
/// does not go. The letters are taken first, so that a worker that sends one waits, or we see that it has left.
async fn take_out(tx: &mut Tx<'_>, events: &[Uuid]) -> Result<(), Error> {
    let held = || outbox::table.filter(outbox::event_id.eq_any(events).and(outbox::state.eq("gathered")));
    let named: Vec<Option<Uuid>> = held().select(outbox::gathered_in).distinct().load(tx.conn).await?;
    let letters: Vec<Uuid> = outbox::table
        .filter(outbox::id.nullable().eq_any(named).and(outbox::state.eq_any(NOT_LEFT)))
        .order(outbox::id)
        .select(outbox::id)
        .for_update()
        .load(tx.conn)
        .await?;
    diesel::update(held().filter(outbox::gathered_in.eq_any(&letters)))
        .set(outbox::state.eq("cancelled"))
        .execute(tx.conn)
        .await?;
    let others = outbox::table.filter(outbox::gathered_in.eq_any(&letters).and(outbox::state.eq("gathered")));
    let go: Vec<Option<Uuid>> = others.select(outbox::gathered_in).distinct().load(tx.conn).await?;
    let empty = letters.into_iter().filter(|letter| !go.contains(&Some(*letter)));
    diesel::update(outbox::table.filter(outbox::id.eq_any(empty)))
        .set(outbox::state.eq("cancelled"))
        .execute(tx.conn)
        .await?;
    Ok(())
}

/// What nobody was told yet in a digest, and is taken back, is told to nobody: its taking back has a letter of its own.
async fn untold(tx: &mut Tx<'_>, taken: Uuid) -> Result<(), Error> {
    let events = event::table.filter(event::id.eq(taken).or(event::cause.eq(taken))).select(event::id);
    let waiting =
        digest_item::table.filter(digest_item::event_id.eq_any(events)).filter(digest_item::outcome.is_null());
    diesel::delete(waiting).execute(tx.conn).await?;
    Ok(())
}

/// What may still leave: on its way, or given up and tried again when somebody asks for it.
const NOT_LEFT: [&str; 2] = ["queued", "failed"];

/// Why a letter does not leave whose statement was marked as sent in error: it goes on when that is taken back.
const HELD_BACK: &str = "mail-problem-sent-in-error";

/// Holds back the letters of a statement to outside that have not left.
pub(super) async fn hold_back(tx: &mut Tx<'_>, statement: Uuid) -> Result<(), Error> {
    let waiting = || {
        outbox::table
            .filter(outbox::statement_id.eq(statement).and(outbox::state.eq("queued")))
            .filter(outbox::outside.eq(true))
    };
    let lanes = waiting().select(outbox::lane).distinct().order(outbox::lane).load(tx.conn).await?;
    take(tx, lanes).await?;
    let held = (outbox::state.eq("cancelled"), outbox::problem.eq(HELD_BACK));
    let not_left = outbox::table
        .filter(outbox::statement_id.eq(statement).and(outbox::state.eq_any(NOT_LEFT)))
        .filter(outbox::outside.eq(true));
    diesel::update(not_left).set(held).execute(tx.conn).await?;
    Ok(())
}

/// Takes the lanes until the end of the transaction: no worker holds a letter of them at this moment.
async fn take(tx: &mut Tx<'_>, lanes: Vec<String>) -> Result<(), Error> {
    for lane in lanes {
        let ours = pg_try_advisory_xact_lock(hashtextextended(lane, LANES));
        let ours: bool = diesel::select(ours).get_result(tx.conn).await?;
        if !ours {
            return Err(Error::Refused(vec![leaving()]));
        }
    }
    Ok(())
}

fn leaving() -> Refusal {
    Refusal {
        code: "no_letter_left".to_owned(),
        severity: Severity::Hard,
        said: said!("guard-no-letter-left-no", count = 1_i64),
        clause: Some(practice("PR-7")),
        who: Vec::new(),
        field: None,
    }
}

diesel::define_sql_function! {
    /// PostgreSQL's, until the end of the transaction.
    fn pg_try_advisory_xact_lock(key: diesel::sql_types::BigInt) -> diesel::sql_types::Bool;
}
diesel::define_sql_function! {
    /// PostgreSQL's.
    fn hashtextextended(text: diesel::sql_types::Text, seed: diesel::sql_types::BigInt) -> diesel::sql_types::BigInt;
}
