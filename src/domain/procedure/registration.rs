//! The receiving body's side of a statement, from received to closed (handbook 9.3, I1 to I5 and I13, as corrected by
//! PR-11, PR-13 and PR-23). What happens in a Question stands in `allocation.rs`; here stands its sum.

use super::engine::{Audience, Check, Procedure, To, WaitingFor, Who, hard, logic, scope, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Received = "received",
        Registered = "registered",
        Available = "available",
        Allocated = "allocated",
        UnderConsideration = "under_consideration",
        ReplyInPreparation = "reply_in_preparation",
        Deferred = "deferred",
        Noted = "noted",
        Replied = "replied",
        ActionTaken = "action_taken",
        /// Passed on to another body, which it is the business of (PR-13).
        Forwarded = "forwarded",
        Closed = "closed",
        Rejected = "rejected",
        Void = "void",
    }
}

named! {
    pub enum Act {
        Receive = "receive",
        /// Of the past, with what came of it (PR-6).
        Record = "record",
        Register = "register",
        Reject = "reject",
        Reopen = "reopen",
        MakeAvailable = "make_available",
        Allocate = "allocate",
        NoteWithoutDiscussion = "note_without_discussion",
        Forward = "forward",
        Settle = "settle",
        Close = "close",
        Void = "void",
        Correct = "correct",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        ReceivedInThePast = "received_in_the_past",
        NotReceivedYet = "not_received_yet",
        /// Nobody receives what has not left its sender.
        WasSent = "was_sent",
        NotConfidential = "not_confidential",
        NumberedAsDocument = "numbered_as_document",
        NumberFree = "number_free",
        OfItuLadder = "of_itu_ladder",
        OfOtherLadder = "of_other_ladder",
        ChairAgreed = "chair_agreed",
        OneLead = "one_lead",
        AssigneeServesThere = "assignee_serves_there",
        DueAhead = "due_ahead",
        NotToItself = "not_to_itself",
        NotToItsSender = "not_to_its_sender",
        NotThereYet = "not_there_yet",
        /// Nobody is to deal any more with what its sender asked to disregard (PR-7).
        NotInError = "not_in_error",
        SenderIsTold = "sender_is_told",
        EverybodyReachable = "everybody_reachable",
        SomethingDiffers = "something_differs",
        ReceivedAfterIssue = "received_after_issue",
        ReceivedBeforeTheRest = "received_before_the_rest",
        HasNumber = "has_number",
        NewNumberFree = "new_number_free",
        CorrectedLast = "corrected_last",
        ReasonGiven = "reason_given",
        NothingRestsOnIt = "nothing_rests_on_it",
        NoLetterLeft = "no_letter_left",
    }
}

use Act as A;
use Guard as G;
use State as S;

const SECRETARIAT: &[Who] = &[Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];
const RECEIVERS: &[Who] = &[Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager), Who::System, Who::Importer];
/// The system registers what was logged and registered in one step (PR-13).
const REGISTRARS: &[Who] = VOIDERS;
const VOIDERS: &[Who] = &[Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager), Who::System];
const ALLOCATORS: &[Who] = &[
    Who::Role(Role::SgChair),
    Who::Role(Role::Counsellor),
    Who::Role(Role::CommitteeChair),
    Who::Role(Role::CommitteeManager),
];
const ALLOCATED: &[S] = &[S::Allocated, S::UnderConsideration, S::ReplyInPreparation, S::Deferred];
const SETTLED: &[S] =
    &[S::Allocated, S::UnderConsideration, S::ReplyInPreparation, S::Deferred, S::Noted, S::Replied, S::ActionTaken];
const ALLOCABLE: &[S] = &[S::Available, S::Allocated, S::UnderConsideration, S::ReplyInPreparation, S::Deferred];
const ALLOCATION: &[Check<G>] = &[hard(G::OneLead, RFC4053_2_3), logic(G::AssigneeServesThere), logic(G::DueAhead)];
const RECEIPT: &[Check<G>] = &[logic(G::WasSent), logic(G::ReceivedInThePast), logic(G::NotReceivedYet)];
/// What was received before it was written down here: its end is known, and nobody is told (PR-6).
const PAST: &[Check<G>] =
    &[logic(G::WasSent), logic(G::ReceivedInThePast), logic(G::NotReceivedYet), logic(G::NumberFree)];
/// What came of a statement of the past.
pub const PAST_STATES: &[S] = &[S::Noted, S::Replied, S::ActionTaken, S::Closed, S::Rejected];
/// An N-document is circulated as it is registered: nobody agrees to its early availability (PR-1).
const FROM_REGISTER: &[Check<G>] =
    &[scope(G::OfOtherLadder), hard(G::OneLead, RFC4053_2_3), logic(G::AssigneeServesThere), logic(G::DueAhead)];
/// What another body is to deal with is passed on while nobody here writes a reply to it.
const FORWARDABLE: &[S] = &[S::Available, S::Allocated, S::UnderConsideration, S::Deferred];
const FORWARDED: &[Check<G>] = &[
    logic(G::NotConfidential),
    logic(G::NotInError),
    logic(G::NotToItself),
    logic(G::NotToItsSender),
    logic(G::NotThereYet),
    logic(G::ReasonGiven),
    logic(G::SenderIsTold),
    hard(G::EverybodyReachable, practice("PR-16")),
];
/// At a committee what is registered is with its members already (PR-1).
const FORWARDED_FROM_REGISTER: &[Check<G>] = &[
    scope(G::OfOtherLadder),
    logic(G::NotConfidential),
    logic(G::NotInError),
    logic(G::NotToItself),
    logic(G::NotToItsSender),
    logic(G::NotThereYet),
    logic(G::ReasonGiven),
    logic(G::SenderIsTold),
    hard(G::EverybodyReachable, practice("PR-16")),
];
const TOLD_OF_FORWARDING: &[Audience] = &[Audience::Forwarded, Audience::Sender];
/// In the register: a receipt that was refused or a mistake is not corrected.
const CORRECTABLE: &[S] = &[
    S::Received,
    S::Registered,
    S::Available,
    S::Allocated,
    S::UnderConsideration,
    S::ReplyInPreparation,
    S::Deferred,
    S::Noted,
    S::Replied,
    S::ActionTaken,
    S::Forwarded,
    S::Closed,
];
const CORRECTED: &[Check<G>] = &[
    logic(G::ReasonGiven),
    logic(G::SomethingDiffers),
    logic(G::ReceivedInThePast),
    logic(G::ReceivedAfterIssue),
    logic(G::ReceivedBeforeTheRest),
    logic(G::HasNumber),
    logic(G::NewNumberFree),
];
const TAKEN_BACK: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::NothingRestsOnIt), logic(G::NoLetterLeft)];
/// States that follow from what was done elsewhere, or that only voiding leaves: there is nothing else to take back here.
const CORRECTED_ONLY: &[S] =
    &[S::Received, S::UnderConsideration, S::ReplyInPreparation, S::Deferred, S::Replied, S::ActionTaken];
const CORRECTION_BACK: &[Check<G>] =
    &[logic(G::ReasonGiven), logic(G::CorrectedLast), logic(G::NothingRestsOnIt), logic(G::NoLetterLeft)];
const NUMBERED: &[Check<G>] =
    &[hard(G::NotConfidential, S5_I_6), hard(G::NumberedAsDocument, S5_I_6), logic(G::NumberFree)];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "registration",
    states: &[
        state(S::Received,           WaitingFor::Secretariat, (1, 1)),
        state(S::Registered,         WaitingFor::Secretariat, (2, 1)),
        state(S::Available,          WaitingFor::Secretariat, (3, 1)),
        state(S::Allocated,          WaitingFor::Assignee,    (4, 1)),
        state(S::UnderConsideration, WaitingFor::Assignee,    (5, 1)),
        state(S::ReplyInPreparation, WaitingFor::Assignee,    (5, 0)),
        state(S::Deferred,           WaitingFor::Assignee,    (5, 2)),
        state(S::Replied,            WaitingFor::Secretariat, (6, 0)),
        state(S::Noted,              WaitingFor::Secretariat, (6, 1)),
        state(S::ActionTaken,        WaitingFor::Secretariat, (6, 2)),
        state(S::Forwarded,          WaitingFor::Nobody,      (5, 3)),
        state(S::Closed,             WaitingFor::Nobody,      (7, 1)),
        state(S::Rejected,           WaitingFor::Nobody,      (1, 3)),
        state(S::Void,               WaitingFor::Nobody,      (2, 3)),
    ],
    table: &[
        transition("I1",   &[],                          A::Receive,               To::State(S::Received),   RECEIVERS,   RECEIPT,                            &[Audience::Secretariat], practice("PR-15")),
        transition("I1p",  &[],                          A::Record,                To::OneOf(PAST_STATES),   &[Who::System, Who::Importer], PAST,             &[],                      practice("PR-6")),
        transition("I2",   &[S::Received],               A::Register,              To::State(S::Registered), REGISTRARS,  NUMBERED,                           &[],                      S5_I_6),
        transition("I3",   &[S::Received],               A::Reject,                To::State(S::Rejected),   ALLOCATORS,  &[logic(G::ReasonGiven)],           &[],                      S5_I_6),
        transition("I3b",  &[S::Rejected],               A::Reopen,                To::State(S::Received),   SECRETARIAT, &[logic(G::ReasonGiven)],           &[],                      practice("PR-11")),
        transition("I4",   &[S::Registered],             A::MakeAvailable,         To::State(S::Available),  SECRETARIAT, &[scope(G::OfItuLadder), hard(G::ChairAgreed, S5_I_6)], &[],  S5_I_6),
        transition("I5",   ALLOCABLE,                    A::Allocate,              To::OneOf(ALLOCATED),     ALLOCATORS,  ALLOCATION,                         &[],                      RFC4053_2_3),
        transition("I5c",  &[S::Registered],             A::Allocate,              To::OneOf(ALLOCATED),     ALLOCATORS,  FROM_REGISTER,                      &[],                      practice("PR-1")),
        transition("I5n",  &[S::Registered, S::Available], A::NoteWithoutDiscussion, To::State(S::Noted),    ALLOCATORS,  &[],                                &[],                      practice("PR-13")),
        transition("I5f",  FORWARDABLE,                  A::Forward,               To::State(S::Forwarded),  ALLOCATORS,  FORWARDED,                          TOLD_OF_FORWARDING,      practice("PR-13")),
        transition("I5g",  &[S::Registered],             A::Forward,               To::State(S::Forwarded),  ALLOCATORS,  FORWARDED_FROM_REGISTER,            TOLD_OF_FORWARDING,      practice("PR-13")),
        transition("I6-12", SETTLED,                     A::Settle,                To::OneOf(SETTLED),       &[Who::System], &[],                             &[],                      practice("PR-13")),
        transition("I13",  &[S::Noted, S::Replied, S::ActionTaken], A::Close,      To::State(S::Closed),     SECRETARIAT, &[],                                &[],                      RFC4053_2_4),
        transition("I14",  &[S::Received, S::Registered], A::Void,                 To::State(S::Void),       VOIDERS,     &[logic(G::ReasonGiven)],           &[],                      practice("PR-23")),
        transition("I14p", PAST_STATES,                  A::Void,                  To::State(S::Void),       &[Who::System], &[logic(G::ReasonGiven)],        &[],                      practice("PR-7")),
        transition("I14c", CORRECTABLE,                  A::Correct,               To::Same,                 SECRETARIAT, CORRECTED,                          &[],                      practice("PR-7")),
        transition("I15",  &[S::Registered, S::Available, S::Allocated, S::Noted, S::Closed], A::TakeBack, To::OneOf(&[S::Received, S::Registered, S::Available, S::Allocated, S::Noted, S::Replied, S::ActionTaken, S::Closed]), SECRETARIAT, TAKEN_BACK, &[], practice("PR-7")),
        transition("I15f", &[S::Forwarded],              A::TakeBack,              To::OneOf(&[S::Registered, S::Available, S::Allocated, S::UnderConsideration, S::Deferred]), SECRETARIAT, TAKEN_BACK, &[], practice("PR-7")),
        transition("I15c", CORRECTED_ONLY,               A::TakeBack,              To::Same,                 SECRETARIAT, CORRECTION_BACK,                    &[],                      practice("PR-7")),
    ],
};

impl State {
    /// The sender's deadline still asks something of the body: nothing has come of the statement yet.
    pub fn is_owed(self) -> bool {
        match self {
            State::Received
            | State::Registered
            | State::Available
            | State::Allocated
            | State::UnderConsideration
            | State::ReplyInPreparation
            | State::Deferred => true,
            State::Noted
            | State::Replied
            | State::ActionTaken
            | State::Forwarded
            | State::Closed
            | State::Rejected
            | State::Void => false,
        }
    }
}
