//! A digest run for many people, and what writing down its outcome alone takes PostgreSQL.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use entente::jobs::ways::Ways;
use entente::jobs::{Work, digest};
use entente::mail::compose::MailSettings;
use entente::mail::letter::Party;
use entente::mail::post::{Memory, Post};
use entente::words::Words;
use tokio_postgres::Client;

use super::fill::columns;
use super::support::people::World;

/// Lines that wait for each of them.
const LINES: i64 = 10;

pub struct Run {
    pub people: u32,
    pub lines: i64,
    pub ours: Duration,
    /// The same rows written by SQL in one transaction.
    pub limit: Duration,
}

/// One run for so many people with ten changes each, the statements being as many as they are.
pub async fn run(client: &Client, world: &World, people: u32) -> Run {
    fill(client, world, people).await;
    let limit = written(client).await;
    let evening = Utc::now() + TimeDelta::days(1);
    let mail = MailSettings {
        public_url: "https://entente.example.org".into(),
        domain: "entente.example.org".into(),
        from: Party::new("Entente", "entente@entente.example.org"),
    };
    let work = Work {
        reader: world.database.pools.reader.clone(),
        upkeep: world.upkeep.clone(),
        writer_url: world.database.urls.writer.clone(),
        ways: Ways::fixed(Post::Memory(Memory::default()), mail),
        words: Words::english(),
        clock: Arc::new(move || evening),
    };
    let began = Instant::now();
    let letters = digest::run_once(&work).await.unwrap();
    let ours = began.elapsed();
    assert!(letters >= people as usize, "{letters} letters for {people}");
    let told = "SELECT count(*) FROM digest_item WHERE outcome = 'told'";
    let told: i64 = client.query_one(told, &[]).await.unwrap().get(0);
    assert!(told >= LINES * i64::from(people), "{told} lines told");
    Run { people, lines: LINES, ours, limit }
}

/// Copies of the rapporteur, looked after yesterday; each has the newest events before them.
async fn fill(client: &Client, world: &World, people: u32) {
    let like = world.person("rapporteur");
    let (subject, from_subject) = columns(client, "subject").await;
    let (person, from_person) = columns(client, "person").await;
    let (appointment, from_appointment) = columns(client, "appointment").await;
    let steps = [
        "SET session_replication_role = replica".to_owned(),
        format!(
            "CREATE TEMP TABLE reader AS SELECT n, gen_random_uuid() AS person, gen_random_uuid() AS appointment
                FROM generate_series(1, {people}) n"
        ),
        format!(
            "INSERT INTO subject ({subject}) SELECT {from_subject} FROM reader m CROSS JOIN subject x CROSS JOIN LATERAL
                jsonb_populate_record(x, jsonb_build_object('id', m.person, 'handle', x.handle || '-' || m.n)) r
                WHERE x.id = '{like}'"
        ),
        format!(
            "INSERT INTO person ({person}) SELECT {from_person} FROM reader m CROSS JOIN person x CROSS JOIN LATERAL
                jsonb_populate_record(x, jsonb_build_object('id', m.person, 'email', 'reader' || m.n || '@example.org')) r
                WHERE x.id = '{like}'"
        ),
        format!(
            "INSERT INTO appointment ({appointment}) SELECT {from_appointment} FROM reader m CROSS JOIN
                (SELECT * FROM appointment WHERE person_id = '{like}' LIMIT 1) x CROSS JOIN LATERAL jsonb_populate_record(x,
                jsonb_build_object('id', m.appointment, 'person_id', m.person, 'role', 'expert')) r"
        ),
        "INSERT INTO digest_mark SELECT person, current_date - 1, now() - interval '1 day' FROM reader".to_owned(),
        format!(
            "INSERT INTO digest_item (id, event_id, person_id, subject_id, statement_id, facts, queued_at)
                SELECT gen_random_uuid(), e.id, m.person, e.subject_id, e.subject_id, x.facts, now()
                FROM reader m CROSS JOIN (SELECT facts FROM digest_item ORDER BY seq LIMIT 1) x CROSS JOIN
                (SELECT id, subject_id FROM event WHERE kind = 'statement' ORDER BY id LIMIT {LINES}) e"
        ),
        "SET session_replication_role = origin".to_owned(),
    ];
    for step in steps {
        client.batch_execute(&step).await.unwrap_or_else(|error| panic!("{step}: {error:?}"));
    }
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// As many rows of the same tables, written in one transaction that is rolled back.
async fn written(client: &Client) -> Duration {
    let began = Instant::now();
    let sql = "BEGIN; SET LOCAL session_replication_role = replica;
        UPDATE digest_item SET outcome = 'told', settled_at = now() FROM reader m WHERE person_id = m.person;
        UPDATE digest_mark SET day = current_date FROM reader m WHERE person_id = m.person;
        CREATE TEMP TABLE letters AS SELECT m.person, jsonb_agg(d.facts) AS facts FROM reader m
            JOIN digest_item d ON d.person_id = m.person GROUP BY m.person;
        ROLLBACK";
    client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}"));
    began.elapsed()
}
