//! The tables against the expected matrix, which is typed from the handbook and from practice: every state, every act,
//! every actor. Guards are switched off; only state and role are judged. Then what must be true of any table.

mod everywhere;
mod stage;
mod surfaces;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entente::domain::named::Named;
use entente::domain::people::Role;
use entente::domain::procedure::engine::{Case, Heard, Nature, Procedure, Rests, To, Who};
use entente::domain::procedure::{allocation, destination, meeting, note, printed, registration, statement};
use entente::domain::reference::Ladder;
use entente::domain::said::Said;

/// One actor, alone, in the owning body, with every guard content.
struct Alone<S> {
    state: Option<S>,
    who: Who,
}

impl<S: Named, G> Case<S, G> for Alone<S> {
    fn state(&self) -> Option<S> {
        self.state
    }
    fn is(&self, who: Who) -> bool {
        who == self.who
    }
    fn holds(&self, _: G) -> Result<(), Said> {
        Ok(())
    }
    fn rests(_: G) -> Rests {
        Rests::OnFacts
    }
    fn code(_: G) -> &'static str {
        ""
    }
    fn field(_: G) -> Option<&'static str> {
        None
    }
    fn occurred_on(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 3, 3).unwrap()
    }
    fn go_live(&self) -> Option<NaiveDate> {
        None
    }
}

fn actors() -> Vec<(String, Who)> {
    let roles = Role::ALL.iter().map(|role| (role.name().to_owned(), Who::Role(*role)));
    let others = [
        ("author", Who::Author),
        ("doer", Who::Doer),
        ("assignee", Who::Assignee),
        ("serving", Who::Serving),
        ("administrator", Who::Administrator),
        ("system", Who::System),
        ("importer", Who::Importer),
    ];
    roles.chain(others.map(|(name, who)| (name.to_owned(), who))).collect()
}

/// (state, act, actor) → where it leads.
type Matrix = BTreeMap<(String, String, String), BTreeSet<String>>;

/// The first four cells of a line.
fn cells(line: &str) -> [&str; 4] {
    let all: Vec<&str> = line.split('|').map(str::trim).collect();
    assert!(matches!(all.len(), 4 | 5), "four cells, or five: {line}");
    [all[0], all[1], all[2], all[3]]
}

/// (state, act) → the ladder of approval that alone has it (PR-1), from the fifth cells; `other` is any but ITU-T's.
fn ladders(text: &str) -> BTreeMap<(&str, &str), &str> {
    let mut all = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some(ladder) = line.splitn(5, '|').map(str::trim).nth(4) else { continue };
        let [from, act, ..] = cells(line);
        all.extend(from.split(',').map(|from| ((from.trim(), act), ladder)));
    }
    all
}

/// What the file says holds, and beside it what the texts have and the table not yet.
fn expected(text: &str) -> (Matrix, Matrix) {
    let (mut now, mut behind) = (Matrix::new(), Matrix::new());
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let [from, act, to, who] = cells(line);
        for from in from.split(',').map(str::trim) {
            let place = |to: &str| if to == "=" { from.to_owned() } else { to.to_owned() };
            let all: Vec<&str> = to.split(',').map(str::trim).collect();
            for who in who.split_whitespace() {
                let key = |who: &str| (from.to_owned(), act.to_owned(), who.to_owned());
                match who.strip_prefix('~') {
                    Some(who) => {
                        behind.insert(key(who), all.iter().map(|to| place(to.trim_start_matches('~'))).collect());
                    }
                    None => {
                        let there = all.iter().filter(|to| !to.starts_with('~')).map(|to| place(to));
                        let twice = now.insert(key(who), there.collect());
                        assert!(twice.is_none(), "twice: {line}");
                    }
                }
            }
        }
    }
    (now, behind)
}

/// The engine's verdict on every state, act and actor.
fn judged<S: Named, A: Named, G: Named>(procedure: &Procedure<S, A, G>) -> Matrix {
    let mut all = Matrix::new();
    for state in std::iter::once(None).chain(S::ALL.iter().copied().map(Some)) {
        for act in A::ALL {
            for (name, who) in actors() {
                let Ok(passed) = procedure.judge(&Alone { state, who }, *act, None, Heard::All) else { continue };
                let to = match passed.row.to {
                    To::State(to) => vec![to],
                    To::Same => state.into_iter().collect(),
                    To::OneOf(states) => states.to_vec(),
                };
                let from = state.map_or("-", Named::name).to_owned();
                let to = to.into_iter().map(|state| state.name().to_owned()).collect();
                all.insert((from, act.name().to_owned(), name), to);
            }
        }
    }
    all
}

fn compared<S: Named, A: Named, G: Named>(procedure: &Procedure<S, A, G>, text: &str) {
    let ((now, behind), judged) = (expected(text), judged(procedure));
    let missing: Vec<_> = now.iter().filter(|(key, to)| judged.get(*key) != Some(*to)).collect();
    assert!(missing.is_empty(), "{}: the file says, the table not: {missing:#?}", procedure.name);
    let added: Vec<_> =
        judged.iter().filter(|(key, _)| !now.contains_key(*key) && !behind.contains_key(*key)).collect();
    assert!(added.is_empty(), "{}: the table says, the file not: {added:#?}", procedure.name);
    let done: Vec<_> = behind.keys().filter(|key| judged.contains_key(*key)).collect();
    assert!(done.is_empty(), "{}: the table has it now, so take the ~ away: {done:#?}", procedure.name);
}

#[test]
fn the_statement_is_as_the_texts_have_it() {
    compared(&statement::PROCEDURE, include_str!("expected/statement.txt"));
}

#[test]
fn each_ladder_has_the_acts_that_the_texts_give_it() {
    let named = |guard: &str| match guard {
        "of_itu_ladder" => Some("itu"),
        "of_committee_ladder" => Some("iso_iec"),
        "of_own_ladder" => Some("own"),
        "of_other_ladder" => Some("other"),
        _ => None,
    };
    let of = |printed: printed::Printed, text: &str| {
        let mut there = BTreeMap::new();
        for row in &printed.rows {
            // Whatever limits a row to some bodies is known to the pictures too.
            let scopes = row.checks.iter().filter(|check| check.nature == Nature::Scope.name());
            scopes.for_each(|check| assert!(Ladder::ALL.iter().any(|one| !one.has(check.name)), "{}", check.name));
            let Some(ladder) = row.checks.iter().find_map(|check| named(check.name)) else { continue };
            there.extend(row.from.iter().map(|from| ((*from, row.act), ladder)));
        }
        assert_eq!(there, ladders(text), "{}", printed.name);
    };
    of(statement::PROCEDURE.printed(), include_str!("expected/statement.txt"));
    of(registration::PROCEDURE.printed(), include_str!("expected/registration.txt"));
}

#[test]
fn the_destination_is_as_the_texts_have_it() {
    compared(&destination::PROCEDURE, include_str!("expected/destination.txt"));
}

#[test]
fn the_registration_is_as_the_texts_have_it() {
    compared(&registration::PROCEDURE, include_str!("expected/registration.txt"));
}

#[test]
fn the_allocation_is_as_the_texts_have_it() {
    compared(&allocation::PROCEDURE, include_str!("expected/allocation.txt"));
}

#[test]
fn the_note_is_as_the_texts_have_it() {
    compared(&note::PROCEDURE, include_str!("expected/note.txt"));
}

#[test]
fn the_meeting_is_as_the_texts_have_it() {
    compared(&meeting::PROCEDURE, include_str!("expected/meeting.txt"));
}

/// States that nothing leaves, on purpose.
const ENDS: &[(&str, &[&str])] = &[
    ("statement", &["void"]),
    ("destination", &["dropped"]),
    ("registration", &["void"]),
    ("allocation", &["action_taken", "void"]),
    ("note", &[]),
    ("meeting", &[]),
    ("record", &["merged"]),
];

#[test]
fn no_state_is_without_an_exit_unless_it_is_meant_to_be() {
    for procedure in printed::all() {
        let leaves = |state: &str| {
            procedure.rows.iter().any(|row| row.from.contains(&state) && row.to.iter().any(|to| *to != state))
        };
        let ends: Vec<&str> = procedure.states.iter().map(|row| row.name).filter(|state| !leaves(state)).collect();
        let meant = ENDS.iter().find(|(name, _)| *name == procedure.name).unwrap().1;
        assert_eq!(ends, meant, "{}", procedure.name);
    }
}

#[test]
fn every_state_is_reached() {
    for procedure in printed::all() {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        loop {
            let before = reached.len();
            for row in &procedure.rows {
                if row.from.is_empty() || row.from.iter().any(|from| reached.contains(from)) {
                    reached.extend(&row.to);
                }
            }
            if reached.len() == before {
                break;
            }
        }
        let all: BTreeSet<&str> = procedure.states.iter().map(|row| row.name).collect();
        assert_eq!(reached, all, "{}", procedure.name);
    }
}

#[test]
fn no_two_boxes_of_a_diagram_stand_in_one_place() {
    for procedure in printed::all() {
        let places: BTreeSet<(u8, u8)> = procedure.states.iter().map(|row| row.at).collect();
        assert_eq!(places.len(), procedure.states.len(), "{}", procedure.name);
    }
}

#[test]
fn every_row_says_who_and_has_a_number_of_its_own() {
    for procedure in printed::all() {
        let ids: BTreeSet<&str> = procedure.rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), procedure.rows.len(), "{}", procedure.name);
        for row in &procedure.rows {
            let who: BTreeSet<String> = row.who.iter().map(|who| who.key()).collect();
            assert!(!who.is_empty() && who.len() == row.who.len(), "{} {}", procedure.name, row.id);
        }
    }
}

#[test]
fn no_state_has_two_rows_for_one_act() {
    for procedure in printed::all() {
        let mut seen = BTreeSet::new();
        for row in &procedure.rows {
            let froms = if row.from.is_empty() { vec!["-"] } else { row.from.clone() };
            for from in froms {
                assert!(seen.insert((from, row.act)), "{} {}: {} again from {from}", procedure.name, row.id, row.act);
            }
        }
    }
}

fn complete<S: Named, A: Named, G: Named>(procedure: &Procedure<S, A, G>) {
    for state in S::ALL {
        let rows = procedure.states.iter().filter(|row| row.state == *state).count();
        assert_eq!(rows, 1, "{}: {state:?}", procedure.name);
    }
    for act in A::ALL {
        assert!(procedure.table.iter().any(|row| row.act == *act), "{}: no row for {act:?}", procedure.name);
    }
    for guard in G::ALL {
        let used = procedure.table.iter().any(|row| row.only_if.iter().any(|check| check.guard == *guard));
        assert!(used, "{}: no row for {guard:?}", procedure.name);
    }
    let names =
        S::ALL.iter().map(|s| s.name()).chain(A::ALL.iter().map(|a| a.name())).chain(G::ALL.iter().map(|g| g.name()));
    for name in names {
        let snake = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        assert!(snake && !name.starts_with('_') && !name.ends_with('_') && !name.contains("__"), "{name}");
    }
}

#[test]
fn every_state_act_and_guard_is_used_and_named_alike() {
    complete(&statement::PROCEDURE);
    complete(&destination::PROCEDURE);
    complete(&registration::PROCEDURE);
    complete(&allocation::PROCEDURE);
    complete(&note::PROCEDURE);
    complete(&meeting::PROCEDURE);
}
