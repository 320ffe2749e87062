//! Bodies, people, appointments and work items as plain records: written down, corrected, ended, and their end
//! taken back; a provisional body is merged into the one that was meant; numbers of a body are reserved and made void, and it
//! keeps templates of replies.
//! Their own procedures come with their subjects; until then nothing about them is decided here.

use super::engine::{Check, Procedure, StateRow, To, Transition, WaitingFor, Who, logic};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Recorded = "recorded",
        Ended = "ended",
        /// Another body is the one that was meant.
        Merged = "merged",
    }
}

named! {
    pub enum Act {
        Record = "record",
        End = "end",
        AddAddress = "add_address",
        TakeBack = "take_back",
        Correct = "correct",
        EndAddress = "end_address",
        CorrectAddress = "correct_address",
        MergeInto = "merge_into",
        Absorb = "absorb",
        ReserveNumber = "reserve_number",
        ReleaseNumber = "release_number",
        VoidNumber = "void_number",
        AddTemplate = "add_template",
        CorrectTemplate = "correct_template",
        EndTemplate = "end_template",
        PutBackTemplate = "put_back_template",
    }
}

named! {
    pub enum Guard {
        /// What every secretariat works with is ended by none of them.
        KeptHereOrAdministrator = "kept_here_or_administrator",
        AnotherAdministrator = "another_administrator",
        NameFree = "name_free",
        PartiesInForce = "parties_in_force",
        ReasonGiven = "reason_given",
        SomethingDiffers = "something_differs",
        /// No body is above itself (G-ORG-01).
        NoCycle = "no_cycle",
        ParentsAgree = "parents_agree",
        /// Nobody lets other trees see what they do not see themselves.
        MovedInSight = "moved_in_sight",
        FewMove = "few_move",
        KindStays = "kind_stays",
        /// What is joint belongs to those that it joins (handbook 2.3).
        EnoughParents = "enough_parents",
        SeriesNew = "series_new",
        EntryKnown = "entry_known",
        IsProvisional = "is_provisional",
        AnotherBody = "another_body",
        NothingHangsOnIt = "nothing_hangs_on_it",
        NothingTwice = "nothing_twice",
        /// It numbers what it sends and receives, here.
        NumbersHere = "numbers_here",
        SeriesKnown = "series_known",
        NumberAtHand = "number_at_hand",
        NumberFree = "number_free",
        NumberReserved = "number_reserved",
        /// Templates are kept where replies are decided.
        DecidesHere = "decides_here",
        TemplateInUse = "template_in_use",
        TemplateEnded = "template_ended",
        TemplateNameFree = "template_name_free",
        PlaceholdersKnown = "placeholders_known",
        FewTemplates = "few_templates",
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

const CORRECTED: &[Check<G>] = &[
    logic(G::ReasonGiven),
    logic(G::SomethingDiffers),
    logic(G::KindStays),
    logic(G::EnoughParents),
    logic(G::SeriesNew),
    logic(G::NoCycle),
    logic(G::ParentsAgree),
    logic(G::MovedInSight),
    logic(G::FewMove),
];
const MENDED_ENTRY: &[Check<G>] = &[logic(G::ReasonGiven), logic(G::EntryKnown), logic(G::SomethingDiffers)];
const MERGED: &[Check<G>] = &[
    logic(G::ReasonGiven),
    logic(G::IsProvisional),
    logic(G::AnotherBody),
    logic(G::NothingHangsOnIt),
    logic(G::NothingTwice),
    logic(G::MovedInSight),
    logic(G::FewMove),
];
const RESERVED: &[Check<G>] =
    &[logic(G::NumbersHere), logic(G::SeriesKnown), logic(G::NumberAtHand), logic(G::NumberFree)];
const RELEASED: &[Check<G>] = &[logic(G::NumbersHere), logic(G::SeriesKnown), logic(G::NumberReserved)];
const VOIDED: &[Check<G>] =
    &[logic(G::NumbersHere), logic(G::SeriesKnown), logic(G::ReasonGiven), logic(G::NumberFree)];
const TEMPLATE_ADDED: &[Check<G>] =
    &[logic(G::DecidesHere), logic(G::FewTemplates), logic(G::TemplateNameFree), logic(G::PlaceholdersKnown)];
const TEMPLATE_CORRECTED: &[Check<G>] = &[
    logic(G::DecidesHere),
    logic(G::TemplateInUse),
    logic(G::SomethingDiffers),
    logic(G::TemplateNameFree),
    logic(G::PlaceholdersKnown),
];
const TEMPLATE_ENDED: &[Check<G>] = &[logic(G::DecidesHere), logic(G::TemplateInUse)];
const TEMPLATE_PUT_BACK: &[Check<G>] =
    &[logic(G::DecidesHere), logic(G::TemplateEnded), logic(G::FewTemplates), logic(G::TemplateNameFree)];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "record",
    states: &[
        StateRow { state: S::Recorded, waiting_for: WaitingFor::Nobody, at: (1, 1) },
        StateRow { state: S::Ended,    waiting_for: WaitingFor::Nobody, at: (2, 1) },
        StateRow { state: S::Merged,   waiting_for: WaitingFor::Nobody, at: (2, 2) },
    ],
    table: &[
        Transition { id: "R1", from: &[],             act: A::Record, to: To::State(S::Recorded), who: RECORDERS, only_if: &[logic(G::EnoughParents)], tell: &[], clause: practice("PR-6") },
        Transition { id: "R2", from: &[S::Recorded],  act: A::End,    to: To::State(S::Ended),    who: ENDERS,    only_if: ENDS, tell: &[], clause: practice("PR-22") },
        Transition { id: "R3", from: &[S::Recorded],  act: A::AddAddress, to: To::Same,           who: RECORDERS, only_if: &[], tell: &[], clause: practice("PR-16") },
        Transition { id: "R4", from: &[S::Ended],     act: A::TakeBack, to: To::State(S::Recorded), who: ENDERS,  only_if: COMES_BACK, tell: &[], clause: practice("PR-7") },
        Transition { id: "R6", from: &[S::Recorded],  act: A::Correct, to: To::Same,              who: RECORDERS, only_if: CORRECTED, tell: &[], clause: practice("PR-7") },
        Transition { id: "R7", from: &[S::Recorded],  act: A::EndAddress, to: To::Same,           who: RECORDERS, only_if: &[logic(G::EntryKnown)], tell: &[], clause: practice("PR-16") },
        Transition { id: "R8", from: &[S::Recorded],  act: A::CorrectAddress, to: To::Same,       who: RECORDERS, only_if: MENDED_ENTRY, tell: &[], clause: practice("PR-7") },
        Transition { id: "R9", from: &[S::Recorded],  act: A::MergeInto, to: To::State(S::Merged), who: RECORDERS, only_if: MERGED, tell: &[], clause: practice("PR-16") },
        Transition { id: "R10", from: &[S::Recorded], act: A::Absorb,  to: To::Same,              who: &[Who::System], only_if: &[], tell: &[], clause: practice("PR-16") },
        Transition { id: "R11", from: &[S::Recorded], act: A::ReserveNumber, to: To::Same,        who: RECORDERS, only_if: RESERVED, tell: &[], clause: practice("PR-10") },
        Transition { id: "R12", from: &[S::Recorded], act: A::ReleaseNumber, to: To::Same,        who: RECORDERS, only_if: RELEASED, tell: &[], clause: practice("PR-10") },
        Transition { id: "R13", from: &[S::Recorded], act: A::VoidNumber, to: To::Same,           who: RECORDERS, only_if: VOIDED, tell: &[], clause: practice("PR-10") },
        Transition { id: "R14", from: &[S::Recorded], act: A::AddTemplate, to: To::Same,          who: RECORDERS, only_if: TEMPLATE_ADDED, tell: &[], clause: OUR_RULE },
        Transition { id: "R15", from: &[S::Recorded], act: A::CorrectTemplate, to: To::Same,      who: RECORDERS, only_if: TEMPLATE_CORRECTED, tell: &[], clause: OUR_RULE },
        Transition { id: "R16", from: &[S::Recorded], act: A::EndTemplate, to: To::Same,          who: RECORDERS, only_if: TEMPLATE_ENDED, tell: &[], clause: OUR_RULE },
        Transition { id: "R17", from: &[S::Recorded], act: A::PutBackTemplate, to: To::Same,      who: RECORDERS, only_if: TEMPLATE_PUT_BACK, tell: &[], clause: practice("PR-7") },
    ],
};

impl Act {
    /// The roles that may do it.
    pub fn roles(self) -> Vec<Role> {
        let who = PROCEDURE.table.iter().filter(|row| row.act == self).flat_map(|row| row.who);
        who.filter_map(|who| if let Who::Role(role) = who { Some(*role) } else { None }).collect()
    }
}
