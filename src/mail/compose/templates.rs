//! The three templates of each notice. One line a notice: the compiler finds a missing file.

use askama::Template;

use super::sheet::Sheet;
use crate::domain::notice::Notice;

/// A letter's words.
pub(super) struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Fills the templates of the notice.
pub(super) fn render(notice: Notice, s: &Sheet<'_>) -> askama::Result<Rendered> {
    match notice {
        Notice::Assigned => assigned::render(s),
        Notice::DueMoved => due_moved::render(s),
        Notice::MeetingMoved => meeting_moved::render(s),
        Notice::ReviewAsked => review_asked::render(s),
        Notice::Returned => returned::render(s),
        Notice::Approved => approved::render(s),
        Notice::StatementSent => statement_sent::render(s),
        Notice::SentCopy => sent_copy::render(s),
        Notice::Retraction => retraction::render(s),
        Notice::Reminder => reminder::render(s),
        Notice::Forwarded => forwarded::render(s),
        Notice::ForwardedOn => forwarded_on::render(s),
        Notice::Received => received::render(s),
        Notice::Answered => answered::render(s),
        Notice::ReplyCame => reply_came::render(s),
        Notice::TakenBack => taken_back::render(s),
        Notice::Changed => changed::render(s),
    }
}

macro_rules! templates {
    ($($notice:ident: $subject:literal, $text:literal, $html:literal;)*) => {$(
        mod $notice {
            use super::{Rendered, Sheet, Template};

            #[derive(Template)]
            #[template(path = $subject)]
            struct Subject<'a> { s: &'a Sheet<'a> }

            #[derive(Template)]
            #[template(path = $text)]
            struct Text<'a> { s: &'a Sheet<'a> }

            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a> { s: &'a Sheet<'a> }

            pub(super) fn render(s: &Sheet<'_>) -> askama::Result<Rendered> {
                let (subject, text, html) = (Subject { s }.render()?, Text { s }.render()?, Html { s }.render()?);
                Ok(Rendered { subject, text, html })
            }
        }
    )*};
}

templates! {
    assigned: "mail/assigned/subject.txt", "mail/assigned/body.txt", "mail/assigned/body.html";
    due_moved: "mail/due_moved/subject.txt", "mail/due_moved/body.txt", "mail/due_moved/body.html";
    meeting_moved: "mail/meeting_moved/subject.txt", "mail/meeting_moved/body.txt", "mail/meeting_moved/body.html";
    review_asked: "mail/review_asked/subject.txt", "mail/review_asked/body.txt", "mail/review_asked/body.html";
    returned: "mail/returned/subject.txt", "mail/returned/body.txt", "mail/returned/body.html";
    approved: "mail/approved/subject.txt", "mail/approved/body.txt", "mail/approved/body.html";
    statement_sent: "mail/statement_sent/subject.txt", "mail/statement_sent/body.txt", "mail/statement_sent/body.html";
    sent_copy: "mail/sent_copy/subject.txt", "mail/sent_copy/body.txt", "mail/sent_copy/body.html";
    retraction: "mail/retraction/subject.txt", "mail/retraction/body.txt", "mail/retraction/body.html";
    reminder: "mail/reminder/subject.txt", "mail/reminder/body.txt", "mail/reminder/body.html";
    forwarded: "mail/forwarded/subject.txt", "mail/forwarded/body.txt", "mail/forwarded/body.html";
    forwarded_on: "mail/forwarded_on/subject.txt", "mail/forwarded_on/body.txt", "mail/forwarded_on/body.html";
    received: "mail/received/subject.txt", "mail/received/body.txt", "mail/received/body.html";
    answered: "mail/answered/subject.txt", "mail/answered/body.txt", "mail/answered/body.html";
    reply_came: "mail/reply_came/subject.txt", "mail/reply_came/body.txt", "mail/reply_came/body.html";
    taken_back: "mail/taken_back/subject.txt", "mail/taken_back/body.txt", "mail/taken_back/body.html";
    changed: "mail/changed/subject.txt", "mail/changed/body.txt", "mail/changed/body.html";
}
