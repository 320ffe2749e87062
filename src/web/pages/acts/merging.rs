//! Merging a draft into another one offers the others of the same body (PR-13).

use super::Asked;
use crate::domain::procedure::statement::Act;
use crate::domain::statement::{StatementFacts, act_named};
use crate::facts::subject::SubjectFacts;
use crate::facts::{Conn, FactsError};
use crate::read::replies;
use crate::web::act_form::Offered;
use crate::web::auth::Caller;

/// The statement, where the act merges it.
pub(super) fn goes_into(asked: &Asked) -> Option<&StatementFacts> {
    match &asked.facts {
        SubjectFacts::Statement(facts) if act_named(&asked.act) == Some(Act::MergeInto) => Some(facts),
        _ => None,
    }
}

pub(super) async fn offered(conn: &mut Conn, facts: &StatementFacts, caller: &Caller) -> Result<Offered, FactsError> {
    let statements = replies::drafts(conn, &caller.sight, facts.owner.root(), facts.id).await?;
    Ok(Offered { statements, ..Offered::default() })
}
