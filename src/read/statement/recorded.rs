//! Who wrote a statement down that its sender did not send through here (PR-2).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::reference::BodyFacts;
use crate::facts::{Conn, FactsError, sight};
use crate::schema::{appointment, body, event};

/// How it came to be written down.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub at: DateTime<Utc>,
    /// The body that recorded it, where the sender is kept here and did not do so itself.
    pub other_side: Option<String>,
}

type Row = (DateTime<Utc>, Option<(Uuid, String)>);

/// The record of a statement of this owner, none where it was written here.
pub(super) async fn load(conn: &mut Conn, id: Uuid, owner: &BodyFacts) -> Result<Option<Recorded>, FactsError> {
    let row: Option<Row> = event::table
        .left_join(appointment::table.on(appointment::id.nullable().eq(event::appointment_id)))
        .left_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(event::subject_id.eq(id).and(event::seq.eq(1)).and(event::act.eq("record")))
        .select((event::recorded_at, (body::id, body::short_name).nullable()))
        .first(conn)
        .await
        .optional()?;
    let Some((at, recorder)) = row else { return Ok(None) };
    let other_side = match recorder {
        Some((recorder, name)) if owner.kept_here => {
            let ours = sight::roots_of(conn, recorder).await?;
            let theirs = owner.roots().into_iter().map(|root| root.id).chain([owner.root()]);
            (!theirs.into_iter().any(|root| ours.contains(&root))).then_some(name)
        }
        Some(_) | None => None,
    };
    Ok(Some(Recorded { at, other_side }))
}
