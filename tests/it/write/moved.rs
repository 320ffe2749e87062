//! What a body belongs to is corrected: everything under it goes with it, and so does who sees its statements.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use entente::domain::command::{Command, RecordCommand};
use entente::domain::people::Actor;
use entente::domain::record::{BodyCorrection, BodyRecord, Recorded};
use entente::domain::reference::{BodyKind, Side};
use entente::facts;
use entente::write::{Error, Order, Receipt};
use uuid::Uuid;

use crate::support::people::{World, content, day};

/// Where the derived rows and those that follow from the parents differ.
const UNTRUE: &str = "WITH RECURSIVE up (body_id, ancestor_id, depth) AS (
        SELECT id, id, 0 FROM body WHERE merged_into IS NULL
        UNION SELECT up.body_id, p.parent_id, up.depth + 1 FROM up JOIN body_parent p ON p.body_id = up.ancestor_id),
    wanted AS (SELECT body_id, ancestor_id, min(depth)::smallint AS depth FROM up GROUP BY body_id, ancestor_id),
    there AS (SELECT a.body_id, a.ancestor_id, a.depth FROM body_ancestor a JOIN body b ON b.id = a.body_id
        WHERE b.merged_into IS NULL)
    SELECT count(*) AS count FROM ((SELECT * FROM wanted EXCEPT SELECT * FROM there)
        UNION ALL (SELECT * FROM there EXCEPT SELECT * FROM wanted)) x";

#[derive(QueryableByName)]
pub struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub count: i64,
}

/// How many rows this SQL counts.
pub async fn counted(conn: &mut AsyncPgConnection, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Count>(conn).await.unwrap().count
}

impl World {
    /// The body as it is written down.
    pub async fn written(&self, id: Uuid) -> BodyCorrection {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        BodyCorrection { kind: None, ..facts::record::written_body(&mut conn, id).await.unwrap() }
    }

    /// Corrects it, as that person or else as the importer.
    pub async fn correct(&self, who: Option<&str>, id: Uuid, to: BodyCorrection) -> Result<Receipt, Error> {
        let order = Order::on(id, Command::Record(RecordCommand::CorrectBody(Box::new(to)))).because("As decided.");
        match who {
            Some(key) => self.does(key, order).await,
            None => self.door.perform(self.now, &Actor::Importer, order).await,
        }
    }

    async fn belongs(&self, who: Option<&str>, body: &str, to: &[&str]) -> Result<Receipt, Error> {
        let parents = to.iter().map(|name| self.body(name)).collect();
        let wanted = BodyCorrection { parents, ..self.written(self.body(body)).await };
        self.correct(who, self.body(body), wanted).await
    }

    async fn sees(&self, key: &str, statement: Uuid) -> bool {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let roots = facts::sight::roots(&mut conn, &self.actor(key).await, day("2023-03-06")).await.unwrap();
        let sight = facts::sight::Sight { roots, person: Uuid::nil() };
        facts::sight::sees(&mut conn, &sight, statement).await.unwrap()
    }

    /// A body of which only the name is known, written down by that person.
    pub async fn provisional(&self, key: &str, name: &str) -> Uuid {
        let record = bare(BodyKind::Provisional, name);
        let order = Order::new(Command::Record(RecordCommand::Record(Box::new(Recorded::Body(record)))));
        self.did(key, order).await.subject
    }
}

/// A body of the other side of which only kind and name are known.
pub fn bare(kind: BodyKind, name: &str) -> BodyRecord {
    BodyRecord {
        kind,
        short_name: name.into(),
        title: name.into(),
        side: Side::Partner,
        zone: "Europe/Zurich".into(),
        kept_here: false,
        parents: Vec::new(),
        valid_from: day("2023-03-06"),
        valid_to: None,
        study_period: None,
        go_live: None,
        addresses: Vec::new(),
        series: Vec::new(),
    }
}

/// The codes of a refusal.
pub fn refused(result: Result<Receipt, Error>) -> Vec<String> {
    match result {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_a_body_moves_with_it_and_so_does_who_sees_its_statements() {
    let world = World::new().await;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    assert!(world.sees("counsellor", draft).await && !world.sees("manager", draft).await);
    world.belongs(None, "WP4/17", &["ISO/TC 307"]).await.unwrap();
    assert!(!world.sees("counsellor", draft).await && world.sees("manager", draft).await);
    world.belongs(None, "WP4/17", &["ISO/TC 307", "SG17", "Ledger Forum"]).await.unwrap();
    assert!(world.sees("counsellor", draft).await && world.sees("manager", draft).await, "of a joint body, both");
    let mut owner = world.database.owner().await;
    assert_eq!(counted(&mut owner, UNTRUE).await, 0);
    world.belongs(None, "WP4/17", &["SG17"]).await.unwrap();
    assert!(world.sees("counsellor", draft).await && !world.sees("manager", draft).await);
    assert_eq!(counted(&mut owner, UNTRUE).await, 0);
    let of_parents = "SELECT count(*) AS count FROM event_payload p JOIN event e ON e.id = p.event_id
        WHERE e.act = 'correct' AND p.data -> 'changes' -> 'parents' = '[[\"SG17\"], [\"ISO/TC 307\"]]'
        AND p.data -> 'brought' ->> 'reason' = 'As decided.'";
    assert_eq!(counted(&mut owner, of_parents).await, 1, "the history names them");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_body_comes_under_itself_and_nobody_moves_one_where_they_have_no_say() {
    let world = World::new().await;
    for under in ["WP4/17", "Q14/17"] {
        assert_eq!(refused(world.belongs(None, "WP4/17", &[under]).await), ["no_cycle"], "{under}");
    }
    assert_eq!(refused(world.belongs(Some("counsellor"), "WP4/17", &["ISO/TC 307"]).await), ["parents_agree"]);
    assert_eq!(refused(world.belongs(Some("manager"), "WP4/17", &["ISO/TC 307"]).await), ["not-yours"]);
    world.belongs(Some("counsellor"), "Q14/17", &["SG17"]).await.unwrap();
    let there = world.written(world.body("Q14/17")).await;
    assert_eq!(refused(world.correct(None, world.body("Q14/17"), there.clone()).await), ["something_differs"]);
    let silent = Order::on(
        world.body("Q14/17"),
        Command::Record(RecordCommand::CorrectBody(Box::new(BodyCorrection { title: "Ledgers".into(), ..there }))),
    );
    assert_eq!(refused(world.does("counsellor", silent).await), ["reason_given"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_move_each_others_bodies_at_once_make_no_circle() {
    let world = World::new().await;
    world.belongs(None, "Q10/17", &["SG17"]).await.unwrap();
    let (one, two) =
        tokio::join!(world.belongs(None, "WP4/17", &["Q10/17"]), world.belongs(None, "Q10/17", &["WP4/17"]));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
    assert_eq!(counted(&mut world.database.owner().await, UNTRUE).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provisional_body_is_completed_once_and_its_old_name_still_finds_it() {
    let world = World::new().await;
    let id = world.provisional("manager", "Trusted Ledgers").await;
    let there = world.written(id).await;
    let wanted = BodyCorrection {
        kind: Some(BodyKind::Tc),
        short_name: "ISO/TC 399".into(),
        title: "Trusted ledgers".into(),
        parents: vec![world.body("ISO")],
        received_numbers: Some(("N {n}".into(), 1)),
        ..there
    };
    world.correct(Some("manager"), id, wanted.clone()).await.unwrap();
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    for name in ["ISO/TC 399", "Trusted ledgers", "trusted  LEDGERS"] {
        let found = entente::read::bodies::called(&mut conn, name, day("2023-03-06")).await.unwrap();
        assert_eq!(found, Some(id), "{name}");
    }
    let facts = facts::body::load(&mut conn, id).await.unwrap();
    assert_eq!((facts.kind, facts.root(), facts.chain.len()), (BodyKind::Tc, id, 2));
    let other_kind = BodyCorrection { kind: Some(BodyKind::Wg), received_numbers: None, ..wanted.clone() };
    assert_eq!(refused(world.correct(Some("manager"), id, other_kind).await), ["kind_stays"]);
    let again = BodyCorrection { title: "Trusted".into(), ..wanted };
    assert_eq!(refused(world.correct(Some("manager"), id, again).await), ["series_new"]);
}
