//! What no walk takes back, and why that is right; and what no walk does.

use std::collections::BTreeSet;

use entente::domain::ask::asks;
use entente::domain::command::Kind;
use entente::domain::named::Named;
use entente::domain::procedure::printed;

use super::Seen;

/// Acts that are never taken back themselves, with the reason.
const NEVER: &[(&str, &str, &str)] = &[
    ("statement", "draft", "a draft that is not wanted is withdrawn"),
    ("statement", "edit", "a draft is edited again; history keeps both texts"),
    ("statement", "return", "it is with its author, who submits it again"),
    ("statement", "resume", "a draft again, it is postponed again"),
    ("statement", "correct", "a wrong correction is mended by another (docs/decisions/0004)"),
    ("statement", "correct_questions", "they are corrected anew (docs/decisions/0004)"),
    ("note", "write", "a note that is not wanted is struck out"),
    ("note", "correct", "it is corrected again; history keeps both texts"),
    ("meeting", "record", "a meeting that is not held is cancelled"),
    ("meeting", "reschedule", "it is rescheduled to the days before (docs/decisions/0004)"),
    ("destination", "unlink", "the reply is linked again"),
    ("registration", "reopen", "what was reopened is rejected again"),
    ("registration", "void", "a receipt that was none is received anew; its number stays used (PR-23)"),
    ("allocation", "abandon_reply", "the reply is drafted anew"),
    ("allocation", "consider", "left in docs/decisions/gaps.md (PR-7)"),
    ("allocation", "defer", "left in docs/decisions/gaps.md (PR-7)"),
    ("allocation", "note", "left in docs/decisions/gaps.md (PR-7)"),
    ("allocation", "take_action", "left in docs/decisions/gaps.md (PR-7)"),
    ("allocation", "reassign", "it is reassigned to whom it was with"),
    ("allocation", "redirect", "it is redirected to where it was"),
];

/// The acts of the tables that people can do, against what the walks did and took back: what was not seen, or is not so.
pub fn missing(seen: &Seen) -> Vec<String> {
    let mut wrong = Vec::new();
    for table in printed::all() {
        let Some(kind) = Kind::from_name(table.name) else { continue };
        let acts: BTreeSet<&'static str> = table.rows.iter().map(|row| row.act).collect();
        for act in acts.into_iter().filter(|act| *act != printed::REVERSES && asks(kind, act).is_some()) {
            let key = (table.name, act);
            let never = NEVER.iter().any(|(of, name, _)| (*of, *name) == key);
            match (seen.done.contains_key(&key), seen.back.contains_key(&key), never) {
                // Nothing rests on what was done a moment ago.
                (true, true, false) if seen.refused.contains_key(&key) => {
                    wrong.push(format!("{key:?} was not always taken back: {:?}", seen.refused.get(&key)));
                }
                (true, true, false) | (true, false, true) => {}
                (false, ..) => wrong.push(format!("{key:?} was never done: {:?}", seen.hindered.get(&key))),
                (true, true, true) => wrong.push(format!("{key:?} was taken back, and is said never to be")),
                (true, false, false) => {
                    wrong.push(format!("{key:?} was never taken back: {:?}", seen.refused.get(&key)));
                }
            }
        }
    }
    wrong
}
