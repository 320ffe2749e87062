//! Has a document read by a child process (`entente read KIND`): a file that makes the reader loop, panic or die takes
//! nobody else with it.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use super::document::{Document, DocumentKind, ReadError};

const PATIENCE: Duration = Duration::from_secs(10);
const LIMIT: u64 = 16 * 1024 * 1024;
/// Where antiword is found and how it spells: all that the child is told.
const SURROUNDINGS: [(&str, &str); 3] = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("HOME", "/"), ("LANG", "C.UTF-8")];
/// The signal that ends a process at its limit of processor time.
const SIGXCPU: i32 = 24;

/// Reads a document with `program`, the binary that this code is part of.
pub async fn read(program: &Path, kind: DocumentKind, bytes: &[u8]) -> Result<Document, ReadError> {
    let mut child = Command::new(program)
        .args(["read", kind.word()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // The reader gets none of the service's secrets.
        .env_clear()
        .envs(SURROUNDINGS)
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| ReadError::Died)?;
    let answered = tokio::time::timeout(PATIENCE, answer(&mut child, bytes)).await;
    let (out, status) = match answered {
        Ok(answer) => answer?,
        Err(_) => {
            drop(child.kill().await);
            return Err(ReadError::TooSlow);
        }
    };
    if let Some(signal) = status.signal() {
        return Err(if signal == SIGXCPU { ReadError::TooSlow } else { ReadError::Died });
    }
    serde_json::from_slice::<Result<Document, ReadError>>(&out).unwrap_or(Err(ReadError::Died))
}

async fn answer(child: &mut Child, bytes: &[u8]) -> Result<(Vec<u8>, ExitStatus), ReadError> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(ReadError::Died);
    };
    let mut out = Vec::new();
    // A child that refuses early closes its end of the pipe: its answer counts, not our failure to write.
    let writing = async move {
        drop(stdin.write_all(bytes).await);
        drop(stdin.shutdown().await);
    };
    let mut limited = stdout.take(LIMIT + 1);
    let ((), read) = tokio::join!(writing, limited.read_to_end(&mut out));
    read.map_err(|_| ReadError::Died)?;
    if out.len() as u64 > LIMIT {
        drop(child.kill().await);
        return Err(ReadError::TooLarge);
    }
    let status = child.wait().await.map_err(|_| ReadError::Died)?;
    Ok((out, status))
}
