//! What an administrator looks after: how far the deployment has begun, mail, letters of a copy, backups.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/setup/setup.html")]
pub struct Setup {
    pub page: Page,
    /// The steps of the beginning; none once all are done.
    pub steps: Vec<Step>,
    /// The settings of mail that are in force.
    pub mail: Vec<Fact>,
    pub test: TestLetter,
    pub letters: Letters,
    pub backup: Vec<Fact>,
}

/// One step of the beginning.
pub struct Step {
    pub what: Link,
    pub why: String,
    pub done: bool,
}

/// The button that sends a test letter, and what came of it.
pub struct TestLetter {
    pub action: String,
    /// To whom.
    pub address: String,
    /// A mail server is set.
    pub possible: bool,
    pub outcome: Option<Flash>,
}

pub use super::Flash;

/// Letters of a copy.
pub struct Letters {
    pub sentence: String,
    /// The forms that let them go or drop them; none where letters leave.
    pub held: Option<String>,
    /// Those that were given up.
    pub undelivered: Option<Undelivered>,
}

/// Letters that were given up: how many, the newest of them, and the form that tries all of them again.
pub struct Undelivered {
    pub sentence: String,
    pub letters: Vec<LetterRow>,
    pub again: String,
}
