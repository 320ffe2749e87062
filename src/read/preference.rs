//! How people want to read and hear: what they said, or the zone of the body in which they serve, seven o'clock, yes.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::digest::{HOUR, Preference, Rhythm};
use crate::domain::standing;
use crate::facts::{Conn, FactsError, GENEVA};
use crate::schema::{appointment, body, digest_mark, person, preference};
use crate::words::COMPLETE;

/// Somebody to whom a digest may be due.
#[derive(Clone, Debug)]
pub struct Reader {
    pub person: Uuid,
    pub name: String,
    pub address: String,
    pub preference: Preference,
    /// The newest day for which it was looked what there is to tell.
    pub last: Option<NaiveDate>,
}

type Said = (String, String, i16, bool);

/// The person's preference on that day.
pub async fn of(conn: &mut Conn, who: Uuid, on: NaiveDate) -> Result<Preference, FactsError> {
    let said: Option<Said> = preference::table
        .find(who)
        .select((preference::language, preference::zone, preference::digest_hour, preference::digest_on))
        .first(conn)
        .await
        .optional()?;
    let zones = if said.is_some() { HashMap::new() } else { zones(conn, &[who], on).await? };
    Ok(effective(said, zones.get(&who)))
}

/// The people after this one who have not left, so many, in the order of their ids: two queries, however many.
pub async fn readers(
    conn: &mut Conn,
    after: Option<Uuid>,
    most: i64,
    on: NaiveDate,
) -> Result<Vec<Reader>, FactsError> {
    type Row = (Uuid, String, String, Option<Said>, Option<NaiveDate>);
    let mut query = person::table
        .left_join(preference::table.on(preference::person_id.eq(person::id)))
        .left_join(digest_mark::table.on(digest_mark::person_id.eq(person::id)))
        .filter(person::state.eq_any(standing::in_force()))
        .order(person::id)
        .select((
            person::id,
            person::name,
            person::email,
            (preference::language, preference::zone, preference::digest_hour, preference::digest_on).nullable(),
            digest_mark::day.nullable(),
        ))
        .limit(most)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(person::id.gt(after));
    }
    let rows: Vec<Row> = query.load(conn).await?;
    let silent: Vec<Uuid> = rows.iter().filter(|row| row.3.is_none()).map(|row| row.0).collect();
    let zones = zones(conn, &silent, on).await?;
    let reader = |(person, name, address, said, last): Row| {
        let preference = effective(said, zones.get(&person));
        Reader { person, name, address, preference, last }
    };
    Ok(rows.into_iter().map(reader).collect())
}

/// The zone of the body in which each of them has served longest.
async fn zones(conn: &mut Conn, people: &[Uuid], on: NaiveDate) -> Result<HashMap<Uuid, String>, FactsError> {
    let rows: Vec<(Uuid, String)> = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(appointment::person_id.eq_any(people).and(appointment::state.eq_any(standing::in_force())))
        .filter(appointment::valid_from.le(on))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .distinct_on(appointment::person_id)
        .order((appointment::person_id, appointment::valid_from, appointment::id))
        .select((appointment::person_id, body::zone))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

fn effective(said: Option<Said>, default: Option<&String>) -> Preference {
    let (language, zone, hour, on) = said.unwrap_or_else(|| {
        let zone = default.map_or_else(|| GENEVA.to_owned(), Clone::clone);
        (COMPLETE.to_owned(), zone, i16::from(HOUR), true)
    });
    let zone: Tz = zone.parse().unwrap_or(chrono_tz::Europe::Zurich);
    Preference { language, rhythm: Rhythm { zone, hour: u8::try_from(hour).unwrap_or(HOUR), on } }
}
