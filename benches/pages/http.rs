//! As much of an HTTP client as the measurement needs: a connection that stays open, and many of them at once.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection and the session that speaks over it.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    host: SocketAddr,
    cookie: String,
}

impl Client {
    pub async fn connect(host: SocketAddr, cookie: &str) -> Client {
        let stream = TcpStream::connect(host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream, buffer: Vec::with_capacity(256 * 1024), host, cookie: cookie.to_owned() }
    }

    pub async fn get(&mut self, path: &str) -> (u16, usize) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: entente={}\r\n\r\n", self.host, self.cookie))
            .await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> (u16, usize) {
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: entente={}\r\n", self.host, self.cookie);
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.ask(&format!("{head}{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len())).await
    }

    /// Status and length of the body, when all of it has come.
    async fn ask(&mut self, request: &str) -> (u16, usize) {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await.unwrap();
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_lowercase();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
        let length = length.unwrap_or_else(|| panic!("no length in {text}"));
        while self.buffer.len() < head + length {
            self.more().await.unwrap();
        }
        (status, length)
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// What so many at once came to.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
}

impl Measured {
    pub fn of(mut all: Vec<Duration>, wall: Duration) -> Measured {
        assert!(!all.is_empty(), "nothing was measured");
        all.sort_unstable();
        let at = |part: f64| all[((all.len() - 1) as f64 * part).round() as usize];
        Measured { per_second: all.len() as f64 / wall.as_secs_f64(), p50: at(0.5), p99: at(0.99) }
    }
}

/// One user of the service: a connection, and what it does next.
pub trait User: Send + 'static {
    fn once(&mut self) -> impl Future<Output = ()> + Send;
}

/// Lets all users work for so long, after a second to get warm.
pub async fn under_load<U: User>(users: Vec<U>, long: Duration) -> Measured {
    let ready = Arc::new(tokio::sync::Barrier::new(users.len()));
    let mut tasks = tokio::task::JoinSet::new();
    for mut user in users {
        let ready = Arc::clone(&ready);
        tasks.spawn(async move {
            let since = Instant::now();
            while since.elapsed() < Duration::from_secs(1) {
                user.once().await;
            }
            ready.wait().await;
            let (since, mut all) = (Instant::now(), Vec::new());
            while since.elapsed() < long {
                let began = Instant::now();
                user.once().await;
                all.push(began.elapsed());
            }
            all
        });
    }
    let all = tasks.join_all().await.into_iter().flatten().collect();
    Measured::of(all, long)
}
