//! Carries the letters of the outbox to the post, lane by lane. At least once: a worker killed between the server's
//! answer and the note of it sends the letter again, byte by byte the same, under the same Message-ID.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use serde_json::json;
use tokio::sync::watch;
use uuid::Uuid;

use super::ways::{self, Way};
use super::{JobError, Work, pause};
use crate::db::{Connection, DbError};
use crate::domain::calendar;
use crate::domain::content::FileRef;
use crate::domain::digest::DIGEST;
use crate::domain::named::Named;
use crate::domain::notice::{Notice, SEVERAL};
use crate::facts::letter::{Around, OutboxRow};
use crate::facts::{self, FactsError, GENEVA};
use crate::mail::compose::digest::DigestFacts;
use crate::mail::compose::several::{self, Held};
use crate::mail::compose::{LetterFacts, MailSettings, compose};
use crate::mail::document;
use crate::mail::letter::{Attachment, Letter};
use crate::mail::post::Refused;
use crate::write::upkeep::file::{self, FileError};
use crate::write::upkeep::outbox::{Carrier, Deferred, PROBE, Rendered};

/// How often an idle worker looks.
const LOOK: Duration = Duration::from_millis(500);
/// How long a worker waits when the database is away.
const AGAIN: Duration = Duration::from_secs(2);
/// Files that go with one letter, in all; servers commonly refuse what is larger (base64 adds a third).
const ENCLOSED: i64 = 15 * 1024 * 1024;

const OUT_OF_SIGHT: &str = "mail-problem-out-of-sight";
const UNREADABLE: &str = "mail-problem-unreadable";

/// What one round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub sent: usize,
    pub deferred: usize,
    pub failed: usize,
    pub cancelled: usize,
    /// No server to talk to; the round ended there.
    pub no_server: bool,
}

/// Works until it is told to stop, over any loss of the database or the mail server.
pub async fn serve(work: Arc<Work>, mut stop: watch::Receiver<bool>) {
    let mut carrier = None;
    while !*stop.borrow() {
        let (counts, wait) = match round(&work, &mut carrier, &stop).await {
            Ok(counts) => (counts, LOOK),
            Err(error) => {
                // With the connection its locks are gone; what was under way goes again under the same Message-ID.
                carrier = None;
                tracing::warn!(%error, "the outbox could not be read");
                (Counts::default(), AGAIN)
            }
        };
        if counts != Counts::default() {
            tracing::debug!(?counts, "letters");
        }
        pause(&mut stop, wait).await;
    }
}

async fn round(work: &Work, carrier: &mut Option<Carrier>, stop: &watch::Receiver<bool>) -> Result<Counts, JobError> {
    let open = match carrier.take() {
        Some(open) => open,
        None => Carrier::connect(&work.writer_url).await?,
    };
    carry(work, carrier.insert(open), || *stop.borrow()).await
}

/// Sends all that is due now, and answers what became of it.
pub async fn run_once(work: &Work) -> Result<Counts, JobError> {
    let mut carrier = Carrier::connect(&work.writer_url).await?;
    carry(work, &mut carrier, || false).await
}

async fn carry(work: &Work, carrier: &mut Carrier, stopped: impl Fn() -> bool) -> Result<Counts, JobError> {
    let mut counts = Counts::default();
    while !stopped() {
        let Some(way) = ways::now(work).await? else { break };
        if !way.may_be_there(work.now()).await {
            counts.no_server = true;
            break;
        }
        let Some(row) = carrier.claim(work.now()).await? else { break };
        let went = one(work, &way, carrier, &row).await;
        carrier.release(&row.lane).await?;
        match went? {
            Went::Sent => counts.sent += 1,
            Went::Deferred => counts.deferred += 1,
            Went::Failed => counts.failed += 1,
            Went::Cancelled => counts.cancelled += 1,
            Went::Nowhere => counts.no_server = true,
            Went::Anew => {}
        }
    }
    Ok(counts)
}

enum Went {
    Sent,
    Deferred,
    Failed,
    Cancelled,
    Nowhere,
    /// Something was taken out of it while it was written: it is written anew.
    Anew,
}

/// A letter that can go.
struct Ready {
    letter: Letter,
    document: Option<Vec<u8>>,
    /// What it holds of a bulk act, row by row, and what its reader may see no more.
    held: Vec<Uuid>,
    unseen: Vec<Uuid>,
}

/// Why a letter is not ready to go.
enum NotReady {
    /// The reader may no longer see it.
    OutOfSight,
    /// It can never be written.
    Broken(String),
    /// It could not be written now; other letters may.
    NotNow(String),
    Job(JobError),
}

impl From<FactsError> for NotReady {
    fn from(error: FactsError) -> Self {
        match error {
            FactsError::Db(error) => error.into(),
            FactsError::Missing(..) | FactsError::Unknown(..) => NotReady::Broken(error.to_string()),
        }
    }
}

impl From<DbError> for NotReady {
    /// Only the loss of the database ends a round: one letter that gives trouble must not stop the others.
    fn from(error: DbError) -> Self {
        if error.is_connection_loss() { NotReady::Job(error.into()) } else { NotReady::NotNow(error.to_string()) }
    }
}

/// One letter of a lane that we hold.
async fn one(work: &Work, way: &Way, carrier: &mut Carrier, row: &OutboxRow) -> Result<Went, JobError> {
    let Ready { letter, document, held, unseen } = match ready(work, &way.mail, row).await {
        Ok(ready) => ready,
        Err(NotReady::OutOfSight) => {
            carrier.cancelled(row.id, OUT_OF_SIGHT).await?;
            return Ok(Went::Cancelled);
        }
        Err(NotReady::Broken(why)) => {
            tracing::error!(letter = %row.id, why, "a letter cannot be written");
            carrier.failed(row, UNREADABLE).await?;
            return Ok(Went::Failed);
        }
        Err(NotReady::NotNow(why)) => {
            tracing::warn!(letter = %row.id, why, "a letter could not be written");
            return Ok(deferred(carrier.later(row, work.now(), &why).await?));
        }
        Err(NotReady::Job(error)) => return Err(error),
    };
    let said = Rendered { subject: &letter.subject, text: &letter.text, document: document.as_deref() };
    carrier.rendered(row.id, &said).await?;
    carrier.taken_out(&unseen, OUT_OF_SIGHT).await?;
    if !carrier.still_queued(row.id, &held).await? {
        return Ok(if held.is_empty() { Went::Cancelled } else { Went::Anew });
    }
    match way.post.send(&letter).await {
        Ok(_) => {
            carrier.sent(row.id, &held, work.now()).await?;
            Ok(Went::Sent)
        }
        Err(Refused::Later { text, .. }) => Ok(deferred(carrier.later(row, work.now(), &text).await?)),
        Err(Refused::Late { text }) => {
            // One letter that a server chokes on must not keep all others waiting: it waits alone, and whether the server
            // still speaks is asked at once.
            let went = deferred(carrier.later(row, work.now(), &text).await?);
            way.away(Some(work.now()));
            Ok(went)
        }
        Err(Refused::Never { text, .. }) => {
            carrier.failed(row, &text).await?;
            Ok(Went::Failed)
        }
        Err(Refused::NoServer { text }) => {
            carrier.postponed(row.id, work.now(), &text).await?;
            way.away(Some(work.now() + PROBE));
            Ok(Went::Nowhere)
        }
    }
}

fn deferred(how: Deferred) -> Went {
    match how {
        Deferred::Until(_) => Went::Deferred,
        Deferred::GivenUp => Went::Failed,
    }
}

/// The letter with all that goes with it, if its reader may have it.
async fn ready(work: &Work, mail: &MailSettings, row: &OutboxRow) -> Result<Ready, NotReady> {
    let mut conn = work.reader.connection().await?;
    let today: NaiveDate = calendar::today(work.now(), GENEVA);
    if row.notice == SEVERAL {
        return of_several(work, mail, &mut conn, row, today).await;
    }
    let row = &in_sight(&mut conn, row, today).await?;
    let around: Around = facts::letter::around(&mut conn, row, today).await?;
    let frozen: LetterFacts =
        serde_json::from_value(row.facts.clone()).map_err(|error| NotReady::Broken(error.to_string()))?;
    let mut enclosed = Enclosed::default();
    let mut document = None;
    let carries = Notice::from_name(&row.notice).is_some_and(Notice::carries_the_statement);
    if let (true, Some(outgoing)) = (carries, &frozen.outgoing) {
        // Of what came in from outside its own document goes on, and none is made here.
        if !frozen.as_received {
            let (hash, bytes) = document_of(work, &mut conn, row, &frozen).await?;
            let name = document::file_name(outgoing, &frozen.handle, &work.words);
            enclosed.add(Attachment { name, media_type: document::MEDIA_TYPE.to_owned(), bytes });
            document = Some(hash);
        }
        for file in &outgoing.files {
            enclosed.file(&mut conn, file).await?;
        }
    }
    let mut letter = compose(row, &around, &enclosed.left_out, &work.words, mail)
        .map_err(|error| NotReady::Broken(error.to_string()))?;
    letter.attachments = enclosed.attachments;
    Ok(Ready { letter, document, held: Vec::new(), unseen: Vec::new() })
}

/// One letter of a bulk act, with what its reader may still see of it.
async fn of_several(
    work: &Work,
    mail: &MailSettings,
    conn: &mut Connection,
    row: &OutboxRow,
    today: NaiveDate,
) -> Result<Ready, NotReady> {
    let (mut held, mut unseen) = (Vec::new(), Vec::new());
    for one in facts::letter::held(conn, row.id).await? {
        match facts::letter::reader_sees(conn, &one, today).await? {
            true => {
                let around = facts::letter::around(conn, &one, today).await?;
                held.push(Held { around, number: facts::letter::number(conn, &one).await?, row: one });
            }
            false => unseen.push(one.id),
        }
    }
    if held.is_empty() {
        return Err(NotReady::OutOfSight);
    }
    let letter =
        several::compose(row, &held, &work.words, mail).map_err(|error| NotReady::Broken(error.to_string()))?;
    Ok(Ready { letter, document: None, held: held.into_iter().map(|one| one.row.id).collect(), unseen })
}

/// The letter as far as its reader may see it now: a digest without what went out of sight since it was queued.
async fn in_sight(conn: &mut Connection, row: &OutboxRow, today: NaiveDate) -> Result<OutboxRow, NotReady> {
    let (DIGEST, Some(reader)) = (row.notice.as_str(), row.person_id) else {
        let sees = facts::letter::reader_sees(conn, row, today).await?;
        return if sees { Ok(row.clone()) } else { Err(NotReady::OutOfSight) };
    };
    let sight = facts::letter::sight_of(conn, reader, today).await?.ok_or(NotReady::OutOfSight)?;
    let mut frozen: DigestFacts =
        serde_json::from_value(row.facts.clone()).map_err(|error| NotReady::Broken(error.to_string()))?;
    let seen = facts::sight::seen(conn, std::slice::from_ref(&sight), &frozen.statements()).await?;
    let seen = seen.into_iter().map(|(_, statement)| statement).collect();
    if !frozen.keep(&seen, &sight.roots) {
        return Err(NotReady::OutOfSight);
    }
    Ok(OutboxRow { facts: json!(frozen), ..row.clone() })
}

/// The document of the statement under its hash: the one that an earlier attempt or another letter of the same event
/// carries, or a new one, stored before the first letter that carries it.
async fn document_of(
    work: &Work,
    conn: &mut Connection,
    row: &OutboxRow,
    frozen: &LetterFacts,
) -> Result<(Vec<u8>, Vec<u8>), NotReady> {
    let made = match &row.document {
        Some(hash) => Some(hash.clone()),
        None => match row.event_id {
            Some(event) => facts::letter::document_of(conn, event).await?,
            None => None,
        },
    };
    if let Some(hash) = made
        && let Some(bytes) = facts::file::load(conn, &hash).await?
    {
        return Ok((hash, bytes));
    }
    let bytes = frozen.outgoing.as_ref().map(|outgoing| document::docx(outgoing, &work.words)).unwrap_or_default();
    match file::store(&work.upkeep, work.now(), &bytes).await {
        Ok(hash) => Ok((hash.to_vec(), bytes)),
        Err(FileError::Db(error)) => Err(error.into()),
        Err(error @ FileError::TooLarge { .. }) => Err(NotReady::Broken(error.to_string())),
    }
}

/// What goes with a letter, within its limit.
#[derive(Default)]
struct Enclosed {
    attachments: Vec<Attachment>,
    left_out: Vec<String>,
    size: i64,
}

impl Enclosed {
    fn add(&mut self, attachment: Attachment) {
        self.size += attachment.bytes.len() as i64;
        self.attachments.push(attachment);
    }

    /// Adds a file of the statement, or its name where it is too large or gone.
    async fn file(&mut self, conn: &mut Connection, file: &FileRef) -> Result<(), NotReady> {
        let hash = hex::decode(&file.hash).map_err(|error| NotReady::Broken(error.to_string()))?;
        let fits = facts::file::meta(conn, &hash).await?.is_some_and(|meta| self.size + meta.size <= ENCLOSED);
        let bytes = if fits { facts::file::load(conn, &hash).await? } else { None };
        match bytes {
            Some(bytes) => self.add(Attachment { name: file.name.clone(), media_type: file.media_type.clone(), bytes }),
            None => self.left_out.push(file.name.clone()),
        }
        Ok(())
    }
}
