//! One letter to one person, and its bytes. The bytes follow from the letter alone (date, identifier and boundaries
//! included), so a second attempt sends exactly what the first one did and a server can see that it has it already.

use chrono::{DateTime, Utc};
use lettre::address::Envelope;
use lettre::message::header::{self, ContentTransferEncoding, ContentType, HeaderName, HeaderValue, Headers};
use lettre::message::{MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::headers;

/// Who writes or reads: a name (may be empty) and an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub address: String,
}

impl Party {
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Party { name: name.into(), address: address.into() }
    }
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// `application/pdf`; what is no media type goes as `application/octet-stream`.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// One letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `event.recipient@domain`, with or without angle brackets.
    pub message_id: String,
    pub from: Party,
    pub to: Party,
    pub reply_to: Option<Party>,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    /// The thread, oldest first.
    pub references: Vec<String>,
    pub in_reply_to: Option<String>,
    pub date: DateTime<Utc>,
    pub attachments: Vec<Attachment>,
    pub list_id: Option<String>,
}

/// Why a letter cannot be written at all: trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LetterError {
    #[error("not an address: {0}")]
    Address(String),
    #[error("not a message identifier: {0}")]
    MessageId(String),
    #[error("no envelope: {0}")]
    Envelope(String),
}

impl Letter {
    /// The letter as it goes over the wire (RFC 5322, lines end in CRLF).
    pub fn raw(&self) -> Result<Vec<u8>, LetterError> {
        let mut raw = self.headers()?.to_string().into_bytes();
        raw.extend(match self.body() {
            Body::Single(part) => part.formatted(),
            Body::Multi(parts) => parts.formatted(),
        });
        Ok(raw)
    }

    /// Sender and recipient as the server is told them: the one `To`, never what a header might say.
    pub(super) fn envelope(&self) -> Result<Envelope, LetterError> {
        let (from, to) = (headers::address(&self.from.address)?, headers::address(&self.to.address)?);
        Envelope::new(Some(from), vec![to]).map_err(|error| LetterError::Envelope(error.to_string()))
    }

    /// The headers above the body's own. lettre's `Message` is not used, because it reads its headers back and adds
    /// the clock where it cannot.
    fn headers(&self) -> Result<Headers, LetterError> {
        let message_id =
            headers::message_id(&self.message_id).ok_or_else(|| LetterError::MessageId(self.message_id.clone()))?;
        let mut set = Headers::new();
        set.set(header::From::from(headers::mailboxes(&self.from)?));
        set.set(header::To::from(headers::mailboxes(&self.to)?));
        if let Some(party) = &self.reply_to {
            set.set(header::ReplyTo::from(headers::mailboxes(party)?));
        }
        set.insert_raw(headers::subject(&self.subject));
        set.insert_raw(line("Date", self.date.format("%a, %d %b %Y %H:%M:%S +0000").to_string()));
        set.insert_raw(line("Message-ID", message_id));
        if let Some(id) = self.in_reply_to.as_deref().and_then(headers::message_id) {
            set.insert_raw(line("In-Reply-To", id));
        }
        if let Some(ids) = headers::references(&self.references) {
            set.insert_raw(line("References", ids));
        }
        if let Some(id) = self.list_id.as_deref().and_then(headers::list_id) {
            set.insert_raw(line("List-Id", id));
        }
        // Nobody's holiday notice answers a tracker (RFC 3834; the second is what Exchange reads).
        set.insert_raw(line("Auto-Submitted", "auto-generated".to_owned()));
        set.insert_raw(line("X-Auto-Response-Suppress", "All".to_owned()));
        set.set(header::MIME_VERSION_1_0);
        Ok(set)
    }

    /// `mixed(alternative(text, html), attachments)`, each wrapping only where there is something to wrap.
    fn body(&self) -> Body {
        let text = SinglePart::plain(clean(&self.text));
        let body = match &self.html {
            None => Body::Single(text),
            Some(html) => Body::Multi(
                MultiPart::alternative()
                    .boundary(self.boundary("alternative"))
                    .singlepart(text)
                    .singlepart(SinglePart::html(clean(html))),
            ),
        };
        if self.attachments.is_empty() {
            return body;
        }
        let mixed = MultiPart::mixed().boundary(self.boundary("mixed"));
        let mixed = match body {
            Body::Single(part) => mixed.singlepart(part),
            Body::Multi(parts) => mixed.multipart(parts),
        };
        Body::Multi(self.attachments.iter().fold(mixed, |parts, file| parts.singlepart(file.part())))
    }

    /// A boundary from what the letter says: the same letter has the same one, and no text can hold its own digest.
    fn boundary(&self, kind: &str) -> String {
        let mut digest = Sha256::new();
        for piece in [kind, &self.message_id, &self.text, self.html.as_deref().unwrap_or_default()] {
            digest.update((piece.len() as u64).to_be_bytes());
            digest.update(piece.as_bytes());
        }
        hex::encode(&digest.finalize()[..20])
    }
}

impl Attachment {
    /// Always base64: bytes arrive as they are, and no line of a file can look like a boundary.
    fn part(&self) -> SinglePart {
        let known = self.media_type.is_ascii().then(|| ContentType::parse(&self.media_type).ok()).flatten();
        // A part that called itself multipart or a message would be taken apart by readers instead of being shown.
        let composite = ["multipart/", "message/"].iter().any(|kind| self.media_type.to_lowercase().starts_with(kind));
        let part = SinglePart::builder()
            .header(header::ContentDisposition::attachment(&headers::file_name(&self.name)))
            .header(ContentTransferEncoding::Base64);
        let part = match known.filter(|_| !composite) {
            Some(kind) => part.content_type(kind),
            None => part.header(OctetStream),
        };
        part.body(self.bytes.clone())
    }
}

enum Body {
    Single(SinglePart),
    Multi(MultiPart),
}

fn line(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Text with one kind of line end and without the controls that no mail may carry.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// `Content-Type: application/octet-stream`, which lettre has no constant for.
#[derive(Clone)]
struct OctetStream;

impl header::Header for OctetStream {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Type")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(OctetStream)
    }

    fn display(&self) -> HeaderValue {
        line("Content-Type", "application/octet-stream".to_owned())
    }
}
