//! The form of an act, made from what `domain::ask` says it asks: the same for every act, for drafts and for intake.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::view::parts::{AllocationRow, Choice, ContactRow, Control, DestinationRow, Field, ReadAt};
use crate::domain::ask::{Ask, AskKind};
use crate::domain::form::FieldProblem;
use crate::domain::named::Named;
use crate::domain::reference::Purpose;
use crate::read::bodies::{BodyChoice, Serving};
use crate::words::Words;

/// What the lists of a form offer, and where values were read.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    pub bodies: Vec<BodyChoice>,
    /// Bodies that an allocation may go to.
    pub places: Vec<BodyChoice>,
    pub people: Vec<Serving>,
    /// People whatever they serve in: value, name and address. In their place where there are any.
    pub persons: Vec<(String, String, String)>,
    /// Statements that can be named: value and label.
    pub statements: Vec<(String, String)>,
    /// Those that a corrigendum can be of.
    pub corrected: Vec<(String, String)>,
    /// Field (or `destinations.2`, `contacts.0`) → line and how sure.
    pub read: HashMap<String, (usize, bool)>,
}

/// Rows that a list of a form shows at least.
const ROWS: usize = 3;

/// The fields of a form with these values, and the sentences of what is wrong at each.
pub fn fields(
    words: &Words,
    asks: &[Ask],
    values: &Map<String, Value>,
    problems: &[FieldProblem],
    offered: &Offered,
) -> Vec<Field> {
    let mut all = Vec::new();
    for ask in asks {
        if let AskKind::Allocations = ask.kind {
            all.push(allocations(words, values, problems, offered));
            continue;
        }
        let control = control(words, ask, values, problems, offered);
        let mut field = Field::of(ask.name, words.t(&format!("field-{}", ask.name.replace('_', "-"))), control);
        field.required = ask.required;
        let hint = format!("field-{}-hint", ask.name.replace('_', "-"));
        field.hint = words.has(&hint).then(|| words.t(&hint));
        field.errors = problems.iter().filter(|one| one.field == ask.name).map(|one| words.say(&one.said)).collect();
        field.read = offered.read.get(ask.name).map(|(line, sure)| ReadAt { line: line + 1, sure: *sure });
        all.push(field);
    }
    all
}

fn text(values: &Map<String, Value>, name: &str) -> String {
    match values.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(true)) => "on".to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Some(Value::Null | Value::Bool(false) | Value::Object(_)) | None => String::new(),
    }
}

fn control(
    words: &Words,
    ask: &Ask,
    values: &Map<String, Value>,
    problems: &[FieldProblem],
    offered: &Offered,
) -> Control {
    let value = text(values, ask.name);
    match ask.kind {
        AskKind::Line { .. } => Control::Text { value, kind: "text", autocomplete: None },
        AskKind::Lines { .. } => Control::Long { value, rows: 5, limit: (ask.name == "abstract").then_some(200) },
        AskKind::Markdown { .. } => Control::Long { value, rows: 16, limit: None },
        AskKind::Numbers | AskKind::Questions => Control::Long { value, rows: 2, limit: None },
        AskKind::Day => Control::Date { value, relative: None },
        AskKind::Person if !offered.persons.is_empty() => {
            Control::Select { choices: persons(&offered.persons, &value), blank: true }
        }
        AskKind::Person => Control::Select { choices: people(words, &offered.people, &value), blank: true },
        AskKind::Body => {
            let list = if ask.name == "body_id" { &offered.places } else { &offered.bodies };
            Control::Select { choices: bodies(words, list, &value), blank: true }
        }
        AskKind::Statement => {
            let choice = |(id, label): &(String, String)| Choice {
                value: id.clone(),
                label: label.clone(),
                chosen: *id == value,
                ..Choice::default()
            };
            let list = if ask.name == "corrects" { &offered.corrected } else { &offered.statements };
            Control::Select { choices: list.iter().map(choice).collect(), blank: true }
        }
        AskKind::Purpose => Control::Select { choices: purposes(words, &value), blank: true },
        AskKind::Choice(all) => {
            let choice = |one: &&str| Choice {
                value: (*one).to_owned(),
                label: words.t(&format!("{}-{}", ask.name.replace('_', "-"), one.replace('_', "-"))),
                chosen: *one == value,
                ..Choice::default()
            };
            Control::Select { choices: all.iter().map(choice).collect(), blank: false }
        }
        AskKind::Tick => {
            let label = words.t(&format!("field-{}", ask.name.replace('_', "-")));
            let chosen = matches!(value.as_str(), "on" | "true");
            Control::Checks { choices: vec![Choice { value: "on".into(), label, chosen, ..Choice::default() }] }
        }
        AskKind::Destinations { .. } => Control::Destinations {
            bodies: bodies(words, &offered.bodies, ""),
            purposes: purposes(words, ""),
            rows: destinations(words, values, problems, offered),
        },
        AskKind::Contacts => Control::Contacts { rows: contacts(words, values, problems, offered) },
        AskKind::Answers => Control::Hidden { value },
        AskKind::Files => Control::File { accept: String::new(), several: true },
        AskKind::Allocations => Control::Hidden { value: String::new() },
    }
}

/// Bodies as choices, in two groups: ITU-T and its partners.
pub fn bodies(words: &Words, all: &[BodyChoice], chosen: &str) -> Vec<Choice> {
    let choice = |body: &BodyChoice| Choice {
        value: body.id.to_string(),
        label: body.short_name.clone(),
        note: (!body.title.is_empty()).then(|| body.title.clone()),
        group: Some(words.t(&format!("side-{}", body.side.name()))),
        chosen: body.id.to_string() == chosen,
    };
    all.iter().map(choice).collect()
}

fn purposes(words: &Words, chosen: &str) -> Vec<Choice> {
    let choice = |purpose: &Purpose| Choice {
        value: purpose.name().to_owned(),
        label: words.t(&format!("purpose-{}", purpose.name())),
        chosen: purpose.name() == chosen,
        ..Choice::default()
    };
    Purpose::ALL.iter().map(choice).collect()
}

fn persons(all: &[(String, String, String)], chosen: &str) -> Vec<Choice> {
    let choice = |(value, name, email): &(String, String, String)| Choice {
        value: value.clone(),
        label: name.clone(),
        note: Some(email.clone()),
        chosen: value == chosen,
        ..Choice::default()
    };
    all.iter().map(choice).collect()
}

/// People with what they are, each once.
pub fn people(words: &Words, all: &[Serving], chosen: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for one in all {
        let role = format!("{}, {}", words.t(&format!("role-{}", one.role.replace('_', "-"))), one.body);
        match choices.iter_mut().find(|choice| choice.value == one.person.to_string()) {
            Some(known) => known.note = known.note.take().map(|note| format!("{note}; {role}")),
            None => choices.push(Choice {
                value: one.person.to_string(),
                label: one.name.clone(),
                note: Some(role),
                chosen: one.person.to_string() == chosen,
                ..Choice::default()
            }),
        }
    }
    choices
}

fn rows<'a>(values: &'a Map<String, Value>, name: &str) -> Vec<&'a Map<String, Value>> {
    values
        .get(name)
        .and_then(Value::as_array)
        .map(|all| all.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default()
}

fn row_errors(words: &Words, problems: &[FieldProblem], list: &str, row: usize) -> Vec<String> {
    let prefix = format!("{list}.{row}.");
    let at = |one: &&FieldProblem| one.field.starts_with(&prefix) || one.field == format!("{list}.{row}");
    problems.iter().filter(at).map(|one| words.say(&one.said)).collect()
}

fn read_at(offered: &Offered, list: &str, row: usize) -> Option<ReadAt> {
    offered.read.get(&format!("{list}.{row}")).map(|(line, sure)| ReadAt { line: line + 1, sure: *sure })
}

fn destinations(
    words: &Words,
    values: &Map<String, Value>,
    problems: &[FieldProblem],
    offered: &Offered,
) -> Vec<DestinationRow> {
    let mut all: Vec<DestinationRow> = rows(values, "destinations")
        .into_iter()
        .enumerate()
        .map(|(at, row)| DestinationRow {
            body: text(row, "body"),
            printed: text(row, "printed"),
            purpose: text(row, "purpose"),
            deadline: text(row, "deadline"),
            errors: row_errors(words, problems, "destinations", at),
            read: read_at(offered, "destinations", at),
        })
        .collect();
    let wanted = extra(values, "destinations", all.len(), ROWS);
    all.resize_with(wanted, DestinationRow::default);
    all
}

fn contacts(
    words: &Words,
    values: &Map<String, Value>,
    problems: &[FieldProblem],
    offered: &Offered,
) -> Vec<ContactRow> {
    let mut all: Vec<ContactRow> = rows(values, "contacts")
        .into_iter()
        .enumerate()
        .map(|(at, row)| ContactRow {
            name: text(row, "name"),
            organisation: text(row, "organisation"),
            country: text(row, "country"),
            telephone: text(row, "tel"),
            email: text(row, "email"),
            errors: row_errors(words, problems, "contacts", at),
            read: read_at(offered, "contacts", at),
        })
        .collect();
    let wanted = extra(values, "contacts", all.len(), 1);
    all.resize_with(wanted, ContactRow::default);
    all
}

/// Files that are there already go along with the form; a tick takes one off.
pub fn kept_files(values: &Map<String, Value>) -> Vec<Field> {
    let mut all = Vec::new();
    let files = values.get("files").and_then(Value::as_array).cloned().unwrap_or_default();
    for (at, file) in files.iter().enumerate() {
        let text = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        for cell in ["hash", "name", "media_type"] {
            all.push(Field::hidden(&format!("files-{at}-{cell}"), text(cell)));
        }
        let tick = Choice { value: "on".into(), label: text("name"), ..Choice::default() };
        if file.get("original").is_some_and(|said| matches!(said, Value::Bool(true)) || said == "on") {
            all.push(Field::hidden(&format!("files-{at}-original"), "on"));
        }
        all.push(Field::of(&format!("files-{at}-drop"), "", Control::Checks { choices: vec![tick] }));
    }
    all
}

/// Rows of a list: those filled, at least so many, and more when more were asked for.
fn extra(values: &Map<String, Value>, list: &str, filled: usize, least: usize) -> usize {
    let more = values.get("more").and_then(Value::as_str) == Some(list);
    filled.max(least) + if more { least } else { 0 }
}

/// The rows of allocations, each its own group: those filled in, one at least, one more where it was asked for.
fn allocations(words: &Words, values: &Map<String, Value>, problems: &[FieldProblem], offered: &Offered) -> Field {
    let filled = rows(values, "allocations");
    let wanted = extra(values, "allocations", filled.len(), 1);
    let each = |at: usize| {
        let given = filled.get(at).map(|row| (*row).clone()).unwrap_or_default();
        AllocationRow { fields: allocation(words, at, &given, problems, offered) }
    };
    let control = Control::Allocations { rows: (0..wanted).map(each).collect() };
    let mut field = Field::of("allocations", words.t("field-allocations"), control);
    field.required = true;
    field.errors = problems.iter().filter(|one| one.field == "allocations").map(|one| words.say(&one.said)).collect();
    field
}

/// One allocation, a field a line. The first row leads unless another does (PR-13).
fn allocation(
    words: &Words,
    at: usize,
    given: &Map<String, Value>,
    problems: &[FieldProblem],
    offered: &Offered,
) -> Vec<Field> {
    let value = |name: &str| text(given, name);
    let lead = Choice {
        value: "on".into(),
        label: words.t("field-lead"),
        chosen: given.is_empty() && at == 0 || matches!(value("lead").as_str(), "on" | "true"),
        ..Choice::default()
    };
    let places = bodies(words, &offered.places, &value("body"));
    let serving = people(words, &offered.people, &value("assignee"));
    let cells = [
        ("body", "field-allocation-body", Control::Select { choices: places, blank: true }),
        ("assignee", "field-assignee", Control::Select { choices: serving, blank: true }),
        ("purpose", "field-purpose", Control::Select { choices: purposes(words, &value("purpose")), blank: true }),
        ("lead", "field-lead", Control::Checks { choices: vec![lead] }),
        ("due", "field-due", Control::Date { value: value("due"), relative: None }),
        ("note", "field-note", Control::Long { value: value("note"), rows: 2, limit: None }),
    ];
    let mut all = Vec::new();
    for (cell, label, control) in cells {
        let (name, dotted) = (format!("allocations-{at}-{cell}"), format!("allocations.{at}.{cell}"));
        let mut field = Field::of(&name, words.t(label), control);
        // A row that nobody fills in is no row; only the first must be one.
        field.required = at == 0 && matches!(cell, "body" | "assignee" | "purpose");
        let hint = format!("field-allocation-{cell}-hint");
        field.hint = words.has(&hint).then(|| words.t(&hint));
        field.errors = problems.iter().filter(|one| one.field == dotted).map(|one| words.say(&one.said)).collect();
        all.push(field);
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows_of(values: Value) -> Vec<AllocationRow> {
        let values = values.as_object().cloned().unwrap();
        match allocations(&Words::english(), &values, &[], &Offered::default()).control {
            Control::Allocations { rows } => rows,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn several_questions_are_allocated_in_one_form_and_only_the_first_must_be_filled_in() {
        assert_eq!(rows_of(json!({})).len(), 1);
        let typed = json!([{"body": "a", "lead": "on"}, {"body": "b"}]);
        assert_eq!(rows_of(json!({"allocations": typed})).len(), 2, "what was typed stays");
        let rows = rows_of(json!({"allocations": typed, "more": "allocations"}));
        assert_eq!(rows.len(), 3);
        let names = |row: usize| rows[row].fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>();
        assert!(names(2).contains(&"allocations-2-assignee"), "{:?}", names(2));
        let required = |row: usize| rows[row].fields.iter().filter(|field| field.required).count();
        assert_eq!((required(0), required(1), required(2)), (3, 0, 0));
    }
}
