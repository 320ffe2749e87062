//! Meetings and work items of the demo (handbook 17.3, 17.4, 17.6). SG17's dates are real but for one start; the
//! committee's and the rapporteur groups' are invented.

use crate::domain::reference::MeetingKind::{self, *};

/// Body, kind, title, place, first and last day.
pub type Meeting = (&'static str, MeetingKind, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub const MEETINGS: &[Meeting] = &[
    ("SG17", Plenary, "SG17 meeting, February to March 2023", "Geneva", "2023-02-21", "2023-03-03"),
    ("ISO/TC 307", Plenary, "ISO/TC 307 plenary, May 2023", "virtual", "2023-05-22", "2023-05-26"),
    ("Q14/17", RapporteurGroup, "Q14/17 rapporteur group e-meeting, June 2023", "virtual", "2023-06-20", "2023-06-21"),
    ("SG17", Plenary, "SG17 meeting, August to September 2023", "Goyang", "2023-08-29", "2023-09-08"),
    ("ISO/TC 307", Plenary, "ISO/TC 307 plenary, November 2023", "virtual", "2023-11-13", "2023-11-17"),
    ("SG17", Plenary, "SG17 meeting, February to March 2024", "Geneva", "2024-02-20", "2024-03-01"),
    ("SG17", Plenary, "SG17 meeting, September 2024", "Geneva", "2024-09-02", "2024-09-06"),
    ("SG17", Plenary, "SG17 meeting, April 2025", "Geneva", "2025-04-08", "2025-04-17"),
    ("SG17", Plenary, "SG17 meeting, December 2025", "Geneva", "2025-12-03", "2025-12-11"),
];

/// Body, name, title, status on the demo's today.
pub type WorkItem = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub const WORK_ITEMS: &[WorkItem] = &[
    ("Q14/17", "X.1400", "Terms and definitions for distributed ledger technology", "Approved 2020-10-29"),
    ("Q14/17", "X.1401", "Security threats of distributed ledger technology", "Approved 2019-11-29"),
    ("Q14/17", "X.1402", "Security framework for distributed ledger technology", "Approved 2020-07-22"),
    ("Q14/17", "X.1403", "Using distributed ledger technology for decentralized identity management", "Approved 2020-09-03"),
    ("Q14/17", "X.1404", "Security assurance for distributed ledger technology", "Approved 2020-10-29"),
    ("Q14/17", "X.1405", "Security threats and requirements for digital payment services based on DLT", "Approved 2021-06-29"),
    ("Q14/17", "X.1406", "Security threats to online voting system using DLT", "Approved 2021-07-14"),
    ("Q14/17", "X.1407", "Security requirements for digital integrity proofing service based on DLT", "Approved 2022-01-07"),
    ("Q14/17", "X.1408", "Security threats and requirements for data access and sharing based on DLT", "Approved 2021-10-29"),
    ("Q14/17", "X.1409", "Security services based on distributed ledger technology", "Approved 2022-07-29"),
    ("Q14/17", "X.1410", "Security architecture of data sharing management based on DLT", "Approved 2023-03-03"),
    ("Q14/17", "X.1412", "Security requirements for smart contract management (was X.srscm-dlt)", "Approved 2023-04-29"),
    ("Q14/17", "X.sc-dlt", "Security controls for distributed ledger technology", "Under study"),
    ("Q14/17", "TR.qs-dlt", "Technical Report: guidelines for quantum-safe DLT systems", "Under study"),
    ("ISO/TC 307/JWG 4", "ISO/TR 23244", "Privacy and personally identifiable information protection considerations", "Published 2020-05"),
    ("ISO/TC 307/JWG 4", "ISO/TR 23249", "Overview of existing DLT systems for identity management", "Published 2022-05"),
    ("ISO/TC 307/WG 2", "ISO/TR 23576", "Security management of digital asset custodians", "Published 2020-12"),
    ("ISO/TC 307/JWG 4", "ISO/TR 23642", "Overview of smart contract security good practice and issues", "WD"),
    ("ISO/TC 307/JWG 4", "ISO/TR 23644", "Trust anchors for DLT-based identity management", "Published 2023-05"),
    ("ISO/TC 307/JWG 4", "ISO 7603", "Decentralized identity standard for the identification of subjects and objects", "WD"),
    ("ISO/TC 307/JWG 4", "PWI 12833", "Re-identification and privacy vulnerabilities and mitigation methods", "PWI"),
];
