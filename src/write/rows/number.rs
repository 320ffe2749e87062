//! Official numbers: given from a series whose counter row is locked last, or typed, or as printed by others.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::{record, set_aside};
use crate::domain::decision::NumberWanted;
use crate::domain::named::Named;
use crate::domain::numbering::{PLACE, series_of};
use crate::domain::procedure::engine::{Refusal, Severity};
use crate::domain::procedure::statement::Guard;
use crate::facts;
use crate::facts::find::number_form;
use crate::said;
use crate::schema::{number, series};

/// Gives the number that is wanted: as typed, or the one that the subject was given before a step was taken back, or the
/// next free one of the series. No number goes to a second subject, and one given up stays used (PR-10).
pub(super) async fn give(tx: &mut Tx<'_>, id: Uuid, event: Uuid, wanted: &NumberWanted) -> Result<String, Error> {
    let (given, again) = match own(tx, id, wanted).await? {
        Some(own) => (own, true),
        None => (new(tx, id, event, wanted).await?, false),
    };
    let of_series = || {
        number::table.filter(
            number::subject_id.eq(id).and(number::scheme.eq(wanted.scheme)).and(number::body_id.eq(wanted.body)),
        )
    };
    let others = of_series().filter(number::voided_by.is_null().and(number::value.ne(&given)));
    diesel::update(others).set(number::voided_by.eq(event)).execute(tx.conn).await?;
    if again {
        let this = of_series().filter(number::value.eq(&given));
        diesel::update(this).set(number::voided_by.eq(None::<Uuid>)).execute(tx.conn).await?;
    }
    Ok(given)
}

/// The number that the subject has of this series already, where none is typed or the same, given up or not.
async fn own(tx: &mut Tx<'_>, id: Uuid, wanted: &NumberWanted) -> Result<Option<String>, Error> {
    let mut all = number::table
        .filter(number::subject_id.eq(id).and(number::scheme.eq(wanted.scheme)).and(number::body_id.eq(wanted.body)))
        .filter(number::period.eq(&wanted.period))
        .select(number::value)
        .into_boxed();
    all = match &wanted.typed {
        Some(typed) => all.filter(number::form.eq(number_form(typed))),
        None => all.filter(number::voided_by.is_null()),
    };
    Ok(all.first(tx.conn).await.optional()?)
}

/// A number that it has not had yet: one that was reserved is taken.
async fn new(tx: &mut Tx<'_>, id: Uuid, event: Uuid, wanted: &NumberWanted) -> Result<String, Error> {
    let there = facts::number::series(tx.conn, wanted.body, &wanted.period).await?;
    let given: Vec<String> = there.iter().map(|one| one.0.clone()).collect();
    let scheme = series_of(wanted.scheme, &given);
    let of = Of { body: wanted.body, series: scheme, period: &wanted.period };
    let form = there.iter().find(|one| one.0 == scheme).map(|one| one.1.as_str());
    if let Some(typed) = &wanted.typed {
        alone(tx, &of, typed).await?;
        // Somebody else typed it at the same moment, and was first, or made it void: what the guard says.
        let holder = facts::number::taken(tx.conn, id, wanted.body, wanted.scheme, Some(typed)).await?;
        if let Some(holder) = holder {
            return Err(refused(Guard::NumberFree.name(), holder.said(), "number"));
        }
        if !insert(tx, id, event, wanted, (typed, scheme, form)).await? {
            return Err(refused(Guard::NumberFree.name(), said!("guard-number-free-no", by = typed.clone()), "number"));
        }
        set_aside::take(tx, &of, event, typed).await?;
        return Ok(typed.clone());
    }
    if form.is_none() {
        return Err(refused("no-series", said!("refused-no-series"), "number"));
    }
    loop {
        let row: Option<(String, i64)> = diesel::update(
            series::table
                .filter(series::body_id.eq(wanted.body).and(series::scheme.eq(scheme)))
                .filter(series::period.eq(&wanted.period)),
        )
        .set(series::next.eq(series::next + 1))
        .returning((series::form, series::next))
        .get_result(tx.conn)
        .await
        .optional()?;
        let Some((form, next)) = row else {
            return Err(refused("no-series", said!("refused-no-series"), "number"));
        };
        let value = form.replace(PLACE, &(next - 1).to_string());
        alone(tx, &of, &value).await?;
        // A number of the series may have been typed, reserved or made void before it was reached (PR-10): the next is not.
        let holder = facts::number::holder(tx.conn, Some(id), wanted.body, wanted.scheme, &value).await?;
        if holder.is_none() && insert(tx, id, event, wanted, (&value, scheme, Some(&form))).await? {
            return Ok(value);
        }
    }
}

/// A series of a body.
pub(super) struct Of<'a> {
    pub body: Uuid,
    pub series: &'a str,
    pub period: &'a str,
}

/// One after the other: who gives, reserves or voids a number sees what another did with it at the same moment. Schemes
/// of one body may share a series.
pub(super) async fn alone(tx: &mut Tx<'_>, of: &Of<'_>, value: &str) -> Result<(), Error> {
    let form: String = diesel::select(number_form(value)).get_result(tx.conn).await?;
    record::alone(tx, &format!("number {} {form}", of.body)).await
}

type Placed<'a> = (&'a str, &'a str, Option<&'a str>);

async fn insert(
    tx: &mut Tx<'_>,
    id: Uuid,
    event: Uuid,
    wanted: &NumberWanted,
    (value, series, form): Placed<'_>,
) -> Result<bool, Error> {
    let rows = diesel::insert_into(number::table)
        .values((
            number::id.eq(Uuid::now_v7()),
            number::subject_id.eq(id),
            number::scheme.eq(wanted.scheme),
            number::body_id.eq(wanted.body),
            number::period.eq(&wanted.period),
            number::value.eq(value),
            number::event_id.eq(event),
            (number::series.eq(series), number::place.eq(number_place(value, form))),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn)
        .await?;
    Ok(rows == 1)
}

/// Where the numbers of a body stand, after it has got another series.
pub(super) async fn place_anew(tx: &mut Tx<'_>, body: Uuid) -> Result<(), Error> {
    const PLACED: &str = "UPDATE number n SET series = x.series, place = number_place(n.value, x.form)
        FROM (SELECT m.id, COALESCE(s.scheme, m.scheme) AS series, s.form FROM number m
            LEFT JOIN LATERAL (SELECT scheme, form FROM series s WHERE s.body_id = m.body_id AND s.period = m.period
                AND (s.scheme = m.scheme OR s.scheme IN ('ls', 'n') AND m.scheme IN ('ls', 'n'))
                ORDER BY s.scheme = m.scheme DESC LIMIT 1) s ON true
            WHERE m.body_id = $1 AND m.scheme <> 'other') x WHERE n.id = x.id";
    const ASIDE: &str = "UPDATE number_set_aside n SET series = x.series, place = number_place(n.value, x.form)
        FROM (SELECT m.id, s.scheme AS series, s.form FROM number_set_aside m
            CROSS JOIN LATERAL (SELECT scheme, form FROM series s WHERE s.body_id = m.body_id AND s.period = m.period
                AND (s.scheme = m.series OR s.scheme IN ('ls', 'n') AND m.series IN ('ls', 'n'))
                ORDER BY s.scheme = m.series DESC LIMIT 1) s WHERE m.body_id = $1) x WHERE n.id = x.id";
    for placed in [PLACED, ASIDE] {
        diesel::sql_query(placed).bind::<diesel::sql_types::Uuid, _>(body).execute(tx.conn).await?;
    }
    Ok(())
}

diesel::define_sql_function! {
    /// Which number of its series it is; none where it does not fit the form.
    fn number_place(value: diesel::sql_types::Text, form: diesel::sql_types::Nullable<diesel::sql_types::Text>)
        -> diesel::sql_types::Nullable<diesel::sql_types::BigInt>;
}

/// Keeps a number of another body as it was printed.
pub(super) async fn printed(tx: &mut Tx<'_>, id: Uuid, event: Uuid, value: &str) -> Result<(), Error> {
    diesel::insert_into(number::table)
        .values((
            number::id.eq(Uuid::now_v7()),
            number::subject_id.eq(id),
            number::scheme.eq("other"),
            number::value.eq(value),
            number::event_id.eq(event),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

/// Keeps these numbers of another body and no others: what was never printed is given up, and still found (PR-10).
pub(super) async fn as_printed(tx: &mut Tx<'_>, id: Uuid, event: Uuid, all: &[String]) -> Result<(), Error> {
    let own = || number::table.filter(number::subject_id.eq(id).and(number::scheme.eq("other")));
    let gone = own().filter(number::voided_by.is_null()).filter(number::value.ne_all(all));
    diesel::update(gone).set(number::voided_by.eq(event)).execute(tx.conn).await?;
    diesel::update(own().filter(number::value.eq_any(all)))
        .set(number::voided_by.eq(None::<Uuid>))
        .execute(tx.conn)
        .await?;
    let there: Vec<String> = own().select(number::value).load(tx.conn).await?;
    for value in all.iter().filter(|value| !there.contains(value)) {
        printed(tx, id, event, value).await?;
    }
    Ok(())
}

pub(super) fn refused(code: &str, said: crate::domain::said::Said, field: &str) -> Error {
    Error::Refused(vec![Refusal {
        code: code.to_owned(),
        severity: Severity::Hard,
        said,
        clause: Some(crate::domain::clause::practice("PR-10")),
        who: Vec::new(),
        field: Some(field.to_owned()),
    }])
}
