//! The measurement's hundred thousand statements are copies by SQL: a migration that they do not fit is found here, not at
//! the next measurement.

#[path = "../../../benches/pages/fill.rs"]
mod fill;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::read::body::work;
use entente::schema::{event, number, statement};

use super::counting::sight;
use crate::support::people::{World, content};

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

/// The tables that were read from end to end in this transaction. Two questions may first look for up to 2,001 rows
/// wherever they come first, to learn whether there are few.
const SCANNED: &str = "SELECT relname::text AS name, seq_tup_read AS rows FROM pg_stat_xact_user_tables
    WHERE relname IN ('statement', 'destination', 'registration', 'statement_sight') AND seq_tup_read > 4100";

#[derive(diesel::QueryableByName, Debug, PartialEq)]
struct Scanned {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    rows: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_body_owes_is_found_by_an_index_among_thousands() {
    let world = World::new().await;
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let superuser = world.database.urls.owner.replace("user=entente_owner", "user=entente_cluster");
    let (client, connection) = tokio_postgres::connect(&superuser, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    fill::copies(&client, sent.subject, 9_000).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    for (key, body, theirs, ours) in [("counsellor", "ISO/TC 307", 10, 0), ("manager", "SG17", 0, 10)] {
        let sight = sight(&world, key).await;
        diesel::sql_query("BEGIN").execute(&mut conn).await.unwrap();
        let work = work::of(&mut conn, &sight, world.body(body)).await.unwrap();
        let scanned: Vec<Scanned> = diesel::sql_query(SCANNED).load(&mut conn).await.unwrap();
        diesel::sql_query("COMMIT").execute(&mut conn).await.unwrap();
        let owed = work.owed.unwrap();
        assert_eq!((owed.theirs.0.len(), owed.ours.0.len(), work.newest.0.len()), (theirs, ours, 10), "{key}");
        assert_eq!((owed.theirs.1, owed.ours.1), (theirs > 0, ours > 0), "there are more");
        assert_eq!(scanned, [], "{key}");
    }
}
