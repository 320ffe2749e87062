//! The program is killed, its database is, and its mail server is away, while people work: what was acknowledged stands,
//! whole and with every letter. `make test` does a few of each; `make prove` (ENTENTE_PROVE=1) does the whole campaign.

mod checker;
mod program;
mod writers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use entente::db::{Cluster, Durability, Setup};
use entente::mail::sink::{Basket, Faults, Sink};

use crate::support::database::Database;
use crate::support::people::World;
use checker::Figures;
use program::Program;
use writers::Writers;

/// As many as on an ordinary day, or as in the whole campaign.
fn times(today: usize, campaign: usize) -> usize {
    if std::env::var_os("ENTENTE_PROVE").is_some() { campaign } else { today }
}

/// A mail server that takes its time after each letter, so that a kill often falls between the letter and its answer.
async fn slow_sink() -> (Sink, Basket) {
    let basket = Basket::default();
    let slow = Faults { delay_after_data: Duration::from_millis(20), ..Faults::default() };
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), slow, Arc::new(basket.clone())).await.unwrap();
    (sink, basket)
}

async fn some_time(from: u64, to: u64) {
    tokio::time::sleep(Duration::from_millis(rand::random_range(from..to))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_at_any_moment_loses_no_acknowledged_change_and_no_letter() {
    let (world, (sink, basket)) = (World::holding(0).await, slow_sink().await);
    let mut all = Program::new("run", &world.database.urls, sink.address());
    all.start().await;
    let writers = Writers::begin(&world, 8, &[all.address.unwrap()]).await;
    let kills = times(6, 40);
    for _ in 0..kills {
        some_time(200, 1_500).await;
        all.kill().await;
        all.start().await;
    }
    let ledger = writers.end().await;
    let figures = Figures::of(kills, &world.database.urls.owner, &ledger, &basket).await;
    // A process carries two letters at a time.
    figures.hold("one process, SIGKILL", 2 * kills, &ledger);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_web_and_two_worker_processes_share_one_database_and_any_of_them_may_be_killed() {
    let (world, (sink, basket)) = (World::holding(0).await, slow_sink().await);
    let verbs = ["serve", "serve", "worker", "worker"];
    let mut all = verbs.map(|verb| Program::new(verb, &world.database.urls, sink.address()));
    for one in &mut all {
        one.start().await;
    }
    let addresses: Vec<_> = all.iter().filter_map(|one| one.address).collect();
    let writers = Writers::begin(&world, 8, &addresses).await;
    let kills = times(4, 40);
    for n in 0..kills {
        some_time(200, 1_000).await;
        // Workers and webs in turn, one of the two by chance.
        let one = &mut all[(n % 2) * 2 + rand::random_range(0..2)];
        one.kill().await;
        one.start().await;
    }
    let ledger = writers.end().await;
    let figures = Figures::of(kills, &world.database.urls.owner, &ledger, &basket).await;
    figures.hold("two webs and two workers, SIGKILL", 2 * kills, &ledger);
}

/// A cluster that keeps what it says it keeps: that of the tests does not, and loses commits when it is killed.
struct Durable {
    data: PathBuf,
    setup: Setup,
}

impl Durable {
    fn new() -> Durable {
        let data = PathBuf::from(format!("/tmp/entente-faults-{}", uuid::Uuid::new_v4().simple()));
        let setup = Setup { data: data.clone(), bin: None, durability: Durability::Durable };
        Durable { data, setup }
    }

    async fn start(&self) -> Cluster {
        Cluster::start(self.setup.clone()).await.unwrap()
    }
}

impl Drop for Durable {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Immediate shutdown: every backend drops what it has in hand, as when the machine loses power.
async fn shut_down_at_once(cluster: &Cluster) {
    let pid = cluster.server_pid().unwrap();
    let told = tokio::process::Command::new("sh").args(["-c", "kill -s QUIT \"$0\"", &pid.to_string()]).status().await;
    assert!(told.unwrap().success());
    while Path::new(&format!("/proc/{pid}")).exists() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_answered_with_503_and_work_goes_on_by_itself_when_it_is_back() {
    let durable = Durable::new();
    let cluster = Arc::new(durable.start().await);
    let world = World::on(Database::named("faults", Arc::clone(&cluster)).await, 0).await;
    let (sink, basket) = slow_sink().await;
    let mut all = Program::new("run", &world.database.urls, sink.address());
    all.start().await;
    let writers = Writers::begin(&world, 8, &[all.address.unwrap()]).await;
    let (restarts, mut slowest) = (times(2, 20), Duration::ZERO);
    for _ in 0..restarts {
        some_time(500, 1_500).await;
        shut_down_at_once(&cluster).await;
        let before = writers.ledger().unavailable;
        some_time(700, 1_200).await;
        assert!(writers.ledger().unavailable > before, "nobody was told to come again: {:?}", writers.ledger());
        drop(durable.start().await);
        let back = Instant::now();
        while writers.ledger().last.is_none_or(|last| last < back) {
            assert!(back.elapsed() < Duration::from_secs(30), "not back: {:?}", writers.ledger());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        slowest = slowest.max(back.elapsed());
    }
    let ledger = writers.end().await;
    let figures = Figures::of(restarts, &world.database.urls.owner, &ledger, &basket).await;
    println!("the slowest return took {} ms", slowest.as_millis());
    figures.hold("PostgreSQL shut down at once", 2 * restarts, &ledger);
    all.kill().await;
}

/// Workers probe a server that was away once a minute, so this takes more than one: only in the campaign. Its everyday
/// form, with a clock that the test sets, is among the tests of the jobs.
#[tokio::test(flavor = "multi_thread")]
async fn while_the_mail_server_is_away_nothing_fails_and_all_letters_go_later_in_order() {
    if times(0, 1) == 0 {
        println!("skipped: runs in `make prove`");
        return;
    }
    let (world, (sink, basket)) = (World::holding(0).await, slow_sink().await);
    sink.set(Faults { refuse: true, ..Faults::default() });
    let mut all = Program::new("run", &world.database.urls, sink.address());
    all.start().await;
    let writers = Writers::begin(&world, 8, &[all.address.unwrap()]).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let ledger = writers.end().await;
    assert_eq!((ledger.cut, ledger.unavailable, basket.letters().len()), (0, 0, 0));
    sink.set(Faults::default());
    let figures = Figures::of(1, &world.database.urls.owner, &ledger, &basket).await;
    figures.hold("mail server away", 0, &ledger);
}
