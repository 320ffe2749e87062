//! The two pools: what each may do, what a broken database looks like, and that they recover.

use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use entente::config::DatabaseSettings;
use entente::db::{Cluster, DbError, Pool, Pools, Role, Setup, Urls};

use super::{Folder, Server};

async fn execute(pool: &Pool, sql: &str) -> Result<(), DbError> {
    Ok(pool.connection().await?.batch_execute(sql).await?)
}

#[tokio::test]
async fn the_pools_recover_by_themselves_after_the_database_was_restarted() {
    let folder = Folder::new();
    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    let pools = Pools::new(&cluster.urls("postgres")).unwrap();
    execute(&pools.reader, "SELECT 1").await.unwrap();
    execute(&pools.writer, "SELECT 1").await.unwrap();
    cluster.stop().unwrap();
    let down = execute(&pools.reader, "SELECT 1").await.unwrap_err();
    assert!(matches!(down, DbError::NotReachable(_)) && down.is_connection_loss(), "{down:?}");

    let _cluster = Cluster::start(folder.setup()).await.unwrap();
    execute(&pools.reader, "SELECT 1").await.unwrap();
    execute(&pools.writer, "SELECT 1").await.unwrap();
}

#[tokio::test]
async fn the_connection_lost_in_the_middle_of_a_statement_is_a_connection_loss() {
    let mut cluster = Cluster::start(Setup::throw_away(None)).await.unwrap();
    let pools = Pools::new(&cluster.urls("postgres")).unwrap();
    let mut connection = pools.writer.connection().await.unwrap();
    let sleeping = tokio::spawn(async move { connection.batch_execute("SELECT pg_sleep(5)").await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    cluster.stop().unwrap();
    let lost: DbError = sleeping.await.unwrap().unwrap_err().into();
    assert!(lost.is_connection_loss(), "{lost:?}");
}

#[tokio::test]
async fn a_pool_with_all_connections_in_use_says_busy_within_two_seconds() {
    let server = Server::running().await;
    let pools = Pools::new(&server.urls()).unwrap();
    let mut held = Vec::new();
    for _ in 0..entente::db::pools::SIZE {
        held.push(pools.reader.connection().await.unwrap());
    }
    let since = Instant::now();
    let Err(busy) = pools.reader.connection().await else { panic!("a ninth connection") };
    assert!(matches!(busy, DbError::Busy) && busy.is_connection_loss(), "{busy:?}");
    assert!(since.elapsed() < Duration::from_secs(3));
    drop(held);
    drop(pools.reader.connection().await.unwrap());
}

#[tokio::test]
async fn a_question_that_takes_longer_than_two_seconds_is_given_up_and_the_writer_has_ten() {
    let server = Server::running().await;
    let pools = Pools::new(&server.urls()).unwrap();
    let (slow, patient) =
        tokio::join!(execute(&pools.reader, "SELECT pg_sleep(2.5)"), execute(&pools.writer, "SELECT pg_sleep(2.5)"));
    assert!(matches!(slow, Err(DbError::TooSlow)), "{slow:?}");
    patient.unwrap();
    execute(&pools.writer, "DO $$ BEGIN ASSERT current_setting('statement_timeout') = '10s'; END $$").await.unwrap();
}

#[tokio::test]
async fn without_addresses_of_their_own_reader_and_writer_put_their_role_on() {
    let server = Server::running().await;
    let owner = server.url(Role::Owner, "postgres");
    let pools = Pools::new(&Urls::of_settings(&DatabaseSettings { owner, writer: None, reader: None })).unwrap();
    execute(&pools.reader, "DO $$ BEGIN ASSERT current_user = 'entente_reader'; END $$").await.unwrap();
    execute(&pools.writer, "DO $$ BEGIN ASSERT current_user = 'entente_writer'; END $$").await.unwrap();
    execute(&pools.writer, "DO $$ BEGIN ASSERT current_setting('statement_timeout') = '10s'; END $$").await.unwrap();
}

#[tokio::test]
async fn a_refused_statement_is_no_connection_loss() {
    let server = Server::running().await;
    let pools = Pools::new(&server.urls()).unwrap();
    let refused = execute(&pools.reader, "CREATE TABLE not_allowed (n int)").await.unwrap_err();
    assert!(matches!(refused, DbError::Query(_)) && !refused.is_connection_loss(), "{refused:?}");
}
