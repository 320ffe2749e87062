//! A caught letter for the page that shows it. The letter may come from anywhere: its HTML is cut down to harmless
//! text marks, and no picture is fetched.

use ammonia::Builder;
use chrono::{DateTime, Utc};
use mail_parser::{Address, MessageParser, MimeHeaders};

use super::letter::{Attachment, Party};

/// A letter as it is shown. What is missing or unreadable is empty, never an error: the page shows what there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownLetter {
    pub from: Party,
    pub to: Vec<Party>,
    pub reply_to: Vec<Party>,
    pub subject: String,
    pub date: Option<DateTime<Utc>>,
    pub text: String,
    /// Only when the letter has HTML of its own; safe to stand in a page.
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
    /// In their order, values unfolded but not decoded.
    pub headers: Vec<(String, String)>,
}

/// Reads the bytes of a letter.
pub fn shown(raw: &[u8]) -> ShownLetter {
    let Some(letter) = MessageParser::default().parse(raw) else {
        return ShownLetter { text: String::from_utf8_lossy(raw).into_owned(), ..ShownLetter::default() };
    };
    let has_html = letter.html_bodies().any(|part| part.is_text_html());
    ShownLetter {
        from: parties(letter.from()).into_iter().next().unwrap_or_default(),
        to: parties(letter.to()),
        reply_to: parties(letter.reply_to()),
        subject: letter.subject().unwrap_or_default().to_owned(),
        date: letter.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        text: letter.body_text(0).unwrap_or_default().into_owned(),
        html: letter.body_html(0).filter(|_| has_html).map(|html| harmless(&html)),
        attachments: letter
            .attachments()
            .map(|part| Attachment {
                name: part.attachment_name().unwrap_or_default().to_owned(),
                media_type: part.content_type().map_or_else(String::new, |kind| match &kind.c_subtype {
                    Some(subtype) => format!("{}/{subtype}", kind.c_type),
                    None => kind.c_type.to_string(),
                }),
                bytes: part.contents().to_vec(),
            })
            .collect(),
        headers: letter.headers_raw().map(|(name, value)| (name.to_owned(), unfolded(value))).collect(),
    }
}

fn parties(address: Option<&Address<'_>>) -> Vec<Party> {
    address
        .into_iter()
        .flat_map(|address| address.iter())
        .map(|one| Party::new(one.name().unwrap_or_default(), one.address().unwrap_or_default()))
        .collect()
}

/// Links to pages and addresses stay; pictures go, because fetching one tells its server that the letter was read.
fn harmless(html: &str) -> String {
    Builder::default()
        .rm_tags(["img"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(html)
        .to_string()
}

fn unfolded(value: &str) -> String {
    value.replace("\r\n", "").replace('\n', "").trim().to_owned()
}
