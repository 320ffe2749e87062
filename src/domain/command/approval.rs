//! The record of a decision to send.

/// A decision on a statement as its record has it. Which parts it needs depends on the level (PR-1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// The meeting that decided.
    pub meeting: String,
    /// Who was asked between meetings: of the management team, or the other of chair and committee manager.
    pub consulted: String,
    /// The number of the resolution or of the ballot.
    pub decision: String,
    /// Totals and outcome of a ballot (PR-24).
    pub result: String,
    /// The level in the body's own words, where its kind has no ladder here.
    pub own_level: String,
    /// The record of it: a report, a mail, a document number.
    pub document: String,
}

impl Approval {
    /// The parts of the record by the names of their fields.
    pub fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("meeting", &self.meeting),
            ("consulted", &self.consulted),
            ("decision", &self.decision),
            ("result", &self.result),
            ("own_level", &self.own_level),
            ("document", &self.document),
        ]
    }

    /// One part, by the name of its field.
    pub fn part(&self, name: &str) -> Option<&str> {
        self.parts().into_iter().find(|(field, _)| *field == name).map(|(_, text)| text)
    }
}
