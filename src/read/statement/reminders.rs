//! When each addressee of a statement was reminded last.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Statement;
use crate::domain::named::Named;
use crate::domain::procedure::statement::Act;
use crate::facts::{Conn, FactsError};
use crate::schema::{event, event_payload};

/// Sets the day of the newest reminder that stands at each addressee.
pub(super) async fn load(conn: &mut Conn, page: &mut Statement) -> Result<(), FactsError> {
    let rows: Vec<(Uuid, String, NaiveDate, Value)> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq(page.id).and(event::act.eq_any([Act::Remind.name(), Act::TakeBack.name()])))
        .order(event::seq)
        .select((event::id, event::act, event::occurred_on, event_payload::data))
        .load(conn)
        .await?;
    let brought = |data: &Value, field: &str| data.get("brought").and_then(|brought| brought.get(field)).cloned();
    let mut reminders: Vec<(Uuid, NaiveDate, Vec<Uuid>)> = Vec::new();
    for (id, act, on, data) in rows {
        if act == Act::Remind.name() {
            let to = brought(&data, "reminded").and_then(|all| serde_json::from_value(all).ok());
            reminders.push((id, on, to.unwrap_or_default()));
        } else {
            let taken = brought(&data, "takes_back").and_then(|one| serde_json::from_value(one).ok());
            reminders.retain(|(id, ..)| Some(*id) != taken);
        }
    }
    for (_, on, all) in reminders {
        page.destinations.iter_mut().filter(|to| all.contains(&to.id)).for_each(|to| to.reminded_on = Some(on));
    }
    Ok(())
}
