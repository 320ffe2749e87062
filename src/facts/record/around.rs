//! What a correction or a merge rests on: the rows as they are written down, and what would move with them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError};
use crate::domain::command::{Kind, RecordCommand};
use crate::domain::people::Actor;
use crate::domain::record::{AddressRecord, Around, BodyCorrection, Merging, PersonCorrection, RecordFacts};
use crate::domain::standing;
use crate::facts::{body as bodies, sight, word};
use crate::schema::{
    allocation, appointment, body, body_address, body_ancestor, body_parent, destination, meeting, meeting_body,
    number, person, registration, series, statement, statement_named, statement_sight, work_item,
};

/// The facts that a command on what is there is decided on, locked.
pub async fn of(
    conn: &mut Conn,
    id: Uuid,
    kind: Kind,
    (command, actor, today): (&RecordCommand, &Actor, NaiveDate),
) -> Result<RecordFacts, FactsError> {
    let facts = super::load(conn, id, kind, true).await?;
    around(conn, facts, command, actor, today).await
}

/// The facts with what this command names, as far as it mends or merges something.
pub async fn around(
    conn: &mut Conn,
    facts: RecordFacts,
    command: &RecordCommand,
    actor: &Actor,
    today: NaiveDate,
) -> Result<RecordFacts, FactsError> {
    let id = facts.id;
    let around = match command {
        RecordCommand::CorrectBody(wanted) => of_body(conn, id, wanted, (actor, today)).await?,
        RecordCommand::CorrectPerson(_) => {
            Around { person: Some(written_person(conn, id).await?), ..Around::default() }
        }
        RecordCommand::EndAddress { entry, .. } | RecordCommand::CorrectAddress { entry, .. } => {
            Around { entry: self::entry(conn, id, *entry).await?, ..Around::default() }
        }
        RecordCommand::MergeInto { into } => of_merge(conn, id, *into, (actor, today)).await?,
        RecordCommand::ReserveNumber { .. }
        | RecordCommand::ReleaseNumber { .. }
        | RecordCommand::VoidNumber { .. } => {
            Around { numbering: super::super::number::numbering(conn, id, command).await?, ..Around::default() }
        }
        RecordCommand::Template(command) => {
            Around { keeping: Some(super::super::template::keeping(conn, id, command).await?), ..Around::default() }
        }
        RecordCommand::Record(_)
        | RecordCommand::End { .. }
        | RecordCommand::AddAddress(_)
        | RecordCommand::TakeBack { .. }
        | RecordCommand::Absorb { .. } => Around::default(),
    };
    Ok(RecordFacts { around, ..facts })
}

/// The body as it is written down, without series: those that it has stay.
pub async fn written_body(conn: &mut Conn, id: Uuid) -> Result<BodyCorrection, FactsError> {
    type Row =
        ((String, String, String, String, String), (NaiveDate, Option<NaiveDate>, Option<String>, Option<NaiveDate>));
    let row: Option<Row> = body::table
        .find(id)
        .select((
            (body::kind, body::short_name, body::title, body::side, body::zone),
            (body::valid_from, body::valid_to, body::study_period, body::go_live),
        ))
        .first(conn)
        .await
        .optional()?;
    let ((kind, short_name, title, side, zone), (valid_from, valid_to, study_period, go_live)) =
        row.ok_or(FactsError::Missing("body", id))?;
    let parents = body_parent::table.filter(body_parent::body_id.eq(id)).order(body_parent::parent_id);
    Ok(BodyCorrection {
        kind: Some(word("body.kind", &kind)?),
        short_name,
        title,
        side: word("body.side", &side)?,
        zone,
        parents: parents.select(body_parent::parent_id).load(conn).await?,
        valid_from,
        valid_to,
        study_period,
        go_live,
        sent_numbers: None,
        received_numbers: None,
    })
}

/// The person as they are written down.
pub async fn written_person(conn: &mut Conn, id: Uuid) -> Result<PersonCorrection, FactsError> {
    let row: Option<(String, String, String, String, String)> = person::table
        .find(id)
        .select((person::name, person::email, person::organisation, person::country, person::tel))
        .first(conn)
        .await
        .optional()?;
    let (name, email, organisation, country, tel) = row.ok_or(FactsError::Missing("person", id))?;
    Ok(PersonCorrection { name, email, organisation, country, tel })
}

/// That entry of the body's address book.
pub async fn entry(conn: &mut Conn, of: Uuid, id: Uuid) -> Result<Option<AddressRecord>, FactsError> {
    let row: Option<(String, String, String, NaiveDate, Option<NaiveDate>)> = body_address::table
        .filter(body_address::id.eq(id).and(body_address::body_id.eq(of)))
        .select((
            body_address::kind,
            body_address::name,
            body_address::address,
            body_address::valid_from,
            body_address::valid_to,
        ))
        .first(conn)
        .await
        .optional()?;
    row.map(|(kind, name, address, from, to)| {
        Ok(AddressRecord { kind: word("body_address.kind", &kind)?, name, address, from, to })
    })
    .transpose()
}

type Asker<'a> = (&'a Actor, NaiveDate);

async fn of_body(conn: &mut Conn, id: Uuid, wanted: &BodyCorrection, asker: Asker<'_>) -> Result<Around, FactsError> {
    let there = written_body(conn, id).await?;
    let below = body_ancestor::table.filter(body_ancestor::ancestor_id.eq(id)).select(body_ancestor::body_id);
    let below: Vec<Uuid> = below.load(conn).await?;
    let schemes = series::table.filter(series::body_id.eq(id)).select(series::scheme).load(conn).await?;
    let named: Vec<Uuid> = there.parents.iter().chain(&wanted.parents).copied().collect();
    let names: Vec<(Uuid, String)> =
        body::table.filter(body::id.eq_any(&named)).select((body::id, body::short_name)).load(conn).await?;
    let mut around =
        Around { schemes, below, names: names.into_iter().collect::<HashMap<_, _>>(), ..Around::default() };
    if wanted.moves(&there) || wanted.new_kind(&there).is_some() {
        let above = bodies::above(conn, &wanted.parents).await?;
        let kept_here: bool = body::table.find(id).select(body::kept_here).first(conn).await?;
        around.authority = kept_here.then(|| above.of_birth(&wanted.parents));
        if roots_after(conn, id, wanted, &there).await? != sight::roots_of(conn, id).await? {
            let statements = sight::touched(conn, &around.below).await?;
            (around.moved, around.moved_in_sight) = (statements.len(), all_seen(conn, &statements, asker).await?);
        }
    }
    around.body = Some(there);
    Ok(around)
}

/// Whose trees would see what the body sends and gets.
async fn roots_after(
    conn: &mut Conn,
    id: Uuid,
    wanted: &BodyCorrection,
    there: &BodyCorrection,
) -> Result<Vec<Uuid>, FactsError> {
    let is_root = wanted.kind.or(there.kind).is_some_and(|kind| kind.is_root());
    let above = sight::links(conn, &wanted.parents).await?;
    let above = above.into_iter().map(|(_, ancestor, is_root, depth)| (id, ancestor, is_root, depth + 1));
    let links: Vec<sight::Above> = std::iter::once((id, id, is_root, 0)).chain(above).collect();
    Ok(sight::nearest(&[id], &links))
}

/// Whether the asker sees all of these statements; who acts by office lets nobody see anything for themselves.
async fn all_seen(conn: &mut Conn, statements: &[Uuid], (actor, today): Asker<'_>) -> Result<bool, FactsError> {
    let Actor::Person { id, administrator: false, .. } = actor else { return Ok(true) };
    let roots = sight::roots(conn, actor, today).await?;
    let in_trees = statement_sight::table
        .filter(statement_sight::statement_id.eq_any(statements).and(statement_sight::root_id.eq_any(roots)))
        .select(statement_sight::statement_id)
        .distinct();
    let mut seen: Vec<Uuid> = in_trees.load(conn).await?;
    let named = statement_named::table
        .filter(statement_named::statement_id.eq_any(statements).and(statement_named::person_id.eq(id)))
        .select(statement_named::statement_id);
    seen.extend(named.load::<Uuid>(conn).await?);
    Ok(statements.iter().all(|one| seen.contains(one)))
}

async fn of_merge(conn: &mut Conn, id: Uuid, into: Uuid, asker: Asker<'_>) -> Result<Around, FactsError> {
    let names: Vec<(Uuid, String, String)> = body::table
        .filter(body::id.eq_any([id, into]))
        .select((body::id, body::short_name, body::state))
        .for_share()
        .load(conn)
        .await?;
    let name = |of: Uuid| names.iter().find(|one| one.0 == of);
    let statements = sight::touched(conn, &[id]).await?;
    let merging = Merging {
        from: name(id).map(|one| one.1.clone()).unwrap_or_default(),
        into: name(into).map(|one| one.1.clone()).unwrap_or_default(),
        into_another: into != id && name(into).is_some_and(|one| standing::is_in_force(&one.2)),
        hangs: hangs(conn, id).await?,
        twice: twice(conn, id, into).await?,
        statements: statements.clone(),
    };
    let (moved, moved_in_sight) = (statements.len(), all_seen(conn, &statements, asker).await?);
    Ok(Around { merging: Some(merging), moved, moved_in_sight, ..Around::default() })
}

/// More than a sender does: somebody serves in it, something belongs to it, it meets, it has work or a register.
async fn hangs(conn: &mut Conn, id: Uuid) -> Result<bool, FactsError> {
    let own = body_parent::table.filter(body_parent::parent_id.eq(id));
    let serves = appointment::table.filter(appointment::body_id.eq(id));
    let meets = meeting_body::table.filter(meeting_body::body_id.eq(id));
    let convenes = meeting::table.filter(meeting::body_id.eq(id));
    let keeps = registration::table.filter(registration::body_id.eq(id));
    let works = allocation::table.filter(allocation::body_id.eq(id));
    let items = work_item::table.filter(work_item::body_id.eq(id));
    let numbers = series::table.filter(series::body_id.eq(id));
    let any = exists(own)
        .or(exists(serves))
        .or(exists(meets))
        .or(exists(convenes))
        .or(exists(keeps))
        .or(exists(works))
        .or(exists(items))
        .or(exists(numbers));
    Ok(diesel::select(any).get_result(conn).await?)
}

/// A number that a statement of each has, or the words of an addressee beside the other on one: what may be here twice.
async fn twice(conn: &mut Conn, id: Uuid, into: Uuid) -> Result<Option<String>, FactsError> {
    let (other, theirs) = diesel::alias!(number as other, statement as theirs);
    let same = other
        .inner_join(theirs.on(theirs.field(statement::id).eq(other.field(number::subject_id))))
        .filter(theirs.field(statement::owner_id).eq(into))
        .filter(theirs.field(statement::state).eq_any(standing::statements()))
        .filter(other.field(number::form).eq(number::form));
    let number = number::table
        .inner_join(statement::table.on(statement::id.eq(number::subject_id)))
        .filter(statement::owner_id.eq(id).and(statement::state.eq_any(standing::statements())))
        .filter(exists(same))
        .order(number::id)
        .select(number::value);
    if let Some(value) = number.first::<String>(conn).await.optional()? {
        return Ok(Some(value));
    }
    let beside = diesel::alias!(destination as beside);
    let both = beside
        .filter(beside.field(destination::statement_id).eq(destination::statement_id))
        .filter(beside.field(destination::body_id).eq(into))
        .filter(beside.field(destination::state).eq_any(standing::destinations()));
    let addressed = destination::table
        .filter(destination::body_id.eq(id).and(destination::state.eq_any(standing::destinations())))
        .filter(exists(both))
        .order(destination::id)
        .select(destination::printed);
    Ok(addressed.first(conn).await.optional()?)
}
