//! A letter's bytes: the same each time, readable by others, and closed to whatever a name or a subject holds.

use entente::mail::letter::{Attachment, Letter, LetterError, Party};
use mail_parser::{Message, MessageParser, MimeHeaders};

use super::a_letter;

const HEADERS: [&str; 13] = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
];

fn read(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).expect("a letter")
}

/// What both sides of a comparison keep: nothing that taming may change.
fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All that must hold for any letter that was written at all.
fn assert_closed(letter: &Letter, raw: &[u8]) {
    let seen = read(raw);
    let names: Vec<&str> = seen.headers_raw().map(|(name, _)| name).collect();
    assert_eq!(names, HEADERS, "other headers: {}", String::from_utf8_lossy(&raw[..raw.len().min(2000)]));
    for (party, header) in [(&letter.from, seen.from()), (&letter.to, seen.to())] {
        let addresses: Vec<_> = header.expect("an address header").iter().collect();
        assert_eq!(addresses.len(), 1, "{:?}", party);
        assert_eq!(addresses[0].address(), Some(party.address.as_str()));
        let read_name = letters_and_digits(addresses[0].name().unwrap_or_default());
        assert!(letters_and_digits(&party.name).starts_with(&read_name), "{:?} became {read_name:?}", party.name);
        assert!(party.name.chars().count() > 150 || read_name == letters_and_digits(&party.name), "{party:?}");
    }
    let subject = seen.subject().unwrap_or_default();
    assert!(!subject.contains(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}'), "{subject:?}");
    if letter.subject.chars().count() <= 300 {
        assert_eq!(letters_and_digits(subject), letters_and_digits(&letter.subject));
    }
    let head = raw.windows(4).position(|four| four == b"\r\n\r\n").expect("an end of the headers");
    assert!(raw[..head].iter().all(|byte| byte.is_ascii_graphic() || b" \r\n".contains(byte)));
    assert!(raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 999), "a line over 998 bytes");
    let bare = raw.windows(2).any(|two| (two[1] == b'\n') != (two[0] == b'\r'));
    assert!(!bare, "a line end that is not CRLF");
}

/// Fragments that have broken mail programs, put together by a fixed stream of numbers: 500 names and subjects.
fn hostile(count: usize) -> Vec<String> {
    let long = "x".repeat(10_000);
    let wide = "ж".repeat(3_000);
    let spaced = "word ".repeat(2_000);
    let fragments = [
        "\r\nBcc: spy@example.net",
        "\nTo: spy@example.net",
        "\rX-Evil: 1",
        "\u{2028}Cc: spy@example.net",
        "\u{2029}",
        "\u{85}Subject: other",
        "\0",
        "\u{b}\u{c}",
        "\r\n\r\n<p>body</p>",
        "=?utf-8?b?DQpCY2M6IHNweUBleGFtcGxlLm5ldA==?=",
        "=?utf-8?q?=0D=0ABcc:_spy@example.net?=",
        "=?x?",
        "?=",
        "Group: a@example.net, b@example.net;",
        "<spy@example.net>",
        ", spy@example.net",
        "\"",
        "\\",
        "\\\" <spy@example.net>, \"",
        "(comment)",
        "Doe, Jane",
        "é",
        "通信",
        "لجنة",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{202e}gnp.exe",
        "\u{2068}LS-1042\u{2069}",
        "\u{feff}",
        "   ",
        "\t",
        "x",
        "--boundary--",
        ".",
        "Re: Re: Re:",
        "%0d%0aBcc:",
        "&#13;&#10;",
        "\u{7f}",
        "=",
        long.as_str(),
        wide.as_str(),
        spaced.as_str(),
    ];
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).unwrap()
    };
    let singles = fragments.iter().map(|one| (*one).to_owned());
    let mixed = std::iter::repeat_with(move || {
        (0..1 + next() % 5).map(|_| fragments[next() % fragments.len()]).collect::<Vec<_>>().join(" ")
    });
    let all: Vec<String> = singles.chain(mixed.take(count)).take(count).collect();
    assert_eq!(all.len(), count);
    all
}

#[test]
fn no_name_or_subject_makes_a_header_or_a_recipient() {
    let cases = hostile(500);
    for (position, case) in cases.iter().enumerate() {
        let other = &cases[(position * 7 + 3) % cases.len()];
        let mut letter = a_letter();
        letter.attachments.truncate(1);
        letter.attachments[0].bytes.truncate(100);
        letter.to = Party::new(case.clone(), "rapporteur@example.org");
        letter.from.name = other.clone();
        letter.subject = other.clone();
        letter.text = case.clone();
        letter.attachments[0].name = case.clone();
        let raw = letter.raw().unwrap();
        assert_closed(&letter, &raw);
        assert_eq!(read(&raw).attachment_count(), 1);

        letter.subject = case.clone();
        letter.reply_to = Some(Party::new(other.clone(), "sg17@example.org"));
        letter.list_id = Some(format!("x{case}"));
        letter.attachments[0].media_type = case.clone();
        letter.references = vec![case.clone(), "one@example.org".into(), other.clone()];
        letter.in_reply_to = Some("one@example.org".into());
        assert_closed(&letter, &letter.raw().unwrap());
    }
}

#[test]
fn an_address_that_could_be_more_than_one_is_refused() {
    let refused = [
        "",
        "nobody",
        "@example.org",
        "a@",
        "a@@example.org",
        "a@example.org, b@example.org",
        "a@example.org,b@example.org",
        "a@example.org;b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nRCPT TO:<b@example.org>",
        "a@example.org\u{2028}b",
        "a@example.org> SIZE=1",
        "<a@example.org>",
        "A <a@example.org>",
        "Group: a@example.org, b@example.org;",
        "\"a b\"@example.org",
        "\"a@b.org\"@example.org",
        "a(comment)@example.org",
        "a@b@example.org",
        "a@[127.0.0.1]",
        "a b@example.org",
        "a@example org",
        "a\u{0}@example.org",
        "=?utf-8?q?a?=@example.org",
        "a@exa\u{202e}mple.org",
    ];
    for address in refused {
        for side in 0..3 {
            let mut letter = a_letter();
            let party = Party::new("Name", address);
            match side {
                0 => letter.to = party,
                1 => letter.from = party,
                _ => letter.reply_to = Some(party),
            }
            assert!(matches!(letter.raw(), Err(LetterError::Address(_))), "{address:?} was taken");
        }
    }
    let long = format!("{}@example.org", "a".repeat(300));
    assert!(Letter { to: Party::new("", long), ..a_letter() }.raw().is_err());
}

#[test]
fn ordinary_addresses_pass_unchanged() {
    for address in [
        "a@example.org",
        "first.last+tag@sub.example.org",
        "o'neil@example.org",
        "a@xn--bcher-kva.example",
        "Ä@example.org",
    ] {
        let letter = Letter { to: Party::new("", address), ..a_letter() };
        let raw = letter.raw().unwrap();
        let seen = read(&raw);
        assert_eq!(seen.to().unwrap().first().unwrap().address(), Some(address));
    }
}

#[test]
fn a_second_attempt_has_the_same_bytes_and_another_letter_has_other_boundaries() {
    assert_eq!(a_letter().raw().unwrap(), a_letter().raw().unwrap());
    let first = String::from_utf8(a_letter().raw().unwrap()).unwrap();
    let second = Letter { message_id: "other@entente.example.org".into(), ..a_letter() };
    let second = String::from_utf8(second.raw().unwrap()).unwrap();
    let boundary = |raw: &str| raw.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_ne!(boundary(&first), boundary(&second));
}

#[test]
fn everything_said_is_read_again() {
    let letter = a_letter();
    let raw = letter.raw().unwrap();
    let seen = read(&raw);
    assert_closed(&letter, &raw);
    assert_eq!(seen.subject(), Some(letter.subject.as_str()));
    assert_eq!(seen.message_id(), Some("0190-7f3a.42@entente.example.org"));
    assert_eq!(seen.in_reply_to().as_text(), Some("second@entente.example.org"));
    assert_eq!(seen.references().as_text_list().unwrap(), ["first@entente.example.org", "second@entente.example.org"]);
    assert_eq!(seen.date().unwrap().to_timestamp(), letter.date.timestamp());
    assert_eq!(seen.reply_to().unwrap().first().unwrap().address(), Some("sg17@example.org"));
    assert_eq!(seen.header_raw("Auto-Submitted").unwrap().trim(), "auto-generated");
    assert_eq!(seen.header_raw("X-Auto-Response-Suppress").unwrap().trim(), "All");
    assert_eq!(seen.header_raw("List-Id").unwrap().trim(), "<LS-1042.entente.example.org>");
    assert_eq!(seen.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), letter.text.trim_end());
    assert_eq!(seen.body_html(0).unwrap().trim_end(), letter.html.as_deref().unwrap());
    let files: Vec<_> = seen.attachments().collect();
    assert_eq!(files.len(), 2);
    for (file, sent) in files.iter().zip(&letter.attachments) {
        assert_eq!(file.attachment_name(), Some(sent.name.as_str()));
        assert_eq!(file.contents(), sent.bytes);
    }
    assert!(seen.root_part().is_content_type("multipart", "mixed"));
}

#[test]
fn a_letter_wraps_only_what_it_has() {
    let bare = Letter { html: None, attachments: vec![], ..a_letter() };
    assert!(read(&bare.raw().unwrap()).root_part().is_content_type("text", "plain"));
    let both = Letter { attachments: vec![], ..a_letter() };
    assert!(read(&both.raw().unwrap()).root_part().is_content_type("multipart", "alternative"));
}

#[test]
fn text_that_imitates_a_boundary_stays_text() {
    let raw = String::from_utf8(a_letter().raw().unwrap()).unwrap();
    let boundaries: Vec<&str> = raw.split("boundary=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(boundaries.len(), 2);
    let forged: String = boundaries
        .iter()
        .map(|b| format!("--{b}\nContent-Disposition: attachment; filename=evil.exe\n\nMZ\n--{b}--\n"))
        .collect();
    let letter = Letter { text: forged, ..a_letter() };
    let raw = letter.raw().unwrap();
    let seen = read(&raw);
    let files: Vec<_> = seen.attachments().map(|file| file.attachment_name().unwrap().to_owned()).collect();
    assert_eq!(files, ["Déclaration n° 1.pdf", "notes.txt"]);
    assert_eq!(seen.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), letter.text.trim_end());
}

#[test]
fn every_kind_of_line_end_is_one_line_end_and_controls_are_left_out() {
    let letter = Letter { text: "one\rtwo\r\nthree\n\u{0}\u{8}four\tfive".into(), ..a_letter() };
    let raw = letter.raw().unwrap();
    assert_eq!(read(&raw).body_text(0).unwrap().trim_end(), "one\r\ntwo\r\nthree\r\nfour\tfive");
    assert_closed(&letter, &raw);
}

#[test]
fn an_attachment_is_never_taken_apart_by_its_media_type() {
    for media_type in ["message/rfc822", "Multipart/Mixed; boundary=x", "nonsense", "text/html\r\nX-Evil: 1", ""] {
        let bytes = b"Subject: inner\r\n\r\n--x\r\n\r\nhello".to_vec();
        let file = Attachment { name: "../../etc/passwd".into(), media_type: media_type.into(), bytes: bytes.clone() };
        let letter = Letter { attachments: vec![file], ..a_letter() };
        let raw = letter.raw().unwrap();
        let seen = read(&raw);
        let files: Vec<_> = seen.attachments().collect();
        assert_eq!((files.len(), files[0].contents()), (1, bytes.as_slice()), "{media_type:?}");
        assert!(files[0].is_content_type("application", "octet-stream"), "{media_type:?}");
        assert_eq!(files[0].attachment_name(), Some(".._.._etc_passwd"));
    }
}

#[test]
fn a_thread_of_any_length_has_a_bounded_header() {
    let mut references: Vec<String> = (0..200).map(|n| format!("<n{n}@example.org>")).collect();
    references.insert(1, "no identifier".into());
    references.insert(1, "a@b\r\nBcc: c@example.org".into());
    let letter = Letter { references, ..a_letter() };
    let raw = letter.raw().unwrap();
    let seen = read(&raw);
    let ids = seen.references().as_text_list().unwrap();
    assert_eq!((ids.len(), ids[0].as_ref(), ids[19].as_ref()), (20, "n0@example.org", "n199@example.org"));
    assert_closed(&letter, &raw);
}

#[test]
fn a_letter_without_a_sound_identifier_is_not_written() {
    for id in ["", "x", "a@b\r\nBcc: c@d", "a b@c", "@", "<a@b", "a@b@c"] {
        let letter = Letter { message_id: id.into(), ..a_letter() };
        assert!(matches!(letter.raw(), Err(LetterError::MessageId(_))), "{id:?}");
    }
}
