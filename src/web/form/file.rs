//! Names of files as people send them: without a path, without what cannot be seen, short enough to be shown.

use crate::domain::text;

const LONGEST: usize = 150;

/// The name without path, control characters and marks that turn the direction of what follows (with which
/// `xcod.exe` is shown as `exe.docx`); at most 150 characters, its ending kept.
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = text::seen(last).chars().filter(|c| !c.is_control()).collect();
    let name = visible.trim().trim_end_matches(['.', ' ']).to_owned();
    let name = if name.trim_start_matches('.').is_empty() { "file".to_owned() } else { name };
    if name.chars().count() <= LONGEST {
        return name;
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
        Some(_) | None => (name.as_str(), String::new()),
    };
    let room = LONGEST - ending.chars().count();
    stem.chars().take(room).chain(ending.chars()).collect()
}
