//! The notes on a statement that the asker may read: those of the deciding bodies in whose trees they serve, and which have
//! the statement in their own sight.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::note::NoteFacts;
use crate::domain::procedure::note::State;
use crate::facts::sight::{self, Sight};
use crate::facts::{Conn, FactsError, find};
use crate::schema::statement;

/// Notes of one page.
pub const PAGE: i64 = 20;

/// One note.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: Uuid,
    pub author: String,
    pub written: DateTime<Utc>,
    /// When its words were written anew.
    pub corrected: Option<DateTime<Utc>>,
    pub struck: Option<Struck>,
    /// What its acts rest on, its words among it; they are none where they were struck out or erased.
    pub facts: NoteFacts,
}

/// By whom and when a note was struck out, and why.
#[derive(Clone, Debug)]
pub struct Struck {
    pub by: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// A page of notes, newest first.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub notes: Vec<Note>,
    /// The key of the next page.
    pub older: Option<Uuid>,
    /// The bodies of the asker that have the statement, by name: whose note a new one can be.
    pub bodies: Vec<(Uuid, String)>,
}

/// One page of each body's index range, merged: Diesel's own language has no LATERAL.
struct OfBodies<'a> {
    statement: &'a Uuid,
    roots: &'a [Uuid],
    before: Option<&'a Uuid>,
}

impl QueryId for OfBodies<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for OfBodies<'_> {
    type SqlType = (
        (SqlUuid, Text, Array<SqlUuid>, Text),
        (Nullable<SqlUuid>, Nullable<Text>, Nullable<Integer>, Nullable<Text>),
        (Nullable<SqlUuid>, Nullable<Text>, Nullable<Timestamptz>),
        (Nullable<Text>, Nullable<Timestamptz>),
        (Nullable<SqlUuid>, Nullable<Text>, Nullable<Timestamptz>, Nullable<Text>),
    );
}

impl QueryFragment<Pg> for OfBodies<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT b.id, b.short_name, ARRAY(SELECT ancestor_id FROM body_ancestor WHERE body_id = b.id), st.title,
                n.id, s.handle, n.version, n.state, n.author_id, author.name, born.recorded_at,
                p.data #>> '{changes,text,1}', CASE WHEN n.words_of <> n.written_by THEN worded.recorded_at END,
                struck.actor_id, striker.name, struck.recorded_at, why.data #>> '{brought,reason}'
            FROM statement_sight v
            JOIN statement st ON st.id = v.statement_id
            JOIN body b ON b.id = v.root_id
            LEFT JOIN LATERAL (SELECT * FROM note WHERE statement_id = v.statement_id AND body_id = v.root_id",
        );
        if let Some(before) = self.before {
            out.push_sql(" AND id < ");
            out.push_bind_param::<SqlUuid, _>(before)?;
        }
        out.push_sql(" ORDER BY id DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&LIMIT)?;
        out.push_sql(
            ") n ON true
            LEFT JOIN subject s ON s.id = n.id
            LEFT JOIN person author ON author.id = n.author_id
            LEFT JOIN event born ON born.id = n.written_by
            LEFT JOIN event worded ON worded.id = n.words_of
            LEFT JOIN event_payload p ON p.event_id = n.words_of
            LEFT JOIN event struck ON struck.id = n.struck_by
            LEFT JOIN person striker ON striker.id = struck.actor_id
            LEFT JOIN event_payload why ON why.event_id = n.struck_by
            WHERE v.statement_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(self.statement)?;
        out.push_sql(" AND v.root_id = ANY(");
        out.push_bind_param::<Array<SqlUuid>, _>(self.roots)?;
        out.push_sql(") ORDER BY n.id DESC NULLS LAST, b.short_name");
        Ok(())
    }
}

/// One more than a page, to know whether there is another.
const LIMIT: i64 = PAGE + 1;

type Row = (
    (Uuid, String, Vec<Uuid>, String),
    (Option<Uuid>, Option<String>, Option<i32>, Option<String>),
    (Option<Uuid>, Option<String>, Option<DateTime<Utc>>),
    (Option<String>, Option<DateTime<Utc>>),
    (Option<Uuid>, Option<String>, Option<DateTime<Utc>>, Option<String>),
);

/// The page of notes before that one. One query.
pub async fn load(conn: &mut Conn, sight: &Sight, of: Uuid, before: Option<Uuid>) -> Result<Notes, FactsError> {
    let asked = OfBodies { statement: &of, roots: &sight.roots, before: before.as_ref() };
    let rows: Vec<Row> = asked.load(conn).await?;
    let mut bodies: Vec<(Uuid, String)> = rows.iter().map(|row| (row.0.0, row.0.1.clone())).collect();
    bodies.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    bodies.dedup();
    let mut notes: Vec<Note> = rows.into_iter().filter_map(note).collect();
    let more = notes.len() as i64 > PAGE;
    notes.truncate(PAGE as usize);
    let older = notes.last().filter(|_| more).map(|last| last.id);
    Ok(Notes { notes, older, bodies })
}

/// The same of the statement with this handle, with its id, if the asker sees it: not visible is not there.
pub async fn of_handle(
    conn: &mut Conn,
    sight: &Sight,
    handle: &str,
    before: Option<Uuid>,
) -> Result<Option<(Uuid, String, Notes)>, FactsError> {
    let Some((id, _)) = find::handle(conn, handle).await? else { return Ok(None) };
    if !sight::sees(conn, sight, id).await? {
        return Ok(None);
    }
    let title = statement::table.find(id).select(statement::title).first(conn).await?;
    let notes = load(conn, sight, id, before).await?;
    Ok(Some((id, title, notes)))
}

fn note((of, what, (author, name, born), (text, anew), struck): Row) -> Option<Note> {
    let ((body, body_name, authority, title), (id, handle, version, state)) = (of, what);
    let (id, state) = (id?, State::from_name(&state?)?);
    let (struck_by, striker, struck_at, reason) = struck;
    Some(Note {
        id,
        author: name?,
        written: born?,
        corrected: anew,
        struck: striker.zip(struck_at).map(|(by, at)| Struck { by, at, reason }),
        facts: NoteFacts {
            id,
            handle: handle?,
            version: version?,
            state: Some(state),
            title,
            body: body_name,
            tree: vec![body],
            authority,
            body_has_it: true,
            author,
            // Nobody reads what was struck out.
            text: text.filter(|_| state.is_read()),
            struck_by,
            concerned: Vec::new(),
        },
    })
}
