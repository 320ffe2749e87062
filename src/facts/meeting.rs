//! The facts of one meeting: its bodies, who serves in them, and what is due by it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::allocation::{DueColumns, due, moved_by};
use super::{Conn, FactsError, body as bodies, last, word};
use crate::domain::calendar::MeetingSpan;
use crate::domain::command::MeetingCommand;
use crate::domain::meeting::{Hanging, Held, MeetingFacts};
use crate::domain::notice::Officer;
use crate::domain::people::Role;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::schema::{allocation, body, body_ancestor, meeting, meeting_body, registration, statement, subject};

/// The meeting with this id, on the day of the act.
pub async fn load(conn: &mut Conn, id: Uuid, lock: bool, on: NaiveDate) -> Result<MeetingFacts, FactsError> {
    type Row = (i32, String, Uuid, String, (NaiveDate, NaiveDate, String));
    let handle = subject::table.find(id).select(subject::handle).first(conn).await.optional()?;
    let query = meeting::table.filter(meeting::id.eq(id)).select((
        meeting::version,
        meeting::state,
        meeting::body_id,
        meeting::title,
        (meeting::starts_on, meeting::ends_on, meeting::place),
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (version, state, convener, title, (starts, ends, place)): Row =
        row.optional()?.ok_or(FactsError::Missing("meeting", id))?;
    let meeting = meeting_body::table.filter(meeting_body::meeting_id.eq(id)).order(meeting_body::position);
    let of: Vec<Uuid> = meeting.select(meeting_body::body_id).load(conn).await?;
    let all = bodies::load_all(conn, &of).await?;
    let authority = authority(&all);
    let convenes = all.get(&convener).filter(|body| body.kept_here).map(BodyFacts::authority);
    let state: crate::domain::procedure::meeting::State = word("meeting.state", &state)?;
    let mut facts = MeetingFacts {
        id,
        handle: handle.unwrap_or_default(),
        version,
        state: Some(state),
        title,
        held: Held { starts, ends, place },
        convener: convenes.or_else(|| authority.clone()),
        authority,
        officers: officers(conn, &all, on).await?,
        hanging: Vec::new(),
        cancelled: None,
    };
    let mut wanted = Wanted::By(id);
    if !state.is_held() {
        let (last, _) = last::load(conn, id).await?;
        if let Some(last) = last {
            let before = moved_by(conn, last.event, Some(id), on).await?;
            wanted = Wanted::These(before.iter().map(|(id, _)| *id).collect());
            facts.cancelled = Some((last.event, before));
        }
    }
    facts.hanging = hanging(conn, &wanted, id, on).await?;
    Ok(facts)
}

/// The facts that a command is decided on: of the meeting, locked, or of one that is about to be written down.
pub async fn of(
    conn: &mut Conn,
    id: Uuid,
    command: &MeetingCommand,
    on: NaiveDate,
) -> Result<MeetingFacts, FactsError> {
    let MeetingCommand::Record(record) = command else { return load(conn, id, true, on).await };
    let of: Vec<Uuid> = std::iter::once(record.body).chain(record.jointly_with.iter().copied()).collect();
    Ok(MeetingFacts::unborn(authority(&bodies::load_all(conn, &of).await?)))
}

/// Where a role counts: in those of its bodies that are kept here, and what is above them.
fn authority(of: &HashMap<Uuid, BodyFacts>) -> Option<Vec<Uuid>> {
    let kept: Vec<&BodyFacts> = of.values().filter(|body| body.kept_here).collect();
    (!kept.is_empty()).then(|| kept.into_iter().flat_map(BodyFacts::authority).collect())
}

/// Who serves in a body that meets or under it, and the secretariats above it.
async fn officers(conn: &mut Conn, of: &HashMap<Uuid, BodyFacts>, on: NaiveDate) -> Result<Vec<Officer>, FactsError> {
    let kept: Vec<&BodyFacts> = of.values().filter(|body| body.kept_here).collect();
    let meet: Vec<Uuid> = kept.iter().map(|body| body.id).collect();
    let under = body_ancestor::table.filter(body_ancestor::ancestor_id.eq_any(&meet)).select(body_ancestor::body_id);
    let under: Vec<Uuid> = under.distinct().load(conn).await?;
    let mut all: Vec<Uuid> = kept.iter().flat_map(|body| body.authority()).chain(under.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let secretary = |one: &Officer| matches!(one.role, Role::Counsellor | Role::CommitteeManager);
    let officers = bodies::officers(conn, &all, on).await?;
    Ok(officers.into_iter().filter(|one| under.contains(&one.body) || secretary(one)).collect())
}

/// Which allocations: those that hang on a meeting now, or those that did.
enum Wanted {
    By(Uuid),
    These(Vec<Uuid>),
}

async fn hanging(conn: &mut Conn, wanted: &Wanted, of: Uuid, on: NaiveDate) -> Result<Vec<Hanging>, FactsError> {
    type Row = (Uuid, Uuid, DueColumns, (Uuid, String), String);
    let query = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .inner_join(body::table.on(body::id.eq(allocation::body_id)))
        .filter(allocation::state.eq_any(standing::open_allocations()))
        .order(allocation::id)
        .select((
            allocation::id,
            allocation::assignee_id,
            (allocation::due, allocation::due_rule, allocation::due_meeting_id),
            (registration::body_id, body::short_name),
            subject::handle,
        ))
        .into_boxed();
    let rows: Vec<Row> = match wanted {
        Wanted::By(meeting) => query.filter(allocation::due_meeting_id.eq(*meeting)).load(conn).await?,
        Wanted::These(ids) => query.filter(allocation::id.eq_any(ids)).load(conn).await?,
    };
    let mut meetings: HashMap<Uuid, Vec<MeetingSpan>> = HashMap::new();
    let mut all = Vec::new();
    for (id, assignee, kept, (receiver, body), statement) in rows {
        let others = match meetings.entry(receiver) {
            Entry::Occupied(there) => there.get().clone(),
            Entry::Vacant(place) => {
                let mut there = bodies::meetings(conn, receiver, on).await?;
                there.retain(|one| one.id != of);
                place.insert(there).clone()
            }
        };
        all.push(Hanging { id, assignee, receiver, statement, body, due: due(&kept)?, others });
    }
    Ok(all)
}
