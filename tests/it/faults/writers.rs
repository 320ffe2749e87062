//! People who go on working whatever happens, and note what they were told was done. Each has a statement of their own,
//! submits it and has it returned; what was not answered is asked for again under the same key, as a browser would.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::Utc;
use entente::links;
use entente::write::upkeep::session::NewSession;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::program::posted;
use crate::support::people::{World, content};

/// Between two acts of one writer.
const PAUSE: Duration = Duration::from_millis(150);

/// What all writers were told, together.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The keys of the acts that were answered as done.
    pub acknowledged: Vec<String>,
    pub asked: usize,
    /// 503 with Retry-After.
    pub unavailable: usize,
    /// Connections that broke before an answer, or were never made.
    pub cut: usize,
    /// Any other answer; there should be none.
    pub surprises: Vec<String>,
    /// When something was last answered as done.
    pub last: Option<Instant>,
}

/// The writers at work.
pub struct Writers {
    ledger: Arc<Mutex<Ledger>>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

struct Writer {
    handle: String,
    version: i32,
    submitted: bool,
    author: NewSession,
    approver: NewSession,
    addresses: Vec<SocketAddr>,
    ledger: Arc<Mutex<Ledger>>,
}

impl Writers {
    /// So many people, each with a draft of their own, at these addresses in turn.
    pub async fn begin(world: &World, count: usize, addresses: &[SocketAddr]) -> Writers {
        let (ledger, (stop, stopped)) = (Arc::new(Mutex::new(Ledger::default())), watch::channel(false));
        let mut tasks = JoinSet::new();
        for n in 0..count {
            let draft = world.drafted(content(&format!("topic {n}"), vec![world.for_information("ISO/TC 307")])).await;
            let mut addresses = addresses.to_vec();
            let first = n % addresses.len();
            addresses.rotate_left(first);
            let writer = Writer {
                handle: draft.handle,
                version: draft.version,
                submitted: false,
                author: session(world, "rapporteur").await,
                approver: session(world, "sg.chair").await,
                addresses,
                ledger: Arc::clone(&ledger),
            };
            tasks.spawn(writer.work(stopped.clone()));
        }
        Writers { ledger, stop, tasks }
    }

    /// What they were told so far.
    pub fn ledger(&self) -> Ledger {
        self.ledger.lock().unwrap().clone()
    }

    /// Lets them finish what they asked for, and answers what they were told in all.
    pub async fn end(mut self) -> Ledger {
        self.stop.send_replace(true);
        while let Some(ended) = self.tasks.join_next().await {
            ended.unwrap();
        }
        self.ledger()
    }
}

/// Signed in, without the sign-in page: it is slow on purpose.
async fn session(world: &World, key: &str) -> NewSession {
    world.upkeep.open_session(world.person(key), None, Utc::now()).await.unwrap()
}

impl Writer {
    async fn work(mut self, stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() && self.act(&stopped).await {
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The next act, asked for until it is answered. Answers whether to go on.
    async fn act(&mut self, stopped: &watch::Receiver<bool>) -> bool {
        let (act, who) = if self.submitted { ("return", &self.approver) } else { ("submit", &self.author) };
        let key = uuid::Uuid::new_v4().to_string();
        let form = format!("csrf={}&key={key}&version={}&reason=Not+yet.", who.session.csrf, self.version);
        let (path, here) = (links::act(&self.handle, act), links::statement(&self.handle));
        // Asked for again even after the end, because an act that may have been done should be known as done.
        let mut attempts_after_end = 0;
        while attempts_after_end < 100 {
            attempts_after_end += usize::from(*stopped.borrow());
            self.note(|ledger| ledger.asked += 1);
            match posted(self.addresses[0], &path, &who.token, &form).await {
                Ok(answer) if answer.status == 303 && answer.header("location") == Some(here.as_str()) => {
                    self.note(|ledger| {
                        ledger.acknowledged.push(key);
                        ledger.last = Some(Instant::now());
                    });
                    self.version += 1;
                    self.submitted = !self.submitted;
                    return true;
                }
                Ok(answer) if answer.status == 503 && answer.header("retry-after").is_some() => {
                    self.note(|ledger| ledger.unavailable += 1);
                }
                Ok(answer) => {
                    let said = format!("{} {act} version {}: {}", self.handle, self.version, answer.status);
                    self.note(|ledger| ledger.surprises.push(said));
                    return false;
                }
                Err(_) => self.note(|ledger| ledger.cut += 1),
            }
            self.addresses.rotate_left(1);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    fn note(&self, what: impl FnOnce(&mut Ledger)) {
        what(&mut self.ledger.lock().unwrap());
    }
}
