//! Open replies: what one side still owes the other. The same conditions narrow the register and fill a body's page.

use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::Filter;
use crate::domain::standing;

/// Whose reply is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// We asked, and wait for an addressee.
    Awaited,
    /// A body of ours was asked, and nothing has come of it yet.
    Owed,
}

/// The states of which the conditions speak, as they are bound.
#[derive(Clone, Debug)]
pub struct Open {
    pub registrations: Vec<String>,
    pub allocations: Vec<String>,
}

impl Open {
    pub fn new() -> Open {
        let owned = |states: Vec<&str>| states.into_iter().map(str::to_owned).collect();
        Open { registrations: owned(standing::open_registrations()), allocations: owned(standing::open_allocations()) }
    }
}

impl Default for Open {
    fn default() -> Self {
        Open::new()
    }
}

/// That the statement `st` asks for such a reply; with a body, of that one or to it.
pub(super) fn open<'b>(
    filter: &'b Filter,
    roots: &'b Vec<Uuid>,
    states: &'b Open,
    mut out: AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    match filter.reply {
        None => return Ok(()),
        Some(Reply::Awaited) => {
            out.push_sql(" AND st.state = 'awaiting_reply' AND EXISTS (SELECT 1 FROM destination d ");
            if filter.body.is_some() {
                out.push_sql("JOIN body_ancestor x ON x.body_id = d.body_id ");
            }
            out.push_sql("WHERE d.statement_id = st.id AND d.state = 'awaited'");
            if let Some(body) = &filter.body {
                out.push_sql(" AND x.ancestor_id = ");
                out.push_bind_param::<SqlUuid, _>(body)?;
            }
            out.push_sql(") AND ");
            ours("st.owner_id", roots, out.reborrow())?;
        }
        Some(Reply::Owed) => {
            out.push_sql(" AND EXISTS (SELECT 1 FROM registration g WHERE g.statement_id = st.id AND g.body_id = ANY(");
            out.push_bind_param::<Array<SqlUuid>, _>(roots)?;
            out.push_sql(") AND g.state = ANY(");
            out.push_bind_param::<Array<Text>, _>(&states.registrations)?;
            out.push_sql(") AND ");
            asks_us(states, out.reborrow())?;
            out.push_sql(")");
            if let Some(body) = &filter.body {
                out.push_sql(" AND ");
                under("st.owner_id", body, out.reborrow())?;
            }
        }
    }
    Ok(())
}

/// That a body stands under one of these, or is one.
pub(in crate::read) fn ours<'b>(column: &str, of: &'b Vec<Uuid>, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("EXISTS (SELECT 1 FROM body_ancestor o WHERE o.body_id = ");
    out.push_sql(column);
    out.push_sql(" AND o.ancestor_id = ANY(");
    out.push_bind_param::<Array<SqlUuid>, _>(of)?;
    out.push_sql("))");
    Ok(())
}

/// The same of one.
pub(in crate::read) fn under<'b>(column: &str, of: &'b Uuid, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("EXISTS (SELECT 1 FROM body_ancestor o WHERE o.body_id = ");
    out.push_sql(column);
    out.push_sql(" AND o.ancestor_id = ");
    out.push_bind_param::<SqlUuid, _>(of)?;
    out.push_sql(")");
    Ok(())
}

/// That the registration `g` is of a statement that asks its body for more than to read it, or that work was given here.
pub(in crate::read) fn asks_us<'b>(states: &'b Open, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("(EXISTS (SELECT 1 FROM destination d JOIN body_ancestor o ON o.body_id = d.body_id ");
    out.push_sql("WHERE d.statement_id = g.statement_id AND d.state <> 'dropped' AND d.purpose <> 'information' ");
    out.push_sql("AND o.ancestor_id = g.body_id) OR EXISTS (SELECT 1 FROM allocation l ");
    out.push_sql("WHERE l.registration_id = g.id AND l.purpose <> 'information' AND l.state = ANY(");
    out.push_bind_param::<Array<Text>, _>(&states.allocations)?;
    out.push_sql(")))");
    Ok(())
}
