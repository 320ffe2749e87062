//! The first rows of each body or person: a crowded register, or desk, leaves the others their room.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Bool, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::SHOWN;

/// A table that holds what waits for bodies or people.
pub(super) struct Source {
    table: &'static str,
    /// The column that names whose it is.
    whose: &'static str,
    /// What comes first, by each of these.
    orders: &'static [&'static str],
}

/// Statements by how long they wait.
pub(super) const STATEMENTS: Source = Source { table: "statement", whose: "owner_id", orders: &["x.since, x.seq"] };

/// Statements of their authors by how long they wait.
pub(super) const WRITTEN: Source = Source { table: "statement", whose: "author_id", orders: &["x.since, x.seq"] };

/// Allocations by when they are due.
pub(super) const ALLOCATED: Source = Source { table: "allocation", whose: "assignee_id", orders: &["x.due, x.id"] };

/// Registrations by how long they wait, and by their sender's deadline.
pub(super) const REGISTRATIONS: Source = Source {
    table: "registration",
    whose: "body_id",
    orders: &["x.since", "(SELECT s.deadline FROM statement s WHERE s.id = x.statement_id) NULLS LAST"],
};

/// Whether a row in one of these states is among the first of whose it is. Diesel's own language has no LATERAL.
pub(super) struct FirstOf {
    from: &'static Source,
    of: Vec<Uuid>,
    states: Vec<String>,
}

impl FirstOf {
    pub(super) fn new(from: &'static Source, of: &[Uuid], states: &[&str]) -> FirstOf {
        FirstOf { from, of: of.to_vec(), states: states.iter().map(|state| (*state).to_owned()).collect() }
    }
}

impl Expression for FirstOf {
    type SqlType = Bool;
}

impl<GroupBy> ValidGrouping<GroupBy> for FirstOf {
    type IsAggregate = is_aggregate::Never;
}

impl<Table> AppearsOnTable<Table> for FirstOf {}
impl<Table> SelectableExpression<Table> for FirstOf {}

impl QueryId for FirstOf {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for FirstOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Source { table, whose, orders } = self.from;
        out.push_sql(table);
        out.push_sql(".id IN (SELECT n.id FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.of)?;
        out.push_sql(") AS b(id) CROSS JOIN LATERAL (");
        for (at, order) in orders.iter().enumerate() {
            out.push_sql(if at > 0 { " UNION (SELECT x.id FROM " } else { "(SELECT x.id FROM " });
            out.push_sql(table);
            out.push_sql(" x WHERE x.");
            out.push_sql(whose);
            out.push_sql(" = b.id AND x.state = ANY(");
            out.push_bind_param::<Array<Text>, _>(&self.states)?;
            out.push_sql(") ORDER BY ");
            out.push_sql(order);
            out.push_sql(&format!(" LIMIT {})", SHOWN + 1));
        }
        out.push_sql(") n)");
        Ok(())
    }
}
