//! What nobody else may read: a word of its own in every text of every kind of subject.

use entente::domain::command::{Command, RecordCommand, TemplateCommand};
use entente::domain::numbering::Series;
use entente::facts;
use entente::write::Order;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::{Client, House};

/// Whose a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// SG17's own work: drafts, reasons, what it received and what it does with it.
    StudyGroup,
    /// What SG17 sent to ISO/TC 307: both read it.
    Both,
    /// What ISO/TC 307 does with what it received.
    Committee,
}

pub struct Secrets {
    /// In small letters, with handles and numbers.
    pub words: Vec<(String, Whose)>,
    pub handles: Vec<(String, Whose)>,
    /// Hash and name.
    pub files: Vec<(String, String, Whose)>,
    pub numbers: Vec<(String, Whose)>,
    /// Bodies by their handle, and a template that each keeps.
    pub templates: Vec<(String, Uuid)>,
    /// Ids of allocations that a draft may answer.
    pub parts: Vec<String>,
}

impl Secrets {
    fn word(&mut self, word: &str, whose: Whose) {
        self.words.push((word.to_lowercase(), whose));
    }

    fn handle(&mut self, of: &Value, whose: Whose) -> String {
        let handle = of["handle"].as_str().unwrap().to_owned();
        if !self.handles.iter().any(|(one, _)| *one == handle) {
            self.word(&handle, whose);
            self.handles.push((handle.clone(), whose));
        }
        handle
    }

    /// What a stranger may try to write down, to hear that it is known: the same number, the same title and day.
    pub fn known(&self, house: &House, who: &str) -> Vec<Value> {
        let own = if who == "manager" { "ISO/TC 307" } else { "Ledger Forum" };
        let body = json!({
            "source": house.world.body("ISO/IEC JTC 1/SC 27"), "title": "Another", "body": "Text.", "issued_on": "2023-03-01",
            "receiving_body": house.world.body(own), "received_on": "2023-03-06",
        });
        let with = |name: &str, value: Value| {
            let mut all = body.clone();
            all[name] = value;
            all
        };
        let numbers = self.numbers.iter().map(|(number, _)| with("numbers", json!([number])));
        numbers.chain([with("title", json!("Quaggaincoming title"))]).collect()
    }
}

/// The draft of the tests with a word in every text.
fn draft(house: &House, stem: &str, secrets: &mut Secrets, whose: Whose) -> Value {
    let mut all = house.draft();
    for field in ["topic", "abstract", "body", "prepared_at"] {
        let word = format!("{stem}{}", field.replace('_', ""));
        all[field] = json!(format!("{word} words"));
        secrets.word(&word, whose);
    }
    let contact = format!("{stem}contact");
    all["contacts"] = json!([{"name": contact, "organisation": format!("{stem}organisation"), "country": "Ruritania",
        "tel": format!("+00 {stem}tel"), "email": format!("{stem}mail@example.org")}]);
    ["contact", "organisation", "tel", "mail"].iter().for_each(|end| secrets.word(&format!("{stem}{end}"), whose));
    all
}

/// A note of one side on a statement.
async fn note(client: &Client<'_>, on: &str, body: uuid::Uuid, word: &str, secrets: &mut Secrets, whose: Whose) {
    let fields = json!({"note_body": body, "note_text": format!("{word}: mind the date.")});
    let written = client.post(&format!("/api/v1/liaisons/{on}/notes"), &fields).await.good();
    secrets.handle(&written, whose);
    secrets.word(word, whose);
}

async fn read(client: &Client<'_>, handle: &str) -> Value {
    client.get(&format!("/api/v1/liaisons/{handle}")).await.good()
}

/// Everything, through the API and by who may.
pub async fn keep(house: &House) -> Secrets {
    let mut secrets =
        Secrets { words: vec![], handles: vec![], files: vec![], numbers: vec![], templates: vec![], parts: vec![] };
    unsent(house, &mut secrets).await;
    received(house, &mut secrets).await;
    sent(house, &mut secrets).await;
    set_aside(house, &mut secrets).await;
    templates(house, &mut secrets).await;
    secrets
}

/// Numbers of SG17 that are reserved or void, with what for and why.
async fn set_aside(house: &House, secrets: &mut Secrets) {
    let (body, of) = (house.world.body("SG17"), Series { scheme: "ls".into(), period: String::new() });
    let (reserved, void) = ("SG17-LS7701".to_owned(), "SG17-LS7702".to_owned());
    let reserved_for = "Quaggareserved for a reply".to_owned();
    let reserve = RecordCommand::ReserveNumber { of: of.clone(), number: Some(reserved.clone()), reserved_for };
    let void_it = RecordCommand::VoidNumber { of, number: void.clone() };
    for command in [reserve, void_it] {
        let order = Order::on(body, Command::Record(command)).because("Quaggavoided.");
        house.world.did("counsellor", order).await;
    }
    for number in [reserved, void] {
        secrets.word(&number, Whose::StudyGroup);
        secrets.numbers.push((number, Whose::StudyGroup));
    }
    ["quaggareserved", "quaggavoided"].iter().for_each(|word| secrets.word(word, Whose::StudyGroup));
}

/// Templates that SG17 keeps: one in use, one that has ended.
async fn templates(house: &House, secrets: &mut Secrets) {
    let used = house.world.keeps("Quaggatemplate", "Quaggatemplatetext for {{number}}.").await;
    let ended = house.world.keeps("Quaggagone", "Quaggagonetext.").await;
    house.world.on_template("counsellor", TemplateCommand::End { template: ended }).await.unwrap();
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let body = facts::find::handle_of(&mut conn, house.world.body("SG17")).await.unwrap().unwrap();
    secrets.templates.extend([(body.clone(), used), (body, ended)]);
    let words = ["quaggatemplate", "quaggatemplatetext", "quaggagone", "quaggagonetext"];
    words.iter().for_each(|word| secrets.word(word, Whose::StudyGroup));
}

/// A draft that was returned and approved, with a file; one that was withdrawn.
async fn unsent(house: &House, secrets: &mut Secrets) {
    let own = Whose::StudyGroup;
    let (rapporteur, chair) = (house.client("rapporteur").await, house.client("sg.chair").await);
    let file = house.world.file("rapporteur", "quaggafile.txt", b"quaggabytes").await;
    secrets.files.push((file.hash.clone(), file.name.clone(), own));
    let mut fields = draft(house, "quagga", secrets, own);
    fields["files"] = json!([{"hash": file.hash, "name": file.name, "media_type": file.media_type}]);
    let handle = secrets.handle(&rapporteur.post("/api/v1/liaisons", &fields).await.good(), own);
    rapporteur.does(&handle, "submit", json!({})).await;
    chair.does(&handle, "return", json!({"reason": "Quaggareturn."})).await;
    rapporteur.does(&handle, "submit", json!({})).await;
    chair.does(&handle, "approve-by-correspondence", json!({"consulted": "Quaggateam", "document": "Quaggadoc"})).await;
    for to in read(&rapporteur, &handle).await["destinations"].as_array().unwrap() {
        secrets.handle(to, own);
    }
    note(&rapporteur, &handle, house.world.body("SG17"), "quaggadraftnote", secrets, own).await;
    let fields = draft(house, "quaggb", secrets, own);
    let handle = secrets.handle(&rapporteur.post("/api/v1/liaisons", &fields).await.good(), own);
    chair.does(&handle, "withdraw", json!({"reason": "Quaggawithdrawn."})).await;
    ["quaggafile", "quaggabytes", "quaggareturn", "quaggateam", "quaggadoc", "quaggawithdrawn"]
        .iter()
        .for_each(|word| secrets.word(word, own));
}

/// What SC 27 sent to SG17: allocated, considered, a reply begun; another rejected, with its reason.
async fn received(house: &House, secrets: &mut Secrets) {
    let own = Whose::StudyGroup;
    let (counsellor, rapporteur) = (house.client("counsellor").await, house.client("rapporteur").await);
    let record = |title: &str, number: &str| {
        json!({
            "source": house.world.body("ISO/IEC JTC 1/SC 27"), "title": title, "body": "Quaggaincoming text.",
            "numbers": [number], "approval": "Quaggaapproval", "keywords": "quaggakeyword", "issued_on": "2023-03-01",
            "destinations": [{"body": house.world.body("SG17"), "purpose": "action"}],
            "receiving_body": house.world.body("SG17"), "received_on": "2023-03-06", "channel": "quaggachannel",
        })
    };
    let first = record("Quaggaincoming title", "QUAGGA N 77");
    let handle = secrets.handle(&counsellor.post("/api/v1/liaisons/record", &first).await.good(), own);
    secrets.numbers.push(("QUAGGA N 77".into(), own));
    let registration = &read(&counsellor, &handle).await["registrations"][0];
    let receipt = secrets.handle(registration, own);
    counsellor.does(&receipt, "register", json!({"number": "QUAGGA-TD5"})).await;
    secrets.numbers.push(("QUAGGA-TD5".into(), own));
    let correction =
        json!({"received_on": "2023-03-05", "channel": "quaggachannel", "note": "Quagganote.", "reason": "Quaggawhy."});
    counsellor.does(&receipt, "correct", correction).await;
    counsellor.does(&receipt, "make-available", json!({"agreed_by": "Quaggaagreed"})).await;
    let (body, assignee) = (house.world.body("Q14/17"), house.world.person("rapporteur"));
    let wanted =
        json!([{"body": body, "assignee": assignee, "purpose": "action", "lead": true, "note": "Quaggaallocnote."}]);
    counsellor.does(&receipt, "allocate", json!({"allocations": wanted})).await;
    let part = read(&counsellor, &handle).await["registrations"][0]["allocations"][0].clone();
    let allocation = secrets.handle(&part, own);
    secrets.parts.push(part["id"].as_str().unwrap().to_owned());
    rapporteur.does(&allocation, "consider", json!({"meeting": "Quaggameeting"})).await;
    let reply = json!({"owner": body, "topic": "quaggareply", "answers": [part["id"]]});
    secrets.handle(&rapporteur.post("/api/v1/liaisons", &reply).await.good(), own);
    for to in read(&counsellor, &handle).await["destinations"].as_array().unwrap() {
        secrets.handle(to, own);
    }
    note(&counsellor, &handle, house.world.body("SG17"), "quaggainnote", secrets, own).await;
    let second = record("Quaggarejected title", "QUAGGB N 78");
    let handle = secrets.handle(&counsellor.post("/api/v1/liaisons/record", &second).await.good(), own);
    let receipt = secrets.handle(&read(&counsellor, &handle).await["registrations"][0], own);
    counsellor.does(&receipt, "reject", json!({"reason": "Quaggareject."})).await;
    let words = "quaggaincoming quaggaapproval quaggakeyword quaggachannel quagga-td5 quagganote quaggawhy quaggaagreed \
                 quaggaallocnote quaggameeting quaggareply quaggarejected quaggareject";
    words.split(' ').for_each(|word| secrets.word(word, own));
    secrets.word("quagga n 77", own);
    secrets.word("quaggb n 78", own);
}

/// What SG17 sent to ISO/TC 307 after an inner discussion, and what the committee does with it.
async fn sent(house: &House, secrets: &mut Secrets) {
    let (own, both, theirs) = (Whose::StudyGroup, Whose::Both, Whose::Committee);
    let (rapporteur, chair) = (house.client("rapporteur").await, house.client("sg.chair").await);
    let file = house.world.file("rapporteur", "tarpanfile.txt", b"tarpanbytes").await;
    secrets.files.push((file.hash.clone(), file.name.clone(), both));
    let mut fields = draft(house, "tarpan", secrets, both);
    fields["files"] = json!([{"hash": file.hash, "name": file.name, "media_type": file.media_type}]);
    let handle = secrets.handle(&rapporteur.post("/api/v1/liaisons", &fields).await.good(), both);
    rapporteur.does(&handle, "submit", json!({})).await;
    chair.does(&handle, "return", json!({"reason": "Quaggainner doubt."})).await;
    rapporteur.does(&handle, "submit", json!({})).await;
    chair.does(&handle, "approve-by-correspondence", json!({"consulted": "Quaggacircle"})).await;
    house.client("counsellor").await.does(&handle, "send", json!({"number": "TARPAN-LS9"})).await;
    secrets.numbers.push(("TARPAN-LS9".into(), both));

    note(&chair, &handle, house.world.body("SG17"), "quaggaaside", secrets, own).await;
    let (manager, convenor) = (house.client("manager").await, house.client("convenor").await);
    note(&manager, &handle, house.world.body("ISO/TC 307"), "hyraxaside", secrets, theirs).await;
    let receipt = read(&manager, &handle).await["registrations"][0]["handle"].as_str().unwrap().to_owned();
    // That the other side has it, and under which handle, may be said to the sender: its receipt stands in the way of
    // taking the sending back. What is done with it there may not.
    secrets.handles.push((receipt.clone(), theirs));
    manager.does(&receipt, "register", json!({"number": "HYRAX N 12"})).await;
    secrets.numbers.push(("HYRAX N 12".into(), theirs));
    let (body, assignee) = (house.world.body("ISO/TC 307/JWG 4"), house.world.person("convenor"));
    let wanted = json!([{"body": body, "assignee": assignee, "purpose": "action", "lead": true, "note": "Hyraxnote."}]);
    manager.does(&receipt, "allocate", json!({"allocations": wanted})).await;
    let part = read(&manager, &handle).await["registrations"][0]["allocations"][0].clone();
    let allocation = secrets.handle(&part, theirs);
    convenor.does(&allocation, "consider", json!({"meeting": "Hyraxmeeting"})).await;
    let mut reply = draft(house, "hyrax", secrets, theirs);
    reply["owner"] = json!(body);
    reply["answers"] = json!([part["id"]]);
    reply["questions"] = json!([]);
    reply["destinations"] = json!([{"body": house.world.body("SG17"), "purpose": "information"}]);
    secrets.handle(&convenor.post("/api/v1/liaisons", &reply).await.good(), theirs);
    ["quaggainner", "quaggacircle"].iter().for_each(|word| secrets.word(word, own));
    ["tarpanfile", "tarpanbytes", "tarpan-ls9"].iter().for_each(|word| secrets.word(word, both));
    ["hyrax n 12", "hyraxnote", "hyraxmeeting"].iter().for_each(|word| secrets.word(word, theirs));
}
