//! A provisional body turns out to be one that is there: afterwards no row names it but its history and its own.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Receipt as Received, RecordCommand, RecordedStatement, StatementCommand};
use entente::domain::content::Addressee;
use entente::domain::record::AddressRecord;
use entente::domain::reference::{AddressKind, Purpose};
use entente::facts;
use entente::read::seen::{Filter, From};
use entente::read::{bodies, body, register};
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use super::moved::{counted, refused};
use crate::support::people::{World, content, day};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Every column that names a body.
const NAMING: &str = "SELECT c.conrelid::regclass::text AS table, a.attname::text AS name FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'body'::regclass";

async fn merge(world: &World, key: &str, from: Uuid, into: Uuid) -> Result<Receipt, Error> {
    let order = Order::on(from, Command::Record(RecordCommand::MergeInto { into }));
    world.does(key, order.because("The letterhead says who they are.")).await
}

/// A statement of that body, received by ISO/TC 307.
async fn received(world: &World, from: Uuid, number: &str) -> Uuid {
    let (body, received_on) = (world.body("ISO/TC 307"), day("2023-03-06"));
    let recorded = RecordedStatement {
        source: from,
        title: "Liaison on trusted ledgers".into(),
        content: content("trusted ledgers", vec![world.for_action("ISO/TC 307")]),
        numbers: vec![number.into()],
        receipt: Some(Received { body, received_on, channel: "mail".into(), register: None, past: None }),
        ..RecordedStatement::default()
    };
    let order = Order::new(Command::Statement(StatementCommand::Record(Box::new(recorded))));
    world.did("manager", order.because("Another one, as it seems.")).await.subject
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_merge_no_row_names_the_merged_body_but_its_history() {
    let mut world = World::new().await;
    world.add_somebody("administrator", "Administrator", true).await;
    let (from, into) = (world.provisional("manager", "Trusted Ledgers").await, world.body("ISO/IEC JTC 1/SC 27"));
    let statement = received(&world, from, "TL 1").await;
    let entry = AddressRecord {
        kind: AddressKind::Mailbox,
        name: "Trusted Ledgers".into(),
        address: "trusted@example.org".into(),
        from: day("2023-03-06"),
        to: None,
    };
    let add = Command::Record(RecordCommand::AddAddress(Box::new(entry)));
    world.did("manager", Order::on(from, add)).await;
    let (purpose, deadline) = (Purpose::Action, Some(day("2023-08-22")));
    let to = Addressee { body: Some(from), printed: "Trusted Ledgers".into(), purpose, deadline };
    world.drafted(content("answer", vec![to])).await;

    assert_eq!(refused(merge(&world, "manager", from, from).await)[0], "another_body");
    assert_eq!(
        refused(merge(&world, "manager", from, into).await),
        ["moved_in_sight"],
        "SG17's draft is none of theirs"
    );
    assert_eq!(refused(merge(&world, "administrator", into, from).await)[0], "is_provisional");
    merge(&world, "administrator", from, into).await.unwrap();

    let mut owner = world.database.owner().await;
    let naming: Vec<Column> = diesel::sql_query(NAMING).load(&mut owner).await.unwrap();
    assert!(naming.len() >= 15, "{}", naming.len());
    for Column { table, name } in naming {
        let own = if table == "body_ancestor" { "AND ancestor_id <> body_id" } else { "" };
        let rows = format!("SELECT count(*) AS count FROM {table} WHERE {name} = '{from}' {own}");
        assert_eq!(counted(&mut owner, &rows).await, 0, "{table}.{name}");
    }
    let told = format!(
        "SELECT count(*) AS count FROM event WHERE subject_id = '{from}' AND act = 'merge_into'
            OR subject_id = '{into}' AND act = 'absorb'"
    );
    assert_eq!(counted(&mut owner, &told).await, 2, "both histories say so");

    let mut conn = world.database.pools.reader.connection().await.unwrap();
    assert_eq!(bodies::called(&mut conn, "trusted ledgers", day("2023-03-06")).await.unwrap(), Some(into));
    assert_eq!(facts::find::body(&mut conn, "Trusted Ledgers").await.unwrap(), Some(into));
    let sight = crate::support::people::sight_of(&world, "manager").await;
    let called = Filter { text: Some("Trusted Ledgers".into()), body: Some(into), ..Filter::default() };
    let found = register::page(&mut conn, &sight, &called, From::Newest).await.unwrap();
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [statement]);
    assert_eq!(found.rows[0].owner.name, "ISO/IEC JTC 1/SC 27");
    let handle = facts::find::handle_of(&mut conn, from).await.unwrap().unwrap();
    let there = body::merged_into(&mut conn, &handle).await.unwrap();
    assert_eq!(there, facts::find::handle_of(&mut conn, into).await.unwrap());
    let back = Command::Record(RecordCommand::TakeBack { kind: entente::domain::command::Kind::Body });
    assert!(!refused(world.does("administrator", Order::on(from, back)).await).is_empty(), "it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_here_twice_or_is_more_than_a_sender_is_not_merged() {
    let mut world = World::new().await;
    world.add_somebody("administrator", "Administrator", true).await;
    let (from, into) = (world.provisional("manager", "Trusted Ledgers").await, world.body("ISO/IEC JTC 1/SC 27"));
    let one = received(&world, from, "TL 1").await;
    let other = received(&world, into, "TL  1").await;
    assert_eq!(refused(merge(&world, "manager", from, into).await), ["nothing_twice"], "one number at both");
    let mut owner = world.database.owner().await;
    let twice = format!("SELECT count(*) AS count FROM number WHERE subject_id IN ('{one}', '{other}')");
    assert_eq!(counted(&mut owner, &twice).await, 2);
    let (from, into) = (world.provisional("manager", "Ledger Alliance").await, world.body("ISO/IEC JTC 1"));
    let both = |body: Uuid, printed: &str| Addressee {
        body: Some(body),
        printed: printed.into(),
        ..world.for_information("ISO/TC 307")
    };
    let draft = content("news", vec![both(from, "Ledger Alliance"), both(into, "JTC 1")]);
    let draft = world.drafted(draft).await.subject;
    assert_eq!(refused(merge(&world, "administrator", from, into).await), ["nothing_twice"]);
    let edit = content("news", vec![both(from, "Ledger Alliance")]);
    world.on_statement("rapporteur", draft, StatementCommand::Edit(edit)).await;
    let under = entente::domain::record::BodyCorrection {
        parents: vec![from],
        ..world.written(world.body("Ledger Forum")).await
    };
    world.correct(None, world.body("Ledger Forum"), under).await.unwrap();
    assert_eq!(refused(merge(&world, "administrator", from, into).await), ["nothing_hangs_on_it"]);
}
