//! Two people write one draft: what each of them changed is brought together, and nothing of either is lost (product: write
//! together).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::schema::{destination, statement};
use uuid::Uuid;

use crate::api::House;
use crate::support::people::content;
use crate::web::browser::Browser;

const FIRST: &str = "SG17 proposes **terms of reference**.";
const LAST: &str = "2. Please name a contact.";

/// A draft of the rapporteur's, open with two people who may write it.
struct Desk {
    house: House,
    draft: Uuid,
    handle: String,
    rapporteur: (Browser, String),
    associate: (Browser, String),
}

impl Desk {
    async fn open() -> Desk {
        let house = House::open().await;
        let draft = house.world.drafted(content("terms", vec![house.world.for_action("ISO/TC 307")])).await;
        let (rapporteur, associate) = (house.browser("rapporteur").await, house.browser("associate").await);
        Desk { house, draft: draft.subject, handle: draft.handle, rapporteur, associate }
    }

    /// The form as it was opened first, with some fields typed anew.
    fn typed(&self, version: &str, anew: &[(&str, &str)]) -> Vec<(String, String)> {
        let body = format!("{FIRST}\r\n\r\n1. Please comment.\r\n{LAST}");
        let tc = self.house.world.body("ISO/TC 307").to_string();
        let stands = [
            ("version", version),
            ("topic", "terms"),
            ("language", "en"),
            ("prepared_at", "Geneva, 21 February - 3 March 2023"),
            ("abstract", "Terms of reference for work on a common text."),
            ("body", &body),
            ("contacts-0-name", "Rapporteur Q14/17"),
            ("contacts-0-organisation", "Example Laboratories"),
            ("contacts-0-country", "Ruritania"),
            ("contacts-0-tel", "+00 12 345"),
            ("contacts-0-email", "rapporteur@example.org"),
            ("destinations-0-body", &tc),
            ("destinations-0-purpose", "action"),
            ("destinations-0-deadline", "2023-08-22"),
        ];
        let kept = stands.iter().filter(|(name, _)| !anew.iter().any(|(other, _)| other == name));
        kept.chain(anew).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    async fn save(&self, who: &(Browser, String), fields: Vec<(String, String)>) -> (u16, String) {
        let (mut browser, csrf) = who.clone();
        let all: Vec<(&str, &str)> = [("csrf", csrf.as_str())]
            .into_iter()
            .chain(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            .collect();
        let answer = browser.post(&format!("/liaisons/{}/edit", self.handle), &all).await;
        (answer.status, answer.body)
    }

    async fn stands(&self) -> (String, String, String, i64) {
        let mut conn = self.house.world.database.pools.reader.connection().await.unwrap();
        let text = statement::table.find(self.draft).select((statement::topic, statement::abstract_, statement::body));
        let (topic, summary, body) = text.first(&mut conn).await.unwrap();
        let to =
            destination::table.filter(destination::statement_id.eq(self.draft).and(destination::state.ne("dropped")));
        (topic, summary, body, to.count().get_result(&mut conn).await.unwrap())
    }
}

/// The value that a text area of the page holds.
fn area(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
    let text = &page[from..][page[from..].find('>').unwrap() + 1..];
    text[..text.find("</textarea>").unwrap()].trim_start_matches('\n').to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_people_changed_in_different_places_is_in_the_form_of_the_second() {
    let desk = Desk::open().await;
    let sc = desk.house.world.body("ISO/IEC JTC 1/SC 27").to_string();
    let body = format!("{FIRST}\r\n\r\n1. Please comment.\r\n2. Please name two contacts.");
    let theirs = [
        ("topic", "terms of reference"),
        ("body", body.as_str()),
        ("destinations-1-body", sc.as_str()),
        ("destinations-1-purpose", "information"),
    ];
    let (status, page) = desk.save(&desk.associate, desk.typed("1", &theirs)).await;
    assert_eq!(status, 303, "{page}");

    let body = format!("SG17 proposes **terms**.\r\n\r\n1. Please comment.\r\n{LAST}");
    let ours = [("abstract", "Terms for work on a common text."), ("body", body.as_str())];
    let (status, page) = desk.save(&desk.rapporteur, desk.typed("1", &ours)).await;
    assert_eq!(status, 409);
    assert!(page.contains("Associate rapporteur Q14/17"), "who was faster");
    let joined = "SG17 proposes **terms**.\n\n1. Please comment.\n2. Please name two contacts.";
    assert_eq!(area(&page, "body"), joined);
    assert_eq!(area(&page, "abstract"), "Terms for work on a common text.");
    assert!(page.contains("value=\"terms of reference\""), "their topic is taken");
    assert!(page.contains(&format!("<option value=\"{sc}\" selected>")), "their addressee is taken");
    assert!(
        page.contains("<ins>reference</ins>") || page.contains("<ins> of reference</ins>"),
        "what changed is marked"
    );
    assert_eq!(page.matches("You had not changed it").count(), 2, "topic and addressees");
    assert_eq!(page.matches("in different places").count(), 1);
    let untouched = desk.stands().await;
    assert_eq!((untouched.0.as_str(), untouched.3), ("terms of reference", 2), "nothing is saved yet");

    // Whoever saves the form as it is now saves both.
    let version = &page[page.find("name=\"version\" value=\"").unwrap() + 22..];
    let version = &version[..version.find('"').unwrap()];
    let both = [
        ("topic", "terms of reference"),
        ("abstract", "Terms for work on a common text."),
        ("body", joined),
        ("destinations-1-body", sc.as_str()),
        ("destinations-1-purpose", "information"),
    ];
    assert_eq!(desk.save(&desk.rapporteur, desk.typed(version, &both)).await.0, 303);
    let (topic, summary, body, to) = desk.stands().await;
    assert_eq!((topic.as_str(), summary.as_str(), to), ("terms of reference", "Terms for work on a common text.", 2));
    assert_eq!(body, joined);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_both_changed_the_same_both_texts_are_shown_and_what_was_typed_stays() {
    let desk = Desk::open().await;
    let tc = desk.house.world.body("ISO/TC 307").to_string();
    let theirs = [("abstract", "A summary by the associate."), ("destinations-0-deadline", "2023-09-01")];
    assert_eq!(desk.save(&desk.associate, desk.typed("1", &theirs)).await.0, 303);
    let ours = [("abstract", "A summary by the rapporteur."), ("destinations-0-purpose", "comment")];
    let (status, page) = desk.save(&desk.rapporteur, desk.typed("1", &ours)).await;
    assert_eq!(status, 409);
    assert_eq!(area(&page, "abstract"), "A summary by the rapporteur.");
    assert_eq!(page.matches("You both changed the same").count(), 2, "abstract and addressees");
    assert!(page.contains("A summary by the associate."), "theirs is beside it");
    assert!(page.contains("ISO/TC 307 · for action · 1 Sep 2023"), "their addressee in words: {tc}");
    assert_eq!(desk.stands().await.1, "A summary by the associate.", "theirs stays until somebody decides");
}
