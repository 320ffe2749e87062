//! The notes on a statement are one query, however many there are, and are read by their index.

use entente::domain::command::{Command, NoteCommand};
use entente::read::statement::{self, notes};
use entente::write::Order;

use super::counting::sight;
use super::queries::of_page;
use crate::support::people::{World, content, day};

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_asks_as_often_for_forty_notes_as_for_none() {
    let world = World::new().await;
    let draft = world.drafted(content("one", vec![world.for_action("ISO/TC 307")])).await;
    let none = of_page(&world, &draft.handle).await;
    for n in 0..40 {
        let (statement, body) = (draft.subject, world.body("SG17"));
        let write = NoteCommand::Write { statement, body, text: format!("Note {n}") };
        world.did("rapporteur", Order::new(Command::Note(write))).await;
    }
    assert_eq!(of_page(&world, &draft.handle).await, none);
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let sight = sight(&world, "counsellor").await;
    let page = statement::load(&mut conn, &sight, &draft.handle, None, day("2023-03-06")).await.unwrap().unwrap();
    let texts: Vec<&str> = page.notes.notes.iter().filter_map(|one| one.facts.text.as_deref()).collect();
    assert_eq!((texts.len(), texts[0], texts[19]), (20, "Note 39", "Note 20"));
    let history = page.history.iter().filter(|one| one.kind == "note").count();
    assert_eq!(history, 40, "a page of the history holds them all");
    let rest = notes::load(&mut conn, &sight, draft.subject, page.notes.older).await.unwrap();
    let texts: Vec<&str> = rest.notes.iter().filter_map(|one| one.facts.text.as_deref()).collect();
    assert_eq!((texts.len(), texts[0], texts[19], rest.older), (20, "Note 19", "Note 0", None));
}
