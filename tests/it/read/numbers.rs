//! The register of a body's numbers asks as often for much as for little, and finds its rows by an index.

use std::collections::BTreeSet;

use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{Command, RecordCommand};
use entente::domain::numbering::Series;
use entente::read::body::numbers::{After, FEW, Gap, PAGE, register};
use entente::write::Order;
use uuid::Uuid;

use super::counting::{Counting, sight};
use crate::support::people::{World, content};
use crate::write::moved::Count;

fn series() -> Series {
    Series { scheme: "ls".into(), period: String::new() }
}

async fn set_aside(world: &World, number: String) {
    let (of, why) = (series(), "the reply to SC 27");
    let reserve =
        RecordCommand::ReserveNumber { of: of.clone(), number: Some(number.clone()), reserved_for: why.into() };
    world.did("counsellor", Order::on(world.body("SG17"), Command::Record(reserve))).await;
    if !number.ends_with('0') {
        let void = RecordCommand::VoidNumber { of, number };
        world.did("counsellor", Order::on(world.body("SG17"), Command::Record(void)).because("Lost.")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_of_numbers_asks_as_often_for_much_as_for_little() {
    let world = World::new().await;
    let sight = sight(&world, "counsellor").await;
    let mut counting = Counting::on(&world).await;
    let mut taken = Vec::new();
    for (many, begins) in [(1, 500), (12, 600)] {
        for n in 0..many {
            world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
            set_aside(&world, format!("SG17-LS{}", begins + 2 * n)).await;
        }
        counting.taken();
        let told = register(&mut counting.conn, &sight, world.body("SG17"), &series(), After::default()).await.unwrap();
        taken.push(counting.taken());
        assert!(!told.given.rows.is_empty() && !told.gaps.rows.is_empty() && !told.reserved.rows.is_empty());
    }
    println!("queries: a register of numbers {}", taken[0]);
    assert_eq!(taken[0], taken[1]);
    assert!(taken[0] <= 10, "{taken:?}");
}

/// A hundred thousand numbers with a gap near the first, the rest of them beside those of another series.
const MANY: &str = "
    INSERT INTO number (id, subject_id, scheme, body_id, value, event_id, series, place)
    SELECT gen_random_uuid(), '{subject}', '{scheme}', '{body}', '{form}' || n, (SELECT min(id::text)::uuid FROM event),
        '{scheme}', n FROM generate_series(1000, 101000) n WHERE n <> 1005";

/// Rows that this connection has read from end to end. To find what is missing every place of the series is looked at once; all
/// else is found by an index.
const SCANNED: &str = "SELECT sum(seq_tup_read)::bigint AS count FROM pg_stat_xact_user_tables
    WHERE relname IN ('number', 'number_set_aside')";

async fn scanned(conn: &mut AsyncPgConnection) -> i64 {
    diesel::sql_query(SCANNED).get_result::<Count>(conn).await.unwrap().count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_numbers_are_read_a_page_at_a_time() {
    let world = World::new().await;
    let (sight, body) = (sight(&world, "counsellor").await, world.body("SG17"));
    let sent = world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let mut owner = world.database.owner().await;
    for (scheme, form) in [("ls", "SG17-LS"), ("td", "SG17-TD")] {
        let many = MANY.replace("{subject}", &sent.subject.to_string()).replace("{body}", &body.to_string());
        owner.batch_execute(&many.replace("{scheme}", scheme).replace("{form}", form)).await.unwrap();
    }
    owner.batch_execute("VACUUM ANALYZE number").await.unwrap();
    let mut counting = Counting::on(&world).await;
    let (mut after, mut seen) = (After::default(), BTreeSet::<Uuid>::new());
    for _ in 0..3 {
        counting.conn.batch_execute("BEGIN").await.unwrap();
        let before = scanned(&mut counting.conn).await;
        let told = register(&mut counting.conn, &sight, body, &series(), after).await.unwrap();
        let read = scanned(&mut counting.conn).await - before;
        counting.conn.batch_execute("COMMIT").await.unwrap();
        assert!(read < 201_000, "{read}");
        assert_eq!(told.given.rows.len(), PAGE);
        seen.extend(told.given.rows.iter().map(|one| one.id));
        assert_eq!(told.gaps.rows, [Gap { from: 1005, to: 1005 }, Gap { from: 401, to: 999 }]);
        assert!(told.gaps.rows.len() < FEW && told.gaps.older.is_none());
        after.given = told.given.older;
    }
    assert_eq!(seen.len(), 3 * PAGE, "no number twice");
}
