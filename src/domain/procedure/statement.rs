//! The sender's statement, from draft to closed (handbook 9.2, O1 to O11, as corrected by PR-7 to PR-9).

use super::engine::{Audience, Check, Procedure, To, WaitingFor, Who, hard, logic, scope, soft, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Draft = "draft",
        InReview = "in_review",
        Agreed = "agreed",
        ApprovedAtWp = "approved_at_wp",
        /// A working group asks its committee to send it (PR-1).
        Recommended = "recommended",
        Approved = "approved",
        Postponed = "postponed",
        Sent = "sent",
        AwaitingReply = "awaiting_reply",
        Replied = "replied",
        Closed = "closed",
        /// Left by mistake: a retraction waits to be sent (PR-7).
        SentInError = "sent_in_error",
        Retracted = "retracted",
        Withdrawn = "withdrawn",
        /// Its work goes on in another draft (PR-13).
        Merged = "merged",
        /// Issued by a body whose procedure is not run here; only recorded.
        Issued = "issued",
        /// Recorded by mistake, and taken back.
        Void = "void",
    }
}

named! {
    pub enum Act {
        Draft = "draft",
        Record = "record",
        /// A statement of our own, of before this program or of outside it, in the state it had (PR-6).
        RecordOwn = "record_own",
        Edit = "edit",
        Submit = "submit",
        Return = "return",
        AgreeAtRapporteurMeeting = "agree_at_rapporteur_meeting",
        ApproveAtWp = "approve_at_wp",
        ApproveAtSg = "approve_at_sg",
        ApproveByCorrespondence = "approve_by_correspondence",
        RecommendInWg = "recommend_in_wg",
        ApproveByResolution = "approve_by_resolution",
        ApproveByBallot = "approve_by_ballot",
        ApproveBetweenMeetings = "approve_between_meetings",
        ApproveAtOwnLevel = "approve_at_own_level",
        ApproveAsAmended = "approve_as_amended",
        CorrectEditorially = "correct_editorially",
        Postpone = "postpone",
        Resume = "resume",
        Send = "send",
        RecordSent = "record_sent",
        Settle = "settle",
        Close = "close",
        /// A letter to whom a reply is awaited from (PR-12).
        Remind = "remind",
        CloseWithoutReply = "close_without_reply",
        MarkSentInError = "mark_sent_in_error",
        Retract = "retract",
        Withdraw = "withdraw",
        /// Another draft does its work from now on (PR-13).
        MergeInto = "merge_into",
        /// At that other draft: it answers what the merged one was written for.
        TakeOver = "take_over",
        GiveBack = "give_back",
        /// What was written down of another body's statement.
        Correct = "correct",
        /// Of a statement of our own, in any state.
        CorrectQuestions = "correct_questions",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        HasDestinations = "has_destinations",
        ActionHasDeadline = "action_has_deadline",
        CommentHasDeadline = "comment_has_deadline",
        DeadlineAhead = "deadline_ahead",
        ContentComplete = "content_complete",
        AbstractShort = "abstract_short",
        ReplyIsNamed = "reply_is_named",
        SourceGiven = "source_given",
        TextOrFile = "text_or_file",
        FitsItsLadder = "fits_its_ladder",
        IssuedBeforeReceipt = "issued_before_receipt",
        NotKnownAlready = "not_known_already",
        NotToItself = "not_to_itself",
        CorrectsWhatItSent = "corrects_what_it_sent",
        IntoADraft = "into_a_draft",
        AddresseesKept = "addressees_kept",
        CorrectionKept = "correction_kept",
        PartsFromADraft = "parts_from_a_draft",
        ReasonGiven = "reason_given",
        MeetingNamed = "meeting_named",
        NoMeetingInSession = "no_meeting_in_session",
        NotDecidedAroundMeeting = "not_decided_around_meeting",
        OfItuLadder = "of_itu_ladder",
        OfCommitteeLadder = "of_committee_ladder",
        OfOwnLadder = "of_own_ladder",
        LevelFits = "level_fits",
        DecisionNumbered = "decision_numbered",
        ResultGiven = "result_given",
        LevelNamed = "level_named",
        TextDiffers = "text_differs",
        EvidenceGiven = "evidence_given",
        ConsultationRecorded = "consultation_recorded",
        NotTheAuthor = "not_the_author",
        ApprovalRecorded = "approval_recorded",
        TextIsTheApprovedOne = "text_is_the_approved_one",
        StudyGroupDecidedUnderSup5 = "study_group_decided_under_sup5",
        StudyGroupDecided = "study_group_decided",
        EverybodyReachable = "everybody_reachable",
        NumberFree = "number_free",
        FollowUpRecorded = "follow_up_recorded",
        RetractionWritten = "retraction_written",
        ReminderWritten = "reminder_written",
        ReplyDueSoon = "reply_due_soon",
        AwaitedReachable = "awaited_reachable",
        SomethingDiffers = "something_differs",
        QuestionsDiffer = "questions_differ",
        NothingRestsOnIt = "nothing_rests_on_it",
        NoLetterLeft = "no_letter_left",
    }
}

use Act as A;
use Guard as G;
use State as S;
use Who::{Author, Doer, System};

const EXPERT: Who = Who::Role(Role::Expert);
const EDITOR: Who = Who::Role(Role::Editor);
const RAPPORTEUR: Who = Who::Role(Role::Rapporteur);
const ASSOCIATE: Who = Who::Role(Role::AssociateRapporteur);
const LIAISON: Who = Who::Role(Role::LiaisonRapporteur);
const CONVENOR: Who = Who::Role(Role::Convenor);
const WP_CHAIR: Who = Who::Role(Role::WpChair);
const SG_CHAIR: Who = Who::Role(Role::SgChair);
const COUNSELLOR: Who = Who::Role(Role::Counsellor);
const MANAGER: Who = Who::Role(Role::CommitteeManager);
const CHAIR: Who = Who::Role(Role::CommitteeChair);

const DRAFTERS: &[Who] =
    &[RAPPORTEUR, LIAISON, ASSOCIATE, EDITOR, EXPERT, CONVENOR, WP_CHAIR, SG_CHAIR, COUNSELLOR, MANAGER, CHAIR];
const WRITERS: &[Who] =
    &[Author, RAPPORTEUR, LIAISON, ASSOCIATE, EDITOR, EXPERT, CONVENOR, WP_CHAIR, SG_CHAIR, COUNSELLOR, MANAGER, CHAIR];
const SUBMITTERS: &[Who] = &[Author, RAPPORTEUR, LIAISON, CONVENOR, WP_CHAIR, SG_CHAIR, COUNSELLOR, MANAGER, CHAIR];
const UNSENT: &[S] = &[S::Draft, S::InReview, S::Agreed, S::ApprovedAtWp, S::Recommended, S::Approved, S::Postponed];
/// States that an act on unsent text leads to, each of which can be taken back.
const DECIDED: &[S] =
    &[S::InReview, S::Agreed, S::ApprovedAtWp, S::Recommended, S::Approved, S::Postponed, S::Withdrawn, S::Merged];
/// Where taking back leads: to what was before, and what was written down by mistake is void.
const UNDONE: &[S] =
    &[S::Draft, S::InReview, S::Agreed, S::ApprovedAtWp, S::Recommended, S::Approved, S::Postponed, S::Void];
/// What a body can still decide, on either ladder.
const UNDECIDED: &[S] = &[S::InReview, S::Agreed, S::ApprovedAtWp, S::Recommended];
const RECOMMENDED: &[S] = &[S::InReview, S::Recommended];
const DEFERRABLE: &[S] = &[S::Draft, S::InReview, S::Agreed, S::ApprovedAtWp, S::Recommended, S::Approved];
const DECIDERS: &[Who] = &[SG_CHAIR, COUNSELLOR, CHAIR, MANAGER];
/// States that sending and closing leave.
const LEFT: &[S] =
    &[S::Agreed, S::ApprovedAtWp, S::Approved, S::AwaitingReply, S::Replied, S::Closed, S::SentInError, S::Void];
const UNAPPROVED: &[S] = &[S::InReview, S::Agreed, S::ApprovedAtWp];

const COMPLETE: &[Check<G>] = &[
    hard(G::HasDestinations, A1_1_5_1),
    hard(G::ActionHasDeadline, A1_1_5_1),
    soft(G::CommentHasDeadline, RFC4053_2_2_1),
    hard(G::DeadlineAhead, OUR_RULE),
    hard(G::ContentComplete, A1_1_5_1),
    soft(G::AbstractShort, A1_1_5_1),
    hard(G::ReplyIsNamed, A1_1_5_1),
    logic(G::NotToItself),
    logic(G::CorrectsWhatItSent),
];
const AT_SG: &[Check<G>] = &[scope(G::OfItuLadder), logic(G::HasDestinations), hard(G::MeetingNamed, A1_1_5_1)];
const IN_WG: &[Check<G>] =
    &[scope(G::OfCommitteeLadder), logic(G::HasDestinations), hard(G::MeetingNamed, practice("PR-1"))];
const BY_RESOLUTION: &[Check<G>] = &[
    scope(G::OfCommitteeLadder),
    logic(G::HasDestinations),
    hard(G::MeetingNamed, practice("PR-1")),
    hard(G::DecisionNumbered, practice("PR-1")),
];
const BY_BALLOT: &[Check<G>] = &[
    scope(G::OfCommitteeLadder),
    logic(G::HasDestinations),
    hard(G::DecisionNumbered, practice("PR-1")),
    hard(G::ResultGiven, practice("PR-24")),
];
const BETWEEN_MEETINGS: &[Check<G>] = &[
    scope(G::OfCommitteeLadder),
    logic(G::HasDestinations),
    logic(G::NotTheAuthor),
    hard(G::NoMeetingInSession, practice("PR-1")),
    hard(G::ConsultationRecorded, practice("PR-1")),
];
const AT_OWN_LEVEL: &[Check<G>] =
    &[scope(G::OfOwnLadder), logic(G::HasDestinations), hard(G::LevelNamed, practice("PR-1"))];
/// What the level of the decision needs, and what the new text needs.
const AS_AMENDED: &[Check<G>] = &[
    logic(G::LevelFits),
    logic(G::HasDestinations),
    hard(G::MeetingNamed, practice("PR-8")),
    hard(G::NotDecidedAroundMeeting, A1_1_5_1),
    hard(G::ConsultationRecorded, A1_1_5_1),
    hard(G::DecisionNumbered, practice("PR-1")),
    hard(G::ResultGiven, practice("PR-24")),
    hard(G::LevelNamed, practice("PR-1")),
    logic(G::TextDiffers),
    hard(G::ContentComplete, A1_1_5_1),
    soft(G::AbstractShort, A1_1_5_1),
];
const CORRECTED: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::TextDiffers), hard(G::ContentComplete, A1_1_5_1)];
const BY_CORRESPONDENCE: &[Check<G>] = &[
    scope(G::OfItuLadder),
    logic(G::HasDestinations),
    logic(G::NotTheAuthor),
    hard(G::NoMeetingInSession, A1_1_5_1),
    hard(G::ConsultationRecorded, A1_1_5_1),
];
const READY: &[Check<G>] = &[
    logic(G::HasDestinations),
    hard(G::ActionHasDeadline, A1_1_5_1),
    logic(G::ApprovalRecorded),
    logic(G::TextIsTheApprovedOne),
    hard(G::StudyGroupDecidedUnderSup5, S5_I_4),
    soft(G::StudyGroupDecided, S5_I_4),
    soft(G::DeadlineAhead, practice("PR-15")),
    hard(G::EverybodyReachable, practice("PR-16")),
    logic(G::NumberFree),
    logic(G::NotToItself),
    logic(G::CorrectsWhatItSent),
];
const WRITTEN_DOWN: &[Check<G>] = &[
    logic(G::SourceGiven),
    logic(G::TextOrFile),
    logic(G::IssuedBeforeReceipt),
    soft(G::NotKnownAlready, practice("PR-14")),
    logic(G::CorrectsWhatItSent),
];
const CORRIGENDUM: &[Check<G>] = &[logic(G::CorrectsWhatItSent)];
const MERGED: &[Check<G>] =
    &[logic(G::IntoADraft), soft(G::AddresseesKept, practice("PR-13")), soft(G::CorrectionKept, practice("PR-9"))];
const PARTED: &[Check<G>] = &[logic(G::PartsFromADraft)];
/// A past statement of our own: what happened is written down, not judged (PR-6).
const PAST: &[Check<G>] = &[
    logic(G::FitsItsLadder),
    logic(G::NotToItself),
    logic(G::IssuedBeforeReceipt),
    logic(G::NumberFree),
    soft(G::NotKnownAlready, practice("PR-14")),
    logic(G::CorrectsWhatItSent),
];
/// The states in which a past statement is written down: those that follow from its parts follow from them.
pub const PAST_STATES: &[S] = &[
    S::InReview,
    S::Agreed,
    S::ApprovedAtWp,
    S::Recommended,
    S::Approved,
    S::Postponed,
    S::Sent,
    S::Closed,
    S::Withdrawn,
    S::Retracted,
];
/// Who recorded it, and their secretariat: the roles are judged where the recorder served.
const RECORDER: &[Who] = &[Doer, COUNSELLOR, MANAGER];
const REASON: &[Check<G>] = &[logic(G::ReasonGiven)];
const QUESTIONS: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::QuestionsDiffer)];
/// Our own, decided or not, sent or not: what it is filed under is no part of its text.
pub const WRITTEN: &[S] = &[S::Draft, S::Postponed];
/// Where what was merged into it can still go its own way again.
pub const GIVEN_BACK: &[S] = &[S::Draft, S::Postponed, S::Withdrawn];
const FILED: &[S] = &[
    S::InReview,
    S::Agreed,
    S::ApprovedAtWp,
    S::Recommended,
    S::Approved,
    S::Sent,
    S::AwaitingReply,
    S::Replied,
    S::Closed,
];
const MENDED: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::SomethingDiffers), logic(G::IssuedBeforeReceipt)];
/// Sent outside this program already: what happened is written down, not judged (PR-6).
const SENT_OUTSIDE: &[Check<G>] =
    &[logic(G::HasDestinations), logic(G::ApprovalRecorded), logic(G::EvidenceGiven), logic(G::NumberFree)];
const TAKEN_BACK: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::NothingRestsOnIt), logic(G::NoLetterLeft)];
const TAKERS: &[Who] = &[Doer, COUNSELLOR, MANAGER];
/// What can be taken back after it left.
const TAKEN: &[S] = &[S::Sent, S::AwaitingReply, S::Replied, S::Closed, S::SentInError, S::Retracted];
const RETRACTED: &[Check<G>] = &[logic(G::RetractionWritten), hard(G::EverybodyReachable, practice("PR-16"))];
const REMINDED: &[Check<G>] = &[
    logic(G::ReminderWritten),
    soft(G::ReplyDueSoon, practice("PR-12")),
    hard(G::AwaitedReachable, practice("PR-16")),
];
const SETTLED: To<S> = To::OneOf(&[S::AwaitingReply, S::Replied, S::Closed]);

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "statement",
    states: &[
        state(S::Draft,         WaitingFor::Author,      (1, 1)),
        state(S::InReview,      WaitingFor::Approver,    (2, 1)),
        state(S::Agreed,        WaitingFor::Secretariat, (3, 0)),
        state(S::ApprovedAtWp,  WaitingFor::Secretariat, (3, 2)),
        state(S::Approved,      WaitingFor::Secretariat, (3, 1)),
        state(S::Sent,          WaitingFor::Nobody,      (4, 1)),
        state(S::AwaitingReply, WaitingFor::Partner,     (5, 0)),
        state(S::Replied,       WaitingFor::Secretariat, (5, 1)),
        state(S::Closed,        WaitingFor::Nobody,      (6, 1)),
        state(S::SentInError,   WaitingFor::Secretariat, (5, 2)),
        state(S::Retracted,     WaitingFor::Nobody,      (6, 2)),
        state(S::Recommended,   WaitingFor::Secretariat, (3, 3)),
        state(S::Postponed,     WaitingFor::Author,      (1, 0)),
        state(S::Withdrawn,     WaitingFor::Nobody,      (2, 3)),
        state(S::Merged,        WaitingFor::Nobody,      (1, 3)),
        state(S::Issued,        WaitingFor::Nobody,      (4, 3)),
        state(S::Void,          WaitingFor::Nobody,      (5, 3)),
    ],
    table: &[
        transition("O1",   &[],                A::Draft,                    To::State(S::Draft),        DRAFTERS,                              CORRIGENDUM,             &[],                      OUR_RULE),
        transition("O1e",  &[S::Draft],        A::Edit,                     To::Same,                   WRITERS,                               &[],                &[],                      OUR_RULE),
        transition("O2",   &[S::Draft],        A::Submit,                   To::State(S::InReview),     SUBMITTERS,                            COMPLETE,           &[Audience::Approvers],   A1_1_5_1),
        transition("O3",   UNDECIDED,          A::Return,                   To::State(S::Draft),        &[WP_CHAIR, SG_CHAIR, COUNSELLOR, CHAIR, MANAGER], REASON, &[Audience::Author],      practice("PR-8")),
        transition("O4a",  &[S::InReview],     A::AgreeAtRapporteurMeeting, To::State(S::Agreed),       &[RAPPORTEUR, SG_CHAIR, COUNSELLOR],   AT_SG,              &[Audience::Secretariat], A1_1_5_1),
        transition("O4b",  &[S::InReview, S::Agreed], A::ApproveAtWp,       To::State(S::ApprovedAtWp), &[WP_CHAIR, SG_CHAIR, COUNSELLOR],     AT_SG,              &[Audience::Secretariat], A1_1_5_1),
        transition("O4c",  UNAPPROVED,         A::ApproveAtSg,              To::State(S::Approved),     &[SG_CHAIR, COUNSELLOR],               AT_SG,              &[Audience::Author, Audience::Secretariat], S5_I_4),
        transition("O4d",  UNAPPROVED,         A::ApproveByCorrespondence,  To::State(S::Approved),     &[SG_CHAIR, COUNSELLOR],               BY_CORRESPONDENCE,  &[Audience::Author, Audience::Secretariat], A1_1_5_1),
        transition("O4e",  &[S::InReview],     A::RecommendInWg,            To::State(S::Recommended),  &[CONVENOR, CHAIR, MANAGER],           IN_WG,              &[Audience::Secretariat], practice("PR-1")),
        transition("O4f",  RECOMMENDED,        A::ApproveByResolution,      To::State(S::Approved),     &[CHAIR, MANAGER],                     BY_RESOLUTION,      &[Audience::Author, Audience::Secretariat], practice("PR-1")),
        transition("O4g",  RECOMMENDED,        A::ApproveByBallot,          To::State(S::Approved),     &[CHAIR, MANAGER],                     BY_BALLOT,          &[Audience::Author, Audience::Secretariat], practice("PR-1")),
        transition("O4h",  RECOMMENDED,        A::ApproveBetweenMeetings,   To::State(S::Approved),     &[CHAIR, MANAGER],                     BETWEEN_MEETINGS,   &[Audience::Author, Audience::Secretariat], practice("PR-1")),
        transition("O4i",  RECOMMENDED,        A::ApproveAtOwnLevel,        To::State(S::Approved),     &[CHAIR, MANAGER],                     AT_OWN_LEVEL,       &[Audience::Author, Audience::Secretariat], practice("PR-1")),
        transition("O4j",  UNDECIDED,          A::ApproveAsAmended,         To::State(S::Approved),     DECIDERS,                              AS_AMENDED,         &[Audience::Author, Audience::Chair, Audience::Secretariat], practice("PR-8")),
        transition("O4k",  &[S::Approved],     A::CorrectEditorially,       To::Same,                   DECIDERS,                              CORRECTED,          &[Audience::Author, Audience::Chair], practice("PR-8")),
        transition("O4p",  DEFERRABLE,         A::Postpone,                 To::State(S::Postponed),    DECIDERS,                              REASON,             &[Audience::Author],      practice("PR-13")),
        transition("O4q",  &[S::Postponed],    A::Resume,                   To::State(S::Draft),        SUBMITTERS,                            &[],                &[Audience::Author],      practice("PR-13")),
        transition("O4r",  &[S::Merged],       A::Resume,                   To::State(S::Draft),        SUBMITTERS,                            PARTED,             &[Audience::Author],      practice("PR-13")),
        transition("O5",   &[S::Agreed, S::ApprovedAtWp, S::Approved], A::Send, To::State(S::Sent),    &[COUNSELLOR, MANAGER],                READY,              &[Audience::Destinations, Audience::Author, Audience::Chair], A1_1_5_2),
        transition("O5r",  &[S::Agreed, S::ApprovedAtWp, S::Approved], A::RecordSent, To::State(S::Sent), &[COUNSELLOR, MANAGER],             SENT_OUTSIDE,       &[],                      practice("PR-6")),
        transition("O6-8", &[S::Sent, S::AwaitingReply, S::Replied, S::Closed], A::Settle, SETTLED,                &[System],                             &[],                &[],                      practice("PR-9")),
        transition("O8i",  &[S::Issued],       A::Settle,                   To::Same,                   &[System],                             &[],                &[],                      practice("PR-7")),
        transition("O9",   &[S::Replied],      A::Close,                    To::State(S::Closed),       &[RAPPORTEUR, COUNSELLOR, CONVENOR, MANAGER], &[logic(G::FollowUpRecorded)], &[],   OUR_RULE),
        transition("O10r", &[S::AwaitingReply], A::Remind,                  To::Same,                     &[COUNSELLOR, MANAGER],                REMINDED,         &[Audience::Awaited],     practice("PR-12")),
        transition("O10",  &[S::AwaitingReply], A::CloseWithoutReply,       To::State(S::Closed),       &[RAPPORTEUR, COUNSELLOR, CONVENOR, MANAGER], REASON,      &[Audience::Author],      practice("PR-12")),
        transition("O17",  &[S::Sent, S::AwaitingReply, S::Replied, S::Closed], A::MarkSentInError, To::State(S::SentInError), DECIDERS, REASON, &[Audience::Author, Audience::Chair], practice("PR-7")),
        transition("O17r", &[S::SentInError],  A::Retract,                  To::State(S::Retracted),    &[COUNSELLOR, MANAGER],                RETRACTED,          &[Audience::Destinations, Audience::Author, Audience::Chair], practice("PR-7")),
        transition("O11",  UNSENT,             A::Withdraw,                 To::State(S::Withdrawn),    DECIDERS,                              REASON,           &[Audience::Author],      practice("PR-8")),
        transition("O11m", UNSENT,             A::MergeInto,                To::State(S::Merged),       DECIDERS,                              MERGED,             &[Audience::Author],      practice("PR-13")),
        transition("O11t", WRITTEN,            A::TakeOver,                 To::Same,                   &[System],                             &[],                &[],                      practice("PR-13")),
        transition("O11g", GIVEN_BACK,         A::GiveBack,                 To::Same,                   &[System],                             &[],                &[],                      practice("PR-13")),
        transition("O13",  &[],                A::Record,                   To::State(S::Issued),       &[COUNSELLOR, MANAGER, Who::Importer], WRITTEN_DOWN, &[], practice("PR-6")),
        transition("O20",  &[],                A::RecordOwn,                To::OneOf(PAST_STATES),      &[COUNSELLOR, MANAGER, Who::Importer], PAST,               &[],                      practice("PR-6")),
        transition("O14",  DECIDED,            A::TakeBack,                 To::OneOf(UNDONE),          TAKERS,                                TAKEN_BACK,         &[],                      practice("PR-7")),
        transition("O15",  TAKEN, A::TakeBack, To::OneOf(LEFT), &[COUNSELLOR, MANAGER], TAKEN_BACK, &[Audience::Author, Audience::Chair], practice("PR-7")),
        transition("O18",  &[S::Issued],       A::Correct,                  To::Same,                   RECORDER,                              MENDED,             &[],                      practice("PR-7")),
        transition("O19",  WRITTEN,            A::CorrectQuestions,         To::Same,                   WRITERS,                               QUESTIONS,          &[],                      practice("PR-7")),
        transition("O19f", FILED,              A::CorrectQuestions,         To::Same,                   &[COUNSELLOR, MANAGER],                QUESTIONS,          &[Audience::Author],      practice("PR-7")),
        transition("O16",  &[S::Issued],       A::TakeBack,                 To::State(S::Void),         RECORDER,                              TAKEN_BACK,         &[],                      practice("PR-7")),
    ],
};
