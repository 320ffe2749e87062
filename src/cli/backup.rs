//! `entente backup` and `entente restore`: everything in one file, and back into an empty database.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::Utc;

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use crate::config::{self, Config};
use crate::db::backup::{self, BackupError, Seal};
use crate::domain::said::Said;
use crate::facts::deployment::Backup as Kept;
use crate::said;
use crate::words::{Words, thousands};

/// Write everything into one file.
#[derive(clap::Args, Debug)]
pub struct Backup {
    /// The file to write; only you can read it
    file: PathBuf,
    /// Take the place of a file that is there
    #[arg(long)]
    overwrite: bool,
}

/// Put a backup into an empty database.
#[derive(clap::Args, Debug)]
pub struct Restore {
    /// A file that `entente backup` wrote
    file: PathBuf,
}

/// Makes a backup while the program may be serving, and remembers that it was made.
pub async fn run(config: Config, what: &Backup, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::ready(config).await?;
    let made = made(&opened, what).await;
    opened.close().await?;
    let (seal, size) = made?;
    let (file, tables) = (what.file.display().to_string(), &seal.tables);
    let rows = |table: &str| thousands(tables.get(table).copied().unwrap_or_default());
    let size = thousands(size.div_ceil(1024) as i64);
    let said = said!("cli-backup-made", file = file, kilobytes = size, events = rows("event"), files = rows("file"));
    console::line(words.say(&said));
    Ok(ExitCode::SUCCESS)
}

async fn made(opened: &Opened, what: &Backup) -> Result<(Seal, u64), Failure> {
    let now = Utc::now();
    let bin = opened.config.pg_bin.as_deref();
    let seal = backup::dump(&opened.urls.owner, bin, &what.file, what.overwrite, now);
    let seal = seal.await.map_err(|error| failure(error, &what.file))?;
    let size = std::fs::metadata(&what.file)?.len();
    let user = config::effective_uid().map_or_else(|| "?".to_owned(), |uid| uid.to_string());
    let kept = Kept { at: now, by: format!("entente backup (uid {user})"), size };
    opened.upkeep().keep_backup(&kept).await?;
    Ok((seal, size))
}

/// Restores, and says that no letter leaves.
pub async fn restore(config: Config, what: &Restore, words: &Words) -> Result<ExitCode, Failure> {
    // Before the database is touched, or even started.
    let file = what.file.clone();
    let looked = tokio::task::spawn_blocking(move || backup::inspect(&file)).await.map_err(std::io::Error::other)?;
    let seal = looked.map_err(|error| failure(error, &what.file))?;
    let opened = Opened::open(config).await?;
    let restored = restored(&opened, what, &seal).await;
    opened.close().await?;
    let waiting = restored?;
    let rows = |table: &str| thousands(seal.tables.get(table).copied().unwrap_or_default());
    let made = words.instant(seal.made_at, chrono_tz::Europe::Zurich);
    let said = said!("cli-restored", made = made, events = rows("event"), files = rows("file"));
    console::line(words.say(&said));
    console::line(words.n("cli-restored-letters", waiting));
    Ok(ExitCode::SUCCESS)
}

async fn restored(opened: &Opened, what: &Restore, seal: &Seal) -> Result<i64, Failure> {
    let bin = opened.config.pg_bin.as_deref();
    let done = backup::restore(&opened.urls.owner, bin, &what.file, seal, Utc::now()).await;
    done.map_err(|error| failure(error, &what.file))?;
    Ok(opened.keeping().await?.waiting)
}

/// Why not, as a sentence that names the file.
fn failure(error: BackupError, file: &Path) -> Failure {
    let file = file.display().to_string();
    let said: Said = match error {
        BackupError::Exists => said!("cli-backup-exists", file = file),
        BackupError::NotABackup => said!("cli-backup-none", file = file),
        BackupError::CutOff => said!("cli-backup-cut-off", file = file),
        BackupError::Damaged => said!("cli-backup-damaged", file = file),
        BackupError::Newer { program, migration } => {
            said!("cli-backup-newer", file = file, program = program, migration = migration)
        }
        BackupError::NotEmpty => said!("cli-restore-not-empty"),
        BackupError::Incomplete { table, expected, found } => {
            said!("cli-restore-incomplete", table = table, expected = expected, found = found)
        }
        BackupError::File(error) => said!("cli-backup-file", file = file, why = error.to_string()),
        BackupError::Tool(error) => return error.into(),
        BackupError::Migrate(error) => return error.into(),
        BackupError::Database(why) => said!("cli-backup-database", why = why),
    };
    said.into()
}
