//! The API as a program meets it: a real server on a database of its own, on the morning of 6 March 2023, people by role.

mod addresses;
mod allocating;
mod document;
mod files;
mod known;
mod lists;
mod meetings;
mod met;
mod named;
mod refusals;
mod replies;
mod rubbish;
mod several;
mod sides;
mod walk;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::Utc;
use entente::config::Config;
use entente::web::app::{App, Clock};
use entente::web::token;
use entente::words::Words;
use serde_json::{Value, json};

use crate::support::people::World;
use crate::web::browser::Browser;

/// The bodies and people of the tests, with a server.
pub struct House {
    pub world: World,
    pub app: App,
    address: SocketAddr,
    running: ServerHandle,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
    pub text: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }

    /// The JSON of an answer that should be good.
    pub fn good(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        self.json
    }
}

/// Somebody's program.
pub struct Client<'a> {
    house: &'a House,
    token: String,
}

impl House {
    pub async fn open() -> House {
        let world = World::new().await;
        let set = |name: &str| match name {
            "ENTENTE_DATA" => Some("/nonexistent".to_owned()),
            "ENTENTE_LISTEN" => Some("127.0.0.1:0".to_owned()),
            _ => None,
        };
        let app = App {
            reader: world.database.pools.reader.clone(),
            door: world.door.clone(),
            upkeep: world.upkeep.clone(),
            config: Arc::new(Config::from_lookup(&set).unwrap()),
            clock: Clock { offset: world.now - Utc::now() },
            demo: false,
            program: Arc::new(PathBuf::from(env!("CARGO_BIN_EXE_entente"))),
            words: Words::english(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = entente::web::serve_on(app.clone(), vec![listener]).unwrap();
        let running = server.handle();
        tokio::spawn(server);
        House { world, app, address, running }
    }

    /// A program that speaks for the person of that key.
    pub async fn client(&self, key: &str) -> Client<'_> {
        let begun = self.app.upkeep.open_session(self.world.person(key), None, Utc::now()).await.unwrap();
        let token = token::give(&self.app, &begun.session, Utc::now()).await.unwrap().access_token;
        Client { house: self, token }
    }

    /// A browser in which the person of that key has signed in, and the token of its forms.
    pub async fn browser(&self, key: &str) -> (Browser, String) {
        let begun = self.app.upkeep.open_session(self.world.person(key), None, Utc::now()).await.unwrap();
        let mut browser = Browser::new(self.address);
        browser.cookies.insert("entente".to_owned(), begun.token);
        (browser, begun.session.csrf)
    }

    /// The program on the same database, as the person of that key: what it says, good or bad.
    pub fn command(&self, key: &str, arguments: &[&str]) -> (bool, String) {
        let who = format!("{key}@example.org");
        self.program(&[arguments, &["--as", &who]].concat())
    }

    /// What `entente show` prints of an object.
    pub fn shown(&self, handle: &str) -> (bool, String) {
        self.program(&["show", handle])
    }

    fn program(&self, arguments: &[&str]) -> (bool, String) {
        let urls = &self.world.database.urls;
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_entente"));
        command.args(arguments).env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("DATABASE_URL", &urls.owner);
        let output = command.env("HOME", "/nonexistent").output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    /// A program that speaks for nobody.
    pub fn nobody(&self) -> Client<'_> {
        Client { house: self, token: String::new() }
    }

    /// A draft of the rapporteur's as JSON, complete.
    pub fn draft(&self) -> Value {
        json!({
            "owner": self.world.body("Q14/17"), "questions": ["Q14/17"], "topic": "terms of reference",
            "prepared_at": "Geneva, 21 February - 3 March 2023", "language": "en", "extent": "full",
            "abstract": "Terms of reference for work on a common text.", "body": "SG17 proposes **terms**.",
            "contacts": [{"name": "Rapporteur Q14/17", "organisation": "Example Laboratories", "country": "Ruritania",
                          "tel": "+00 12 345", "email": "rapporteur@example.org"}],
            "destinations": [{"body": self.world.body("ISO/TC 307"), "purpose": "action", "deadline": "2023-08-22"}],
        })
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Sends the word; the server ends by itself.
        drop(self.running.stop(false));
    }
}

impl Client<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(path, &[], body).await
    }

    pub async fn send(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers = [&[("Content-Type", "application/json")], headers].concat();
        self.ask("POST", path, &headers, &body.to_string()).await
    }

    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = headers.to_vec();
        if !self.token.is_empty() {
            headers.push(("Authorization", &bearer));
        }
        let answer = Browser::new(self.house.address).ask(method, path, &headers, body).await;
        let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
        Answer { status: answer.status, json, text: answer.body, headers: answer.headers }
    }

    /// One act, which should be done.
    pub async fn does(&self, handle: &str, act: &str, body: Value) -> Value {
        self.post(&format!("/api/v1/acts/{handle}/{act}"), &body).await.good()
    }
}

/// The acts that an object offers.
pub fn offered(object: &Value) -> Vec<&str> {
    object["acts"].as_array().unwrap().iter().map(|act| act["act"].as_str().unwrap()).collect()
}
