//! What somebody meets who has never been here: forms keep what was typed, pages say before what would be found out after.

use super::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_draft_is_saved_and_previewed_with_the_words_of_the_document() {
    let house = House::open().await;
    let (mut browser, csrf) = house.browser("rapporteur").await;
    let owner = house.world.body("Q14/17").to_string();
    let typed = [
        ("csrf", csrf.as_str()),
        ("key", "k1"),
        ("owner", owner.as_str()),
        ("topic", "terms"),
        ("body", "Dear colleagues."),
        ("destinations-0-printed", "Forum nobody knows"),
        ("destinations-0-purpose", "information"),
        ("destinations-1-printed", "Forum ticked away"),
        ("destinations-1-purpose", "information"),
        ("destinations-1-drop", "on"),
    ];
    let saved = browser.post("/liaisons/new?then=preview", &typed).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let preview = saved.header("location").to_owned();
    assert!(preview.ends_with("/preview"), "{preview}");
    let page = browser.get(&preview).await.body;
    for label in ["Study period:", "Original: English", "Study Group:", "For action to:", "Approval:", "Deadline:"] {
        assert!(page.contains(label), "{label}: {page}");
    }
    assert!(page.contains("Forum nobody knows") && !page.contains("Forum ticked away"), "{page}");
    assert!(page.contains("no address: say how it was sent"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_by_hand_has_a_place_for_its_file_and_is_found_by_its_number_as_it_is_read() {
    let house = House::open().await;
    let (mut browser, csrf) = house.browser("counsellor").await;
    let form = browser.get("/liaisons/intake/by-hand").await.body;
    assert!(form.contains("multipart/form-data") && form.contains("type=\"file\""), "{form}");
    let (source, own) = (house.world.body("ISO/TC 307").to_string(), house.world.body("SG17").to_string());
    let typed = [
        ("csrf", csrf.as_str()),
        ("key", "k1"),
        ("source", source.as_str()),
        ("numbers", "N 1021"),
        ("body", "Text."),
        ("receiving_body", own.as_str()),
        ("received_on", "2023-03-06"),
    ];
    let logged = browser.post("/liaisons/intake/by-hand", &typed).await;
    assert_eq!(logged.status, 303, "{}", logged.body);
    let (handle, said) = (logged.header("location").to_owned(), browser.get(logged.header("location")).await.body);
    assert!(said.contains("(no title)") && said.contains("You recorded it as it was issued"), "{said}");
    let found = browser.get("/liaisons?q=N1021").await.body;
    assert!(found.contains(&format!("href=\"{handle}\"")) && found.contains("One statement"), "{found}");
    assert!(found.contains("(no title)"), "{found}");
}
