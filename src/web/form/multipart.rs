//! Forms with files, part by part: nothing larger than its limit is ever held.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;

use super::fields::Collected;
use super::{BODY_BYTES, FILE_BYTES, FILES, Submitted, TEXT_BYTES, Upload, clean_name};
use crate::web::error::Problem;

pub(super) async fn read(request: &HttpRequest, payload: Payload) -> Result<Submitted, Problem> {
    let mut parts = Multipart::new(request.headers(), payload);
    let mut collected = Collected::default();
    let mut left = BODY_BYTES;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(problem)?;
        let given = part.content_disposition().and_then(|about| Some(about.get_filename()?.to_owned()));
        let name = part.name().unwrap_or_default().to_owned();
        let most = if given.is_some() { FILE_BYTES } else { TEXT_BYTES };
        let bytes = part_bytes(&mut part, most.min(left)).await?;
        left -= bytes.len();
        match given {
            None => collected.add(name.as_bytes(), &bytes)?,
            // A file field that nobody filled.
            Some(given) if given.is_empty() && bytes.is_empty() => {}
            Some(_) if collected.files() == FILES => return Err(Problem::TooLarge),
            Some(given) => collected.file(upload(&part, name, &given, bytes)),
        }
    }
    collected.done()
}

fn upload(part: &Field, field: String, given: &str, bytes: Bytes) -> Upload {
    let media_type = part.content_type().map_or("application/octet-stream", |kind| kind.essence_str()).to_owned();
    let field: String = field.chars().filter(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).take(80).collect();
    Upload { field, name: clean_name(given), media_type, bytes }
}

/// `Field::bytes` would read a part that is too large to its end first.
async fn part_bytes(part: &mut Field, most: usize) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(problem)?;
        if bytes.len() + chunk.len() > most {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn problem(error: MultipartError) -> Problem {
    match error {
        MultipartError::ContentTypeIncompatible | MultipartError::ContentTypeMissing => Problem::MediaType,
        MultipartError::Payload(PayloadError::Overflow) => Problem::TooLarge,
        _ => Problem::Unreadable,
    }
}
