//! The sink as a server, spoken to by hand: limits, and what must never end a letter.

use std::net::SocketAddr;
use std::sync::Arc;

use entente::mail::sink::{Basket, Faults, LETTER_BYTES, Sink};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

struct Client(BufReader<TcpStream>);

impl Client {
    async fn to(address: SocketAddr) -> Self {
        Client(BufReader::new(TcpStream::connect(address).await.unwrap()))
    }

    /// The code of the next answer, over all its lines.
    async fn code(&mut self) -> u16 {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            }
        }
    }

    async fn say(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).await.unwrap();
    }

    async fn ask(&mut self, line: &str) -> u16 {
        self.say(format!("{line}\r\n").as_bytes()).await;
        self.code().await
    }

    /// Greeted and up to the answer to DATA.
    async fn until_data(&mut self) {
        assert_eq!(self.code().await, 220);
        assert_eq!(self.ask("EHLO client.example").await, 250);
        assert_eq!(self.ask("MAIL FROM:<a@example.org>").await, 250);
        assert_eq!(self.ask("RCPT TO:<b@example.org>").await, 250);
        assert_eq!(self.ask("DATA").await, 354);
    }
}

async fn a_sink() -> (Sink, Basket) {
    let basket = Basket::default();
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), Faults::default(), Arc::new(basket.clone())).await.unwrap();
    (sink, basket)
}

#[tokio::test]
async fn the_sink_binds_to_loopback_only() {
    for outside in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let refused = Sink::start(outside.parse().unwrap(), Faults::default(), Arc::new(Basket::default())).await;
        assert_eq!(refused.err().map(|e| e.kind()), Some(std::io::ErrorKind::PermissionDenied), "{outside}");
    }
}

#[tokio::test]
async fn only_crlf_dot_crlf_ends_a_letter() {
    let (sink, basket) = a_sink().await;
    let mut client = Client::to(sink.address()).await;
    client.until_data().await;
    let smuggled = b"one\n.\nMAIL FROM:<x@example.net>\n.\r\ntwo\r\n.\n..three\r\n..four\r\n.\r\n";
    client.say(smuggled).await;
    assert_eq!(client.code().await, 250);
    let letters = basket.letters();
    assert_eq!(letters.len(), 1);
    let expected = b"one\n.\nMAIL FROM:<x@example.net>\n.\r\ntwo\r\n\n..three\r\n.four\r\n";
    assert_eq!(String::from_utf8_lossy(&letters[0].raw), String::from_utf8_lossy(expected));
}

#[tokio::test]
async fn commands_out_of_order_and_unknown_ones_are_told() {
    let (sink, _) = a_sink().await;
    let mut client = Client::to(sink.address()).await;
    assert_eq!(client.code().await, 220);
    let asked = [
        ("MAIL FROM:<a@example.org>", 503),
        ("helo client.example", 250),
        ("DATA", 503),
        ("RCPT TO:<b@example.org>", 503),
        ("MAIL FROM:a@example.org", 501),
        ("MAIL FROM:<a\u{1}@example.org>", 501),
        ("MAIL FROM:<ä@example.org>", 553),
        ("MAIL FROM:<ä@example.org> SMTPUTF8", 250),
        ("RSET", 250),
        ("mail from: <> BODY=8BITMIME", 250),
        ("MAIL FROM:<a@example.org>", 503),
        ("DATA", 503),
        ("RSET", 250),
        ("NOOP", 250),
        ("VRFY b@example.org", 500),
        ("QUIT", 221),
    ];
    for (line, code) in asked {
        assert_eq!(client.ask(line).await, code, "{line}");
    }
    assert_eq!(client.code().await, 0, "closed after QUIT");
}

#[tokio::test]
async fn a_pipelining_client_is_answered_in_order() {
    let (sink, basket) = a_sink().await;
    let mut client = Client::to(sink.address()).await;
    let all = b"EHLO c\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n";
    client.say(all).await;
    for code in [220, 250, 250, 250, 354, 250, 221] {
        assert_eq!(client.code().await, code);
    }
    assert_eq!(basket.letters()[0].raw, b"hello\r\n");
}

#[tokio::test]
async fn a_line_over_the_limit_is_refused_and_the_letter_with_it() {
    let (sink, basket) = a_sink().await;
    let mut client = Client::to(sink.address()).await;
    client.until_data().await;
    client.say(format!("{}\r\n.\r\n", "x".repeat(50_000)).as_bytes()).await;
    assert_eq!(client.code().await, 500);
    assert_eq!(client.ask(&"N".repeat(5_000)).await, 500);
    assert_eq!(client.ask("NOOP").await, 250);
    assert!(basket.letters().is_empty());
}

#[tokio::test]
async fn a_letter_over_the_limit_is_refused_before_or_after_its_bytes() {
    let (sink, basket) = a_sink().await;
    let mut client = Client::to(sink.address()).await;
    assert_eq!(client.code().await, 220);
    assert_eq!(client.ask("EHLO c").await, 250);
    assert_eq!(client.ask(&format!("MAIL FROM:<a@example.org> SIZE={}", LETTER_BYTES + 1)).await, 552);
    let mut client = Client::to(sink.address()).await;
    client.until_data().await;
    let line = [b"x".repeat(898).as_slice(), b"\r\n"].concat();
    client.say(&line.repeat(LETTER_BYTES / 900 + 2)).await;
    client.say(b".\r\n").await;
    assert_eq!(client.code().await, 552);
    assert!(basket.letters().is_empty());
}

#[tokio::test]
async fn the_hundred_and_first_connection_is_sent_away() {
    let (sink, _) = a_sink().await;
    let mut open = Vec::new();
    for _ in 0..100 {
        let mut client = Client::to(sink.address()).await;
        assert_eq!(client.code().await, 220);
        open.push(client);
    }
    assert_eq!(Client::to(sink.address()).await.code().await, 421);
}

#[tokio::test]
async fn a_stopped_sink_closes_its_port_and_its_connections() {
    let (sink, _) = a_sink().await;
    let address = sink.address();
    let mut client = Client::to(address).await;
    assert_eq!(client.code().await, 220);
    sink.stop().await;
    let mut rest = Vec::new();
    let _ = client.0.read_to_end(&mut rest).await;
    assert!(TcpStream::connect(address).await.is_err());
}
