//! WordprocessingML to lines. Paragraphs and soft breaks end a line; the k-th lines of a row's cells stand together on
//! one line, kept apart by tabs.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::ReadError;

/// Text that is not there for the reader: removed, moved away, drawn twice, or the placeholder of an empty field.
const SKIPPED: [&str; 4] = ["del", "moveFrom", "Fallback", "rPrChange"];

/// No document nests deeper; a made-up one may.
const DEPTH: usize = 256;

pub(super) fn lines(xml: &str) -> Result<Vec<String>, ReadError> {
    let mut reader = Reader::from_str(xml);
    let mut page = Page::default();
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|_| ReadError::Damaged)? {
            Event::Start(tag) => {
                let name = local(&tag);
                if SKIPPED.contains(&name.as_str()) || (name == "sdtContent" && page.skips_content()) {
                    reader.read_to_end(tag.name()).map_err(|_| ReadError::Damaged)?;
                    continue;
                }
                depth += 1;
                if depth > DEPTH {
                    return Err(ReadError::Damaged);
                }
                page.open(&name, &tag);
            }
            Event::Empty(tag) => {
                let name = local(&tag);
                page.open(&name, &tag);
                page.close(&name);
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                page.close(tag.local_name().into_inner());
            }
            Event::Text(text) if page.in_text => page.write(&text.xml10_content()),
            Event::CData(text) if page.in_text => page.write(&text.xml10_content()),
            Event::GeneralRef(reference) if page.in_text => {
                let letter = reference.resolve_char_ref().ok().flatten().or_else(|| named(&reference.xml10_content()));
                page.write(&letter.map(String::from).unwrap_or_default());
            }
            Event::Eof => break,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {}
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    Ok(page.lines)
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().into_inner().to_owned()
}

fn named(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An attribute by its local name, without its entities resolved: those we ask for hold none.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().into_inner() == wanted)
        .map(|attribute| attribute.value.to_string())
}

/// On unless it says off: `<w:checked/>` is a tick.
fn is_on(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}

#[derive(Default)]
struct Page {
    lines: Vec<String>,
    /// The tables we are inside of, outermost first.
    tables: Vec<Table>,
    /// The paragraphs we are inside of: a text box stands in a paragraph of its own within another.
    paragraphs: Vec<Paragraph>,
    /// One for each content control we are inside of.
    controls: Vec<Control>,
    in_text: bool,
    in_checkbox: bool,
    ticked: bool,
}

#[derive(Default)]
struct Table {
    cells: Vec<Vec<String>>,
    lines: Vec<String>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    listed: bool,
    heading: bool,
}

#[derive(Default)]
struct Control {
    placeholder: bool,
    /// A tick box, and whether it is ticked.
    tick: Option<bool>,
}

impl Page {
    fn skips_content(&self) -> bool {
        self.controls.last().is_some_and(|control| control.placeholder)
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "t" => self.in_text = true,
            "tab" if self.paragraphs.last().is_some() => self.write_tab(tag),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.write_symbol(),
            "tbl" => self.tables.push(Table::default()),
            "tc" => self.tables.iter_mut().last().into_iter().for_each(|table| table.cells.push(Vec::new())),
            "sdt" => self.controls.push(Control::default()),
            "showingPlcHdr" => self.controls.iter_mut().last().into_iter().for_each(|it| it.placeholder = is_on(tag)),
            "checkbox" => self.controls.iter_mut().last().into_iter().for_each(|it| it.tick = Some(false)),
            "checkBox" => (self.in_checkbox, self.ticked) = (true, false),
            "default" if self.in_checkbox => self.ticked = is_on(tag),
            "checked" if self.in_checkbox => self.ticked = is_on(tag),
            "checked" => self.controls.iter_mut().last().into_iter().for_each(|it| it.tick = Some(is_on(tag))),
            "numPr" => self.paragraphs.iter_mut().last().into_iter().for_each(|it| it.listed = true),
            "pStyle" => {
                let heading = attribute(tag, "val").is_some_and(|style| style.to_lowercase().starts_with("heading"));
                self.paragraphs.iter_mut().last().into_iter().for_each(|it| it.heading = heading);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "t" => self.in_text = false,
            "tr" => self.end_row(),
            "tbl" => self.end_table(),
            "sdt" => drop(self.controls.pop()),
            "checkBox" => {
                self.in_checkbox = false;
                self.write(tick(self.ticked));
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// A tab in the text; the same word with a position is a stop of the ruler.
    fn write_tab(&mut self, tag: &BytesStart<'_>) {
        if attribute(tag, "pos").is_none() {
            self.write("\t");
        }
    }

    /// A letter of a symbol font says something only where it is the picture of a tick box.
    fn write_symbol(&mut self) {
        if let Some(ticked) = self.controls.last().and_then(|control| control.tick) {
            self.write(tick(ticked));
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let bullet =
            if paragraph.listed && !paragraph.heading && !paragraph.text.trim().is_empty() { "- " } else { "" };
        let text = format!("{bullet}{}", paragraph.text);
        for line in text.split(['\n', '\u{2028}', '\u{2029}']) {
            self.put(line.to_owned());
        }
    }

    fn put(&mut self, line: String) {
        let place = self.tables.last_mut().and_then(|table| table.cells.last_mut());
        place.unwrap_or(&mut self.lines).push(line);
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let mut cells = std::mem::take(&mut table.cells);
        for cell in &mut cells {
            cell.retain(|line| !line.trim().is_empty());
        }
        for row in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let parts: Vec<&str> = cells.iter().map(|cell| cell.get(row).map_or("", |line| line.trim())).collect();
            table.lines.push(parts.join("\t"));
        }
    }

    /// The lines of a table within a cell belong to that cell; after a table of the page stands a blank line.
    fn end_table(&mut self) {
        self.end_row();
        let Some(table) = self.tables.pop() else { return };
        for line in table.lines {
            self.put(line);
        }
        self.put(String::new());
    }
}

fn tick(ticked: bool) -> &'static str {
    if ticked { "☒" } else { "☐" }
}
