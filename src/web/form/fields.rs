//! From names and values as browsers send them to fields: `destinations-0-body` becomes a cell of the first row, and a
//! name that stands several times a list where the field is one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{FIELDS, Submitted, Upload};
use crate::domain::form::FieldProblem;
use crate::domain::said::Said;
use crate::said;
use crate::web::error::Problem;

/// Fields that are lists of single values: every value counts, not only the last.
const LISTS: &[&str] = &["questions", "answers", "numbers"];
/// Lists whose rows have a tick that takes them out.
const LEFT_OUT: &[&str] = &["destinations", "contacts"];
/// Rows are counted from 0 to here; `domain::form` takes fewer.
const MOST_ROWS: usize = 500;
const NAME_LENGTH: usize = 80;

type Row = Map<String, Value>;

/// What has been read so far.
#[derive(Default)]
pub(super) struct Collected {
    submitted: Submitted,
    rows: BTreeMap<String, BTreeMap<usize, Row>>,
    problems: Vec<FieldProblem>,
    count: usize,
}

impl Collected {
    /// One field. Only too many of them end the reading at once.
    pub fn add(&mut self, name: &[u8], value: &[u8]) -> Result<(), Problem> {
        self.count += 1;
        if self.count > FIELDS {
            return Err(Problem::TooLarge);
        }
        let Some(name) = name_of(name) else {
            self.problem("form", said!("submitted-name"));
            return Ok(());
        };
        match text(value) {
            Ok(value) => self.put(&name, value),
            Err(said) => self.problem(&name, said),
        }
        Ok(())
    }

    pub fn file(&mut self, upload: Upload) {
        self.submitted.files.push(upload);
    }

    pub fn files(&self) -> usize {
        self.submitted.files.len()
    }

    fn problem(&mut self, field: &str, said: Said) {
        self.problems.push(FieldProblem { field: field.to_owned(), said });
    }

    fn put(&mut self, name: &str, value: String) {
        match name {
            "csrf" => self.submitted.csrf = value,
            "key" => self.submitted.key = value,
            "more" => self.submitted.more = Some(value),
            "version" if value.trim().is_empty() => self.submitted.version = None,
            "version" => match value.trim().parse() {
                Ok(version) => self.submitted.version = Some(version),
                Err(_) => self.problem(name, said!("submitted-version")),
            },
            _ => self.put_field(name, value),
        }
    }

    fn put_field(&mut self, name: &str, value: String) {
        if let Some((list, row, cell)) = cell_of(name) {
            let cell = if cell == "telephone" { "tel" } else { cell };
            let row = self.rows.entry(list.to_owned()).or_default().entry(row).or_default();
            row.insert(cell.to_owned(), Value::String(value));
            return;
        }
        let value = Value::String(value);
        match self.submitted.fields.get_mut(name) {
            Some(Value::Array(all)) if LISTS.contains(&name) => all.push(value),
            Some(first) if LISTS.contains(&name) => *first = Value::Array(vec![first.take(), value]),
            Some(_) | None => {
                self.submitted.fields.insert(name.to_owned(), value);
            }
        }
    }

    /// All of it, or what cannot be text.
    pub fn done(mut self) -> Result<Submitted, Problem> {
        if !self.problems.is_empty() {
            return Err(Problem::Fields(self.problems));
        }
        for (list, mut rows) in self.rows {
            // A tick takes the row out; of files, what is taken off is asked where they are stored.
            if LEFT_OUT.contains(&list.as_str()) {
                rows.retain(|_, row| row.remove("drop").is_none());
            }
            let rows = rows.into_values().map(Value::Object).collect();
            self.submitted.fields.insert(list, Value::Array(rows));
        }
        Ok(self.submitted)
    }
}

/// `destinations-0-body`: the list, the row, the cell.
fn cell_of(name: &str) -> Option<(&str, usize, &str)> {
    let mut parts = name.splitn(3, '-');
    let (list, row, cell) = (parts.next()?, parts.next()?, parts.next()?);
    let row = row.parse().ok().filter(|row| *row < MOST_ROWS)?;
    (!list.is_empty() && !cell.is_empty()).then_some((list, row, cell))
}

/// Names are ours: letters, digits, underscore and hyphen.
fn name_of(name: &[u8]) -> Option<String> {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let ours = !name.is_empty() && name.len() <= NAME_LENGTH && name.iter().all(fits);
    ours.then(|| String::from_utf8_lossy(name).into_owned())
}

/// Text that can be kept.
fn text(value: &[u8]) -> Result<String, Said> {
    let text = std::str::from_utf8(value).map_err(|_| said!("submitted-not-utf8"))?;
    match text.contains('\0') {
        true => Err(said!("form-control-character", code = "U+0000")),
        false => Ok(text.to_owned()),
    }
}
