//! Sessions: who is signed in, until when. The row is found by the hash of what the browser holds, so that a copy of the
//! table opens nothing. Times are real times, never the demo's.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Upkeep;
use super::credential::Proven;
use crate::db::DbError;
use crate::domain::standing;
use crate::schema::{credential, person, session};

/// How long a session lives, whatever happens in it.
pub const LIFE: TimeDelta = TimeDelta::hours(12);
/// How long it lives without a request, for those who set the deployment up and for everybody else.
pub const IDLE_ADMINISTRATOR: TimeDelta = TimeDelta::minutes(30);
pub const IDLE: TimeDelta = TimeDelta::hours(8);
/// A request is noted at most this often.
const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// A session that has just begun. Only the browser keeps the token.
#[derive(Clone)]
pub struct NewSession {
    /// 32 random bytes in hex.
    pub token: String,
    pub session: Session,
}

/// A session that is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The hash of the token.
    pub id: Vec<u8>,
    pub person: Uuid,
    /// What every form of it carries.
    pub csrf: String,
}

/// 32 random bytes in hex.
pub(super) fn random() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

impl Upkeep {
    /// Begins a session with a new token. A session that the browser had before ends: nobody can plant one beforehand.
    pub async fn open_session(
        &self,
        who: Uuid,
        before: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<NewSession, DbError> {
        begin(&mut *self.connection().await?, who, before, now).await
    }

    /// The same for somebody who has just proved to know a password, unless it was changed while it was looked at.
    pub(super) async fn open_proven(
        &self,
        proven: Proven,
        before: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<NewSession>, DbError> {
        let mut conn = self.connection().await?;
        conn.transaction(async |conn| {
            let same = credential::person_id.eq(proven.who).and(credential::changed_at.eq(proven.set_at));
            let row = credential::table.filter(same).select(credential::person_id).for_share();
            match row.first::<Uuid>(conn).await.optional()? {
                Some(who) => Ok(Some(begin(conn, who, before, now).await?)),
                None => Ok(None),
            }
        })
        .await
    }

    /// The living session that this token opens, noted as seen.
    pub async fn session(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Session>, DbError> {
        self.session_by_id(&hash(token), now).await
    }

    /// The same by its id: an access token names its session.
    pub async fn session_by_id(&self, id: &[u8], now: DateTime<Utc>) -> Result<Option<Session>, DbError> {
        let mut conn = self.connection().await?;
        type Row = (Uuid, String, DateTime<Utc>, bool);
        let found: Option<Row> = session::table
            .inner_join(person::table.on(person::id.eq(session::person_id)))
            .filter(session::id.eq(id).and(session::ended_at.is_null()).and(session::expires_at.gt(now)))
            .filter(person::state.eq_any(standing::in_force()))
            .select((session::person_id, session::csrf, session::seen_at, person::administrator))
            .first(&mut conn)
            .await
            .optional()?;
        let Some((who, csrf, seen, administrator)) = found else { return Ok(None) };
        let idle = if administrator { IDLE_ADMINISTRATOR } else { IDLE };
        if now - seen > idle {
            return Ok(None);
        }
        if now - seen > TOUCH {
            diesel::update(session::table.filter(session::id.eq(id).and(session::seen_at.lt(now))))
                .set(session::seen_at.eq(now))
                .execute(&mut conn)
                .await?;
        }
        Ok(Some(Session { id: id.to_owned(), person: who, csrf }))
    }

    /// Ends a session; its token and the access tokens made in it open nothing any more.
    pub async fn end_session(&self, id: &[u8], now: DateTime<Utc>) -> Result<(), DbError> {
        end(&mut *self.connection().await?, id, now).await
    }
}

async fn begin(
    conn: &mut AsyncPgConnection,
    who: Uuid,
    before: Option<&str>,
    now: DateTime<Utc>,
) -> Result<NewSession, DbError> {
    if let Some(before) = before {
        end(conn, &hash(before), now).await?;
    }
    let token = random();
    let begun = Session { id: hash(&token), person: who, csrf: random() };
    diesel::insert_into(session::table)
        .values((
            session::id.eq(&begun.id),
            session::person_id.eq(who),
            session::csrf.eq(&begun.csrf),
            session::created_at.eq(now),
            session::seen_at.eq(now),
            session::expires_at.eq(now + LIFE),
        ))
        .execute(conn)
        .await?;
    Ok(NewSession { token, session: begun })
}

async fn end(conn: &mut AsyncPgConnection, id: &[u8], now: DateTime<Utc>) -> Result<(), DbError> {
    diesel::update(session::table.filter(session::id.eq(id).and(session::ended_at.is_null())))
        .set(session::ended_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a person.
pub(super) async fn end_all(conn: &mut AsyncPgConnection, who: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    diesel::update(session::table.filter(session::person_id.eq(who).and(session::ended_at.is_null())))
        .set(session::ended_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
