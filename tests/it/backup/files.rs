//! The file itself, and the commands that write and read it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use chrono::Utc;
use entente::db::backup::{self, BackupError, Seal};
use sha2::{Digest, Sha256};

use super::{Folder, dumped, furnished, value};
use crate::support::database::Database;

/// The program on this database: what it said, and its exit code.
fn entente(database: &Database, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.args(arguments).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", "/nonexistent");
    let Output { status, stdout, stderr } = command.env("DATABASE_URL", &database.urls.owner).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(stdout) + &text(stderr), status.code().unwrap())
}

/// The same dump under a seal that says something else, as a newer program would write it.
fn resealed(file: &Path, change: impl Fn(&mut Seal)) -> Vec<u8> {
    let mut bytes = std::fs::read(file).unwrap();
    let mut seal = backup::inspect(file).unwrap();
    change(&mut seal);
    bytes.truncate(seal.size as usize);
    let text = serde_json::to_vec(&seal).unwrap();
    bytes.extend(&text);
    bytes.extend(&Sha256::digest(&text)[..8]);
    bytes.extend((text.len() as u64).to_be_bytes());
    bytes.extend(b"ENTENTE1");
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_whole_backup_of_ours_is_refused_before_anything_is_touched() {
    let (world, folder) = (furnished().await, Folder::new());
    let (whole, wrong) = (folder.file("whole"), folder.file("wrong"));
    dumped(&world.database, &whole).await;
    let bytes = std::fs::read(&whole).unwrap();
    let seal = backup::inspect(&whole).unwrap();
    let mut flipped = bytes.clone();
    flipped[seal.size as usize / 2] ^= 1;
    let mut said_otherwise = bytes.clone();
    said_otherwise[seal.size as usize + 20] ^= 1;
    let newer = resealed(&whole, |seal| seal.migrations.push("29991231000001".into()));
    let copy = Database::bare().await;
    for (bytes, why) in [
        (bytes[..bytes.len() - 1].to_vec(), "is not whole"),
        (bytes[..bytes.len() / 2].to_vec(), "is not whole"),
        (bytes[..seal.size as usize].to_vec(), "is not whole"),
        (b"PGDMP".to_vec(), "is not whole"),
        (flipped, "is damaged"),
        (said_otherwise, "is damaged"),
        (newer, "newer version"),
        (b"A letter to my aunt.".to_vec(), "no backup of Entente"),
        (Vec::new(), "no backup of Entente"),
    ] {
        std::fs::write(&wrong, bytes).unwrap();
        let (said, code) = entente(&copy, &["restore", wrong.to_str().unwrap()]);
        assert!(code == 1 && said.contains(why), "{why}: {code} {said}");
    }
    let (said, code) = entente(&copy, &["restore", folder.file("nowhere").to_str().unwrap()]);
    assert!(code == 1 && said.contains("nowhere: "), "{said}");
    assert_eq!(value(&copy, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_back_up_restore_and_release_and_doctor_says_so() {
    let (world, folder) = (furnished().await, Folder::new());
    let (file, database) = (folder.file("all.backup"), &world.database);
    let name = file.to_str().unwrap();
    assert!(entente(database, &["doctor"]).0.contains("none was ever made"));
    let (said, code) = entente(database, &["backup", name]);
    assert!(code == 0 && said.contains("holds everything"), "{said}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(entente(database, &["doctor"]).0.contains("by entente backup (uid "));
    let first = std::fs::read(&file).unwrap();
    let (said, code) = entente(database, &["backup", name]);
    assert!(code == 1 && said.contains("--overwrite") && std::fs::read(&file).unwrap() == first, "{said}");
    assert_eq!(entente(database, &["backup", "--overwrite", name]).1, 0);
    assert!(std::fs::read(&file).unwrap() != first);
    assert_eq!(folder.names(), ["all.backup"], "nothing half made is left");

    let (said, code) = entente(database, &["restore", name]);
    assert!(code == 1 && said.contains("only into an empty one"), "{said}");
    // A database that was only migrated is as good as an empty one.
    let copy = Database::new().await;
    let (said, code) = entente(&copy, &["restore", name]);
    assert!(code == 0 && said.contains("letters wait, and none leaves"), "{said}");
    let (said, code) = entente(&copy, &["doctor"]);
    assert!(code == 1 && said.contains("this database is a copy") && said.contains("was restored from"), "{said}");
    assert!(said.contains("none of this copy yet") && !said.contains("nothing to lose"), "{said}");
    let (said, code) = entente(&copy, &["outbox", "release"]);
    assert!(code == 0 && said.contains("Letters leave from now on"), "{said}");
    assert!(!entente(&copy, &["doctor"]).0.contains("this database is a copy"));
    let (said, code) = entente(&copy, &["outbox", "discard"]);
    assert!(code == 1 && said.contains("nothing to release"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_leaves_nothing_behind_and_takes_nobodys_place() {
    let (world, folder) = (furnished().await, Folder::new());
    let file = folder.file("mine");
    std::fs::write(&file, "something else").unwrap();
    let urls = &world.database.urls;
    let there = backup::dump(&urls.owner, None, &file, false, Utc::now()).await;
    assert!(matches!(there, Err(BackupError::Exists)), "{there:?}");
    // The reader may not read everything: pg_dump fails in the middle.
    let failed = backup::dump(&urls.reader, None, &file, true, Utc::now()).await;
    assert!(matches!(failed, Err(BackupError::Database(_) | BackupError::Tool(_))), "{failed:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
    assert_eq!(folder.names(), ["mine"]);
}
