//! The only place that makes HTML from what people wrote: CommonMark without raw HTML, and letters with theirs cleaned.
//! `Html` can be made nowhere else, so templates print it unescaped without a `safe` filter.

use std::fmt;

use pulldown_cmark::{Event, Options, Parser, html};

/// HTML that is safe to print as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl fmt::Display for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl Html {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// Text written here (CommonMark, tables too): raw HTML in it is shown as the characters it is.
pub fn written(text: &str) -> Html {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, events);
    Html(cleaner(&[]).clean(&page).to_string())
}

/// The HTML part of a letter: no pictures from elsewhere, no styles, no scripts.
pub fn of_letter(page: &str) -> Html {
    Html(cleaner(&["img"]).clean(page).to_string())
}

fn cleaner(without: &[&'static str]) -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::default();
    // Headings of a text must not compete with those of the page; forms never stand in a text.
    cleaner.rm_tags(without).link_rel(Some("noopener noreferrer nofollow")).rm_tag_attributes("img", &["src"]);
    cleaner.url_schemes(["http", "https", "mailto"].into_iter().collect());
    cleaner
}
