//! What a walk types into a form: something for each field that the act asks, by its kind.

use entente::domain::ask::{Ask, AskKind, asks};
use entente::domain::command::Kind;
use entente::domain::named::Named;
use entente::domain::standing;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Act;
use super::facts::Standing;
use crate::support::people::World;

/// A sequence that the seed alone decides (splitmix64).
pub struct Dice {
    pub seed: u64,
    at: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { seed, at: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) }
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.at = self.at.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.at;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.below(of.len())].clone())
    }

    fn day(&mut self, month: &str, from: usize, days: usize) -> Value {
        json!(format!("2023-{month}-{:02}", from + self.below(days)))
    }
}

struct Filler<'a> {
    world: &'a World,
    dice: &'a mut Dice,
    on: Option<&'a Standing>,
    standing: &'a [Standing],
    /// A group, and somebody who serves there.
    serves: (&'static str, &'static str),
}

const SERVE: &[(&str, &str)] = &[
    ("Q14/17", "rapporteur"),
    ("Q14/17", "associate"),
    ("Q10/17", "rapporteur.q10"),
    ("ISO/TC 307/JWG 4", "convenor"),
];

/// The fields of one act, where all that it must have is there. What may be left out is left out now and then.
pub fn filled(
    world: &World,
    dice: &mut Dice,
    act: Act,
    on: Option<&Standing>,
    there: &[Standing],
) -> Option<Map<String, Value>> {
    let kind = Kind::from_name(act.0).unwrap();
    let serves = dice.one(SERVE).unwrap();
    let mut filler = Filler { world, dice, on, standing: there, serves };
    let mut fields = Map::new();
    for ask in asks(kind, act.1).unwrap() {
        // What is received has a body and a day, or neither.
        let together = ask.name.starts_with("receiv");
        if !ask.required && !together && filler.dice.below(6) == 0 {
            continue;
        }
        // What was long ago has so much to fit already that it would never be done.
        if (act.1, ask.name) == ("record_own", "corrects") {
            continue;
        }
        match filler.value(&ask) {
            Some(value) => drop(fields.insert(ask.name.to_owned(), value)),
            None if ask.required => return None,
            None => {}
        }
    }
    Some(fields)
}

impl Filler<'_> {
    fn value(&mut self, ask: &Ask) -> Option<Value> {
        let n = self.dice.below(10_000);
        Some(match ask.kind {
            // A number that was typed is hardly ever free twice.
            AskKind::Line { .. } if ask.name.ends_with("number") => match self.dice.below(3) {
                0 => json!(format!("SG17-TD{}{n}", self.dice.below(1_000))),
                _ => return None,
            },
            AskKind::Line { .. } | AskKind::Lines { .. } | AskKind::Markdown { .. } => json!(format!("Words {n}.")),
            AskKind::Numbers => json!(format!("N {n}")),
            AskKind::Day => match ask.name {
                "received_on" | "issued_on" => self.dice.day("03", 1, 6),
                // It ends on no day before it begins.
                "starts_on" => self.dice.day("08", 1, 9),
                "ends_on" => self.dice.day("08", 10, 19),
                _ => self.dice.day("08", 1, 28),
            },
            AskKind::Person => json!(self.world.person(self.serves.1)),
            AskKind::Body => json!(self.world.body(self.body(ask.name)?)),
            // A corrigendum is of what its own body has sent: now and then the one that is found.
            AskKind::Statement if ask.name == "corrects" && self.dice.below(3) > 0 => return None,
            AskKind::Statement if ask.name == "corrects" => json!(self.sent()?),
            AskKind::Statement if ask.name == "goes_into" => json!(self.draft()?),
            AskKind::Statement => json!(self.subject("statement")?),
            AskKind::Purpose => json!(self.dice.one(&["action", "comment", "information"])?),
            AskKind::Choice(all) => json!(self.choice(ask.name, all)),
            AskKind::Tick => json!(self.dice.below(2) == 0),
            AskKind::Destinations { .. } => self.destinations(),
            AskKind::Contacts => json!([{"name": format!("Contact {n}"), "email": "contact@example.org"}]),
            AskKind::Questions => json!([self.dice.one(&["Q14/17", "Q10/17"])?]),
            AskKind::Answers => json!([self.subject("allocation")?]),
            // Their bytes are uploaded before the act, and are no fact of it.
            AskKind::Files => return None,
            AskKind::Allocations => self.allocations(),
        })
    }

    fn body(&mut self, name: &str) -> Option<&'static str> {
        self.dice.one(match name {
            "owner" => &["Q14/17", "Q14/17", "ISO/TC 307", "Ledger Forum", "SG17"],
            "source" => &["ISO/IEC JTC 1/SC 27", "ISO/TC 307"],
            "convenes" => &["SG17", "Q14/17", "ISO/TC 307"],
            "note_body" => &["SG17", "SG17", "ISO/TC 307"],
            "receiving_body" => &["SG17", "SG17", "ISO/TC 307"],
            "forward_to" => &["ISO/TC 307", "ISO/IEC JTC 1/SC 27", "ISO/IEC JTC 1", "SG17"],
            // The words as printed mean a body already.
            "addressee_body" => &[],
            _ => return Some(self.serves.0),
        })
    }

    fn choice(&mut self, name: &str, all: &[&'static str]) -> &'static str {
        match name {
            // The other is always refused, to teach.
            "as" => "td",
            _ => self.dice.one(all).unwrap(),
        }
    }

    /// One that stands, and not the one that the act is on.
    fn subject(&mut self, kind: &str) -> Option<Uuid> {
        let own = self.on.map(|one| one.id);
        let all: Vec<Uuid> =
            self.standing.iter().filter(|one| one.kind == kind && Some(one.id) != own).map(|one| one.id).collect();
        self.dice.one(&all)
    }

    /// Another draft.
    fn draft(&mut self) -> Option<Uuid> {
        self.statement(|state| state == "draft")
    }

    /// Another statement that was sent.
    fn sent(&mut self) -> Option<Uuid> {
        self.statement(standing::was_sent)
    }

    fn statement(&mut self, wanted: impl Fn(&str) -> bool) -> Option<Uuid> {
        let own = self.on.map(|one| one.id);
        let is_one = |one: &&Standing| one.kind == "statement" && wanted(&one.state) && Some(one.id) != own;
        let all: Vec<Uuid> = self.standing.iter().filter(is_one).map(|one| one.id).collect();
        self.dice.one(&all)
    }

    fn destinations(&mut self) -> Value {
        let all = ["ISO/TC 307", "ISO/IEC JTC 1/SC 27", "ISO/IEC JTC 1", "SG17", "ITU-T"];
        let begin = self.dice.below(all.len());
        let row = |n: usize| {
            let purpose = ["action", "information", "comment"][(begin + n) % 3];
            let body = self.world.body(all[(begin + n) % all.len()]);
            json!({"body": body, "purpose": purpose, "deadline": "2023-08-22"})
        };
        json!((0..1 + begin % 2).map(row).collect::<Vec<_>>())
    }

    fn allocations(&mut self) -> Value {
        let both = [("Q14/17", "rapporteur"), ("Q10/17", "rapporteur.q10")];
        let groups = if self.dice.below(3) == 0 { both.to_vec() } else { vec![self.serves] };
        let row = |(n, (body, assignee)): (usize, &(&str, &str))| {
            let (body, assignee) = (self.world.body(body), self.world.person(assignee));
            json!({"body": body, "assignee": assignee, "purpose": "action", "lead": n == 0})
        };
        json!(groups.iter().enumerate().map(row).collect::<Vec<_>>())
    }
}
