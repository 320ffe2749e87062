//! Reads forms, urlencoded or with files, into the fields that `domain::form` takes. Nothing is trusted here: every part
//! has a limit, and text that cannot be text is told at its field.

mod fields;
mod file;
mod multipart;

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::auth::{self, Caller, FormIsOurs};
use super::error::Problem;
use crate::write::upkeep::file::Handed;
use fields::Collected;

pub use file::clean_name;

/// The largest file, and the largest body with all its files.
pub const FILE_BYTES: usize = 25 * 1024 * 1024;
pub const BODY_BYTES: usize = 60 * 1024 * 1024;
pub const FILES: usize = 20;
pub const FIELDS: usize = 2_000;
/// The largest form without files, and the largest field of one with files: 200,000 characters of four bytes, and room.
pub(super) const TEXT_BYTES: usize = 4 * 1024 * 1024;
/// How long a body may take to arrive.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// What was handed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submitted {
    pub csrf: String,
    /// The idempotency key.
    pub key: String,
    /// The version of the subject that the reader saw.
    pub version: Option<i32>,
    /// The list that should get more rows: nothing else is to be done.
    pub more: Option<String>,
    pub fields: Map<String, Value>,
    pub files: Vec<Upload>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub field: String,
    /// Without a path and without invisible characters.
    pub name: String,
    /// As the browser says.
    pub media_type: String,
    pub bytes: Bytes,
}

impl Upload {
    /// As it is stored for whoever brought it.
    pub fn handed(&self, by: Uuid) -> Handed<'_> {
        Handed { by, name: &self.name, media_type: &self.media_type, bytes: &self.bytes }
    }
}

/// A form of ours, handed in by somebody who is signed in: the session lives, and the form carries its token. Nothing of
/// the body is read before the session is known.
pub struct Posted {
    pub caller: Caller,
    pub form: Submitted,
}

impl Submitted {
    /// The text of a field; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Reads the body of a request.
    pub async fn read(request: &HttpRequest, payload: Payload) -> Result<Submitted, Problem> {
        let kind = request.content_type().to_ascii_lowercase();
        let declared =
            request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        if declared.is_some_and(|bytes: usize| bytes > BODY_BYTES) {
            return Err(Problem::TooLarge);
        }
        let reading = async {
            match kind.as_str() {
                "application/x-www-form-urlencoded" => urlencoded(&body(payload, TEXT_BYTES).await?),
                "multipart/form-data" => multipart::read(request, payload).await,
                _ => Err(Problem::MediaType),
            }
        };
        match tokio::time::timeout(PATIENCE, reading).await {
            Ok(read) => read,
            Err(_) => Err(Problem::Late),
        }
    }
}

impl FromRequest for Posted {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Posted, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = auth::app(&request)?;
            let session = auth::session(&request, &app).await?.ok_or_else(|| auth::sign_in_first(&request))?;
            let form = Submitted::read(&request, payload).await?;
            if auth::same(&form.csrf, &session.csrf) {
                request.extensions_mut().insert(FormIsOurs);
            }
            let caller = auth::known(&request).await?.ok_or_else(|| auth::sign_in_first(&request))?;
            Ok(Posted { caller, form })
        })
    }
}

/// The whole body, up to a limit.
pub(super) async fn body(mut payload: Payload, most: usize) -> Result<BytesMut, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::Unreadable)?;
        if bytes.len() + chunk.len() > most {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn urlencoded(body: &[u8]) -> Result<Submitted, Problem> {
    let mut collected = Collected::default();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let mut half = || decoded(halves.next().unwrap_or_default());
        let (name, value) = (half(), half());
        collected.add(&name, &value)?;
    }
    collected.done()
}

fn decoded(encoded: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_encoding::percent_decode(&spaced).collect()
}

#[cfg(test)]
mod tests;
