//! Bodies and people for the lists of forms.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::reference::Side;
use crate::domain::standing;
use crate::facts::find::number_form;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body, body_ancestor, person};

/// One body as a choice.
#[derive(Clone, Debug)]
pub struct BodyChoice {
    pub id: Uuid,
    pub short_name: String,
    pub title: String,
    pub kind: String,
    pub side: Side,
    pub kept_here: bool,
}

/// More bodies than a form can offer; beyond it the field is filled by typing.
const MOST: i64 = 1000;

type Row = (Uuid, String, String, String, String, bool);

fn choice((id, short_name, title, kind, side, kept_here): Row) -> BodyChoice {
    let side = if side == "itu" { Side::Itu } else { Side::Partner };
    BodyChoice { id, short_name, title, kind, side, kept_here }
}

/// Every body in force on that day, by name.
pub async fn all(conn: &mut Conn, on: NaiveDate) -> Result<Vec<BodyChoice>, FactsError> {
    let rows: Vec<Row> = body::table
        .filter(body::state.eq_any(standing::in_force()))
        .filter(body::valid_to.is_null().or(body::valid_to.ge(on)))
        .order((body::side, body::short_name, body::id))
        .select((body::id, body::short_name, body::title, body::kind, body::side, body::kept_here))
        .limit(MOST)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(choice).collect())
}

/// The body in force on that day whose name is read as this one: whatever the case, the blanks and what nobody sees. The
/// name as it is written wins, then the newest, then the one that had it.
pub async fn called(conn: &mut Conn, name: &str, on: NaiveDate) -> Result<Option<Uuid>, FactsError> {
    let found = body::table
        .filter(body::state.eq_any(standing::in_force()))
        .filter(body::valid_to.is_null().or(body::valid_to.ge(on)))
        .filter(number_form(body::short_name).eq(number_form(name)))
        .order((body::short_name.eq(name).desc(), body::valid_from.desc(), body::id.desc()))
        .select(body::id)
        .first(conn)
        .await
        .optional()?;
    if found.is_some() { Ok(found) } else { crate::facts::find::formerly(conn, name).await }
}

/// The bodies under these, themselves included.
pub async fn under(conn: &mut Conn, roots: &[Uuid]) -> Result<Vec<BodyChoice>, FactsError> {
    let rows: Vec<Row> = body_ancestor::table
        .inner_join(body::table.on(body::id.eq(body_ancestor::body_id)))
        .filter(body_ancestor::ancestor_id.eq_any(roots).and(body::state.eq_any(standing::in_force())))
        .order((body::short_name, body::id))
        .distinct()
        .select((body::id, body::short_name, body::title, body::kind, body::side, body::kept_here))
        .limit(MOST)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(choice).collect())
}

/// One person who serves somewhere under a body, with their roles there.
#[derive(Clone, Debug)]
pub struct Serving {
    pub person: Uuid,
    pub name: String,
    pub role: String,
    pub body: String,
}

/// Who serves under a body on that day.
pub async fn serving(conn: &mut Conn, root: Uuid, on: NaiveDate) -> Result<Vec<Serving>, FactsError> {
    let rows: Vec<(Uuid, String, String, String)> = appointment::table
        .inner_join(body_ancestor::table.on(body_ancestor::body_id.eq(appointment::body_id)))
        .inner_join(person::table.on(person::id.eq(appointment::person_id)))
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(body_ancestor::ancestor_id.eq(root))
        .filter(appointment::state.eq_any(standing::in_force()).and(appointment::valid_from.le(on)))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)))
        .order((person::name, body::short_name, appointment::id))
        .select((person::id, person::name, appointment::role, body::short_name))
        .limit(MOST)
        .load(conn)
        .await?;
    let serving = |(person, name, role, body)| Serving { person, name, role, body };
    Ok(rows.into_iter().map(serving).collect())
}

/// The body that these printed words mean: its short name in any case and spacing, with or without its organisation.
pub fn named<'a>(bodies: &'a [BodyChoice], printed: &str) -> Option<&'a BodyChoice> {
    let wanted = squeezed(printed);
    if wanted.is_empty() {
        return None;
    }
    bodies.iter().find(|body| {
        let name = squeezed(&body.short_name);
        let long = squeezed(&body.title);
        name == wanted
            || long == wanted
            || (body.side == Side::Itu && format!("ituT{name}").eq_ignore_ascii_case(&wanted))
    })
}

/// Letters and digits alone, `Study Group` as `SG`: how `ITU-T Study Group 17` and `SG17` meet.
fn squeezed(text: &str) -> String {
    let lower =
        text.to_lowercase().replace("study group", "sg").replace("working party", "wp").replace("question", "q");
    lower.chars().filter(|c| c.is_alphanumeric() || *c == '/').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_by_the_names_that_letters_print() {
        let body = |short: &str, side| BodyChoice {
            id: Uuid::now_v7(),
            short_name: short.into(),
            title: String::new(),
            kind: "study_group".into(),
            side,
            kept_here: false,
        };
        let all = [body("SG17", Side::Itu), body("ISO/TC 307", Side::Partner), body("3GPP", Side::Partner)];
        for printed in ["SG17", "ITU-T SG17", "ITU-T Study Group 17", "sg 17"] {
            assert_eq!(named(&all, printed).map(|b| b.short_name.as_str()), Some("SG17"), "{printed}");
        }
        assert_eq!(named(&all, "ISO/TC307").map(|b| b.short_name.as_str()), Some("ISO/TC 307"));
        assert_eq!(named(&all, "SG1").map(|b| b.short_name.as_str()), None);
        assert_eq!(named(&all, " - ").map(|b| b.short_name.as_str()), None);
    }
}
