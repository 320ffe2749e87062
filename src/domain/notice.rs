//! Who is told, why, and of what. An audience is a pure function of the facts, so that a preview and the outbox cannot
//! differ.

use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::said::Said;
use crate::named;
use crate::said;

named! {
    /// Kinds of letter; each has its three files under `templates/mail/`.
    pub enum Notice {
        /// A statement was allocated to you.
        Assigned = "assigned",
        /// A statement waits for your approval.
        ReviewAsked = "review_asked",
        /// Your statement came back with a reason.
        Returned = "returned",
        /// Your statement was agreed or approved; the secretariat sends it.
        Approved = "approved",
        /// The statement itself, to the bodies that it is for.
        StatementSent = "statement_sent",
        /// A copy for the author and the chair of what was sent.
        SentCopy = "sent_copy",
        /// A statement that was sent to you was sent in error.
        Retraction = "retraction",
        /// The reply to a statement that was sent to you is awaited.
        Reminder = "reminder",
        /// A statement that another body received, because it is the business of yours.
        Forwarded = "forwarded",
        /// Your statement was passed on to another body.
        ForwardedOn = "forwarded_on",
        /// A statement arrived for your body.
        Received = "received",
        /// What was allocated to you is due on another day.
        DueMoved = "due_moved",
        /// A meeting of a body that you serve in is held on other days, or not at all.
        MeetingMoved = "meeting_moved",
        /// The reply that you prepared has gone out.
        Answered = "answered",
        /// A reply to your statement came in.
        ReplyCame = "reply_came",
        /// A step that you were told of was taken back.
        TakenBack = "taken_back",
        /// Something that you work with went on, and nothing is asked of you.
        Changed = "changed",
    }
}

named! {
    /// When a notice reaches its reader.
    pub enum Pace {
        AtOnce = "at_once",
        /// With everything else of the day, in the digest.
        Daily = "daily",
    }
}

impl Notice {
    /// At once what asks something of the reader, what they have been waiting for, and what corrects an earlier letter;
    /// all the rest once a day.
    pub fn pace(self) -> Pace {
        match self {
            Notice::Assigned
            | Notice::ReviewAsked
            | Notice::Returned
            | Notice::Approved
            | Notice::StatementSent
            | Notice::SentCopy
            | Notice::Received
            | Notice::DueMoved
            | Notice::MeetingMoved
            | Notice::ReplyCame
            | Notice::Retraction
            | Notice::Reminder
            | Notice::Forwarded
            | Notice::ForwardedOn
            | Notice::TakenBack => Pace::AtOnce,
            Notice::Answered | Notice::Changed => Pace::Daily,
        }
    }
}

impl Notice {
    /// The statement goes with it, as a document and with its files.
    pub fn carries_the_statement(self) -> bool {
        matches!(self, Notice::StatementSent | Notice::SentCopy | Notice::Reminder | Notice::Forwarded)
    }
}

/// The notice of a letter that holds what a bulk act tells one person (PR-13).
pub const SEVERAL: &str = "several";

impl Notice {
    /// What a bulk act tells a person goes in one letter with the rest of it: the work on statements here. What carries a
    /// document or goes to another body is a letter of its own, and so is what is told of a meeting.
    pub fn is_gathered(self) -> bool {
        match self {
            Notice::Assigned
            | Notice::ReviewAsked
            | Notice::Returned
            | Notice::Approved
            | Notice::Received
            | Notice::DueMoved
            | Notice::ReplyCame
            | Notice::TakenBack => true,
            Notice::StatementSent
            | Notice::SentCopy
            | Notice::Retraction
            | Notice::Reminder
            | Notice::Forwarded
            | Notice::ForwardedOn
            | Notice::MeetingMoved
            | Notice::Answered
            | Notice::Changed => false,
        }
    }
}

/// Somebody who holds a role, as letters need them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub person: Uuid,
    pub name: String,
    pub address: String,
    pub role: Role,
    pub body: Uuid,
    pub body_name: String,
}

/// One letter to one person, with all the reasons why they get it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    pub person: Option<Uuid>,
    pub name: String,
    pub address: String,
    /// A body's address outside this deployment: the letter waits for the hold (PR-7) and carries the document.
    pub outside: bool,
    pub reasons: Vec<Said>,
}

impl Recipient {
    /// The officer, because of the role that they hold.
    pub fn officer(officer: &Officer) -> Self {
        let reason = said!("reason-role", body = officer.body_name.clone())
            .term("role", format!("role-{}", officer.role.slug()));
        Self::person(officer.person, &officer.name, &officer.address, reason)
    }

    /// A person of this deployment, for that reason.
    pub fn person(person: Uuid, name: &str, address: &str, reason: Said) -> Self {
        let (name, address) = (name.to_owned(), address.to_owned());
        Recipient { person: Some(person), name, address, outside: false, reasons: vec![reason] }
    }
}

/// The secretariat among these officers.
pub fn secretaries(officers: &[Officer]) -> Vec<Recipient> {
    let secretariat = officers.iter().filter(|one| matches!(one.role, Role::Counsellor | Role::CommitteeManager));
    secretariat.map(Recipient::officer).collect()
}

/// A notice and whom it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub notice: Notice,
    pub recipients: Vec<Recipient>,
}

/// One letter an address: recipients named for several reasons get one letter with all of them.
pub fn merged(tellings: Vec<Telling>) -> Vec<Telling> {
    let mut done: Vec<Telling> = Vec::new();
    for telling in tellings {
        for recipient in telling.recipients {
            let same = done
                .iter_mut()
                .flat_map(|earlier| earlier.recipients.iter_mut())
                .find(|earlier| earlier.address.eq_ignore_ascii_case(&recipient.address));
            match same {
                Some(earlier) => {
                    for reason in recipient.reasons {
                        if !earlier.reasons.contains(&reason) {
                            earlier.reasons.push(reason);
                        }
                    }
                }
                None => match done.iter_mut().find(|earlier| earlier.notice == telling.notice) {
                    Some(earlier) => earlier.recipients.push(recipient),
                    None => done.push(Telling { notice: telling.notice, recipients: vec![recipient] }),
                },
            }
        }
    }
    done
}

/// Those of them that a letter tells at once.
pub fn at_once(tellings: Vec<Telling>) -> Vec<Telling> {
    tellings.into_iter().filter(|telling| telling.notice.pace() == Pace::AtOnce).collect()
}

/// The letters and lines of a digest that are queued of these: nobody is told of what they did themselves, but a body's mailbox is.
pub fn queued<'a>(tellings: &'a [Telling], asker: Option<Uuid>) -> Vec<(Notice, &'a Recipient)> {
    let theirs = |one: &&Recipient| one.outside || one.person.is_none() || one.person != asker;
    let each =
        |telling: &'a Telling| telling.recipients.iter().filter(theirs).map(|recipient| (telling.notice, recipient));
    tellings.iter().flat_map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_with_two_reasons_gets_one_letter() {
        let (id, reasons) = (Uuid::nil(), [said!("reason-author"), said!("reason-chair")]);
        let telling = |notice, reason: &Said| Telling {
            notice,
            recipients: vec![Recipient::person(id, "Rapporteur", "R@example.org", reason.clone())],
        };
        let all = merged(vec![telling(Notice::Returned, &reasons[0]), telling(Notice::SentCopy, &reasons[1])]);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].recipients[0].reasons, reasons.to_vec());
    }
}
