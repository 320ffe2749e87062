//! One addressee of a statement: whether a reply is awaited from it (handbook 9.2, per destination; PR-9).

use super::engine::{Procedure, To, Transition, WaitingFor, Who, state};
use crate::domain::clause::*;
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
        GiveUp = "give_up",
        Record = "record",
        TakeBack = "take_back",
    }
}

named! {
    /// No guard stands here: every act follows from one on the statement, where the guards are.
    pub enum Guard {}
}

use Act as A;
use State as S;

const SYSTEM: &[Who] = &[Who::System];
const TRACKED: &[S] = &[S::Awaited, S::NoReplyNeeded, S::NotAnswered, S::Answered];

const fn transition(
    id: &'static str,
    from: &'static [S],
    act: A,
    to: To<S>,
    clause: Clause,
) -> Transition<S, A, Guard> {
    Transition { id, from, act, to, who: SYSTEM, only_if: &[], tell: &[], clause }
}

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
        transition("OD1", &[],            A::Plan,    To::State(S::Planned),     A1_1_5_1),
        transition("OD2", &[S::Planned],  A::Change,  To::Same,                  OUR_RULE),
        transition("OD3", &[S::Planned],  A::Drop,    To::State(S::Dropped),     OUR_RULE),
        transition("OD4", &[S::Planned],  A::Deliver, To::OneOf(&[S::Awaited, S::NoReplyNeeded]), A1_1_5_2),
        transition("OD5", TRACKED,        A::Answer,  To::State(S::Answered),    practice("PR-9")),
        transition("OD6", &[S::Awaited],  A::GiveUp,  To::State(S::NotAnswered), practice("PR-12")),
        transition("OD7", &[],            A::Record,  To::State(S::NotTracked),  practice("PR-6")),
        transition("OD8", &[S::Awaited, S::NoReplyNeeded, S::NotAnswered], A::TakeBack, To::OneOf(&[S::Planned, S::Awaited]), practice("PR-7")),
        transition("OD9", &[S::Answered], A::TakeBack, To::OneOf(&[S::Awaited, S::NoReplyNeeded, S::NotAnswered]), practice("PR-9")),
        transition("OD10", &[S::NotTracked], A::TakeBack, To::State(S::Dropped), practice("PR-7")),
    ],
};
