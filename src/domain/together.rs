//! Several people write one draft: what each of them changed since the text that both began with, and what both can keep.

use super::content::{Addressee, Contact, Content, FileRef};

/// What became of a field that somebody else changed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Only they changed it: theirs is taken.
    Taken,
    /// Both changed it, in different lines or rows: it has both.
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
    macro_rules! listed {
        ($name:literal, $field:ident, $key:expr) => {{
            let (value, became) = rows(&seen.$field, &typed.$field, &now.$field, $key);
            note($name, became);
            value
        }};
    }
    let content = Content {
        topic: whole!("topic", topic),
        destinations: listed!("destinations", destinations, |to: &Addressee| (to.body, to.printed.clone())),
        prepared_at: whole!("prepared_at", prepared_at),
        language: whole!("language", language),
        contacts: listed!("contacts", contacts, |one: &Contact| one.name.clone()),
        abstract_text: lines!("abstract", abstract_text),
        body: lines!("body", body),
        files: listed!("files", files, |file: &FileRef| (file.hash.clone(), file.name.clone())),
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

/// The rows of both: what either added or changed, without what either took out. Where both changed one row, or one changed
/// what the other took out, what was typed stands.
fn rows<T: Clone + PartialEq, K: PartialEq>(
    seen: &[T],
    typed: &[T],
    now: &[T],
    key: impl Fn(&T) -> K,
) -> (Vec<T>, Option<Became>) {
    if typed == now || now == seen {
        return (typed.to_vec(), None);
    }
    if typed == seen {
        return (now.to_vec(), Some(Became::Taken));
    }
    let find = |all: &[T], one: &T| all.iter().find(|other| key(other) == key(one)).cloned();
    let (mut all, mut differs) = (Vec::new(), false);
    for row in typed {
        match (find(seen, row), find(now, row)) {
            (Some(was), Some(is)) => {
                let (row, became) = chosen(&was, row, &is);
                differs |= became == Some(Became::Differs);
                all.push(row);
            }
            // They took it out, and it was not touched here.
            (Some(was), None) if was == *row => {}
            (was, is) => {
                differs |= was.is_some() || is.is_some_and(|is| is != *row);
                all.push(row.clone());
            }
        }
    }
    for row in now.iter().filter(|row| find(typed, row).is_none()) {
        match find(seen, row) {
            Some(was) => differs |= was != *row,
            None => all.push(row.clone()),
        }
    }
    (all, Some(if differs { Became::Differs } else { Became::Joined }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::Purpose;

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
    fn what_either_adds_to_a_list_is_in_it_and_what_either_takes_out_is_not() {
        let all = |names: &[&str]| -> Vec<FileRef> {
            let file = |name: &&str| FileRef {
                hash: format!("hash of {name}"),
                name: (*name).into(),
                media_type: "text/plain".into(),
                original: false,
            };
            names.iter().map(file).collect()
        };
        let files = |names: &[&str]| Content { files: all(names), ..Content::default() };
        let both = together(&files(&["a", "b"]), &files(&["b", "mine"]), &files(&["a", "b", "theirs"]));
        assert_eq!(both.content.files, all(&["b", "mine", "theirs"]));
        assert_eq!(both.fields, [("files", Became::Joined)]);
        let both = together(&files(&["a", "b"]), &files(&["a", "b", "mine"]), &files(&["b"]));
        assert_eq!(both.content.files, all(&["b", "mine"]));

        let to = |deadline: &str, purpose| Addressee {
            body: None,
            printed: "SC 27".into(),
            purpose,
            deadline: Some(deadline.parse().unwrap()),
        };
        let of = |to: Vec<Addressee>| Content { destinations: to, ..Content::default() };
        let (seen, now) = (to("2023-08-22", Purpose::Action), to("2023-09-01", Purpose::Action));
        let typed = to("2023-08-22", Purpose::Comment);
        let both = together(&of(vec![seen.clone()]), &of(vec![typed.clone()]), &of(vec![now.clone()]));
        assert_eq!((both.content.destinations, both.fields), (vec![typed], vec![("destinations", Became::Differs)]));
        let both = together(&of(vec![seen]), &of(vec![]), &of(vec![now]));
        assert_eq!((both.content.destinations, both.fields), (vec![], vec![("destinations", Became::Differs)]));
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
