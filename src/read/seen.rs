//! The one predicate of sight as a query: the statements that an asker may see, newest first, a page at a time.
//!
//! Each tree's index range is read for one page and the few pages are merged, so that a page costs the same in a
//! register of a hundred and of a hundred thousand. Diesel's own language has no LATERAL, hence a query node of ours.

mod narrow;
pub mod reply;

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Date, Text, Uuid as SqlUuid};
use uuid::Uuid;

use self::reply::{Open, Reply};
use crate::facts::sight::Sight;

/// Which of the visible statements are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Sent by one of the asker's trees, or received by one.
    pub direction: Option<Direction>,
    pub state: Option<String>,
    /// A body that wrote it or that it is addressed to.
    pub body: Option<Uuid>,
    /// Words of the title, or a number.
    pub text: Option<String>,
    /// Awaited replies that were due before this day.
    pub late_on: Option<NaiveDate>,
    /// An open reply: by the body or to it, where one is named.
    pub reply: Option<Reply>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Outgoing,
    Incoming,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Newest,
    /// Older than this key.
    Before(i64),
    /// Newer than this key.
    After(i64),
}

/// The visible statements' ids and keys.
#[derive(Clone, Debug)]
pub struct Seen {
    pub sight: Sight,
    pub filter: Filter,
    pub from: From,
    pub limit: i64,
    open: Open,
}

impl Seen {
    /// A page of what is in sight and fits the filter.
    pub fn new(sight: &Sight, filter: &Filter, from: From, limit: i64) -> Seen {
        Seen { sight: sight.clone(), filter: filter.clone(), from, limit, open: Open::new() }
    }
}

/// How many there are, up to the limit. Only keys are read, which an index has by itself.
#[derive(Clone, Debug)]
pub struct Total(pub Seen);

impl QueryId for Seen {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Seen {
    type SqlType = (SqlUuid, BigInt);
}

impl QueryFragment<Pg> for Seen {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.merged(["y.statement_id, y.seq", "x.statement_id, x.seq", "v.statement_id, v.seq"], out)
    }
}

impl QueryId for Total {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Total {
    type SqlType = BigInt;
}

impl QueryFragment<Pg> for Total {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.merged(["y.seq", "x.seq", "v.seq"], out.reborrow())?;
        out.push_sql(") z");
        Ok(())
    }
}

impl Seen {
    /// The trees' and the person's own pages merged; the same columns by the names that they have at each step.
    ///
    /// A filter that few statements fit is answered from its own index, one that many fit by reading the trees until the
    /// page is full: either way would take seconds for the other. Which it is, is found out by looking for `FEW` first; the
    /// branch that is not wanted is never run.
    fn merged<'b>(&'b self, columns: [&str; 3], mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let [merged, page, row] = columns;
        let narrowed = narrow::candidates(self, out.reborrow())?;
        out.push_sql("SELECT DISTINCT ");
        out.push_sql(merged);
        out.push_sql(" FROM ((SELECT ");
        out.push_sql(page);
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.sight.roots)?;
        out.push_sql(") AS r(id) CROSS JOIN LATERAL (SELECT ");
        out.push_sql(row);
        out.push_sql(" FROM statement_sight v");
        out.push_sql(self.joined());
        out.push_sql(" WHERE v.root_id = r.id");
        if narrowed {
            out.push_sql(" AND NOT (SELECT few FROM how_many)");
        }
        self.page(out.reborrow())?;
        out.push_sql(") x)");
        if narrowed {
            self.of_few(page, row, out.reborrow())?;
        }
        out.push_sql(" UNION ALL (SELECT ");
        out.push_sql(row);
        out.push_sql(" FROM statement_named v");
        out.push_sql(self.joined());
        out.push_sql(" WHERE v.person_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.sight.person)?;
        self.page(out.reborrow())?;
        out.push_sql(")) y ORDER BY y.seq");
        out.push_sql(self.order());
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.limit)
    }

    /// The branch for a filter that few fit: from each of them to the trees.
    fn of_few<'b>(&'b self, page: &str, row: &str, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(" UNION ALL (SELECT ");
        out.push_sql(page);
        out.push_sql(" FROM candidate c CROSS JOIN LATERAL (SELECT ");
        out.push_sql(row);
        out.push_sql(" FROM statement_sight v");
        out.push_sql(self.joined());
        out.push_sql(" WHERE v.statement_id = c.id AND v.root_id = ANY(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.sight.roots)?;
        out.push_sql(")");
        self.page(out.reborrow())?;
        out.push_sql(") x WHERE (SELECT few FROM how_many))");
        Ok(())
    }

    /// The statement itself is looked at only where a filter asks about it: a whole register is read from one index.
    fn joined(&self) -> &'static str {
        if self.filter == Filter::default() { "" } else { " JOIN statement st ON st.id = v.statement_id" }
    }

    fn order(&self) -> &'static str {
        match self.from {
            From::Newest | From::Before(_) => " DESC",
            From::After(_) => " ASC",
        }
    }

    fn page<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match &self.from {
            From::Newest => {}
            From::Before(key) => {
                out.push_sql(" AND v.seq < ");
                out.push_bind_param::<BigInt, _>(key)?;
            }
            From::After(key) => {
                out.push_sql(" AND v.seq > ");
                out.push_bind_param::<BigInt, _>(key)?;
            }
        }
        self.filters(out.reborrow())?;
        out.push_sql(" ORDER BY v.seq");
        out.push_sql(self.order());
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.limit)
    }

    fn filters<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        const OURS: &str =
            "EXISTS (SELECT 1 FROM body_ancestor a WHERE a.body_id = st.owner_id AND a.ancestor_id = ANY(";
        const THEIRS: &str = "EXISTS (SELECT 1 FROM registration g WHERE g.statement_id = st.id AND g.body_id = ANY(";
        if let Some(direction) = self.filter.direction {
            out.push_sql(" AND ");
            out.push_sql(match direction {
                Direction::Outgoing => OURS,
                Direction::Incoming => THEIRS,
            });
            out.push_bind_param::<Array<SqlUuid>, _>(&self.sight.roots)?;
            out.push_sql("))");
        }
        if let Some(state) = &self.filter.state {
            out.push_sql(" AND (st.state = ");
            out.push_bind_param::<Text, _>(state)?;
            out.push_sql(" OR EXISTS (SELECT 1 FROM registration g WHERE g.statement_id = st.id AND g.state = ");
            out.push_bind_param::<Text, _>(state)?;
            out.push_sql(" AND g.body_id = ANY(");
            out.push_bind_param::<Array<SqlUuid>, _>(&self.sight.roots)?;
            out.push_sql(")))");
        }
        if let Some(body) = &self.filter.body {
            out.push_sql(" AND (st.owner_id IN (SELECT body_id FROM body_ancestor WHERE ancestor_id = ");
            out.push_bind_param::<SqlUuid, _>(body)?;
            out.push_sql(") OR EXISTS (SELECT 1 FROM destination d JOIN body_ancestor a ON a.body_id = d.body_id");
            out.push_sql(" WHERE d.statement_id = st.id AND d.state <> 'dropped' AND a.ancestor_id = ");
            out.push_bind_param::<SqlUuid, _>(body)?;
            out.push_sql("))");
        }
        self.words(out.reborrow())?;
        reply::open(&self.filter, &self.sight.roots, &self.open, out.reborrow())?;
        if let Some(today) = &self.filter.late_on {
            out.push_sql(" AND st.state = 'awaiting_reply' AND st.reply_due < ");
            out.push_bind_param::<Date, _>(today)?;
        }
        Ok(())
    }

    fn words<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Some(text) = &self.filter.text else { return Ok(()) };
        out.push_sql(" AND (to_tsvector('simple', st.title || ' ' || st.topic) @@ websearch_to_tsquery('simple', ");
        out.push_bind_param::<Text, _>(text)?;
        out.push_sql(") OR EXISTS (SELECT 1 FROM number n WHERE n.subject_id IN (SELECT st.id UNION ALL SELECT g.id");
        out.push_sql(" FROM registration g WHERE g.statement_id = st.id) AND (n.form = number_form(");
        out.push_bind_param::<Text, _>(text)?;
        out.push_sql(") OR number_words(n.value) @@ number_phrase(");
        out.push_bind_param::<Text, _>(text)?;
        out.push_sql("))) OR st.owner_id IN (");
        narrow::called(text, out.reborrow())?;
        out.push_sql(") OR EXISTS (SELECT 1 FROM destination d WHERE d.statement_id = st.id AND d.body_id IN (");
        narrow::called(text, out.reborrow())?;
        out.push_sql(")) OR 'LS-' || st.seq = upper(");
        out.push_bind_param::<Text, _>(text)?;
        out.push_sql("))");
        Ok(())
    }
}
