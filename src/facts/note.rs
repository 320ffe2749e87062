//! The facts of one note: whose it is, its words, and whom a new one concerns.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Conn, FactsError, actor, body as bodies, sight, word};
use crate::domain::command::NoteCommand;
use crate::domain::note::{Concerned, NoteFacts};
use crate::domain::procedure::engine::Audience;
use crate::domain::standing;
use crate::schema::{
    allocation, body_ancestor, event, event_payload, note, person, registration, statement, statement_sight, subject,
};

/// The words of a note, from the payload of the event that holds them; none where that was erased.
pub fn words(data: Option<&Value>) -> Option<String> {
    data?.get("changes")?.get("text")?.get(1)?.as_str().map(str::to_owned)
}

/// The note with this id.
pub async fn load(conn: &mut Conn, id: Uuid, lock: bool) -> Result<NoteFacts, FactsError> {
    type Row = (i32, String, (Uuid, Uuid, Uuid), Uuid, Option<Uuid>);
    let query = note::table.find(id).select((
        note::version,
        note::state,
        (note::statement_id, note::body_id, note::author_id),
        note::words_of,
        note::struck_by,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (version, state, (statement, body, author), words_of, struck): Row =
        row.optional()?.ok_or(FactsError::Missing("note", id))?;
    let data: Option<Value> = event_payload::table
        .filter(event_payload::event_id.eq(words_of))
        .select(event_payload::data)
        .first(conn)
        .await
        .optional()?;
    let striker = match struck {
        Some(struck) => event::table.find(struck).select(event::actor_id).first(conn).await?,
        None => None,
    };
    let handle = subject::table.find(id).select(subject::handle).first(conn).await?;
    let state = Some(word("note.state", &state)?);
    let unborn = unborn(conn, id, statement, body).await?;
    let words = words(data.as_ref());
    Ok(NoteFacts { handle, version, state, author: Some(author), text: words, struck_by: striker, ..unborn })
}

/// The facts that a command is decided on: of the note, locked, or of one that is about to be written.
pub async fn of(conn: &mut Conn, id: Uuid, command: &NoteCommand, on: NaiveDate) -> Result<NoteFacts, FactsError> {
    let NoteCommand::Write { statement, body, .. } = command else { return load(conn, id, true).await };
    let facts = unborn(conn, id, *statement, *body).await?;
    let concerned = concerned(conn, *statement, *body, on).await?;
    Ok(NoteFacts { concerned, ..facts })
}

async fn unborn(conn: &mut Conn, id: Uuid, of: Uuid, body: Uuid) -> Result<NoteFacts, FactsError> {
    let title: Option<String> = statement::table.find(of).select(statement::title).first(conn).await.optional()?;
    let facts = bodies::load(conn, body).await?;
    let tree = body_ancestor::table.filter(body_ancestor::ancestor_id.eq(body)).select(body_ancestor::body_id);
    let held =
        statement_sight::table.filter(statement_sight::statement_id.eq(of).and(statement_sight::root_id.eq(body)));
    Ok(NoteFacts {
        id,
        handle: String::new(),
        version: 0,
        state: None,
        title: title.ok_or(FactsError::Missing("statement", of))?,
        authority: facts.authority(),
        body: facts.short_name,
        tree: tree.load(conn).await?,
        body_has_it: diesel::select(exists(held)).get_result(conn).await?,
        author: None,
        text: None,
        struck_by: None,
        concerned: Vec::new(),
    })
}

/// The author, the assignees and those who noted something before, as far as they serve in the body's tree: what is noted
/// is no business of others.
async fn concerned(conn: &mut Conn, of: Uuid, body: Uuid, on: NaiveDate) -> Result<Vec<Concerned>, FactsError> {
    let author: Option<Uuid> = statement::table.find(of).select(statement::author_id).first(conn).await?;
    let assignees: Vec<Uuid> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .filter(registration::statement_id.eq(of).and(registration::body_id.eq(body)))
        .filter(allocation::state.eq_any(standing::open_allocations()))
        .select(allocation::assignee_id)
        .distinct()
        .load(conn)
        .await?;
    let noted: Vec<Uuid> = note::table
        .filter(note::statement_id.eq(of).and(note::body_id.eq(body)))
        .filter(note::state.eq_any(standing::notes()))
        .select(note::author_id)
        .distinct()
        .load(conn)
        .await?;
    let all: Vec<(Uuid, Audience)> = (author.into_iter().map(|one| (one, Audience::Author)))
        .chain(assignees.into_iter().map(|one| (one, Audience::Assignee)))
        .chain(noted.into_iter().map(|one| (one, Audience::Noted)))
        .collect();
    let ids: Vec<Uuid> = all.iter().map(|(id, _)| *id).collect();
    let actors = actor::load_all(conn, &ids).await?;
    let sights = sight::of_all(conn, &actors, on).await?;
    let within: HashSet<Uuid> =
        sights.into_iter().filter(|sight| sight.roots.contains(&body)).map(|sight| sight.person).collect();
    let people: Vec<(Uuid, String, String)> = person::table
        .filter(person::id.eq_any(within).and(person::state.eq_any(standing::in_force())))
        .select((person::id, person::name, person::email))
        .load(conn)
        .await?;
    let one = |(id, as_what): (Uuid, Audience)| {
        let (person, name, address) = people.iter().find(|(person, ..)| *person == id)?.clone();
        Some(Concerned { person, name, address, as_what })
    };
    Ok(all.into_iter().filter_map(one).collect())
}
