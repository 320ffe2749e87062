//! One SMTP conversation (RFC 5321) on the sink's side: every line and every letter has a limit, only CRLF.CRLF ends a
//! letter (a bare LF would let one letter smuggle in another), and the answers go wrong as planned.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::Utc;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Caught, Drops, Faults, Handshake, LETTER_BYTES, Shared};

/// The longest line of a letter (RFC 5321, 4.5.3.1.6); commands are held to the same.
const LINE_BYTES: usize = 1000;
const RECIPIENTS: usize = 100;
const IDLE: Duration = Duration::from_secs(300);
/// A client that goes on after this many mistakes is talking nonsense.
const MISTAKES: u32 = 20;

pub(super) struct Session {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
    number: u64,
    greeted: bool,
    mistakes: u32,
    open: Option<Transaction>,
}

/// From MAIL to the end of DATA.
struct Transaction {
    number: u64,
    utf8: bool,
    from: String,
    to: Vec<String>,
}

enum Line {
    /// A line without its end; whether the end was CRLF.
    Whole(Vec<u8>, bool),
    /// A line over the limit, read to its end and thrown away; whether the end was CRLF.
    TooLong(bool),
    Closed,
}

enum Next {
    GoOn,
    Close,
}

impl Session {
    pub(super) fn new(stream: TcpStream, shared: Arc<Shared>, number: u64) -> Self {
        // Answers are short and waited for; holding them back would only slow a pipelining client down.
        let _ = stream.set_nodelay(true);
        let stream = BufReader::new(stream);
        Session { stream, shared, number, greeted: false, mistakes: 0, open: None }
    }

    fn faults(&self) -> Faults {
        self.shared.faults.borrow().clone()
    }

    async fn answer(&mut self, text: &str) -> io::Result<Next> {
        let delay = self.faults().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await?;
        Ok(Next::GoOn)
    }

    async fn mistake(&mut self, text: &str) -> io::Result<Next> {
        self.mistakes += 1;
        self.answer(text).await?;
        Ok(if self.mistakes > MISTAKES { Next::Close } else { Next::GoOn })
    }

    /// The whole conversation.
    pub(super) async fn run(mut self, full: bool) -> io::Result<()> {
        let faults = self.faults();
        let struck = faults.strikes(self.number);
        if faults.refuse && struck {
            return Ok(());
        }
        if full || (faults.busy && struck) {
            self.answer("421 4.3.2 Service not available").await?;
            return Ok(());
        }
        self.answer("220 sink.invalid ESMTP").await?;
        loop {
            let next = match self.line().await? {
                Line::Closed => return Ok(()),
                Line::TooLong(_) => self.mistake("500 5.5.2 Line too long").await?,
                Line::Whole(bytes, _) => match String::from_utf8(bytes) {
                    Ok(line) => self.command(&line).await?,
                    Err(_) => self.mistake("500 5.5.2 Not UTF-8").await?,
                },
            };
            match next {
                Next::GoOn => {}
                Next::Close => return Ok(()),
            }
        }
    }

    /// One line, never more than the limit in memory; a longer one is read to its end and told.
    async fn line(&mut self) -> io::Result<Line> {
        let reading = async {
            let mut line = Vec::new();
            let mut long = false;
            loop {
                let limit = LINE_BYTES as u64 + 1 - line.len() as u64;
                let read = (&mut self.stream).take(limit).read_until(b'\n', &mut line).await?;
                if line.last() == Some(&b'\n') {
                    break;
                }
                if read == 0 {
                    return Ok(Line::Closed);
                }
                if line.len() > LINE_BYTES {
                    long = true;
                    // The last byte stays, to tell a CRLF that falls on the limit.
                    line.drain(..LINE_BYTES);
                }
            }
            let long = long || line.len() > LINE_BYTES;
            line.pop();
            let crlf = line.last() == Some(&b'\r');
            if crlf {
                line.pop();
            }
            Ok(if long { Line::TooLong(crlf) } else { Line::Whole(line, crlf) })
        };
        tokio::time::timeout(IDLE, reading).await.unwrap_or(Ok(Line::Closed))
    }

    async fn command(&mut self, line: &str) -> io::Result<Next> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                self.greeted = true;
                self.open = None;
                let size = format!("250-SIZE {LETTER_BYTES}");
                let mut lines = vec!["250-sink.invalid", &size, "250-8BITMIME", "250-SMTPUTF8"];
                if self.faults().handshake.is_some() {
                    lines.push("250-STARTTLS");
                }
                lines.push("250 PIPELINING");
                self.answer(&lines.join("\r\n")).await
            }
            "STARTTLS" => self.handshake().await,
            "HELO" => {
                self.greeted = true;
                self.open = None;
                self.answer("250 sink.invalid").await
            }
            "MAIL" => self.mail(rest).await,
            "RCPT" => self.rcpt(rest).await,
            "DATA" => self.data().await,
            "RSET" => {
                self.open = None;
                self.answer("250 2.0.0 Reset").await
            }
            "NOOP" => self.answer("250 2.0.0 Here").await,
            "QUIT" => {
                self.answer("221 2.0.0 Bye").await?;
                Ok(Next::Close)
            }
            _ => self.mistake("500 5.5.1 Unknown command").await,
        }
    }

    /// There is never a good end: the sink has no certificate.
    async fn handshake(&mut self) -> io::Result<Next> {
        match self.faults().handshake {
            None => self.mistake("500 5.5.1 Unknown command").await,
            Some(Handshake::Refused) => self.answer("454 4.7.0 TLS not available").await,
            Some(Handshake::Garbage) => {
                self.answer("220 2.0.0 Go ahead").await?;
                self.answer("No TLS speaks like this").await?;
                Ok(Next::Close)
            }
        }
    }

    async fn mail(&mut self, rest: &str) -> io::Result<Next> {
        if !self.greeted || self.open.is_some() {
            return self.mistake("503 5.5.1 Not now").await;
        }
        if self.faults().closed {
            return self.answer("530 5.7.0 Sign in first").await;
        }
        let Some((from, parameters)) = path("FROM:", rest) else {
            return self.mistake("501 5.5.4 MAIL FROM:<address>").await;
        };
        let parameters = parameters.to_ascii_uppercase();
        let utf8 = parameters.split(' ').any(|p| p == "SMTPUTF8");
        let size = parameters.split(' ').find_map(|p| p.strip_prefix("SIZE=")).and_then(|n| n.parse::<usize>().ok());
        if size.is_some_and(|size| size > LETTER_BYTES) {
            return self.answer("552 5.3.4 Too large").await;
        }
        if !utf8 && !from.is_ascii() {
            return self.mistake("553 5.6.7 SMTPUTF8 is needed").await;
        }
        let number = self.shared.letters.fetch_add(1, Ordering::Relaxed) + 1;
        self.open = Some(Transaction { number, utf8, from: from.to_owned(), to: Vec::new() });
        self.answer("250 2.1.0 Sender").await
    }

    async fn rcpt(&mut self, rest: &str) -> io::Result<Next> {
        let faults = self.faults();
        let Some(open) = self.open.as_mut() else {
            return self.mistake("503 5.5.1 MAIL first").await;
        };
        let to = match path("TO:", rest) {
            Some((to, _)) if to.contains('@') => to.to_owned(),
            Some(_) | None => return self.mistake("501 5.5.4 RCPT TO:<address>").await,
        };
        if !open.utf8 && !to.is_ascii() {
            return self.mistake("553 5.6.7 SMTPUTF8 is needed").await;
        }
        if open.to.len() >= RECIPIENTS {
            return self.answer("452 4.5.3 Too many recipients").await;
        }
        let struck = faults.strikes_letter(open.number, &to);
        if faults.local_error && struck {
            return self.answer("451 4.3.0 Local error").await;
        }
        if faults.closing && struck {
            self.answer("421 4.3.2 Closing").await?;
            return Ok(Next::Close);
        }
        if !faults.knows(&to) {
            return self.answer("550 5.1.1 No such mailbox").await;
        }
        if faults.concerns(&to) && !self.shared.greylist.passes(&open.from, &to, faults.greylist) {
            return self.answer("451 4.7.1 Greylisted").await;
        }
        open.to.push(to);
        self.answer("250 2.1.5 Recipient").await
    }

    async fn data(&mut self) -> io::Result<Next> {
        let Some(open) = self.open.take().filter(|open| !open.to.is_empty()) else {
            return self.mistake("503 5.5.1 RCPT first").await;
        };
        self.answer("354 End with CRLF.CRLF").await?;
        let faults = self.faults();
        let struck = open.to.iter().any(|to| faults.strikes_letter(open.number, to));
        let drops = faults.drops.filter(|_| struck);
        let (raw, trouble) = match self.letter(drops == Some(Drops::InData)).await? {
            Some(read) => read,
            None => return Ok(Next::Close),
        };
        if open.to.iter().any(|to| faults.concerns(to)) {
            tokio::time::sleep(faults.delay_after_data).await;
        }
        if let Some(trouble) = trouble {
            return self.mistake(trouble).await;
        }
        if faults.full && struck {
            return self.answer("552 5.2.2 Mailbox full").await;
        }
        let letter = Caught { from: open.from, to: open.to, raw, at: Utc::now() };
        let kept = self.shared.into.caught(letter).await;
        if drops == Some(Drops::AfterData) {
            return Ok(Next::Close);
        }
        match kept {
            Ok(()) => self.answer("250 2.0.0 Caught").await,
            Err(_) => self.answer("451 4.3.0 Could not be kept").await,
        }
    }

    /// The letter up to its last dot, and what is wrong with it; nothing when the connection ended before.
    async fn letter(&mut self, broken: bool) -> io::Result<Option<(Vec<u8>, Option<&'static str>)>> {
        let mut raw = Vec::new();
        let mut trouble = None;
        let mut fresh = true;
        let mut seen = 0;
        loop {
            match self.line().await? {
                Line::Closed => return Ok(None),
                Line::TooLong(crlf) => {
                    trouble = Some("500 5.6.0 Line too long");
                    seen += LINE_BYTES;
                    fresh = crlf;
                }
                Line::Whole(line, crlf) => {
                    if fresh && crlf && line == b"." {
                        return Ok(Some((raw, trouble)));
                    }
                    seen += line.len() + 2;
                    let stuffed = fresh && line.first() == Some(&b'.');
                    if seen > LETTER_BYTES {
                        trouble = Some("552 5.3.4 Too large");
                        raw = Vec::new();
                    } else {
                        raw.extend_from_slice(&line[usize::from(stuffed)..]);
                        raw.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
                    }
                    fresh = crlf;
                }
            }
            if broken || seen > 2 * LETTER_BYTES {
                return Ok(None);
            }
        }
    }
}

/// The address of `FROM:<a@b> …` and the parameters after it.
fn path<'a>(keyword: &str, rest: &'a str) -> Option<(&'a str, &'a str)> {
    let head = rest.get(..keyword.len())?;
    let rest = head.eq_ignore_ascii_case(keyword).then(|| rest[keyword.len()..].trim_start())?;
    let (address, parameters) = rest.strip_prefix('<')?.split_once('>')?;
    let sound = address.len() <= 320 && !address.contains(|c: char| c.is_control() || c.is_whitespace() || c == '<');
    sound.then(|| (address, parameters.trim()))
}
