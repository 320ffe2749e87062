//! `entente read KIND`: reads one document from standard input in a process of its own, which limits itself before it
//! looks at the first byte, and answers as JSON. Whatever a hostile file does, it does it here.

use std::io::{Read, Write};

use rlimit::Resource;

use crate::exchange::document::{Document, DocumentKind, ReadError, extract};

const MEMORY: u64 = 512 * 1024 * 1024;
const SECONDS: u64 = 10;
const FILES: u64 = 64;
/// The largest upload; nothing larger is looked at.
const INPUT: u64 = 64 * 1024 * 1024;

/// Reads standard input, answers on standard output; 0 when the document could be read, 1 when not.
pub fn run(kind: DocumentKind) -> i32 {
    let answer = match limit(kind) {
        Ok(()) => guarded(kind),
        Err(_) => Err(ReadError::Died),
    };
    let written = serde_json::to_vec(&answer).ok().and_then(|json| std::io::stdout().write_all(&json).ok());
    i32::from(answer.is_err() || written.is_none())
}

/// Memory, time, open files, and no writing to disk. antiword copies what it gets from a pipe to an unnamed file before
/// it reads, so that for DOC as much as the largest upload may be written.
fn limit(kind: DocumentKind) -> std::io::Result<()> {
    let written = match kind {
        DocumentKind::Doc => INPUT,
        DocumentKind::Pdf | DocumentKind::Docx | DocumentKind::Text => 0,
    };
    for (resource, most) in [
        (Resource::CORE, 0),
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::NOFILE, FILES),
        (Resource::FSIZE, written),
    ] {
        // A limit that the parent made stricter stays.
        let (_, hard) = resource.get()?;
        let most = most.min(hard);
        resource.set(most, most)?;
    }
    Ok(())
}

fn guarded(kind: DocumentKind) -> Result<Document, ReadError> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(INPUT + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Died)?;
    if bytes.len() as u64 > INPUT {
        return Err(ReadError::TooLarge);
    }
    // The words of a panic would hold words of the document; the log is no place for them.
    std::panic::set_hook(Box::new(|_| {}));
    std::panic::catch_unwind(|| extract(kind, &bytes)).unwrap_or(Err(ReadError::Damaged))
}
