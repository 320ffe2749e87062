//! What an administrator looks after: how far the deployment has begun, mail, letters of a copy, backups.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/setup/setup.html")]
pub struct Setup {
    pub page: Page,
    /// The steps of the beginning; none once the first statement is there.
    pub steps: Vec<Step>,
    pub mail: Mail,
    pub letters: Letters,
    pub backup: Vec<Fact>,
}

/// One step of the beginning.
pub struct Step {
    pub what: Link,
    pub why: String,
    /// Whom or what it came to; none while it is to be done.
    pub done: Vec<Link>,
}

/// Which mail server is in force, the form that states another, and the test letter.
pub struct Mail {
    /// Who says which server it is.
    pub hint: String,
    pub facts: Vec<Fact>,
    pub problems: Vec<Problem>,
    /// None where the environment says it, and in a demo.
    pub form: Option<Form>,
    pub test: TestLetter,
}

/// The form of the mail server.
pub struct Form {
    pub action: String,
    /// The number of what the page shows as kept.
    pub version: i64,
    pub fields: Vec<Field>,
}

/// The button that sends a test letter, and what came of it.
pub struct TestLetter {
    pub action: String,
    /// To whom.
    pub address: String,
    /// Why none can be sent.
    pub impossible: Option<String>,
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
