//! One step for several statements in one sitting (PR-13): a rehearsal that changes nothing, what refuses told beside what was
//! done, and nothing of another side.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, StatementCommand};
use entente::schema::{event, number, outbox, statement};
use entente::write::Order;
use uuid::Uuid;

use crate::api::House;
use crate::support::people::content;
use crate::web::browser::Browser;

const APPROVE: &str = "/liaisons/several?step=approve_at_sg";
const SEND: &str = "/liaisons/several?step=send";

async fn submitted(house: &House, topic: &str) -> (Uuid, String) {
    let draft = house.world.drafted(content(topic, vec![house.world.for_action("ISO/TC 307")])).await;
    house.world.on_statement("rapporteur", draft.subject, StatementCommand::Submit).await;
    (draft.subject, draft.handle)
}

async fn states(house: &House, of: &[Uuid]) -> Vec<String> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let rows = statement::table.filter(statement::id.eq_any(of)).order(statement::seq).select(statement::state);
    rows.load(&mut conn).await.unwrap()
}

/// The version of each as somebody saw it last.
async fn versions(house: &House, of: &[Uuid]) -> Vec<i32> {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let rows = statement::table.filter(statement::id.eq_any(of)).order(statement::seq).select(statement::version);
    rows.load(&mut conn).await.unwrap()
}

/// What is handed in: the shared fields, and a row for each statement with its number.
struct Form<'a> {
    then: &'a str,
    shared: &'a [(&'a str, &'a str)],
    rows: Vec<(Uuid, String, i32, &'a str)>,
}

async fn hand_in(browser: &mut Browser, csrf: &str, path: &str, form: &Form<'_>) -> String {
    let mut fields = vec![("csrf".to_owned(), csrf.to_owned()), ("key".to_owned(), path.to_owned())];
    fields.push(("then".to_owned(), form.then.to_owned()));
    fields.extend(form.shared.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    for (at, (id, handle, seen, number)) in form.rows.iter().enumerate() {
        let cells = [("statement", id.to_string()), ("handle", handle.clone()), ("seen", seen.to_string())];
        let more = [("take", "on".to_owned()), ("number", (*number).to_owned())];
        fields.extend(cells.into_iter().chain(more).map(|(cell, value)| (format!("rows-{at}-{cell}"), value)));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = browser.post(path, &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(!answer.body.contains('⟦'), "{}", answer.body);
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_plenary_approved_is_approved_and_sent_in_two_sittings() {
    let house = House::open().await;
    let all = [submitted(&house, "terms").await, submitted(&house, "wallets").await, submitted(&house, "names").await];
    let ids: Vec<Uuid> = all.iter().map(|one| one.0).collect();
    let (mut browser, csrf) = house.browser("counsellor").await;
    let page = browser.get(APPROVE).await.body;
    assert!(all.iter().all(|(_, handle)| page.contains(handle.as_str())), "{page}");
    assert_eq!(page.matches(" checked").count(), 0);
    assert_eq!(browser.get(&format!("{APPROVE}&all=true")).await.body.matches(" checked").count(), 3);
    let rows = |numbers: &[&'static str], seen: &[i32]| {
        let each = all.iter().zip(seen).zip(numbers);
        each.map(|(((id, handle), seen), number)| (*id, handle.clone(), *seen, *number)).collect::<Vec<_>>()
    };
    let seen = versions(&house, &ids).await;

    let nothing_said = Form { then: "do", shared: &[], rows: rows(&["", "", ""], &seen) };
    let page = hand_in(&mut browser, &csrf, APPROVE, &nothing_said).await;
    assert_eq!(page.matches("id=\"meeting-error\"").count(), 1, "the meeting is missing, said once: {page}");
    let meeting = [("meeting", "SG17, Geneva, March 2023")];
    let rehearsed = Form { then: "rehearse", shared: &meeting, rows: rows(&["", "", ""], &seen) };
    let page = hand_in(&mut browser, &csrf, APPROVE, &rehearsed).await;
    assert!(
        page.contains("3 statements would be done.")
            && page.contains("Rapporteur Q14/17: one letter about 3 statements"),
        "{page}"
    );
    assert!(page.contains("value=\"SG17, Geneva, March 2023\""), "what was typed stays");
    assert_eq!(states(&house, &ids).await, ["in_review", "in_review", "in_review"]);

    // Somebody else is faster at the last one.
    let back = Order::on(ids[2], Command::Statement(StatementCommand::Return)).because("Say more.");
    house.world.did("sg.chair", back).await;
    let done = Form { then: "do", ..rehearsed };
    let page = hand_in(&mut browser, &csrf, APPROVE, &done).await;
    assert!(page.contains("2 statements were done.") && page.contains("One waits"), "{page}");
    assert_eq!(browser.post("/liaisons/several", &[("csrf", &csrf), ("then", "do")]).await.status, 404, "no step");
    assert!(page.contains(&format!("{}: Somebody changed it after you opened this page", all[2].1)), "{page}");
    assert_eq!(states(&house, &ids).await, ["approved", "approved", "draft"]);

    let seen = versions(&house, &ids).await;
    let twice = Form { then: "do", shared: &[], rows: rows(&["SG17-LS500", "SG17-LS500", ""], &seen)[..2].to_vec() };
    let page = hand_in(&mut browser, &csrf, SEND, &twice).await;
    assert!(page.contains("One statement was done.") && page.contains("One waits"), "{page}");
    assert!(page.contains("SG17-LS500"), "the number that is taken stands in its row: {page}");
    assert_eq!(states(&house, &ids).await, ["awaiting_reply", "approved", "draft"]);
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let numbers: Vec<(Uuid, String)> = number::table
        .filter(number::scheme.eq("ls"))
        .select((number::subject_id, number::value))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(numbers, [(ids[0], "SG17-LS500".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_step_for_what_is_not_theirs_or_not_in_sight() {
    let house = House::open().await;
    let (draft, handle) = submitted(&house, "a secret of SG17").await;
    let (mut manager, csrf) = house.browser("manager").await;
    let page = manager.get("/liaisons/several").await.body;
    assert!(!page.contains(&handle) && !page.contains("approve_at_sg"), "the manager's own steps: {page}");
    let resolution = [("meeting", "TC 307 plenary"), ("decision", "Resolution 12/2023")];
    let forged = Form { then: "do", shared: &resolution, rows: vec![(draft, "LS-9999".into(), 2, "")] };
    let page = hand_in(&mut manager, &csrf, "/liaisons/several?step=approve_by_resolution", &forged).await;
    assert!(page.contains("It could not be done.") && !page.contains("a secret of SG17"), "{page}");
    let (mut expert, _) = house.browser("expert").await;
    assert_eq!(expert.get(APPROVE).await.status, 404, "an expert takes none of the steps");
    assert!(!expert.get("/liaisons").await.body.contains("/liaisons/several"));
    assert_eq!(states(&house, &[draft]).await, ["in_review"]);
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let approved = event::table.filter(event::act.like("approve%")).count();
    assert_eq!(approved.get_result::<i64>(&mut conn).await.unwrap(), 0);
    let letters = outbox::table.filter(outbox::notice.eq("approved")).count();
    assert_eq!(letters.get_result::<i64>(&mut conn).await.unwrap(), 0);
}
