//! A page asks as often for sixty rows as for one, and finds them by an index.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::domain::command::{AllocationWanted, Command, RecordCommand, RegistrationCommand, StatementCommand};
use entente::domain::content::Addressee;
use entente::domain::named::Named;
use entente::domain::people::Actor;
use entente::domain::record::{BodyRecord, Recorded};
use entente::domain::reference::{BodyKind, Purpose, Side};
use entente::facts;
use entente::read::seen::{Direction, Filter, From, Seen};
use entente::read::{bodies, body, digest, home, meetings, people, register, statement};
use entente::write::Order;
use uuid::Uuid;

use super::counting::{Counting, sight};
use crate::support::people::{World, content, day};

/// The queries of register and home.
async fn lists(world: &World) -> (usize, usize) {
    let (sight, actor) = (sight(world, "counsellor").await, world.actor("counsellor").await);
    let mut counting = Counting::on(world).await;
    register::page(&mut counting.conn, &sight, &Filter::default(), From::Newest).await.unwrap();
    let of_register = counting.taken();
    home::load(&mut counting.conn, &actor, day("2023-03-06")).await.unwrap();
    (of_register, counting.taken())
}

#[tokio::test(flavor = "multi_thread")]
async fn register_and_home_ask_as_often_for_sixty_statements_as_for_one() {
    let world = World::new().await;
    let draft = || world.drafted(content("terms", vec![world.for_action("ISO/TC 307"), world.for_information("SG17")]));
    draft().await;
    let one = lists(&world).await;
    for _ in 1..60 {
        draft().await;
    }
    world.allocated().await;
    let sixty = lists(&world).await;
    assert_eq!(one, sixty);
    println!("queries: register {}, home {}", one.0, one.1);
    assert!(one.0 <= 6 && one.1 <= 9, "{one:?}");
}

/// The queries of one look at what is to be told to these people.
async fn of_digests(world: &World, keys: &[&str]) -> usize {
    let ids: Vec<Uuid> = keys.iter().map(|key| world.person(key)).collect();
    let on = day("2023-03-07");
    let mut counting = Counting::on(world).await;
    let actors = facts::actor::load_all(&mut counting.conn, &ids).await.unwrap();
    let sights = facts::sight::of_all(&mut counting.conn, &actors, on).await.unwrap();
    let items = digest::waiting(&mut counting.conn, &sights, 1000).await.unwrap();
    assert!(!items.is_empty() && items.iter().all(|item| item.seen));
    let trees = home::mine::trees(&mut counting.conn, &actors, on).await.unwrap();
    let turns = home::mine::of(&mut counting.conn, &trees).await.unwrap();
    assert!(turns.len() >= keys.len().min(2), "{keys:?}");
    counting.taken()
}

#[tokio::test(flavor = "multi_thread")]
async fn digests_of_many_people_ask_as_often_as_those_of_a_few_and_read_what_their_home_pages_read() {
    let world = World::new().await;
    for _ in 0..20 {
        let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
        world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
        let order = Order::on(draft, Command::Statement(StatementCommand::Postpone)).because("Later.");
        world.did("sg.chair", order).await;
    }
    world.allocated().await;
    world.registered().await;
    let all = ["counsellor", "sg.chair", "rapporteur", "rapporteur.q10", "manager", "tc.chair", "expert", "convenor"];
    // One of each role for which something is asked by itself.
    let few = of_digests(&world, &["counsellor", "sg.chair", "rapporteur"]).await;
    let many = of_digests(&world, &all).await;
    assert_eq!(few, many);
    println!("queries: digests {few}");
    assert!(few <= 14, "{few}");

    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let actors = {
        let ids: Vec<Uuid> = all.iter().map(|key| world.person(key)).collect();
        facts::actor::load_all(&mut conn, &ids).await.unwrap()
    };
    let on = day("2023-03-07");
    let trees = home::mine::trees(&mut conn, &actors, on).await.unwrap();
    let mut together = home::mine::of(&mut conn, &trees).await.unwrap();
    let keys = |turns: Vec<home::Turn>| turns.into_iter().map(|turn| (turn.seq, turn.procedure)).collect::<Vec<_>>();
    for key in all {
        let alone = home::load(&mut conn, &world.actor(key).await, on).await.unwrap().mine;
        let of_batch = together.remove(&world.person(key)).unwrap_or_default();
        assert_eq!(keys(alone), keys(of_batch), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allocation_is_due_soon_for_its_assignee_and_for_those_who_gave_it() {
    let world = World::new().await;
    let (_, registration) = world.allocated().await;
    let allocation = world.allocation_of(registration).await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let due = facts::allocation::load(&mut conn, allocation, false, day("2023-03-06")).await.unwrap().due.on;
    for key in ["rapporteur", "counsellor"] {
        let actor = world.actor(key).await;
        for (ahead, soon, late) in [(home::SOON + 1, 0, 0), (home::SOON, 1, 0), (0, 1, 0)] {
            let on = due - chrono::Days::new(ahead);
            let home = home::load(&mut conn, &actor, on).await.unwrap();
            assert_eq!((home.due.len(), home.late.len()), (soon, late), "{key} {on}");
            let waits = usize::from(key == "counsellor" && soon == 0);
            assert_eq!(home.others.len(), waits, "what is due soon stands once: {key} {on}");
        }
        let home = home::load(&mut conn, &actor, due + chrono::Days::new(1)).await.unwrap();
        assert_eq!((home.due.len(), home.late.len()), (0, 1), "{key} late");
    }
}

/// The queries of a statement's page, with the facts of its buttons.
pub(super) async fn of_page(world: &World, handle: &str) -> usize {
    let sight = sight(world, "counsellor").await;
    let mut counting = Counting::on(world).await;
    let page = statement::load(&mut counting.conn, &sight, handle, None, day("2023-03-06")).await.unwrap();
    assert!(page.is_some_and(|page| page.facts.is_some()));
    counting.taken()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_asks_as_often_for_sixty_destinations_as_for_one() {
    let world = World::new().await;
    let to = |n: i32| Addressee { body: None, printed: format!("Body {n}"), ..world.for_action("ISO/TC 307") };
    let known = vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")];
    let one = world.drafted(content("one", vec![world.for_action("ISO/TC 307")])).await.handle;
    let sixty = world.drafted(content("sixty", known.into_iter().chain((2..60).map(to)).collect())).await.handle;
    let (one, sixty) = (of_page(&world, &one).await, of_page(&world, &sixty).await);
    println!("queries: statement {one}");
    assert_eq!(one, sixty);
    // The notes are one.
    assert!(one <= 16, "{one}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_received_statement_asks_as_often_for_ten_allocations_as_for_one() {
    let world = World::new().await;
    let one = world.allocated().await;
    let ten = world.allocated().await;
    let wanted = |_| AllocationWanted {
        body: world.body("Q10/17"),
        assignee: world.person("rapporteur.q10"),
        purpose: Purpose::Information,
        lead: false,
        due: None,
        note: String::new(),
    };
    let allocate = RegistrationCommand::Allocate((0..9).map(wanted).collect());
    world.did("counsellor", Order::on(ten.1, Command::Registration(allocate))).await;
    let (one, ten) = (handle(&world, one.0).await, handle(&world, ten.0).await);
    let (one, ten) = (of_page(&world, &one).await, of_page(&world, &ten).await);
    println!("queries: received statement {one}");
    assert_eq!(one, ten);
    // The notes are one.
    assert!(one <= 17, "{one}");
}

async fn handle(world: &World, id: Uuid) -> String {
    use entente::schema::subject;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    subject::table.find(id).select(subject::handle).first(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_of_forms_ask_once() {
    let world = World::new().await;
    let sight = sight(&world, "counsellor").await;
    let mut counting = Counting::on(&world).await;
    bodies::all(&mut counting.conn, day("2023-03-06")).await.unwrap();
    assert_eq!(counting.taken(), 1);
    register::awaited_here(&mut counting.conn, &sight).await.unwrap();
    assert_eq!(counting.taken(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_people_asks_as_often_for_many_as_for_few() {
    let mut world = World::new().await;
    let (manager, counsellor) = (sight(&world, "manager").await, sight(&world, "counsellor").await);
    let mut counting = Counting::on(&world).await;
    let mut asked = Vec::new();
    for (sight, least) in [(&manager, 3), (&counsellor, 7)] {
        let eyes = people::Eyes { sight, administrator: false, secretariat: true };
        let page = people::page(&mut counting.conn, eyes, None, day("2023-03-06")).await.unwrap();
        assert!(page.lines.len() >= least && page.next.is_none(), "{}", page.lines.len());
        asked.push(counting.taken());
    }
    world.add_somebody("administrator", "Administrator", true).await;
    let eyes = people::Eyes { sight: &manager, administrator: true, secretariat: false };
    let page = people::page(&mut counting.conn, eyes, None, day("2023-03-06")).await.unwrap();
    assert_eq!(page.lines.len(), 11);
    asked.push(counting.taken());
    assert_eq!(asked, [3, 3, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_bodies_goes_on_where_a_page_ends() {
    let world = World::new().await;
    for n in 0..2 * body::PAGE {
        let record = Recorded::Body(BodyRecord {
            kind: BodyKind::Organisation,
            short_name: format!("Forum {n:03}"),
            title: String::new(),
            side: Side::Partner,
            zone: "Europe/Zurich".into(),
            kept_here: false,
            parents: vec![],
            valid_from: day("2000-01-01"),
            valid_to: None,
            study_period: None,
            go_live: None,
            addresses: vec![],
            series: vec![],
        });
        let order = Order::new(Command::Record(RecordCommand::Record(Box::new(record))));
        world.door.perform(world.now, &Actor::Importer, order).await.unwrap();
    }
    let (mut counting, on) = (Counting::on(&world).await, day("2023-03-06"));
    let (mut names, mut after, mut asked): (Vec<String>, Option<Uuid>, Vec<usize>) = Default::default();
    loop {
        let page = body::page(&mut counting.conn, after, on).await.unwrap();
        asked.push(counting.taken());
        assert!(page.lines.len() as i64 <= body::PAGE);
        names.extend(page.lines.iter().map(|line| format!("{} {}", line.side.name(), line.short_name)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let each: std::collections::BTreeSet<&String> = names.iter().collect();
    let all = bodies::all(&mut counting.conn, on).await.unwrap();
    assert_eq!((names.len(), each.len()), (all.len(), all.len()), "each once");
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(asked, [2, 3, 3], "queries of a page");
    // The last body of the list has a page as the first has: it is not looked for among those listed.
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let last = body::page(&mut conn, Some(all[2 * body::PAGE as usize].id), on).await.unwrap().lines.pop().unwrap();
    assert_eq!(body::by_handle(&mut conn, &last.handle, on).await.unwrap().unwrap().line.id, last.id);
}

/// The same query, explained.
struct Explained(Seen);

impl QueryId for Explained {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Explained {
    type SqlType = Text;
}

impl QueryFragment<Pg> for Explained {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("EXPLAIN ");
        self.0.walk_ast(out.reborrow())
    }
}

/// Twenty thousand statements of two bodies, by SQL: the rows only, with the events that the triggers want.
async fn filled(world: &World) {
    let fill = format!(
        "BEGIN;
         CREATE TEMP TABLE filling ON COMMIT DROP AS SELECT gen_random_uuid() AS id, n,
             CASE n % 2 WHEN 0 THEN '{}'::uuid ELSE '{}'::uuid END AS owner FROM generate_series(100001, 120000) n;
         INSERT INTO subject SELECT id, 'statement', 'LS-' || n, now() FROM filling;
         INSERT INTO event (id, subject_id, seq, kind, act, to_state, recorded_at, occurred_on, actor_kind, clause,
             schema, payload_digest)
             SELECT gen_random_uuid(), id, 1, 'statement', 'record', 'issued', now(), '2023-03-01', 'importer', '', 1, ''
             FROM filling;
         INSERT INTO statement (id, seq, version, state, since, owner_id, topic, title, content_hash)
             SELECT id, n, 1, 'issued', now(), owner, 'topic ' || n, 'LS on topic ' || n, '' FROM filling;
         INSERT INTO statement_sight SELECT owner, n, id FROM filling;
         INSERT INTO statement_named SELECT '{}'::uuid, n, id FROM filling WHERE n % 4 = 1;
         COMMIT; ANALYZE",
        world.body("SG17"),
        world.body("ISO/TC 307"),
        world.person("manager")
    );
    world.database.owner().await.batch_execute(&fill).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_finds_the_few_and_the_many_among_twenty_thousand() {
    let world = World::new().await;
    let draft = world.drafted(content("zebra", vec![world.for_information("ISO/TC 307")])).await;
    filled(&world).await;
    let seen = sight(&world, "counsellor").await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let text = |text: &str| Filter { text: Some(text.into()), ..Filter::default() };
    let state = |state: &str| Filter { state: Some(state.into()), ..Filter::default() };
    let by = |direction| Filter { direction: Some(direction), ..Filter::default() };
    let cases = [
        (text("zebra"), 1, draft.handle.as_str()),
        // Its title has the word too: what fits twice is there once.
        (text(&draft.handle), 1, draft.handle.as_str()),
        (text("ls-119998"), 1, "LS-119998"),
        (text("nowhere"), 0, ""),
        (text("topic"), 1001, "LS-120000"),
        (state("draft"), 1, draft.handle.as_str()),
        (state("issued"), 1001, "LS-120000"),
        (by(Direction::Outgoing), 1001, "LS-120000"),
        (by(Direction::Incoming), 0, ""),
        (Filter { body: Some(world.body("ISO/TC 307")), ..Filter::default() }, 1, draft.handle.as_str()),
        (Filter { text: Some("zebra".into()), ..state("issued") }, 0, ""),
    ];
    for (filter, total, first) in cases {
        let page = register::page(&mut conn, &seen, &filter, From::Newest).await.unwrap();
        let newest = page.rows.iter().map(|row| format!("LS-{}", row.seq)).next().unwrap_or_default();
        assert_eq!((page.total, newest.as_str()), (total, first), "{filter:?}");
        assert_eq!(page.rows.len() as i64, total.min(50), "{filter:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_found_by_an_index_among_twenty_thousand() {
    let world = World::new().await;
    filled(&world).await;
    let sight = sight(&world, "counsellor").await;
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let by = |direction| Filter { direction: Some(direction), ..Filter::default() };
    let cases = [
        (Filter::default(), From::Newest),
        (Filter::default(), From::Before(110_000)),
        (Filter::default(), From::After(110_000)),
        (by(Direction::Outgoing), From::Newest),
        (Filter { state: Some("issued".into()), ..Filter::default() }, From::Newest),
        (Filter { late_on: Some(day("2023-03-06")), ..Filter::default() }, From::Newest),
    ];
    for (filter, from) in cases {
        let seen = Seen::new(&sight, &filter, from, register::PAGE + 1);
        let plan: Vec<String> = Explained(seen).load(&mut conn).await.unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains("Index"), "{plan}");
        // Candidates (`w`) may be taken off a table where a limit ends that soon; sight and statement never.
        let read = plan.replace("Seq Scan on statement w ", "");
        assert!(!read.contains("Seq Scan on statement"), "{filter:?} {from:?}\n{plan}");
    }
    let page = register::page(&mut conn, &sight, &Filter::default(), From::Newest).await.unwrap();
    assert_eq!((page.rows.len(), page.total, page.rows[0].seq), (50, 1001, 120_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_of_a_meeting_ask_as_often_for_much_as_for_little() {
    let world = World::new().await;
    let sight = sight(&world, "counsellor").await;
    let mut counting = Counting::on(&world).await;
    let found =
        meetings::calendar(&mut counting.conn, Some(world.body("SG17")), None, day("2023-03-06")).await.unwrap();
    let meeting = found.coming.into_iter().next().unwrap();
    let spans = meetings::spans(&mut counting.conn, &sight, &meeting).await.unwrap();
    let mut taken = Vec::new();
    for many in [1, 6] {
        for _ in 0..many {
            world.allocated().await;
            world.sent(content("terms", vec![world.for_action("ISO/TC 307")])).await;
        }
        counting.taken();
        let came = meetings::incoming::page_of(&mut counting.conn, &sight, &spans[0], None, 100).await.unwrap();
        let of_incoming = counting.taken();
        let on = day("2023-03-06");
        let goes = meetings::outgoing::page_of(&mut counting.conn, &sight, &spans[0], None, 100, on).await.unwrap();
        assert!(came.rows.len() >= many && goes.rows.len() >= many);
        taken.push((of_incoming, counting.taken()));
    }
    assert_eq!(taken[0], taken[1]);
    println!("queries: incoming {}, outgoing {}", taken[0].0, taken[0].1);
    assert!(taken[0].0 <= 8 && taken[0].1 <= 7, "{taken:?}");
}
