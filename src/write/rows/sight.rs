//! Who sees a statement, derived from its state and bodies: rewritten whole whenever either changes.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::named::Named;
use crate::domain::procedure::registration::Act;
use crate::domain::standing;
use crate::facts::sight::{links, nearest};
use crate::schema::{
    allocation, destination, event, registration, statement, statement_named, statement_reply, statement_sight,
};

/// Writes the trees that see the statement: the owner's from birth, each destination's and that of whom it answers from Sent
/// on, and each registering body's.
pub(super) async fn refresh(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    let (seq, state, owner, author): (i64, String, Uuid, Option<Uuid>) = statement::table
        .find(id)
        .select((statement::seq, statement::state, statement::owner_id, statement::author_id))
        .first(tx.conn)
        .await?;
    let mut bodies = vec![owner];
    // An issued statement is its sender's; a body named on it here sees it by registering it.
    if standing::has_left(&state) {
        let to: Vec<Option<Uuid>> = destination::table
            .filter(destination::statement_id.eq(id).and(destination::state.eq_any(standing::destinations())))
            .select(destination::body_id)
            .load(tx.conn)
            .await?;
        bodies.extend(to.into_iter().flatten());
    }
    // What was passed on and taken back was never for that body.
    let (made, cause) = diesel::alias!(event as made, event as cause);
    let passed_on = made
        .inner_join(cause.on(cause.field(event::id).nullable().eq(made.field(event::cause))))
        .filter(made.field(event::subject_id).eq(registration::id))
        .filter(made.field(event::act).eq(Act::Receive.name()).and(cause.field(event::act).eq(Act::Forward.name())));
    // What was recorded by mistake is seen by who recorded it, and no more by the body that was said to have sent it. A
    // receipt that was a mistake takes a record from nobody: who wrote it down must be able to take it back (PR-23).
    let mistake = standing::is_mistake(&state);
    let elsewhere = standing::is_issued_elsewhere(&state);
    let counted = if elsewhere { standing::every_registration() } else { standing::registrations() };
    let registered: Vec<Uuid> = registration::table
        .filter(registration::statement_id.eq(id).and(registration::state.eq_any(counted)))
        .filter(registration::state.eq_any(standing::registrations()).or(not(exists(passed_on))))
        .select(registration::body_id)
        .load(tx.conn)
        .await?;
    if mistake && !registered.is_empty() {
        bodies.clear();
    }
    bodies.extend(registered);
    if standing::has_left(&state) || elsewhere && !mistake {
        bodies.extend(answered(tx, id).await?);
    }
    let links = links(tx.conn, &bodies).await?;
    diesel::delete(statement_sight::table.filter(statement_sight::statement_id.eq(id))).execute(tx.conn).await?;
    let rows: Vec<_> = nearest(&bodies, &links)
        .into_iter()
        .map(|root| {
            (statement_sight::root_id.eq(root), statement_sight::seq.eq(seq), statement_sight::statement_id.eq(id))
        })
        .collect();
    diesel::insert_into(statement_sight::table).values(rows).execute(tx.conn).await?;
    match author {
        Some(author) => name(tx, id, seq, author).await,
        None => Ok(()),
    }
}

/// Whose statements a reply answers: once it has left its sender they see it, wherever it was addressed (PR-2).
async fn answered(tx: &mut Tx<'_>, reply: Uuid) -> Result<Vec<Uuid>, Error> {
    Ok(statement_reply::table
        .inner_join(statement::table.on(statement::id.eq(statement_reply::answers_id)))
        .filter(statement_reply::reply_id.eq(reply).and(statement_reply::extent.ne("related")))
        .select(statement::owner_id)
        .load(tx.conn)
        .await?)
}

/// A person named on the statement sees it whatever tree they serve in.
pub(super) async fn name(tx: &mut Tx<'_>, id: Uuid, seq: i64, person: Uuid) -> Result<(), Error> {
    diesel::insert_into(statement_named::table)
        .values((
            statement_named::person_id.eq(person),
            statement_named::seq.eq(seq),
            statement_named::statement_id.eq(id),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn)
        .await?;
    Ok(())
}

/// Whoever was given a part by mistake is named no more, unless they wrote the statement or have another part of it.
pub(super) async fn unname(tx: &mut Tx<'_>, part: Uuid) -> Result<(), Error> {
    let of: (Uuid, Uuid, Option<Uuid>) = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .filter(allocation::id.eq(part))
        .select((statement::id, allocation::assignee_id, statement::author_id))
        .first(tx.conn)
        .await?;
    let (id, assignee, author) = of;
    let others = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(registration::statement_id.eq(id).and(allocation::assignee_id.eq(assignee)))
        .filter(allocation::state.eq_any(standing::allocations()));
    if author == Some(assignee) || diesel::select(exists(others)).get_result(tx.conn).await? {
        return Ok(());
    }
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(id).and(statement_named::person_id.eq(assignee)));
    diesel::delete(named).execute(tx.conn).await?;
    Ok(())
}
