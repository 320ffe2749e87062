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
    for (tag, words) in
        [("en", Words::english()), ("en-XA", pseudo::pseudo("en-XA")), ("ar-XB", pseudo::pseudo("ar-XB"))]
    {
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

/// The numbers of an attribute of the picture's elements.
fn number(element: &str, attribute: &str) -> i32 {
    element.split(&format!(" {attribute}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

/// The corners of an arrow's path, which has only M, H and V.
fn corners(path: &str) -> Vec<(i32, i32)> {
    let spaced = path.replace('M', " M ").replace('H', " H ").replace('V', " V ");
    let mut words = spaced.split_whitespace();
    let mut corners: Vec<(i32, i32)> = Vec::new();
    while let Some(command) = words.next() {
        let value: i32 = words.next().unwrap().parse().unwrap();
        let last = corners.last().copied().unwrap_or_default();
        corners.push(match command {
            "M" => (value, words.next().unwrap().parse().unwrap()),
            "H" => (value, last.1),
            _ => (last.0, value),
        });
    }
    corners
}

#[test]
fn no_arrow_of_a_diagram_runs_through_a_box_or_out_of_the_picture() {
    let html = rendered(&Words::english()).into_iter().find(|(name, _)| *name == "procedure").unwrap().1;
    let svg = html.split("<svg class=\"diagram\"").nth(1).unwrap().split("</svg>").next().unwrap();
    let (width, height) = (number(svg, "width"), number(svg, "height"));
    let boxes: Vec<_> = svg.split("<rect").skip(1).map(|rect| (number(rect, "x"), number(rect, "y"))).collect();
    let paths: Vec<_> =
        svg.split("<path class=\"arrow\" d=\"").skip(1).map(|rest| corners(rest.split('"').next().unwrap())).collect();
    assert!(boxes.len() > 10 && paths.len() > 15);
    for path in &paths {
        for pair in path.windows(2) {
            let (left, right) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
            let (top, bottom) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            assert!(left >= 0 && top >= 0 && right <= width && bottom <= height, "{path:?} leaves the picture");
            for (x, y) in &boxes {
                let inside = left < x + 136 && right > *x && top < y + 56 && bottom > *y;
                assert!(!inside, "{path:?} runs through the box at {x}, {y}");
            }
        }
    }
}
