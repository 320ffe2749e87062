//! The templates of a body ask as often for many as for few, and so does the form of a draft.

use entente::domain::command::{Command, RecordCommand, TemplateCommand};
use entente::domain::template::Template;
use entente::read::body::templates::{After, PAGE, answered, given_as, offered, page};
use entente::write::Order;

use super::counting::{Counting, sight};
use crate::support::people::World;

#[tokio::test(flavor = "multi_thread")]
async fn templates_ask_as_often_for_many_as_for_few_and_ended_ones_are_paged() {
    let world = World::new().await;
    let (sight, body) = (sight(&world, "counsellor").await, world.body("SG17"));
    let mut counting = Counting::on(&world).await;
    let mut taken = Vec::new();
    for (many, begins) in [(2, 0), (30, 100)] {
        for n in begins..begins + many {
            let id = world.keeps(&format!("Template {n}"), "Thank you.").await;
            if n % 10 != 0 {
                world.on_template("counsellor", TemplateCommand::End { template: id }).await.unwrap();
            }
        }
        counting.taken();
        let told = page(&mut counting.conn, (&sight, false), body, After::default()).await.unwrap().unwrap();
        assert!(!told.in_use.is_empty() && !told.ended.is_empty() && !told.history.is_empty());
        let of_page = counting.taken();
        let choices = offered(&mut counting.conn, &sight).await.unwrap();
        assert_eq!(choices.len(), told.in_use.len());
        taken.push((of_page, counting.taken()));
    }
    println!("queries: templates {}, offered {}", taken[0].0, taken[0].1);
    assert_eq!(taken, [(3, 1), (3, 1)]);

    let first = page(&mut counting.conn, (&sight, false), body, After::default()).await.unwrap().unwrap();
    let next = After { ended: first.older_ended, ..After::default() };
    let next = page(&mut counting.conn, (&sight, false), body, next).await.unwrap().unwrap();
    let names = |all: &[entente::read::body::templates::Kept]| {
        all.iter().map(|one| one.template.name.clone()).collect::<Vec<_>>()
    };
    let mut all = [names(&first.ended), names(&next.ended)].concat();
    assert_eq!((first.ended.len(), next.ended.len(), next.older_ended), (PAGE, 8, None));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), PAGE + 8, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_asks_as_often_for_several_statements_as_for_one_and_names_only_what_is_seen() {
    let world = World::new().await;
    let body = world.body("SG17");
    let mut parts = Vec::new();
    for _ in 0..3 {
        let (_, registration) = world.allocated().await;
        parts.push(world.allocation_of(registration).await);
    }
    let own = sight(&world, "rapporteur").await;
    let mut counting = Counting::on(&world).await;
    let mut taken = Vec::new();
    for many in [&parts[..1], &parts[..]] {
        counting.taken();
        let statements = given_as(&mut counting.conn, &own, many).await.unwrap();
        let all = answered(&mut counting.conn, &own, body, &statements).await.unwrap();
        taken.push(counting.taken());
        assert_eq!(all.len(), many.len());
        assert_eq!(all[0].number.as_deref(), Some("ISO/IEC JTC 1/SC 27 N 15001"));
        assert!(all[0].our_number.as_deref().is_some_and(|number| number.starts_with("SG17-TD")), "{all:?}");
        assert_eq!(all[0].deadline.map(|on| on.to_string()).as_deref(), Some("2023-08-22"));
    }
    assert_eq!(taken, [5, 5]);
    let other = sight(&world, "manager").await;
    let statements = given_as(&mut counting.conn, &own, &parts).await.unwrap();
    assert_eq!(given_as(&mut counting.conn, &other, &parts).await.unwrap(), Vec::<uuid::Uuid>::new());
    assert_eq!(answered(&mut counting.conn, &other, body, &statements).await.unwrap(), vec![]);

    let theirs = Template { name: "A".into(), abstract_text: String::new(), text: "Thank you.".into() };
    let add = Command::Record(RecordCommand::Template(TemplateCommand::Add(Box::new(theirs))));
    world.did("manager", Order::on(world.body("ISO/TC 307"), add)).await;
    assert!(offered(&mut counting.conn, &own).await.unwrap().is_empty());
    assert!(
        page(&mut counting.conn, (&own, false), world.body("ISO/TC 307"), After::default()).await.unwrap().is_none()
    );
}
