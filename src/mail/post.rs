//! Where letters go: to a mail server, into a folder, or into memory. Sending ends in one of five ways, and the outbox
//! decides by them alone: accepted, refused for now, refused for good, no answer, or no server to ask.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::config::SmtpServer;

use super::letter::{Letter, LetterError};
pub use super::smtp::SmtpPost;

/// The server has the letter; its own words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub reply: String,
}

/// Why a letter has not been taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Try again later: 4xx, greylisted, or the connection broke while the letter was handed over (it may have
    /// arrived: the second attempt is byte-equal).
    Later { code: Option<u16>, text: String },
    /// Trying again does not help: 5xx, or a letter that cannot be written or sent at all (no code).
    Never { code: Option<u16>, text: String },
    /// No answer in time while the letter was handed over. It may have arrived, and nobody knows whether the letter is to
    /// blame or the server: the attempt counts, and the server is asked before the next letter.
    Late { text: String },
    /// There is no server to talk to (no connection, TLS, sign-in, 421 at greeting, no greeting in time): its state, not
    /// the letter's, so no attempt counts.
    NoServer { text: String },
}

/// A setting that names no post.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingError {
    #[error("not smtp://, smtps://, file: or memory:")]
    Scheme,
    #[error("no host in the address of the mail server")]
    Host,
    #[error("not a port: {0}")]
    Port(String),
    #[error("not tls=required, tls=opportunistic or tls=none: {0}")]
    Tls(String),
    #[error("TLS: {0}")]
    TlsSetup(String),
    #[error("no folder after file:")]
    Folder,
}

/// The way out.
#[derive(Clone, Debug)]
pub enum Post {
    Smtp(SmtpPost),
    /// One `.eml` file a letter, named by its Message-ID: a second attempt writes the same file.
    File(PathBuf),
    Memory(Memory),
}

impl Post {
    /// `smtp://[user:password@]host[:port][/ehlo-name][?tls=required|opportunistic|none]`, `smtps://…`,
    /// `file:///folder` or `memory:`. Without `tls`, loopback is plain, other hosts are asked for STARTTLS, and
    /// with a password they must offer it.
    pub fn from_setting(setting: &str) -> Result<Post, SettingError> {
        let setting = setting.trim();
        if setting == "memory:" {
            return Ok(Post::Memory(Memory::default()));
        }
        if let Some(folder) = setting.strip_prefix("file:") {
            let folder = folder.strip_prefix("//").unwrap_or(folder);
            return if folder.is_empty() { Err(SettingError::Folder) } else { Ok(Post::File(PathBuf::from(folder))) };
        }
        SmtpPost::from_setting(setting).map(Post::Smtp)
    }

    /// This mail server.
    pub fn to(server: &SmtpServer) -> Result<Post, SettingError> {
        SmtpPost::from_setting(&server.setting()).map(Post::Smtp)
    }

    /// Hands one letter over.
    pub async fn send(&self, letter: &Letter) -> Result<Accepted, Refused> {
        let raw = letter.raw()?;
        match self {
            Post::Smtp(smtp) => smtp.send(&letter.envelope()?, &raw).await,
            Post::File(folder) => filed(folder, &letter.message_id, &raw).await,
            Post::Memory(memory) => memory.keep(letter, raw),
        }
    }

    /// Whether the server is there: asked once a minute while it is not, without a letter.
    pub async fn probe(&self) -> bool {
        match self {
            Post::Smtp(smtp) => smtp.probe().await,
            Post::File(folder) => tokio::fs::create_dir_all(folder).await.is_ok(),
            Post::Memory(memory) => memory.is_there(),
        }
    }
}

impl From<LetterError> for Refused {
    fn from(error: LetterError) -> Self {
        Refused::Never { code: None, text: error.to_string() }
    }
}

/// Written beside and renamed, so that nobody reads half a letter.
async fn filed(folder: &Path, message_id: &str, raw: &[u8]) -> Result<Accepted, Refused> {
    let gone = |error: io::Error| Refused::NoServer { text: error.to_string() };
    let name = file_name(message_id);
    let (part, whole) = (folder.join(format!(".{name}.part")), folder.join(&name));
    tokio::fs::create_dir_all(folder).await.map_err(gone)?;
    tokio::fs::write(&part, raw).await.map_err(gone)?;
    tokio::fs::rename(&part, &whole).await.map_err(gone)?;
    Ok(Accepted { reply: name })
}

/// Readable, and different for different identifiers whatever characters they hold.
fn file_name(message_id: &str) -> String {
    let readable: String = message_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@') { c } else { '_' })
        .take(100)
        .collect();
    let digest = hex::encode(&Sha256::digest(message_id.as_bytes())[..4]);
    format!("{}-{digest}.eml", readable.trim_matches(['_', '.']))
}

/// A letter that went into memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub letter: Letter,
    pub raw: Vec<u8>,
}

/// A post office in memory, for tests: keeps what it is given, and refuses what it is told to.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Drawer>>);

#[derive(Debug, Default)]
struct Drawer {
    kept: Vec<Kept>,
    refusals: VecDeque<Refused>,
}

impl Memory {
    /// What has been accepted, oldest first.
    pub fn letters(&self) -> Vec<Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).kept.clone()
    }

    /// Answers the next letter with this, and the ones after it with what is given next.
    pub fn refuse_next(&self, refusal: Refused) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).refusals.push_back(refusal);
    }

    fn keep(&self, letter: &Letter, raw: Vec<u8>) -> Result<Accepted, Refused> {
        let mut drawer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(refusal) = drawer.refusals.pop_front() {
            return Err(refusal);
        }
        drawer.kept.push(Kept { letter: letter.clone(), raw });
        Ok(Accepted { reply: drawer.kept.len().to_string() })
    }

    /// Takes one waiting "no server" with each asking, so that a test can say how long a server stays away.
    fn is_there(&self) -> bool {
        let mut drawer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let away = matches!(drawer.refusals.front(), Some(Refused::NoServer { .. }));
        if away {
            drawer.refusals.pop_front();
        }
        !away
    }
}
