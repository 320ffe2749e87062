//! What stands behind the dump in a backup: what is in it, and a digest of every byte, so that a file that is no backup,
//! was cut off or was changed is known before anything is touched. `pg_restore` reads the file all the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;

/// How the files that `pg_dump -Fc` writes begin.
const DUMP: &[u8] = b"PGDMP";
/// The last bytes of a whole backup.
const END: &[u8; 8] = b"ENTENTE1";
/// What stands before them: eight bytes of the digest of the seal, eight of its length.
const FOOT: u64 = 8 + 8 + END.len() as u64;
/// A seal is a few kilobytes.
const LONGEST: u64 = 1024 * 1024;
const PIECE: usize = 1024 * 1024;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The version of the program that made it.
    pub program: String,
    pub made_at: DateTime<Utc>,
    /// The server's, as `150018`.
    pub postgresql: u32,
    pub migrations: Vec<String>,
    /// How many rows each table had in the dump's snapshot.
    pub tables: BTreeMap<String, i64>,
    /// Of the dump before the seal.
    pub size: u64,
    pub sha256: String,
}

/// Puts the seal behind the dump and waits until both are on the disk.
pub(super) fn close(path: &Path, seal: Seal) -> io::Result<Seal> {
    let mut file = File::options().read(true).append(true).open(path)?;
    let (size, sha256) = digest(&mut file, u64::MAX)?;
    let seal = Seal { size, sha256, ..seal };
    let text = serde_json::to_vec(&seal)?;
    file.write_all(&text)?;
    file.write_all(&short(&text))?;
    file.write_all(&(text.len() as u64).to_be_bytes())?;
    file.write_all(END)?;
    file.sync_all()?;
    Ok(seal)
}

/// The seal of a backup that is whole: every byte is read.
pub fn inspect(path: &Path) -> Result<Seal, BackupError> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut begins = Vec::new();
    (&mut file).take(DUMP.len() as u64).read_to_end(&mut begins)?;
    if begins != DUMP {
        return Err(BackupError::NotABackup);
    }
    let (seal, dump) = read_seal(&mut file, length)?.ok_or(BackupError::CutOff)?;
    file.seek(SeekFrom::Start(0))?;
    match digest(&mut file, dump)? {
        (size, sha256) if size == seal.size && sha256 == seal.sha256 => Ok(seal),
        _ => Err(BackupError::Damaged),
    }
}

/// The seal and how long the dump before it is; none where the file does not end as one.
fn read_seal(file: &mut File, length: u64) -> Result<Option<(Seal, u64)>, BackupError> {
    let Some(foot) = length.checked_sub(FOOT) else { return Ok(None) };
    let mut bytes = [0; FOOT as usize];
    file.seek(SeekFrom::Start(foot))?;
    file.read_exact(&mut bytes)?;
    if &bytes[16..] != END {
        return Ok(None);
    }
    let long = u64::from_be_bytes(bytes[8..16].try_into().unwrap_or_default());
    let Some(dump) = foot.checked_sub(long).filter(|_| long <= LONGEST) else { return Err(BackupError::Damaged) };
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(dump))?;
    file.take(long).read_to_end(&mut text)?;
    if short(&text) != bytes[..8] {
        return Err(BackupError::Damaged);
    }
    let seal = serde_json::from_slice(&text).map_err(|_| BackupError::Damaged)?;
    Ok(Some((seal, dump)))
}

fn short(text: &[u8]) -> [u8; 8] {
    let mut first = [0; 8];
    first.copy_from_slice(&Sha256::digest(text)[..8]);
    first
}

/// The length and the sha256 of the first so many bytes.
fn digest(file: &mut File, bytes: u64) -> io::Result<(u64, String)> {
    let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    let mut rest = file.take(bytes);
    loop {
        match rest.read(&mut piece)? {
            0 => return Ok((size, hex::encode(hash.finalize()))),
            n => {
                hash.update(&piece[..n]);
                size += n as u64;
            }
        }
    }
}
