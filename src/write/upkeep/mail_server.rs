//! The mail server that an administrator states, and its password. Rows are only added, so that who changed it when stays;
//! the password is a secret, and goes with the newest row only to where it was given for.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::Upkeep;
use crate::config::{SmtpServer, StatedServer};
use crate::domain::named::Named;
use crate::facts::FactsError;
use crate::facts::mail_server::{self as facts, Columns};
use crate::schema::{mail_server, secret};

const PASSWORD: &str = "mail-server";

/// What becomes of the password.
#[derive(Clone, PartialEq, Eq)]
pub enum Password {
    /// The one that is kept stays.
    Kept,
    New(String),
    /// Nobody signs in.
    None,
}

/// What is to be kept.
pub struct Wanted {
    pub server: StatedServer,
    pub sender: Option<String>,
    pub password: Password,
    /// The number of what the page showed; 0 where there was nothing.
    pub seen: i64,
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error("somebody stated another mail server meanwhile")]
    Stale,
    /// There is no password for this server and this user.
    #[error("the password that is kept was given for another server")]
    PasswordNeeded,
    #[error(transparent)]
    Facts(#[from] FactsError),
}

impl From<diesel::result::Error> for NotKept {
    fn from(error: diesel::result::Error) -> Self {
        NotKept::Facts(error.into())
    }
}

/// What is in force, as it takes to send.
pub struct InForce {
    pub seq: i64,
    /// None where the password is not there: a backup leaves it out.
    pub server: Option<SmtpServer>,
    pub sender: Option<String>,
}

impl Upkeep {
    /// The server with its password, both of the same moment: a new password never goes to an old server.
    pub async fn mail_server(&self) -> Result<Option<InForce>, FactsError> {
        type Row = (i64, Columns, Option<String>, Option<Vec<u8>>);
        let password = secret::table.filter(secret::key.eq(PASSWORD)).select(secret::value);
        let found: Option<Row> = mail_server::table
            .order(mail_server::seq.desc())
            .select((
                mail_server::seq,
                (mail_server::host, mail_server::port, mail_server::secured, mail_server::account),
                mail_server::sender,
                password.single_value(),
            ))
            .first(&mut self.connection().await?)
            .await
            .optional()?;
        let Some((seq, columns, sender, password)) = found else { return Ok(None) };
        let password = password.and_then(|bytes| String::from_utf8(bytes).ok());
        Ok(Some(InForce { seq, server: facts::server(columns)?.with(password), sender }))
    }

    /// States another server, from the next letter on, in every process.
    pub async fn keep_mail_server(&self, by: Uuid, wanted: &Wanted, now: DateTime<Utc>) -> Result<(), NotKept> {
        let mut conn = self.connection().await.map_err(FactsError::from)?;
        conn.transaction(async |conn| {
            let before = facts::kept(conn).await?;
            if before.as_ref().map_or(0, |kept| kept.seq) != wanted.seen {
                return Err(NotKept::Stale);
            }
            add(conn, by, wanted, now).await?;
            match &wanted.password {
                Password::Kept => {
                    let same = before.is_some_and(|kept| kept.server == wanted.server);
                    if same && is_kept(conn).await? { Ok(()) } else { Err(NotKept::PasswordNeeded) }
                }
                Password::New(password) => Ok(replace(conn, password).await?),
                Password::None => Ok(forget(conn).await?),
            }
        })
        .await
    }
}

/// The next row; of two at the same moment the second finds its number taken.
async fn add(conn: &mut AsyncPgConnection, by: Uuid, wanted: &Wanted, now: DateTime<Utc>) -> Result<(), NotKept> {
    let StatedServer { host, port, secured, user } = &wanted.server;
    let added = diesel::insert_into(mail_server::table)
        .values((
            mail_server::seq.eq(wanted.seen + 1),
            (mail_server::host.eq(host), mail_server::port.eq(i32::from(*port))),
            (mail_server::secured.eq(secured.name()), mail_server::account.eq(user)),
            mail_server::sender.eq(&wanted.sender),
            (mail_server::stated_by.eq(by), mail_server::stated_at.eq(now)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if added == 1 { Ok(()) } else { Err(NotKept::Stale) }
}

async fn is_kept(conn: &mut AsyncPgConnection) -> Result<bool, diesel::result::Error> {
    let row = secret::table.filter(secret::key.eq(PASSWORD));
    diesel::select(diesel::dsl::exists(row)).get_result(conn).await
}

async fn replace(conn: &mut AsyncPgConnection, password: &str) -> Result<(), diesel::result::Error> {
    diesel::insert_into(secret::table)
        .values((secret::key.eq(PASSWORD), secret::value.eq(password.as_bytes())))
        .on_conflict(secret::key)
        .do_update()
        .set(secret::value.eq(excluded(secret::value)))
        .execute(conn)
        .await?;
    Ok(())
}

async fn forget(conn: &mut AsyncPgConnection) -> Result<(), diesel::result::Error> {
    diesel::delete(secret::table.filter(secret::key.eq(PASSWORD))).execute(conn).await?;
    Ok(())
}
