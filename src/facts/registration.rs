//! The facts of one registration.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, body, last, statement::taken, word};
use crate::domain::command::RegistrationCommand;
use crate::domain::reference::BodyFacts;
use crate::domain::registration::{Part, RegistrationFacts};
use crate::schema::{allocation, registration, statement, subject};

/// What a registration's rules need of the statement itself.
pub(super) struct Of {
    pub handle: String,
    pub title: String,
    pub source: String,
    pub deadline: Option<NaiveDate>,
}

pub(super) async fn of_statement(conn: &mut Conn, id: Uuid) -> Result<Of, FactsError> {
    let (handle, title, owner, deadline): (String, String, Uuid, Option<NaiveDate>) = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq(id))
        .select((subject::handle, statement::title, statement::owner_id, statement::deadline))
        .first(conn)
        .await
        .optional()?
        .ok_or(FactsError::Missing("statement", id))?;
    // A body sends statements, not the Question that wrote them.
    let source = body::load(conn, owner).await?.root_name().to_owned();
    Ok(Of { handle, title, source, deadline })
}

type Row = (i32, String, Uuid, Uuid, bool);

/// The registration with this id, on the day of the act. `typed` is the number that somebody wants to give it.
pub async fn load(
    conn: &mut Conn,
    id: Uuid,
    lock: bool,
    on: NaiveDate,
    typed: Option<&str>,
) -> Result<RegistrationFacts, FactsError> {
    let query = registration::table.filter(registration::id.eq(id)).select((
        registration::version,
        registration::state,
        registration::statement_id,
        registration::body_id,
        registration::confidential,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let (version, state, of, body_id, confidential): Row =
        row.optional()?.ok_or(FactsError::Missing("registration", id))?;
    let handle: String = subject::table.filter(subject::id.eq(id)).select(subject::handle).first(conn).await?;
    let body = body::load(conn, body_id).await?;
    let parts = parts(conn, id, lock).await?;
    let last = last::load(conn, id).await?;
    let letters_left = match &last {
        Some(last) => last::letters_left(conn, last.event).await?,
        None => 0,
    };
    let number_taken_by = {
        let scheme = if body.side == crate::domain::reference::Side::Itu { "td" } else { "n" };
        taken(conn, body_id, scheme, typed).await?
    };
    let statement = of_statement(conn, of).await?;
    let base = Base { id, handle, version, statement: of, of: statement, body };
    let mut facts = around(conn, base, on).await?;
    facts.state = Some(word("registration.state", &state)?);
    facts.confidential = confidential;
    facts.parts = parts;
    facts.last = last;
    facts.letters_left = letters_left;
    facts.number_taken_by = number_taken_by;
    Ok(facts)
}

/// The facts of a registration that is about to be born.
pub async fn unborn(
    conn: &mut Conn,
    id: Uuid,
    command: &RegistrationCommand,
    on: NaiveDate,
) -> Result<RegistrationFacts, FactsError> {
    let RegistrationCommand::Receive { statement, receipt } = command else {
        return Err(FactsError::Missing("registration", id));
    };
    // A statement is received by the deciding level, also where it was addressed to a Question or working group.
    let named = body::load(conn, receipt.body).await?;
    let body = body::load(conn, named.root()).await?;
    let of = of_statement(conn, *statement).await?;
    around(conn, Base { id, handle: String::new(), version: 0, statement: *statement, of, body }, on).await
}

struct Base {
    id: Uuid,
    handle: String,
    version: i32,
    statement: Uuid,
    of: Of,
    body: BodyFacts,
}

async fn around(conn: &mut Conn, base: Base, on: NaiveDate) -> Result<RegistrationFacts, FactsError> {
    let tree = body::tree(conn, base.body.id).await?;
    let officers = body::officers(conn, &tree, on).await?;
    let meetings = body::meetings(conn, base.body.id, on).await?;
    Ok(RegistrationFacts {
        id: base.id,
        handle: base.handle,
        version: base.version,
        state: None,
        body: base.body,
        statement: base.statement,
        statement_handle: base.of.handle,
        title: base.of.title,
        source: base.of.source,
        deadline: base.of.deadline,
        confidential: false,
        parts: Vec::new(),
        tree,
        officers,
        meetings,
        number_taken_by: None,
        last: None,
        letters_left: 0,
    })
}

async fn parts(conn: &mut Conn, of: Uuid, lock: bool) -> Result<Vec<Part>, FactsError> {
    let query = allocation::table.filter(allocation::registration_id.eq(of)).order(allocation::id).select((
        allocation::id,
        allocation::state,
        allocation::lead,
        allocation::purpose,
        allocation::body_id,
    ));
    let rows: Vec<(Uuid, String, bool, String, Uuid)> =
        if lock { query.for_share().load(conn).await? } else { query.load(conn).await? };
    rows.into_iter()
        .map(|(id, state, lead, purpose, body)| {
            let (state, purpose) = (word("allocation.state", &state)?, word("allocation.purpose", &purpose)?);
            Ok(Part { id, state, lead, purpose, body })
        })
        .collect()
}
