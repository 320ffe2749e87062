//! What the domain says to a person: a key of the message files and its arguments, never a sentence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A sentence to be said in the reader's language: the key of a message in `locales/*/*.ftl` and what fills its gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Arg)>,
}

/// One filling of a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// Text that a person typed or that a document holds: shown as it is.
    Text(String),
    /// A number, so that the message can choose its plural.
    Count(i64),
    /// A date: shown as `3 Mar 2023`.
    Date(NaiveDate),
    /// Another message, for words of the field such as a state or a role.
    Term(String),
}

impl Said {
    pub fn new(key: impl Into<String>) -> Self {
        Said { key: key.into(), args: Vec::new() }
    }

    /// The same sentence with one more gap filled.
    pub fn with(mut self, name: &str, arg: impl Into<Arg>) -> Self {
        self.args.push((name.to_owned(), arg.into()));
        self
    }

    /// Fills a gap with another message.
    pub fn term(self, name: &str, key: impl Into<String>) -> Self {
        self.with(name, Arg::Term(key.into()))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Arg::Count(count)
    }
}

impl From<NaiveDate> for Arg {
    fn from(date: NaiveDate) -> Self {
        Arg::Date(date)
    }
}

/// `said!("refused-stale", by = name, at = date)`: a `Said` whose key a test finds in the sources and looks up in the
/// message files.
#[macro_export]
macro_rules! said {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::domain::said::Said::new($key)$(.with(stringify!($name), $value))*
    };
}
