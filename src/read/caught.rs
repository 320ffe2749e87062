//! The demo's post office: its letters, newest first, paged by key.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::facts::{Conn, FactsError};
use crate::schema::caught_letter as caught;

/// Letters a page.
pub const A_PAGE: usize = 25;
/// Totals are counted up to here.
pub const COUNTED: usize = 1_000;

/// One line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub id: Uuid,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub recipients: String,
    pub subject: String,
    /// Attachments.
    pub files: i64,
    /// The kind of letter, of those that our own outbox sent.
    pub notice: Option<String>,
}

/// A page of the list, and the keys where it goes on.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    pub lines: Vec<Line>,
    /// Letters after this one are newer than the page.
    pub newer: Option<i64>,
    /// Letters before this one are older than the page.
    pub older: Option<i64>,
    /// At most one more than is counted.
    pub total: usize,
}

/// From where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Newest,
    Before(i64),
    After(i64),
}

/// One page of letters.
pub async fn page(conn: &mut Conn, from: From) -> Result<Letters, FactsError> {
    let most = A_PAGE as i64 + 1;
    let mut query = caught::table
        .select((
            caught::id,
            caught::seq,
            caught::caught_at,
            caught::recipients,
            caught::subject,
            // As our own letters say it; one that says it otherwise is shown without a count.
            sql::<BigInt>(
                "(SELECT count(*) FROM regexp_matches(encode(raw, 'escape'), 'Content-Disposition: attachment', 'g'))",
            ),
            // Our identifiers begin with the event, or with the row of a letter that tells of many; with the address that is
            // one letter.
            sql::<Nullable<Text>>(
                "(SELECT o.notice FROM (SELECT substring(encode(substring(raw FROM 1 FOR 8000), 'escape') \
                 FROM 'Message-ID: <([0-9a-f]{32})[.]')::uuid AS of) m JOIN outbox o ON o.event_id = m.of OR o.id = m.of \
                 WHERE o.address = lower(recipients) LIMIT 1)",
            ),
        ))
        .into_boxed();
    query = match from {
        From::Newest => query.order(caught::seq.desc()),
        From::Before(seq) => query.filter(caught::seq.lt(seq)).order(caught::seq.desc()),
        From::After(seq) => query.filter(caught::seq.gt(seq)).order(caught::seq.asc()),
    };
    let mut lines: Vec<Line> = query.limit(most).load(conn).await?;
    let more = lines.len() > A_PAGE;
    lines.truncate(A_PAGE);
    let backwards = matches!(from, From::After(_));
    if backwards {
        lines.reverse();
    }
    let ends = lines.as_slice();
    let (first, last) = (<[Line]>::first(ends).map(|line| line.seq), ends.last().map(|line| line.seq));
    let total: Vec<i64> = caught::table.select(caught::seq).limit(COUNTED as i64 + 1).load(conn).await?;
    Ok(Letters {
        newer: first.filter(|_| if backwards { more } else { from != From::Newest }),
        older: last.filter(|_| backwards || more),
        lines,
        total: total.len(),
    })
}

/// The letter as it was taken.
pub async fn raw(conn: &mut Conn, id: Uuid) -> Result<Option<Vec<u8>>, FactsError> {
    Ok(caught::table.filter(caught::id.eq(id)).select(caught::raw).first(conn).await.optional()?)
}
