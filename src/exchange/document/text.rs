//! Plain text and Markdown: UTF-8, UTF-16 with its mark, and windows-1252, which every other eight-bit letter turns out
//! to be.

/// The bytes 0x80 to 0x9F of windows-1252; the five it leaves undefined are the control characters, removed later.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Whether the bytes can be text at all: a NUL stands in text only as half of a UTF-16 letter.
pub(super) fn looks_written(bytes: &[u8]) -> bool {
    wide_mark(bytes).is_some() || !bytes.contains(&0)
}

pub(super) fn lines(bytes: &[u8]) -> Vec<String> {
    decoded(bytes).split(['\n', '\u{2028}', '\u{2029}']).map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

fn wide_mark(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// The text of the bytes, without a byte order mark.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Some(unit) = wide_mark(bytes) {
        let units: Vec<u16> = bytes.chunks_exact(2).skip(1).map(|pair| unit([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
