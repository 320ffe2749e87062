//! Files: whole under their hash, once, and swept when nothing names them.

use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use entente::domain::command::StatementCommand;
use entente::facts;
use entente::write::upkeep::file::{self, FileError, LARGEST};

use crate::support::people::{World, content};

async fn load(world: &World, hash: &[u8]) -> Option<Vec<u8>> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    facts::file::load(&mut conn, hash).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_several_pieces_comes_back_as_it_was_and_is_stored_once() {
    let world = World::new().await;
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let hash = file::store(&world.upkeep, world.now, &bytes).await.unwrap();
    assert_eq!(file::store(&world.upkeep, world.now, &bytes).await.unwrap(), hash);
    assert_eq!(load(&world, &hash).await.as_deref(), Some(&bytes[..]));
    let empty = file::store(&world.upkeep, world.now, b"").await.unwrap();
    assert_eq!(load(&world, &empty).await.as_deref(), Some(&b""[..]));
    assert_eq!(load(&world, &[0; 32]).await, None);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    assert_eq!(facts::file::meta(&mut conn, &hash).await.unwrap().unwrap().size, 3_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_over_the_limit_is_refused_before_anything_is_written() {
    let world = World::new().await;
    let refused = file::store(&world.upkeep, world.now, &vec![0; LARGEST + 1]).await;
    assert!(matches!(refused, Err(FileError::TooLarge { size }) if size == LARGEST + 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nothing_names_is_swept_after_a_day_and_one_that_a_statement_names_stays() {
    let world = World::new().await;
    let loose = file::store(&world.upkeep, world.now, b"loose").await.unwrap();
    let fresh = file::store(&world.upkeep, world.now + TimeDelta::hours(5), b"fresh").await.unwrap();
    let named = world.file("rapporteur", "annex.txt", b"annex").await;
    let mut text = content("ToR", vec![world.for_action("ISO/TC 307")]);
    text.files.push(named.clone());
    world.drafted(text).await;

    assert_eq!(file::sweep(&world.upkeep, world.now + TimeDelta::hours(24)).await.unwrap(), 0);
    let later = world.now + TimeDelta::hours(25);
    assert_eq!(file::sweep(&world.upkeep, later).await.unwrap(), 1);
    assert_eq!(load(&world, &loose).await, None);
    assert!(load(&world, &fresh).await.is_some());
    assert!(load(&world, &hex::decode(&named.hash).unwrap()).await.is_some());

    // Somebody uploads it again: the day counts anew.
    file::store(&world.upkeep, later + TimeDelta::hours(10), b"fresh").await.unwrap();
    assert_eq!(file::sweep(&world.upkeep, later + TimeDelta::hours(20)).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_stood_in_a_draft_before_an_edit_is_kept_with_its_history() {
    let world = World::new().await;
    let before = world.file("rapporteur", "annex.txt", b"annex").await;
    let mut text = content("ToR", vec![world.for_action("ISO/TC 307")]);
    text.files.push(before.clone());
    let draft = world.drafted(text.clone()).await.subject;
    text.files.clear();
    world.on_statement("rapporteur", draft, StatementCommand::Edit(text)).await;
    let later = world.now + TimeDelta::hours(25);
    assert_eq!(file::sweep(&world.upkeep, later).await.unwrap(), 0);
    assert!(load(&world, &hex::decode(&before.hash).unwrap()).await.is_some());
    // Once what the event said is erased, nothing names it.
    let erase = "UPDATE event_payload SET data = 'null', salt = ''";
    world.database.owner().await.batch_execute(erase).await.unwrap();
    assert_eq!(file::sweep(&world.upkeep, later).await.unwrap(), 1);
}
