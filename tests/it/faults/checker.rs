//! Compares the writers' ledger, the database and the mail server, and prints what it found.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::{Duration, Instant};

use entente::mail::reading;
use entente::mail::sink::{Basket, Caught};
use tokio_postgres::{Client, NoTls};

use super::writers::Ledger;

/// How long the letters may take to be gone after the last kill: a letter that was refused for now waits a minute.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a campaign came to. Everything below the line should be zero.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub kills: usize,
    pub acknowledged: usize,
    pub asked: usize,
    pub cut: usize,
    pub unavailable: usize,
    pub letters: usize,
    /// Letters that came again, byte by byte the same, under the same Message-ID: what SMTP cannot exclude.
    pub again: usize,
    // ---------------------------------------------------------------------------------------------------------------
    pub lost: usize,
    pub twice: usize,
    pub states_without_event: i64,
    pub events_without_payload: i64,
    pub keys_without_receipt: i64,
    pub events_without_letter: i64,
    pub letters_lost: usize,
    pub letters_of_nothing: usize,
    pub letters_altered: usize,
    pub out_of_order: usize,
    pub surprises: usize,
}

impl Figures {
    /// One life of a campaign, over: waits for the last letter, then counts.
    pub async fn of(kills: usize, url: &str, ledger: &Ledger, basket: &Basket) -> Figures {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let driver = tokio::spawn(connection);
        let since = Instant::now();
        while count(&client, "outbox WHERE state = 'queued'").await > 0 {
            assert!(since.elapsed() < PATIENCE, "letters are still queued after {} s", PATIENCE.as_secs());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let mut figures = Figures {
            kills,
            acknowledged: ledger.acknowledged.len(),
            asked: ledger.asked,
            cut: ledger.cut,
            unavailable: ledger.unavailable,
            surprises: ledger.surprises.len(),
            ..Figures::default()
        };
        figures.changes(&client, ledger).await;
        figures.letters(&client, basket).await;
        driver.abort();
        figures
    }

    async fn changes(&mut self, client: &Client, ledger: &Ledger) {
        let rows =
            client.query("SELECT key, count(*) FROM event WHERE key IS NOT NULL GROUP BY key", &[]).await.unwrap();
        let done: HashMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        self.lost = ledger.acknowledged.iter().filter(|key| !done.contains_key(*key)).count();
        self.twice = done.values().filter(|times| **times > 1).count();
        self.states_without_event = count(
            client,
            "statement s WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.subject_id = s.id AND e.to_state = s.state \
             AND e.seq = s.version AND e.seq = (SELECT max(seq) FROM event WHERE subject_id = s.id))",
        )
        .await;
        let payload = "event e WHERE NOT EXISTS (SELECT 1 FROM event_payload p WHERE p.event_id = e.id)";
        self.events_without_payload = count(client, payload).await;
        self.keys_without_receipt = count(client, "command_key WHERE receipt IS NULL").await;
        let silent = "event e WHERE act IN ('submit', 'return') \
                      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event_id = e.id)";
        self.events_without_letter = count(client, silent).await;
    }

    async fn letters(&mut self, client: &Client, basket: &Basket) {
        let sql = "SELECT replace(event_id::text, '-', ''), address, lane, state FROM outbox ORDER BY seq";
        let rows = client.query(sql, &[]).await.unwrap();
        let arrived = basket.letters();
        let mut first: HashMap<(String, String), usize> = HashMap::new();
        for (n, letter) in arrived.iter().enumerate() {
            match first.entry(name(letter)) {
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(n);
                }
                std::collections::hash_map::Entry::Occupied(place) => {
                    self.again += 1;
                    self.letters_altered += usize::from(arrived[*place.get()].raw != letter.raw);
                }
            }
        }
        let mut newest: HashMap<String, usize> = HashMap::new();
        let mut known = HashSet::new();
        for row in &rows {
            let (event, address, lane): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let came = first.get(&(event.clone(), address.clone())).copied();
            known.insert((event, address));
            match came {
                Some(n) if row.get::<_, &str>(3) == "sent" => {
                    let before = newest.insert(lane, n);
                    self.out_of_order += usize::from(before.is_some_and(|before| before > n));
                }
                Some(_) | None => self.letters_lost += 1,
            }
        }
        self.letters = rows.len();
        self.letters_of_nothing = first.keys().filter(|name| !known.contains(*name)).count();
    }

    /// Prints the figures and fails where one is not what it should be. Letters may come again, at most so many.
    pub fn hold(&self, name: &str, most_again: usize, ledger: &Ledger) {
        println!("{name}: {self}");
        assert_eq!(ledger.surprises, Vec::<String>::new(), "answers that nobody expects");
        let sound = Figures {
            kills: self.kills,
            acknowledged: self.acknowledged,
            asked: self.asked,
            cut: self.cut,
            unavailable: self.unavailable,
            letters: self.letters,
            again: self.again,
            ..Figures::default()
        };
        assert_eq!(*self, sound);
        assert!(self.acknowledged > 0 && self.letters >= self.acknowledged, "nothing was tried: {self}");
        assert!(self.again <= most_again, "{} letters came again, {most_again} may", self.again);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} faults; requests {}, acknowledged {}, connections cut {}, 503 with Retry-After {}; acknowledged changes \
             lost {}, done twice {}; states without event {}, events without payload {}, keys without receipt {}, events \
             without letter {}; letters {}, lost {}, of nothing {}, out of order {}, again under the same Message-ID {}, \
             again but altered {}; other answers {}",
            self.kills,
            self.asked,
            self.acknowledged,
            self.cut,
            self.unavailable,
            self.lost,
            self.twice,
            self.states_without_event,
            self.events_without_payload,
            self.keys_without_receipt,
            self.events_without_letter,
            self.letters,
            self.letters_lost,
            self.letters_of_nothing,
            self.out_of_order,
            self.again,
            self.letters_altered,
            self.surprises
        )
    }
}

async fn count(client: &Client, what: &str) -> i64 {
    client.query_one(&format!("SELECT count(*) FROM {what}"), &[]).await.unwrap().get(0)
}

/// A letter's event, out of its Message-ID (`<event.recipient@domain>`), and its recipient.
fn name(letter: &Caught) -> (String, String) {
    let headers = reading::shown(&letter.raw).headers;
    let id = headers.into_iter().find(|(name, _)| name == "Message-ID").map(|(_, id)| id).unwrap();
    let event = id.trim_start_matches('<').split('.').next().unwrap().to_owned();
    (event, letter.to.join(","))
}
