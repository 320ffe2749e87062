//! Notes on a statement as the API shows them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{Act, Refused, offers, state_label};
use crate::domain::command::Kind;
use crate::domain::named::Named;
use crate::domain::note;
use crate::links;
use crate::read::statement::notes as read;
use crate::web::auth::Caller;
use crate::web::pages::liaisons::statement::here;

/// One page of notes.
#[derive(Serialize)]
pub struct Notes {
    notes: Vec<Note>,
    /// The caller's bodies that have the statement: whose note a new one can be.
    bodies: Vec<Noting>,
    older: Option<String>,
}

#[derive(Serialize)]
struct Note {
    id: Uuid,
    handle: String,
    version: i32,
    state: &'static str,
    state_label: String,
    body: String,
    author: String,
    written_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
    /// Null where it was struck out or erased.
    text: Option<String>,
    struck_at: Option<DateTime<Utc>>,
    struck_by: Option<String>,
    reason: Option<String>,
    acts: Vec<Act>,
    refused: Vec<Refused>,
}

/// A body by its id.
#[derive(Serialize)]
struct Noting {
    id: Uuid,
    name: String,
}

impl Notes {
    pub fn of(caller: &Caller, handle: &str, page: read::Notes) -> Notes {
        let older = |key: Uuid| links::with_query(&links::api_notes(handle), &[("before", &key.to_string())]);
        Notes {
            notes: page.notes.into_iter().map(|one| Note::of(caller, one)).collect(),
            bodies: page.bodies.into_iter().map(|(id, name)| Noting { id, name }).collect(),
            older: page.older.map(older),
        }
    }
}

impl Note {
    fn of(caller: &Caller, one: read::Note) -> Note {
        let facts = one.facts;
        let all = note::offers(&facts, here(caller));
        let (acts, refused) = offers(&caller.words, Kind::Note, &facts.handle, &all);
        let state = facts.state.map_or("", Named::name);
        let (by, at, reason) = one.struck.map_or((None, None, None), |one| (Some(one.by), Some(one.at), one.reason));
        Note {
            id: one.id,
            version: facts.version,
            state,
            state_label: state_label(&caller.words, Kind::Note, state),
            handle: facts.handle,
            body: facts.body,
            author: one.author,
            written_at: one.written,
            corrected_at: one.corrected,
            text: facts.text,
            struck_at: at,
            struck_by: by,
            reason,
            acts,
            refused,
        }
    }
}
