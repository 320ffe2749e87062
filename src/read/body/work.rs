//! The statements of a body's page: what it and the reader's own owe each other, and the newest both ways.

use uuid::Uuid;

use super::owed::{self, Both, SHOWN};
use crate::domain::procedure::record::Act;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::history::{self, Entry};
use crate::read::register::{self, Row};
use crate::read::seen::Filter;

/// What the reader sees of a body's statements.
#[derive(Clone, Debug)]
pub struct Work {
    /// None where it is of the reader's own trees: home shows what is owed there.
    pub owed: Option<Both>,
    /// The newest that it or a body under it wrote or is addressed by, and whether there are more.
    pub newest: (Vec<Row>, bool),
    /// What was done to its record, the newest first; what was done in the register of its numbers and
    /// with its templates stands there.
    pub history: Vec<Entry>,
}

/// The body's page is everybody's: what is its own affair stands on pages of those who serve there.
const ELSEWHERE: &[&[Act]] = &[super::numbers::ACTS, super::templates::ACTS];

/// Eleven queries, however much there is.
pub async fn of(conn: &mut Conn, sight: &Sight, body: Uuid) -> Result<Work, FactsError> {
    let owed = owed::both(conn, sight, body).await?;
    let of_body = Filter { body: Some(body), ..Filter::default() };
    let newest = register::newest(conn, sight, &of_body, SHOWN).await?;
    let (history, _) = history::some(conn, &[body], None, history::Of::All { but: ELSEWHERE }).await?;
    Ok(Work { owed, newest, history })
}
