//! What counts as text: a character that nobody can see fills nothing in, and makes no two names or numbers different.

/// Neither seen nor a blank: controls, joiners, marks of direction, characters without width or without ink.
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters and marks of the scripts that are spelled with joiners: Arabic, Syriac, N'Ko, those of India and Ceylon, Burmese,
/// Khmer, Mongolian.
fn joins(c: char) -> bool {
    let script = matches!(c,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    script && !c.is_whitespace() && !invisible(c)
}

/// Whether there is anything to be seen in it.
pub fn given(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !invisible(c))
}

/// A name or a number as it is seen: without what cannot be seen, every kind of blank a plain one, trimmed.
pub fn seen(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() && c != '\n' { ' ' } else { c };
    let mut kept = String::with_capacity(text.len());
    // A joiner is spelling where letters join, and nothing elsewhere: it waits for the letter that it stands before.
    let mut joiner = None;
    for c in text.chars() {
        match c {
            '\u{200c}' | '\u{200d}' => joiner = kept.chars().last().is_some_and(joins).then_some(c),
            '\n' | '\t' => {
                joiner = None;
                kept.push(blank(c));
            }
            c if invisible(c) => {}
            c => {
                kept.extend(joiner.take().filter(|_| joins(c)));
                kept.push(blank(c));
            }
        }
    }
    kept.trim().to_owned()
}

/// Whether two names or numbers are read as the same, in either case.
pub fn same(one: &str, other: &str) -> bool {
    read(one) == read(other)
}

fn read(text: &str) -> String {
    seen(text).chars().filter(|c| !invisible(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_no_text() {
        for nothing in ["", " \t\n", "\u{200b}", "\u{a0}\u{2060}", "\u{feff} \u{ad}", "\u{202e}", "\u{3164}\u{2800}"] {
            assert!(!given(nothing), "{nothing:?}");
        }
        for something in ["a", "\u{200b}.", "é", "研", "٣"] {
            assert!(given(something), "{something:?}");
        }
    }

    #[test]
    fn a_name_loses_what_cannot_be_seen_and_keeps_its_blanks() {
        assert_eq!(seen("\u{feff}SG17\u{200b}-LS\u{a0}43 "), "SG17-LS 43");
        assert_eq!(seen("ISO/TC\u{202f}307"), "ISO/TC 307");
    }

    #[test]
    fn a_joiner_stays_where_the_script_needs_it() {
        let persian = "کتاب\u{200c}ها";
        let sinhala = "ශ්\u{200d}රී ලංකා";
        let hindi = "क्\u{200d}ष";
        for word in [persian, sinhala, hindi] {
            assert_eq!(seen(word), word);
        }
        assert_eq!(seen("SG\u{200d}17\u{200c}"), "SG17");
        assert_eq!(seen("\u{200c}کتاب\u{200d}"), "کتاب", "neither before nor after a word");
        assert_eq!(seen("ک\u{200b}\u{200c}\u{200c}ت"), "ک\u{200c}ت", "once");
        assert!(same(persian, "کتابها") && same("SG\u{200d}17", "sg17") && !same("SG17", "SG18"));
    }
}
