//! Numbers of a body that are reserved for something to come, released, or void for good (PR-10). What is void stays used:
//! it may stand on paper somewhere, and a number that means two things is worse than one that means none.

use super::RecordFacts;
use super::correct::Mended;
use crate::domain::command::RecordCommand;
use crate::domain::decision::Decision;
use crate::domain::numbering::{Holder, Series};

/// What a command about a number rests on.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    /// The body has such a series, if only one whose numbers are typed.
    pub known: bool,
    /// As typed, or the next free one of the series; none where that counts nothing.
    pub number: Option<String>,
    /// As the series counts afterwards, where the number was taken from it.
    pub next: Option<i64>,
    pub holder: Option<Holder>,
}

impl Numbering {
    /// Whoever or whatever has it may be reserved for nobody else.
    pub(super) fn free_to_reserve(&self) -> Result<(), Holder> {
        self.holder.clone().map_or(Ok(()), Err)
    }

    /// What is reserved, or nobody's, can be made void; what was given cannot.
    pub(super) fn free_to_void(&self) -> Result<(), Holder> {
        self.holder.clone().and_then(Holder::from_subjects).map_or(Ok(()), Err)
    }

    /// Somebody means to have it, and has not yet.
    pub fn is_reserved(&self) -> bool {
        matches!(self.holder, Some(Holder::Reserved { .. }))
    }

    /// For what it is reserved.
    fn reserved_for(&self) -> Option<&str> {
        match &self.holder {
            Some(Holder::Reserved { whom, .. }) => Some(whom),
            Some(Holder::Given { .. } | Holder::Void { .. }) | None => None,
        }
    }
}

/// The rows as the command wants them; none for any other command, and where its guards have no number.
pub(super) fn mended(facts: &RecordFacts, command: &RecordCommand, why: Option<&str>) -> Option<Mended> {
    let numbering = facts.around.numbering.as_ref()?;
    let number = numbering.number.clone()?;
    match command {
        RecordCommand::ReserveNumber { of, reserved_for, .. } => {
            let (of, reserved_for) = (of.clone(), reserved_for.clone());
            Some(Mended::Reserved { of, number, reserved_for, next: numbering.next })
        }
        RecordCommand::ReleaseNumber { of, .. } => Some(Mended::Released { of: of.clone(), number }),
        RecordCommand::VoidNumber { of, .. } => {
            Some(Mended::Voided { of: of.clone(), number, why: why.unwrap_or_default().to_owned() })
        }
        _ => None,
    }
}

/// What the history of the register says of it.
pub(super) fn tell(decision: &mut Decision, facts: &RecordFacts, command: &RecordCommand) {
    let Some(numbering) = &facts.around.numbering else { return };
    if let Some(number) = &numbering.number {
        decision.brings("series_number", number.clone());
    }
    match command {
        RecordCommand::ReserveNumber { of, reserved_for, .. } => {
            series(decision, of);
            decision.brings("reserved_for", reserved_for.clone());
        }
        RecordCommand::ReleaseNumber { of, .. } | RecordCommand::VoidNumber { of, .. } => {
            series(decision, of);
            if let Some(whom) = numbering.reserved_for() {
                decision.brings("reserved_for", whom);
            }
        }
        _ => {}
    }
}

fn series(decision: &mut Decision, of: &Series) {
    decision.brings("number_series", of.scheme.clone());
    if !of.period.is_empty() {
        decision.brings("number_period", of.period.clone());
    }
}
