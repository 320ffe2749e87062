//! A body, a person or an entry of the address book was written down wrongly, or has become another: mended with a reason,
//! the difference in the history (PR-7, PR-16).

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ending::refused;
use super::merge::{Merging, merging};
use super::numbers::{self, Numbering};
use super::templates::{self, Keeping, TemplateRow};
use super::{AddressRecord, RecordFacts};
use crate::domain::command::RecordCommand;
use crate::domain::decision::Decision;
use crate::domain::named::Named;
use crate::domain::numbering::Series;
use crate::domain::procedure::engine::Refusal;
use crate::domain::reference::{BodyKind, Side};
use crate::said;

/// A body as it should be written down. Whether it is kept here stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyCorrection {
    /// Only a provisional body gets one.
    pub kind: Option<BodyKind>,
    pub short_name: String,
    pub title: String,
    pub side: Side,
    pub zone: String,
    /// In any order.
    pub parents: Vec<Uuid>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub study_period: Option<String>,
    pub go_live: Option<NaiveDate>,
    /// Form with `{n}` and next number of what it sends and of what it receives, where it gives none of these yet.
    pub sent_numbers: Option<(String, i64)>,
    pub received_numbers: Option<(String, i64)>,
}

/// A person as they should be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCorrection {
    pub name: String,
    /// What they sign in with.
    pub email: String,
    pub organisation: String,
    pub country: String,
    pub tel: String,
}

/// What a correction or a merge rests on; only where one is asked for.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The body as it is written down, with its kind.
    pub body: Option<BodyCorrection>,
    pub person: Option<PersonCorrection>,
    /// The entry of the address book that is named.
    pub entry: Option<AddressRecord>,
    /// Schemes of the numbers that it gives.
    pub schemes: Vec<String>,
    /// Everything under it, itself included.
    pub below: Vec<Uuid>,
    /// Names of the parents that it has and is to have.
    pub names: HashMap<Uuid, String>,
    /// In which bodies a role counts under the parents that it is to have.
    pub authority: Option<Vec<Uuid>>,
    /// How many statements other trees would see, and whether the asker sees them all.
    pub moved: usize,
    pub moved_in_sight: bool,
    pub merging: Option<Merging>,
    pub numbering: Option<Numbering>,
    pub keeping: Option<Keeping>,
}

/// The rows as they become.
#[derive(Clone, Debug)]
pub enum Mended {
    Body {
        to: Box<BodyCorrection>,
        /// The name that it had, where it gets another; it is still found by it.
        renamed: Option<String>,
        /// It moves, or decides from now on.
        moves: bool,
        series: Vec<(&'static str, String, i64)>,
    },
    Person(PersonCorrection),
    Entry {
        id: Uuid,
        to: AddressRecord,
    },
    Merged {
        into: Uuid,
    },
    Absorbed,
    Reserved {
        of: Series,
        number: String,
        reserved_for: String,
        /// As the series counts afterwards, where the number was taken from it.
        next: Option<i64>,
    },
    Released {
        of: Series,
        number: String,
    },
    Voided {
        of: Series,
        number: String,
        why: String,
    },
    Template(TemplateRow),
}

impl BodyCorrection {
    /// The parents are others.
    pub fn moves(&self, there: &BodyCorrection) -> bool {
        self.sorted() != there.sorted()
    }

    fn sorted(&self) -> Vec<Uuid> {
        let mut all = self.parents.clone();
        all.sort_unstable();
        all
    }

    /// Its kind is given, and is another.
    pub fn new_kind(&self, there: &BodyCorrection) -> Option<BodyKind> {
        self.kind.filter(|kind| Some(*kind) != there.kind)
    }

    /// Something is to be otherwise than it stands.
    pub(super) fn differs(&self, there: &BodyCorrection) -> bool {
        let as_there = BodyCorrection {
            kind: self.kind.and(there.kind),
            parents: if self.moves(there) { there.parents.clone() } else { self.parents.clone() },
            ..there.clone()
        };
        self.moves(there) || self.new_kind(there).is_some() || *self != as_there
    }

    fn series(&self) -> Vec<(&'static str, String, i64)> {
        let of = |wanted: &Option<(String, i64)>, scheme| wanted.clone().map(|(form, next)| (scheme, form, next));
        let both = [of(&self.sent_numbers, "ls"), of(&self.received_numbers, self.side.receives_as())];
        both.into_iter().flatten().collect()
    }

    /// A series that it gives already is to begin anew.
    pub(super) fn series_there(&self, schemes: &[String]) -> bool {
        self.series().iter().any(|(scheme, ..)| schemes.iter().any(|known| known == scheme))
    }
}

/// The rows as the command wants them.
pub(super) fn mended(
    facts: &RecordFacts,
    command: &RecordCommand,
    why: Option<&str>,
) -> Result<Option<Mended>, Vec<Refusal>> {
    Ok(match command {
        RecordCommand::CorrectBody(wanted) => Some(body(facts, wanted)),
        RecordCommand::CorrectPerson(wanted) => Some(Mended::Person((**wanted).clone())),
        RecordCommand::EndAddress { entry, on } => Some(Mended::Entry { id: *entry, to: ended_entry(facts, *on)? }),
        RecordCommand::CorrectAddress { entry, to } => Some(Mended::Entry { id: *entry, to: (**to).clone() }),
        RecordCommand::MergeInto { into } => Some(Mended::Merged { into: *into }),
        RecordCommand::Absorb { .. } => Some(Mended::Absorbed),
        RecordCommand::ReserveNumber { .. }
        | RecordCommand::ReleaseNumber { .. }
        | RecordCommand::VoidNumber { .. } => numbers::mended(facts, command, why),
        RecordCommand::Template(command) => Some(templates::mended(command)),
        RecordCommand::Record(_)
        | RecordCommand::End { .. }
        | RecordCommand::AddAddress(_)
        | RecordCommand::TakeBack { .. } => None,
    })
}

/// What the history says of it.
pub(super) fn tell(decision: &mut Decision, facts: &RecordFacts, command: &RecordCommand) {
    match command {
        RecordCommand::CorrectBody(wanted) => body_differs(decision, facts, wanted),
        RecordCommand::CorrectPerson(wanted) => person_differs(decision, facts, wanted),
        RecordCommand::EndAddress { on, .. } => {
            if let Some(before) = &facts.around.entry {
                entry_differs(decision, before, &AddressRecord { to: Some(*on), ..before.clone() });
            }
        }
        RecordCommand::CorrectAddress { to, .. } => {
            if let Some(before) = &facts.around.entry {
                entry_differs(decision, before, to);
            }
        }
        RecordCommand::MergeInto { into } => merging(decision, facts, *into),
        RecordCommand::Absorb { name, from } => {
            decision.brings("merged", name.clone());
            decision.brings("merged_id", from.to_string());
        }
        RecordCommand::ReserveNumber { .. }
        | RecordCommand::ReleaseNumber { .. }
        | RecordCommand::VoidNumber { .. } => numbers::tell(decision, facts, command),
        RecordCommand::Template(command) => templates::tell(decision, facts, command),
        RecordCommand::Record(_)
        | RecordCommand::End { .. }
        | RecordCommand::AddAddress(_)
        | RecordCommand::TakeBack { .. } => {}
    }
}

/// The body's rows as they become.
fn body(facts: &RecordFacts, wanted: &BodyCorrection) -> Mended {
    let there = facts.around.body.as_ref();
    Mended::Body {
        to: Box::new(wanted.clone()),
        renamed: there.filter(|there| there.short_name != wanted.short_name).map(|there| there.short_name.clone()),
        moves: there.is_some_and(|there| wanted.moves(there) || wanted.new_kind(there).is_some()),
        series: wanted.series(),
    }
}

/// What is otherwise, field by field as the form names them.
fn body_differs(decision: &mut Decision, facts: &RecordFacts, wanted: &BodyCorrection) {
    let Some(there) = &facts.around.body else { return };
    let names = |of: &BodyCorrection| -> Value {
        let name = |id: &Uuid| facts.around.names.get(id).cloned().unwrap_or_else(|| id.to_string());
        let mut all: Vec<String> = of.parents.iter().map(name).collect();
        all.sort_unstable();
        json!(all)
    };
    let series = |of: &Option<(String, i64)>| of.as_ref().map(|(form, next)| format!("{form} {next}"));
    if let (Some(before), Some(after)) = (there.kind, wanted.kind) {
        decision.changed("body_kind", before.name(), after.name());
    }
    decision.changed("short_name", there.short_name.clone(), wanted.short_name.clone());
    decision.changed("full_name", there.title.clone(), wanted.title.clone());
    decision.changed("side", there.side.name(), wanted.side.name());
    decision.changed("zone", there.zone.clone(), wanted.zone.clone());
    decision.changed("parents", names(there), names(wanted));
    decision.changed("valid_from", json!(there.valid_from), json!(wanted.valid_from));
    decision.changed("valid_to", json!(there.valid_to), json!(wanted.valid_to));
    decision.changed("study_period", json!(there.study_period), json!(wanted.study_period));
    decision.changed("go_live", json!(there.go_live), json!(wanted.go_live));
    decision.changed("sent_numbers", Value::Null, json!(series(&wanted.sent_numbers)));
    decision.changed("received_numbers", Value::Null, json!(series(&wanted.received_numbers)));
}

/// The same of a person.
fn person_differs(decision: &mut Decision, facts: &RecordFacts, wanted: &PersonCorrection) {
    let Some(there) = &facts.around.person else { return };
    decision.changed("person_name", there.name.clone(), wanted.name.clone());
    decision.changed("email", there.email.clone(), wanted.email.clone());
    decision.changed("organisation", there.organisation.clone(), wanted.organisation.clone());
    decision.changed("country", there.country.clone(), wanted.country.clone());
    decision.changed("tel", there.tel.clone(), wanted.tel.clone());
}

/// An entry of the address book with its last day: one on which it was in use.
fn ended_entry(facts: &RecordFacts, on: NaiveDate) -> Result<AddressRecord, Vec<Refusal>> {
    let unknown = || refused("entry_known", said!("guard-entry-known-no"));
    let before = facts.around.entry.clone().ok_or_else(unknown)?;
    match (before.from, before.to) {
        (begins, _) if on < begins => Err(refused("ends-before", said!("refused-ends-before", begins = begins))),
        (_, Some(ends)) if on > ends => Err(refused("ends-already", said!("refused-ends-already", ends = ends))),
        (_, _) => Ok(AddressRecord { to: Some(on), ..before }),
    }
}

/// What is otherwise in an entry; its address says which one it is.
fn entry_differs(decision: &mut Decision, before: &AddressRecord, after: &AddressRecord) {
    decision.changed("address_kind", before.kind.name(), after.kind.name());
    decision.changed("address_name", before.name.clone(), after.name.clone());
    decision.changed("address", before.address.clone(), after.address.clone());
    decision.changed("valid_from", json!(before.from), json!(after.from));
    decision.changed("valid_to", json!(before.to), json!(after.to));
    decision.brings("entry", before.address.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Kind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn written() -> BodyCorrection {
        BodyCorrection {
            kind: Some(BodyKind::Wg),
            short_name: "WG 1".into(),
            title: "Ledgers".into(),
            side: Side::Partner,
            zone: "Europe/Zurich".into(),
            parents: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
            valid_from: day("2022-03-10"),
            valid_to: None,
            study_period: None,
            go_live: None,
            sent_numbers: None,
            received_numbers: None,
        }
    }

    #[test]
    fn the_order_of_parents_and_a_kind_left_open_are_no_difference() {
        let there = written();
        let same = BodyCorrection { kind: None, parents: vec![Uuid::from_u128(2), Uuid::from_u128(1)], ..written() };
        assert!(!same.differs(&there) && !same.moves(&there));
        let fewer = BodyCorrection { parents: vec![Uuid::from_u128(2)], ..written() };
        assert!(fewer.differs(&there) && fewer.moves(&there));
        let numbered = BodyCorrection { received_numbers: Some(("N {n}".into(), 7)), ..same };
        assert!(numbered.differs(&there), "a series is new");
        assert_eq!(numbered.series(), [("n", "N {n}".to_owned(), 7)]);
        assert!(numbered.series_there(&["n".to_owned()]) && !numbered.series_there(&["ls".to_owned()]));
    }

    #[test]
    fn an_entry_ends_while_it_runs() {
        let entry = AddressRecord {
            kind: crate::domain::reference::AddressKind::Mailbox,
            name: "Mailbox".into(),
            address: "a@example.org".into(),
            from: day("2022-03-10"),
            to: Some(day("2023-12-31")),
        };
        let around = Around { entry: Some(entry), ..Around::default() };
        let facts = RecordFacts { around, ..RecordFacts::unborn(Kind::Body, None) };
        let code = |on| ended_entry(&facts, day(on)).map(|ended| ended.to).map_err(|all| all[0].code.clone());
        assert_eq!(code("2023-06-01"), Ok(Some(day("2023-06-01"))));
        assert_eq!(code("2022-03-09"), Err("ends-before".to_owned()));
        assert_eq!(code("2024-01-01"), Err("ends-already".to_owned()));
    }
}
