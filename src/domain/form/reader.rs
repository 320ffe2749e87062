//! Reads single fields: text, days, ids, choices and ticks. Lengths and choices come from the list of asks.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::FieldProblem;
use crate::domain::ask::{Ask, AskKind};
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

/// The fields as handed in, what is known of each, and the problems found so far.
pub(super) struct Reader<'a> {
    pub fields: &'a Map<String, Value>,
    known: &'a [Ask],
    pub problems: Vec<FieldProblem>,
}

impl<'a> Reader<'a> {
    pub fn new(fields: &'a Map<String, Value>, known: &'a [Ask]) -> Self {
        Reader { fields, known, problems: Vec::new() }
    }

    /// A key that the act does not know is a mistake to be told, not to be dropped silently.
    pub fn refuse_unknown(&mut self) {
        let known = self.known;
        for key in self.fields.keys().filter(|key| !known.iter().any(|ask| ask.name == key.as_str())) {
            let name: String = key.chars().filter(|c| !c.is_control()).take(60).collect();
            self.problems.push(FieldProblem { field: name.clone(), said: said!("form-unknown-field", name = name) });
        }
    }

    pub fn problem(&mut self, field: impl Into<String>, said: Said) {
        self.problems.push(FieldProblem { field: field.into(), said });
    }

    /// What is known of the field; none for a name that the act does not ask.
    pub fn ask(&self, name: &str) -> Option<AskKind> {
        self.known.iter().find(|ask| ask.name == name).map(|ask| ask.kind)
    }

    /// The field's text; empty where it is missing or a problem.
    pub fn text(&mut self, name: &str) -> String {
        let (max, shape) = match self.ask(name) {
            Some(AskKind::Line { max }) => (max, Shape::Line),
            Some(AskKind::Lines { max }) => (max, Shape::Lines),
            Some(AskKind::Markdown { max }) => (max, Shape::Markdown),
            _ => (100, Shape::Line),
        };
        let value = self.fields.get(name);
        self.read(name, value, |value| clean(value, shape, max)).unwrap_or_default()
    }

    pub fn text_required(&mut self, name: &str) -> String {
        let before = self.problems.len();
        let text = self.text(name);
        if text.is_empty() && self.problems.len() == before {
            self.problem(name, said!("form-required"));
        }
        text
    }

    pub fn some_text(&mut self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Says that the field is required, unless another problem of it is told already.
    pub fn missing(&mut self, name: &str) {
        if !self.problems.iter().any(|problem| problem.field == name) {
            self.problem(name, said!("form-required"));
        }
    }

    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let value = self.fields.get(name);
        self.read(name, value, day).flatten()
    }

    pub fn day_required(&mut self, name: &str) -> Option<NaiveDate> {
        let before = self.problems.len();
        let day = self.day(name);
        if day.is_none() && self.problems.len() == before {
            self.problem(name, said!("form-required"));
        }
        day
    }

    pub fn id(&mut self, name: &str) -> Option<Uuid> {
        let value = self.fields.get(name);
        self.read(name, value, id).flatten()
    }

    pub fn id_required(&mut self, name: &str) -> Option<Uuid> {
        let before = self.problems.len();
        let id = self.id(name);
        if id.is_none() && self.problems.len() == before {
            self.problem(name, said!("form-required"));
        }
        id
    }

    /// One of the choices of the field; none where nothing was chosen.
    pub fn choice(&mut self, name: &str) -> Option<String> {
        let choices = match self.ask(name) {
            Some(AskKind::Choice(choices)) => choices,
            _ => &[],
        };
        let value = self.fields.get(name);
        let read = |value| match clean(value, Shape::Line, 100)? {
            text if text.is_empty() => Ok(None),
            text if choices.contains(&text.as_str()) => Ok(Some(text)),
            _ => Err(said!("form-choice", choices = choices.join(", "))),
        };
        self.read(name, value, read).flatten()
    }

    pub fn tick(&mut self, name: &str) -> bool {
        let value = self.fields.get(name);
        self.read(name, value, tick).unwrap_or_default()
    }

    /// What says when and how it was received needs the body that received it.
    pub fn refuse_receipt_without_body(&mut self) {
        let given = self.day("received_on").is_some()
            | self.tick("register")
            | self.some_text("td_number").is_some()
            | self.choice("disposition").is_some_and(|what| what != "open");
        if given && !self.problems.iter().any(|problem| problem.field == "receiving_body") {
            self.problem("receiving_body", said!("form-receiving-body-needed"));
        }
    }

    /// Reads one value; a sentence becomes a problem of that field.
    pub fn read<'v, T>(
        &mut self,
        field: &str,
        value: Option<&'v Value>,
        read: impl FnOnce(&'v Value) -> Result<T, Said>,
    ) -> Option<T> {
        match read(value.unwrap_or(&Value::Null)) {
            Ok(read) => Some(read),
            Err(said) => {
                self.problem(field, said);
                None
            }
        }
    }
}

/// How text may be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Line,
    Lines,
    /// Indentation at the beginning means something.
    Markdown,
}

/// Text as we keep it: NFC, LF, trimmed, without control characters, not longer than `max` characters. A line, which is a
/// name or a number, has nothing in it that cannot be seen.
pub(super) fn clean(value: &Value, shape: Shape, max: usize) -> Result<String, Said> {
    let text = match value {
        Value::Null => return Ok(String::new()),
        Value::String(text) => text,
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => return Err(said!("form-not-text")),
    };
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    if let Some(found) = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t') {
        return Err(said!("form-control-character", code = format!("U+{:04X}", found as u32)));
    }
    if !text::given(&text) {
        return Ok(String::new());
    }
    let text: String = text.nfc().collect();
    let text = match shape {
        Shape::Line => text::seen(&text),
        Shape::Lines => text.trim().to_owned(),
        Shape::Markdown => text.trim_end().trim_start_matches('\n').to_owned(),
    };
    if shape == Shape::Line && text.contains('\n') {
        return Err(said!("form-one-line"));
    }
    let count = text.chars().count();
    if count > max {
        return Err(said!("form-too-long", count = count as i64, most = max as i64));
    }
    Ok(text)
}

/// `2023-08-22` and nothing else: what another form means depends on who reads it.
pub(super) fn day(value: &Value) -> Result<Option<NaiveDate>, Said> {
    let text = clean(value, Shape::Line, 100).map_err(|_| said!("form-day"))?;
    if text.is_empty() {
        return Ok(None);
    }
    let iso = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse::<NaiveDate>() {
        Ok(day) if iso && (1900..2200).contains(&day.year()) => Ok(Some(day)),
        Ok(_) | Err(_) => Err(said!("form-day")),
    }
}

pub(super) fn id(value: &Value) -> Result<Option<Uuid>, Said> {
    let text = clean(value, Shape::Line, 100).map_err(|_| said!("form-id"))?;
    if text.is_empty() {
        return Ok(None);
    }
    Uuid::try_parse(&text).map(Some).map_err(|_| said!("form-id"))
}

pub(super) fn tick(value: &Value) -> Result<bool, Said> {
    match value {
        Value::Bool(ticked) => Ok(*ticked),
        Value::Null => Ok(false),
        Value::String(text) => match text.as_str() {
            "on" | "true" => Ok(true),
            "" | "off" | "false" => Ok(false),
            _ => Err(said!("form-tick")),
        },
        Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(said!("form-tick")),
    }
}
