//! From a row of the outbox to a letter: the facts frozen at commit said in the reader's language. The same row gives
//! the same letter, so that a second attempt sends what the first one sent.

pub mod digest;
mod lines;
pub mod several;
mod sheet;
mod templates;

use sha2::{Digest, Sha256};

use super::letter::{Letter, Party};
use crate::config::Config;
use crate::domain::digest::DIGEST;
use crate::domain::named::Named;
use crate::domain::notice::Notice;
use crate::facts::letter::{Around, OutboxRow};
use crate::words::Words;
pub use sheet::LetterFacts;
use sheet::Sheet;

/// What all letters of a deployment share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// `https://entente.example.org`, without a slash at the end.
    pub public_url: String,
    /// The right-hand side of Message-IDs.
    pub domain: String,
    pub from: Party,
}

impl MailSettings {
    /// The settings of mail.
    pub fn of(config: &Config) -> MailSettings {
        MailSettings {
            public_url: config.public_url.trim_end_matches('/').to_owned(),
            domain: config.mail_domain.clone(),
            from: party(&config.mail_from),
        }
    }

    /// The same with another sender, where there is one.
    pub fn sent_by(self, sender: Option<&str>) -> MailSettings {
        let from = sender.map(party);
        MailSettings { from: from.unwrap_or_else(|| self.from.clone()), ..self }
    }
}

/// `Name <address>` or an address alone.
pub fn party(text: &str) -> Party {
    match text.trim().strip_suffix('>').and_then(|rest| rest.split_once('<')) {
        Some((name, address)) => Party::new(name.trim().trim_matches('"'), address.trim()),
        None => Party::new("", text.trim()),
    }
}

/// Why a row gives no letter: our own data is not as it must be.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("there is no notice {0:?}")]
    Notice(String),
    #[error("the facts of the letter are not readable: {0}")]
    Facts(#[from] serde_json::Error),
    #[error("the template failed: {0}")]
    Template(#[from] askama::Error),
}

/// Writes the letter of this row, which tells of one event or is a digest, without its attachments; `left_out` names files that are too large to go with it.
pub fn compose(
    row: &OutboxRow,
    around: &Around,
    left_out: &[String],
    words: &Words,
    settings: &MailSettings,
) -> Result<Letter, ComposeError> {
    if row.notice == DIGEST {
        return digest::compose(row, settings);
    }
    let notice = Notice::from_name(&row.notice).ok_or_else(|| ComposeError::Notice(row.notice.clone()))?;
    let sheet = Sheet::new(row, notice, around, left_out, words, settings)?;
    let said = templates::render(notice, &sheet)?;
    let root = format!("{}@{}", sheet.handle.to_lowercase(), settings.domain);
    Ok(Letter {
        message_id: message_id(row, settings),
        // Whoever reads outside knows the body that writes, not the program that carries it.
        from: sheet
            .signed
            .as_ref()
            .map_or_else(|| settings.from.clone(), |name| Party::new(name, &settings.from.address)),
        to: Party::new(&row.name, &row.address),
        reply_to: around.answers_to.as_ref().map(|(name, address)| Party::new(name, address)),
        subject: said.subject.trim().to_owned(),
        text: tidied(&said.text),
        html: Some(said.html),
        references: vec![root.clone()],
        in_reply_to: Some(root),
        // Frozen with the row: the time of the attempt would make each attempt another letter.
        date: row.not_before,
        attachments: Vec::new(),
        list_id: Some(format!("{}.{}", sheet.handle, settings.domain)),
    })
}

/// The event and a hash of the address: one letter an event and address has one identifier for ever.
fn message_id(row: &OutboxRow, settings: &MailSettings) -> String {
    let digest = Sha256::digest(row.address.to_lowercase().as_bytes());
    // What tells of many events is named by its own row.
    format!("{}.{}@{}", row.event_id.unwrap_or(row.id).simple(), hex::encode(&digest[..6]), settings.domain)
}

/// The line above what every letter ends with.
const SIGNATURE: &str = "-- ";

/// Never two empty lines, none at either end, no spaces at the ends of lines but in the mark of the signature (RFC 3676).
fn tidied(text: &str) -> String {
    let mut out = String::new();
    let mut empty = 0;
    for line in text.lines().map(|line| if line == SIGNATURE { line } else { line.trim_end() }) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{}\n", out.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_an_address_with_or_without_a_name() {
        assert_eq!(party("Entente <entente@example.org>"), Party::new("Entente", "entente@example.org"));
        assert_eq!(party("entente@example.org"), Party::new("", "entente@example.org"));
    }

    #[test]
    fn text_has_no_gaps() {
        assert_eq!(tidied("\n\na  \n\n\n\nb\n\n"), "a\n\nb\n");
    }
}
