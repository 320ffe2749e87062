//! Two languages that nobody speaks, made from English: `en-XA` is accented and 40 % longer, so that what is not in the
//! message files and what does not fit is seen at once; `ar-XB` runs from right to left.

use std::borrow::Cow;

use super::{COMPLETE, Words};

/// The pseudo-locale of this tag: `en-XA` or `ar-XB`; any other tag gives that language itself.
pub fn pseudo(tag: &str) -> Words {
    match tag {
        "en-XA" => Words::build(tag, COMPLETE, Some(longer)),
        "ar-XB" => Words::build(tag, COMPLETE, Some(turned)),
        other => Words::for_language(other),
    }
}

/// `Register` → `Ŕëĝîšţëŕ~~~~`: the tildes make the text 40 % longer.
fn longer(text: &str) -> Cow<'_, str> {
    let mut letters = 0;
    let mut shown: String = text
        .chars()
        .map(|letter| {
            letters += usize::from(letter.is_alphabetic());
            accented(letter)
        })
        .collect();
    shown.extend(std::iter::repeat_n('~', letters * 2 / 5));
    Cow::Owned(shown)
}

/// Each word is shown from right to left.
fn turned(text: &str) -> Cow<'_, str> {
    const TURN: char = '\u{202e}';
    const BACK: char = '\u{202c}';
    let mut shown = String::with_capacity(text.len() * 2);
    let mut in_word = false;
    for letter in text.chars() {
        if letter.is_alphanumeric() != in_word {
            shown.push(if in_word { BACK } else { TURN });
            in_word = !in_word;
        }
        shown.push(letter);
    }
    if in_word {
        shown.push(BACK);
    }
    Cow::Owned(shown)
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ";
    const MARKED: &str = "åçđëĝĥîĵķłñøŕšţûŵýžÅÇĐËĜĤÎĴĶŁÑØŔŠŢÛŴÝŽ";
    PLAIN.chars().zip(MARKED.chars()).find(|(plain, _)| *plain == letter).map_or(letter, |(_, marked)| marked)
}
