//! Cuts the head of a form into its labelled rows. One grammar for all kinds: cells are kept apart by tabs, a line that
//! begins with one continues the row above, and the first line that is neither begins the body.

use crate::exchange::document::{Document, DocumentKind};
use crate::exchange::reading::{Field, Found};

/// What the label of a row says, over all the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Number,
    Reference,
    StudyPeriod,
    Language,
    Questions,
    PlaceAndDates,
    Date,
    Source,
    Title,
    ForAction,
    ForComment,
    ForInformation,
    To,
    From,
    Copy,
    Purpose,
    Approval,
    Deadline,
    Contact,
    Name,
    Tel,
    Fax,
    Email,
    Keywords,
    Abstract,
    ReplyTo,
    Attachments,
    /// A row that we know and have no use for.
    Other,
}

impl Label {
    /// Labels that stand beside another row's value and end with their own cell.
    fn is_inline(self) -> bool {
        matches!(self, Label::Tel | Label::Fax | Label::Email | Label::Reference | Label::Language | Label::StudyPeriod)
    }

    /// Rows of the lower half of a head: after one of them a line without a label begins the body.
    fn ends_head(self) -> bool {
        matches!(
            self,
            Label::Approval
                | Label::Deadline
                | Label::Contact
                | Label::Keywords
                | Label::Abstract
                | Label::Tel
                | Label::Email
                | Label::Purpose
                | Label::Attachments
        )
    }
}

/// A label as printed (lower case) and what it says.
pub type Labels = &'static [(&'static str, Label)];

/// A piece of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub line: usize,
    pub column: usize,
    pub text: String,
}

/// A label and all that stands beside and below it.
#[derive(Clone, Debug)]
pub struct Row {
    pub label: Label,
    pub line: usize,
    pub parts: Vec<Part>,
    /// Whether its value stands in a cell of its own.
    pub(super) tabular: bool,
}

impl Row {
    /// The words of the row on one line.
    pub fn text(&self) -> String {
        flowed(self.parts.iter().map(|part| part.text.as_str()))
    }

    /// The last line that the row reaches.
    pub fn to_line(&self) -> usize {
        self.parts.last().map_or(self.line, |part| part.line)
    }

    /// The row as one value; a hyphen or "none" is no value.
    pub fn found(&self, field: Field) -> Option<Found> {
        let text = self.text();
        (!is_nothing(&text)).then(|| Found::printed(field, text, self.line, self.to_line()))
    }
}

/// A head cut into rows, what stands in it without a label, and the line where the body begins.
#[derive(Debug, Default)]
pub struct Head {
    pub rows: Vec<Row>,
    pub loose: Vec<Part>,
    pub body: usize,
}

impl Head {
    /// The rows of a label, in order.
    pub fn all(&self, label: Label) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.label == label)
    }

    /// The first row of a label that holds something.
    pub fn found(&self, label: Label, field: Field) -> Option<Found> {
        self.all(label).find_map(|row| row.found(field))
    }
}

/// Words that mean nobody, never, nothing.
pub fn is_nothing(text: &str) -> bool {
    let bare = text.trim().trim_matches(['.', '(', ')', '[', ']', ' ']).to_lowercase();
    bare.is_empty()
        || bare.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '_'))
        || matches!(bare.as_str(), "none" | "n/a" | "na" | "nil" | "no" | "not applicable" | "nobody" | "tbd")
}

/// Lines run together: with a space, or without where a word was parted at its hyphen.
pub fn flowed<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        let parted = text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if !text.is_empty() && !parted {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// The cells of a line: spaces of all kinds trimmed, position kept.
fn cells(line: &str) -> Vec<(usize, String)> {
    let spaced = |cell: &str| cell.replace(['\u{a0}', '\u{202f}', '\u{2007}'], " ").trim().to_owned();
    line.split('\t').map(spaced).enumerate().filter(|(_, cell)| !cell.is_empty()).collect()
}

/// The label that a cell begins with, and what follows it in the cell.
fn labelled(cell: &str, labels: Labels, alone: bool) -> Option<(Label, String)> {
    let bare = cell.trim_start_matches(['(', '[', '*']);
    let lower = bare.to_lowercase();
    labels.iter().find_map(|(printed, label)| {
        let rest = lower.strip_prefix(printed)?;
        // Lower case may differ in length from the text in a few letters; labels are ASCII, so their own length holds.
        let value = bare.get(printed.len()..)?;
        let value = value.trim_start_matches(['.', '*', ')']).trim_start();
        if let Some(value) = value.strip_prefix([':', '：']) {
            return Some((*label, value.trim_matches([' ', '*']).to_owned()));
        }
        // A letter says "For Information" on a line of its own: label and value at once.
        let purpose = *label == Label::Purpose && printed.starts_with("for ");
        match rest.trim().is_empty() {
            true if purpose => Some((*label, bare.to_owned())),
            true if alone => Some((*label, String::new())),
            true | false => None,
        }
    })
}

/// Cuts the head. `begins_body` knows the line that the form always begins its body with.
pub fn cut(document: &Document, labels: Labels, begins_body: fn(&str) -> bool) -> Head {
    let mut head = Head { body: document.lines.len(), ..Head::default() };
    let mut main: Option<usize> = None;
    let mut gap = true;
    for (line, text) in document.lines.iter().enumerate() {
        let cells = cells(text);
        if cells.is_empty() {
            gap = true;
            continue;
        }
        let trimmed = cells.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" ");
        let ended = head.rows.iter().any(|row| row.label.ends_head());
        if begins_body(&trimmed) && !head.rows.is_empty() {
            head.body = line;
            break;
        }
        let has_label = cells
            .iter()
            .enumerate()
            .any(|(at, (_, cell))| labelled(cell, labels, at == 0 && cells.len() > 1).is_some());
        if has_label {
            main = labelled_line(&mut head, labels, line, &cells, main);
        } else if is_heading(&trimmed) {
            main = None;
        } else if let Some(row) = main.filter(|row| continues(&head.rows[*row], text, gap)) {
            continued(&mut head, row, line, cells);
        } else if ended && !text.starts_with('\t') && !is_instruction(&trimmed) {
            head.body = line;
            break;
        } else {
            head.loose.extend(cells.into_iter().map(|(column, text)| Part { line, column, text }));
        }
        gap = false;
    }
    head
}

fn is_heading(text: &str) -> bool {
    let bare = text.trim_matches(['*', '#', ' ']).to_lowercase();
    matches!(bare.as_str(), "liaison statement" | "liaison statements" | "outgoing liaison statement")
}

/// What templates ask of those who fill them in; nobody's words.
fn is_instruction(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["please don't change", "please do not change", "please don’t change", "attention:", "note: this form"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Whether an unlabelled line belongs to the row above it.
fn continues(row: &Row, text: &str, gap: bool) -> bool {
    // A date has one line; what follows it in a letter is the letter.
    if row.label == Label::Date && !row.parts.is_empty() {
        return false;
    }
    text.starts_with('\t') || (!gap && (!row.tabular || !row.label.ends_head()))
}

/// Takes a line with at least one label; returns the row that lines below continue.
fn labelled_line(
    head: &mut Head,
    labels: Labels,
    line: usize,
    cells: &[(usize, String)],
    main: Option<usize>,
) -> Option<usize> {
    let (mut main, mut open) = (main, None);
    for (at, (column, cell)) in cells.iter().enumerate() {
        if let Some((label, value)) = labelled(cell, labels, at == 0 && cells.len() > 1) {
            let parts = if value.is_empty() { Vec::new() } else { vec![Part { line, column: *column, text: value }] };
            let tabular = parts.is_empty();
            head.rows.push(Row { label, line, parts, tabular });
            open = Some(head.rows.len() - 1);
            if !label.is_inline() {
                main = open;
            }
            continue;
        }
        let part = Part { line, column: *column, text: cell.clone() };
        match open.or(main.filter(|_| cells.first().is_some_and(|(column, _)| *column > 0))) {
            Some(row) => head.rows[row].parts.push(part),
            None => head.loose.push(part),
        }
    }
    main
}

/// Gives each cell of a continuing line to the label above it in the same column, else to the row.
fn continued(head: &mut Head, row: usize, line: usize, cells: Vec<(usize, String)>) {
    let first = cells.first().map_or(0, |(column, _)| *column);
    for (column, text) in cells {
        let beside = head
            .rows
            .iter()
            .skip(row + 1)
            .rposition(|it| it.label.is_inline() && it.parts.iter().any(|part| part.column == column));
        let at = match beside {
            Some(beside) if column > first => row + 1 + beside,
            Some(_) | None => row,
        };
        head.rows[at].parts.push(Part { line, column, text });
    }
}

/// The body from a line to the end, without the numbers that pages carry.
pub fn body(document: &Document, from: usize) -> Option<Found> {
    let paged = document.kind == DocumentKind::Pdf;
    let kept: Vec<(usize, &str)> = document
        .lines
        .iter()
        .enumerate()
        .skip(from)
        .map(|(line, text)| (line, text.trim_matches(['\t', ' '])))
        .filter(|(_, text)| !(paged && is_page_number(text)))
        .skip_while(|(_, text)| text.is_empty())
        .collect();
    let (line, to_line) = (kept.first()?.0, kept.iter().rev().find(|(_, text)| !text.is_empty())?.0);
    let mut text = String::new();
    for (_, one) in kept {
        // A page's end leaves a blank line before and after its number.
        if !(one.is_empty() && text.ends_with("\n\n")) {
            text.push_str(one);
            text.push('\n');
        }
    }
    Some(Found::printed(Field::Body, text.trim(), line, to_line))
}

fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(['-', '–', ' ']);
    (1..=3).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_digit()) && bare.len() < text.len()
}
