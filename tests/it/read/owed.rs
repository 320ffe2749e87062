//! What a body's page says of open replies: each side's own, in sight only.

use entente::read::body::owed::{Both, Owed};
use entente::read::body::{self, work};
use entente::read::register;
use entente::read::seen::reply::Reply;
use entente::read::seen::{Filter, From};

use super::counting::{Counting, sight};
use crate::support::people::{World, content, day};

async fn seen(world: &World, key: &str, body: &str) -> work::Work {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    work::of(&mut conn, &sight(world, key).await, world.body(body)).await.unwrap()
}

async fn owed(world: &World, key: &str, body: &str) -> Both {
    seen(world, key, body).await.owed.unwrap_or_else(|| panic!("{body} is {key}'s own"))
}

fn brief(list: &[Owed]) -> Vec<(String, Vec<&str>)> {
    let due = |one: &Owed| one.due.map(|due| due.to_string()).unwrap_or_default();
    list.iter().map(|one| (due(one), one.whom.iter().map(String::as_str).collect())).collect()
}

/// How many the register shows of an open reply of a body.
async fn listed(world: &World, key: &str, body: &str, reply: Reply) -> usize {
    let filter = Filter { body: Some(world.body(body)), reply: Some(reply), ..Filter::default() };
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let page = register::page(&mut conn, &sight(world, key).await, &filter, From::Newest).await.unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    page.rows.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_sees_what_the_other_owes_it_and_what_it_owes() {
    let world = World::new().await;
    world.sent(content("terms", vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")])).await;
    world.sent(content("news", vec![world.for_information("ISO/TC 307")])).await;
    world.drafted(content("draft", vec![world.for_action("ISO/TC 307")])).await;
    world.allocated().await;
    let nothing: Vec<(String, Vec<&str>)> = Vec::new();

    let of_tc307 = owed(&world, "counsellor", "ISO/TC 307").await;
    assert_eq!(brief(&of_tc307.theirs.0), [("2023-08-22".to_owned(), vec![])]);
    assert_eq!(of_tc307.theirs.0[0].addressee.as_deref(), Some("ISO/TC 307"));
    assert_eq!(brief(&of_tc307.ours.0), nothing);

    let of_sc27 = owed(&world, "counsellor", "ISO/IEC JTC 1/SC 27").await;
    assert_eq!(brief(&of_sc27.theirs.0).len(), 1);
    assert_eq!(brief(&of_sc27.ours.0), [("2023-08-22".to_owned(), vec!["Rapporteur Q14/17"])]);
    assert_eq!(of_sc27.ours.0[0].numbers, ["ISO/IEC JTC 1/SC 27 N 15001", "SG17-TD1000"]);
    let above = owed(&world, "counsellor", "ISO/IEC JTC 1").await;
    assert_eq!((above.theirs.0.len(), above.ours.0.len()), (1, 1), "what is under it counts");

    let of_sg17 = owed(&world, "manager", "SG17").await;
    assert_eq!(brief(&of_sg17.theirs.0), nothing);
    assert_eq!(brief(&of_sg17.ours.0), [("2023-08-22".to_owned(), vec![])], "what is for information is not owed");
    assert_eq!(of_sg17.ours.0[0].state.as_deref(), Some("received"));
    let between_others = owed(&world, "manager", "ISO/IEC JTC 1/SC 27").await;
    assert_eq!((brief(&between_others.theirs.0), brief(&between_others.ours.0)), (nothing.clone(), nothing));
    assert!(seen(&world, "counsellor", "SG17").await.owed.is_none(), "home shows what is owed there");

    for (key, body, awaited, waiting) in [
        ("counsellor", "ISO/TC 307", 1, 0),
        ("counsellor", "ISO/IEC JTC 1/SC 27", 1, 1),
        ("manager", "SG17", 0, 1),
        ("manager", "ISO/IEC JTC 1/SC 27", 0, 0),
    ] {
        assert_eq!(listed(&world, key, body, Reply::Awaited).await, awaited, "{key} {body}");
        assert_eq!(listed(&world, key, body, Reply::Owed).await, waiting, "{key} {body}");
    }
    let titles = |work: work::Work| work.newest.0.into_iter().map(|row| row.title).collect::<Vec<_>>();
    assert_eq!(titles(seen(&world, "counsellor", "ISO/TC 307").await).len(), 3, "the draft too");
    assert_eq!(titles(seen(&world, "manager", "SG17").await).len(), 2, "and not on the other side");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_page_asks_as_often_for_much_as_for_little() {
    let world = World::new().await;
    let (sight, on) = (sight(&world, "counsellor").await, day("2023-03-06"));
    let mut counting = Counting::on(&world).await;
    let mut taken = Vec::new();
    for many in [1, 12] {
        for _ in 0..many {
            world.allocated().await;
            world.sent(content("terms", vec![world.for_action("ISO/IEC JTC 1/SC 27")])).await;
        }
        let page = body::page(&mut counting.conn, None, on).await.unwrap();
        let handle = page.lines.iter().find(|line| line.short_name == "ISO/IEC JTC 1/SC 27").unwrap().handle.clone();
        counting.taken();
        let found = body::by_handle(&mut counting.conn, &handle, on).await.unwrap().unwrap();
        let of_body = counting.taken();
        let work = work::of(&mut counting.conn, &sight, found.line.id).await.unwrap();
        taken.push((of_body, counting.taken()));
        let owed = work.owed.unwrap();
        assert_eq!((owed.theirs.0.len(), owed.theirs.1), if many == 1 { (1, false) } else { (10, true) });
        assert_eq!((owed.ours.0.len(), owed.ours.1), if many == 1 { (1, false) } else { (10, true) });
        assert_eq!((work.newest.0.len(), work.newest.1), if many == 1 { (2, false) } else { (10, true) });
        assert_eq!(found.children.len(), 1);
    }
    println!("queries: body {} and {}", taken[0].0, taken[0].1);
    assert_eq!(taken[0], taken[1]);
    assert!(taken[0].0 <= 14 && taken[0].1 <= 11, "{taken:?}");
}
