//! The demo's and the tests' mail server: it takes every letter for itself, and goes wrong on purpose. It binds to
//! loopback only, so that no letter of a demo or a test can leave the machine through it.

mod faults;
mod session;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

pub use faults::{Drops, Faults, Handshake};
use session::Session;

/// More connections than this are sent away with 421.
pub const CONNECTIONS: usize = 100;
/// The largest letter taken, told by SIZE.
pub const LETTER_BYTES: usize = 30 * 1024 * 1024;

/// A letter as it arrived, dots unstuffed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    pub from: String,
    pub to: Vec<String>,
    pub raw: Vec<u8>,
    pub at: DateTime<Utc>,
}

/// What `caught` promises to do; the sender is told 250 only after it has succeeded.
pub type Catching = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// Where caught letters go.
pub trait Catch: Send + Sync + 'static {
    fn caught(&self, letter: Caught) -> Catching;
}

/// Keeps letters in memory, for tests.
#[derive(Clone, Debug, Default)]
pub struct Basket(Arc<Mutex<Vec<Caught>>>);

impl Basket {
    /// What has been caught so far, oldest first.
    pub fn letters(&self) -> Vec<Caught> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Catch for Basket {
    fn caught(&self, letter: Caught) -> Catching {
        let letters = Arc::clone(&self.0);
        Box::pin(async move {
            letters.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
            Ok(())
        })
    }
}

/// What all connections of one sink share.
struct Shared {
    faults: watch::Receiver<Faults>,
    into: Arc<dyn Catch>,
    connections: AtomicU64,
    letters: AtomicU64,
    greylist: faults::Greylist,
}

/// A running mail server. It ends when it is stopped or dropped, and with it every connection.
pub struct Sink {
    address: SocketAddr,
    faults: watch::Sender<Faults>,
    serving: JoinHandle<()>,
}

impl Sink {
    /// Listens on a loopback address (port 0 takes a free one); any other address is refused.
    pub async fn start(bind: SocketAddr, plan: Faults, into: Arc<dyn Catch>) -> io::Result<Sink> {
        if !bind.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("{bind} is not a loopback address")));
        }
        let listener = listen(bind)?;
        let address = listener.local_addr()?;
        let (faults, plan) = watch::channel(plan);
        let shared = Arc::new(Shared {
            faults: plan.clone(),
            into,
            connections: AtomicU64::new(0),
            letters: AtomicU64::new(0),
            greylist: faults::Greylist::default(),
        });
        let serving = tokio::spawn(serve(address, listener, plan, shared));
        Ok(Sink { address, faults, serving })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Goes wrong differently from now on, on open connections too.
    pub fn set(&self, plan: Faults) {
        self.faults.send_replace(plan);
    }

    /// Closes the port and every connection.
    pub async fn stop(mut self) {
        self.serving.abort();
        // The only error is the abort that was just asked for.
        let _ = (&mut self.serving).await;
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(128)
}

/// Accepts until aborted. A server that refuses connections is one without a listener, as a stopped one would be.
async fn serve(address: SocketAddr, first: TcpListener, mut plan: watch::Receiver<Faults>, shared: Arc<Shared>) {
    let mut sessions = JoinSet::new();
    let mut listener = Some(first);
    loop {
        while sessions.try_join_next().is_some() {}
        if plan.borrow_and_update().refuses_all() {
            listener = None;
            sessions.shutdown().await;
            if plan.changed().await.is_err() {
                return;
            }
            continue;
        }
        let open = match listener.take() {
            Some(open) => open,
            None => match listen(address) {
                Ok(open) => open,
                Err(_) => {
                    // The port may still be held by what was just closed.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        tokio::select! {
            accepted = open.accept() => match accepted {
                Ok((stream, _)) => admit(stream, &mut sessions, &shared),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            changed = plan.changed() => if changed.is_err() { return },
        }
        listener = Some(open);
    }
}

fn admit(stream: TcpStream, sessions: &mut JoinSet<()>, shared: &Arc<Shared>) {
    let number = shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
    let full = sessions.len() >= CONNECTIONS;
    let shared = Arc::clone(shared);
    sessions.spawn(async move {
        // A connection that breaks ends only itself; the other side sees it and says so.
        let _ = Session::new(stream, shared, number).run(full).await;
    });
}
