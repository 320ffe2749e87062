//! At which level it was decided to send, and what the record of such a decision has to name. Each body follows the
//! ladder of its own kind (PR-1).

use crate::domain::command::{Approval, StatementCommand};
use crate::domain::reference::Ladder;
use crate::named;

named! {
    /// At which level it was decided to send.
    pub enum Level {
        RapporteurGroup = "rapporteur_group",
        WorkingParty = "working_party",
        StudyGroup = "study_group",
        ChairByCorrespondence = "chair_by_correspondence",
        WorkingGroup = "working_group",
        Resolution = "resolution",
        Ballot = "ballot",
        BetweenMeetings = "between_meetings",
        /// In the body's own words.
        Own = "own",
    }
}

/// The levels at which a text can be approved as amended; each decides finally.
pub const FINAL_LEVELS: &[&str] =
    &["study_group", "chair_by_correspondence", "resolution", "ballot", "between_meetings", "own"];

impl Level {
    /// The study group itself decided, or its chair between meetings (Supplement 5, I.4); at the other bodies, the
    /// body itself and not one of its groups.
    pub fn is_final(self) -> bool {
        match self {
            Level::StudyGroup
            | Level::ChairByCorrespondence
            | Level::Resolution
            | Level::Ballot
            | Level::BetweenMeetings
            | Level::Own => true,
            Level::RapporteurGroup | Level::WorkingParty | Level::WorkingGroup => false,
        }
    }

    /// Whose ladder it stands on.
    pub fn ladder(self) -> Ladder {
        match self {
            Level::RapporteurGroup | Level::WorkingParty | Level::StudyGroup | Level::ChairByCorrespondence => {
                Ladder::Itu
            }
            Level::WorkingGroup | Level::Resolution | Level::Ballot | Level::BetweenMeetings => Ladder::IsoIec,
            Level::Own => Ladder::Own,
        }
    }

    /// Decided between meetings: nobody decides so while one is in session (Rec. ITU-T A.1, 1.5.1).
    pub fn between_meetings(self) -> bool {
        matches!(self, Level::ChairByCorrespondence | Level::BetweenMeetings)
    }

    /// The record of a decision at this level has to fill in that part (PR-1, PR-24).
    pub fn needs(self, part: &str) -> bool {
        match part {
            "meeting" => {
                !matches!(self, Level::ChairByCorrespondence | Level::Ballot | Level::BetweenMeetings | Level::Own)
            }
            "consulted" => self.between_meetings(),
            "decision" => matches!(self, Level::Resolution | Level::Ballot),
            "result" => self == Level::Ballot,
            "own_level" => self == Level::Own,
            _ => false,
        }
    }
}

/// The act decides for the body, so that the secretariat can send.
pub fn decides_finally(act: &str) -> bool {
    use crate::domain::named::Named;
    use crate::domain::procedure::engine::To;
    use crate::domain::procedure::statement::{Act, PROCEDURE, State};
    let act = Act::from_name(act);
    PROCEDURE.table.iter().any(|row| Some(row.act) == act && row.to == To::State(State::Approved))
}

impl StatementCommand {
    /// The decision that the command records, and its level.
    pub fn approval(&self) -> Option<(Level, &Approval)> {
        match self {
            StatementCommand::AgreeAtRapporteurMeeting(a) => Some((Level::RapporteurGroup, a)),
            StatementCommand::ApproveAtWp(a) => Some((Level::WorkingParty, a)),
            StatementCommand::ApproveAtSg(a) => Some((Level::StudyGroup, a)),
            StatementCommand::ApproveByCorrespondence(a) => Some((Level::ChairByCorrespondence, a)),
            StatementCommand::RecommendInWg(a) => Some((Level::WorkingGroup, a)),
            StatementCommand::ApproveByResolution(a) => Some((Level::Resolution, a)),
            StatementCommand::ApproveByBallot(a) => Some((Level::Ballot, a)),
            StatementCommand::ApproveBetweenMeetings(a) => Some((Level::BetweenMeetings, a)),
            StatementCommand::ApproveAtOwnLevel(a) => Some((Level::Own, a)),
            StatementCommand::ApproveAsAmended { level, approval, .. } => Some((*level, approval)),
            StatementCommand::Draft { .. }
            | StatementCommand::Record(_)
            | StatementCommand::RecordOwn(_)
            | StatementCommand::Edit(_)
            | StatementCommand::Submit
            | StatementCommand::Return
            | StatementCommand::Correct(_)
            | StatementCommand::CorrectQuestions(_)
            | StatementCommand::CorrectEditorially(_)
            | StatementCommand::Postpone
            | StatementCommand::Resume
            | StatementCommand::Send(_)
            | StatementCommand::RecordSent(_)
            | StatementCommand::Settle
            | StatementCommand::CloseAgain { .. }
            | StatementCommand::Close { .. }
            | StatementCommand::Remind(_)
            | StatementCommand::CloseWithoutReply
            | StatementCommand::MarkSentInError
            | StatementCommand::Retract(_)
            | StatementCommand::Withdraw
            | StatementCommand::MergeInto(_)
            | StatementCommand::TakeOver { .. }
            | StatementCommand::GiveBack { .. }
            | StatementCommand::TakeBack => None,
        }
    }
}
