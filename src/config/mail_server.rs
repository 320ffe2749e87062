//! A mail server: as the environment names it, or as an administrator stated it on a page, where the password is kept
//! apart from the rest.

use std::fmt;
use std::net::IpAddr;

crate::named! {
    /// How the connection is secured.
    pub enum Secured {
        /// Begins in clear, and goes no further where the server offers no STARTTLS.
        StartTls = "starttls",
        /// TLS from the first byte.
        Tls = "tls",
        /// In clear.
        Clear = "clear",
        /// What `smtp://` of the environment means: in clear on this machine, STARTTLS elsewhere where it is offered, and
        /// nowhere without it when there is a password.
        AsOffered = "as_offered",
    }
}

impl Secured {
    /// What a person chooses from.
    pub const STATED: [Secured; 3] = [Secured::StartTls, Secured::Tls, Secured::Clear];
}

/// Who signs in. `Debug` hides the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub user: String,
    pub password: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.user)
    }
}

/// A mail server with all that it takes to send. `Debug` shows where it is and nothing of the account.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    pub host: String,
    pub port: u16,
    pub secured: Secured,
    pub account: Option<Account>,
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&place(self.secured, &self.host, self.port))
    }
}

impl SmtpServer {
    /// The server as the post takes it, password and all.
    pub fn setting(&self) -> String {
        let account = match &self.account {
            Some(Account { user, password }) => format!("{}:{}@", encoded(user), encoded(password)),
            None => String::new(),
        };
        let tls = match self.secured {
            Secured::StartTls => "?tls=required",
            Secured::Clear => "?tls=none",
            Secured::Tls | Secured::AsOffered => "",
        };
        format!("{}://{account}{}:{}{tls}", scheme(self.secured), bracketed(&self.host), self.port)
    }

    /// `smtp://user:password@host:port` or `smtps://…`.
    pub(super) fn of_setting(value: &str) -> Option<SmtpServer> {
        let (secured, rest) = match (value.strip_prefix("smtp://"), value.strip_prefix("smtps://")) {
            (Some(rest), _) => (Secured::AsOffered, rest),
            (None, Some(rest)) => (Secured::Tls, rest),
            (None, None) => return None,
        };
        let rest = rest.trim_end_matches('/');
        let (account, server) = match rest.rsplit_once('@') {
            Some((account, server)) => (Some(account), server),
            None => (None, rest),
        };
        let account = match account {
            None => None,
            Some(account) => {
                let (user, password) = account.split_once(':')?;
                Some(Account { user: decoded(user)?, password: decoded(password)? })
            }
        };
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (server, if secured == Secured::Tls { 465 } else { 25 }),
        };
        let host_ok = !host.is_empty() && !host.contains(['/', '?', ' ']);
        host_ok.then(|| SmtpServer { host: host.to_owned(), port, secured, account })
    }
}

/// A mail server as somebody stated it, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedServer {
    pub host: String,
    pub port: u16,
    pub secured: Secured,
    pub user: Option<String>,
}

impl StatedServer {
    /// With the password; none where somebody signs in and the password is not there. Without it no letter goes, rather than
    /// without signing in.
    pub fn with(&self, password: Option<String>) -> Option<SmtpServer> {
        let account = match (&self.user, password) {
            (None, _) => None,
            (Some(user), Some(password)) => Some(Account { user: user.clone(), password }),
            (Some(_), None) => return None,
        };
        Some(SmtpServer { host: self.host.clone(), port: self.port, secured: self.secured, account })
    }

    /// Whether a password would be read on its way to another machine.
    pub fn bares_the_password(&self) -> bool {
        self.user.is_some() && self.secured == Secured::Clear && !is_this_machine(&self.host)
    }

    /// `smtp://mail.example.org:587`.
    pub fn place(&self) -> String {
        place(self.secured, &self.host, self.port)
    }
}

/// A name or an address that leads to a server, and nothing beside it.
pub fn is_host(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let label = |part: &str| (1..=63).contains(&part.len()) && part.chars().all(plain);
    text.parse::<IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(label))
}

/// Whether what goes there stays on this machine.
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn place(secured: Secured, host: &str, port: u16) -> String {
    format!("{}://{}:{port}", scheme(secured), bracketed(host))
}

fn scheme(secured: Secured) -> &'static str {
    match secured {
        Secured::Tls => "smtps",
        Secured::StartTls | Secured::Clear | Secured::AsOffered => "smtp",
    }
}

/// An address of IPv6 stands in brackets where a port follows it.
fn bracketed(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::named::Named;

    fn stated(host: &str, secured: Secured, user: Option<&str>) -> StatedServer {
        StatedServer { host: host.to_owned(), port: 587, secured, user: user.map(str::to_owned) }
    }

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_else() {
        for host in
            ["mail.example.org", "localhost", "mail", "192.0.2.25", "::1", "2001:db8::25", "xn--mail-1qa.example"]
        {
            assert!(is_host(host), "{host}");
        }
        for none in [
            "",
            " ",
            "mail example.org",
            "mail.example.org:25",
            "smtp://mail",
            "user@mail",
            "mail/x",
            "mail?tls=none",
            "mail..org",
            ".mail",
            "mail.",
            "[::1]",
            "a\nb",
            "ma\u{e9}l.example",
        ] {
            assert!(!is_host(none), "{none:?}");
        }
    }

    #[test]
    fn who_signs_in_without_a_password_does_not_send_at_all() {
        let server = stated("mail.example.org", Secured::StartTls, Some("sender"));
        assert_eq!(server.with(None), None);
        let whole = server.with(Some("p:s/s@%".to_owned())).unwrap();
        assert_eq!(whole.setting(), "smtp://sender:p%3As%2Fs%40%25@mail.example.org:587?tls=required");
        assert!(!format!("{whole:?} {:?}", whole.account).contains("p:s"), "{whole:?}");
        let open = stated("::1", Secured::Clear, None);
        assert_eq!(open.with(Some("left over".to_owned())).unwrap().setting(), "smtp://[::1]:587?tls=none");
        assert_eq!(stated("mail", Secured::Tls, None).with(None).unwrap().setting(), "smtps://mail:587");
    }

    #[test]
    fn a_password_in_clear_stays_on_this_machine() {
        for host in ["localhost", "127.0.0.1", "127.8.0.1", "::1"] {
            assert!(!stated(host, Secured::Clear, Some("sender")).bares_the_password(), "{host}");
        }
        assert!(stated("192.0.2.25", Secured::Clear, Some("sender")).bares_the_password());
        assert!(stated("localhost.example.org", Secured::Clear, Some("sender")).bares_the_password());
        assert!(!stated("192.0.2.25", Secured::Clear, None).bares_the_password());
        assert!(!stated("192.0.2.25", Secured::StartTls, Some("sender")).bares_the_password());
    }

    #[test]
    fn a_person_chooses_only_what_says_itself() {
        assert!(!Secured::STATED.contains(&Secured::AsOffered));
        assert_eq!(Secured::ALL.len(), Secured::STATED.len() + 1);
    }
}
