//! Several people write one draft: what each of them changed since the text that both began with, and what both can keep.

use super::content::{Addressee, Content};

/// What became of a field that somebody else changed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Only they changed it: theirs is taken.
    Taken,
    /// Both changed it, in different lines: it has both.
    Joined,
    /// Both changed the same: what was typed stands, and a person decides.
    Differs,
}

/// Two texts brought together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    pub content: Content,
    /// By the names that the form has for them, in its order: what the person did not type, or not alone.
    pub fields: Vec<(&'static str, Became)>,
}

/// What was typed, with what others saved since `seen`, the text that the person began with.
pub fn together(seen: &Content, typed: &Content, now: &Content) -> Together {
    let [seen, typed, now] = [seen, typed, now].map(by_body);
    let mut fields = Vec::new();
    let mut note = |name, became: Option<Became>| fields.extend(became.map(|became| (name, became)));
    macro_rules! whole {
        ($name:literal, $field:ident) => {{
            let (value, became) = chosen(&seen.$field, &typed.$field, &now.$field);
            note($name, became);
            value
        }};
    }
    macro_rules! lines {
        ($name:literal, $field:ident) => {{
            let (value, became) = match chosen(&seen.$field, &typed.$field, &now.$field) {
                (_, Some(Became::Differs)) => joined(&seen.$field, &typed.$field, &now.$field),
                decided => decided,
            };
            note($name, became);
            value
        }};
    }
    let content = Content {
        topic: whole!("topic", topic),
        destinations: whole!("destinations", destinations),
        prepared_at: whole!("prepared_at", prepared_at),
        language: whole!("language", language),
        contacts: whole!("contacts", contacts),
        abstract_text: lines!("abstract", abstract_text),
        body: lines!("body", body),
        files: whole!("files", files),
    };
    Together { content, fields }
}

/// A known body is meant by itself, whatever it was called.
fn by_body(of: &Content) -> Content {
    let meant = |to: &Addressee| match to.body {
        Some(_) => Addressee { printed: String::new(), ..to.clone() },
        None => to.clone(),
    };
    Content { destinations: of.destinations.iter().map(meant).collect(), ..of.clone() }
}

/// One of the two, where only one was changed or both to the same; else what was typed.
fn chosen<T: Clone + PartialEq>(seen: &T, typed: &T, now: &T) -> (T, Option<Became>) {
    if typed == now || now == seen {
        (typed.clone(), None)
    } else if typed == seen {
        (now.clone(), Some(Became::Taken))
    } else {
        (typed.clone(), Some(Became::Differs))
    }
}

/// Both changes, where they are in different lines; else what was typed.
fn joined(seen: &str, typed: &str, now: &str) -> (String, Option<Became>) {
    match diffy::merge(seen, typed, now) {
        Ok(both) => (both, Some(Became::Joined)),
        Err(_) => (typed.to_owned(), Some(Became::Differs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(topic: &str, abstract_text: &str, body: &str) -> Content {
        let (topic, abstract_text, body) = (topic.into(), abstract_text.into(), body.into());
        Content { topic, abstract_text, body, ..Content::default() }
    }

    #[test]
    fn what_only_one_of_them_changed_is_kept_without_a_question() {
        let seen = text("terms", "About terms.", "One.\n\nTwo.\n");
        let typed = text("terms", "About terms of reference.", "One.\n\nTwo.\n");
        let now = text("terms of reference", "About terms.", "One.\n\nTwo.\n");
        let both = together(&seen, &typed, &now);
        assert_eq!(both.content, text("terms of reference", "About terms of reference.", "One.\n\nTwo.\n"));
        assert_eq!(both.fields, [("topic", Became::Taken)]);
        assert_eq!(together(&seen, &now, &now).fields, [], "the same change twice is one");
    }

    #[test]
    fn two_paragraphs_changed_by_two_people_are_joined_and_one_is_asked_about() {
        let seen = text("t", "", "First.\n\nSecond.\n\nThird.");
        let typed = text("t", "", "First, amended.\n\nSecond.\n\nThird.");
        let now = text("t", "", "First.\n\nSecond.\n\nThird, and a fourth.");
        let both = together(&seen, &typed, &now);
        assert_eq!(both.content.body, "First, amended.\n\nSecond.\n\nThird, and a fourth.");
        assert_eq!(both.fields, [("body", Became::Joined)]);
        let now = text("t", "", "First, rejected.\n\nSecond.\n\nThird.");
        let both = together(&seen, &typed, &now);
        assert_eq!(both.content, typed, "nothing that was typed is lost");
        assert_eq!(both.fields, [("body", Became::Differs)]);
    }

    #[test]
    fn no_mark_of_a_conflict_ever_stands_in_a_text() {
        for (seen, typed, now) in
            [("a\nb\nc", "a\nx\nc", "a\ny\nc"), ("", "one", "two"), ("a", "", "b"), ("a\n", "b", "")]
        {
            let both = together(&text("t", seen, ""), &text("t", typed, ""), &text("t", now, ""));
            assert!(!both.content.abstract_text.contains("<<<<"), "{:?}", both.content.abstract_text);
        }
    }
}
