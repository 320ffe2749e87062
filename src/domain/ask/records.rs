//! What is asked to write down a body, a person, an appointment or a meeting, to end one, to move or cancel one, or to take
//! that back.

use super::{ABSTRACT, Ask, AskKind, LINE, NUMBER, may, must};
use crate::domain::numbering::SCHEMES;
use crate::domain::procedure::meeting;
use crate::domain::procedure::record::Act;

/// What an address of a body is for, in the words of `AddressKind`.
pub const ADDRESS_KINDS: &[&str] = &["mailbox", "secretariat", "liaison_officer", "intake"];

const ADDRESS: &[Ask] = &[
    must("address_kind", AskKind::Choice(ADDRESS_KINDS)),
    must("address_name", AskKind::Line { max: LINE }),
    must("address", AskKind::Line { max: 254 }),
    must("valid_from", AskKind::Day),
    may("valid_to", AskKind::Day),
];

/// Kinds of body that are written down by hand, in the words of `BodyKind`; a provisional one comes from a statement.
pub const BODY_KINDS: &[&str] = &[
    "study_group",
    "working_party",
    "question",
    "tc",
    "sc",
    "wg",
    "jwg",
    "joint_tc",
    "organisation",
    "advisory_group",
    "rapporteur_group",
    "jca",
    "correspondence_group",
    "focus_group",
    "common_team",
];
/// The sides, in the words of `Side`.
pub const SIDES: &[&str] = &["itu", "partner"];
/// The roles, in the words of `Role`: the secretariats first, because nothing begins without them.
pub const ROLES: &[&str] = &[
    "counsellor",
    "committee_manager",
    "sg_chair",
    "sg_vice_chair",
    "wp_chair",
    "rapporteur",
    "associate_rapporteur",
    "liaison_rapporteur",
    "committee_chair",
    "convenor",
    "project_leader",
    "editor",
    "expert",
    "liaison_officer",
    "liaison_representative",
    "director",
];

const BODY: &[Ask] = &[
    must("body_kind", AskKind::Choice(BODY_KINDS)),
    must("short_name", AskKind::Line { max: NUMBER }),
    may("full_name", AskKind::Line { max: LINE }),
    must("side", AskKind::Choice(SIDES)),
    may("parent", AskKind::Body),
    may("other_parent", AskKind::Body),
    may("third_parent", AskKind::Body),
    may("kept_here", AskKind::Tick),
    must("zone", AskKind::Line { max: NUMBER }),
    must("valid_from", AskKind::Day),
    may("study_period", AskKind::Line { max: NUMBER }),
    may("go_live", AskKind::Day),
    may("sent_numbers", AskKind::Line { max: NUMBER }),
    may("received_numbers", AskKind::Line { max: NUMBER }),
];

/// Whether it is kept here stays; only a provisional body gets a kind (PR-16).
const CORRECTED_BODY: &[Ask] = &[
    may("body_kind", AskKind::Choice(BODY_KINDS)),
    must("short_name", AskKind::Line { max: NUMBER }),
    may("full_name", AskKind::Line { max: LINE }),
    must("side", AskKind::Choice(SIDES)),
    may("parent", AskKind::Body),
    may("other_parent", AskKind::Body),
    may("third_parent", AskKind::Body),
    must("zone", AskKind::Line { max: NUMBER }),
    must("valid_from", AskKind::Day),
    may("valid_to", AskKind::Day),
    may("study_period", AskKind::Line { max: NUMBER }),
    may("go_live", AskKind::Day),
    may("sent_numbers", AskKind::Line { max: NUMBER }),
    may("received_numbers", AskKind::Line { max: NUMBER }),
];

/// Which entry of the address book: its id.
const ENTRY: Ask = must("address_entry", AskKind::Line { max: NUMBER });

const CORRECTED_PERSON: &[Ask] = &[
    must("person_name", AskKind::Line { max: LINE }),
    must("email", AskKind::Line { max: 254 }),
    may("organisation", AskKind::Line { max: LINE }),
    may("country", AskKind::Line { max: NUMBER }),
    may("tel", AskKind::Line { max: NUMBER }),
];

const PERSON: &[Ask] = &[
    must("person_name", AskKind::Line { max: LINE }),
    must("email", AskKind::Line { max: 254 }),
    may("organisation", AskKind::Line { max: LINE }),
    may("country", AskKind::Line { max: NUMBER }),
    may("tel", AskKind::Line { max: NUMBER }),
    may("administrator", AskKind::Tick),
];

const APPOINTMENT: &[Ask] = &[
    must("person", AskKind::Person),
    must("role", AskKind::Choice(ROLES)),
    must("serves", AskKind::Body),
    must("valid_from", AskKind::Day),
    may("valid_to", AskKind::Day),
    must("appointing_decision", AskKind::Line { max: LINE }),
];

/// Kinds of meeting, in the words of `MeetingKind`.
pub const MEETING_KINDS: &[&str] = &[
    "plenary",
    "working_party",
    "rapporteur_group",
    "working_group",
    "common_team",
    "ballot_resolution",
    "jca",
    "workshop",
];

const MEETING: &[Ask] = &[
    must("convenes", AskKind::Body),
    may("jointly_with", AskKind::Body),
    must("meeting_kind", AskKind::Choice(MEETING_KINDS)),
    must("meeting_title", AskKind::Line { max: LINE }),
    may("place", AskKind::Line { max: LINE }),
    must("starts_on", AskKind::Day),
    must("ends_on", AskKind::Day),
];

const HELD: &[Ask] =
    &[must("starts_on", AskKind::Day), must("ends_on", AskKind::Day), may("place", AskKind::Line { max: LINE })];

/// Characters of a template: a page or two.
const TEMPLATE: usize = 20_000;

/// Which template: its id.
const OF_TEMPLATE: Ask = must("template", AskKind::Line { max: NUMBER });

const WORDS: [Ask; 3] = [
    must("template_name", AskKind::Line { max: NUMBER }),
    may("template_abstract", AskKind::Lines { max: ABSTRACT }),
    must("template_text", AskKind::Markdown { max: TEMPLATE }),
];

/// Which series: its scheme, and its period where it has one.
const SERIES: [Ask; 2] =
    [must("number_series", AskKind::Choice(SCHEMES)), may("number_period", AskKind::Line { max: NUMBER })];

fn of_series(rest: &[Ask]) -> Vec<Ask> {
    SERIES.iter().chain(rest).copied().collect()
}

pub(super) fn meeting(act: meeting::Act) -> Vec<Ask> {
    match act {
        meeting::Act::Record => MEETING.to_vec(),
        meeting::Act::Reschedule => HELD.to_vec(),
        meeting::Act::Cancel | meeting::Act::TakeBack => Vec::new(),
    }
}

pub(super) fn body(act: Act) -> Option<Vec<Ask>> {
    match act {
        Act::AddAddress => Some(ADDRESS.to_vec()),
        Act::Correct => Some(CORRECTED_BODY.to_vec()),
        Act::EndAddress => Some(vec![ENTRY, must("ended_on", AskKind::Day)]),
        Act::CorrectAddress => Some(std::iter::once(ENTRY).chain(ADDRESS.iter().copied()).collect()),
        Act::MergeInto => Some(vec![must("into_body", AskKind::Body)]),
        Act::ReserveNumber => Some(of_series(&[
            may("series_number", AskKind::Line { max: NUMBER }),
            must("reserved_for", AskKind::Line { max: LINE }),
        ])),
        Act::ReleaseNumber | Act::VoidNumber => {
            Some(of_series(&[must("series_number", AskKind::Line { max: NUMBER })]))
        }
        Act::AddTemplate => Some(WORDS.to_vec()),
        Act::CorrectTemplate => Some(std::iter::once(OF_TEMPLATE).chain(WORDS).collect()),
        Act::EndTemplate | Act::PutBackTemplate => Some(vec![OF_TEMPLATE]),
        Act::Record | Act::End | Act::TakeBack | Act::Absorb => asks(act, BODY),
    }
}

pub(super) fn person(act: Act) -> Option<Vec<Ask>> {
    if act == Act::Correct { Some(CORRECTED_PERSON.to_vec()) } else { asks(act, PERSON) }
}

pub(super) fn appointment(act: Act) -> Option<Vec<Ask>> {
    asks(act, APPOINTMENT)
}

fn asks(act: Act, born: &[Ask]) -> Option<Vec<Ask>> {
    match act {
        Act::Record => Some(born.to_vec()),
        Act::End => Some(vec![must("ended_on", AskKind::Day)]),
        Act::TakeBack => Some(Vec::new()),
        Act::AddAddress
        | Act::Correct
        | Act::EndAddress
        | Act::CorrectAddress
        | Act::MergeInto
        | Act::Absorb
        | Act::ReserveNumber
        | Act::ReleaseNumber
        | Act::VoidNumber
        | Act::AddTemplate
        | Act::CorrectTemplate
        | Act::EndTemplate
        | Act::PutBackTemplate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::named::Named;

    #[test]
    fn the_choices_are_the_words_of_their_enums() {
        use crate::domain::people::Role;
        use crate::domain::reference::{BodyKind, Side};
        let sorted = |mut all: Vec<&'static str>| {
            all.sort_unstable();
            all
        };
        let bodies = BodyKind::ALL.iter().filter(|kind| **kind != BodyKind::Provisional).map(|kind| kind.name());
        assert_eq!(sorted(bodies.collect()), sorted(BODY_KINDS.to_vec()));
        assert_eq!(sorted(Role::ALL.iter().map(|role| role.name()).collect()), sorted(ROLES.to_vec()));
        assert_eq!(Side::ALL.iter().map(|side| side.name()).collect::<Vec<_>>(), SIDES);
        let kinds: Vec<&str> = crate::domain::reference::AddressKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(kinds, ADDRESS_KINDS);
        let meetings: Vec<&str> = crate::domain::reference::MeetingKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(meetings, MEETING_KINDS);
    }
}
