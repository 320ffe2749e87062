//! What goes through the door and what comes back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::DbError;
use crate::domain::command::Command;
use crate::domain::form::FieldProblem;
use crate::domain::procedure::engine::Refusal;
use crate::facts::FactsError;

/// One command with its circumstances.
#[derive(Clone, Debug)]
pub struct Order {
    /// The subject to be changed; none for a command that creates one.
    pub subject: Option<Uuid>,
    /// The id that a created subject gets, where the caller needs to name it in a later order of the same transaction.
    pub born_as: Option<Uuid>,
    pub command: Command,
    /// The version that the person looked at; another one is refused.
    pub version: Option<i32>,
    /// Idempotency key, unique per actor. Of several orders in one transaction the last carries it for all.
    pub key: Option<String>,
    /// The day on which it happened (PR-5); none is today.
    pub occurred_on: Option<NaiveDate>,
    pub reason: Option<String>,
}

impl Order {
    /// An order on one subject, without circumstances.
    pub fn on(subject: Uuid, command: Command) -> Order {
        Order { subject: Some(subject), ..Order::new(command) }
    }

    /// An order that creates a subject.
    pub fn new(command: Command) -> Order {
        let (subject, born_as, version, key, occurred_on, reason) = (None, None, None, None, None, None);
        Order { subject, born_as, command, version, key, occurred_on, reason }
    }

    pub fn because(mut self, reason: &str) -> Order {
        self.reason = Some(reason.to_owned());
        self
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub subject: Uuid,
    pub handle: String,
    pub version: i32,
    pub state: String,
    pub event: Uuid,
    /// Letters queued by the command and all that followed.
    pub letters: i64,
    /// The same key had done it before; this is the first receipt.
    #[serde(default)]
    pub repeated: bool,
}

/// The subject has changed since the person looked.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    pub version: i32,
    pub state: String,
    /// The newest act on it, and who did it, when.
    pub act: String,
    pub kind: String,
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("refused: {}", codes(.0))]
    Refused(Vec<Refusal>),
    /// What a field names is not there, or is there already.
    #[error("fields: {}", fields(.0))]
    Fields(Vec<FieldProblem>),
    #[error("version {} stands now", .0.version)]
    Stale(Box<Stale>),
    /// There is no such subject, or the actor may not see it.
    #[error("not found")]
    Missing,
    #[error(transparent)]
    Db(#[from] DbError),
    /// Our own data is not as it must be.
    #[error("{0}")]
    Broken(String),
}

fn codes(refusals: &[Refusal]) -> String {
    refusals.iter().map(|refusal| refusal.code.as_str()).collect::<Vec<_>>().join(", ")
}

fn fields(problems: &[FieldProblem]) -> String {
    problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>().join(", ")
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Error::Db(error.into())
    }
}

impl From<FactsError> for Error {
    fn from(error: FactsError) -> Self {
        match error {
            FactsError::Db(error) => Error::Db(error),
            FactsError::Missing(..) => Error::Missing,
            FactsError::Unknown(..) => Error::Broken(error.to_string()),
        }
    }
}
