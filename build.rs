//! Makes cargo notice a new migration folder (`embed_migrations!` only watches the files it already knows) and hands
//! the program a digest of all migrations, by which tests name their template database.

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    let mut files = Vec::new();
    collect(Path::new("migrations"), &mut files);
    files.sort();
    // FNV-1a: no security rests on it, and it needs no build dependency.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "sql" || e == "toml")) {
        let content = std::fs::read(file).unwrap_or_default();
        for byte in file.to_string_lossy().bytes().chain([0]).chain(content).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=ENTENTE_MIGRATIONS_DIGEST={hash:016x}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
