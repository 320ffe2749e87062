//! Every page with invented data, written as files, so that people and axe can look at them; and what must hold on each.

mod people;
mod pages;

use std::fs;
use std::path::{Path, PathBuf};

use entente::words::{Words, pseudo};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery")
}

/// The names of the pages and their HTML.
fn rendered(words: &Words) -> Vec<(&'static str, String)> {
    pages::all(words)
}

#[test]
fn every_page_renders_in_english_longer_and_right_to_left() {
    for (tag, words) in [("en", Words::english()), ("en-XA", pseudo::pseudo("en-XA")), ("ar-XB", pseudo::pseudo("ar-XB"))] {
        let folder = folder().join(tag);
        fs::create_dir_all(&folder).unwrap();
        for (name, html) in rendered(&words) {
            assert!(!html.contains('⟦'), "{name} ({tag}) misses a message");
            assert!(!html.contains("{$"), "{name} ({tag}) has a gap that nobody filled");
            let direction = if tag == "ar-XB" { "dir=\"rtl\"" } else { "dir=\"ltr\"" };
            assert!(html.contains(&format!("<html lang=\"{tag}\" {direction}>")), "{name}: language and direction");
            fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
    }
}

#[test]
fn every_page_has_one_heading_a_skip_link_and_nothing_inline() {
    for (name, html) in rendered(&Words::english()) {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one h1");
        assert!(html.contains("<a class=\"skip\" href=\"#main\">"), "{name}: skip link");
        assert!(html.contains("<main id=\"main\""), "{name}: main");
        for bad in [" style=\"", "<style", "<script>", " onclick", "javascript:"] {
            assert!(!html.contains(bad), "{name} holds {bad}, which the content security policy refuses");
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, html) in rendered(&Words::english()) {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.split('>').next().unwrap().contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\" value=\"token\""), "{name}: {}", form.split('>').next().unwrap());
            }
        }
    }
}

#[test]
fn every_id_stands_once_and_every_label_and_description_finds_its_field() {
    let values = |html: &str, attribute: &str| -> Vec<String> {
        html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    for (name, html) in rendered(&Words::english()) {
        let mut ids = values(&html, " id=\"");
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: an id stands twice");
        let pointers = [" for=\"", " aria-describedby=\"", " aria-labelledby=\"", " href=\"#"];
        for target in pointers.iter().flat_map(|pointer| values(&html, pointer)) {
            for id in target.split(' ') {
                assert!(ids.contains(&id.to_owned()), "{name}: nothing has the id {id}");
            }
        }
    }
}

#[test]
fn what_people_typed_is_escaped() {
    for (name, html) in rendered(&Words::english()) {
        assert!(!html.contains("<script>alert"), "{name} prints a script that a person typed");
    }
    let statement = rendered(&Words::english()).into_iter().find(|(name, _)| *name == "statement").unwrap().1;
    assert!(statement.contains("&lt;script&gt;alert(1)&lt;/script&gt;") || statement.contains("&#60;script"));
}
