//! Rows of a body, a person or the address book that were written down wrongly. What a body belongs to changes what
//! everything under it belongs to, and who sees its statements: both are derived anew.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::{merged, number, record, set_aside, sight, template};
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::record::{AddressRecord, BodyCorrection, Mended, PersonCorrection};
use crate::domain::reference::BodyKind;
use crate::facts;
use crate::facts::sight::{links, nearest};
use crate::said;
use crate::schema::{body, body_address, body_alias, body_ancestor, body_parent, person, series};

/// Under this name one after the other changes what bodies belong to, and is born under some.
pub(super) const ABOVE: &str = "what bodies belong to";

/// Makes the correction true, and says the version of the row.
pub(super) async fn apply(tx: &mut Tx<'_>, id: Uuid, event: Uuid, change: &Mended, state: &str) -> Result<i32, Error> {
    match change {
        Mended::Body { to, renamed, moves, series } => {
            mend_body(tx, id, to).await.map_err(at_its_field)?;
            if let Some(name) = renamed {
                alias(tx, id, event, name).await?;
            }
            for (scheme, form, next) in series {
                let row = (series::scheme.eq(scheme), series::form.eq(form), series::next.eq(next));
                diesel::insert_into(series::table).values((series::body_id.eq(id), row)).execute(tx.conn).await?;
            }
            if !series.is_empty() {
                number::place_anew(tx, id).await?;
            }
            if *moves {
                move_under(tx, id, &to.parents).await?;
            }
        }
        Mended::Person(to) => return mend_person(tx, id, to).await,
        Mended::Entry { id: entry, to } => mend_entry(tx, id, *entry, to).await?,
        Mended::Merged { into } => merged::apply(tx, id, event, *into, state).await?,
        Mended::Absorbed => {}
        Mended::Reserved { of, number, reserved_for, next } => {
            set_aside::reserve(tx, (id, event), of, (number, reserved_for), *next).await?;
        }
        Mended::Released { of, number } => set_aside::release(tx, id, of, number).await?,
        Mended::Voided { of, number, why } => set_aside::void(tx, (id, event), of, (number, why)).await?,
        Mended::Template(change) => template::apply(tx, id, event, change).await?,
    }
    let set = body::version.eq(body::version + 1);
    Ok(diesel::update(body::table.find(id)).set(set).returning(body::version).get_result(tx.conn).await?)
}

/// The name that is taken is told where it was typed.
fn at_its_field(error: Error) -> Error {
    let moved = |one: FieldProblem| FieldProblem { field: "short_name".to_owned(), ..one };
    match error {
        Error::Fields(problems) => Error::Fields(problems.into_iter().map(moved).collect()),
        other => other,
    }
}

async fn mend_body(tx: &mut Tx<'_>, id: Uuid, to: &BodyCorrection) -> Result<(), Error> {
    record::name_free(tx, &to.short_name, (to.valid_from, to.valid_to), id).await?;
    let set = (
        to.kind.map(|kind| body::kind.eq(kind.name())),
        body::short_name.eq(&to.short_name),
        body::title.eq(&to.title),
        body::side.eq(to.side.name()),
        body::zone.eq(&to.zone),
        body::valid_from.eq(to.valid_from),
        body::valid_to.eq(to.valid_to),
        body::study_period.eq(&to.study_period),
        body::go_live.eq(to.go_live),
    );
    diesel::update(body::table.find(id)).set(set).execute(tx.conn).await?;
    // Its own name is no former one any more, where it takes that back.
    let own = body_alias::table.filter(body_alias::body_id.eq(id).and(body_alias::name.eq(&to.short_name)));
    diesel::delete(own).execute(tx.conn).await?;
    Ok(())
}

/// It is still found by the name that it had.
pub(super) async fn alias(tx: &mut Tx<'_>, id: Uuid, event: Uuid, name: &str) -> Result<(), Error> {
    diesel::insert_into(body_alias::table)
        .values((body_alias::body_id.eq(id), body_alias::name.eq(name), body_alias::event_id.eq(event)))
        .on_conflict_do_nothing()
        .execute(tx.conn)
        .await?;
    Ok(())
}

async fn mend_person(tx: &mut Tx<'_>, id: Uuid, to: &PersonCorrection) -> Result<i32, Error> {
    record::address_free(tx, &to.email, id).await?;
    let set = (
        person::name.eq(&to.name),
        person::email.eq(&to.email),
        person::organisation.eq(&to.organisation),
        person::country.eq(&to.country),
        person::tel.eq(&to.tel),
        person::version.eq(person::version + 1),
    );
    Ok(diesel::update(person::table.find(id)).set(set).returning(person::version).get_result(tx.conn).await?)
}

async fn mend_entry(tx: &mut Tx<'_>, of: Uuid, id: Uuid, to: &AddressRecord) -> Result<(), Error> {
    let entry = body_address::table.filter(body_address::id.eq(id).and(body_address::body_id.eq(of)));
    let set = (
        body_address::kind.eq(to.kind.name()),
        body_address::name.eq(&to.name),
        body_address::address.eq(&to.address),
        body_address::valid_from.eq(to.from),
        body_address::valid_to.eq(to.to),
    );
    diesel::update(entry).set(set).execute(tx.conn).await?;
    Ok(())
}

/// It belongs to these from now on, and everything under it with it.
async fn move_under(tx: &mut Tx<'_>, id: Uuid, parents: &[Uuid]) -> Result<(), Error> {
    record::alone(tx, ABOVE).await?;
    let below: Vec<Uuid> = body_ancestor::table
        .filter(body_ancestor::ancestor_id.eq(id))
        .order(body_ancestor::body_id)
        .select(body_ancestor::body_id)
        .load(tx.conn)
        .await?;
    // Somebody else may have moved one of them meanwhile (G-ORG-01).
    if parents.iter().any(|parent| below.contains(parent)) {
        let said = said!("guard-no-cycle-no");
        return Err(Error::Fields(vec![FieldProblem { field: "parent".to_owned(), said }]));
    }
    let before = links(tx.conn, &below).await?;
    diesel::delete(body_parent::table.filter(body_parent::body_id.eq(id))).execute(tx.conn).await?;
    let row = |parent: &Uuid| (body_parent::body_id.eq(id), body_parent::parent_id.eq(*parent));
    let rows: Vec<_> = parents.iter().map(row).collect();
    diesel::insert_into(body_parent::table).values(rows).execute(tx.conn).await?;
    derive_above(tx, &below).await?;
    let after = links(tx.conn, &below).await?;
    let other: Vec<Uuid> =
        below.into_iter().filter(|one| nearest(&[*one], &before) != nearest(&[*one], &after)).collect();
    let statements = facts::sight::touched(tx.conn, &other).await?;
    seen_anew(tx, &statements).await
}

/// Everything above each of these over any way up, at its shortest distance.
async fn derive_above(tx: &mut Tx<'_>, of: &[Uuid]) -> Result<(), Error> {
    const DERIVED: &str = "WITH RECURSIVE up (body_id, ancestor_id, depth) AS (
            SELECT id, id, 0 FROM body WHERE id = ANY($1)
            UNION SELECT up.body_id, p.parent_id, up.depth + 1 FROM up JOIN body_parent p ON p.body_id = up.ancestor_id)
        INSERT INTO body_ancestor (body_id, ancestor_id, depth, is_root)
            SELECT up.body_id, up.ancestor_id, min(up.depth), bool_or(b.kind = ANY($2))
            FROM up JOIN body b ON b.id = up.ancestor_id GROUP BY up.body_id, up.ancestor_id";
    let roots: Vec<&str> = BodyKind::names_where(BodyKind::is_root);
    diesel::delete(body_ancestor::table.filter(body_ancestor::body_id.eq_any(of))).execute(tx.conn).await?;
    diesel::sql_query(DERIVED).bind::<Array<SqlUuid>, _>(of).bind::<Array<Text>, _>(roots).execute(tx.conn).await?;
    Ok(())
}

/// Who sees these statements is derived anew.
pub(super) async fn seen_anew(tx: &mut Tx<'_>, statements: &[Uuid]) -> Result<(), Error> {
    for statement in statements {
        sight::refresh(tx, *statement).await?;
    }
    Ok(())
}
