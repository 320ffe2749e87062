//! `entente procedures`: prints the procedures to `docs/procedures`, or checks that what stands there is what the tables
//! say.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::console;
use super::failure::Failure;
use crate::domain::procedure::{document, printed};
use crate::said;
use crate::words::Words;

/// The documents by file name, in the words of `say`.
pub fn documents(say: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let all = printed::all();
    let mut files: Vec<(String, String)> =
        all.iter().map(|one| (format!("{}.md", one.name), document::markdown(one, say))).collect();
    files.push(("liaison.md".to_owned(), document::liaison(&all, say)));
    files.push(("access.md".to_owned(), document::access(&all, say)));
    files.push(("mail.md".to_owned(), document::mail(&all, say)));
    files
}

/// Writes what differs, or with `check` only looks. True: every file was already as printed.
pub fn run(folder: &Path, check: bool, say: &dyn Fn(&str) -> String) -> io::Result<bool> {
    let mut same = true;
    for (name, text) in documents(say) {
        let path = folder.join(name);
        let there = match std::fs::read_to_string(&path) {
            Ok(there) => Some(there),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if there.as_deref() == Some(text.as_str()) {
            continue;
        }
        same = false;
        if !check {
            std::fs::create_dir_all(folder)?;
            std::fs::write(&path, text)?;
        }
    }
    Ok(same)
}

/// Print the procedures.
#[derive(clap::Args, Debug)]
pub struct Procedures {
    /// One of them: liaison, statement, destination, registration, allocation, note, meeting, record, access, mail. Without
    /// it, their names
    name: Option<String>,
    /// Write docs/procedures/ from the tables
    #[arg(long, conflicts_with = "name")]
    write: bool,
    /// Say whether docs/procedures/ is what the tables say
    #[arg(long, conflicts_with_all = ["name", "write"])]
    check: bool,
}

/// The verb: one document on standard output, or all of them in the folder.
pub fn verb(which: &Procedures, words: &Words) -> Result<ExitCode, Failure> {
    let say = |key: &str| words.t(key);
    if which.write || which.check {
        let same = run(Path::new("docs/procedures"), which.check, &say)?;
        if which.check && !same {
            return Err(said!("cli-procedures-differ").into());
        }
        console::line(words.t("cli-procedures-same"));
        return Ok(ExitCode::SUCCESS);
    }
    let documents = documents(&say);
    let names: Vec<&str> = documents.iter().map(|(file, _)| file.trim_end_matches(".md")).collect();
    match &which.name {
        None => names.iter().for_each(console::line),
        Some(name) => match documents.iter().find(|(file, _)| file.trim_end_matches(".md") == name) {
            Some((_, text)) => console::line(text.trim_end()),
            None => return Err(said!("cli-no-procedure", name = name.clone(), names = names.join(", ")).into()),
        },
    }
    Ok(ExitCode::SUCCESS)
}
