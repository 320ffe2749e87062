//! The page of a body's numbers, its forms, and who may read them.

use diesel_async::SimpleAsyncConnection;
use entente::domain::people::Role;

use super::browser::Browser;
use crate::api::House;
use crate::support::people::content;

async fn signed_in(house: &House, key: &str) -> Browser {
    house.browser(key).await.0
}

async fn path_of(house: &House, name: &str) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let handle = entente::facts::find::handle_of(&mut conn, house.world.body(name)).await.unwrap().unwrap();
    format!("/bodies/{handle}/numbers")
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_reserved_released_and_made_void_on_a_page() {
    let house = House::open().await;
    let path = path_of(&house, "SG17").await;
    let mut counsellor = signed_in(&house, "counsellor").await;
    let about = counsellor.get(path.trim_end_matches("/numbers")).await.body;
    assert!(about.contains(&format!("{path}\"")), "the body page leads there: {about}");
    let shown = counsellor.get(&path).await;
    assert!(shown.status == 200 && shown.body.contains("SG17-LS{n}") && shown.body.contains("SG17-LS400"));
    assert!(shown.body.contains("series=td") && !shown.body.contains("series=n"), "{}", shown.body);

    let form = counsellor.get(&format!("{path}/reserve?series=ls")).await.body;
    assert!(form.contains("name=\"reserved_for\"") && !form.contains("value=\"n\""), "{form}");
    let of = ("number_series", "ls");
    let unsaid = counsellor.submit(&format!("{path}/reserve"), &[of]).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.body);
    let whom = ("reserved_for", "the reply to SC 27");
    assert_eq!(counsellor.submit(&format!("{path}/reserve"), &[of, whom]).await.status, 303);
    let typed = ("series_number", "SG17-LS404");
    assert_eq!(counsellor.submit(&format!("{path}/reserve"), &[of, typed, whom]).await.status, 303);
    let again = counsellor.submit(&format!("{path}/reserve"), &[of, typed, whom]).await;
    assert!(again.status == 409 && again.body.contains("reserved since"), "{}", again.body);

    let shown = counsellor.get(&path).await.body;
    for text in ["SG17-LS400", "SG17-LS404", "the reply to SC 27", "SG17-LS401 to SG17-LS403", "still to come"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let reason = ("reason", "Printed on a paper that was never sent.");
    assert_eq!(counsellor.submit(&format!("{path}/release"), &[of, typed]).await.status, 303);
    assert_eq!(counsellor.submit(&format!("{path}/void"), &[of, typed]).await.status, 409);
    assert_eq!(counsellor.submit(&format!("{path}/void"), &[of, typed, reason]).await.status, 303);
    let shown = counsellor.get(&path).await.body;
    assert!(shown.contains(reason.1) && shown.contains("released a number") && shown.contains("made a number void"));
    let found = counsellor.get("/n/sg17-ls%20404").await;
    assert!(found.status == 303 && found.header("location").starts_with(&path), "{}", found.header("location"));
    let about = counsellor.get(path.trim_end_matches("/numbers")).await.body;
    assert!(!about.contains("the reply to SC 27") && !about.contains(reason.1), "the body's page is everybody's");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_sending_offers_what_is_reserved_to_those_of_the_body() {
    let house = House::open().await;
    let path = path_of(&house, "SG17").await;
    let mut counsellor = signed_in(&house, "counsellor").await;
    let fields = [("number_series", "ls"), ("reserved_for", "the reply to SC 27")];
    assert_eq!(counsellor.submit(&format!("{path}/reserve"), &fields).await.status, 303);
    let world = &house.world;
    let one = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.handle;
    let form = counsellor.get(&format!("/acts/{one}/send")).await.body;
    assert!(form.contains("<option value=\"SG17-LS400\">") && form.contains("(for: the reply to SC 27)"), "{form}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intake_and_the_allocation_table_offer_what_is_reserved() {
    let house = House::open().await;
    let path = path_of(&house, "SG17").await;
    let mut counsellor = signed_in(&house, "counsellor").await;
    let fields = [("number_series", "td"), ("series_number", "SG17-TD1250"), ("reserved_for", "the cover of TC 307")];
    assert_eq!(counsellor.submit(&format!("{path}/reserve"), &fields).await.status, 303);
    house.world.unregistered().await;
    for path in ["/liaisons/intake/by-hand", "/liaisons/allocating"] {
        let page = counsellor.get(path).await.body;
        let offered = page.contains("<option value=\"SG17-TD1250\">") && page.contains("(for: the cover of TC 307)");
        assert!(offered, "{path}: {page}");
        let theirs = signed_in(&house, "manager").await.get(path).await.body;
        assert!(!theirs.contains("SG17-TD1250"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_read_in_the_tree_of_the_body_and_nobody_is_named_who_is_not_seen() {
    let mut house = House::open().await;
    let path = path_of(&house, "SG17").await;
    house.world.add_person("board", "Board").await;
    house.world.appoint("board", Role::CommitteeManager, "Ledger Forum").await;
    for who in ["manager", "board"] {
        for path in [path.clone(), format!("{path}/reserve"), format!("{path}/void")] {
            assert_eq!(signed_in(&house, who).await.get(&path).await.status, 404, "{who} {path}");
        }
    }
    let mut rapporteur = signed_in(&house, "rapporteur").await;
    let shown = rapporteur.get(&path).await;
    assert!(shown.status == 200 && !shown.body.contains("/numbers/reserve"), "{}", shown.body);
    assert_eq!(rapporteur.get(&format!("{path}/reserve")).await.status, 404, "reads, and reserves nothing");
    let question = path_of(&house, "Q14/17").await;
    assert_eq!(rapporteur.get(&question).await.status, 404, "a Question has no numbers of its own");

    // What only the other side sees any more is taken, and no more is said of it.
    let world = &house.world;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let mut counsellor = signed_in(&house, "counsellor").await;
    assert!(counsellor.get(&path).await.body.contains(&sent.handle));
    let gone = format!(
        "DELETE FROM statement_sight WHERE statement_id = '{0}'; DELETE FROM statement_named WHERE statement_id = '{0}'",
        sent.subject
    );
    world.database.owner().await.batch_execute(&gone).await.unwrap();
    let shown = counsellor.get(&path).await.body;
    assert!(shown.contains("SG17-LS400") && shown.contains("taken") && !shown.contains(&sent.handle), "{shown}");
}
