//! The scenarios about bodies.

use entente::domain::command::{Command, RecordCommand};
use entente::domain::people::Actor;
use entente::domain::record::{BodyCorrection, BodyRecord, Recorded};
use entente::domain::reference::BodyKind;
use entente::facts;
use entente::read::statement as page;
use entente::write::Order;

use super::is_refused;
use crate::support::people::{World, content, day};
use crate::write::moved::bare;

/// The Question gets the number of the new period; what was written under the old one stays, and the old name leads there.
#[tokio::test(flavor = "multi_thread")]
async fn scenario_44_a_renumbered_question_keeps_its_history_and_its_old_name() {
    let world = World::new().await;
    let question = world.body("Q14/17");
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let renumbered = BodyCorrection { short_name: "Q4/17".into(), ..world.written(question).await };
    world.correct(Some("counsellor"), question, renumbered).await.unwrap();
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    for name in ["Q4/17", "Q14/17", "q14/17"] {
        assert_eq!(facts::find::body(&mut conn, name).await.unwrap(), Some(question), "{name}");
    }
    let sight = world.sight("rapporteur").await;
    let there = page::load(&mut conn, &sight, &draft.handle, None, day("2023-03-06")).await.unwrap().unwrap();
    assert_eq!((there.owner.id, there.owner.name.as_str()), (Some(question), "Q4/17"));
    assert_eq!(there.questions, ["Q14/17"], "what the draft printed stays as it was written");
    assert!(there.history.iter().any(|entry| entry.act == "draft"));
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_45_a_joint_working_group_belongs_to_two_committees_at_least() {
    let world = World::new().await;
    let joint = |parents: &[&str]| {
        let parents = parents.iter().map(|name| world.body(name)).collect();
        let record = BodyRecord { kept_here: true, parents, ..bare(BodyKind::Jwg, "ISO/TC 307/JWG 9") };
        Order::new(Command::Record(RecordCommand::Record(Box::new(Recorded::Body(record)))))
    };
    for too_few in [&[][..], &["ISO/TC 307"]] {
        let order = joint(too_few);
        let refused = world.door.perform(world.now, &Actor::Importer, order).await;
        is_refused(refused, "enough_parents", "PR-6");
    }
    let both = joint(&["ISO/TC 307", "ISO/IEC JTC 1/SC 27"]);
    let born = world.door.perform(world.now, &Actor::Importer, both).await.unwrap().subject;
    let fewer = BodyCorrection { parents: vec![world.body("ISO/TC 307")], ..world.written(born).await };
    is_refused(world.correct(None, born, fewer).await, "enough_parents", "PR-7");
    let renamed = BodyCorrection { title: "Wallets and keys".into(), ..world.written(born).await };
    world.correct(None, born, renamed).await.unwrap();
}
