//! Every address of the program, from the patterns of `links`, filled with all that is secret.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::ask::asks;
use entente::domain::command::Kind;
use entente::domain::named::Named;
use entente::domain::procedure::printed;
use entente::links;
use entente::schema::{body, body_address, event, outbox, person, subject};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::secrets::{Secrets, Whose};
use crate::api::House;

const LINKS: &str = include_str!("../../../../src/links.rs");
const ROUTES: &[&str] =
    &[include_str!("../../../../src/web/routes.rs"), include_str!("../../../../src/web/api/mod.rs")];

/// For whom an address is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Never,
    ForWhoMayNotSee(Whose),
    /// The same, for the form of an act.
    FormForWhoMayNotSee(Whose),
    /// Only a demo has it.
    ForAll,
}

pub struct Filled {
    pub path: String,
    pub gone: Gone,
}

/// Name and pattern of every address that a route stands at.
fn patterns() -> Vec<(&'static str, &'static str)> {
    let constants = LINKS.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \""));
    let all: Vec<_> = constants.map(|(name, rest)| (name, rest.trim_end_matches("\";"))).collect();
    // The prefix of the API alone leads nowhere, and the paths of births are those of acts.
    let name =
        |rest: &'static str| rest.split(|c: char| !c.is_ascii_uppercase() && c != '_').next().unwrap_or_default();
    let served: BTreeSet<&str> = ROUTES.iter().flat_map(|text| text.split("links::").skip(1).map(name)).collect();
    let served = |name: &str| served.contains(name);
    let idle: Vec<&str> = all.iter().map(|(name, _)| *name).filter(|name| !served(name)).collect();
    assert_eq!(idle, ["API", "API_BIRTH"], "an address without a route");
    all.into_iter().filter(|(name, _)| served(name)).collect()
}

/// Lists, counts, searches and forms that hold nothing of a statement in their address.
pub fn flat() -> Vec<String> {
    // It says until when it holds, to the second.
    let fixed = |(name, path): &(&str, &str)| !path.contains('{') && *name != "SECURITY";
    let mut all: Vec<String> = patterns().into_iter().filter(fixed).map(|(_, path)| path.to_owned()).collect();
    for word in ["quaggatopic", "tarpantopic", "quaggaincoming", "hyraxtopic", "LS-1001", "QUAGGA N 77", "TARPAN-LS9"] {
        for list in ["/liaisons", "/api/v1/liaisons"] {
            all.push(format!("{list}?q={}", encoded(word)));
        }
    }
    for filter in
        ["direction=incoming", "direction=outgoing", "state=draft", "state=awaiting_reply", "state=registered"]
    {
        all.extend(["/liaisons", "/api/v1/liaisons"].map(|list| format!("{list}?{filter}")));
    }
    all
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

struct Filler<'a> {
    secrets: &'a Secrets,
    bodies: Vec<Uuid>,
    /// Handles of bodies, people, appointments and meetings.
    records: Vec<String>,
    /// An entry of the address book.
    entry: Uuid,
    letters: Vec<Uuid>,
    events: Vec<Uuid>,
}

/// Every address; fails where one has no filler.
pub async fn every_address(house: &House, secrets: &Secrets) -> Vec<Filled> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let kinds = ["body", "person", "appointment", "meeting"];
    let filler = Filler {
        secrets,
        bodies: body::table.select(body::id).load(&mut conn).await.unwrap(),
        records: subject::table
            .filter(subject::kind.eq_any(kinds))
            .select(subject::handle)
            .load(&mut conn)
            .await
            .unwrap(),
        entry: body_address::table.select(body_address::id).first(&mut conn).await.unwrap(),
        letters: outbox::table.select(outbox::id).limit(3).load(&mut conn).await.unwrap(),
        events: event::table.order(event::id.desc()).select(event::id).limit(2).load(&mut conn).await.unwrap(),
    };
    assert!(person::table.count().get_result::<i64>(&mut conn).await.unwrap() > 0);
    let mut all = Vec::new();
    for (name, pattern) in patterns() {
        let filled = filler.filled(name, pattern);
        assert!(!filled.is_empty(), "{name} {pattern}: nothing fills it");
        all.extend(filled);
    }
    all.extend(flat().into_iter().map(open));
    all.extend(filler.queries());
    let paths: BTreeSet<&str> = all.iter().map(|one| one.path.as_str()).collect();
    assert!(paths.len() > 250, "{}", paths.len());
    all
}

fn open(path: String) -> Filled {
    Filled { path, gone: Gone::Never }
}

fn hidden((path, whose): (String, Whose)) -> Filled {
    Filled { path, gone: Gone::ForWhoMayNotSee(whose) }
}

impl Filler<'_> {
    /// The pattern with everything that can stand in it; a pattern of a name that is not here fails the test.
    fn filled(&self, name: &str, pattern: &str) -> Vec<Filled> {
        let one = |gap: &str, with: &str| pattern.replace(gap, &encoded(with));
        let handles = || self.secrets.handles.iter();
        let of = |kinds: &[&str]| -> Vec<Filled> {
            self.records_of(kinds).into_iter().map(|handle| open(one("{handle}", handle))).collect()
        };
        match name {
            _ if !pattern.contains('{') => vec![open(pattern.to_owned())],
            "STATEMENT" | "EDIT" | "NOTES" | "PREVIEW" | "DOCUMENT" | "API_STATEMENT" | "API_NOTES" => {
                handles().map(|(handle, whose)| hidden((one("{handle}", handle), *whose))).collect()
            }
            // Only posted to: whoever asks by GET is told so, whatever the handle.
            "LETTERS_AGAIN" => handles().map(|(handle, _)| open(one("{handle}", handle))).collect(),
            "ACT" | "API_ACT" => {
                handles().flat_map(|(handle, whose)| self.acts(name, pattern, handle, *whose)).collect()
            }
            "NUMBER" => self.numbers(pattern),
            "FILE" => {
                let path = |hash: &str, file: &str| pattern.replace("{hash}", hash).replace("{name}", file);
                self.secrets.files.iter().map(|(hash, file, whose)| hidden((path(hash, file), *whose))).collect()
            }
            // Files by their hash, to whoever uploaded them.
            "INTAKE_FILE" => {
                self.secrets.files.iter().map(|(hash, ..)| hidden((one("{hash}", hash), Whose::StudyGroup))).collect()
            }
            "BODY" | "NUMBERS" => of(&["BO"]),
            "SET_ASIDE" => {
                let forms =
                    |path: Filled| ["reserve", "release", "void"].map(|act| open(path.path.replace("{act}", act)));
                of(&["BO"]).into_iter().flat_map(forms).collect()
            }
            "TEMPLATES" | "NEW_TEMPLATE" | "API_TEMPLATES" => {
                let own = |(body, _): &(String, Uuid)| hidden((one("{handle}", body), Whose::StudyGroup));
                self.secrets.templates.iter().map(own).chain(of(&["BO"])).collect()
            }
            "TEMPLATE" => {
                let form = |(body, id): &(String, Uuid)| one("{handle}", body).replace("{template}", &id.to_string());
                let acts = |path: String| ["correct", "end", "put-back"].map(|act| path.replace("{act}", act));
                let forms = self.secrets.templates.iter().map(form).flat_map(acts);
                forms.map(|path| hidden((path, Whose::StudyGroup))).collect()
            }
            // Only posted to.
            "API_CORRECT_TEMPLATE" | "API_END_TEMPLATE" | "API_PUT_BACK_TEMPLATE" => {
                let path = |(body, id): &(String, Uuid)| one("{handle}", body).replace("{template}", &id.to_string());
                self.secrets.templates.iter().map(path).map(open).collect()
            }
            "PERSON" | "PASSWORD" => of(&["PE"]),
            "API_BODY" => of(&["BO"]),
            "END_RECORD" | "TAKE_BACK_RECORD" | "CORRECT_RECORD" | "MERGE_RECORD" => of(&["BO", "PE", "AP", "ME"]),
            "MEND_ADDRESS" => {
                let path = |body: &String| one("{handle}", body).replace("{entry}", &self.entry.to_string());
                let acts = |path: String| ["end", "correct"].map(|act| open(path.replace("{act}", act)));
                self.records_of(&["BO"]).into_iter().flat_map(|body| acts(path(body))).collect()
            }
            "MEETING" => of(&["ME"]),
            "MEETING_LIST" => {
                let lists = ["incoming", "outgoing", "incoming.csv", "outgoing.csv", "incoming.docx", "outgoing.docx"];
                let meetings = self.records_of(&["ME"]).into_iter();
                let path =
                    |meeting: &str, list: &str| open(pattern.replace("{handle}", meeting).replace("{list}", list));
                meetings.flat_map(|meeting| lists.map(|list| path(meeting, list))).collect()
            }
            "NEW_RECORD" => ["body", "person", "appointment", "meeting"].map(|kind| open(one("{kind}", kind))).into(),
            "PROCEDURE" | "API_PROCEDURE" => {
                printed::all().iter().map(|table| open(one("{name}", table.name))).collect()
            }
            "LETTER" | "LETTER_RAW" | "LETTER_FILE" => {
                let gaps = pattern.replace("{index}", "0").replace("{name}", "a");
                let path = |id: &Uuid| Filled { path: gaps.replace("{id}", &id.to_string()), gone: Gone::ForAll };
                self.letters.iter().map(path).collect()
            }
            "ASSET" => vec![open("/assets/0/style.css".to_owned())],
            "API_PEOPLE" => self.bodies.iter().map(|id| open(one("{id}", &id.to_string()))).collect(),
            _ => Vec::new(),
        }
    }

    fn acts(&self, name: &str, pattern: &str, handle: &str, whose: Whose) -> Vec<Filled> {
        let kind = Kind::of_handle(handle).unwrap();
        let table = printed::all().into_iter().find(|one| one.name == kind.name()).unwrap();
        let acts: BTreeSet<&str> =
            table.rows.iter().map(|row| row.act).filter(|act| asks(kind, act).is_some()).collect();
        let path = |act: &str| pattern.replace("{handle}", handle).replace("{act}", &act.replace('_', "-"));
        // The API's acts are posted, which a test of its own does.
        acts.into_iter()
            .take(if name == "ACT" { usize::MAX } else { 1 })
            .map(|act| match name {
                "ACT" => Filled { path: path(act), gone: Gone::FormForWhoMayNotSee(whose) },
                _ => open(path(act)),
            })
            .collect()
    }

    fn numbers(&self, pattern: &str) -> Vec<Filled> {
        let path = |number: &str| pattern.replace("{number}", &encoded(number));
        self.secrets.numbers.iter().map(|(number, whose)| hidden((path(number), *whose))).collect()
    }

    fn records_of(&self, prefixes: &[&str]) -> Vec<&String> {
        let of = |handle: &&String| prefixes.iter().any(|prefix| handle.starts_with(prefix));
        self.records.iter().filter(of).collect()
    }

    /// Addresses whose query names something.
    fn queries(&self) -> Vec<Filled> {
        let mut all = Vec::new();
        for id in &self.bodies {
            let lists = ["/liaisons?body=", "/api/v1/liaisons?body=", "/liaisons/allocating?body=", "/meetings?body="];
            all.extend(lists.map(|list| open(format!("{list}{id}"))));
        }
        let steps = ["submit", "approve_at_sg", "approve_by_resolution", "send"];
        all.extend(steps.map(|step| open(format!("/liaisons/several?step={step}"))));
        for meeting in self.records_of(&["ME"]) {
            all.extend(["reschedule", "cancel"].map(|act| open(links::act(meeting, act))));
        }
        for (handle, whose) in &self.secrets.handles {
            all.push(open(format!("/liaisons/new?answers={handle}")));
            all.push(open(format!("/sign-in?then=/liaisons/{handle}")));
            all.extend(self.events.iter().map(|event| hidden((format!("/liaisons/{handle}?before={event}"), *whose))));
        }
        all.extend(self.secrets.parts.iter().map(|part| open(format!("/liaisons/new?answers={part}"))));
        all.extend(
            ["/liaisons?before=5", "/liaisons?after=0", "/api/v1/liaisons?after=0"].map(|one| open(one.to_owned())),
        );
        all
    }
}
