//! Notes by all involved (product: write together): read in one body's tree alone, in no letter and no document, and
//! nothing of the statement moves with them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, NoteCommand};
use entente::domain::people::Role;
use entente::domain::text;
use entente::schema::{digest_item, event, event_payload, note, outbox, statement};
use entente::write::{Error, Order};
use serde_json::json;
use uuid::Uuid;

use crate::api::House;
use crate::support::people::content;

/// A statement that SG17 sent to ISO/TC 307: both have it.
async fn sent(house: &House) -> (Uuid, String) {
    let sent = house.world.sent(content("terms", vec![house.world.for_action("ISO/TC 307")])).await;
    (sent.subject, sent.handle)
}

/// Writes a note through the form; the status, where it leads, and the page.
async fn written(house: &House, who: &str, on: &str, body: &str, text: &str) -> (u16, String, String) {
    let (mut browser, csrf) = house.browser(who).await;
    let fields = [("csrf", csrf.as_str()), ("key", ""), ("note_body", body), ("note_text", text)];
    let answer = browser.post(&format!("/liaisons/{on}/notes"), &fields).await;
    (answer.status, answer.header("location").to_owned(), answer.body)
}

async fn page(house: &House, who: &str, path: &str) -> (u16, String) {
    let answer = house.browser(who).await.0.get(path).await;
    (answer.status, answer.body)
}

async fn newest(house: &House) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    use entente::schema::subject;
    let all = subject::table.filter(subject::kind.eq("note")).order(subject::id.desc());
    all.select(subject::handle).first(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_reads_its_own_notes_and_nothing_leaves_with_them() {
    let house = House::open().await;
    let (id, handle) = sent(&house).await;
    let (sg, tc) = (house.world.body("SG17").to_string(), house.world.body("ISO/TC 307").to_string());
    let state = async || {
        let mut conn = house.world.database.pools.reader.connection().await.unwrap();
        let version: i32 = statement::table.find(id).select(statement::version).first(&mut conn).await.unwrap();
        (version, outbox::table.count().get_result::<i64>(&mut conn).await.unwrap())
    };
    let before = state().await;
    let text = "Ours: <script>alert(1)</script>\r\n\r\nA second paragraph.";
    let (status, place, _) = written(&house, "rapporteur", &handle, &sg, text).await;
    assert_eq!((status, place), (303, format!("/liaisons/{handle}#notes")));
    assert_eq!(written(&house, "manager", &handle, &tc, "Theirs: wait for May.").await.0, 303);
    assert_eq!(state().await, before, "neither version nor letters move");

    let path = format!("/liaisons/{handle}");
    for who in ["counsellor", "associate", "rapporteur.q10"] {
        let (_, ours) = page(&house, who, &path).await;
        assert!(ours.contains("Ours: &#60;script&#62;") && ours.contains("\n\nA second paragraph."), "{who}");
        assert!(!ours.contains("Theirs") && !ours.contains("<script>alert"), "{who}");
        assert!(ours.contains("wrote a note"), "the history says so, once");
        assert_eq!(ours.matches("A second paragraph.").count(), 1, "and not its words again");
    }
    let (_, theirs) = page(&house, "convenor", &path).await;
    assert!(theirs.contains("Theirs: wait for May.") && !theirs.contains("Ours:"));
    for out in ["/preview", "/document.docx"] {
        let (status, document) = page(&house, "counsellor", &format!("{path}{out}")).await;
        assert!(status == 200 && !document.contains("Ours:"), "{out}");
    }
    let list = house.client("manager").await.get(&format!("/api/v1{path}/notes")).await.good();
    assert_eq!(list["notes"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&list["notes"][0]["text"], &list["bodies"][0]["name"]),
        (&json!("Theirs: wait for May."), &json!("ISO/TC 307"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_written_only_for_a_body_of_ones_own_that_has_the_statement() {
    let house = House::open().await;
    let draft = house.world.drafted(content("terms", vec![house.world.for_action("ISO/TC 307")])).await;
    let (sg, tc) = (house.world.body("SG17").to_string(), house.world.body("ISO/TC 307").to_string());
    // The committee has not got a draft; and nobody writes for another's body.
    assert_eq!(written(&house, "manager", &draft.handle, &tc, "Seen.").await.0, 404);
    assert_eq!(written(&house, "rapporteur", &draft.handle, &tc, "Seen.").await.0, 404);
    // Somebody who serves in both must say for which, and only one of them has it.
    house.world.appoint("rapporteur", Role::Expert, "ISO/TC 307").await;
    let (status, _, refused) = written(&house, "rapporteur", &draft.handle, &tc, "Kept words.").await;
    assert_eq!(status, 409, "{refused}");
    assert!(refused.contains("ISO/TC 307 has not got this statement") && refused.contains("Kept words."));
    assert_eq!(written(&house, "rapporteur", &draft.handle, &sg, "Ours.").await.0, 303);
    let (_, handle) = sent(&house).await;
    let (_, both) = page(&house, "rapporteur", &format!("/liaisons/{handle}")).await;
    assert!(both.contains("<select id=\"note_body\"") || both.contains("name=\"note_body\""), "{both}");
    let (status, _, asked) = written(&house, "rapporteur", &handle, "", "Kept words.").await;
    assert!(status == 422 && asked.contains("Kept words.") && asked.contains("note_body-error"));
    assert_eq!(written(&house, "rapporteur", &handle, &tc, "For the committee.").await.0, 303);
    assert!(!page(&house, "counsellor", &format!("/liaisons/{handle}")).await.1.contains("For the committee."));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_note_is_told_in_a_sentence_and_nothing_is_lost() {
    let house = House::open().await;
    let (id, handle) = sent(&house).await;
    let sg = house.world.body("SG17").to_string();
    let long = format!("{} the end", "word ".repeat(2_100));
    for wrong in ["", "   ", "\u{200b}\u{2060}", long.as_str()] {
        let (status, _, body) = written(&house, "rapporteur", &handle, &sg, wrong).await;
        assert_eq!(status, 422, "{wrong:?}");
        assert!(body.contains("id=\"problems\"") && body.contains("note_text-error"), "{wrong:?}");
        assert!(!text::given(wrong) || body.contains("the end"), "what was typed stays");
    }
    for body in ["rubbish", "00000000-0000-0000-0000-000000000000"] {
        let status = written(&house, "rapporteur", &handle, body, "Words.").await.0;
        assert!(matches!(status, 404 | 422), "{body}: {status}");
    }
    assert_eq!(page(&house, "rapporteur", &format!("/liaisons/{handle}/notes?before=rubbish")).await.0, 400);
    let client = house.client("rapporteur").await;
    let path = format!("/api/v1/liaisons/{handle}/notes");
    for wrong in [
        json!({"note_body": sg}),
        json!({"note_body": sg, "note_text": 7}),
        json!({"note_body": sg, "note_text": "x", "statement": sg}),
    ] {
        assert_eq!(client.post(&path, &wrong).await.status, 422, "{wrong}");
    }
    // What comes by no form is refused by the rule itself.
    let blank = NoteCommand::Write { statement: id, body: house.world.body("SG17"), text: "\u{200b} ".into() };
    match house.world.does("rapporteur", Order::new(Command::Note(blank))).await {
        Err(Error::Refused(all)) => assert_eq!(all[0].code, "text_given"),
        other => panic!("{other:?}"),
    }
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    assert_eq!(note::table.count().get_result::<i64>(&mut conn).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_corrects_it_and_the_secretariat_says_why_it_strikes_one_out() {
    let house = House::open().await;
    let (_, on) = sent(&house).await;
    let sg = house.world.body("SG17").to_string();
    written(&house, "rapporteur", &on, &sg, "They meet in May.").await;
    let handle = newest(&house).await;
    let path = format!("/liaisons/{on}");
    let act = async |who: &str, act: &str, fields: serde_json::Value| {
        house.client(who).await.post(&format!("/api/v1/acts/{handle}/{act}"), &fields).await
    };
    for other in [format!("/acts/{handle}/strike"), format!("/liaisons/{handle}")] {
        assert_eq!(
            page(&house, "manager", &other).await.0,
            404,
            "{other}: the committee has the statement, and no such note"
        );
    }
    let theirs = act("manager", "strike", json!({"reason": "Not ours."})).await;
    assert_eq!(theirs.status, 404, "{}", theirs.text);
    // Nor at the door itself, whoever holds its id.
    let id: Uuid = {
        let mut conn = house.world.database.pools.reader.connection().await.unwrap();
        note::table.select(note::id).first(&mut conn).await.unwrap()
    };
    let strike = Order::on(id, Command::Note(NoteCommand::Strike)).because("Not ours.");
    assert!(matches!(house.world.does("manager", strike).await, Err(Error::Missing)));
    let form = page(&house, "rapporteur", &format!("/acts/{handle}/correct")).await.1;
    assert!(form.contains("They meet in May."), "the form begins with what stands");
    let same = act("rapporteur", "correct", json!({"note_text": "They meet in May."})).await;
    assert!(same.status == 409 && same.text.contains("text_changes"), "{}", same.text);
    let others = act("associate", "correct", json!({"note_text": "No."})).await;
    assert!(others.text.contains("not-yours"), "{}", others.text);
    act("rapporteur", "correct", json!({"note_text": "They meet in June."})).await.good();
    let (_, shown) = page(&house, "associate", &path).await;
    assert!(shown.contains("They meet in June.") && shown.contains("corrected") && !shown.contains("in May."));

    assert!(act("associate", "strike", json!({"reason": "No."})).await.text.contains("not-yours"));
    let chair = act("sg.chair", "strike", json!({"reason": "No."})).await;
    assert!(chair.text.contains("not-yours"), "a role in the body is not the secretariat: {}", chair.text);
    let silent = act("counsellor", "strike", json!({})).await;
    assert!(silent.status == 409 && silent.text.contains("reason_for_anothers"), "{}", silent.text);
    act("counsellor", "strike", json!({"reason": "It names a person."})).await.good();
    let (_, shown) = page(&house, "associate", &path).await;
    assert!(
        shown.contains("Struck out by Counsellor")
            && shown.contains("It names a person.")
            && !shown.contains("in June.")
    );
    let list = house.client("counsellor").await.get(&format!("/api/v1{path}/notes")).await.good();
    assert_eq!((&list["notes"][0]["text"], &list["notes"][0]["reason"]), (&json!(null), &json!("It names a person.")));
    for form in ["take-back", "strike", "correct"] {
        let form = page(&house, "associate", &format!("/acts/{handle}/{form}")).await.1;
        assert!(!form.contains("in June."), "what was struck out is read on no page: {form}");
    }
    let back = act("rapporteur", "take-back", json!({})).await;
    assert!(back.text.contains("struck_by_them"), "{}", back.text);
    act("counsellor", "take-back", json!({})).await.good();
    act("rapporteur", "strike", json!({})).await.good();
    act("rapporteur", "take-back", json!({})).await.good();
    assert!(page(&house, "associate", &path).await.1.contains("They meet in June."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_are_gone_with_the_payload_that_holds_them() {
    let house = House::open().await;
    let (_, on) = sent(&house).await;
    written(&house, "rapporteur", &on, &house.world.body("SG17").to_string(), "Erase me.").await;
    let mut conn = house.world.database.owner().await;
    let of = event::table.filter(event::kind.eq("note")).select(event::id);
    let gone = diesel::update(event_payload::table.filter(event_payload::event_id.eq_any(of)));
    let emptied = (event_payload::data.eq(serde_json::Value::Null), event_payload::salt.eq(Vec::<u8>::new()));
    gone.set(emptied).execute(&mut conn).await.unwrap();
    let (status, shown) = page(&house, "counsellor", &format!("/liaisons/{on}")).await;
    assert!(status == 200 && shown.contains("The words of this note were erased.") && !shown.contains("Erase me."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_the_newest_and_leads_to_all() {
    let house = House::open().await;
    let (_, on) = sent(&house).await;
    let sg = house.world.body("SG17");
    let client = house.client("rapporteur").await;
    for n in 10..55 {
        client
            .post(&format!("/api/v1/liaisons/{on}/notes"), &json!({"note_body": sg, "note_text": format!("Note {n}.")}))
            .await
            .good();
    }
    let (_, shown) = page(&house, "counsellor", &format!("/liaisons/{on}")).await;
    assert_eq!(shown.matches("class=\"note-text\"").count(), 20);
    assert!(
        shown.contains("Note 54.")
            && !shown.contains("Note 34.")
            && shown.contains(&format!("/liaisons/{on}/notes\">All notes"))
    );
    let (mut path, mut found) = (format!("/liaisons/{on}/notes"), 0);
    for _ in 0..3 {
        let (_, all) = page(&house, "counsellor", &path).await;
        found += all.matches("class=\"note-text\"").count();
        let Some(next) = all.split("rel=\"next\" href=\"").nth(1) else { break };
        path = next.split('"').next().unwrap().to_owned();
    }
    assert_eq!(found, 45);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_concerned_read_of_it_in_the_digest_once_and_not_of_what_was_struck_out() {
    let house = House::open().await;
    let (_, on) = sent(&house).await;
    let (sg, tc) = (house.world.body("SG17").to_string(), house.world.body("ISO/TC 307").to_string());
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let mut waiting = async |who: &str| -> i64 {
        let mine = digest_item::table
            .inner_join(event::table.on(event::id.eq(digest_item::event_id)))
            .filter(digest_item::person_id.eq(house.world.person(who)).and(event::kind.eq("note")));
        mine.count().get_result(&mut conn).await.unwrap()
    };
    written(&house, "counsellor", &on, &sg, "First.").await;
    let first = newest(&house).await;
    assert_eq!((waiting("rapporteur").await, waiting("counsellor").await), (1, 0), "its author, not the writer");
    written(&house, "associate", &on, &sg, "Second.").await;
    assert_eq!(
        (waiting("rapporteur").await, waiting("counsellor").await),
        (2, 1),
        "and whoever noted something before"
    );
    written(&house, "manager", &on, &tc, "Theirs.").await;
    assert_eq!((waiting("rapporteur").await, waiting("counsellor").await, waiting("associate").await), (2, 1, 0));
    house.client("counsellor").await.does(&first, "strike", json!({})).await;
    assert_eq!(waiting("rapporteur").await, 1, "what was struck out is told to nobody");
}
