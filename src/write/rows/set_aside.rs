//! Numbers of a body that are reserved, released or void (PR-10).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::number::{Of, alone, number_place, refused};
use crate::db::DbError;
use crate::domain::named::Named;
use crate::domain::numbering::{Series, in_one_series};
use crate::domain::procedure::record::Guard;
use crate::domain::record::Numbering;
use crate::facts;
use crate::facts::find::number_form;
use crate::said;
use crate::schema::{number_set_aside as aside, series};

/// The field of the forms.
const FIELD: &str = "series_number";

fn of<'a>(body: Uuid, of: &'a Series) -> Of<'a> {
    Of { body, series: &of.scheme, period: &of.period }
}

/// What is reserved and not yet taken, or void.
macro_rules! reserved {
    ($of:expr, $value:expr) => {
        aside::table
            .filter(aside::body_id.eq($of.body).and(aside::series.eq_any(in_one_series($of.series))))
            .filter(aside::form.eq(number_form($value)))
            .filter(aside::voided_by.is_null().and(aside::taken_by.is_null()))
    };
}

/// A reserved number is given to a subject: the register keeps what it was reserved for.
pub(super) async fn take(tx: &mut Tx<'_>, of: &Of<'_>, event: Uuid, value: &str) -> Result<(), Error> {
    diesel::update(reserved!(of, value)).set(aside::taken_by.eq(event)).execute(tx.conn).await?;
    Ok(())
}

/// As the guard found it, unless somebody was faster.
async fn still(tx: &mut Tx<'_>, of: &Of<'_>, value: &str, free: impl Fn(&Numbering) -> bool) -> Result<(), Error> {
    alone(tx, of, value).await?;
    let holder = facts::number::holder(tx.conn, None, of.body, of.series, value).await?;
    let now = Numbering { holder, ..Numbering::default() };
    match &now.holder {
        Some(holder) if !free(&now) => Err(refused(Guard::NumberFree.name(), holder.said(), FIELD)),
        _ => Ok(()),
    }
}

async fn form(tx: &mut Tx<'_>, of: &Of<'_>) -> Result<Option<String>, Error> {
    let one = series::table.find((of.body, of.series, of.period)).select(series::form);
    Ok(one.first(tx.conn).await.optional()?)
}

/// Reserves it; `next` is what the series gives afterwards, where it came from there.
pub(super) async fn reserve(
    tx: &mut Tx<'_>,
    (body, event): (Uuid, Uuid),
    series: &Series,
    (value, whom): (&str, &str),
    next: Option<i64>,
) -> Result<(), Error> {
    let of = of(body, series);
    match still(tx, &of, value, |_| false).await {
        // Nobody chose it: the series gives another.
        Err(Error::Refused(_)) if next.is_some() => {
            return Err(Error::Db(DbError::Repeat("a number was given".into())));
        }
        other => other?,
    }
    let row = Row { reserved_for: whom, reserved_by: Some(event), ..Row::default() };
    put(tx, &of, value, row).await?;
    if let Some(next) = next {
        let counter = series::table.find((body, of.series, of.period));
        diesel::update(counter).set(series::next.eq(next)).execute(tx.conn).await?;
    }
    Ok(())
}

/// Nobody has it any more: the history of the body keeps that somebody had.
pub(super) async fn release(tx: &mut Tx<'_>, body: Uuid, series: &Series, value: &str) -> Result<(), Error> {
    let of = of(body, series);
    alone(tx, &of, value).await?;
    if diesel::delete(reserved!(of, value)).execute(tx.conn).await? == 0 {
        return Err(refused(Guard::NumberReserved.name(), said!("guard-number-is-reserved-no"), FIELD));
    }
    Ok(())
}

/// It is void for good, whether it was reserved or nobody's.
pub(super) async fn void(
    tx: &mut Tx<'_>,
    (body, event): (Uuid, Uuid),
    series: &Series,
    (value, why): (&str, &str),
) -> Result<(), Error> {
    let of = of(body, series);
    still(tx, &of, value, Numbering::is_reserved).await?;
    let set = (aside::voided_by.eq(event), aside::why_void.eq(why));
    if diesel::update(reserved!(of, value)).set(set).execute(tx.conn).await? > 0 {
        return Ok(());
    }
    put(tx, &of, value, Row { why_void: why, voided_by: Some(event), ..Row::default() }).await
}

/// Who set a number aside, and why.
#[derive(Default, Insertable)]
#[diesel(table_name = aside)]
struct Row<'a> {
    reserved_for: &'a str,
    reserved_by: Option<Uuid>,
    why_void: &'a str,
    voided_by: Option<Uuid>,
}

async fn put(tx: &mut Tx<'_>, of: &Of<'_>, value: &str, row: Row<'_>) -> Result<(), Error> {
    let form = form(tx, of).await?;
    diesel::insert_into(aside::table)
        .values((
            aside::id.eq(Uuid::now_v7()),
            aside::body_id.eq(of.body),
            aside::series.eq(of.series),
            aside::period.eq(of.period),
            aside::value.eq(value),
            aside::place.eq(number_place(value, form)),
            row,
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}
