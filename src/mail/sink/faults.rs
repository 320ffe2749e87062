//! What goes wrong on purpose, as data: a test or the demo's page sets it, a session asks it.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Where a connection breaks while a letter is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drops {
    /// After the first line of the letter: the server has nothing.
    InData,
    /// After the last dot and before the answer: the server has the letter, the sender does not know.
    AfterData,
}

/// How the sink goes wrong. The default is a server without faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Waits before every answer.
    pub delay: Duration,
    /// Waits, besides, before the answer to the end of DATA.
    pub delay_after_data: Duration,
    /// Takes no connection at all (with `every`: closes every n-th one without a word).
    pub refuse: bool,
    /// Greets with 421, service not available.
    pub busy: bool,
    /// Answers MAIL with 530, sign in first.
    pub closed: bool,
    /// Answers RCPT with 451, local error.
    pub local_error: bool,
    /// Answers the first RCPT of every pair of sender and recipient with 450.
    pub greylist: bool,
    /// Answers RCPT with 550 for addresses that hold one of these, in any case of letters.
    pub unknown: Vec<String>,
    /// Answers the end of DATA with 552, mailbox full.
    pub full: bool,
    /// Breaks the connection.
    pub drops: Option<Drops>,
    /// Faults that can strike single connections or letters (`refuse`, `busy`; `local_error`, `full`, `drops`) strike
    /// only every n-th one; 0 and 1 mean all.
    pub every: u32,
}

impl Faults {
    /// Whether the n-th connection or letter (counted from 1) is one that faults strike.
    pub(super) fn strikes(&self, number: u64) -> bool {
        self.every < 2 || number.is_multiple_of(u64::from(self.every))
    }

    pub(super) fn refuses_all(&self) -> bool {
        self.refuse && self.every < 2
    }

    pub(super) fn knows(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        !self.unknown.iter().any(|part| address.contains(&part.to_lowercase()))
    }
}

/// Pairs that have been sent away once. Bounded: a full list forgets all, which only greets someone as new again.
#[derive(Default)]
pub(super) struct Greylist(Mutex<HashSet<(String, String)>>);

impl Greylist {
    const PAIRS: usize = 100_000;

    /// Whether this pair comes for the first time; it is remembered.
    pub(super) fn is_new(&self, from: &str, to: &str) -> bool {
        let mut pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pairs.len() >= Self::PAIRS {
            pairs.clear();
        }
        pairs.insert((from.to_lowercase(), to.to_lowercase()))
    }
}
