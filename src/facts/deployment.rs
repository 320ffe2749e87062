//! What this database is: a demo or not, and how far its clock stands from the real one.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{Conn, FactsError};
use crate::schema::{deployment, subject};

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
