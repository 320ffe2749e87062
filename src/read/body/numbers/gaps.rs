//! The numbers of a series between the first and the last that somebody has, and that nobody has.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::FEW;
use crate::domain::numbering::Series;
use crate::facts::{Conn, FactsError};

/// From one number to another, both missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub from: i64,
    pub to: i64,
}

/// The highest gaps below that place, one more than a page. To find what is missing every place of the
/// series is read once: some hundredths of a second for a hundred thousand.
pub(super) async fn gaps(conn: &mut Conn, body: Uuid, of: &Series, below: Option<i64>) -> Result<Vec<Gap>, FactsError> {
    let rows: Vec<(i64, i64)> = Gaps { body, of, below, limit: FEW as i64 + 1 }.load(conn).await?;
    Ok(rows.into_iter().map(|(from, to)| Gap { from, to }).collect())
}

/// Each place beside the one before it. Diesel has no table made of two.
struct Gaps<'a> {
    body: Uuid,
    of: &'a Series,
    below: Option<i64>,
    limit: i64,
}

impl QueryId for Gaps<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Gaps<'_> {
    type SqlType = (BigInt, BigInt);
}

impl QueryFragment<Pg> for Gaps<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT before + 1, place - 1 FROM (SELECT place, lead(place) OVER (ORDER BY place DESC) AS before FROM (",
        );
        self.places("number", out.reborrow())?;
        out.push_sql(" UNION ALL ");
        self.places("number_set_aside", out.reborrow())?;
        out.push_sql(" UNION ALL ");
        self.next(out.reborrow())?;
        out.push_sql(") p) x WHERE place > before + 1 ORDER BY place DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.limit)
    }
}

impl Gaps<'_> {
    /// What the series gives next is above whatever it gave: a number that was released may be the last below it.
    fn next<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT next FROM series WHERE ");
        self.here("scheme", out.reborrow())?;
        out.push_sql(" AND ");
        self.below("next", out.reborrow())?;
        for table in ["number", "number_set_aside"] {
            out.push_sql(" AND next > COALESCE((SELECT place FROM ");
            out.push_sql(table);
            out.push_sql(" WHERE place IS NOT NULL AND ");
            self.here("series", out.reborrow())?;
            out.push_sql(" ORDER BY place DESC LIMIT 1), 0)");
        }
        Ok(())
    }

    fn places<'b>(&'b self, table: &str, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT place FROM ");
        out.push_sql(table);
        out.push_sql(" WHERE place IS NOT NULL AND ");
        self.here("series", out.reborrow())?;
        out.push_sql(" AND ");
        self.below("place", out)
    }

    /// Of this series, whose scheme stands in that column.
    fn here<'b>(&'b self, scheme: &str, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("body_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.body)?;
        out.push_sql(&format!(" AND {scheme} = "));
        out.push_bind_param::<Text, _>(&self.of.scheme)?;
        out.push_sql(" AND period = ");
        out.push_bind_param::<Text, _>(&self.of.period)
    }

    fn below<'b>(&'b self, place: &str, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(&format!("{place} < COALESCE("));
        out.push_bind_param::<Nullable<BigInt>, _>(&self.below)?;
        out.push_sql(", 9223372036854775807)");
        Ok(())
    }
}
