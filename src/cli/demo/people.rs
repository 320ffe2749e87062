//! The people of the demo, named by their role; nobody is a person who lives.

use crate::domain::people::Role::{self, *};

/// One person: name, the part of the address before `@example.org`, and the roles held.
pub struct Person {
    pub name: &'static str,
    pub local: &'static str,
    pub organisation: &'static str,
    pub roles: &'static [(Role, &'static str)],
    pub administrator: bool,
}

const fn person(
    name: &'static str,
    local: &'static str,
    organisation: &'static str,
    roles: &'static [(Role, &'static str)],
) -> Person {
    Person { name, local, organisation, roles, administrator: false }
}

const MEMBER: &str = "A member of ITU-T";
const NATIONAL: &str = "A national standards body";

#[rustfmt::skip]
pub const PEOPLE: &[Person] = &[
    person("Chair SG17", "chair-sg17", MEMBER, &[(SgChair, "SG17")]),
    person("Vice-chair SG17", "vice-chair-sg17", MEMBER, &[(SgViceChair, "SG17")]),
    person("Counsellor SG17", "counsellor-sg17", "ITU", &[(Counsellor, "SG17")]),
    person("Director TSB", "director-tsb", "ITU", &[(Director, "ITU-T")]),
    person("Chair WP2/17", "chair-wp2-17", MEMBER, &[(WpChair, "WP2/17")]),
    person("Chair WP4/17", "chair-wp4-17", MEMBER, &[(WpChair, "WP4/17")]),
    person("Chair WP5/17", "chair-wp5-17", MEMBER, &[(WpChair, "WP5/17")]),
    person("Rapporteur Q2/17", "rapporteur-q2-17", MEMBER, &[(Rapporteur, "Q2/17")]),
    person("Rapporteur Q7/17", "rapporteur-q7-17", MEMBER, &[(Rapporteur, "Q7/17")]),
    person("Rapporteur Q10/17", "rapporteur-q10-17", MEMBER, &[(Rapporteur, "Q10/17")]),
    person("Rapporteur Q14/17", "rapporteur-q14-17", MEMBER, &[(Rapporteur, "Q14/17")]),
    person("Co-rapporteur Q14/17", "co-rapporteur-q14-17", MEMBER, &[(Rapporteur, "Q14/17")]),
    person("Associate rapporteur Q14/17", "associate-q14-17", MEMBER, &[(AssociateRapporteur, "Q14/17")]),
    person("Expert Q14/17", "expert-q14-17", MEMBER, &[(Expert, "Q14/17")]),
    person("Rapporteur TSAG", "rapporteur-tsag", MEMBER, &[(Rapporteur, "TSAG")]),
    person("Chair ISO/TC 307", "chair-tc307", NATIONAL, &[(CommitteeChair, "ISO/TC 307")]),
    person("Committee manager ISO/TC 307", "manager-tc307", NATIONAL, &[(CommitteeManager, "ISO/TC 307")]),
    person("Convenor ISO/TC 307/WG 2", "convenor-tc307-wg2", NATIONAL, &[(Convenor, "ISO/TC 307/WG 2")]),
    person("Co-convenor JWG 4 (TC 307)", "co-convenor-jwg4-tc307", NATIONAL, &[(Convenor, "ISO/TC 307/JWG 4")]),
    person("Co-convenor JWG 4 (SC 27)", "co-convenor-jwg4-sc27", NATIONAL, &[(Convenor, "ISO/TC 307/JWG 4")]),
    person("Liaison representative ISO/TC 307 at SG17", "liaison-tc307", NATIONAL, &[(LiaisonRepresentative, "ISO/TC 307")]),
    Person { administrator: true, ..person("Administrator", "administrator", "The service", &[]) },
];

/// The address of a person or a body.
pub fn address(local: &str) -> String {
    format!("{local}@example.org")
}
