//! Official numbers: the series that they come from, and what stands in the way of one that is wanted (PR-10).

use chrono::NaiveDate;

use super::said::Said;
use crate::said;

/// The schemes of numbers that a body gives: of what it sends, of an ITU-T group's documents, of a committee's.
pub const SCHEMES: &[&str] = &["ls", "td", "n"];

/// Where the number goes in the form of a series.
pub const PLACE: &str = "{n}";

/// The schemes whose numbers stand in one series: a committee numbers what it sends among its N-documents.
pub fn in_one_series(scheme: &str) -> &'static [&'static str] {
    match scheme {
        "ls" => &["ls", "n"],
        "n" => &["n", "ls"],
        "td" => &["td"],
        _ => &["other"],
    }
}

/// The series in which a number of this scheme stands at a body that gives these: its own, else the one that it shares,
/// else one of its own that counts nothing, where every number is typed.
pub fn series_of<'a>(scheme: &'a str, given: &[String]) -> &'a str {
    let mut all = in_one_series(scheme).iter();
    all.find(|one| given.iter().any(|there| there == *one)).copied().unwrap_or(scheme)
}

/// One series of a body: its scheme, and the period in which it counts; most have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub scheme: String,
    pub period: String,
}

/// Who or what has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The handle of the subject that it was given to, whether that still shows it or gave it up.
    Given {
        handle: String,
    },
    Reserved {
        whom: String,
        since: NaiveDate,
    },
    /// Nobody is ever to have it.
    Void {
        since: NaiveDate,
    },
}

impl Holder {
    /// Why it cannot be had, and what to do.
    pub fn said(&self) -> Said {
        match self {
            Holder::Given { handle } => said!("guard-number-free-no", by = handle.clone()),
            Holder::Reserved { whom, since } => said!("guard-number-reserved-no", whom = whom.clone(), since = *since),
            Holder::Void { since } => said!("guard-number-void-no", since = *since),
        }
    }

    /// In the way of a statement or a registration: a number that is reserved is there to be taken.
    pub fn from_subjects(self) -> Option<Holder> {
        match self {
            Holder::Reserved { .. } => None,
            Holder::Given { .. } | Holder::Void { .. } => Some(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_numbers_what_it_sends_among_its_documents() {
        let given = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        assert_eq!(series_of("ls", &given(&["n"])), "n");
        assert_eq!(series_of("ls", &given(&["ls", "n"])), "ls");
        assert_eq!(series_of("td", &given(&["ls"])), "td");
        assert_eq!(series_of("n", &given(&[])), "n");
    }
}
