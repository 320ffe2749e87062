//! Where letters go: to a post that is fixed when the process starts, or to the mail server that an administrator keeps in
//! the database. That one is looked up before every letter, so that no worker has to be started again.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::{JobError, Work};
use crate::config::Config;
use crate::facts::mail_server;
use crate::mail::compose::MailSettings;
use crate::mail::post::Post;
use crate::write::upkeep::outbox::PROBE;

/// A post, with what its letters share.
pub struct Way {
    pub post: Post,
    pub mail: MailSettings,
    /// Until when no letter is tried, because there was no server. Another server is another way.
    away_until: Mutex<Option<DateTime<Utc>>>,
}

impl Way {
    fn new(post: Post, mail: MailSettings) -> Arc<Way> {
        Arc::new(Way { post, mail, away_until: Mutex::new(None) })
    }

    /// While the server is known to be away nothing is tried; once a minute it is asked, without a letter.
    pub async fn may_be_there(&self, now: DateTime<Utc>) -> bool {
        let until = *self.away_until.lock().unwrap_or_else(PoisonError::into_inner);
        match until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                // Set first, so that other workers of this process leave the asking to us.
                self.away(Some(now + PROBE));
                let there = self.post.probe().await;
                if there {
                    self.away(None);
                }
                there
            }
        }
    }

    pub fn away(&self, until: Option<DateTime<Utc>>) {
        *self.away_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

/// What was found under a number; no way where the password is missing.
type Known = Option<(i64, Option<Arc<Way>>)>;

/// The way of a process.
pub enum Ways {
    Fixed(Arc<Way>),
    Kept { mail: MailSettings, sender_is_set: bool, known: Mutex<Known> },
}

impl Ways {
    /// This post and no other.
    pub fn fixed(post: Post, mail: MailSettings) -> Ways {
        Ways::Fixed(Way::new(post, mail))
    }

    /// Whichever server is kept; a sender of the environment wins.
    pub fn kept(config: &Config) -> Ways {
        let (mail, sender_is_set) = (MailSettings::of(config), config.mail_from_is_set);
        Ways::Kept { mail, sender_is_set, known: Mutex::new(None) }
    }
}

/// The way that the next letter goes; none while nobody has stated one.
pub async fn now(work: &Work) -> Result<Option<Arc<Way>>, JobError> {
    let (mail, sender_is_set, known) = match &work.ways {
        Ways::Fixed(way) => return Ok(Some(Arc::clone(way))),
        Ways::Kept { mail, sender_is_set, known } => (mail, *sender_is_set, known),
    };
    let newest = mail_server::newest(&mut *work.reader.connection().await?).await?;
    if let Some(way) = found(known, newest) {
        return Ok(way);
    }
    let Some(kept) = work.upkeep.mail_server().await? else { return Ok(None) };
    let mail = mail.clone().sent_by(kept.sender.as_deref().filter(|_| !sender_is_set));
    let way = match kept.server.map(|server| Post::to(&server)) {
        Some(Ok(post)) => Some(Way::new(post, mail)),
        Some(Err(error)) => {
            tracing::error!(%error, "the mail server that is kept cannot be used");
            None
        }
        None => None,
    };
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    // Another carrier may have come before: its connections and its patience are shared.
    match &*known {
        Some((seq, way)) if *seq >= kept.seq => Ok(way.clone()),
        Some(_) | None => {
            *known = Some((kept.seq, way.clone()));
            Ok(way)
        }
    }
}

/// What is known already of this number.
fn found(known: &Mutex<Known>, newest: Option<i64>) -> Option<Option<Arc<Way>>> {
    let Some(newest) = newest else { return Some(None) };
    let known = known.lock().unwrap_or_else(PoisonError::into_inner);
    known.as_ref().filter(|(seq, _)| *seq == newest).map(|(_, way)| way.clone())
}
