//! The first pages: procedures for everybody, the demo's post office for its people.

use chrono::Utc;
use entente::domain::procedure::printed;
use entente::mail::letter::{Attachment, Letter, Party};

use super::{COUNSELLOR, House};

#[tokio::test(flavor = "multi_thread")]
async fn every_procedure_is_there_for_everybody_with_all_its_lines() {
    let house = House::open().await;
    let mut browser = house.browser();
    let index = browser.get("/procedures").await;
    assert_eq!(index.status, 200);
    for table in printed::all() {
        let path = format!("/procedures/{}", table.name);
        assert!(index.body.contains(&format!("href=\"{path}\"")), "{path}");
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains('⟦'), "{path}: {:?}", page.body.split('⟦').nth(1));
        let lines = page.body.matches("<cite>").count();
        assert_eq!(lines, table.rows.len(), "{path}: a line for each row of the table");
    }
    assert_eq!(browser.get("/procedures/none").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_says_where_one_is() {
    let house = House::open().await;
    let page = house.browser().get("/procedures/statement?here=awaiting_reply").await.body;
    assert!(page.contains("box-current") && page.contains("You are here"));
    let elsewhere = house.browser().get("/procedures/statement?here=%3Cscript%3E").await.body;
    assert!(!elsewhere.contains("box-current") && !elsewhere.contains("<script>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_all_parts_has_all_its_words() {
    let house = House::demo().await;
    let page = house.browser().get("/design").await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains('⟦'), "{:?}", page.body.split('⟦').nth(1));
}

fn letter(n: usize) -> Letter {
    let file =
        Attachment { name: "LS \u{202e}fdp.docx".into(), media_type: "text/html".into(), bytes: b"<script>".to_vec() };
    Letter {
        message_id: format!("{n}@example.org"),
        from: Party::new("Entente", "entente@example.org"),
        to: Party::new("Counsellor SG17", COUNSELLOR),
        reply_to: Some(Party::new("", "sg17@example.org")),
        subject: format!("[LS-1001] Letter {n} <b>"),
        text: "It waits for you.".into(),
        html: Some("<p>It waits <img src=x onerror=alert(1)>for you.</p><script>alert(1)</script>".into()),
        references: Vec::new(),
        in_reply_to: None,
        date: Utc::now(),
        attachments: if n == 1 { vec![file] } else { Vec::new() },
        list_id: None,
    }
}

async fn caught(house: &House, n: usize) -> uuid::Uuid {
    let letter = letter(n);
    let to = [letter.to.address.clone()];
    let raw = letter.raw().unwrap();
    house.app.upkeep.catch_letter(&raw, &letter.from.address, &to, Utc::now(), &letter.subject).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_post_office_shows_letters_harmlessly_and_gives_their_files() {
    let house = House::demo().await;
    let id = caught(&house, 1).await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let index = browser.get("/letters").await.body;
    assert!(index.contains("[LS-1001] Letter 1 &#60;b&#62;") && index.contains("one file"), "{index}");
    let page = browser.get(&format!("/letters/{id}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("It waits for you.") && page.body.contains("sg17@example.org"));
    assert!(!page.body.contains("onerror") && !page.body.contains("<script>alert"), "{}", page.body);
    let file = page.body.split(&format!("/letters/{id}/files/0/")).nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(file, "LS%20fdp.docx", "without the mark that turns the name around");
    let file = browser.get(&format!("/letters/{id}/files/0/{file}")).await;
    assert_eq!((file.status, &*file.body), (200, "<script>"));
    assert!(
        file.header("content-disposition").starts_with("attachment")
            && file.header("content-security-policy").contains("sandbox")
    );
    assert_eq!(browser.get(&format!("/letters/{id}/files/1/x")).await.status, 404);
    assert!(browser.get(&format!("/letters/{id}/letter.eml")).await.body.contains("Message-ID: <1@example.org>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_letters_goes_on_in_both_directions() {
    let house = House::demo().await;
    for n in 1..=60 {
        caught(&house, n).await;
    }
    let mut browser = house.signed_in(COUNSELLOR).await;
    let shown = |body: &str| -> Vec<String> {
        body.split("] Letter ").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned()).collect()
    };
    let way = |body: &str, rel: &str| {
        let link = body.split(&format!("rel=\"{rel}\" href=\"")).nth(1)?;
        Some(link.split('"').next().unwrap().replace("&#38;", "&"))
    };
    let expected = |from: usize, to: usize| (to..=from).rev().map(|n| n.to_string()).collect::<Vec<_>>();
    let first = browser.get("/letters").await.body;
    assert_eq!(shown(&first), expected(60, 36));
    assert!(way(&first, "prev").is_none() && first.contains("60 in all"));
    let second = browser.get(&way(&first, "next").unwrap()).await.body;
    assert_eq!(shown(&second), expected(35, 11));
    let third = browser.get(&way(&second, "next").unwrap()).await.body;
    assert_eq!(shown(&third), expected(10, 1));
    assert!(way(&third, "next").is_none());
    let back = browser.get(&way(&third, "prev").unwrap()).await.body;
    assert_eq!(shown(&back), expected(35, 11));
    let start = browser.get(&way(&back, "prev").unwrap()).await.body;
    assert_eq!(shown(&start), expected(60, 36));
    assert!(way(&start, "prev").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_demo_there_is_no_post_office() {
    let house = House::open().await;
    let id = caught(&house, 1).await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    for path in ["/letters".to_owned(), format!("/letters/{id}"), format!("/letters/{id}/letter.eml")] {
        assert_eq!(browser.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_look_for_weaknesses_find_whom_to_tell() {
    let house = House::open().await;
    let text = house.browser().get("/.well-known/security.txt").await;
    assert!(text.body.contains("Contact: mailto:entente@") && text.body.contains("Expires: 20"), "{}", text.body);
    assert!(house.browser().get("/robots.txt").await.body.contains("Disallow: /"));
}
