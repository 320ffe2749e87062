//! The mail server that an administrator states, as workers of other processes use it: from the next letter on, and its
//! password nowhere but there.

use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use diesel_async::SimpleAsyncConnection;
use entente::config::{Config, Secured, StatedServer};
use entente::db::Pools;
use entente::domain::command::StatementCommand;
use entente::facts;
use entente::jobs::ways::Ways;
use entente::jobs::{Work, outbox as carrying};
use entente::mail::sink::{Basket, Faults, Sink};
use entente::write::upkeep::Upkeep;
use entente::write::upkeep::mail_server::{NotKept, Password, Wanted};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::{Office, through};
use crate::support::people::{World, content};

const SECRET: &str = "p:ss/w@rd% 1";

fn server(port: u16, user: Option<&str>) -> StatedServer {
    let user = user.map(str::to_owned);
    StatedServer { host: "127.0.0.1".to_owned(), port, secured: Secured::Clear, user }
}

fn wanted(seen: i64, server: StatedServer, password: Password) -> Wanted {
    Wanted { server, sender: Some("SG17 <sg17@example.org>".to_owned()), password, seen }
}

/// The web of another process.
fn elsewhere(world: &World) -> Upkeep {
    Upkeep::new(Pools::new(&world.database.urls).unwrap().writer)
}

async fn stated(world: &World, wanted: &Wanted) -> Result<(), NotKept> {
    elsewhere(world).keep_mail_server(world.person("counsellor"), wanted, Utc::now()).await
}

async fn sink() -> (Sink, Basket) {
    let basket = Basket::default();
    let into = Arc::new(basket.clone());
    (Sink::start("127.0.0.1:0".parse().unwrap(), Faults::default(), into).await.unwrap(), basket)
}

fn config(set: &'static [(&'static str, &'static str)]) -> Config {
    let value = |name: &str| set.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned());
    Config::from_lookup(&|name| value(name).or((name == "ENTENTE_DATA").then(|| "/nonexistent".to_owned()))).unwrap()
}

/// An office whose worker asks which server is kept.
async fn asking() -> (Office, Work) {
    let office = Office::new().await;
    let work = through(&office.world, Ways::kept(&config(&[])), &office.clock);
    (office, work)
}

/// One letter, to the chair.
async fn letter(world: &World, topic: &str) {
    let draft = world.drafted(content(topic, vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
}

fn subjects(basket: &Basket) -> Vec<String> {
    basket.letters().iter().map(|one| entente::mail::reading::shown(&one.raw).subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_worker_sends_by_the_server_that_is_stated_meanwhile() {
    let (mut office, work) = asking().await;
    letter(&office.world, "first").await;
    office.pass(TimeDelta::hours(1));
    assert_eq!(
        carrying::run_once(&work).await.unwrap(),
        carrying::Counts::default(),
        "nobody stated a server: it waits"
    );

    let ((first, at_first), (second, at_second)) = (sink().await, sink().await);
    stated(&office.world, &wanted(0, server(first.address().port(), None), Password::None)).await.unwrap();
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1);
    let sent = at_first.letters();
    assert_eq!((sent.len(), sent[0].from.as_str()), (1, "sg17@example.org"), "the sender as it was stated");

    letter(&office.world, "second").await;
    office.pass(TimeDelta::hours(1));
    stated(&office.world, &wanted(1, server(second.address().port(), None), Password::None)).await.unwrap();
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1);
    assert_eq!((at_first.letters().len(), at_second.letters().len()), (1, 1), "{:?}", subjects(&at_second));

    // That the old server was away keeps no letter from the new one.
    second.stop().await;
    letter(&office.world, "third").await;
    letter(&office.world, "fourth").await;
    office.pass(TimeDelta::hours(1));
    assert!(carrying::run_once(&work).await.unwrap().no_server);
    stated(&office.world, &wanted(2, server(first.address().port(), None), Password::None)).await.unwrap();
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1, "the other is due again in a minute");
    office.pass(TimeDelta::minutes(2));
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1);
    assert_eq!(at_first.letters().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_where_the_worker_runs_wins_over_the_stated_sender() {
    let mut office = Office::new().await;
    let (running, basket) = sink().await;
    stated(&office.world, &wanted(0, server(running.address().port(), None), Password::None)).await.unwrap();
    let set = config(&[("ENTENTE_MAIL_FROM", "Set <set@example.org>")]);
    let work = through(&office.world, Ways::kept(&set), &office.clock);
    letter(&office.world, "sender").await;
    office.pass(TimeDelta::hours(1));
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1);
    assert_eq!(basket.letters()[0].from, "set@example.org");
}

/// A server that asks who signs in, takes one letter, and answers what it was told by AUTH.
async fn asks_who(listener: TcpListener) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (read, mut write) = stream.into_split();
    let (mut lines, mut told, mut data) = (BufReader::new(read).lines(), String::new(), false);
    write.write_all(b"220 here\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
            _ if data && line != "." => continue,
            "." => b"250 taken\r\n",
            "EHLO" => b"250-here\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n",
            "AUTH" => {
                told = line.clone();
                b"235 welcome\r\n"
            }
            "DATA" => b"354 go on\r\n",
            _ => b"250 yes\r\n",
        };
        data = line == "DATA";
        write.write_all(answer).await.unwrap();
        if line == "." {
            break;
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_told_to_the_server_it_was_given_for_and_to_nobody_else() {
    let (mut office, work) = asking().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = server(listener.local_addr().unwrap().port(), Some("sender"));
    let told = tokio::spawn(asks_who(listener));
    stated(&office.world, &wanted(0, place.clone(), Password::New(SECRET.to_owned()))).await.unwrap();
    letter(&office.world, "signed in").await;
    office.pass(TimeDelta::hours(1));
    assert_eq!(carrying::run_once(&work).await.unwrap().sent, 1);
    // `\0sender\0p:ss/w@rd% 1` in Base64.
    assert_eq!(told.await.unwrap(), "AUTH PLAIN AHNlbmRlcgBwOnNzL3dAcmQlIDE=");

    let others = [
        StatedServer { host: "localhost".into(), ..place.clone() },
        StatedServer { port: 2525, ..place.clone() },
        StatedServer { secured: Secured::Tls, ..place.clone() },
        StatedServer { user: Some("somebody".into()), ..place.clone() },
    ];
    for other in others {
        let refused = stated(&office.world, &wanted(1, other.clone(), Password::Kept)).await;
        assert!(matches!(refused, Err(NotKept::PasswordNeeded)), "{other:?}");
    }
    let mut conn = office.world.database.pools.reader.connection().await.unwrap();
    let kept = facts::mail_server::kept(&mut conn).await.unwrap().unwrap();
    assert_eq!((kept.seq, &kept.server), (1, &place), "what was refused left nothing");

    let elsewhere = elsewhere(&office.world);
    stated(&office.world, &wanted(1, place.clone(), Password::Kept)).await.unwrap();
    let in_force = elsewhere.mail_server().await.unwrap().unwrap();
    assert_eq!(in_force.server.unwrap().account.unwrap().password, SECRET);
    stated(&office.world, &wanted(2, server(place.port, None), Password::None)).await.unwrap();
    let gone = stated(&office.world, &wanted(3, place, Password::Kept)).await;
    assert!(matches!(gone, Err(NotKept::PasswordNeeded)), "it was forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_state_a_server_at_the_same_moment_one_is_told() {
    let world = World::new().await;
    for round in 0..8 {
        let one = wanted(round, server(1001, Some("one")), Password::New("of one".into()));
        let two = wanted(round, server(1002, Some("two")), Password::New("of two".into()));
        let (first, second) = tokio::join!(stated(&world, &one), stated(&world, &two));
        let stale = [&first, &second].iter().filter(|one| matches!(one, Err(NotKept::Stale))).count();
        assert_eq!((stale, first.is_ok() != second.is_ok()), (1, true), "{first:?} {second:?}");
        let in_force = elsewhere(&world).mail_server().await.unwrap().unwrap();
        let account = in_force.server.unwrap().account.unwrap();
        assert_eq!(account.password, format!("of {}", account.user), "never the password of another");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_sees_the_server_and_never_its_password_and_nobody_rewrites_who_stated_it() {
    let world = World::new().await;
    stated(&world, &wanted(0, server(25, Some("sender")), Password::New(SECRET.into()))).await.unwrap();
    let refused = async |url: &str, sql: &str| {
        let mut conn = entente::db::pools::connect(url.to_owned(), "test", None).await.unwrap();
        conn.batch_execute(sql).await.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let (reader, writer) = (&world.database.urls.reader, &world.database.urls.writer);
    assert_eq!(refused(reader, "SELECT host, port, account FROM mail_server").await, "");
    for (url, sql) in [
        (reader, "SELECT value FROM secret WHERE key = 'mail-server'"),
        (
            reader,
            "INSERT INTO mail_server SELECT seq + 1, 'elsewhere', port, secured, NULL, sender, stated_by, now() FROM mail_server",
        ),
        (writer, "UPDATE mail_server SET stated_at = now()"),
        (writer, "DELETE FROM mail_server"),
    ] {
        let said = refused(url, sql).await;
        assert!(said.contains("permission denied"), "{sql}: {said}");
    }
}
