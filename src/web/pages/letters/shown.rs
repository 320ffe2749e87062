//! One letter as the page shows it.

use sha2::{Digest, Sha256};

use crate::links;
use crate::mail::letter::{Attachment, Party};
use crate::mail::reading::ShownLetter;
use crate::web::form::clean_name;
use crate::web::frame;
use crate::web::markdown;
use crate::web::view::Page;
use crate::web::view::letter::Letter;
use crate::web::view::parts::{Fact, FileLink, Value};

pub fn letter(page: Page, id: &str, letter: &ShownLetter) -> Letter {
    let words = &page.words;
    let fact = |key: &str, texts: Vec<String>| {
        let values = texts.into_iter().map(|text| Value { text, ..Value::default() }).collect();
        Fact { label: words.t(key), values }
    };
    let mut facts =
        vec![fact("post-from", vec![party(&letter.from)]), fact("letter-to", letter.to.iter().map(party).collect())];
    if !letter.reply_to.is_empty() {
        facts.push(fact("post-reply-to", letter.reply_to.iter().map(party).collect()));
    }
    if let Some(at) = letter.date {
        let at = frame::instant(words, at);
        let value = Value { text: at.shown, iso: Some(at.iso), ..Value::default() };
        facts.push(Fact { label: words.t("post-date"), values: vec![value] });
    }
    let subject = match letter.subject.trim() {
        "" => words.t("post-no-subject"),
        subject => subject.to_owned(),
    };
    Letter {
        subject,
        facts,
        headers: letter.headers.clone(),
        text: letter.text.clone(),
        html: letter.html.as_deref().map(markdown::of_letter),
        files: letter.attachments.iter().enumerate().map(|(index, one)| file(id, index, one)).collect(),
        raw: Some(links::letter_raw(id)),
        back: links::LETTERS.to_owned(),
        page,
    }
}

/// What the attachment is called here; a letter may call it anything, or nothing.
pub fn name(file: &Attachment) -> String {
    clean_name(&file.name)
}

fn party(party: &Party) -> String {
    if party.name.is_empty() { party.address.clone() } else { format!("{} <{}>", party.name, party.address) }
}

fn file(id: &str, index: usize, file: &Attachment) -> FileLink {
    FileLink {
        name: name(file),
        href: links::letter_file(id, index, &name(file)),
        size: frame::size(file.bytes.len()),
        hash: hex::encode(Sha256::digest(&file.bytes)),
        media_type: file.media_type.clone(),
        note: None,
        remove: None,
    }
}
