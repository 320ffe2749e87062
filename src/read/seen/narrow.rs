//! Where a filter is looked up by its own index: whatever fits the narrowest of the filters, in sight or not, up to a
//! number. The predicate of sight stands in the query around it.

use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::reply::Reply;
use super::{Direction, Filter, Seen};

/// Up to so many statements that fit a filter, they are looked for in the trees, and not the other way round.
const FEW: i64 = 2_000;

/// Names `candidate` (ids, some twice) and `how_many` (are they few?) for the query that follows. False, and nothing, for a
/// filter that PostgreSQL narrows by itself (`late_on`) and for none.
pub(super) fn candidates<'b>(of: &'b Seen, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<bool> {
    let Filter { direction, state, body, text, late_on, reply } = &of.filter;
    if let (None, None, Some(reply)) = (text, late_on, reply) {
        fits_reply(*reply, of, body.as_ref(), out)?;
        return Ok(true);
    }
    let fits = match (text, late_on, state, body, direction) {
        (None, Some(_), ..) | (None, None, None, None, None) => return Ok(false),
        (Some(text), ..) => Fits::Text(text),
        (None, None, Some(state), ..) => Fits::State(state),
        (None, None, None, Some(body), _) => Fits::Body(body),
        (None, None, None, None, Some(Direction::Outgoing)) => Fits::Outgoing,
        (None, None, None, None, Some(Direction::Incoming)) => Fits::Incoming,
    };
    out.push_sql(BEGINS);
    fits.push(&of.sight.roots, out.reborrow())?;
    ends(out)?;
    Ok(true)
}

const BEGINS: &str = "WITH candidate AS MATERIALIZED (SELECT id FROM (";

fn ends(mut out: AstPass<'_, '_, Pg>) -> QueryResult<()> {
    out.push_sql(") AS fits(id) LIMIT ");
    out.push_bind_param::<BigInt, _>(const { &(FEW + 1) })?;
    out.push_sql("), how_many AS MATERIALIZED (SELECT count(*) <= ");
    out.push_bind_param::<BigInt, _>(&FEW)?;
    out.push_sql(" AS few FROM candidate) ");
    Ok(())
}

/// Open replies: what addressees still owe, by the body where one is named, or what waits in our registers.
fn fits_reply<'b>(reply: Reply, of: &'b Seen, body: Option<&'b Uuid>, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql(BEGINS);
    match (reply, body) {
        (Reply::Awaited, None) => out.push_sql("SELECT statement_id FROM destination WHERE state = 'awaited'"),
        (Reply::Awaited, Some(body)) => {
            out.push_sql("SELECT d.statement_id FROM body_ancestor a JOIN destination d ON d.body_id = a.body_id ");
            out.push_sql("WHERE d.state = 'awaited' AND a.ancestor_id = ");
            out.push_bind_param::<SqlUuid, _>(body)?;
        }
        (Reply::Owed, body) => {
            out.push_sql("SELECT statement_id FROM registration g WHERE g.body_id = ANY(");
            out.push_bind_param::<Array<SqlUuid>, _>(&of.sight.roots)?;
            out.push_sql(") AND g.state = ANY(");
            out.push_bind_param::<Array<Text>, _>(&of.open.registrations)?;
            out.push_sql(")");
            if let Some(body) = body {
                out.push_sql(" AND EXISTS (SELECT 1 FROM statement w JOIN body_ancestor a ON a.body_id = w.owner_id ");
                out.push_sql("WHERE w.id = g.statement_id AND a.ancestor_id = ");
                out.push_bind_param::<SqlUuid, _>(body)?;
                out.push_sql(")");
            }
        }
    }
    ends(out)
}

/// One filter.
enum Fits<'b> {
    Text(&'b String),
    State(&'b String),
    Body(&'b Uuid),
    Outgoing,
    Incoming,
}

impl<'b> Fits<'b> {
    fn push(&self, roots: &'b Vec<Uuid>, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Fits::Text(text) => words(text, out),
            Fits::State(state) => in_state(state, roots, out),
            Fits::Body(body) => with(body, out),
            Fits::Outgoing => sent(roots, out),
            Fits::Incoming => received(roots, out),
        }
    }
}

fn words<'b>(text: &'b String, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("SELECT id FROM statement w WHERE to_tsvector('simple', title || ' ' || topic) @@ ");
    out.push_sql("websearch_to_tsquery('simple', ");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(") UNION ALL SELECT COALESCE(g.statement_id, n.subject_id) FROM number n LEFT JOIN registration g ");
    out.push_sql("ON g.id = n.subject_id WHERE n.form = number_form(");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(") OR number_words(n.value) @@ number_phrase(");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(") UNION ALL SELECT w.id FROM statement w WHERE w.owner_id IN (");
    called(text, out.reborrow())?;
    out.push_sql(") UNION ALL SELECT d.statement_id FROM destination d WHERE d.body_id IN (");
    called(text, out.reborrow())?;
    out.push_sql(") UNION ALL SELECT id FROM subject WHERE handle = upper(");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(")");
    Ok(())
}

/// The bodies whose name has these words, or had, with everything under them. A bare number is no name: it is in too many.
pub(super) fn called<'b>(text: &'b String, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql(
        "SELECT a.body_id FROM (SELECT id, short_name FROM body UNION ALL SELECT body_id, name FROM body_alias) ",
    );
    out.push_sql("AS b(id, name) JOIN body_ancestor a ON a.ancestor_id = b.id WHERE ");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(" ~ '[[:alpha:]]' AND number_words(b.name) @@ number_phrase(");
    out.push_bind_param::<Text, _>(text)?;
    out.push_sql(")");
    Ok(())
}

fn in_state<'b>(state: &'b String, roots: &'b Vec<Uuid>, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("SELECT id FROM statement w WHERE state = ");
    out.push_bind_param::<Text, _>(state)?;
    out.push_sql(" UNION ALL SELECT statement_id FROM registration WHERE state = ");
    out.push_bind_param::<Text, _>(state)?;
    out.push_sql(" AND body_id = ANY(");
    out.push_bind_param::<Array<SqlUuid>, _>(roots)?;
    out.push_sql(")");
    Ok(())
}

fn with<'b>(body: &'b Uuid, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    // Of each body by its own index: a join may read the whole table for a body that wrote nothing.
    out.push_sql("SELECT w.id FROM body_ancestor a CROSS JOIN LATERAL (SELECT id FROM statement ");
    out.push_sql("WHERE owner_id = a.body_id ORDER BY seq DESC LIMIT ");
    out.push_bind_param::<BigInt, _>(const { &(FEW + 1) })?;
    out.push_sql(") w WHERE a.ancestor_id = ");
    out.push_bind_param::<SqlUuid, _>(body)?;
    out.push_sql(" UNION ALL SELECT d.statement_id FROM destination d JOIN body_ancestor a ON a.body_id = d.body_id ");
    out.push_sql("WHERE a.ancestor_id = ");
    out.push_bind_param::<SqlUuid, _>(body)
}

fn sent<'b>(roots: &'b Vec<Uuid>, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql(
        "SELECT w.id FROM statement w JOIN body_ancestor a ON a.body_id = w.owner_id WHERE a.ancestor_id = ANY(",
    );
    out.push_bind_param::<Array<SqlUuid>, _>(roots)?;
    out.push_sql(")");
    Ok(())
}

fn received<'b>(roots: &'b Vec<Uuid>, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql("SELECT statement_id FROM registration WHERE body_id = ANY(");
    out.push_bind_param::<Array<SqlUuid>, _>(roots)?;
    out.push_sql(")");
    Ok(())
}
