//! Notes on a statement, for those who work with it in one body: written, corrected by their author, struck out, and put
//! back. No letter and no document ever holds one.

use super::engine::{Procedure, To, WaitingFor, Who, logic, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Written = "written",
        /// Nobody reads it any more; that it was there, and why it is not, stays.
        Struck = "struck",
    }
}

named! {
    pub enum Act {
        Write = "write",
        Correct = "correct",
        Strike = "strike",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        TextGiven = "text_given",
        /// A body notes what it has itself: the statement is its own, or came to it (PR-3).
        BodyHasIt = "body_has_it",
        TextChanges = "text_changes",
        /// The author of a note says nothing to strike it out; the secretariat says why.
        ReasonForAnothers = "reason_for_anothers",
        /// What the secretariat struck out is not put back by the author.
        StruckByThem = "struck_by_them",
    }
}

use Act as A;
use Guard as G;
use State as S;

/// The author, and whoever keeps the register of the body.
const KEEPERS: &[Who] = &[Who::Author, Who::Role(Role::Counsellor), Who::Role(Role::CommitteeManager)];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "note",
    states: &[
        state(S::Written, WaitingFor::Nobody, (1, 1)),
        state(S::Struck,  WaitingFor::Nobody, (2, 1)),
    ],
    table: &[
        transition("N1", &[],            A::Write,    To::State(S::Written), &[Who::Serving], &[logic(G::TextGiven), logic(G::BodyHasIt)],   &[], practice("PR-3")),
        transition("N2", &[S::Written],  A::Correct,  To::Same,              &[Who::Author],  &[logic(G::TextGiven), logic(G::TextChanges)], &[], OUR_RULE),
        transition("N3", &[S::Written],  A::Strike,   To::State(S::Struck),  KEEPERS,         &[logic(G::ReasonForAnothers)],                &[], OUR_RULE),
        transition("N4", &[S::Struck],   A::TakeBack, To::State(S::Written), KEEPERS,         &[logic(G::StruckByThem)],                     &[], practice("PR-7")),
    ],
};
