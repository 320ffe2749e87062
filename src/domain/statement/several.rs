//! Steps that a body takes for several statements in one sitting (PR-13): what a plenary approved, and what its secretariat
//! then sends.

use chrono::NaiveDate;

use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::Who;
use crate::domain::procedure::statement::{Act, PROCEDURE};

/// In the order in which a statement meets them.
const SEVERAL: &[Act] = &[
    Act::Submit,
    Act::AgreeAtRapporteurMeeting,
    Act::ApproveAtWp,
    Act::ApproveAtSg,
    Act::ApproveByCorrespondence,
    Act::RecommendInWg,
    Act::ApproveByResolution,
    Act::ApproveByBallot,
    Act::ApproveBetweenMeetings,
    Act::ApproveAtOwnLevel,
    Act::Send,
    Act::RecordSent,
];

/// The steps that somebody in one of the person's roles takes; for which statements, each of them says.
pub fn steps(actor: &Actor, today: NaiveDate) -> Vec<Act> {
    let Actor::Person { appointments, .. } = actor else { return Vec::new() };
    let holds = |who: &Who| match who {
        Who::Role(role) => appointments.iter().any(|one| one.role == *role && one.held_on(today)),
        _ => false,
    };
    let taken = |act: &&Act| PROCEDURE.table.iter().any(|row| row.act == **act && row.who.iter().any(holds));
    SEVERAL.iter().filter(taken).copied().collect()
}

/// The states from which the table has the step.
pub fn states_before(act: Act) -> Vec<&'static str> {
    let rows = PROCEDURE.table.iter().filter(|row| row.act == act);
    rows.flat_map(|row| row.from).map(|state| state.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ask::asks;
    use crate::domain::command::Kind;

    #[test]
    fn each_step_has_a_form_and_begins_somewhere() {
        for act in SEVERAL {
            assert!(asks(Kind::Statement, act.name()).is_some(), "{act:?}");
            assert!(!states_before(*act).is_empty(), "{act:?}");
        }
        assert_eq!(states_before(Act::Submit), ["draft"]);
        assert!(steps(&Actor::Importer, NaiveDate::MIN).is_empty());
    }
}
