//! The only place that makes HTML from what people wrote: CommonMark without raw HTML, and letters with theirs cleaned.
//! `Html` can be made nowhere else, so templates print it unescaped without a `safe` filter.

use std::fmt;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

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

/// Text written here (CommonMark, tables too): raw HTML in it is shown as the characters it is, and its headings stand
/// two levels lower, below those of the page.
pub fn written(text: &str) -> Html {
    let events =
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).map(|event| match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
            other => other,
        });
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, events);
    Html(cleaned(&page, &["img"]))
}

/// The HTML part of a letter: no pictures from elsewhere, no styles, no scripts, no headings that compete with the page's.
pub fn of_letter(page: &str) -> Html {
    Html(cleaned(page, &["img", "h1", "h2"]))
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn cleaned(page: &str, without: &[&'static str]) -> String {
    let mut cleaner = ammonia::Builder::default();
    cleaner.rm_tags(without).link_rel(Some("noopener noreferrer nofollow"));
    // `//host` and `/path` are no links either: they mean whatever page they are read on.
    cleaner.url_schemes(["http", "https", "mailto"].into_iter().collect()).url_relative(ammonia::UrlRelative::Deny);
    cleaner.clean(page).to_string()
}
