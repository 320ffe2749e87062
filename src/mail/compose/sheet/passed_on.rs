//! What the letters say of a statement that a body received and passed on to another (PR-13).

use super::{Written, one_line};
use crate::domain::notice::Notice;
use crate::domain::said::Said;
use crate::domain::statement::outgoing::Outgoing;
use crate::mail::document::signed;
use crate::said;

impl Written<'_> {
    /// By which body to which other, and which statement.
    pub(super) fn passed_on(&self, notice: Notice, number: Option<String>) -> Said {
        let facts = self.facts;
        let number = number.map(|number| one_line(&number)).unwrap_or_else(|| self.w.say(&self.quoted()));
        let by = self.signed().unwrap_or_default();
        let said = match notice {
            Notice::Forwarded => said!("mail-happened-forwarded", source = self.source()),
            _ => said!("mail-happened-forwarded-on", to = facts.forwarded_to.clone()),
        };
        said.with("by", by).with("number", number)
    }

    fn quoted(&self) -> Said {
        said!("mail-quoted", title = one_line(&self.facts.title))
    }

    /// Who writes to readers outside.
    pub(super) fn signed(&self) -> Option<String> {
        let facts = self.facts;
        match (&facts.signed, facts.forwarder.is_empty()) {
            (Some(said), _) => Some(self.w.say(said)),
            (None, false) => Some(facts.forwarder.clone()),
            (None, true) => facts.outgoing.as_ref().map(|outgoing| signed(outgoing, self.w)),
        }
    }

    /// The words of what was written down from a letter, where there is no document of it.
    pub(super) fn text_as_received(&self) -> Vec<(&'static str, &str)> {
        let bare = |outgoing: &&Outgoing| self.facts.as_received && outgoing.files.is_empty();
        let outgoing = self.facts.outgoing.as_ref().filter(bare);
        let parts = outgoing.map(|outgoing| {
            [("field-abstract", outgoing.abstract_text.as_str()), ("field-body", outgoing.body.as_str())]
        });
        parts.into_iter().flatten().collect()
    }
}
