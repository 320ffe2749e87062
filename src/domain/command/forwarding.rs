//! What is asked where a statement is passed on to another body (PR-13).

use uuid::Uuid;

/// To whom, and what its sender is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarding {
    pub to: Uuid,
    pub told_sender: String,
    /// For whoever of both has no address: how they got it (PR-16).
    pub how_sent: String,
}
