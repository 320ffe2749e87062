//! Rows of the templates of replies. None is deleted: an ended one is offered no more.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::super::door::Tx;
use super::super::order::Error;
use crate::domain::record::TemplateRow;
use crate::schema::reply_template as kept;

/// Writes one template's change.
pub(super) async fn apply(tx: &mut Tx<'_>, body: Uuid, event: Uuid, change: &TemplateRow) -> Result<(), Error> {
    let one = |id: Uuid| kept::table.filter(kept::id.eq(id).and(kept::body_id.eq(body)));
    match change {
        TemplateRow::Added(template) => {
            let row = (
                kept::id.eq(Uuid::now_v7()),
                kept::body_id.eq(body),
                kept::name.eq(&template.name),
                kept::abstract_.eq(&template.abstract_text),
                kept::text.eq(&template.text),
                kept::added_by.eq(event),
                kept::words_of.eq(event),
            );
            diesel::insert_into(kept::table).values(row).execute(tx.conn).await?;
        }
        TemplateRow::Corrected { id, to } => {
            let words = (kept::name.eq(&to.name), kept::abstract_.eq(&to.abstract_text), kept::text.eq(&to.text));
            diesel::update(one(*id)).set((words, kept::words_of.eq(event))).execute(tx.conn).await?;
        }
        TemplateRow::Ended { id } => {
            diesel::update(one(*id)).set(kept::ended_by.eq(event)).execute(tx.conn).await?;
        }
        TemplateRow::PutBack { id } => {
            diesel::update(one(*id)).set(kept::ended_by.eq(None::<Uuid>)).execute(tx.conn).await?;
        }
    }
    Ok(())
}
