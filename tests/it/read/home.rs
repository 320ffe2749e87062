//! Home shows what the register shows, and nobody's crowd hides what waits for another.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::people::Role;
use entente::read::home;
use entente::read::register;
use entente::read::seen::{Filter, From};
use entente::schema::statement;

use super::counting::sight;
use crate::support::people::{World, content, day};

#[tokio::test(flavor = "multi_thread")]
async fn who_serves_above_a_study_group_finds_at_home_what_their_register_has() {
    let mut world = World::new().await;
    world.add_person("director", "Director").await;
    world.appoint("director", Role::Director, "ITU-T").await;
    world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    world.allocated().await;
    let sight = sight(&world, "director").await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let seen = register::page(&mut conn, &sight, &Filter::default(), From::Newest).await.unwrap();
    let at_home = home::load(&mut conn, &world.actor("director").await, day("2023-03-06")).await.unwrap();
    assert!(seen.rows.is_empty());
    let lists = [&at_home.mine, &at_home.others, &at_home.due, &at_home.late];
    assert!(lists.iter().all(|list| list.is_empty()), "{at_home:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_is_found_behind_a_crowd_that_waits_longer() {
    let world = World::new().await;
    for _ in 0..60 {
        world.registered().await;
    }
    let (received, last) = world.registered().await;
    let mut writer = world.database.pools.writer.connection().await.unwrap();
    let soon = diesel::update(statement::table.find(received)).set(statement::deadline.eq(day("2023-03-08")));
    soon.execute(&mut writer).await.unwrap();
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let actors = [world.actor("counsellor").await];
    let trees = home::mine::trees(&mut conn, &actors, day("2023-03-06")).await.unwrap();
    let turns = home::mine::of(&mut conn, &trees).await.unwrap().remove(&world.person("counsellor")).unwrap();
    assert!(turns.iter().any(|turn| turn.due == Some(day("2023-03-08"))), "{last} waits behind the others");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowded_desk_leaves_the_others_their_room() {
    let world = World::new().await;
    let mut newest = None;
    for _ in 0..120 {
        newest = Some(world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject);
    }
    let other = world.person("rapporteur.q10");
    let mut writer = world.database.pools.writer.connection().await.unwrap();
    let theirs = diesel::update(statement::table.find(newest.unwrap())).set(statement::author_id.eq(other));
    theirs.execute(&mut writer).await.unwrap();
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let actors = [world.actor("rapporteur").await, world.actor("rapporteur.q10").await];
    let trees = home::mine::trees(&mut conn, &actors, day("2023-03-06")).await.unwrap();
    let turns = home::mine::of(&mut conn, &trees).await.unwrap();
    assert_eq!(turns.get(&other).map(Vec::len), Some(1), "their one draft is behind 119 of somebody else");
    assert_eq!(turns[&world.person("rapporteur")].len(), 51, "and nobody reads more than a page of one desk");
}
