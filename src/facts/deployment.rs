//! What this database is: a demo or not, how far its clock stands from the real one, whether letters leave from it, and
//! when it was last backed up.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Conn, FactsError};
use crate::schema::{deployment, outbox, outbox_home, subject};

/// One database as a deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    pub demo: Option<Demo>,
    /// From the real clock to the deployment's.
    pub offset: TimeDelta,
    /// Nothing has ever been written down in it.
    pub empty: bool,
}

/// A database that was made by `entente demo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demo {
    pub made_at: DateTime<Utc>,
    /// False: the making was cut off, or is going on.
    pub complete: bool,
}

/// Reads what the database says of itself.
pub async fn load(conn: &mut Conn) -> Result<Deployment, FactsError> {
    let rows: Vec<(String, Value)> = deployment::table.select((deployment::key, deployment::value)).load(conn).await?;
    let mut found = Deployment::default();
    for (key, value) in rows {
        let unknown = || FactsError::Unknown("deployment.value", value.to_string());
        match key.as_str() {
            "demo" => {
                let made_at = value["made_at"].as_str().and_then(|at| at.parse().ok()).ok_or_else(unknown)?;
                found.demo = Some(Demo { made_at, complete: value["complete"] == Value::Bool(true) });
            }
            "clock" => {
                let seconds = value["offset_seconds"].as_i64().and_then(TimeDelta::try_seconds);
                found.offset = seconds.ok_or_else(unknown)?;
            }
            _ => {}
        }
    }
    let anything: Option<String> = subject::table.select(subject::handle).limit(1).first(conn).await.optional()?;
    found.empty = anything.is_none();
    Ok(found)
}

diesel::define_sql_function! {
    /// Ours: this database on this server; a copy is another.
    fn this_database() -> diesel::sql_types::BigInt;
}

/// Letters may leave from this database: an expression for queries.
#[diesel::dsl::auto_type]
pub fn letters_leave() -> _ {
    let home: outbox_home::table = outbox_home::table;
    exists(home.filter(outbox_home::place.eq(this_database())))
}

/// A letter that was given up, without what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Undelivered {
    pub notice: String,
    pub name: String,
    pub address: String,
    /// What the server said, or the key of a message.
    pub problem: Option<String>,
}

/// Letters that were given up: how many, and the newest fifty.
pub async fn undelivered(conn: &mut Conn) -> Result<(i64, Vec<Undelivered>), FactsError> {
    let given_up = || outbox::table.filter(outbox::state.eq("failed"));
    let newest = given_up().order(outbox::seq.desc()).limit(50).select(Undelivered::as_select()).load(conn).await?;
    Ok((given_up().count().get_result(conn).await?, newest))
}

/// A backup that was made: kept in the database for whoever looks after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    pub at: DateTime<Utc>,
    /// The command, and as which user of the machine.
    pub by: String,
    pub size: u64,
}

/// Where a database came from that is a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: DateTime<Utc>,
    /// When it was restored.
    pub at: DateTime<Utc>,
}

/// What whoever looks after the database wants to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    pub backup: Option<Backup>,
    pub restored: Option<Restored>,
    /// False: this is a copy, and nobody has said yet that its letters may leave.
    pub letters_leave: bool,
    /// Letters that are queued.
    pub waiting: i64,
}

/// Reads it.
pub async fn keeping(conn: &mut Conn) -> Result<Keeping, FactsError> {
    let rows: Vec<(String, Value)> = deployment::table
        .filter(deployment::key.eq_any(["backup", "restored"]))
        .select((deployment::key, deployment::value))
        .load(conn)
        .await?;
    let mut found = Keeping::default();
    for (key, value) in rows {
        let unknown = |error: serde_json::Error| FactsError::Unknown("deployment.value", error.to_string());
        match key.as_str() {
            "backup" => found.backup = Some(serde_json::from_value(value).map_err(unknown)?),
            _ => found.restored = Some(serde_json::from_value(value).map_err(unknown)?),
        }
    }
    found.letters_leave = diesel::select(letters_leave()).get_result(conn).await?;
    found.waiting = outbox::table.filter(outbox::state.eq("queued")).select(count_star()).first(conn).await?;
    Ok(found)
}
