//! What was passed on as each side sees it: the body that had it, the one that has it, and the sender (PR-13).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Approval, Command, Extent, Forwarding, RegistrationCommand, Sending, StatementCommand};
use entente::domain::people::Role;
use entente::schema::{meeting, registration, subject};
use entente::write::Order;
use uuid::Uuid;

use crate::api::House;
use crate::support::people::content;

async fn handle(house: &House, of: Uuid) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    subject::table.find(of).select(subject::handle).first(&mut conn).await.unwrap()
}

async fn page(house: &House, key: &str, path: &str) -> String {
    let (mut browser, _) = house.browser(key).await;
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// A statement of TC 307 to SG17, in SG17's register and allocated.
async fn sent_by_the_committee(house: &House) -> (Uuid, Uuid) {
    let world = &house.world;
    let content = content("ledger terms", vec![world.for_action("SG17"), world.for_information("Ledger Forum")]);
    let (owner, questions, answers, extent) = (world.body("ISO/TC 307"), vec![], vec![], Extent::Full);
    let draft = StatementCommand::Draft { owner, questions, content, answers, extent, corrects: None };
    let draft = world.did("manager", Order::new(Command::Statement(draft))).await.subject;
    let plenary = Approval { meeting: "Plenary".into(), decision: "Resolution 12".into(), ..Approval::default() };
    for command in [
        StatementCommand::Submit,
        StatementCommand::ApproveByResolution(plenary),
        StatementCommand::Send(Sending { how_sent: "By mail.".into(), ..Sending::default() }),
    ] {
        world.on_statement("manager", draft, command).await;
    }
    let there: Uuid = {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let of = registration::table.filter(registration::statement_id.eq(draft));
        let ours = of.filter(registration::body_id.eq(world.body("SG17"))).select(registration::id);
        ours.first(&mut conn).await.unwrap()
    };
    let register = RegistrationCommand::Register { as_contribution: false, number: None };
    world.did("counsellor", Order::on(there, Command::Registration(register))).await;
    let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
    world.did("counsellor", Order::on(there, Command::Registration(available))).await;
    (draft, there)
}

async fn forwarded(house: &House, of: Uuid, to: &str) {
    let (to, told_sender) = (house.world.body(to), "It is theirs.".into());
    let forward = RegistrationCommand::Forward(Forwarding { to, told_sender, how_sent: String::new() });
    let order = Order::on(of, Command::Registration(forward)).because("Not ours at all.");
    house.world.did("counsellor", order).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_sender_reads_where_it_went_and_not_why() {
    let mut house = House::open().await;
    house.world.add_person("forum", "Manager of the forum").await;
    house.world.appoint("forum", Role::CommitteeManager, "Ledger Forum").await;
    let (statement, there) = sent_by_the_committee(&house).await;
    let path = format!("/liaisons/{}", handle(&house, statement).await);
    assert!(!page(&house, "manager", &path).await.contains("by SG17"));
    forwarded(&house, there, "ISO/IEC JTC 1").await;
    let theirs = page(&house, "manager", &path).await;
    assert!(theirs.contains("to ISO/IEC JTC 1 by SG17 on 6 Mar 2023"), "{theirs}");
    assert!(!theirs.contains("Not ours at all."));
    let ours = page(&house, "counsellor", &path).await;
    assert!(ours.contains("Forwarded to") && ours.contains("ISO/IEC JTC 1, 6 Mar 2023"), "{ours}");
    assert!(!ours.contains("to ISO/IEC JTC 1 by SG17"), "said once");
    let beside = page(&house, "forum", &path).await;
    assert!(beside.contains("ledger terms") && !beside.contains("by SG17"), "another addressee has no part in it");
    let answer = house.client("manager").await.get(&format!("/api/v1{path}")).await.good();
    assert_eq!(answer["forwarded"][0]["to"]["name"], "ISO/IEC JTC 1", "{}", answer["forwarded"]);
    assert_eq!(answer["destinations"][0]["state"], "awaited", "SG17 has answered nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_body_that_has_it_reads_who_forwarded_it_and_the_meeting_list_says_so() {
    let house = House::open().await;
    let world = &house.world;
    world.meet("SG17", "SG17, August 2023", "2023-08-29", "2023-09-08").await;
    let (statement, ours) = world.allocated().await;
    forwarded(&house, ours, "ISO/TC 307").await;
    let path = format!("/liaisons/{}", handle(&house, statement).await);
    let there = page(&house, "manager", &path).await;
    assert!(there.contains("Forwarded by") && there.contains("SG17, 6 Mar 2023"), "{there}");
    assert!(!there.contains("Not ours at all.") && !there.contains("Redirected"), "what SG17 did with it stays there");
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let august: String = meeting::table
        .inner_join(subject::table.on(subject::id.eq(meeting::id)))
        .filter(meeting::title.eq("SG17, August 2023"))
        .select(subject::handle)
        .first(&mut conn)
        .await
        .unwrap();
    let list = page(&house, "counsellor", &format!("/meetings/{august}/incoming.csv")).await;
    assert!(list.contains("Forwarded to ISO/TC 307"), "{list}");
    let body: Uuid = registration::table.find(ours).select(registration::body_id).first(&mut conn).await.unwrap();
    assert_eq!(body, world.body("SG17"));
    let own = page(&house, "counsellor", &path).await;
    assert!(
        own.contains("What the sender is told") && own.contains("It is theirs."),
        "its history keeps the words: {own}"
    );
    assert!(own.contains("Stop") && own.contains("Take back"), "the letters wait, and can be stopped: {own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_proposes_what_the_sender_is_told_and_keeps_what_was_typed() {
    let house = House::open().await;
    let (_, ours) = house.world.allocated().await;
    let form = format!("/acts/{}/forward", handle(&house, ours).await);
    let there = page(&house, "counsellor", &form).await;
    assert!(there.contains("Thank you for your liaison statement ISO/IEC JTC 1/SC 27 N 15001"), "{there}");
    assert!(!there.contains(">Q14/17<"), "its own parts are no choice");
    let (mut browser, csrf) = house.browser("counsellor").await;
    let typed = [("csrf", csrf.as_str()), ("key", "k"), ("told_sender", "Our own words."), ("reason", "Theirs.")];
    let answer = browser.post(&form, &typed).await;
    assert!(answer.status == 422 && answer.body.contains("Our own words."), "{} {}", answer.status, answer.body);
    let to = house.world.body("ISO/IEC JTC 1/SC 27").to_string();
    let typed = [&typed[..], &[("forward_to", to.as_str())]].concat();
    let answer = browser.post(&form, &typed).await;
    assert!(answer.status == 409 && answer.body.contains("Our own words."), "{} {}", answer.status, answer.body);
    assert!(answer.body.contains("ISO/IEC JTC 1/SC 27 sent this statement"), "{}", answer.body);
    let typed = [&typed[..4], &[("forward_to", "nonsense")]].concat();
    assert_eq!(browser.post(&form, &typed).await.status, 422);
}
