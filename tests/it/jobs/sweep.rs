//! What is thrown away, and that a job runs once however many processes look.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::jobs;
use entente::mail::post::Post;
use entente::schema::{command_key, sign_in_attempt};

use super::Office;

#[tokio::test(flavor = "multi_thread")]
async fn attempts_and_receipts_older_than_thirty_days_are_thrown_away_and_younger_ones_stay() {
    let office = Office::new().await;
    let mut owner = office.world.database.owner().await;
    let (old, young) = (Utc::now() - TimeDelta::days(31), Utc::now() - TimeDelta::days(29));
    for at in [old, young] {
        let row = (sign_in_attempt::account.eq("a"), sign_in_attempt::at.eq(at), sign_in_attempt::ok.eq(false));
        diesel::insert_into(sign_in_attempt::table).values(row).execute(&mut owner).await.unwrap();
    }
    for (key, days) in [("old", 31), ("young", 29)] {
        let at = office.world.now - TimeDelta::days(days);
        let row = (command_key::actor.eq("a"), command_key::key.eq(key), command_key::hash.eq(vec![0_u8]));
        let row = (row, command_key::recorded_at.eq(at));
        diesel::insert_into(command_key::table).values(row).execute(&mut owner).await.unwrap();
    }
    assert_eq!(jobs::tick(&office.work).await.unwrap().len(), jobs::JOBS.len());
    let attempts: i64 = sign_in_attempt::table.count().get_result(&mut owner).await.unwrap();
    assert_eq!(attempts, 1);
    let keys: Vec<String> = command_key::table.select(command_key::key).load(&mut owner).await.unwrap();
    assert_eq!(keys, ["young"]);
    owner
        .batch_execute("DO $$ BEGIN ASSERT (SELECT outcome FROM job_run WHERE job = 'sweep-keys') = '1'; END $$")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_runs_once_in_its_time_however_many_processes_look() {
    let mut office = Office::new().await;
    let other = office.second(Post::Memory(office.memory.clone()));
    let (one, two) = tokio::join!(jobs::tick(&office.work), jobs::tick(&other));
    let ran = one.unwrap().len() + two.unwrap().len();
    assert_eq!(ran, jobs::JOBS.len());
    assert!(jobs::tick(&office.work).await.unwrap().is_empty());
    office.pass(TimeDelta::hours(1));
    assert_eq!(jobs::tick(&office.work).await.unwrap(), ["digests", "sweep-files"]);
}
