//! The real program in processes of its own, to be killed: started as people start it, asked over a socket.

use std::io;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use entente::db::Urls;
use entente::links;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// How long the program may take to answer after its start, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back: the status, and the head as it stands.
pub struct Answer {
    pub status: u16,
    head: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// One process of the program.
pub struct Program {
    verb: &'static str,
    settings: Vec<(&'static str, String)>,
    /// Where its pages are; none for a worker.
    pub address: Option<SocketAddr>,
    child: Option<Child>,
}

impl Program {
    /// `run`, `serve` or `worker` on this database and this mail server; letters to outside are not held.
    pub fn new(verb: &'static str, urls: &Urls, mail: SocketAddr) -> Program {
        let address = (verb != "worker").then(free_port);
        let mut settings = vec![
            ("PATH", "/usr/local/bin:/usr/bin:/bin".to_owned()),
            ("HOME", "/nonexistent".to_owned()),
            ("DATABASE_URL", urls.owner.clone()),
            ("ENTENTE_WRITER_URL", urls.writer.clone()),
            ("ENTENTE_READER_URL", urls.reader.clone()),
            ("ENTENTE_SMTP", format!("smtp://{mail}")),
            ("ENTENTE_MAIL_DOMAIN", "entente.example.org".to_owned()),
            ("ENTENTE_HOLD_MINUTES", "0".to_owned()),
            ("ENTENTE_LOG", "off".to_owned()),
        ];
        settings.extend(address.map(|address| ("ENTENTE_LISTEN", address.to_string())));
        Program { verb, settings, address, child: None }
    }

    /// Starts it; pages answer when this returns.
    pub async fn start(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
        command.arg(self.verb).env_clear().envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        self.child = Some(command.spawn().unwrap());
        let Some(address) = self.address else { return };
        let since = Instant::now();
        while !is_well(address).await {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            assert!(ended.is_none(), "entente {} ended by itself: {ended:?}", self.verb);
            assert!(since.elapsed() < PATIENCE, "entente {} does not answer", self.verb);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// SIGKILL, in the middle of whatever it does.
    pub async fn kill(&mut self) {
        self.child.take().expect("a process that runs").kill().await.unwrap();
    }
}

/// Below the ports that the system gives to clients: there, a writer's own connection could take the port of a program
/// that is down for a moment. The same port serves every life of a program.
fn free_port() -> SocketAddr {
    loop {
        let address = SocketAddr::from(([127, 0, 0, 1], rand::random_range(12_000..32_000)));
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// Whether the pages and their database answer.
pub async fn is_well(address: SocketAddr) -> bool {
    let request = format!("GET {} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n", links::HEALTH);
    exchanged(address, &request).await.is_ok_and(|answer| answer.status == 200)
}

/// Sends a form as the holder of this session cookie.
pub async fn posted(address: SocketAddr, path: &str, cookie: &str, form: &str) -> io::Result<Answer> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: entente={cookie}\r\n");
    let body =
        format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}", form.len());
    exchanged(address, &format!("{head}{body}")).await
}

/// One request, one answer. Anything but a whole head is an error: nothing has been acknowledged.
async fn exchanged(address: SocketAddr, request: &str) -> io::Result<Answer> {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        Ok::<_, io::Error>(bytes)
    };
    let bytes =
        tokio::time::timeout(Duration::from_secs(20), exchange).await.map_err(|_| io::ErrorKind::TimedOut)??;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, _) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, head: head.to_owned() })
}
