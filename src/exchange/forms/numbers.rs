//! The numbers that bodies print on their documents, found in running text by their shape.

/// The number of a liaison statement of ITU-T: `SG99-LS7`, `TSAG-LS7`, `COM 99 – LS 7 – E`.
pub fn liaison_statement(text: &str) -> Option<String> {
    com_series(text).or_else(|| tokens(text).find(|token| is_liaison_statement(token)).map(str::to_owned))
}

/// A temporary document of ITU-T: `SG99-TD7`, `TD7/GEN`.
pub fn temporary_document(text: &str) -> Option<String> {
    tokens(text).find(|token| has_tagged_digits(token, "TD")).map(str::to_owned)
}

/// A document of 3GPP: two letters and a digit, year and counter: `SP-990007`, `S9-990007`, `R9-9900007`.
pub fn three_gpp(text: &str) -> Option<String> {
    tokens(text).find(|token| is_three_gpp(token)).map(str::to_owned)
}

/// A document of ISO and IEC: `N 1234`, with the committee before it where it is printed.
pub fn n_document(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches([',', ';', '(', ')', '.'])).collect();
    let digits = |word: &str| word.len() >= 2 && word.chars().all(|c| c.is_ascii_digit());
    let at = words.iter().enumerate().position(|(at, word)| {
        let joined = word.strip_prefix('N').is_some_and(digits);
        joined || (*word == "N" && words.get(at + 1).is_some_and(|next| digits(next)))
    })?;
    let end = if words[at] == "N" { at + 2 } else { at + 1 };
    let start =
        (0..at).rev().find(|from| words[*from].starts_with("ISO") || words[*from].starts_with("IEC")).unwrap_or(at);
    // More words than a committee has are a sentence, not a number.
    let start = if at - start > 6 { at } else { start };
    Some(words[start..end].join(" "))
}

/// Any of the above, in the order of how certain the shape is.
pub fn any(text: &str) -> Option<String> {
    liaison_statement(text)
        .or_else(|| three_gpp(text))
        .or_else(|| temporary_document(text))
        .or_else(|| n_document(text))
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()[],;:\"“”".contains(c))
        .map(|token| token.trim_end_matches(['.', '!', '?']))
        .filter(|token| !token.is_empty())
}

fn is_liaison_statement(token: &str) -> bool {
    let upper = token.to_uppercase();
    upper.split_once("-LS").is_some_and(|(body, rest)| {
        !body.is_empty() && rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
    })
}

fn has_tagged_digits(token: &str, tag: &str) -> bool {
    token.match_indices(tag).any(|(at, _)| {
        let before = token.get(..at).and_then(|before| before.chars().last());
        let after = token.get(at + tag.len()..).map(|rest| rest.trim_start_matches('-'));
        before.is_none_or(|c| !c.is_alphanumeric())
            && after.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn is_three_gpp(token: &str) -> bool {
    let Some((series, counter)) = token.split_once('-') else { return false };
    let digits = counter.chars().take_while(char::is_ascii_digit).count();
    let rest = counter.get(digits..).unwrap_or_default();
    series.len() == 2
        && series.starts_with(|c: char| c.is_ascii_uppercase())
        && series.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && (6..=7).contains(&digits)
        && (rest.is_empty() || rest.to_lowercase().trim_start_matches(['_', '-']).starts_with(['r', 'v']))
}

/// `COM 99 – LS 7 – E`, whichever dash is used.
fn com_series(text: &str) -> Option<String> {
    let at = text.find("COM ").or_else(|| text.find("COM-"))?;
    let words: Vec<&str> = text.get(at..)?.split_whitespace().take(7).collect();
    let has = words.iter().position(|word| *word == "LS" || word.starts_with("LS-"))?;
    let mut end = has + 1;
    while words.get(end).is_some_and(|word| is_part_of_com(word)) {
        end += 1;
    }
    let number = words.get(..end)?.join(" ");
    Some(number.trim_end_matches([',', '.', ';', ')', ' ', '–', '-']).to_owned())
}

fn is_part_of_com(word: &str) -> bool {
    let bare = word.trim_matches(['–', '-', '—', ',', '.', ';', ')']);
    bare.is_empty() || bare == "E" || bare == "F" || bare == "S" || bare.chars().all(|c| c.is_ascii_digit())
}
