//! Where a subject stands: its statement, the statement's handle, and the zone of the body that sets its days.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, GENEVA, Place};
use crate::domain::command::{
    AllocationCommand, Command, DestinationCommand, Kind, RegistrationCommand, StatementCommand,
};
use crate::schema::{allocation, body, destination, registration, statement, subject};

/// The place of a subject that is there.
pub async fn of_subject(conn: &mut Conn, kind: Kind, id: Uuid) -> Result<Place, FactsError> {
    let of: Option<Uuid> = match kind {
        Kind::Statement => Some(id),
        Kind::Destination => {
            let query = destination::table.filter(destination::id.eq(id)).select(destination::statement_id);
            Some(query.first(conn).await.optional()?.ok_or(FactsError::Missing("destination", id))?)
        }
        Kind::Registration => {
            let query = registration::table.filter(registration::id.eq(id)).select(registration::statement_id);
            Some(query.first(conn).await.optional()?.ok_or(FactsError::Missing("registration", id))?)
        }
        Kind::Allocation => {
            let joined = allocation::table
                .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
                .filter(allocation::id.eq(id))
                .select(registration::statement_id);
            Some(joined.first(conn).await.optional()?.ok_or(FactsError::Missing("allocation", id))?)
        }
        Kind::Body | Kind::Person | Kind::Appointment | Kind::Meeting | Kind::WorkItem => None,
    };
    let zone = match (kind, of) {
        (Kind::Registration | Kind::Allocation, _) => receiver_zone(conn, kind, id).await?,
        (_, Some(statement)) => owner_zone(conn, statement).await?,
        (_, None) => GENEVA.to_owned(),
    };
    let named = of.unwrap_or(id);
    let handle = subject::table.filter(subject::id.eq(named)).select(subject::handle).first(conn).await.optional()?;
    Ok(Place { statement: of, handle: handle.ok_or(FactsError::Missing("subject", named))?, zone })
}

/// The place of a subject that the command creates.
pub async fn of_birth(conn: &mut Conn, command: &Command) -> Result<Place, FactsError> {
    let (statement, zone) = match command {
        Command::Statement(StatementCommand::Draft { owner, .. }) => (None, body_zone(conn, *owner).await?),
        Command::Statement(StatementCommand::Record(recorded)) => {
            let body = recorded.receipt.as_ref().map_or(recorded.source, |receipt| receipt.body);
            (None, body_zone(conn, body).await?)
        }
        Command::Destination(
            DestinationCommand::Plan { statement, .. } | DestinationCommand::Record { statement, .. },
        ) => (Some(*statement), owner_zone(conn, *statement).await?),
        Command::Registration(RegistrationCommand::Receive { statement, receipt }) => {
            (Some(*statement), body_zone(conn, receipt.body).await?)
        }
        Command::Allocation(AllocationCommand::Assign { registration, .. }) => {
            let place = Box::pin(of_subject(conn, Kind::Registration, *registration)).await?;
            return Ok(place);
        }
        Command::Statement(_)
        | Command::Destination(_)
        | Command::Registration(_)
        | Command::Allocation(_)
        | Command::Record(_) => (None, GENEVA.to_owned()),
    };
    let handle = match statement {
        Some(id) => subject::table.filter(subject::id.eq(id)).select(subject::handle).first(conn).await?,
        None => String::new(),
    };
    Ok(Place { statement, handle, zone })
}

async fn body_zone(conn: &mut Conn, id: Uuid) -> Result<String, FactsError> {
    let zone = body::table.filter(body::id.eq(id)).select(body::zone).first(conn).await.optional()?;
    zone.ok_or(FactsError::Missing("body", id))
}

async fn owner_zone(conn: &mut Conn, statement_id: Uuid) -> Result<String, FactsError> {
    let joined = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::id.eq(statement_id))
        .select(body::zone);
    joined.first(conn).await.optional()?.ok_or(FactsError::Missing("statement", statement_id))
}

async fn receiver_zone(conn: &mut Conn, kind: Kind, id: Uuid) -> Result<String, FactsError> {
    let of = match kind {
        Kind::Allocation => {
            allocation::table.filter(allocation::id.eq(id)).select(allocation::registration_id).first(conn).await?
        }
        _ => id,
    };
    let joined = registration::table
        .inner_join(body::table.on(body::id.eq(registration::body_id)))
        .filter(registration::id.eq(of))
        .select(body::zone);
    joined.first(conn).await.optional()?.ok_or(FactsError::Missing("registration", of))
}
