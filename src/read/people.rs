//! People, as far as the reader may see them: an administrator everybody, a secretariat its tree and who serves nowhere
//! yet, everybody else who serves in their own trees.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::person::{Served, served};
use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, body_ancestor, person, subject};

/// Rows of one page of the list.
pub const PAGE: i64 = 100;
/// People that a form offers, and appointments of one person; none comes near.
const MOST: i64 = 1000;

/// Who asks: what they see of people.
#[derive(Clone, Copy, Debug)]
pub struct Eyes<'a> {
    pub sight: &'a Sight,
    pub administrator: bool,
    /// Sees those who serve nowhere as well: it is who gives them their first role.
    pub secretariat: bool,
}

/// One person of the list.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: Uuid,
    pub handle: String,
    pub name: String,
    pub email: String,
    pub organisation: String,
    pub administrator: bool,
    /// The roles of today.
    pub roles: Vec<Served>,
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct Page {
    pub lines: Vec<Line>,
    /// The person after whom the next page begins.
    pub next: Option<Uuid>,
}

/// One appointment of a person, in force, past or to come.
#[derive(Clone, Debug, Queryable)]
pub struct Held {
    pub id: Uuid,
    pub handle: String,
    pub role: String,
    pub body: Uuid,
    pub body_name: String,
    pub side: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub decision: String,
    pub state: String,
    pub body_state: String,
}

/// All that a person's page shows.
#[derive(Clone, Debug)]
pub struct Person {
    pub line: Line,
    pub country: String,
    pub tel: String,
    pub state: String,
    pub held: Vec<Held>,
}

type Seen<'a> = Box<dyn BoxableExpression<person::table, diesel::pg::Pg, SqlType = diesel::sql_types::Bool> + 'a>;

/// The people that these eyes see,.
fn seen<'a>(eyes: Eyes<'a>, on: NaiveDate) -> Seen<'a> {
    if eyes.administrator {
        return Box::new(person::id.eq(person::id));
    }
    let serves = appointment::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.eq(appointment::body_id)))
        .filter(appointment::person_id.eq(person::id).and(appointment::state.eq_any(standing::in_force())))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .filter(body_ancestor::ancestor_id.eq_any(&eyes.sight.roots));
    let mine = person::id.eq(eyes.sight.person).or(diesel::dsl::exists(serves));
    if !eyes.secretariat {
        return Box::new(mine);
    }
    let anywhere = appointment::table.filter(appointment::person_id.eq(person::id));
    Box::new(mine.or(diesel::dsl::not(diesel::dsl::exists(anywhere))))
}

type Row = (Uuid, String, String, String, bool);

/// The people in sight by name, from behind one of them.
pub async fn page(conn: &mut Conn, eyes: Eyes<'_>, after: Option<Uuid>, on: NaiveDate) -> Result<Page, FactsError> {
    let begins: Option<String> = match after {
        Some(id) => person::table.find(id).select(person::name).first(conn).await.optional()?,
        None => None,
    };
    let mut query = person::table
        .filter(person::state.eq_any(standing::in_force()))
        .filter(seen(eyes, on))
        .order((person::name, person::id))
        .select((person::id, person::name, person::email, person::organisation, person::administrator))
        .limit(PAGE + 1)
        .into_boxed();
    if let (Some(name), Some(id)) = (begins, after) {
        let same_name = person::name.eq(name.clone()).and(person::id.gt(id));
        query = query.filter(person::name.gt(name).or(same_name));
    }
    let mut rows: Vec<Row> = query.load(conn).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let lines = lines(conn, rows, on).await?;
    let next = lines.last().filter(|_| more).map(|line| line.id);
    Ok(Page { lines, next })
}

/// Handles and roles of these people: two queries, however many they are.
async fn lines(conn: &mut Conn, rows: Vec<Row>, on: NaiveDate) -> Result<Vec<Line>, FactsError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let handles: Vec<(Uuid, String)> =
        subject::table.filter(subject::id.eq_any(&ids)).select((subject::id, subject::handle)).load(conn).await?;
    let roles = served(conn, &ids, on).await?;
    let line = |(id, name, email, organisation, administrator): Row| {
        let handle = handles.iter().find(|(of, _)| *of == id).map(|(_, handle)| handle.clone()).unwrap_or_default();
        let roles = roles.iter().filter(|(of, _)| *of == id).map(|(_, served)| served.clone()).collect();
        Line { id, handle, name, email, organisation, administrator, roles }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The person with this handle, where these eyes see them.
pub async fn by_handle(
    conn: &mut Conn,
    eyes: Eyes<'_>,
    handle: &str,
    on: NaiveDate,
) -> Result<Option<Person>, FactsError> {
    let id: Option<Uuid> =
        subject::table.filter(subject::handle.eq(handle)).select(subject::id).first(conn).await.optional()?;
    let Some(id) = id else { return Ok(None) };
    let found: Option<(Row, (String, String, String))> = person::table
        .filter(person::id.eq(id))
        .filter(seen(eyes, on))
        .select((
            (person::id, person::name, person::email, person::organisation, person::administrator),
            (person::country, person::tel, person::state),
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((row, (country, tel, state))) = found else { return Ok(None) };
    let Some(line) = lines(conn, vec![row], on).await?.pop() else { return Ok(None) };
    let held = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .inner_join(subject::table.on(subject::id.eq(appointment::id)))
        .filter(appointment::person_id.eq(id))
        .order((appointment::valid_from.desc(), appointment::id.desc()))
        .select((
            appointment::id,
            subject::handle,
            appointment::role,
            appointment::body_id,
            body::short_name,
            body::side,
            appointment::valid_from,
            appointment::valid_to,
            appointment::decision,
            appointment::state,
            body::state,
        ))
        .limit(MOST)
        .load(conn)
        .await?;
    Ok(Some(Person { line, country, tel, state, held }))
}

/// People in sight for the list of a form: id, name and address.
pub async fn choices(
    conn: &mut Conn,
    eyes: Eyes<'_>,
    on: NaiveDate,
) -> Result<Vec<(Uuid, String, String)>, FactsError> {
    let all = person::table
        .filter(person::state.eq_any(standing::in_force()))
        .filter(seen(eyes, on))
        .order((person::name, person::id))
        .select((person::id, person::name, person::email));
    Ok(all.limit(MOST).load(conn).await?)
}
