//! Templates of replies that a body keeps: words with placeholders, which are filled from what is answered. What cannot be
//! filled stays in the text as its placeholder, so that the author sees it, and submitting finds it.

use chrono::NaiveDate;

use super::named::Named;
use crate::named;

/// What opens and closes a placeholder.
const OPEN: &str = "{{";
const CLOSE: &str = "}}";
/// Characters of an unknown placeholder that are named.
const NAMED: usize = 40;

/// Templates that a body uses at once: more than anybody chooses from.
pub const MOST: usize = 40;

named! {
    /// What can be filled, in the order in which the help names them: the message `placeholder-<slug>` says what each is.
    pub enum Placeholder {
        /// Of the statement that is answered, as its sender numbers it.
        Number = "number",
        Title = "title",
        /// The day on which it was issued.
        Date = "date",
        /// The body that sent it.
        Source = "source",
        /// The day by which it asks for the reply.
        Deadline = "deadline",
        /// The number that it has here.
        OurNumber = "our_number",
        /// The body that keeps the template.
        Body = "body",
        /// Of the reply.
        Questions = "questions",
        /// Where the reply is prepared.
        Meeting = "meeting",
    }
}

impl Placeholder {
    /// As it is written in a template, and as it stays where nothing is known.
    pub fn mark(self) -> String {
        format!("{OPEN}{}{CLOSE}", self.name())
    }
}

/// A template as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// By which it is chosen; no other that the body uses has it.
    pub name: String,
    pub abstract_text: String,
    /// CommonMark without raw HTML.
    pub text: String,
}

impl Template {
    /// The first placeholder in it that nothing fills, as it is written.
    pub fn unknown(&self) -> Option<String> {
        [&self.abstract_text, &self.text].into_iter().find_map(|text| unknown(text))
    }
}

/// A statement that is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    pub number: Option<String>,
    pub title: String,
    pub issued_on: Option<NaiveDate>,
    pub source: String,
    pub deadline: Option<NaiveDate>,
    pub our_number: Option<String>,
}

/// What a reply rests on.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub answered: Vec<Answered>,
    pub body: String,
    pub questions: Vec<String>,
    pub meeting: String,
}

/// A text with its placeholders filled, and those that stayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    pub missing: Vec<Placeholder>,
}

/// How what is filled in stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    Plain,
    /// A title with stars or brackets stays what it is.
    Markdown,
}

impl Around {
    /// What stands for a placeholder; of several statements each once. `say` tells a day.
    fn value(&self, of: Placeholder, say: &impl Fn(NaiveDate) -> String) -> Option<String> {
        let each = |one: &dyn Fn(&Answered) -> Option<String>| {
            let mut all: Vec<String> = Vec::new();
            for value in self.answered.iter().filter_map(one) {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
            all.join("; ")
        };
        let value = match of {
            Placeholder::Number => each(&|one| one.number.clone()),
            Placeholder::Title => each(&|one| Some(one.title.clone()).filter(|title| !title.is_empty())),
            Placeholder::Date => each(&|one| one.issued_on.map(say)),
            Placeholder::Source => each(&|one| Some(one.source.clone()).filter(|source| !source.is_empty())),
            Placeholder::Deadline => each(&|one| one.deadline.map(say)),
            Placeholder::OurNumber => each(&|one| one.our_number.clone()),
            Placeholder::Body => self.body.clone(),
            Placeholder::Questions => self.questions.join(", "),
            Placeholder::Meeting => self.meeting.clone(),
        };
        Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|value| !value.is_empty())
    }

    /// Fills a text. What is filled in is not looked at again: a title may say what it likes.
    pub fn fill(&self, text: &str, how: As, say: impl Fn(NaiveDate) -> String) -> Filled {
        let mut filled = Filled { text: String::with_capacity(text.len()), missing: Vec::new() };
        let mut done = 0;
        for mark in marks(text) {
            let Some(of) = mark.of else { continue };
            filled.text.push_str(&text[done..mark.from]);
            done = mark.to;
            match (self.value(of, &say), how) {
                (Some(value), As::Plain) => filled.text.push_str(&value),
                (Some(value), As::Markdown) => filled.text.push_str(&escaped(&value)),
                (None, _) => {
                    filled.text.push_str(&of.mark());
                    if !filled.missing.contains(&of) {
                        filled.missing.push(of);
                    }
                }
            }
        }
        filled.text.push_str(&text[done..]);
        filled
    }
}

/// The first placeholder of ours that is still in a text.
pub fn unfilled(text: &str) -> Option<Placeholder> {
    marks(text).find_map(|mark| mark.of)
}

/// The first that is none of ours, as it is written.
fn unknown(text: &str) -> Option<String> {
    let mark = marks(text).find(|mark| mark.of.is_none())?;
    Some(text[mark.from..mark.to].chars().take(NAMED).collect())
}

/// Something in double braces.
struct Mark {
    from: usize,
    to: usize,
    of: Option<Placeholder>,
}

/// All of them, in their order. Braces that nothing closes on their line are one to the line's end.
fn marks(text: &str) -> impl Iterator<Item = Mark> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text.get(at..)?.find(OPEN)?;
        let inner = from + OPEN.len();
        let line = text[inner..].find('\n').map_or(text.len(), |end| inner + end);
        let (to, of) = match text[inner..line].find(CLOSE) {
            Some(end) => {
                let name = text[inner..inner + end].trim().to_lowercase();
                (inner + end + CLOSE.len(), Placeholder::from_name(&name))
            }
            None => (line, None),
        };
        at = to;
        Some(Mark { from, to, of })
    })
}

/// Words that CommonMark would read as marks stay words.
fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '#' | '~') {
            all.push('\\');
        }
        all.push(c);
    }
    all
}

/// What a template brings into a field where something may stand already: that stays, and the template's words come below
/// it. None where they are there already, or there are none.
pub fn below(there: &str, words: &str) -> Option<String> {
    let (there, words) = (there.trim_end(), words.trim_end());
    if words.is_empty() || there.replace("\r\n", "\n").contains(words) {
        return None;
    }
    Some(if there.trim().is_empty() { words.to_owned() } else { format!("{there}\n\n{words}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(on: NaiveDate) -> String {
        on.format("%-d.%-m.%Y").to_string()
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn around() -> Around {
        let one = Answered {
            number: Some("SC 27 N 77".into()),
            title: "LS on [ledgers] *now*".into(),
            issued_on: day("2023-03-01"),
            source: "ISO/IEC JTC 1/SC 27".into(),
            deadline: day("2023-08-22"),
            our_number: Some("SG17-TD1101".into()),
        };
        Around {
            answered: vec![one],
            body: "SG17".into(),
            questions: vec!["Q10/17".into(), "Q14/17".into()],
            meeting: "Geneva, 29 August 2023".into(),
        }
    }

    fn filled(around: &Around, text: &str) -> (String, Vec<Placeholder>) {
        let Filled { text, missing } = around.fill(text, As::Plain, say);
        (text, missing)
    }

    #[test]
    fn every_placeholder_is_filled_from_what_is_answered() {
        let text: String = Placeholder::ALL.iter().map(|one| format!("{}|", one.mark())).collect();
        let all = "SC 27 N 77|LS on [ledgers] *now*|1.3.2023|ISO/IEC JTC 1/SC 27|22.8.2023|SG17-TD1101|SG17|\
                   Q10/17, Q14/17|Geneva, 29 August 2023|";
        assert_eq!(filled(&around(), &text), (all.to_owned(), vec![]));
        assert_eq!(unfilled(all), None);
        assert_eq!(filled(&around(), "{{ Number }} in {{OUR_NUMBER}}").0, "SC 27 N 77 in SG17-TD1101");
    }

    #[test]
    fn what_is_not_known_stays_as_its_mark_and_is_found() {
        let text = "Thank you for {{number}} of {{date}}, {{ NUMBER }}.";
        let (filled, missing) = filled(&Around::default(), text);
        assert_eq!(filled, "Thank you for {{number}} of {{date}}, {{number}}.");
        assert_eq!(missing, [Placeholder::Number, Placeholder::Date]);
        assert_eq!(unfilled(&filled), Some(Placeholder::Number));
        let blank =
            Around { answered: vec![Answered { number: Some(" \n".into()), ..Answered::default() }], ..around() };
        assert_eq!(blank.fill("{{number}}", As::Plain, say).missing, [Placeholder::Number], "a blank is no number");
    }

    #[test]
    fn of_several_statements_each_is_named_once() {
        let mut both = around();
        both.answered.push(Answered { number: Some("SG16-LS9".into()), ..both.answered[0].clone() });
        assert_eq!(filled(&both, "{{number}} of {{source}}").0, "SC 27 N 77; SG16-LS9 of ISO/IEC JTC 1/SC 27");
    }

    #[test]
    fn a_title_stays_words_and_is_not_filled_again() {
        let mut odd = around();
        assert_eq!(odd.fill("{{title}}", As::Markdown, say).text, r"LS on \[ledgers\] \*now\*");
        odd.answered[0].title = "{{number}}\n# <b>".into();
        let once = odd.fill("{{title}}", As::Markdown, say);
        assert_eq!((once.text.as_str(), once.missing.len()), (r"{{number}} \# \<b>", 0));
    }

    #[test]
    fn a_placeholder_that_is_none_is_named() {
        let of = |text: &str| Template { name: "A".into(), abstract_text: String::new(), text: text.into() }.unknown();
        assert_eq!(of("{{number}} {deadline} { {title} } {{ meeting }}"), None);
        assert_eq!(of("{{number}} {{nummer}} {{other}}").as_deref(), Some("{{nummer}}"));
        assert_eq!(of("Dear {{title\nmore}}").as_deref(), Some("{{title"), "closed on another line");
        assert_eq!(of("{{").as_deref(), Some("{{"));
        assert_eq!(of("{{}}").as_deref(), Some("{{}}"));
        assert_eq!(of(&format!("{{{{{}", "é".repeat(900))).map(|named| named.chars().count()), Some(40));
        let text = Template { name: "A".into(), abstract_text: "{{when}}".into(), text: String::new() };
        assert_eq!(text.unknown().as_deref(), Some("{{when}}"));
    }

    #[test]
    fn what_was_typed_stays_above_the_template() {
        assert_eq!(below("", "Thank you.\n").as_deref(), Some("Thank you."));
        assert_eq!(below(" \n", "Thank you.").as_deref(), Some("Thank you."));
        assert_eq!(below("Mine.\n", "Thank you.").as_deref(), Some("Mine.\n\nThank you."));
        assert_eq!(below("Mine.\r\n\r\nThank\r\nyou.", "Thank\nyou."), None, "it is there");
        assert_eq!(below("Mine.", ""), None);
    }
}
