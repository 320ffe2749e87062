//! Bodies and their address book as a secretary meets them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::{body, subject};

use super::{ADMINISTRATOR, COUNSELLOR, House};

impl House {
    /// The path of the page of the first body with this name.
    async fn page_of(&self, name: &str) -> String {
        let mut conn = self.database.owner().await;
        let handle: String = body::table
            .inner_join(subject::table.on(subject::id.eq(body::id)))
            .filter(body::short_name.eq(name))
            .select(subject::handle)
            .first(&mut conn)
            .await
            .unwrap();
        format!("/bodies/{handle}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secretary_adds_an_address_and_finds_it_in_the_book() {
    let house = House::open().await;
    let path = house.page_of("ITU-T SG17").await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let list = browser.get("/bodies").await;
    assert!(list.body.contains(&path) && list.body.contains("no address"), "{}", list.body);
    let page = browser.get(&path).await;
    assert!(page.body.contains("No address yet") && !page.body.contains('⟦'), "{}", page.body);
    let fields = [
        ("address_kind", "intake"),
        ("address_name", "SG17 liaisons"),
        ("address", "sg17.liaisons@example.org"),
        ("valid_from", "2022-03-10"),
    ];
    let done = browser.submit(&path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = browser.get(&path).await.body;
    assert!(page.contains("sg17.liaisons@example.org") && page.contains("Answers to our letters"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_told_at_its_field_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let path = house.page_of("ITU-T SG17").await;
    let mut browser = house.signed_in(ADMINISTRATOR).await;
    for wrong in ["sg17", "a b@example.org", "a@b@c", "@example.org", "a@example.org, b@example.org"] {
        let fields = [
            ("address_kind", "mailbox"),
            ("address_name", "The mailbox"),
            ("address", wrong),
            ("valid_from", "2022-03-10"),
            ("valid_to", "2022-03-09"),
        ];
        let answer = browser.submit(&path, &fields).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.body.contains("not an e-mail address"), "{wrong}: {}", answer.body);
        assert!(answer.body.contains("cannot end before") && answer.body.contains("The mailbox"), "{}", answer.body);
    }
    assert_eq!(house.count("body_address").await, 0);
}
