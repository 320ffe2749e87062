//! Passwords, as argon2id hashes. Hashing takes 19 MB and tens of milliseconds, so only a few run at once.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Upkeep, session};
use crate::db::DbError;
use crate::domain::standing;
use crate::schema::{credential, person};

/// How many characters a password has.
pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 200;

/// Of no password at all: verified where there is no account, so that both take the same time.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$ZW50ZW50ZS1ub2JvZHktaGVyZQ$qmmnXlJgXqwTp1qHRydBZh8PcAIjR0wFOYbRMmR6bzE";

diesel::define_sql_function! {
    /// PostgreSQL's own, as the index on addresses has it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A person who knows the password that was set at that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub(super) struct Proven {
    pub who: Uuid,
    pub set_at: DateTime<Utc>,
}

/// Why a password was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("a password has {SHORTEST} to {LONGEST} characters")]
    Length,
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for PasswordError {
    fn from(error: diesel::result::Error) -> Self {
        PasswordError::Db(error.into())
    }
}

impl Upkeep {
    /// Sets a person's password and ends all their sessions.
    pub async fn set_password(&self, who: Uuid, password: &str, now: DateTime<Utc>) -> Result<(), PasswordError> {
        if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
            return Err(PasswordError::Length);
        }
        let password = password.to_owned();
        let hashed = tokio::task::spawn_blocking(move || {
            Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        });
        let failed = |said: String| PasswordError::Hash(said);
        let hashed = hashed.await.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))?;
        let mut conn = self.connection().await?;
        // Sessions that begin at this moment wait for the row, and find another password (`begin_proven`).
        conn.transaction(async |conn| {
            diesel::insert_into(credential::table)
                .values((
                    credential::person_id.eq(who),
                    credential::password_hash.eq(hashed),
                    credential::changed_at.eq(now),
                ))
                .on_conflict(credential::person_id)
                .do_update()
                .set((
                    credential::password_hash.eq(excluded(credential::password_hash)),
                    credential::changed_at.eq(excluded(credential::changed_at)),
                ))
                .execute(conn)
                .await?;
            Ok(session::end_all(conn, who, now).await?)
        })
        .await
    }

    /// The person whose address and password these are. The same work is done whether there is such an account or not.
    pub(super) async fn person_with(&self, email: &str, password: &str) -> Result<Option<Proven>, DbError> {
        let mut conn = self.connection().await?;
        let found: Option<(Proven, String)> = credential::table
            .inner_join(person::table.on(person::id.eq(credential::person_id)))
            .filter(lower(person::email).eq(email.to_lowercase()).and(person::state.eq_any(standing::in_force())))
            .select(((credential::person_id, credential::changed_at), credential::password_hash))
            .first(&mut conn)
            .await
            .optional()?;
        drop(conn);
        let (who, hashed) = match found {
            Some((who, hashed)) if password.chars().count() <= LONGEST => (Some(who), hashed),
            Some(_) | None => (None, DUMMY.to_owned()),
        };
        let password: String = password.chars().take(LONGEST).collect();
        let _permit = self.hashing.acquire().await.map_err(|_| DbError::Busy)?;
        let verified = tokio::task::spawn_blocking(move || verified(&password, &hashed)).await;
        Ok(who.filter(|_| verified.unwrap_or(false)))
    }
}

fn verified(password: &str, hashed: &str) -> bool {
    PasswordHash::new(hashed).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_nobody_costs_as_much_as_any() {
        let parts = |hash: &str| hash.split('$').skip(1).take(3).map(str::to_owned).collect::<Vec<_>>();
        let real = Argon2::default().hash_password(b"a password of somebody").unwrap().to_string();
        assert_eq!(parts(DUMMY), parts(&real));
        assert!(PasswordHash::new(DUMMY).is_ok_and(|hash| hash.hash.is_some_and(|output| output.len() == 32)));
        assert!(!verified("", DUMMY) && !verified("a password of somebody", DUMMY));
        assert!(verified("a password of somebody", &real));
    }
}
