//! Measures what people wait for, beside the limit that the same database sets: the register, the allocation table, one
//! statement, one act; and a digest run.
//! A cluster of its own that keeps what it says (fsync on), a database `bench`, the program in a process of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

#[path = "pages/digest.rs"]
mod digest;
#[path = "pages/fill.rs"]
mod fill;
#[path = "pages/floor.rs"]
mod floor;
#[path = "pages/http.rs"]
mod http;
#[path = "pages/report.rs"]
mod report;
#[path = "../tests/it/support/mod.rs"]
mod support;

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use entente::db::{Cluster, Durability, Setup};
use entente::links;
use entente::write::upkeep::session::NewSession;
use http::{Client, Measured, User, under_load};
use report::Line;
use support::database::Database;
use support::people::{World, content};
use tokio_postgres::NoTls;

pub const DATABASE: &str = "bench";
/// Rests the triggers and reads what PostgreSQL is told.
pub const SUPERUSER: &str = "entente_cluster";
/// The most that act at once.
const DRAFTS: usize = 16;

fn number(name: &str, unset: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(unset)
}

/// A draft that goes to and fro between its author and an approver.
#[derive(Clone)]
struct Draft {
    handle: String,
    version: i32,
}

/// The database, and the program on it.
struct Bench {
    data: PathBuf,
    cluster: Arc<Cluster>,
    world: World,
    client: tokio_postgres::Client,
    address: SocketAddr,
    server: tokio::process::Child,
    author: NewSession,
    approver: NewSession,
    drafts: Vec<Draft>,
    count: u32,
    long: Duration,
}

#[tokio::main]
async fn main() {
    // `cargo test --all-targets` runs this too, without the word.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut bench = Bench::open().await;
    let lines = bench.lines().await;
    let resident = bench.resident();
    let run = digest::run(&bench.client, &bench.world, number("ENTENTE_BENCH_PEOPLE", 1_000)).await;
    report::write(&lines, &run, bench.count, resident);
    bench.close().await;
}

impl Bench {
    async fn open() -> Bench {
        let data = PathBuf::from(format!("/tmp/entente-bench-{}", std::process::id()));
        let setup = Setup { data: data.clone(), bin: None, durability: Durability::Durable };
        let cluster = Arc::new(Cluster::start(setup).await.unwrap());
        let world = World::on(Database::named(DATABASE, Arc::clone(&cluster)).await, 0).await;
        let url = format!("postgresql:///{DATABASE}?host={}&user={SUPERUSER}", cluster.socket_folder().display());
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(connection);
        let (count, seconds) = (number("ENTENTE_BENCH_STATEMENTS", 100_000), number("ENTENTE_BENCH_SECONDS", 10));
        let mut drafts = Vec::new();
        for n in 0..DRAFTS {
            let draft = world.drafted(content(&format!("draft {n}"), vec![world.for_information("ISO/TC 307")])).await;
            drafts.push(Draft { handle: draft.handle, version: draft.version });
        }
        let (statement, _) = world.registered().await;
        eprintln!("making {count} statements");
        fill::copies(&client, statement, count).await;
        let session = async |key: &str| world.upkeep.open_session(world.person(key), None, Utc::now()).await.unwrap();
        let (author, approver) = (session("rapporteur").await, session("sg.chair").await);
        let (address, server) = serve(&world).await;
        let long = Duration::from_secs(u64::from(seconds));
        Bench { data, cluster, world, client, address, server, author, approver, drafts, count, long }
    }

    async fn lines(&mut self) -> Vec<Line> {
        let (register, statement) = (links::REGISTER.to_owned(), links::statement("LS-100500"));
        let allocating = links::ALLOCATING.to_owned();
        let mut listening = floor::Listening::start(&self.client, &self.cluster.log()).await;
        let mut one = Client::connect(self.address, &self.author.token).await;
        let mut heard = Vec::new();
        for path in [&register, &statement, &allocating] {
            assert_eq!(one.get(path).await.0, 200, "{path}");
            listening.script("");
            one.get(path).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            heard.push(vec![listening.script("")]);
        }
        let mut acts = Vec::new();
        for n in 0..DRAFTS {
            let mut toing = self.toing(n).await;
            let key = toing.act().await;
            // Nothing is written after the answer; only the log may come late.
            tokio::time::sleep(Duration::from_millis(10)).await;
            acts.push(listening.script(&key));
            self.drafts[n].version += 1;
            listening.script(&toing.act().await);
            self.drafts[n].version += 1;
        }
        listening.stop(&self.client).await;
        floor::tables(&self.client, &acts).await;
        heard.push(acts);
        let mut lines = Vec::new();
        for clients in [1, 16] {
            lines.push(self.page("register, 50 of many", &register, clients, &heard[0]).await);
            lines.push(self.page("one statement", &statement, clients, &heard[1]).await);
            lines.push(self.page("allocation table, 60 of many", &allocating, clients, &heard[2]).await);
            lines.push(self.acts("an act (submit, return)", clients, &heard[3]).await);
        }
        lines
    }

    async fn page(&self, what: &'static str, path: &str, clients: usize, limit: &[String]) -> Line {
        let mut readers = Vec::new();
        for _ in 0..clients {
            let client = Client::connect(self.address, &self.author.token).await;
            readers.push(Reader { client, path: path.to_owned() });
        }
        self.line(what, clients, limit, readers).await
    }

    async fn acts(&mut self, what: &'static str, clients: usize, limit: &[String]) -> Line {
        // Every draft in its own hands; those that one run leaves submitted are read anew by the next.
        self.reread().await;
        let mut toings = Vec::new();
        for n in 0..clients {
            toings.push(self.toing(n).await);
        }
        let line = self.line(what, clients, limit, toings).await;
        self.reread().await;
        line
    }

    async fn line<U: User>(&self, what: &'static str, clients: usize, limit: &[String], users: Vec<U>) -> Line {
        eprintln!("{what}, {clients} at once");
        let before = self.cpu();
        let began = std::time::Instant::now();
        let ours: Measured = under_load(users, self.long).await;
        // The second to get warm costs too, at about the same rate.
        let requests = ours.per_second * began.elapsed().as_secs_f64();
        let cpu = (self.cpu() - before) / requests;
        let host = self.cluster.socket_folder();
        let statements = limit[0].matches(";\n").count();
        let limit = floor::measured(&self.data, host, limit, clients, self.long).await;
        Line { what, clients, ours, limit, cpu, statements }
    }

    async fn toing(&self, n: usize) -> Toing {
        let author = Client::connect(self.address, &self.author.token).await;
        let approver = Client::connect(self.address, &self.approver.token).await;
        let csrf = [self.author.session.csrf.clone(), self.approver.session.csrf.clone()];
        Toing { clients: [author, approver], csrf, draft: self.drafts[n].clone() }
    }

    async fn reread(&mut self) {
        for draft in &mut self.drafts {
            let sql = "SELECT version FROM statement JOIN subject USING (id) WHERE handle = $1";
            draft.version = self.client.query_one(sql, &[&draft.handle]).await.unwrap().get(0);
        }
    }

    /// Milliseconds of processor time that the server has used.
    fn cpu(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.server.id().unwrap())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        let ticks: f64 = [11, 12].map(|n: usize| fields[n].parse::<f64>().unwrap()).iter().sum();
        ticks * 10.0
    }

    /// Kibibytes.
    fn resident(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    async fn close(mut self) {
        self.server.kill().await.unwrap();
        drop(self.client);
        drop(self.world);
        drop(self.cluster);
        fs::remove_dir_all(&self.data).unwrap();
    }
}

/// The pages only: no worker shares the processors.
async fn serve(world: &World) -> (SocketAddr, tokio::process::Child) {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let urls = &world.database.urls;
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_entente"));
    command
        .arg("serve")
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", "/nonexistent")
        .env("ENTENTE_LOG", "error");
    command.env("DATABASE_URL", &urls.owner).env("ENTENTE_WRITER_URL", &urls.writer);
    command.env("ENTENTE_READER_URL", &urls.reader).env("ENTENTE_LISTEN", address.to_string());
    let server = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    for _ in 0..600 {
        if tokio::net::TcpStream::connect(address).await.is_ok() {
            return (address, server);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("entente serve does not answer");
}

/// Somebody who opens one page again and again.
struct Reader {
    client: Client,
    path: String,
}

impl User for Reader {
    async fn once(&mut self) {
        let (status, _) = self.client.get(&self.path).await;
        assert_eq!(status, 200);
    }
}

/// An author and an approver with one draft.
struct Toing {
    clients: [Client; 2],
    csrf: [String; 2],
    draft: Draft,
}

impl Toing {
    /// Submits or returns; answers the key. A draft is born with version 1, and every act is one more.
    async fn act(&mut self) -> String {
        let (turn, act) = if self.draft.version % 2 == 1 { (0, "submit") } else { (1, "return") };
        let key = uuid::Uuid::new_v4().to_string();
        let form = format!("csrf={}&key={key}&version={}&reason=Not+yet.", self.csrf[turn], self.draft.version);
        let (status, _) = self.clients[turn].post(&links::act(&self.draft.handle, act), &form).await;
        assert_eq!(status, 303, "{} {act}", self.draft.handle);
        self.draft.version += 1;
        key
    }
}

impl User for Toing {
    async fn once(&mut self) {
        self.act().await;
    }
}
