//! A subject of any kind that acts are done to, loaded once for what a page offers.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Conn, FactsError, allocation, destination, meeting, note, registration, statement};
use crate::domain::allocation::AllocationFacts;
use crate::domain::command::Kind;
use crate::domain::destination::DestinationFacts;
use crate::domain::meeting::MeetingFacts;
use crate::domain::note::NoteFacts;
use crate::domain::registration::RegistrationFacts;
use crate::domain::statement::StatementFacts;

/// The facts of one subject.
pub enum SubjectFacts {
    Statement(Box<StatementFacts>),
    Destination(Box<DestinationFacts>),
    Registration(Box<RegistrationFacts>),
    Allocation(Box<AllocationFacts>),
    Note(Box<NoteFacts>),
    Meeting(Box<MeetingFacts>),
}

/// The facts of a subject that people act on; none for the other kinds.
pub async fn load(conn: &mut Conn, kind: Kind, id: Uuid, on: NaiveDate) -> Result<Option<SubjectFacts>, FactsError> {
    Ok(match kind {
        Kind::Statement => Some(SubjectFacts::Statement(Box::new(statement::load(conn, id, false, on, None).await?))),
        Kind::Registration => {
            Some(SubjectFacts::Registration(Box::new(registration::load(conn, id, false, on, None).await?)))
        }
        Kind::Allocation => Some(SubjectFacts::Allocation(Box::new(allocation::load(conn, id, false, on).await?))),
        Kind::Destination => {
            Some(SubjectFacts::Destination(Box::new(destination::load(conn, id, false, None, on).await?)))
        }
        Kind::Note => Some(SubjectFacts::Note(Box::new(note::load(conn, id, false).await?))),
        Kind::Meeting => Some(SubjectFacts::Meeting(Box::new(meeting::load(conn, id, false, on).await?))),
        Kind::Body | Kind::Person | Kind::Appointment | Kind::WorkItem => None,
    })
}
