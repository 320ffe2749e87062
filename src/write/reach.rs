//! What an act may name: the files that the actor has, and bodies and people that are there.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::door::Tx;
use super::order::Error;
use super::rows;
use crate::domain::command::{
    Command, Correction, DestinationCommand, MeetingCommand, RecordCommand, RegistrationCommand, StatementCommand,
};
use crate::domain::content::{Addressee, Content};
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::record::State;
use crate::domain::record::Recorded;
use crate::domain::standing;
use crate::facts;
use crate::said;
use crate::schema::{body, person};

/// A file is named by who uploaded it or sees it already. A hash that somebody else stored is refused as one that is not
/// here, so that nobody learns that it is.
pub(super) async fn files(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: Uuid,
    today: NaiveDate,
    command: &Command,
) -> Result<(), Error> {
    let Some(text) = text(command) else { return Ok(()) };
    let files = &text.files;
    if files.is_empty() {
        return Ok(());
    }
    let hashes: Result<Vec<_>, _> = files.iter().map(|file| hex::decode(&file.hash)).collect();
    let hashes = hashes.map_err(|_| Error::Refused(vec![rows::file_not_stored()]))?;
    let roots = facts::sight::roots(tx.conn, actor, today).await?;
    let sight = facts::sight::Sight { roots, person };
    match facts::file::all_visible(tx.conn, &sight, &hashes).await? {
        true => Ok(()),
        false => Err(Error::Refused(vec![rows::file_not_stored()])),
    }
}

/// An addressee is chosen from the list: an id that is no body's is told at its row.
pub(super) async fn addressees(tx: &mut Tx<'_>, command: &Command) -> Result<(), Error> {
    if let Command::Destination(DestinationCommand::Correct(Correction { body: Some(named), .. })) = command {
        let known = diesel::select(exists(body::table.find(named))).get_result(tx.conn).await?;
        let told = || FieldProblem { field: "addressee_body".to_owned(), said: said!("form-id") };
        return if known { Ok(()) } else { Err(Error::Fields(vec![told()])) };
    }
    if let Command::Statement(StatementCommand::Correct(heading)) = command {
        let known = diesel::select(exists(body::table.find(heading.source))).get_result(tx.conn).await?;
        let told = || FieldProblem { field: "source".to_owned(), said: said!("form-id") };
        return if known { Ok(()) } else { Err(Error::Fields(vec![told()])) };
    }
    let Some(text) = text(command) else { return Ok(()) };
    let named = &text.destinations;
    let ids: Vec<Uuid> = named.iter().filter_map(|to| to.body).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known: Vec<Uuid> = body::table.filter(body::id.eq_any(&ids)).select(body::id).load(tx.conn).await?;
    let unknown = |to: &Addressee| to.body.is_some_and(|id| !known.contains(&id));
    let told = |row| FieldProblem { field: format!("destinations.{row}.body"), said: said!("form-id") };
    let problems: Vec<FieldProblem> =
        named.iter().enumerate().filter(|(_, to)| unknown(to)).map(|(row, _)| told(row)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Fields(problems)) }
}

/// Bodies by the fields that name them, and a person.
type Chosen<'a> = (Vec<(&'a str, Uuid)>, Option<Uuid>);

fn of_record(record: &Recorded) -> Chosen<'static> {
    match record {
        Recorded::Body(record) => (parents(&record.parents), None),
        Recorded::Appointment(record) => (vec![("serves", record.body)], Some(record.person)),
        Recorded::WorkItem(record) => (vec![("body", record.body)], None),
        Recorded::Person(_) => (Vec::new(), None),
    }
}

fn parents(of: &[Uuid]) -> Vec<(&'static str, Uuid)> {
    let fields = ["parent", "other_parent"].into_iter().chain(std::iter::repeat("third_parent"));
    fields.zip(of.iter().copied()).collect()
}

/// What a record names is chosen from the list, and in force: an id that is nobody's, another kind's or that of something
/// ended is told at its field. It is held until the end, so that it does not end meanwhile. A correction may leave a parent
/// that has ended.
pub(super) async fn named(tx: &mut Tx<'_>, command: &Command) -> Result<(), Error> {
    let ((bodies, who), ended_too) = match command {
        Command::Record(RecordCommand::Record(record)) => (of_record(record), false),
        Command::Meeting(MeetingCommand::Record(record)) => {
            let with = record.jointly_with.iter().map(|with| ("jointly_with", *with));
            ((std::iter::once(("convenes", record.body)).chain(with).collect(), None), false)
        }
        Command::Registration(RegistrationCommand::Forward(wanted)) => ((vec![("forward_to", wanted.to)], None), false),
        Command::Record(RecordCommand::CorrectBody(wanted)) => ((parents(&wanted.parents), None), true),
        Command::Record(RecordCommand::MergeInto { into }) => ((vec![("into_body", *into)], None), true),
        _ => return Ok(()),
    };
    let ids: Vec<Uuid> = bodies.iter().map(|(_, id)| *id).collect();
    let states = if ended_too { State::names_where(|_| true) } else { standing::in_force() };
    let there = body::table.filter(body::id.eq_any(ids).and(body::state.eq_any(states)));
    let there: Vec<Uuid> = there.order(body::id).select(body::id).for_share().load(tx.conn).await?;
    let mut unknown: Vec<&str> = bodies.iter().filter(|(_, id)| !there.contains(id)).map(|(field, _)| *field).collect();
    if let Some(who) = who {
        let one = person::table.filter(person::id.eq(who).and(person::state.eq_any(standing::in_force())));
        let there: Option<Uuid> = one.select(person::id).for_share().first(tx.conn).await.optional()?;
        unknown.extend(there.is_none().then_some("person"));
    }
    let told = |field: &str| FieldProblem { field: field.to_owned(), said: said!("form-id") };
    if unknown.is_empty() { Ok(()) } else { Err(Error::Fields(unknown.into_iter().map(told).collect())) }
}

fn text(command: &Command) -> Option<&Content> {
    match command {
        Command::Statement(command) => command.text(),
        Command::Destination(_)
        | Command::Registration(_)
        | Command::Allocation(_)
        | Command::Note(_)
        | Command::Meeting(_)
        | Command::Record(_) => None,
    }
}
