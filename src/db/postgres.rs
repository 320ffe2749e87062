//! PostgreSQL's programs on this machine: where they are, which version they are, and as whom they run (they refuse root,
//! so root's cluster belongs to `postgres` or `nobody`).

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;
use crate::config;

/// A folder with `initdb`, `pg_ctl` and `postgres`.
#[derive(Clone, Debug)]
pub struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// The folder that was named, or the first one found whose version fits the data (`wanted`).
    pub fn find(named: Option<&Path>, wanted: Option<u32>) -> Result<Binaries, ClusterError> {
        let folders = match named {
            Some(folder) => vec![folder.to_owned()],
            None => places(),
        };
        let mut found = None;
        for folder in folders {
            let Some(major) = version(&folder) else { continue };
            if wanted.is_none_or(|wanted| wanted == major) {
                return Ok(Binaries { folder });
            }
            found = found.or(Some(major));
        }
        match (found, wanted, named) {
            (Some(found), Some(data), _) => Err(ClusterError::WrongVersion { data, found }),
            (_, _, Some(folder)) => Err(ClusterError::NotInFolder { folder: folder.to_owned() }),
            (_, _, None) => Err(ClusterError::NotInstalled),
        }
    }

    /// A command that runs one of the programs as `account`, away from the terminal: in its own process group, so that
    /// Ctrl-C reaches the program only and the program stops the cluster.
    pub fn command(&self, program: &str, account: Option<&Account>, folder: &Path) -> Command {
        let mut command = Command::new(self.folder.join(program));
        command.current_dir(folder).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C");
        command.stdin(Stdio::null()).process_group(0);
        if let Some(account) = account {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }
}

/// The folder with `pg_dump` and `pg_restore` of the server's version, or of the next newer one: an older `pg_dump` cannot
/// read a newer server.
pub fn tools(named: Option<&Path>, server: u32) -> Result<PathBuf, ClusterError> {
    let found: Vec<(u32, PathBuf)> = named
        .map(Path::to_owned)
        .into_iter()
        .chain(places())
        .filter(|folder| folder.join("pg_restore").is_file())
        .filter_map(|folder| Some((asked_version(&folder.join("pg_dump"))?, folder)))
        .filter(|(major, _)| *major >= server)
        .collect();
    // Of several of one version the first, in the order of the places.
    let nearest = found.into_iter().min_by_key(|(major, _)| *major);
    nearest.map(|(_, folder)| folder).ok_or(ClusterError::NoTools { server })
}

/// Where to look, in order; Debian keeps the newest version last in the alphabet of numbers, hence the sort.
fn places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = config::search_path();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").stderr(Stdio::null()).output() {
        places.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    places.extend(debian.into_iter().map(|(_, folder)| folder));
    places.extend(["/opt/homebrew/opt/postgresql/bin", "/usr/local/pgsql/bin"].map(PathBuf::from));
    places
}

/// The major version of a complete set of programs in `folder`; links in PATH are followed to the real folder.
fn version(folder: &Path) -> Option<u32> {
    if !["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file()) {
        return None;
    }
    asked_version(&folder.join("postgres"))
}

fn asked_version(program: &Path) -> Option<u32> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    major_of(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` is 15; betas are `18beta1`.
fn major_of(line: &str) -> Option<u32> {
    let number = line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// An entry of /etc/passwd: `initdb` refuses a user id that has none.
#[derive(Clone, Debug)]
pub struct Account {
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    /// As whom PostgreSQL runs on `home`: ourselves, or, for root, whoever owns the folder already, `postgres`, `nobody`.
    pub fn for_cluster(home: &Path) -> Result<Option<Account>, ClusterError> {
        if config::effective_uid() != Some(0) {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let entries = || passwd.lines().filter_map(|line| Account::of_passwd(line));
        let owner = fs::metadata(home).ok().map(|m| m.uid()).filter(|uid| *uid != 0);
        let account = match owner {
            Some(uid) => entries().find(|(_, account)| account.uid == uid),
            None => ["postgres", "nobody"].iter().find_map(|name| entries().find(|(n, _)| n == name)),
        };
        account.map(|(_, account)| Some(account)).ok_or(ClusterError::NoAccount)
    }

    fn of_passwd(line: &str) -> Option<(&str, Account)> {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((name, Account { uid, gid }))
    }
}

/// Runs a command to its end; a failure carries what it wrote.
pub fn run(mut command: Command) -> Result<String, ClusterError> {
    let program = Path::new(command.get_program()).file_name().map(OsStr::to_string_lossy);
    let program = program.unwrap_or_default().into_owned();
    let output = command.output().map_err(|source| ClusterError::Program { program: program.clone(), source })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let mut said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if said.is_empty() {
        said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    }
    Err(ClusterError::Failed { program, said })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_releases_and_betas() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_of("something else"), None);
    }
}
