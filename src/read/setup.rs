//! How far a deployment has begun: what a new administrator still has to do.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{appointment, body};

/// What is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// A body is kept here.
    pub body: bool,
    /// One that is has its secretariat.
    pub secretariat: bool,
}

/// Looks.
pub async fn begun(conn: &mut Conn, on: NaiveDate) -> Result<Begun, FactsError> {
    let kept = body::table.filter(body::kept_here.eq(true)).filter(body::state.eq_any(standing::in_force()));
    let secretaries = [Role::Counsellor.name(), Role::CommitteeManager.name()];
    let served = appointment::table
        .inner_join(body::table.on(body::id.eq(appointment::body_id)))
        .filter(body::kept_here.eq(true).and(appointment::role.eq_any(secretaries)))
        .filter(appointment::state.eq_any(standing::in_force()).and(appointment::valid_from.le(on)))
        .filter(appointment::valid_to.is_null().or(appointment::valid_to.ge(on)));
    let (body, secretariat) = diesel::select((exists(kept), exists(served))).get_result(conn).await?;
    Ok(Begun { body, secretariat })
}
