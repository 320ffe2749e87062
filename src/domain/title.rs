//! Titles. The letter that leaves is "LS on …" or "LS/r on … (reply to …)"; the prefixes `LS/i`, `LS/o` belong to the
//! listing of documents (PR-17). These are forms of the field, not sentences, and the same in every language.

use chrono::NaiveDate;

/// What a reply names of the statement that it answers: its number, else its source and date (G-LS-06 as PR-17 has it).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    pub number: Option<String>,
    pub source: String,
    pub date: Option<NaiveDate>,
}

impl Answered {
    /// `SG2-LS27`, or `ITU-T SG2, 24 July 2017`.
    pub fn named(&self) -> Option<String> {
        match (&self.number, self.source.trim(), self.date) {
            (Some(number), _, _) if !number.trim().is_empty() => Some(number.trim().to_owned()),
            (_, source, Some(date)) if !source.is_empty() => Some(format!("{source}, {}", date.format("%-d %B %Y"))),
            _ => None,
        }
    }
}

/// What a title says in brackets, at its end, of the statements beside it.
const NAMING: [&str; 2] = [" (reply to ", " (corrigendum to "];

/// The topic without any prefix that a title may carry already, so that a reply does not read "LS/r on LS on …".
pub fn topic(title: &str) -> &str {
    let mut rest = title.trim();
    loop {
        let lower = rest.to_ascii_lowercase();
        let cut = [
            "ls/o/r on ",
            "ls/i/r on ",
            "ls/o on ",
            "ls/i on ",
            "ls/r on ",
            "ls on ",
            "reply ls on ",
            "ls/o/r ",
            "ls/o ",
            "ls/i ",
            "ls/r ",
        ]
        .iter()
        .find(|prefix| lower.starts_with(**prefix));
        match cut {
            Some(prefix) => rest = rest[prefix.len()..].trim_start(),
            None => break,
        }
    }
    while let Some(at) = NAMING.iter().filter_map(|words| rest.rfind(words)).max().filter(|_| rest.ends_with(')')) {
        rest = rest[..at].trim_end();
    }
    rest
}

/// The title of the letter that leaves, with what it answers and what it corrects (PR-9).
pub fn letter(topic: &str, answers: &[Answered], corrects: Option<&Answered>) -> String {
    let mut title = reply(topic, answers);
    if let Some(named) = corrects.and_then(Answered::named) {
        title.push_str(&format!(" (corrigendum to {named})"));
    }
    title
}

fn reply(topic: &str, answers: &[Answered]) -> String {
    let named: Vec<String> = answers.iter().filter_map(Answered::named).collect();
    match (answers.is_empty(), named.is_empty()) {
        (true, _) => format!("LS on {topic}"),
        (false, true) => format!("LS/r on {topic}"),
        (false, false) => format!("LS/r on {topic} (reply to {})", named.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_names_the_number_or_the_source_and_date() {
        let numbered = Answered { number: Some("SG2-LS27".into()), ..Answered::default() };
        assert_eq!(letter("Evolution of IMSI", &[numbered], None), "LS/r on Evolution of IMSI (reply to SG2-LS27)");
        let dated = Answered { number: None, source: "ISO/TC 307".into(), date: NaiveDate::from_ymd_opt(2023, 6, 15) };
        assert_eq!(letter("terms", &[dated], None), "LS/r on terms (reply to ISO/TC 307, 15 June 2023)");
        assert_eq!(letter("terms", &[], None), "LS on terms");
    }

    #[test]
    fn a_corrigendum_names_what_it_corrects() {
        let sent = Answered { number: Some("SG17-LS12".into()), ..Answered::default() };
        assert_eq!(letter("terms", &[], Some(&sent)), "LS on terms (corrigendum to SG17-LS12)");
        let asked = Answered { number: Some("SG2-LS27".into()), ..Answered::default() };
        let both = letter("terms", &[asked], Some(&sent));
        assert_eq!(both, "LS/r on terms (reply to SG2-LS27) (corrigendum to SG17-LS12)");
        assert_eq!(topic(&both), "terms");
        assert_eq!(topic("terms (in brackets)"), "terms (in brackets)");
    }

    #[test]
    fn the_topic_is_the_title_without_its_prefixes() {
        assert_eq!(topic("LS on Evolution of IMSI"), "Evolution of IMSI");
        assert_eq!(topic("LS/i/r on LS on terms (reply to SG17-LS1)"), "terms");
        assert_eq!(topic("LSP routing"), "LSP routing");
    }
}
