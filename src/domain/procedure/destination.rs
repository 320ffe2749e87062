//! One addressee of a statement: whether a reply is awaited from it (handbook 9.2, per destination; PR-9).

use super::engine::{Audience, Check, Procedure, To, WaitingFor, Who, logic, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        /// On an unsent statement.
        Planned = "planned",
        /// Taken off the draft.
        Dropped = "dropped",
        NoReplyNeeded = "no_reply_needed",
        Awaited = "awaited",
        Answered = "answered",
        /// Closed without a reply.
        NotAnswered = "not_answered",
        /// Named on a statement of another body, which tracks it itself.
        NotTracked = "not_tracked",
    }
}

named! {
    pub enum Act {
        Plan = "plan",
        Change = "change",
        Drop = "drop",
        Deliver = "deliver",
        Answer = "answer",
        Unlink = "unlink",
        GiveUp = "give_up",
        Record = "record",
        Correct = "correct",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        ReplyWasSent = "reply_was_sent",
        ReplyIsAnother = "reply_is_another",
        ExpectedAhead = "expected_ahead",
        ReplyIsLinked = "reply_is_linked",
        NotInError = "not_in_error",
        SomethingDiffers = "something_differs",
        BodyWasUnknown = "body_was_unknown",
        AddressedOnce = "addressed_once",
        NotToItself = "not_to_itself",
        CorrectedLast = "corrected_last",
        NothingRestsOnIt = "nothing_rests_on_it",
        ReasonGiven = "reason_given",
    }
}

use Act as A;
use Guard as G;
use State as S;

const SYSTEM: &[Who] = &[Who::System];
/// Whoever wrote it, leads the work on it, or keeps the register.
const LINKERS: &[Who] = &[
    Who::System,
    Who::Author,
    Who::Role(Role::Rapporteur),
    Who::Role(Role::LiaisonRapporteur),
    Who::Role(Role::Convenor),
    Who::Role(Role::Counsellor),
    Who::Role(Role::CommitteeManager),
];
/// What was written down by mistake goes, wherever it stood.
const UNANSWERED: &[S] = &[S::Planned, S::Awaited, S::NoReplyNeeded, S::NotAnswered];
const RECORDED: &[S] = &[S::NotTracked, S::Planned, S::Awaited, S::NoReplyNeeded, S::NotAnswered];
const TRACKED: &[S] = &[S::Awaited, S::NoReplyNeeded, S::NotAnswered, S::Answered];
const LINKED: &[Check<G>] = &[logic(G::ReplyWasSent), logic(G::ReplyIsAnother), logic(G::ExpectedAhead)];
const UNLINKED: &[Check<G>] = &[logic(G::ReplyIsLinked), logic(G::ReasonGiven)];
/// The secretariat of the sender, or of who wrote another body's statement down (PR-2).
const SECRETARIAT: &[Who] = &[Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];
const TAKERS: &[Who] = &[Who::System, Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];
const CORRECTED: &[Check<G>] = &[
    logic(G::ReasonGiven),
    logic(G::NotInError),
    logic(G::SomethingDiffers),
    logic(G::BodyWasUnknown),
    logic(G::AddressedOnce),
    logic(G::NotToItself),
];
/// What follows from an act on the statement is judged there.
const TAKEN_BACK: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::CorrectedLast), logic(G::NothingRestsOnIt)];
const AUTHOR: &[Audience] = &[Audience::Author];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, Guard> = Procedure {
    name: "destination",
    states: &[
        state(S::Planned,       WaitingFor::Nobody,  (1, 1)),
        state(S::Dropped,       WaitingFor::Nobody,  (2, 2)),
        state(S::NoReplyNeeded, WaitingFor::Nobody,  (2, 0)),
        state(S::Awaited,       WaitingFor::Partner, (2, 1)),
        state(S::Answered,      WaitingFor::Nobody,  (3, 0)),
        state(S::NotAnswered,   WaitingFor::Nobody,  (3, 1)),
        state(S::NotTracked,    WaitingFor::Nobody,  (1, 2)),
    ],
    table: &[
        transition("OD1",  &[],            A::Plan,     To::State(S::Planned),     SYSTEM,  &[],      &[],    A1_1_5_1),
        transition("OD2",  &[S::Planned],  A::Change,   To::Same,                  SYSTEM,  &[],      &[],    OUR_RULE),
        transition("OD3",  UNANSWERED,     A::Drop,     To::State(S::Dropped),     SYSTEM,  &[],      &[],    OUR_RULE),
        transition("OD4",  &[S::Planned],  A::Deliver,  To::OneOf(&[S::Awaited, S::NoReplyNeeded]), SYSTEM, &[], &[], A1_1_5_2),
        transition("OD5",  TRACKED,        A::Answer,   To::OneOf(TRACKED),        LINKERS, LINKED,   AUTHOR, practice("PR-9")),
        transition("OD5u", TRACKED,        A::Unlink,   To::OneOf(TRACKED),        LINKERS, UNLINKED, AUTHOR, practice("PR-9")),
        transition("OD6",  &[S::Awaited],  A::GiveUp,   To::State(S::NotAnswered), SYSTEM,  &[],      &[],    practice("PR-12")),
        transition("OD7",  &[],            A::Record,   To::OneOf(RECORDED),      SYSTEM,  &[],      &[],    practice("PR-6")),
        transition("OD8",  TRACKED,        A::TakeBack, To::OneOf(&[S::Planned, S::Awaited, S::NoReplyNeeded, S::NotAnswered, S::Answered]), TAKERS, TAKEN_BACK, AUTHOR, practice("PR-7")),
        transition("OD10", &[S::NotTracked], A::TakeBack, To::OneOf(&[S::Dropped, S::NotTracked]), TAKERS, TAKEN_BACK, &[], practice("PR-7")),
        transition("OD11", TRACKED,        A::Correct,  To::OneOf(TRACKED),        SECRETARIAT, CORRECTED, AUTHOR, practice("PR-7")),
        transition("OD12", &[S::NotTracked], A::Correct, To::Same,                 SECRETARIAT, CORRECTED, &[],   practice("PR-7")),
    ],
};
