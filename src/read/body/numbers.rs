//! The register of a body's numbers (PR-10): per series what was given, what is reserved, what is void and why, and the gaps.
//! Each list is paged by its own key and read from its own index.

mod gaps;
mod rows;

pub use gaps::Gap;
pub use rows::{Aside, Given, Statement};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::numbering::Series;
use crate::domain::procedure::record::Act;
use crate::facts::find::number_form;
use crate::facts::sight::Sight;
use crate::facts::{self, Conn, FactsError};
use crate::read::history::{self, Entry};
use crate::schema::{body, number_set_aside as aside, series, subject};

/// Numbers given, of one page.
pub const PAGE: usize = 50;
/// Numbers reserved, numbers void and gaps, of one page.
pub const FEW: usize = 20;
/// Reserved numbers that a form offers.
const OFFERED: i64 = 8;

/// One series, and how it counts; a series without a form counts nothing, and its numbers are typed.
#[derive(Clone, Debug)]
pub struct Counting {
    pub series: Series,
    pub form: Option<String>,
    pub next: Option<i64>,
}

/// Behind which row of each list the page begins; none: at the newest.
#[derive(Clone, Copy, Debug, Default)]
pub struct After {
    pub given: Option<Uuid>,
    pub reserved: Option<Uuid>,
    pub void: Option<Uuid>,
    pub gap: Option<i64>,
    pub history: Option<Uuid>,
}

/// The rows of one page, and the key of the next.
#[derive(Clone, Debug)]
pub struct Page<Row, Key> {
    pub rows: Vec<Row>,
    pub older: Option<Key>,
}

impl<Row, Key> Page<Row, Key> {
    /// One row more than there is room for tells that there are more.
    fn of(mut rows: Vec<Row>, room: usize, key: impl Fn(&Row) -> Key) -> Self {
        let more = rows.len() > room;
        rows.truncate(room);
        let older = rows.last().filter(|_| more).map(key);
        Page { rows, older }
    }
}

/// All that the page of one series shows.
#[derive(Clone, Debug)]
pub struct Register {
    pub given: Page<Given, Uuid>,
    pub reserved: Page<Aside, Uuid>,
    pub void: Page<Aside, Uuid>,
    pub gaps: Page<Gap, i64>,
    /// What was done in this register beside giving, newest first.
    pub history: Vec<Entry>,
    /// The key of the next older page of the history.
    pub older: Option<Uuid>,
}

/// The acts that the register tells, and the body's own history does not: the body's page is everybody's.
pub const ACTS: &[Act] = &[Act::ReserveNumber, Act::ReleaseNumber, Act::VoidNumber];

/// Whether the reader serves in the tree of this body: its numbers, and what they are reserved for, are its own affair.
pub fn in_sight(sight: &Sight, body: Uuid) -> bool {
    sight.roots.contains(&body)
}

/// The series of a body, of what it sends first. Two queries.
pub async fn all_series(conn: &mut Conn, body: Uuid) -> Result<Vec<Counting>, FactsError> {
    let rows: Vec<(String, String, String, i64)> = series::table
        .filter(series::body_id.eq(body))
        .order((series::period.desc(), series::scheme))
        .select((series::scheme, series::period, series::form, series::next))
        .load(conn)
        .await?;
    let counting: Vec<String> = rows.iter().filter(|row| row.1.is_empty()).map(|row| row.0.clone()).collect();
    let own = facts::number::own_series(conn, body, &counting).await?;
    let mut all: Vec<Counting> = Vec::new();
    for scheme in own {
        let periods = rows.iter().filter(|row| row.0 == scheme).map(|(_, period, form, next)| Counting {
            series: Series { scheme: scheme.clone(), period: period.clone() },
            form: Some(form.clone()),
            next: Some(*next),
        });
        let before = all.len();
        all.extend(periods);
        if all.len() == before {
            all.push(Counting { series: Series { scheme, period: String::new() }, form: None, next: None });
        }
    }
    Ok(all)
}

/// One series of a body. Ten queries, however many numbers there are.
pub async fn register(
    conn: &mut Conn,
    sight: &Sight,
    body: Uuid,
    of: &Series,
    after: After,
) -> Result<Register, FactsError> {
    let given = rows::given(conn, sight, body, of, after.given).await?;
    let reserved = rows::reserved(conn, body, of, after.reserved).await?;
    let void = rows::void(conn, body, of, after.void).await?;
    let gaps = Page::of(gaps::gaps(conn, body, of, after.gap).await?, FEW, |gap| gap.from);
    let (history, older) = history::some(conn, &[body], after.history, history::Of::Only(ACTS)).await?;
    Ok(Register { given, reserved, void, gaps, history, older })
}

/// Reserved numbers of a series that a form offers, the oldest first, each with what it is reserved for; none to readers
/// outside the body's tree. One query.
pub async fn offered(
    conn: &mut Conn,
    sight: &Sight,
    body: Uuid,
    schemes: &[&str],
) -> Result<Vec<(String, String)>, FactsError> {
    if !in_sight(sight, body) {
        return Ok(Vec::new());
    }
    Ok(aside::table
        .filter(aside::body_id.eq(body).and(aside::series.eq_any(schemes)))
        .filter(aside::voided_by.is_null().and(aside::taken_by.is_null()))
        .order(aside::id)
        .select((aside::value, aside::reserved_for))
        .limit(OFFERED)
        .load(conn)
        .await?)
}

/// The handle and the series of the reader's own body in which this number is reserved or void, whatever the dash.
pub async fn set_aside_at(conn: &mut Conn, sight: &Sight, value: &str) -> Result<Option<(String, Series)>, FactsError> {
    let found: Option<(String, String, String)> = aside::table
        .inner_join(body::table.on(body::id.eq(aside::body_id)))
        .inner_join(subject::table.on(subject::id.eq(body::id)))
        .filter(aside::form.eq(number_form(value)).and(aside::taken_by.is_null()))
        .filter(aside::body_id.eq_any(&sight.roots))
        .order(aside::id)
        .select((subject::handle, aside::series, aside::period))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(handle, scheme, period)| (handle, Series { scheme, period })))
}
