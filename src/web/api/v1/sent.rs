//! What a program sends: JSON with its circumstances in the headers, or the bytes of a file. Who asks is known before
//! anything of the body is read.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, HeaderMap, IF_MATCH};
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};

use crate::domain::form::FieldProblem;
use crate::domain::said::Said;
use crate::said;
use crate::web::auth::{self, Caller};
use crate::web::error::Problem;
use crate::web::form::{self, FILE_BYTES, PATIENCE, Submitted, TEXT_BYTES};

const KEY: &str = "Idempotency-Key";
/// The longest key.
const KEY_LENGTH: usize = 200;

/// An act, asked for by somebody who is signed in.
pub struct Sent {
    pub caller: Caller,
    pub form: Submitted,
    /// The version stands in `If-Match`: another one that stands now is a failed precondition.
    pub conditional: bool,
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Sent, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = auth::known(&request).await?.ok_or_else(|| auth::sign_in_first(&request))?;
            let mut fields = object(&request, payload).await?;
            let version = version(request.headers(), fields.remove("version"))?;
            let key = key(request.headers())?;
            let conditional = version.is_some() && request.headers().contains_key(IF_MATCH);
            Ok(Sent { caller, form: Submitted { key, version, fields, ..Submitted::default() }, conditional })
        })
    }
}

/// The body as a JSON object; no body is an empty one. Nesting beyond 128 is not read.
pub async fn object(request: &HttpRequest, payload: Payload) -> Result<Map<String, Value>, Problem> {
    let bytes = bytes(request, payload, TEXT_BYTES).await?;
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    let kind = request.content_type().to_ascii_lowercase();
    if kind != "application/json" && !kind.ends_with("+json") {
        return Err(Problem::MediaType);
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) | Err(_) => Err(Problem::Unreadable),
    }
}

/// The bytes of a file; none is a problem.
pub async fn file(request: &HttpRequest, payload: Payload) -> Result<BytesMut, Problem> {
    let bytes = bytes(request, payload, FILE_BYTES).await?;
    if bytes.is_empty() { Err(wrong("file", said!("intake-file-missing"))) } else { Ok(bytes) }
}

/// The bytes as they are: packed ones could unfold to any size.
async fn bytes(request: &HttpRequest, payload: Payload, most: usize) -> Result<BytesMut, Problem> {
    if request.headers().get(CONTENT_ENCODING).is_some_and(|packed| packed != "identity") {
        return Err(Problem::MediaType);
    }
    match tokio::time::timeout(PATIENCE, form::body(payload, most)).await {
        Ok(read) => read,
        Err(_) => Err(Problem::Late),
    }
}

/// What is wrong with one field.
pub fn wrong(field: &str, said: Said) -> Problem {
    Problem::Fields(vec![FieldProblem { field: field.to_owned(), said }])
}

/// The version that the program looked at: `If-Match`, or the field `version`. Both must say the same.
fn version(headers: &HeaderMap, field: Option<Value>) -> Result<Option<i32>, Problem> {
    let in_body = match field {
        None | Some(Value::Null) => None,
        Some(value) => {
            let read = value.as_i64().and_then(|number| i32::try_from(number).ok());
            Some(read.ok_or_else(|| wrong("version", said!("api-version")))?)
        }
    };
    let in_head = match headers.get(IF_MATCH) {
        None => None,
        Some(value) => of_tag(value.to_str().unwrap_or_default())?,
    };
    match (in_head, in_body) {
        (Some(head), Some(body)) if head != body => Err(wrong("version", said!("api-two-versions"))),
        (head, body) => Ok(head.or(body)),
    }
}

/// `"7"`, as our own ETag says it; `*` is any version.
fn of_tag(tag: &str) -> Result<Option<i32>, Problem> {
    let tag = tag.trim();
    if tag == "*" {
        return Ok(None);
    }
    let bare = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(tag);
    bare.parse().map(Some).map_err(|_| wrong("If-Match", said!("api-if-match")))
}

/// The idempotency key; empty where none was sent.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(KEY) else { return Ok(String::new()) };
    match value.to_str().map(str::trim) {
        Ok(key) if !key.is_empty() && key.len() <= KEY_LENGTH => Ok(key.to_owned()),
        Ok(_) | Err(_) => Err(wrong(KEY, said!("api-key", most = KEY_LENGTH as i64))),
    }
}
