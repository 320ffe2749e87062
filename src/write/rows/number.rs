//! Official numbers: given from a series whose counter row is locked last, or typed, or as printed by others.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::decision::NumberWanted;
use crate::domain::named::Named;
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

async fn new(tx: &mut Tx<'_>, id: Uuid, event: Uuid, wanted: &NumberWanted) -> Result<String, Error> {
    if let Some(typed) = &wanted.typed {
        if !insert(tx, id, event, wanted, typed).await? {
            // Somebody else typed it at the same moment, and was first: what the guard says.
            let by = facts::statement::taken(tx.conn, id, wanted.body, wanted.scheme, Some(typed)).await?;
            let by = by.unwrap_or_else(|| typed.clone());
            return Err(refused(Guard::NumberFree.name(), said!("guard-number-free-no", by = by)));
        }
        return Ok(typed.clone());
    }
    let there: Vec<String> = series::table
        .filter(series::body_id.eq(wanted.body).and(series::period.eq(&wanted.period)))
        .select(series::scheme)
        .load(tx.conn)
        .await?;
    let mut schemes = facts::statement::in_one_series(wanted.scheme).iter();
    let Some(scheme) = schemes.find(|scheme| there.iter().any(|one| one == *scheme)) else {
        return Err(refused("no-series", said!("refused-no-series")));
    };
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
            return Err(refused("no-series", said!("refused-no-series")));
        };
        let value = form.replace("{n}", &(next - 1).to_string());
        // A number of the series may have been typed before it was reached (PR-10): that one is taken, the next is not.
        let taken = facts::statement::taken(tx.conn, id, wanted.body, wanted.scheme, Some(&value)).await?;
        if taken.is_none() && insert(tx, id, event, wanted, &value).await? {
            return Ok(value);
        }
    }
}

async fn insert(tx: &mut Tx<'_>, id: Uuid, event: Uuid, wanted: &NumberWanted, value: &str) -> Result<bool, Error> {
    let rows = diesel::insert_into(number::table)
        .values((
            number::id.eq(Uuid::now_v7()),
            number::subject_id.eq(id),
            number::scheme.eq(wanted.scheme),
            number::body_id.eq(wanted.body),
            number::period.eq(&wanted.period),
            number::value.eq(value),
            number::event_id.eq(event),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn)
        .await?;
    Ok(rows == 1)
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

fn refused(code: &str, said: crate::domain::said::Said) -> Error {
    Error::Refused(vec![Refusal {
        code: code.to_owned(),
        severity: Severity::Hard,
        said,
        clause: Some(crate::domain::clause::practice("PR-10")),
        who: Vec::new(),
        field: Some("number".to_owned()),
    }])
}
