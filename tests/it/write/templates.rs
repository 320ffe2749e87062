//! Templates of replies that a body keeps: who adds, corrects, ends and puts back one, and what is refused.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, RecordCommand, TemplateCommand};
use entente::domain::template::{MOST, Template};
use entente::read::body::templates::{After, Page, page};
use entente::schema::{event, event_payload};
use entente::write::{Error, Order, Receipt};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::people::{World, sight_of};

pub fn template(name: &str, text: &str) -> Template {
    Template { name: name.into(), abstract_text: "About {{number}}.".into(), text: text.into() }
}

fn on(world: &World, body: &str, command: TemplateCommand) -> Order {
    Order::on(world.body(body), Command::Record(RecordCommand::Template(command)))
}

fn adding(name: &str, text: &str) -> TemplateCommand {
    TemplateCommand::Add(Box::new(template(name, text)))
}

impl World {
    /// SG17 keeps one more template; its id.
    pub async fn keeps(&self, name: &str, text: &str) -> Uuid {
        self.did("counsellor", on(self, "SG17", adding(name, text))).await;
        let all = self.templates("counsellor").await.in_use;
        all.into_iter().find(|one| one.template.name == name).unwrap().id
    }

    pub async fn on_template(&self, who: &str, command: TemplateCommand) -> Result<Receipt, Error> {
        self.does(who, on(self, "SG17", command)).await
    }

    async fn templates(&self, who: &str) -> Page {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let sight = sight_of(self, who).await;
        page(&mut conn, (&sight, false), self.body("SG17"), After::default()).await.unwrap().unwrap()
    }

    async fn names(&self) -> (Vec<String>, Vec<String>) {
        let Page { in_use, ended, .. } = self.templates("counsellor").await;
        let names = |all: Vec<entente::read::body::templates::Kept>| {
            all.into_iter().map(|one| one.template.name).collect::<Vec<_>>()
        };
        (names(in_use), names(ended))
    }
}

/// The codes of a refusal and the words of its sentences.
fn why(result: Result<Receipt, Error>) -> (Vec<String>, String) {
    let Err(Error::Refused(refusals)) = result else { panic!("{result:?}") };
    (refusals.iter().map(|one| one.code.clone()).collect(), format!("{refusals:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_added_corrected_ended_and_put_back_and_all_of_it_stays_in_the_history() {
    let world = World::new().await;
    let id = world.keeps("Thanks", "Thank you for {{number}}.").await;
    let to = Box::new(template("Thanks, noted", "Noted: {{title}}."));
    world.on_template("counsellor", TemplateCommand::Correct { template: id, to }).await.unwrap();
    assert_eq!(world.names().await, (vec!["Thanks, noted".to_owned()], vec![]));
    world.on_template("counsellor", TemplateCommand::End { template: id }).await.unwrap();
    assert_eq!(world.names().await, (vec![], vec!["Thanks, noted".to_owned()]));
    world.on_template("counsellor", TemplateCommand::PutBack { template: id }).await.unwrap();
    let told = world.templates("rapporteur").await;
    assert_eq!((told.in_use[0].id, told.in_use[0].template.text.as_str()), (id, "Noted: {{title}}."));
    assert_eq!(told.in_use[0].by.as_deref(), Some("Counsellor SG17"));
    let acts: Vec<&str> = told.history.iter().map(|one| one.act.as_str()).collect();
    assert_eq!(acts, ["put_back_template", "end_template", "correct_template", "add_template"]);
    let corrected = &told.history[2];
    assert_eq!(corrected.said, [("template", "Thanks".to_owned())]);
    let differs: Vec<(&str, &Value)> =
        corrected.changes.iter().map(|(name, before, _)| (name.as_str(), before)).collect();
    let before = [("template_name", json!("Thanks")), ("template_text", json!("Thank you for {{number}}."))];
    assert_eq!(differs, before.each_ref().map(|(name, value)| (*name, value)), "the abstract stays");

    // One event each, nobody is told, and the words stand in the payload alone.
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let events = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::act.like("%_template"));
    assert_eq!(events.count().get_result::<i64>(&mut conn).await.unwrap(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_filled_is_named_and_refused() {
    let world = World::new().await;
    let (codes, said) = why(world.on_template("counsellor", adding("A", "By {{dedline}}, {{nummer}}.")).await);
    assert!(codes == ["placeholders_known"] && said.contains("{{dedline}}"), "{said}");
    let id = world.keeps("A", "By {{deadline}}.").await;
    let to = Box::new(Template { abstract_text: "{{ }}".into(), ..template("A", "By {{deadline}}.") });
    let (codes, _) = why(world.on_template("counsellor", TemplateCommand::Correct { template: id, to }).await);
    assert_eq!(codes, ["placeholders_known"]);
    assert_eq!(world.templates("counsellor").await.in_use[0].template, template("A", "By {{deadline}}."));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_tell_apart_what_is_in_use() {
    let world = World::new().await;
    let id = world.keeps("Thanks", "Thank you.").await;
    let (codes, _) = why(world.on_template("counsellor", adding("thanks", "Another.")).await);
    assert_eq!(codes, ["template_name_free"]);
    let to = || Box::new(template("Thanks", "Thank you."));
    let (codes, _) = why(world.on_template("counsellor", TemplateCommand::Correct { template: id, to: to() }).await);
    assert_eq!(codes, ["something_differs"]);
    world.on_template("counsellor", TemplateCommand::End { template: id }).await.unwrap();
    for command in [TemplateCommand::End { template: id }, TemplateCommand::Correct { template: id, to: to() }] {
        let (codes, _) = why(world.on_template("counsellor", command).await);
        assert!(codes.contains(&"template_in_use".to_owned()), "{codes:?}");
    }
    let other = world.keeps("Thanks", "Another.").await;
    let (codes, _) = why(world.on_template("counsellor", TemplateCommand::PutBack { template: id }).await);
    assert_eq!(codes, ["template_name_free"]);
    let (codes, _) = why(world.on_template("counsellor", TemplateCommand::PutBack { template: other }).await);
    assert!(codes.contains(&"template_ended".to_owned()), "{codes:?}");
    world.on_template("counsellor", TemplateCommand::End { template: other }).await.unwrap();
    world.on_template("counsellor", TemplateCommand::PutBack { template: id }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_kept_by_the_secretariat_of_a_body_that_decides() {
    let mut world = World::new().await;
    world.add_person("board", "Board").await;
    world.appoint("board", entente::domain::people::Role::CommitteeManager, "Ledger Forum").await;
    for who in ["manager", "board", "rapporteur", "expert", "sg.chair"] {
        let (codes, _) = why(world.on_template(who, adding("A", "Thank you.")).await);
        assert_eq!(codes, ["not-yours"], "{who}");
    }
    let (codes, _) = why(world.does("counsellor", on(&world, "Q14/17", adding("A", "Thank you."))).await);
    assert_eq!(codes, ["decides_here"], "a Question has none of its own");
    let (codes, _) = why(world.does("counsellor", on(&world, "ISO/IEC JTC 1/SC 27", adding("A", "Thank you."))).await);
    assert!(codes.contains(&"decides_here".to_owned()), "{codes:?}: not kept here");
    let id = world.keeps("A", "Thank you.").await;
    // Nor is one body's template another's, whoever asks.
    let theirs = on(&world, "ISO/TC 307", TemplateCommand::End { template: id });
    assert_eq!(why(world.does("manager", theirs).await).0, ["template_in_use"]);
    assert_eq!(world.names().await.0, ["A"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_chooses_from_more_than_can_be_looked_through() {
    let world = World::new().await;
    let add = |n: usize| on(&world, "SG17", adding(&format!("Template {n}"), "Thank you."));
    let orders: Vec<Order> = (0..MOST).map(add).collect();
    world.door.perform_all(world.now, &world.actor("counsellor").await, &orders).await.unwrap();
    let (codes, said) = why(world.does("counsellor", add(MOST)).await);
    assert!(codes == ["few_templates"] && said.contains(&MOST.to_string()), "{said}");
    let first = world.templates("counsellor").await.in_use[0].id;
    world.on_template("counsellor", TemplateCommand::End { template: first }).await.unwrap();
    world.does("counsellor", add(MOST)).await.unwrap();
    let (codes, _) = why(world.on_template("counsellor", TemplateCommand::PutBack { template: first }).await);
    assert_eq!(codes, ["few_templates"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_add_the_same_name_at_once_are_told_apart() {
    let world = World::new().await;
    let (one, other) = tokio::join!(
        world.on_template("counsellor", adding("Thanks", "One.")),
        world.on_template("counsellor", adding("Thanks", "Other.")),
    );
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {other:?}");
    let refused = if one.is_ok() { other } else { one };
    assert_eq!(why(refused).0, ["template_name_free"]);
}
