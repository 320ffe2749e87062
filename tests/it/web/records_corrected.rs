//! Bodies, people and addresses corrected by hand, and a provisional sender that is merged into the body that was meant.

use entente::domain::record::{BodyRecord, Recorded};
use entente::domain::reference::BodyKind;

use super::{ADMINISTRATOR, COUNSELLOR, House, record, sg17};

const REASON: (&str, &str) = ("reason", "As the letterhead has it.");

fn body<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let all = [("side", "itu"), ("zone", "Europe/Zurich"), ("valid_from", "2022-03-10"), ("study_period", "2022-2024")];
    all.into_iter().chain(fields.iter().copied()).collect()
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_corrected_with_a_reason_and_its_page_tells_the_difference() {
    let house = House::open().await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let handle = house.handle_of("body", "short_name = 'ITU-T SG17'").await;
    let (page, path) = (format!("/bodies/{handle}"), format!("/records/{handle}/correct"));
    let form = counsellor.get(&path).await.body;
    assert!(form.contains("value=\"ITU-T SG17\"") && form.contains("value=\"Security\""), "{form}");
    assert!(!form.contains("name=\"body_kind\"") && form.contains("name=\"reason\""), "{form}");
    let version = hidden(&form, "version");

    let wanted = body(&[("short_name", "SG17"), ("full_name", "Security and trust")]);
    let told = counsellor.submit(&path, &wanted).await;
    assert!(told.status == 409 && told.body.contains("A reason is needed"), "{}", told.body);
    assert!(told.body.contains("Security and trust"), "what was typed is kept: {}", told.body);
    let why = [wanted.clone(), vec![REASON]].concat();
    assert_eq!(counsellor.submit(&path, &why).await.status, 303);
    let shown = counsellor.get(&page).await.body;
    assert!(shown.contains("corrected it") && shown.contains(REASON.1) && shown.contains("<ins>"), "{shown}");

    let stale = body(&[("short_name", "SG17"), ("full_name", "Other"), REASON, ("version", &version)]);
    let told = counsellor.submit(&path, &stale).await;
    assert!(told.status >= 409 && house.count("body WHERE title = 'Other'").await == 0, "{}", told.status);
    let zone = [("side", "itu"), ("zone", "Nowhere"), ("short_name", "SG17"), ("valid_from", "2022-03-10"), REASON];
    assert_eq!(counsellor.submit(&path, &zone).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_the_address_book_is_corrected_and_ended() {
    let house = House::open().await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let handle = house.handle_of("body", "short_name = 'ITU-T SG17'").await;
    let page = format!("/bodies/{handle}");
    let entry = |address: &'static str| {
        [
            ("address_kind", "mailbox"),
            ("address_name", "SG17"),
            ("address", address),
            ("valid_from", "2022-03-10"),
            REASON,
        ]
    };
    assert_eq!(counsellor.submit(&page, &entry("sg71@example.org")[..4]).await.status, 303);
    let shown = counsellor.get(&page).await.body;
    let start = shown.find(&format!("{page}/addresses/")).expect("a way to correct it");
    let correct = shown[start..].split('"').next().unwrap().to_owned();
    assert!(counsellor.get(&correct).await.body.contains("sg71@example.org"));
    assert_eq!(counsellor.submit(&correct, &entry("sg71@example.org")).await.status, 409, "nothing differs");
    assert_eq!(counsellor.submit(&correct, &entry("sg17@example.org")).await.status, 303);
    assert_eq!(house.count("body_address WHERE address = 'sg17@example.org'").await, 1);
    let end = correct.replace("/correct", "/end");
    let told = counsellor.submit(&end, &[("ended_on", "2022-03-09")]).await;
    assert!(told.status == 409 && told.body.contains("It cannot end before"), "{}", told.body);
    assert_eq!(counsellor.submit(&end, &[("ended_on", "2023-01-31")]).await.status, 303);
    let shown = counsellor.get(&page).await.body;
    assert!(shown.contains("Not in use today") && shown.contains("No address yet"), "{shown}");
    assert_eq!(counsellor.submit(&end, &[("ended_on", "2023-02-28")]).await.status, 409, "no end lengthens");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_corrected_by_an_administrator_and_never_given_the_address_of_another() {
    let house = House::open().await;
    let handle = house.handle_of("person", &format!("email = '{COUNSELLOR}'")).await;
    let path = format!("/records/{handle}/correct");
    assert_eq!(house.signed_in(COUNSELLOR).await.get(&path).await.status, 404);
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let shown = admin.get(&format!("/people/{handle}")).await.body;
    assert!(shown.contains(&path), "{shown}");
    let to = |email: &'static str| [("person_name", "Counsellor of SG17"), ("email", email), REASON];
    let taken = admin.submit(&path, &to("ADMINISTRATOR@example.org")).await;
    assert!(taken.status == 422 && taken.body.contains("already"), "{}: {}", taken.status, taken.body);
    assert_eq!(admin.submit(&path, &to("somebody@example.org")).await.status, 303);
    assert_eq!(house.browser().sign_in(COUNSELLOR, super::PASSWORD).await.status, 422);
    house.signed_in("somebody@example.org").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provisional_sender_is_listed_completed_or_merged() {
    let house = House::open().await;
    let named = |name: &str| BodyRecord {
        kind: BodyKind::Provisional,
        short_name: name.into(),
        title: name.into(),
        kept_here: false,
        study_period: None,
        ..sg17()
    };
    for name in ["Trusted Ledgers", "W3 C"] {
        record(&house.app, Recorded::Body(named(name))).await;
    }
    let w3c = BodyRecord { kind: BodyKind::Organisation, ..named("W3C") };
    let meant = record(&house.app, Recorded::Body(BodyRecord { short_name: "World Wide Web".into(), ..w3c })).await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let list = counsellor.get("/bodies").await.body;
    assert!(list.contains("To be completed") && list.contains("Merge into…"), "{list}");

    let one = house.handle_of("body", "short_name = 'Trusted Ledgers'").await;
    let path = format!("/records/{one}/correct");
    assert!(counsellor.get(&path).await.body.contains("name=\"body_kind\""));
    let wanted = body(&[("short_name", "TL"), ("body_kind", "organisation"), REASON]);
    assert_eq!(counsellor.submit(&path, &wanted).await.status, 303);
    let two = house.handle_of("body", "short_name = 'W3 C'").await;
    let merge = format!("/records/{two}/merge-into");
    assert_eq!(counsellor.get(&format!("/records/{one}/merge-into")).await.status, 200, "and says that it is none");
    let id = meant.to_string();
    assert_eq!(counsellor.submit(&merge, &[("into_body", &id), REASON]).await.status, 303);
    let list = counsellor.get("/bodies").await.body;
    assert!(!list.contains("To be completed") && !list.contains("W3 C"), "{list}");
    let other = house.handle_of("body", "short_name = 'World Wide Web'").await;
    let led = counsellor.get(&format!("/bodies/{two}")).await;
    assert_eq!((led.status, led.header("location")), (303, format!("/bodies/{other}").as_str()));
    let shown = counsellor.get(&format!("/bodies/{other}")).await.body;
    assert!(shown.contains("took over a provisional body") && shown.contains("W3 C"), "{shown}");
}
