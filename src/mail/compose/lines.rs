//! The labelled lines of a letter: what it is about, at a glance.

use serde::Deserialize;

use super::sheet::one_line;
use crate::domain::content::Contact;
use crate::domain::meeting::Held;
use crate::domain::statement::outgoing::Outgoing;
use crate::mail::document::signed;
use crate::said;
use crate::words::Words;

/// What became of the days and the place of a meeting.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Moved {
    pub before: Held,
    pub after: Held,
}

/// A label and its value.
pub(super) struct Line {
    pub label: String,
    pub value: String,
}

/// The labelled lines of a letter.
pub(super) struct Lines<'a> {
    pub w: &'a Words,
    pub all: Vec<Line>,
}

impl Lines<'_> {
    /// A line where there is something to say.
    pub(super) fn add(&mut self, label: &str, value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.all.push(Line { label: self.w.t(label), value });
        }
    }

    /// When and where a meeting was to be held, and when and where it is.
    pub(super) fn meeting(&mut self, moved: &Moved) {
        let days = |held: &Held| self.w.say(&said!("meeting-days-value", starts = held.starts, ends = held.ends));
        let (before, after) = (days(&moved.before), days(&moved.after));
        if before != after {
            self.add("mail-days-before", &before);
        }
        self.add("meeting-days", &after);
        if moved.before.place != moved.after.place {
            self.add("mail-place-before", &moved.before.place);
        }
        self.add("meeting-place", &moved.after.place);
    }

    pub(super) fn outgoing(&mut self, outgoing: &Outgoing) {
        self.add("field-source", &signed(outgoing, self.w));
        self.add("mail-for-action", &outgoing.for_action.join(", "));
        self.add("mail-for-comment", &outgoing.for_comment.join(", "));
        self.add("mail-for-information", &outgoing.for_information.join(", "));
        self.add("field-deadline", &outgoing.deadline.map(|day| self.w.long_date(day)).unwrap_or_default());
        for contact in &outgoing.contacts {
            self.add("field-contacts", &contact_line(contact));
        }
        self.add("field-files", &outgoing.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "));
    }
}

fn contact_line(contact: &Contact) -> String {
    let parts = [&contact.name, &contact.organisation, &contact.country, &contact.tel, &contact.email];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
