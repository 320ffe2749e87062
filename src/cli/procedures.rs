//! `entente procedures`: prints the procedures to `docs/procedures`, or checks that what stands there is what the tables
//! say.

use std::io;
use std::path::Path;

use crate::domain::procedure::{document, printed};

/// The documents by file name, in the words of `say`.
pub fn documents(say: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let all = printed::all();
    let mut files: Vec<(String, String)> =
        all.iter().map(|one| (format!("{}.md", one.name), document::markdown(one, say))).collect();
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
