//! Attempts to sign in, counted in the database, so that neither a restart nor a second process forgets them.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use super::Upkeep;
use super::session::NewSession;
use crate::db::{Connection, DbError};
use crate::schema::sign_in_attempt as attempt;

/// Attempts a minute, for one account and for one network address.
pub const MOST: i64 = 10;
pub const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// Whether somebody who is signed in knows the password too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Right,
    Wrong,
    TooMany,
}

/// What an attempt ended in. Which of the two was wrong, account or password, is not told.
pub enum SignIn {
    Welcome(Box<NewSession>),
    Wrong,
    TooMany,
}

impl Upkeep {
    /// Signs in by address and password; `peer` is the network address that asks, `before` the token that the browser
    /// came with, whose session ends.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        peer: &str,
        before: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<SignIn, DbError> {
        let email = email.trim();
        let keys = keys(email, peer);
        if !self.counted(&keys, now).await? {
            return Ok(SignIn::TooMany);
        }
        let Some(proven) = self.person_with(email, password).await? else { return Ok(SignIn::Wrong) };
        let Some(begun) = self.open_proven(proven, before, now).await? else { return Ok(SignIn::Wrong) };
        diesel::update(attempt::table.filter(attempt::account.eq(&keys[0]).and(attempt::at.eq(now))))
            .set(attempt::ok.eq(true))
            .execute(&mut self.connection().await?)
            .await?;
        Ok(SignIn::Welcome(Box::new(begun)))
    }

    /// Whether this is the password of that address. Counted like an attempt to sign in: whoever finds a browser open cannot
    /// try one password after the other.
    pub async fn proves(&self, email: &str, password: &str, peer: &str, now: DateTime<Utc>) -> Result<Proof, DbError> {
        if !self.counted(&keys(email, peer), now).await? {
            return Ok(Proof::TooMany);
        }
        let known = self.person_with(email, password).await?;
        Ok(if known.is_some() { Proof::Right } else { Proof::Wrong })
    }

    /// Notes the attempt under each key and says whether it may go on. It is noted before it is counted, so that of many
    /// at the same moment none slips through; one that is refused is taken out again and does not lengthen the wait.
    async fn counted(&self, keys: &[String], now: DateTime<Utc>) -> Result<bool, DbError> {
        let mut conn = self.connection().await?;
        let rows: Vec<_> =
            keys.iter().map(|key| (attempt::account.eq(key), attempt::at.eq(now), attempt::ok.eq(false))).collect();
        let noted: Vec<i64> =
            diesel::insert_into(attempt::table).values(rows).returning(attempt::id).get_results(&mut conn).await?;
        let mut most = 0;
        for key in keys {
            most = most.max(recent(&mut conn, key, now).await?);
        }
        if most > MOST {
            diesel::delete(attempt::table.filter(attempt::id.eq_any(noted))).execute(&mut conn).await?;
        }
        Ok(most <= MOST)
    }
}

/// Under which an attempt is counted. What is typed as an account is sometimes a password, so its hash is kept.
fn keys(email: &str, peer: &str) -> [String; 2] {
    let account = hex::encode(&Sha256::digest(email.to_lowercase().as_bytes())[..16]);
    [format!("account {account}"), format!("from {peer}")]
}

async fn recent(conn: &mut Connection, key: &str, now: DateTime<Utc>) -> Result<i64, DbError> {
    let since = attempt::at.gt(now - WINDOW);
    Ok(attempt::table.filter(attempt::account.eq(key).and(since)).count().get_result(conn).await?)
}
