//! Who wrote a statement down that its sender did not send through here (PR-2).

use chrono::{DateTime, Utc};

use crate::domain::reference::BodyFacts;
use crate::facts::statement::Recorder;

/// How it came to be written down.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub at: DateTime<Utc>,
    /// The body that recorded it, where the sender is kept here and did not do so itself.
    pub other_side: Option<String>,
}

impl Recorded {
    /// The record of a statement of this owner.
    pub(super) fn of(recorder: &Recorder, owner: &BodyFacts) -> Recorded {
        let ours = recorder.roots();
        let mut theirs = owner.roots().into_iter().map(|root| root.id).chain([owner.root()]);
        let by_itself = !owner.kept_here || theirs.any(|root| ours.contains(&root));
        let other_side = recorder.body.as_ref().filter(|_| !by_itself).map(|(_, name)| name.clone());
        Recorded { at: recorder.at, other_side }
    }
}
