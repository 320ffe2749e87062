//! Official numbers as a decision rests on them: who has one, and which is the next of a series.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::find::number_form;
use super::{Conn, FactsError, word};
use crate::domain::command::RecordCommand;
use crate::domain::numbering::{Holder, PLACE, SCHEMES, Series, in_one_series, series_of};
use crate::domain::record::Numbering;
use crate::domain::reference::Side;
use crate::schema::{body, event, number, number_set_aside as aside, series, subject};

/// Who else has this number of a body, where somebody types it.
pub async fn taken(
    conn: &mut Conn,
    own: Uuid,
    body: Uuid,
    scheme: &str,
    typed: Option<&str>,
) -> Result<Option<Holder>, FactsError> {
    let Some(typed) = typed else { return Ok(None) };
    Ok(holder(conn, Some(own), body, scheme, typed).await?.and_then(Holder::from_subjects))
}

/// Who or what has this number of a body, beside one subject. Two queries.
pub async fn holder(
    conn: &mut Conn,
    but: Option<Uuid>,
    body: Uuid,
    scheme: &str,
    value: &str,
) -> Result<Option<Holder>, FactsError> {
    let given: Option<String> = number::table
        .inner_join(subject::table.on(subject::id.eq(number::subject_id)))
        .filter(number::body_id.eq(body).and(number::scheme.eq_any(in_one_series(scheme))))
        .filter(number::form.eq(number_form(value)).and(number::subject_id.ne(but.unwrap_or_default())))
        .select(subject::handle)
        .first(conn)
        .await
        .optional()?;
    if let Some(handle) = given {
        return Ok(Some(Holder::Given { handle }));
    }
    // What was taken is given, or was by the one beside whom is asked.
    let set_aside: Option<(Option<Uuid>, String, chrono::NaiveDate)> = aside::table
        .inner_join(event::table.on(event::id.nullable().eq(latest())))
        .filter(aside::body_id.eq(body).and(aside::series.eq_any(in_one_series(scheme))))
        .filter(aside::form.eq(number_form(value)).and(aside::taken_by.is_null()))
        .select((aside::voided_by, aside::reserved_for, event::occurred_on))
        .first(conn)
        .await
        .optional()?;
    Ok(set_aside.map(|(voided_by, whom, since)| match voided_by {
        Some(_) => Holder::Void { since },
        None => Holder::Reserved { whom, since },
    }))
}

diesel::define_sql_function! {
    /// PostgreSQL's `coalesce` of two.
    #[sql_name = "coalesce"]
    fn either(
        first: diesel::sql_types::Nullable<diesel::sql_types::Uuid>,
        second: diesel::sql_types::Nullable<diesel::sql_types::Uuid>,
    ) -> diesel::sql_types::Nullable<diesel::sql_types::Uuid>;
}

/// The event since when it stands so.
#[diesel::dsl::auto_type]
fn latest() -> _ {
    either(aside::voided_by, aside::reserved_by)
}

/// The series of a body that count: scheme, form, and what they give next.
pub async fn series(conn: &mut Conn, body: Uuid, period: &str) -> Result<Vec<(String, String, i64)>, FactsError> {
    let all = series::table.filter(series::body_id.eq(body).and(series::period.eq(period))).order(series::scheme);
    Ok(all.select((series::scheme, series::form, series::next)).load(conn).await?)
}

/// What a command about a number of this body rests on. The series is locked where it gives the number, as for a sending.
pub async fn numbering(conn: &mut Conn, body: Uuid, command: &RecordCommand) -> Result<Option<Numbering>, FactsError> {
    let (of, typed) = match command {
        RecordCommand::ReserveNumber { of, number, .. } => (of, number.as_deref()),
        RecordCommand::ReleaseNumber { of, number } | RecordCommand::VoidNumber { of, number } => {
            (of, Some(number.as_str()))
        }
        _ => return Ok(None),
    };
    let counting: Vec<String> = series(conn, body, &of.period).await?.into_iter().map(|one| one.0).collect();
    let known = match of.period.is_empty() {
        true => own_series(conn, body, &counting).await?.contains(&of.scheme),
        // A period is begun with a series of its own.
        false => counting.contains(&of.scheme),
    };
    let Some(typed) = typed else { return Ok(Some(Numbering { known, ..next(conn, body, of).await? })) };
    let holder = holder(conn, None, body, &of.scheme, typed).await?;
    Ok(Some(Numbering { known, number: Some(typed.to_owned()), next: None, holder }))
}

/// The schemes of a body's series, those that count nothing included: of what it sends and of what it receives.
pub async fn own_series(conn: &mut Conn, id: Uuid, counting: &[String]) -> Result<Vec<String>, FactsError> {
    let side: String = body::table.find(id).select(body::side).first(conn).await?;
    let own =
        ["ls", word::<Side>("body.side", &side)?.receives_as()].map(|scheme| series_of(scheme, counting).to_owned());
    let is_own = |scheme: &&&str| counting.iter().chain(&own).any(|one| one == **scheme);
    Ok(SCHEMES.iter().filter(is_own).map(|scheme| (*scheme).to_owned()).collect())
}

/// The first number of the series that nobody has.
async fn next(conn: &mut Conn, body: Uuid, of: &Series) -> Result<Numbering, FactsError> {
    let row: Option<(String, i64)> = series::table
        .filter(series::body_id.eq(body).and(series::scheme.eq(&of.scheme)).and(series::period.eq(&of.period)))
        .select((series::form, series::next))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()?;
    let Some((form, mut next)) = row else { return Ok(Numbering::default()) };
    loop {
        let value = form.replace(PLACE, &next.to_string());
        next += 1;
        if holder(conn, None, body, &of.scheme, &value).await?.is_none() {
            return Ok(Numbering { number: Some(value), next: Some(next), ..Numbering::default() });
        }
    }
}
