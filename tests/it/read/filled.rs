//! The measurement's hundred thousand statements are copies by SQL: a migration that they do not fit is found here, not at
//! the next measurement.

#[path = "../../../benches/pages/fill.rs"]
mod fill;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::{event, number, statement};

use crate::support::people::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_copies_that_are_measured_fit_the_tables() {
    let world = World::new().await;
    let (original, _) = world.registered().await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let events: i64 = event::table.count().get_result(&mut conn).await.unwrap();
    let superuser = world.database.urls.owner.replace("user=entente_owner", "user=entente_cluster");
    let (client, connection) = tokio_postgres::connect(&superuser, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    fill::copies(&client, original, 20).await;
    let statements: i64 = statement::table.count().get_result(&mut conn).await.unwrap();
    let numbers: i64 =
        number::table.filter(number::value.like("%N 15001%")).count().get_result(&mut conn).await.unwrap();
    let more: i64 = event::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!((statements, numbers), (21, 21));
    assert!(more >= events + 20, "{events} and then {more}");
}
