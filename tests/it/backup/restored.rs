//! What a restored database is: whole, walled as before, and silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use diesel_async::SimpleAsyncConnection;
use entente::config::{Secured, StatedServer};
use entente::db::backup;
use entente::domain::command::StatementCommand;
use entente::facts;
use entente::write::upkeep::mail_server::{Password, Wanted};
use sha2::{Digest, Sha256};

use super::{Folder, carried, dumped, furnished, refused, restored, restored_into, value};
use crate::support::database::Database;
use crate::support::people::{World, content};

/// Drafts and submits until told to stop, and counts what was done.
async fn writes(world: Arc<World>, stop: Arc<AtomicBool>, done: Arc<AtomicUsize>) {
    while !stop.load(Ordering::Relaxed) {
        let draft = world.drafted(content("load", vec![world.for_action("ISO/TC 307")])).await;
        world.on_statement("rapporteur", draft.subject, StatementCommand::Submit).await;
        done.fetch_add(2, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_people_write_is_one_moment_and_restores_whole() {
    let (world, folder) = (Arc::new(furnished().await), Folder::new());
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writers: Vec<_> =
        (0..3).map(|_| tokio::spawn(writes(Arc::clone(&world), Arc::clone(&stop), Arc::clone(&done)))).collect();
    while done.load(Ordering::Relaxed) < 6 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let before = done.load(Ordering::Relaxed);
    let seal = dumped(&world.database, &folder.file("all")).await;
    let during = done.load(Ordering::Relaxed) - before;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(during > 2, "nobody wrote while the dump ran");

    let copy = restored_into(Database::elsewhere().await, &folder.file("all")).await;
    let began = "SELECT pg_postmaster_start_time()";
    assert_ne!(value(&copy, began).await, value(&world.database, began).await, "another server");
    for (table, rows) in seal.tables.iter().filter(|(table, _)| *table != "deployment") {
        assert_eq!(value(&copy, &format!("SELECT count(*) FROM {table}")).await, rows.to_string(), "{table}");
    }
    let events = seal.tables["event"];
    let now: i64 = value(&world.database, "SELECT count(*) FROM event").await.parse().unwrap();
    assert!(events > 50 && events < now, "{events} of {now}");
    whole(&world.database, &copy).await;
    assert_eq!(carried(&copy, world.now + TimeDelta::days(1)).await, Vec::<String>::new(), "no letter leaves it");
}

/// Nothing in the copy is other than in the original, half, or without its proof.
async fn whole(original: &Database, copy: &Database) {
    let mut conn = copy.pools.reader.connection().await.unwrap();
    let looked = facts::payload::look_over(&mut conn).await.unwrap();
    assert_eq!((looked.untrue, looked.erased), (vec![], 0));
    let ids = value(copy, "SELECT string_agg(quote_literal(id::text), ',') FROM event").await;
    let proof = format!(
        "SELECT md5(string_agg(e.id::text || payload_digest::text || data::text, ' ' ORDER BY e.id))
         FROM event e JOIN event_payload p ON p.event_id = e.id WHERE e.id IN ({ids})"
    );
    assert_eq!(value(copy, &proof).await, value(original, &proof).await);
    for table in ["statement", "destination", "registration", "allocation", "body", "person", "appointment", "meeting"]
    {
        let strays = format!(
            "SELECT count(*) FROM {table} s WHERE s.state IS DISTINCT FROM
             (SELECT to_state FROM event e WHERE e.subject_id = s.id ORDER BY seq DESC LIMIT 1)"
        );
        assert_eq!(value(copy, &strays).await, "0", "{table}");
    }
    let hashes = value(copy, "SELECT string_agg(encode(hash, 'hex'), ' ') FROM file").await;
    for hash in hashes.split(' ') {
        let bytes = facts::file::load(&mut conn, &hex::decode(hash).unwrap()).await.unwrap().unwrap();
        assert_eq!(hex::encode(Sha256::digest(&bytes)), hash, "{} bytes", bytes.len());
    }
    assert_eq!(value(copy, "SELECT max(size) FROM file").await, "2500000");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_leaves_a_copy_until_it_is_released_and_the_original_goes_on() {
    let (world, folder) = (furnished().await, Folder::new());
    dumped(&world.database, &folder.file("all")).await;
    let (copy, discarded) = (restored(&folder.file("all")).await, restored(&folder.file("all")).await);
    let later = world.now + TimeDelta::days(1);
    assert_eq!(carried(&copy, later).await, Vec::<String>::new());
    let keeping = facts::deployment::keeping(&mut copy.pools.reader.connection().await.unwrap()).await.unwrap();
    assert!(!keeping.letters_leave && keeping.waiting > 5 && keeping.restored.is_some(), "{keeping:?}");

    let mut sent = carried(&world.database, later).await;
    assert_eq!(sent.len() as i64, keeping.waiting);
    assert_eq!(carried(&copy, later).await, Vec::<String>::new(), "what the original does lets the copy do nothing");

    let upkeep = entente::write::upkeep::Upkeep::new(copy.pools.writer.clone());
    assert_eq!(upkeep.release_letters("tests", false, Utc::now()).await.unwrap(), Some(keeping.waiting));
    assert_eq!(upkeep.release_letters("tests", true, Utc::now()).await.unwrap(), None);
    let mut released = carried(&copy, later).await;
    sent.sort();
    released.sort();
    assert_eq!(released, sent, "the same letters under the same Message-IDs");

    let upkeep = entente::write::upkeep::Upkeep::new(discarded.pools.writer.clone());
    assert_eq!(upkeep.release_letters("tests", true, Utc::now()).await.unwrap(), Some(keeping.waiting));
    assert_eq!(carried(&discarded, later).await, Vec::<String>::new());
    assert_eq!(value(&discarded, "SELECT string_agg(DISTINCT state, ' ') FROM outbox").await, "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_walls_stand_in_a_copy() {
    let (world, folder) = (furnished().await, Folder::new());
    let draft = world.drafted(content("walls", vec![world.for_action("ISO/TC 307")])).await.subject;
    dumped(&world.database, &folder.file("all")).await;
    let copy = restored(&folder.file("all")).await;
    let (writer, reader) = (&copy.urls.writer, &copy.urls.reader);
    let moved = format!("UPDATE statement SET state = 'agreed' WHERE id = '{draft}'");
    for (url, sql, why) in [
        (writer, "UPDATE event SET act = 'other'", "permission denied"),
        (writer, "UPDATE event SET place = 1", "permission denied"),
        (writer, "DELETE FROM event", "permission denied"),
        (writer, "DELETE FROM statement", "permission denied"),
        (writer, "DELETE FROM outbox_home", "permission denied"),
        (writer, moved.as_str(), "without an event"),
        (writer, "UPDATE event_payload SET data = '{}'", "erased whole"),
        (&copy.urls.owner, "UPDATE event SET act = 'other'", "append only"),
        (&copy.urls.owner, "TRUNCATE event CASCADE", "append only"),
        (reader, "SELECT * FROM credential", "permission denied"),
        (reader, "SELECT * FROM secret", "permission denied"),
        (reader, "INSERT INTO deployment (key, value) VALUES ('a', '1')", "permission denied"),
    ] {
        let said = refused(url, sql).await;
        assert!(said.contains(why), "{sql}: {said}");
    }
    let rights = "SELECT md5(string_agg(relname || coalesce(relacl::text, ''), ' ' ORDER BY relname)) FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')";
    assert_eq!(value(&copy, rights).await, value(&world.database, rights).await);
    let triggers =
        "SELECT string_agg(tgname || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal";
    assert_eq!(value(&copy, triggers).await, value(&world.database, triggers).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_the_original_covers_no_change_in_the_copy_though_its_transaction_number_comes_again() {
    let (world, folder) = (World::new().await, Folder::new());
    let draft = world.drafted(content("walls", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    dumped(&world.database, &folder.file("all")).await;
    let copy = restored(&folder.file("all")).await;
    // Chance does by itself what takes the owner here: an old event bears the number of the transaction that runs.
    let again = |place: &str| {
        format!("BEGIN; ALTER TABLE event DISABLE TRIGGER event_append_only;
             UPDATE event SET txid = pg_current_xact_id(), place = {place} WHERE subject_id = '{draft}' AND act = 'draft';
             ALTER TABLE event ENABLE TRIGGER event_append_only;
             UPDATE statement SET state = 'draft' WHERE id = '{draft}'; COMMIT")
    };
    let said = refused(&copy.urls.owner, &again("place")).await;
    assert!(said.contains("reached state draft without an event"), "{said}");
    assert_eq!(refused(&copy.urls.owner, &again("this_database()")).await, "", "only the place refused it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_is_brought_forward_and_is_a_copy_as_well() {
    let (world, folder) = (World::new().await, Folder::new());
    world.drafted(content("older", vec![world.for_action("ISO/TC 307")])).await;
    let older = include_str!("../../../migrations/2026-11-23-000020_backup/down.sql");
    let mut owner = world.database.owner().await;
    owner.batch_execute(older).await.unwrap();
    owner.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261123000020'").await.unwrap();
    dumped(&world.database, &folder.file("older")).await;

    let (copy, seal) = (Database::bare().await, backup::inspect(&folder.file("older")).unwrap());
    let ran = backup::restore(&copy.urls.owner, None, &folder.file("older"), &seal, Utc::now()).await.unwrap();
    assert_eq!(ran, 1);
    assert_eq!(value(&copy, "SELECT count(*) FROM outbox_home").await, "0");
    assert_eq!(value(&copy, "SELECT string_agg(DISTINCT place::text, ' ') FROM event").await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_by_other_means_sends_nothing_either() {
    let world = furnished().await;
    let before = world.database.urls.owner.clone();
    let name = format!("other_{}", uuid::Uuid::new_v4().simple());
    let original = before.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let copy = Database::copied(&name, &original).await;
    let homes = "SELECT count(*) > 0 FROM outbox_home";
    assert_eq!(value(&copy, homes).await, "true", "the original's row came along");
    assert_eq!(carried(&copy, world.now + TimeDelta::days(1)).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_knows_the_mail_server_and_not_its_password() {
    let (world, folder) = (furnished().await, Folder::new());
    let server = StatedServer {
        host: "mail.example.org".to_owned(),
        port: 587,
        secured: Secured::StartTls,
        user: Some("sender".to_owned()),
    };
    let wanted = Wanted { server: server.clone(), sender: None, password: Password::New("wombat".to_owned()), seen: 0 };
    world.upkeep.keep_mail_server(world.person("counsellor"), &wanted, Utc::now()).await.unwrap();
    dumped(&world.database, &folder.file("all")).await;
    let copy = restored(&folder.file("all")).await;
    let kept = facts::mail_server::kept(&mut copy.pools.reader.connection().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(kept.server, server);
    assert_eq!(value(&copy, "SELECT count(*) FROM secret").await, "0");
    let upkeep = entente::write::upkeep::Upkeep::new(copy.pools.writer.clone());
    assert_eq!(upkeep.mail_server().await.unwrap().unwrap().server, None, "nothing is sent without signing in");
}
