//! The only place that knows status codes. Every layer's error becomes a `Problem`, and a problem becomes a page or
//! `application/problem+json`, in the reader's words.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};

use crate::db::DbError;
use crate::domain::form::FieldProblem;
use crate::domain::procedure::engine::Refusal;
use crate::facts::FactsError;
use crate::write::{Error, Stale};

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in; afterwards the reader comes back to this path.
    SignIn {
        then: String,
    },
    /// The rules say no.
    Refused(Vec<Refusal>),
    /// The subject has changed since the reader looked.
    Stale(Box<Stale>),
    /// The same, where the request named the version in `If-Match` (RFC 9110, 13.1.1).
    Precondition(Box<Stale>),
    /// The form cannot be read.
    Fields(Vec<FieldProblem>),
    /// There is no such thing, or it is not for these eyes.
    Missing,
    /// The form does not come from a page of ours, or is out of date.
    Forbidden,
    /// The request itself is malformed.
    Unreadable,
    Method,
    /// The body did not arrive in time.
    Late,
    TooLarge,
    MediaType,
    TooMany,
    /// The database is away or busy.
    Away,
    /// The question took too long: narrow the filter.
    TooSlow,
    /// Our own doing. What it was is for the log only.
    Broken(String),
}

impl Problem {
    pub(in crate::web) fn status(&self) -> StatusCode {
        match self {
            Problem::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Problem::Refused(_) | Problem::Stale(_) => StatusCode::CONFLICT,
            Problem::Precondition(_) => StatusCode::PRECONDITION_FAILED,
            Problem::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Missing => StatusCode::NOT_FOUND,
            Problem::Forbidden => StatusCode::FORBIDDEN,
            Problem::Unreadable => StatusCode::BAD_REQUEST,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Late => StatusCode::REQUEST_TIMEOUT,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Problem::Away | Problem::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The same problem as the request asked for it: a version named in `If-Match` is a condition.
    pub(super) fn of_condition(self, conditional: bool) -> Problem {
        match self {
            Problem::Stale(stale) if conditional => Problem::Precondition(stale),
            other => other,
        }
    }

    /// The stable name for programs.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Problem::SignIn { .. } => "sign-in",
            Problem::Refused(_) => "refused",
            Problem::Stale(_) | Problem::Precondition(_) => "stale",
            Problem::Fields(_) => "fields",
            Problem::Missing => "missing",
            Problem::Forbidden => "forbidden",
            Problem::Unreadable => "unreadable",
            Problem::Method => "method",
            Problem::Late => "late",
            Problem::TooLarge => "too-large",
            Problem::MediaType => "media-type",
            Problem::TooMany => "too-many",
            Problem::Away => "away",
            Problem::TooSlow => "too-slow",
            Problem::Broken(_) => "broken",
        }
    }

    /// What its messages begin with.
    pub(super) fn key(&self) -> String {
        match self {
            Problem::TooSlow => "problem-too-slow".to_owned(),
            other => format!("problem-{}", other.status().as_u16()),
        }
    }

    /// In how many seconds trying again may help.
    pub(super) fn retry_after(&self) -> Option<u32> {
        match self {
            Problem::TooMany => Some(60),
            Problem::Away => Some(3),
            Problem::SignIn { .. }
            | Problem::Refused(_)
            | Problem::Stale(_)
            | Problem::Precondition(_)
            | Problem::Fields(_)
            | Problem::Missing
            | Problem::Forbidden
            | Problem::Unreadable
            | Problem::Method
            | Problem::Late
            | Problem::TooLarge
            | Problem::MediaType
            | Problem::TooSlow
            | Problem::Broken(_) => None,
        }
    }

    /// What the framework answered by a status alone.
    pub(super) fn of_status(status: StatusCode, then: String) -> Problem {
        match status {
            StatusCode::UNAUTHORIZED => Problem::SignIn { then },
            StatusCode::FORBIDDEN => Problem::Forbidden,
            StatusCode::NOT_FOUND => Problem::Missing,
            StatusCode::METHOD_NOT_ALLOWED => Problem::Method,
            StatusCode::REQUEST_TIMEOUT => Problem::Late,
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::MediaType,
            StatusCode::TOO_MANY_REQUESTS => Problem::TooMany,
            StatusCode::SERVICE_UNAVAILABLE => Problem::Away,
            status if status.is_server_error() => Problem::Broken(status.to_string()),
            _ => Problem::Unreadable,
        }
    }
}

/// The beginning of an answer about something new.
pub(super) fn made() -> HttpResponseBuilder {
    HttpResponse::Created()
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Broken(said) => write!(formatter, "broken: {said}"),
            other => formatter.write_str(other.code()),
        }
    }
}

/// Bare: `answer` puts the words in, because only there the request is at hand.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Problem {
        match error {
            DbError::NotReachable(_) | DbError::Busy | DbError::Repeat(_) => Problem::Away,
            DbError::TooSlow => Problem::TooSlow,
            DbError::Address(_) | DbError::Query(_) => Problem::Broken(error.to_string()),
        }
    }
}

impl From<FactsError> for Problem {
    fn from(error: FactsError) -> Problem {
        Error::from(error).into()
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Refused(refusals) => Problem::Refused(refusals),
            Error::Fields(problems) => Problem::Fields(problems),
            Error::Stale(stale) => Problem::Stale(stale),
            Error::Missing => Problem::Missing,
            Error::Db(error) => error.into(),
            Error::Broken(said) => Problem::Broken(said),
        }
    }
}

impl From<Vec<FieldProblem>> for Problem {
    fn from(problems: Vec<FieldProblem>) -> Problem {
        Problem::Fields(problems)
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Problem {
        Problem::Broken(error.to_string())
    }
}

impl From<crate::write::upkeep::file::FileError> for Problem {
    fn from(error: crate::write::upkeep::file::FileError) -> Problem {
        use crate::write::upkeep::file::FileError;
        match error {
            FileError::TooLarge { .. } => Problem::TooLarge,
            FileError::Db(error) => error.into(),
        }
    }
}
