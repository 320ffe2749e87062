//! The templates of a body on their page and in the API, who reads them, and what one brings into the form of a draft.

use entente::domain::command::TemplateCommand;
use serde_json::json;

use super::browser::{Answer, Browser};
use crate::api::House;
use crate::support::people::content;

const TEXT: &str = "{{body}} thanks {{source}} for {{number}} of {{date}}, **{{title}}** ({{our_number}}), and replies by \
                    {{deadline}} through {{questions}}, at {{meeting}}.";

async fn signed_in(house: &House, key: &str) -> Browser {
    house.browser(key).await.0
}

async fn path_of(house: &House, name: &str) -> String {
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let handle = entente::facts::find::handle_of(&mut conn, house.world.body(name)).await.unwrap().unwrap();
    format!("/bodies/{handle}/templates")
}

/// What a text area of the page holds, as a browser would send it.
fn area(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    let text = &page[from..][page[from..].find('>').unwrap() + 1..];
    let text = text[..text.find("</textarea>").unwrap()].trim_start_matches('\n');
    let entities = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    entities.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c))
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_added_corrected_ended_and_put_back_on_a_page() {
    let house = House::open().await;
    let path = path_of(&house, "SG17").await;
    let mut counsellor = signed_in(&house, "counsellor").await;
    let about = counsellor.get(path.trim_end_matches("/templates")).await.body;
    assert!(about.contains(&format!("{path}\"")), "the body page leads there: {about}");
    let form = counsellor.get(&format!("{path}/new")).await.body;
    assert!(form.contains("{{our_number}}") && form.contains("The number that it has here"), "{form}");

    let (name, text) = (("template_name", "Thanks"), ("template_text", "Thank you for {{number}}."));
    let unnamed = counsellor.submit(&format!("{path}/new"), &[text]).await;
    assert!(unnamed.status == 422 && unnamed.body.contains("Thank you for {{number}}."), "{}", unnamed.body);
    let wrong = [name, ("template_text", "By {{dedline}}.")];
    let refused = counsellor.submit(&format!("{path}/new"), &wrong).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("“{{dedline}}” is no placeholder") && refused.body.contains("as {{number}}."));
    assert_eq!(counsellor.submit(&format!("{path}/new"), &[name, text]).await.status, 303);
    let again = counsellor.submit(&format!("{path}/new"), &[name, text]).await;
    assert!(again.status == 409 && again.body.contains("Another template has this name."), "{}", again.body);

    let shown = counsellor.get(&path).await.body;
    let one = shown.split(&format!("{path}/")).find_map(|rest| rest.split_once("/correct\"")).unwrap().0.to_owned();
    let correct = format!("{path}/{one}/correct");
    let form = counsellor.get(&correct).await.body;
    assert_eq!(area(&form, "template_text"), text.1);
    let mended = [name, ("template_text", "Noted: {{title}}.")];
    assert_eq!(counsellor.submit(&correct, &mended).await.status, 303);
    assert_eq!(counsellor.submit(&format!("{path}/{one}/end"), &[]).await.status, 303);
    let shown = counsellor.get(&path).await.body;
    assert!(shown.contains("put-back") && !shown.contains("/correct\""), "{shown}");
    assert_eq!(counsellor.submit(&format!("{path}/{one}/put-back"), &[]).await.status, 303);
    let shown = counsellor.get(&path).await.body;
    for words in ["Noted: {{title}}.", "added a template", "corrected a template", "put a template back"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let about = counsellor.get(path.trim_end_matches("/templates")).await.body;
    assert!(!about.contains("corrected a template"), "the body's page is everybody's");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_corrects_what_somebody_else_corrected_meanwhile_keeps_what_was_typed() {
    let house = House::open().await;
    let id = house.world.keeps("Thanks", "Thank you.").await;
    let path = format!("{}/{id}/correct", path_of(&house, "SG17").await);
    let (mut one, csrf) = house.browser("counsellor").await;
    let form = one.get(&path).await.body;
    let version = form.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = |text: &'static str| {
        vec![
            ("csrf", csrf.as_str()),
            ("version", version.as_str()),
            ("template_name", "Thanks"),
            ("template_text", text),
        ]
    };
    assert_eq!(one.post(&path, &fields("First.")).await.status, 303);
    let stale = one.post(&path, &fields("Second.")).await;
    assert_eq!((stale.status, area(&stale.body, "template_text").as_str()), (409, "Second."), "{}", stale.body);
    assert!(stale.body.contains("corrected a template") && !stale.body.contains(&format!("value=\"{version}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_read_in_the_tree_of_the_body_and_kept_by_its_secretariat() {
    let mut house = House::open().await;
    let id = house.world.keeps("Thanks", "Quaggathanks.").await;
    let path = path_of(&house, "SG17").await;
    house.world.add_person("nobody", "Nobody").await;
    for who in ["manager", "tc.chair", "nobody"] {
        let mut browser = signed_in(&house, who).await;
        for path in [path.clone(), format!("{path}/new"), format!("{path}/{id}/correct")] {
            assert_eq!(browser.get(&path).await.status, 404, "{who} {path}");
        }
        let answer = house.client(who).await.get(&format!("/api/v1{path}")).await;
        assert_eq!(answer.status, 404, "{who}");
        assert!(!browser.get("/liaisons/new").await.body.contains("Thanks"), "{who}");
    }
    let mut expert = signed_in(&house, "expert").await;
    let shown = expert.get(&path).await;
    assert!(shown.status == 200 && shown.body.contains("Quaggathanks.") && !shown.body.contains("/templates/new\""));
    assert_eq!(expert.get(&format!("{path}/new")).await.status, 404, "reads, and keeps none");
    assert_eq!(expert.get(&format!("{path}/{id}/void")).await.status, 404);
    let other = path_of(&house, "ISO/TC 307").await;
    assert_eq!(signed_in(&house, "manager").await.get(&format!("{other}/{id}/end")).await.status, 404);
    let question = path_of(&house, "Q14/17").await;
    assert_eq!(expert.get(&question).await.status, 404, "a Question keeps none of its own");
}

/// The form of a reply as the rapporteur opens it, with its hidden fields; and what somebody typed.
async fn pressed(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) -> Answer {
    let form = browser.get(path).await.body;
    let mut fields = vec![(
        "csrf".to_owned(),
        form.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned(),
    )];
    for name in ["answers", "version"] {
        if let Some(rest) = form.split(&format!("name=\"{name}\" value=\"")).nth(1) {
            fields.push((name.to_owned(), rest.split('"').next().unwrap().to_owned()));
        }
    }
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path.split('?').next().unwrap(), &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_fills_a_reply_below_what_is_typed_and_says_what_it_does_not_know() {
    let house = House::open().await;
    let id = house.world.keeps("Thanks", TEXT).await.to_string();
    let (_, registration) = house.world.allocated().await;
    let part = house.world.allocation_of(registration).await;
    let mut conn = house.world.database.pools.reader.connection().await.unwrap();
    let handle = entente::facts::find::handle_of(&mut conn, part).await.unwrap().unwrap();
    let path = format!("/liaisons/new?answers={handle}");
    let (mut rapporteur, _) = house.browser("rapporteur").await;
    let owner = house.world.body("Q14/17").to_string();
    assert!(rapporteur.get(&path).await.body.contains("Use this template"));
    let press =
        [("more", "template"), ("template", id.as_str()), ("owner", owner.as_str()), ("topic", "ledger privacy")];

    let typed = [&press[..], &[("questions", "Q14/17"), ("prepared_at", "Geneva")][..]].concat();
    let page = pressed(&mut rapporteur, &path, &typed).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let filled = area(&page.body, "body");
    let head = "SG17 thanks ISO/IEC JTC 1/SC 27 for ISO/IEC JTC 1/SC 27 N 15001 of 1 March 2023, **Liaison on ledger privacy** (SG17-TD";
    assert!(filled.starts_with(head), "{filled}");
    assert!(filled.ends_with("and replies by 22 August 2023 through Q14/17, at Geneva."), "{filled}");
    assert_eq!(area(&page.body, "abstract"), "About ISO/IEC JTC 1/SC 27 N 15001.");
    assert!(page.body.contains("“Thanks” is in the form now.") && !page.body.contains("Not known here"));
    assert!(page.body.contains("value=\"ledger privacy\""), "what else was typed stays");

    // Typed before: it stays above, and the abstract as it is; nothing is known of the meeting.
    let typed = [&press[..], &[("body", "Mine <b>.\r\n"), ("abstract", "My own.")][..]].concat();
    let page = pressed(&mut rapporteur, &path, &typed).await;
    let text = area(&page.body, "body");
    assert!(
        text.starts_with("Mine <b>.\n\nSG17 thanks") && text.ends_with("through {{questions}}, at {{meeting}}."),
        "{text}"
    );
    assert_eq!(area(&page.body, "abstract"), "My own.");
    for words in [
        "What you had typed stands above it.",
        "The abstract stays as it is typed.",
        "Not known here: {{questions}}, {{meeting}}. Replace them",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // Pressed again, nothing comes twice.
    let typed = [&press[..], &[("body", text.as_str()), ("abstract", "My own.")][..]].concat();
    let page = pressed(&mut rapporteur, &path, &typed).await;
    assert_eq!(area(&page.body, "body"), text);
    assert!(page.body.contains("stands in the form already. Nothing was changed."));

    // Neither another body's, nor an ended one, nor none.
    house.world.on_template("counsellor", TemplateCommand::End { template: id.parse().unwrap() }).await.unwrap();
    let page = pressed(&mut rapporteur, &path, &press).await;
    assert_eq!((page.status, area(&page.body, "body").as_str()), (200, ""), "{}", page.body);
    assert!(!page.body.contains("Use this template"), "none is kept any more");
    assert!(page.body.contains("Choose a template of the body"), "and that is said: {}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_template_left_open_is_not_submitted() {
    let house = House::open().await;
    let id = house.world.keeps("Thanks", "Thank you for {{number}}.").await.to_string();
    let world = &house.world;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let path = format!("/liaisons/{}/edit", draft.handle);
    let (mut rapporteur, _) = house.browser("rapporteur").await;
    let unchosen = pressed(&mut rapporteur, &path, &[("more", "template"), ("body", "Mine.")]).await;
    assert!(unchosen.status == 200 && unchosen.body.contains("Choose a template of the body"), "{}", unchosen.body);
    assert_eq!(area(&unchosen.body, "body"), "Mine.");
    let page = pressed(&mut rapporteur, &path, &[("more", "template"), ("template", &id), ("body", "Mine.")]).await;
    assert_eq!(area(&page.body, "body"), "Mine.\n\nThank you for {{number}}.", "it answers nothing");
    assert!(page.body.contains("Not known here: {{number}}. Replace it in the text"), "{}", page.body);

    // Saved as it is, with the choice still in the form: a draft may wait for what is not known yet.
    let client = house.client("rapporteur").await;
    let edited = |body: &str| {
        let mut fields = house.draft();
        let members = fields.as_object_mut().unwrap();
        members.retain(|name, _| !matches!(name.as_str(), "owner" | "questions" | "answers" | "extent"));
        members.insert("body".to_owned(), json!(body));
        fields
    };
    client.does(&draft.handle, "edit", edited(&area(&page.body, "body"))).await;
    let refused = client.post(&format!("/api/v1/acts/{}/submit", draft.handle), &json!({})).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains("“Text” still holds {{number}}, which a template left open."), "{}", refused.text);
    let edit = rapporteur.get(&path).await.body;
    assert!(edit.contains("still holds {{number}}"), "told while writing: {edit}");
    client.does(&draft.handle, "edit", edited("Thank you for N 15001.")).await;
    client.does(&draft.handle, "submit", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_saved_with_a_template_chosen_and_not_used() {
    let house = House::open().await;
    let id = house.world.keeps("Thanks", "Thank you.").await.to_string();
    let world = &house.world;
    let draft = world.drafted(content("terms", vec![world.for_action("ISO/TC 307")])).await;
    let path = format!("/liaisons/{}/edit", draft.handle);
    let (mut rapporteur, _) = house.browser("rapporteur").await;
    let saved = pressed(&mut rapporteur, &path, &[("template", &id), ("topic", "terms"), ("body", "Mine.")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(area(&rapporteur.get(&path).await.body, "body"), "Mine.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_text_is_told_in_a_sentence() {
    let house = House::open().await;
    let path = format!("{}/new", path_of(&house, "SG17").await);
    let mut counsellor = signed_in(&house, "counsellor").await;
    let (name, text) = ("template_name", "template_text");
    let long = "a".repeat(1_000_000);
    for (fields, said) in [
        ([(name, "A"), (text, "a\0b")], "U+0000"),
        ([(name, "A\r\nB"), (text, "Thank you.")], "single line"),
        ([(name, "A"), (text, long.as_str())], "at most 20000 fit"),
        ([(name, long.as_str()), (text, "Thank you.")], "at most 80 fit"),
        ([(name, "\u{200b}"), (text, "Thank you.")], "Fill it in"),
        ([(name, "—"), (text, "Thank you.")], "Name"),
    ] {
        let answer = counsellor.submit(&path, &fields).await;
        let told = answer.body.replace([',', '\u{2009}', '\u{a0}'], "");
        assert!(matches!(answer.status, 400 | 409 | 422), "{said}: {}", answer.status);
        assert!(
            told.contains(said) || answer.body.contains(said),
            "{said}: {}",
            &answer.body[..3_000.min(answer.body.len())]
        );
    }
    let script = [(name, "<script>alert(1)</script>"), (text, "</textarea><script>alert(2)</script>")];
    assert_eq!(counsellor.submit(&path, &script).await.status, 303);
    let list = counsellor.get(path.trim_end_matches("/new")).await.body;
    assert!(list.contains("&#60;script&#62;alert(1)") && !list.contains("<script>alert"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_keeps_templates_too() {
    let house = House::open().await;
    let path = format!("/api/v1{}", path_of(&house, "SG17").await);
    let (counsellor, rapporteur) = (house.client("counsellor").await, house.client("rapporteur").await);
    let words = json!({"template_name": "Thanks", "template_text": "Thank you for {{number}}."});
    assert_eq!(rapporteur.post(&path, &words).await.status, 409);
    let made = counsellor.post(&path, &words).await;
    assert_eq!((made.status, made.header("location")), (201, path.as_str()), "{}", made.text);
    let listed = rapporteur.get(&path).await.good();
    let id = listed["in_use"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(listed["in_use"][0]["text"], "Thank you for {{number}}.");
    assert_eq!((&listed["keeps"], &listed["placeholders"][0]["mark"]), (&json!(false), &json!("{{number}}")));
    let mut mended = json!({"template_name": "Thanks", "template_abstract": "Short.", "template_text": "Noted."});
    let stale = counsellor.send(&format!("{path}/{id}/correct"), &[("If-Match", "\"1\"")], &mended).await;
    assert_eq!(stale.status, 412, "{}", stale.text);
    let corrected = counsellor.post(&format!("{path}/{id}/correct"), &mended).await.good();
    assert_eq!(corrected["state_label"], "Recorded");
    mended["template"] = json!(id);
    assert_eq!(counsellor.post(&format!("{path}/{id}/correct"), &mended).await.status, 422, "the address says which");
    let ended = counsellor.post(&format!("{path}/{id}/end"), &json!({})).await.good();
    assert!(ended["version"].as_i64() > corrected["version"].as_i64(), "{ended}");
    let listed = counsellor.get(&path).await.good();
    assert_eq!((listed["in_use"].as_array().unwrap().len(), &listed["ended"][0]["text"]), (0, &json!("Noted.")));
    counsellor.post(&format!("{path}/{id}/put-back"), &json!({})).await.good();
    let unknown = counsellor.post(&format!("{path}/{}/end", uuid::Uuid::nil()), &json!({})).await;
    assert_eq!(unknown.status, 409, "{}", unknown.text);
}
