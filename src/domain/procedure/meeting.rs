//! Meetings as records of one or several bodies (PR-19): written down, moved to other days, cancelled, and a cancellation
//! taken back. What a meeting decides comes with its papers, not here.

use super::engine::{Audience, Procedure, To, WaitingFor, Who, logic, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        /// It is to take place, is taking place, or took place: its days say which.
        Planned = "planned",
        Cancelled = "cancelled",
    }
}

named! {
    pub enum Act {
        Record = "record",
        Reschedule = "reschedule",
        Cancel = "cancel",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        ReasonGiven = "reason_given",
        SomethingMoves = "something_moves",
        /// Whoever convenes a meeting cancels it (PR-19).
        Convenes = "convenes",
    }
}

use Act as A;
use Guard as G;
use State as S;

/// Every secretariat, of whatever it writes down.
const RECORDERS: &[Who] =
    &[Who::Administrator, Who::Importer, Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];

/// Those who convene: the secretariat, a rapporteur for their Question, a convenor for their group.
pub const CONVENERS: &[Who] = &[
    Who::Administrator,
    Who::Importer,
    Who::Role(Role::Counsellor),
    Who::Role(Role::CommitteeManager),
    Who::Role(Role::Rapporteur),
    Who::Role(Role::Convenor),
];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "meeting",
    states: &[
        state(S::Planned,   WaitingFor::Nobody, (1, 1)),
        state(S::Cancelled, WaitingFor::Nobody, (2, 1)),
    ],
    table: &[
        transition("M1", &[],             A::Record,     To::State(S::Planned),   RECORDERS, &[],                                          &[],                   practice("PR-6")),
        transition("M2", &[S::Planned],   A::Reschedule, To::Same,                CONVENERS, &[logic(G::SomethingMoves)],                  &[Audience::Serving],  practice("PR-19")),
        transition("M3", &[S::Planned],   A::Cancel,     To::State(S::Cancelled), CONVENERS, &[logic(G::ReasonGiven), logic(G::Convenes)], &[Audience::Serving],  practice("PR-19")),
        transition("M4", &[S::Cancelled], A::TakeBack,   To::State(S::Planned),   CONVENERS, &[logic(G::Convenes)],                        &[Audience::Serving],  practice("PR-7")),
    ],
};
