//! Registration rows.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::{Written, number, sight};
use crate::domain::clause::practice;
use crate::domain::decision::{RegistrationBirth, RegistrationChange};
use crate::domain::named::Named;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::procedure::registration::{Guard, State};
use crate::facts;
use crate::said;
use crate::schema::registration;

/// Writes one registration's change.
pub(super) async fn apply(
    tx: &mut Tx<'_>,
    id: Uuid,
    event: Uuid,
    change: &RegistrationChange,
) -> Result<Written, Error> {
    if let Some(birth) = &change.born {
        let rows = diesel::insert_into(registration::table)
            .values((
                registration::id.eq(id),
                registration::version.eq(0),
                registration::state.eq(change.state.unwrap_or_default()),
                registration::since.eq(tx.now),
                registration::statement_id.eq(birth.statement),
                registration::body_id.eq(birth.body),
                registration::received_on.eq(birth.received_on),
                registration::channel.eq(&birth.channel),
                registration::note.eq(&birth.note),
            ))
            .on_conflict_do_nothing()
            .execute(tx.conn)
            .await?;
        if rows == 0 {
            return Err(received_meanwhile(tx, birth).await?);
        }
        sight::refresh(tx, birth.statement).await?;
    }
    let state = change.state.map(|state| (registration::state.eq(state), registration::since.eq(tx.now)));
    let confidential = change.confidential.map(|confidential| registration::confidential.eq(confidential));
    let received_on = change.received_on.map(|on| registration::received_on.eq(on));
    let channel = change.channel.as_ref().map(|channel| registration::channel.eq(channel));
    let note = change.note.as_ref().map(|note| registration::note.eq(note));
    let forwarded =
        change.forwarded.map(|(to, on)| (registration::forwarded_to_id.eq(to), registration::forwarded_on.eq(on)));
    let version = diesel::update(registration::table.find(id))
        .set((
            state,
            confidential,
            received_on,
            channel,
            note,
            forwarded,
            registration::version.eq(registration::version + 1),
        ))
        .returning(registration::version)
        .get_result(tx.conn)
        .await?;
    if change.state.and_then(State::from_name).is_some_and(|state| !state.stands()) {
        // What was never to be here is not seen here any more.
        let of = registration::table.find(id).select(registration::statement_id).first(tx.conn).await?;
        sight::refresh(tx, of).await?;
    }
    let number = match &change.number {
        Some(wanted) => Some(number::give(tx, id, event, wanted).await?),
        None => None,
    };
    Ok(Written { version, number })
}

/// Somebody else received it into the same register at the same moment, and was first: what the guard says.
async fn received_meanwhile(tx: &mut Tx<'_>, birth: &RegistrationBirth) -> Result<Error, Error> {
    let there = facts::registration::standing_at(tx.conn, birth.statement, birth.body).await?;
    Ok(Error::Refused(vec![Refusal {
        code: Guard::NotReceivedYet.name().to_owned(),
        severity: Severity::Hard,
        said: said!("guard-not-received-yet-no", handle = there.unwrap_or_default()),
        clause: Some(practice("PR-15")),
        who: Vec::new(),
        field: Some("receiving_body".to_owned()),
    }]))
}
