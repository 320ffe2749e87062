//! Where a subject stands: its statement, the statement's handle, and the zone of the body that sets its days.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::sight::Sight;
use super::{Conn, FactsError, GENEVA, Place, word};
use crate::domain::command::{
    AllocationCommand, Command, DestinationCommand, Kind, MeetingCommand, NoteCommand, RegistrationCommand,
    StatementCommand,
};
use crate::schema::{body, subject};

/// Any subject with the statement that it hangs on, the zone of the body that sets its days (the receiver's for what was
/// received, else the sender's), and whether that statement is in somebody's sight.
struct Standing<'a> {
    by: By<'a>,
    sight: Option<&'a Sight>,
}

enum By<'a> {
    Id(&'a Uuid),
    Handle(&'a str),
}

impl QueryId for Standing<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Standing<'_> {
    type SqlType = (SqlUuid, Text, Text, Nullable<SqlUuid>, Nullable<Text>, Nullable<SqlUuid>, Nullable<Text>, Bool);
}

impl QueryFragment<Pg> for Standing<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT s.id, s.kind, s.handle, st.id, sts.handle, COALESCE(r.body_id, n.body_id), b.zone, ");
        match self.sight {
            Some(sight) => {
                // What a receiving body does with a statement is seen by that body alone (PR-3), and so is what a body notes.
                out.push_sql(
                    "s.kind = 'meeting' OR (COALESCE(r.id, n.id) IS NULL OR COALESCE(r.body_id, n.body_id) = ANY(",
                );
                out.push_bind_param::<Array<SqlUuid>, _>(&sight.roots)?;
                out.push_sql(
                    ")) AND (EXISTS (SELECT 1 FROM statement_sight v WHERE v.statement_id = st.id AND v.root_id = ANY(",
                );
                out.push_bind_param::<Array<SqlUuid>, _>(&sight.roots)?;
                out.push_sql(
                    ")) OR EXISTS (SELECT 1 FROM statement_named v WHERE v.statement_id = st.id AND v.person_id = ",
                );
                out.push_bind_param::<SqlUuid, _>(&sight.person)?;
                out.push_sql("))");
            }
            None => out.push_sql("false"),
        }
        out.push_sql(
            " FROM subject s
            LEFT JOIN destination d ON d.id = s.id
            LEFT JOIN allocation a ON a.id = s.id
            LEFT JOIN registration r ON r.id = COALESCE(a.registration_id, s.id)
            LEFT JOIN note n ON n.id = s.id
            LEFT JOIN statement st ON st.id = COALESCE(d.statement_id, r.statement_id, n.statement_id, s.id)
            LEFT JOIN subject sts ON sts.id = st.id
            LEFT JOIN meeting m ON m.id = s.id
            LEFT JOIN body b ON b.id = COALESCE(r.body_id, n.body_id, st.owner_id, m.body_id)
            WHERE ",
        );
        match &self.by {
            By::Id(id) => {
                out.push_sql("s.id = ");
                out.push_bind_param::<SqlUuid, _>(*id)
            }
            By::Handle(handle) => {
                out.push_sql("s.handle = ");
                out.push_bind_param::<Text, _>(*handle)
            }
        }
    }
}

/// A subject with its place, and whether the asker sees it.
pub struct Placed {
    pub id: Uuid,
    pub kind: Kind,
    pub place: Place,
    pub seen: bool,
}

async fn placed(conn: &mut Conn, asked: Standing<'_>) -> Result<Option<Placed>, FactsError> {
    type Row = (Uuid, String, String, Option<Uuid>, Option<String>, Option<Uuid>, Option<String>, bool);
    let row: Option<Row> = asked.load(conn).await?.pop();
    let Some((id, kind, own, statement, of, receiver, zone, seen)) = row else { return Ok(None) };
    let handle = of.unwrap_or_else(|| own.clone());
    let place = Place { statement, handle, own, receiver, zone: zone.unwrap_or_else(|| GENEVA.to_owned()) };
    Ok(Some(Placed { id, kind: word("subject.kind", &kind)?, place, seen }))
}

/// The place of a subject that is there.
pub async fn of_subject(conn: &mut Conn, kind: Kind, id: Uuid) -> Result<Place, FactsError> {
    let found = placed(conn, Standing { by: By::Id(&id), sight: None }).await?;
    let of_kind = found.filter(|found| found.kind == kind);
    of_kind.map(|found| found.place).ok_or(FactsError::Missing(kind_name(kind), id))
}

fn kind_name(kind: Kind) -> &'static str {
    crate::domain::named::Named::name(kind)
}

/// The subject with this id, as somebody with this sight finds it.
pub async fn of_id(conn: &mut Conn, id: Uuid, sight: &Sight) -> Result<Option<Placed>, FactsError> {
    placed(conn, Standing { by: By::Id(&id), sight: Some(sight) }).await
}

/// The subject with this handle, as somebody with this sight finds it.
pub async fn of_handle(conn: &mut Conn, handle: &str, sight: &Sight) -> Result<Option<Placed>, FactsError> {
    placed(conn, Standing { by: By::Handle(handle), sight: Some(sight) }).await
}

/// The place of a subject that the command creates.
pub async fn of_birth(conn: &mut Conn, command: &Command) -> Result<Place, FactsError> {
    let (statement, zone) = match command {
        Command::Statement(StatementCommand::Draft { owner, .. }) => (None, body_zone(conn, *owner).await?),
        Command::Statement(StatementCommand::RecordOwn(past)) => (None, body_zone(conn, past.owner).await?),
        Command::Statement(StatementCommand::Record(recorded)) => {
            let body = recorded.receipt.as_ref().map_or(recorded.source, |receipt| receipt.body);
            (None, body_zone(conn, body).await?)
        }
        Command::Destination(
            DestinationCommand::Plan { statement, .. } | DestinationCommand::Record { statement, .. },
        ) => {
            let there = of_subject(conn, Kind::Statement, *statement).await?;
            return Ok(Place { own: String::new(), receiver: None, ..there });
        }
        Command::Registration(RegistrationCommand::Receive { statement, receipt }) => {
            (Some(*statement), body_zone(conn, receipt.body).await?)
        }
        Command::Allocation(AllocationCommand::Assign { registration, .. }) => {
            let there = of_subject(conn, Kind::Registration, *registration).await?;
            return Ok(Place { own: String::new(), receiver: None, ..there });
        }
        Command::Note(NoteCommand::Write { statement, body, .. }) => {
            let there = of_subject(conn, Kind::Statement, *statement).await?;
            let zone = body_zone(conn, *body).await?;
            return Ok(Place { own: String::new(), receiver: Some(*body), zone, ..there });
        }
        Command::Meeting(MeetingCommand::Record(record)) => match body_zone(conn, record.body).await {
            // A body that is not there is told at its field.
            Err(FactsError::Missing(..)) => (None, GENEVA.to_owned()),
            zone => (None, zone?),
        },
        Command::Statement(_)
        | Command::Destination(_)
        | Command::Registration(_)
        | Command::Allocation(_)
        | Command::Note(_)
        | Command::Meeting(_)
        | Command::Record(_) => (None, GENEVA.to_owned()),
    };
    let handle = match statement {
        Some(id) => subject::table.filter(subject::id.eq(id)).select(subject::handle).first(conn).await?,
        None => String::new(),
    };
    Ok(Place { statement, handle, own: String::new(), receiver: None, zone })
}

async fn body_zone(conn: &mut Conn, id: Uuid) -> Result<String, FactsError> {
    let zone = body::table.filter(body::id.eq(id)).select(body::zone).first(conn).await.optional()?;
    zone.ok_or(FactsError::Missing("body", id))
}
