//! How a record ends, and how its end is taken back. An end is of today or before; it never lengthens, and is never before
//! what it ends began. What had not begun by today never does: its last day is the one before its first.

use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::RecordFacts;
use crate::domain::clause::practice;
use crate::domain::command::{Command, Kind, RecordCommand};
use crate::domain::decision::Decision;
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::said::Said;
use crate::said;

/// One appointment that hangs on a person or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: Uuid,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Term {
    /// Over already, or on that day at the latest: what it hangs on may end without it.
    fn is_over(&self, end: NaiveDate, today: NaiveDate) -> bool {
        self.to.is_some_and(|to| to < today || to <= end)
    }
}

/// The end that stands, as its event tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub event: Uuid,
    /// The last day that it had before.
    pub valid_to_before: Option<NaiveDate>,
    /// Appointments that ended with it and can come back.
    pub with: Vec<Uuid>,
}

impl RecordFacts {
    /// How many appointments end with it where it ends on that day.
    pub fn ends_with_it(&self, end: NaiveDate, today: NaiveDate) -> usize {
        self.appointments.iter().filter(|term| !term.is_over(end, today)).count()
    }

    /// It had not begun by that day.
    pub fn is_to_come(&self, today: NaiveDate) -> bool {
        self.kind != Kind::Person && self.begins.is_some_and(|begins| begins > today)
    }

    /// Its last day where somebody ends it on that day.
    pub(super) fn end(&self, on: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Vec<Refusal>> {
        if on > today {
            return Err(refused("in-the-future", said!("refused-in-the-future", on = on)));
        }
        if let Some(begins) = self.begins.filter(|_| self.is_to_come(today)) {
            return Ok(begins.checked_sub_days(Days::new(1)).unwrap_or(begins));
        }
        match (self.begun(today), self.ends) {
            (Some(begins), _) if on < begins => {
                Err(refused("ends-before", said!("refused-ends-before", begins = begins)))
            }
            (_, Some(ends)) if on > ends => Err(refused("ends-already", said!("refused-ends-already", ends = ends))),
            _ => Ok(on),
        }
    }

    /// The first day on which it can end: it had begun, and so had whatever hangs on it. Appointments tell more of a person
    /// than the day on which they were written down.
    fn begun(&self, today: NaiveDate) -> Option<NaiveDate> {
        let served = self.appointments.iter().map(|term| term.from).filter(|from| *from <= today).max();
        if self.kind == Kind::Person { served.or(self.begins) } else { served.max(self.begins) }
    }

    /// What ends with it.
    pub(super) fn ending(&self, decision: &mut Decision, end: NaiveDate, today: NaiveDate) {
        decision.changed("valid_to", json!(self.ends), json!(end));
        for term in self.appointments.iter().filter(|term| !term.is_over(end, today)) {
            let end = RecordCommand::End { kind: Kind::Appointment, on: end.min(today) };
            decision.then(Some(term.id), Command::Record(end));
        }
    }

    /// What comes back with it.
    pub(super) fn taking_back(&self, decision: &mut Decision) {
        let Some(ended) = &self.ended else { return };
        decision.changed("valid_to", json!(self.ends), json!(ended.valid_to_before));
        decision.brings("takes_back", ended.event.to_string());
        for appointment in &ended.with {
            let back = RecordCommand::TakeBack { kind: Kind::Appointment };
            decision.then(Some(*appointment), Command::Record(back));
        }
    }
}

pub(super) fn refused(code: &str, said: Said) -> Vec<Refusal> {
    vec![Refusal {
        code: code.to_owned(),
        severity: Severity::Hard,
        said,
        clause: Some(practice("PR-5")),
        who: Vec::new(),
        field: Some("ended_on".to_owned()),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decision::Circumstances;
    use crate::domain::people::Actor;
    use crate::domain::procedure::record::State;
    use crate::domain::record::decide;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person(appointments: &[(&str, Option<&str>)]) -> RecordFacts {
        let term = |(n, (from, to)): (u128, &(&str, Option<&str>))| Term {
            id: Uuid::from_u128(n),
            from: day(from),
            to: to.map(day),
        };
        RecordFacts {
            state: Some(State::Recorded),
            begins: Some(day("2023-01-01")),
            appointments: (1..).zip(appointments).map(term).collect(),
            ..RecordFacts::unborn(Kind::Person, None)
        }
    }

    fn ended(facts: &RecordFacts, on: &str) -> Result<Decision, String> {
        let today = day("2023-08-16");
        let at = Circumstances { actor: &Actor::Importer, occurred_on: today, today, reason: None };
        let command = RecordCommand::End { kind: facts.kind, on: day(on) };
        let decided = decide(facts, at, &command);
        decided.map(Option::unwrap).map_err(|refusals| refusals[0].code.clone())
    }

    #[test]
    fn what_is_over_already_stays_as_it_was() {
        let facts = person(&[
            ("2020-01-01", Some("2021-12-31")),
            ("2022-03-10", None),
            ("2022-03-10", Some("2023-06-01")),
            ("2022-03-10", Some("2024-06-01")),
            ("2024-01-01", None),
        ]);
        let with = ended(&facts, "2023-06-15").unwrap();
        let ids: Vec<u128> = with.then.iter().map(|next| next.subject.unwrap().as_u128()).collect();
        assert_eq!(ids, [2, 4, 5]);
        assert_eq!(facts.ends_with_it(day("2023-06-15"), day("2023-08-16")), 3);
    }

    #[test]
    fn nothing_ends_before_it_began_and_no_end_lengthens() {
        let facts = person(&[("2022-03-10", None), ("2022-05-01", None), ("2024-01-01", None)]);
        assert_eq!(ended(&facts, "1900-01-01").unwrap_err(), "ends-before");
        assert_eq!(ended(&facts, "2022-04-30").unwrap_err(), "ends-before");
        assert!(ended(&facts, "2022-05-01").is_ok());
        assert_eq!(ended(&person(&[]), "2022-12-31").unwrap_err(), "ends-before", "written down later");
        assert_eq!(ended(&facts, "2023-08-17").unwrap_err(), "in-the-future");
        let (begins, ends) = (Some(day("2022-03-10")), Some(day("2023-03-31")));
        let term = RecordFacts { kind: Kind::Appointment, begins, ends, ..person(&[]) };
        assert_eq!(ended(&term, "2023-04-01").unwrap_err(), "ends-already");
        let shorter = ended(&term, "2023-03-01").unwrap();
        assert_eq!(shorter.changes["valid_to"], (json!("2023-03-31"), json!("2023-03-01")));
    }

    #[test]
    fn what_has_not_begun_ends_on_the_day_before() {
        let begins = Some(day("2024-01-01"));
        let term = RecordFacts { kind: Kind::Appointment, begins, ..person(&[]) };
        for on in ["2023-08-16", "2023-06-01"] {
            assert_eq!(ended(&term, on).unwrap().changes["valid_to"].1, json!("2023-12-31"));
        }
    }

    #[test]
    fn an_end_taken_back_restores_the_last_day_and_what_ended_with_it() {
        let at = day("2023-08-16");
        let at = Circumstances { actor: &Actor::Importer, occurred_on: at, today: at, reason: None };
        let (event, with) = (Uuid::from_u128(9), vec![Uuid::from_u128(1)]);
        let facts = RecordFacts {
            kind: Kind::Body,
            state: Some(State::Ended),
            ends: Some(day("2023-06-01")),
            ended: Some(Ended { event, valid_to_before: Some(day("2024-12-31")), with }),
            ..person(&[])
        };
        let command = RecordCommand::TakeBack { kind: Kind::Body };
        let back = decide(&facts, at, &command).unwrap().unwrap();
        assert_eq!((back.from, back.to), (Some("ended"), "recorded"));
        assert_eq!(back.changes["valid_to"], (json!("2023-06-01"), json!("2024-12-31")));
        assert_eq!(back.then.len(), 1);
        for taken in
            [RecordFacts { name_taken: true, ..facts.clone() }, RecordFacts { parties_in_force: false, ..facts }]
        {
            assert_eq!(decide(&taken, at, &command).unwrap_err().len(), 1);
        }
    }
}
