//! What a statement says: the fields that a draft is made of and that an approval binds to, and their hash.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::named::Named;
use super::reference::Purpose;

/// A contact block as the ITU-T form prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub name: String,
    pub organisation: String,
    pub country: String,
    pub tel: String,
    pub email: String,
}

/// A file that goes with a statement; the bytes stand under their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// sha256, 64 hexadecimal digits.
    pub hash: String,
    pub name: String,
    pub media_type: String,
    /// The document itself as it came in, or an attachment.
    pub original: bool,
}

/// One addressee as planned: a known body, or the words as printed where nobody knows it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub body: Option<Uuid>,
    pub printed: String,
    pub purpose: Purpose,
    /// Whole day in the sender's zone.
    pub deadline: Option<NaiveDate>,
}

impl Addressee {
    /// As hashes, events and forms have it.
    pub fn row(&self) -> Value {
        json!({"body": self.body, "printed": self.printed, "purpose": self.purpose.name(), "deadline": self.deadline})
    }
}

/// The content of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What it is on, without "LS on" (PR-17); the title is composed.
    pub topic: String,
    pub language: String,
    /// Meeting, place and dates, or "by correspondence".
    pub prepared_at: String,
    pub abstract_text: String,
    /// CommonMark without raw HTML.
    pub body: String,
    pub contacts: Vec<Contact>,
    pub destinations: Vec<Addressee>,
    pub files: Vec<FileRef>,
}

/// Words of the abstract, as its limit of 200 counts them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

impl Content {
    /// sha256 over the RFC 8785 JSON of the content: what an approval binds to. Numbers are not part of it.
    pub fn hash(&self, title: &str) -> Vec<u8> {
        let destinations: Vec<_> = self.destinations.iter().map(Addressee::row).collect();
        let value = json!({
            "title": title, "language": self.language, "prepared_at": self.prepared_at, "abstract": self.abstract_text,
            "body": self.body, "contacts": self.contacts, "destinations": destinations, "files": self.files,
        });
        // Canonical JSON of a value without floats cannot fail; an empty hash would match nothing.
        serde_json_canonicalizer::to_vec(&value).map(|bytes| Sha256::digest(bytes).to_vec()).unwrap_or_default()
    }

    /// The latest day by which an answer is asked.
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.destinations.iter().filter_map(|to| to.deadline).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_content_is_in_its_hash() {
        let content = Content { topic: "ToR".into(), body: "text".into(), ..Content::default() };
        let hash = content.hash("LS on ToR");
        assert_eq!(hash.len(), 32);
        assert_ne!(hash, content.hash("LS on ToR 2"));
        let to = Addressee { body: None, printed: "SC 27".into(), purpose: Purpose::Action, deadline: None };
        let other = Content { destinations: vec![to.clone()], ..content.clone() };
        assert_ne!(hash, other.hash("LS on ToR"));
        let third = Content { destinations: vec![Addressee { purpose: Purpose::Comment, ..to }], ..content };
        assert_ne!(other.hash("LS on ToR"), third.hash("LS on ToR"));
    }
}
