//! Whom an act will tell at once, before it is done: the letters of the act itself and of what follows from it, by the same pure
//! functions with which the door queues them.

use chrono::NaiveDate;
use uuid::Uuid;

use super::subject::SubjectFacts;
use super::{Conn, FactsError};
use crate::domain::command::{AllocationCommand, Command, Correction, DestinationCommand, Kind, RegistrationCommand};
use crate::domain::decision::FollowOn;
use crate::domain::named::Named;
use crate::domain::notice::{Telling, at_once};
use crate::domain::procedure;
use crate::domain::procedure::engine::{Audience, Procedure};
use crate::domain::{allocation, destination, meeting, note, registration, statement};

/// The act that is asked about: its name, and what was typed for it so far.
pub struct Wanted<'a> {
    pub act: &'a str,
    pub command: Option<&'a Command>,
    /// Why, as typed: a redirected allocation carries it as its note.
    pub reason: &'a str,
    pub on: NaiveDate,
}

/// The letters that the act would queue. What depends on a person who is not chosen yet is left out.
pub async fn ahead(conn: &mut Conn, of: &SubjectFacts, wanted: &Wanted<'_>) -> Result<Vec<Telling>, FactsError> {
    let on_its_way = on_its_way(conn, of, wanted).await?;
    let (mut all, then) = own(on_its_way.as_ref().unwrap_or(of), wanted);
    for follow in &then {
        match following(conn, follow, wanted.on).await {
            Ok(more) => all.extend(more),
            // A body that is not there was typed: the act refuses it, and nobody is told.
            Err(FactsError::Missing(..)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(at_once(all).into_iter().filter(|telling| !telling.recipients.is_empty()).collect())
}

/// A registration that is to be passed on, with the body that was chosen.
async fn on_its_way(
    conn: &mut Conn,
    of: &SubjectFacts,
    wanted: &Wanted<'_>,
) -> Result<Option<SubjectFacts>, FactsError> {
    let (SubjectFacts::Registration(facts), Some(Command::Registration(RegistrationCommand::Forward(to)))) =
        (of, wanted.command)
    else {
        return Ok(None);
    };
    match super::registration::on_its_way(conn, (**facts).clone(), to, wanted.on).await {
        Ok(facts) => Ok(Some(SubjectFacts::Registration(Box::new(facts)))),
        // A body that is not there was typed: the act refuses it, and nobody is told.
        Err(FactsError::Missing(..)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn own(of: &SubjectFacts, wanted: &Wanted<'_>) -> (Vec<Telling>, Vec<FollowOn>) {
    match of {
        SubjectFacts::Statement(facts) => {
            let Some(act) = statement::act_named(wanted.act) else { return Default::default() };
            let audiences = audiences(&procedure::statement::PROCEDURE, facts.state, act);
            let then = match act {
                procedure::statement::Act::Send | procedure::statement::Act::RecordSent => {
                    statement::follows::of_sending(facts, wanted.on)
                }
                _ => Vec::new(),
            };
            (statement::telling(facts, act, audiences), then)
        }
        SubjectFacts::Destination(facts) => {
            let Some(act) = destination::act_named(wanted.act) else { return Default::default() };
            let audiences = audiences(&procedure::destination::PROCEDURE, facts.state, act);
            let then = match wanted.command {
                Some(Command::Destination(DestinationCommand::Correct(correction))) => {
                    of_correcting(facts, correction, wanted.on)
                }
                _ => Vec::new(),
            };
            (destination::telling(facts, act, audiences), then)
        }
        SubjectFacts::Registration(facts) => {
            let Some(act) = registration::act_named(wanted.act) else { return Default::default() };
            let audiences = audiences(&procedure::registration::PROCEDURE, facts.state, act);
            let then = match wanted.command {
                Some(Command::Registration(RegistrationCommand::Allocate(rows))) => {
                    registration::of_allocating(facts, rows, wanted.on)
                }
                Some(Command::Registration(RegistrationCommand::Forward(_))) => {
                    registration::of_forwarding(facts, wanted.on)
                }
                _ => Vec::new(),
            };
            (registration::telling(facts, act, audiences), then)
        }
        SubjectFacts::Allocation(facts) => {
            let Some(act) = allocation::act_named(wanted.act) else { return Default::default() };
            let audiences = audiences(&procedure::allocation::PROCEDURE, facts.state, act);
            let command = match wanted.command {
                Some(Command::Allocation(command)) => Some(command),
                _ => None,
            };
            let then = match command {
                Some(AllocationCommand::Redirect { body, assignee }) => {
                    vec![allocation::of_redirecting(facts, *body, *assignee, wanted.reason, wanted.on)]
                }
                _ => Vec::new(),
            };
            let assignee = allocation::assignee_after(facts, act, command);
            (allocation::telling(facts, act, assignee, audiences), then)
        }
        SubjectFacts::Note(facts) => {
            (note::act_named(wanted.act).map_or_else(Vec::new, |act| note::telling(facts, act)), Vec::new())
        }
        SubjectFacts::Meeting(facts) => (of_meeting(facts, wanted), Vec::new()),
    }
}

fn of_meeting(facts: &meeting::MeetingFacts, wanted: &Wanted<'_>) -> Vec<Telling> {
    let Some(act) = meeting::act_named(wanted.act) else { return Vec::new() };
    let command = match wanted.command {
        Some(Command::Meeting(command)) => Some(command),
        _ => None,
    };
    meeting::telling(facts, command, wanted.on, audiences(&procedure::meeting::PROCEDURE, facts.state, act))
}

/// The due dates that move in the asker's own body: what others allocated is theirs to see (PR-3).
fn of_correcting(facts: &destination::DestinationFacts, wanted: &Correction, on: NaiveDate) -> Vec<FollowOn> {
    let mut ours = facts.clone();
    ours.around.parts.retain(|part| facts.authority.contains(&part.receiver));
    destination::due_dates(&ours, wanted.deadline, on)
}

/// Whom the row tells. A follow-on is asked about before the act has moved its subject, so any row of its act will do.
fn audiences<S: Named, A: Named, G: Copy>(table: &Procedure<S, A, G>, state: Option<S>, act: A) -> &'static [Audience] {
    let row = table.row(state, act).or_else(|| table.table.iter().find(|row| row.act == act));
    row.map_or(&[], |row| row.tell)
}

/// The letters of one follow-on. Of what follows from an act, only receipts, allocations and linked replies tell anybody; a test walks
/// every act and compares with the outbox.
async fn following(conn: &mut Conn, follow: &FollowOn, on: NaiveDate) -> Result<Vec<Telling>, FactsError> {
    match &follow.command {
        Command::Registration(command @ RegistrationCommand::Receive { .. }) => {
            let facts = super::registration::unborn(conn, Uuid::nil(), command, on).await?;
            let audiences = audiences(&procedure::registration::PROCEDURE, None, command.act());
            Ok(registration::telling(&facts, command.act(), audiences))
        }
        Command::Allocation(command) => {
            let facts = match follow.subject {
                Some(id) => super::allocation::load(conn, id, false, on).await?,
                None => super::allocation::unborn(conn, Uuid::nil(), command, on).await?,
            };
            let audiences = audiences(&procedure::allocation::PROCEDURE, facts.state, command.act());
            let assignee = allocation::assignee_after(&facts, command.act(), Some(command));
            Ok(allocation::telling(&facts, command.act(), assignee, audiences))
        }
        Command::Destination(command @ DestinationCommand::Answer { .. }) => {
            let Some(id) = follow.subject else { return Ok(Vec::new()) };
            let facts = super::destination::load(conn, id, false, Some(command), on).await?;
            let audiences = audiences(&procedure::destination::PROCEDURE, facts.state, command.act());
            Ok(destination::telling(&facts, command.act(), audiences))
        }
        Command::Statement(_)
        | Command::Registration(_)
        | Command::Destination(_)
        | Command::Note(_)
        | Command::Meeting(_)
        | Command::Record(_) => Ok(Vec::new()),
    }
}

/// Whether it depends on what is typed in its form whom the act tells.
pub fn chooses_who_is_told(kind: Kind, act: &str) -> bool {
    use procedure::{allocation::Act as Part, destination::Act as To, registration::Act as Whole};
    match kind {
        Kind::Registration => matches!(registration::act_named(act), Some(Whole::Allocate | Whole::Forward)),
        Kind::Allocation => matches!(allocation::act_named(act), Some(Part::Reassign | Part::Redirect)),
        // Whose due date moves depends on the day that is typed.
        Kind::Destination => destination::act_named(act) == Some(To::Correct),
        // Whose due date moves depends on the days that are typed.
        Kind::Meeting => meeting::act_named(act) == Some(procedure::meeting::Act::Reschedule),
        Kind::Statement | Kind::Note | Kind::Body | Kind::Person | Kind::Appointment | Kind::WorkItem => false,
    }
}
