//! Who wrote another body's statement down here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::facts::{Conn, FactsError, sight};
use crate::schema::{appointment, body, body_ancestor, event};

/// Who wrote another body's statement down, by the appointment that their event names.
#[derive(Clone, Debug)]
pub struct Recorder {
    pub at: DateTime<Utc>,
    /// The body in which they served; none where nobody did, as with an import.
    pub body: Option<(Uuid, String)>,
    /// That body and the bodies above it: is it a deciding level, and how far up.
    chain: Vec<(Uuid, bool, i16)>,
}

impl Recorder {
    /// The recorder of a statement that was only written down here; none for any other.
    pub async fn load(conn: &mut Conn, id: Uuid) -> Result<Option<Recorder>, FactsError> {
        type Row = (DateTime<Utc>, Option<(Uuid, String)>, Option<(Uuid, bool, i16)>);
        let rows: Vec<Row> = event::table
            .left_join(appointment::table.on(appointment::id.nullable().eq(event::appointment_id)))
            .left_join(body::table.on(body::id.eq(appointment::body_id)))
            .left_join(body_ancestor::table.on(body_ancestor::body_id.eq(appointment::body_id)))
            .filter(event::subject_id.eq(id).and(event::seq.eq(1)).and(event::act.eq("record")))
            .select((
                event::recorded_at,
                (body::id, body::short_name).nullable(),
                (body_ancestor::ancestor_id, body_ancestor::is_root, body_ancestor::depth).nullable(),
            ))
            .load(conn)
            .await?;
        let Some((at, body, _)) = <[Row]>::first(&rows).cloned() else { return Ok(None) };
        Ok(Some(Recorder { at, body, chain: rows.into_iter().filter_map(|(_, _, link)| link).collect() }))
    }

    /// The bodies up to the deciding level, in which a role counts (PR-7: the doer or the secretariat).
    pub(in crate::facts) fn authority(&self) -> Vec<Uuid> {
        let top = self.chain.iter().filter(|link| link.1).map(|link| link.2).min();
        self.chain.iter().filter(|link| top.is_none_or(|top| link.2 <= top)).map(|link| link.0).collect()
    }

    /// The deciding levels of the body.
    pub fn roots(&self) -> Vec<Uuid> {
        let Some((body, _)) = &self.body else { return Vec::new() };
        let links: Vec<_> = self.chain.iter().map(|(id, is_root, depth)| (*body, *id, *is_root, *depth)).collect();
        sight::nearest(&[*body], &links)
    }
}
