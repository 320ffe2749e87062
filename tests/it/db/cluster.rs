//! The life of the private cluster: made, joined, left, killed, refused.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use entente::db::cluster::Stopped;
use entente::db::{Cluster, ClusterError, Durability, Role, Setup};

use super::{Folder, execute};

#[tokio::test]
async fn the_first_start_makes_the_cluster_and_the_second_finds_the_data() {
    let folder = Folder::new();
    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    assert!(cluster.make_database("entente").await.unwrap());
    assert!(!cluster.make_database("entente").await.unwrap(), "making it twice is no error");
    execute(&cluster.url(Role::Owner, "entente"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
        .await
        .unwrap();
    assert_eq!(cluster.stop().unwrap(), Stopped::Yes);
    assert_eq!(cluster.stop().unwrap(), Stopped::Before);
    assert!(!folder.0.join("pg/data/postmaster.pid").exists(), "PostgreSQL is down");

    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    execute(&cluster.url(Role::Owner, "entente"), "DO $$ BEGIN ASSERT (SELECT n FROM kept) = 1; END $$").await.unwrap();
    execute(&cluster.url(Role::Owner, "entente"), "DO $$ BEGIN ASSERT current_setting('fsync') = 'on'; END $$")
        .await
        .unwrap();
    assert_eq!(cluster.stop().unwrap(), Stopped::Yes);
}

#[tokio::test]
async fn only_the_last_process_to_leave_stops_the_cluster() {
    let folder = Folder::new();
    let mut other = Process::start(&folder.0);
    let pid = other.server_pid();
    let mut here = Cluster::start(folder.setup()).await.unwrap();
    assert_eq!(here.server_pid(), Some(pid), "the second process joins the running server");
    assert_eq!(here.stop().unwrap(), Stopped::InUse);
    assert!(alive(pid));

    let mut here = Cluster::start(folder.setup()).await.unwrap();
    other.end();
    assert!(alive(pid), "the first process left, the second still holds it");
    execute(&here.url(Role::Owner, "postgres"), "SELECT 1").await.unwrap();
    assert_eq!(here.stop().unwrap(), Stopped::Yes);
    assert!(!alive(pid));
}

#[tokio::test]
async fn processes_that_start_at_the_same_moment_share_one_server() {
    let folder = Folder::new();
    let starts = (0..4).map(|_| tokio::spawn(Cluster::start(folder.setup())));
    let mut clusters = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        clusters.push(start.await.unwrap().unwrap());
    }
    let pids: Vec<_> = clusters.iter().map(Cluster::server_pid).collect();
    assert!(pids[0].is_some() && pids.iter().all(|pid| *pid == pids[0]), "{pids:?}");
    let ends: Vec<_> = clusters.iter_mut().map(|cluster| cluster.stop().unwrap()).collect();
    assert_eq!(ends, [Stopped::InUse, Stopped::InUse, Stopped::InUse, Stopped::Yes]);
}

#[tokio::test]
async fn after_everything_was_killed_the_next_start_recovers_what_was_acknowledged() {
    let folder = Folder::new();
    let mut process = Process::start(&folder.0);
    let url = format!("postgresql:///postgres?host={}/pg/socket&user=entente_owner", folder.0.display());
    execute(&url, "CREATE TEMP TABLE gone (n int)").await.unwrap();
    {
        let cluster = Cluster::start(folder.setup()).await.unwrap();
        cluster.make_database("entente").await.unwrap();
        execute(&cluster.url(Role::Owner, "entente"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
            .await
            .unwrap();
    }
    let pid = process.server_pid();
    process.kill();
    kill_9(pid);
    assert!(folder.0.join("pg/data/postmaster.pid").exists(), "a stale postmaster.pid is left behind");

    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    assert_ne!(cluster.server_pid(), Some(pid));
    execute(&cluster.url(Role::Owner, "entente"), "DO $$ BEGIN ASSERT (SELECT n FROM kept) = 1; END $$").await.unwrap();
    assert_eq!(cluster.stop().unwrap(), Stopped::Yes);
}

#[tokio::test]
async fn a_server_that_outlived_its_program_is_adopted_and_stopped() {
    let folder = Folder::new();
    let mut process = Process::start(&folder.0);
    let pid = process.server_pid();
    process.kill();
    assert!(alive(pid), "PostgreSQL is no child of the program's terminal");
    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    assert_eq!(cluster.server_pid(), Some(pid));
    assert_eq!(cluster.stop().unwrap(), Stopped::Yes);
    assert!(!alive(pid));
}

#[tokio::test]
async fn a_postmaster_pid_whose_number_belongs_to_another_program_now_does_not_stop_the_start() {
    let folder = Folder::new();
    drop(Cluster::start(folder.setup()).await.unwrap());
    // The other program must be of PostgreSQL's user: PostgreSQL itself sees through somebody else's.
    let owner = std::fs::metadata(folder.0.join("pg")).unwrap();
    let mut sleep = Command::new("sleep");
    if is_root() {
        sleep.uid(owner.uid()).gid(owner.gid());
    }
    let mut other = sleep.arg("60").spawn().unwrap();
    std::fs::write(folder.0.join("pg/data/postmaster.pid"), format!("{}\n", other.id())).unwrap();
    let mut cluster = Cluster::start(folder.setup()).await.unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(cluster.stop().unwrap(), Stopped::Yes);
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_with_both_numbers() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.0.join("pg/data")).unwrap();
    std::fs::write(folder.0.join("pg/data/PG_VERSION"), "9\n").unwrap();
    let refused = Cluster::start(folder.setup()).await.unwrap_err();
    let ClusterError::WrongVersion { data: 9, found } = refused else { panic!("{refused}") };
    assert!(found >= 13);
}

#[tokio::test]
async fn a_folder_without_the_programs_is_named_in_the_refusal() {
    let folder = Folder::new();
    let setup = Setup { bin: Some("/tmp".into()), ..folder.setup() };
    let refused = Cluster::start(setup).await.unwrap_err().to_string();
    assert!(refused.contains("ENTENTE_PG_BIN=/tmp"), "{refused}");
}

#[tokio::test]
async fn a_long_data_path_gets_its_socket_in_tmp_and_nobody_else_can_open_it() {
    let folder = Folder::new();
    let long = folder.0.join("a-folder-with-a-very-long-name".repeat(3));
    let setup = Setup { data: long, bin: None, durability: Durability::ThrowAway };
    if is_root() {
        // The folders that the path leads through must let PostgreSQL's user pass.
        std::fs::create_dir_all(&folder.0).unwrap();
        std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o711)).unwrap();
    }
    let mut cluster = Cluster::start(setup).await.unwrap();
    let sockets = cluster.socket_folder().to_owned();
    assert!(sockets.starts_with("/tmp/") && sockets.as_os_str().len() < 100, "{}", sockets.display());
    assert_eq!(std::fs::metadata(&sockets).unwrap().mode() & 0o777, 0o700);
    execute(&cluster.url(Role::Reader, "postgres"), "SELECT 1").await.unwrap();
    cluster.stop().unwrap();
    assert!(!sockets.exists(), "a throw-away cluster leaves nothing");
}

#[tokio::test]
async fn root_starts_postgresql_as_another_user() {
    if !is_root() {
        println!("skipped: not root");
        return;
    }
    let folder = Folder::new();
    let cluster = Cluster::start(folder.setup()).await.unwrap();
    let server = std::fs::metadata(format!("/proc/{}", cluster.server_pid().unwrap())).unwrap();
    assert_ne!(server.uid(), 0);
    assert_eq!(std::fs::metadata(folder.0.join("pg")).unwrap().uid(), server.uid());
    assert_eq!(std::fs::metadata(folder.0.join("pg")).unwrap().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn a_folder_closed_to_the_user_of_postgresql_is_named() {
    if !is_root() {
        println!("skipped: not root");
        return;
    }
    let folder = Folder::new();
    std::fs::create_dir_all(folder.0.join("inner")).unwrap();
    std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o700)).unwrap();
    let setup = Setup { data: folder.0.join("inner"), ..folder.setup() };
    let refused = Cluster::start(setup).await.unwrap_err();
    assert!(matches!(&refused, ClusterError::Closed { folder: closed } if *closed == folder.0), "{refused}");
}

/// Not a test: what the other process runs. It holds the cluster until its standard input closes.
#[tokio::test]
#[ignore = "run as a child process by the tests above"]
async fn another_process() {
    let data = std::env::var("ENTENTE_TEST_HOLD").unwrap();
    let setup = Setup { data: data.into(), bin: None, durability: Durability::Durable };
    let mut cluster = Cluster::start(setup).await.unwrap();
    eprintln!("HOLDING {}", cluster.server_pid().unwrap());
    let _ = std::io::read_to_string(std::io::stdin());
    cluster.stop().unwrap();
}

/// This test program started once more, holding the cluster.
struct Process {
    child: Child,
    server: u32,
}

impl Process {
    fn start(data: &Path) -> Process {
        use std::io::{BufRead, BufReader};
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "db::cluster::another_process", "--ignored", "--nocapture"])
            .env("ENTENTE_TEST_HOLD", data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let server = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("HOLDING ").and_then(|pid| pid.parse().ok()))
            .expect("the other process holds the cluster");
        Process { child, server }
    }

    fn server_pid(&self) -> u32 {
        self.server
    }

    fn end(&mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // A zombie that nobody has waited for yet is dead for our purpose.
    !stat.is_empty() && !stat.contains(") Z ")
}

fn kill_9(pid: u32) {
    assert!(Command::new("sh").args(["-c", &format!("kill -9 {pid}")]).status().unwrap().success());
    let since = Instant::now();
    while alive(pid) && since.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn is_root() -> bool {
    entente::config::effective_uid() == Some(0)
}
