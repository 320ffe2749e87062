//! Where a statement is passed on to, and which body passed it on.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::command::Forwarding;
use crate::domain::notice::secretaries;
use crate::domain::reference::BodyFacts;
use crate::domain::registration::{Reached, RegistrationFacts, Way};
use crate::domain::standing;
use crate::facts::{Conn, FactsError, body};
use crate::schema::{body as bodies, body_ancestor, destination, registration, statement};

/// The facts with the body that the statement is to be passed on to, and with its sender.
pub async fn on_its_way(
    conn: &mut Conn,
    facts: RegistrationFacts,
    wanted: &Forwarding,
    on: NaiveDate,
) -> Result<RegistrationFacts, FactsError> {
    let to = body::load(conn, wanted.to).await?;
    let owner: Uuid = statement::table.find(facts.statement).select(statement::owner_id).first(conn).await?;
    let mut from = body::load(conn, owner).await?;
    let mut senders: Vec<Uuid> = from.roots().iter().map(|root| root.id).collect();
    senders.extend([owner, from.root()]);
    if from.root() != from.id {
        from = body::load(conn, from.root()).await?;
    }
    let is_there = is_there(conn, facts.statement, &to).await?;
    let book = body::addresses(conn, &[to.id, from.id, owner], on).await?;
    let addresses = book.get(&to.id).cloned().unwrap_or_default();
    // A Question or working group that has an address of its own is written to there.
    let mut theirs = book.get(&owner).or_else(|| book.get(&from.id)).cloned().unwrap_or_default();
    if theirs.is_empty() && from.kept_here {
        let (_, officers) = body::tree(conn, from.id, on).await?;
        theirs = secretaries(&officers).into_iter().map(|one| (one.name, one.address)).collect();
    }
    let (to, from) = (Reached { body: to, addresses }, Reached { body: from, addresses: theirs });
    Ok(RegistrationFacts { way: Some(Way { to, from, senders, is_there }), ..facts })
}

/// Whether the statement was sent to that body or a part of it, stands in its register, or was passed on to it.
async fn is_there(conn: &mut Conn, of: Uuid, to: &BodyFacts) -> Result<bool, FactsError> {
    let whole = to.root();
    // A subcommittee decides for itself: what it has, its parent has not.
    let under = || {
        let nearer = diesel::alias!(body_ancestor as nearer);
        let decides = nearer
            .filter(nearer.field(body_ancestor::body_id).eq(body_ancestor::body_id))
            .filter(nearer.field(body_ancestor::is_root))
            .filter(nearer.field(body_ancestor::depth).lt(body_ancestor::depth));
        body_ancestor::table
            .filter(body_ancestor::ancestor_id.eq(whole))
            .filter(diesel::dsl::not(exists(decides)))
            .select(body_ancestor::body_id)
    };
    let addressed = destination::table
        .filter(destination::statement_id.eq(of).and(destination::state.eq_any(standing::destinations())))
        .filter(destination::body_id.eq_any(under().nullable()));
    let received = registration::table
        .filter(registration::statement_id.eq(of).and(registration::state.eq_any(standing::registrations())))
        .filter(registration::body_id.eq_any([whole, to.id]));
    let passed_on = registration::table
        .filter(registration::statement_id.eq(of).and(registration::state.eq_any(standing::forwarded())))
        .filter(registration::forwarded_to_id.eq_any(under().nullable()));
    let found = exists(addressed).or(exists(received)).or(exists(passed_on));
    Ok(diesel::select(found).get_result(conn).await?)
}

/// The body that passed the statement on to this one.
pub(super) async fn by(conn: &mut Conn, of: Uuid, to: Uuid) -> Result<Option<String>, FactsError> {
    Ok(registration::table
        .inner_join(bodies::table.on(bodies::id.eq(registration::body_id)))
        .filter(registration::statement_id.eq(of).and(registration::forwarded_to_id.eq(to)))
        .filter(registration::state.eq_any(standing::forwarded()))
        .select(bodies::short_name)
        .first(conn)
        .await
        .optional()?)
}
