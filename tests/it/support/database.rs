//! One database a test, copied from a template that holds the migrations. The cluster is that of the whole run (`make
//! test` starts it), else one that the tests of this run start, share and throw away.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use entente::db::{Cluster, Durability, Pools, Role, Setup, Urls, migrate, pools};
use tokio::sync::Mutex;

/// Held by the tests that run; the last one to let go stops PostgreSQL.
static CLUSTER: Mutex<Weak<Cluster>> = Mutex::const_new(Weak::new());

/// The advisory lock under which the template is made.
const TEMPLATE_LOCK: i64 = 0x74_656d_706c;

/// An empty, migrated database, dropped at the end of the test.
pub struct Database {
    pub urls: Urls,
    pub pools: Pools,
    name: String,
    server: Server,
}

#[derive(Clone)]
enum Server {
    OfTheRun(PathBuf),
    Ours(Arc<Cluster>),
}

impl Server {
    async fn running() -> Server {
        if let Some(sockets) = std::env::var_os("ENTENTE_TEST_CLUSTER") {
            return Server::OfTheRun(sockets.into());
        }
        let mut held = CLUSTER.lock().await;
        if let Some(cluster) = held.upgrade() {
            return Server::Ours(cluster);
        }
        // Processes of one run have one parent (nextest runs one a test), and share the cluster.
        let data = format!("/tmp/entente-throw-away-run-{}", std::os::unix::process::parent_id());
        let setup = Setup { data: data.into(), bin: None, durability: Durability::ThrowAway };
        let mut tries = 0;
        let cluster = loop {
            match Cluster::start(setup.clone()).await {
                Ok(cluster) => break Arc::new(cluster),
                // The last process of before may be removing the folder this moment.
                Err(_) if tries < 5 => tries += 1,
                Err(error) => panic!("no PostgreSQL for the tests: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        };
        *held = Arc::downgrade(&cluster);
        Server::Ours(cluster)
    }

    fn url(&self, role: Role, database: &str) -> String {
        match self {
            Server::OfTheRun(sockets) => {
                format!("postgresql:///{database}?host={}&user={}", sockets.display(), role.name())
            }
            Server::Ours(cluster) => cluster.url(role, database),
        }
    }

    fn urls(&self, database: &str) -> Urls {
        let url = |role| self.url(role, database);
        Urls { owner: url(Role::Owner), writer: url(Role::Writer), reader: url(Role::Reader) }
    }

    async fn owner(&self) -> AsyncPgConnection {
        connect(&self.url(Role::Owner, "postgres")).await
    }

    /// The template's name; made by whoever comes first, under a name of its own until it is whole.
    async fn template(&self) -> String {
        let name = format!("template_{}", migrate::digest());
        let mut owner = self.owner().await;
        owner.batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await.unwrap();
        if !exists(&mut owner, &name).await {
            let unfinished = format!("{name}_unfinished");
            owner.batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await.unwrap();
            owner.batch_execute(&format!("CREATE DATABASE {unfinished}")).await.unwrap();
            migrate::run(&self.url(Role::Owner, &unfinished), |_| {}).await.unwrap();
            patiently(&mut owner, &format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
        }
        // The lock ends with the connection.
        name
    }
}

impl Database {
    /// A new database.
    pub async fn new() -> Database {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        Database::on(Server::running().await, name).await
    }

    /// A database in which nothing is, not even a table.
    pub async fn bare() -> Database {
        Database::bare_on(Server::running().await).await
    }

    /// The same on a PostgreSQL server of its own, which ends with it.
    pub async fn elsewhere() -> Database {
        let cluster = Cluster::start(Setup::throw_away(None)).await.unwrap_or_else(|error| panic!("{error}"));
        Database::bare_on(Server::Ours(Arc::new(cluster))).await
    }

    async fn bare_on(server: Server) -> Database {
        let name = format!("bare_{}", uuid::Uuid::new_v4().simple());
        server.owner().await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let urls = server.urls(&name);
        Database { pools: Pools::new(&urls).unwrap(), urls, name, server }
    }

    /// A copy of another test's database, made by PostgreSQL itself; nobody may be connected to that one.
    pub async fn copied(name: &str, original: &str) -> Database {
        let server = Server::running().await;
        let mut owner = server.owner().await;
        let alone = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{original}'");
        owner.batch_execute(&alone).await.unwrap();
        patiently(&mut owner, &format!("CREATE DATABASE {name} TEMPLATE {original}")).await;
        let urls = server.urls(name);
        Database { pools: Pools::new(&urls).unwrap(), urls, name: name.to_owned(), server }
    }

    /// The same on a cluster of the caller's own.
    pub async fn named(name: &str, cluster: Arc<Cluster>) -> Database {
        Database::on(Server::Ours(cluster), name.to_owned()).await
    }

    async fn on(server: Server, name: String) -> Database {
        let template = server.template().await;
        let mut owner = server.owner().await;
        patiently(&mut owner, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let urls = server.urls(&name);
        // A copy of the template is a copy: its letters wait until somebody says that they may leave.
        let home = "INSERT INTO outbox_home (place, since, released_by) VALUES (this_database(), now(), 'tests')";
        connect(&urls.owner).await.batch_execute(home).await.unwrap();
        Database { pools: Pools::new(&urls).unwrap(), urls, name, server }
    }

    /// Waits until a transaction of this database waits for another one.
    pub async fn somebody_waits(&self) {
        let look = "DO $$ BEGIN WHILE NOT EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) \
                    WHERE NOT granted AND datname = current_database()) LOOP PERFORM pg_sleep(0.02); \
                    PERFORM pg_stat_clear_snapshot(); END LOOP; END $$";
        let mut looking = self.owner().await;
        tokio::time::timeout(Duration::from_secs(20), looking.batch_execute(look)).await.unwrap().unwrap();
    }

    /// A connection as the owner, for what no part of the program may do.
    pub async fn owner(&self) -> AsyncPgConnection {
        connect(&self.urls.owner).await
    }
}

impl Drop for Database {
    /// In a thread with a runtime of its own, because the test's may be ending.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let url = server.url(Role::Owner, "postgres");
                let mut owner = pools::connect(url, "test", None).await.ok()?;
                owner.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.ok()
            })
        });
        let _ = dropping.join();
    }
}

async fn connect(url: &str) -> AsyncPgConnection {
    pools::connect(url.to_owned(), "test", None).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn exists(conn: &mut AsyncPgConnection, name: &str) -> bool {
    #[derive(diesel::QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        there: bool,
    }
    let query = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1) AS there";
    let found: Found =
        diesel::sql_query(query).bind::<diesel::sql_types::Text, _>(name).get_result(conn).await.unwrap();
    found.there
}

/// PostgreSQL refuses while a connection that has just been closed is still seen on the database.
async fn patiently(conn: &mut AsyncPgConnection, sql: &str) {
    for _ in 0..100 {
        match conn.batch_execute(sql).await {
            Ok(()) => return,
            Err(error) if error.to_string().contains("being accessed by other users") => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(error) => panic!("{sql}: {error}"),
        }
    }
    panic!("{sql}: still in use after 5 s");
}
