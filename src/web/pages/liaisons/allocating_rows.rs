//! From what was typed in the allocation table to orders: each row registers, makes available and allocates in one act, or
//! notes without discussion (PR-13). A row in which nothing was typed is left alone.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::command::Kind;
use crate::domain::form::{self, FieldProblem};
use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::reference::{BodyFacts, Ladder};
use crate::domain::registration;
use crate::domain::said::Said;
use crate::domain::standing;
use crate::read::allocating::Waiting;
use crate::read::bodies::{self, BodyChoice, Serving};
use crate::said;
use crate::write::Order;

/// One row as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub registration: Option<Uuid>,
    pub seen: Option<i32>,
    pub number: String,
    pub questions: String,
    pub information: String,
    pub purpose: String,
    pub assignee: String,
    pub due: String,
    pub note: bool,
}

impl Typed {
    /// The rows of the form, in their order.
    pub fn all(fields: &Map<String, Value>) -> Vec<Typed> {
        let rows = fields.get("rows").and_then(Value::as_array);
        rows.into_iter().flatten().filter_map(Value::as_object).map(Typed::of).collect()
    }

    fn of(row: &Map<String, Value>) -> Typed {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        Typed {
            registration: text("registration").parse().ok(),
            // What is no version of anything is not the one that was read.
            seen: Some(text("seen")).filter(|seen| !seen.is_empty()).map(|seen| seen.parse().unwrap_or(-1)),
            number: text("number"),
            questions: text("questions"),
            information: text("information"),
            purpose: text("purpose"),
            assignee: text("assignee"),
            due: text("due"),
            note: !text("note").is_empty(),
        }
    }

    /// Something is to be done with it.
    pub fn asks(&self) -> bool {
        self.note || !self.questions.is_empty() || !self.information.is_empty()
    }
}

/// What all rows of one body share.
pub struct Shared<'a> {
    pub body: &'a BodyFacts,
    pub places: &'a [BodyChoice],
    pub people: &'a [Serving],
    /// Who agreed that the statements be made available (I4).
    pub agreed_by: &'a str,
    pub key: &'a str,
}

/// The orders of a row, or what is wrong with it.
pub fn orders(shared: &Shared<'_>, row: &Waiting, typed: &Typed) -> Result<Vec<Order>, Vec<Said>> {
    let mut orders = Vec::new();
    if !standing::is_numbered(&row.state) {
        orders.push(read(row, "register", json!({"number": typed.number}))?);
    }
    if typed.note && !(typed.questions.is_empty() && typed.information.is_empty()) {
        return Err(vec![said!("allocating-note-or-questions")]);
    }
    if typed.note {
        orders.push(read(row, "note_without_discussion", json!({}))?);
    } else {
        if shared.body.ladder() == Ladder::Itu && !registration::may_be_allocated(&row.state) {
            orders.push(read(row, "make_available", json!({"agreed_by": shared.agreed_by}))?);
        }
        let allocations = allocations(shared, typed)?;
        orders.push(read(row, "allocate", json!({"allocations": allocations}))?);
    }
    if let Some(first) = orders.first_mut() {
        first.version = typed.seen;
    }
    if let Some(last) = orders.last_mut() {
        last.key = Some(format!("{}.{}", shared.key, row.registration));
    }
    Ok(orders)
}

/// One act, read as any form of it is.
fn read(row: &Waiting, act: &str, fields: Value) -> Result<Order, Vec<Said>> {
    let fields = fields.as_object().cloned().unwrap_or_default();
    match form::command(Kind::Registration, act, &fields) {
        Ok(command) => Ok(Order::on(row.registration, command)),
        Err(problems) => Err(problems.into_iter().map(|FieldProblem { said, .. }| said).collect()),
    }
}

/// An allocation for each Question: the first leads, and those for information come last.
fn allocations(shared: &Shared<'_>, typed: &Typed) -> Result<Vec<Value>, Vec<Said>> {
    let (mut rows, mut problems, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    let named = |text: &str| -> Vec<String> {
        text.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let (action, informed) = (named(&typed.questions), named(&typed.information));
    let purpose = if typed.purpose.is_empty() { "action" } else { &typed.purpose };
    let each = action.iter().map(|name| (name, purpose)).chain(informed.iter().map(|name| (name, "information")));
    for (at, (name, purpose)) in each.enumerate() {
        let Some(place) = place(shared, name) else {
            problems.push(said!("allocating-unknown", name = name.clone(), body = shared.body.short_name.clone()));
            continue;
        };
        if taken.contains(&place.id) {
            problems.push(said!("form-allocated-twice", body = place.short_name.clone()));
            continue;
        }
        taken.push(place.id);
        // The person chosen in the row has the leading Question; the others go to who leads them.
        let chosen = Some(typed.assignee.clone()).filter(|id| at == 0 && !id.is_empty());
        let Some(assignee) = chosen.or_else(|| leader(shared.people, &place.short_name)) else {
            problems.push(said!("allocating-nobody-leads", body = place.short_name.clone()));
            continue;
        };
        let due = if at == 0 || purpose != "information" { typed.due.as_str() } else { "" };
        rows.push(json!({
            "body": place.id, "assignee": assignee, "purpose": purpose, "due": due, "lead": at == 0,
        }));
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

/// `Q14/17`, `14`, `SG17` or `WG 5`: a body of the tree by its name, or a Question by its number.
fn place<'a>(shared: &'a Shared<'_>, name: &str) -> Option<&'a BodyChoice> {
    let of_number = || {
        let digits = name.trim_start_matches(['q', 'Q']);
        let prefix = format!("Q{digits}/");
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        shared.places.iter().find(|place| is_number && place.short_name.starts_with(&prefix))
    };
    // `WG 5` of a committee; a bare number is a Question's, and where two groups have the name it is nobody's.
    let of_group = || {
        let end = format!("/{}", name.to_uppercase());
        let has_letter = name.chars().any(char::is_alphabetic);
        let mut all =
            shared.places.iter().filter(|place| has_letter && place.short_name.to_uppercase().ends_with(&end));
        all.next().filter(|_| all.next().is_none())
    };
    bodies::named(shared.places, name).or_else(of_number).or_else(of_group)
}

/// Who leads a body: its rapporteur or convenor, else its chair.
fn leader(people: &[Serving], body: &str) -> Option<String> {
    const LEADERS: &[Role] = &[Role::Rapporteur, Role::Convenor, Role::WpChair, Role::SgChair, Role::CommitteeChair];
    let of = |role: &Role| people.iter().find(|one| one.body == body && one.role == role.name());
    LEADERS.iter().find_map(of).map(|one| one.person.to_string())
}
