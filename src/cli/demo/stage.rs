//! Where the demo is played: who is who, what the time is, and how a step becomes an order at the door.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::failure::Failure;
use super::super::fields;
use super::bodies::{BODIES, series};
use super::calendar::{MEETINGS, WORK_ITEMS};
use super::people::{PEOPLE, address};
use super::statements::Step;
use super::templates::TEMPLATES;
use crate::db::Pool;
use crate::domain::command::{Command, Kind, MeetingCommand, RecordCommand, TemplateCommand};
use crate::domain::form;
use crate::domain::meeting::MeetingRecord;
use crate::domain::people::Actor;
use crate::domain::record::{AppointmentRecord, BodyRecord, PersonRecord, Recorded, WorkItemRecord};
use crate::domain::reference::{AddressKind, Side};
use crate::domain::template::Template;
use crate::facts::{self, Conn, FactsError, GENEVA};
use crate::said;
use crate::words::Words;
use crate::write::{Door, Error, Order};

/// The Friday before the first meeting, on which the bodies are written down.
const FURNISHED: (i32, u32, u32) = (2023, 2, 17);
/// The study period 2022-2024 began after WTSA-20.
const PERIOD: (i32, u32, u32) = (2022, 3, 10);
const PERIOD_NAME: &str = "2022-2024";
/// Steps of one day are this far apart.
const PACE: TimeDelta = TimeDelta::minutes(7);

pub struct Stage {
    door: Door,
    reader: Pool,
    /// What has a name in the demo: bodies by short name, people by address, statements by the name of their file.
    ids: HashMap<String, Uuid>,
    actors: HashMap<Uuid, Actor>,
    now: DateTime<Utc>,
}

fn day((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc()
}

impl Stage {
    pub fn new(door: Door, reader: Pool) -> Stage {
        let now = morning(day(FURNISHED));
        Stage { door, reader, ids: HashMap::new(), actors: HashMap::new(), now }
    }

    fn id(&self, name: &str) -> Result<Uuid, Failure> {
        let found = self.ids.get(name).copied();
        found.ok_or_else(|| Failure::Said(said!("cli-no-such-handle", handle = name.to_owned())))
    }

    /// Writes down bodies, people, appointments, meetings, work items and templates, in one transaction.
    pub async fn furnish(&mut self) -> Result<(), Failure> {
        let mut orders = Vec::new();
        for body in BODIES {
            let record = self.body(body)?;
            self.note(&mut orders, Some(body.name.to_owned()), Recorded::Body(record));
        }
        for person in PEOPLE {
            let email = address(person.local);
            let record = PersonRecord {
                name: person.name.to_owned(),
                email: email.clone(),
                organisation: person.organisation.to_owned(),
                country: String::new(),
                tel: String::new(),
                administrator: person.administrator,
            };
            self.note(&mut orders, Some(email.clone()), Recorded::Person(record));
            for (role, body) in person.roles {
                let (person, body) = (self.id(&email)?, self.id(body)?);
                let (from, to, decision) = (day(PERIOD), None, "Demo-A1".to_owned());
                let record = AppointmentRecord { person, role: *role, body, from, to, decision };
                self.note(&mut orders, None, Recorded::Appointment(record));
            }
        }
        for (body, kind, title, place, starts, ends) in MEETINGS {
            let parsed = |text: &str| text.parse().map_err(std::io::Error::other);
            let record = MeetingRecord {
                body: self.id(body)?,
                jointly_with: Vec::new(),
                kind: *kind,
                title: (*title).to_owned(),
                place: (*place).to_owned(),
                starts: parsed(starts)?,
                ends: parsed(ends)?,
            };
            orders.push(Order::new(Command::Meeting(MeetingCommand::Record(Box::new(record)))));
        }
        for (body, name, title, status) in WORK_ITEMS {
            let (body, [name, title, status]) = (self.id(body)?, [name, title, status].map(|s| (*s).to_owned()));
            self.note(&mut orders, None, Recorded::WorkItem(WorkItemRecord { body, name, title, status }));
        }
        for (body, name, abstract_text, text) in TEMPLATES {
            let [name, abstract_text, text] = [name, abstract_text, text].map(|words| (*words).to_owned());
            let add = TemplateCommand::Add(Box::new(Template { name, abstract_text, text }));
            orders.push(Order::on(self.id(body)?, Command::Record(RecordCommand::Template(add))));
        }
        self.door.perform_all(self.now, &Actor::Importer, &orders).await?;
        Ok(())
    }

    fn body(&self, body: &super::bodies::Body) -> Result<BodyRecord, Failure> {
        let itu = body.name == "ITU-T" || self.is_under(body, "ITU-T");
        Ok(BodyRecord {
            kind: body.kind,
            short_name: body.name.to_owned(),
            title: body.title.to_owned(),
            side: if itu { Side::Itu } else { Side::Partner },
            zone: GENEVA.to_owned(),
            kept_here: body.kept_here,
            parents: body.parents.iter().map(|parent| self.id(parent)).collect::<Result<_, _>>()?,
            valid_from: day(PERIOD),
            valid_to: None,
            study_period: itu.then(|| PERIOD_NAME.to_owned()),
            go_live: None,
            addresses: addresses(body),
            series: series(body.name),
        })
    }

    fn is_under(&self, body: &super::bodies::Body, top: &str) -> bool {
        body.parents.iter().any(|parent| {
            *parent == top || BODIES.iter().any(|other| other.name == *parent && self.is_under(other, top))
        })
    }

    fn note(&mut self, orders: &mut Vec<Order>, name: Option<String>, record: Recorded) {
        let id = Uuid::now_v7();
        if let Some(name) = name {
            self.ids.insert(name, id);
        }
        let command = Command::Record(RecordCommand::Record(Box::new(record)));
        orders.push(Order { born_as: Some(id), ..Order::new(command) });
    }

    /// Plays one step: the person of the day hands in the form of the act.
    pub async fn play(&mut self, step: &Step) -> Result<(), Failure> {
        self.now = (self.now + PACE).max(morning(step.at));
        let actor = self.actor(&address(&step.by)).await?;
        let reader = self.reader.clone();
        let mut conn = reader.connection().await?;
        let (kind, subject) = self.subject(&mut conn, step).await?;
        let mut filled = Map::new();
        for (name, value) in &step.fields {
            filled.insert(name.clone(), self.filled(&mut conn, name, value.clone()).await?);
        }
        let given = fields::resolved(&mut conn, kind, &step.act, filled).await?;
        drop(conn);
        let read = form::command(kind, &step.act, &given).and_then(|command| Ok((command, form::envelope(&given)?)));
        let (command, envelope) = read.map_err(|problems| problem(&problems))?;
        let mut order = Order::new(command);
        (order.subject, order.occurred_on, order.reason) = (subject, envelope.occurred_on, envelope.reason);
        let receipt = self.door.perform(self.now, &actor, order).await.map_err(refusal)?;
        if subject.is_none() {
            self.ids.insert(step.of.to_owned(), receipt.subject);
        }
        Ok(())
    }

    async fn actor(&mut self, email: &str) -> Result<Actor, Failure> {
        let id = self.id(email)?;
        if let Some(actor) = self.actors.get(&id) {
            return Ok(actor.clone());
        }
        let actor = facts::actor::load(&mut *self.reader.connection().await?, id).await?;
        self.actors.insert(id, actor.clone());
        Ok(actor)
    }

    /// What the step is done to; nothing yet for the first.
    async fn subject(&self, conn: &mut Conn, step: &Step) -> Result<(Kind, Option<Uuid>), Failure> {
        let Some(statement) = self.ids.get(step.of).copied() else { return Ok((Kind::Statement, None)) };
        match (&step.at_body, &step.allocated_to) {
            (None, _) => Ok((Kind::Statement, Some(statement))),
            (Some(body), None) => Ok((Kind::Registration, Some(self.registration(conn, statement, body).await?))),
            (Some(body), Some(part)) => {
                Ok((Kind::Allocation, Some(self.allocation(conn, statement, body, part).await?)))
            }
        }
    }

    async fn registration(&self, conn: &mut Conn, statement: Uuid, body: &str) -> Result<Uuid, Failure> {
        let body = self.id(body)?;
        let all = facts::find::registrations(conn, statement).await?;
        let found = all.into_iter().find(|(_, of)| *of == body).map(|(id, _)| id);
        Ok(found.ok_or(FactsError::Missing("registration", statement))?)
    }

    async fn allocation(&self, conn: &mut Conn, statement: Uuid, body: &str, part: &str) -> Result<Uuid, Failure> {
        let (registration, part) = (self.registration(conn, statement, body).await?, self.id(part)?);
        let all = facts::find::allocations(conn, registration).await?;
        let found = all.into_iter().find(|(_, of)| *of == part).map(|(id, _)| id);
        Ok(found.ok_or(FactsError::Missing("allocation", registration))?)
    }

    /// Fills in what the files only name: contacts by their address, paragraphs as a list, other statements.
    async fn filled(&self, conn: &mut Conn, name: &str, value: Value) -> Result<Value, Failure> {
        let texts = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
        };
        Ok(match (name, &value) {
            ("body", Value::Array(_)) => Value::from(texts(&value).join("\n\n")),
            ("contacts", Value::Array(_)) => texts(&value).iter().map(|local| contact(local)).collect(),
            ("answers_statement", Value::String(of)) => Value::from(self.id(of)?.to_string()),
            // [statement, body, part of that body]
            ("answers", Value::Array(_)) => match texts(&value).as_slice() {
                [of, body, part] => Value::from(self.allocation(conn, self.id(of)?, body, part).await?.to_string()),
                _ => value,
            },
            ("assignee", Value::String(local)) => Value::from(address(local)),
            ("allocations", Value::Array(rows)) => rows.iter().map(with_address).collect(),
            _ => value,
        })
    }
}

/// The row of an allocation with the whole address of its assignee.
fn with_address(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(local) = row.get("assignee").and_then(Value::as_str).map(address) {
        row["assignee"] = Value::from(local);
    }
    row
}

fn contact(local: &str) -> Value {
    match PEOPLE.iter().find(|person| person.local == local) {
        Some(person) => {
            json!({"name": person.name, "organisation": person.organisation, "email": address(local), "tel": "+41 22 555 01 00"})
        }
        None => json!({"name": local, "email": address(local)}),
    }
}

fn problem(problems: &[form::FieldProblem]) -> Failure {
    let words = Words::english();
    let all: Vec<String> = problems.iter().map(|one| format!("{}: {}", one.field, words.say(&one.said))).collect();
    std::io::Error::other(all.join("; ")).into()
}

/// A refusal with its sentences, for whoever changes the demo.
fn refusal(error: Error) -> Failure {
    match error {
        Error::Refused(refusals) => {
            let words = Words::english();
            let all: Vec<String> = refusals.iter().map(|one| super::super::act::sentence(one, &words)).collect();
            std::io::Error::other(all.join("; ")).into()
        }
        Error::Fields(problems) => problem(&problems),
        error @ (Error::Stale(_) | Error::Missing | Error::Db(_) | Error::Broken(_)) => error.into(),
    }
}

/// Where statements for a body go, and where answers to those that decide here come in.
fn addresses(body: &super::bodies::Body) -> Vec<(AddressKind, String, String)> {
    let mut all: Vec<_> =
        body.address.iter().map(|local| (AddressKind::Mailbox, body.name.to_owned(), address(local))).collect();
    if body.kept_here && body.kind.is_root() {
        let local = body.name.to_lowercase().replace(['/', ' '], "-");
        all.push((AddressKind::Intake, format!("{} liaisons", body.name), address(&format!("liaisons.{local}"))));
    }
    all
}
