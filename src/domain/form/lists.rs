//! Reads fields with several rows: destinations, contacts, allocations, files, and plain lists. A row that nobody filled
//! in is skipped; a page always shows a few empty ones.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::reader::{Reader, Shape, clean, day, id, tick};
use crate::domain::ask::AskKind;
use crate::domain::command::AllocationWanted;
use crate::domain::content::{Addressee, Contact, FileRef};
use crate::domain::named::Named;
use crate::domain::reference::Purpose;
use crate::domain::said::Said;
use crate::domain::text;
use crate::said;

/// A limit on everything: rows that one field takes.
pub const MOST_ROWS: usize = 60;

static EMPTY: Value = Value::Null;

/// One row of a list, with the place where its problems are told.
struct Row<'a> {
    place: String,
    cells: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    fn cell(&self, name: &str) -> &'a Value {
        self.cells.get(name).unwrap_or(&EMPTY)
    }

    fn place(&self, name: &str) -> String {
        format!("{}.{name}", self.place)
    }

    /// Nothing is filled in but, perhaps, what the page chose beforehand.
    fn is_blank(&self, but: &[&str]) -> bool {
        self.cells.iter().filter(|(name, _)| !but.contains(&name.as_str())).all(|(_, cell)| match cell {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => !text::given(text),
            Value::Bool(true) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        })
    }
}

impl<'a> Reader<'a> {
    /// The rows of the field, with unknown cells told.
    fn rows(&mut self, name: &str, cells: &[&str]) -> Vec<Row<'a>> {
        let mut all = Vec::new();
        for (index, item) in self.items(name).iter().enumerate() {
            let place = format!("{name}.{index}");
            let Value::Object(row) = item else {
                self.problem(place, said!("form-not-a-row"));
                continue;
            };
            if let Some(key) = row.keys().find(|key| !cells.contains(&key.as_str())) {
                let key: String = key.chars().filter(|c| !c.is_control()).take(60).collect();
                self.problem(format!("{place}.{key}"), said!("form-unknown-field", name = key));
            }
            all.push(Row { place, cells: row });
        }
        all
    }

    fn items(&mut self, name: &str) -> &'a [Value] {
        match self.fields.get(name) {
            None | Some(Value::Null) => &[],
            Some(Value::String(text)) if text.trim().is_empty() => &[],
            Some(Value::Array(items)) if items.len() <= MOST_ROWS => items,
            Some(Value::Array(_)) => {
                self.problem(name, said!("form-too-many", most = MOST_ROWS as i64));
                &[]
            }
            Some(Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => {
                self.problem(name, said!("form-not-a-list"));
                &[]
            }
        }
    }

    fn cell(&mut self, row: &Row<'a>, name: &str, max: usize) -> String {
        self.read(&row.place(name), Some(row.cell(name)), |value| clean(value, Shape::Line, max)).unwrap_or_default()
    }

    fn cell_id(&mut self, row: &Row<'a>, name: &str) -> Option<Uuid> {
        self.read(&row.place(name), Some(row.cell(name)), id).flatten()
    }

    /// The purpose that a field of its own asks.
    pub fn chosen_purpose(&mut self, name: &str) -> Option<Purpose> {
        let read = |value| {
            let text = clean(value, Shape::Line, 100)?;
            Purpose::from_name(&text).ok_or_else(|| said!("form-purpose"))
        };
        let value = self.fields.get(name);
        self.read(name, value, read)
    }

    /// The purpose of a row; `otherwise` where none is chosen.
    fn purpose(&mut self, row: &Row<'a>, otherwise: Option<Purpose>) -> Option<Purpose> {
        let read = |value| match clean(value, Shape::Line, 100)? {
            text if text.is_empty() => otherwise.ok_or_else(|| said!("form-purpose")),
            text => Purpose::from_name(&text).ok_or_else(|| said!("form-purpose")),
        };
        self.read(&row.place("purpose"), Some(row.cell("purpose")), read)
    }

    /// Addressees. Each stands once, with one purpose (G-LS-01). Where the words of the document may stand for a body, a
    /// missing purpose is information: it asks nothing (PR-15).
    pub fn destinations(&mut self, name: &str) -> Vec<Addressee> {
        let told = matches!(self.ask(name), Some(AskKind::Destinations { told: true }));
        let mut all: Vec<Addressee> = Vec::new();
        for row in self.rows(name, &["body", "printed", "purpose", "deadline"]) {
            let before = self.problems.len();
            let body = self.cell_id(&row, "body");
            let printed = self.cell(&row, "printed", 300);
            if body.is_none() && printed.is_empty() && self.problems.len() == before {
                continue;
            }
            let purpose = self.purpose(&row, (!told).then_some(Purpose::Information));
            let deadline = self.read(&row.place("deadline"), Some(row.cell("deadline")), day).flatten();
            let same = |other: &Addressee| other.body == body && (body.is_some() || other.printed == printed);
            if self.problems.len() == before && all.iter().any(same) {
                self.problem(row.place("body"), said!("form-destination-twice"));
            }
            if let Some(purpose) = purpose {
                all.push(Addressee { body, printed, purpose, deadline });
            }
        }
        all
    }

    pub fn contacts(&mut self, name: &str) -> Vec<Contact> {
        let mut all = Vec::new();
        for row in self.rows(name, &["name", "organisation", "country", "tel", "email"]) {
            if row.is_blank(&[]) {
                continue;
            }
            let contact = Contact {
                name: self.cell(&row, "name", 200),
                organisation: self.cell(&row, "organisation", 200),
                country: self.cell(&row, "country", 100),
                tel: self.cell(&row, "tel", 60),
                email: self.cell(&row, "email", 254),
            };
            if !contact.email.is_empty() && !is_address(&contact.email) {
                self.problem(row.place("email"), said!("form-email"));
            }
            all.push(contact);
        }
        all
    }

    pub fn allocations(&mut self, name: &str) -> Vec<AllocationWanted> {
        let before_all = self.problems.len();
        let mut all = Vec::new();
        for row in self.rows(name, &["body", "assignee", "purpose", "lead", "due", "note"]) {
            let before = self.problems.len();
            let body = self.cell_id(&row, "body");
            if body.is_none() && self.problems.len() == before {
                if !row.is_blank(&["purpose", "lead", "due"]) {
                    self.problem(row.place("body"), said!("form-required"));
                }
                continue;
            }
            let assignee = self.cell_id(&row, "assignee");
            if assignee.is_none() && self.problems.len() == before {
                self.problem(row.place("assignee"), said!("form-required"));
            }
            let purpose = self.purpose(&row, None);
            let lead = self.read(&row.place("lead"), Some(row.cell("lead")), tick).unwrap_or_default();
            let due = self.read(&row.place("due"), Some(row.cell("due")), day).flatten();
            let note = self.read(&row.place("note"), Some(row.cell("note")), |value| clean(value, Shape::Lines, 1_000));
            if all.iter().any(|earlier: &AllocationWanted| Some(earlier.body) == body) {
                self.problem(row.place("body"), said!("form-twice"));
            }
            if let (Some(body), Some(assignee), Some(purpose)) = (body, assignee, purpose) {
                let note = note.unwrap_or_default();
                all.push(AllocationWanted { body, assignee, purpose, lead, due, note });
            }
        }
        if all.is_empty() && self.problems.len() == before_all {
            self.problem(name, said!("form-required"));
        }
        all
    }

    pub fn files(&mut self, name: &str) -> Vec<FileRef> {
        let mut all = Vec::new();
        for row in self.rows(name, &["hash", "name", "media_type", "original"]) {
            if row.is_blank(&["original"]) {
                continue;
            }
            let hash = self.read(&row.place("hash"), Some(row.cell("hash")), hash).unwrap_or_default();
            let path = self.cell(&row, "name", 255);
            // Some browsers send a path; only its last part is the file's name.
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            if name.is_empty() {
                self.problem(row.place("name"), said!("form-required"));
            }
            let media_type = self.read(&row.place("media_type"), Some(row.cell("media_type")), media_type);
            let original = self.read(&row.place("original"), Some(row.cell("original")), tick).unwrap_or_default();
            all.push(FileRef { hash, name, media_type: media_type.unwrap_or_default(), original });
        }
        all
    }

    /// A list of short words, as rows or as lines of one text; Questions may be parted by commas too.
    pub fn lines_list(&mut self, name: &str) -> Vec<String> {
        let whole = match self.fields.get(name) {
            Some(value @ Value::String(_)) => self.read(name, Some(value), |value| clean(value, Shape::Lines, 4_000)),
            _ => None,
        };
        let commas = matches!(self.ask(name), Some(AskKind::Questions));
        let found: Vec<String> = match whole {
            Some(text) => text.split(|c| c == '\n' || (commas && matches!(c, ',' | ';'))).map(str::to_owned).collect(),
            None if matches!(self.fields.get(name), Some(Value::String(_))) => Vec::new(),
            None => {
                let items = self.items(name).iter().enumerate();
                let read = |(index, item)| {
                    self.read(&format!("{name}.{index}"), Some(item), |value| clean(value, Shape::Line, 80))
                };
                items.filter_map(read).collect()
            }
        };
        let mut all: Vec<String> = Vec::new();
        for word in found.iter().map(|word| text::seen(word)).filter(|word| !word.is_empty()) {
            if word.chars().count() > 80 {
                self.problem(name, said!("form-too-long", count = word.chars().count() as i64, most = 80_i64));
            } else if !all.iter().any(|other| text::same(other, &word)) {
                all.push(word);
            }
        }
        if all.len() > MOST_ROWS {
            self.problem(name, said!("form-too-many", most = MOST_ROWS as i64));
        }
        all
    }

    /// A list of ids, or one of them as text.
    pub fn ids(&mut self, name: &str) -> Vec<Uuid> {
        if let Some(value @ Value::String(_)) = self.fields.get(name) {
            return self.read(name, Some(value), id).flatten().into_iter().collect();
        }
        let mut all = Vec::new();
        for (index, item) in self.items(name).iter().enumerate() {
            let found = self.read(&format!("{name}.{index}"), Some(item), id).flatten();
            all.extend(found.filter(|id| !all.contains(id)));
        }
        all
    }
}

/// One `@` with something on both sides, and nothing that could end or multiply an address.
fn is_address(text: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || ",;<>()[]\"\\".contains(c);
    match text.split_once('@') {
        Some((before, after)) => {
            !before.is_empty() && !after.is_empty() && !after.contains('@') && !text.contains(forbidden)
        }
        None => false,
    }
}

fn hash(value: &Value) -> Result<String, Said> {
    let text = clean(value, Shape::Line, 100).map_err(|_| said!("form-hash"))?;
    let fits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if fits { Ok(text.to_ascii_lowercase()) } else { Err(said!("form-hash")) }
}

/// `type/subtype`; anything else is bytes of a kind that nobody told.
fn media_type(value: &Value) -> Result<String, Said> {
    let text = clean(value, Shape::Line, 255)?;
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    let bare = text.split(';').next().unwrap_or_default().trim();
    match bare.split_once('/') {
        Some((kind, subtype)) if part(kind) && part(subtype) => Ok(bare.to_ascii_lowercase()),
        Some(_) | None => Ok("application/octet-stream".to_owned()),
    }
}
