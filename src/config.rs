//! Every setting of the program, and the only module that reads the environment. One list, `SETTINGS`, drives the
//! parsing, `.env.example` and `entente doctor`, so that none of the three can forget a setting.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;

pub use mail_server::{Account, Secured, SmtpServer, StatedServer, is_host, is_this_machine};
pub use settings::{SETTINGS, Setting, Unset, example};

mod mail_server;
mod settings;

/// A setting that could not be understood. The value is left out where it may hold a password.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    #[error("{name}={value} is not understood: it takes {takes}")]
    NotUnderstood { name: &'static str, value: String, takes: &'static str },
    #[error("{name} is not understood (its value is not shown): it takes {takes}")]
    SecretNotUnderstood { name: &'static str, takes: &'static str },
    #[error("{name} is set but DATABASE_URL is not: {name} belongs to a database of your own")]
    NeedsDatabaseUrl { name: &'static str },
    #[error("no data folder: set ENTENTE_DATA, or HOME")]
    NoDataFolder,
}

/// A database of the operator's own, as its three roles. `Debug` shows nothing, because all three hold passwords.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    pub owner: String,
    pub writer: Option<String>,
    pub reader: Option<String>,
}

impl fmt::Debug for DatabaseSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseSettings(…)")
    }
}

/// The settings, read once at start and handed down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub listen: String,
    pub public_url: String,
    pub data: PathBuf,
    /// `None`: the private cluster in `data`.
    pub database: Option<DatabaseSettings>,
    pub pg_bin: Option<PathBuf>,
    /// `None`: the server that an administrator stated, or the demo's own post office.
    pub smtp: Option<SmtpServer>,
    pub mail_domain: String,
    pub mail_from: String,
    /// The sender is set, and not only derived: it wins over what an administrator stated.
    pub mail_from_is_set: bool,
    pub hold_minutes: u32,
    pub log: String,
}

impl Config {
    /// Reads the settings from the environment.
    pub fn from_environment() -> Result<Config, ConfigError> {
        Config::from_lookup(&|name| std::env::var(name).ok())
    }

    /// Reads the settings from anything that answers by name; an empty value counts as unset.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let set = |name: &str| lookup(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let listen = parsed("ENTENTE_LISTEN", &set, listen_address)?;
        let listen = listen.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let public_url = parsed("ENTENTE_PUBLIC_URL", &set, public_url)?.unwrap_or_else(|| format!("http://{listen}"));
        let mail_domain = parsed("ENTENTE_MAIL_DOMAIN", &set, domain)?.unwrap_or_else(|| domain_of(&public_url));
        let mail_from = parsed("ENTENTE_MAIL_FROM", &set, |v| v.contains('@').then(|| v.to_owned()))?;
        let data = match parsed("ENTENTE_DATA", &set, absolute)? {
            Some(folder) => folder,
            None => default_data_folder(&set)?,
        };
        Ok(Config {
            database: database(&set)?,
            pg_bin: parsed("ENTENTE_PG_BIN", &set, absolute)?,
            smtp: parsed("ENTENTE_SMTP", &set, SmtpServer::of_setting)?,
            hold_minutes: parsed("ENTENTE_HOLD_MINUTES", &set, |v| v.parse().ok().filter(|m| *m <= 1440))?
                .unwrap_or(10),
            log: parsed("ENTENTE_LOG", &set, log_filter)?.unwrap_or_else(|| "info".to_owned()),
            listen,
            public_url,
            data,
            mail_from_is_set: mail_from.is_some(),
            mail_from: mail_from.unwrap_or_else(|| format!("Entente <entente@{mail_domain}>")),
            mail_domain,
        })
    }

    /// The addresses to listen on; an error names the host that does not resolve.
    pub fn listen_addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        Ok(self.listen.to_socket_addrs()?.collect())
    }

    /// Nobody but this machine can reach the pages: the condition for the demo's sign-in without a password.
    pub fn listens_on_loopback_only(&self) -> bool {
        self.listen_addresses().is_ok_and(|all| !all.is_empty() && all.iter().all(|a| a.ip().is_loopback()))
    }
}

/// The value of each setting as `entente doctor` shows it: what is set, what it means when unset, no passwords.
pub fn as_set() -> Vec<(&'static Setting, Option<String>)> {
    SETTINGS
        .iter()
        .map(|setting| {
            let value = std::env::var(setting.name).ok().filter(|v| !v.trim().is_empty());
            (setting, value.map(|v| if setting.secret { "(set)".to_owned() } else { v }))
        })
        .collect()
}

/// The folders of PATH, for finding PostgreSQL's programs.
pub fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

/// The user id this process acts with. Read from /proc where there is one, else from `id -u`.
pub fn effective_uid() -> Option<u32> {
    let from_proc = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|l| l.strip_prefix("Uid:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    });
    from_proc.or_else(|| {
        let output = std::process::Command::new("id").arg("-u").output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    })
}

/// Looks a setting up and reads it; the error is built from the setting's own line in `SETTINGS`.
fn parsed<T>(
    name: &'static str,
    set: &dyn Fn(&str) -> Option<String>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ConfigError> {
    let Some(value) = set(name) else { return Ok(None) };
    match read(&value) {
        Some(read) => Ok(Some(read)),
        None => {
            let setting = SETTINGS.iter().find(|s| s.name == name);
            let takes = setting.map_or("another value", |s| s.takes);
            if setting.is_none_or(|s| s.secret) {
                return Err(ConfigError::SecretNotUnderstood { name, takes });
            }
            Err(ConfigError::NotUnderstood { name, value, takes })
        }
    }
}

fn database(set: &dyn Fn(&str) -> Option<String>) -> Result<Option<DatabaseSettings>, ConfigError> {
    let owner = parsed("DATABASE_URL", set, database_url)?;
    let writer = parsed("ENTENTE_WRITER_URL", set, database_url)?;
    let reader = parsed("ENTENTE_READER_URL", set, database_url)?;
    match owner {
        Some(owner) => Ok(Some(DatabaseSettings { owner, writer, reader })),
        None if writer.is_some() => Err(ConfigError::NeedsDatabaseUrl { name: "ENTENTE_WRITER_URL" }),
        None if reader.is_some() => Err(ConfigError::NeedsDatabaseUrl { name: "ENTENTE_READER_URL" }),
        None => Ok(None),
    }
}

/// Root's home is closed to the user PostgreSQL runs as, hence /var/lib for root whatever HOME says.
fn default_data_folder(set: &dyn Fn(&str) -> Option<String>) -> Result<PathBuf, ConfigError> {
    if effective_uid() == Some(0) {
        return Ok(PathBuf::from("/var/lib/entente"));
    }
    if let Some(folder) = set("XDG_DATA_HOME").as_deref().and_then(absolute) {
        return Ok(folder.join("entente"));
    }
    let home = set("HOME").as_deref().and_then(absolute).ok_or(ConfigError::NoDataFolder)?;
    Ok(home.join(".local/share/entente"))
}

fn absolute(value: &str) -> Option<PathBuf> {
    value.starts_with('/').then(|| PathBuf::from(value))
}

fn listen_address(value: &str) -> Option<String> {
    let (host, port) = value.rsplit_once(':')?;
    let host_ok = !host.is_empty() && (!host.contains(':') || SocketAddr::from_str(value).is_ok());
    (host_ok && !host.contains('/') && port.parse::<u16>().is_ok()).then(|| value.to_owned())
}

fn public_url(value: &str) -> Option<String> {
    let value = value.trim_end_matches('/');
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"))?;
    (!rest.is_empty() && !rest.contains(['/', '?', '#', ' ', '@'])).then(|| value.to_owned())
}

fn domain(value: &str) -> Option<String> {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    (value.chars().all(letters) && !value.starts_with('.') && !value.ends_with('.')).then(|| value.to_ascii_lowercase())
}

/// Message-IDs need a domain; an address of digits is none, so the demo calls itself `entente.localhost`.
fn domain_of(public_url: &str) -> String {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
    match domain(host) {
        Some(name) if host.parse::<std::net::IpAddr>().is_err() && name.contains('.') => name,
        Some(_) | None => "entente.localhost".to_owned(),
    }
}

fn database_url(value: &str) -> Option<String> {
    tokio_postgres::Config::from_str(value).ok().map(|_| value.to_owned())
}

/// Spaces never occur in a filter and hint at a sentence pasted by mistake.
fn log_filter(value: &str) -> Option<String> {
    (tracing_subscriber::EnvFilter::try_new(value).is_ok() && !value.contains(' ')).then(|| value.to_owned())
}
