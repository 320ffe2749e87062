//! What is done to a note on a statement.

use uuid::Uuid;

use crate::domain::procedure::note::Act;

#[derive(Clone, Debug)]
pub enum NoteCommand {
    Write {
        statement: Uuid,
        /// Whose note it is: a deciding body in whose tree the writer serves, which alone reads it (PR-3).
        body: Uuid,
        /// As it was typed: no markup, paragraphs kept.
        text: String,
    },
    Correct {
        text: String,
    },
    Strike,
    TakeBack,
}

impl NoteCommand {
    pub fn act(&self) -> Act {
        match self {
            NoteCommand::Write { .. } => Act::Write,
            NoteCommand::Correct { .. } => Act::Correct,
            NoteCommand::Strike => Act::Strike,
            NoteCommand::TakeBack => Act::TakeBack,
        }
    }
}
