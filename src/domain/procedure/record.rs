//! Bodies, people, appointments and work items as plain records: written down, ended, and their end taken back.
//! Their own procedures come with their subjects; until then nothing about them is decided here.

use super::engine::{Check, Procedure, StateRow, To, Transition, WaitingFor, Who, logic};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Recorded = "recorded",
        Ended = "ended",
    }
}

named! {
    pub enum Act {
        Record = "record",
        End = "end",
        AddAddress = "add_address",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        /// What every secretariat works with is ended by none of them.
        KeptHereOrAdministrator = "kept_here_or_administrator",
        AnotherAdministrator = "another_administrator",
        NameFree = "name_free",
        PartiesInForce = "parties_in_force",
    }
}

use Act as A;
use Guard as G;
use State as S;

const RECORDERS: &[Who] =
    &[Who::Administrator, Who::Importer, Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];

/// What ends with a person or a body (their appointments) ends by itself.
const ENDERS: &[Who] =
    &[Who::Administrator, Who::Importer, Who::System, Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];

const ENDS: &[Check<G>] = &[logic(G::KeptHereOrAdministrator), logic(G::AnotherAdministrator)];
const COMES_BACK: &[Check<G>] = &[logic(G::KeptHereOrAdministrator), logic(G::NameFree), logic(G::PartiesInForce)];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "record",
    states: &[
        StateRow { state: S::Recorded, waiting_for: WaitingFor::Nobody, at: (1, 1) },
        StateRow { state: S::Ended,    waiting_for: WaitingFor::Nobody, at: (2, 1) },
    ],
    table: &[
        Transition { id: "R1", from: &[],             act: A::Record, to: To::State(S::Recorded), who: RECORDERS, only_if: &[], tell: &[], clause: practice("PR-6") },
        Transition { id: "R2", from: &[S::Recorded],  act: A::End,    to: To::State(S::Ended),    who: ENDERS,    only_if: ENDS, tell: &[], clause: practice("PR-22") },
        Transition { id: "R3", from: &[S::Recorded],  act: A::AddAddress, to: To::Same,           who: RECORDERS, only_if: &[], tell: &[], clause: practice("PR-16") },
        Transition { id: "R4", from: &[S::Ended],     act: A::TakeBack, to: To::State(S::Recorded), who: ENDERS,  only_if: COMES_BACK, tell: &[], clause: practice("PR-7") },
    ],
};
