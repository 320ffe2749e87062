//! Where a walk begins, so that a few steps lead to every act.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, Command, DestinationCommand, Extent, RegistrationCommand, StatementCommand,
};
use entente::domain::content::Content;
use entente::schema::destination;
use entente::write::Order;
use uuid::Uuid;

use crate::support::people::{World, content};

/// With a statement in review at a study group, with what came in, with what was sent and may be answered or was, with a reply in preparation, with what
/// may be sent and allocated, or in review at a committee or elsewhere.
pub async fn at(world: &World, how: usize) {
    let to = || content("terms", vec![world.for_action("ISO/TC 307"), world.for_action("ISO/IEC JTC 1/SC 27")]);
    match how % 8 {
        0 => {
            let draft = world.drafted(to()).await.subject;
            world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
        }
        1 => drop(world.allocated().await),
        2 => {
            world.sent(to()).await;
            world.registered().await;
        }
        3 => in_review(world, "manager", "ISO/TC 307").await,
        4 => in_review(world, "board", "Ledger Forum").await,
        5 => answered(world, to()).await,
        6 => {
            drop(world.approved(to()).await);
            let (_, registration) = world.registered().await;
            let available = RegistrationCommand::MakeAvailable { agreed_by: "Chair SG17".into() };
            world.did("counsellor", Order::on(registration, Command::Registration(available))).await;
        }
        _ => {
            let (_, registration) = world.allocated().await;
            let part = world.allocation_of(registration).await;
            let consider = AllocationCommand::Consider { meeting: "by correspondence".into() };
            world.on_allocation("rapporteur", part, consider).await;
            let (owner, questions, answers) = (world.body("Q14/17"), Vec::new(), vec![part]);
            let content = content("privacy", vec![world.for_information("ISO/IEC JTC 1/SC 27")]);
            let draft =
                StatementCommand::Draft { owner, questions, content, answers, extent: Extent::Full, corrects: None };
            world.did("rapporteur", Order::new(Command::Statement(draft))).await;
        }
    }
}

async fn in_review(world: &World, who: &str, owner: &str) {
    let (owner, questions, answers) = (world.body(owner), Vec::new(), Vec::new());
    let content = content("terms", vec![world.for_action("SG17")]);
    let draft = StatementCommand::Draft { owner, questions, content, answers, extent: Extent::Full, corrects: None };
    let draft = world.did(who, Order::new(Command::Statement(draft))).await.subject;
    world.on_statement(who, draft, StatementCommand::Submit).await;
}

/// Sent, and answered by one of the two.
async fn answered(world: &World, content: Content) {
    let sent = world.sent(content).await.subject;
    let (reply, _) = world.registered().await;
    let all = destination::table.filter(destination::statement_id.eq(sent)).order(destination::position.desc());
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let to: Vec<Uuid> = all.select(destination::id).load(&mut conn).await.unwrap();
    for to in to {
        let link = DestinationCommand::Answer { reply, extent: Extent::Full, expected_on: None };
        world.did("counsellor", Order::on(to, Command::Destination(link))).await;
    }
}
