//! The bodies of the demo: real ones, their addresses invented. Which working party a Question belongs to in 2023 is
//! invented where the sources do not say it.

use crate::domain::reference::BodyKind::{self, *};

/// One body: short name, kind, title, parents, address for statements, kept here.
pub struct Body {
    pub name: &'static str,
    pub kind: BodyKind,
    pub title: &'static str,
    pub parents: &'static [&'static str],
    pub address: Option<&'static str>,
    pub kept_here: bool,
}

const fn body(
    name: &'static str,
    kind: BodyKind,
    title: &'static str,
    parents: &'static [&'static str],
    address: Option<&'static str>,
) -> Body {
    Body { name, kind, title, parents, address, kept_here: false }
}

const fn here(name: &'static str, kind: BodyKind, title: &'static str, parents: &'static [&'static str]) -> Body {
    Body { name, kind, title, parents, address: None, kept_here: true }
}

/// All of them, parents before children.
#[rustfmt::skip]
pub const BODIES: &[Body] = &[
    body("ITU-T", Organisation, "ITU Telecommunication Standardization Sector", &[], None),
    body("TSAG", AdvisoryGroup, "Telecommunication Standardization Advisory Group", &["ITU-T"], Some("itu-t-tsag")),
    Body { address: Some("itu-t-sg17"), ..here("SG17", StudyGroup, "Security", &["ITU-T"]) },
    here("WP2/17", WorkingParty, "Working Party 2/17", &["SG17"]),
    here("WP4/17", WorkingParty, "Working Party 4/17", &["SG17"]),
    here("WP5/17", WorkingParty, "Working Party 5/17", &["SG17"]),
    here("Q2/17", Question, "Security architecture and network security", &["WP2/17"]),
    here("Q7/17", Question, "Secure application services", &["WP4/17"]),
    here("Q10/17", Question, "Identity management and telebiometrics architecture and mechanisms", &["WP5/17"]),
    here("Q14/17", Question, "Distributed ledger technology (DLT) security", &["WP4/17"]),
    body("SG13", StudyGroup, "Future networks", &["ITU-T"], Some("itu-t-sg13")),
    body("SG16", StudyGroup, "Multimedia and related digital technologies", &["ITU-T"], Some("itu-t-sg16")),
    body("Q22/16", Question, "Distributed ledger technologies and e-services", &["SG16"], Some("itu-t-q22-16")),
    body("ISO", Organisation, "International Organization for Standardization", &[], None),
    body("IEC", Organisation, "International Electrotechnical Commission", &[], None),
    body("ISO/IEC JTC 1", JointTc, "Information technology", &["ISO", "IEC"], Some("jtc1")),
    body("ISO/IEC JTC 1/SC 27", Sc, "Information security, cybersecurity and privacy protection", &["ISO/IEC JTC 1"], Some("jtc1-sc27")),
    Body { address: Some("iso-tc307"), ..here("ISO/TC 307", Tc, "Blockchain and distributed ledger technologies", &["ISO"]) },
    here("ISO/TC 307/WG 2", Wg, "Working Group 2", &["ISO/TC 307"]),
    Body { address: Some("iso-tc307-jwg4"), ..here("ISO/TC 307/JWG 4", Jwg, "Joint with ISO/IEC JTC 1/SC 27: security, privacy and identity", &["ISO/TC 307", "ISO/IEC JTC 1/SC 27"]) },
    body("ISO/TC 68", Tc, "Financial services", &["ISO"], Some("iso-tc68")),
    body("ISO/TC 68/SC 2", Sc, "Financial services, security", &["ISO/TC 68"], Some("iso-tc68-sc2")),
    body("ISO/TC 68/SC 8", Sc, "Reference data for financial services", &["ISO/TC 68"], Some("iso-tc68-sc8")),
    body("ETSI ISG PDL", Organisation, "Permissioned distributed ledgers", &[], Some("etsi-isg-pdl")),
    body("W3C", Organisation, "World Wide Web Consortium", &[], Some("w3c")),
];

/// The series of numbers that a body gives here: scheme, form, next.
pub fn series(name: &str) -> Vec<(String, String, i64)> {
    let all: &[(&str, &str, i64)] = match name {
        "SG17" => &[("ls", "SG17-LS{n}", 1), ("td", "SG17-TD{n}", 1101)],
        "ISO/TC 307" => &[("n", "N {n}", 1012)],
        _ => &[],
    };
    all.iter().map(|(scheme, form, next)| ((*scheme).to_owned(), (*form).to_owned(), *next)).collect()
}
