//! Letters: their bytes, their way to a server, and what goes wrong on it. No network beyond loopback.

mod letter;
mod post;
mod reading;
mod sink;

use chrono::{DateTime, Utc};
use entente::mail::letter::{Attachment, Letter, Party};

/// A day of the invented letters.
fn that_day() -> DateTime<Utc> {
    DateTime::from_timestamp(1_692_180_000, 0).unwrap()
}

/// An ordinary letter with everything a letter can have.
fn a_letter() -> Letter {
    Letter {
        message_id: "0190-7f3a.42@entente.example.org".into(),
        from: Party::new("Entente", "entente@example.org"),
        to: Party::new("Rapporteur Q14/17", "rapporteur@example.org"),
        reply_to: Some(Party::new("Study Group 17", "sg17@example.org")),
        subject: "LS-1042 · Liaison on régime – waiting for you".into(),
        text: "Good morning,\n\nthe statement waits for you.\n.\n..two dots\nFrom here on\n".into(),
        html: Some("<p>Good morning,</p><p>the <b>statement</b> waits – voilà.</p>".into()),
        references: vec!["first@entente.example.org".into(), "<second@entente.example.org>".into()],
        in_reply_to: Some("second@entente.example.org".into()),
        date: that_day(),
        attachments: vec![
            Attachment {
                name: "Déclaration n° 1.pdf".into(),
                media_type: "application/pdf".into(),
                bytes: (0..=255u8).cycle().take(70_000).collect(),
            },
            Attachment { name: "notes.txt".into(), media_type: "text/plain".into(), bytes: b"a\n.\nb\r\n".to_vec() },
        ],
        list_id: Some("LS-1042.entente.example.org".into()),
    }
}
