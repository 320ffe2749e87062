//! The list of settings: one entry a setting. Parsing, `.env.example` and `entente doctor` all go by it.

/// What a setting is when nobody sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// This very text.
    Is(&'static str),
    /// Worked out from something else, described in these words.
    Derived(&'static str),
    /// Nothing: the feature is off.
    Off(&'static str),
}

/// One setting: its name in the environment, its default, what it takes, and why one would set it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub name: &'static str,
    pub unset: Unset,
    pub takes: &'static str,
    pub help: &'static str,
    /// A value that may stand in `.env.example` where the default is derived or off.
    pub example: &'static str,
    /// The value holds a password: `entente doctor` prints only whether it is set.
    pub secret: bool,
}

/// All settings, in the order in which `.env.example` prints them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "ENTENTE_LISTEN",
        unset: Unset::Is("127.0.0.1:8080"),
        takes: "host:port",
        help: "Address and port on which the pages and the API are served. The demo's sign-in without a password works only on a loopback address.",
        example: "127.0.0.1:8080",
        secret: false,
    },
    Setting {
        name: "ENTENTE_PUBLIC_URL",
        unset: Unset::Derived("http:// and ENTENTE_LISTEN"),
        takes: "an http:// or https:// address without a path",
        help: "Address that people type, used for the links in letters. With https:// the session cookie is marked Secure.",
        example: "https://entente.example.org",
        secret: false,
    },
    Setting {
        name: "ENTENTE_DATA",
        unset: Unset::Derived("$XDG_DATA_HOME/entente or ~/.local/share/entente; /var/lib/entente for root"),
        takes: "an absolute path",
        help: "Data folder: holds the private PostgreSQL cluster. Not used when DATABASE_URL is set.",
        example: "/var/lib/entente",
        secret: false,
    },
    Setting {
        name: "DATABASE_URL",
        unset: Unset::Off("a private PostgreSQL cluster in ENTENTE_DATA"),
        takes: "postgresql://user:password@host:port/database",
        help: "Database as its owner: migrates. Set it to use a PostgreSQL server of your own.",
        example: "postgresql://entente_owner:change-me@postgres:5432/entente",
        secret: true,
    },
    Setting {
        name: "ENTENTE_WRITER_URL",
        unset: Unset::Derived("DATABASE_URL with role=entente_writer"),
        takes: "postgresql://user:password@host:port/database",
        help: "The same database as entente_writer. Without it the owner's connection puts the role on, which is the weaker wall: it could take it off again.",
        example: "postgresql://entente_writer:change-me@postgres:5432/entente",
        secret: true,
    },
    Setting {
        name: "ENTENTE_READER_URL",
        unset: Unset::Derived("DATABASE_URL with role=entente_reader"),
        takes: "postgresql://user:password@host:port/database",
        help: "The same database as entente_reader, which can only SELECT. Without it, as for ENTENTE_WRITER_URL.",
        example: "postgresql://entente_reader:change-me@postgres:5432/entente",
        secret: true,
    },
    Setting {
        name: "ENTENTE_PG_BIN",
        unset: Unset::Derived("searched in PATH, by pg_config, in /usr/lib/postgresql/*/bin"),
        takes: "an absolute path",
        help: "Folder with initdb, pg_ctl and postgres for the private cluster.",
        example: "/usr/lib/postgresql/15/bin",
        secret: false,
    },
    Setting {
        name: "ENTENTE_SMTP",
        unset: Unset::Off(
            "the server that an administrator keeps on Setup, and until then letters wait; the demo catches them in its own post office",
        ),
        takes: "smtp://user:password@host:port or smtps://user:password@host:port",
        help: "Mail server that takes the letters. smtp:// begins in clear and requires STARTTLS when a password is given; smtps:// is TLS from the first byte. It wins over Setup: set it for every process alike.",
        example: "smtp://mail:1025",
        secret: true,
    },
    Setting {
        name: "ENTENTE_MAIL_DOMAIN",
        unset: Unset::Derived("the host of ENTENTE_PUBLIC_URL"),
        takes: "a domain name",
        help: "Domain in Message-IDs and in the intake addresses of bodies.",
        example: "entente.example.org",
        secret: false,
    },
    Setting {
        name: "ENTENTE_MAIL_FROM",
        unset: Unset::Derived("the sender kept on Setup, else Entente <entente@ENTENTE_MAIL_DOMAIN>"),
        takes: "an address, with or without a name",
        help: "Sender of every letter.",
        example: "Entente <entente@entente.example.org>",
        secret: false,
    },
    Setting {
        name: "ENTENTE_HOLD_MINUTES",
        unset: Unset::Is("10"),
        takes: "a whole number of minutes from 0 to 1440",
        help: "How long letters to people outside wait before they are sent, so that a mistake can still be taken back.",
        example: "10",
        secret: false,
    },
    Setting {
        name: "ENTENTE_LOG",
        unset: Unset::Is("info"),
        takes: "error, warn, info, debug, trace, or a filter such as info,entente::mail=debug",
        help: "What is logged, on standard error.",
        example: "info",
        secret: false,
    },
];

/// The text of `.env.example`; a test compares it with the file.
pub fn example() -> String {
    let mut text = String::from(
        "# Every setting of Entente. All are optional. Copy to .env for docker compose, or export what you need.\n",
    );
    for setting in SETTINGS {
        let unset = match setting.unset {
            Unset::Is(value) => value,
            Unset::Derived(how) | Unset::Off(how) => how,
        };
        text += &format!(
            "\n# {}\n# Takes: {}. When unset: {unset}.\n#{}={}\n",
            setting.help, setting.takes, setting.name, setting.example
        );
    }
    text
}
