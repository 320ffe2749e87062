//! The runner of migrations. What the migrations themselves must be able to do is tested in `migrations.rs` beside it.

use entente::db::migrate;

use super::Server;

#[tokio::test(flavor = "multi_thread")]
async fn migrations_run_once_come_down_and_run_again() {
    let server = Server::running().await;
    let url = server.database().await;
    let all = migrate::pending(&url).await.unwrap();
    let mut told = Vec::new();
    let ran = migrate::run(&url, |name| told.push(name.to_owned())).await.unwrap();
    assert_eq!((ran, &told), (all.len(), &all));
    assert_eq!(migrate::run(&url, |_| {}).await.unwrap(), 0);
    assert!(migrate::pending(&url).await.unwrap().is_empty());
    assert_eq!(migrate::down_all(&url).await.unwrap(), all.len());
    assert_eq!(migrate::run(&url, |_| {}).await.unwrap(), all.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_migrate_at_once_run_each_migration_once() {
    let server = Server::running().await;
    let url = server.database().await;
    let all = migrate::pending(&url).await.unwrap().len();
    let one = tokio::spawn({
        let url = url.clone();
        async move { migrate::run(&url, |_| {}).await.unwrap() }
    });
    let other = tokio::spawn({
        let url = url.clone();
        async move { migrate::run(&url, |_| {}).await.unwrap() }
    });
    assert_eq!(one.await.unwrap() + other.await.unwrap(), all);
}

#[test]
fn the_digest_names_a_database() {
    let digest = migrate::digest();
    assert!(digest.len() == 16 && digest.chars().all(|c| c.is_ascii_hexdigit()), "{digest}");
}
