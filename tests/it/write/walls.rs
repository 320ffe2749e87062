//! The walls: what PostgreSQL itself refuses, whoever asks. Each test tries to walk through one.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::db::pools;
use entente::domain::command::StatementCommand;
use entente::schema::{event, event_payload};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::people::{World, content};

/// Runs this on a connection of its own; answers what PostgreSQL said against it.
async fn refused(url: &str, sql: &str) -> Option<String> {
    let mut conn = pools::connect(url.to_owned(), "test", None).await.unwrap();
    conn.batch_execute(sql).await.err().map(|error| error.to_string())
}

async fn is_refused(url: &str, sql: &str, why: &str) {
    let said = refused(url, sql).await;
    assert!(said.as_ref().is_some_and(|said| said.contains(why)), "{sql}: {said:?}");
}

async fn count(world: &World, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let mut owner = world.database.owner().await;
    diesel::sql_query(sql).get_result::<Counted>(&mut owner).await.unwrap().n
}

/// A world with one draft.
async fn with_a_draft() -> (World, Uuid) {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    (world, draft)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_writer_appends_events_and_can_never_change_one() {
    let (world, _) = with_a_draft().await;
    let writer = &world.database.urls.writer;
    is_refused(writer, "UPDATE event SET act = 'other'", "permission denied").await;
    is_refused(writer, "DELETE FROM event", "permission denied").await;
    is_refused(writer, "TRUNCATE event CASCADE", "permission denied").await;
    is_refused(writer, "DELETE FROM event_payload", "permission denied").await;
    is_refused(writer, "UPDATE event_payload SET event_id = gen_random_uuid()", "permission denied").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_even_the_owner_changes_an_event_by_mistake() {
    let (world, _) = with_a_draft().await;
    let owner = &world.database.urls.owner;
    is_refused(owner, "UPDATE event SET act = 'other'", "append only").await;
    is_refused(owner, "DELETE FROM event", "append only").await;
    is_refused(owner, "TRUNCATE event CASCADE", "append only").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_state_without_an_event_is_refused_at_commit() {
    let (world, draft) = with_a_draft().await;
    let writer = &world.database.urls.writer;
    let update = format!("UPDATE statement SET state = 'agreed' WHERE id = '{draft}'");
    is_refused(writer, &update, "without an event").await;
    let in_one = format!("BEGIN; {update}; COMMIT");
    is_refused(writer, &in_one, "without an event").await;
    let in_savepoint = format!("BEGIN; SAVEPOINT a; {update}; RELEASE a; COMMIT");
    is_refused(writer, &in_savepoint, "without an event").await;
    let twice = format!("BEGIN; SAVEPOINT a; {update}; ROLLBACK TO a; SAVEPOINT b; {update}; RELEASE b; COMMIT");
    is_refused(writer, &twice, "without an event").await;
    assert_eq!(count(&world, "SELECT count(*) AS n FROM statement WHERE state = 'draft'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_an_earlier_transaction_covers_no_later_change() {
    let (world, draft) = with_a_draft().await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let back = format!("UPDATE statement SET state = 'draft' WHERE id = '{draft}'");
    is_refused(&world.database.urls.writer, &back, "reached state draft without an event").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_subject_without_an_event_is_refused_at_commit() {
    let (world, draft) = with_a_draft().await;
    let copied = "seq, version, state, since, owner_id, topic, title, content_hash";
    let copy = format!(
        "BEGIN; SAVEPOINT a;
         INSERT INTO subject (id, kind, handle, created_at) VALUES ('{0}', 'statement', 'LS-9999', now());
         INSERT INTO statement (id, {copied})
         SELECT '{0}', nextval('handle_ls'), version, state, since, owner_id, topic, title, content_hash
         FROM statement WHERE id = '{draft}'; RELEASE a; COMMIT",
        Uuid::new_v4()
    );
    is_refused(&world.database.urls.writer, &copy, "without an event").await;
    for table in ["body", "person", "appointment", "meeting", "destination"] {
        let touched = format!("UPDATE {table} SET state = 'ended'");
        is_refused(&world.database.urls.writer, &touched, "without an event").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_writer_deletes_no_fact_and_is_no_owner() {
    let (world, _) = with_a_draft().await;
    let writer = &world.database.urls.writer;
    for table in
        ["subject", "statement", "destination", "registration", "allocation", "body", "person", "number", "outbox"]
    {
        is_refused(writer, &format!("DELETE FROM {table}"), "permission denied").await;
    }
    is_refused(writer, "ALTER TABLE statement DISABLE TRIGGER ALL", "must be owner").await;
    is_refused(writer, "SET session_replication_role = replica", "permission denied").await;
    is_refused(writer, "DROP TRIGGER statement_event ON statement", "must be owner").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_writes_nowhere() {
    let (world, draft) = with_a_draft().await;
    let reader = &world.database.urls.reader;
    is_refused(reader, &format!("UPDATE statement SET title = '' WHERE id = '{draft}'"), "permission denied").await;
    is_refused(reader, "DELETE FROM outbox", "permission denied").await;
    is_refused(reader, "INSERT INTO deployment (key, value) VALUES ('a', '1')", "permission denied").await;
    is_refused(reader, "SELECT nextval('handle_ls')", "permission denied").await;
    is_refused(reader, "CREATE TABLE mine (n int)", "permission denied").await;
    let may = "SELECT count(*) AS n FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
               AND has_table_privilege('entente_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')";
    assert_eq!(count(&world, may).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_sees_no_secret_and_cannot_put_on_the_writers_role() {
    let world = World::new().await;
    let reader = &world.database.urls.reader;
    for table in ["credential", "session", "secret"] {
        is_refused(reader, &format!("SELECT * FROM {table}"), "permission denied").await;
    }
    is_refused(reader, "SET ROLE entente_writer", "permission denied").await;
    is_refused(reader, "SET ROLE entente_owner", "permission denied").await;
    is_refused(&world.database.urls.writer, "SET ROLE entente_owner", "permission denied").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_digest_of_every_payload_proves_it_and_every_state_has_its_event() {
    let world = World::new().await;
    world
        .sent(content("terms", vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")]))
        .await;
    world.allocated().await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all: Vec<(String, Vec<u8>, Vec<u8>, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .select((event::act, event::payload_digest, event_payload::salt, event_payload::data))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(all.len() as i64, count(&world, "SELECT count(*) AS n FROM event").await);
    assert!(all.len() > 40, "{}", all.len());
    for (act, digest, salt, data) in all {
        let canonical = serde_json_canonicalizer::to_vec(&data).unwrap();
        assert_eq!(digest, Sha256::new().chain_update(salt).chain_update(canonical).finalize().to_vec(), "{act}");
    }
    for table in ["statement", "destination", "registration", "allocation", "body", "person", "appointment", "meeting"]
    {
        let strays = format!(
            "SELECT count(*) AS n FROM {table} s WHERE s.state IS DISTINCT FROM
             (SELECT to_state FROM event e WHERE e.subject_id = s.id ORDER BY seq DESC LIMIT 1)"
        );
        assert_eq!(count(&world, &strays).await, 0, "{table}");
    }
}
