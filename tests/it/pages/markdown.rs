//! HTML made from what people wrote.

use entente::web::markdown::{of_letter, written};

#[test]
fn raw_html_in_a_text_is_shown_as_the_characters_it_is() {
    let page = written("<b>bold</b> and\n\n<script>alert(1)</script>").to_string();
    assert!(page.contains("&lt;b&gt;bold&lt;/b&gt;") && page.contains("&lt;script&gt;"), "{page}");
}

#[test]
fn links_lead_only_to_the_web_and_to_mailboxes() {
    let page = written("[a](javascript:alert(1)) [b](https://example.org) [c](mailto:role@example.org)").to_string();
    assert!(!page.contains("javascript") && page.contains("https://example.org") && page.contains("mailto:"), "{page}");
}

#[test]
fn a_link_without_a_scheme_is_none() {
    let page = written("[a](//evil.example/x) [b](/sign-out) [c](\\\\\\\\evil.example) [d](liaisons)").to_string();
    assert!(!page.contains("href"), "{page}");
    assert!(!of_letter("<a href=\"//evil.example\">a</a>").to_string().contains("evil"));
}

#[test]
fn pictures_from_elsewhere_are_left_out() {
    assert!(!written("![x](https://example.org/x.png)").to_string().contains("<img"));
    assert!(
        !of_letter("<img src=\"https://example.org/x.png\"><p style=\"color:red\">a</p>").to_string().contains("img")
    );
}

#[test]
fn headings_of_a_text_stand_below_those_of_the_page() {
    assert_eq!(written("# One\n\n## Two").to_string().trim(), "<h3>One</h3>\n<h4>Two</h4>");
}

#[test]
fn a_letter_loses_scripts_styles_and_forms() {
    let page = of_letter("<style>p{}</style><form action=x><input></form><p onclick=x style=y>kept</p>").to_string();
    assert_eq!(page, "<p>kept</p>");
}
