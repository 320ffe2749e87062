//! A body that keeps something for its own people here, its numbers or its templates, as who may read that finds it.

use crate::domain::command::Kind;
use crate::domain::record::RecordFacts;
use crate::facts::{self, Conn};
use crate::read::body::numbers::in_sight;
use crate::web::auth::Caller;
use crate::web::error::Problem;

pub struct Keeper {
    pub handle: String,
    pub name: String,
    pub facts: RecordFacts,
}

/// What it keeps is read by whoever serves in the body's tree, and by administrators.
pub fn may_read(caller: &Caller, facts: &RecordFacts) -> bool {
    facts.numbers_here && (in_sight(&caller.sight, facts.id) || caller.actor.administrates())
}

/// The body with this handle, where the reader may see what it keeps.
pub async fn found(conn: &mut Conn, caller: &Caller, handle: &str) -> Result<Keeper, Problem> {
    let (id, kind) = facts::find::handle(conn, handle).await?.ok_or(Problem::Missing)?;
    if kind != Kind::Body {
        return Err(Problem::Missing);
    }
    let facts = facts::record::load(conn, id, kind, false).await?;
    if !may_read(caller, &facts) {
        return Err(Problem::Missing);
    }
    let name = facts::body::load(conn, id).await?.short_name;
    Ok(Keeper { handle: handle.to_owned(), name, facts })
}
