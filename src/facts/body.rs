//! Bodies with their chains, their meetings, their addresses, and who serves in them on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, word};
use crate::domain::calendar::MeetingSpan;
use crate::domain::notice::Officer;
use crate::domain::reference::{BodyFacts, Link};
use crate::domain::standing;
use crate::schema::{appointment, body, body_address, body_ancestor, meeting, person};

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

/// These bodies with their chains, nearest first; of two parents the one that is kept here, so that a joint body's work is
/// done where it can be. Two queries, however many.
pub async fn load_all(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, BodyFacts>, FactsError> {
    let rows: Vec<BodyRow> = body::table.filter(body::id.eq_any(ids)).select(BodyRow::as_select()).load(conn).await?;
    let links: Vec<(Uuid, Uuid, i16, bool, String, String)> = body_ancestor::table
        .inner_join(body::table.on(body::id.eq(body_ancestor::ancestor_id)))
        .filter(body_ancestor::body_id.eq_any(ids))
        .order((body_ancestor::body_id, body_ancestor::depth, body::kept_here.desc(), body::short_name))
        .select((
            body_ancestor::body_id,
            body_ancestor::ancestor_id,
            body_ancestor::depth,
            body_ancestor::is_root,
            body::short_name,
            body::kind,
        ))
        .load(conn)
        .await?;
    let mut chains: HashMap<Uuid, Vec<Link>> = HashMap::new();
    for (of, id, depth, is_root, short_name, kind) in links {
        let link = Link { id, short_name, kind: word("body.kind", &kind)?, depth, is_root };
        chains.entry(of).or_default().push(link);
    }
    let mut all = HashMap::new();
    for row in rows {
        let facts = BodyFacts {
            id: row.id,
            kind: word("body.kind", &row.kind)?,
            short_name: row.short_name,
            side: word("body.side", &row.side)?,
            kept_here: row.kept_here,
            zone: row.zone,
            go_live: row.go_live,
            chain: chains.remove(&row.id).unwrap_or_default(),
        };
        all.insert(row.id, facts);
    }
    Ok(all)
}

/// One body with its chain.
pub async fn load(conn: &mut Conn, id: Uuid) -> Result<BodyFacts, FactsError> {
    load_all(conn, &[id]).await?.remove(&id).ok_or(FactsError::Missing("body", id))
}

/// The meetings of a body that end on or after a day.
pub async fn meetings(conn: &mut Conn, of: Uuid, from: NaiveDate) -> Result<Vec<MeetingSpan>, FactsError> {
    let rows: Vec<(String, NaiveDate, NaiveDate)> = meeting::table
        .filter(meeting::body_id.eq(of).and(meeting::ends_on.ge(from)))
        .filter(meeting::state.eq_any(standing::in_force()))
        .order(meeting::starts_on)
        .select((meeting::title, meeting::starts_on, meeting::ends_on))
        .limit(20)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(title, starts, ends)| MeetingSpan { title, starts, ends }).collect())
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
        .limit(500)
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

/// The body and everything under it.
pub async fn tree(conn: &mut Conn, root: Uuid) -> Result<Vec<Uuid>, FactsError> {
    Ok(body_ancestor::table
        .filter(body_ancestor::ancestor_id.eq(root))
        .select(body_ancestor::body_id)
        .order(body_ancestor::body_id)
        .load(conn)
        .await?)
}
