//! The facts of one registration.

mod forwarded;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError, body, last, word};
use crate::domain::command::RegistrationCommand;
use crate::domain::days;
use crate::domain::numbering::Holder;
use crate::domain::reference::{BodyFacts, Side};
use crate::domain::registration::{Part, RegistrationFacts, Written};
use crate::domain::standing;
use crate::schema::{allocation, number, registration, statement, subject};

/// What a registration's rules need of the statement itself.
#[derive(Clone, Debug, Queryable)]
pub struct Of {
    pub handle: String,
    pub title: String,
    pub source: String,
    pub deadline: Option<NaiveDate>,
    /// It may be received: see `standing::reaches_others`.
    pub sent: bool,
    /// Its sender marked it as sent in error.
    pub disowned: bool,
}

pub(super) async fn of_statement(conn: &mut Conn, id: Uuid) -> Result<Of, FactsError> {
    type Row = (String, String, Uuid, Option<NaiveDate>, String);
    let (handle, title, owner, deadline, state): Row = statement::table
        .inner_join(subject::table.on(subject::id.eq(statement::id)))
        .filter(statement::id.eq(id))
        .select((subject::handle, statement::title, statement::owner_id, statement::deadline, statement::state))
        .first(conn)
        .await
        .optional()?
        .ok_or(FactsError::Missing("statement", id))?;
    // A body sends statements, not the Question that wrote them.
    let source = body::load(conn, owner).await?.root_name().to_owned();
    let (sent, disowned) = (standing::reaches_others(&state), standing::is_disowned(&state));
    Ok(Of { handle, title, source, deadline, sent, disowned })
}

/// The body that registered, and the statement.
pub(super) async fn of_registration(conn: &mut Conn, id: Uuid) -> Result<(Uuid, Of), FactsError> {
    let found: Option<(Uuid, Uuid)> = registration::table
        .filter(registration::id.eq(id))
        .select((registration::body_id, registration::statement_id))
        .first(conn)
        .await
        .optional()?;
    let (body, statement) = found.ok_or(FactsError::Missing("registration", id))?;
    Ok((body, of_statement(conn, statement).await?))
}

pub use forwarded::on_its_way;

/// The row that a registration's rules are asked about, as the door and a page read it.
#[derive(Clone, Debug, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub statement: Uuid,
    pub body: Uuid,
    pub confidential: bool,
}

/// The registration with this id, on the day of the act. `typed` is the number that somebody wants to give it.
pub async fn load(
    conn: &mut Conn,
    id: Uuid,
    lock: bool,
    on: NaiveDate,
    typed: Option<&str>,
) -> Result<RegistrationFacts, FactsError> {
    let handle = subject::table.filter(subject::id.eq(registration::id)).select(subject::handle).single_value();
    let query = registration::table.filter(registration::id.eq(id)).select((
        registration::id,
        handle.assume_not_null(),
        registration::version,
        registration::state,
        registration::statement_id,
        registration::body_id,
        registration::confidential,
    ));
    let row = if lock { query.for_no_key_update().first(conn).await } else { query.first(conn).await };
    let row: Row = row.optional()?.ok_or(FactsError::Missing("registration", id))?;
    let body = body::load(conn, row.body).await?;
    let parts = parts(conn, id, lock).await?;
    let (of, row_statement) = (of_statement(conn, row.statement).await?, row.statement);
    let number_taken_by = taken(conn, id, body.id, body.side, typed).await?;
    let facts = assemble(conn, row, of, body, parts, on).await?;
    let written = written(conn, id, row_statement).await?;
    Ok(RegistrationFacts { number_taken_by, written, ..facts })
}

/// The facts that a command is decided on: of the registration, locked, or of one that is about to be born.
pub async fn of(
    conn: &mut Conn,
    id: Uuid,
    born: bool,
    command: &RegistrationCommand,
    on: NaiveDate,
) -> Result<RegistrationFacts, FactsError> {
    if born {
        let facts = unborn(conn, id, command, on).await?;
        let forwarded_by = forwarded::by(conn, facts.statement, facts.body.id).await?;
        return Ok(RegistrationFacts { forwarded_by, ..facts });
    }
    let typed = match command {
        RegistrationCommand::Register { number, .. } => number.as_deref(),
        RegistrationCommand::Correct(wanted) => wanted.number.as_deref(),
        _ => None,
    };
    let facts = load(conn, id, true, on, typed).await?;
    match command {
        RegistrationCommand::Forward(wanted) => on_its_way(conn, facts, wanted, on).await,
        _ => Ok(facts),
    }
}

/// The receipt as it stands, with the days that a correction must fit.
async fn written(conn: &mut Conn, id: Uuid, of: Uuid) -> Result<Written, FactsError> {
    let own = number::table.filter(number::subject_id.eq(id).and(number::voided_by.is_null()));
    let number = own.order(number::id.desc()).select(number::value).limit(1).single_value();
    let issued_on = statement::table.filter(statement::id.eq(of)).select(statement::issued_on).single_value();
    type Row = (NaiveDate, String, String, Option<String>, Option<NaiveDate>);
    let (received_on, channel, note, number, issued_on): Row = registration::table
        .filter(registration::id.eq(id))
        .select((registration::received_on, registration::channel, registration::note, number, issued_on))
        .first(conn)
        .await?;
    let next_on = days::after_receipt(&last::history(conn, id).await?);
    Ok(Written { received_on: Some(received_on), channel, note, number, issued_on, next_on })
}

async fn taken(
    conn: &mut Conn,
    own: Uuid,
    body: Uuid,
    side: Side,
    typed: Option<&str>,
) -> Result<Option<Holder>, FactsError> {
    super::number::taken(conn, own, body, side.receives_as(), typed).await
}

/// The facts around a row that was read.
pub async fn assemble(
    conn: &mut Conn,
    row: Row,
    of: Of,
    body: BodyFacts,
    parts: Vec<Part>,
    on: NaiveDate,
) -> Result<RegistrationFacts, FactsError> {
    let (last, letters_left) = last::load(conn, row.id).await?;
    let state = Some(word("registration.state", &row.state)?);
    let confidential = row.confidential;
    let facts = around(conn, row, of, body, on).await?;
    Ok(RegistrationFacts { state, confidential, parts, last, letters_left, ..facts })
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
    let body = if named.root() == named.id { named } else { body::load(conn, named.root()).await? };
    let of = of_statement(conn, *statement).await?;
    let (handle, version, state) = (String::new(), 0, String::new());
    let row = Row { id, handle, version, state, statement: *statement, body: body.id, confidential: false };
    let received_as = standing_at(conn, *statement, body.id).await?;
    Ok(RegistrationFacts { received_as, ..around(conn, row, of, body, on).await? })
}

/// The handle of the registration of a statement that stands in a body's register.
pub async fn standing_at(conn: &mut Conn, statement: Uuid, body: Uuid) -> Result<Option<String>, FactsError> {
    Ok(registration::table
        .inner_join(subject::table.on(subject::id.eq(registration::id)))
        .filter(registration::statement_id.eq(statement).and(registration::body_id.eq(body)))
        .filter(registration::state.eq_any(standing::registrations()))
        .select(subject::handle)
        .first(conn)
        .await
        .optional()?)
}

async fn around(
    conn: &mut Conn,
    row: Row,
    of: Of,
    body: BodyFacts,
    on: NaiveDate,
) -> Result<RegistrationFacts, FactsError> {
    let (tree, officers) = body::tree(conn, body.id, on).await?;
    let meetings = body::meetings(conn, body.id, on).await?;
    Ok(RegistrationFacts {
        id: row.id,
        handle: row.handle,
        version: row.version,
        state: None,
        body,
        statement: row.statement,
        statement_handle: of.handle,
        title: of.title,
        source: of.source,
        deadline: of.deadline,
        confidential: false,
        parts: Vec::new(),
        tree,
        officers,
        meetings,
        number_taken_by: None,
        written: Written::default(),
        way: None,
        forwarded_by: None,
        received_as: None,
        sent: of.sent,
        disowned: of.disowned,
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
