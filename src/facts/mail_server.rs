//! The mail server that administrators stated, without its password: which one is in force, by whom and since when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Conn, FactsError, word};
use crate::config::StatedServer;
use crate::schema::{mail_server, person};

/// What was stated last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Counts the changes; two of one database never share it.
    pub seq: i64,
    pub server: StatedServer,
    /// None where the environment said it when this was stated.
    pub sender: Option<String>,
    pub stated_by: String,
    pub stated_at: DateTime<Utc>,
}

/// A server as its columns hold it.
pub type Columns = (String, i32, String, Option<String>);

/// The columns as a server.
pub fn server((host, port, secured, user): Columns) -> Result<StatedServer, FactsError> {
    let port = u16::try_from(port).map_err(|_| FactsError::Unknown("mail_server.port", port.to_string()))?;
    Ok(StatedServer { host, port, secured: word("mail_server.secured", &secured)?, user })
}

/// What is in force; none where nobody stated anything.
pub async fn kept(conn: &mut Conn) -> Result<Option<Kept>, FactsError> {
    type Row = (i64, Columns, Option<String>, String, DateTime<Utc>);
    let found: Option<Row> = mail_server::table
        .inner_join(person::table.on(person::id.eq(mail_server::stated_by)))
        .order(mail_server::seq.desc())
        .select((
            mail_server::seq,
            (mail_server::host, mail_server::port, mail_server::secured, mail_server::account),
            mail_server::sender,
            person::name,
            mail_server::stated_at,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((seq, columns, sender, stated_by, stated_at)) = found else { return Ok(None) };
    Ok(Some(Kept { seq, server: server(columns)?, sender, stated_by, stated_at }))
}

/// The number of what is in force: a worker asks before every letter.
pub async fn newest(conn: &mut Conn) -> Result<Option<i64>, FactsError> {
    Ok(mail_server::table.select(diesel::dsl::max(mail_server::seq)).first(conn).await?)
}
