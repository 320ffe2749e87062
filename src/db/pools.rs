//! Two pools of connections: a reader that can only SELECT and a writer. A lost connection is thrown away when it is next
//! asked for, so the pools recover by themselves when PostgreSQL comes back.

use std::str::FromStr;
use std::time::Duration;

use diesel::result::{ConnectionError, ConnectionResult, DatabaseErrorKind, Error as DieselError};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{Object, Pool as Deadpool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt;

use super::Urls;

/// Connections in each pool.
pub const SIZE: usize = 8;
/// How long a page waits for a free connection before it is refused with "busy".
pub const WAIT: Duration = Duration::from_secs(2);
/// How long PostgreSQL may take to accept a connection; shorter than `WAIT`, so that the two errors can be told apart.
const CONNECT: Duration = Duration::from_millis(1500);

/// A connection out of a pool; it goes back when dropped.
pub type Connection = Object<AsyncPgConnection>;

/// What the database answers instead of rows.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No connection: PostgreSQL is down, restarting, or the network is.
    #[error("the database cannot be reached: {0}")]
    NotReachable(String),
    /// All connections are in use and none came back in time.
    #[error("the database is busy: no connection became free within {} s", WAIT.as_secs())]
    Busy,
    /// The statement ran into `statement_timeout`: narrow the filter.
    #[error("the database gave up a statement that took too long")]
    TooSlow,
    /// 40001 or 40P01: the same transaction may be tried again.
    #[error("the database asks to repeat the transaction: {0}")]
    Repeat(String),
    /// The pool could not be made: a wrong address.
    #[error("the database address is not understood: {0}")]
    Address(String),
    #[error(transparent)]
    Query(DieselError),
}

impl DbError {
    /// The service is unavailable for the moment (503): nothing about the question was wrong.
    pub fn is_connection_loss(&self) -> bool {
        match self {
            DbError::NotReachable(_) | DbError::Busy => true,
            DbError::TooSlow | DbError::Repeat(_) | DbError::Address(_) | DbError::Query(_) => false,
        }
    }
}

impl From<DieselError> for DbError {
    fn from(error: DieselError) -> DbError {
        let DieselError::DatabaseError(kind, said) = &error else {
            return match error {
                DieselError::BrokenTransactionManager => DbError::NotReachable(error.to_string()),
                other => DbError::Query(other),
            };
        };
        let message = said.message().to_owned();
        // diesel-async does not hand on the SQLSTATE; the messages are PostgreSQL's own with lc_messages=C.
        match kind {
            DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection => {
                DbError::NotReachable(message)
            }
            DatabaseErrorKind::SerializationFailure => DbError::Repeat(message),
            _ if message == "deadlock detected" => DbError::Repeat(message),
            _ if message.starts_with("canceling statement due to statement timeout") => DbError::TooSlow,
            _ if is_shutdown(&message) => DbError::NotReachable(message),
            _ => DbError::Query(error),
        }
    }
}

/// 57P01, 57P02, 57P03: PostgreSQL is going down or coming up.
fn is_shutdown(message: &str) -> bool {
    message.starts_with("terminating connection due to") || message.starts_with("the database system is")
}

/// A pool for one role.
#[derive(Clone)]
pub struct Pool {
    inner: Deadpool<AsyncPgConnection>,
}

impl Pool {
    /// A pool that connects when first asked. `statement_timeout` goes with the connection's first packet, so no
    /// statement can run without it.
    pub fn new(url: &str, application: &'static str, statement_timeout: Duration) -> Result<Pool, DbError> {
        tokio_postgres::Config::from_str(url).map_err(|e| DbError::Address(e.to_string()))?;
        let mut config = ManagerConfig::default();
        // A closed connection is noticed without a query, so the extra round trip of `Verified` buys nothing.
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup =
            Box::new(move |url| connect(url.to_owned(), application, Some(statement_timeout)).boxed());
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
        let inner = Deadpool::builder(manager).max_size(SIZE).build().map_err(|e| DbError::Address(e.to_string()))?;
        Ok(Pool { inner })
    }

    /// A connection, within `WAIT`.
    pub async fn connection(&self) -> Result<Connection, DbError> {
        match tokio::time::timeout(WAIT, self.inner.get()).await {
            Err(_) | Ok(Err(PoolError::Timeout(_))) => Err(DbError::Busy),
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(other)) => Err(DbError::NotReachable(other.to_string())),
        }
    }

    /// Connections in use, for `/health` and metrics.
    pub fn in_use(&self) -> usize {
        let status = self.inner.status();
        status.size.saturating_sub(status.available)
    }
}

/// The two pools. The writer is named only in `write/`, `db/` and where the pools are made.
#[derive(Clone)]
pub struct Pools {
    pub reader: Pool,
    pub writer: Pool,
}

impl Pools {
    /// Pools for one database; nothing connects yet.
    pub fn new(urls: &Urls) -> Result<Pools, DbError> {
        Ok(Pools {
            reader: Pool::new(&urls.reader, "entente reader", Duration::from_secs(2))?,
            writer: Pool::new(&urls.writer, "entente writer", Duration::from_secs(10))?,
        })
    }
}

/// One connection outside any pool (migrations, a worker's advisory locks). Without a timeout where none is given.
pub async fn connect(
    url: String,
    application: &'static str,
    statement_timeout: Option<Duration>,
) -> ConnectionResult<AsyncPgConnection> {
    let mut config =
        tokio_postgres::Config::from_str(&url).map_err(|e| ConnectionError::InvalidConnectionUrl(e.to_string()))?;
    config.application_name(application).connect_timeout(CONNECT);
    let mut options = config.get_options().unwrap_or_default().to_owned();
    if let Some(limit) = statement_timeout {
        options += &format!(" -c statement_timeout={}", limit.as_millis());
    }
    config.options(options.trim());
    let connected = tokio::time::timeout(CONNECT, config.connect(tokio_postgres::NoTls)).await;
    let (client, connection) = match connected {
        Ok(Ok(both)) => both,
        Ok(Err(e)) => return Err(ConnectionError::BadConnection(said(&e))),
        Err(_) => return Err(ConnectionError::BadConnection("no answer".to_owned())),
    };
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// tokio-postgres says only "db error"; the sentence is in its source.
fn said(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
