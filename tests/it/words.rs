//! Every sentence stands in the message files, and every key that is used has one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use entente::domain::said::Said;
use entente::words::{Words, pseudo};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

/// The keys in `.t("…")`, `.n("…"`, `.fill("…"` and `said!("…"`, also where the call is broken over lines.
fn keys_in(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    // Examples in comments name no real message.
    let text: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    for call in [".t(", ".n(", ".fill(", "said!(", "Said::new("] {
        for (_, rest) in text.match_indices(call).map(|(at, _)| text.split_at(at + call.len())) {
            if let Some((key, _)) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
                && !key.contains(['{', ' '])
            {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_key_used_in_sources_and_templates_has_a_message() {
    let words = Words::english();
    let mut missing = Vec::new();
    let mut seen = 0;
    for path in files("src", "rs").into_iter().chain(files("templates", "html")).chain(files("templates", "txt")) {
        let text = fs::read_to_string(&path).unwrap();
        for key in keys_in(&text) {
            seen += 1;
            if !words.has(&key) {
                missing.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(seen > 100, "only {seen} keys were found: the reading of the sources is broken");
    assert!(missing.is_empty(), "keys without a message:\n{}", missing.join("\n"));
}

#[test]
fn every_message_file_is_read_to_its_end_and_no_key_stands_twice() {
    let mut keys = BTreeSet::new();
    for path in files("locales/en", "ftl") {
        let text = fs::read_to_string(&path).unwrap();
        fluent_bundle::FluentResource::try_new(text.clone())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for line in text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic())) {
            let key = line.split(" =").next().unwrap().trim().to_owned();
            assert!(keys.insert(key.clone()), "{}: {key} stands twice", path.display());
        }
    }
    assert!(keys.len() > 150);
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(Words::english().t("no-such-key"), "⟦no-such-key⟧");
}

#[test]
fn a_sentence_is_filled_with_text_numbers_dates_and_terms() {
    let words = Words::english();
    let day = NaiveDate::from_ymd_opt(2023, 3, 3).unwrap();
    assert_eq!(words.date(day), "3 Mar 2023");
    assert_eq!(words.say(&Said::new("ui-since").with("date", day)), "since 3 Mar 2023");
    assert_eq!(words.say(&Said::new("ui-waiting-for").term("whom", "ui-side-partner")), "Waiting for Partner");
    assert_eq!(words.n("date-in-days", 1200_i64), "in 1,200 days");
    assert_eq!(words.n("ui-acts-refused", 1_i64), "One more step must wait");
    assert_eq!(words.fill("ui-total", "count", "1,000+"), "1,000+ in all");
    assert_eq!(
        words.say(&Said::new("ui-version").with("version", "1.0")),
        "Entente 1.0",
        "no invisible marks of direction"
    );
}

#[test]
fn days_are_said_relative_to_today() {
    let words = Words::english();
    let today = NaiveDate::from_ymd_opt(2023, 8, 16).unwrap();
    let on = |day| words.relative(NaiveDate::from_ymd_opt(2023, 8, day).unwrap(), today);
    assert_eq!([on(16), on(17), on(15), on(22), on(10)], ["today", "tomorrow", "yesterday", "in 6 days", "6 days ago"]);
}

#[test]
fn an_instant_is_shown_in_the_zone_asked_for() {
    let instant = "2023-03-03T13:05:59Z".parse().unwrap();
    assert_eq!(Words::english().instant(instant, chrono_tz::Europe::Zurich), "3 Mar 2023, 14:05");
}

#[test]
fn an_unknown_language_falls_back_to_english() {
    assert_eq!(Words::for_language("xx-YY").t("ui-nav-home"), "Home");
    assert_eq!(Words::for_language("en-GB").tag(), "en");
}

#[test]
fn the_pseudo_locales_are_longer_and_run_from_right_to_left() {
    let longer = pseudo::pseudo("en-XA");
    assert_ne!(longer.t("ui-nav-register"), "Register");
    assert!(longer.t("ui-nav-register").chars().count() > 10);
    let turned = pseudo::pseudo("ar-XB");
    assert_eq!((turned.direction(), Words::english().direction()), ("rtl", "ltr"));
    assert!(turned.t("ui-nav-register").contains("Register"));
}

/// What a template holds besides tags, expressions and markup.
fn prose_of(template: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = template;
    // Expressions and blocks of askama first: they may stand inside attributes.
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        text.push_str(&rest[..at]);
        let close = match &rest[at..at + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = rest[at..].find(close).expect("a tag that is closed") + at + 2;
        rest = &rest[end..];
        text.push(' ');
    }
    text.push_str(rest);
    let mut prose = Vec::new();
    for attribute in
        ["title=\"", "alt=\"", "placeholder=\"", "aria-label=\"", "data-label=\"", "data-filter=\"", "data-drop=\""]
    {
        for (at, _) in text.match_indices(attribute) {
            let value = &text[at + attribute.len()..];
            prose.push(value[..value.find('"').unwrap_or(value.len())].to_owned());
        }
    }
    let mut in_tag = false;
    let outside: String = text
        .chars()
        .map(|letter| {
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ => {}
            }
            if in_tag || letter == '>' { ' ' } else { letter }
        })
        .collect();
    prose.push(outside);
    prose
}

#[test]
fn no_template_holds_a_letter_of_prose() {
    let mut found = Vec::new();
    for path in files("templates", "html") {
        let text = fs::read_to_string(&path).unwrap();
        for piece in prose_of(&text) {
            for line in piece.lines() {
                // The names of keys in the list of keys are no words; a macro holds attributes outside of any tag.
                let words: Vec<&str> = line
                    .split_whitespace()
                    .filter(|word| !["j", "k", "g", "required"].contains(word) && !word.contains("=\""))
                    .collect();
                if words.iter().any(|word| word.chars().any(char::is_alphabetic)) {
                    found.push(format!("{}: {}", path.display(), words.join(" ")));
                }
            }
        }
    }
    assert!(found.is_empty(), "words in templates:\n{}", found.join("\n"));
}

#[test]
fn no_template_carries_an_inline_style_an_inline_script_or_a_safe_filter() {
    for path in files("templates", "html") {
        let text = fs::read_to_string(&path).unwrap();
        let inside_pages = !path.to_string_lossy().contains("/mail/");
        for bad in [" style=\"", "<style", "<script>", " onclick", " onchange", "|safe", "| safe"] {
            assert!(!inside_pages || !text.contains(bad), "{} holds {bad}", path.display());
        }
    }
}
