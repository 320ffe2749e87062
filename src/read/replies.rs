//! Statements that a form offers as replies: those that may answer an addressee, and those that are linked to one.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::domain::standing;
use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{body, body_ancestor, destination, statement, statement_reply, statement_sight};

/// Statements that one list offers.
const MOST: i64 = 200;

type Row = (Uuid, i64, String, String);

/// What was sent and is in sight, newest first: that of the addressee and its tree before all others, because another may
/// answer on its behalf (PR-9). Value and label.
pub async fn that_may_answer(
    conn: &mut Conn,
    sight: &Sight,
    asking: Uuid,
    asked: Uuid,
) -> Result<Vec<(String, String)>, FactsError> {
    let theirs = || {
        let of = diesel::alias!(body_ancestor as above);
        let up = destination::table
            .inner_join(body_ancestor::table.on(body_ancestor::body_id.nullable().eq(destination::body_id)))
            .filter(destination::id.eq(asked))
            .select(body_ancestor::ancestor_id);
        exists(
            of.filter(of.field(body_ancestor::body_id).eq(statement::owner_id))
                .filter(of.field(body_ancestor::is_root).or(of.field(body_ancestor::depth).eq(0)))
                .filter(of.field(body_ancestor::ancestor_id).eq_any(up)),
        )
    };
    let visible = || {
        statement_sight::table
            .filter(statement_sight::statement_id.eq(statement::id))
            .filter(statement_sight::root_id.eq_any(sight.roots.clone()))
    };
    let all = || {
        statement::table
            .inner_join(body::table.on(body::id.eq(statement::owner_id)))
            .filter(statement::state.eq_any(standing::sent()).and(statement::id.ne(asking)))
            .filter(exists(visible()))
            .order(statement::seq.desc())
            .select((statement::id, statement::seq, statement::title, body::short_name))
            .limit(MOST)
    };
    let mut rows: Vec<Row> = all().filter(theirs()).load(conn).await?;
    let others: Vec<Row> = all().load(conn).await?;
    for row in others {
        if !rows.iter().any(|there| there.0 == row.0) {
            rows.push(row);
        }
    }
    rows.truncate(MOST as usize);
    Ok(rows.into_iter().map(label).collect())
}

/// What is linked to an addressee, as far as it is in sight.
pub async fn linked(conn: &mut Conn, sight: &Sight, asked: Uuid) -> Result<Vec<(String, String)>, FactsError> {
    let visible = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let rows: Vec<Row> = statement_reply::table
        .inner_join(statement::table.on(statement::id.eq(statement_reply::reply_id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement_reply::destination_id.eq(asked))
        .filter(exists(visible))
        .order(statement::seq.desc())
        .select((statement::id, statement::seq, statement::title, body::short_name))
        .limit(MOST)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(label).collect())
}

/// The drafts of a body and its groups that are still being written, but for this one.
pub async fn drafts(
    conn: &mut Conn,
    sight: &Sight,
    root: Uuid,
    except: Uuid,
) -> Result<Vec<(String, String)>, FactsError> {
    let visible = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement::id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let tree = body_ancestor::table
        .filter(body_ancestor::body_id.eq(statement::owner_id).and(body_ancestor::ancestor_id.eq(root)));
    let rows: Vec<Row> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::state.eq_any(standing::written()).and(statement::id.ne(except)))
        .filter(exists(visible).and(exists(tree)))
        .order(statement::seq.desc())
        .select((statement::id, statement::seq, statement::title, body::short_name))
        .limit(MOST)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(label).collect())
}

fn label((id, seq, title, source): Row) -> (String, String) {
    (id.to_string(), format!("LS-{seq} {source}: {title}"))
}
