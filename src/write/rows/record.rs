//! Rows of bodies, people, appointments and work items.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use super::mended;
use crate::domain::command::Kind;
use crate::domain::decision::RecordChange;
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::record::{AddressRecord, AppointmentRecord, BodyRecord, PersonRecord, Recorded, WorkItemRecord};
use crate::domain::standing;
use crate::facts;
use crate::facts::find::number_form;
use crate::said;
use crate::schema::{appointment, body, body_address, body_ancestor, body_parent, person, series, work_item};

/// Writes one record, or its end.
pub(super) async fn apply(
    tx: &mut Tx<'_>,
    id: Uuid,
    event: Uuid,
    kind: Kind,
    change: &RecordChange,
) -> Result<i32, Error> {
    if let Some(entry) = &change.address {
        let set = body::version.eq(body::version + 1);
        add_address(tx, id, event, entry).await?;
        return Ok(diesel::update(body::table.find(id)).set(set).returning(body::version).get_result(tx.conn).await?);
    }
    if let Some(mended) = &change.mended {
        return super::mended::apply(tx, id, event, mended, change.state).await;
    }
    match &change.record {
        Some(Recorded::Body(record)) => insert_body(tx, id, event, record, change.state).await?,
        Some(Recorded::Person(record)) => insert_person(tx, id, record, change.state).await?,
        Some(Recorded::Appointment(record)) => insert_appointment(tx, id, record, change.state).await?,
        Some(Recorded::WorkItem(record)) => insert_work_item(tx, id, record, change.state).await?,
        None => stand(tx, id, kind, change).await?,
    }
    Ok(1)
}

/// Its state and its last day as they become.
async fn stand(tx: &mut Tx<'_>, id: Uuid, kind: Kind, change: &RecordChange) -> Result<(), Error> {
    let state = change.state;
    match kind {
        Kind::Body => {
            if standing::is_in_force(state) {
                name_free_again(tx, id, change.valid_to.flatten()).await?;
            }
            let to = change.valid_to.map(|to| body::valid_to.eq(to));
            let set = (body::state.eq(state), to, body::version.eq(body::version + 1));
            diesel::update(body::table.find(id)).set(set).execute(tx.conn).await?;
        }
        Kind::Appointment => {
            let to = change.valid_to.map(|to| appointment::valid_to.eq(to));
            let set = (appointment::state.eq(state), to, appointment::version.eq(appointment::version + 1));
            diesel::update(appointment::table.find(id)).set(set).execute(tx.conn).await?;
        }
        Kind::Person => {
            let set = (person::state.eq(state), person::version.eq(person::version + 1));
            diesel::update(person::table.find(id)).set(set).execute(tx.conn).await?;
        }
        Kind::WorkItem => {
            let set = (work_item::state.eq(state), work_item::version.eq(work_item::version + 1));
            diesel::update(work_item::table.find(id)).set(set).execute(tx.conn).await?;
        }
        Kind::Statement | Kind::Destination | Kind::Registration | Kind::Allocation | Kind::Note | Kind::Meeting => {
            return Err(Error::Broken(format!("{kind:?} is no record")));
        }
    }
    Ok(())
}

/// One after the other: who writes down what is written down at the same moment is told that it is there.
pub(super) async fn alone(tx: &mut Tx<'_>, what: &str) -> Result<(), Error> {
    let alone = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
    diesel::sql_query(alone).bind::<Text, _>(what).execute(tx.conn).await?;
    Ok(())
}

/// One name, one body at a time: who writes down a name that is there already, in force or ended within the same days, is
/// told to choose.
pub(super) async fn name_free(
    tx: &mut Tx<'_>,
    name: &str,
    (from, to): (NaiveDate, Option<NaiveDate>),
    but: Uuid,
) -> Result<(), Error> {
    let form: String = diesel::select(number_form(name)).get_result(tx.conn).await?;
    alone(tx, &format!("body {form}")).await?;
    let there: Option<(String, Option<NaiveDate>)> = body::table
        .filter(number_form(body::short_name).eq(number_form(name)).and(body::id.ne(but)))
        // What was merged is found by its name, and takes it from nobody.
        .filter(body::merged_into.is_null())
        .filter(body::valid_to.is_null().or(body::valid_to.ge(from)).or(body::valid_from.eq(from)))
        .filter(body::valid_from.le(to.unwrap_or(NaiveDate::MAX)))
        .order(body::valid_to.desc().nulls_first())
        .select((body::state, body::valid_to))
        .first(tx.conn)
        .await
        .optional()?;
    let said = match there {
        None => return Ok(()),
        Some((state, Some(to))) if !standing::is_in_force(&state) => {
            said!("form-body-ended", name = name, on = to)
        }
        Some(_) => said!("form-body-known", name = name),
    };
    Err(Error::Fields(vec![FieldProblem { field: "source".to_owned(), said }]))
}

/// The same for one that is to be there again.
async fn name_free_again(tx: &mut Tx<'_>, id: Uuid, to: Option<NaiveDate>) -> Result<(), Error> {
    let own = body::table.find(id).select((body::short_name, body::valid_from));
    let (name, from): (String, NaiveDate) = own.first(tx.conn).await?;
    name_free(tx, &name, (from, to), id).await
}

async fn insert_body(tx: &mut Tx<'_>, id: Uuid, event: Uuid, record: &BodyRecord, state: &str) -> Result<(), Error> {
    name_free(tx, &record.short_name, (record.valid_from, record.valid_to), id).await?;
    diesel::insert_into(body::table)
        .values((
            body::id.eq(id),
            body::version.eq(1),
            body::state.eq(state),
            body::kind.eq(record.kind.name()),
            body::short_name.eq(&record.short_name),
            body::title.eq(&record.title),
            body::side.eq(record.side.name()),
            body::zone.eq(&record.zone),
            (
                body::kept_here.eq(record.kept_here),
                body::valid_from.eq(record.valid_from),
                body::valid_to.eq(record.valid_to),
                body::study_period.eq(&record.study_period),
                body::go_live.eq(record.go_live),
            ),
        ))
        .execute(tx.conn)
        .await?;
    for parent in &record.parents {
        diesel::insert_into(body_parent::table)
            .values((body_parent::body_id.eq(id), body_parent::parent_id.eq(parent)))
            .execute(tx.conn)
            .await?;
    }
    ancestors(tx, id, record).await?;
    for (kind, name, address) in &record.addresses {
        let (kind, name, address) = (*kind, name.clone(), address.clone());
        let entry = AddressRecord { kind, name, address, from: record.valid_from, to: None };
        add_address(tx, id, event, &entry).await?;
    }
    for (scheme, form, next) in &record.series {
        diesel::insert_into(series::table)
            .values((series::body_id.eq(id), series::scheme.eq(scheme), series::form.eq(form), series::next.eq(next)))
            .execute(tx.conn)
            .await?;
    }
    Ok(())
}

async fn add_address(tx: &mut Tx<'_>, id: Uuid, event: Uuid, entry: &AddressRecord) -> Result<(), Error> {
    diesel::insert_into(body_address::table)
        .values((
            body_address::id.eq(Uuid::now_v7()),
            body_address::body_id.eq(id),
            body_address::kind.eq(entry.kind.name()),
            body_address::name.eq(&entry.name),
            body_address::address.eq(&entry.address),
            body_address::valid_from.eq(entry.from),
            body_address::valid_to.eq(entry.to),
            body_address::event_id.eq(event),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

/// Every ancestor over any way up, each at its shortest distance. A new body has nothing under it yet, so no cycle can
/// arise (G-ORG-01).
async fn ancestors(tx: &mut Tx<'_>, id: Uuid, record: &BodyRecord) -> Result<(), Error> {
    alone(tx, mended::ABOVE).await?;
    let above: Vec<(Uuid, i16, bool)> = body_ancestor::table
        .filter(body_ancestor::body_id.eq_any(&record.parents))
        .select((body_ancestor::ancestor_id, body_ancestor::depth, body_ancestor::is_root))
        .load(tx.conn)
        .await?;
    let mut nearest: HashMap<Uuid, (i16, bool)> = HashMap::from([(id, (0, record.kind.is_root()))]);
    for (ancestor, depth, is_root) in above {
        let there = nearest.entry(ancestor).or_insert((depth + 1, is_root));
        there.0 = there.0.min(depth + 1);
    }
    let rows: Vec<_> = nearest
        .into_iter()
        .map(|(ancestor, (depth, is_root))| {
            (
                body_ancestor::body_id.eq(id),
                body_ancestor::ancestor_id.eq(ancestor),
                body_ancestor::depth.eq(depth),
                body_ancestor::is_root.eq(is_root),
            )
        })
        .collect();
    diesel::insert_into(body_ancestor::table).values(rows).execute(tx.conn).await?;
    Ok(())
}

/// One address, one person, whether they are still here or not: it is what they sign in with.
pub(super) async fn address_free(tx: &mut Tx<'_>, email: &str, but: Uuid) -> Result<(), Error> {
    alone(tx, &format!("person {}", email.to_lowercase())).await?;
    if facts::find::person(tx.conn, email).await?.is_none_or(|there| there == but) {
        return Ok(());
    }
    let said = said!("form-person-known", email = email);
    Err(Error::Fields(vec![FieldProblem { field: "email".to_owned(), said }]))
}

async fn insert_person(tx: &mut Tx<'_>, id: Uuid, record: &PersonRecord, state: &str) -> Result<(), Error> {
    address_free(tx, &record.email, id).await?;
    diesel::insert_into(person::table)
        .values((
            person::id.eq(id),
            person::version.eq(1),
            person::state.eq(state),
            person::name.eq(&record.name),
            person::email.eq(&record.email),
            person::organisation.eq(&record.organisation),
            person::country.eq(&record.country),
            (person::tel.eq(&record.tel), person::administrator.eq(record.administrator)),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

async fn insert_appointment(tx: &mut Tx<'_>, id: Uuid, record: &AppointmentRecord, state: &str) -> Result<(), Error> {
    diesel::insert_into(appointment::table)
        .values((
            appointment::id.eq(id),
            appointment::version.eq(1),
            appointment::state.eq(state),
            appointment::person_id.eq(record.person),
            appointment::role.eq(record.role.name()),
            appointment::body_id.eq(record.body),
            appointment::valid_from.eq(record.from),
            (appointment::valid_to.eq(record.to), appointment::decision.eq(&record.decision)),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}

async fn insert_work_item(tx: &mut Tx<'_>, id: Uuid, record: &WorkItemRecord, state: &str) -> Result<(), Error> {
    diesel::insert_into(work_item::table)
        .values((
            work_item::id.eq(id),
            work_item::version.eq(1),
            work_item::state.eq(state),
            work_item::body_id.eq(record.body),
            work_item::name.eq(&record.name),
            work_item::title.eq(&record.title),
            work_item::status.eq(&record.status),
        ))
        .execute(tx.conn)
        .await?;
    Ok(())
}
