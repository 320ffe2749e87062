//! What a body and the reader's own still owe each other: the few that come first, each found by an index however much
//! there is. The whole lists are the register's.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Bool, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::read::numbers;
use crate::read::seen::reply::{Open, asks_us, ours, under};
use crate::schema::{allocation, body_ancestor, destination, person, registration, statement};

/// Rows of one of the lists.
pub const SHOWN: usize = 10;
/// One more tells that there are more.
const READ: i64 = SHOWN as i64 + 1;
/// Up to so many statements of a body, each of them is looked at; of more, what waits here is looked through instead.
const FEW: i64 = 2_000;

/// One open reply.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The statement's key, for its handle.
    pub seq: i64,
    pub title: String,
    pub numbers: Vec<String>,
    /// The day that was asked for, or promised since.
    pub due: Option<NaiveDate>,
    /// As it was addressed, where they owe it.
    pub addressee: Option<String>,
    /// Its state in the register of ours that has it, where we owe it.
    pub state: Option<String>,
    /// Who has it there, the first of them first; nobody yet where it was not allocated.
    pub whom: Vec<String>,
}

/// Both lists, each with whether there are more.
#[derive(Clone, Debug, Default)]
pub struct Both {
    pub theirs: (Vec<Owed>, bool),
    pub ours: (Vec<Owed>, bool),
}

/// What this body and the reader's own owe each other; none where it is of the reader's own trees. Five queries.
pub async fn both(conn: &mut Conn, sight: &Sight, body: Uuid) -> Result<Option<Both>, FactsError> {
    let above = body_ancestor::table
        .filter(body_ancestor::body_id.eq(body).and(body_ancestor::ancestor_id.eq_any(&sight.roots)))
        .select(body_ancestor::ancestor_id);
    let own: Vec<Uuid> = above.load(conn).await?;
    let us: Vec<Uuid> = sight.roots.iter().filter(|root| !own.contains(root)).copied().collect();
    if us.is_empty() {
        return Ok(None);
    }
    let mut theirs = awaited(conn, sight, body, &us).await?;
    let mut ours = received(conn, sight, body, &us).await?;
    let (more_theirs, more_ours) = (theirs.len() > SHOWN, ours.len() > SHOWN);
    theirs.truncate(SHOWN);
    ours.truncate(SHOWN);
    let registrations: Vec<Uuid> = ours.iter().map(|one| one.1).collect();
    let mut whom = assignees(conn, sight, &registrations).await?;
    let statements = theirs.iter().map(|one| one.0).chain(ours.iter().flat_map(|one| [one.0, one.1]));
    let numbers = numbers::of(conn, statements.collect::<Vec<_>>()).await?;
    let numbered = |ids: &[Uuid]| ids.iter().flat_map(|id| numbers.get(id).cloned().unwrap_or_default()).collect();
    let theirs = theirs.into_iter().map(|(id, owed)| Owed { numbers: numbered(&[id]), ..owed }).collect();
    let ours = ours.into_iter().map(|(id, here, owed)| Owed {
        numbers: numbered(&[id, here]),
        whom: whom.remove(&here).unwrap_or_default(),
        ..owed
    });
    Ok(Some(Both { theirs: (theirs, more_theirs), ours: (ours.collect(), more_ours) }))
}

/// What we asked of it and wait for, what is due first first.
async fn awaited(conn: &mut Conn, sight: &Sight, body: Uuid, us: &[Uuid]) -> Result<Vec<(Uuid, Owed)>, FactsError> {
    type Row = (Uuid, i64, String, Option<NaiveDate>, Option<NaiveDate>, String, Uuid);
    let mut rows: Vec<Row> = destination::table
        .inner_join(statement::table.on(statement::id.eq(destination::statement_id)))
        .filter(First { what: What::Awaited, body, us: us.to_vec(), roots: sight.roots.clone(), open: Open::new() })
        .select((
            statement::id,
            statement::seq,
            statement::title,
            destination::expected_on,
            destination::deadline,
            destination::printed,
            destination::id,
        ))
        .load(conn)
        .await?;
    rows.sort_by_key(|row| (row.3.or(row.4).is_none(), row.3.or(row.4), row.6));
    let one = |(id, seq, title, expected, deadline, printed, _): Row| {
        let (numbers, whom) = (Vec::new(), Vec::new());
        let (due, addressee) = (expected.or(deadline), Some(printed));
        (id, Owed { seq, title, numbers, due, addressee, state: None, whom })
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What it asked of ours and nothing has come of yet, what is due first first; of very many, among those that wait longest.
async fn received(
    conn: &mut Conn,
    sight: &Sight,
    body: Uuid,
    us: &[Uuid],
) -> Result<Vec<(Uuid, Uuid, Owed)>, FactsError> {
    type Row = (Uuid, Uuid, i64, String, Option<NaiveDate>, String);
    let mut rows: Vec<Row> = registration::table
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .filter(First { what: What::Owed, body, us: us.to_vec(), roots: sight.roots.clone(), open: Open::new() })
        .select((
            statement::id,
            registration::id,
            statement::seq,
            statement::title,
            statement::deadline,
            registration::state,
        ))
        .load(conn)
        .await?;
    rows.sort_by_key(|row| (row.4.is_none(), row.4, row.1));
    let one = |(id, here, seq, title, due, state): Row| {
        let (numbers, whom) = (Vec::new(), Vec::new());
        (id, here, Owed { seq, title, numbers, due, addressee: None, state: Some(state), whom })
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Who has open work with these registrations of ours, the lead first.
async fn assignees(
    conn: &mut Conn,
    sight: &Sight,
    registrations: &[Uuid],
) -> Result<HashMap<Uuid, Vec<String>>, FactsError> {
    let rows: Vec<(Uuid, String)> = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::registration_id.eq_any(registrations))
        .filter(registration::body_id.eq_any(&sight.roots))
        .filter(allocation::state.eq_any(standing::open_allocations()))
        .order((allocation::lead.desc(), allocation::due, allocation::id))
        .select((allocation::registration_id, person::name))
        .load(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (of, name) in rows {
        let names = all.entry(of).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(all)
}

/// Which of the two lists.
#[derive(Clone, Copy)]
enum What {
    /// Destinations.
    Awaited,
    /// Registrations.
    Owed,
}

/// Whether a row is among the first of its list. Diesel's own language has no LATERAL.
struct First {
    what: What,
    body: Uuid,
    us: Vec<Uuid>,
    roots: Vec<Uuid>,
    open: Open,
}

impl Expression for First {
    type SqlType = Bool;
}

impl<GroupBy> ValidGrouping<GroupBy> for First {
    type IsAggregate = is_aggregate::Never;
}

impl<Table> AppearsOnTable<Table> for First {}
impl<Table> SelectableExpression<Table> for First {}

impl QueryId for First {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for First {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self.what {
            What::Awaited => self.awaited(out),
            What::Owed => self.owed(out),
        }
    }
}

impl First {
    /// The first of each body of its tree, by the day on which they are due (the index `destination_awaited`). What must hold
    /// of the statement is a value and no join, so that rows are looked at in that order until there are enough.
    fn awaited<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("destination.id IN (SELECT n.id FROM body_ancestor b CROSS JOIN LATERAL (SELECT d.id, ");
        out.push_sql("COALESCE(d.expected_on, d.deadline) AS due FROM destination d WHERE d.body_id = b.body_id ");
        out.push_sql("AND d.state = 'awaited' AND (SELECT st.state = 'awaiting_reply' AND ");
        ours("st.owner_id", &self.us, out.reborrow())?;
        self.in_sight(out.reborrow())?;
        out.push_sql(" FROM statement st WHERE st.id = d.statement_id)");
        out.push_sql(" ORDER BY COALESCE(d.expected_on, d.deadline), d.id LIMIT ");
        out.push_bind_param::<BigInt, _>(&READ)?;
        out.push_sql(") n WHERE b.ancestor_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.body)?;
        out.push_sql(" ORDER BY n.due, n.id LIMIT ");
        out.push_bind_param::<BigInt, _>(&READ)?;
        out.push_sql(")");
        Ok(())
    }

    /// From each of its statements where they are few, else from what waits here. The branch that is not wanted is never run.
    fn owed<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("registration.id IN (WITH theirs AS MATERIALIZED (SELECT w.id FROM body_ancestor a ");
        out.push_sql(
            "CROSS JOIN LATERAL (SELECT id FROM statement WHERE owner_id = a.body_id ORDER BY seq DESC LIMIT ",
        );
        out.push_bind_param::<BigInt, _>(const { &(FEW + 1) })?;
        out.push_sql(") w WHERE a.ancestor_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.body)?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(const { &(FEW + 1) })?;
        out.push_sql("), how_many AS MATERIALIZED (SELECT count(*) <= ");
        out.push_bind_param::<BigInt, _>(&FEW)?;
        out.push_sql(" AS few FROM theirs) SELECT n.id FROM (");
        self.of_few(out.reborrow())?;
        out.push_sql(" UNION ALL ");
        self.of_many(out.reborrow())?;
        out.push_sql(") n ORDER BY n.deadline, n.id LIMIT ");
        out.push_bind_param::<BigInt, _>(&READ)?;
        out.push_sql(")");
        Ok(())
    }

    fn of_few<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(SELECT g.id, st.deadline FROM theirs t CROSS JOIN LATERAL (SELECT id, statement_id, body_id ");
        out.push_sql("FROM registration WHERE statement_id = t.id AND body_id = ANY(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.us)?;
        out.push_sql(") AND state = ANY(");
        out.push_bind_param::<Array<Text>, _>(&self.open.registrations)?;
        out.push_sql(") OFFSET 0) g CROSS JOIN LATERAL (SELECT * FROM statement WHERE id = t.id OFFSET 0) st ");
        out.push_sql("WHERE (SELECT few FROM how_many)");
        self.asked(out.reborrow())?;
        out.push_sql(" ORDER BY st.deadline, g.id LIMIT ");
        out.push_bind_param::<BigInt, _>(&READ)?;
        out.push_sql(")");
        Ok(())
    }

    fn of_many<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(SELECT f.id, (SELECT deadline FROM statement WHERE id = f.statement_id) FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.us)?;
        out.push_sql(") AS u(id) CROSS JOIN unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.open.registrations)?;
        out.push_sql(") AS s(state) CROSS JOIN LATERAL (SELECT g.id, g.statement_id FROM registration g ");
        out.push_sql("WHERE g.body_id = u.id AND g.state = s.state AND (SELECT ");
        under("st.owner_id", &self.body, out.reborrow())?;
        self.asked(out.reborrow())?;
        out.push_sql(" FROM statement st WHERE st.id = g.statement_id) ORDER BY g.since LIMIT ");
        out.push_bind_param::<BigInt, _>(&READ)?;
        out.push_sql(") f WHERE NOT (SELECT few FROM how_many))");
        Ok(())
    }

    fn asked<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(" AND ");
        asks_us(&self.open, out.reborrow())?;
        self.in_sight(out)
    }

    /// That the reader sees the statement.
    fn in_sight<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(" AND EXISTS (SELECT 1 FROM statement_sight v WHERE v.statement_id = st.id AND v.root_id = ANY(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.roots)?;
        out.push_sql("))");
        Ok(())
    }
}
