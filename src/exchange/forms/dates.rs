//! Dates as people write them in forms: `21 October 2019`, `Oct. 21st, 2019`, `2019-10-21`, `21.10.2019`.

use chrono::NaiveDate;

const MONTHS: [[&str; 2]; 12] = [
    ["january", "jan"],
    ["february", "feb"],
    ["march", "mar"],
    ["april", "apr"],
    ["may", "may"],
    ["june", "jun"],
    ["july", "jul"],
    ["august", "aug"],
    ["september", "sept"],
    ["october", "oct"],
    ["november", "nov"],
    ["december", "dec"],
];

/// Words beside a date that change nothing about it.
const IDLE: [&str; 17] = [
    "by",
    "before",
    "no",
    "later",
    "than",
    "the",
    "of",
    "on",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "cob",
    "until",
];

/// The first date in a text. `sure` is false where words around it may limit it, more dates follow, or day and month
/// could be read the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub date: NaiveDate,
    pub sure: bool,
}

/// Finds the first date in a text.
pub fn first(text: &str) -> Option<Dated> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (0..words.len()).find_map(|at| {
        let (date, taken, sure) = at_word(&words[at..], text)?;
        let rest = words[..at].iter().chain(&words[at + taken..]);
        let idle = rest.into_iter().all(|word| IDLE.contains(&word.to_lowercase().as_str()));
        Some(Dated { date, sure: sure && idle })
    })
}

/// A date that begins with the first of these words, and how many it takes.
fn at_word(words: &[&str], text: &str) -> Option<(NaiveDate, usize, bool)> {
    if let [day, of, month, year, ..] = words
        && of.eq_ignore_ascii_case("of")
        && let Some(date) = named(year, month, day)
    {
        return Some((date, 4, true));
    }
    let [one, two, three, ..] = words else { return None };
    if let Some(date) = named(three, two, one).or_else(|| named(three, one, two)) {
        return Some((date, 3, true));
    }
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| word.chars().all(|c| c.is_ascii_digit()));
    let (a, b, c) = (number(one)?, number(two)?, number(three)?);
    if one.len() == 4 {
        return NaiveDate::from_ymd_opt(i32::try_from(a).ok()?, b, c).map(|date| (date, 3, true));
    }
    if three.len() != 4 {
        return None;
    }
    let year = i32::try_from(c).ok()?;
    let dotted = text.contains(&format!("{one}.{two}.{three}"));
    match () {
        () if b > 12 => NaiveDate::from_ymd_opt(year, a, b).map(|date| (date, 3, true)),
        () => NaiveDate::from_ymd_opt(year, b, a).map(|date| (date, 3, a > 12 || a == b || dotted)),
    }
}

fn named(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    if year.len() != 4 {
        return None;
    }
    let month = month.to_lowercase();
    let month = MONTHS.iter().position(|names| {
        names[0] == month || names[1] == month || (month.len() == 3 && names[0].starts_with(&month))
    })?;
    let day = day.to_lowercase();
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(&day);
    NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()? + 1, day.parse().ok()?)
}
