//! Where a rule comes from: document, edition, clause, and how long the edition was in force. Superseded editions stay
//! citable; a clause whose text nobody here has read is marked unverified.

use chrono::NaiveDate;

/// One place in one edition of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Short document name as printed, e.g. `Rec. ITU-T A.1`; `Entente` for a rule of our own.
    pub document: &'static str,
    /// Edition as cited, e.g. `10/2016`; empty for a rule of our own.
    pub edition: &'static str,
    /// Clause number, e.g. `1.5.1`.
    pub clause: &'static str,
    /// First day of the edition's validity where known.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the edition's validity; none while in force.
    pub valid_to: Option<NaiveDate>,
    /// False when only the contents list or a summary of this edition was read.
    pub verified: bool,
}

impl Clause {
    /// A text that a reader can look up: not a rule of this program, nor one of how secretariats work.
    pub fn is_published(&self) -> bool {
        !self.edition.is_empty()
    }

    /// `Rec. ITU-T A.1 (10/2016), 1.5.1`, as a refusal cites it.
    pub fn cite(&self) -> String {
        match (self.edition, self.clause) {
            ("", "") => self.document.to_owned(),
            ("", clause) => format!("{}, {clause}", self.document),
            (edition, clause) => format!("{} ({edition}), {clause}", self.document),
        }
    }
}

/// Whether a citation, as `cite` writes it, is of a text that a reader can look up.
pub fn is_published(cited: &str) -> bool {
    cited != OUR_RULE.document && !cited.starts_with(practice("").document)
}

const fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

const fn a1(clause: &'static str) -> Clause {
    let (document, edition) = ("Rec. ITU-T A.1", "10/2016");
    Clause { document, edition, clause, valid_from: day(2016, 10, 28), valid_to: day(2019, 9, 26), verified: true }
}

const fn sup5(clause: &'static str) -> Clause {
    let (document, edition) = ("A-series Supplement 5", "07/2016");
    Clause { document, edition, clause, valid_from: day(2016, 7, 22), valid_to: day(2024, 8, 1), verified: true }
}

const fn other(document: &'static str, edition: &'static str, clause: &'static str) -> Clause {
    Clause { document, edition, clause, valid_from: None, valid_to: None, verified: true }
}

pub const A1_1_5_1: Clause = a1("1.5.1");
pub const A1_1_5_2: Clause = a1("1.5.2");
pub const A1_1_7_1: Clause = a1("1.7.1");
pub const A1_3_3_3: Clause = a1("3.3.3");
pub const A1_2_3_3: Clause = a1("2.3.3");
pub const S5_I_4: Clause = sup5("I.4");
pub const S5_I_6: Clause = sup5("I.6");
pub const RFC4053_2_2_1: Clause = other("RFC 4053", "2005-04", "2.2.1.1");
pub const RFC4053_2_3: Clause = other("RFC 4053", "2005-04", "2.3");
pub const RFC4053_2_4: Clause = other("RFC 4053", "2005-04", "2.4");
/// A rule of this program where the texts are silent; listed in `docs/decisions/gaps.md` when it closes a gap.
pub const OUR_RULE: Clause = other("Entente", "", "");
/// How secretariats work, as written down by two of them; the rule number is in the clause.
pub const fn practice(rule: &'static str) -> Clause {
    other("Practice of secretariats", "", rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_cited_with_its_edition() {
        assert_eq!(A1_1_5_1.cite(), "Rec. ITU-T A.1 (10/2016), 1.5.1");
        assert_eq!(OUR_RULE.cite(), "Entente");
        assert_eq!(practice("PR-8").cite(), "Practice of secretariats, PR-8");
    }
}
