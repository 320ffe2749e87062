//! Walls against what only somebody at the database could try: a forged transaction, a rewritten payload, a row of any
//! kind without an event.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::db::pools;
use entente::domain::command::{Command, NoteCommand};
use entente::facts::payload;
use entente::write::Order;
use uuid::Uuid;

use crate::support::people::{World, content};

async fn refused(url: &str, sql: &str) -> Option<String> {
    let mut conn = pools::connect(url.to_owned(), "test", None).await.unwrap();
    conn.batch_execute(sql).await.err().map(|error| error.to_string())
}

async fn is_refused(url: &str, sql: &str, why: &str) {
    let said = refused(url, sql).await;
    assert!(said.as_ref().is_some_and(|said| said.contains(why)), "{sql}: {said:?}");
}

async fn names(world: &World, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let rows: Vec<Named> = diesel::sql_query(sql).load(&mut world.database.owner().await).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn with_a_draft() -> (World, Uuid) {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    (world, draft)
}

/// An event on the draft as the writer could insert it, under this transaction.
fn event(draft: Uuid, seq: i32, txid: &str) -> String {
    format!(
        "INSERT INTO event (id, subject_id, seq, kind, act, to_state, recorded_at, occurred_on, actor_kind, clause,
             schema, payload_digest, txid)
         VALUES (gen_random_uuid(), '{draft}', {seq}, 'statement', 'approve_at_sg', 'approved', now(), '2023-03-06',
             'system', '', 1, '', {txid})"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_names_the_transaction_that_writes_it() {
    let (world, draft) = with_a_draft().await;
    for url in [&world.database.urls.writer, &world.database.urls.owner] {
        for txid in ["'1'::xid8", "(pg_current_xact_id()::text::bigint + 1)::text::xid8", "NULL"] {
            is_refused(url, &event(draft, 90, txid), "names the transaction").await;
        }
        // Written for a later transaction, it would have covered this.
        let ahead = format!("{}; UPDATE statement SET state = 'approved'", event(draft, 90, "'999999999'::xid8"));
        is_refused(url, &ahead, "names the transaction").await;
    }
    assert_eq!(refused(&world.database.urls.writer, &event(draft, 90, "pg_current_xact_id()")).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_is_erased_whole_or_left_alone() {
    let (world, _) = with_a_draft().await;
    for url in [&world.database.urls.writer, &world.database.urls.owner] {
        for set in
            ["data = '{}'", "data = data || '{\"x\": 1}'", "salt = ''", "data = 'null'", "salt = 'x', data = 'null'"]
        {
            is_refused(url, &format!("UPDATE event_payload SET {set}"), "erased whole").await;
        }
    }
    let erase =
        "UPDATE event_payload SET salt = '', data = 'null' WHERE event_id = (SELECT max(id::text)::uuid FROM event)";
    assert_eq!(refused(&world.database.urls.writer, erase).await, None);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let looked = payload::look_over(&mut conn).await.unwrap();
    assert_eq!((looked.erased, looked.untrue), (1, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_that_was_changed_or_removed_behind_the_walls_is_found() {
    let (world, draft) = with_a_draft().await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let events = payload::look_over(&mut conn).await.unwrap();
    assert!(events.events > 30 && events.untrue.is_empty(), "{events:?}");
    let behind = |change: String| {
        format!(
            "ALTER TABLE event_payload DISABLE TRIGGER USER; {change}; ALTER TABLE event_payload ENABLE TRIGGER USER"
        )
    };
    let of = format!("event_id IN (SELECT id FROM event WHERE subject_id = '{draft}')");
    let owner = &world.database.urls.owner;
    for (change, back) in [
        ("data = data || '{\"x\": 1}'", "data = data - 'x'"),
        ("data = jsonb_set(data, '{brought}', '\"other\"')", "data = jsonb_set(data, '{brought}', '{}')"),
        ("salt = salt || 'x'", "salt = substring(salt FOR 16)"),
    ] {
        assert_eq!(refused(owner, &behind(format!("UPDATE event_payload SET {change} WHERE {of}"))).await, None);
        assert_eq!(payload::look_over(&mut conn).await.unwrap().untrue, ["LS-1001"], "{change}");
        assert_eq!(refused(owner, &behind(format!("UPDATE event_payload SET {back} WHERE {of}"))).await, None);
    }
    assert_eq!(refused(owner, &behind(format!("DELETE FROM event_payload WHERE {of}"))).await, None);
    assert_eq!(payload::look_over(&mut conn).await.unwrap().untrue, ["LS-1001"]);
}

/// Tables whose rows are subjects in a state.
const OF_SUBJECTS: &str = "
    SELECT DISTINCT t.relname::text AS name FROM pg_constraint f
    JOIN pg_class t ON t.oid = f.conrelid
    JOIN pg_attribute id ON id.attrelid = t.oid AND id.attnum = ANY (f.conkey) AND id.attname = 'id'
    JOIN pg_attribute state ON state.attrelid = t.oid AND state.attname = 'state' AND NOT state.attisdropped
    WHERE f.contype = 'f' AND f.confrelid = 'subject'::regclass ORDER BY 1";

/// Those that a deferred trigger watches, at birth and at each change of the state.
const WATCHED: &str = "
    SELECT t.relname::text AS name FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    JOIN pg_attribute state ON state.attrelid = t.oid AND state.attname = 'state'
    WHERE g.tgfoid = 'state_has_event'::regproc AND g.tgdeferrable AND g.tginitdeferred AND g.tgenabled = 'O'
        AND (g.tgtype & 4) > 0 AND (g.tgtype & 16) > 0 AND state.attnum = ANY (g.tgattr) ORDER BY 1";

#[tokio::test(flavor = "multi_thread")]
async fn every_table_of_subjects_is_watched() {
    let world = World::new().await;
    let all = names(&world, OF_SUBJECTS).await;
    assert!(all.len() >= 9 && all.contains(&"allocation".to_owned()), "{all:?}");
    assert_eq!(names(&world, WATCHED).await, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_of_any_kind_reaches_a_state_without_an_event() {
    let world = World::new().await;
    world.allocated().await;
    let ours = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let note = NoteCommand::Write { statement: ours, body: world.body("SG17"), text: "Wait for May.".into() };
    world.did("rapporteur", Order::new(Command::Note(note))).await;
    let subject = "WITH s AS (INSERT INTO subject VALUES (gen_random_uuid(), 'work_item', 'X-1', now()) RETURNING id)";
    let item =
        format!("{subject} INSERT INTO work_item SELECT id, 1, 'recorded', '{}', 'X', '' FROM s", world.body("SG17"));
    let writer = &world.database.urls.writer;
    is_refused(writer, &item, "without an event").await;
    for table in names(&world, OF_SUBJECTS).await.iter().filter(|table| *table != "work_item") {
        let touched = format!("UPDATE {table} SET state = 'other'");
        is_refused(writer, &touched, "without an event").await;
        let count = names(&world, &format!("SELECT count(*)::text AS name FROM {table}")).await;
        assert_ne!(count, ["0"], "{table} has a row to try with");
    }
}
