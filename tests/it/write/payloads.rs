//! What the payload of each event holds, by kind, act and schema number: names only. Readers of old numbers never go
//! away, so a change here wants a new schema number. `ENTENTE_PRINT=1` prints the files anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, Command, Correction, DestinationCommand, Extent, Forwarding, Kind, MeetingCommand, NoteCommand,
    ReceiptCorrection, RecordCommand, RegistrationCommand, Reminder, Sending, StatementCommand, TemplateCommand,
};
use entente::domain::meeting::Held;
use entente::domain::numbering::Series;
use entente::domain::people::{Actor, Role};
use entente::domain::record::{AddressRecord, BodyCorrection, PersonCorrection};
use entente::domain::reference::{AddressKind, BodyKind, Purpose, Side};
use entente::domain::template::Template;
use entente::schema::{destination, event, event_payload};
use entente::write::Order;
use serde_json::{Value, json};

use crate::support::people::{World, content, day};

/// A life of every kind: drafted, returned, edited, sent, taken back; received, considered and answered; withdrawn.
async fn lives(world: &World) {
    let text =
        |topic| content(topic, vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")]);
    let on = |subject, command| Order::on(subject, Command::Statement(command));
    let draft = world.drafted(text("terms")).await.subject;
    let shorter = content("other terms", vec![world.for_information("ISO/TC 307")]);
    world.on_statement("rapporteur", draft, StatementCommand::Edit(shorter)).await;
    let filed = on(draft, StatementCommand::CorrectQuestions(vec!["Q10/17".into()])).because("It is theirs.");
    world.did("rapporteur", filed).await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    world.did("sg.chair", on(draft, StatementCommand::Return).because("Say more.")).await;
    world.did("sg.chair", on(draft, StatementCommand::Withdraw).because("Overtaken.")).await;
    let sent = world.sent(text("terms")).await.subject;
    world.did("counsellor", on(sent, StatementCommand::TakeBack).because("The wrong annex.")).await;
    let sent = world.sent(text("terms")).await.subject;
    let reminder = Reminder { text: "We await your reply.".into(), how_sent: "Told by telephone too.".into() };
    world.did("counsellor", on(sent, StatementCommand::Remind(reminder)).because("They meet next week.")).await;
    world.did("counsellor", on(sent, StatementCommand::CloseWithoutReply).because("Settled by word of mouth.")).await;
    let (received, registration) = world.allocated().await;
    let asked: uuid::Uuid = {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let first = destination::table.filter(destination::statement_id.eq(sent)).select(destination::id);
        first.first(&mut conn).await.unwrap()
    };
    let link = |extent| {
        let expected_on = Some(day("2023-09-01"));
        Command::Destination(DestinationCommand::Answer { reply: received, extent, expected_on })
    };
    world.did("counsellor", Order::on(asked, link(Extent::Interim))).await;
    let off = Command::Destination(DestinationCommand::Unlink { reply: received });
    world.did("counsellor", Order::on(asked, off).because("The wrong one.")).await;
    corrected(world, received).await;
    noted(world, received).await;
    let correction = ReceiptCorrection {
        received_on: day("2023-03-02"),
        channel: "by hand".into(),
        number: Some("SG17-TD2000".into()),
        note: "See the cover page.".into(),
    };
    for command in [RegistrationCommand::Correct(correction), RegistrationCommand::TakeBack] {
        let order = Order::on(registration, Command::Registration(command));
        world.did("counsellor", order.because("Misread.")).await;
    }
    let part = world.allocation_of(registration).await;
    let consider = || AllocationCommand::Consider { meeting: "Correspondence".into() };
    world.on_allocation("rapporteur", part, consider()).await;
    world.did("rapporteur", Order::on(part, Command::Allocation(AllocationCommand::Defer)).because("Later.")).await;
    world.on_allocation("rapporteur", part, consider()).await;
    let reply = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: vec!["Q14/17".into()],
        content: text("reply"),
        answers: vec![part],
        extent: Extent::Full,
        corrects: None,
    };
    let reply = world.did("rapporteur", Order::new(Command::Statement(reply))).await.subject;
    world.on_statement("rapporteur", reply, StatementCommand::Submit).await;
    let consulted =
        entente::domain::command::Approval { consulted: "Team".into(), document: "Mail".into(), ..Default::default() };
    world.on_statement("sg.chair", reply, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", reply, StatementCommand::Send(Sending::default())).await;
    forwarded(world).await;
    met(world).await;
    let editor = world.appoint("rapporteur", Role::Editor, "SG17").await;
    world.end(Kind::Appointment, editor, day("2023-01-01")).await;
    let back = RecordCommand::TakeBack { kind: Kind::Appointment };
    world.did("counsellor", Order::on(editor, Command::Record(back))).await;
    records_corrected(world).await;
}

/// A body, a person and an entry of the address book are corrected, an entry is ended, and a provisional body merged.
async fn records_corrected(world: &World) {
    let does = |subject, command| Order::on(subject, Command::Record(command)).because("Misread.");
    let by_office = async |order| world.door.perform(world.now, &Actor::Importer, order).await.unwrap();
    let provisional = world.provisional("counsellor", "Trusted Ledgers").await;
    let every = BodyCorrection {
        kind: Some(BodyKind::Wg),
        short_name: "Ledgers".into(),
        title: "Trusted".into(),
        side: Side::Itu,
        zone: "Asia/Tokyo".into(),
        parents: vec![world.body("ISO")],
        valid_from: day("2023-01-01"),
        valid_to: Some(day("2024-01-01")),
        study_period: Some("2022-2024".into()),
        go_live: Some(day("2023-03-06")),
        sent_numbers: Some(("LS {n}".into(), 1)),
        received_numbers: Some(("N {n}".into(), 1)),
    };
    by_office(does(provisional, RecordCommand::CorrectBody(Box::new(every)))).await;
    let empty = String::new;
    let somebody = PersonCorrection {
        name: "Expert".into(),
        email: "other@example.org".into(),
        organisation: empty(),
        country: empty(),
        tel: empty(),
    };
    by_office(does(world.person("expert"), RecordCommand::CorrectPerson(Box::new(somebody)))).await;
    let (sc27, entry) = (world.body("ISO/IEC JTC 1/SC 27"), {
        use entente::schema::body_address as book;
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let of = book::table.filter(book::body_id.eq(world.body("ISO/IEC JTC 1/SC 27"))).select(book::id);
        of.first::<uuid::Uuid>(&mut conn).await.unwrap()
    });
    let to = Box::new(AddressRecord {
        kind: AddressKind::Secretariat,
        name: "Secretariat".into(),
        address: "sc27@example.org".into(),
        from: day("2001-01-01"),
        to: Some(day("2024-01-01")),
    });
    world.did("counsellor", does(sc27, RecordCommand::CorrectAddress { entry, to })).await;
    world.did("counsellor", does(sc27, RecordCommand::EndAddress { entry, on: day("2023-03-01") })).await;
    let other = world.provisional("counsellor", "Another").await;
    world.did("counsellor", does(other, RecordCommand::MergeInto { into: sc27 })).await;
    numbers_set_aside(world).await;
    templates_kept(world).await;
}

/// A note on a statement is written, corrected, struck out and put back.
async fn noted(world: &World, of: uuid::Uuid) {
    let text = || "They meet in May.".to_owned();
    let write = NoteCommand::Write { statement: of, body: world.body("SG17"), text: text() };
    let note = world.did("rapporteur", Order::new(Command::Note(write))).await.subject;
    let correct = NoteCommand::Correct { text: "They meet in June.".into() };
    for (who, command) in
        [("rapporteur", correct), ("counsellor", NoteCommand::Strike), ("counsellor", NoteCommand::TakeBack)]
    {
        world.did(who, Order::on(note, Command::Note(command)).because("Not so.")).await;
    }
}

/// Numbers of a body are reserved, released and made void.
async fn numbers_set_aside(world: &World) {
    let (of, number) = (Series { scheme: "ls".into(), period: String::new() }, "SG17-LS800".to_owned());
    let reserve = || RecordCommand::ReserveNumber {
        of: of.clone(),
        number: Some(number.clone()),
        reserved_for: "the reply to SC 27".into(),
    };
    let release = RecordCommand::ReleaseNumber { of: of.clone(), number: number.clone() };
    let void = RecordCommand::VoidNumber { of: of.clone(), number: number.clone() };
    for command in [reserve(), release, reserve(), void] {
        let order = Order::on(world.body("SG17"), Command::Record(command));
        world.did("counsellor", order.because("Not needed.")).await;
    }
}

/// A template of a body is added, corrected, ended and put back.
async fn templates_kept(world: &World) {
    let template = world.keeps("Thanks", "Thank you for {{number}}.").await;
    let (name, abstract_text, text) = ("Noted".into(), "Short.".into(), "Noted: {{title}}.".into());
    let to = Box::new(Template { name, abstract_text, text });
    for command in [
        TemplateCommand::Correct { template, to },
        TemplateCommand::End { template },
        TemplateCommand::PutBack { template },
    ] {
        world.on_template("counsellor", command).await.unwrap();
    }
}

/// What came in and was allocated is passed on to another body, and that is taken back.
async fn forwarded(world: &World) {
    let (_, registration) = world.allocated().await;
    let (to, told_sender) = (world.body("ISO/TC 307"), "It is theirs.".into());
    let forward =
        RegistrationCommand::Forward(Forwarding { to, told_sender, how_sent: "Told by telephone too.".into() });
    for command in [forward, RegistrationCommand::TakeBack] {
        let order = Order::on(registration, Command::Registration(command));
        world.did("counsellor", order.because("It is about ledgers.")).await;
    }
}

/// The meeting by which something is due is moved, cancelled and held after all.
async fn met(world: &World) {
    world.due_by_the_plenary().await;
    let plenary = world.plenary("SG17").await;
    let held = Held { starts: day("2023-10-03"), ends: day("2023-10-13"), place: "Goyang".into() };
    for command in [MeetingCommand::Reschedule(held), MeetingCommand::Cancel, MeetingCommand::TakeBack] {
        world.did("counsellor", Order::on(plenary, Command::Meeting(command)).because("The host asked for it.")).await;
    }
}

/// What a logged statement asks of us is corrected, which moves a due date; that is taken back, and corrected again.
async fn corrected(world: &World, received: uuid::Uuid) {
    let asked: uuid::Uuid = {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let first = destination::table.filter(destination::statement_id.eq(received)).select(destination::id);
        first.first(&mut conn).await.unwrap()
    };
    let (purpose, deadline) = (Purpose::Comment, Some(day("2023-09-22")));
    let correct = || DestinationCommand::Correct(Correction { purpose, deadline, body: None });
    for command in [correct(), DestinationCommand::TakeBack { of: None }, correct()] {
        world.did("counsellor", Order::on(asked, Command::Destination(command)).because("Misread.")).await;
    }
}

fn names(value: Option<&Value>) -> BTreeSet<String> {
    value.and_then(Value::as_object).map(|all| all.keys().cloned().collect()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payload_of_each_kind_holds_what_its_golden_file_names() {
    let world = World::new().await;
    lives(&world).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let all: Vec<(String, i16, String, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .select((event::kind, event::schema, event::act, event_payload::data))
        .load(&mut conn)
        .await
        .unwrap();
    type Names = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;
    let mut files: BTreeMap<String, Names> = BTreeMap::new();
    for (kind, schema, act, data) in all {
        assert_eq!(names(Some(&data)), BTreeSet::from(["brought".into(), "changes".into()]), "{kind} {act}");
        for pair in data["changes"].as_object().unwrap().values() {
            assert_eq!(pair.as_array().map(Vec::len), Some(2), "before and after: {kind} {act}");
        }
        let acts = files.entry(format!("{kind}.{schema}.json")).or_default().entry(act).or_default();
        for part in ["brought", "changes"] {
            acts.entry(part.into()).or_default().extend(names(data.get(part)));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/expected/events");
    for (name, acts) in files {
        let text = format!("{}\n", serde_json::to_string_pretty(&json!(acts)).unwrap());
        if std::env::var_os("ENTENTE_PRINT").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(&name), &text).unwrap();
        }
        let there = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert_eq!(there, text, "{name}: a payload that changes wants a new schema number");
    }
}
