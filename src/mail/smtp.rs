//! Sending by SMTP over lettre's connections. The pool is ours and not lettre's: a connection whose letter was given
//! up half-way (a timeout, a stopped worker) must be closed, never reused, or its late answer would be taken for the
//! answer to the next letter. And only here is it known whether a refusal met the letter or the whole server.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use tokio::net::TcpStream;

use crate::config::is_this_machine;

use super::post::{Accepted, Refused, SettingError};

/// How long connecting and one letter's conversation may take …
const PATIENCE: Duration = Duration::from_secs(30);
/// … besides a second for so many bytes, or a large file over a slow line would never arrive.
const BYTES_A_SECOND: usize = 200_000;
/// Idle connections kept, and for how long; servers commonly hang up after five minutes.
const PARKED: usize = 4;
const PARKED_FOR: Duration = Duration::from_secs(60);

/// A mail server, with the connections that are open to it. Clones share them.
#[derive(Clone)]
pub struct SmtpPost(Arc<Inner>);

struct Inner {
    host: String,
    port: u16,
    hello: ClientId,
    tls: Tls,
    credentials: Option<Credentials>,
    patience: Duration,
    parked: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl fmt::Debug for SmtpPost {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpPost({}:{})", self.0.host, self.0.port)
    }
}

impl SmtpPost {
    /// See `Post::from_setting`.
    pub(super) fn from_setting(setting: &str) -> Result<Self, SettingError> {
        let (wrapped, rest) = match setting.split_once("://") {
            Some(("smtp", rest)) => (false, rest),
            Some(("smtps", rest)) => (true, rest),
            Some(_) | None => return Err(SettingError::Scheme),
        };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, hello) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, place) = match authority.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, authority),
        };
        let (host, port) = host_and_port(place)?;
        let credentials = login.map(|login| {
            let (user, password) = login.split_once(':').unwrap_or((login, ""));
            Credentials::new(percent_decoded(user), percent_decoded(password))
        });
        let wish = query.split('&').find_map(|pair| pair.strip_prefix("tls="));
        let tls = tls(wrapped, wish, &host, credentials.is_some())?;
        let standard = match &tls {
            Tls::Wrapper(_) => SUBMISSIONS_PORT,
            Tls::Required(_) => SUBMISSION_PORT,
            Tls::Opportunistic(_) | Tls::None => SMTP_PORT,
        };
        let hello = if hello.is_empty() { ClientId::default() } else { ClientId::Domain(hello.to_owned()) };
        let parked = Mutex::new(Vec::new());
        let port = port.unwrap_or(standard);
        Ok(SmtpPost(Arc::new(Inner { host, port, hello, tls, credentials, patience: PATIENCE, parked })))
    }

    /// The same server with another patience and connections of its own, for tests that wait.
    pub fn with_patience(&self, patience: Duration) -> Self {
        let Inner { host, port, hello, tls, credentials, .. } = self.0.as_ref();
        SmtpPost(Arc::new(Inner {
            host: host.clone(),
            port: *port,
            hello: hello.clone(),
            tls: tls.clone(),
            credentials: credentials.clone(),
            patience,
            parked: Mutex::new(Vec::new()),
        }))
    }

    /// Hands one letter over. Dropping the future closes the connection.
    pub(super) async fn send(&self, envelope: &Envelope, raw: &[u8]) -> Result<Accepted, Refused> {
        let mut connection = self.connected().await?;
        // SMTP ends a letter by CRLF.CRLF, whose first CRLF is the letter's own last one; lettre adds it again.
        let raw = raw.strip_suffix(b"\r\n").unwrap_or(raw);
        let patience = self.0.patience + Duration::from_secs((raw.len() / BYTES_A_SECOND) as u64);
        match tokio::time::timeout(patience, connection.send(envelope, raw)).await {
            Err(_) => Err(Refused::Late { text: no_answer(patience) }),
            Ok(Ok(response)) => {
                self.park(connection);
                let reply = response.message().collect::<Vec<_>>().join(" ");
                Ok(Accepted { reply: format!("{} {reply}", u16::from(response.code())) })
            }
            // lettre has said QUIT and closed; a new letter begins with a new connection.
            Ok(Err(error)) => Err(refused(&error)),
        }
    }

    /// Whether a connection can be had: open, greeted, encrypted and signed in as for a letter.
    pub(super) async fn probe(&self) -> bool {
        match self.connected().await {
            Ok(connection) => {
                self.park(connection);
                true
            }
            Err(_) => false,
        }
    }

    /// An idle connection that still answers, or a new one. Whatever fails here is the server's state.
    async fn connected(&self) -> Result<AsyncSmtpConnection, Refused> {
        let connecting = async {
            while let Some(mut idle) = self.unpark() {
                if idle.test_connected().await {
                    return Ok(idle);
                }
            }
            self.connect().await
        };
        match tokio::time::timeout(self.0.patience, connecting).await {
            Err(_) => Err(Refused::NoServer { text: no_answer(self.0.patience) }),
            Ok(connected) => connected,
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Refused> {
        let Inner { host, port, hello, tls, credentials, patience, .. } = self.0.as_ref();
        let place = (host.as_str(), *port);
        let mut connection = match tls {
            Tls::Wrapper(parameters) => {
                let wrapper = Some(parameters.clone());
                AsyncSmtpConnection::connect_tokio1(place, Some(*patience), hello, wrapper, None)
                    .await
                    .map_err(|e| no_server(&e))?
            }
            Tls::None | Tls::Opportunistic(_) | Tls::Required(_) => {
                let stream = TcpStream::connect(place).await.map_err(gone)?;
                // lettre writes a letter and its last dot apart: held back, the dot costs 40 ms a letter.
                stream.set_nodelay(true).map_err(gone)?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await.map_err(|e| no_server(&e))?
            }
        };
        match tls {
            Tls::Required(parameters) => {
                connection.starttls(parameters.clone(), hello).await.map_err(|e| no_server(&e))?;
            }
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), hello).await.map_err(|e| no_server(&e))?;
            }
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => {}
        }
        if let Some(credentials) = credentials {
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, credentials).await.map_err(|e| no_server(&e))?;
        }
        Ok(connection)
    }

    fn unpark(&self) -> Option<AsyncSmtpConnection> {
        let mut parked = self.0.parked.lock().unwrap_or_else(PoisonError::into_inner);
        parked.retain(|(_, since)| since.elapsed() < PARKED_FOR);
        parked.pop().map(|(connection, _)| connection)
    }

    fn park(&self, connection: AsyncSmtpConnection) {
        let mut parked = self.0.parked.lock().unwrap_or_else(PoisonError::into_inner);
        if parked.len() < PARKED && !connection.has_broken() {
            parked.push((connection, Instant::now()));
        }
    }
}

/// What the conversation about one letter came to.
fn refused(error: &Error) -> Refused {
    let text = words(error);
    match error.status().map(u16::from) {
        // Sign in first, or signed in wrongly: no letter is to blame for our setting.
        Some(530 | 534 | 535 | 538) => Refused::NoServer { text },
        Some(code) if error.is_permanent() => Refused::Never { code: Some(code), text },
        Some(code) => Refused::Later { code: Some(code), text },
        // lettre found before asking that this server cannot take this letter (SMTPUTF8, 8BITMIME).
        None if error.is_client() => Refused::Never { code: None, text },
        None if error.is_timeout() => Refused::Late { text },
        None if error.is_tls() => Refused::NoServer { text },
        // It broke while the letter was under way. That counts, or a letter that breaks a server would block it.
        None => Refused::Later { code: None, text },
    }
}

fn no_server(error: &Error) -> Refused {
    Refused::NoServer { text: words(error) }
}

fn gone(error: io::Error) -> Refused {
    Refused::NoServer { text: error.to_string() }
}

fn no_answer(patience: Duration) -> String {
    format!("timeout ({} s)", patience.as_secs_f32())
}

/// The server's own words without lettre's frame where there are some.
fn words(error: &Error) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string);
    match (error.status(), said) {
        (Some(code), Some(said)) => format!("{code} {said}"),
        (Some(_), None) | (None, _) => error.to_string(),
    }
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), SettingError> {
    let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    if host.is_empty() {
        return Err(SettingError::Host);
    }
    let port = port.map(|port| port.parse().map_err(|_| SettingError::Port(port.to_owned()))).transpose()?;
    Ok((host.to_owned(), port))
}

/// Nothing plain leaves the machine with a password, unless the setting says `tls=none` in so many words.
fn tls(wrapped: bool, wish: Option<&str>, host: &str, password: bool) -> Result<Tls, SettingError> {
    let parameters = || TlsParameters::new(host.to_owned()).map_err(|e| SettingError::TlsSetup(e.to_string()));
    match wish {
        Some("required" | "opportunistic" | "none") | None if wrapped => Ok(Tls::Wrapper(parameters()?)),
        Some("required") => Ok(Tls::Required(parameters()?)),
        Some("opportunistic") => Ok(Tls::Opportunistic(parameters()?)),
        Some("none") => Ok(Tls::None),
        Some(other) => Err(SettingError::Tls(other.to_owned())),
        None if is_this_machine(host) => Ok(Tls::None),
        None if password => Ok(Tls::Required(parameters()?)),
        None => Ok(Tls::Opportunistic(parameters()?)),
    }
}

/// `%40` as `@`; what is no escape stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| first == b'%').and_then(|pair| hex::decode(pair).ok());
        match escape {
            Some(decoded) => {
                bytes.extend(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
