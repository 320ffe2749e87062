//! The child process that reads documents.

use std::path::Path;
use std::time::{Duration, Instant};

use super::paper::{docx, p, packed};
use entente::exchange::child::read;
use entente::exchange::document::{DocumentKind, ReadError};

const OWN: &str = env!("CARGO_BIN_EXE_entente");

/// A program for the test that behaves as badly as the script says.
fn program(name: &str, script: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::temp_dir().join(format!("entente-reader-{}-{name}", std::process::id()));
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_read_by_a_process_of_its_own() {
    let document = read(Path::new(OWN), DocumentKind::Docx, &docx(&p("Read me"))).await.unwrap();
    assert_eq!(document.lines, ["Read me"]);
    let document = read(Path::new(OWN), DocumentKind::Text, b"# Read me").await.unwrap();
    assert_eq!(document.lines, ["# Read me"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_is_answered_with_its_reason() {
    assert_eq!(read(Path::new(OWN), DocumentKind::Pdf, b"nonsense").await, Err(ReadError::Damaged));
    let bomb = packed(&[("word/document.xml", &vec![b' '; 80 * 1024 * 1024])]);
    let start = Instant::now();
    assert_eq!(read(Path::new(OWN), DocumentKind::Docx, &bomb).await, Err(ReadError::TooLarge));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_hangs_is_stopped() {
    let path = program("hangs", "exec sleep 60");
    let start = Instant::now();
    assert_eq!(read(&path, DocumentKind::Pdf, &vec![0; 1024 * 1024]).await, Err(ReadError::TooSlow));
    assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
    std::fs::remove_file(path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_dies_or_babbles_takes_nobody_with_it() {
    let path = program("dies", "kill -9 $$");
    assert_eq!(read(&path, DocumentKind::Pdf, b"").await, Err(ReadError::Died));
    std::fs::remove_file(path).unwrap();
    let path = program("babbles", "exec cat /dev/zero");
    assert_eq!(read(&path, DocumentKind::Pdf, b"").await, Err(ReadError::TooLarge));
    std::fs::remove_file(path).unwrap();
    assert_eq!(read(Path::new("/nonexistent"), DocumentKind::Pdf, b"").await, Err(ReadError::Died));
}
