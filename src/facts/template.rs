//! Templates of replies as a decision rests on them: the one that is named, and the names of the others in use.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Conn, FactsError};
use crate::domain::command::TemplateCommand;
use crate::domain::record::Keeping;
use crate::domain::template::Template;
use crate::schema::reply_template as kept;

/// What a command about a template of this body rests on. The body is locked: nobody else names one meanwhile.
pub async fn keeping(conn: &mut Conn, body: Uuid, command: &TemplateCommand) -> Result<Keeping, FactsError> {
    let of = command.of();
    let names: Vec<(Uuid, String)> = kept::table
        .filter(kept::body_id.eq(body).and(kept::ended_by.is_null()))
        .order(kept::id)
        .select((kept::id, kept::name))
        .load(conn)
        .await?;
    let names = names.into_iter().filter(|(id, _)| Some(*id) != of).map(|(_, name)| name).collect();
    let there = match of {
        Some(id) => written(conn, body, id).await?,
        None => None,
    };
    Ok(Keeping { there, names })
}

/// One template of the body as it stands, and whether it has ended.
pub async fn written(conn: &mut Conn, body: Uuid, id: Uuid) -> Result<Option<(Template, bool)>, FactsError> {
    let row: Option<(String, String, String, bool)> = kept::table
        .filter(kept::id.eq(id).and(kept::body_id.eq(body)))
        .select((kept::name, kept::abstract_, kept::text, kept::ended_by.is_not_null()))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|(name, abstract_text, text, ended)| (Template { name, abstract_text, text }, ended)))
}
