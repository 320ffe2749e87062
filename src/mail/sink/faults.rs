//! What goes wrong on purpose, as data: a test or the demo's page sets it, a session asks it.

use std::collections::HashMap;
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

/// How a handshake fails that the server has offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// Answers STARTTLS with 454, not now.
    Refused,
    /// Says that it begins, and goes on with what is no TLS.
    Garbage,
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
    /// Offers STARTTLS, and fails it.
    pub handshake: Option<Handshake>,
    /// Answers MAIL with 530, sign in first.
    pub closed: bool,
    /// Answers RCPT with 451, local error.
    pub local_error: bool,
    /// Answers RCPT with 421 and closes the connection.
    pub closing: bool,
    /// Answers so many first RCPT of every pair of sender and recipient with 451.
    pub greylist: u32,
    /// Answers RCPT with 550 for addresses that hold one of these, in any case of letters.
    pub unknown: Vec<String>,
    /// Answers the end of DATA with 552, mailbox full.
    pub full: bool,
    /// Breaks the connection.
    pub drops: Option<Drops>,
    /// Faults that can strike single connections or letters (`refuse`, `busy`; `local_error`, `closing`, `full`, `drops`)
    /// strike only every n-th one; 0 and 1 mean all.
    pub every: u32,
    /// Faults of letters (`delay_after_data`, `local_error`, `closing`, `greylist`, `full`, `drops`) strike only those to
    /// addresses that hold one of these, in any case of letters; none means all.
    pub only: Vec<String>,
}

impl Faults {
    /// Whether the n-th connection or letter (counted from 1) is one that faults strike.
    pub(super) fn strikes(&self, number: u64) -> bool {
        self.every < 2 || number.is_multiple_of(u64::from(self.every))
    }

    pub(super) fn refuses_all(&self) -> bool {
        self.refuse && self.every < 2
    }

    /// Whether faults strike the n-th letter, which is to this address.
    pub(super) fn strikes_letter(&self, number: u64, to: &str) -> bool {
        self.strikes(number) && self.concerns(to)
    }

    /// Whether letters to this address are among those that faults strike at all.
    pub(super) fn concerns(&self, to: &str) -> bool {
        self.only.is_empty() || holds_one(to, &self.only)
    }

    pub(super) fn knows(&self, address: &str) -> bool {
        !holds_one(address, &self.unknown)
    }
}

fn holds_one(address: &str, parts: &[String]) -> bool {
    let address = address.to_lowercase();
    parts.iter().any(|part| address.contains(&part.to_lowercase()))
}

/// How often each pair has been sent away. Bounded: a full list forgets all, which only greets someone as new again.
#[derive(Default)]
pub(super) struct Greylist(Mutex<HashMap<(String, String), u32>>);

impl Greylist {
    const PAIRS: usize = 100_000;

    /// Whether this pair has come so often before; if not, this time is remembered.
    pub(super) fn passes(&self, from: &str, to: &str, after: u32) -> bool {
        let mut pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pairs.len() >= Self::PAIRS {
            pairs.clear();
        }
        let times = pairs.entry((from.to_lowercase(), to.to_lowercase())).or_default();
        let passes = *times >= after;
        *times = times.saturating_add(1);
        passes
    }
}
