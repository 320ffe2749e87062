//! A caught letter on a page.

use entente::mail::letter::Letter;
use entente::mail::reading::shown;

use super::{a_letter, that_day};

#[test]
fn a_caught_letter_is_shown_as_it_was_written() {
    let letter = a_letter();
    let seen = shown(&letter.raw().unwrap());
    assert_eq!((&seen.from, &seen.to), (&letter.from, &vec![letter.to.clone()]));
    assert_eq!((seen.subject, seen.date), (letter.subject, Some(that_day())));
    assert_eq!(seen.text.replace("\r\n", "\n").trim_end(), letter.text.trim_end());
    assert!(seen.html.unwrap().contains("<b>statement</b>"));
    assert_eq!(seen.attachments, letter.attachments);
    assert!(seen.headers.contains(&("Auto-Submitted".into(), "auto-generated".into())));
}

#[test]
fn html_is_shown_without_scripts_and_without_fetching_anything() {
    let html = "<script>alert(1)</script><img src='http://track.example.net/x.gif'><a href='javascript:x()'>a</a>\
                <a href='https://example.org/'>b</a><p style='background:url(http://x.example)' onclick='x()'>c</p>";
    let letter = Letter { html: Some(html.into()), ..a_letter() };
    let seen = shown(&letter.raw().unwrap()).html.unwrap();
    for gone in ["script", "img", "javascript", "style", "onclick", "track"] {
        assert!(!seen.contains(gone), "{gone} in {seen}");
    }
    assert!(seen.contains("https://example.org/"));
}

#[test]
fn a_letter_without_html_shows_none_and_bytes_that_are_no_letter_show_as_text() {
    let letter = Letter { html: None, ..a_letter() };
    assert_eq!(shown(&letter.raw().unwrap()).html, None);
    assert_eq!(shown(b"").text, "");
    shown(&[0xff; 100]);
}
