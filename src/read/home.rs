//! Home: what waits for the reader, what the reader waits for, what is due and what is late. The waiting-for column of
//! the tables, turned into indexed queries; their number does not grow with the rows.

mod first;
pub mod mine;

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use self::first::{ALLOCATED, FirstOf, REGISTRATIONS, STATEMENTS, WRITTEN};
use super::register::{Name, name};
use crate::domain::named::Named;
use crate::domain::people::Actor;
use crate::domain::procedure::engine::{Procedure, WaitingFor};
use crate::domain::procedure::{allocation as al, registration as re, statement as st};
use crate::domain::standing;
use crate::facts::{Conn, FactsError};
use crate::schema::{allocation, body, person, registration, statement};

/// Rows that one list shows; the rest is counted.
pub const SHOWN: i64 = 50;
/// "Due soon" looks so many days ahead.
pub const SOON: u64 = 14;

/// One thing that waits for somebody.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The statement's key, for its handle.
    pub seq: i64,
    pub title: String,
    /// `statement`, `registration` or `allocation`: whose state it is.
    pub procedure: &'static str,
    pub state: String,
    pub since: DateTime<Utc>,
    pub with: Name,
    pub due: Option<NaiveDate>,
    pub mine: bool,
    /// The person whose turn it is, where it is one.
    pub whom: Option<String>,
    /// The receiving body whose work it is, which alone sees it (PR-3).
    pub receiver: Option<Uuid>,
}

/// The four lists.
#[derive(Clone, Debug, Default)]
pub struct Home {
    pub mine: Vec<Turn>,
    pub others: Vec<Turn>,
    pub due: Vec<Turn>,
    pub late: Vec<Turn>,
}

/// What stands on the reader's home page today.
pub async fn load(conn: &mut Conn, actor: &Actor, today: NaiveDate) -> Result<Home, FactsError> {
    let Actor::Person { id: me, .. } = actor else { return Ok(Home::default()) };
    let trees = mine::trees(conn, std::slice::from_ref(actor), today).await?;
    let soon = today + Days::new(SOON);
    let mine = mine::of(conn, &trees).await?.remove(me).unwrap_or_default();
    let all: Vec<Uuid> = trees.iter().flat_map(|tree| tree.all.iter().copied()).collect();
    let is_allocated = |turn: &&Turn| turn.procedure == al::PROCEDURE.name && turn.due.is_some_and(|due| due <= soon);
    let mut dated: Vec<Turn> = mine.iter().filter(is_allocated).cloned().collect();
    let awaiting = statements(conn, &all, &states(&st::PROCEDURE, WaitingFor::Partner), false).await?;
    let mut others: Vec<Turn> = awaiting.into_iter().map(|(_, turn)| turn).collect();
    let given: Vec<Turn> = allocated(conn, Allocated::In(&all, *me)).await?.into_iter().map(|(_, turn)| turn).collect();
    dated.extend(within(&given, soon));
    others.extend(given);
    let theirs = written(conn, &[*me], st::State::is_with_others, false).await?;
    others.extend(theirs.into_iter().map(|(_, turn)| turn));
    dated.extend(awaited(conn, &all, soon).await?);
    once(&mut others);
    others.sort_by_key(|turn| turn.since);
    others.retain(|turn| !mine.iter().any(|own| own.seq == turn.seq && own.procedure == turn.procedure));
    once(&mut dated);
    // What has a day that comes or is past stands there, and not a second time among what others have.
    others.retain(|turn| !dated.iter().any(|one| key(one) == key(turn)));
    dated.sort_by_key(|turn| (turn.due, turn.seq));
    let (late, due): (Vec<Turn>, Vec<Turn>) =
        dated.into_iter().partition(|turn| turn.due.is_some_and(|due| crate::domain::calendar::is_past(due, today)));
    Ok(Home { mine, others, due, late })
}

fn within(list: &[Turn], until: NaiveDate) -> Vec<Turn> {
    list.iter().filter(|turn| turn.due.is_some_and(|due| due <= until)).cloned().collect()
}

fn once(list: &mut Vec<Turn>) {
    let mut seen = std::collections::HashSet::new();
    list.retain(|turn| {
        let (seq, procedure, whom, with) = key(turn);
        seen.insert((seq, procedure, whom.map(str::to_owned), with.to_owned()))
    });
}

/// What makes it one thing that waits for one person.
fn key(turn: &Turn) -> (i64, &'static str, Option<&str>, &str) {
    (turn.seq, turn.procedure, turn.whom.as_deref(), &turn.with.name)
}

fn states<S: Named, A: Named, G: Named>(procedure: &Procedure<S, A, G>, waiting: WaitingFor) -> Vec<&'static str> {
    procedure.states.iter().filter(|row| row.waiting_for == waiting).map(|row| row.state.name()).collect()
}

fn waits_for<S: Named, A: Named, G: Named>(procedure: &Procedure<S, A, G>, state: &str, whom: WaitingFor) -> bool {
    S::from_name(state).is_some_and(|state| procedure.waiting_for(state) == whom)
}

#[derive(Queryable)]
struct StatementRow {
    seq: i64,
    title: String,
    state: String,
    since: DateTime<Utc>,
    reply_due: Option<NaiveDate>,
    owner: (Uuid, String, String),
}

impl StatementRow {
    fn turn(self, mine: bool) -> Turn {
        // The deadline binds those who are asked, while they are: not us, and not what is answered.
        let asks = waits_for(&st::PROCEDURE, &self.state, WaitingFor::Partner);
        Turn {
            seq: self.seq,
            title: self.title,
            procedure: "statement",
            state: self.state,
            since: self.since,
            with: name(Some(self.owner.0), self.owner.1, Some(&self.owner.2)),
            due: self.reply_due.filter(|_| asks),
            mine,
            whom: None,
            receiver: None,
        }
    }
}

/// Statements of these bodies in these states, each with its owner.
async fn statements(
    conn: &mut Conn,
    of: &[Uuid],
    states: &[&str],
    mine: bool,
) -> Result<Vec<(Uuid, Turn)>, FactsError> {
    if of.is_empty() || states.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<StatementRow> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(FirstOf::new(&STATEMENTS, of, states))
        .order((statement::since, statement::seq))
        .select((
            statement::seq,
            statement::title,
            statement::state,
            statement::since,
            statement::reply_due,
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.owner.0, row.turn(mine))).collect())
}

/// Statements that these people wrote, in these states, each with its author.
async fn written(
    conn: &mut Conn,
    by: &[Uuid],
    states: fn(st::State) -> bool,
    mine: bool,
) -> Result<Vec<(Uuid, Turn)>, FactsError> {
    let states = st::State::names_where(states);
    let rows: Vec<(Option<Uuid>, StatementRow)> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(FirstOf::new(&WRITTEN, by, &states))
        .order((statement::since, statement::seq))
        .select((
            statement::author_id,
            (
                statement::seq,
                statement::title,
                statement::state,
                statement::since,
                statement::reply_due,
                (body::id, body::short_name, body::side),
            ),
        ))
        .load(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|(author, row)| Some((author?, row.turn(mine)))).collect())
}

async fn awaited(conn: &mut Conn, of: &[Uuid], until: NaiveDate) -> Result<Vec<Turn>, FactsError> {
    let rows: Vec<StatementRow> = statement::table
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(statement::owner_id.eq_any(of).and(statement::state.eq_any(standing::awaiting_reply())))
        .filter(statement::reply_due.le(until))
        .order((statement::reply_due, statement::seq))
        .select((
            statement::seq,
            statement::title,
            statement::state,
            statement::since,
            statement::reply_due,
            (body::id, body::short_name, body::side),
        ))
        .limit(SHOWN + 1)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.turn(false)).collect())
}

/// What waits in these states in the registers of these bodies, each with its body.
async fn registrations(conn: &mut Conn, of: &[Uuid], states: &[&str]) -> Result<Vec<(Uuid, Turn)>, FactsError> {
    if of.is_empty() || states.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (Uuid, i64, String, String, DateTime<Utc>, Option<NaiveDate>, (Uuid, String, String));
    let rows: Vec<Row> = registration::table
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .filter(FirstOf::new(&REGISTRATIONS, of, states))
        .order((registration::since, statement::seq))
        .select((
            registration::body_id,
            statement::seq,
            statement::title,
            registration::state,
            registration::since,
            statement::deadline,
            (body::id, body::short_name, body::side),
        ))
        .load(conn)
        .await?;
    let turn = |(receiver, seq, title, state, since, due, owner): Row| Turn {
        seq,
        title,
        procedure: "registration",
        due: due.filter(|_| re::State::from_name(&state).is_some_and(re::State::is_owed)),
        state,
        since,
        with: name(Some(owner.0), owner.1, Some(&owner.2)),
        mine: true,
        whom: None,
        receiver: Some(receiver),
    };
    Ok(rows.into_iter().map(|row| (row.0, turn(row))).collect())
}

enum Allocated<'a> {
    /// Given to these people.
    To(&'a [Uuid]),
    /// Given in these bodies to somebody else.
    In(&'a [Uuid], Uuid),
}

/// Open allocations, what is due first first, each with its assignee.
async fn allocated(conn: &mut Conn, whose: Allocated<'_>) -> Result<Vec<(Uuid, Turn)>, FactsError> {
    let open = states(&al::PROCEDURE, WaitingFor::Assignee);
    let mut query = allocation::table
        .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
        .inner_join(statement::table.on(statement::id.eq(registration::statement_id)))
        .inner_join(body::table.on(body::id.eq(statement::owner_id)))
        .inner_join(person::table.on(person::id.eq(allocation::assignee_id)))
        .filter(allocation::state.eq_any(&open))
        .order((allocation::due, allocation::id))
        .select((
            (allocation::assignee_id, registration::body_id),
            statement::seq,
            statement::title,
            allocation::state,
            allocation::since,
            allocation::due,
            person::name,
            (body::id, body::short_name, body::side),
        ))
        .into_boxed();
    let mine = match whose {
        Allocated::To(people) => {
            query = query.filter(FirstOf::new(&ALLOCATED, people, &open));
            true
        }
        Allocated::In(bodies, me) => {
            query =
                query.filter(allocation::body_id.eq_any(bodies).and(allocation::assignee_id.ne(me))).limit(SHOWN + 1);
            false
        }
    };
    type Row = ((Uuid, Uuid), i64, String, String, DateTime<Utc>, NaiveDate, String, (Uuid, String, String));
    let rows: Vec<Row> = query.load(conn).await?;
    let turn = |(whose, seq, title, state, since, due, assignee, owner): Row| Turn {
        seq,
        title,
        procedure: "allocation",
        state,
        since,
        with: name(Some(owner.0), owner.1, Some(&owner.2)),
        due: Some(due),
        mine,
        whom: (!mine).then_some(assignee),
        receiver: Some(whose.1),
    };
    Ok(rows.into_iter().map(|row| (row.0.0, turn(row))).collect())
}
