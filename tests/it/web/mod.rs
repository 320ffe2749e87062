//! The web as a browser meets it: a real server on a free port, a database of its own, people by role.

mod forwarded;
mod bodies;
pub mod browser;
mod forms;
mod guard;
mod leak;
mod mail_server;
mod notes;
mod numbers;
mod templates;
mod pages;
mod past;
mod records;
mod records_corrected;
mod records_ended;
mod profile;
mod session;
mod setup;
mod several;
mod together;
mod token;

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::{NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::config::Config;
use entente::db::{Pools, Urls};
use entente::domain::command::{Command, RecordCommand};
use entente::domain::named::Named;
use entente::domain::people::{Actor, Role};
use entente::domain::record::{AppointmentRecord, BodyRecord, PersonRecord, Recorded};
use entente::domain::reference::{BodyKind, Side};
use entente::web::app::{App, Clock};
use entente::words::Words;
use entente::write::upkeep::Upkeep;
use entente::write::{Door, Order};
use uuid::Uuid;

use crate::support::database::Database;
use browser::Browser;

pub const PASSWORD: &str = "quiet harbour lantern";
pub const COUNSELLOR: &str = "counsellor-sg17@example.org";
pub const ADMINISTRATOR: &str = "administrator@example.org";

/// One deployment with its server.
pub struct House {
    pub app: App,
    pub counsellor: Uuid,
    pub administrator: Uuid,
    address: std::net::SocketAddr,
    running: ServerHandle,
    pub database: Database,
}

pub fn settings(pairs: &'static [(&'static str, &'static str)]) -> Config {
    let set = move |name: &str| match pairs.iter().find(|(one, _)| *one == name) {
        Some((_, value)) => Some((*value).to_owned()),
        None if name == "ENTENTE_DATA" => Some("/nonexistent".to_owned()),
        None if name == "ENTENTE_LISTEN" => Some("127.0.0.1:0".to_owned()),
        None => None,
    };
    Config::from_lookup(&set).unwrap()
}

pub fn app(urls: &Urls, config: Config, demo: bool) -> App {
    let pools = Pools::new(urls).unwrap();
    App {
        reader: pools.reader,
        door: Door::new(pools.writer.clone(), 10),
        upkeep: Upkeep::new(pools.writer),
        config: Arc::new(config),
        clock: Clock::default(),
        demo,
        program: Arc::new(PathBuf::from("/nonexistent")),
        words: Words::english(),
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

impl House {
    pub async fn open() -> House {
        House::with(&[], false).await
    }

    pub async fn demo() -> House {
        House::with(&[], true).await
    }

    pub async fn with(pairs: &'static [(&'static str, &'static str)], demo: bool) -> House {
        let database = Database::new().await;
        let app = app(&database.urls, settings(pairs), demo);
        let (counsellor, administrator) = people(&app).await;
        let (address, running) = started(&app);
        House { app, counsellor, administrator, address, running, database }
    }

    /// A second server on the same database, as after a restart.
    pub async fn restart(&mut self) {
        self.running.stop(true).await;
        (self.address, self.running) = started(&app(&self.database.urls, (*self.app.config).clone(), self.app.demo));
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// Runs SQL as the owner.
    pub async fn sql(&self, text: &str) {
        self.database.owner().await.batch_execute(text).await.unwrap();
    }

    /// The person with this address.
    pub async fn person(&self, email: &str) -> Uuid {
        use entente::schema::person;
        let mut conn = self.app.reader.connection().await.unwrap();
        person::table.filter(person::email.eq(email)).select(person::id).first(&mut conn).await.unwrap()
    }

    pub async fn count(&self, table: &str) -> i64 {
        let mut conn = self.database.owner().await;
        let query = diesel::sql_query(format!("SELECT count(*) AS count FROM {table}"));
        query.get_result::<Count>(&mut conn).await.unwrap().count
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Sends the word; the server ends by itself.
        drop(self.running.stop(false));
    }
}

fn started(app: &App) -> (std::net::SocketAddr, ServerHandle) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = entente::web::serve_on(app.clone(), vec![listener]).unwrap();
    let handle = server.handle();
    tokio::spawn(server);
    (address, handle)
}

/// SG17 with its counsellor, and an administrator; both with a password.
async fn people(app: &App) -> (Uuid, Uuid) {
    let body = record(app, Recorded::Body(sg17())).await;
    let person = |name: &str, email: &str, administrator| PersonRecord {
        name: name.into(),
        email: email.into(),
        organisation: "ITU".into(),
        country: String::new(),
        tel: String::new(),
        administrator,
    };
    let counsellor = record(app, Recorded::Person(person("Counsellor SG17", COUNSELLOR, false))).await;
    let administrator = record(app, Recorded::Person(person("Administrator", ADMINISTRATOR, true))).await;
    let role = Role::from_name("counsellor").unwrap();
    let appointment =
        AppointmentRecord { person: counsellor, role, body, from: day("2022-03-10"), to: None, decision: "TSB".into() };
    record(app, Recorded::Appointment(appointment)).await;
    for who in [counsellor, administrator] {
        app.upkeep.set_password(who, PASSWORD, Utc::now()).await.unwrap();
    }
    (counsellor, administrator)
}

fn sg17() -> BodyRecord {
    BodyRecord {
        kind: BodyKind::StudyGroup,
        short_name: "ITU-T SG17".into(),
        title: "Security".into(),
        side: Side::Itu,
        zone: "Europe/Zurich".into(),
        kept_here: true,
        parents: Vec::new(),
        valid_from: day("2022-03-10"),
        valid_to: None,
        study_period: Some("2022-2024".into()),
        go_live: None,
        addresses: Vec::new(),
        series: Vec::new(),
    }
}

async fn record(app: &App, what: Recorded) -> Uuid {
    let order = Order::new(Command::Record(RecordCommand::Record(Box::new(what))));
    let order = Order { occurred_on: Some(day("2022-03-10")), ..order };
    app.door.perform(Utc::now(), &Actor::Importer, order).await.unwrap().subject
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
