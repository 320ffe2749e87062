//! Access tokens for programs: signed, good for a quarter of an hour, and only as long as the session in which they were
//! made lives; the database is asked each time.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::app::App;
use super::error::Problem;
use crate::domain::form::FieldProblem;
use crate::said;
use crate::write::upkeep::session::Session;
use crate::write::upkeep::sign_in::SignIn;

/// How long a token is good.
pub const LIFE: TimeDelta = TimeDelta::minutes(15);
const AUDIENCE: &str = "entente-api";

/// What a program gets for an address and a password.
#[derive(Clone, Debug, Serialize)]
pub struct AccessToken {
    pub access_token: String,
    pub token_type: &'static str,
    /// In seconds.
    pub expires_in: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// The person.
    sub: Uuid,
    /// The session's id.
    sid: String,
    iat: i64,
    exp: i64,
}

/// Signs a program in; `peer` is the network address that asks.
pub async fn sign_in(app: &App, email: &str, password: &str, peer: &str) -> Result<AccessToken, Problem> {
    let now = Utc::now();
    match app.upkeep.sign_in(email, password, peer, None, now).await? {
        SignIn::Welcome(begun) => give(app, &begun.session, now).await,
        SignIn::Wrong => Err(vec![FieldProblem { field: "password".to_owned(), said: said!("sign-in-wrong") }].into()),
        SignIn::TooMany => Err(Problem::TooMany),
    }
}

/// A token for this session.
pub async fn give(app: &App, session: &Session, now: DateTime<Utc>) -> Result<AccessToken, Problem> {
    let key = app.upkeep.access_token_key().await?;
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: AUDIENCE.to_owned(),
        sub: session.person,
        sid: hex::encode(&session.id),
        iat: now.timestamp(),
        exp: (now + LIFE).timestamp(),
    };
    let access_token = encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(&key))
        .map_err(|error| Problem::Broken(format!("access token: {error}")))?;
    Ok(AccessToken { access_token, token_type: "Bearer", expires_in: LIFE.num_seconds() })
}

/// The living session that the token names; none for a token that is wrong in any way.
pub async fn session(app: &App, token: &str) -> Result<Option<Session>, Problem> {
    if token.is_empty() || token.len() > 2_000 {
        return Ok(None);
    }
    let key = app.upkeep.access_token_key().await?;
    // Pinned: what the token's own header says is compared, never believed.
    let mut rules = Validation::new(Algorithm::HS256);
    rules.leeway = 0;
    rules.set_issuer(&[&app.config.public_url]);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let Ok(read) = decode::<Claims>(token, &DecodingKey::from_secret(&key), &rules) else { return Ok(None) };
    let Ok(id) = hex::decode(&read.claims.sid) else { return Ok(None) };
    let session = app.upkeep.session_by_id(&id, Utc::now()).await?;
    Ok(session.filter(|session| session.person == read.claims.sub))
}
