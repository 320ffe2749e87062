//! The Word format before 2007, through Debian's antiword or catdoc: nobody should write that reader twice.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::{ReadError, text};

/// The first bytes of the container that old Word files, and DOCX files with a password, live in.
pub(super) const CONTAINER: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What we take from the program at most.
const LIMIT: u64 = 16 * 1024 * 1024;

/// The program, its arguments for UTF-8 without wrapping from standard input.
const PROGRAMS: [(&str, &[&str]); 2] =
    [("antiword", &["-w", "0", "-m", "UTF-8.txt", "-"]), ("catdoc", &["-w", "-d", "utf-8", "-"])];

pub(super) fn lines(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    if !bytes.starts_with(&CONTAINER) {
        return Err(ReadError::Damaged);
    }
    if is_locked(bytes) {
        return Err(ReadError::Locked);
    }
    let mut refused = ReadError::NoReader;
    for (program, arguments) in PROGRAMS {
        match answer(program, arguments, bytes) {
            Ok(answer) => return Ok(rows(&text::decoded(&answer))),
            Err(ReadError::NoReader) => {}
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// Letters as the container spells its names: two bytes each.
pub(super) fn wide(name: &str) -> Vec<u8> {
    name.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether this is a protected DOCX in a container, or a Word file whose header has the bit "encrypted".
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let package = wide("EncryptedPackage");
    if bytes.windows(package.len()).any(|window| window == package) {
        return true;
    }
    // The header of the text stream (magic 0xA5EC) begins at a sector of 512 bytes; its flags are at offset 10.
    bytes.chunks_exact(512).any(|sector| sector[..2] == [0xec, 0xa5] && sector[11] & 0x01 != 0)
}

fn answer(program: &str, arguments: &[&str], bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| ReadError::NoReader)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else { return Err(ReadError::Died) };
    let mut out = Vec::new();
    let read = std::thread::scope(|scope| {
        // A reader that stops listening is no fault of ours: what it prints decides.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        stdout.take(LIMIT + 1).read_to_end(&mut out)
    });
    if read.is_err() || out.len() as u64 > LIMIT {
        drop(child.kill());
        drop(child.wait());
        return Err(ReadError::TooLarge);
    }
    let status = child.wait().map_err(|_| ReadError::Died)?;
    match status.code() {
        Some(0) => Ok(out),
        Some(_) => Err(ReadError::Damaged),
        None => Err(ReadError::Died),
    }
}

/// antiword draws tables as `|cell |cell |` and wraps inside the cells, breaking words that fill one.
fn rows(printed: &str) -> Vec<String> {
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut above: Option<Vec<&str>> = None;
    for line in printed.lines() {
        let Some(inner) = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else {
            if above.take().is_some() {
                lines.push(Vec::new());
            }
            lines.push(vec![line.to_owned()]);
            continue;
        };
        let cells: Vec<&str> = inner.split('|').collect();
        let mut row: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        if let (Some(above), Some(last)) = (&above, lines.last_mut())
            && above.len() == cells.len()
            && row.first().is_some_and(String::is_empty)
        {
            mend(last, &mut row, above, &cells);
        }
        above = Some(cells);
        if row.iter().any(|cell| !cell.is_empty()) {
            lines.push(row);
        }
    }
    lines.into_iter().map(|row| row.join("\t")).collect()
}

/// Gives the line above the rest of each word that had no room in its cell.
fn mend(last: &mut [String], row: &mut [String], above: &[&str], cells: &[&str]) {
    for (((last, rest), above), cell) in last.iter_mut().zip(row).zip(above).zip(cells) {
        if !last.is_empty() && !above.ends_with(' ') && !cell.starts_with(' ') {
            last.push_str(rest);
            rest.clear();
        }
    }
}
