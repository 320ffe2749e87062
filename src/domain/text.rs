//! What counts as text: a character that nobody can see fills nothing in, and makes no two names or numbers different.

/// Neither seen nor a blank: controls, joiners, marks of direction, characters without width or without ink.
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether there is anything to be seen in it.
pub fn given(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !invisible(c))
}

/// A name or a number as it is seen: without what cannot be seen, every kind of blank a plain one, trimmed.
pub fn seen(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() && c != '\n' { ' ' } else { c };
    let kept: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !invisible(*c)).map(blank).collect();
    kept.trim().to_owned()
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
}
