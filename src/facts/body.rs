//! Bodies with their chains, their meetings, their addresses, and who serves in them on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::calendar::MeetingSpan;
use crate::domain::notice::Officer;
use crate::domain::record::Above;
use crate::domain::reference::{BodyFacts, Link};
use crate::domain::standing;
use crate::schema::{
    appointment, body, body_address, body_ancestor, body_parent, meeting, meeting_body, person, subject,
};

/// People in a tree whom a decision may tell or wait for; no study group comes near.
const MOST_OFFICERS: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = body)]
struct BodyRow {
    id: Uuid,
    kind: String,
    short_name: String,
    side: String,
    zone: String,
    kept_here: bool,
    go_live: Option<NaiveDate>,
}

type LinkRow = (BodyRow, String, (Uuid, i16, bool), (String, String));

/// These bodies with their chains, nearest first; of two parents the one that is kept here, so that a joint body's work is
/// done where it can be. One query, however many: each body is the first link of its own chain.
pub async fn load_all(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, BodyFacts>, FactsError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let above = diesel::alias!(body as above);
    let rows: Vec<LinkRow> = body::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.eq(body::id)))
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .inner_join(above.on(above.field(body::id).eq(body_ancestor::ancestor_id)))
        .filter(body::id.eq_any(ids))
        .order((body::id, body_ancestor::depth, above.field(body::kept_here).desc(), above.field(body::short_name)))
        .select((
            BodyRow::as_select(),
            subject::handle,
            (body_ancestor::ancestor_id, body_ancestor::depth, body_ancestor::is_root),
            above.fields((body::short_name, body::kind)),
        ))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, BodyFacts> = HashMap::new();
    for (row, handle, (id, depth, is_root), (short_name, kind)) in rows {
        let link = Link { id, short_name, kind: word("body.kind", &kind)?, depth, is_root };
        match all.get_mut(&row.id) {
            Some(known) => known.chain.push(link),
            None => {
                all.insert(row.id, row.facts(handle, link)?);
            }
        }
    }
    Ok(all)
}

impl BodyRow {
    fn facts(self, handle: String, first: Link) -> Result<BodyFacts, FactsError> {
        Ok(BodyFacts {
            id: self.id,
            handle,
            kind: word("body.kind", &self.kind)?,
            short_name: self.short_name,
            side: word("body.side", &self.side)?,
            kept_here: self.kept_here,
            zone: self.zone,
            go_live: self.go_live,
            chain: vec![first],
        })
    }
}

/// One body with its chain.
pub async fn load(conn: &mut Conn, id: Uuid) -> Result<BodyFacts, FactsError> {
    load_all(conn, &[id]).await?.remove(&id).ok_or(FactsError::Missing("body", id))
}

/// These bodies and all that is above them: what authority over their records rests on.
pub async fn above(conn: &mut Conn, ids: &[Uuid]) -> Result<Above, FactsError> {
    let all = body_ancestor::table.filter(body_ancestor::body_id.eq_any(ids)).select(body_ancestor::ancestor_id);
    let all: Vec<Uuid> = all.distinct().load(conn).await?;
    let edges: Vec<(Uuid, Uuid)> = body_parent::table
        .filter(body_parent::body_id.eq_any(&all))
        .order((body_parent::body_id, body_parent::parent_id))
        .select((body_parent::body_id, body_parent::parent_id))
        .load(conn)
        .await?;
    let mut parents: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    edges.into_iter().for_each(|(of, parent)| parents.entry(of).or_default().push(parent));
    Ok(Above { bodies: load_all(conn, &all).await?, parents })
}

/// The meetings of a body that end on or after a day.
pub async fn meetings(conn: &mut Conn, of: Uuid, from: NaiveDate) -> Result<Vec<MeetingSpan>, FactsError> {
    let rows: Vec<(Uuid, String, NaiveDate, NaiveDate)> = meeting::table
        .inner_join(meeting_body::table.on(meeting_body::meeting_id.eq(meeting::id)))
        .filter(meeting_body::body_id.eq(of).and(meeting::ends_on.ge(from)))
        .filter(meeting::state.eq_any(standing::meetings()))
        .order(meeting::starts_on)
        .select((meeting::id, meeting::title, meeting::starts_on, meeting::ends_on))
        .limit(20)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, title, starts, ends)| MeetingSpan { id, title, starts, ends }).collect())
}

/// The study period of a body, as its form prints it, with its meetings that end on or after a day.
pub async fn calendar(conn: &mut Conn, of: Uuid, from: NaiveDate) -> Result<(String, Vec<MeetingSpan>), FactsError> {
    type Row = (Option<String>, Option<(Uuid, String, NaiveDate, NaiveDate)>);
    let of_body =
        meeting_body::table.filter(meeting_body::meeting_id.eq(meeting::id)).filter(meeting_body::body_id.eq(body::id));
    let standing = exists(of_body).and(meeting::ends_on.ge(from)).and(meeting::state.eq_any(standing::meetings()));
    let rows: Vec<Row> = body::table
        .left_join(meeting::table.on(standing))
        .filter(body::id.eq(of))
        .order(meeting::starts_on)
        .select((body::study_period, (meeting::id, meeting::title, meeting::starts_on, meeting::ends_on).nullable()))
        .limit(20)
        .load(conn)
        .await?;
    let period = rows.iter().find_map(|row| row.0.clone()).unwrap_or_default();
    let span = |(_, meeting): Row| meeting.map(|(id, title, starts, ends)| MeetingSpan { id, title, starts, ends });
    Ok((period, rows.into_iter().filter_map(span).collect()))
}

/// Everybody who holds a role in one of these bodies on that day.
pub async fn officers(conn: &mut Conn, bodies: &[Uuid], on: NaiveDate) -> Result<Vec<Officer>, FactsError> {
    type Row = (Uuid, String, String, String, Uuid, String);
    let rows: Vec<Row> = appointment::table
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(appointment::body_id.eq_any(bodies))
        .filter(appointment::state.eq_any(standing::in_force()))
        .filter(appointment::valid_from.le(on))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .order((body::short_name, appointment::role, person::name, appointment::id))
        .select((person::id, person::name, person::email, appointment::role, body::id, body::short_name))
        .limit(MOST_OFFICERS as i64)
        .load(conn)
        .await?;
    rows.into_iter()
        .map(|(person, name, address, role, body, body_name)| {
            Ok(Officer { person, name, address, role: word("appointment.role", &role)?, body, body_name })
        })
        .collect()
}

/// The address-book entries of these bodies for statements, on that day.
pub async fn addresses(
    conn: &mut Conn,
    bodies: &[Uuid],
    on: NaiveDate,
) -> Result<HashMap<Uuid, Vec<(String, String)>>, FactsError> {
    let rows: Vec<(Uuid, String, String)> = body_address::table
        .filter(body_address::body_id.eq_any(bodies))
        .filter(body_address::kind.ne("intake"))
        .filter(body_address::valid_from.le(on))
        .filter(body_address::valid_to.is_null().or(body_address::valid_to.ge(on)))
        .order((body_address::kind, body_address::address))
        .select((body_address::body_id, body_address::name, body_address::address))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for (of, name, address) in rows {
        all.entry(of).or_default().push((name, address));
    }
    Ok(all)
}

/// The body and everything under it, with everybody who holds a role there on that day.
pub async fn tree(conn: &mut Conn, root: Uuid, on: NaiveDate) -> Result<(Vec<Uuid>, Vec<Officer>), FactsError> {
    type Row = (Uuid, String, Option<String>, Option<(Uuid, String, String)>);
    let standing = appointment::body_id
        .eq(body::id)
        .and(appointment::state.eq_any(standing::in_force()))
        .and(appointment::valid_from.le(on))
        .and(appointment::valid_to.is_null().or(appointment::valid_to.ge(on).assume_not_null()));
    let rows: Vec<Row> = body_ancestor::table
        .inner_join(body::table.on(body::id.eq(body_ancestor::body_id)))
        .left_join(appointment::table.on(standing))
        .left_join(person::table.on(person::id.eq(appointment::person_id)))
        .filter(body_ancestor::ancestor_id.eq(root))
        .order((body::short_name, appointment::role, person::name, appointment::id))
        .select((
            body::id,
            body::short_name,
            appointment::role.nullable(),
            (person::id, person::name, person::email).nullable(),
        ))
        .load(conn)
        .await?;
    let mut tree: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    tree.sort_unstable();
    tree.dedup();
    let mut officers = Vec::new();
    for (body, body_name, role, person) in rows {
        if let (Some(role), Some((person, name, address))) = (role, person) {
            officers.push(Officer { person, name, address, role: word("appointment.role", &role)?, body, body_name });
        }
    }
    officers.truncate(MOST_OFFICERS);
    Ok((tree, officers))
}
