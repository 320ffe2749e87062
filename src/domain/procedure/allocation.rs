//! One Question's (or working group's) part of a registered statement, with its disposition (handbook 9.3, I6 to I12;
//! PR-13).

use super::engine::{Audience, Procedure, To, WaitingFor, Who, hard, logic, state, transition};
use crate::domain::clause::*;
use crate::domain::people::Role;
use crate::named;

named! {
    pub enum State {
        Assigned = "assigned",
        UnderConsideration = "under_consideration",
        ReplyInPreparation = "reply_in_preparation",
        Deferred = "deferred",
        Noted = "noted",
        Replied = "replied",
        ActionTaken = "action_taken",
        Redirected = "redirected",
        Void = "void",
    }
}

named! {
    pub enum Act {
        Assign = "assign",
        Reassign = "reassign",
        Redirect = "redirect",
        /// The whole statement is passed on to another body (PR-13).
        Forward = "forward",
        MoveDue = "move_due",
        Consider = "consider",
        Note = "note",
        PrepareReply = "prepare_reply",
        AbandonReply = "abandon_reply",
        Reply = "reply",
        TakeAction = "take_action",
        Defer = "defer",
        TakeBack = "take_back",
    }
}

named! {
    pub enum Guard {
        AssigneeServesThere = "assignee_serves_there",
        DueAhead = "due_ahead",
        ReasonGiven = "reason_given",
        MeetingNamed = "meeting_named",
        NoReplyNeeded = "no_reply_needed",
        ActionWritten = "action_written",
    }
}

use Act as A;
use Guard as G;
use State as S;

const RAPPORTEUR: Who = Who::Role(Role::Rapporteur);
const CONVENOR: Who = Who::Role(Role::Convenor);
const SG_CHAIR: Who = Who::Role(Role::SgChair);
const CHAIR: Who = Who::Role(Role::CommitteeChair);
const COUNSELLOR: Who = Who::Role(Role::Counsellor);
const MANAGER: Who = Who::Role(Role::CommitteeManager);
const WORKERS: &[Who] = &[Who::Assignee, RAPPORTEUR, CONVENOR, SG_CHAIR, CHAIR, COUNSELLOR, MANAGER];
const ALLOCATORS: &[Who] = &[SG_CHAIR, CHAIR, COUNSELLOR, MANAGER];
const ABANDONERS: &[Who] = &[Who::Assignee, RAPPORTEUR, CONVENOR, SG_CHAIR, CHAIR, COUNSELLOR, MANAGER, Who::System];
/// Where abandoning, preparing and sending a reply lead.
const REWORKED: &[S] = &[S::UnderConsideration, S::ReplyInPreparation, S::Replied];
/// A reply that goes out answers in whatever state the work on it stands (PR-9).
const ANSWERABLE: &[S] = &[S::ReplyInPreparation, S::UnderConsideration, S::Assigned, S::Deferred, S::Noted];
const UNFINISHED: &[S] = &[S::Assigned, S::UnderConsideration, S::Deferred, S::ReplyInPreparation];
const OPEN: &[S] = &[S::Assigned, S::UnderConsideration, S::Deferred];

#[rustfmt::skip]
pub const PROCEDURE: Procedure<S, A, G> = Procedure {
    name: "allocation",
    states: &[
        state(S::Assigned,           WaitingFor::Assignee, (1, 1)),
        state(S::UnderConsideration, WaitingFor::Assignee, (2, 1)),
        state(S::ReplyInPreparation, WaitingFor::Assignee, (3, 0)),
        state(S::Deferred,           WaitingFor::Assignee, (2, 2)),
        state(S::Noted,              WaitingFor::Nobody,   (3, 1)),
        state(S::Replied,            WaitingFor::Nobody,   (4, 0)),
        state(S::ActionTaken,        WaitingFor::Nobody,   (3, 2)),
        state(S::Redirected,         WaitingFor::Nobody,   (1, 2)),
        state(S::Void,               WaitingFor::Nobody,   (1, 3)),
    ],
    table: &[
        transition("I5a",  &[],                        A::Assign,       To::State(S::Assigned),           &[Who::System],  &[logic(G::AssigneeServesThere), logic(G::DueAhead)], &[Audience::Assignee], RFC4053_2_3),
        transition("I5b",  UNFINISHED,                 A::Reassign,     To::Same,                         ALLOCATORS,      &[logic(G::AssigneeServesThere), logic(G::DueAhead)], &[Audience::Assignee], RFC4053_2_3),
        transition("I5d",  UNFINISHED,                 A::MoveDue,      To::Same,                         &[Who::System],  &[],                                                  &[Audience::Assignee], practice("PR-7")),
        transition("I6",   OPEN,                       A::Redirect,     To::State(S::Redirected),         WORKERS,         &[logic(G::ReasonGiven), logic(G::AssigneeServesThere)], &[Audience::Secretariat], RFC4053_2_3),
        transition("I6f",  UNFINISHED,                 A::Forward,      To::State(S::Redirected),         &[Who::System],  &[],                                                  &[Audience::Assignee], practice("PR-13")),
        transition("I7",   &[S::Assigned, S::Deferred], A::Consider,    To::State(S::UnderConsideration), WORKERS,         &[hard(G::MeetingNamed, practice("PR-13"))],          &[],                   practice("PR-13")),
        transition("I8",   &[S::UnderConsideration],   A::Note,         To::State(S::Noted),              WORKERS,         &[hard(G::NoReplyNeeded, RFC4053_2_3)],               &[],                   RFC4053_2_3),
        transition("I9",   &[S::UnderConsideration],   A::PrepareReply, To::State(S::ReplyInPreparation), &[Who::System],  &[],                                                  &[],                   OUR_RULE),
        transition("I9b",  &[S::ReplyInPreparation],   A::AbandonReply, To::State(S::UnderConsideration), ABANDONERS,        &[logic(G::ReasonGiven)],                             &[],                   practice("PR-13")),
        transition("I10",  ANSWERABLE,                 A::Reply, To::State(S::Replied), &[Who::System], &[],                                                 &[Audience::Assignee], OUR_RULE),
        transition("I11",  &[S::UnderConsideration],   A::TakeAction,   To::State(S::ActionTaken),        WORKERS,         &[logic(G::ActionWritten)],                           &[],                   OUR_RULE),
        transition("I12",  &[S::UnderConsideration],   A::Defer,        To::State(S::Deferred),           WORKERS,         &[logic(G::ReasonGiven)],                             &[],                   RFC4053_2_2_1),
        transition("I15a", &[S::Assigned],             A::TakeBack,     To::State(S::Void),               &[Who::System],  &[],                                                  &[],                   practice("PR-7")),
        transition("I15b", REWORKED,                   A::TakeBack,     To::OneOf(ANSWERABLE),            &[Who::System],  &[],                                                  &[],                   practice("PR-7")),
        transition("I15d", &[S::Redirected],           A::TakeBack,     To::OneOf(UNFINISHED),            &[Who::System],  &[],                                                  &[],                   practice("PR-7")),
    ],
};
