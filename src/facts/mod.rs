//! Loads what a decision, an offer or an audience rests on. The door calls these with `lock`, pages without: both rest
//! on the same SQL.

pub mod actor;
pub mod allocation;
pub mod body;
pub mod deployment;
pub mod destination;
pub mod file;
pub mod find;
pub mod known;
pub mod last;
pub mod letter;
pub mod mail_server;
pub mod meeting;
pub mod note;
pub mod number;
pub mod payload;
pub mod place;
pub mod record;
pub mod registration;
pub mod sight;
pub mod statement;
pub mod subject;
pub mod template;
pub mod told;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::db::DbError;

/// What loading can end in.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is no such subject, or a row names something that is not there.
    #[error("there is no {0} {1}")]
    Missing(&'static str, Uuid),
    /// Our own data holds a word that no list knows.
    #[error("{0} holds the unknown word {1:?}")]
    Unknown(&'static str, String),
}

impl From<diesel::result::Error> for FactsError {
    fn from(error: diesel::result::Error) -> Self {
        FactsError::Db(error.into())
    }
}

/// The connection that facts are read over: the door's transaction or a page's reader.
pub type Conn = AsyncPgConnection;

/// The member that a stored word names; an unknown word in our own data is an error.
fn word<T: crate::domain::named::Named>(what: &'static str, stored: &str) -> Result<T, FactsError> {
    T::from_name(stored).ok_or_else(|| FactsError::Unknown(what, stored.to_owned()))
}

/// Where a subject stands: the statement it belongs to, and the body whose zone sets its days.
#[derive(Clone, Debug)]
pub struct Place {
    pub statement: Option<uuid::Uuid>,
    /// The statement's handle, or its own where it belongs to none.
    pub handle: String,
    /// The subject's own handle; empty for one that is not born yet.
    pub own: String,
    /// The body whose own it is: the one that registered, for what it does with a statement, or that noted something on it.
    pub receiver: Option<uuid::Uuid>,
    pub zone: String,
}

/// The zone of records that belong to no one body: ITU-T, ISO and IEC set their days in Geneva (handbook 4.4).
pub const GENEVA: &str = "Europe/Zurich";
